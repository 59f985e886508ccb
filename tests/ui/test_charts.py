"""Figures: with a title, a caption, a table twin and a drawing for phones; nothing a strict policy would block."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from alongside.ui import charts, drawings
from alongside.ui.charts import Chart

DAY = date(2026, 4, 14)


def every_chart() -> dict[str, Chart]:
    """Return one chart of each kind, drawn."""
    said = {"title": "Mbiro reaches < half & falls", "caption": "Observation records · April 2026 · n = 12"}
    return {
        "run": charts.run_chart([(date(2026, n, 1), 50 + n if n != 3 else None) for n in range(1, 9)], median=53, events=[(date(2026, 5, 1), "Drills begin")], unit="%", **said),
        "evidence": charts.evidence_over_time([(date(2026, 1, 5), 0.5, "to-practise", "Mentor"), (DAY, 0.9, "achieved", "Verifier")], mastery=0.85, **said),
        "levels": charts.levels_side_by_side([("Observed", [(date(2026, 1, 5), 0), (DAY, 2)]), ("Themselves", [(date(2026, 1, 2), 1)])], steps=["To practise", "With help", "Independent"], **said),
        "bars": charts.bars_sorted([("Mbiro", 48), ("Kivuma", 86), ("Temba", None)], mark="Mbiro", unit="%", **said),
        "range": charts.dots_and_range([("Newborn", 41, 68), ("Maternal", 54, 83)], names=("First", "Latest"), unit="%", **said),
        "heat": charts.heat_table([("Kivuma", "Newborn", 41), ("Kivuma", "Hygiene", None)], unit="%", **said),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["run", "evidence", "bars", "range", "heat"])
def test_a_chart_may_stand_in_a_page(kind: str) -> None:
    chart = every_chart()[kind]
    for svg, widest in ((chart.svg, charts.WIDE + 8), (chart.svg_narrow, 360 - 32)):
        root = ElementTree.fromstring(svg)
        assert root.get("direction") == "ltr" and root.get("role") == "img"
        assert root.find("{*}title").text == chart.title
        assert float(root.get("width")) <= widest
        assert not re.search(r"<style| style=|<script|font-family|class=| on[a-z]+=", svg)
    assert not set(re.findall(r' id="([^"]+)"', chart.svg)) & set(re.findall(r' id="([^"]+)"', chart.svg_narrow))
    assert len(chart.columns) == len(chart.rows[0])


def test_colours_follow_the_page_and_stand_alone_where_there_is_none() -> None:
    chart = every_chart()["run"]
    assert f"var(--accent, {charts.TOKENS['accent']})" in chart.svg
    assert "var(" not in chart.svg_alone and charts.TOKENS["accent"] in chart.svg_alone


def test_the_table_twin_says_all_that_was_given() -> None:
    drawn = every_chart()
    assert drawn["bars"].rows == [["Kivuma", "86 %"], ["Mbiro", "48 %"], ["Temba", "–"]]
    assert drawn["run"].rows[2] == ["1 Mar 2026", "–", ""]
    assert drawn["run"].rows[4] == ["1 May 2026", "55 %", "Drills begin"]
    assert drawn["evidence"].rows[1] == ["14 Apr 2026", "90 %", "Achieved", "Verifier"]
    assert drawn["heat"].rows == [["Kivuma", "41 %", "–"]]
    assert [row[0] for row in drawn["range"].rows] == ["Newborn", "Maternal"]


def test_what_was_not_observed_is_hatched_not_nought() -> None:
    svg = every_chart()["heat"].svg
    assert svg.count("hatch)") == 1 and ">0<" not in svg


def test_months_are_named_in_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert "Avr" in every_chart()["run"].svg or "avr" in every_chart()["run"].svg.lower()


def test_nothing_to_draw_is_an_empty_drawing() -> None:
    chart = charts.bars_sorted([], title="Nothing yet", caption="n = 0")
    assert chart.svg == chart.svg_narrow == "" and chart.rows == []


@pytest.mark.parametrize("build", [
    lambda: charts.run_chart([(DAY, None)], median=50, title="t", caption="c"),
    lambda: charts.run_chart([(DAY, 0)], title="t", caption="c"),
    lambda: charts.bars_sorted([("Mbiro", None)], title="t", caption="c"),
    lambda: charts.heat_table([("Mbiro", "Hygiene", None)], title="t", caption="c"),
    lambda: charts.dots_and_range([("Mbiro", 50, 50)], names=("a", "b"), title="t", caption="c"),
    lambda: charts.evidence_over_time([], mastery=0.85, title="t", caption="c"),
])  # fmt: skip
def test_little_is_drawn_without_falling_over(build) -> None:
    assert build().title == "t"


def test_a_sparkline_leaves_a_gap_where_nothing_is_known() -> None:
    assert drawings.spark([1]) == "" == drawings.spark([None, 3])
    assert drawings.spark([1, 2, None, 4, 5]).count("M") == 2
    assert 'fill="currentColor"' in drawings.spark([2, 2])


@pytest.mark.parametrize(("part", "whole", "width"), [(1, 4, "25.0"), (5, 4, "100.0"), (-1, 4, "0.0"), (1, 0, "0.0")])
def test_a_bar_lies_between_nothing_and_all(part: int, whole: int, width: str) -> None:
    assert f'width="{width}"' in drawings.bar(part, whole)
