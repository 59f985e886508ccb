"""The tables of an HNQIS export: "~" between columns, no headings, one row a line. Pure.

Column positions were worked out from the tables themselves: which numbers point into which table, which sum up.
"""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser

# {table: (columns needed, names by position)}
COLUMNS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "Program": (3, ("id", "uid", "name")),
    "Tab": (5, ("id", "name", "order", "type", "program")),
    "Header": (5, ("id", "short", "name", "order", "tab")),
    "CompositeScore": (5, ("id", "code", "name", "uid", "order", "parent")),
    "Answer": (2, ("id", "name")),
    "Option": (6, ("id", "uid", "code", "name", "factor", "answer")),
    "Question": (
        15,
        (
            *("id", "code", "long_name", "short_name", "name", "uid", "order", "weight", "possible_weight"),
            *("feedback", "header", "answer", "output", "compulsory", "composite"),
        ),
    ),
    "QuestionRelation": (3, ("id", "question", "operation")),
    "Match": (2, ("id", "relation")),
    "QuestionOption": (4, ("id", "option", "question", "match")),
    "Survey": (6, ("id", "program", "org_unit", "user", "created", "completed")),
    "Value": (5, ("id", "words", "question", "survey", "option")),
    "Score": (4, ("id", "survey", "composite", "score")),
    "OrgUnit": (3, ("id", "uid", "name")),
}
NEEDED = ("Program", "Tab", "Header", "CompositeScore", "Option", "Question")


@dataclass(frozen=True)
class Row:
    """One line of a table; number from 1."""

    table: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def order(self) -> tuple[Fraction, Fraction]:
        """Return what rows are sorted by: the order column, then the id."""
        return (number(self["order"]) or Fraction(0), number(self["id"]) or Fraction(0))


def rows(table: str, data: bytes) -> tuple[list[Row], list[int]]:
    """Return the rows of a table and the numbers of the lines that have too few columns."""
    least, names = COLUMNS[table]
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    found, short = [], []
    for line_number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("~")]
        if len(cells) < least:
            short.append(line_number)
        else:
            found.append(Row(table, line_number, dict(zip(names, cells, strict=False))))
    return found, short


def number(text: str) -> Fraction | None:
    """Return a number, None for anything else."""
    try:
        return Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        return None


def meant(text: str) -> Fraction | None:
    """Return the number that was stored in four bytes: 0.200000002980232 was 0.2 once.

    The shortest decimal that four bytes store in the same way; a number that never was in four bytes stays as it is.
    """
    exact = number(text)
    if exact is None:
        return None
    stored = struct.unpack("f", struct.pack("f", float(exact)))[0]
    if abs(stored - float(exact)) > abs(stored) * 1e-14:
        return exact
    for digits in range(1, 10):
        short = f"{stored:.{digits}g}"
        if struct.unpack("f", struct.pack("f", float(short)))[0] == stored:
            return Fraction(short)
    return exact


class _Plain(HTMLParser):
    """Gathers the words of a page and drops everything else."""

    _BREAKS = {"p", "br", "div", "ul", "ol", "li", "tr", "table", "h1", "h2", "h3", "h4", "feedback"}
    _SILENT = {"script", "style", "head", "title", "iframe", "object"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self._SILENT
        if tag in self._BREAKS:
            self.words.append("\n– " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT and self.silent:
            self.silent -= 1
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """Return the words of a text that may hold HTML, a list item to a line. Nothing of the markup stays."""
    parser = _Plain()
    parser.feed(text)
    parser.close()
    lines = (re.sub(r" {2,}", " ", line).strip() for line in "".join(parser.words).split("\n"))
    return "\n".join(line for line in lines if line and line != "–")


def words(text: str) -> str:
    """Return a name: entities and the escapes that spreadsheets write (_x0084_) turned back."""
    text = html.unescape(html.unescape(text))
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: _shown(int(match[1], 16)), text)
    return re.sub(r"\s+", " ", text).strip()


def _shown(code: int) -> str:
    # Codes 128-159 are control characters; in a Windows file they meant quotation marks and dashes.
    if 128 <= code < 160:
        return bytes([code]).decode("cp1252", errors="ignore")
    return chr(code) if code >= 32 and not 0xD800 <= code < 0xE000 else " "
