"""What makes a goal measurable, and what shows that it is reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.programmes.terms import Level
from alongside.kernel.errors import Refused

from ..terms import Measure, Owner

LONGEST = timedelta(days=3 * 366)
ORDER = (Level.NOT_OBSERVED, Level.BEGINNING, Level.WITH_HELP, Level.INDEPENDENT, Level.CAN_TEACH)
PROVABLE = (Level.WITH_HELP, Level.INDEPENDENT)  # what observations alone can show


@dataclass(frozen=True)
class Wanted:
    """A goal as it is proposed.

    owner: a word of Owner. mentee: the person, where the owner is one. measure: LEVEL needs competency and
    target_level; FIGURE needs unit, baseline and target. is_required: counts when the relationship ends (R035).
    """

    owner: str
    text: str
    due_on: date | None
    measure: str = Measure.LEVEL
    mentee: Any = None
    competency: Any = None
    target_level: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    is_required: bool = True


def at_least(level: str, target: str) -> bool:
    """Whether a level is the target or beyond."""
    return ORDER.index(Level(level)) >= ORDER.index(Level(target))


def why_not_wanted(
    goal: Wanted, *, mentees: Collection[Any], competencies: Collection[Any], today: date, seen: str
) -> Refused | None:
    """Return why something is no measurable goal, or None (R033).

    mentees: ids in the relationship. competencies: codes the programme builds. seen: the level observed today, "" for
    figures.
    """
    if not goal.text.strip():
        return Refused("plans.no_words", _("Say in a sentence what the goal is."), field="text")
    if goal.owner == Owner.MENTEE and (goal.mentee is None or goal.mentee.pk not in mentees):
        return Refused(
            "plans.whose", _("Choose whose goal it is, among the mentees of this relationship."), field="mentee"
        )
    if goal.due_on is None or not today < goal.due_on <= today + LONGEST:
        return Refused("plans.no_due_day", _("Choose a day to come, within three years."), field="due_on")
    if goal.measure == Measure.FIGURE:
        return _why_no_figure(goal)
    if goal.owner != Owner.MENTEE:
        return Refused(
            "plans.not_of_a_team",
            _("A level belongs to one person. Choose a figure for a team or a facility."),
            field="measure",
        )
    if goal.competency is None or goal.competency.pk not in competencies:
        return Refused("plans.no_competency", _("Choose a competency of this programme."), field="competency")
    if goal.target_level not in PROVABLE:
        return Refused("plans.no_target_level", _("Choose the level to reach."), field="target_level")
    if at_least(seen or Level.NOT_OBSERVED, goal.target_level):
        return Refused(
            "plans.there_already",
            _("This level was observed already. Choose a higher one, or another competency."),
            field="target_level",
        )
    return None


def _why_no_figure(goal: Wanted) -> Refused | None:
    if not goal.unit.strip():
        return Refused("plans.no_unit", _("Say what is counted, such as “partographs complete of ten”."), field="unit")
    if goal.baseline is None:
        return Refused("plans.no_baseline", _("Enter where you stand today."), field="baseline")
    if goal.target is None or goal.target == goal.baseline:
        return Refused("plans.no_target", _("Enter the figure to reach; it differs from today's."), field="target")
    return None


def figure_reached(*, baseline: Decimal, target: Decimal, reached: Decimal) -> bool:
    """Whether a figure has come to its target, whichever way it was to go."""
    return reached >= target if target > baseline else reached <= target
