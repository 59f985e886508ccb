"""Workbooks and CSV files that grow, lie about their size, or carry more than a table."""

import struct

from alongside.kernel import safe_sheet

from .packed import container
from .specimen import MIB, Specimen, refused

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def workbook(page: bytes, *, strings: bytes = b"", sheets: int = 1, more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """Return an XLSX file of `sheets` sheets that all hold `page`, with these shared strings."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATED}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    relations += f'<Relationship Id="str" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = [
        ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" Type="{RELATED}/officeDocument" '
                        f'Target="xl/workbook.xml"/></Relationships>'.encode()),
        ("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>'.encode()),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'.encode()),
        *((f"xl/worksheets/s{n}.xml", page) for n in range(1, sheets + 1)),
        *more,
    ]  # fmt: skip
    if strings:
        parts.append(("xl/sharedStrings.xml", f"<sst {MAIN}>".encode() + strings + b"</sst>"))
    return container(*parts)


def text(content: str, reference: str = "A1") -> str:
    return f'<row r="1"><c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c></row>'


def mixed(size: int, pattern: str = "<si><t>%d</t></si>") -> bytes:
    """Return XML of about `size` bytes that does not pack a thousand to one."""
    out = bytearray()
    number = 0
    while len(out) < size:
        out += (pattern % number).encode()
        number += 1
    return bytes(out)


def old_workbook(rows: int, *, last_row: int = 0) -> bytes:
    """Return an .xls file of one sheet: rows of 256 small numbers packed as tightly as the format allows."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<2H", kind, len(content)) + content

    begin = record(0x809, struct.pack("<4H2L", 0x600, 5, 0, 0, 0, 0))
    listed = record(0x85, struct.pack("<LH2B", len(begin) + 4 + 8 + 2 + 4, 0, 2, 0) + b"S1")
    numbers = b"".join(struct.pack("<HL", 0, column << 2 | 2) for column in range(256))
    page = [record(0x809, struct.pack("<4H2L", 0x600, 0x10, 0, 0, 0, 0))]
    page += [record(0xBD, struct.pack("<2H", row, 0) + numbers + struct.pack("<H", 255)) for row in range(rows)]
    page += [record(0x203, struct.pack("<3Hd", last_row, 0, 0, 7.0))] if last_row else []
    return compound(begin + listed + record(0x0A, b"") + b"".join(page) + record(0x0A, b""))


