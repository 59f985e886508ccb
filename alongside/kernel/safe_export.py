"""The one door for lists that leave: CSV, XLSX and JSON that no spreadsheet will run as a formula.

Text that a spreadsheet could take for a formula is marked as text; a real number stays a number, so that -5 is
still -5, and +265991234567 keeps its plus sign. Rows are asked for one by one and never all held at once.
"""

import csv
import io
import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from .errors import Refused

BATCH = 500  # rows written at once: large enough to be fast, small enough to leave at once
ROWS_IN_A_SHEET = 1_048_576  # what the XLSX format allows
LETTERS_IN_A_CELL = 32_767  # likewise
EXACT_IN_A_SPREADSHEET = 2**53  # above this a spreadsheet silently changes the last digits of a whole number
# What starts a formula, in the forms that Excel and LibreOffice accept, full-width signs included.
_STARTERS = frozenset("=+-@\t\r\n\0 ＝＋－＠")
_RISKY = re.compile(r"[\t\r\n\0]|[ \xa0]*[=+\-@＝＋－＠]")
_NUMBER = (int, float, Decimal)


def is_risky(text: str) -> bool:
    """Would a spreadsheet that opens this text as CSV perhaps run it?"""
    return bool(text) and text[0] in _STARTERS and _RISKY.match(text) is not None


def neutral(text: str) -> str:
    """Return the text as a CSV cell may carry it: a quote before anything that could start a formula, no NUL."""
    if is_risky(text):
        text = "'" + text
    return text.replace("\0", "") if "\0" in text else text


def unmarked(text: str) -> str:
    """Return the text without the quote that `neutral` put before it, so that our own lists come back unchanged."""
    return text[1:] if text[:1] == "'" and is_risky(text[1:]) else text


def csv_stream(
    columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, bom: bool = True, notice: Any = None
) -> Iterator[bytes]:
    """Yield a CSV file in pieces: an optional notice in a line of its own, the column names, the rows.

    rows: values in the order of columns; None is an empty cell, True and False are TRUE and FALSE, a day or an
    instant is written in ISO 8601. bom: what makes Excel read the file as UTF-8.
    """
    piece = io.StringIO()
    write = csv.writer(piece)
    if notice is not None:
        write.writerow([neutral(str(notice))])
    write.writerow([neutral(str(column)) for column in columns])
    remaining = iter(rows)
    first = "\ufeff" if bom else ""
    while True:
        batch = list(islice(remaining, BATCH))
        write.writerows([[_csv_cell(value) for value in row] for row in batch])
        if text := piece.getvalue():
            yield (first + text).encode("utf-8", "replace")
        if len(batch) < BATCH:
            return
        first = ""
        piece.seek(0)
        piece.truncate()


def _csv_cell(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        # Asked for every cell of every list: this one line decides how fast a list leaves.
        return value if value and value[0] not in _STARTERS and "\0" not in value else neutral(value)
    if kind is int or value is None:
        return value
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is Decimal:
        return format(value, "f") if value.is_finite() else None
    return neutral(_text(value))


def json_stream(
    columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, lines: bool = False, notice: Any = None
) -> Iterator[bytes]:
    """Yield rows as JSON objects in pieces, keyed by column: one array, or one object a line (JSON Lines).

    notice: wraps the array as {"notice": …, "rows": […]}, or is the first line. Text is exact; "<" is written as
    its escape, so that a label with a script stays text even where somebody shows the file as a page.
    """
    names = [str(column) for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_json_value, allow_nan=False).encode
    said = None if notice is None else _json_bytes(encode({"notice": str(notice)}))
    if lines:
        opening, between, closing = (said + b"\n" if said else b""), b"\n", b""
    else:
        opening, between, closing = (said[:-1] + b',"rows":[\n' if said else b"[\n"), b",\n", b"\n]"
        closing += b"}\n" if said else b"\n"
    yield opening
    remaining = iter(rows)
    start = b""
    while batch := list(islice(remaining, BATCH)):
        objects = [dict(zip(names, row, strict=True)) for row in batch]
        try:
            texts = [encode(each) for each in objects]
        except ValueError:  # a number that is none: leave the fast road for this batch only
            texts = [encode({name: _finite(value) for name, value in each.items()}) for each in objects]
        yield start + between.join(map(_json_bytes, texts))
        start = between
    yield b"\n" if lines and start else closing


def _json_bytes(text: str) -> bytes:
    return text.replace("<", "\\u003c").encode("utf-8", "replace")


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if value == value.to_integral_value() else float(value)
    return _text(value)


def _finite(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def xlsx(columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, sheet: Any = "", notice: Any = None) -> BinaryIO:
    """Return a workbook with one sheet as an open temporary file, rewound; closing it removes it.

    Text is always text: no formula, no link, and a mark that keeps it text when somebody edits the cell.
    Refuses: export.too_many_rows.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller sends it and closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(file, options)
    try:
        page = book.add_worksheet(_sheet_name(str(sheet)))
        writer = _SheetWriter(book, page)
        heading = 0
        if notice is not None:
            page.write_string(0, 0, _fitting(str(notice)), writer.quiet)
            heading = 1
        for column, name in enumerate(columns):
            page.write_string(heading, column, _fitting(str(name)), writer.bold)
            page.set_column(column, column, min(60, max(10, len(str(name)) + 3)))
        page.freeze_panes(heading + 1, 0)
        for number, row in enumerate(rows, start=heading + 1):
            if number >= ROWS_IN_A_SHEET:
                raise Refused(
                    "export.too_many_rows",
                    _("The list is longer than a spreadsheet can hold. Narrow it down, or take the CSV file."),
                    limit=ROWS_IN_A_SHEET,
                )
            for column, value in enumerate(row):
                writer.write(number, column, value)
        book.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class _SheetWriter:
    """Writes one value into one cell, never letting XlsxWriter guess what it is."""

    def __init__(self, book: xlsxwriter.Workbook, page: Any) -> None:
        self.page = page
        self.bold = book.add_format({"bold": True, "quote_prefix": True})
        self.quiet = book.add_format({"italic": True, "quote_prefix": True})
        self.marked = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.clock = book.add_format({"num_format": "hh:mm"})

    def write(self, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self.page.write_boolean(row, column, value)
        elif isinstance(value, _NUMBER):
            self._write_number(row, column, value)
        elif isinstance(value, date | time) and getattr(value, "year", 1900) >= 1900:
            form = self.instant if isinstance(value, datetime) else self.day if isinstance(value, date) else self.clock
            self.page.write_datetime(row, column, value, form)
        else:
            text = value if isinstance(value, str) else _text(value)
            self.page.write_string(row, column, _fitting(text), self.marked if is_risky(text) else None)

    def _write_number(self, row: int, column: int, value: Any) -> None:
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            return
        if isinstance(value, int) and abs(value) > EXACT_IN_A_SPREADSHEET:
            self.page.write_string(row, column, str(value))
        else:
            self.page.write_number(row, column, value)


def _fitting(text: str) -> str:
    """Return the text as long as a cell can be; one that is cut says so. XlsxWriter would leave the cell empty."""
    text = text.replace("\0", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair would end the export
    if text.startswith("<r>") and text.endswith("</r>"):
        text = " " + text  # XlsxWriter would take it for its own markup and write it into the file unescaped
    return text if len(text) <= LETTERS_IN_A_CELL else text[: LETTERS_IN_A_CELL - 1] + "…"


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31].strip(" '") or "Sheet1"


def _text(value: Any) -> str:
    """Return a value of any other type as text: days and instants in ISO 8601, several values with semicolons."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return "; ".join(_text(part) for part in parts)
    return str(value)
