"""The one door for tables that came from outside: XLSX, XLS and CSV as rows of text, a few at a time.

What the file is, is seen from its bytes and never from its name. Values are the text a person sees in the cell:
12 and not 12.0, days in ISO 8601, 50% where the cell shows a percentage. Rows keep the number the file gives them,
counted from 1, so that whoever finds fault can point to the place.
"""

import codecs
import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

import xlrd
from django.utils.translation import gettext_lazy as _

from . import safe_export, xlsx_rows
from .cell_text import LETTERS, Note, Row, number_as_shown, parts_as_shown
from .errors import Refused

LIMIT = 25 * 1024 * 1024  # bytes of a file as sent
ROWS = 50_000
COLUMNS = 1_000
XLS_LIMIT = 5 * 1024 * 1024  # bytes; the old format is read whole, at about ten times its size
LINE = 1_000_000  # letters in one line of a CSV file
SEPARATORS = ",;\t~|"
_TEXT_IS_NOT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
)


@dataclass
class Sheet:
    """One table of a file. rows can be walked once; notes fills while they are."""

    name: str
    rows: Iterator[Row]
    notes: list[Note] = field(default_factory=list)


class _Dialect(NamedTuple):
    encoding: str
    separator: str
    skip: int  # lines before the table: Excel's own "sep=;"


def read(data: bytes, *, name: str, limit_rows: int = ROWS, limit_columns: int = COLUMNS) -> Iterator[Sheet]:
    """Yield the sheets of a file in its order; a CSV file is one sheet, named after the file.

    name: as sent, for the sheet of a CSV file only. Blank rows are passed over, blank cells at the end of a row are
    left out, and what was decided on the way (an encoding, a formula without a result) is in Sheet.notes.
    Refuses, at once or while rows are walked: sheet.empty, sheet.too_large, sheet.unknown_kind, sheet.damaged,
    sheet.encoding, sheet.too_many_rows, sheet.too_many_columns, sheet.too_many_cells, sheet.cell_too_long,
    sheet.line_too_long, sheet.nul, sheet.locked, and the codes of safe_zip and safe_xml.
    """
    if not data.strip(b"\x00\t\r\n "):
        raise Refused("sheet.empty", _("The file is empty. Send the one with the table."))
    if len(data) > LIMIT:
        raise Refused("sheet.too_large", _("The file is larger than 25 MB. Split it."), limit=LIMIT)
    return _sheets(data, name, limit_rows, limit_columns)


def _sheets(data: bytes, name: str, limit_rows: int, limit_columns: int) -> Iterator[Sheet]:
    if data.startswith(b"PK"):
        for title, rows, notes in xlsx_rows.sheets(data, limit_columns=limit_columns):
            yield Sheet(title, _counted(rows, title, limit_rows), notes)
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        yield from _xls_sheets(data, limit_rows, limit_columns)
    elif data.startswith(_TEXT_IS_NOT):
        raise Refused("sheet.unknown_kind", _("The file is not a table. Send an .xlsx, .xls or .csv file."))
    else:
        yield _csv_sheet(data, name, limit_rows, limit_columns)


def _counted(rows: Iterator[Row], title: str, limit_rows: int) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > limit_rows:
            raise Refused(
                "sheet.too_many_rows",
                _("“%(sheet)s” has more than %(most)s rows. Split it into several files.")
                % {"sheet": title, "most": limit_rows},
                limit=limit_rows,
            )
        yield row


# CSV


def _csv_sheet(data: bytes, name: str, limit_rows: int, limit_columns: int) -> Sheet:
    notes: list[Note] = []
    encoding = _encoding_of(data, notes)
    if encoding == "utf-16" or b"\x00" not in data:
        dialect = _dialect_of(data, encoding)
        title = PurePath(name.replace("\\", "/")).stem or "CSV"
        return Sheet(title, _counted(_csv_rows(data, dialect, limit_columns), title, limit_rows), notes)
    line = data[: data.index(b"\x00")].count(b"\n") + 1
    raise Refused(
        "sheet.nul", _("Line %(line)s holds a NUL byte. Save the table again as CSV.") % {"line": line}, row=line
    )


def _encoding_of(data: bytes, notes: list[Note]) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notes.append(Note(None, _("The file was read as UTF-16.")))
        return "utf-16"
    if _decodes(data, "utf-8"):
        return "utf-8-sig"
    if _decodes(data, "cp1252"):
        notes.append(
            Note(
                None,
                _("The file is not UTF-8 and was read as Windows-1252. Look at letters with accents before you go on."),
            )
        )
        return "cp1252"
    raise Refused("sheet.encoding", _("The letters in the file cannot be read. Save the table as CSV UTF-8."))


