"""Writing XLSForms and XForms: what is written reads back the same."""

from io import BytesIO

import openpyxl
import pytest

from alongside.domain.instruments.rules import scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.exchange.xlsform.translate import read
from alongside.exchange.xlsform.write import to_rows, to_visit_xform, to_xform, to_xlsx
from tests.exchange.xlsform.specimens import every_scale, text
from tests.exchange.xlsform.validation import validated
from tests.java.javarosa import needs_java
from tests.shared import shared_data

FORMS = [
    "liberia_s3m/liberiaCoverageVillageForm.xlsx",
    "liberia_s3m/liberiaStdForm.xlsx",
    "pyxform/choice_filter_test.xlsx",
    "pyxform/repeat_date_test.xls",
    "pyxform/specify_other.xlsx",
    "pyxform/table-list.xls",
    "pyxform/tutorial.xls",
    "pyxform/widgets.xls",
    "pyxform/yes_or_no_question.xlsx",
]


def real(name: str) -> Definition:
    data = shared_data(f"xlsforms/{name}").read_bytes()
    return read(data, filename=name, accepted=["allow_choice_duplicates", "max_pixels"]).definitions[0]


def test_every_scale_comes_back_the_same():
    definition = every_scale(clinical=True, banner=text("For demonstration"), cadres=("nurse",), minimum_minutes=5)

    assert read(to_xlsx(definition)).definitions == [definition]


@pytest.mark.parametrize("name", FORMS)
def test_a_real_form_comes_back_the_same(name):
    definition = real(name)

    assert read(to_xlsx(definition)).definitions == [definition]


def test_the_same_answers_score_the_same_after_export_and_import():
    definition = every_scale()
    answers = {"yn": "1", "r3": "2", "nd": "7/9", "own": "half", "client": [{"kind": "1", "asked_leave": "0"}]}

    copy = read(to_xlsx(definition)).definitions[0]

    assert scoring.score(copy, answers) == scoring.score(definition, answers)


def test_no_cell_of_an_export_is_alive():
    words = {"en": '=HYPERLINK("http://example.org")'}
    definition = Definition(code="x", title=words, children=(Item("a", words, kind="text"),))

    book = openpyxl.load_workbook(BytesIO(to_xlsx(definition)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_plain_form_program_sees_choices_for_every_scale():
    rows = to_rows(every_scale())

    types = {row["name"]: row["type"] for row in rows["survey"] if row.get("scale")}
    lists = {row["list_name"] for row in rows["choices"]}
    asked = {kind.split(" ")[1] for kind in types.values() if kind.startswith("select_one ")}
    assert asked <= lists
    assert {types[name] for name in ("num", "time", "nd", "star")} == {"decimal", "text", "note"}


def test_a_heading_with_nothing_under_it_is_left_out_of_an_xform():
    definition = every_scale()
    parts = (Section("empty", text("Empty"), ()), *definition.children)

    document = to_xform(Definition(code="x", title=text("X"), languages=("en", "fr"), children=parts))

    assert b"/data/empty" not in document
    assert b"/data/first" in document


@pytest.mark.java
def test_an_exported_checklist_passes_odk_validate(tmp_path):
    needs_java()

    assert validated(to_xform(every_scale()), tmp_path) == ""


@pytest.mark.java
@pytest.mark.parametrize("profile", ["HNQIS-3", "PASS-85", "R4-LEVEL", "COLOUR"])
def test_a_visit_form_passes_odk_validate(profile, tmp_path):
    needs_java()

    assert validated(to_visit_xform(every_scale(profile), form_id="every", version="1"), tmp_path) == ""


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_real_forms_pass_odk_validate_after_import_and_export(name, tmp_path):
    needs_java()
    definition = real(name)

    assert validated(to_xform(definition), tmp_path) == ""
    assert validated(to_visit_xform(definition, form_id="f", version="1"), tmp_path) == ""
