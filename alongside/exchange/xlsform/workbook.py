"""An XLSForm that lies open: its sheets as they are written, row by row. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.findings import said
from alongside.exchange.xlsform import sheets
from alongside.exchange.xlsform.sheets import CHOICES, SETTINGS, SURVEY
from alongside.kernel import safe_sheet
from alongside.kernel.cell_text import Row
from alongside.kernel.errors import Refused

FIRST_ROW = 2  # the row under the headings, as a spreadsheet program counts


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
            written = cells_of(self.rows[SURVEY][number], SURVEY)
            if written.get(("scale", None)) and not written.get(("type", None)):
                row["type"] = "text" if written.get(("label", None)) else "note"
        return copy.deepcopy(book)


def open_workbook(data: bytes, filename: str) -> Workbook:
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
        pairs = zip(headings, map(_clean, line.cells), strict=False)
        rows[line.number - FIRST_ROW] = {heading: cell for heading, cell in pairs if heading and cell}
    return [heading for heading in headings if heading], rows


def _clean(cell: str) -> str:
    return cell.replace("\xa0", " ").strip()


def _is_ours(written: str, sheet: str) -> bool:
    return sheets.heading(written, sheet)[0] in sheets.OURS.get(sheet, ()) if sheet in sheets.OURS else False


def cells_of(row: Mapping[str, str], sheet: str) -> dict[tuple[str, str | None], str]:
    """Return a row by (our column, language as written)."""
    return {sheets.heading(name, sheet): str(value) for name, value in row.items() if value not in (None, "")}
