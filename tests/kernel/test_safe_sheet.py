"""Tables come in as the text their cells show, with the row numbers of the file."""

import csv
import datetime
import io

import openpyxl
import pytest

from alongside.kernel import safe_export, safe_sheet
from alongside.kernel.cell_text import kind_of_format, number_as_shown
from alongside.kernel.errors import Refused
from tests.shared import shared_data


def rows(data: bytes, name: str = "facilities.csv") -> list[tuple[int, list[str]]]:
    return [tuple(row) for sheet in safe_sheet.read(data, name=name) for row in sheet.rows]


def book(*cells: tuple[object, str | None]) -> bytes:
    """Return a workbook with these values and number formats in its first row."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    for column, (value, form) in enumerate(cells, start=1):
        cell = made.active.cell(1, column, value)
        if form:
            cell.number_format = form
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (12, None, "12"),
        (12.0, None, "12"),
        (0.1 + 0.2, None, "0.3"),
        (-3.25, None, "-3.25"),
        (265991234567, None, "265991234567"),
        (1e-7, None, "0.0000001"),
        (datetime.date(2026, 4, 14), None, "2026-04-14"),
        (datetime.datetime(2026, 4, 14, 9, 30), None, "2026-04-14T09:30"),
        (datetime.datetime(2026, 4, 14, 9, 30, 5), None, "2026-04-14T09:30:05"),
        (datetime.time(7, 5), None, "07:05"),
        (46126, "d mmm yy", "2026-04-14"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (1.5, "[h]:mm", "36:00"),
        (0.8, "0%", "80%"),
        (0.175, "0.0%", "17.5%"),
        (42, "00000", "00042"),
        (5, '0 "days"', "5"),
        (True, None, "TRUE"),
        ("  Amina ", None, "  Amina "),
        ("=1+1", "@", ""),
    ],
)
def test_a_cell_is_the_text_it_shows(value, form, shown):
    assert rows(book((value, form), ("end", None))) == [(1, [shown, "end"])]


def test_a_formula_without_a_result_is_noted_with_its_row():
    (sheet,) = safe_sheet.read(book(("=1+1", None), ("end", None)), name="x.xlsx")

    list(sheet.rows)

    assert [note.row for note in sheet.notes] == [1]


def test_blank_rows_are_passed_over_and_keep_their_numbers():
    assert rows(b"name,beds\r\n\r\n , \r\nMawari,12,,\r\n") == [(1, ["name", "beds"]), (4, ["Mawari", "12"])]


def test_a_row_is_named_by_the_line_on_which_it_begins():
    assert rows(b'a,b\n"one\ntwo",2\nlast,3\n') == [(1, ["a", "b"]), (2, ["one\ntwo", "2"]), (4, ["last", "3"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "~", "|"])
def test_the_separator_is_seen(separator):
    text = (
        f"name{separator}place\nClinic, East{separator}Mawari\n"
        if separator != ","
        else 'name,place\n"Clinic, East",Mawari\n'
    )

    assert rows(text.encode()) == [(1, ["name", "place"]), (2, ["Clinic, East", "Mawari"])]


def test_the_separator_that_excel_announces_is_believed():
    assert rows(b"sep=;\na,b;c\n") == [(2, ["a,b", "c"])]


@pytest.mark.parametrize(("encoding", "noted"), [("utf-8", 0), ("utf-8-sig", 0), ("cp1252", 1), ("utf-16", 1)])
def test_the_encoding_is_seen_and_a_guess_is_noted(encoding, noted):
    (sheet,) = safe_sheet.read("Santé;Kérou\n".encode(encoding), name="C:\\files\\Santé.csv")

    assert [row.cells for row in sheet.rows] == [["Santé", "Kérou"]]
    assert (sheet.name, len(sheet.notes)) == ("Santé", noted)


def test_a_list_longer_than_agreed_is_refused_with_the_limit():
    with pytest.raises(Refused) as refusal:
        list(next(safe_sheet.read(b"a\n" * 11, name="x", limit_rows=10)).rows)

    assert (refusal.value.code, refusal.value.facts) == ("sheet.too_many_rows", {"limit": 10})


def test_sheets_may_be_walked_in_any_order():
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["first"])
    made.create_sheet("Grace & co").append(["second"])
    made.save(out)

    first, second = safe_sheet.read(out.getvalue(), name="x")

    assert [(second.name, [row.cells for row in second.rows])] == [("Grace & co", [["second"]])]
    assert [row.cells for row in first.rows] == [["first"]]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("General", ""), ("0.00", ""), ("#,##0", ""), ("dd/mm/yyyy", "date"), ("h:mm AM/PM", "date"), ("[Red]0.0", ""),
     ("[mm]:ss", "elapsed"), ('"due" 0', ""), ("0.0%", "percent"), ("000", "padded:3"), ("[$-409]d-mmm", "date")],
)  # fmt: skip
def test_kind_of_format(code, kind):
    assert kind_of_format(code) == kind


def test_number_as_shown_keeps_what_a_spreadsheet_keeps():
    assert [number_as_shown(value) for value in (1e15, 123456789012345.0, 0.1234567890123456, -0.0)] == [
        "1e+15", "123456789012345", "0.123456789012346", "0",
    ]  # fmt: skip


def test_the_real_mentorship_workbook_reads_as_openpyxl_reads_it():
    path = shared_data("checklists/kenya_mentorship/mentorship_checklists_part.xlsx")
    expected = {
        page.title: [
            (number, [str(value) if str(value or "").strip() else "" for value in cells])
            for number, cells in enumerate(page.iter_rows(values_only=True), start=1)
            if any(value is not None and str(value).strip() for value in cells)
        ]
        for page in openpyxl.load_workbook(path, read_only=True)
    }

    found = {sheet.name: [tuple(row) for row in sheet.rows] for sheet in safe_sheet.read(path.read_bytes(), name="x")}

    width = {name: max(len(cells) for _number, cells in listed) for name, listed in expected.items()}
    assert {
        name: [(number, cells + [""] * (width[name] - len(cells))) for number, cells in listed]
        for name, listed in found.items()
    } == expected


@pytest.mark.parametrize(("country", "count"), [("kenya", 6147), ("liberia", 741), ("rwanda", 573), ("zambia", 1264)])
def test_the_real_facility_lists_read_as_python_reads_them(country, count):
    path = shared_data(f"facilities/{country}_health_facilities.csv")
    with path.open(newline="", encoding="utf-8-sig") as file:
        expected = [row for row in csv.reader(file) if any(row)]

    found = [cells for _number, cells in rows(path.read_bytes())]

    width = len(expected[0])
    assert [cells + [""] * (width - len(cells)) for cells in found] == expected
    assert len(found) == count


def test_a_real_workbook_of_the_old_format_is_read():
    path = shared_data("xlsforms/pyxform/widgets.xls")

    found = {sheet.name: next(sheet.rows) for sheet in safe_sheet.read(path.read_bytes(), name="widgets.xls")}

    assert found["survey"].cells[:3] == ["type", "name", "label"]
    assert list(found) == ["survey", "choices", "settings"]


def test_twenty_thousand_facilities_come_back_as_they_left():
    lines = [[n, f"Facility {n}", "+265991234567", -n / 2] for n in range(20_000)]
    with safe_export.xlsx(["id", "name", "phone", "balance"], lines) as file:
        found = rows(file.read())

    assert found[1:] == [
        (n + 2, [str(n), f"Facility {n}", "+265991234567", number_as_shown(-n / 2)]) for n in range(20_000)
    ]
