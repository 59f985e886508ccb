"""A list that somebody brings: rows under headings, numbered as their spreadsheet numbers them."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .safe_export import unmarked

LARGEST = 24 * 1024 * 1024  # bytes; a country's facility list has one or two million
_SEPARATORS = ",;\t|"


class Row(NamedTuple):
    """One row: its number in the file (the headings are row 1) and its cells by heading, outer blanks taken off."""

    number: int
    cells: dict[str, str]


def headings(content: bytes, *, name: str) -> list[str]:
    """Return the headings of a list, in order. Refuses a file that is no list."""
    return next(_lines(content, name=name), (1, []))[1]


def rows(content: bytes, *, name: str) -> Iterator[Row]:
    """Yield the rows below the headings, one by one. Rows in which every cell is empty are no rows."""
    lines = _lines(content, name=name)
    _number, titles = next(lines, (1, []))
    for number, cells in lines:
        if any(cells):
            yield Row(number, {title: cell for title, cell in zip(titles, cells, strict=False) if title})


def _lines(content: bytes, *, name: str) -> Iterator[tuple[int, list[str]]]:
    if len(content) > LARGEST:
        raise Refused(
            "lists.too_large", _("The file is larger than 24 MB. Split it, for example by region."), field="file"
        )
    for number, line in enumerate(
        csv.reader(io.StringIO(_text(content), newline=""), delimiter=_separator(content)), 1
    ):
        yield number, [unmarked(cell).strip() for cell in line]


def _text(content: bytes) -> str:
    if b"\0" in content or content[:2] == b"PK":
        raise Refused(
            "lists.not_a_list",
            _("This is not a CSV file. Save the list as CSV (UTF-8) and bring it again."),
            field="file",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what Excel writes when nobody asks it for UTF-8


def _separator(content: bytes) -> str:
    first = content.split(b"\n", 1)[0].decode("utf-8", errors="replace")
    return max(_SEPARATORS, key=first.count)
