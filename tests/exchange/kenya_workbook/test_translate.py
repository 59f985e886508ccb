"""The Kenyan mentorship workbook: rules into bands, faults by sheet and row, fixes only when accepted."""

from collections import Counter
from fractions import Fraction

import pytest

from alongside.domain.instruments.rules import relevance, scoring
from alongside.domain.instruments.rules.bands import write_bands
from alongside.exchange.kenya_workbook import colours
from alongside.exchange.kenya_workbook.translate import knows, read
from alongside.exchange.xlsform import translate as translate_xlsform
from alongside.exchange.xlsform.write import to_visit_xform, to_xlsx
from tests.exchange.xlsform.specimens import workbook
from tests.exchange.xlsform.validation import validated
from tests.java.javarosa import needs_java
from tests.shared import shared_data

CHECKLISTS = [["Checklist ID", "Checklist Name"], ["C1", "HAND HYGIENE"]]
SECTIONS = [
    ["Checklist ID", "Section ID", "Section Title", "Standard", "Instructions", "NA Option?", "Required?"],
    ["C1", "C1_01", "ROOM", "Guideline 4", "Look around", "N", "Y"],
    ["C1", "C1_02", "STORE", "N/A", "Is there a store?", "Y", "N"],
]
HEADINGS = (
    ["Section ID", "Question ID", "Question Label", "Question Prompt", "Question Type", "Answer Type"]
    + ["Select One Options", "Scoring Logic", "NA Option?"]
)  # fmt: skip
ALL_FIXES = ("rename", "give_id", "narrower_wins", "close_gap", "correct_capital", "read_as_count")


def book(*questions: list[str]) -> bytes:
    rows = [[section, name, label, "N/A", kind, "", "N/A", rule, "N"] for section, name, label, kind, rule in questions]
    return workbook(Mentorship_Checklists=CHECKLISTS, Sections=SECTIONS, Questions=[HEADINGS, *rows])


def said(reading, *, leave_out=("kenya.empty_section", "kenya.section_asked")) -> list[tuple]:
    return [(each.severity, each.code, each.sheet, each.row) for each in reading.findings if each.code not in leave_out]


def real(accepted=()):
    return read(
        shared_data("checklists/kenya_mentorship/mentorship_checklists_part.xlsx").read_bytes(), accepted=accepted
    )


@pytest.mark.parametrize(
    ("text", "most", "whole", "written"),
    [
        ("If <1 = Red; If >= 1 = Green", None, True, "red [0, 1); green [1, ]"),
        ("If 0-2 = Red; If 3 = Yellow; If 4 = Green", 4, True, "red [0, 2]; yellow [3, 3]; green [4, 4]"),
        (
            "if 0 - 10 = Red; If 11 - 12 = Yellow; If 13 - 14 =Green",
            14,
            True,
            "red [0, 10]; yellow [11, 12]; green [13, 14]",
        ),
        (
            "If <5% = Red; If ≥ 5% and <15% = Yellow; If ≥ 15% = Green\n",
            100,
            False,
            "red [0, 5); yellow [5, 15); green [15, ]",
        ),
        ("If >=100% = Green; If < 100% = Red", 100, False, "red [0, 100); green [100, ]"),
        ("If > 99.5% = Green; If <= 99.5% = Red", 100, False, "red [0, 199/2]; green (199/2, ]"),
        ("IF 0 TO 3 = RED; IF 4 = AMBER; IF 5 = GREEN", 5, True, "red [0, 3]; yellow [4, 4]; green [5, 5]"),
    ],
)
def test_a_rule_in_words_becomes_exact_bands(text, most, whole, written):
    top = None if most is None else Fraction(most)

    rule, problems = colours.read(text, key="q", most=top, whole=whole, accepted=())

    assert (write_bands(rule.bands), rule.settled, problems) == (written, True, [])


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("If N = Red; If Y = Green", {"no": "red", "yes": "green"}),
        (" If N = Yellow; If Y = Green", {"no": "yellow", "yes": "green"}),
        ("If No = Green; If Yes = Red", {"no": "green", "yes": "red"}),
    ],
)
def test_a_rule_for_yes_and_no(text, answers):
    rule, problems = colours.read(text, key="q", most=None, whole=True, accepted=())

    assert (rule.answers, rule.settled, problems) == (answers, True, [])


