"""Reading XLSForms: what is kept, what is said, and where."""

from fractions import Fraction

import pytest

from alongside.domain.instruments.rules.definition import Choice
from alongside.exchange.xlsform.translate import read
from tests.exchange.xlsform.specimens import workbook
from tests.shared import shared_data

SURVEY = ["type", "name", "label::English (en)", "label::French (fr)", "scale", "critical", "weight", "feedback"]


def places(reading, code: str) -> list[tuple[str, int | None]]:
    return [(each.sheet, each.row) for each in reading.findings if each.code == code]


def test_our_columns_make_a_scored_item():
    data = workbook(
        survey=[
            [*SURVEY, "feedback::French (fr)", "standard", "respect", "low", "high", "not_applicable", "competency"],
            ["begin group", "hands", "Hands", "Mains"],
            [
                *("decimal", "breaths", "Breaths a minute", "Respirations", "NUM", "yes", "0.5", "Count a full minute"),
                *("Comptez une minute", "WHO 2019 p. 4", "yes", "30", "50", "yes", "newborn"),
            ],
            ["end group"],
        ],
        settings=[
            ["form_title", "form_id", "profile", "total", "area", "cadres", "clinical", "minimum_evidence", "banner"],
            ["Newborn", "newborn", "PASS-85", "pooled", "mnch", "nurse midwife", "yes", "3/4", "For demonstration"],
        ],
    )

    definition = read(data).definitions[0]

    item = next(definition.items())
    assert (definition.code, definition.profile, definition.cadres) == ("newborn", "PASS-85", ("nurse", "midwife"))
    assert (definition.clinical, definition.minimum_evidence) == (True, Fraction(3, 4))
    assert definition.banner == {"en": "For demonstration"}
    assert definition.languages == ("en", "fr")
    assert (item.scale, item.kind, item.critical, item.weight) == ("NUM", "", True, Fraction(1, 2))
    assert (item.low, item.high, item.not_applicable, item.respect) == (30, 50, True, True)
    assert (item.standard, item.competency) == ("WHO 2019 p. 4", "newborn")
    assert item.feedback == {"en": "Count a full minute", "fr": "Comptez une minute"}


def test_what_xlsform_itself_says_is_kept():
    data = workbook(
        survey=[
            ["type", "name", "label", "hint", "relevant", "constraint", "choice_filter", "appearance", "repeat_count"],
            ["select_one county", "county", "County"],
            ["select_one town or_other", "town", "Town", "Where", "${county} != ''", "", "", "minimal"],
            ["begin repeat", "child", "Child", "", "", "", "", "", "2"],
            ["integer", "age", "Age", "", "", ". < 5"],
            ["end repeat"],
        ],
        choices=[
            ["list_name", "name", "label", "county"],
            ["county", "a", "A", ""],
            ["town", "x", "X", "a"],
        ],
        settings=[["form_title", "form_id", "style"], ["T", "t", "pages"]],
    )

    definition = read(data).definitions[0]

    county, town, age = definition.items()
    repeat = next(definition.sections())
    assert town.choices == (Choice("x", {"en": "X"}, None, {"county": "a"}),)
    assert (town.relevant, town.appearance, town.hint) == ("${county} != ''", "minimal", {"en": "Where"})
    assert town.extra == {"or_other": "yes", "list_name": "town"}
    assert (age.constraint, age.kind) == (". < 5", "integer")
    assert (repeat.repeat, repeat.repeat_count) == (True, "2")
    assert definition.extra == {"style": "pages"}


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ([["text", "a", "A"], ["text", "a", "B"]], "xlsform.name_twice", ("survey", 3)),
        ([["Integer", "a", "A"]], "lint.unknown_kind", ("survey", 2)),
        ([["text", "a", "A"], [], ["select_one", "b", "B", "", "YM"]], "lint.unknown_scale", ("survey", 4)),
        ([["integer", "a", "A", "", "NUM", "perhaps"]], "xlsform.neither_yes_nor_no", ("survey", 2)),
        ([["integer", "a", "A", "", "NUM", "", "much"]], "xlsform.not_a_number", ("survey", 2)),
        ([["integer", "a", "A", "", "NUM", "", "-1"]], "lint.negative_weight", ("survey", 2)),
        ([["image", "a", "A"]], "xlsform.no_max_pixels", ("survey", 2)),
        ([["text", "a", "A", "", "", "yes"]], "lint.critical_without_scale", ("survey", 2)),
        ([["sorcery", "a", "A"]], "lint.unknown_kind", ("survey", 2)),
        ([["text", "al_mentee", "A"]], "lint.reserved_id", ("survey", 2)),
        ([["text", "a", "A"], ["note", "", "Hello"]], "xlsform.named", ("survey", 3)),
    ],
)
def test_a_fault_is_found_in_its_row(rows, code, where):
    reading = read(workbook(survey=[SURVEY, *rows], settings=[["form_title", "form_id"], ["T", "t"]]))

    assert places(reading, code) == [where]


