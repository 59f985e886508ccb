"""Who may nominate, score, prepare, certify and support, and which mentors somebody sees."""

from typing import Any

from django.db.models import Q

from alongside.domain.people.access import held
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import within

from .models import Assignment, Mentor, MentorTeam, Nomination, Reference

NOMINATE = frozenset({Role.IN_CHARGE, Role.COORDINATOR, Role.MENTOR, Role.MASTER_MENTOR, Role.MENTEE})
PANEL = frozenset({Role.COORDINATOR, Role.MASTER_MENTOR, Role.MANAGER})
KEEP = frozenset({Role.COORDINATOR, Role.MANAGER})
PREPARE = frozenset({Role.MASTER_MENTOR})
DECIDE = frozenset({Role.MANAGER})
SEE = frozenset({
    Role.COORDINATOR, Role.MANAGER, Role.MASTER_MENTOR, Role.IN_CHARGE, Role.ME_OFFICER, Role.ADMINISTRATOR, Role.VERIFIER,
})  # fmt: skip


def rows(seen_by: Person | None, wanted: frozenset[str] = SEE) -> Q:
    """Return the condition on Mentor: themselves, and those at home in an area where one holds such a role."""
    if seen_by is None:
        return Q(pk__in=[])
    condition = Q(person=seen_by)
    for each in held(seen_by):
        if each.role in wanted:
            condition |= within(each.path, field="area_path")
    return condition


def may_nominate(by: Person, *, person: Person, home: OrgUnit, **_: Any) -> bool:
    """Whoever works in the area of the place: the in-charge, peers, the district, or the person themselves (R072)."""
    return by.pk == person.pk or by.holds(*NOMINATE, at=home.path)


def may_complete(by: Person, *, nomination: Nomination, **_: Any) -> bool:
    """Whoever put the name forward, and the coordinator of the place."""
    return by.pk == nomination.by_id or by.holds(*KEEP, at=nomination.mentor.area_path)


def may_screen(by: Person, *, nomination: Nomination, **_: Any) -> bool:
    """The coordinator of the place, who is not the nominee."""
    return by.pk != nomination.mentor.person_id and by.holds(*KEEP, at=nomination.mentor.area_path)


def may_score(by: Person, *, nomination: Nomination, **_: Any) -> bool:
    """A coordinator, master mentor or manager of the area who is neither the nominee nor nominated them."""
    return by.pk not in (nomination.mentor.person_id, nomination.by_id) and by.holds(
        *PANEL, at=nomination.mentor.area_path
    )


def may_refer(by: Person, *, reference: Reference, **_: Any) -> bool:
    """Whoever was asked."""
    return by.pk == reference.asked_id


def may_prepare(by: Person, *, mentor: Mentor, **_: Any) -> bool:
    """A master mentor of the area, for somebody else."""
    return by.pk != mentor.person_id and by.holds(*PREPARE, at=mentor.area_path)


def may_certify(by: Person, *, mentor: Mentor, **_: Any) -> bool:
    """The programme manager, for somebody else."""
    return by.pk != mentor.person_id and by.holds(*DECIDE, at=mentor.area_path)


def may_recognise(by: Person, *, person: Person, home: OrgUnit, **_: Any) -> bool:
    """The programme manager of the area, for somebody else."""
    return by.pk != person.pk and by.holds(*DECIDE, at=home.path)


def may_sign(by: Person, *, mentor: Mentor, **_: Any) -> bool:
    """The mentor themselves."""
    return by.pk == mentor.person_id


def may_keep(by: Person, *, mentor: Mentor, **_: Any) -> bool:
    """The coordinator or manager of the area, for somebody else."""
    return by.pk != mentor.person_id and by.holds(*KEEP, at=mentor.area_path)


def may_rest(by: Person, *, mentor: Mentor, **_: Any) -> bool:
    """The mentor themselves, or the coordinator."""
    return by.pk == mentor.person_id or may_keep(by, mentor=mentor)


def may_end_assignment(by: Person, *, assignment: Assignment, **_: Any) -> bool:
    """The coordinator of the mentor's area."""
    return may_keep(by, mentor=assignment.mentor)


def may_form_team(by: Person, *, programme: Programme, place: OrgUnit, **_: Any) -> bool:
    """The coordinator of the place where the team is based."""
    return by.holds(*KEEP, at=place.path)


def may_disband(by: Person, *, team: MentorTeam, **_: Any) -> bool:
    """The coordinator of the place where the team is based."""
    return by.holds(*KEEP, at=team.place.path)


def may_support(by: Person, *, place: OrgUnit, **_: Any) -> bool:
    """A coordinator or master mentor of the area."""
    return by.holds(*PANEL, at=place.path)


def may_weigh(by: Person, **_: Any) -> bool:
    """Whoever runs a programme for everywhere they hold a role: the weights are one set for all."""
    return any(each.role in DECIDE for each in held(by))


def may_sweep(by: Person, **_: Any) -> bool:
    """Nobody: the installation does it by itself, every night."""
    return False


def sees_selection(seen_by: Person | None, nomination: Nomination) -> bool:
    """Whether somebody may read scores and references: the panel, never the nominee (R142)."""
    return (
        seen_by is not None
        and seen_by.pk != nomination.mentor.person_id
        and seen_by.holds(*PANEL, at=nomination.mentor.area_path)
    )
