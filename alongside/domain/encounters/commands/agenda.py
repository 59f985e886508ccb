"""What can be done with the agenda of a visit: its time laid out, objectives taken up, what became of each."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.plans.models import Goal
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import ActionItem, AgendaBlock, EncounterObjective, Visit
from ..rules import agenda as rules
from ..rules.states import AHEAD
from ..terms import ObjectiveResult, ObjectiveSource
from .checks import locked_draft


@act("encounters.lay_out_visit", may=access.may_change_visit)
def lay_out_visit(
    *, by: Person | None, at: datetime, visit: Visit, blocks: Sequence[rules.Block], confirmed_text: bool = False
) -> Visit:
    """Say how the time of a visit is used; laid out again it replaces what was there (R051).

    Refuses: every code of rules.agenda.why_not_laid_out, encounters.visit_fell_out, encounters.visit_submitted,
    text.names_somebody.
    """
    visit = _unfinished(visit)
    refuse(rules.why_not_laid_out(blocks, length=visit.until_on - visit.held_on))
    refuse_names(confirmed_text, **{f"note_{number}": each.note for number, each in enumerate(blocks)})
    AgendaBlock.objects.filter(visit=visit).delete()
    AgendaBlock.objects.bulk_create(
        AgendaBlock(
            visit=visit, day=each.day, starts_at=each.starts_at, minutes=each.minutes, kind=each.kind, note=each.note.strip()
        )
        for each in blocks
    )  # fmt: skip
    return visit


@act("encounters.set_objectives", may=access.may_change_visit)
def set_objectives(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit,
    goals: Sequence[Goal] = (),
    actions: Sequence[ActionItem] = (),
    left: Sequence[EncounterObjective] = (),
    text: str = "",
    person: Person | None = None,
    confirmed_text: bool = False,
) -> list[EncounterObjective]:
    """Take up what a visit is to reach; what stands there already stays, once (R057).

    left: objectives of earlier visits that were not reached. text: a need of the service in a sentence; person: with
    whom, None for the team. Refuses: encounters.no_objective, encounters.too_many_objectives,
    encounters.objective_elsewhere, encounters.visit_fell_out, encounters.visit_submitted, text.names_somebody.
    """
    visit = _unfinished(visit)
    if not (goals or actions or left or text.strip()):
        raise Refused("encounters.no_objective", _("Choose an objective, or write one."), field="text")
    places = {*(each.place_id for each in actions), *(each.relationship.place_id for each in goals)}
    if places - {visit.place_id}:
        raise Refused(
            "encounters.objective_elsewhere", _("A goal or action belongs to another place. Choose one of this place.")
        )
    refuse_names(confirmed_text, text=text)
    kept = list(EncounterObjective.objects.filter(visit=visit))
    there = {(each.goal_id, each.action_id, each.text, each.person_id) for each in kept}
    wanted = [
        *(EncounterObjective(source=ObjectiveSource.GOAL, goal=each, text=each.text, person=each.mentee) for each in goals),
        *(EncounterObjective(source=ObjectiveSource.ACTION, action=each, text=each.text, person=each.person) for each in actions),
        *(EncounterObjective(source=ObjectiveSource.LEFT, goal=each.goal, action=each.action, text=each.text, person=each.person) for each in left),
    ]  # fmt: skip
    if text.strip():
        wanted.append(EncounterObjective(source=ObjectiveSource.SERVICE, text=text.strip(), person=person))
    made = []
    for each in wanted:
        key = (each.goal_id, each.action_id, each.text, each.person_id)
        if key not in there:
            there.add(key)
            each.visit = visit
            made.append(each)
    if len(kept) + len(made) > rules.MOST_OBJECTIVES:
        raise Refused(
            "encounters.too_many_objectives",
            _("A visit takes up %(n)s objectives at most. Choose those that matter now.") % {"n": rules.MOST_OBJECTIVES},
        )  # fmt: skip
    return EncounterObjective.objects.bulk_create(made)


@act("encounters.drop_objective", may=access.may_change_objective)
def drop_objective(*, by: Person | None, at: datetime, objective: EncounterObjective) -> None:
    """Take an objective off a visit, as long as nobody said what became of it.

    Refuses: encounters.objective_judged, encounters.visit_fell_out, encounters.visit_submitted.
    """
    _unfinished(objective.visit)
    objective = locked(objective)
    if objective.result:
        raise Refused("encounters.objective_judged", _("Somebody already said what became of it, so it stays."))
    objective.delete()


@act("encounters.judge_objectives", may=access.may_change_visit)
def judge_objectives(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit,
    results: Sequence[tuple[EncounterObjective, str, str]],
    confirmed_text: bool = False,
) -> Visit:
    """Say of objectives what became of each; said again it is as said last (R057).

    results: (objective, result of ObjectiveResult, a word on it). Refuses: encounters.note_on_not_met,
    encounters.objective_elsewhere, encounters.not_held_yet, encounters.visit_fell_out, encounters.visit_submitted, text.names_somebody.
    """
    visit = locked_draft(visit)
    of_visit = {each.pk: each for each in EncounterObjective.objects.filter(visit=visit)}
    for objective, result, note in results:
        if result == ObjectiveResult.NOT_MET and not note.strip():
            raise Refused(
                "encounters.note_on_not_met",
                _("Say in a few words what stood in the way of: %(text)s") % {"text": objective.text},
                field=f"note_{objective.pk}",
            )
        found = of_visit.get(objective.pk)
        if found is None:
            raise Refused("encounters.objective_elsewhere", _("An objective belongs to another visit. Open that one."))
        found.result, found.note = ObjectiveResult(result).value, note.strip()
    refuse_names(confirmed_text, **{f"note_{each.pk}": note for each, _result, note in results})
    EncounterObjective.objects.bulk_update(of_visit.values(), ["result", "note"])
    return visit


def _unfinished(visit: Visit) -> Visit:
    """Return the visit as it is now, held: one that is still ahead or being written."""
    now = locked(visit)
    return now if now.status in AHEAD else locked_draft(now)
