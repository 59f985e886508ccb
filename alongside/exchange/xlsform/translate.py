"""From the bytes of an XLSForm to checklists and findings. Pure; pyxform judges the form, the rows are read here."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from pyxform import xls2xform
from pyxform.errors import PyXFormError

from alongside.domain.instruments.rules import bands, lint
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section, Text
from alongside.domain.instruments.rules.lint import ERROR, NOTE, WARNING, Finding, Fix, Reading, said, wants
from alongside.exchange.xlsform import sheets
from alongside.exchange.xlsform.sheets import CHOICES, SETTINGS, SURVEY
from alongside.kernel import safe_sheet
from alongside.kernel.cell_text import Row
from alongside.kernel.errors import Refused

MAX_PIXELS = "1024"  # enough to read a register page on a screen, about 200 KiB
_FIRST_ROW = 2  # the row under the headings, as a spreadsheet program counts
_ROW = re.compile(r"\[row : (\d+)\]\s*(?:On the '(\w+)' sheet,\s*)?(.*)", re.DOTALL)


@dataclass
class Workbook:
    """The sheets of a form as {sheet: [row as written]} with their headings; row i stands on line i + 2."""

    rows: dict[str, list[dict[str, str]]]
    headings: dict[str, list[str]]
    name: str = ""

    def foreign(self) -> dict[str, Any]:
        """Return the sheets as pyxform takes them, without our own columns."""
        book: dict[str, Any] = {"sheet_names": list(self.rows), "fallback_form_name": self.name or "form"}
        for sheet, rows in self.rows.items():
            ours = {each for each in self.headings[sheet] if _is_ours(each, sheet)}
            book[sheet] = [{name: value for name, value in row.items() if name not in ours} for row in rows]
            book[f"{sheet}_header"] = [dict.fromkeys(each for each in self.headings[sheet] if each not in ours)]
        for number, row in enumerate(book[SURVEY]):
            cells = _cells(self.rows[SURVEY][number], SURVEY)
            if cells.get(("scale", None)) and not cells.get(("type", None)):
                row["type"] = "text" if cells.get(("label", None)) else "note"
        return copy.deepcopy(book)


@dataclass
class _Part:
    """A part that is being read: what its row says and what stands in it so far."""

    row: int
    cells: Mapping[tuple[str, str | None], str]
    repeat: bool = False
    children: list[Section | Item] = field(default_factory=list)


def read(data: bytes, *, filename: str = "", accepted: Collection[str] = ()) -> Reading:
    """Return the checklist of an XLSForm (.xlsx or .xls) and what there is to say about it.

    accepted: keys (or bare codes) of fixes to apply before reading; those of Reading.fixes.
    A file that is no workbook gives a finding and no definition.
    """
    try:
        book = _open(data, filename)
    except Refused as reason:
        return Reading([], [Finding(ERROR, reason.code, reason.message)])
    return read_workbook(book, accepted=accepted)


def read_workbook(book: Workbook, *, accepted: Collection[str] = ()) -> Reading:
    """Return the checklist of sheets that are already open; see read."""
    findings = [*_double_columns(book, accepted), *_repair(book, accepted)]
    findings += _judged_by_pyxform(book, accepted)
    reader = _Reader(book)
    definition = lint.repaired(reader.definition(), accepted)
    findings += reader.findings + lint.lint(definition, where=reader.where)
    return Reading([definition] if book.rows[SURVEY] else [], findings)


def _open(data: bytes, filename: str) -> Workbook:
    """Return the sheets of a file. Refuses what safe_sheet refuses, and a heading that stands twice."""
    tables = {
        each.name.strip().lower(): list(each.rows) for each in safe_sheet.read(data, name=filename, limit_columns=2_000)
    }
    if SURVEY not in tables and len(tables) == 1:
        tables = {SURVEY: next(iter(tables.values()))}
    if SURVEY not in tables:
        raise Refused("xlsform.no_survey", _("There is no sheet named “survey”, so this is not a form."))
    rows, headings = {}, {}
    for name in (SURVEY, CHOICES, SETTINGS, "external_choices", "entities", "osm"):
        if name in tables or name in (SURVEY, CHOICES, SETTINGS):
            headings[name], rows[name] = _table(name, tables.get(name, []))
    return Workbook(rows, headings, slugify(filename.rsplit(".", 1)[0]).replace("-", "_"))


def _table(sheet: str, lines: list[Row]) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings and the rows under them, blank rows kept so that row i stands on line i + 2."""
    if not lines or lines[0].number != 1:
        return [], []
    headings = [_clean(cell) for cell in lines[0].cells]
    if twice := next((name for name in headings if name and headings.count(name) > 1), None):
        message = said(
            _("The heading “%(name)s” stands twice on the sheet “%(sheet)s”."), {"name": twice, "sheet": sheet}
        )
        raise Refused("xlsform.heading_twice", message)
    rows: list[dict[str, str]] = [{} for _line in range(lines[-1].number - 1)]
    for line in lines[1:]:
        cells = zip(headings, map(_clean, line.cells), strict=False)
        rows[line.number - _FIRST_ROW] = {heading: cell for heading, cell in cells if heading and cell}
    return [heading for heading in headings if heading], rows


