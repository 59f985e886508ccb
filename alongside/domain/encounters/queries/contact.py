"""Who was seen when: days since contact, the share seen lately, what is open at a place or for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from alongside.domain.people.access import in_force
from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.domain.programmes.models import Enrolment
from alongside.domain.programmes.queries import in_force as enrolled_on
from alongside.kernel.paths import within, within_any

from .. import access
from ..models import ActionItem, Attendance, Encounter, Observation, ObservationDraft, SystemsIssue, Visit, VisitMentor
from ..rules.issues import OPEN as OPEN_ISSUES
from ..rules.states import COUNTED, NOT_HELD, WRITING
from ..terms import ActionStatus, ObserverContext

RECENT = timedelta(days=30)  # what predicted behaviour was contact within the last month (finding F5)
OPEN_ACTIONS = (ActionStatus.PENDING, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)


@dataclass(frozen=True)
class Standing:
    """A place on a list of places: last day somebody mentored there (None: never), and what is open."""

    place: OrgUnit
    last_on: date | None
    mentees: int
    open_actions: int
    open_issues: int

    def days(self, today: date) -> int | None:
        return None if self.last_on is None else (today - self.last_on).days


@dataclass(frozen=True)
class Branch:
    """A child of an area with what lies below it. recent of mentees had a contact in the last 30 days."""

    place: OrgUnit
    places: int
    mentees: int
    recent: int
    last_on: date | None
    open_issues: int

    @property
    def share(self) -> float | None:
        return self.recent / self.mentees if self.mentees else None


def working_places(area_paths: Iterable[str], *, today: date) -> list[Standing]:
    """Return the places in these areas where mentees work or a visit was held, longest without contact first.

    One statement a figure, however many places.
    """
    paths = list(area_paths)
    last = dict(
        Encounter.objects.filter(within_any(paths, field="area_path"), held_on__lte=today)
        .values_list("place").annotate(day=Max("held_on"))
    )  # fmt: skip
    for pk, day in (
        Visit.objects.filter(within_any(paths, field="area_path"), status__in=COUNTED, until_on__lte=today)
        .values_list("place").annotate(day=Max("until_on"))
    ):  # fmt: skip
        last[pk] = max(day, last.get(pk, day))
    mentees = mentees_by_place(paths, today)
    actions = _count(ActionItem.objects.filter(status__in=OPEN_ACTIONS), paths)
    issues = _count(SystemsIssue.objects.filter(status__in=OPEN_ISSUES), paths)
    places = OrgUnit.objects.filter(within_any(paths), pk__in={*last, *mentees, *issues}, closed_on=None)
    found = [
        Standing(place, last.get(place.pk), mentees.get(place.pk, 0), actions.get(place.pk, 0), issues.get(place.pk, 0))
        for place in places.exclude(type__in=AREAS)
    ]
    return sorted(found, key=lambda each: (each.last_on or date.min, each.place.name))


def branches(area: OrgUnit, *, today: date) -> list[Branch]:
    """Return the children of an area, the least recent contact first; the number of statements is constant."""
    children = list(OrgUnit.objects.filter(within(area.path), depth=area.depth + 1, closed_on=None))
    if not children:
        return []
    steps = len(children[0].path)

    def by_child(rows: Iterable[tuple]) -> dict[str, list[tuple]]:
        found: dict[str, list[tuple]] = {}
        for path, *rest in rows:
            found.setdefault(path[:steps], []).append(tuple(rest))
        return found

    below = by_child(
        OrgUnit.objects.filter(within(area.path), closed_on=None).exclude(type__in=AREAS).values_list("path")
    )
    posts = Employment.objects.filter(in_force(), within(area.path, field="place__path"), person__is_active=True)
    posts = posts.filter(_mentored(today)).annotate(seen=Exists(_recent_attendance(today)))
    mentees = by_child(posts.values_list("place__path", "person_id", "seen").distinct())
    last = by_child(
        Encounter.objects.filter(within(area.path, field="area_path"), held_on__lte=today)
        .values_list("area_path").annotate(day=Max("held_on"))
    )  # fmt: skip
    issues = by_child(
        SystemsIssue.objects.filter(within(area.path, field="area_path"), status__in=OPEN_ISSUES)
        .values_list("area_path").annotate(n=Count("pk"))
    )  # fmt: skip
    found = [
        Branch(
            child,
            len(below.get(child.path, [])),
            len({person for person, _seen in mentees.get(child.path, [])}),
            len({person for person, seen in mentees.get(child.path, []) if seen}),
            max((day for (day,) in last.get(child.path, [])), default=None),
            sum(n for (n,) in issues.get(child.path, [])),
        )
        for child in children
    ]
    return sorted(found, key=lambda each: (each.share is None, each.share or 0, each.place.name))


def recent_contact(area_paths: Iterable[str], *, today: date) -> tuple[int, int]:
    """Return how many mentees in these areas had a contact in the last 30 days, of how many."""
    posts = Employment.objects.filter(
        in_force(), within_any(area_paths, field="place__path"), _mentored(today), person__is_active=True
    )
    seen = posts.filter(Exists(_recent_attendance(today)))
    return seen.values("person").distinct().count(), posts.values("person").distinct().count()


def mentees_of(mentor: Person, *, today: date, since: date) -> QuerySet[Person]:
    """Return the people a mentor has met since a day, whoever was met longest ago first, each with `met_on`."""
    met = Attendance.objects.filter(encounter__mentor=mentor, encounter__held_on__gte=since, person=OuterRef("pk"))
    latest = met.order_by("-encounter__held_on").values("encounter__held_on")[:1]
    people = Person.objects.filter(Exists(met), is_active=True).exclude(pk=mentor.pk).annotate(met_on=Subquery(latest))
    return people.order_by("met_on", "family_name", "given_names")


def mentors_of(person: Person, *, at_most: int = 3) -> list[tuple[Person, date]]:
    """Return who mentored a person most lately, with the day they last met; whoever only verified is no mentor."""
    verified = Observation.objects.filter(encounter=OuterRef("pk"), observer_context=ObserverContext.INDEPENDENT)
    encounters = Encounter.objects.filter(~Exists(verified), attendances__person=person)
    met = dict(encounters.values_list("mentor").annotate(day=Max("held_on")))
    latest = sorted(met, key=lambda pk: met[pk], reverse=True)[:at_most]
    known = Person.objects.in_bulk(latest)
    return [(known[pk], met[pk]) for pk in latest]


def contacts_of(person: Person, *, at_most: int = 10) -> QuerySet[Encounter]:
    """Return the encounters a person took part in with the goals that were worked on, newest first; two statements."""
    rows = Encounter.objects.filter(attendances__person=person).select_related("mentor", "place", "visit")
    rows = rows.prefetch_related("goals")
    return rows.order_by("-held_on", "-pk")[:at_most]


def actions_of(person: Person) -> QuerySet[ActionItem]:
    """Return the actions about a person's practice or in their hands, open ones first, by day."""
    rows = ActionItem.objects.filter(Q(person=person) | Q(owner=person)).select_related("place", "owner", "person")
    return rows.annotate(closed=Q(status__in=[ActionStatus.DONE, ActionStatus.DROPPED])).order_by(
        "closed", "due_on", "pk"
    )


