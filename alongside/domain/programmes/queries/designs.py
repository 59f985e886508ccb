"""What can be asked about the design of a programme, and whether it may begin."""

from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, Q, QuerySet

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.terms import VersionStatus
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import ancestors

from .. import access
from ..models import (
    Approach,
    CadencePhase,
    ChosenIndicator,
    Competency,
    Component,
    DesignVersion,
    Focus,
    HandOver,
    Incentive,
    OptionScore,
    Overlap,
    Programme,
    ProgrammeGoal,
    StartUpStep,
    StepAnswers,
    Structure,
)
from ..rules import cadence, course
from ..rules.design import Design, done
from ..rules.paper import written
from ..terms import STEPS, Status

# Kinds of line with their table and what is read along with them, in the order in which they are kept.
LINES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "goal": (ProgrammeGoal, ()),
    "approach": (Approach, ("place", "cadre", "competency")),
    "option": (OptionScore, ()),
    "structure": (Structure, ()),
    "hand_over": (HandOver, ()),
    "incentive": (Incentive, ()),
    "model": (Component, ()),
    "phase": (CadencePhase, ("area", "component")),
    "focus": (Focus, ("competency__area",)),
    "start_up": (StartUpStep, ()),
    "indicator": (ChosenIndicator, ()),
}
# What higher rooms tell of a programme: certified_mentors, approved_budgets, proficient, contacts, feedback, goals.
# Filled when the installation starts; whoever has not been plugged in is answered for by nobody.
ASKED: dict[str, course.Asked] = {}


def designs(*, seen_by: Person | None) -> QuerySet[Programme]:
    """Return the programmes whose design somebody may read, by name."""
    found = Programme.objects.filter(access.designed(seen_by)).select_related("place", "attested_by")
    return found.order_by("name", "pk").distinct()


def design(programme: Programme) -> Design:
    """Return everything a programme's design holds; one statement for each kind of line and three more."""
    steps = list(StepAnswers.objects.filter(programme=programme))
    return Design(
        programme=programme,
        answers={each.step: each.answers for each in steps},
        finished=frozenset(each.step for each in steps if each.is_finished),
        lines={kind: list(_rows(kind, programme)) for kind in LINES},
        overlaps={(each.first_id, each.second_id): each for each in Overlap.objects.filter(first__programme=programme)},
    )


def line(kind: str, pk: int, *, programme: Programme) -> Any:
    """Return one line of a design, None where there is none."""
    return _rows(kind, programme).filter(pk=pk).first() if kind in LINES else None


def guards(found: Design, *, on: date) -> list[course.Guard]:
    """Return what must hold before a programme begins (R135)."""
    return course.guards(
        found, done=done(found), mentors=_told("certified_mentors", found.programme, on),
        budgets=_told("approved_budgets", found.programme, on), unapproved=unapproved(found, on=on),
    )  # fmt: skip


def lights(found: Design, *, on: date) -> list[course.Light]:
    """Return the six principles, each with what the data show (R125)."""
    told = {name: _told(name, found.programme, on) for name in ("proficient", "contacts", "feedback", "goals")}
    return course.lights(found, told=told)


def unapproved(found: Design, *, on: date) -> list[str]:
    """Return the competencies of a design for which no checklist is approved, by name."""
    wanted = {each.competency_id: each.competency.name for each in found.of("focus")}
    approved = Version.objects.filter(status=VersionStatus.APPROVED).values("instrument")
    shown = set(Competency.objects.filter(pk__in=wanted, instruments__in=approved).values_list("pk", flat=True))
    return sorted(name for code, name in wanted.items() if code not in shown)


def schedule(found: Design) -> list[tuple[Any, list[tuple[date, Any]], list[tuple[date, Any]]]]:
    """Return (model, contacts, clashes) for each model of a design; nothing while it has no last day."""
    programme = found.programme
    if programme.ends_on is None:
        return []
    planned = []
    for component in found.of("model"):
        phases = [each for each in found.of("phase") if each.component_id == component.pk]
        contacts = cadence.dates(phases, starts_on=programme.starts_on, ends_on=programme.ends_on)
        planned.append((component, contacts, cadence.clashes(contacts)))
    return planned


def approaches_at(place: OrgUnit, *, on: date) -> QuerySet[Approach]:
    """Return what else is under way at a place on a day, by name (R001)."""
    here = Q(place=None, programme__place__path__in=ancestors(place.path)) | Q(place__path__in=ancestors(place.path))
    running = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return (
        Approach.objects.filter(here, running).select_related("programme", "cadre", "competency").order_by("name", "pk")
    )


def virtual_channels(programme: Programme) -> list[str]:
    """Return the channels by which mentoring goes on between visits; none where it is switched off (R170)."""
    found = StepAnswers.objects.filter(programme=programme, step="virtual").first()
    return list(found.answers.get("channels") or []) if found and found.answers.get("is_on") else []


def numbers(programme: Programme, step: str) -> dict[str, int]:
    """Return the numbers that a step of a design asks for, as answered, or as suggested where nobody answered."""
    kept = StepAnswers.objects.filter(programme=programme, step=step).values_list("answers", flat=True).first() or {}
    asked = [each for at in STEPS if at.code == step for each in at.questions if each.kind == "number"]
    return {each.code: each.first if kept.get(each.code) is None else int(kept[each.code]) for each in asked}


def versions(programme: Programme) -> QuerySet[DesignVersion]:
    """Return the designs as they were signed, the latest first."""
    return DesignVersion.objects.filter(programme=programme).select_related("signed_by").order_by("-number")


def needs_review(version: DesignVersion | None, *, status: str, on: date) -> bool:
    """Whether a year has gone by since a running programme's design was signed."""
    return version is not None and status not in (Status.CLOSING, Status.CLOSED) and version.review_on <= on


def document(found: Design) -> dict[str, Any]:
    """Return the design as a document, in the language of whoever asks (see DesignVersion)."""
    return written(found, schedule(found))


def _rows(kind: str, programme: Programme) -> QuerySet[Any]:
    table, along = LINES[kind]
    rows: QuerySet[Any] = table._default_manager.filter(
        **{"component__programme" if kind == "phase" else "programme": programme}
    )
    if along:
        rows = rows.select_related(*along)
    return rows.prefetch_related(Prefetch("areas")).order_by("pk") if kind == "model" else rows.order_by("pk")


def _told(name: str, programme: Programme, on: date) -> course.Share | None:
    return ASKED[name](programme, on) if name in ASKED else None
