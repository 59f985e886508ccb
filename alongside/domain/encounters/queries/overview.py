"""Figures over many people for whoever runs a programme: how many are competent, how many gaps were closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from alongside.domain.instruments.terms import Class
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within_any

from ..terms import ObserverContext
from .competency import current
from .contact import mentees_by_place

CLASSED = (Class.COMPETENT, Class.NEEDS_IMPROVEMENT, Class.NOT_COMPETENT)


@dataclass(frozen=True)
class Competent:
    """Shares over (person, competency) pairs that were observed with a class.

    people, independent_people: how many different people are behind the pairs.

    competent of pairs: at the latest observation by anybody but themselves. independent of independent_pairs: at the
    latest independent one. closed of gaps: first observed below competent, competent at the latest.
    """

    competent: int
    pairs: int
    independent: int
    independent_pairs: int
    closed: int
    gaps: int
    people: int
    independent_people: int


def competent(area_paths: Iterable[str], *, today: date) -> Competent:
    """Return the shares in these areas up to a day; one statement."""
    rows = current(also_self=False).filter(
        within_any(area_paths, field="area_path"),
        result_class__in=CLASSED,
        competency__isnull=False,
        held_on__lte=today,
    )
    first: dict[tuple, str] = {}
    latest: dict[tuple, str] = {}
    independent: dict[tuple, str] = {}
    columns = rows.order_by("held_on", "recorded_at", "pk").values_list(
        "mentee_id", "competency_id", "result_class", "observer_context"
    )
    for mentee, competency, result, context in columns.iterator(chunk_size=2000):
        pair = mentee, competency
        first.setdefault(pair, result)
        latest[pair] = result
        if context == ObserverContext.INDEPENDENT:
            independent[pair] = result
    gaps = [pair for pair, result in first.items() if result != Class.COMPETENT]
    return Competent(
        competent=sum(result == Class.COMPETENT for result in latest.values()),
        pairs=len(latest),
        independent=sum(result == Class.COMPETENT for result in independent.values()),
        independent_pairs=len(independent),
        closed=sum(latest[pair] == Class.COMPETENT for pair in gaps),
        gaps=len(gaps),
        people=len({mentee for mentee, _competency in latest}),
        independent_people=len({mentee for mentee, _competency in independent}),
    )


def to_verify(area_paths: Iterable[str], *, today: date) -> list[tuple[OrgUnit, int, date | None]]:
    """Return the places in these areas where mentees work, longest without an independent observation first.

    Each with how many mentees and the day of the last one (None: never). No result is told: whoever observes
    independently should not know what others found. Three statements, however many places.
    """
    paths = list(area_paths)
    mentees = mentees_by_place(paths, today)
    seen = current(also_self=False).filter(
        within_any(paths, field="area_path"), observer_context=ObserverContext.INDEPENDENT, held_on__lte=today
    )
    last = dict(seen.values_list("place").annotate(day=Max("held_on")).order_by())
    places = OrgUnit.objects.filter(within_any(paths), pk__in=mentees, closed_on=None)
    found = [(place, mentees[place.pk], last.get(place.pk)) for place in places]
    return sorted(found, key=lambda each: (each[2] or date.min, each[0].name))
