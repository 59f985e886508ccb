"""Visits, the encounters in them, and how many there were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within

from .. import access, rules
from ..models import (
    ActionItem,
    Activity,
    Attendance,
    Encounter,
    FeedbackNote,
    Observation,
    ObservationDraft,
    SkillSupported,
    SystemsIssue,
    Visit,
    VisitMentor,
)
from ..terms import Permission, VisitStatus


def visits(
    *,
    seen_by: Person | None,
    place: OrgUnit | None = None,
    mentor: Person | None = None,
    since: date | None = None,
    before: date | None = None,
    purpose: str = "",
    status: str = "",
) -> QuerySet[Visit]:
    """Return the visits somebody may see, newest first, each with place, programme and mentors.

    place: it and all below it. since: inclusive, before: exclusive.
    """
    rows = Visit.objects.filter(access.visit_rows(seen_by)).select_related("place", "programme", "recorded_by")
    rows = rows.prefetch_related(Prefetch("mentors", VisitMentor.objects.select_related("person").order_by("pk")))
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if mentor is not None:
        rows = rows.filter(Exists(VisitMentor.objects.filter(visit=OuterRef("pk"), person=mentor)))
    wanted = {"held_on__gte": since, "held_on__lt": before, "purpose": purpose, "status": status}
    return rows.filter(**{name: value for name, value in wanted.items() if value}).order_by("-held_on", "-pk")


def observations(*, seen_by: Person | None, levels: bool = False) -> QuerySet[Observation]:
    """Return the observations whose items (or, with `levels`, whose level) somebody may see, newest first."""
    rows = Observation.objects.filter(access.level_rows(seen_by) if levels else access.detail_rows(seen_by))
    return rows.select_related("mentee", "observer", "place", "competency", "version__instrument").order_by(
        "-held_on", "-pk"
    )


@dataclass(frozen=True)
class VisitPage:
    """A visit with all that belongs to it. Observations are those whose items the asker may see."""

    visit: Visit
    mentors: list[VisitMentor]
    encounters: list[Encounter]
    observations: list[Observation]
    drafts: list[ObservationDraft]
    feedback: list[FeedbackNote]
    actions: list[ActionItem]
    issues: list[SystemsIssue]
    lacking: list[rules.Lacking]
    counts: dict[str, int]


def visit_page(visit: Visit, *, seen_by: Person | None) -> VisitPage:
    """Return a visit with all that belongs to it, in a number of statements that does not grow with it."""
    encounters = list(
        Encounter.objects.filter(visit=visit).select_related("mentor").order_by("held_on", "pk").prefetch_related(
            Prefetch("attendances", Attendance.objects.select_related("person")), "activities",
            Prefetch("supported", SkillSupported.objects.select_related("competency")),
        )
    )  # fmt: skip
    seen = observations(seen_by=seen_by).filter(encounter__visit=visit).order_by("held_on", "pk")
    return VisitPage(
        visit=visit,
        mentors=list(VisitMentor.objects.filter(visit=visit).select_related("person").order_by("pk")),
        encounters=encounters,
        observations=list(seen),
        drafts=list(drafts_of(seen_by).filter(visit=visit)) if seen_by else [],
        feedback=list(
            FeedbackNote.objects.filter(encounter__visit=visit).select_related("person").order_by("given_at")
        ),
        actions=list(
            ActionItem.objects.filter(encounter__visit=visit).select_related("owner", "person").order_by("due_on")
        ),
        issues=list(SystemsIssue.objects.filter(visit=visit).order_by("opened_on", "pk")),
        lacking=lacking(visit) if visit.status == VisitStatus.DRAFT else [],
        counts=rules.counts(
            rules.Met(each.mode, each.interaction, each.minutes, len(each.attendances.all())) for each in encounters
        ),
    )


def lacking(visit: Visit) -> list[rules.Lacking]:
    """Return what a visit needs before it can be submitted, in the order in which one would mend it."""
    drafts = ObservationDraft.objects.filter(visit=visit).select_related("mentee")
    given = FeedbackNote.objects.filter(encounter=OuterRef("encounter"))
    silent = (
        Observation.objects.filter(~Exists(given), encounter__visit=visit, is_current=True, mentee__isnull=False)
        .exclude(permission=Permission.DECLINED)
        .select_related("mentee")
        .order_by("pk")
    )
    people = {each.mentee_id: (str(each.pk), each.mentee.name) for each in silent if each.mentee}
    return rules.lacking(
        length=visit.length,
        mentors=VisitMentor.objects.filter(visit=visit).count(),
        encounters=Encounter.objects.filter(visit=visit).count(),
        drafts=[(str(draft.pk), draft.mentee.name if draft.mentee else draft.team) for draft in drafts],
        without_feedback=list(people.values()),
    )


def drafts_of(person: Person) -> QuerySet[ObservationDraft]:
    """Return the checklists a person has begun and not finished, the last saved first."""
    rows = ObservationDraft.objects.filter(observer=person).select_related(
        "visit__place", "mentee", "version__instrument"
    )
    return rows.order_by("-saved_at")


@dataclass(frozen=True)
class Counted:
    """How much happened, by the counting rules; records that were submitted only."""

    visits: dict[str, int]  # mentoring, supervision, total
    encounters: dict[str, int]  # in_person, virtual, short_calls, one_to_one, group, person_encounters
    minutes: dict[str, int]  # by activity type
    skills_observed: int
    skills_supported: int


def counted(*, seen_by: Person | None, since: date, before: date, place: OrgUnit | None = None) -> Counted:
    """Return how much happened in a period, as far as somebody may see. A contact outside a visit counts by itself."""
    in_period = Q(held_on__gte=since, held_on__lt=before)
    held = visits(seen_by=seen_by, place=place, since=since, before=before, status=VisitStatus.SUBMITTED).order_by()
    area = within(place.path if place else "", field="area_path") & access.figure_rows(seen_by)
    met = Encounter.objects.filter(area, in_period).filter(Q(visit=None) | Q(visit__status=VisitStatus.SUBMITTED))
    rows = met.annotate(people=Count("attendances")).values_list("mode", "interaction", "minutes", "people")
    minutes: dict[str, int] = {}
    for type_, spent in Activity.objects.filter(encounter__in=met).values_list("type", "minutes"):
        minutes[type_] = minutes.get(type_, 0) + spent
    return Counted(
        visits=rules.by_purpose(held.prefetch_related(None).values_list("purpose", flat=True)),
        encounters=rules.counts(rules.Met(*row) for row in rows),
        minutes=minutes,
        skills_observed=Observation.objects.filter(encounter__in=met, is_current=True)
        .exclude(permission=Permission.DECLINED)
        .count(),
        skills_supported=SkillSupported.objects.filter(encounter__in=met).count(),
    )


def last_contacts(people: Iterable[Any]) -> dict[Any, date]:
    """Return {person id: day of the last encounter}, for those who had one."""
    rows = (
        Attendance.objects.filter(person__in=people)
        .values_list("person", "encounter__held_on")
        .order_by("encounter__held_on")
    )
    return dict(rows)
