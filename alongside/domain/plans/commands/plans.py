"""The plan itself: written, shared, agreed by everybody, followed, revised."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import OPEN
from alongside.domain.pairings.terms import RelationshipStatus
from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import Goal, GoalStep, Plan, Signature
from ..rules.states import BEING_WRITTEN, GOAL, IN_FORCE, PLAN
from ..terms import GoalStatus, PlanStatus, Side

REVIEW_WITHIN = timedelta(days=366)
UNDER_WAY = (RelationshipStatus.ACTIVE, RelationshipStatus.ON_HOLD)


@act("plans.write_terms", may=access.leads)
def write_terms(
    *,
    by: Person | None,
    at: datetime,
    relationship: Relationship,
    contact_rhythm: str,
    confidentiality_terms: str,
    review_on: date | None = None,
    confirmed_text: bool = False,
) -> Plan:
    """Write how often you meet and what stays between you; begins the plan where there is none (R029, R033).

    Refuses: plans.relationship_over, plans.revise_first, plans.being_agreed, plans.review_out_of_range, text.names_somebody.
    """
    plan = draft_of(relationship, at)
    today = day_of(at)
    if review_on is not None and not today < review_on <= today + REVIEW_WITHIN:
        raise Refused("plans.review_out_of_range", _("Choose a day within the next year."), field="review_on")
    refuse_names(confirmed_text, contact_rhythm=contact_rhythm, confidentiality_terms=confidentiality_terms)
    plan.contact_rhythm, plan.review_on = contact_rhythm.strip(), review_on
    plan.confidentiality_terms = confidentiality_terms.strip()
    plan.save(update_fields=["contact_rhythm", "confidentiality_terms", "review_on"])
    return plan


@act("plans.share", may=access.leads_plan)
def share(*, by: Person | None, at: datetime, plan: Plan) -> Plan:
    """Ask everybody to agree to a plan as it stands now; a mentor who shares it has agreed (R033, R208).

    Refuses: plans.no_goal, plans.no_terms, states.not_from_here.
    """
    plan = locked(plan)
    if plan.status == PlanStatus.DRAFT:
        if not (plan.contact_rhythm and plan.confidentiality_terms):
            raise Refused(
                "plans.no_terms", _("Write how often you meet and what stays between you before you share the plan.")
            )
        kept = [goal for goal in queries.goals(plan.relationship) if goal.status not in ENDED]
        if not kept:
            raise Refused("plans.no_goal", _("A plan holds at least one goal that can be measured. Add one first."))
        plan.goals = [
            {"goal": str(goal.pk), "said": goal.text, "whose": goal.mentee.name if goal.mentee else goal.get_owner_display(), "due_on": goal.due_on.isoformat()}
            for goal in kept
        ]  # fmt: skip
    _move(plan, "plans.share", PlanStatus.SHARED)
    plan.shared_at = at
    plan.save(update_fields=["status", "goals", "shared_at"])
    if by is not None and access.is_mentor(by, plan.relationship):
        Signature.objects.create(plan=plan, person=by, side=Side.MENTOR, recorded_by=by, signed_at=at)
    return plan


ENDED = (GoalStatus.DROPPED, GoalStatus.NOT_ACHIEVED)


@act("plans.take_back", may=access.leads_plan)
def take_back(*, by: Person | None, at: datetime, plan: Plan) -> Plan:
    """Take a shared plan back to change it: whoever had agreed is asked again. Refuses: states.not_from_here."""
    plan = locked(plan)
    _move(plan, "plans.take_back", PlanStatus.DRAFT)
    plan.save(update_fields=["status"])
    plan.signatures.all().delete()
    return plan


@act("plans.agree", may=access.may_agree)
def agree(*, by: Person | None, at: datetime, plan: Plan, people: Sequence[Person]) -> Plan:
    """Agree to a shared plan; with the last yes it is agreed, its goals with it, and an earlier version is replaced.

    people: who says yes; oneself, or, entered by the lead mentor or the coordinator, those who said so.
    Refuses: plans.nobody, plans.not_asked, states.not_from_here.
    """
    plan = locked(plan)
    if plan.status != PlanStatus.SHARED:
        PLAN.step(plan.status, "plans.agree", PlanStatus.AGREED)
    sides = asked_to_agree(plan.relationship)
    if not people:
        raise Refused("plans.nobody", _("Choose who agreed."), field="people")
    for person in people:
        if person.pk not in {each.pk for each, _side in sides}:
            raise Refused("plans.not_asked", _("%(name)s is not part of this plan.") % {"name": person.name})
    signed = set(plan.signatures.values_list("person", flat=True))
    chosen = {person.pk for person in people}
    Signature.objects.bulk_create(
        Signature(plan=plan, person=person, side=side, recorded_by=by, signed_at=at)
        for person, side in sides
        if person.pk in chosen - signed
    )
    if {person.pk for person, _side in sides} <= signed | chosen:
        _all_agreed(plan, by, at)
    return plan


@act("plans.revise", may=access.leads_plan)
def revise(*, by: Person | None, at: datetime, plan: Plan, reason: str, confirmed_text: bool = False) -> Plan:
    """Begin a later version; the one in force holds until everybody has agreed to the new one (R208).

    Refuses: plans.not_in_force, plans.no_reason, plans.being_revised, text.names_somebody.
    """
    plan = locked(plan)
    if plan.status not in IN_FORCE:
        raise Refused("plans.not_in_force", _("Only a plan that holds is revised. Change this one as it is."))
    if queries.being_written(plan.relationship):
        raise Refused("plans.being_revised", _("A later version is being written already."))
    if not reason.strip():
        raise Refused("plans.no_reason", _("Say in a sentence why it changes."), field="reason")
    refuse_names(confirmed_text, reason=reason)
    return Plan.objects.create(
        relationship=plan.relationship, version=plan.version + 1, contact_rhythm=plan.contact_rhythm,
        confidentiality_terms=plan.confidentiality_terms, review_on=plan.review_on, reason=reason.strip(), begun_at=at,
    )  # fmt: skip


@act("plans.follow", may=access.nobody)
def follow(*, by: Person | None, at: datetime, relationship: Relationship) -> None:
    """Let the plan go with its relationship: in use when mentoring begins, closed when it ends. Taken inside that act."""
    rows = Plan.objects.select_for_update().filter(relationship=relationship)
    if relationship.status in UNDER_WAY:
        for plan in rows.filter(status=PlanStatus.AGREED):
            _move(plan, "plans.follow", PlanStatus.ACTIVE)
            plan.save(update_fields=["status"])
    elif relationship.status in (RelationshipStatus.COMPLETED, RelationshipStatus.ENDED_EARLY):
        target = PlanStatus.ACHIEVED if goals_are_achieved(relationship) else PlanStatus.CLOSED_UNMET
        for plan in rows.filter(status__in=(*BEING_WRITTEN, *IN_FORCE)):
            _move(plan, "plans.follow", target)
            plan.ended_at = at
            plan.save(update_fields=["status", "ended_at"])


def goals_are_achieved(relationship: Relationship) -> bool:
    """Whether there are required goals and every one of them is achieved; dropped ones do not count (R035)."""
    required = Goal.objects.filter(relationship=relationship, is_required=True).exclude(status=GoalStatus.DROPPED)
    states = set(required.values_list("status", flat=True))
    return states == {GoalStatus.ACHIEVED}


def asked_to_agree(relationship: Relationship) -> list[tuple[Person, str]]:
    """Return who has to agree: the lead mentor, then every mentee, each with their side."""
    lead = relationship.mentors.filter(is_lead=True, until=None).select_related("mentor__person").first()
    mentors = [(lead.mentor.person, Side.MENTOR.value)] if lead else []
    return [*mentors, *((person, Side.MENTEE.value) for person in queries.mentees_of(relationship))]


def draft_of(relationship: Relationship, at: datetime) -> Plan:
    """Return the version being written, begun here where there is no plan yet; held until the transaction ends.

    Refuses: plans.relationship_over, plans.revise_first, plans.being_agreed.
    """
    relationship = locked(relationship)
    if relationship.status not in OPEN:
        raise Refused("plans.relationship_over", _("This relationship has ended. Its plan is kept as it is."))
    found = queries.being_written(relationship)
    if found is None:
        if queries.in_force(relationship) is not None:
            raise Refused(
                "plans.revise_first", _("This plan was agreed. Revise it, and everybody agrees to the change.")
            )
        return Plan.objects.create(relationship=relationship, begun_at=at)
    if found.status == PlanStatus.SHARED:
        raise Refused(
            "plans.being_agreed", _("This plan waits for agreement. Take it back first; then everybody is asked again.")
        )
    return locked(found)


def _all_agreed(plan: Plan, by: Person | None, at: datetime) -> None:
    for earlier in Plan.objects.filter(relationship=plan.relationship, status__in=IN_FORCE):
        _move(earlier, "plans.agree", PlanStatus.REVISED)
        earlier.ended_at = at
        earlier.save(update_fields=["status", "ended_at"])
    now_in_use = plan.relationship.status in UNDER_WAY
    _move(plan, "plans.agree", PlanStatus.ACTIVE if now_in_use else PlanStatus.AGREED)
    plan.agreed_at = at
    plan.save(update_fields=["status", "agreed_at"])
    proposed = list(Goal.objects.filter(relationship=plan.relationship, status=GoalStatus.PROPOSED))
    for goal in proposed:
        goal.status, goal.status_since = GOAL.step(goal.status, "plans.agree"), day_of(at)
    Goal.objects.bulk_update(proposed, ["status", "status_since"])
    GoalStep.objects.bulk_create(
        GoalStep(goal=goal, act="plans.agree", after=goal.status, by=by, at=at) for goal in proposed
    )


def _move(plan: Plan, name: str, target: PlanStatus) -> None:
    plan.status = PLAN.step(plan.status, name, target)
