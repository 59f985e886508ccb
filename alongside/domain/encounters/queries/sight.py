"""How closely somebody may look at another person's practice (R217).

A mentee's items and steps are for the mentee, the mentors of the area and the coordinator of the district; an
in-charge sees levels and agreed actions; whoever runs a programme sees figures over at least five people. A verifier
sees no more than that: whoever observes independently should not know what others found. Everybody else sees nothing.
"""

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from django.db.models import Q

from alongside.domain.people.access import held
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.kernel.paths import within

from .. import access

FEWEST = 5  # people or observations behind a figure that is shown to whoever sees no names (R217)


class Closeness(IntEnum):
    """From nothing to every item."""

    NOTHING = 0
    FIGURES = 1
    LEVELS = 2
    ITEMS = 3


ROLES = {
    Closeness.ITEMS: access.DETAIL,
    Closeness.LEVELS: access.LEVELS - access.DETAIL,
    Closeness.FIGURES: frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.ME_OFFICER, Role.PARTNER, Role.VERIFIER}),
}


@dataclass(frozen=True)
class Sight:
    """How closely somebody sees, and in which programmes (None: all)."""

    closeness: Closeness
    programmes: frozenset[UUID] | None = None

    def rows(self, prefix: str = "") -> Q:
        """Return the condition on a row with a programme that it is within sight. prefix: leads to that row ("review__")."""
        if self.closeness == Closeness.NOTHING:
            return Q(pk__in=[])
        return Q() if self.programmes is None else Q(**{f"{prefix}programme__in": self.programmes})

    def enough(self, n: int) -> bool:
        """Whether a figure over n may be shown."""
        return self.closeness > Closeness.FIGURES or n >= FEWEST

    @property
    def items(self) -> bool:
        return self.closeness == Closeness.ITEMS

    @property
    def names(self) -> bool:
        return self.closeness >= Closeness.LEVELS


BLIND = Sight(Closeness.NOTHING)


def at_place(path: str, *, seen_by: Person | None) -> Sight:
    """Return how closely somebody sees the people who work at the place with this path: their closest role decides."""
    for closeness, roles in ROLES.items():
        mine = [each.programme_id for each in held(seen_by) if each.role in roles and path.startswith(each.path)]
        if mine:
            return Sight(closeness, None if None in mine else frozenset(each for each in mine if each))
    return BLIND


def of_person(person: Person, *, works_at: list[str], seen_by: Person | None) -> Sight:
    """Return how closely somebody sees a person. works_at: paths of the places of their posts now.

    Whoever the person now works with may see the whole record: it belongs to the person and moves with them (R020).
    """
    if seen_by is not None and person.pk == seen_by.pk:
        return Sight(Closeness.ITEMS)
    closest = max(
        (at_place(path, seen_by=seen_by) for path in works_at), key=lambda sight: sight.closeness, default=BLIND
    )
    return closest if closest.names else BLIND


def rows(*, seen_by: Person | None, closeness: Closeness) -> Q:
    """Return the condition on a row with area_path and programme: within an area that one sees at least so closely."""
    if seen_by is None:
        return Q(pk__in=[])
    roles = frozenset().union(*(ROLES[each] for each in ROLES if each >= closeness))
    condition = Q(pk__in=[])
    for each in held(seen_by):
        if each.role in roles:
            here = within(each.path, field="area_path")
            condition |= here if each.programme_id is None else here & Q(programme=each.programme_id)
    return condition
