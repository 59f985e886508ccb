"""HNQIS's own numbers: on golden cases, and on the four surveys recorded by a real device."""

import csv
from collections import defaultdict
from fractions import Fraction

import pytest

from alongside.domain.instruments.rules import classes, hnqis, scoring
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section, from_json
from tests.domain.instruments.rules.cases import cases
from tests.shared import shared_data


@pytest.mark.parametrize("case", cases("hnqis"))
def test_golden(case):
    definition = from_json(case["definition"])

    there = hnqis.legacy(definition, case["answers"])

    seen = {
        "main": _text(there.main),
        "non_critical": _text(there.non_critical),
        "result": there.result,
        "band": there.band,
        "overcredits": list(there.overcredits),
        "composites": {code: _text(share) for code, share in there.composites.items()},
        "written": {code: _text(share) for code, share in there.written.items()},
    }
    assert {name: seen[name] for name in case["expected"]} == case["expected"]
    assert classes.classify(scoring.score(definition, case["answers"])) == case["class_here"]


@pytest.mark.parametrize(
    ("survey", "stored"),
    [("1", "63.2653121948242"), ("2", "69.9647445678711"), ("3", "72.5"), ("4", "51.9722175598145")],
)
def test_the_main_score_of_a_recorded_survey_is_reproduced(survey, stored):
    definition, answers = _recorded(survey)

    main = hnqis.legacy(definition, answers).main

    # The device worked in 32-bit floats; ours is exact.
    assert abs(main - Fraction(stored)) < Fraction(1, 10_000)


def _recorded(survey):
    """Return the checklist of a survey, its composites as sections under the root "0", and the survey's answers."""
    options = {row[0]: Choice(row[0], {}, Fraction(row[4])) for row in _rows("Option")}
    answers = {row[2]: row[4] for row in _rows("Value") if row[3] == survey}
    composites = {row[0]: row for row in _rows("CompositeScore")}
    inside = defaultdict(list)
    for row in _rows("Question"):
        if composite := row[14]:
            chosen = tuple(options.values())
            weights = {"weight": Fraction(row[7]), "possible_weight": Fraction(row[8])}
            inside[composite].append(Item(row[0], {}, scale="YN", critical=row[13] == "1", choices=chosen, **weights))

    def section(code):
        parts = [section(other) for other, row in composites.items() if row[5] == code]
        return Section(f"composite_{code}", {}, (*inside[code], *parts))

    asked = {row[0]: row[14] for row in _rows("Question")}
    code = next(asked[question] for question in answers if asked[question])
    while composites[code][5]:
        code = composites[code][5]
    return Definition("HNQIS", {}, (section(code),), total="mean_of_sections"), answers


def _rows(name):
    path = shared_data(f"checklists/hnqis_kenya_icm/{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="~", quoting=csv.QUOTE_NONE))


def _text(share):
    return None if share is None else str(share)
