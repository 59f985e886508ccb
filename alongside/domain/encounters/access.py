"""Who may record what, and which rows of encounters somebody sees (R217)."""

from django.db.models import Exists, OuterRef, Q

from alongside.domain.people.access import employed_within, has, holds, paths
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within_any

from .models import ActionItem, Encounter, FeedbackNote, Observation, ObservationDraft, SystemsIssue, Visit, VisitMentor

RECORD = (Role.MENTOR, Role.MASTER_MENTOR, Role.COORDINATOR, Role.VERIFIER)
SEE_ITEMS = (
    Role.MENTOR,
    Role.MASTER_MENTOR,
    Role.COORDINATOR,
    Role.VERIFIER,
)  # besides the person themselves and the observer
SEE_LEVELS = (*SEE_ITEMS, Role.IN_CHARGE)
SEE_FIGURES = (*SEE_LEVELS, Role.MANAGER, Role.ME_OFFICER, Role.PARTNER)
SEE_VISITS = (*SEE_LEVELS, Role.MANAGER, Role.ME_OFFICER)
ANALYSE = (Role.ME_OFFICER,)  # rows of observations without names
SMALLEST_GROUP = 5  # fewer people than this are not shown to those who see figures only


def may_record(by: Person, *, place: OrgUnit, **_: object) -> bool:
    """Whoever mentors, coordinates or verifies in that place."""
    return holds(by, *RECORD, at=place.path)


def may_change_visit(by: Person, *, visit: Visit, **_: object) -> bool:
    """The visit's mentors, whoever recorded it, and the coordinator of the area."""
    return (
        by.pk == visit.recorded_by_id
        or holds(by, Role.COORDINATOR, at=visit.area_path)
        or VisitMentor.objects.filter(visit=visit, person=by).exists()
    )


def may_add_encounter(by: Person, *, place: OrgUnit, visit: Visit | None = None, **_: object) -> bool:
    """Whoever may record in the place; on a visit, whoever may change it."""
    return may_change_visit(by, visit=visit) if visit else may_record(by, place=place)


def may_observe(by: Person, *, place: OrgUnit | None = None, visit: Visit | None = None, **_: object) -> bool:
    """Whoever may record in the place."""
    where = place or (visit and visit.place)
    return where is not None and may_record(by, place=where)


def may_change_draft(by: Person, *, draft: ObservationDraft, **_: object) -> bool:
    """Whoever is filling it."""
    return by.pk == draft.observer_id


def may_correct(by: Person, *, observation: Observation, **_: object) -> bool:
    """Whoever observed, and the coordinator of the area."""
    return by.pk == observation.observer_id or holds(by, Role.COORDINATOR, at=observation.area_path)


def may_give_feedback(by: Person, *, encounter: Encounter, **_: object) -> bool:
    """The encounter's mentor, and the coordinator of the area."""
    return by.pk == encounter.mentor_id or holds(by, Role.COORDINATOR, at=encounter.area_path)


def may_acknowledge(by: Person, *, feedback: FeedbackNote, **_: object) -> bool:
    """The person it was given to."""
    return by.pk == feedback.person_id


def may_agree_action(by: Person, *, place: OrgUnit, **_: object) -> bool:
    """Whoever works on the place's practice: mentors, coordinators, the in-charge."""
    return holds(by, *SEE_LEVELS, at=place.path)


def may_close_action(by: Person, *, action: ActionItem, **_: object) -> bool:
    """Its owner, the person it is about, and whoever works on the place's practice."""
    return by.pk in {action.owner_id, action.person_id} or holds(by, *SEE_LEVELS, at=action.area_path)


def may_open_issue(by: Person, *, place: OrgUnit, **_: object) -> bool:
    """Whoever works on the place's practice."""
    return holds(by, *SEE_LEVELS, at=place.path)


def may_move_issue(by: Person, *, issue: SystemsIssue, **_: object) -> bool:
    """The in-charge, the coordinator and mentors of the place."""
    return holds(by, *SEE_LEVELS, at=issue.area_path)


def visit_rows(seen_by: Person | None) -> Q:
    """Return the condition on Visit: made in the person's areas, or by them."""
    if seen_by is None:
        return Q(pk__in=[])
    mine = VisitMentor.objects.filter(visit=OuterRef("pk"), person=seen_by)
    return within_any(paths(seen_by, *SEE_VISITS), field="area_path") | Q(recorded_by=seen_by) | Q(Exists(mine))


def detail_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: whose item-level results the person may see.

    The observed, the observer, and those who mentor, coordinate or verify where it was seen or where the observed
    works now: the record follows a transfer (R020).
    """
    if seen_by is None:
        return Q(pk__in=[])
    areas = paths(seen_by, *SEE_ITEMS)
    mine = Q(mentee=seen_by) | Q(observer=seen_by)
    return mine | within_any(areas, field="area_path") | _works_in(areas) if areas else mine


def level_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: whose level and day the person may see; the in-charge's staff of today."""
    staff = paths(seen_by, Role.IN_CHARGE)
    return detail_rows(seen_by) | _works_in(staff) if staff else detail_rows(seen_by)


def figure_rows(seen_by: Person | None) -> Q:
    """Return the condition on Observation: what may enter a figure shown to the person."""
    return within_any(paths(seen_by, *SEE_FIGURES), field="area_path")


def action_rows(seen_by: Person | None) -> Q:
    """Return the condition on ActionItem."""
    if seen_by is None:
        return Q(pk__in=[])
    return within_any(paths(seen_by, *SEE_LEVELS), field="area_path") | Q(owner=seen_by) | Q(person=seen_by)


def issue_rows(seen_by: Person | None) -> Q:
    """Return the condition on SystemsIssue."""
    return within_any(paths(seen_by, *SEE_VISITS), field="area_path")


def sees_items(person: Person | None, observation: Observation) -> bool:
    """Whether a person may see the answers of one observation."""
    return Observation.objects.filter(detail_rows(person), pk=observation.pk).exists()


def analyses(person: Person | None) -> bool:
    """Whether a person works with rows without names."""
    return has(*ANALYSE)(person)


def _works_in(area_paths: list[str]) -> Q:
    people = Person.objects.filter(employed_within(area_paths)).values("pk")
    return Q(mentee__in=people)
