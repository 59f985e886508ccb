"""Who may record what happened, and who sees how much of it (R217).

A person's items are for the person, whoever observed them, and the mentors and coordinators of the area where the
person works now or was seen; an in-charge sees levels and agreed actions; whoever runs a programme sees figures over
at least five. A verifier sees what they observed themselves: whoever observes independently should not know what
others found.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from alongside.domain.people.access import SEE_PEOPLE, held, holds, in_force, paths
from alongside.domain.people.models import Employment, Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.access import holds_in
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import within, within_any

from .models import (
    ActionItem,
    Attendance,
    Debrief,
    Encounter,
    EncounterObjective,
    FeedbackNote,
    Observation,
    ObservationDraft,
    Submission,
    SystemsIssue,
    Visit,
    VisitMentor,
)
from .terms import ObserverContext

RECORD = frozenset({Role.MENTOR, Role.MASTER_MENTOR, Role.COORDINATOR, Role.VERIFIER})
CORRECT = frozenset({Role.COORDINATOR})
CONFIRM = CORRECT | {Role.IN_CHARGE}
VERIFY = CORRECT | {Role.MANAGER}
DETAIL = frozenset({Role.MENTOR, Role.MASTER_MENTOR, Role.COORDINATOR})
LEVELS = DETAIL | {Role.IN_CHARGE}
SEE_VISITS = LEVELS | {Role.VERIFIER, Role.ADMINISTRATOR, Role.MANAGER, Role.ME_OFFICER}
SEE_ACTIONS = LEVELS
ANSWER_ISSUES = frozenset({Role.IN_CHARGE, Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR})
OPEN_ISSUES = RECORD | ANSWER_ISSUES
EXPORT_ITEMS = frozenset({Role.ME_OFFICER})  # rows without names


# Who may


def may_visit(by: Person, *, place: OrgUnit, programme: Programme | None = None, **_: Any) -> bool:
    """Whoever mentors, verifies or coordinates over the place."""
    return holds_in(by, programme, RECORD, at=place.path)


def may_plan(
    by: Person, *, place: OrgUnit, programme: Programme, mentors: Iterable[tuple[Person, str]] = (), **_: Any
) -> bool:
    """Whoever mentors over the place, for a visit they go on themselves; its coordinator for anybody's."""
    if holds_in(by, programme, CORRECT, at=place.path):
        return True
    people = [person.pk for person, _role in mentors]
    return holds_in(by, programme, RECORD, at=place.path) and (not people or by.pk in people)


def may_confirm(by: Person, *, visit: Visit, **_: Any) -> bool:
    """The in-charge of the place; or the coordinator, who then says why."""
    return holds_in(by, visit.programme, CONFIRM, at=visit.area_path)


def leads_place(by: Person, *, visit: Visit) -> bool:
    """Whether somebody is the in-charge of the place."""
    return holds_in(by, visit.programme, frozenset({Role.IN_CHARGE}), at=visit.area_path)


def may_say_for(by: Person, *, visit: Visit, mentor: Person, **_: Any) -> bool:
    """Each mentor for themselves; the coordinator enters what was said on the phone."""
    return by.pk == mentor.pk or coordinates(by, visit=visit)


def coordinates(by: Person, *, visit: Visit, **_: Any) -> bool:
    """The coordinator of the place."""
    return holds_in(by, visit.programme, CORRECT, at=visit.area_path)


def may_verify(by: Person, *, visit: Visit, **_: Any) -> bool:
    """The coordinator of the place; the manager of the programme where the coordinator was on the visit."""
    return holds_in(by, visit.programme, VERIFY, at=visit.area_path)


def may_cancel(by: Person, *, visit: Visit, **_: Any) -> bool:
    """Whoever may change the visit, and the in-charge of the place."""
    return may_change_visit(by, visit=visit) or may_confirm(by, visit=visit)


def may_sweep(by: Person, **_: Any) -> bool:
    """Nobody: the installation does it by itself, every night."""
    return False


def is_verifier(person: Person | None, *, place: OrgUnit, programme: Programme | None) -> bool:
    """Whether somebody may observe independently at a place."""
    return holds_in(person, programme, frozenset({Role.VERIFIER}), at=place.path)


def context_of(observer: Person, mentee: Person | None, *, place: OrgUnit, programme: Programme | None) -> str:
    """Return how an observer most likely stands to a person, for a form to begin with."""
    if mentee is not None and observer.pk == mentee.pk:
        return ObserverContext.SELF
    if is_verifier(observer, place=place, programme=programme):
        return ObserverContext.INDEPENDENT
    return ObserverContext.RELATIONSHIP_MENTOR


def may_change_visit(by: Person, *, visit: Visit, **_: Any) -> bool:
    """Whoever began the visit or mentors on it, and the coordinator of the place; with a role over the place today."""
    if not holds_in(by, visit.programme, RECORD, at=visit.area_path):
        return False
    return (
        visit.recorded_by_id == by.pk
        or holds_in(by, visit.programme, CORRECT, at=visit.area_path)
        or VisitMentor.objects.filter(visit=visit, person=by).exists()
    )


