"""From a checklist to an XLSForm and to XForms. Pure; what is written reads back as the same checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from pyxform import xls2xform

from alongside.domain.encounters.terms import Completeness, ObserverContext, OwnerType, Permission, Setting
from alongside.domain.instruments.rules import scales, visit_form
from alongside.domain.instruments.rules.bands import write_bands
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section, Text
from alongside.exchange.xlsform import sheets
from alongside.exchange.xlsform.sheets import CHOICES, SETTINGS, SURVEY

Rows = dict[str, list[dict[str, str]]]

# What the visit form offers, by the node that asks.
OFFERED: dict[str, list[tuple[str, Any]]] = {
    "al_setting": Setting.choices,
    "al_permission": Permission.choices,
    "al_observer_context": ObserverContext.choices,
    "al_completeness": Completeness.choices,
    "al_action_owner": OwnerType.choices,
}


def to_rows(definition: Definition) -> Rows:
    """Return {sheet: rows}, each row {heading: words}, our own columns included."""
    writer = _Writer(definition)
    writer.children(definition.children)
    return writer.rows | {SETTINGS: [_settings(definition)]}


def to_xlsx(definition: Definition) -> bytes:
    """Return the checklist as an XLSForm workbook. Nothing in it is a live formula or link."""
    return workbook(to_rows(definition))


def to_xform(definition: Definition) -> bytes:
    """Return the bare checklist as an XForm, as pyxform converts it."""
    return _convert(to_rows(_without_empty_parts(definition)))


def to_visit_xform(definition: Definition, *, form_id: str, version: str, title: Text | None = None) -> bytes:
    """Return the form that a phone fills for one observation with this checklist.

    Names of what it adds: rules/visit_form.py. The phone works the score out itself; the server does so again.
    Refuses `instruments.reserved_name` when a question is called like one of those names.
    """
    return _convert(visit_form.visit_sheets(definition, form_id=form_id, version=version, title=title, offered=OFFERED))


def workbook(rows: Rows) -> bytes:
    """Return sheets as XLSX, every cell plain text."""
    buffer = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, plain) as book:
        bold = book.add_format({"bold": True})
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            headings = list(dict.fromkeys(heading for line in lines for heading in line))
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
            for number, line in enumerate(lines, 1):
                for column, heading in enumerate(headings):
                    if line.get(heading):
                        sheet.write_string(number, column, line[heading])
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _convert(rows: Rows) -> bytes:
    foreign: dict[str, Any] = {"sheet_names": list(rows)}
    for sheet, lines in rows.items():
        ours = set(sheets.OURS.get(sheet, ()))
        kept = [
            {name: value for name, value in line.items() if name.split("::")[0] not in ours and value} for line in lines
        ]
        foreign[sheet] = kept
        foreign[f"{sheet}_header"] = [dict.fromkeys(name for line in kept for name in line)]
    return xls2xform.convert(foreign).xform.encode()


class _Writer:
    """The rows of one checklist as they grow."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.rows: Rows = {SURVEY: [], CHOICES: []}
        self.lists: set[str] = set()

    def children(self, children: Iterable[Section | Item]) -> None:
        for child in children:
            if isinstance(child, Section):
                self.section(child)
            else:
                self.rows[SURVEY].append(self.item(child))

    def section(self, section: Section) -> None:
        extra = dict(section.extra)
        kind = "repeat" if section.repeat else "group"
        line = {"type": extra.pop("type", f"begin {kind}"), "name": section.id, **self.text("label", section.label)}
        line |= {name: getattr(section, name) for name in ("relevant", "appearance", "repeat_count", "standard")}
        line |= self.text("hint", section.hint) | {"rules": write_bands(section.rules)} | extra
        self.rows[SURVEY].append(line)
        self.children(section.children)
        self.rows[SURVEY].append({"type": f"end {kind}"})

    def item(self, item: Item) -> dict[str, str]:
        extra = {name: value for name, value in item.extra.items() if name not in ("list_name", "or_other")}
        line = {"type": self.kind(item), "name": item.id, **self.text("label", item.label), "scale": item.scale}
        line |= {name: _yes(getattr(item, name)) for name in ("required", "critical", "respect", "not_applicable")}
        line |= {name: _number(getattr(item, name)) for name in ("possible_weight", "low", "high")}
        line["weight"] = "" if item.weight == 1 else _number(item.weight)
        for name in ("competency", "standard", "choice_filter", "relevant", "calculation", "default", "appearance"):
            line[name] = getattr(item, name)
        line["constraint"] = item.constraint or (sheets.REVIEW if item.scale == "N/D" else "")
        for name in ("hint", "constraint_message", "feedback"):
            line |= self.text(name, getattr(item, name))
        line["parameters"] = " ".join(f"{name}={value}" for name, value in item.parameters.items())
        return line | {"rules": write_bands(item.rules)} | extra

    def kind(self, item: Item) -> str:
        """Return the type cell, and put the list that it needs on the choices sheet."""
        if item.scale and item.calculation and not item.kind and not item.choices:
            return "calculate"
        kind = item.kind or sheets.ASKED_AS.get(item.scale, "select_one")
        if " " in kind or (not kind.startswith("select") and kind != "rank"):
            return kind
        if item.choices or not item.scale:
            name = self.chosen(item)
        else:
            name = self.scale(item)
        return f"{kind} {name}{' or_other' if 'or_other' in item.extra else ''}"

    def chosen(self, item: Item) -> str:
        name = item.extra.get("list_name", f"{item.id}_list")
        sheet = "external_choices" if item.kind == "select_one_external" else CHOICES
        if name not in self.lists:
            self.lists.add(name)
            self.rows.setdefault(sheet, []).extend(self.choice(name, each) for each in item.choices)
        return name

    def scale(self, item: Item) -> str:
        offered = scales.choices(item)
        name = sheets.scale_list(item.scale, [value for value, _words in offered])
        if name not in self.lists:
            self.lists.add(name)
            for value, words in offered:
                said = visit_form.spoken(words, self.definition.languages)
                self.rows[CHOICES].append({"list_name": name, "name": value, **self.text("label", said)})
        return name

    def choice(self, name: str, choice: Choice) -> dict[str, str]:
        line = {"list_name": name, "name": choice.value, **self.text("label", choice.label)}
        return line | {"factor": _number(choice.factor), **choice.filters}

    def text(self, column: str, text: Text) -> dict[str, str]:
        """Return a text by heading; the label has a column for every language, others where there are words."""
        codes = dict.fromkeys((*(self.definition.languages if column == "label" else ()), *text))
        return {f"{column}::{visit_form.language_heading(code)}": text.get(code, "") for code in codes}


