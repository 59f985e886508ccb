"""What is decided about relationships. Pure: no database, no clock. States: domain notes 3.3."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused
from alongside.kernel.states import Machine, Move

from ..terms import EndReason, Shape
from ..terms import RelationshipStatus as S

ANSWER_WITHIN = timedelta(days=14)
LONGEST_HOLD = timedelta(days=90)
REVIEW_WITHIN = timedelta(days=183)  # an open-ended relationship is looked at again within six months (R036)
LONGEST = timedelta(days=3 * 366)

LEAD = _("the lead mentor or the coordinator")
COORDINATOR = _("the coordinator")
RELATIONSHIP = Machine(
    "pairings.relationship",
    _("This relationship"),
    S,
    [
        Move("pairings.answer", (S.PROPOSED,), S.ACCEPTED, _("All say yes"), _("mentors, mentees and the in-charge, each for themselves"), _("everybody asked has said yes")),
        Move("pairings.answer", (S.PROPOSED,), S.DECLINED, _("Somebody says no"), _("mentors, mentees and the in-charge, each for themselves"), _("a reason")),
        Move("pairings.lapse_proposals", (S.PROPOSED,), S.LAPSED, _("Nobody answered"), _("by itself"), _("14 days without every answer")),
        Move("pairings.prepare", (S.ACCEPTED,), S.PREPARING, _("Begin preparing"), LEAD),
        Move("pairings.activate", (S.PREPARING,), S.ACTIVE, _("Begin"), LEAD, _("first contact logged, needs seen by both sides, plan agreed")),
        Move("pairings.hold", (S.ACTIVE,), S.ON_HOLD, _("Put on hold"), LEAD, _("a reason, at most 90 days")),
        Move("pairings.resume", (S.ON_HOLD,), S.ACTIVE, _("Go on"), LEAD),
        Move("pairings.begin_closing", (S.ACTIVE, S.ON_HOLD), S.CLOSING, _("Begin closing"), LEAD, _("goals achieved, planned end reached, or a reason")),
        Move("pairings.complete", (S.CLOSING,), S.COMPLETED, _("Complete"), LEAD, _("both sides have written their summary")),
        Move("pairings.end_early", (S.ACCEPTED, S.PREPARING, S.ACTIVE, S.ON_HOLD, S.CLOSING), S.ENDED_EARLY, _("End early"), COORDINATOR, _("a coded reason")),
    ],
)  # fmt: skip
OPEN = (S.PROPOSED, S.ACCEPTED, S.PREPARING, S.ACTIVE, S.ON_HOLD, S.CLOSING)
ENDED = (S.COMPLETED, S.ENDED_EARLY)
LOADING = (S.ACCEPTED, S.PREPARING, S.ACTIVE, S.ON_HOLD, S.CLOSING)  # what counts in a caseload
PAIRS = (Shape.ONE_TO_ONE, Shape.ONE_TO_TWO)  # where each mentee counts by themselves
EARLY_REASONS = tuple(reason for reason in EndReason if reason != EndReason.GOALS_ACHIEVED)


@dataclass(frozen=True)
class Offered:
    """A mentor as a proposal asks about them.

    areas: codes in which they are proficient on the day. caseload, cap: mentees now and at most. licence_until:
    exclusive. manages: whether they lead the workplace of the mentees.
    """

    id: Any
    name: str
    can_mentor: bool
    areas: Collection[str]
    caseload: int
    cap: int
    licence_until: date | None
    manages: bool


def why_not_of_shape(shape: str, *, mentors: int, mentees: int, team: str) -> Refused | None:
    """Return why so many people do not make this shape, or None. team: its name, "" for none."""
    wanted = {
        Shape.ONE_TO_ONE: mentees == 1,
        Shape.ONE_TO_TWO: mentees == 2,
        Shape.ONE_TO_TEAM: mentees >= 2 and bool(team.strip()),
        Shape.TEAM_TO_TEAM: mentees >= 2 and mentors >= 2 and bool(team.strip()),
        Shape.COMMUNITY_GROUP: mentees >= 2 and bool(team.strip()),
    }[Shape(shape)]
    if not mentors:
        return Refused("pairings.no_mentor", _("Choose a mentor."), field="mentor")
    if not wanted:
        words = {
            Shape.ONE_TO_ONE: _("One mentee belongs to this shape. Choose one, or another shape."),
            Shape.ONE_TO_TWO: _("Two mentees belong to this shape. Choose two, or another shape."),
            Shape.ONE_TO_TEAM: _("A team has a name and at least two people. Give both."),
            Shape.TEAM_TO_TEAM: _("Both teams have at least two people, and the mentored one a name. Give all of it."),
            Shape.COMMUNITY_GROUP: _("A group has a name and at least two people. Give both."),
        }[Shape(shape)]
        return Refused("pairings.not_of_shape", words, field="mentees")
    return None


def why_not_timed(
    *, today: date, planned_end_on: date | None, is_open_ended: bool, review_on: date | None
) -> Refused | None:
    """Return why a relationship has no proper end, or None (R034, R036)."""
    if is_open_ended:
        if review_on is None or not today < review_on <= today + REVIEW_WITHIN:
            return Refused(
                "pairings.review_out_of_range",
                _("An open-ended relationship is looked at again within six months. Choose that day."),
                field="review_on",
            )
        return None
    if planned_end_on is None or not today < planned_end_on <= today + LONGEST:
        return Refused(
            "pairings.no_end",
            _("Choose the day on which it is to end, within three years, or say that it is open-ended."),
            field="planned_end_on",
        )
    return None


def why_not_paired(
    offered: Offered, *, area: str | None, area_name: str, mentees: Collection[Any], today: date, over_cap_reason: str
) -> Refused | None:
    """Return the first reason a mentor cannot take on these mentees, or None.

    area: code for which they are asked, None for all of the relationship. mentees: their ids.
    """
    said = {"name": offered.name, "area": area_name}
    if offered.id in mentees:
        return Refused("pairings.themselves", _("%(name)s cannot mentor themselves.") % said, field="mentor")
    if not offered.can_mentor:
        return Refused(
            "pairings.not_certified",
            _("%(name)s is not a certified mentor today. Only certified mentors are paired.") % said,
            field="mentor",
        )
    if offered.licence_until is not None and offered.licence_until <= today:
        return Refused("pairings.licence_ended", _("The licence of %(name)s has ended.") % said, field="mentor")
    if area is not None and area not in offered.areas:
        return Refused(
            "pairings.not_proficient",
            _("%(name)s has no valid proficiency in %(area)s. Choose one of the mentors listed.") % said,
            field="mentor",
        )
    if area is None and not offered.areas:
        return Refused(
            "pairings.not_proficient", _("%(name)s has no valid proficiency in any area.") % said, field="mentor"
        )
    if offered.manages:
        return Refused(
            "pairings.line_manager",
            _("%(name)s leads this workplace. A mentor is not the line manager of a mentee.") % said,
            field="mentor",
        )
    if offered.caseload + len(mentees) > offered.cap and not over_cap_reason.strip():
        return Refused(
            "pairings.cap_reached",
            _("%(name)s would have %(n)s mentees and takes on %(cap)s. Choose another, or say why it must be.")
            % {**said, "n": offered.caseload + len(mentees), "cap": offered.cap},
            field="over_cap_reason",
        )
    return None


def outcome(answers: Iterable[bool], *, asked: int) -> str:
    """Return the state that the answers so far lead to; proposed while somebody has still to say."""
    given = list(answers)
    if not all(given):
        return S.DECLINED
    return S.ACCEPTED if len(given) == asked else S.PROPOSED
