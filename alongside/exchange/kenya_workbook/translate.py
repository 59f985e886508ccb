"""From the Kenyan mentorship workbook to checklists. Pure.

Three sheets: checklists, their sections, and questions. A question with a colour becomes two things: the question as
it is asked (a count, boxes to tick, a numerator and a denominator) under its own id, and beside it the judged colour
under "<id>_colour", worked out from the bands of its rule. A yes/no question is judged as it is answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import bands, lint
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section
from alongside.domain.instruments.rules.findings import ERROR, NOTE, WARNING, Finding, Fix, Reading, said, wants
from alongside.exchange.kenya_workbook import colours
from alongside.kernel import cell_text, safe_sheet
from alongside.kernel.errors import Refused

# The headings by which the three sheets are known, whatever their names and order.
CHECKLISTS = ("checklist id", "checklist name")
SECTIONS = ("checklist id", "section id", "section title")
QUESTIONS = ("section id", "question id", "question label", "question type")

TYPES = ("BOOL", "CHOICE", "COUNT", "DEN", "MULTI", "NUM", "PERC", "TEXT")
ANSWERS = ("BOOLEAN", "FLOAT", "INTEGER_ZERO_OR_POSITIVE", "STRING")
_SHARE = {"red": Fraction(0), "yellow": Fraction(1, 2), "green": Fraction(1)}
_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True)
class Row:
    """A row by heading in lower case; number as the program shows it."""

    sheet: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def said(self, heading: str) -> str:
        """Return a cell, "" for the ways of writing that there is nothing."""
        text = self[heading]
        return "" if text.lower() in ("n/a", "na", "none") else text


def read(data: bytes, *, accepted: Collection[str] = ()) -> Reading:
    """Return every checklist of a workbook and what there is to say about it, by sheet and row.

    accepted: keys (or bare codes, for every place at once) of fixes to apply; those of Reading.fixes.
    """
    try:
        sheets = {each.name: list(each.rows) for each in safe_sheet.read(data, name="")}
    except Refused as reason:
        return Reading([], [Finding(ERROR, reason.code, reason.message)])
    found = {kind: _rows(sheets, kind) for kind in (CHECKLISTS, SECTIONS, QUESTIONS)}
    if missing := [kind for kind, rows in found.items() if rows is None]:
        message = _("The workbook needs a sheet with these headings in its first row: %(headings)s.")
        return Reading(
            [], [Finding(ERROR, "kenya.no_sheet", said(message, {"headings": ", ".join(kind)})) for kind in missing]
        )
    return _Reader(found[CHECKLISTS] or [], found[SECTIONS] or [], found[QUESTIONS] or [], accepted).reading()


def knows(data: bytes, name: str = "") -> bool:
    """Say whether a file looks like this workbook: a sheet with the headings of its questions."""
    try:
        sheets = {each.name: list(islice(each.rows, 1)) for each in safe_sheet.read(data, name=name)}
    except Refused:
        return False
    return _rows(sheets, QUESTIONS) is not None


def _rows(sheets: dict[str, list[cell_text.Row]], needed: tuple[str, ...]) -> list[Row] | None:
    """Return the rows of the sheet that has these headings, None when no sheet has."""
    for name, lines in sheets.items():
        headings = [_tidy(cell).lower() for cell in (lines[0].cells if lines else [])]
        # The sections name their checklist too, so the list of checklists is the sheet without sections.
        if set(needed) <= set(headings) and (needed is not CHECKLISTS or "section id" not in headings):
            return [
                Row(name, line.number, dict(zip(headings, map(_plain, line.cells), strict=False))) for line in lines[1:]
            ]
    return None


def _plain(cell: str) -> str:
    return cell.replace("\xa0", " ").strip()


class _Reader:
    def __init__(self, checklists: list[Row], sections: list[Row], questions: list[Row], accepted: Collection[str]):
        self.accepted = accepted
        self.findings: list[Finding] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.checklists = self.once(checklists, "checklist id", "Checklist ID")
        self.sections = self.once(sections, "section id", "Section ID")
        self.questions = self.once(questions, "question id", "Question ID")

    def reading(self) -> Reading:
        self.strangers(self.sections, "checklist id", {row["checklist id"] for row in self.checklists})
        self.strangers(self.questions, "section id", {row["section id"] for row in self.sections})
        definitions = [self.checklist(row) for row in self.checklists]
        for definition in definitions:
            # Faults of rules were reported where they stand; the rest is as for any checklist.
            known = ("lint.band_gap", "lint.band_overlap", "lint.empty_section")
            self.findings += [each for each in lint.lint(definition, where=self.where) if each.code not in known]
        return Reading(definitions, self.findings)

    def say(self, severity: str, code: str, message: Any, row: Row, column: str, fix: Fix | None = None) -> None:
        item = row["question id"] or row["section id"] or row["checklist id"]
        self.findings.append(Finding(severity, code, message, row.sheet, row.number, column, item, fix))

    def once(self, rows: list[Row], heading: str, column: str) -> list[Row]:
        """Return the rows with an id of their own; a second use is left out until it is renamed."""
        seen: dict[str, Row] = {}
        kept = []
        taken = {row[heading] for row in rows}
        for row in rows:
            name = row[heading]
            if not name:
                new = _next_id(row["section id"] or row["checklist id"] or "row", taken)
                fix = Fix(
                    "give_id",
                    said(_("Call it “%(new)s”."), {"new": new}),
                    {"sheet": row.sheet, "row": str(row.number), "to": new},
                )
                if not wants(self.accepted, fix):
                    message = _("This row has no id. It is left out until it has one.")
                    self.say(ERROR, "kenya.no_id", message, row, column, fix)
                    continue
                name = new
                row = replace(row, cells=row.cells | {heading: new})
                taken.add(new)
            if name in seen and _spoken(row) == _spoken(seen[name]):
                message = said(
                    _("This row repeats row %(row)s word for word. It counts once."), {"row": seen[name].number}
                )
                self.say(WARNING, "kenya.repeated_row", message, row, column)
                continue
            if name in seen:
                new = next(
                    each for each in (f"{name}_{end}" for end in "bcdefghijklmnopqrstuvwxyz") if each not in taken
                )
                words = said(_("Keep this row too, as “%(new)s”."), {"new": new})
                fix = Fix("rename", words, {"sheet": row.sheet, "row": str(row.number), "to": new})
                if not wants(self.accepted, fix):
                    message = said(
                        _("“%(id)s” is already used in row %(row)s. This row is left out until it has its own id."),
                        {"id": name, "row": seen[name].number},
                    )
                    self.say(ERROR, "kenya.duplicate_id", message, row, column, fix)
                    continue
                row = replace(row, cells=row.cells | {heading: new})
                taken.add(new)
            seen[row[heading]] = row
            kept.append(row)
        return kept

    def strangers(self, rows: list[Row], heading: str, known: set[str]) -> None:
        for row in rows:
            if row[heading] not in known:
                message = said(
                    _("“%(id)s” is not in the list above it, so this row belongs nowhere."), {"id": row[heading]}
                )
                self.say(ERROR, "kenya.unknown_parent", message, row, heading)

    def checklist(self, row: Row) -> Definition:
        name = row["checklist id"]
        children: list[Section | Item] = []
        for section in self.sections:
            if section["checklist id"] == name:
                children += self.section(section)
        if not children:
            self.say(ERROR, "kenya.empty_checklist", _("No section names this checklist."), row, "Checklist ID")
        title = _tidy(row["checklist name"]) or name
        return Definition(code=_name(name), title={"en": title}, children=tuple(children), profile="COLOUR")

    def section(self, row: Row) -> Iterator[Section | Item]:
        """Yield the section; before it, where it may not apply, the question whether it does."""
        name = _name(row["section id"])
        self.where[name] = (row.sheet, row.number)
        rows = [question for question in self.questions if question["section id"] == row["section id"]]
        if not rows:
            self.say(WARNING, "kenya.empty_section", _("This section has no question."), row, "Section ID")
        relevant, hint = "", row.said("instructions")
        if self.yes(row, "na option?", "NA Option?"):
            gate = f"{name}_applies"
            self.where[gate] = (row.sheet, row.number)
            message = said(
                _("The section may be “not applicable”: “%(gate)s” asks so first, and “no” leaves it out."),
                {"gate": gate},
            )
            self.say(NOTE, "kenya.section_asked", message, row, "NA Option?")
            relevant = f"${{{gate}}} = 'yes'"
            yield Item(
                gate,
                {"en": f"{_tidy(row['section title'])}: does this apply here?"},
                kind="select_one",
                required=True,
                hint={"en": hint} if hint else {},
                choices=_choices(_YES_NO),
            )
        required = self.yes(row, "required?", "Required?")
        standard = row.said("standard")
        yield Section(
            name,
            {"en": _tidy(row["section title"]) or name},
            tuple(self.items(rows, standard, required)),
            relevant=relevant,
            standard=standard,
            hint={"en": hint} if hint else {},
        )

    def yes(self, row: Row, heading: str, column: str) -> bool:
        text = row[heading].lower()
        if text not in ("y", "yes", "n", "no", "", "n/a"):
            message = said(_("“%(text)s” is neither Y nor N. It counts as N."), {"text": row[heading]})
            self.say(WARNING, "kenya.neither_yes_nor_no", message, row, column)
        return text in ("y", "yes")

    def items(self, rows: list[Row], standard: str, required: bool) -> Iterator[Item]:
        ids = {row["question id"] for row in rows}
        boxes = self.boxes(rows)
        for row in rows:
            kind = self.kind(row)
            self.answer_type(row)
            name = _name(row["question id"])
            self.where[name] = self.where[f"{name}_colour"] = (row.sheet, row.number)
            common = {
                "label": {"en": _tidy(row["question label"]) or name},
                "hint": {"en": row.said("question prompt")} if row.said("question prompt") else {},
                "standard": standard,
                "not_applicable": self.yes(row, "na option?", "NA Option?"),
            }
            if kind == "CHOICE" and row["question id"] in {
                box["question id"] for each in boxes.values() for box in each
            }:
                continue
            if kind in ("BOOL", "CHOICE"):
                yield self.yes_no(row, name, common, required)
            elif kind == "TEXT":
                yield Item(name, kind="text", **_unjudged(common))
            elif kind == "MULTI":
                ticked = boxes.get(row["question id"], [])
                choices = tuple(
                    Choice(_name(box["question id"]), {"en": _tidy(box["question label"])}) for box in ticked
                )
                yield Item(name, kind="select_multiple", choices=choices, **_unjudged(common))
                yield from self.colour(row, name, common, f"count-selected(${{{name}}})", Fraction(len(choices)), True)
            elif kind == "PERC":
                yield from self.percentage(row, name, common, ids, required)
            else:  # COUNT, NUM, DEN, and a type that is none
                constraint = "" if kind == "" else ". >= 0"
                yield Item(name, kind="integer", required=required, constraint=constraint, **_unjudged(common))
                if kind in ("COUNT", "") and (kind == "COUNT" or self.rule_text(row)):
                    yield from self.colour(row, name, common, f"${{{name}}}", None, True)

    def kind(self, row: Row) -> str:
        """Return the type, "" for one that is none and has no accepted reading."""
        written = row["question type"]
        if written in TYPES:
            return written
        if written.upper() in TYPES:
            self.capital(row, "Question Type", written, written.upper())
            return written.upper()
        words = said(_("Read it as a count, by the rule under Scoring Logic: %(rule)s"), {"rule": row["scoring logic"]})
        by_logic = Fix("read_as_count", words, {"question": row["question id"]})
        other = said(_("Read it as a count, by the rule that stands in this cell: %(rule)s"), {"rule": written})
        by_cell = Fix("read_as_count_by_type_cell", other, {"question": row["question id"]})
        if (
            row["answer type"].upper().startswith("INTEGER")
            and colours.read(written, key="", most=None, whole=True, accepted=())[0].settled
        ):
            if wants(self.accepted, by_logic) or wants(self.accepted, by_cell):
                return "COUNT"
            message = said(
                _("“%(written)s” is a colour rule, not a question type. The question is kept without a colour."),
                {"written": written},
            )
            if row.said("scoring logic"):
                self.say(ERROR, "kenya.rule_as_type", message, row, "Question Type", by_logic)
            self.say(ERROR, "kenya.rule_as_type", message, row, "Question Type", by_cell)
            return "DEN"
        message = said(
            _("There is no question type “%(written)s”. Known: %(known)s."),
            {"written": written, "known": ", ".join(TYPES)},
        )
        self.say(ERROR, "kenya.unknown_type", message, row, "Question Type")
        return "DEN"

    def answer_type(self, row: Row) -> None:
        written = row["answer type"]
        if written in ANSWERS or not written:
            return
        if written.upper() in ANSWERS:
            self.capital(row, "Answer Type", written, written.upper())
            return
        message = said(_("There is no answer type “%(written)s”. The question type decides."), {"written": written})
        self.say(WARNING, "kenya.unknown_answer_type", message, row, "Answer Type")

    def capital(self, row: Row, column: str, written: str, right: str) -> None:
        fix = Fix(
            "correct_capital", said(_("Write “%(right)s”."), {"right": right}), {"row": str(row.number), "to": right}
        )
        if not wants(self.accepted, fix):
            message = said(
                _("“%(written)s” has a wrong capital. It was read as “%(right)s”."),
                {"written": written, "right": right},
            )
            self.say(WARNING, "kenya.wrong_capital", message, row, column, fix)

    def boxes(self, rows: list[Row]) -> dict[str, list[Row]]:
        """Return {id of a MULTI: its boxes}, by id (X_C1 belongs to X), else by standing right after it."""
        found: dict[str, list[Row]] = {
            row["question id"]: [] for row in rows if row["question type"].upper() == "MULTI"
        }
        last = ""
        for row in rows:
            name = row["question id"]
            last = name if name in found else last
            if row["question type"].upper() != "CHOICE":
                continue
            owner = re.sub(r"_C\d+(_[a-z])?$", "", name)
            if owner in found:
                found[owner].append(row)
            elif last:
                message = said(
                    _("“%(id)s” does not say whose box it is. It was taken to belong to “%(owner)s” above it."),
                    {"id": name, "owner": last},
                )
                self.say(WARNING, "kenya.box_without_owner", message, row, "Question ID")
                found[last].append(row)
            else:
                message = _("This box belongs to no question above it. It is asked as a yes/no question.")
                self.say(WARNING, "kenya.box_without_owner", message, row, "Question ID")
        for row in rows:
            if row["question id"] in found and not found[row["question id"]]:
                self.say(ERROR, "kenya.no_boxes", _("There is nothing to tick for this question."), row, "Question ID")
        return found

    def yes_no(self, row: Row, name: str, common: dict[str, Any], required: bool) -> Item:
        rule = self.rule(row, None, True)
        if rule is None or not rule.settled or not rule.answers:
            if rule is not None and rule.settled:
                self.say(
                    ERROR,
                    "kenya.rule_not_for_type",
                    _("A yes/no question needs a rule for Y and N."),
                    row,
                    "Scoring Logic",
                )
            return Item(name, kind="select_one", choices=_choices(_YES_NO), required=required, **_unjudged(common))
        choices = tuple(Choice(value, {"en": words}, _SHARE[rule.answers[value]]) for value, words in _YES_NO)
        return Item(name, scale="COLOUR", choices=choices, required=required, **common)

    def percentage(self, row: Row, name: str, common: dict[str, Any], ids: set[str], required: bool) -> Iterator[Item]:
        parts = (f"{row['question id']}_NUM", f"{row['question id']}_DEN")
        if set(parts) <= ids:
            above, below = (f"${{{_name(part)}}}" for part in parts)
            share = f"if(number({below}) > 0 and string({above}) != '', 100 * {above} div {below}, '')"
            yield Item(name, kind="calculate", calculation=share, **_unjudged(common))
        else:
            missing = ", ".join(part for part in parts if part not in ids)
            message = said(_("%(missing)s is missing, so the percentage itself is asked."), {"missing": missing})
            self.say(WARNING, "kenya.percentage_without_parts", message, row, "Question ID")
            yield Item(name, kind="decimal", required=required, constraint=". >= 0", **_unjudged(common))
        yield from self.colour(row, name, common, f"${{{name}}}", Fraction(100), False)

    def colour(
        self, row: Row, name: str, common: dict[str, Any], value: str, most: Fraction | None, whole: bool
    ) -> Iterator[Item]:
        rule = self.rule(row, most, whole)
        if rule is None:
            return
        if rule.settled and not rule.bands:
            self.say(
                ERROR,
                "kenya.rule_not_for_type",
                _("This question needs a rule on numbers, not on Y and N."),
                row,
                "Scoring Logic",
            )
        elif rule.settled:
            answered = f"if(string(${{{name}}}) = '', '', {bands.expression(rule.bands, value)})"
            unit = {} if whole else {"unit": "percent"}
            plain = {**common, "hint": {}, "not_applicable": False}
            yield Item(f"{name}_colour", scale="COLOUR", calculation=answered, rules=rule.bands, extra=unit, **plain)

    def rule_text(self, row: Row) -> str:
        by_cell = Fix("read_as_count_by_type_cell", "", {"question": row["question id"]})
        if row["question type"].upper() not in TYPES and wants(self.accepted, by_cell):
            return row["question type"]
        return row.said("scoring logic")

    def rule(self, row: Row, most: Fraction | None, whole: bool) -> colours.Rule | None:
        """Return the rule of a question, None where there is none or none that can be read."""
        text = self.rule_text(row)
        if text.lower() in colours.NO_RULE:
            if row["question type"].upper() in ("PERC", "COUNT", "MULTI", "BOOL"):
                self.say(
                    NOTE,
                    "kenya.no_rule",
                    _("No scoring rule: the answer is kept without a colour."),
                    row,
                    "Scoring Logic",
                )
            return None
        rule, problems = colours.read(text, key=row["question id"], most=most, whole=whole, accepted=self.accepted)
        for each in problems:
            self.say(each.severity, each.code, each.message, row, "Scoring Logic", each.fix)
        return rule


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, {"en": words}) for value, words in pairs)


def _unjudged(common: dict[str, Any]) -> dict[str, Any]:
    return common | {"not_applicable": False}


def _spoken(row: Row) -> dict[str, str]:
    """Return what a row says, blanks between words counted once."""
    return {heading: " ".join(cell.split()) for heading, cell in row.cells.items() if cell}


def _next_id(parent: str, taken: Collection[str]) -> str:
    """Return the id after the highest one of a section, in its way of counting: C10_08_08 after C10_08_07."""
    counted = [int(match[1]) for each in taken if (match := re.fullmatch(rf"{re.escape(parent)}_(\d+)", each))]
    return f"{parent}_{max(counted, default=0) + 1:02}"


def _tidy(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()


def _name(text: str) -> str:
    """Return an id with only the characters a name may have."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", text.strip())
    return plain if re.match(r"[A-Za-z_]", plain) else f"q_{plain}"
