"""The kinds of line a design has: how each is said on a page, what is asked for it and which act keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from alongside.domain.programmes import commands
from alongside.domain.programmes.rules.cadence import suggested
from alongside.domain.programmes.rules.design import Design, is_orphaned
from alongside.domain.programmes.rules.paper import rhythm
from alongside.domain.programmes.terms import INDICATORS
from alongside.ui.forms import PageForm

from .forms import (
    ApproachForm,
    FocusForm,
    GoalForm,
    HandOverForm,
    IncentiveForm,
    ModelForm,
    PhaseForm,
    StartUpForm,
    StructureForm,
)


@dataclass(frozen=True)
class Said:
    """A line on a page. warning: what to look at, "" for nothing."""

    text: str
    detail: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of line. changed: whether a line can be opened again; without it, it is taken out and made anew."""

    step: str
    title: Any
    add: Any
    empty: Any
    form: type[PageForm]
    act: Callable[..., Any]
    say: Callable[[Any, Design], Said]
    changed: bool = True


def _goal(row: Any, design: Design) -> Said:
    figures = f"{row.baseline.normalize():f} → {row.target.normalize():f} {row.get_measured_display()}"
    return Said(row.text, f"{figures} · {INDICATORS[row.indicator].name} · {now('by')} {_day(row.due_on)}")


def _approach(row: Any, design: Design) -> Said:
    detail = " · ".join(
        filter(None, (row.get_kind_display(), row.rhythm, str(row.place or now("everywhere")), row.purpose))
    )
    return Said(row.name, detail, "" if row.purpose else now("purpose not said yet"))


def _structure(row: Any, design: Design) -> Said:
    return Said(row.name, " · ".join(filter(None, (row.get_use_display(), row.reason))))


def _hand_over(row: Any, design: Design) -> Said:
    cost = f"{row.yearly_cost.normalize():f} {now('a year')}" if row.yearly_cost is not None else ""
    return Said(row.what, " · ".join(filter(None, (f"{row.now} → {row.later}", cost))))


def _incentive(row: Any, design: Design) -> Said:
    until = f"{now('until')} {_day(row.ends_on)}" if row.ends_on else ""
    after = f"{now('then')} {row.payer_after}" if row.payer_after else ""
    orphaned = is_orphaned(row, ends_on=design.programme.ends_on)
    detail = " · ".join(filter(None, (row.get_whom_display(), row.payer, until, after)))
    return Said(row.what, detail, now("nobody pays for it afterwards") if orphaned else "")


def _model(row: Any, design: Design) -> Said:
    caps = now("at most %(n)s mentees and %(m)s workplaces for each mentor") % {
        "n": row.most_mentees,
        "m": row.most_places,
    }
    areas = ", ".join(str(area) for area in row.areas.all()) or now("all fields of work")
    return Said(row.get_model_display(), f"{row.get_deployment_display()} · {caps} · {areas}")


def _phase(row: Any, design: Design) -> Said:
    several = len(design.of("model")) > 1
    parts = (row.component.get_model_display() if several else "", str(row.area or ""), rhythm(row))
    return Said(row.get_channel_display(), " · ".join(filter(None, parts)))


def _focus(row: Any, design: Design) -> Said:
    suggestion = suggested(complexity=row.competency.complexity, criticality=row.competency.criticality)
    detail = f"{row.get_purpose_display()} · {now('suggested')}: {suggestion.rhythm} ({suggestion.reason})"
    return Said(row.competency.name, detail)


def _start_up(row: Any, design: Design) -> Said:
    return Said(row.get_code_display(), f"{_day(row.done_on)} · {row.get_level_display()} · {row.note}")


def _day(on: Any) -> str:
    return date_format(on, "j M Y") if on else "–"


KINDS: dict[str, Kind] = {
    "goal": Kind("goals", _("Goals"), _("State a goal"), _("No goal yet."), GoalForm, commands.state_goal, _goal),
    "approach": Kind(
        "goals", _("What else is under way"), _("Add an approach"), _("Nothing mapped yet."), ApproachForm,
        commands.map_approach, _approach,
    ),
    "structure": Kind(
        "system", _("What exists"), _("Add a structure"), _("Nothing noted yet."), StructureForm,
        commands.note_structure, _structure,
    ),
    "hand_over": Kind(
        "system", _("Who carries it later"), _("Add a line"), _("No line of the transition plan yet."), HandOverForm,
        commands.hand_on, _hand_over,
    ),
    "incentive": Kind(
        "support", _("Incentives"), _("Add an incentive"), _("None planned yet."), IncentiveForm,
        commands.promise_incentive, _incentive,
    ),
    "model": Kind("ratio", _("Models"), _("Choose a model"), _("No model yet."), ModelForm, commands.choose_model, _model),
    "phase": Kind("rhythm", _("Rhythm"), _("Add a stretch"), _("No rhythm yet."), PhaseForm, commands.plan_phase, _phase),
    "focus": Kind(
        "focus", _("Competencies"), _("Choose a competency"), _("None chosen yet."), FocusForm, commands.focus_on,
        _focus, changed=False,
    ),
    "start_up": Kind(
        "leadership", _("Start-up: what was done"), _("Note a step"), _("Nothing noted yet. It begins with the leadership."),
        StartUpForm, commands.note_start_up, _start_up, changed=False,
    ),
}  # fmt: skip
