"""Checklists and workbooks that several tests stand on."""

from fractions import Fraction
from io import BytesIO

import xlsxwriter

from alongside.domain.instruments.rules.definition import Band, Choice, Definition, Item, Section


def text(words: str) -> dict[str, str]:
    return {"en": words, "fr": f"{words} (fr)"}


def item(name: str, scale: str, **more) -> Item:
    return Item(name, text(name), scale=scale, **more)


def every_scale(profile: str = "HNQIS-3", total: str = "pooled", **more) -> Definition:
    """Return a checklist with every scale, a repeat, skip rules, own choices and weights that are no decimals."""
    own = (
        Choice("full", text("Full"), Fraction(1)),
        Choice("half", text("Half"), Fraction(1, 2)),
        Choice("none", text("None"), Fraction(0)),
    )
    first = (
        item("yn", "YN", critical=True, feedback=text("Wash <hands> & dry"), weight=Fraction(1, 3), standard="IPC 4.2"),
        item("ynna", "YNNA"),
        item("r3", "R3", weight=Fraction(1, 7)),
        item("r4", "R4"),
        item("l5", "L5"),
        item("se", "SE10"),
        Item("why", text("Why?"), kind="text", relevant="${yn} = '0'", required=True),
        item("num", "NUM", low=Fraction(30), high=Fraction(50), not_applicable=True),
        item("time", "TIME", high=Fraction(121, 2)),
        item("seq", "SEQ"),
        item("colour", "COLOUR", not_applicable=True),
        item("star", "STAR"),
    )
    second = (
        item("nd", "N/D", weight=Fraction(2)),
        item("own", "YN", choices=own, relevant="${ynna} = '1'"),
        Item("worked_out", text("Both"), scale="YN", choices=own, calculation="if(${r3} = '3', 'full', '')"),
    )
    client = (
        item("kind", "YN", respect=True),
        item("asked_leave", "YN", critical=True),
        Section("after", text("After"), (item("thanked", "YN", weight=Fraction(1, 5)),), relevant="${kind} = '1'"),
    )
    bands = (Band("red", Fraction(0), Fraction(50), include_high=False), Band("green", Fraction(50), Fraction(100)))
    return Definition(
        code="every_scale",
        title=text("Every scale"),
        languages=("en", "fr"),
        profile=profile,
        total=total,
        children=(
            Section("first", text("First part"), first, rules=bands, standard="IPC", hint=text("Look")),
            Section("second", text("Second part"), second, relevant="${seq} != 'not_done'"),
            Section("client", text("Client"), client, repeat=True, relevant="${l5} != '1'"),
        ),
        **more,
    )


def workbook(**sheets: list[list[str]]) -> bytes:
    """Return a workbook; each sheet is its rows, the headings first."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " ") if name[0].isupper() else name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()
