"""The design of a programme as a document: what the page and the paper show, and what is kept when it is signed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..terms import INDICATORS, STEPS, Question, Unit
from . import cadence
from .design import ADVICE, Design, government_share, is_orphaned, meetings, weighed

NOTHING = "–"


def written(design: Design, planned: Iterable[tuple[Any, list, list]]) -> dict[str, Any]:
    """Return the document of a design; planned: see queries.schedule. Its shape is said at DesignVersion."""
    programme = design.programme
    planned = list(planned)
    return {
        "title": programme.name,
        "facts": [
            [_("Area"), programme.place.name],
            [_("From"), _day(programme.starts_on)],
            [_("Until"), _day(programme.ends_on)],
            [_("Code"), programme.code],
        ],
        "parts": [
            {
                "title": str(step.title),
                "asks": str(step.asks),
                "answers": [
                    [str(each.label), said(each, design.answer(step, each.code))]
                    for each in step.questions
                    if design.answer(step, each.code) not in (None, "", [])
                ],
                "tables": [
                    table
                    for kind in step.lines
                    for table in _TABLES.get(kind, lambda _design, _planned: [])(design, planned)
                    if table["rows"]
                ],
            }
            for step in STEPS
        ],
    }


def said(question: Question, answer: Any) -> str:
    """Return an answer in words; a dash where there is none."""
    labels = {code: str(label) for code, label in question.choices}
    if answer in (None, "", []):
        return NOTHING
    if question.kind == "some":
        return ", ".join(labels.get(each, each) for each in answer)
    if question.kind == "yes_no":
        return _("Yes") if answer else _("No")
    return labels.get(answer, str(answer))


def rhythm(phase: Any) -> str:
    """Return a phase in words, such as "2 times each week, 32 contacts, 2 h"."""
    every = _EVERY[phase.unit](phase.every) % {"n": phase.every}
    parts = [_("%(n)s times %(every)s") % {"n": phase.times, "every": every} if phase.times > 1 else every]
    parts.append(
        ngettext("%(n)s contact", "%(n)s contacts", phase.rounds * phase.times) % {"n": phase.rounds * phase.times}
        if phase.rounds
        else _("until the end")
    )
    if phase.minutes:
        parts.append(
            _("%(n)s h") % {"n": f"{phase.minutes / 60:g}"}
            if phase.minutes >= 60
            else _("%(n)s min") % {"n": phase.minutes}
        )
    return ", ".join(parts)


def blended(phases: Iterable[Any]) -> str:
    """Return the rhythm of a model on one line: channels side by side, phases of a channel one after the other (R097)."""
    channels: dict[str, list[str]] = {}
    for each in sorted(phases, key=lambda each: each.order):
        every = _EVERY[each.unit](each.every) % {"n": each.every}
        said_so = _("%(n)s times %(every)s") % {"n": each.times, "every": every} if each.times > 1 else every
        channels.setdefault(each.get_channel_display(), []).append(said_so)
    return " + ".join(f"{channel} {' → '.join(rhythms)}" for channel, rhythms in channels.items())


_EVERY: dict[str, Callable[[int], str]] = {
    Unit.DAY: lambda n: ngettext("each day", "every %(n)s days", n),
    Unit.WEEK: lambda n: ngettext("each week", "every %(n)s weeks", n),
    Unit.MONTH: lambda n: ngettext("each month", "every %(n)s months", n),
    Unit.QUARTER: lambda n: ngettext("each quarter", "every %(n)s quarters", n),
}


def _day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else NOTHING


def _figure(value: Any) -> str:
    return NOTHING if value is None else f"{value.normalize():f}"


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    return {"title": title, "head": list(head), "rows": [[cell or NOTHING for cell in row] for row in rows]}


def _goals(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.text, each.get_kind_display(), f"{each.indicator} {INDICATORS[each.indicator].name}", f"{_figure(each.baseline)} → {_figure(each.target)} {each.get_measured_display()}", _day(each.due_on)]
        for each in design.of("goal")
    ]  # fmt: skip
    return [_table(_("Goals"), [_("Goal"), _("About"), _("Indicator"), _("From → to"), _("By")], rows)]


def _approaches(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.name, each.get_kind_display(), each.purpose or _("not said"), each.rhythm, str(each.place or _("everywhere")), each.delivered_by]
        for each in design.of("approach")
    ]  # fmt: skip
    overlaps = [
        [f"{each.first.name} / {each.second.name}", each.decided.get_answer_display() if each.decided else _("not answered"), each.decided.note if each.decided else ""]
        for each in meetings(design)
    ]  # fmt: skip
    return [
        _table(_("What else is under way"), [_("Approach"), _("Kind"), _("Purpose"), _("How often"), _("Where"), _("By whom")], rows),
        _table(_("Where approaches overlap"), [_("Which"), _("Answer"), _("Note")], overlaps),
    ]  # fmt: skip


def _options(design: Design, planned: list) -> list[dict]:
    labels = {each.model: each.get_model_display() for each in design.of("option")}
    rows = [[labels[model], str(points), str(n)] for model, points, n in weighed(design.of("option"))]
    notes = [
        [labels[each.model], each.get_criterion_display(), str(each.points), each.note] for each in design.of("option")
    ]
    return [
        _table(_("The models weighed"), [_("Model"), _("Points"), _("Criteria")], rows),
        _table(_("Each criterion, 1 to 5"), [_("Model"), _("Criterion"), _("Points"), _("Why")], notes),
    ]


def _structures(design: Design, planned: list) -> list[dict]:
    rows = [[each.name, each.get_use_display(), each.reason] for each in design.of("structure")]
    return [_table(_("What exists"), [_("Structure"), _("Use"), _("Reason")], rows)]


def _hand_overs(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.what, each.now, each.later, _("government") if each.by_government else "", _figure(each.yearly_cost), _day(each.from_on)]
        for each in design.of("hand_over")
    ]  # fmt: skip
    share = government_share(design.of("hand_over"))
    title = _("Transition plan")
    if share is not None:
        title = _("Transition plan: a government pays %(n)s %% of the yearly cost later") % {"n": round(share * 100)}
    return [_table(title, [_("What"), _("Now"), _("Later"), _("Payer"), _("A year"), _("From")], rows)]


def _incentives(design: Design, planned: list) -> list[dict]:
    ends_on = design.programme.ends_on
    rows = [
        [each.what, each.get_whom_display(), each.payer, _day(each.ends_on), each.payer_after or (_("nobody yet") if is_orphaned(each, ends_on=ends_on) else "")]
        for each in design.of("incentive")
    ]  # fmt: skip
    return [_table(_("Incentives"), [_("What"), _("For"), _("Payer"), _("Until"), _("Afterwards")], rows)]


def _models(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.get_model_display(), each.get_deployment_display(), ", ".join(str(area) for area in each.areas.all()) or _("all"), str(each.most_mentees), str(each.most_places)]
        for each in design.of("model")
    ]  # fmt: skip
    return [
        _table(
            _("Models"),
            [_("Model"), _("How"), _("Fields of work"), _("Mentees at most"), _("Workplaces at most")],
            rows,
        )
    ]


def _focuses(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.competency.name, each.get_purpose_display(), f"{each.competency.complexity} / {each.competency.criticality}", str(suggestion.rhythm), str(suggestion.reason)]
        for each in design.of("focus")
        for suggestion in [cadence.suggested(complexity=each.competency.complexity, criticality=each.competency.criticality)]
    ]  # fmt: skip
    cause = design.answers.get("focus", {}).get("cause")
    advice = [[str(ADVICE[cause].text)]] if cause in ADVICE else []
    return [
        _table(_("Is mentoring the answer?"), [_("What the cause calls for")], advice),
        _table(_("Competencies"), [_("Competency"), _("Purpose"), _("Complexity / criticality"), _("Suggested rhythm"), _("Because")], rows),
    ]  # fmt: skip


def _phases(design: Design, planned: list) -> list[dict]:
    tables = []
    for component, contacts, _clashes in planned:
        counted = Counter(phase.pk for _on, phase in contacts)
        first = {phase.pk: on for on, phase in reversed(contacts)}
        rows = [
            [each.get_channel_display(), str(each.area or ""), rhythm(each), _day(first.get(each.pk)), str(counted[each.pk])]
            for each in design.of("phase")
            if each.component_id == component.pk
        ]  # fmt: skip
        title = _("Rhythm: %(model)s") % {"model": component.get_model_display()}
        tables.append(
            _table(title, [_("Channel"), _("Field of work"), _("How often"), _("First"), _("Contacts")], rows)
        )
    return tables


def _start_up(design: Design, planned: list) -> list[dict]:
    rows = [
        [each.get_code_display(), each.get_level_display(), _day(each.done_on), each.note]
        for each in design.of("start_up")
    ]
    return [_table(_("Start-up"), [_("Step"), _("Level"), _("Day"), _("What came of it")], rows)]


def _indicators(design: Design, planned: list) -> list[dict]:
    chosen = [INDICATORS[each.code] for each in design.of("indicator") if each.code in INDICATORS]
    rows = [[str(each.name), each.code, each.numerator, each.denominator] for each in chosen]
    return [_table(_("Indicators"), [_("Name"), _("Code"), _("Counted"), _("Of")], rows)]


_TABLES: dict[str, Callable[[Design, list], list[dict]]] = {
    "goal": _goals, "approach": _approaches, "option": _options, "structure": _structures, "hand_over": _hand_overs,
    "incentive": _incentives, "model": _models, "focus": _focuses, "phase": _phases, "start_up": _start_up,
    "indicator": _indicators,
}  # fmt: skip