def _clean(cell: str) -> str:
    return cell.replace("\xa0", " ").strip()


def _is_ours(written: str, sheet: str) -> bool:
    return sheets.heading(written, sheet)[0] in sheets.OURS.get(sheet, ()) if sheet in sheets.OURS else False


def _cells(row: Mapping[str, str], sheet: str) -> dict[tuple[str, str | None], str]:
    """Return a row by (our column, language as written)."""
    return {sheets.heading(name, sheet): str(value) for name, value in row.items() if value not in (None, "")}


def _double_columns(book: Workbook, accepted: Collection[str]) -> Iterator[Finding]:
    """Find two headings for one column; fold them together when asked and no row fills both differently."""
    for sheet in (SURVEY, CHOICES, SETTINGS):
        first: dict[tuple[str, str | None], str] = {}
        for written in list(book.headings[sheet]):
            kept = first.setdefault(sheets.heading(written, sheet), written)
            if kept == written:
                continue
            rows = book.rows[sheet]
            clash = any(row.get(kept) and row.get(written) and row[kept] != row[written] for row in rows)
            words = said(_("Read both columns as “%(kept)s”."), {"kept": kept})
            fix = None if clash else Fix("merge_columns", words, {"sheet": sheet, "keep": kept, "drop": written})
            if fix and wants(accepted, fix):
                book.headings[sheet].remove(written)
                for row in rows:
                    if value := row.pop(written, None):
                        row[kept] = value
                continue
            yield Finding(
                ERROR,
                "xlsform.double_column",
                said(_("The headings “%(a)s” and “%(b)s” mean the same."), {"a": kept, "b": written}),
                sheet,
                1,
                written,
                fix=fix,
            )


def _repair(book: Workbook, accepted: Collection[str]) -> Iterator[Finding]:
    """Offer, or when accepted make, the changes of single cells."""
    seen: dict[str, int] = {}
    for number, row in enumerate(book.rows[SURVEY], _FIRST_ROW):
        cells = {sheets.heading(name, SURVEY)[0]: name for name in row}
        written, name = row.get(cells.get("type", ""), ""), row.get(cells.get("name", ""), "")
        if not written or not name:
            continue
        block = sheets.block(written)
        if block and block[0] == "end":
            continue
        if not block:
            _correct_capital(row, cells["type"], name, accepted)
        if name in seen:
            yield from _second_name(book, row, cells["name"], number, seen, accepted)
        else:
            seen[name] = number
        if sheets.question_type(written)[0] == "image" and "max-pixels" not in row.get(cells.get("parameters", ""), ""):
            words = said(_("Add max-pixels=%(value)s, so that photos are made smaller."), {"value": MAX_PIXELS})
            fix = Fix("max_pixels", words, {"row": str(number), "value": MAX_PIXELS})
            if wants(accepted, fix):
                column = cells.get("parameters", "parameters")
                row[column] = f"{row.get(column, '')} max-pixels={MAX_PIXELS}".strip()
                if column not in book.headings[SURVEY]:
                    book.headings[SURVEY].append(column)
            else:
                yield Finding(
                    WARNING,
                    "xlsform.no_max_pixels",
                    _("Photos are sent in full size. Some servers refuse a form without max-pixels."),
                    SURVEY,
                    number,
                    "parameters",
                    name,
                    fix,
                )


def _correct_capital(row: dict[str, str], column: str, name: str, accepted: Collection[str]) -> None:
    written = row[column]
    kind, rest, other = sheets.question_type(written)
    right = {each.lower(): each for each in lint.KINDS}.get(kind.lower())
    if right and right != kind and wants(accepted, Fix("correct_capital", "", {"id": name, "to": right})):
        row[column] = right
    elif sheets.is_known_type(kind) and not sheets.is_written_right(written):
        row[column] = " ".join(part for part in (kind, rest, "or_other" if other else "") if part)


