"""Red, yellow and green ranges: gaps, overlaps, notation, and what a phone makes of them."""

from fractions import Fraction

import pytest

from alongside.domain.instruments.rules import bands
from alongside.domain.instruments.rules.definition import Band
from alongside.domain.instruments.rules.expressions.syntax import parse


def band(name: str, low, high, ends: str = "[]") -> Band:
    return Band(name, Fraction(low), None if high is None else Fraction(high), ends[0] == "[", ends[1] == "]")


HALF_79_80 = (band("red", 0, 50, "[)"), band("yellow", 50, 79, "[)"), band("green", 80, None))


@pytest.mark.parametrize(
    ("rules", "high", "whole", "found"),
    [
        (HALF_79_80, 100, False, [("gap", "from 79 to below 80")]),
        ((band("red", 0, 79), band("green", 80, 100)), 100, False, [("gap", "above 79 to below 80")]),
        ((band("red", 0, 79), band("green", 80, 100)), 100, True, []),
        ((band("red", 0, 50, "[)"), band("green", 50, None, "()")), 100, False, [("gap", "from 50 to 50")]),
        ((band("red", 0, 50), band("green", 50, None)), 100, False, [("overlap", "50")]),
        ((band("red", 0, 11, "[)"), band("yellow", 12, 14), band("green", 15, None)), 15, True, [("gap", "11")]),
        ((band("red", 0, 3, "[)"), band("green", 3, 3)), 5, True, [("gap", "4 to 5")]),
        ((band("yellow", 1, 5), band("green", 6, None)), None, True, [("gap", "0")]),
        (
            (band("red", 0, 90, "[)"), band("yellow", 0, 95, "[)"), band("green", 95, None)),
            100,
            False,
            [("overlap", "0 to 90")],
        ),
        ((band("green", "99.9", None),), 100, False, [("gap", "from 0 to below 99.9")]),
        ((), 100, False, []),
    ],
)
def test_what_is_left_open_or_claimed_twice(rules, high, whole, found):
    faults = bands.faults(rules, low=Fraction(0), high=None if high is None else Fraction(high), whole=whole)

    assert [(each.kind, each.words) for each in faults] == found


def test_a_gap_is_given_to_the_band_below():
    closed = bands.closed(HALF_79_80, low=Fraction(0), high=Fraction(100), whole=False)

    assert bands.write_bands(closed) == "red [0, 50); yellow [50, 80); green [80, ]"


def test_of_two_bands_the_narrower_wins():
    parted = bands.parted((band("green", 95, None), band("yellow", 0, 95, "[)"), band("red", 0, 90, "[)")))

    assert bands.write_bands(parted) == "red [0, 90); yellow [90, 95); green [95, ]"


def test_notation_reads_back():
    assert bands.read_bands(bands.write_bands(HALF_79_80)) == HALF_79_80
    assert bands.read_bands("red from 0") is None


@pytest.mark.parametrize(
    ("value", "name"), [("0", "red"), ("49.99", "red"), ("50", "yellow"), ("79", None), ("79.5", None), ("80", "green")]
)
def test_a_number_has_the_colour_of_its_band(value, name):
    assert bands.band_of(HALF_79_80, Fraction(value)) == name


def test_the_expression_can_be_read():
    assert parse(bands.expression(HALF_79_80, "${share}"))


@pytest.mark.parametrize(
    ("number", "literal"), [("1/3", "(1 div 3)"), ("1/8", "0.125"), ("-5/2", "-2.5"), ("7", "7"), ("1/50", "0.02")]
)
def test_a_number_as_a_literal(number, literal):
    assert bands.decimal(Fraction(number)) == literal
