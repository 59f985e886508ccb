import pytest

from alongside.domain.instruments.rules import definition as d
from alongside.domain.instruments.rules import scales
from alongside.domain.instruments.terms import Scale
from alongside.kernel.errors import Refused
from tests.domain.instruments.rules.cases import cases


@pytest.mark.parametrize("case", cases("scales"))
def test_an_answer_becomes_points(case):
    item = d._build(d.Item, case["item"])

    try:
        mark = scales.mark(item, case["answer"])
        seen = {"state": mark.state, "earned": str(mark.earned), "possible": str(mark.possible), "full": mark.full}
    except Refused as refused:
        seen = {"refused": refused.code}

    assert seen == case["expected"]


@pytest.mark.parametrize("scale", list(Scale))
def test_every_scale_says_how_it_is_answered(scale):
    item = d.Item("q", {}, scale=scale)

    offered = [value for value, _words in scales.choices(item)]

    by_number = scale in (Scale.NUM, Scale.TIME, Scale.STAR, Scale.ND)
    assert bool(offered) != by_number
    assert all(scales.why_not_an_answer(item, value) is None for value in offered)


def test_an_item_with_own_choices_offers_those_and_not_applicable():
    item = d.Item("q", {}, scale="YN", not_applicable=True, choices=(d.Choice("1", {"en": "Seen"}),))

    assert [value for value, _words in scales.choices(item)] == ["1", "na"]


def test_a_refusal_names_the_field():
    refused = scales.why_not_an_answer(d.Item("ventilation_rate", {}, scale="NUM"), "fast")

    assert refused.facts == {"field": "ventilation_rate", "value": "fast"}