def _second_name(
    book: Workbook, row: dict[str, str], column: str, number: int, seen: dict[str, int], accepted: Collection[str]
) -> Iterator[Finding]:
    name = row[column]
    taken = {str(each.get(column, "")) for each in book.rows[SURVEY]} | set(seen)
    new = next(each for each in (f"{name}_{letter}" for letter in "bcdefghijklmnopqrstuvwxyz") if each not in taken)
    words = said(_("Call the one in row %(row)s “%(new)s”."), {"row": number, "new": new})
    fix = Fix("rename", words, {"row": str(number), "to": new})
    if wants(accepted, fix):
        row[column] = new
        seen[new] = number
        return
    yield Finding(
        ERROR,
        "xlsform.name_twice",
        said(_("“%(name)s” is already used in row %(row)s."), {"name": name, "row": seen[name]}),
        SURVEY,
        number,
        "name",
        name,
        fix,
    )


def _judged_by_pyxform(book: Workbook, accepted: Collection[str]) -> list[Finding]:
    """Return what pyxform refuses or warns of, with its rows, and the fix where we know one."""
    duplicates = Fix(
        "allow_choice_duplicates",
        _("Allow a choice name more than once in a list (the choice filter tells them apart)."),
    )
    if wants(accepted, duplicates):
        settings = book.rows[SETTINGS] or [{}]
        settings[0]["allow_choice_duplicates"] = "yes"
        book.rows[SETTINGS] = settings
        if "allow_choice_duplicates" not in book.headings[SETTINGS]:
            book.headings[SETTINGS].append("allow_choice_duplicates")
    warnings: list[str] = []
    findings: list[Finding] = []
    types = {row.get("type", ""): number for number, row in reversed(list(enumerate(book.rows[SURVEY], _FIRST_ROW)))}
    try:
        xls2xform.convert(book.foreign(), warnings=warnings)
    except PyXFormError as reason:
        findings += [_said_by_pyxform(line, ERROR, duplicates, types) for line in _lines(str(reason))]
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as reason:
        # pyxform stumbles over some broken forms instead of refusing them; the rows are still read below.
        message = said(_("The form cannot be converted: %(reason)s"), {"reason": f"{type(reason).__name__} {reason}"})
        findings.append(Finding(ERROR, "xlsform.refused", message))
    known = "max-pixels"  # said above, with an offer
    return findings + [_said_by_pyxform(line, WARNING, None, types) for line in warnings if known not in line]


def _lines(message: str) -> list[str]:
    parts = re.split(r"\n(?=\[row : )", message)
    return [part.strip() for part in parts if part.strip()]


def _said_by_pyxform(line: str, severity: str, duplicates: Fix | None, types: Mapping[str, int]) -> Finding:
    match = _ROW.match(line)
    row, sheet, words = (int(match[1]), match[2] or SURVEY, match[3]) if match else (None, "", line)
    if not match and (unknown := re.search(r"Unknown question type '(.*)'", line)):
        # The only refusal about a single cell that comes without its row.
        sheet, row = SURVEY, types.get(unknown[1])
    if sheet == "" and (named := re.search(r"sheet: '(\w+)'|the '?(survey|choices|settings)'? sheet", line)):
        sheet = named[1] or named[2]
    twice = duplicates is not None and "allow_choice_duplicates" in words
    code = "xlsform.choice_twice" if twice else "xlsform.refused" if severity == ERROR else "xlsform.warned"
    return Finding(
        severity, code, words.strip(), sheet, row, "name" if twice else "", fix=duplicates if twice else None
    )