def open_actions(*, seen_by: Person | None) -> QuerySet[ActionItem]:
    """Return the open actions in the areas somebody sees by name, and their own, by day due."""
    rows = ActionItem.objects.filter(access.action_rows(seen_by), status__in=OPEN_ACTIONS)
    return rows.select_related("place", "person", "owner").order_by("due_on", "pk")


def open_actions_about(people: Iterable[UUID], *, seen_by: Person | None) -> QuerySet[ActionItem]:
    """Return the open actions about these people's practice, as far as somebody sees them by name, by day due."""
    return open_actions(seen_by=seen_by).filter(person__in=list(people))


def actions_at(place: OrgUnit, *, seen_by: Person | None) -> QuerySet[ActionItem]:
    """Return the open actions of a place, by day due; nothing for whoever sees figures only."""
    rows = ActionItem.objects.filter(
        access.action_rows(seen_by), within(place.path, field="place__path"), status__in=OPEN_ACTIONS
    )
    return rows.select_related("person", "owner", "place").order_by("due_on", "pk")


def open_issues(*, seen_by: Person | None, place: OrgUnit | None = None) -> QuerySet[SystemsIssue]:
    """Return the obstacles not yet resolved in the areas somebody answers for, the gravest and oldest first."""
    rows = SystemsIssue.objects.filter(access.issue_rows(seen_by), status__in=OPEN_ISSUES).select_related("place")
    if place is not None:
        rows = rows.filter(within(place.path, field="place__path"))
    return rows.order_by("-severity", "opened_on", "pk")


def visits_at(place: OrgUnit, *, seen_by: Person | None, at_most: int = 10) -> list[Visit]:
    """Return the latest visits handed in to a place with their mentors; two statements."""
    rows = Visit.objects.filter(access.visit_rows(seen_by), within(place.path, field="place__path"), status__in=COUNTED)
    return list(rows.select_related("place").prefetch_related("mentors__person").order_by("-held_on", "-pk")[:at_most])


def drafts_of(person: Person) -> QuerySet[Visit]:
    """Return the visits somebody began and has not sent, or got back, oldest first."""
    mine = Q(recorded_by=person) | Exists(VisitMentor.objects.filter(visit=OuterRef("pk"), person=person))
    return Visit.objects.filter(mine, status__in=WRITING).select_related("place").order_by("held_on", "pk")


def unfinished_observations(person: Person) -> QuerySet[ObservationDraft]:
    """Return the checklists somebody began to fill, the last one touched first."""
    rows = ObservationDraft.objects.filter(by=person).select_related("version__instrument", "mentee", "visit__place")
    return rows.defer("version__definition_json", "version__findings").order_by("-saved_at", "-pk")


def submitting(area_paths: Iterable[str], *, since: date, today: date) -> tuple[int, int, float | None]:
    """Return visits submitted, visits begun, and the mean days from the visit to its sending, since a day."""
    rows = Visit.objects.filter(
        within_any(area_paths, field="area_path"), held_on__gte=since, held_on__lte=today
    ).exclude(status__in=NOT_HELD)
    days = [
        (timezone.localtime(submitted).date() - held_on).days
        for submitted, held_on in rows.values_list("submitted_at", "until_on")
        if submitted is not None
    ]
    return len(days), rows.count(), sum(days) / len(days) if days else None


def mentees_by_place(paths: list[str], today: date) -> dict[UUID, int]:
    """Return {place: mentees} of the places in these areas where mentees work; one statement."""
    posts = Employment.objects.filter(
        in_force(), within_any(paths, field="place__path"), _mentored(today), person__is_active=True
    )
    return dict(posts.values_list("place").annotate(n=Count("person", distinct=True)))


def _mentored(today: date) -> Q:
    return Q(Exists(Enrolment.objects.filter(enrolled_on(today), person=OuterRef("person"))))


def _recent_attendance(today: date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        person=OuterRef("person"), encounter__held_on__gt=today - RECENT, encounter__held_on__lte=today
    )


def _count(rows: QuerySet, paths: list[str]) -> dict[UUID, int]:
    return dict(rows.filter(within_any(paths, field="area_path")).values_list("place").annotate(n=Count("pk")))
