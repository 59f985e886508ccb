"""Who works on a plan, and who sees what of it. Scores serve learning: what each side thinks of needs stays between them."""

from typing import Any

from alongside.domain.pairings import access as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person

from .models import Goal, LearningActivity, Plan
from .terms import Side


def is_mentee(by: Person, relationship: Relationship) -> bool:
    """Whether somebody is mentored in a relationship now."""
    return relationship.mentees.filter(person=by, until=None).exists()


def is_mentor(by: Person, relationship: Relationship) -> bool:
    """Whether somebody mentors in a relationship now."""
    return relationship.mentors.filter(mentor__person=by, until=None).exists()


def nobody(by: Person, **_: Any) -> bool:
    """Nobody: the plan goes with its relationship by itself."""
    return False


def takes_part(by: Person, *, relationship: Relationship, **_: Any) -> bool:
    """A mentee or mentor of the relationship, or who coordinates it."""
    return pairings.works_with(by, relationship=relationship)


def areas_of(by: Person, *, relationship: Relationship) -> set[str] | None:
    """Return the areas whose goals somebody sees, None where they see all (R070).

    A mentor who is there for an area, does not lead and does nothing else in the relationship sees the goals of that
    area; everybody else who sees the relationship sees every goal.
    """
    mine = relationship.mentors.filter(mentor__person=by, until=None)
    areas = set(mine.values_list("area", flat=True))
    if not areas or None in areas or leads(by, relationship=relationship) or is_mentee(by, relationship):
        return None
    return areas


def leads(by: Person, *, relationship: Relationship, **_: Any) -> bool:
    """The lead mentor, or the coordinator."""
    return pairings.leads(by, relationship=relationship)


def leads_plan(by: Person, *, plan: Plan, **_: Any) -> bool:
    """The lead mentor of the plan's relationship, or the coordinator."""
    return pairings.leads(by, relationship=plan.relationship)


def leads_goal(by: Person, *, goal: Goal, **_: Any) -> bool:
    """The lead mentor of the goal's relationship, or the coordinator."""
    return pairings.leads(by, relationship=goal.relationship)


def works_on(by: Person, *, goal: Goal, **_: Any) -> bool:
    """The person whose goal it is (anybody mentored, for a team's), a mentor of the relationship, or the coordinator."""
    relationship = goal.relationship
    if goal.mentee_id is None and is_mentee(by, relationship):
        return True
    return goal.mentee_id == by.pk or is_mentor(by, relationship) or pairings.coordinates(by, relationship=relationship)


def may_do(by: Person, *, activity: LearningActivity, person: Person, **_: Any) -> bool:
    """Each for themselves, where the goal is theirs; a mentor of the relationship enters what they were told."""
    return works_on(by, goal=activity.goal) and (by.pk == person.pk or not is_mentee(by, activity.goal.relationship))


def may_say_needs(by: Person, *, relationship: Relationship, mentee: Person, side: str, **_: Any) -> bool:
    """A mentee for themselves, a mentor for the mentor's side; mentors and the coordinator enter what a mentee said."""
    if side == Side.MENTOR:
        return is_mentor(by, relationship)
    return by.pk == mentee.pk or is_mentor(by, relationship) or pairings.coordinates(by, relationship=relationship)


def may_see_needs(by: Person, *, relationship: Relationship, mentee: Person) -> bool:
    """The mentee and the mentors of the relationship: nobody else."""
    return by.pk == mentee.pk or is_mentor(by, relationship)


def may_agree(by: Person, *, plan: Plan, people: Any, **_: Any) -> bool:
    """Each for themselves; the lead mentor and the coordinator enter who said yes beside them."""
    return leads_plan(by, plan=plan) or [each.pk for each in people] == [by.pk]


def may_sum_up(by: Person, *, relationship: Relationship, person: Person, **_: Any) -> bool:
    """Each for themselves; the lead mentor and the coordinator enter what a mentee said."""
    return by.pk == person.pk or (leads(by, relationship=relationship) and is_mentee(person, relationship))
