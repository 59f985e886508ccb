"""Reads the sheets of an XLSX file as a stream; used by safe_sheet only.

openpyxl holds every shared string and every cell of a row as objects and believes what the file says about its own
size: a file of 154 KiB cost it more than a gigabyte. Here a cell is text as soon as it ends, and every count has
an upper bound. Formulas, links, macros and everything else a workbook may carry are never read.
"""

import posixpath
import re
import sys
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from . import safe_xml, safe_zip
from .cell_text import LETTERS, Note, Row, formatted, kind_of_format, number_as_shown
from .errors import Refused

SHEETS = 200
CELLS = 2_000_000  # with something in them, over all sheets
STRINGS_MEMORY = 32 * 1024 * 1024  # bytes that shared strings may take once they are Python text
FORMATS = 20_000
NOTES = 100
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN = {9: "percent", 10: "percent", 45: "date", 46: "elapsed", 47: "date"} | dict.fromkeys(range(14, 23), "date")
_BOOK_LIMIT = 1024 * 1024  # bytes of the small parts that are read whole


def sheets(data: bytes, *, limit_columns: int) -> Iterator[tuple[str, Iterator[Row], list[Note]]]:
    """Yield (name, rows, notes) per sheet, in the order of the book. Refuses as safe_sheet.read says."""
    container = safe_zip.open_zip(data)
    book = _book_part(container)
    root = _small(container, book)
    linked = _linked(container, book)
    properties = next(_all(root, "workbookPr"), None)
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    kinds = _kinds(container, linked)
    strings: list[str] | None = None
    left = [CELLS]
    for count, listed in enumerate(_all(root, "sheet")):
        if count >= SHEETS:
            raise Refused("sheet.too_many_sheets", _("The workbook has more than 200 sheets. Split it."), limit=SHEETS)
        name = listed.get("name") or f"Sheet{count + 1}"
        relation = next((value for key, value in listed.attrib.items() if key.endswith("}id")), "")
        part = linked.get(relation, ("", ""))[1]
        if part not in container or linked[relation][0] != "worksheet":
            continue  # a chart, a macro sheet: nothing that has rows
        if strings is None:
            strings = _strings(container, linked)
        notes: list[Note] = []
        page = _Page(strings, kinds, since_1904, limit_columns, notes, left)
        yield name, _rows(container, part, page), notes


def _rows(container: safe_zip.Container, part: str, page: "_Page") -> Iterator[Row]:
    for _piece in safe_xml.stream(container.chunks(part), page, limit=safe_zip.TOTAL):
        if page.ready:
            yield from page.ready
            page.ready = []


class _Page:
    """Hears one worksheet and turns it into rows."""

    def __init__(
        self,
        strings: list[str],
        kinds: list[str],
        since_1904: bool,
        limit_columns: int,
        notes: list[Note],
        left: list[int],
    ) -> None:
        self.strings, self.kinds, self.since_1904, self.limit_columns = strings, kinds, since_1904, limit_columns
        self.notes, self.left = notes, left
        self.ready: list[Row] = []
        self.row, self.column, self.cells = 0, 0, {}
        self.kind, self.style, self.text, self.letters = "", 0, [], 0
        self.listening = self.formula = self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name == "v" or name == "t" and not self.phonetic:
            self.listening = True
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "row":
            self.row = _count(attributes.get("r")) or self.row + 1
            self.column, self.cells = 0, {}

    def data(self, text: str) -> None:
        if self.listening:
            self.letters += len(text)
            if self.letters > LETTERS:
                raise _cell_too_long(self.row)
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._close_cell()
        elif name in ("v", "t"):
            self.listening = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "row" and self.cells:
            last = max(self.cells)
            self.ready.append(Row(self.row, [self.cells.get(column, "") for column in range(1, last + 1)]))
            self.cells = {}

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.column = _column(attributes.get("r", "")) or self.column + 1
        self.kind = attributes.get("t", "n")
        self.style = _count(attributes.get("s"))
        self.text, self.letters = [], 0
        self.listening = self.formula = self.phonetic = False

    def _close_cell(self) -> None:
        text = self._shown("".join(self.text))
        if text.strip():
            if self.column > self.limit_columns:
                raise _too_many_columns(self.row, self.limit_columns)
            self.left[0] -= 1
            if self.left[0] < 0:
                raise Refused("sheet.too_many_cells", _("The workbook holds more than 2 million cells. Split it."))
            self.cells[self.column] = text
        elif self.formula and not self.text and len(self.notes) < NOTES:
            self.notes.append(
                Note(self.row, _("A formula has no stored result and was read as blank. Open the file, save it again."))
            )

    def _shown(self, text: str) -> str:
        if not text:
            return ""
        if self.kind == "s":
            place = _count(text)
            if place >= len(self.strings) or not text.strip().isdecimal():
                raise _damaged()
            return self.strings[place]
        if self.kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self.kind in ("inlineStr", "str"):
            return _unescaped(text)
        if self.kind in ("e", "d"):
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        if not -1e308 <= number <= 1e308:
            return text
        kind = self.kinds[self.style] if self.style < len(self.kinds) else ""
        return formatted(number, kind, since_1904=self.since_1904) if kind else number_as_shown(number)


