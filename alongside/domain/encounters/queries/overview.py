"""Figures over many people for whoever runs a programme: how many are competent, how many gaps were closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from alongside.domain.instruments.rules.scoring import percent
from alongside.domain.instruments.terms import Class
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import TechnicalArea
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
    return _shares(_observed(area_paths, today))


def by_technical_area(area_paths: Iterable[str], *, today: date) -> list[tuple[TechnicalArea, Competent]]:
    """Return the same shares for each field of work in which somebody was observed, by name (R067); two statements."""
    apart: dict[str, list[tuple]] = {}
    for row in _observed(area_paths, today):
        if row[-1] is not None:
            apart.setdefault(row[-1], []).append(row)
    known = TechnicalArea.objects.in_bulk(list(apart))
    return [(known[code], _shares(apart[code])) for code in sorted(apart, key=lambda code: known[code].name)]


@dataclass(frozen=True)
class RespectfulCare:
    """Points of the respectful-care items of observations, pooled and told apart from the clinical ones (R027).

    n: observations that had such items; people: how many different people are behind them.
    """

    earned: Fraction
    possible: Fraction
    n: int
    people: int

    @property
    def percent(self) -> Decimal:
        return percent(self.earned / self.possible)


def respectful_care(
    area_paths: Iterable[str], *, since: date, today: date, newest: int = 2000
) -> RespectfulCare | None:
    """Return how respectfully clients were cared for in these areas, over at most the newest observations; one statement.

    None where no observation had a respectful-care item that was seen.
    """
    rows = current(also_self=False).filter(
        within_any(area_paths, field="area_path"), held_on__gte=since, held_on__lte=today
    )
    earned, possible, n, people = Fraction(), Fraction(), 0, set()
    for mentee, results in rows.order_by("-held_on", "-pk").values_list("mentee_id", "results")[:newest]:
        got, of = (
            (Fraction(each) for each in results["respect"]) if results.get("respect") else (Fraction(), Fraction())
        )
        if of:
            earned, possible, n = earned + got, possible + of, n + 1
            people.add(mentee)
    return RespectfulCare(earned, possible, n, len(people)) if possible else None


def _observed(area_paths: Iterable[str], today: date) -> Iterator[tuple]:
    """Yield (mentee, competency, class, context, field of work) of what counts, the earliest first."""
    rows = current(also_self=False).filter(
        within_any(area_paths, field="area_path"),
        result_class__in=CLASSED,
        competency__isnull=False,
        held_on__lte=today,
    )
    columns = rows.order_by("held_on", "recorded_at", "pk").values_list(
        "mentee_id", "competency_id", "result_class", "observer_context", "competency__area"
    )
    yield from columns.iterator(chunk_size=2000)


def _shares(rows: Iterable[tuple]) -> Competent:
    first: dict[tuple, str] = {}
    latest: dict[tuple, str] = {}
    independent: dict[tuple, str] = {}
    for mentee, competency, result, context, _area in rows:
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