def _without_empty_parts(node: Any) -> Any:
    """Return the checklist without headings that have nothing under them; phones refuse those."""
    kept = (_without_empty_parts(child) if isinstance(child, Section) else child for child in node.children)
    return replace(node, children=tuple(each for each in kept if not isinstance(each, Section) or each.children))


def _settings(definition: Definition) -> dict[str, str]:
    first = definition.languages[0] if definition.languages else "en"
    line = {
        "form_title": definition.title.get(first) or next(iter(definition.title.values()), definition.code),
        "form_id": definition.code,
        "default_language": visit_form.language_heading(first),
        "languages": " ".join(definition.languages),
        "profile": definition.profile,
        "total": definition.total,
        "area": definition.area,
        "competency": definition.competency,
        "cadres": " ".join(definition.cadres),
        "observed_settings": " ".join(definition.settings),
        "clinical": _yes(definition.clinical),
        "minimum_evidence": _number(definition.minimum_evidence),
        "minimum_minutes": "" if definition.minimum_minutes is None else str(definition.minimum_minutes),
        "source": definition.source,
        "licence": definition.licence,
        "kind": definition.kind,
        "no_respect_reason": definition.no_respect_reason,
    }
    for code, words in definition.title.items():
        if code != first:
            line[f"title::{visit_form.language_heading(code)}"] = words
    for code, words in definition.banner.items():
        line[f"banner::{visit_form.language_heading(code)}"] = words
    return line | definition.extra


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _number(value: Fraction | None) -> str:
    return "" if value is None else str(value)