def compound(stream: bytes) -> bytes:
    """Return an OLE2 file that holds one stream called Workbook."""
    stream = stream.ljust(max(4_096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 101) // 128)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + list(range(tables + 2, tables + 1 + sectors)) + [0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9L", 0, tables, tables, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109L", *range(tables), *[0xFFFFFFFF] * (109 - tables))

    def listed(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le")
        links = struct.pack("<H2B3L", len(written) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return written.ljust(64, b"\0") + links + bytes(36) + struct.pack("<LQ", start, size)

    folder = listed("Root Entry", 5, 1, 0xFFFFFFFE, 0) + listed("Workbook", 2, 0xFFFFFFFF, tables + 1, len(stream))
    return head + struct.pack(f"<{len(chain)}L", *chain) + folder.ljust(512, b"\0") + stream


def first_cells(data: bytes) -> object:
    """Return the first cells of every sheet, having walked all of it."""
    shown = {}
    for found in safe_sheet.read(data, name="facilities.csv"):
        rows = iter(found.rows)
        shown[found.name] = next(rows, (0, []))[1][:3]
        for _row in rows:
            pass
    return shown


def csv(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n"


SPECIMENS = [
    Specimen("shared strings, 600,000 of them", lambda: workbook(sheet(text("a")), strings=mixed(20 * MIB)), first_cells,
             refused("sheet.too_large")),
    Specimen("one shared string of 20 MiB",
             lambda: workbook(sheet(text("a")), strings=b"<si><t>" + mixed(20 * MIB, "%d ") + b"</t></si>"), first_cells,
             refused("sheet.cell_too_long")),
    Specimen("shared string in a million runs",
             lambda: workbook(sheet(text("a")), strings=b"<si>" + mixed(15 * MIB, "<r><t>%d</t></r>") + b"</si>"),
             first_cells, refused("sheet.cell_too_long")),
    Specimen("declares A1:XFD1048576",
             lambda: workbook(sheet(text("a"), before='<dimension ref="A1:XFD1048576"/>')), first_cells, {"S1": ["a"]}),
    Specimen("a cell in the last corner",
             lambda: workbook(sheet(text("a", "XFD1048576").replace('r="1"', 'r="1048576"'))), first_cells,
             refused("sheet.too_many_columns")),
    Specimen("a cell beyond the last column", lambda: workbook(sheet(text("a", "ZZZZ1"))), first_cells,
             refused("sheet.too_many_columns")),
    Specimen("the last row alone", lambda: workbook(sheet(text("a", "A1048576").replace('r="1"', 'r="1048576"'))),
             first_cells, {"S1": ["a"]}),
    Specimen("a cell of 5 MiB", lambda: workbook(sheet(text(mixed(5 * MIB, "%d<!-- -->").decode()))), first_cells,
             refused("sheet.cell_too_long")),
    Specimen("600,000 rows", lambda: workbook(sheet(mixed(20 * MIB, "<row><c><v>%d</v></c></row>").decode())),
             first_cells, refused("sheet.too_many_rows")),
    Specimen("a row of a million cells",
             lambda: workbook(sheet("<row>" + mixed(15 * MIB, "<c><v>%d</v></c>").decode() + "</row>")), first_cells,
             refused("sheet.too_many_columns")),
    Specimen("a million empty cells", lambda: workbook(sheet("<row>" + mixed(24 * MIB, '<c s="%d"/>').decode() + "</row>")),
             first_cells, {"S1": []}),
    Specimen("a tag of a million attributes",
             lambda: workbook(sheet("<row " + mixed(15 * MIB, 'a%d="&gt;" ').decode() + "/>")), first_cells,
             refused("xml.too_many_parts")),
    Specimen("300 sheets", lambda: workbook(sheet(text("a")), sheets=300), first_cells,
             refused("sheet.too_many_sheets")),
    Specimen("all sheets in one part", lambda: workbook(sheet(text("a")), sheets=150), lambda data: len(first_cells(data)),
             150),
    Specimen("nested elements", lambda: workbook(sheet("<row>" * 100_000)), first_cells, refused("xml.too_deep")),
    Specimen("entity in a sheet",
             lambda: workbook(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + sheet(text("&x;"))), first_cells,
             refused("xml.doctype")),
    Specimen("list of sheets missing",
             lambda: workbook(sheet(text("a"))).replace(b"xl/workbook.xml", b"xl/workbooX.xml"), first_cells,
             refused("sheet.unknown_kind")),
    Specimen("sheet in UTF-16", lambda: workbook(sheet(text("a")).decode().encode("utf-16")), first_cells,
             refused("xml.encoding")),
    Specimen("external link",
             lambda: workbook(sheet('<row r="1"><c r="A1"><f>[1]Other!A1</f><v>7</v></c></row>'), more=(
                 ("xl/externalLinks/e1.xml", b"<externalLink/>"),
                 ("xl/externalLinks/_rels/e1.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
                  f'Type="{RELATED}/externalLinkPath" Target="http://127.0.0.1:9/" TargetMode="External"/>'
                  f'</Relationships>'.encode()))), first_cells, {"S1": ["7"]}),
    Specimen("DDE", lambda: workbook(sheet("<row r='1'><c r='A1' t='str'><f>cmd|' /C calc'!A0</f><v>x</v></c></row>")),
             first_cells, {"S1": ["x"]}),
    Specimen("shared string that is not there", lambda: workbook(sheet('<row><c t="s"><v>9</v></c></row>')), first_cells,
             refused("sheet.damaged")),
    Specimen("shared string before the first", lambda: workbook(sheet('<row><c t="s"><v>-1</v></c></row>')), first_cells,
             refused("sheet.damaged")),
    Specimen("a number beyond numbers", lambda: workbook(sheet("<row><c><v>1e999</v></c><c><v>nan</v></c></row>")),
             first_cells, {"S1": ["1e999", "nan"]}),
    Specimen("a NUL by escape", lambda: workbook(sheet(text("a_x0000_b_xD800_"))), first_cells, {"S1": ["ab?"]}),
    Specimen("a zip that is no workbook", lambda: container(("word/document.xml", b"<d/>")), first_cells,
             refused("sheet.unknown_kind")),
    Specimen("old format, broken", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, first_cells,
             refused("sheet.damaged")),
    Specimen("old format, 800,000 cells in 5 MiB", lambda: old_workbook(3_300), first_cells, {"S1": ["0", "1", "2"]}),
    Specimen("old format, a cell in the last row", lambda: old_workbook(1, last_row=65_535), first_cells,
             {"S1": ["0", "1", "2"]}),
    Specimen("old format of 6 MiB", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(6 * MIB), first_cells,
             refused("sheet.too_large")),
    Specimen("a picture called CSV", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), first_cells,
             refused("sheet.unknown_kind")),
    Specimen("26 MiB", lambda: b"a,b\n" * (7 * MIB), first_cells, refused("sheet.too_large")),
    Specimen("CSV with formulas", lambda: csv(b"name,phone,note", b"=HYPERLINK(1),+265991234567,@SUM(1)"), first_cells,
             {"facilities": ["name", "phone", "note"]}),
    Specimen("CSV with a NUL", lambda: csv(b"a,b", b"c\x00,d"), first_cells, refused("sheet.nul")),
    Specimen("CSV line of 10 MB", lambda: csv(b"a,b", b"x" * 10_000_000), first_cells,
             refused("sheet.line_too_long")),
    Specimen("CSV quote never closed", lambda: csv(b'a,"b', *[b"c,d" * 20] * 100_000), first_cells,
             refused("sheet.cell_too_long")),
    Specimen("CSV of a million columns", lambda: b"," * 400_000 + b"x\n", first_cells,
             refused("sheet.too_many_columns")),
    Specimen("CSV of a million rows", lambda: b"a,b\n" * 1_000_000, first_cells, refused("sheet.too_many_rows")),
    Specimen("CSV in mixed encodings", lambda: csv("Santé,é".encode(), "Santé,é".encode("cp1252")), first_cells,
             {"facilities": ["SantÃ©", "Ã©"]}),
    Specimen("CSV in no encoding", lambda: csv(b"a,\x81\x8d\x8f"), first_cells, refused("sheet.encoding")),
    Specimen("CSV in broken UTF-16", lambda: b"\xff\xfe\x00\xd8a\x00,", first_cells, refused("sheet.encoding")),
    Specimen("CSV of nothing", lambda: b"\r\n \t\x00" * 10, first_cells, refused("sheet.empty")),
]  # fmt: skip
