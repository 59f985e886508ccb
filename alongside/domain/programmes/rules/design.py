"""What is decided about the design of a programme: what a step lacks, where approaches meet, what a cause calls for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

from ..terms import INDICATORS, STEPS, Cause, StartUp, Step, Use

EVER = date.max


@dataclass
class Design:
    """Everything a programme's design holds, as rows; answers: {step: {question: answer}}; finished: codes of steps."""

    programme: Any
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()
    lines: dict[str, list[Any]] = field(default_factory=dict)  # {kind of line: rows}; see queries.LINES
    overlaps: dict[tuple[int, int], Any] = field(default_factory=dict)  # {(first, second): Overlap}

    def of(self, kind: str) -> list[Any]:
        """Return the lines of a kind."""
        return self.lines.get(kind, [])

    def answer(self, step: Step, code: str) -> Any:
        """Return what was answered, None where nothing was."""
        return self.answers.get(step.code, {}).get(code)


@dataclass(frozen=True)
class Meeting:
    """Two approaches that meet, and what was decided about it; None: nothing yet."""

    first: Any
    second: Any
    decided: Any


@dataclass(frozen=True)
class Advice:
    """What a cause calls for. fits: whether mentoring is the answer."""

    fits: bool
    text: Any


ADVICE: dict[str, Advice] = {
    Cause.KNOWLEDGE: Advice(True, _("Training first, then mentoring so that what was learned is used at work.")),
    Cause.SKILL: Advice(True, _("Mentoring fits: practice at work, observed, with feedback.")),
    Cause.MOTIVATION: Advice(True, _("Mentoring helps when it strengthens and recognises; look also at pay, load and respect at work.")),
    Cause.RESOURCES: Advice(False, _("Fix supply, not mentoring: nobody practises what they have nothing to do it with.")),
    Cause.WORKLOAD: Advice(False, _("Look at staffing and the way work is shared first; mentoring takes more of the time that is short.")),
    Cause.POLICY: Advice(False, _("Change the rule or the role first; mentoring cannot make allowed what is not.")),
}  # fmt: skip


def missing(design: Design, step: Step) -> list[Any]:
    """Return what a step still lacks, in words; nothing: it can be called done."""
    found = [
        format_lazy(_("no answer yet to “{question}”"), question=each.label)
        for each in step.questions
        if each.required and design.answer(step, each.code) in (None, "", [])
    ]
    return [*found, *_LACKS.get(step.code, lambda _design: [])(design)]


def done(design: Design) -> set[str]:
    """Return the codes of the steps that are done: somebody said so, and nothing is missing now."""
    return {step.code for step in STEPS if step.code in design.finished and not missing(design, step)}


def meetings(design: Design) -> list[Meeting]:
    """Return every two approaches for the same people, on the same thing, in the same month (R062)."""
    return [
        Meeting(first, second, design.overlaps.get((first.pk, second.pk)))
        for first, second in combinations(sorted(design.of("approach"), key=lambda each: each.pk), 2)
        if _meet(first, second)
    ]


def government_share(hand_overs: Iterable[Any]) -> Fraction | None:
    """Return the share of yearly cost that a government pays later; None where no cost is known (R136)."""
    known = [(each.yearly_cost, each.by_government) for each in hand_overs if each.yearly_cost]
    total = sum((cost for cost, _government in known), Decimal(0))
    return (
        Fraction(sum((cost for cost, government in known if government), Decimal(0))) / Fraction(total)
        if total
        else None
    )


def is_orphaned(incentive: Any, *, ends_on: date | None) -> bool:
    """Whether nobody pays for an incentive once the programme's money has ended (R158)."""
    return (
        not incentive.payer_after
        and incentive.ends_on is not None
        and (ends_on is None or incentive.ends_on <= ends_on)
    )


def weighed(options: Sequence[Any]) -> list[tuple[str, int, int]]:
    """Return (model, points, criteria answered) of each model weighed, the best first."""
    found: dict[str, list[int]] = {}
    for each in options:
        found.setdefault(each.model, []).append(each.points)
    return sorted(
        ((model, sum(points), len(points)) for model, points in found.items()), key=lambda each: (-each[1], each[0])
    )