class _Reader:
    """One pass over the rows of a form."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.findings: list[Finding] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.settings = _cells(book.rows[SETTINGS][0], SETTINGS) if book.rows[SETTINGS] else {}
        self.default = self._default_language()
        self.codes = {None: self.default}
        self.languages = self._languages()
        self.lists = self._lists(CHOICES)
        self.external = self._lists("external_choices") if "external_choices" in book.rows else {}

    def definition(self) -> Definition:
        """Return the checklist; parts left open at the end are closed there."""
        top = _Part(0, {})
        stack = [top]
        for number, written in enumerate(self.book.rows[SURVEY], _FIRST_ROW):
            cells = _cells(written, SURVEY)
            kind = cells.get(("type", None), "")
            block = sheets.block(kind) if kind else None
            if block and block[0] == "begin":
                stack.append(_Part(number, cells, block[1]))
            elif block and len(stack) > 1:
                part = stack.pop()
                stack[-1].children.append(self._section(part))
            elif not block and (kind or cells.get(("scale", None))):
                stack[-1].children.append(self._item(number, cells))
        while len(stack) > 1:
            part = stack.pop()
            stack[-1].children.append(self._section(part))
        return self._definition(tuple(top.children))

    def _definition(self, children: tuple[Section | Item, ...]) -> Definition:
        known = dict(self.settings)
        take = lambda name: known.pop((name, None), "")  # noqa: E731
        title = take("form_title")
        code = take("form_id")
        if not code:
            code = self.book.name or "checklist"
            self.findings.append(
                Finding(NOTE, "xlsform.no_form_id", said(_("No form_id: “%(id)s” is used."), {"id": code}), SETTINGS)
            )
        titles = {self.default: title or code} | self._text(known, "title")
        values: dict[str, Any] = {"code": code, "title": titles, "children": children, "languages": self.languages}
        for name in ("profile", "total", "area", "competency", "source", "licence", "kind", "no_respect_reason"):
            if text := take(name):
                values[name] = text
        for column, name in (("cadres", "cadres"), ("observed_settings", "settings")):
            if text := take(column):
                values[name] = tuple(re.split(r"[\s,;]+", text.strip()))
        values["clinical"] = sheets.is_yes(take("clinical")) or False
        if text := take("minimum_evidence"):
            values["minimum_evidence"] = self._number(text, SETTINGS, _FIRST_ROW, "minimum_evidence") or Fraction(3, 5)
        if text := take("minimum_minutes"):
            minutes = self._number(text, SETTINGS, _FIRST_ROW, "minimum_minutes")
            values["minimum_minutes"] = None if minutes is None else int(minutes)
        values["banner"] = self._text(known, "banner")
        for name in ("languages", "default_language", "title", "form_title", "banner"):
            known = {key: value for key, value in known.items() if key[0] != name}
        values["extra"] = {
            name if language is None else f"{name}::{language}": v for (name, language), v in known.items()
        }
        return Definition(**values)

    def _section(self, part: _Part) -> Section:
        cells = dict(part.cells)
        take = lambda name: cells.pop((name, None), "")  # noqa: E731
        kind, name = take("type"), take("name")
        self.where.setdefault(name, (SURVEY, part.row))
        values = {
            "id": name,
            "label": self._text(cells, "label"),
            "children": tuple(part.children),
            "repeat": part.repeat,
            "repeat_count": take("repeat_count"),
            "relevant": take("relevant"),
            "appearance": take("appearance"),
            "standard": take("standard"),
            "hint": self._text(cells, "hint"),
            "rules": self._bands(take("rules"), part.row),
        }
        plain = " ".join(kind.replace("_", " ").split()).lower()
        odd = {} if plain in ("begin group", "begin repeat") else {"type": kind}
        return Section(**values, extra=self._rest(cells) | odd)

    def _item(self, row: int, given: Mapping[tuple[str, str | None], str]) -> Item:
        cells = dict(given)
        take = lambda name: cells.pop((name, None), "")  # noqa: E731
        written, name, scale = take("type"), take("name"), take("scale")
        name = name or self._given_name(written, row)
        self.where.setdefault(name, (SURVEY, row))
        kind, source, other = sheets.question_type(written)
        values: dict[str, Any] = {"id": name, "scale": scale}
        for column in (
            "competency",
            "standard",
            "choice_filter",
            "relevant",
            "constraint",
            "calculation",
            "default",
            "appearance",
        ):
            values[column] = take(column)
        for column in ("label", "hint", "constraint_message", "feedback"):
            values[column] = self._text(cells, column)
        for column in ("critical", "respect", "not_applicable"):
            values[column] = self._yes(take(column), row, column)
        for column in ("weight", "possible_weight", "low", "high"):
            if text := take(column):
                number = self._number(text, SURVEY, row, column)
                values |= {column: number} if number is not None else {}
        values["parameters"] = sheets.parameters(take("parameters"))
        values["rules"] = self._bands(take("rules"), row)
        required = take("required")
        values["required"] = sheets.is_yes(required) or False
        extra = self._rest(cells)
        if sheets.is_yes(required) is None:
            extra["required"] = required
        if other:
            extra["or_other"] = "yes"
        values |= self._asked(name, scale, kind, source, extra)
        if scale == "N/D" and values["constraint"] == sheets.REVIEW:
            values["constraint"] = ""
        return Item(**values, extra=extra)

    def _given_name(self, written: str, row: int) -> str:
        """Return a name where the sheet may leave it out: notes, and what the phone fills in by itself."""
        kind = sheets.question_type(written)[0]
        name = kind if kind in lint.BY_ITSELF else f"note_{row}" if kind == "note" else ""
        if name:
            message = said(_("This row has no name. It is called “%(name)s”."), {"name": name})
            self.findings.append(Finding(NOTE, "xlsform.named", message, SURVEY, row, "name", name))
        return name

    def _asked(self, name: str, scale: str, kind: str, source: str, extra: dict[str, str]) -> dict[str, Any]:
        """Return kind and choices from what stands in the type cell."""
        if source and (kind.endswith("_from_file") or "${" in source):
            return {"kind": f"{kind} {source}"}
        if not source:
            default = ("calculate", "", sheets.ASKED_AS.get(scale, "select_one"))
            return {"kind": "" if scale and kind in default else kind}
        result: dict[str, Any] = {"kind": "" if scale and kind == "select_one" else kind}
        if scale and source.startswith("scale_"):
            return result
        if source != f"{name}_list":
            extra["list_name"] = source
        lists = self.external if kind == "select_one_external" else self.lists
        return result | {"choices": lists.get(source, ())}

    def _lists(self, sheet: str) -> dict[str, tuple[Choice, ...]]:
        found: dict[str, list[Choice]] = {}
        for number, written in enumerate(self.book.rows[sheet], _FIRST_ROW):
            cells = _cells(written, CHOICES)
            group, value = cells.pop(("list_name", None), ""), cells.pop(("name", None), "")
            if not group or not value:
                continue
            factor = cells.pop(("factor", None), "")
            share = self._number(factor, sheet, number, "factor") if factor else None
            found.setdefault(group, []).append(Choice(value, self._text(cells, "label"), share, self._rest(cells)))
        return {group: tuple(choices) for group, choices in found.items()}

    def _default_language(self) -> str:
        written = self.settings.get(("default_language", None), "")
        if written and (code := sheets.language_code(written)):
            return code
        names = [language for column, language in self._columns(SURVEY) if column == "label" and language]
        first = names and sheets.language_code(names[0])
        if not names and not written:
            self.findings.append(
                Finding(
                    NOTE,
                    "xlsform.language_assumed",
                    _(
                        "No language is named. The words are taken to be English; name the language in the heading if not."
                    ),
                    SURVEY,
                    1,
                    "label",
                )
            )
        return first or (slugify(written or (names[0] if names else "")) or "en")

    def _languages(self) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for sheet in (SURVEY, CHOICES, SETTINGS):
            for column, written in self._columns(sheet):
                if written is None:
                    if column == "label" and sheet == SURVEY:
                        codes[self.default] = None
                    continue
                code = sheets.language_code(written)
                if code is None and written not in self.codes:
                    code = slugify(written) or "und"
                    message = said(
                        _(
                            "The language “%(written)s” has no code. It is kept as “%(code)s”; write it as in “French (fr)”."
                        ),
                        {"written": written, "code": code},
                    )
                    self.findings.append(Finding(WARNING, "xlsform.language_not_known", message, sheet, 1, written))
                self.codes.setdefault(written, code or slugify(written) or "und")
                if column == "label":
                    codes[self.codes[written]] = None
        if named := self.settings.get(("languages", None), ""):
            return tuple(named.split())
        return tuple(codes) or (self.default,)

    def _columns(self, sheet: str) -> list[tuple[str, str | None]]:
        return [sheets.heading(written, sheet) for written in self.book.headings[sheet]]

    def _text(self, cells: dict[tuple[str, str | None], str], column: str) -> Text:
        found = {key: cells.pop(key) for key in list(cells) if key[0] == column}
        return {self.codes.get(language) or self.default: words for (_column, language), words in found.items()}

    def _rest(self, cells: Mapping[tuple[str, str | None], str]) -> dict[str, str]:
        return {name if language is None else f"{name}::{language}": value for (name, language), value in cells.items()}

    def _yes(self, text: str, row: int, column: str) -> bool:
        answer = sheets.is_yes(text)
        if answer is None:
            message = said(_("“%(text)s” is neither yes nor no."), {"text": text})
            self.findings.append(Finding(ERROR, "xlsform.neither_yes_nor_no", message, SURVEY, row, column))
        return answer or False

    def _number(self, text: str, sheet: str, row: int, column: str) -> Fraction | None:
        try:
            plain = text.strip().replace("−", "-")
            return Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
        except (ValueError, ZeroDivisionError):
            message = said(_("“%(text)s” is not a number."), {"text": text})
            self.findings.append(Finding(ERROR, "xlsform.not_a_number", message, sheet, row, column))
            return None

    def _bands(self, text: str, row: int):
        found = bands.read_bands(text)
        if found is None:
            message = said(_("“%(text)s” is no list of ranges such as “red [0, 50); green [50, 100]”."), {"text": text})
            self.findings.append(Finding(ERROR, "xlsform.not_bands", message, SURVEY, row, "rules"))
        return found or ()
