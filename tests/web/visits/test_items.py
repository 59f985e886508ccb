"""A checklist as boxes: parts, repeats, skip rules, marks; every real and shipped checklist can be drawn."""

from dataclasses import replace

import pytest

from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section
from alongside.site.demonstration.checklists import CHECKLISTS, MANAGEMENT_CHECKLISTS
from alongside.web.visits.items import PartForm, parts

STEP = Item("a", {"en": "Washes hands"}, scale="YN", hint={"en": "Look for soap"}, standard="who-ipc")
RECORDS = Section("records", {"en": "Partographs"}, (Item("full", {"en": "Complete"}, scale="YN"),), repeat=True)


def a_checklist(*children, **more):
    return Definition("x", {"en": "X"}, children, **more)


def form_of(definition, sent=None, *, answers=None, closed=frozenset(), number=0):
    part = parts(definition, "en")[number]
    form = PartForm(sent, part=part, answers=answers or {}, closed=closed, language="en")
    if sent is not None:
        form.is_valid()
    return form


def test_each_main_section_is_a_page_and_loose_items_between_them_share_one():
    loose = (replace(STEP, id="b"), replace(STEP, id="c"))
    definition = a_checklist(
        Section("s", {"en": "Before"}, (STEP,)), *loose, Section("t", {"en": "After"}, (replace(STEP, id="d"),))
    )

    assert [(part.title, [child.id for child in part.children]) for part in parts(definition, "en")] == [
        ("Before", ["s"]), ("Questions", ["b", "c"]), ("After", ["t"]),
    ]  # fmt: skip


def test_a_part_without_a_question_is_no_page():
    definition = a_checklist(Section("s", {"en": "Worked out"}, (Item("n", {"en": "N"}, kind="calculate"),)), STEP)

    assert [part.title for part in parts(definition, "en")] == ["Questions"]


@pytest.mark.parametrize(
    ("item", "offered"),
    [
        (STEP, [("1", "✓ Yes"), ("0", "✗ No"), ("", "Not observed")]),
        (
            replace(STEP, scale="YNNA"),
            [("1", "✓ Yes"), ("0", "✗ No"), ("na", "Not applicable"), ("", "Not observed")],
        ),
        (
            replace(STEP, scale="COLOUR"),
            [("red", "Red"), ("yellow", "Yellow"), ("green", "Green"), ("", "Not observed")],
        ),
        (
            replace(STEP, scale="", kind="select_one", choices=(Choice("day", {"en": "Day"}), Choice("night", {"en": "Night"}))),
            [("day", "Day"), ("night", "Night"), ("", "No answer")],
        ),
    ],
    ids=["yes or no", "not applicable", "colours", "not scored"],
)  # fmt: skip
def test_what_is_offered(item, offered):
    box = form_of(a_checklist(item))["a"]

    assert [(value, str(label)) for value, label in box.field.choices] == offered
    assert box.value() == "", "nothing is chosen in advance"


def test_an_answer_as_a_phone_writes_it_is_shown_as_the_same_choice():
    assert form_of(a_checklist(STEP), answers={"a": "yes"})["a"].value() == "1"


def test_a_hole_is_kept_as_a_hole_and_a_wrong_number_is_said_beside_what_is_right():
    seconds = Item("t", {"en": "Seconds"}, scale="TIME")
    form = form_of(a_checklist(STEP, seconds, replace(STEP, id="b")), {"a": "1", "t": "soon", "b": ""})

    assert form.answers() == {"a": "1", "b": ""}
    assert form.errors == {"t": ["This needs a number. Write digits only."]}
    assert form["t"].value() == "soon"


def test_a_repeat_offers_one_turn_more_than_there_are_and_drops_empty_ones():
    there = {"records": [{"full": "1"}]}
    form = form_of(a_checklist(RECORDS), {"records.1.full": "0", "records.2.full": "1"}, answers=there)
    emptied = form_of(a_checklist(RECORDS), {"records.1.full": "", "records.2.full": ""}, answers=there)

    assert [line.heading for line in form.lines() if line.heading] == ["Partographs · 1", "Partographs · 2"]
    assert form.answers() == {"records": [{"full": "0"}, {"full": "1"}]}
    assert emptied.answers() == {"records": ""}


def test_what_a_skip_rule_closes_is_not_asked_and_keeps_no_answer_of_its_own():
    closed = form_of(a_checklist(STEP, replace(STEP, id="b")), {"a": "1", "b": "1"}, closed=frozenset({"b"}))

    assert closed.answers() == {"a": "1"}
    assert [line.item.id for line in closed.lines()] == ["a"]


def test_many_choices_are_kept_as_xforms_write_them():
    item = Item(
        "m", {"en": "Which?"}, kind="select_multiple", choices=(Choice("x", {"en": "X"}), Choice("y", {"en": "Y"}))
    )

    assert form_of(a_checklist(item), {"m": ["x", "y"]}).answers() == {"m": "x y"}
    assert form_of(a_checklist(item), answers={"m": "x y"})["m"].value() == ["x", "y"]


@pytest.mark.parametrize("definition", [*CHECKLISTS, *MANAGEMENT_CHECKLISTS], ids=lambda each: each.code)
def test_every_scored_item_of_a_shipped_checklist_has_a_box_on_some_page(definition):
    drawn = {
        line.item.id
        for number in range(len(parts(definition, "en")))
        for line in form_of(definition, number=number).lines()
        if line.item
    }

    assert {item.id for item in definition.scored() if item.scale != "STAR"} <= drawn
