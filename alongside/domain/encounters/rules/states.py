"""The states of a visit, from the plan to the verified record. Pure. States: domain notes 3.3."""

from django.utils.translation import gettext_lazy as _

from alongside.kernel.states import Machine, Move

from ..terms import VisitStatus as S

AHEAD = (S.PLANNED, S.REQUESTED, S.APPROVED, S.CONFIRMED)  # still to be held
WRITING = (S.IN_PROGRESS, S.DRAFT, S.RETURNED)  # the mentor may fill it in
CHECKED = (S.VERIFIED, S.CLOSED)  # somebody else has looked at it: counts as verified
COUNTED = (S.SUBMITTED, S.RETURNED, *CHECKED)  # a visit held, in every figure
FELL_OUT = (S.CANCELLED, S.MISSED)
NOT_HELD = (*AHEAD, *FELL_OUT)
# What a record of the same days turns into the visit that was held: also one that was thought to be missed.
MAY_TURN_OUT_HELD = (*AHEAD, S.MISSED)
# Somebody has a next step to take; the others are at rest.
WAITING = (*AHEAD, S.IN_PROGRESS, S.DRAFT, S.RETURNED, S.SUBMITTED)

MENTOR = _("the mentor or the coordinator")
COORDINATOR = _("the coordinator")
VISIT = Machine(
    "encounters.visit",
    _("This visit"),
    S,
    [
        Move("encounters.request_visit", (S.PLANNED,), S.REQUESTED, _("Ask for approval"), MENTOR, _("no other visit on these days; the workplace has agreed, or a reason")),
        Move("encounters.approve_visit", (S.REQUESTED,), S.APPROVED, _("Approve"), COORDINATOR, _("within the mentor's share of time, or a reason")),
        Move("encounters.decline_visit", (S.REQUESTED,), S.PLANNED, _("Send back to planning"), COORDINATOR, _("a reason")),
        Move("encounters.confirm_visit", (S.APPROVED,), S.CONFIRMED, _("Confirm"), _("the in-charge, or the coordinator with a reason"), _("release answered, every mentor said they come")),
        Move("encounters.check_in", (S.CONFIRMED,), S.IN_PROGRESS, _("Check in"), MENTOR, _("within 7 days of the slot")),
        Move("encounters.check_out", (S.IN_PROGRESS,), S.DRAFT, _("Check out"), MENTOR),
        Move("encounters.record_visit", MAY_TURN_OUT_HELD, S.DRAFT, _("Record what happened"), MENTOR, _("within 7 days of the slot")),
        Move("encounters.receive_submission", MAY_TURN_OUT_HELD, S.SUBMITTED, _("Observations come from a phone"), _("the mentor's device"), _("within 7 days of the slot")),
        Move("encounters.submit_visit", (S.DRAFT, S.RETURNED), S.SUBMITTED, _("Submit"), MENTOR, _("nothing is missing: every objective has a result, and of a planned visit the debrief is written")),
        Move("encounters.reopen_visit", (S.SUBMITTED,), S.DRAFT, _("Take back to draft"), MENTOR),
        Move("encounters.return_visit", (S.SUBMITTED,), S.RETURNED, _("Return"), COORDINATOR, _("at least one note that says what to look at")),
        Move("encounters.verify_visit", (S.SUBMITTED,), S.VERIFIED, _("Verify"), _("the coordinator or the manager"), _("not one's own visit")),
        Move("encounters.close_visits", (S.VERIFIED,), S.CLOSED, _("Close"), _("by itself"), _("nothing is claimed for it")),
        Move("encounters.reschedule_visit", (S.PLANNED,), S.PLANNED, _("Move to another day"), MENTOR, _("a reason")),
        Move("encounters.reschedule_visit", (S.REQUESTED, S.APPROVED, S.CONFIRMED), S.REQUESTED, _("Move to another day"), MENTOR, _("a reason; the new day is approved and confirmed again")),
        Move("encounters.cancel_visit", AHEAD, S.CANCELLED, _("Cancel"), _("the mentor, the in-charge or the coordinator"), _("a reason")),
        Move("encounters.sweep_missed", AHEAD, S.MISSED, _("Nobody went"), _("by itself"), _("3 days after the slot")),
    ],
)  # fmt: skip
