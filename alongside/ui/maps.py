"""Places as points on a map, drawn without tiles or scripts: it works offline and tells no map server who is mentored.

Each point is a link with its words; shape and colour say the state. Where there are many, points near each other are
drawn as one circle with their number. The list beside a map is its twin: nothing is told by the drawing alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

WIDTH, MARGIN = 640, 24
TALLEST = 640
MOST_POINTS = 400  # more than these cannot be told apart; they are drawn as circles with a number
CELLS = 28  # columns of the grid then
# {state: (path of the mark around its middle, name of the colour)}; the shapes differ, so that colour is never needed.
MARKS = {
    "never": ("M0,-7L7,0L0,7L-7,0Z", "alarm"),
    "overdue": ("M0,-7L7,6L-7,6Z", "alarm"),
    "soon": ("M-6,-6h12v12h-12Z", "progressing"),
    "later": ("M0,-6a6,6 0 1 0 0.01,0Z", "achieved"),
}


@dataclass(frozen=True)
class Point:
    """A place on a map. latitude, longitude: degrees. state: a key of MARKS. said: its state in words."""

    name: str
    latitude: float
    longitude: float
    state: str
    said: str
    there: str


@dataclass(frozen=True)
class Map:
    """A drawing, what its marks mean with how many there are, and how many places have no coordinates."""

    svg: SafeString
    marks: list[tuple[SafeString, Any, int]]
    missing: int


def drawn(points: Sequence[Point], *, title: str, words: Sequence[tuple[str, Any]], missing: int = 0) -> Map:
    """Return the map of these points. words: (state, its words) in the order of the legend."""
    n = Counter(each.state for each in points)
    marks = [(_mark(state), said, n[state]) for state, said in words if n[state]]
    if not points:
        return Map(SafeString(""), marks, missing)
    place = _projection(points)
    height = place.height
    inner = (
        _one_by_one(points, place)
        if len(points) <= MOST_POINTS
        else _in_cells(points, place, [key for key, _ in words])
    )
    svg = format_html(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}" direction="ltr">{}</svg>', WIDTH, height, title, inner,
    )  # fmt: skip
    return Map(svg, marks, missing)


@dataclass(frozen=True)
class _Projection:
    west: float
    north: float
    across: float  # pixels for a degree of longitude
    down: float  # pixels for a degree of latitude
    height: int

    def __call__(self, point: Point) -> tuple[float, float]:
        return (
            round(MARGIN + (point.longitude - self.west) * self.across, 1),
            round(MARGIN + (self.north - point.latitude) * self.down, 1),
        )


def _projection(points: Iterable[Point]) -> _Projection:
    """Return where points lie: degrees of longitude are drawn as long as they are in the middle of the map."""
    points = list(points)
    west, east = min(each.longitude for each in points), max(each.longitude for each in points)
    south, north = min(each.latitude for each in points), max(each.latitude for each in points)
    shrink = max(cos(radians((south + north) / 2)), 0.2)
    wide, tall = max((east - west) * shrink, 1e-4), max(north - south, 1e-4)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    return _Projection(west, north, scale * shrink, scale, int(tall * scale + 2 * MARGIN))


def _one_by_one(points: Sequence[Point], place: _Projection) -> SafeString:
    # What needs somebody is drawn last, on top.
    order = list(MARKS)[::-1]
    rows = []
    for each in sorted(points, key=lambda point: (order.index(point.state), point.name)):
        x, y = place(each)
        path, colour = MARKS[each.state]
        rows.append((each.there, f"{each.name}: {each.said}", x, y, path, colour, f"{each.name}: {each.said}"))
    return format_html_join(
        "", '<a href="{}" aria-label="{}"><g transform="translate({},{})"><path d="{}" class="{}"><title>{}</title></path></g></a>', rows
    )  # fmt: skip


def _in_cells(points: Sequence[Point], place: _Projection, states: Sequence[str]) -> SafeString:
    """Draw neighbours as one circle, as large as they are many, in the state of most concern among them."""
    side = WIDTH / CELLS
    cells: dict[tuple[int, int], list[Point]] = {}
    for each in points:
        x, y = place(each)
        cells.setdefault((int(x // side), int(y // side)), []).append(each)
    most = max(len(each) for each in cells.values())
    rows = []
    for (column, row), inside in sorted(cells.items()):
        state = min((each.state for each in inside), key=list(states).index)
        said = ngettext("%(n)s place", "%(n)s places", len(inside)) % {"n": len(inside)}
        rows.append((
            round((column + 0.5) * side, 1), round((row + 0.5) * side, 1), round(3 + side * 0.42 * sqrt(len(inside) / most), 1),
            MARKS[state][1], said,
        ))  # fmt: skip
    return format_html_join("", '<circle cx="{}" cy="{}" r="{}" class="{}"><title>{}</title></circle>', rows)


def _mark(state: str) -> SafeString:
    path, colour = MARKS[state]
    return mark_safe(
        f'<svg class="map" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true"><path d="{path}" class="{colour}"/></svg>'
    )
