"""What can be asked about visits: lists, one with everything, what it lacks, how many there were."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from alongside.domain.people import access as people
from alongside.domain.people.models import Employment, Grant, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel.paths import ancestors, within, within_any

from .. import access
from ..models import (
    ActionItem,
    Activity,
    Attendance,
    Debrief,
    Encounter,
    EncounterObjective,
    FeedbackNote,
    Observation,
    ObservationDraft,
    SkillSupported,
    SystemsIssue,
    Visit,
    VisitMentor,
)
from ..rules.missing import DraftVisit, Met, Missing, missing
from ..rules.states import WRITING
from ..terms import Interaction, MentorRole, Permission
from .counting import cadres_met


@dataclass(frozen=True)
class Meeting:
    """One encounter of a visit with everything in it.

    observations: those of which the reader sees at least the level; `itemised` says whether also the steps.
    """

    encounter: Encounter
    people: list[Person]
    cadres: list[tuple[str, int]]  # of a group: cadre on that day and people, the most first
    activities: list[Activity]
    supported: list[SkillSupported]
    observations: list[Observation]
    feedback: list[FeedbackNote]
    declined: int  # observations that a client did not permit


@dataclass(frozen=True)
class WholeVisit:
    """A visit with everything, as far as the reader may see it. missing: what it lacks; empty once submitted."""

    visit: Visit
    mentors: list[VisitMentor]
    meetings: list[Meeting]
    drafts: list[ObservationDraft]
    actions: list[ActionItem]
    issues: list[SystemsIssue]
    missing: list[Missing] = field(default_factory=list)
    names: bool = True  # whether the reader meets people by name there

    @property
    def attendances(self) -> int:
        return sum(len(each.people) for each in self.meetings)


def visits(
    *,
    seen_by: Person | None,
    place: OrgUnit | None = None,
    mentor: Person | None = None,
    month: date | None = None,
    purpose: str = "",
    status: str = "",
) -> QuerySet[Visit]:
    """Return the visits somebody may see, newest first. month: any day of it."""
    rows = Visit.objects.filter(access.visit_rows(seen_by)).select_related("place", "programme")
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if mentor is not None:
        rows = rows.filter(Exists(VisitMentor.objects.filter(visit=OuterRef("pk"), person=mentor)))
    if month is not None:
        first = month.replace(day=1)
        after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        rows = rows.filter(held_on__gte=first, held_on__lt=after)
    if purpose:
        rows = rows.filter(purpose=purpose)
    if status:
        rows = rows.filter(status=status)
    return rows.prefetch_related("mentors__person").order_by("-held_on", "-pk")


def visible(*, seen_by: Person | None) -> QuerySet[Visit]:
    """Return the visits somebody may open."""
    return Visit.objects.filter(access.visit_rows(seen_by)).select_related("place", "programme", "recorded_by")


def encounters(*, seen_by: Person | None) -> QuerySet[Encounter]:
    """Return the encounters somebody may see."""
    rows = Encounter.objects.filter(access.encounter_rows(seen_by))
    return rows.select_related("visit__programme", "programme", "place", "mentor")


def whole(visit: Visit, *, seen_by: Person | None) -> WholeVisit:
    """Return a visit with everything the reader may see; the number of statements is constant."""
    meetings = list(
        Encounter.objects.filter(visit=visit).select_related("mentor").prefetch_related(
            "attendances__person", "activities", "supported__competency"
        ).order_by("held_on", "recorded_at", "pk")
    )  # fmt: skip
    itemised = ExpressionWrapper(
        Q(pk__in=Observation.objects.filter(access.detail_rows(seen_by)).values("pk")), BooleanField()
    )
    observations = _by_encounter(
        Observation.objects.filter(access.level_rows(seen_by), encounter__visit=visit, is_current=True)
        .annotate(itemised=itemised)
        .exclude(permission=Permission.DECLINED)
        .select_related("version__instrument", "competency", "mentee", "observer")
        .defer("version__definition_json", "answers", "results").order_by("recorded_at", "pk")
    )  # fmt: skip
    declined = dict(
        Observation.objects.filter(encounter__visit=visit, permission=Permission.DECLINED, is_current=True)
        .values_list("encounter").annotate(n=Count("pk"))
    )  # fmt: skip
    feedback = _by_encounter(
        FeedbackNote.objects.filter(_told(visit, seen_by), encounter__visit=visit)
        .select_related("person", "given_by").order_by("given_at", "pk")
    )  # fmt: skip
    cadres = cadres_met(visit)
    drafts = ObservationDraft.objects.filter(visit=visit, by=seen_by) if seen_by else ObservationDraft.objects.none()
    actions = ActionItem.objects.filter(access.action_rows(seen_by), encounter__visit=visit)
    issues = SystemsIssue.objects.filter(access.issue_rows(seen_by)).filter(
        Q(visit=visit) | Q(observation__encounter__visit=visit)
    )
    return WholeVisit(
        visit=visit,
        mentors=list(VisitMentor.objects.filter(visit=visit).select_related("person").order_by("pk")),
        meetings=[
            Meeting(
                each, [row.person for row in each.attendances.all()],
                cadres.get(each.pk, []) if each.interaction != Interaction.ONE_TO_ONE else [], list(each.activities.all()),
                list(each.supported.all()), observations.get(each.pk, []), feedback.get(each.pk, []),
                declined.get(each.pk, 0),
            )
            for each in meetings
        ],
        drafts=list(
            drafts.select_related("version__instrument", "mentee").defer("version__definition_json").order_by("begun_at")
        ),
        actions=list(actions.select_related("owner", "person").order_by("due_on", "pk").distinct()),
        issues=list(issues.order_by("-severity", "pk").distinct()),
        missing=missing_of(visit) if visit.status in WRITING else [],
        names=access.sees_names(seen_by, visit),
    )  # fmt: skip


def missing_of(visit: Visit) -> list[Missing]:
    """Return what a visit lacks before it can be submitted; eight statements at the most, however much there is."""
    who: dict[UUID, list[UUID]] = {}
    names: dict[Any, str] = {}
    for row in Attendance.objects.filter(encounter__visit=visit).select_related("person").order_by("pk"):
        who.setdefault(row.encounter_id, []).append(row.person_id)
        names[row.person_id] = row.person.name
    observed, told = (
        _pairs(rows)
        for rows in (
            Observation.objects.filter(encounter__visit=visit, is_current=True, mentee__isnull=False)
            .exclude(permission=Permission.DECLINED).values_list("encounter", "mentee"),
            FeedbackNote.objects.filter(encounter__visit=visit, person__isnull=False).values_list("encounter", "person"),
        )
    )  # fmt: skip
    drafts = ObservationDraft.objects.filter(visit=visit).select_related("version__instrument", "mentee")
    return missing(
        DraftVisit(
            id=visit.pk,
            leads=VisitMentor.objects.filter(visit=visit, role=MentorRole.LEAD).count(),
            length=visit.length,
            met=tuple(
                Met(
                    each.pk, tuple(who.get(each.pk, ())), each.minutes, each.interaction, each.topic,
                    frozenset(observed.get(each.pk, ())), frozenset(told.get(each.pk, ())),
                )
                for each in Encounter.objects.filter(visit=visit).order_by("held_on", "recorded_at", "pk")
            ),
            open_drafts=tuple(
                (each.pk, f"{each.version.instrument.title}, {each.mentee.name if each.mentee else each.team}")
                for each in drafts.defer("version__definition_json").order_by("begun_at")
            ),
            names=names,
            owes_debrief=visit.planned_on is not None and not Debrief.objects.filter(visit=visit).exists(),
            open_objectives=tuple(
                EncounterObjective.objects.filter(visit=visit, result="").order_by("text", "pk").values_list("pk", "text")
            ),
        )
    )  # fmt: skip


def staff_of(place: OrgUnit, *, on: date) -> list[Person]:
    """Return whoever has a post on a day at a place or at what belongs to it, by name; one statement."""
    posts = Employment.objects.filter(within(place.path, field="place__path"), since__lte=on, person=OuterRef("pk"))
    rows = Person.objects.filter(Exists(posts.exclude(until__lte=on)), is_active=True)
    return list(rows.order_by("family_name", "given_names", "pk"))


def places_to_visit(person: Person, *, words: str = "", at_most: int = 30) -> list[OrgUnit]:
    """Return the places where somebody may record a visit, by name; words: part of the name or code. One statement."""
    mine = within_any(people.paths(person, *access.RECORD))
    rows = OrgUnit.objects.filter(mine, closed_on=None).exclude(type__in=AREAS)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code__icontains=words))
    return list(rows.order_by("name", "pk")[:at_most])


def place_to_visit(person: Person, pk: UUID) -> OrgUnit | None:
    """Return a place by id, None where this person may not record a visit to it."""
    return OrgUnit.objects.filter(within_any(people.paths(person, *access.RECORD)), pk=pk).first()


def mentors_over(place: OrgUnit) -> list[Person]:
    """Return whoever may go on a visit to a place today, by name; one statement."""
    grants = Grant.objects.filter(
        people.in_force(), role__in=access.RECORD, place__path__in=ancestors(place.path), person=OuterRef("pk")
    )
    rows = Person.objects.filter(Exists(grants), is_active=True)
    return list(rows.order_by("family_name", "given_names", "pk"))


def draft_of(person: Person, pk: UUID) -> ObservationDraft | None:
    """Return a checklist somebody is filling."""
    rows = ObservationDraft.objects.filter(by=person, pk=pk)
    return rows.select_related("visit__place", "visit__programme", "version__instrument", "mentee", "by").first()


def _by_encounter(rows: QuerySet) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.encounter_id, []).append(row)
    return found


def _pairs(rows: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for encounter, person in rows:
        found.setdefault(encounter, []).append(person)
    return found


def _told(visit: Visit, seen_by: Person | None) -> Q:
    """Return the condition on FeedbackNote: feedback is for the person, whoever gave it, and their mentors (R217)."""
    if seen_by is None:
        return Q(pk__in=[])
    areas = {path for path in [visit.area_path] if _mentors_over(seen_by, path)}
    return (
        Q()
        if areas
        else Q(person=seen_by) | Q(given_by=seen_by) | Q(person=None, encounter__attendances__person=seen_by)
    )


def _mentors_over(person: Person, path: str) -> bool:
    return any(each.role in access.DETAIL and path.startswith(each.path) for each in access.held(person))


def group_of_code(pk: str) -> Encounter | None:
    """Return the encounter a signed code stands for: whoever holds the code may know its topic, place and mentor."""
    return Encounter.objects.filter(pk=pk).select_related("visit", "place", "mentor", "programme").first()
