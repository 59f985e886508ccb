"""What leaderships heard at the end of visits, and did not yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.kernel.paths import within_any

from .. import access
from ..models import Debrief, Visit
from ..rules.states import COUNTED

IN_TIME = timedelta(days=7)


@dataclass(frozen=True)
class Heard:
    """Debriefs acknowledged within seven days, of the visits handed in; written: how many were written at all (LDR-03)."""

    acknowledged: int
    written: int
    visits: int


def debrief_of(visit: Visit) -> Debrief | None:
    """Return the debrief of a visit with its actions and issues, or None."""
    rows = Debrief.objects.filter(visit=visit).select_related("written_by", "acknowledged_by", "visit__place")
    return rows.prefetch_related("actions__owner", "issues").first()


def to_acknowledge(person: Person) -> list[Debrief]:
    """Return the debriefs that wait for whoever leads a place, the oldest first."""
    rows = Debrief.objects.filter(acknowledged_at=None).filter(
        visit__in=Visit.objects.filter(access.within_roles(person, frozenset({Role.IN_CHARGE}))).values("pk")
    )
    return list(rows.select_related("visit__place").order_by("written_at", "pk"))


def heard(area_paths: Iterable[str], *, first: date, last: date) -> Heard:
    """Return how many debriefs of visits in these days (last: inclusive) were heard in time; two statements."""
    visits = Visit.objects.filter(
        within_any(area_paths, field="area_path"), status__in=COUNTED, until_on__gte=first, until_on__lte=last
    )
    found = Debrief.objects.filter(visit__in=visits.values("pk")).aggregate(
        written=Count("pk"), acknowledged=Count("pk", filter=Q(acknowledged_at__lte=F("written_at") + IN_TIME))
    )
    return Heard(found["acknowledged"], found["written"], visits.count())