class _Strings:
    """Hears the table of shared strings."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.text: list[str] = []
        self.letters, self.memory = 0, 0
        self.listening = self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "si":
            self.text, self.letters = [], 0
        elif name == "t" and not self.phonetic:
            self.listening = True
        elif name == "rPh":
            self.phonetic = True

    def data(self, text: str) -> None:
        if self.listening:
            self.letters += len(text)
            if self.letters > LETTERS:
                raise _cell_too_long(None)
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "si":
            text = _unescaped("".join(self.text))
            self.memory += sys.getsizeof(text) + 8
            if self.memory > STRINGS_MEMORY:
                raise Refused("sheet.too_large", _("The workbook holds too much text to be read at once. Split it."))
            self.found.append(text)
        elif name == "t":
            self.listening = False
        elif name == "rPh":
            self.phonetic = False


def _book_part(container: safe_zip.Container) -> str:
    """Return the part that lists the sheets."""
    if "_rels/.rels" in container:
        for kind, part in _linked(container, "").values():
            if kind == "officeDocument" and part in container:
                return part
    if "xl/workbook.xml" in container:
        return "xl/workbook.xml"
    raise Refused("sheet.unknown_kind", _("The file is not a workbook. Send an .xlsx, .xls or .csv file."))


def _linked(container: safe_zip.Container, part: str) -> dict[str, tuple[str, str]]:
    """Return {relation id: (kind, part)} of a part; what lies outside the file is left out."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in container:
        return {}
    found = {}
    for relation in _all(_small(container, listing), "Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
    return found


def _strings(container: safe_zip.Container, linked: dict[str, tuple[str, str]]) -> list[str]:
    part = next((part for kind, part in linked.values() if kind == "sharedStrings" and part in container), None)
    heard = _Strings()
    if part:
        for _piece in safe_xml.stream(container.chunks(part), heard, limit=safe_zip.TOTAL):
            pass
    return heard.found


def _kinds(container: safe_zip.Container, linked: dict[str, tuple[str, str]]) -> list[str]:
    """Return what each cell style makes of a number, by the style's place in the book."""
    part = next((part for kind, part in linked.values() if kind == "styles" and part in container), None)
    if part is None:
        return []
    root = _small(container, part, limit=4 * _BOOK_LIMIT)
    own = {
        _count(form.get("numFmtId")): kind_of_format(form.get("formatCode", "")[:255]) for form in _all(root, "numFmt")
    }
    cells = next(_all(root, "cellXfs"), None)
    if cells is None or len(cells) > FORMATS:
        return []
    ids = [_count(style.get("numFmtId")) for style in cells]
    return [own[number] if number in own else _BUILT_IN.get(number, "") for number in ids]


def _small(container: safe_zip.Container, part: str, *, limit: int = _BOOK_LIMIT) -> safe_xml.etree._Element:
    gathered = bytearray()
    for chunk in container.chunks(part):
        gathered += chunk
        if len(gathered) > limit:
            raise Refused("sheet.too_large", _("The workbook describes itself at too great a length. Save it again."))
    return safe_xml.parse(bytes(gathered), limit=limit)


def _all(root: safe_xml.etree._Element, name: str) -> Iterator[safe_xml.etree._Element]:
    return root.iter("{*}" + name)


def _count(text: str | None) -> int:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0


def _column(reference: str) -> int:
    """Return the number of the column of a reference such as "BC12", from 1; 0 where there is none."""
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    """Undo the way XLSX writes letters that XML cannot hold (_x000D_), and never let a NUL through."""
    if "_x" not in text:
        return text
    return (
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "").encode("utf-8", "replace").decode()
    )


def _damaged() -> Refused:
    return Refused(
        "sheet.damaged", _("The workbook refers to text it does not hold. Open it, save it again, send that.")
    )


def _too_many_columns(row: int, limit: int) -> Refused:
    message = _("Row %(row)s has more than %(most)s columns. Remove what lies to the right of the table.")
    return Refused("sheet.too_many_columns", message % {"row": row, "most": limit}, row=row, limit=limit)


def _cell_too_long(row: int | None) -> Refused:
    return Refused("sheet.cell_too_long", _("A cell holds more than 32,767 letters. Shorten it."), row=row)