def _decodes(data: bytes, encoding: str) -> bool:
    """Is every byte a letter in this encoding? Decodes piece by piece: the text itself is not kept."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for begin in range(0, len(data), 65_536):
            decoder.decode(data[begin : begin + 65_536])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    try:
        while line := text.readline(LINE):
            if len(line) == LINE:
                raise Refused("sheet.line_too_long", _("A line is far longer than any row. Save the table again."))
            yield line
    except UnicodeDecodeError:
        raise Refused(
            "sheet.encoding", _("The letters in the file cannot be read. Save the table as CSV UTF-8.")
        ) from None


def _dialect_of(data: bytes, encoding: str) -> _Dialect:
    """Return the separator under which the first lines fall into the most columns of equal number."""
    sample: list[str] = []
    for line in _lines(data, encoding):
        sample.append(line)
        if len(sample) == 30 or sum(map(len, sample)) > 65_536:
            break
    first = sample[0].strip() if sample else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        return _Dialect(encoding, first[4], 1)
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if width > 1 and (times / widths.total(), width) > best_score:
            best, best_score = separator, (times / widths.total(), width)
    return _Dialect(encoding, best, 0)


def _csv_rows(data: bytes, dialect: _Dialect, limit_columns: int) -> Iterator[Row]:
    lines = _lines(data, dialect.encoding)
    for _line in range(dialect.skip):
        next(lines)
    reader = csv.reader(lines, delimiter=dialect.separator)
    before = 0
    try:
        for cells in reader:
            # A quoted cell may run over several lines: a row is named by the line on which it begins.
            number, before = before + 1 + dialect.skip, reader.line_num
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            if len(cells) > limit_columns:
                raise _too_many_columns(number, limit_columns)
            if max(map(len, cells)) > LETTERS:
                raise _cell_too_long(number)
            yield Row(number, [safe_export.unmarked(cell) if cell[:1] == "'" else cell for cell in cells])
    except csv.Error:
        raise _cell_too_long(before + 1) from None


# XLS


def _xls_sheets(data: bytes, limit_rows: int, limit_columns: int) -> Iterator[Sheet]:
    if len(data) > XLS_LIMIT:
        raise Refused(
            "sheet.too_large", _("An .xls file may be 5 MB. Save it as .xlsx and send that."), limit=XLS_LIMIT
        )
    with open(os.devnull, "w") as quiet:
        try:
            book = xlrd.open_workbook(
                file_contents=data, on_demand=True, ragged_rows=True, formatting_info=False, logfile=quiet
            )
            titles = book.sheet_names()
        except Exception as trouble:  # xlrd meets a broken file with whatever its first wrong step raises
            raise _xls_damaged(trouble) from None
        for number, title in enumerate(titles):
            try:
                page = book.sheet_by_index(number)
            except Exception as trouble:  # the same
                raise _xls_damaged(trouble) from None
            yield Sheet(title, _counted(_xls_rows(book, page, limit_columns), title, limit_rows))
            book.unload_sheet(number)


def _xls_rows(book: xlrd.Book, page: xlrd.sheet.Sheet, limit_columns: int) -> Iterator[Row]:
    for index in range(page.nrows):
        cells = [_xls_text(cell, book.datemode) for cell in page.row(index)]
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > limit_columns:
            raise _too_many_columns(index + 1, limit_columns)
        if cells:
            yield Row(index + 1, cells)


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number_as_shown(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return parts_as_shown(*xlrd.xldate_as_tuple(cell.value, datemode))
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return number_as_shown(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return str(cell.value)


def _xls_damaged(trouble: Exception) -> Refused:
    if "ncrypt" in str(trouble):
        return Refused("sheet.locked", _("The file is locked with a password. Save it without one and send it again."))
    return Refused("sheet.damaged", _("The file cannot be read as .xls. Save it as .xlsx and send that."))


def _too_many_columns(row: int, limit: int) -> Refused:
    message = _("Row %(row)s has more than %(most)s columns. Remove what lies to the right of the table.")
    return Refused("sheet.too_many_columns", message % {"row": row, "most": limit}, row=row, limit=limit)


def _cell_too_long(row: int) -> Refused:
    message = _("Near row %(row)s a cell holds more text than a cell can. Look for a quote that is never closed.")
    return Refused("sheet.cell_too_long", message % {"row": row}, row=row)
