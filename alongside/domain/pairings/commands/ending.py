"""How a relationship ends: formally, or before its time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import Relationship
from ..rules import relationships as rules
from ..terms import EndReason, RelationshipStatus
from . import steps
from .steps import step


@act("pairings.begin_closing", may=access.leads)
def begin_closing(
    *, by: Person | None, at: datetime, relationship: Relationship, reason: str = "", confirmed_text: bool = False
) -> Relationship:
    """Begin the formal ending: goals achieved, planned end reached, or asked for with a reason (R034).

    Refuses: pairings.not_over_yet, states.not_from_here, text.names_somebody.
    """
    relationship = locked(relationship)
    reached = relationship.planned_end_on is not None and relationship.planned_end_on <= day_of(at)
    if not (reached or goals_achieved(relationship) or reason.strip()):
        raise Refused(
            "pairings.not_over_yet",
            _("Goals are still open and the planned end has not come. Say why it is to end now."),
            field="reason",
        )
    refuse_names(confirmed_text, reason=reason)
    return step(relationship, "pairings.begin_closing", by, at, reason)


@act("pairings.complete", may=access.leads)
def complete(*, by: Person | None, at: datetime, relationship: Relationship, end_reason: str) -> Relationship:
    """End a relationship formally. end_reason: `goals_achieved` only where every required goal is (R035).

    Refuses: pairings.goals_unmet, states.not_from_here, and what the rooms above say in BEFORE_COMPLETING.
    """
    relationship = locked(relationship)
    if relationship.status == RelationshipStatus.CLOSING:
        if end_reason == EndReason.GOALS_ACHIEVED and not goals_achieved(relationship):
            raise Refused(
                "pairings.goals_unmet",
                _("Not every required goal is achieved. Choose the reason why it ends all the same."),
                field="end_reason",
            )
        for why_not in steps.BEFORE_COMPLETING:
            refuse(why_not(relationship))
    return _end(relationship, "pairings.complete", by, at, end_reason)


@act("pairings.end_early", may=access.coordinates)
def end_early(
    *, by: Person | None, at: datetime, relationship: Relationship, end_reason: str, note: str = "",
    confirmed_text: bool = False,
) -> Relationship:  # fmt: skip
    """End a relationship before its time, for a coded reason. Refuses: pairings.not_early, states.not_from_here, text.names_somebody."""
    if end_reason not in rules.EARLY_REASONS:
        raise Refused("pairings.not_early", _("Choose why it ends before its goals are achieved."), field="end_reason")
    refuse_names(confirmed_text, note=note)
    return _end(locked(relationship), "pairings.end_early", by, at, end_reason, note)


def goals_achieved(relationship: Relationship) -> bool:
    """Whether every required goal is achieved; without anybody to say so, no."""
    return bool(steps.GOALS_ACHIEVED) and all(say(relationship) for say in steps.GOALS_ACHIEVED)


def _end(
    relationship: Relationship, name: str, by: Person | None, at: datetime, end_reason: str, note: str = ""
) -> Relationship:
    today = day_of(at)
    relationship.end_reason, relationship.ended_on = end_reason, today
    ended = step(relationship, name, by, at, note or end_reason)
    relationship.mentors.filter(until=None).update(until=today)
    relationship.mentees.filter(until=None).update(until=today)
    return ended
