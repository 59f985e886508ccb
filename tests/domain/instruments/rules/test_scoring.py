import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.instruments.rules import classes, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section, from_json
from alongside.domain.instruments.terms import ItemState
from alongside.kernel.errors import Refused
from tests.domain.instruments.rules.cases import cases


@pytest.mark.parametrize("case", cases("scores"))
def test_answers_become_a_score_and_a_class(case):
    definition = from_json(case["definition"])

    result = scoring.score(definition, case["answers"], irrelevant=case.get("irrelevant", ()))

    seen = {
        "pooled": _pair(result.pooled),
        "share": None if result.share is None else str(result.share),
        "shown": None if result.shown is None else str(result.shown),
        "class": classes.classify(result, definition.profile),
        "done": result.done,
        "expected": result.expected,
        "reasons": list(result.reasons),
        "not_observed": result.not_observed,
        "not_applicable": result.not_applicable,
        "missed": [each.id for each in result.missed],
        "critical": _pair(result.critical),
        "respect": _pair(result.respect),
        "sections": {each.id: _pair(each.points) for each in scoring.walk_sections(result.sections) if not each.turn},
        "stars": {each.id: each.stars for each in result.items if each.state == ItemState.DERIVED},
        "colours": classes.section_colours(definition, result),
    }
    expected = {"shown": case["expected"]["share"], **case["expected"]}
    assert {name: seen[name] for name in expected} == expected


def test_feedback_carries_the_checklists_own_words():
    hands = Item("hands", {"en": "Washes hands"}, scale="YN", critical=True, feedback={"en": "Wash before touching"})
    greets = Item("greets", {"en": "Greets the client"}, scale="YN", feedback={"en": "Say your name"})
    definition = Definition("ANC", {"en": "ANC"}, (greets, hands))

    lines = scoring.feedback(definition, scoring.score(definition, {"hands": "0", "greets": "0"}))

    assert [(line.critical, line.label["en"], line.feedback["en"]) for line in lines] == [
        (True, "Washes hands", "Wash before touching"),
        (False, "Greets the client", "Say your name"),
    ]


def test_an_unreadable_answer_is_refused_or_named():
    definition = Definition("ANC", {}, (Item("rate", {}, scale="NUM", high=Fraction(50)), Item("a", {}, scale="YN")))
    answers = {"rate": "fast", "a": "1"}

    with pytest.raises(Refused) as refused:
        scoring.score(definition, answers)
    result = scoring.score(definition, answers, forgiving=True)

    assert refused.value.code == "instruments.not_a_number"
    assert (result.unreadable, result.not_observed, result.done) == (("rate",), 1, 1)


def test_a_turn_of_a_repeat_can_be_closed_alone():
    clients = Section("clients", {}, (Item("a", {}, scale="YN"),), repeat=True)
    definition = Definition("ANC", {}, (clients,))

    result = scoring.score(definition, {"clients": [{"a": "0"}, {"a": "1"}]}, irrelevant={("a", (1,))})

    assert [each.state for each in result.items] == [ItemState.IRRELEVANT, ItemState.ANSWERED]


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [
        ("17/22", 0, "77"),
        ("1/8", 1, "12.5"),
        ("1/200", 0, "1"),
        ("899/1000", 0, "90"),
        ("0", 0, "0"),
        ("1", 2, "100.00"),
    ],
)
def test_a_percentage_is_rounded_half_up(share, places, shown):
    assert str(scoring.percent(Fraction(share), places)) == shown


@pytest.mark.parametrize(("total", "start"), [("pooled", "Total = points"), ("mean_of_sections", "Total = plain mean")])
def test_the_rule_is_said_in_words(total, start):
    said = str(scoring.rule_text(Definition("ANC", {}, (), total=total)))

    assert said.startswith(start)
    assert "at least 60 % of the items" in said
    assert "half up" in said


# Any checklist, with any answers its scales take.

