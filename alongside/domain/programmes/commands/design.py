"""What can be done with the steps of a design: begin it, answer, call a step done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import (
    Approach,
    CadencePhase,
    ChosenIndicator,
    Component,
    Focus,
    HandOver,
    Incentive,
    Programme,
    ProgrammeGoal,
    StepAnswers,
    Structure,
)
from ..rules.cadence import CAPS, RHYTHMS
from ..rules.course import OPEN_TO_CHANGE
from ..rules.design import missing
from ..terms import INDICATORS, STEPS, Deployment, MentoringModel, Step
from .areas import opened

_STEPS = {step.code: step for step in STEPS}
_DEPLOYED = {
    MentoringModel.VISITING: Deployment.MOBILE, MentoringModel.INTERNAL: Deployment.EMBEDDED,
    MentoringModel.COMMUNITY: Deployment.MOBILE,
}  # fmt: skip
_COPIED: tuple[type, ...] = (ProgrammeGoal, Structure, HandOver, Incentive, Focus, ChosenIndicator, Approach)


@act("programmes.begin_design", may=access.may_open)
def begin_design(
    *,
    by: Person | None,
    at: datetime,
    code: str,
    name: str,
    place: OrgUnit,
    starts_on: date,
    ends_on: date | None = None,
    template: str = "",
    copied: Programme | None = None,
) -> Programme:
    """Begin the design of a programme: empty, from the template of a model, or as a copy of another programme.

    template: a code of MentoringModel, "" for none. Of a copy the days move along with the first day; what was done,
    signed or decided once is not copied. Refuses: every code of open_programme, programmes.no_such_template,
    programmes.other_programme.
    """
    if template and template not in MentoringModel.values:
        raise Refused("programmes.no_such_template", _("Choose one of the three templates."), field="template")
    if copied is not None and by is not None and not queries.designs(seen_by=by).filter(pk=copied.pk).exists():
        raise Refused("programmes.other_programme", _("Choose a programme that you may read."), field="copied")
    programme = opened(code=code, name=name, place=place, starts_on=starts_on, ends_on=ends_on)
    if copied is not None:
        _copy(copied, programme)
    elif template:
        _fill(programme, template)
    return programme


@act("programmes.answer_step", may=access.may_change_design)
def answer_step(
    *, by: Person | None, at: datetime, programme: Programme, step: str, answers: Mapping[str, Any],
    confirmed_text: bool = False,
) -> StepAnswers:  # fmt: skip
    """Keep what was answered in a step, finished or not: a draft always saves (R214).

    answers: {code of the question: answer}; those not named stay. Refuses: programmes.no_such_step,
    programmes.no_such_answer, programmes.design_is_closed, text.names_somebody.
    """
    asked = _step(step)
    ask_open(programme)
    known = {each.code: each for each in asked.questions}
    for code, answer in answers.items():
        if code not in known or not _fits(known[code], answer):
            raise Refused(
                "programmes.no_such_answer", _("This answer is not offered. Choose from the list."), field=code
            )
    refuse_names(confirmed_text, **{code: answer for code, answer in answers.items() if isinstance(answer, str)})
    kept, _new = StepAnswers.objects.select_for_update().get_or_create(programme=programme, step=step)
    kept.answers = {
        **kept.answers,
        **{code: answer.strip() if isinstance(answer, str) else answer for code, answer in answers.items()},
    }
    kept.save(update_fields=["answers"])
    return kept


@act("programmes.finish_step", may=access.may_change_design)
def finish_step(*, by: Person | None, at: datetime, programme: Programme, step: str) -> StepAnswers:
    """Call a step done. Refuses: programmes.step_lacks with what is missing, programmes.no_such_step, design_is_closed."""
    asked = _step(step)
    ask_open(programme)
    if lacking := missing(queries.design(programme), asked):
        raise Refused(
            "programmes.step_lacks",
            _("Still missing: %(missing)s.") % {"missing": "; ".join(str(each) for each in lacking)},
            missing=[str(each) for each in lacking],
        )
    kept, _new = StepAnswers.objects.select_for_update().get_or_create(programme=programme, step=step)
    kept.is_finished = True
    kept.save(update_fields=["is_finished"])
    return kept


@act("programmes.choose_indicators", may=access.may_change_design)
def choose_indicators(*, by: Person | None, at: datetime, programme: Programme, codes: Sequence[str]) -> Programme:
    """Choose the figures a programme follows; those not named are left out.

    Refuses: programmes.no_such_indicator, programmes.design_is_closed.
    """
    ask_open(programme)
    if set(codes) - set(INDICATORS):
        raise Refused(
            "programmes.no_such_indicator",
            _("This indicator is not in the catalogue. Choose one from the list."),
            field="codes",
        )
    chosen = set(ChosenIndicator.objects.filter(programme=programme).values_list("code", flat=True))
    ChosenIndicator.objects.filter(programme=programme).exclude(code__in=codes).delete()
    ChosenIndicator.objects.bulk_create(
        ChosenIndicator(programme=programme, code=code) for code in INDICATORS if code in codes and code not in chosen
    )
    return programme


def ask_open(programme: Programme) -> None:
    """Refuse to change a design that is being reviewed, is signed and has not begun, or has ended."""
    status = locked(programme).status
    if status not in OPEN_TO_CHANGE:
        raise Refused(
            "programmes.design_is_closed",
            _("The design is at “%(state)s” and cannot be changed. Take it back to design first.")
            % {"state": programme.get_status_display()},
            status=status,
        )


def _step(code: str) -> Step:
    if code not in _STEPS:
        raise Refused("programmes.no_such_step", _("There is no such step. Choose one of the eleven."), field="step")
    return _STEPS[code]


def _fits(question: Any, answer: Any) -> bool:
    offered = {code for code, _label in question.choices}
    if answer is None or answer == "":
        return True
    if question.kind == "some":
        return isinstance(answer, list) and set(answer) <= offered
    if question.kind == "one":
        return answer in offered
    if question.kind == "number":
        return isinstance(answer, int) and question.least <= answer <= question.most
    if question.kind == "yes_no":
        return isinstance(answer, bool)
    return isinstance(answer, str)


def _fill(programme: Programme, model: str) -> None:
    """Answer what has a default, and choose the model with its rhythm. Nothing is called done: a person has to look."""
    for step in STEPS:
        if first := {each.code: each.first for each in step.questions if each.first is not None}:
            texts = {code: answer if isinstance(answer, list | int) else str(answer) for code, answer in first.items()}
            StepAnswers.objects.create(programme=programme, step=step.code, answers=texts)
    mentees, places = CAPS[model]
    component = Component.objects.create(
        programme=programme,
        model=model,
        deployment=_DEPLOYED[MentoringModel(model)],
        most_mentees=mentees,
        most_places=places,
    )
    plan_default(component)
    ChosenIndicator.objects.bulk_create(
        ChosenIndicator(programme=programme, code=each.code) for each in INDICATORS.values() if each.named
    )


def plan_default(component: Component) -> None:
    """Give a component the rhythm that its model usually has (R103, R169)."""
    CadencePhase.objects.bulk_create(
        CadencePhase(component=component, order=order, channel=channel, times=times, every=every, unit=unit, rounds=rounds, minutes=minutes)
        for order, (channel, times, every, unit, rounds, minutes) in enumerate(RHYTHMS[component.model])
    )  # fmt: skip


def _copy(source: Programme, programme: Programme) -> None:
    """Copy the answers and lines of another design; days move with the first day."""
    moved = programme.starts_on - source.starts_on
    for kept in StepAnswers.objects.filter(programme=source):
        StepAnswers.objects.create(programme=programme, step=kept.step, answers=kept.answers)
    for table in _COPIED:
        for row in table.objects.filter(programme=source).order_by("pk"):  # type: ignore[attr-defined]
            row.pk, row.programme = None, programme
            row._state.adding = True
            for name in ("due_on", "from_on", "starts_on", "ends_on"):
                if getattr(row, name, None):
                    setattr(row, name, getattr(row, name) + moved)
            row.save(force_insert=True)
    for old in Component.objects.filter(programme=source).order_by("pk"):
        areas, phases = list(old.areas.all()), list(old.phases.all())
        new = Component.objects.create(
            programme=programme, model=old.model, deployment=old.deployment, most_mentees=old.most_mentees,
            most_places=old.most_places, note=old.note,
        )  # fmt: skip
        new.areas.set(areas)
        CadencePhase.objects.bulk_create(
            CadencePhase(component=new, order=each.order, channel=each.channel, area=each.area, times=each.times, every=each.every, unit=each.unit, rounds=each.rounds, minutes=each.minutes)
            for each in phases
        )  # fmt: skip
    programme.competencies.set(source.competencies.all())
