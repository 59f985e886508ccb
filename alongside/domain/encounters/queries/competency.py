"""What is known of people's competence: one record a person, one matrix a place, change over time.

Everything rests on current observations of people (a corrected one counts once, a declined one not at all). What was
not observed is said to be so; it never passes, and being present makes nobody competent (R019).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, TruncMonth

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import Item, Text
from alongside.domain.instruments.rules.scoring import kept_items
from alongside.domain.instruments.terms import ItemState
from alongside.domain.people.access import in_force
from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes import queries as programmes
from alongside.domain.programmes.models import Competency, Enrolment, Programme
from alongside.domain.programmes.rules import DEFAULT, MASTERY, Seen, Standing, gap, standing, to_standard
from alongside.domain.programmes.terms import Level
from alongside.kernel.paths import within

from ..models import Observation
from ..terms import ObserverContext, Permission, Setting
from . import sight
from .sight import Sight

REAL = {Setting.REAL_CLIENT, Setting.RECORD}
BY_MENTORS = (ObserverContext.RELATIONSHIP_MENTOR, ObserverContext.OTHER_MENTOR, ObserverContext.PEER)
MASTERY_RULE = MASTERY[DEFAULT]
SEEN_COLUMNS = (
    "pk", "mentee_id", "competency_id", "held_on", "earned", "possible", "steps_done", "steps_expected",
    "critical_missed", "result_class", "setting", "observer_context", "resource_limited",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """One observation as it stands in a record.

    done of expected: steps. share: points earned of possible, None where nothing could be earned.
    gained, lost: ids of items done now and not at the first observation on the same version, and the other way round;
    None where there is nothing to compare with.
    """

    observation: Observation
    share: Fraction | None
    to_standard: bool
    gained: tuple[str, ...] | None = None
    lost: tuple[str, ...] | None = None

    @property
    def change(self) -> int | None:
        """Steps more (or fewer) than at the first observation on the same version."""
        return None if self.gained is None or self.lost is None else len(self.gained) - len(self.lost)


@dataclass(frozen=True)
class Entry:
    """One competency in a person's record: the level, and what it rests on as far as the reader may see it."""

    competency: Competency
    standing: Standing
    evidence: tuple[Evidence, ...] = ()

    @property
    def latest(self) -> Evidence | None:
        return self.evidence[-1] if self.evidence else None


@dataclass(frozen=True)
class Record:
    """The one competency record of a person.

    posts: where they work now, the first first. programmes: in which they are mentored now.
    entries: the largest gap first. rule: the mastery rule in words.
    """

    person: Person
    sight: Sight
    posts: list[Employment]
    programmes: list[Programme]
    entries: list[Entry]
    rule: Any = MASTERY_RULE.text


@dataclass(frozen=True)
class Cell:
    """One person's standing in one competency; trend: -1, 0, 1 between the last two observations, None with fewer."""

    level: Level = Level.NOT_OBSERVED
    on: date | None = None
    trend: int | None = None
    done: int | None = None  # None also where the reader sees levels only
    expected: int | None = None


@dataclass(frozen=True)
class GapRow:
    person: Person
    post: Employment
    cells: list[Cell]
    gap: int


@dataclass(frozen=True)
class Counted:
    """How many people stand at each level of a competency. levels: None where they are too few to be shown."""

    competency: Competency
    n: int
    levels: dict[Level, int] | None


@dataclass(frozen=True)
class GapMatrix:
    """People by competencies, the largest gap first both ways; figures only for whoever sees no names."""

    sight: Sight
    columns: list[Competency]
    rows: list[GapRow]
    counted: list[Counted]
    people: int
    rule: Any = MASTERY_RULE.text


@dataclass(frozen=True)
class Month:
    """The plain mean of results in one month. share: None where too few people are behind it; independent: by verifiers."""

    first_day: date
    n: int
    share: float | None
    independent: bool


@dataclass(frozen=True)
class MissedItem:
    """An item and how often it was missed when it was looked at."""

    instrument: str
    label: Text
    feedback: Text
    critical: bool
    missed: int
    n: int