@pytest.mark.parametrize(
    ("text", "codes", "fix"),
    [
        ("If <50% = Red; If ≥ 50% and <79% = Yellow; If ≥ 80% = Green", ["kenya.rule_gap"], "close_gap:question=q"),
        ("If >= 95% = Green; If <95% = Yellow; If <90% = Red", ["kenya.rule_overlap"], "narrower_wins:question=q"),
        ("If <80% Red; If >= 80% = Green", ["kenya.rule_without_equals"], "read_without_equals:question=q"),
    ],
)
def test_an_unclear_rule_is_offered_a_fix_and_settled_only_by_it(text, codes, fix):
    def reading(accepted):
        return colours.read(text, key="q", most=Fraction(100), whole=False, accepted=accepted)

    rule, problems = reading(())
    settled, none = reading((fix,))

    assert ([each.code for each in problems], [each.fix.key for each in problems]) == (codes, [fix])
    assert (settled.settled, none) == (True, [])
    assert rule.settled == (codes == ["kenya.rule_gap"])


@pytest.mark.parametrize(
    "text", ["Red if bad", "If many = Green", "If 5-3 = Red", "If <5 = Purple", "If Y = Green; If Y = Red"]
)
def test_a_rule_that_cannot_be_read_is_said_to_be_so(text):
    rule, problems = colours.read(text, key="q", most=None, whole=True, accepted=())

    assert (rule.settled, {each.code for each in problems}) == (False, {"kenya.rule_not_read"})


def test_each_type_of_question():
    reading = read(
        book(
            ["C1_01", "Q1", "Soap?", "BOOL", "If N = Yellow; If Y = Green"],
            ["C1_01", "Q2", "Basins", "COUNT", "If <1 = Red; If >=1 = Green"],
            ["C1_01", "Q3", "Seen", "MULTI", "If 0 = Red; If 1 = Yellow; If 2 = Green"],
            ["C1_01", "Q3_C1", "Poster", "CHOICE", "N/A"],
            ["C1_01", "Q3_C2", "Towel", "CHOICE", "N/A"],
            ["C1_01", "Q4", "Share washed", "PERC", "If <80% = Red; If >=80% = Green"],
            ["C1_01", "Q4_NUM", "Washed", "NUM", "N/A"],
            ["C1_01", "Q4_DEN", "Seen", "DEN", "N/A"],
            ["C1_01", "Q5", "Remarks", "TEXT", "N/A"],
        )
    )
    (definition,) = reading.definitions

    asked = relevance.asked(definition, {"Q1": "no", "Q2": "2", "Q3": "Q3_C1", "Q4_NUM": "79", "Q4_DEN": "100"})
    result = scoring.score(definition, asked.answers, irrelevant=asked.closed)

    assert said(reading) == []
    assert [(each.id, each.scale or each.kind) for each in definition.items()][:9] == [
        ("Q1", "COLOUR"),
        ("Q2", "integer"),
        ("Q2_colour", "COLOUR"),
        ("Q3", "select_multiple"),
        ("Q3_colour", "COLOUR"),
        ("Q4", "calculate"),
        ("Q4_colour", "COLOUR"),
        ("Q4_NUM", "integer"),
        ("Q4_DEN", "integer"),
    ]
    assert {each.id: each.points.earned for each in result.items} == {
        "Q1": 1,
        "Q2_colour": 2,
        "Q3_colour": 1,
        "Q4_colour": 0,
    }
    section = next(definition.sections())
    assert (section.standard, section.hint) == ("Guideline 4", {"en": "Look around"})
    assert definition.profile == "COLOUR"


def test_a_section_that_may_not_apply_is_asked_about_first():
    (definition,) = read(book(["C1_02", "Q1", "Locked?", "BOOL", "If N = Red; If Y = Green"])).definitions

    asked = relevance.asked(definition, {"C1_02_applies": "no"})

    assert [(each.id, each.relevant) for each in definition.sections()][1] == ("C1_02", "${C1_02_applies} = 'yes'")
    assert "C1_02" in asked.closed


