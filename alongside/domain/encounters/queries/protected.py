"""Whether the hours agreed for mentoring colleagues are used (R076)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from alongside.domain.agreements.models import ProtectedTime
from alongside.domain.agreements.queries import protected_seen
from alongside.domain.people.access import paths
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.kernel.paths import within_any

from ..models import Encounter
from ..rules.states import COUNTED

WINDOW = timedelta(weeks=4)
WEEKS = 4
LEAST = Decimal("0.5")  # of what was agreed, before the in-charge is asked about it


@dataclass(frozen=True)
class Used:
    """Protected time with the hours made in four weeks. agreed: hours in the same four weeks; None: agreed for less long."""

    protected: ProtectedTime
    made: Decimal
    agreed: Decimal | None

    @property
    def is_short(self) -> bool:
        return self.agreed is not None and self.made < LEAST * self.agreed


def used(rows: Iterable[ProtectedTime], *, on: date) -> list[Used]:
    """Return how much of each protected time was used in the four weeks up to a day; one statement.

    Made are the minutes of the person's contacts as a mentor, by themselves or on a visit handed in.
    """
    rows = list(rows)
    sent = Q(visit=None) | Q(visit__status__in=COUNTED)
    held = Encounter.objects.filter(
        sent, mentor__in=[each.person_id for each in rows], held_on__gt=on - WINDOW, held_on__lte=on
    )
    minutes: dict[UUID, int] = dict(held.values_list("mentor").annotate(n=Sum("minutes")).order_by())
    return [
        Used(
            each, Decimal(minutes.get(each.person_id) or 0) / 60,
            each.hours_a_week * WEEKS if each.since <= on - WINDOW else None,
        )
        for each in rows
    ]  # fmt: skip


def short_at(person: Person, *, on: date) -> list[Used]:
    """Return the protected times at the workplaces somebody leads of which less than half was used; two statements."""
    mine = within_any(paths(person, Role.IN_CHARGE), field="engagement__place__path")
    rows = protected_seen(seen_by=person).filter(mine, Q(until=None) | Q(until__gt=on), since__lte=on - WINDOW)
    return [each for each in used(rows.select_related("person", "engagement__place"), on=on) if each.is_short]