def current(*, also_self: bool = True) -> QuerySet[Observation]:
    """Return the observations of people that count: not corrected, with permission, shown to somebody."""
    rows = Observation.objects.filter(is_current=True, mentee__isnull=False).exclude(permission=Permission.DECLINED)
    return rows if also_self else rows.exclude(observer_context=ObserverContext.SELF)


def posts_now(person: Person) -> list[Employment]:
    """Return the posts a person holds now with place and cadre, the longest held first."""
    rows = Employment.objects.filter(in_force(), person=person).select_related("place", "cadre")
    return list(rows.order_by("since", "pk"))


def posts_before(person: Person, *, today: date) -> list[Employment]:
    """Return the posts a person has left, the latest first: what was done there belongs to them, not to the place (R020)."""
    rows = Employment.objects.filter(person=person, until__lte=today).select_related("place", "cadre")
    return list(rows.order_by("-until", "pk"))


def competency_record(person: Person, *, today: date, seen_by: Person | None) -> Record:
    """Return everything observed of a person by competency, the largest gap first.

    For whoever sees levels only, entries carry no evidence. Out of sight: no entries. The number of statements does
    not depend on how much was observed.
    """
    posts = posts_now(person)
    seeing = sight.of_person(person, works_at=[post.place.path for post in posts], seen_by=seen_by)
    parts = [part.programme for part in programmes.enrolments([person.pk], on=today)]
    if not seeing.names:
        return Record(person, seeing, posts, parts, [])
    rows = current().filter(seeing.rows(), mentee=person, competency__isnull=False)
    rows = rows.select_related("competency", "observer", "place", "version__instrument").defer(
        "answers", "version__definition_json", "version__findings"
    )
    by_competency: dict[str, list[Observation]] = defaultdict(list)
    known = {competency.pk: competency for competency in programmes.competencies_of(parts)}
    for observation in rows.order_by("held_on", "recorded_at", "pk"):
        if observation.competency is not None:
            by_competency[observation.competency.pk].append(observation)
            known.setdefault(observation.competency.pk, observation.competency)
    entries = [_entry(competency, by_competency[pk], today) for pk, competency in known.items()]
    if not seeing.items:
        entries = [replace(entry, evidence=()) for entry in entries]
    entries.sort(key=lambda entry: (-_gap(entry.competency, entry.standing), entry.competency.name))
    return Record(person, seeing, posts, parts, entries)


def gap_matrix(
    place: OrgUnit, *, today: date, seen_by: Person | None, programme: Programme | None = None, domain: str = ""
) -> GapMatrix:
    """Return where the people of a place stand in the competencies of the programmes they are mentored in.

    domain: only competencies of this domain (R165). programme: only this one.
    """
    seeing = sight.at_place(place.path, seen_by=seen_by)
    if seeing == sight.BLIND:
        return GapMatrix(seeing, [], [], [], 0)
    employed = Employment.objects.filter(in_force(), within(place.path, field="place__path"))
    parts = Enrolment.objects.filter(programmes.in_force(today), seeing.rows(), person__is_active=True)
    parts = parts.filter(person__in=employed.values("person"))
    if programme is not None:
        parts = parts.filter(programme=programme)
    mentored = list(parts.values_list("person_id", "programme_id"))
    columns = list(programmes.competencies_of({each for _person, each in mentored}))
    if domain:
        columns = [competency for competency in columns if competency.domain == domain]
    people = {pk for pk, _programme in mentored}
    observed = current().filter(
        seeing.rows(), mentee__in=parts.values("person"), competency__in=[column.pk for column in columns]
    )
    seen: dict[tuple[UUID, str], list[dict]] = defaultdict(list)
    for row in observed.order_by("held_on", "recorded_at", "pk").values(*SEEN_COLUMNS):
        seen[row["mentee_id"], row["competency_id"]].append(row)
    cells = {
        (pk, column.pk): _cell(column, seen.get((pk, column.pk), []), today, seeing)
        for pk in people
        for column in columns
    }
    widest = {
        column.pk: sum(gap(cells[pk, column.pk].level, criticality=column.criticality) for pk in people)
        for column in columns
    }
    columns.sort(key=lambda column: (-widest[column.pk], column.name))
    counted = [_counted(column, [cells[pk, column.pk] for pk in people], seeing) for column in columns]
    rows = _gap_rows(employed.filter(person__in=people), columns, cells) if seeing.names else []
    return GapMatrix(seeing, columns, rows, counted, len(people))


