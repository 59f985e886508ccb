"""How a relationship goes from state to state, and what other rooms add to it."""

from collections.abc import Callable
from datetime import datetime

from alongside.domain.people.models import Person
from alongside.kernel.before_writing import day_of
from alongside.kernel.errors import Refused

from ..models import Relationship, RelationshipStep
from ..rules.relationships import RELATIONSHIP

# What must hold before a relationship begins, and before it is complete: rooms above say why not, in site/wiring.py.
BEFORE_BEGINNING: list[Callable[[Relationship], Refused | None]] = []
BEFORE_COMPLETING: list[Callable[[Relationship], Refused | None]] = []
# Whether every required goal is achieved: the room of plans says so.
GOALS_ACHIEVED: list[Callable[[Relationship], bool]] = []
# What goes with a relationship from state to state, inside the same act, while its people are still in it.
AFTER_STEP: list[Callable[[Relationship, datetime], None]] = []


def step(
    relationship: Relationship, name: str, by: Person | None, at: datetime, reason: str = "", target: str | None = None
) -> Relationship:
    """Take a step, keep it with its reason and let what belongs to the relationship follow. Refuses: states.not_from_here."""
    relationship.status = RELATIONSHIP.step(relationship.status, name, target)
    relationship.status_since = day_of(at)
    relationship.save()
    note(relationship, name, by, at, reason)
    for follow in AFTER_STEP:
        follow(relationship, at)
    return relationship


def note(relationship: Relationship, name: str, by: Person | None, at: datetime, reason: str = "") -> None:
    """Keep what was done to a relationship."""
    RelationshipStep.objects.create(
        relationship=relationship, act=name, after=relationship.status, reason=reason.strip()[:300], by=by, at=at
    )