def why_not_a_goal(
    *, text: str, indicator: str, baseline: Decimal | None, target: Decimal | None, due_on: date | None, starts_on: date
) -> Refused | None:
    """Return what a goal still lacks, naming the field, or None (R002)."""
    if not text.strip():
        return Refused("programmes.goal_without_words", _("Say what shall get better."), field="text")
    if not indicator:
        return Refused(
            "programmes.goal_without_indicator", _("Choose the indicator that shows this goal."), field="indicator"
        )
    if indicator not in INDICATORS:
        return Refused(
            "programmes.no_such_indicator",
            _("This indicator is not in the catalogue. Choose one from the list."),
            field="indicator",
        )
    if baseline is None:
        return Refused(
            "programmes.goal_without_baseline",
            _("Enter where things stand at the start, the baseline."),
            field="baseline",
        )
    if target is None:
        return Refused("programmes.goal_without_target", _("Enter the target."), field="target")
    if target == baseline:
        return Refused(
            "programmes.goal_changes_nothing",
            _("Target and baseline are the same. Enter what shall change."),
            field="target",
        )
    if due_on is None:
        return Refused("programmes.goal_without_day", _("Enter the day by which it shall be reached."), field="due_on")
    if due_on <= starts_on:
        return Refused(
            "programmes.goal_due_before_start",
            _("This day lies before the programme begins. Choose a later one."),
            field="due_on",
        )
    return None


def _meet(first: Any, second: Any) -> bool:
    for name in ("cadre_id", "competency_id"):
        one, other = getattr(first, name), getattr(second, name)
        if one and other and one != other:
            return False
    if first.place and second.place:
        one, other = first.place.path, second.place.path
        if not (one.startswith(other) or other.startswith(one)):
            return False
    # The same month is enough: an approach that ends on the third meets one that begins on the tenth.
    begins = max(first.starts_on, second.starts_on)
    ends = min(first.ends_on or EVER, second.ends_on or EVER)
    return (begins.year, begins.month) <= (ends.year, ends.month)


def _goals(design: Design) -> list[Any]:
    found = [] if design.of("goal") else [_("a goal with indicator, baseline and target")]
    if not design.of("approach"):
        found.append(_("at least one approach that runs beside mentoring"))
    if n := sum(not each.purpose for each in design.of("approach")):
        found.append(format_lazy(_("the purpose of approaches that lack one ({n})"), n=n))
    if n := sum(each.decided is None for each in meetings(design)):
        found.append(format_lazy(_("an answer where approaches overlap ({n})"), n=n))
    return found


def _system(design: Design) -> list[Any]:
    found = [] if design.of("structure") else [_("at least one existing structure")]
    if any(each.use == Use.NEW and not each.reason for each in design.of("structure")):
        found.append(_("a reason for what is made anew"))
    if not design.of("hand_over"):
        found.append(_("at least one line of the transition plan"))
    return found


def _ratio(design: Design) -> list[Any]:
    return [] if design.of("model") else [_("at least one model")]


def _support(design: Design) -> list[Any]:
    return [] if design.of("incentive") else [_("at least one incentive with its payer")]


def _focus(design: Design) -> list[Any]:
    return [] if design.of("focus") else [_("at least one competency")]


def _rhythm(design: Design) -> list[Any]:
    if not design.of("model"):
        return [_("a model, chosen at step 6")]
    planned = {each.component_id for each in design.of("phase")}
    found = [
        format_lazy(_("a rhythm for “{model}”"), model=each.get_model_display())
        for each in design.of("model")
        if each.pk not in planned
    ]
    return found if design.programme.ends_on else [*found, _("the last day of the programme")]


def _virtual(design: Design) -> list[Any]:
    answers = design.answers.get("virtual", {})
    return [_("at least one channel")] if answers.get("is_on") is True and not answers.get("channels") else []


def _leadership(design: Design) -> list[Any]:
    met = any(each.code == StartUp.LEADERSHIP for each in design.of("start_up"))
    return [] if met else [_("the day on which the leadership was met")]


def _monitoring(design: Design) -> list[Any]:
    levels = {INDICATORS[each.code].level for each in design.of("indicator") if each.code in INDICATORS}
    found = [] if levels & {"output", "process"} else [_("an indicator of what is done")]
    return found if levels & {"outcome", "impact", "quality"} else [*found, _("an indicator of what changes")]


_LACKS = {
    "goals": _goals, "system": _system, "support": _support, "ratio": _ratio, "focus": _focus, "rhythm": _rhythm,
    "virtual": _virtual, "leadership": _leadership, "monitoring": _monitoring,
}  # fmt: skip