def monthly(
    place: OrgUnit, *, since: date, until: date, seen_by: Person | None, competency: str = ""
) -> dict[Competency, list[Month]]:
    """Return the mean result by competency and month, oldest first; mentors and independent observers apart (F4).

    since, until: both inclusive. Competencies with the most observations first. Nothing for whoever sees levels only.
    """
    seeing = sight.at_place(place.path, seen_by=seen_by)
    if seeing.closeness == sight.Closeness.LEVELS:
        return {}
    rows = current(also_self=False).filter(
        seeing.rows(), within(place.path, field="area_path"), possible__gt=0, competency__isnull=False,
        held_on__gte=since, held_on__lte=until,
    )  # fmt: skip
    if competency:
        rows = rows.filter(competency=competency)
    share = Cast(F("earned"), FloatField()) / Cast(F("possible"), FloatField())
    grouped = (
        rows.annotate(month=TruncMonth("held_on"), independent=Q(observer_context=ObserverContext.INDEPENDENT))
        .values("competency_id", "month", "independent")
        .annotate(n=Count("pk"), people=Count("mentee", distinct=True), mean=Avg(share))
        .order_by("month")
    )
    found: dict[str, list[Month]] = defaultdict(list)
    for row in grouped:
        mean = row["mean"] if seeing.enough(row["people"]) else None
        found[row["competency_id"]].append(Month(row["month"], row["n"], mean, row["independent"]))
    known = Competency.objects.in_bulk(list(found))
    ordered = sorted(found, key=lambda pk: (-sum(month.n for month in found[pk]), known[pk].name))
    return {known[pk]: found[pk] for pk in ordered}


def most_missed(
    place: OrgUnit, *, since: date, seen_by: Person | None, at_most: int = 5, newest: int = 2000
) -> list[MissedItem]:
    """Return the items missed most often at a place since a day, out of its newest observations.

    Not for whoever sees levels only. Where names are not seen, items looked at in fewer than five people are left out.
    """
    seeing = sight.at_place(place.path, seen_by=seen_by)
    if seeing.closeness == sight.Closeness.LEVELS:
        return []
    rows = current(also_self=False).filter(
        seeing.rows(), within(place.path, field="area_path"), held_on__gte=since, resource_limited=False
    )
    looked: Counter = Counter()
    missed: Counter = Counter()
    people: dict[tuple, set[UUID]] = defaultdict(set)
    latest = rows.order_by("-held_on", "-pk").values_list("version_id", "mentee_id", "results")[:newest]
    for version_id, mentee_id, results in latest:
        for item in kept_items(results):
            if item.counts and item.state == ItemState.ANSWERED:
                looked[version_id, item.id] += 1
                missed[version_id, item.id] += not item.full
                people[version_id, item.id].add(mentee_id)
    worst = [(key, n) for key, n in missed.most_common() if n and seeing.enough(len(people[key]))][:at_most]
    versions = Version.objects.select_related("instrument").in_bulk({key[0] for key, _n in worst})
    items = {(pk, item.id): item for pk, version in versions.items() for item in version.definition.items()}
    return [
        MissedItem(
            versions[key[0]].instrument.title,
            items[key].label,
            items[key].feedback,
            items[key].critical,
            n,
            looked[key],
        )
        for key, n in worst
        if key in items
    ]