def test_nothing_is_changed_until_its_fix_is_accepted():
    data = workbook(
        survey=[SURVEY, ["Integer", "a", "A"], ["image", "a", "B"]], settings=[["form_title", "form_id"], ["T", "t"]]
    )

    before = read(data)
    after = read(data, accepted=before.fixes)

    assert not before.usable
    assert set(before.fixes) == {
        "correct_capital:id=a:to=integer",
        "rename:row=3:to=a_b",
        "max_pixels:row=3:value=1024",
    }
    assert after.usable
    assert [(each.id, each.kind, each.parameters) for each in after.definitions[0].items()] == [
        ("a", "integer", {}),
        ("a_b", "image", {"max-pixels": "1024"}),
    ]


def test_a_file_that_is_no_form_is_said_to_be_none():
    damaged, other = read(b"PK not really"), read(workbook(people=[["name"], ["Amina"]], places=[["name"]]))

    assert (damaged.definitions, [each.code for each in damaged.findings]) == ([], ["zip.damaged"])
    assert (other.definitions, [each.code for each in other.findings]) == ([], ["xlsform.no_survey"])


def test_a_heading_that_stands_twice_is_said_to():
    reading = read(workbook(survey=[["type", "name", "label", "label"], ["text", "a", "A", "B"]]))

    assert [each.code for each in reading.findings] == ["xlsform.heading_twice"]


def test_the_real_coverage_form_imports_after_the_offered_fix():
    data = shared_data("xlsforms/liberia_s3m/liberiaCoverageVillageForm.xlsx").read_bytes()

    before = read(data)
    after = read(data, accepted=["allow_choice_duplicates"])

    assert not before.usable
    assert list(before.fixes) == ["allow_choice_duplicates"]
    assert places(before, "xlsform.choice_twice")[:3] == [("choices", 35), ("choices", 36), ("choices", 37)]
    assert after.usable
    assert after.definitions[0].code == "liberiaVillageForm"
    assert after.definitions[0].extra["allow_choice_duplicates"] == "yes"


def test_the_real_standardisation_form_imports_as_it_is():
    reading = read(shared_data("xlsforms/liberia_s3m/liberiaStdForm.xlsx").read_bytes())

    assert reading.usable
    assert [part.id for part in reading.definitions[0].sections()] == ["adminData", "repeat1", "guard1", "anthroData"]


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("choice_filter_test.xlsx", 3),
        ("repeat_date_test.xls", 5),
        ("specify_other.xlsx", 1),
        ("table-list.xls", 5),
        ("tutorial.xls", 10),
        ("widgets.xls", 32),
        ("yes_or_no_question.xlsx", 1),
    ],
)
def test_sample_forms_old_and_new_are_read(name, items):
    data = shared_data(f"xlsforms/pyxform/{name}").read_bytes()

    reading = read(data, filename=name, accepted=["max_pixels"])

    assert reading.usable
    assert len(list(reading.definitions[0].items())) == items


def test_a_form_of_another_age_is_refused_row_by_row():
    data = shared_data("xlsforms/pyxform/unknown_question_type.xls").read_bytes()

    reading = read(data, accepted=["merge_columns"])

    assert not reading.usable
    assert places(reading, "xlsform.refused") == [("survey", 2)]
    assert places(reading, "lint.unknown_kind")[:2] == [("survey", 2), ("survey", 3)]
