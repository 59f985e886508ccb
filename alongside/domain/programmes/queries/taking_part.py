"""What can be asked about areas, competencies and who takes part in programmes."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import ancestors

from .. import access
from ..models import Competency, Enrolment, Programme, TechnicalArea
from ..terms import Status


def areas(*, also_retired: bool = False) -> list[tuple[TechnicalArea, int]]:
    """Return the fields of work in reading order, each with how deep it lies (0 at the top); one statement.

    What lies below a retired one is left out with it, unless those are asked for too.
    """
    below: dict[str | None, list[TechnicalArea]] = {}
    rows = TechnicalArea.objects.order_by("name")
    for area in rows if also_retired else rows.filter(is_retired=False):
        below.setdefault(area.parent_id, []).append(area)

    def walk(parent: str | None, depth: int) -> list[tuple[TechnicalArea, int]]:
        return [row for area in below.get(parent, []) for row in ((area, depth), *walk(area.pk, depth + 1))]

    return walk(None, 0)


def competencies_by_area() -> dict[str, int]:
    """Return {code of a field of work: competencies that belong to it}; one statement."""
    rows = Competency.objects.filter(area__isnull=False).values_list("area")
    return dict(rows.annotate(n=Count("pk")).order_by())


def competencies(*, area: str = "", domain: str = "", not_domain: str = "") -> QuerySet[Competency]:
    """Return the competencies by name; domain or not_domain separates the clinical from the rest (R165)."""
    rows = Competency.objects.select_related("area").order_by("name")
    if area:
        rows = rows.filter(Q(area=area) | Q(area__parent=area))
    if domain:
        rows = rows.filter(domain=domain)
    return rows.exclude(domain=not_domain) if not_domain else rows


def programmes(*, seen_by: Person | None) -> QuerySet[Programme]:
    """Return the programmes somebody may see, by name."""
    return Programme.objects.filter(access.rows(seen_by)).select_related("place").order_by("name", "pk").distinct()


def in_force(on: date) -> Q:
    """Return the condition on Enrolment that it holds on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


def enrolments(people: Iterable[UUID], *, on: date) -> QuerySet[Enrolment]:
    """Return the parts these people take in programmes on a day."""
    return Enrolment.objects.filter(in_force(on), person__in=people).select_related("programme")


def programmes_at(place: OrgUnit, *, on: date) -> QuerySet[Programme]:
    """Return the programmes whose area holds a place and that run on a day."""
    rows = Programme.objects.filter(place__path__in=ancestors(place.path), starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )
    return rows.order_by("name", "pk")


def makes_visits(programme: Programme) -> bool:
    """Whether visits of a programme are planned now: it is active or closing, or it was opened without a design."""
    if programme.status in (Status.ACTIVE, Status.CLOSING):
        return True
    return programme.status == Status.DESIGN and not programme.steps.exists()


def competencies_of(programmes: Iterable[Programme | UUID]) -> QuerySet[Competency]:
    """Return the competencies that at least one of these programmes builds, the most critical first."""
    return (
        Competency.objects.filter(programme_competencies_of(programmes))
        .select_related("area")
        .order_by("-criticality", "name")
    )


def programme_competencies_of(programmes: Iterable[Programme | UUID]) -> Q:
    """Return the condition on Competency that one of these programmes builds it."""
    through = Programme.competencies.through.objects.filter(programme__in=list(programmes))
    return Q(pk__in=through.values("competency_id"))
