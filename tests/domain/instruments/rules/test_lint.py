"""The linter: every fault it knows is found, in the row it stands in, and nothing is found in a sound checklist."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation

from alongside.domain.instruments.rules import lint
from alongside.domain.instruments.rules.definition import Band, Choice, Definition, Item, Section

HANDS = Item("hands", {"en": "Washes hands"}, scale="YN", critical=True, feedback={"en": "Twenty seconds"})
GREETS = Item("greets", {"en": "Greets"}, scale="YN", respect=True)
SOUND = Definition(
    code="sound",
    title={"en": "Sound"},
    clinical=True,
    children=(Section("care", {"en": "Care"}, (HANDS, GREETS)),),
)


def with_item(**more) -> Definition:
    """Return the sound checklist with one more item, third in the sheet."""
    values = {"id": "third", "label": {"en": "Third"}, "scale": "YN"} | more
    return replace(SOUND, children=(*SOUND.children, Item(**values)))


def found(definition: Definition) -> list[tuple]:
    where = {"care": ("survey", 2), "hands": ("survey", 3), "greets": ("survey", 4), "third": ("survey", 5)}
    return [(each.severity, each.code, each.sheet, each.row) for each in lint.lint(definition, where=where)]


def test_a_sound_checklist_has_no_findings():
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("item", "severity", "code"),
    [
        ({"scale": "Yn"}, "error", "lint.unknown_scale"),
        ({"scale": "", "kind": "Text"}, "error", "lint.unknown_kind"),
        ({"scale": "", "kind": ""}, "error", "lint.no_kind"),
        ({"scale": "", "kind": "select_one"}, "error", "lint.no_choices"),
        ({"scale": "", "kind": "text", "critical": True}, "warning", "lint.critical_without_scale"),
        ({"weight": Fraction(0)}, "warning", "lint.zero_weight"),
        ({"weight": Fraction(-1)}, "error", "lint.negative_weight"),
        ({"scale": "NUM"}, "warning", "lint.no_range"),
        ({"scale": "TIME"}, "warning", "lint.no_threshold"),
        ({"scale": "NUM", "low": Fraction(5), "high": Fraction(4)}, "error", "lint.low_above_high"),
        ({"choices": (Choice("well", {"en": "Well"}),)}, "error", "lint.choice_without_factor"),
        ({"choices": (Choice("well", {"en": "Well"}, Fraction(2)),)}, "warning", "lint.factor_outside"),
        ({"relevant": "${nobody} = 1"}, "error", "lint.unknown_reference"),
        ({"relevant": "${hands} = "}, "error", "lint.unreadable_rule"),
        ({"relevant": "${third} = 1"}, "error", "lint.circular"),
        ({"label": {}}, "warning", "lint.no_label"),
        ({"label": {"fr": "Troisième"}}, "warning", "lint.missing_translation"),
        (
            {"rules": (Band("red", Fraction(0), Fraction(1)), Band("green", Fraction(3), None))},
            "warning",
            "lint.band_gap",
        ),
        (
            {"rules": (Band("red", Fraction(0), Fraction(3)), Band("green", Fraction(3), None))},
            "error",
            "lint.band_overlap",
        ),
    ],
)
def test_a_fault_of_an_item_is_found_in_its_row(item, severity, code):
    assert found(with_item(**item)) == [(severity, code, "survey", 5)]


@pytest.mark.parametrize(
    ("change", "severity", "code"),
    [
        ({"profile": "HNQIS-4"}, "error", "lint.unknown_profile"),
        ({"total": "median"}, "error", "lint.unknown_total"),
        ({"minimum_evidence": Fraction(60)}, "error", "lint.minimum_evidence"),
    ],
)
def test_a_fault_of_the_whole_is_found(change, severity, code):
    assert found(replace(SOUND, **change)) == [(severity, code, "", None)]


def test_a_clinical_checklist_needs_respectful_care_or_a_reason():
    without = replace(SOUND, children=(HANDS, replace(GREETS, respect=False)))

    assert found(without) == [("warning", "lint.no_respect_block", "", None)]
    assert found(replace(without, no_respect_reason="Laboratory bench work")) == []
    assert found(replace(without, clinical=False)) == []


def test_a_name_used_twice_is_found():
    assert found(with_item(id="hands")) == [("error", "lint.duplicate_id", "survey", 3)]


@pytest.mark.parametrize("name", ["1st", "a b", "é", ""])
def test_a_name_that_xml_does_not_allow_is_found(name):
    assert ("error", "lint.id_not_a_name", "", None) in found(with_item(id=name))


def test_section_bands_are_in_percent():
    bands = (Band("red", Fraction(0), Fraction(79)), Band("green", Fraction(80), Fraction(100)))
    section = replace(SOUND.children[0], rules=bands)

    (finding,) = lint.lint(replace(SOUND, children=(section,)))

    assert (finding.code, str(finding.message)) == ("lint.band_gap", "No colour is given above 79 to below 80.")


def test_weights_that_nearly_add_up_are_questioned():
    items = tuple(Item(f"i{n}", {"en": "x"}, scale="YN", weight=Fraction("0.33"), critical=True) for n in range(3))

    findings = lint.lint(Definition(code="x", title={"en": "X"}, children=(Section("s", {"en": "S"}, items),)))

    assert [(each.code, each.item) for each in findings] == [("lint.odd_total_weight", "s")]


def test_one_item_that_outweighs_all_is_questioned():
    items = [
        Item(f"i{n}", {"en": "x"}, scale="YN", critical=True, weight=Fraction(9 if n == 2 else 1)) for n in range(4)
    ]

    findings = lint.lint(Definition(code="x", title={"en": "X"}, children=tuple(items)))

    assert [(each.code, each.item) for each in findings] == [("lint.heavy_item", "i2")]


def test_a_wrong_capital_is_offered_and_made_right_when_accepted():
    definition = with_item(scale="yn")
    (finding,) = lint.lint(definition)

    assert finding.fix.key == "correct_scale:id=third:to=YN"
    assert lint.repaired(definition, [finding.fix.key]) == with_item(scale="YN")
    assert lint.repaired(definition, []) == definition


def test_questions_that_wait_for_each_other_are_named_and_those_behind_them_are_not():
    a, b, c = (
        Item(name, {"en": name}, scale="YN", critical=True, relevant=f"${{{other}}} = '1'")
        for name, other in (("a", "b"), ("b", "a"), ("c", "a"))
    )

    findings = lint.lint(Definition(code="x", title={"en": "X"}, children=(a, b, c)))

    assert [(each.code, each.item) for each in findings] == [("lint.circular", "a"), ("lint.circular", "b")]


def test_a_finding_speaks_when_it_is_read():
    (finding,) = lint.lint(replace(SOUND, profile="X"))

    with translation.override("en"):
        assert str(finding.message).startswith("There is no classification profile “X”.")
