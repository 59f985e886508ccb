"""Scores, gates and readiness, decided without a database."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.mentors import rules
from alongside.domain.mentors.rules import Judged
from alongside.domain.mentors.terms import SKILL_MODULES, Module

TODAY = date(2026, 4, 14)
WEIGHTS = {"expertise": 30, "practice": 15, "interpersonal": 15, "communication": 15, "leadership": 10, "reputation": 10, "availability": 5}  # fmt: skip


def sheet(**points):
    return [Judged(code, code, weight, (points.get(code, 3),) * 2) for code, weight in WEIGHTS.items()]


@pytest.mark.parametrize(
    ("points", "total", "passes"),
    [
        ({}, 75, True),
        (dict.fromkeys(WEIGHTS, 2), 50, False),
        (dict.fromkeys(WEIGHTS, 4), 100, True),
        ({"expertise": 1, "practice": 4, "interpersonal": 4, "communication": 4}, Fraction(285, 4), False),
        ({"availability": 0}, Fraction(285, 4), False),
    ],
)
def test_a_nominee_passes_at_65_with_nothing_at_0_and_expertise_2(points, total, passes):
    found = rules.verdict(sheet(**points))

    assert (found.total, found.passes) == (total, passes)
    assert bool(found.why_not) != passes


def test_exactly_65_passes():
    judged = [Judged("expertise", "e", 100, (), Decimal("2.6"))]

    assert rules.verdict(judged) == rules.Verdict(Fraction(65), True, ())


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=9))
def test_a_total_lies_between_0_and_100_whatever_the_weights(rows):
    judged = [Judged(str(n), str(n), weight, (one, two)) for n, (weight, one, two) in enumerate(rows)]

    assert 0 <= rules.verdict(judged).total <= 100


def test_scorers_apart_must_agree_first():
    apart = [Judged("leadership", "Leadership", 10, (2, 4))]
    near = [Judged("leadership", "Leadership", 10, (3, 4))]
    agreed = [Judged("leadership", "Leadership", 10, (2, 4), Decimal(3))]

    assert rules.why_not_decided(apart, references=2).code == "mentors.scores_apart"
    assert rules.why_not_decided(near, references=2) is None
    assert rules.why_not_decided(near, references=1).code == "mentors.two_references"
    assert rules.why_not_decided([Judged("a", "A", 10, (2,))], references=2).code == "mentors.two_scorers"
    assert (agreed[0].apart, agreed[0].settled) == (False, 3)
    assert near[0].settled == Fraction(7, 2)


def gate_states(**more):
    given = {
        "licence_until": TODAY + timedelta(days=1), "last_practised_on": TODAY - timedelta(days=365), "consent": True,
        "hours": 8, "least_hours": 8, "no_open_case": True, **more,
    }  # fmt: skip
    return {gate.code: gate.holds for gate in rules.gates(**given, today=TODAY)}


def test_gates_hold_up_to_their_edge():
    assert set(gate_states().values()) == {True}
    assert gate_states(licence_until=TODAY)["licence"] is False
    assert gate_states(last_practised_on=TODAY - timedelta(days=366))["practice"] is False
    assert gate_states(hours=7)["hours"] is False
    assert gate_states(no_open_case=False)["conduct"] is False


def test_what_is_not_known_is_neither_held_nor_passed():
    unknown = gate_states(licence_until=None, last_practised_on=None, consent=False, hours=None, no_open_case=None)

    assert set(unknown.values()) == {None}


def test_readiness_counts_skills_and_good_visits_only():
    ready = rules.readiness(
        proficient=True, passed=set(SKILL_MODULES) - {Module.FEEDBACK}, co_visits=[Fraction(4, 5), Fraction(79, 100)],
        statement_valid=False,
    )  # fmt: skip

    assert (ready.skills, ready.skills_needed, ready.co_visits) == (5, 6, 1)
    assert rules.why_not_provisional(ready).code == "mentors.skills_missing"
    assert [str(each) for each in ready.missing] == [
        "Giving feedback", "1 more observed visits with at least 80 %", "the confidentiality statement",
    ]  # fmt: skip
    assert [str(each) for each in ready.recommended] == ["Quality improvement", "Mentoring and supervision"]


def test_a_load_is_over_when_anything_is():
    def over(**more):
        given = {"mentees": 10, "max_mentees": 10, "places": 3, "max_places": 3, "share": Fraction(1), **more}
        return rules.Load(**given).is_over

    assert not over()
    assert over(mentees=11) and over(places=4) and over(share=Fraction(101, 100))