def may_change_objective(by: Person, *, objective: EncounterObjective, **_: Any) -> bool:
    """Whoever may change the visit it belongs to."""
    return may_change_visit(by, visit=objective.visit)


def may_meet(
    by: Person, *, visit: Visit | None = None, place: OrgUnit | None = None, programme: Any = None, **_: Any
) -> bool:
    """On a visit, whoever may change it; without one, whoever records over the place."""
    if visit is not None:
        return may_change_visit(by, visit=visit)
    return place is not None and may_visit(by, place=place, programme=programme)


def may_change_encounter(by: Person, *, encounter: Encounter, **_: Any) -> bool:
    """The mentor of the encounter, whoever may change its visit, and the coordinator of the place."""
    if encounter.visit is not None and may_change_visit(by, visit=encounter.visit):
        return True
    wanted = RECORD if encounter.mentor_id == by.pk else CORRECT
    return holds_in(by, encounter.programme, wanted, at=encounter.area_path)


def may_attend(by: Person, *, person: Person, **_: Any) -> bool:
    """Everybody says it of themselves only."""
    return by.pk == person.pk


def may_observe(
    by: Person,
    *,
    visit: Visit | None = None,
    encounter: Encounter | None = None,
    draft: ObservationDraft | None = None,
    observer: Person | None = None,
    **_: Any,
) -> bool:
    """Whoever may change the visit and observed themselves; for another observer, the coordinator of the place."""
    visit = visit or (draft.visit if draft else encounter.visit if encounter else None)
    if visit is None:
        return encounter is not None and may_change_encounter(by, encounter=encounter)
    if observer is not None and observer.pk != by.pk:
        return holds_in(by, visit.programme, CORRECT, at=visit.area_path)
    return may_change_visit(by, visit=visit)


def may_change_draft(by: Person, *, draft: ObservationDraft, **_: Any) -> bool:
    """Whoever is filling the checklist, while they may change the visit."""
    return draft.by_id == by.pk and may_change_visit(by, visit=draft.visit)


def may_correct(by: Person, *, observation: Observation, **_: Any) -> bool:
    """Whoever observed, and the coordinator of the place (R215)."""
    return observation.observer_id == by.pk or holds_in(by, observation.programme, CORRECT, at=observation.area_path)


def may_send(by: Person, **_: Any) -> bool:
    """Whoever has a phone of ours and is still with us. What becomes of a record depends on the role held on its day."""
    return by.is_active


def may_derive(by: Person, *, submission: Submission, **_: Any) -> bool:
    """Whoever sent it, and the coordinator of the place where they work."""
    return Submission.objects.filter(sent_rows(by), pk=submission.pk).exists()


def may_delete_submission(by: Person, *, submission: Submission, **_: Any) -> bool:
    """The coordinator of the area where it was made, and administrators."""
    place = Observation.objects.filter(submission=submission).values_list("area_path", flat=True).first()
    return holds(by, Role.ADMINISTRATOR, Role.COORDINATOR, at=place if place is not None else "")


def may_acknowledge_feedback(by: Person, *, note: FeedbackNote, **_: Any) -> bool:
    """The person it was given to; for a team, whoever took part."""
    if note.person_id is not None:
        return note.person_id == by.pk
    return Attendance.objects.filter(encounter=note.encounter, person=by).exists()


def may_agree(
    by: Person, *, place: OrgUnit, encounter: Encounter | None = None, observation: Observation | None = None, **_: Any
) -> bool:
    """Whoever records over the place, and its in-charge."""
    programme = (encounter or observation).programme if encounter or observation else None  # type: ignore[union-attr]
    return holds_in(by, programme, RECORD | {Role.IN_CHARGE}, at=place.path)


def may_report_action(by: Person, *, action: ActionItem, **_: Any) -> bool:
    """Whoever takes it forward or is learning from it; and the mentors, coordinators and in-charge of the place."""
    if by.pk in (action.owner_id, action.person_id):
        return True
    return any(each.role in SEE_ACTIONS and action.area_path.startswith(each.path) for each in held(by))


def may_open_issue(by: Person, *, place: OrgUnit, **_: Any) -> bool:
    """Whoever works in mentoring over the place, and whoever answers for it."""
    return any(each.role in OPEN_ISSUES and place.path.startswith(each.path) for each in held(by))


def may_answer_issue(by: Person, *, issue: SystemsIssue, **_: Any) -> bool:
    """Whoever answers for the place, and whoever opened the issue."""
    return issue.opened_by_id == by.pk or any(
        each.role in ANSWER_ISSUES and issue.area_path.startswith(each.path) for each in held(by)
    )


