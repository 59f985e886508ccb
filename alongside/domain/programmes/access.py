"""Who may design programmes and enrol people, and which programmes somebody sees."""

from typing import Any

from django.db.models import Q

from alongside.domain.people.access import held, roles
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import ancestors, outermost, within

from .models import Enrolment, Programme

DESIGN = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
ENROL = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR})


def holds_in(person: Person | None, programme: Programme | None, wanted: frozenset[str], *, at: str) -> bool:
    """Whether a person holds one of these roles over the place with path `at`, for this programme or for all."""
    return any(
        each.role in wanted
        and at.startswith(each.path)
        and (each.programme_id is None or (programme is not None and each.programme_id == programme.pk))
        for each in held(person)
    )


def rows(seen_by: Person | None) -> Q:
    """Return the condition on Programme: those that touch an area in which a person holds a role, or that they take part in."""
    if seen_by is None:
        return Q(pk__in=[])
    mine = Q(pk__in=Enrolment.objects.filter(person=seen_by).values("programme_id"))
    for each in held(seen_by):
        here = within(each.path, field="place__path") | Q(place__path__in=ancestors(each.path))
        mine |= here if each.programme_id is None else here & Q(pk=each.programme_id)
    return mine


def may_design(by: Person, **_: Any) -> bool:
    """Whoever keeps areas and competencies, which all programmes share: administrators and managers."""
    return not DESIGN.isdisjoint(roles(by))


def may_open(by: Person, *, place: OrgUnit, **_: Any) -> bool:
    """An administrator or manager of the programme's area."""
    return holds_in(by, None, DESIGN, at=place.path)


def may_take_up(by: Person, *, programme: Programme, **_: Any) -> bool:
    """An administrator or manager of the programme's area."""
    return holds_in(by, programme, DESIGN, at=programme.place.path)


def may_enrol(by: Person, *, programme: Programme, place: OrgUnit, **_: Any) -> bool:
    """Whoever coordinates the place where the person works."""
    return holds_in(by, programme, ENROL, at=place.path)


def may_end_enrolment(by: Person, *, enrolment: Enrolment, **_: Any) -> bool:
    """Whoever coordinates somewhere inside the programme's area."""
    programme = enrolment.programme
    inside = outermost(each.path for each in held(by) if each.role in ENROL)
    return any(
        (path.startswith(programme.place.path) or programme.place.path.startswith(path))
        and holds_in(by, programme, ENROL, at=path)
        for path in inside
    )


SEE_DESIGNS = frozenset({
    Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR, Role.MASTER_MENTOR, Role.ME_OFFICER, Role.FINANCE,
})  # fmt: skip


def designed(seen_by: Person | None) -> Q:
    """Return the condition on Programme: those whose design somebody may read."""
    if seen_by is None:
        return Q(pk__in=[])
    found = Q(pk__in=[])
    for each in held(seen_by):
        if each.role in SEE_DESIGNS:
            here = within(each.path, field="place__path") | Q(place__path__in=ancestors(each.path))
            found |= here if each.programme_id is None else here & Q(pk=each.programme_id)
    return found


def may_change_design(by: Person, *, programme: Programme, **_: Any) -> bool:
    """An administrator or manager of the programme's area."""
    return may_take_up(by, programme=programme)


def may_change_line(by: Person, *, row: Any, **_: Any) -> bool:
    """An administrator or manager of the area of the programme that the line belongs to."""
    return may_take_up(by, programme=_programme_of(row))


def may_plan_phase(by: Person, *, component: Any, **_: Any) -> bool:
    """An administrator or manager of the programme's area."""
    return may_take_up(by, programme=component.programme)


def may_answer_overlap(by: Person, *, first: Any, **_: Any) -> bool:
    """An administrator or manager of the programme's area."""
    return may_take_up(by, programme=first.programme)


def _programme_of(row: Any) -> Programme:
    return row.component.programme if hasattr(row, "component") else row.programme
