"""What can be put right in an XLSForm before it is read: offered, and made only when accepted. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext_lazy as _
from pyxform import xls2xform
from pyxform.errors import PyXFormError

from alongside.domain.instruments.rules import lint
from alongside.domain.instruments.rules.findings import ERROR, WARNING, Finding, Fix, said, wants
from alongside.exchange.xlsform import sheets
from alongside.exchange.xlsform.sheets import CHOICES, SETTINGS, SURVEY
from alongside.exchange.xlsform.workbook import FIRST_ROW, Workbook

MAX_PIXELS = "1024"  # enough to read a register page on a screen, about 200 KiB
_ROW = re.compile(r"\[row : (\d+)\]\s*(?:On the '(\w+)' sheet,\s*)?(.*)", re.DOTALL)


def double_columns(book: Workbook, accepted: Collection[str]) -> Iterator[Finding]:
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


def repair(book: Workbook, accepted: Collection[str]) -> Iterator[Finding]:
    """Offer, or when accepted make, the changes of single cells."""
    seen: dict[str, int] = {}
    for number, row in enumerate(book.rows[SURVEY], FIRST_ROW):
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


def judged_by_pyxform(book: Workbook, accepted: Collection[str]) -> list[Finding]:
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
    types = {row.get("type", ""): number for number, row in reversed(list(enumerate(book.rows[SURVEY], FIRST_ROW)))}
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
