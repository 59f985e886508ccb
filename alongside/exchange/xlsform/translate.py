"""From the bytes of an XLSForm to checklists and findings. Pure; pyxform judges the form, the rows are read here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import bands, lint
from alongside.domain.instruments.rules.definition import Band, Choice, Definition, Item, Section, Text
from alongside.domain.instruments.rules.findings import ERROR, NOTE, WARNING, Finding, Reading, said
from alongside.exchange.xlsform import repairs, sheets
from alongside.exchange.xlsform.sheets import CHOICES, SETTINGS, SURVEY
from alongside.exchange.xlsform.workbook import FIRST_ROW, Workbook, cells_of, open_workbook
from alongside.kernel import safe_sheet
from alongside.kernel.errors import Refused


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
        book = open_workbook(data, filename)
    except Refused as reason:
        return Reading([], [Finding(ERROR, reason.code, reason.message)])
    return read_workbook(book, accepted=accepted)


def knows(data: bytes, name: str = "") -> bool:
    """Say whether a file looks like an XLSForm: it has a sheet named survey."""
    try:
        return any(
            each.name.strip().lower() == SURVEY for each in safe_sheet.read(data, name=name, limit_columns=2_000)
        )
    except Refused:
        return False


def read_workbook(book: Workbook, *, accepted: Collection[str] = ()) -> Reading:
    """Return the checklist of sheets that are already open; see read."""
    findings = [*repairs.double_columns(book, accepted), *repairs.repair(book, accepted)]
    findings += repairs.judged_by_pyxform(book, accepted)
    for sheet in ("entities", "osm"):
        if book.rows.get(sheet):
            message = said(_("The sheet “%(sheet)s” is not kept."), {"sheet": sheet})
            findings.append(Finding(WARNING, "xlsform.sheet_not_kept", message, sheet))
    reader = _Reader(book)
    definition = lint.repaired(reader.definition(), accepted)
    findings += reader.findings + lint.lint(definition, where=reader.where)
    return Reading([definition] if book.rows[SURVEY] else [], findings)


class _Reader:
    """One pass over the rows of a form."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.findings: list[Finding] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.settings = cells_of(book.rows[SETTINGS][0], SETTINGS) if book.rows[SETTINGS] else {}
        self.default = self._default_language()
        self.codes: dict[str | None, str] = {None: self.default}
        self.languages = self._languages()
        self.lists = self._lists(CHOICES)
        self.external = self._lists("external_choices") if "external_choices" in book.rows else {}

    def definition(self) -> Definition:
        """Return the checklist; parts left open at the end are closed there."""
        top = _Part(0, {})
        stack = [top]
        for number, written in enumerate(self.book.rows[SURVEY], FIRST_ROW):
            cells = cells_of(written, SURVEY)
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
            values["minimum_evidence"] = self._number(text, SETTINGS, FIRST_ROW, "minimum_evidence") or Fraction(3, 5)
        if text := take("minimum_minutes"):
            minutes = self._number(text, SETTINGS, FIRST_ROW, "minimum_minutes")
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
        values: dict[str, Any] = {
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
        for number, written in enumerate(self.book.rows[sheet], FIRST_ROW):
            cells = cells_of(written, CHOICES)
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

    def _bands(self, text: str, row: int) -> tuple[Band, ...]:
        found = bands.read_bands(text)
        if found is None:
            message = said(_("“%(text)s” is no list of ranges such as “red [0, 50); green [50, 100]”."), {"text": text})
            self.findings.append(Finding(ERROR, "xlsform.not_bands", message, SURVEY, row, "rules"))
        return found or ()