def last_misses(people: Iterable[UUID], *, seen_by: Person | None) -> dict[UUID, tuple[Observation, list[MissedItem]]]:
    """Return the latest observation of each person that the reader sees item by item, and what was missed in it."""
    rows = current(also_self=False).filter(
        sight.rows(seen_by=seen_by, closeness=sight.Closeness.ITEMS) | Q(mentee=seen_by), mentee__in=list(people)
    )
    latest: dict[UUID, Observation] = {}
    newest_first = rows.select_related("version__instrument", "competency").defer("answers", "version__findings")
    for observation in newest_first.order_by("mentee", "-held_on", "-pk"):
        if observation.mentee_id is not None:
            latest.setdefault(observation.mentee_id, observation)
    found = {}
    for pk, observation in latest.items():
        missed = [
            MissedItem(observation.version.instrument.title, item.label, item.feedback, item.critical, 1, 1)
            for item in missed_in(observation)
        ]
        found[pk] = observation, missed
    return found


def missed_in(observation: Observation) -> list[Item]:
    """Return the steps that were looked at and missed in one observation, the critical ones first."""
    items = {item.id: item for item in observation.version.definition.items()}
    missed = (
        items[each.id]
        for each in kept_items(observation.results)
        if each.counts and each.state == ItemState.ANSWERED and not each.full and each.id in items
    )
    return sorted(missed, key=lambda item: not item.critical)


def _entry(competency: Competency, observations: list[Observation], today: date) -> Entry:
    seen = [seen_in(vars(observation)) for observation in observations]
    found = standing(seen, today=today, mastery=MASTERY_RULE, simulation_suffices=competency.simulation_suffices)
    first: dict[UUID, set[str]] = {}  # by version: results on another version cannot be compared item by item (R068)
    evidence = []
    for observation, each in zip(observations, seen, strict=True):
        done = {item.id for item in kept_items(observation.results) if item.full}
        before = first.get(observation.version_id)
        first.setdefault(observation.version_id, done)
        evidence.append(
            Evidence(
                observation, each.share, not each.by_self and to_standard(each, MASTERY_RULE),
                None if before is None else tuple(sorted(done - before)),
                None if before is None else tuple(sorted(before - done)),
            )
        )  # fmt: skip
    return Entry(competency, found, tuple(evidence))


def _cell(competency: Competency, rows: list[dict], today: date, seeing: Sight) -> Cell:
    seen = [seen_in(row) for row in rows]
    found = standing(seen, today=today, mastery=MASTERY_RULE, simulation_suffices=competency.simulation_suffices)
    if found.level == Level.NOT_OBSERVED:
        return Cell()
    shares = [each.share for each in seen if each.share is not None and not each.by_self][-2:]
    trend = (shares[1] > shares[0]) - (shares[1] < shares[0]) if len(shares) == 2 else None
    steps = (
        next(row for row in reversed(rows) if row["observer_context"] != ObserverContext.SELF) if seeing.items else {}
    )
    return Cell(found.level, found.on, trend, steps.get("steps_done"), steps.get("steps_expected"))


def _counted(competency: Competency, cells: list[Cell], seeing: Sight) -> Counted:
    levels = Counter(cell.level for cell in cells)
    return Counted(competency, len(cells), dict(levels) if seeing.enough(len(cells)) else None)


def _gap_rows(
    employed: QuerySet[Employment], columns: list[Competency], cells: dict[tuple[UUID, str], Cell]
) -> list[GapRow]:
    rows: dict[UUID, GapRow] = {}
    for post in employed.select_related("person", "place", "cadre").order_by("since", "pk"):
        mine = [cells[post.person_id, column.pk] for column in columns]
        total = sum(gap(cell.level, criticality=column.criticality) for cell, column in zip(mine, columns, strict=True))
        rows.setdefault(post.person_id, GapRow(post.person, post, mine, total))
    return sorted(rows.values(), key=lambda row: (-row.gap, row.person.name))


def seen_in(row: dict) -> Seen:
    """Return what a level takes from one observation. row: SEEN_COLUMNS of it."""
    possible = row["possible"]
    return Seen(
        on=row["held_on"],
        result=row["result_class"],
        share=Fraction(row["earned"]) / Fraction(possible) if possible else None,
        critical_missed=row["critical_missed"] or 0,
        real=row["setting"] in REAL,
        by_self=row["observer_context"] == ObserverContext.SELF,
        resource_limited=row["resource_limited"],
    )


def _gap(competency: Competency, found: Standing) -> int:
    return gap(found.level, criticality=competency.criticality)
