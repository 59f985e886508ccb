"""Assigning, pausing, reviewing, retiring."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries, rules
from ..models import Assignment, Mentor, StandingChange
from ..terms import Standing
from .steps import step

# How many relationships a mentor still holds: asked of the rooms above, which say so in site/wiring.py.
RELATIONSHIPS_HELD: list[Callable[[Mentor], int]] = []


@act("mentors.assign", may=access.may_keep)
def assign(
    *, by: Person | None, at: datetime, mentor: Mentor, programme: Programme, place: OrgUnit, time_share: Decimal,
    since: date, until: date,
) -> Assignment:  # fmt: skip
    """Post a certified mentor to a place for a period (R078). time_share: of a full post. until: exclusive.

    Refuses: every code of rules.why_not_assigned, mentors.too_many_places, states.not_from_here.
    """
    mentor = locked(mentor)
    refuse(
        rules.why_not_assigned(
            since=since, until=until, certified_until=mentor.certified_until, share=time_share,
            shares=queries.overlapping(mentor, since=since, until=until),
        )
    )  # fmt: skip
    elsewhere = mentor.assignments.filter(since__lt=until, until__gt=since).exclude(place=place)
    if elsewhere.values("place").distinct().count() >= mentor.max_places:
        raise Refused(
            "mentors.too_many_places",
            _("%(name)s has %(n)s places in this time, which is all they take on.")
            % {"name": mentor.person.name, "n": mentor.max_places},
            field="place",
        )
    step(mentor, "mentors.assign", by=by, at=at)
    return Assignment.objects.create(
        mentor=mentor, programme=programme, place=place, time_share=time_share, since=since, until=until
    )


@act("mentors.end_assignment", may=access.may_end_assignment)
def end_assignment(*, by: Person | None, at: datetime, assignment: Assignment, until: date) -> Assignment:
    """Let a posting end earlier. until: exclusive. Refuses: mentors.ends_before_it_starts, mentors.ends_earlier."""
    assignment = locked(assignment)
    if until <= assignment.since:
        raise Refused(
            "mentors.ends_before_it_starts", _("The last day is before the first. Check both."), field="until"
        )
    if until >= assignment.until:
        raise Refused("mentors.ends_earlier", _("It ends before this day already."), field="until")
    assignment.until = until
    assignment.save(update_fields=["until"])
    return assignment


@act("mentors.set_load", may=access.may_rest)
def set_load(
    *, by: Person | None, at: datetime, mentor: Mentor, max_mentees: int, max_places: int, hours_a_month: int
) -> Mentor:
    """Agree how much a mentor takes on. hours_a_month: travel included. Refuses: mentors.load_out_of_range."""
    if not (1 <= max_mentees <= 80 and 1 <= max_places <= 30 and 0 <= hours_a_month <= 250):
        raise Refused(
            "mentors.load_out_of_range",
            _("Choose 1 to 80 mentees, 1 to 30 places and at most 250 hours a month."),
            field="max_mentees",
        )
    mentor = locked(mentor)
    mentor.max_mentees, mentor.max_places, mentor.hours_a_month = max_mentees, max_places, hours_a_month
    mentor.save(update_fields=["max_mentees", "max_places", "hours_a_month"])
    return mentor


@act("mentors.pause", may=access.may_rest)
def pause(
    *, by: Person | None, at: datetime, mentor: Mentor, until: date, reason: str, taken_over_by: str = "",
    confirmed_text: bool = False,
) -> Mentor:  # fmt: skip
    """Let a mentor rest. until: the day they come back. Beyond 30 days somebody takes over meanwhile.

    Refuses: mentors.day_is_past, mentors.no_reason, mentors.no_handover, states.not_from_here, text.names_somebody.
    """
    today = day_of(at)
    if until <= today:
        raise Refused("mentors.day_is_past", _("Choose a day to come."), field="until")
    _ask_reason(reason)
    if until - today > rules.LONG_PAUSE and not taken_over_by.strip():
        raise Refused(
            "mentors.no_handover", _("This is more than 30 days. Say who takes over meanwhile."), field="taken_over_by"
        )
    refuse_names(confirmed_text, reason=reason)
    said = f"{reason.strip()} · {taken_over_by.strip()}" if taken_over_by.strip() else reason
    return step(locked(mentor), "mentors.pause", by=by, at=at, reason=said[:300])


@act("mentors.resume", may=access.may_rest)
def resume(*, by: Person | None, at: datetime, mentor: Mentor) -> Mentor:
    """Take mentoring up again. Refuses: mentors.certificate_ended, states.not_from_here."""
    mentor = locked(mentor)
    if mentor.standing == Standing.PAUSED:
        _ask_certified(mentor, day_of(at))
    return step(mentor, "mentors.resume", by=by, at=at)


@act("mentors.review", may=access.may_keep)
def review(*, by: Person | None, at: datetime, mentor: Mentor, reason: str, confirmed_text: bool = False) -> Mentor:
    """Put a mentor under review for a reason they can answer. Refuses: mentors.no_reason, states.not_from_here, text.names_somebody."""
    _ask_reason(reason)
    refuse_names(confirmed_text, reason=reason)
    return step(locked(mentor), "mentors.review", by=by, at=at, reason=reason)


@act("mentors.review_lapsed", may=access.may_sweep)
def review_lapsed(*, by: Person | None, at: datetime) -> int:
    """Put under review whose certificate or proficiency ended more than 60 days ago; return how many (R024)."""
    found = list(queries.lapsed(on=day_of(at)).select_for_update(of=("self",)))
    for mentor in found:
        step(mentor, "mentors.review", by=by, at=at, reason=str(_("certificate or proficiency ended over 60 days ago")))
    return len(found)


@act("mentors.reply_to_review", may=access.may_sign)
def reply_to_review(
    *, by: Person, at: datetime, mentor: Mentor, reply: str, confirmed_text: bool = False
) -> StandingChange:
    """Say one's own view while one is under review. Refuses: mentors.not_under_review, mentors.no_reason, text.names_somebody."""
    if mentor.standing != Standing.UNDER_REVIEW:
        raise Refused("mentors.not_under_review", _("You are not under review."))
    _ask_reason(reply, field="reply")
    refuse_names(confirmed_text, reply=reply)
    change = locked(_opened(mentor))
    change.reply = reply.strip()[:300]
    change.save(update_fields=["reply"])
    return change