@pytest.mark.parametrize(
    ("questions", "findings"),
    [
        (
            [["C1_01", "Q1", "A", "BOOL", "If N = Red; If Y = Green"], ["C1_01", "Q1", "B", "BOOL", "N/A"]],
            [("error", "kenya.duplicate_id", "Questions", 3)],
        ),
        (
            [["C1_01", "Q1", "A", "TEXT", "N/A"], ["C1_01", "Q1", "A", "TEXT", "N/A"]],
            [("warning", "kenya.repeated_row", "Questions", 3)],
        ),
        ([["C1_01", "", "A", "TEXT", "N/A"]], [("error", "kenya.no_id", "Questions", 2)]),
        ([["C9_01", "Q1", "A", "TEXT", "N/A"]], [("error", "kenya.unknown_parent", "Questions", 2)]),
        (
            [["C1_01", "Q1", "A", "Bool", "If N = Red; If Y = Green"]],
            [("warning", "kenya.wrong_capital", "Questions", 2)],
        ),
        ([["C1_01", "Q1", "A", "SLIDER", "N/A"]], [("error", "kenya.unknown_type", "Questions", 2)]),
        (
            [["C1_01", "Q1", "A", "BOOL", "If <5 = Red; If >=5 = Green"]],
            [("error", "kenya.rule_not_for_type", "Questions", 2)],
        ),
        ([["C1_01", "Q1", "A", "BOOL", "If Y = Green"]], [("error", "kenya.rule_half", "Questions", 2)]),
        ([["C1_01", "Q1", "A", "BOOL", "N/A"]], [("note", "kenya.no_rule", "Questions", 2)]),
        (
            [["C1_01", "Q1", "A", "PERC", "If <80% = Red; If >=80% = Green"]],
            [("warning", "kenya.percentage_without_parts", "Questions", 2)],
        ),
    ],
)
def test_a_fault_is_found_in_its_row(questions, findings):
    reading = read(book(*questions))

    known = ("kenya.empty_section", "kenya.section_asked", "lint.nothing_scored", "kenya.empty_checklist")
    assert said(reading, leave_out=known) == findings


def test_a_second_use_of_an_id_is_kept_when_it_is_renamed():
    questions = [["C1_01", "Q1", "A", "BOOL", "If N = Red; If Y = Green"], ["C1_01", "Q1", "B", "BOOL", "N/A"]]

    left_out = read(book(*questions))
    kept = read(book(*questions), accepted=left_out.fixes)

    assert list(left_out.fixes) == ["rename:row=3:sheet=Questions:to=Q1_b"]
    assert not left_out.usable
    assert kept.usable
    assert {"Q1", "Q1_b"} <= {each.id for each in kept.definitions[0].items()}


def test_a_workbook_without_its_sheets_says_which_are_missing():
    reading = read(workbook(Other=[["a"], ["b"]]))

    assert [each.code for each in reading.findings] == ["kenya.no_sheet"] * 3
    assert [each.code for each in read(b"%PDF-1.7").findings] == ["sheet.unknown_kind"]


def test_a_workbook_is_known_by_its_headings():
    form = workbook(survey=[["type", "name", "label"], ["text", "a", "A"]])

    assert [knows(book()), knows(form), knows(b"%PDF")] == [True, False, False]
    assert [translate_xlsform.knows(book()), translate_xlsform.knows(form)] == [False, True]


def test_the_real_workbook_has_eleven_checklists_and_known_faults():
    reading = real()

    assert len(reading.definitions) == 11
    assert [each.title["en"] for each in reading.definitions][:2] == [
        "PMTCT CHECKLIST",
        "PHARMACY SYSTEMS STRENGTHENING",
    ]
    assert not reading.usable
    known = {(each.code, each.sheet, each.row) for each in reading.findings}
    assert {
        ("kenya.duplicate_id", "Questions", 190),
        ("kenya.duplicate_id", "Questions", 909),
        ("kenya.no_id", "Questions", 748),
        ("kenya.rule_as_type", "Questions", 151),
        ("kenya.wrong_capital", "Questions", 645),
        ("kenya.rule_overlap", "Questions", 461),
    } <= known
    gaps = [(each.row, str(each.message)) for each in reading.findings if each.code == "kenya.rule_gap"]
    assert (252, "No colour is given from 79 to below 80.") in gaps
    assert Counter(each.code for each in reading.findings)["kenya.repeated_row"] == 97


def test_the_real_workbook_is_usable_after_the_offered_fixes():
    reading = real(accepted=ALL_FIXES)

    scored = [item for definition in reading.definitions for item in definition.scored()]
    gaps = [each for each in reading.findings if each.code == "kenya.rule_gap"]
    assert reading.usable
    assert gaps == []
    assert len(scored) == 609
    assert {item.scale for item in scored} == {"COLOUR"}


def test_the_misplaced_rule_can_be_taken_instead():
    (item,) = (
        item
        for definition in real(accepted=["read_as_count_by_type_cell"]).definitions
        for item in definition.items()
        if item.id == "C3_05_01_colour"
    )

    assert write_bands(item.rules) == "green [0, 14); red [14, ]"


@pytest.mark.java
@pytest.mark.slow
def test_every_real_checklist_passes_odk_validate_and_comes_back_the_same(tmp_path):
    needs_java()

    for definition in real(accepted=ALL_FIXES).definitions:
        assert validated(to_visit_xform(definition, form_id=definition.code, version="1"), tmp_path) == ""
        assert translate_xlsform.read(to_xlsx(definition)).definitions == [definition]
