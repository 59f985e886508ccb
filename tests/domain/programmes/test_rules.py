"""When a person is independent, and when not."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from alongside.domain.programmes.rules import DEFAULT, MASTERY, Seen, Standing, gap, standing
from alongside.domain.programmes.terms import Level

TODAY = date(2026, 4, 14)


def seen(days_ago, percent=90, result="competent", **more):
    return Seen(TODAY - timedelta(days_ago), result, Fraction(percent, 100), **more)


def level(*observations, **more):
    return standing(observations, today=TODAY, mastery=MASTERY[DEFAULT], **more).level


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        ([], Level.NOT_OBSERVED),
        ([seen(1, by_self=True)], Level.NOT_OBSERVED),
        ([seen(1, result="not_enough_evidence")], Level.NOT_OBSERVED),
        ([seen(1, 50, "not_competent")], Level.BEGINNING),
        ([seen(1, 82, "needs_improvement")], Level.WITH_HELP),
        ([seen(1, 82)], Level.WITH_HELP),
        ([seen(1)], Level.WITH_HELP),
        ([seen(9), seen(5), seen(1)], Level.INDEPENDENT),
        ([seen(1), seen(1), seen(1)], Level.WITH_HELP),
        ([seen(9, real=False), seen(5, real=False), seen(1, real=False)], Level.WITH_HELP),
        ([seen(9), seen(5), seen(1, critical_missed=1, result="not_competent")], Level.BEGINNING),
        ([seen(1), seen(9), seen(5)], Level.INDEPENDENT),
        ([seen(20, 40, "not_competent"), seen(9), seen(5), seen(1)], Level.INDEPENDENT),
        ([seen(9), seen(5), seen(3, 60, "not_competent", resource_limited=True), seen(1)], Level.INDEPENDENT),
        ([seen(400), seen(390), seen(380)], Level.WITH_HELP),
        ([seen(9, 85, "not_classed"), seen(5, 86, "not_classed"), seen(1, 85, "not_classed")], Level.INDEPENDENT),
        ([seen(1, 84, "not_classed")], Level.BEGINNING),
    ],
    ids=[
        "nothing seen", "only by themselves", "not enough seen", "below standard", "needs improvement", "competent where less is asked", "once",
        "three in a row", "three on one day", "never in real work", "then a critical step missed", "in any order",
        "after a poor start", "a low one for want of supplies", "more than a year ago", "a tool without classes",
        "a tool without classes, below",
    ],
)  # fmt: skip
def test_level(observations, expected):
    assert level(*observations) == expected


def test_a_rare_emergency_may_be_shown_in_simulation():
    practised = [seen(9, real=False), seen(5, real=False), seen(1, real=False)]

    assert level(*practised, simulation_suffices=True) == Level.INDEPENDENT


def test_what_is_still_to_be_seen_is_said():
    found = standing([seen(9, real=False), seen(1, real=False)], today=TODAY, mastery=MASTERY[DEFAULT])

    assert (found.level, found.to_standard, [str(each) for each in found.missing]) == (
        Level.WITH_HELP, 2, ["1 more to standard", "one in real work"],
    )  # fmt: skip


def test_skill_that_was_shown_long_ago_has_faded():
    found = standing([seen(400), seen(390), seen(100)], today=TODAY, mastery=MASTERY[DEFAULT])

    assert (found.level, found.faded) == (Level.WITH_HELP, True)


def test_nothing_seen_says_nothing_else():
    assert standing([], today=TODAY, mastery=MASTERY[DEFAULT]) == Standing(Level.NOT_OBSERVED)


def test_the_rule_is_said_in_words():
    assert "seen to standard 3 times in a row (at least 85 % of the points" in str(MASTERY[DEFAULT].text)


def test_a_gap_in_what_saves_lives_comes_first():
    gaps = [gap(level, criticality=grade) for level, grade in (
        (Level.NOT_OBSERVED, 3), (Level.BEGINNING, 3), (Level.BEGINNING, 1), (Level.WITH_HELP, 2), (Level.INDEPENDENT, 3),
    )]  # fmt: skip

    assert gaps == [9, 9, 3, 2, 0]