@act("mentors.decide_review", may=access.may_certify)
def decide_review(
    *, by: Person, at: datetime, mentor: Mentor, keep: bool, note: str, confirmed_text: bool = False
) -> Mentor:
    """End a review: keep the mentor, or remove them once they were heard or had 14 days to answer.

    Refuses: mentors.no_reason, mentors.not_heard, mentors.certificate_ended, states.not_from_here, text.names_somebody.
    """
    _ask_reason(note, field="note")
    refuse_names(confirmed_text, note=note)
    mentor = locked(mentor)
    if mentor.standing == Standing.UNDER_REVIEW:
        opened = _opened(mentor)
        if keep:
            _ask_certified(mentor, day_of(at))
        elif not opened.reply and (at - opened.at).days < rules.ANSWER_DAYS:
            raise Refused(
                "mentors.not_heard",
                _("The mentor has not answered and still has time to, 14 days in all. Wait for it."),
            )
    target = Standing.CERTIFIED if keep else Standing.REMOVED
    return step(mentor, "mentors.decide_review", by=by, at=at, target=target, reason=note)


@act("mentors.retire", may=access.may_rest)
def retire(
    *, by: Person | None, at: datetime, mentor: Mentor, reason: str = "", confirmed_text: bool = False
) -> Mentor:
    """Let a mentor retire; their record stays. Refuses: mentors.still_mentors, states.not_from_here, text.names_somebody."""
    refuse_names(confirmed_text, reason=reason)
    if held := sum(ask(mentor) for ask in RELATIONSHIPS_HELD):
        raise Refused(
            "mentors.still_mentors", _("They still hold %(n)s relationships. Hand those over first.") % {"n": held}
        )
    return step(locked(mentor), "mentors.retire", by=by, at=at, reason=reason)


def _opened(mentor: Mentor) -> StandingChange:
    return mentor.changes.filter(after=Standing.UNDER_REVIEW).latest("at")


def _ask_reason(reason: str, field: str = "reason") -> None:
    if not reason.strip():
        raise Refused("mentors.no_reason", _("Say in a sentence why."), field=field)


def _ask_certified(mentor: Mentor, today: date) -> None:
    if mentor.certified_until is None or mentor.certified_until <= today:
        raise Refused("mentors.certificate_ended", _("Their certificate has ended. Renew it first."))
