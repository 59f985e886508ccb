from datetime import UTC, datetime
from fractions import Fraction

import pytest

from alongside.domain.instruments.rules import relevance, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.kernel.errors import Refused

BLEEDING = Item("bleeding", {"en": "Is she bleeding?"}, kind="select_one")
TREATED = Item("treated", {"en": "Gives oxytocin"}, scale="YN", critical=True, relevant="${bleeding} = 'yes'")
GREETS = Item("greets", {"en": "Greets her"}, scale="YN")


def checklist(*children, **more):
    return Definition("PPH", {"en": "Bleeding"}, children, **more)


@pytest.mark.parametrize(
    ("answers", "closed", "expected"),
    [
        ({"bleeding": "yes", "greets": "1"}, set(), 2),
        ({"bleeding": "no", "greets": "1"}, {"treated"}, 1),
        ({"greets": "1"}, {"treated"}, 1),
        # What was answered before the skip rule closed it does not count.
        ({"bleeding": "no", "greets": "1", "treated": "0"}, {"treated"}, 1),
    ],
    ids=["asked", "closed", "not known", "answered and closed"],
)
def test_skip_rules_decide_what_is_expected(answers, closed, expected):
    definition = checklist(BLEEDING, TREATED, GREETS)

    assert relevance.asked(definition, answers).closed == closed
    assert scoring.score(definition, answers).expected == expected


def test_a_closed_section_closes_what_is_in_it():
    care = Section("care", {}, (TREATED, Section("drugs", {}, (GREETS,))), relevant="${bleeding} = 'yes'")

    result = scoring.score(checklist(BLEEDING, care), {"bleeding": "no", "greets": "0"})

    assert [each.state for each in result.items] == ["irrelevant", "irrelevant"]


def test_each_turn_of_a_repeat_has_its_own_rules():
    clients = Section("clients", {}, (BLEEDING, TREATED, GREETS), repeat=True)
    answers = {"clients": [{"bleeding": "yes", "treated": "1"}, {"bleeding": "no"}, {"bleeding": "yes"}]}

    asked = relevance.asked(checklist(clients), answers)

    assert asked.closed == {("treated", (2,))}


def test_answers_are_compared_in_one_spelling():
    after = Item("after", {}, scale="YN", relevant="${greets} = '1'")

    assert relevance.asked(checklist(GREETS, after), {"greets": "yes"}).closed == frozenset()
    assert relevance.asked(checklist(GREETS, after), {"greets": False}).closed == {"after"}


def test_a_calculated_item_is_scored_from_its_calculation():
    done = Item("done", {}, kind="integer")
    due = Item("due", {}, kind="integer")
    share = Item("share", {}, scale="NUM", low=Fraction(80), calculation="round(${done} div ${due} * 100)")
    definition = checklist(done, due, share)

    high = scoring.score(definition, {"done": 9, "due": 10, "share": "0"})
    low = scoring.score(definition, {"done": 7, "due": 10, "share": "100"})
    none = scoring.score(definition, {"share": "100"})

    assert [high.share, low.share, none.share] == [1, 0, None]


def test_calculations_in_a_repeat_go_with_their_turn():
    number = Item("number", {}, kind="integer")
    judged = Item("judged", {}, scale="NUM", low=Fraction(10), calculation="${number} * 2")
    definition = checklist(Section("rows", {}, (number, judged), repeat=True))

    result = scoring.score(definition, {"rows": [{"number": 5}, {"number": 4}, {"number": 6}]})

    assert [each.full for each in result.items] == [True, False, True]


def test_a_rule_that_asks_the_day_needs_to_be_told():
    late = Item("late", {}, scale="YN", relevant="today() > date('2026-03-01')")
    definition = checklist(late, GREETS)

    with pytest.raises(Refused) as refused:
        relevance.asked(definition, {})
    told = relevance.asked(definition, {}, Circumstances(now=datetime(2026, 2, 1, tzinfo=UTC)))

    assert refused.value.code == "instruments.expression_fails"
    assert told.closed == {"late"}
    # A submission that is already made is scored all the same, with nothing closed.
    assert scoring.score(definition, {"late": "1", "greets": "1"}, forgiving=True).done == 2


def test_questions_that_wait_for_each_other_are_refused():
    one = Item("one", {}, scale="YN", relevant="${two} = '1'")
    two = Item("two", {}, scale="YN", relevant="${one} = '1'")

    with pytest.raises(Refused) as refused:
        relevance.asked(checklist(one, two), {})

    assert refused.value.code == "instruments.form_circular"
