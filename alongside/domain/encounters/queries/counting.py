"""How much was done: visits, encounters and what filled them, by the counting rules of the indicator catalogue.

Everything here counts what was handed in; `verified` keeps to what somebody else has checked. Days are inclusive.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Sum, When

from alongside.kernel.paths import within_any

from ..models import Activity, Attendance, Encounter, Observation, SkillSupported, Visit, VisitMentor
from ..rules.counting import CALLS, SHORTEST_CALL, Stay, VisitCount, count_visits
from ..rules.states import CHECKED, COUNTED
from ..terms import Interaction, Mode, Permission

STAY = ("place", "held_on", "until_on", "purpose")  # columns of a visit, in the order of rules.counting.Stay
MIXED_FROM = 3  # cadres that make a group multidisciplinary (VIS-09)
HOURS = (2, 4, 8, 16)  # upper bounds of the classes of length; half of all programmes stay 4 hours or less (brief, L93)


@dataclass(frozen=True)
class EncounterCount:
    """Encounters that count, and person-encounters in them. short_calls: kept, and not counted (R199)."""

    in_person: int = 0
    virtual: int = 0
    person_encounters: int = 0
    short_calls: int = 0
    by_mode: dict[str, int] = field(default_factory=dict)
    by_interaction: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)  # by type of activity
    skills_observed: int = 0
    skills_supported: int = 0

    @property
    def total(self) -> int:
        return self.in_person + self.virtual


@dataclass(frozen=True)
class Lengths:
    """How long visits were. classes: (hours up to, None for more; visits); unknown: visits without a length."""

    classes: list[tuple[int | None, int]]
    median_hours: float | None
    known: int
    unknown: int


@dataclass(frozen=True)
class Month:
    """What was done in a calendar month, as it is reported."""

    first: date
    visits: VisitCount
    met: EncounterCount


def visits_held(area_paths: Iterable[str], *, first: date, last: date, verified: bool = False) -> VisitCount:
    """Return how many visits began in these days in these areas, by purpose; one statement."""
    return visits_and_lengths(area_paths, first=first, last=last, verified=verified)[0]


def visits_and_lengths(
    area_paths: Iterable[str], *, first: date, last: date, verified: bool = False
) -> tuple[VisitCount, Lengths]:
    """Return the same count, and how these visits are spread over classes of length; one statement."""
    rows = list(_visits(area_paths, first, last, verified).values_list(*STAY, "length"))
    hours = [length / timedelta(hours=1) for *_stay, length in rows if length]
    bounds: list[int | None] = [*HOURS, None]
    spread = dict.fromkeys(bounds, 0)
    for each in hours:
        spread[next((bound for bound in HOURS if each <= bound), None)] += 1
    known = Lengths(list(spread.items()), median(hours) if hours else None, len(hours), len(rows) - len(hours))
    return count_visits(Stay(*stay) for *stay, _length in rows), known


def encounters_held(area_paths: Iterable[str], *, first: date, last: date, verified: bool = False) -> EncounterCount:
    """Return what was done in these days in these areas; five statements, however much there was.

    Contacts of visits count with their visit; a contact by itself has nobody who verifies it.
    """
    rows = _encounters(area_paths, first, last, verified)
    counted = rows.exclude(_too_short())
    modes: Counter[str] = Counter()
    interactions: Counter[str] = Counter()
    short = 0
    kinds = rows.annotate(is_short=Case(When(_too_short(), then=True), default=False, output_field=BooleanField()))
    for mode, interaction, is_short, n in kinds.values_list("mode", "interaction", "is_short").annotate(n=Count("pk")):
        if is_short:
            short += n
            continue
        modes[mode] += n
        interactions[interaction] += n
    minutes = Activity.objects.filter(encounter__in=counted).values_list("type").annotate(n=Sum("minutes"))
    observed = Observation.objects.filter(encounter__in=rows, is_current=True).exclude(permission=Permission.DECLINED)
    return EncounterCount(
        *_by_side(modes),
        person_encounters=Attendance.objects.filter(encounter__in=counted).count(),
        short_calls=short,
        by_mode=modes,
        by_interaction=interactions,
        minutes=dict(minutes),
        skills_observed=observed.count(),
        skills_supported=SkillSupported.objects.filter(encounter__in=counted).count(),
    )


def mixed_groups(area_paths: Iterable[str], *, first: date, last: date, verified: bool = False) -> tuple[int, int]:
    """Return (group encounters with people of three cadres or more, group encounters): VIS-09; one statement.

    A cadre is the one somebody had on the day, so that a transfer changes no figure of the past.
    """
    groups = _encounters(area_paths, first, last, verified).exclude(_too_short())
    groups = groups.exclude(interaction=Interaction.ONE_TO_ONE)
    on_the_day = _post_on_the_day("attendances__person__employments__", "held_on")
    cadres = Count("attendances__person__employments__cadre", filter=on_the_day, distinct=True)
    counts = list(groups.annotate(cadres=cadres).values_list("cadres", flat=True))
    return sum(n >= MIXED_FROM for n in counts), len(counts)


def cadres_met(visit: Visit) -> dict[UUID, list[tuple[str, int]]]:
    """Return who took part in each encounter of a visit by cadre, {encounter id: [(cadre, people)]}; one statement."""
    rows = Attendance.objects.filter(
        _post_on_the_day("person__employments__", "encounter__held_on"), encounter__visit=visit
    )
    of_cadre = rows.values_list("encounter", "person__employments__cadre__title")
    found: dict[UUID, list[tuple[str, int]]] = {}
    for encounter, cadre, n in of_cadre.annotate(n=Count("person", distinct=True)).order_by(
        "-n", "person__employments__cadre__title"
    ):
        found.setdefault(encounter, []).append((cadre, n))
    return found


def roles_present(area_paths: Iterable[str], *, first: date, last: date, verified: bool = False) -> dict[str, int]:
    """Return how many visits had somebody in each role of a mentor (R083); one statement."""
    rows = VisitMentor.objects.filter(visit__in=_visits(area_paths, first, last, verified))
    return dict(rows.values_list("role").annotate(n=Count("visit", distinct=True)).order_by("-n", "role"))


def month_by_month(area_paths: Iterable[str], *, last: date, months: int = 12, verified: bool = False) -> list[Month]:
    """Return the last months up to a day, the newest first, each figure as it goes into a report; three statements."""
    paths = list(area_paths)
    firsts = [_month_before(last.replace(day=1), n) for n in range(months)]
    stays: dict[date, list[tuple]] = {}
    for row in _visits(paths, firsts[-1], last, verified).values_list(*STAY):
        stays.setdefault(row[1].replace(day=1), []).append(row)
    counted = _encounters(paths, firsts[-1], last, verified).exclude(_too_short())
    modes: dict[date, Counter[str]] = {}
    people: Counter[date] = Counter()
    met = counted.values_list("mode", "held_on").annotate(n=Count("pk", distinct=True), people=Count("attendances"))
    for mode, held_on, n, present in met:
        month = held_on.replace(day=1)
        modes.setdefault(month, Counter())[mode] += n
        people[month] += present
    seen = Observation.objects.filter(
        encounter__in=_encounters(paths, firsts[-1], last, verified), is_current=True
    ).exclude(permission=Permission.DECLINED)
    observed: Counter[date] = Counter()
    for held_on, n in seen.values_list("held_on").annotate(n=Count("pk")):
        observed[held_on.replace(day=1)] += n
    return [
        Month(
            first,
            count_visits(Stay(*row) for row in stays.get(first, ())),
            EncounterCount(
                *_by_side(modes.get(first, {})),
                person_encounters=people[first],
                skills_observed=observed[first],
            ),
        )
        for first in firsts
    ]


def _visits(area_paths: Iterable[str], first: date, last: date, verified: bool) -> QuerySet[Visit]:
    rows = Visit.objects.filter(within_any(area_paths, field="area_path"), held_on__gte=first, held_on__lte=last)
    return rows.filter(status__in=CHECKED if verified else COUNTED)


def _encounters(area_paths: Iterable[str], first: date, last: date, verified: bool) -> QuerySet[Encounter]:
    sent = Q(visit__status__in=CHECKED) if verified else Q(visit=None) | Q(visit__status__in=COUNTED)
    return Encounter.objects.filter(
        sent, within_any(area_paths, field="area_path"), held_on__gte=first, held_on__lte=last
    )


def _post_on_the_day(posts: str, day: str) -> Q:
    """Return the condition that a post, reached by a path of names, was held on the day another field gives."""
    begun, over = Q(**{f"{posts}since__lte": F(day)}), Q(**{f"{posts}until__gt": F(day)})
    return begun & (Q(**{f"{posts}until": None}) | over)


def _too_short() -> Q:
    return Q(mode__in=CALLS) & (Q(minutes=None) | Q(minutes__lt=SHORTEST_CALL))


def _by_side(modes: Mapping[str, int]) -> tuple[int, int]:
    """Return (in person, by phone, video or chat)."""
    in_person = modes.get(Mode.IN_PERSON, 0) + modes.get(Mode.MIXED, 0)
    return in_person, sum(modes.values()) - in_person


def _month_before(first: date, n: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - n, 12)
    return date(year, month + 1, 1)
