"""HNQIS's own numbers, reproduced so that an imported programme can be compared; and where they credit too much.

Not used to class anybody here: classes.py has HNQIS-3 on exact fractions. What the program does is described in the
peers notes 5.1; thresholds below are those of its code, not the rounder ones on its screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from alongside.domain.instruments.rules import scales
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.rules.scoring import Points
from alongside.domain.instruments.terms import Class, ItemState

COMPETENT_FROM = Fraction("89.9")
IMPROVING_FROM = Fraction("79.9")

NOTHING_NON_CRITICAL = "nothing_non_critical_answered"
CRITICAL_NOT_ANSWERED = "critical_not_answered"
CRITICAL_PARTLY_DONE = "critical_partly_done"
EMPTY_COMPOSITE = "empty_composite_counts_as_100"


@dataclass(frozen=True)
class Legacy:
    """What HNQIS would have shown. Percentages are exact and out of 100, None where there is no denominator.

    composites: {section id: percentage}. written: the same as a later version stores them, 100 for an empty one.
    main: plain mean of the root composites that have a denominator.
    band: A, B or C. overcredits: where evidence that is missing counts in the mentee's favour.
    """

    composites: dict[str, Fraction | None]
    written: dict[str, Fraction]
    main: Fraction | None
    non_critical: Fraction | None
    result: Class
    band: str
    overcredits: tuple[str, ...]


def legacy(definition: Definition, answers: Mapping[str, Any]) -> Legacy:
    """Return HNQIS's result for a flat set of answers; HNQIS has no repeats."""
    steps = {item.id: (item, _step(item, answers.get(item.id))) for item in definition.scored()}
    composites = {section.id: _percentage(section, steps) for section in definition.sections()}
    roots = [child for child in definition.children if isinstance(child, Section)]
    shares = [share for root in roots if (share := composites[root.id]) is not None]
    main = sum(shares, Fraction(0)) / len(shares) if shares else None
    non_critical = _hundred(sum((points for item, points in steps.values() if not item.critical), Points()))
    return Legacy(
        composites=composites,
        written={code: Fraction(100) if share is None else share for code, share in composites.items()},
        main=main,
        non_critical=non_critical,
        result=_class(definition, answers, non_critical),
        band=_band(main),
        overcredits=_overcredits(definition, answers, non_critical, composites),
    )


def _step(item: Item, value: Any) -> Points:
    """Return numerator and denominator of a step; an unanswered one is left out of both."""
    mark = scales.mark(item, value)
    return Points(mark.earned, mark.possible)


def _percentage(section: Section, steps: Mapping[str, tuple[Item, Points]]) -> Fraction | None:
    inside = Definition(code="", title={}, children=section.children).scored()
    return _hundred(sum((steps[item.id][1] for item in inside), Points()))


def _class(definition: Definition, answers: Mapping[str, Any], non_critical: Fraction | None) -> Class:
    if any(_factor(item, answers) == 0 for item in definition.scored() if item.critical):
        return Class.NOT_COMPETENT
    if non_critical is None or non_critical >= COMPETENT_FROM:
        return Class.COMPETENT
    return Class.NEEDS_IMPROVEMENT if non_critical >= IMPROVING_FROM else Class.NOT_COMPETENT


def _band(main: Fraction | None) -> str:
    """Return the scoring-mode band. A is tried first, so 89.5, which meets both tests, is an A."""
    if main is not None and main > 89:
        return "A"
    return "B" if main is not None and 80 <= main < 90 else "C"


def _overcredits(
    definition: Definition,
    answers: Mapping[str, Any],
    non_critical: Fraction | None,
    composites: Mapping[str, Fraction | None],
) -> tuple[str, ...]:
    critical = [_factor(item, answers) for item in definition.scored() if item.critical]
    unanswered = [
        item
        for item in definition.scored()
        if item.critical and scales.mark(item, answers.get(item.id)).state == ItemState.NOT_OBSERVED
    ]
    found = {
        NOTHING_NON_CRITICAL: non_critical is None and 0 not in critical,
        CRITICAL_NOT_ANSWERED: bool(unanswered) and 0 not in critical,
        CRITICAL_PARTLY_DONE: any(factor is not None and 0 < factor < 1 for factor in critical),
        EMPTY_COMPOSITE: None in composites.values(),
    }
    return tuple(code for code, holds in found.items() if holds)


def _factor(item: Item, answers: Mapping[str, Any]) -> Fraction | None:
    """Return the share of the chosen answer before weights, None where there is none."""
    mark = scales.mark(replace(item, weight=Fraction(1), possible_weight=None), answers.get(item.id))
    return Points(mark.earned, mark.possible).share


def _hundred(points: Points) -> Fraction | None:
    return None if points.share is None else points.share * 100