def may_confirm_issue(by: Person, *, issue: SystemsIssue, **_: Any) -> bool:
    """Who reported it, and who leads the place: they see whether it is so."""
    return issue.opened_by_id == by.pk or any(
        each.role == Role.IN_CHARGE and issue.area_path.startswith(each.path) for each in held(by)
    )


def may_accept_risk(by: Person, *, issue: SystemsIssue, **_: Any) -> bool:
    """Whoever coordinates or runs the programme over the place."""
    return any(
        each.role in (Role.COORDINATOR, Role.MANAGER) and issue.area_path.startswith(each.path) for each in held(by)
    )


def may_acknowledge_debrief(by: Person, *, debrief: Debrief, **_: Any) -> bool:
    """Who leads the place that was visited."""
    return any(each.role == Role.IN_CHARGE and debrief.visit.area_path.startswith(each.path) for each in held(by))


def may_note_debrief(by: Person, *, debrief: Debrief, **_: Any) -> bool:
    """Whoever may change the visit."""
    return may_change_visit(by, visit=debrief.visit)


def sees_names(person: Person | None, visit: Visit) -> bool:
    """Whether somebody meets the people of a visit by name: in their area, or on their own visit."""
    if person is None:
        return False
    over = any(each.role in SEE_PEOPLE and visit.area_path.startswith(each.path) for each in held(person))
    return over or visit.recorded_by_id == person.pk or VisitMentor.objects.filter(visit=visit, person=person).exists()


# Which rows


def detail_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: of which every item may be seen."""
    if seen_by is None:
        return Q(pk__in=[])
    return Q(mentee=seen_by) | Q(observer=seen_by) | _observed_or_working(seen_by, DETAIL)


def level_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: of which at least the level may be seen, by name."""
    if seen_by is None:
        return Q(pk__in=[])
    return Q(mentee=seen_by) | Q(observer=seen_by) | _observed_or_working(seen_by, LEVELS)


def export_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: which an M&E officer may take out item by item, without names."""
    return Q(pk__in=[]) if seen_by is None else within_roles(seen_by, EXPORT_ITEMS)


def sent_rows(seen_by: Person | None) -> Q:
    """Return the condition on Submission: what one sent, and what was sent by those who work in one's areas."""
    if seen_by is None:
        return Q(pk__in=[])
    here = within_any(paths(seen_by, *CORRECT), field="place__path")
    senders = Employment.objects.filter(in_force(), here, person=OuterRef("sent_by"))
    return Q(sent_by=seen_by) | Q(Exists(senders))


def visit_rows(seen_by: Person | None) -> Q:
    """Return the condition on Visit: those of one's areas, and one's own."""
    if seen_by is None:
        return Q(pk__in=[])
    own = VisitMentor.objects.filter(visit=OuterRef("pk"), person=seen_by)
    return Q(recorded_by=seen_by) | Q(Exists(own)) | within_roles(seen_by, SEE_VISITS)


def encounter_rows(seen_by: Person | None) -> Q:
    """Return the condition on Encounter: who met whom, in one's areas, and one's own."""
    if seen_by is None:
        return Q(pk__in=[])
    own = Attendance.objects.filter(encounter=OuterRef("pk"), person=seen_by)
    return Q(mentor=seen_by) | Q(Exists(own)) | within_roles(seen_by, LEVELS)


def action_rows(seen_by: Person | None) -> Q:
    """Return the condition on ActionItem: what one takes forward, what is about one, and what was agreed in one's areas."""
    if seen_by is None:
        return Q(pk__in=[])
    return (
        Q(owner=seen_by) | Q(person=seen_by) | Q(encounter__mentor=seen_by)
        | within_roles(seen_by, SEE_ACTIONS, programme="")
    )  # fmt: skip


def issue_rows(seen_by: Person | None) -> Q:
    """Return the condition on SystemsIssue: those of one's areas, and those one opened."""
    if seen_by is None:
        return Q(pk__in=[])
    return Q(opened_by=seen_by) | within_roles(seen_by, SEE_VISITS, programme="")


def within_roles(person: Person, wanted: Iterable[str], *, programme: str = "programme") -> Q:
    """Return the condition on a row with area_path that it lies where a person holds one of these roles.

    programme: the field that a role for one programme is compared with; "" where the row belongs to none.
    """
    wanted = frozenset(wanted)
    condition = Q(pk__in=[])
    for each in held(person):
        if each.role in wanted:
            here = within(each.path, field="area_path")
            bound = programme and each.programme_id is not None
            condition |= here & Q(**{programme: each.programme_id}) if bound else here
    return condition


def _observed_or_working(person: Person, wanted: frozenset[str]) -> Q:
    """Where the person observed was seen, or works now: a record moves with the person (R020)."""
    condition = within_roles(person, wanted)
    for each in held(person):
        if each.role in wanted:
            now = Employment.objects.filter(
                in_force(), within(each.path, field="place__path"), person=OuterRef("mentee")
            )
            here = Q(Exists(now))
            condition |= here if each.programme_id is None else here & Q(programme=each.programme_id)
    return condition
