"""Who may propose, answer, hold and end relationships, and which ones somebody sees."""

from typing import Any

from django.db.models import Q

from alongside.domain.people.access import held, keeps
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.access import holds_in
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import within

from .models import MatchedPair, Matching, Relationship
from .terms import AnsweredAs

PROPOSE = frozenset({Role.COORDINATOR, Role.MANAGER})
SEE = frozenset({
    Role.COORDINATOR, Role.MANAGER, Role.MASTER_MENTOR, Role.IN_CHARGE, Role.ME_OFFICER, Role.ADMINISTRATOR,
})  # fmt: skip


def rows(seen_by: Person | None) -> Q:
    """Return the condition on Relationship: one's own, and those of places one keeps or leads."""
    if seen_by is None:
        return Q(pk__in=[])
    condition = Q(mentors__mentor__person=seen_by) | Q(mentees__person=seen_by)
    for each in held(seen_by):
        if each.role in SEE:
            here = within(each.path, field="area_path")
            condition |= here if each.programme_id is None else here & Q(programme=each.programme_id)
    return condition


def may_propose(by: Person, *, programme: Programme, place: OrgUnit, **_: Any) -> bool:
    """The coordinator of the place, or the manager of the programme there."""
    return holds_in(by, programme, PROPOSE, at=place.path)


def coordinates(by: Person, *, relationship: Relationship, **_: Any) -> bool:
    """Whoever may propose for the place of the relationship."""
    return holds_in(by, relationship.programme, PROPOSE, at=relationship.area_path)


def leads(by: Person, *, relationship: Relationship, **_: Any) -> bool:
    """The lead mentor (or who stands in), or the coordinator."""
    return (
        relationship.mentors.filter(mentor__person=by, is_lead=True, until=None).exists()
        or relationship.mentors.filter(mentor__person=by, is_interim=True, until=None).exists()
        or coordinates(by, relationship=relationship)
    )


def works_with(by: Person, *, relationship: Relationship) -> bool:
    """Whoever mentors or is mentored in a relationship, or coordinates it."""
    return (
        relationship.mentors.filter(mentor__person=by, until=None).exists()
        or relationship.mentees.filter(person=by, until=None).exists()
        or coordinates(by, relationship=relationship)
    )


def may_answer(by: Person, *, relationship: Relationship, answered_as: str, person: Person, **_: Any) -> bool:
    """Each for themselves; the in-charge of the place for it; the coordinator enters what was said on the phone."""
    if coordinates(by, relationship=relationship):
        return True
    if answered_as == AnsweredAs.IN_CHARGE:
        return by.pk == person.pk and holds_in(
            by, relationship.programme, frozenset({Role.IN_CHARGE}), at=relationship.area_path
        )
    return by.pk == person.pk


def may_sweep(by: Person, **_: Any) -> bool:
    """Nobody: the installation does it by itself, every night."""
    return False


def matchings(seen_by: Person | None) -> Q:
    """Return the condition on Matching: those of the areas in which somebody may propose."""
    condition = Q(pk__in=[])
    for each in held(seen_by):
        if each.role in PROPOSE:
            here = within(each.path, field="area_path")
            condition |= here if each.programme_id is None else here & Q(programme=each.programme_id)
    return condition


def may_decide_matching(by: Person, *, matching: Matching, **_: Any) -> bool:
    """Whoever may propose for the area of the run."""
    return holds_in(by, matching.programme, PROPOSE, at=matching.area_path)


def may_adjust(by: Person, *, pair: MatchedPair, **_: Any) -> bool:
    """Whoever may propose for the area of its run."""
    return may_decide_matching(by, matching=pair.matching)


def may_set_wishes(by: Person, **_: Any) -> bool:
    """A manager: the weights are one set for every programme."""
    return any(each.role == Role.MANAGER for each in held(by))


def may_prefer(by: Person, *, person: Person, **_: Any) -> bool:
    """The mentee, or whoever coordinates where they work, as it was said on the phone."""
    return by.pk == person.pk or keeps(by, person, *PROPOSE)