_ANSWERS = {
    "YN": ["1", "0", "yes", "no", ""],
    "YNNA": ["1", "0", "na", ""],
    "R3": ["1", "2", "3", "na", ""],
    "R4": ["1", "2", "3", "4", "X", ""],
    "L5": ["1", "2", "3", "4", "5", ""],
    "SE10": ["0", "7", "10", ""],
    "NUM": ["29", "30", "50.5", ""],
    "TIME": ["59", "61", ""],
    "SEQ": ["done", "out_of_order", "not_done", ""],
    "COLOUR": ["red", "yellow", "green", ""],
    "N/D": ["0/0", "3/4", "4/4", ""],
}


@st.composite
def filled(draw):
    """A nested checklist whose items are numbered in reading order, and answers to it."""
    numbers, answers = iter(range(1000)), {}

    def item():
        name, scale = f"i{next(numbers)}", draw(st.sampled_from(list(_ANSWERS)))
        answers[name] = draw(st.sampled_from(_ANSWERS[scale]))
        weight = Fraction(draw(st.integers(0, 4)), 2)
        limits = {"low": Fraction(30), "high": Fraction(60)} if scale in ("NUM", "TIME") else {}
        return Item(name, {}, scale=scale, weight=weight, critical=draw(st.booleans()), **limits)

    def section(depth):
        own = [item() for _ in range(draw(st.integers(0, 3)))]
        inner = [section(depth - 1) for _ in range(draw(st.integers(0, 2)))] if depth else []
        return Section(f"s{next(numbers)}", {}, tuple(own + inner))

    roots = [section(2) for _ in range(draw(st.integers(1, 3)))] + [item()]
    total = draw(st.sampled_from(["pooled", "mean_of_sections"]))
    return Definition("any", {}, tuple(roots), total=total), answers


@given(filled())
def test_earned_never_passes_possible(case):
    result = scoring.score(*case)

    assert all(0 <= each.points.earned <= each.points.possible for each in result.items)
    assert result.share is None or 0 <= result.share <= 1


@given(filled())
def test_sections_add_up_to_the_pooled_total(case):
    definition, answers = case
    result = scoring.score(definition, answers)

    loose = sum((each.points for each in result.items if each.id == definition.children[-1].id), scoring.Points())

    assert sum((each.points for each in result.sections), loose) == result.pooled
    assert result.critical + result.non_critical == result.pooled


@given(filled())
def test_not_applicable_never_changes_the_ratio(case):
    definition, answers = case
    more = Item("extra", {}, scale="R3", weight=Fraction(7))
    wider = replace(definition, children=(*definition.children, more))

    assert scoring.score(wider, {**answers, "extra": "na"}).share == scoring.score(definition, answers).share


@given(filled())
def test_not_observed_never_counts_as_done(case):
    definition, answers = case

    result = scoring.score(definition, dict.fromkeys(answers, ""))

    assert (result.done, result.answered, result.share, result.enough) == (0, 0, None, False)


@given(filled(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(case, chance: random.Random):
    definition, answers = case

    def shuffled(children):
        mixed = [
            replace(child, children=shuffled(child.children)) if isinstance(child, Section) else child
            for child in children
        ]
        chance.shuffle(mixed)
        return tuple(mixed)

    there = scoring.score(definition, answers)
    here = scoring.score(replace(definition, children=shuffled(definition.children)), answers)

    assert _without_order(there) == _without_order(here)
    assert classes.classify(there) == classes.classify(here)


@given(filled())
def test_a_score_survives_being_stored(case):
    result = scoring.score(*case)

    assert scoring.from_json(scoring.to_json(result)) == result


def _without_order(result):
    plain = scoring.to_json(result)
    plain["items"] = sorted(plain["items"], key=lambda each: each[0])
    plain["sections"] = sorted((each.id, _pair(each.points)) for each in scoring.walk_sections(result.sections))
    return plain


def _pair(points):
    return [str(points.earned), str(points.possible)]
