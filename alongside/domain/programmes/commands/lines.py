"""What can be done with the lines of a design: state, change and take out. `row`: the line that is changed, None for a new one."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Cadre, Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import (
    Approach,
    CadencePhase,
    Competency,
    Component,
    Focus,
    HandOver,
    Incentive,
    OptionScore,
    Overlap,
    Programme,
    ProgrammeGoal,
    StartUpStep,
    Structure,
    TechnicalArea,
)
from ..rules.design import why_not_a_goal
from ..terms import Measured, StartUp, Use
from .design import ask_open, plan_default


@act("programmes.state_goal", may=access.may_change_design)
def state_goal(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    kind: str,
    text: str,
    indicator: str,
    baseline: Decimal | None,
    target: Decimal | None,
    due_on: date | None,
    measured: str = Measured.PERCENT,
    row: ProgrammeGoal | None = None,
    confirmed_text: bool = False,
) -> ProgrammeGoal:
    """State a goal with its indicator, baseline and target (R002).

    Refuses: every code of rules.design.why_not_a_goal, programmes.design_is_closed, text.names_somebody.
    """
    refuse(
        why_not_a_goal(
            text=text,
            indicator=indicator,
            baseline=baseline,
            target=target,
            due_on=due_on,
            starts_on=programme.starts_on,
        )
    )
    refuse_names(confirmed_text, text=text)
    return _keep(
        ProgrammeGoal, programme, row, kind=kind, text=text.strip(), indicator=indicator, measured=measured,
        baseline=baseline, target=target, due_on=due_on,
    )  # fmt: skip


@act("programmes.map_approach", may=access.may_change_design)
def map_approach(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    kind: str,
    name: str,
    starts_on: date,
    ends_on: date | None = None,
    purpose: str = "",
    delivered_by: str = "",
    rhythm: str = "",
    place: OrgUnit | None = None,
    cadre: Cadre | None = None,
    competency: Competency | None = None,
    row: Approach | None = None,
    confirmed_text: bool = False,
) -> Approach:
    """Map what else is under way (R001). A purpose may follow later; the step is not done without it (R129).

    Refuses: programmes.not_said, programmes.ends_before_it_starts, programmes.outside_programme,
    programmes.design_is_closed, text.names_somebody.
    """
    _say(name, "name")
    _in_order(starts_on, ends_on)
    if place is not None and not place.path.startswith(programme.place.path):
        raise Refused("programmes.outside_programme", _("Choose a place inside the programme's area."), field="place")
    refuse_names(confirmed_text, name=name, purpose=purpose, delivered_by=delivered_by, rhythm=rhythm)
    return _keep(
        Approach, programme, row, kind=kind, name=name.strip(), purpose=purpose.strip(), rhythm=rhythm.strip(),
        delivered_by=delivered_by.strip(), place=place, cadre=cadre, competency=competency, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip


@act("programmes.answer_overlap", may=access.may_answer_overlap)
def answer_overlap(
    *, by: Person | None, at: datetime, first: Approach, second: Approach, answer: str, note: str,
    confirmed_text: bool = False,
) -> Overlap:  # fmt: skip
    """Say what was done about two approaches that meet (R128).

    Refuses: programmes.no_note, programmes.other_programme, programmes.design_is_closed, text.names_somebody.
    """
    if first.programme_id != second.programme_id or first.pk == second.pk:
        raise Refused("programmes.other_programme", _("Choose two approaches of one programme."))
    if not note.strip():
        raise Refused("programmes.no_note", _("Say in a sentence what was decided."), field="note")
    refuse_names(confirmed_text, note=note)
    ask_open(first.programme)
    first, second = sorted((first, second), key=lambda each: each.pk)
    kept, _new = Overlap.objects.update_or_create(
        first=first, second=second, defaults={"answer": answer, "note": note.strip()}
    )
    return kept


@act("programmes.weigh_option", may=access.may_change_design)
def weigh_option(
    *, by: Person | None, at: datetime, programme: Programme, model: str, criterion: str, points: int | None,
    note: str = "", confirmed_text: bool = False,
) -> OptionScore:  # fmt: skip
    """Weigh a model by one criterion, 1 to 5, with a word why (R131); said again it replaces what was said.

    Refuses: programmes.points_out_of_range, programmes.no_note, programmes.design_is_closed, text.names_somebody.
    """
    if points not in (1, 2, 3, 4, 5):
        raise Refused("programmes.points_out_of_range", _("Choose a number from 1 to 5."), field="points")
    if not note.strip():
        raise Refused("programmes.no_note", _("Say in a sentence what was decided."), field="note")
    refuse_names(confirmed_text, note=note)
    ask_open(programme)
    kept, _new = OptionScore.objects.update_or_create(
        programme=programme, model=model, criterion=criterion, defaults={"points": points, "note": note.strip()}
    )
    return kept


@act("programmes.note_structure", may=access.may_change_design)
def note_structure(
    *, by: Person | None, at: datetime, programme: Programme, name: str, use: str, reason: str = "",
    row: Structure | None = None, confirmed_text: bool = False,
) -> Structure:  # fmt: skip
    """Note something that exists and what becomes of it (R133).

    Refuses: programmes.not_said, programmes.new_needs_reason, programmes.design_is_closed, text.names_somebody.
    """
    _say(name, "name")
    if use == Use.NEW and not reason.strip():
        raise Refused(
            "programmes.new_needs_reason", _("Say why nothing that exists can be used or adapted."), field="reason"
        )
    refuse_names(confirmed_text, name=name, reason=reason)
    return _keep(Structure, programme, row, name=name.strip(), use=use, reason=reason.strip())


@act("programmes.hand_on", may=access.may_change_design)
def hand_on(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    what: str,
    now: str,
    later: str,
    by_government: bool = False,
    yearly_cost: Decimal | None = None,
    from_on: date | None = None,
    row: HandOver | None = None,
    confirmed_text: bool = False,
) -> HandOver:
    """Say who does and pays something now and after a partner has left (R136).

    yearly_cost: in the programme's currency, None where it is not known. Refuses: programmes.not_said,
    programmes.cost_below_zero, programmes.design_is_closed, text.names_somebody.
    """
    for field, said in (("what", what), ("now", now), ("later", later)):
        _say(said, field)
    if yearly_cost is not None and yearly_cost < 0:
        raise Refused("programmes.cost_below_zero", _("Enter the cost of a year, 0 or more."), field="yearly_cost")
    refuse_names(confirmed_text, what=what, now=now, later=later)
    return _keep(
        HandOver, programme, row, what=what.strip(), now=now.strip(), later=later.strip(), by_government=by_government,
        yearly_cost=yearly_cost, from_on=from_on,
    )  # fmt: skip


@act("programmes.promise_incentive", may=access.may_change_design)
def promise_incentive(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    what: str,
    whom: str,
    payer: str,
    ends_on: date | None = None,
    payer_after: str = "",
    row: Incentive | None = None,
    confirmed_text: bool = False,
) -> Incentive:
    """Plan what somebody receives and who pays (R158). payer_after: who pays after the last day, "" for nobody yet.

    Refuses: programmes.not_said, programmes.no_payer, programmes.design_is_closed, text.names_somebody.
    """
    _say(what, "what")
    if not payer.strip():
        raise Refused("programmes.no_payer", _("Say who pays for it."), field="payer")
    refuse_names(confirmed_text, what=what, payer=payer, payer_after=payer_after)
    return _keep(
        Incentive, programme, row, what=what.strip(), whom=whom, payer=payer.strip(), ends_on=ends_on,
        payer_after=payer_after.strip(),
    )  # fmt: skip


@act("programmes.choose_model", may=access.may_change_design)
def choose_model(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    model: str,
    deployment: str,
    most_mentees: int | None,
    most_places: int | None,
    areas: Sequence[TechnicalArea] = (),
    note: str = "",
    row: Component | None = None,
    confirmed_text: bool = False,
) -> Component:
    """Choose a model with its caseload; a new one comes with the rhythm it usually has (R071, R103).

    most_mentees, most_places: for each mentor at one time. areas: none is all of them.
    Refuses: programmes.cap_out_of_range, programmes.model_twice, programmes.design_is_closed, text.names_somebody.
    """
    for field, cap in (("most_mentees", most_mentees), ("most_places", most_places)):
        if cap is None or not 1 <= cap <= 200:
            raise Refused("programmes.cap_out_of_range", _("Enter a number from 1 to 200."), field=field)
    twice = Component.objects.filter(programme=programme, model=model, deployment=deployment)
    if twice.exclude(pk=row and row.pk).exists():
        raise Refused("programmes.model_twice", _("This model is there already. Change it instead."), field="model")
    refuse_names(confirmed_text, note=note)
    kept = _keep(
        Component, programme, row, model=model, deployment=deployment, most_mentees=most_mentees,
        most_places=most_places, note=note.strip(),
    )  # fmt: skip
    kept.areas.set(areas)
    if row is None:
        plan_default(kept)
    return kept


@act("programmes.plan_phase", may=access.may_plan_phase)
def plan_phase(
    *,
    by: Person | None,
    at: datetime,
    component: Component,
    channel: str,
    times: int | None,
    every: int | None,
    unit: str,
    rounds: int | None = None,
    minutes: int | None = None,
    area: TechnicalArea | None = None,
    row: CadencePhase | None = None,
) -> CadencePhase:
    """Plan one stretch of a rhythm; a new one follows those of its channel (R104).

    rounds: how often the interval is repeated, None until the programme ends. minutes: of one contact.
    Refuses: programmes.rhythm_out_of_range, programmes.other_programme, programmes.design_is_closed.
    """
    for field, number, most in (("times", times, 14), ("every", every, 52), ("rounds", rounds or 1, 400), ("minutes", minutes or 1, 6000)):  # fmt: skip
        if number is None or not 1 <= number <= most:
            raise Refused(
                "programmes.rhythm_out_of_range", _("Enter a number from 1 to %(most)s.") % {"most": most}, field=field
            )
    if row is not None and row.component.programme_id != component.programme_id:
        raise Refused("programmes.other_programme", _("This line belongs to another programme."))
    ask_open(component.programme)
    kept = row or CadencePhase(order=CadencePhase.objects.filter(component=component).count())
    kept.component, kept.channel, kept.area = component, channel, area
    kept.times, kept.every, kept.unit, kept.rounds, kept.minutes = times or 1, every or 1, unit, rounds, minutes or 0
    kept.save()
    return kept


@act("programmes.focus_on", may=access.may_change_design)
def focus_on(
    *, by: Person | None, at: datetime, programme: Programme, competency: Competency | None, purpose: str
) -> Focus:
    """Make a competency part of the programme and say whether it is new or reinforced (R163); said again it changes.

    Refuses: programmes.no_competency, programmes.design_is_closed.
    """
    if competency is None:
        raise Refused("programmes.no_competency", _("Choose a competency."), field="competency")
    ask_open(programme)
    kept, _new = Focus.objects.update_or_create(
        programme=programme, competency=competency, defaults={"purpose": purpose}
    )
    programme.competencies.add(competency)
    return kept


@act("programmes.note_start_up", may=access.may_change_design)
def note_start_up(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    code: str,
    level: str,
    done_on: date,
    note: str,
    confirmed_text: bool = False,
) -> StartUpStep:
    """Note that a step of the start-up was done. The leadership comes first (R186).

    Refuses: programmes.in_future, programmes.leadership_first, programmes.no_note, programmes.noted_already,
    text.names_somebody.
    """
    if done_on > day_of(at):
        raise Refused(
            "programmes.in_future", _("This day is still to come. Enter it when it has happened."), field="done_on"
        )
    if not note.strip():
        raise Refused("programmes.no_note", _("Say in a sentence what was decided."), field="note")
    noted = StartUpStep.objects.filter(programme=programme)
    if code != StartUp.LEADERSHIP and not noted.filter(code=StartUp.LEADERSHIP).exists():
        raise Refused(
            "programmes.leadership_first",
            _("Meet the leadership first and note the day; then the other steps."),
            field="code",
        )
    if noted.filter(code=code, level=level, done_on=done_on).exists():
        raise Refused("programmes.noted_already", _("This is noted already for that day."), field="done_on")
    refuse_names(confirmed_text, note=note)
    # Meeting the leadership goes on while a design is reviewed: it is a fact, not an answer.
    return StartUpStep.objects.create(programme=programme, code=code, level=level, done_on=done_on, note=note.strip())


@act("programmes.take_out", may=access.may_change_line)
def take_out(*, by: Person | None, at: datetime, row: Any) -> None:
    """Take a line out of a design. Refuses: programmes.design_is_closed, programmes.no_line."""
    if type(row) not in _LINES:
        raise Refused("programmes.no_line", _("This is not a line of a design."))
    programme = row.component.programme if isinstance(row, CadencePhase) else row.programme
    ask_open(programme)
    if isinstance(row, Focus):
        programme.competencies.remove(row.competency)
    row.delete()


_LINES = (
    ProgrammeGoal, Approach, OptionScore, Structure, HandOver, Incentive, Component, CadencePhase, Focus, StartUpStep,
)  # fmt: skip


def _keep(table: type[Any], programme: Programme, row: Any, **given: Any) -> Any:
    """Write a line, new or changed. Refuses: programmes.design_is_closed, programmes.other_programme."""
    if row is not None and row.programme_id != programme.pk:
        raise Refused("programmes.other_programme", _("This line belongs to another programme."))
    ask_open(programme)
    kept = row or table(programme=programme)
    for name, value in given.items():
        setattr(kept, name, value)
    kept.save()
    return kept


def _say(text: str, field: str) -> None:
    if not text.strip():
        raise Refused("programmes.not_said", _("Fill this in with a few words."), field=field)


def _in_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise Refused(
            "programmes.ends_before_it_starts", _("The last day is before the first. Check both days."), field="ends_on"
        )
