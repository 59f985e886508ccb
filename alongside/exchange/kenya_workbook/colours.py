"""Colour rules as people write them, read into exact bands: "If <50% = Red; If ≥ 50% and <79% = Yellow; …". Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import bands
from alongside.domain.instruments.rules.definition import Band
from alongside.domain.instruments.rules.findings import ERROR, WARNING, Fix, said, wants

COLOURS = {"red": "red", "yellow": "yellow", "amber": "yellow", "orange": "yellow", "green": "green"}
NO_RULE = ("", "n/a", "na", "none", "-")

_CLAUSE = re.compile(r"(?:if\s*)?(?P<test>.*?)\s*(?P<equals>=|:|then)?\s*(?P<colour>[a-z]+)", re.IGNORECASE | re.DOTALL)
_NUMBER = r"(\d+(?:[.,]\d+)?)\s*%?"
_BOUND = re.compile(rf"(<=|>=|=<|=>|≤|≥|<|>|=)\s*{_NUMBER}")
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|—|to)\s*{_NUMBER}", re.IGNORECASE)
_SINGLE = re.compile(_NUMBER)
_AND = re.compile(r"\s*(?:\band\b|&|,)\s*", re.IGNORECASE)
_ANSWER = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a rule, and a change that would settle it."""

    severity: str
    code: str
    message: Any
    fix: Fix | None = None


@dataclass(frozen=True)
class Rule:
    """A rule as read. answers: {"yes"/"no": colour} for a yes/no question; bands for a number, as written.

    settled: whether it may colour an answer; a rule that cannot be read or says two things may not.
    """

    answers: dict[str, str]
    bands: tuple[Band, ...] = ()
    settled: bool = True


def read(
    text: str, *, key: str, most: Fraction | None, whole: bool, accepted: Collection[str]
) -> tuple[Rule, list[Problem]]:
    """Return the rule in a text and what is wrong with it.

    key: names the question in the keys of fixes. most: the highest number that can occur, None without end.
    whole: only whole numbers occur. A gap is left open and a rule that is unclear is left out until its fix is accepted.
    """
    answers: dict[str, str] = {}
    found: list[Band] = []
    problems: list[Problem] = []
    for clause in filter(None, (part.strip(" .\t") for part in re.split(r"[;\n]+", text))):
        match = _CLAUSE.fullmatch(clause)
        colour = match and COLOURS.get(match["colour"].lower())
        if not match or not colour:
            problems.append(_unreadable(clause))
            continue
        if not match["equals"]:
            words = said(_("Read “%(clause)s” as if “=” stood before the colour."), {"clause": clause})
            fix = Fix("read_without_equals", words, {"question": key})
            if not wants(accepted, fix):
                message = said(_("“%(clause)s” has no “=” between the condition and the colour."), {"clause": clause})
                problems.append(Problem(ERROR, "kenya.rule_without_equals", message, fix))
                continue
        test = match["test"].strip()
        if answer := _ANSWER.get(test.lower()):
            if answers.setdefault(answer, colour) != colour:
                problems.append(_unreadable(clause))
        elif band := _band(test, colour):
            found.append(band)
        else:
            problems.append(_unreadable(clause))
    if problems or (answers and found) or not (answers or found):
        return Rule(answers, tuple(found), settled=False), problems or [_unreadable(text)]
    if answers:
        missing = {"yes", "no"} - set(answers)
        return Rule(answers, settled=not missing), [_half(answer) for answer in sorted(missing)]
    return _checked(found, key, most, whole, accepted)


def _checked(
    found: list[Band], key: str, most: Fraction | None, whole: bool, accepted: Collection[str]
) -> tuple[Rule, list[Problem]]:
    problems: list[Problem] = []
    zero = Fraction(0)
    over = [fault for fault in bands.faults(found, low=zero, high=most, whole=whole) if fault.kind == bands.OVERLAP]
    settled = True
    if over:
        apart = bands.parted(found)
        if any(fault.kind == bands.OVERLAP for fault in bands.faults(apart, low=zero, high=most, whole=whole)):
            return Rule({}, tuple(found), settled=False), [_overlap(over[0].words, None)]
        words = said(_("Let the narrower range win: %(bands)s."), {"bands": bands.write_bands(apart)})
        fix = Fix("narrower_wins", words, {"question": key})
        if wants(accepted, fix):
            found = list(apart)
        else:
            settled = False
            problems.append(_overlap(over[0].words, fix))
    gaps = [fault for fault in bands.faults(found, low=zero, high=most, whole=whole) if fault.kind == bands.GAP]
    if gaps and settled:
        closed = bands.closed(found, low=zero, high=most, whole=whole)
        words = said(_("Give the gap to the colour below it: %(bands)s."), {"bands": bands.write_bands(closed)})
        fix = Fix("close_gap", words, {"question": key})
        if wants(accepted, fix):
            found = list(closed)
        else:
            for gap in gaps:
                message = said(_("No colour is given %(numbers)s."), {"numbers": gap.words})
                problems.append(Problem(WARNING, "kenya.rule_gap", message, fix))
    beyond = [band for band in found if most is not None and band.low > most]
    for band in beyond:
        message = said(
            _("%(colour)s begins at %(low)s, but at most %(most)s can be reached."),
            {"colour": band.name, "low": bands.decimal(band.low), "most": bands.decimal(most or zero)},
        )
        problems.append(Problem(WARNING, "kenya.band_out_of_reach", message))
    return Rule({}, tuple(bands.rising(found)), settled), problems


def _band(test: str, colour: str) -> Band | None:
    """Return the range of one condition, None when it is not one."""
    if match := _RANGE.fullmatch(test):
        first, last = _fraction(match[1]), _fraction(match[2])
        return Band(colour, first, last) if first <= last else None
    if match := _SINGLE.fullmatch(test):
        return Band(colour, _fraction(match[1]), _fraction(match[1]))
    low, include_low, include_high = Fraction(0), True, True
    high: Fraction | None = None
    for part in _AND.split(test):
        match = _BOUND.fullmatch(part.strip())
        if not match:
            return None
        sign, number = match[1], _fraction(match[2])
        if sign == "=":
            low = high = number
        elif sign in (">", ">=", "=>", "≥"):
            low, include_low = number, sign != ">"
        else:
            high, include_high = number, sign != "<"
    if high is not None and (low > high or (low == high and not (include_low and include_high))):
        return None
    return Band(colour, low, high, include_low, include_high)


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _unreadable(clause: str) -> Problem:
    message = said(
        _("The rule “%(clause)s” cannot be read. Write it as in “If <80%% = Red; If ≥80%% = Green”."),
        {"clause": clause},
    )
    return Problem(ERROR, "kenya.rule_not_read", message)


def _half(answer: str) -> Problem:
    message = said(_("The rule gives no colour to the answer “%(answer)s”."), {"answer": answer})
    return Problem(ERROR, "kenya.rule_half", message)


def _overlap(numbers: str, fix: Fix | None) -> Problem:
    return Problem(ERROR, "kenya.rule_overlap", said(_("Two colours claim %(numbers)s."), {"numbers": numbers}), fix)
