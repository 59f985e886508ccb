"""A list that somebody brings: rows under headings, numbered as their spreadsheet numbers them."""

from collections.abc import Iterator
from typing import NamedTuple

from . import safe_sheet
from .safe_export import unmarked


class Listed(NamedTuple):
    """One row: its number in the file and its cells by heading, outer blanks taken off."""

    number: int
    cells: dict[str, str]


def headings(content: bytes, *, name: str) -> list[str]:
    """Return the headings of a list, in order: the first row of its first sheet. Refuses as safe_sheet.read does."""
    return next(_lines(content, name=name), (1, []))[1]


def rows(content: bytes, *, name: str) -> Iterator[Listed]:
    """Yield the rows below the headings, one by one. Rows in which every cell is empty are no rows."""
    lines = _lines(content, name=name)
    _number, titles = next(lines, (1, []))
    for number, cells in lines:
        if any(cells):
            yield Listed(number, {title: cell for title, cell in zip(titles, cells, strict=False) if title})


def _lines(content: bytes, *, name: str) -> Iterator[tuple[int, list[str]]]:
    for sheet in safe_sheet.read(content, name=name):
        for row in sheet.rows:
            yield row.number, [unmarked(cell).strip() for cell in row.cells]
        return
