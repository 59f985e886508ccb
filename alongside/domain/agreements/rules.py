"""What is decided about agreements with workplaces. Pure: no database, no clock."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused
from alongside.kernel.states import Machine, Move

from .terms import EngagementStatus as E
from .terms import ReleaseStatus as R

REVIEW_AFTER = timedelta(days=182)  # an agreement is looked at again after half a year (R187)
LAPSES_AFTER = timedelta(days=90)  # days past the review day without a renewal
ANSWER_WITHIN = timedelta(days=14)  # proposals and requests lapse after this (domain notes 3.3)
MOST_HOURS = Decimal(60)  # a week has no more to release, whoever is asked

COORDINATOR = _("the coordinator")
ENGAGEMENT = Machine(
    "agreements.engagement",
    _("The agreement with this workplace"),
    E,
    [
        Move("agreements.record_contact", (E.NOT_STARTED,), E.CONTACTED, _("Note a first contact"), COORDINATOR),
        Move("agreements.record_meeting", (E.NOT_STARTED, E.CONTACTED, E.LAPSED), E.MET, _("Note a meeting"), COORDINATOR, _("a day in the past and what was said")),
        Move("agreements.record_agreement", (E.MET, E.AGREED, E.ACTIVE, E.RENEWAL_DUE), E.AGREED, _("Record what was agreed"), _("the in-charge or the coordinator"), _("focal person, hours a week, how clients are asked, a day of review within a year, a signature")),
        Move("agreements.begin", (E.AGREED,), E.ACTIVE, _("Mentoring has begun"), COORDINATOR),
        Move("agreements.review_engagements", (E.AGREED, E.ACTIVE), E.RENEWAL_DUE, _("The day of review has come"), _("by itself"), _("the day of review has passed")),
        Move("agreements.review_engagements", (E.RENEWAL_DUE,), E.LAPSED, _("Nobody renewed it"), _("by itself"), _("90 days past the day of review")),
        Move("agreements.let_lapse", (E.CONTACTED, E.MET, E.AGREED, E.ACTIVE, E.RENEWAL_DUE), E.LAPSED, _("Note that it lapsed"), COORDINATOR, _("a reason")),
    ],
)  # fmt: skip
RELEASE = Machine(
    "agreements.release",
    _("This request"),
    R,
    [
        Move("agreements.answer_release", (R.SENT,), R.APPROVED, _("Release all of them"), _("the in-charge"), _("before its last day")),
        Move("agreements.answer_release", (R.SENT,), R.PARTLY, _("Release some of them"), _("the in-charge"), _("before its last day")),
        Move("agreements.answer_release", (R.SENT,), R.DECLINED, _("Release nobody"), _("the in-charge"), _("a reason or another day")),
        Move("agreements.expire_releases", (R.SENT,), R.EXPIRED, _("Nobody answered"), _("by itself"), _("the last day for an answer has passed")),
        Move("agreements.note_release", (R.APPROVED, R.PARTLY), R.USED, _("They came"), _("the mentor or the coordinator"), _("on the day or after it")),
        Move("agreements.note_release", (R.APPROVED, R.PARTLY), R.NOT_USED, _("They did not come"), _("the mentor or the coordinator"), _("on the day or after it")),
    ],
)  # fmt: skip
ENGAGED = (E.AGREED, E.ACTIVE, E.RENEWAL_DUE)  # visits need no reason (R185)


def why_not_agreed(
    *, hours_a_week: Decimal | None, focal_person: Any, permission_procedure: str, signed_by: Any, agreed_on: date,
    review_on: date, today: date,
) -> Refused | None:  # fmt: skip
    """Return what an agreement still lacks, or None.

    hours_a_week: in which staff are released to be mentored. review_on: at most a year after the agreement.
    """
    if focal_person is None:
        return Refused("agreements.no_focal_person", _("Choose whom mentors turn to here."), field="focal_person")
    if hours_a_week is None or not 0 < hours_a_week <= MOST_HOURS:
        return Refused(
            "agreements.hours_out_of_range",
            _("Enter the hours a week in which staff are released, between 1 and 60."),
            field="hours_a_week",
        )
    if not permission_procedure.strip():
        return Refused(
            "agreements.no_permission_procedure",
            _("Say how clients are asked before a mentor comes in."),
            field="permission_procedure",
        )
    if signed_by is None:
        return Refused("agreements.not_signed", _("Choose who signed for the workplace."), field="signed_by")
    if agreed_on > today:
        return in_future("agreed_on")
    if not agreed_on < review_on <= agreed_on + timedelta(days=366):
        return Refused(
            "agreements.review_out_of_range",
            _("Choose a day of review after the agreement and within a year of it."),
            field="review_on",
        )
    return None


def in_future(field: str) -> Refused:
    """Return the refusal of something noted before it happened."""
    return Refused("agreements.in_future", _("This day is still to come. Enter it when it has happened."), field=field)


def why_not_asked(
    *, day: date, today: date, people: Collection[Any], working_here: Collection[Any], asked_already: Collection[Any]
) -> Refused | None:
    """Return why a release cannot be asked for, or None.

    people, working_here, asked_already: ids; the last are those for whom another request of that day is open.
    """
    if day < today:
        return Refused("agreements.day_is_past", _("This day is over. Choose a day to come."), field="day")
    if not people:
        return Refused("agreements.nobody_named", _("Choose at least one person."), field="people")
    if set(people) - set(working_here):
        return Refused(
            "agreements.works_elsewhere",
            _("Somebody chosen has no post at this workplace on that day. Ask their own workplace."),
            field="people",
        )
    if set(people) & set(asked_already):
        return Refused(
            "agreements.asked_already",
            _("A request for somebody chosen is open for that day. Wait for its answer, or choose others."),
            field="people",
        )
    return None


def answered(*, asked: Collection[Any], released: Collection[Any]) -> str:
    """Return the state that an answer leads to. Refuses: agreements.not_in_request."""
    if set(released) - set(asked):
        raise Refused(
            "agreements.not_in_request", _("This request does not ask for somebody chosen."), field="released"
        )
    if not released:
        return R.DECLINED
    return R.APPROVED if set(released) == set(asked) else R.PARTLY
