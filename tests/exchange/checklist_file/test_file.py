"""A checklist leaves as JSON and comes back the same; whatever is no checklist is said to be none."""

import json
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.instruments.rules import lint, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.exchange.checklist_file import file
from alongside.site.demonstration import answers
from alongside.site.demonstration.plan import DEFINITIONS


@pytest.mark.parametrize("code", DEFINITIONS)
def test_every_shipped_checklist_comes_back_the_same_and_scores_alike(code):
    before = DEFINITIONS[code]
    content = file.write(before)
    assert file.knows(content)
    read = file.read(content)
    [after] = read.definitions

    assert after == before and read.findings == lint.lint(before)
    given = answers.by_share(before, 0.7, Random(1))
    assert scoring.score(after, given) == scoring.score(before, given)


def test_exact_fractions_words_in_any_script_and_nested_parts_are_kept():
    item = Item("a", {"en": "Weighs", "ar": "يزن"}, scale="YN", weight=Fraction(1, 3), hint={"sw": "Tazama"})
    before = Definition("third-stage", {"en": "T"}, (Section("s", {"en": "S"}, (Section("t", {"en": "T"}, (item,)),)),))

    assert file.read(file.write(before)).definitions == [before]


def changed(**differently):
    document = json.loads(file.write(DEFINITIONS["hand-hygiene"]))
    document["checklist"] |= differently
    return json.dumps(document).encode()


ITEM = {"id": "a", "label": {"en": "A"}}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable"), (b"{", "unreadable"), (b"\xff\xfe", "unreadable"), (b"[" * 100_000, "unreadable"),
        (b"[]", "other_version"), (b'{"alongside_checklist": 2}', "other_version"),
        (b'{"alongside_checklist": 1}', "not_a_checklist"), (b'{"alongside_checklist": 1, "checklist": []}', "not_a_checklist"),
        (changed(code="../../etc"), "no_code"), (changed(code="A b"), "no_code"),
        (changed(title="Hygiene"), "not_a_checklist"), (changed(title={"en": 3}), "not_a_checklist"),
        (changed(children={"a": 1}), "not_a_checklist"), (changed(children=[{**ITEM, "weight": "1e999999999"}]), "not_a_checklist"),
        (changed(children=[{**ITEM, "weight": "1/0"}]), "not_a_checklist"), (changed(children=[{**ITEM, "weight": 1}]), "not_a_checklist"),
        (changed(children=[{**ITEM, "critical": "yes"}]), "not_a_checklist"), (changed(children=[{**ITEM, "id": ["a"]}]), "not_a_checklist"),
        (changed(children=[{**ITEM, "brought": {}}]), "not_a_checklist"), (changed(children=["a"]), "not_a_checklist"),
        (changed(surprise=1), "not_a_checklist"),
    ],
)  # fmt: skip
def test_what_is_no_checklist_is_refused_in_words(content, code):
    read = file.read(content)

    assert read.definitions == [] and not read.usable
    assert [each.code for each in read.findings] == [f"checklist_file.{code}"]
    assert str(read.findings[0].message)


def test_parts_nested_too_deeply_are_refused():
    deep = {"node": "section", "id": "s", "label": {"en": "S"}, "children": [ITEM]}
    for n in range(150):
        deep = {"node": "section", "id": f"s{n}", "label": {"en": "S"}, "children": [deep]}

    assert file.read(changed(children=[deep])).findings[0].code == "checklist_file.not_a_checklist"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ITEM, "children", "node", "weight", "rules"]), inner, max_size=3),
)  # fmt: skip


@given(JSON)
def test_nothing_that_is_json_breaks_the_reading(anything):
    read = file.read(changed(children=anything))

    assert all(isinstance(each, Definition) for each in read.definitions)
