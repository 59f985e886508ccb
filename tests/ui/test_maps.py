"""Places as points: where they lie, what they link to, and what happens when there are thousands."""

import re

import pytest

from alongside.ui.maps import MARKS, MOST_POINTS, Point, drawn

WORDS = [(state, state) for state in MARKS]


def a_point(n=0, *, latitude=0.0, longitude=0.0, state="later"):
    return Point(f"Place <{n}>", latitude, longitude, state, "due", f"/places/{n}/")


def placed(svg):
    return [tuple(map(float, each)) for each in re.findall(r"translate\(([\d.]+),([\d.]+)\)", svg)]


def test_north_is_up_and_east_is_right():
    points = [a_point(1, latitude=-1, longitude=30), a_point(2, latitude=1, longitude=32)]
    (west, low), (east, high) = placed(drawn(points, title="Map", words=WORDS).svg)

    assert west < east and high < low


def test_a_kilometre_is_as_long_in_both_directions():
    points = [a_point(1, latitude=59.5), a_point(2, latitude=60.5, longitude=2)]
    (x1, y1), (x2, y2) = placed(drawn(points, title="Map", words=WORDS).svg)

    assert abs(x2 - x1) == pytest.approx(abs(y2 - y1), rel=0.02)  # at 60 degrees two of longitude are one of latitude


def test_each_point_is_a_link_with_words_and_what_needs_somebody_lies_on_top():
    points = [a_point(1, state="overdue"), a_point(2, state="later", longitude=1)]
    found = drawn(points, title="Map", words=WORDS, missing=3)

    assert found.svg.index("/places/2/") < found.svg.index("/places/1/")
    assert "Place &lt;1&gt;: due" in found.svg and "<1>" not in found.svg
    assert [(word, n) for _mark, word, n in found.marks] == [("overdue", 1), ("later", 1)] and found.missing == 3


def test_thousands_of_places_stay_a_small_drawing():
    many = [a_point(n, latitude=n % 100 / 10, longitude=n // 100 / 10) for n in range(12_000)]
    few = drawn(many[:MOST_POINTS], title="Map", words=WORDS).svg
    all_of_them = drawn(many, title="Map", words=WORDS).svg

    assert few.count("<a ") == MOST_POINTS and "<a " not in all_of_them
    assert len(all_of_them) < 150_000
    assert sum(int(n) for n in re.findall(r"<title>(\d+) place", all_of_them)) == 12_000


def test_one_place_and_none_can_be_drawn():
    assert placed(drawn([a_point()], title="Map", words=WORDS).svg)
    assert drawn([], title="Map", words=WORDS).svg == ""
