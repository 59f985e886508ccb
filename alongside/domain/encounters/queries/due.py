"""Which workplaces are to be visited next, each with its day and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from alongside.domain.people.models import Employment
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within_any

from ..models import ActionItem, Visit
from ..rules.next_visit import NextVisit, Workplace, next_visit
from ..rules.states import AHEAD, COUNTED
from ..terms import Due
from .competency import current
from .contact import mentees_by_place
from .follow_up import OPEN


@dataclass(frozen=True)
class DuePlace:
    """A workplace, what is known of it, and when it is due."""

    place: OrgUnit
    known: Workplace
    next: NextVisit
    mentees: int


def due(area_paths: Iterable[str], *, today: date) -> list[DuePlace]:
    """Return the workplaces in these areas where somebody is mentored: never visited first, then by the day they are due.

    Seven statements, however many places. A visit already planned is told; it changes no day.
    """
    paths = list(area_paths)
    mentees = mentees_by_place(paths, today)
    here = Q(place__in=mentees)
    held = Visit.objects.filter(here, within_any(paths, field="area_path"), status__in=COUNTED, until_on__lte=today)
    last = dict(held.values_list("place").annotate(day=Max("until_on")).order_by())
    began = dict(held.values_list("place").annotate(day=Max("held_on")).order_by())
    planned = dict(
        Visit.objects.filter(here, status__in=AHEAD, planned_on__gte=today).values_list("place").annotate(day=Min("planned_on")).order_by()
    )  # fmt: skip
    classes = _classes(began)
    late = dict(
        ActionItem.objects.filter(here, status__in=OPEN, due_on__lt=today).values_list("place").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    new = _began_since(last, today)
    found = []
    for place in OrgUnit.objects.filter(pk__in=mentees, closed_on=None):
        known = Workplace(
            last.get(place.pk), classes.get(place.pk, {}), place.catchment_population, late.get(place.pk, 0), new.get(place.pk, 0),
            planned.get(place.pk),
        )  # fmt: skip
        found.append(DuePlace(place, known, next_visit(known, today=today), mentees[place.pk]))
    return sorted(found, key=lambda each: (each.next.on or date.min, each.place.name, str(each.place.pk)))


def counts(found: Iterable[DuePlace]) -> dict[str, int]:
    """Return how many places stand how, every word of Due named."""
    n = Counter(each.next.due for each in found)
    return {value: n.get(Due(value), 0) for value in Due.values}


def _classes(began: dict[UUID, date]) -> dict[UUID, dict[str, int]]:
    """Return {place: {class: observations}} of the last visit to each place."""
    if not began:
        return {}
    rows = current(also_self=False).filter(
        place__in=began, held_on__gte=min(began.values()), encounter__visit__isnull=False
    ).exclude(result_class="")  # fmt: skip
    found: dict[UUID, Counter] = defaultdict(Counter)
    for place, day, result in rows.values_list("place", "held_on", "result_class"):
        if day >= began[place]:
            found[place][result] += 1
    return {place: dict(counted) for place, counted in found.items()}


def _began_since(last: dict[UUID, date], today: date) -> dict[UUID, int]:
    """Return {place: colleagues who began there after the last visit}."""
    if not last:
        return {}
    rows = Employment.objects.filter(place__in=last, since__gt=min(last.values()), since__lte=today, until=None)
    found: Counter = Counter(place for place, since in rows.values_list("place", "since") if since > last[place])
    return dict(found)
