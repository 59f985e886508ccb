"""Figures drawn on the server: an Altair specification becomes an SVG that needs no script and no inline style.

Every figure has a title that states the finding, a caption (source, period, n), its table twin and a second, narrow
drawing for phones. Colours are the tokens of the style sheet, with the light value as a fallback for paper and mail.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.utils import dates
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from . import days
from .levels import WORDS, level_of

WIDE, NARROW = 480, 328
TOKENS = {
    "ink": "#1b2526", "muted": "#536062", "line": "#dfe1d8", "edge": "#7b8788", "accent": "#0b5f62", "paper": "#faf9f5",
    "achieved": "#1a6e44", "progressing": "#875a06", "practise": "#654a96", "unseen": "#5d686a", "alarm": "#a8261f",
}  # fmt: skip
HATCH = "#fffffe"  # stands for the hatching of what was not observed until the SVG is finished
LEVEL_COLOUR = {
    "achieved": "achieved",
    "progressing": "progressing",
    "to-practise": "practise",
    "not-observed": "unseen",
}
_DRAWN_AS = 6  # raise it when a drawing changes, so that no older one is shown from the cache


@dataclass(frozen=True)
class Chart:
    """A figure ready for `{% chart %}`. rows: the table twin, values as they are read; columns: its heads."""

    svg: SafeString
    svg_narrow: SafeString
    title: str
    caption: str
    columns: list[str]
    rows: list[list[Any]]

    @property
    def svg_alone(self) -> str:
        """The drawing for where no style sheet reaches: a PDF, a mail."""
        return re.sub(r"var\(--[a-z]+, (#[0-9a-f]{6})\)", r"\1", self.svg)


def run_chart(
    points: Sequence[tuple[date, float | None]], *, title: str, caption: str, median: float | None = None,
    events: Sequence[tuple[date, str]] = (), unit: str = "",
) -> Chart:  # fmt: skip
    """Change over time, with the median as a broken line and what happened marked where it happened."""

    def build(alt: Any, narrow: bool) -> Any:
        rows = [
            {"on": _instant(on), "value": value, "said": _said(value, unit)}
            for on, value in points
            if value is not None
        ]
        x, y = (
            _time(alt, narrow),
            _upright(alt, unit, [row["value"] for row in rows] + ([median] if median is not None else [])),
        )
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
        last = alt.Chart(alt.Data(values=rows[-1:])).encode(x=x, y=y)
        layers = [
            base.mark_line(color=TOKENS["accent"], strokeWidth=2),
            base.mark_point(color=TOKENS["accent"], filled=True, size=34, opacity=1),
            last.mark_text(color=TOKENS["accent"], dy=-12, align="right", dx=4, fontWeight=600).encode(text="said:N"),
        ]
        if median is not None and rows:
            line = alt.Chart(
                alt.Data(
                    values=[
                        {
                            "on": rows[0]["on"],
                            "value": median,
                            "said": gettext("Median %(value)s") % {"value": _said(median, unit)},
                        }
                    ]
                )
            ).encode(y=y)
            layers = [
                line.mark_rule(color=TOKENS["muted"], strokeDash=[4, 3]),
                line.mark_text(color=TOKENS["muted"], align="left", dy=-7).encode(x=x, text="said:N"),
                *layers,
            ]
        if events:
            marked = alt.Chart(alt.Data(values=[{"on": _instant(on), "said": what} for on, what in events])).encode(x=x)
            top = alt.value(0)
            layers = [
                marked.mark_rule(color=TOKENS["edge"]),
                *layers,
                marked.mark_text(color=TOKENS["ink"], align="right", dx=-5, dy=6).encode(y=top, text="said:N"),
            ]
        return alt.layer(*layers).properties(height=200)

    twin = [
        [_day(on), _said(value, unit), ", ".join(what for when, what in events if when == on)] for on, value in points
    ]
    return _chart(
        build,
        "run",
        (points, median, events, unit),
        title,
        caption,
        [gettext("When"), gettext("Value"), gettext("What happened")],
        twin,
    )


def evidence_over_time(
    seen: Sequence[tuple[date, float, Any, str]], *, mastery: float, title: str, caption: str
) -> Chart:
    """One person's observations of one competency: (day, share of steps done 0 to 1, level, who observed).

    The shape says who observed (circle, square, triangle, in order of first appearance), the colour the level.
    """
    shapes = dict(
        zip(dict.fromkeys(who for *_rest, who in seen), ("circle", "square", "triangle-up", "diamond"), strict=False)
    )

    def build(alt: Any, narrow: bool) -> Any:
        rows = [{
            "on": _instant(on), "value": 100 * share, "colour": TOKENS[LEVEL_COLOUR[level_of(level)]], "shape": shapes.get(who, "diamond"),
            "who": who if [one[3] for one in seen].index(who) == n and len(shapes) > 1 else "",
        } for n, (on, share, level, who) in enumerate(seen)]  # fmt: skip
        x, y = (
            _time(alt, narrow),
            alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=_axis(alt, "%", 5)),
        )
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
        said = gettext("Mastery %(value)s") % {"value": _said(100 * mastery, "%")}
        line = alt.Chart(alt.Data(values=[{"on": rows[0]["on"], "value": 100 * mastery, "said": said}])).encode(y=y)
        return alt.layer(
            line.mark_rule(color=TOKENS["achieved"], strokeDash=[4, 3]),
            line.mark_text(color=TOKENS["achieved"], align="left", dy=-7).encode(x=x, text="said:N"),
            base.mark_line(color=TOKENS["edge"], strokeWidth=1),
            base.mark_point(filled=True, opacity=1, size=90).encode(color=alt.Color("colour:N", scale=None, legend=None), shape=alt.Shape("shape:N", scale=None, legend=None)),
            base.mark_text(color=TOKENS["muted"], dy=14, dx=6, align="left").encode(text="who:N"),
        ).properties(height=200)  # fmt: skip

    twin = [[_day(on), _said(100 * share, "%"), str(WORDS[level_of(level)]), who] for on, share, level, who in seen]
    columns = [gettext("When"), gettext("Steps done"), gettext("Level"), gettext("Observed by")]
    return _chart(build, "evidence", (seen, mastery), title, caption, columns, twin)


def levels_side_by_side(
    lines: Sequence[tuple[str, Sequence[tuple[date, int]]]], *, steps: Sequence[str], title: str, caption: str
) -> Chart:
    """Levels over time as several people or sides see them: (who, [(day, number of the step)]), the first one stands out.

    steps: the words of the levels, the lowest first. Each line holds its level until it says another.
    """
    colours = [TOKENS["accent"], TOKENS["edge"], TOKENS["practise"]]
    shapes = ["circle", "square", "triangle-up"]

    def build(alt: Any, narrow: bool) -> Any:
        labels = " : ".join(f"datum.value == {n} ? {word!r}" for n, word in enumerate(map(str, steps))) + " : ''"
        axis = alt.Axis(values=list(range(len(steps))), labelExpr=labels, domain=False, ticks=False)
        scale = alt.Scale(domain=[-0.3, len(steps) - 0.7], nice=False)
        ends = max((on for _who, points in lines for on, _level in points), default=None)
        layers = []
        told = [(who, points) for who, points in lines if points]
        for n, (who, points) in enumerate(told):
            rows = [{"on": _instant(on), "value": level} for on, level in points]
            held = {"on": _instant(ends), "value": points[-1][1], "who": who}
            above = sum(earlier[-1][1] == points[-1][1] for _who, earlier in told[:n])  # names on this height
            up = alt.Y("value:Q", title=None, scale=scale, axis=axis)
            seen, drawn, named = (
                alt.Chart(alt.Data(values=values)).encode(x=_time(alt, narrow), y=up)
                for values in (rows, [*rows, held], [held])
            )
            layers += [
                drawn.mark_line(color=colours[n % 3], interpolate="step-after", strokeDash=[4, 3] if n else [1, 0]),
                seen.mark_point(color=colours[n % 3], filled=True, size=70, opacity=1, shape=shapes[n % 3]),
                named.mark_text(color=colours[n % 3], align="right", dy=-12 - 15 * above).encode(text="who:N"),
            ]
        return alt.layer(*layers).properties(height=200)

    said = sorted(((on, level, who) for who, points in lines for on, level in points), key=lambda each: each[0])
    twin = [[_day(on), str(steps[level]), who] for on, level, who in said]
    return _chart(
        build,
        "levels",
        (lines, [str(word) for word in steps]),
        title,
        caption,
        [gettext("When"), gettext("Level"), gettext("As seen by")],
        twin,
    )


def bars_sorted(
    values: Sequence[tuple[str, float | None]], *, title: str, caption: str, unit: str = "", mark: str = ""
) -> Chart:
    """One value per name, the largest first. mark: the name the title speaks of; the others step back."""
    known = sorted(((name, value) for name, value in values if value is not None), key=lambda pair: -pair[1])
    absent = [(name, None) for name, value in values if value is None]

    def build(alt: Any, narrow: bool) -> Any:
        rows = [
            {
                "name": name,
                "value": value,
                "said": _said(value, unit),
                "colour": TOKENS["accent" if not mark or name == mark else "edge"],
            }
            for name, value in known
        ]
        ends = alt.X(
            "value:Q",
            title=None,
            axis=None,
            scale=alt.Scale(domain=[0, 1.12 * max((value for _name, value in known), default=1)]),
        )
        base = alt.Chart(alt.Data(values=rows)).encode(x=ends, y=_names(alt, narrow))
        layers = [
            base.mark_bar(cornerRadiusEnd=2, height=14, yOffset=8 if narrow else 0).encode(
                color=alt.Color("colour:N", scale=None, legend=None)
            ),
            base.mark_text(align="left", dx=6, dy=8 if narrow else 0, color=TOKENS["ink"]).encode(text="said:N"),
        ]
        if narrow:
            layers.append(
                base.mark_text(align="left", dy=-10, color=TOKENS["ink"]).encode(x=alt.value(0), text="name:N")
            )
        return alt.layer(*layers).properties(height=(46 if narrow else 30) * max(len(rows), 1))

    twin = [[name, _said(value, unit)] for name, value in [*known, *absent]]
    return _chart(build, "bars", (values, unit, mark), title, caption, [gettext("Name"), gettext("Value")], twin)


def dots_and_range(
    values: Sequence[tuple[str, float, float]], *, names: tuple[str, str], title: str, caption: str, unit: str = ""
) -> Chart:
    """Before and after for each name: two dots and the way between them, the lowest result first."""
    ordered = sorted(values, key=lambda row: row[2])

    def build(alt: Any, narrow: bool) -> Any:
        rows = [{
            "name": name, "before": before, "after": after, "said_before": _said(before, unit), "said_after": _said(after, unit),
            "head_before": names[0] if n == 0 else "", "head_after": names[1] if n == 0 else "",
        } for n, (name, before, after) in enumerate(ordered)]  # fmt: skip
        every = [value for row in ordered for value in row[1:]]
        room = 0.18 * (max(every) - min(every) or 1)
        along = alt.Scale(domain=[min(every) - room, max(every) + room], zero=False, nice=False)
        base = alt.Chart(alt.Data(values=rows)).encode(y=_names(alt, narrow))
        before, after, low = (
            alt.X("before:Q", title=None, axis=None, scale=along),
            alt.X("after:Q", title=None, axis=None, scale=along),
            8 if narrow else 0,
        )
        rising = [row[2] >= row[1] for row in ordered]
        left, right = (
            (("right", -10), ("left", 10)) if sum(rising) * 2 >= len(rising) else (("left", 10), ("right", -10))
        )
        layers = [
            base.mark_rule(color=TOKENS["edge"], strokeWidth=2, yOffset=low).encode(x=before, x2="after:Q"),
            base.mark_point(filled=True, size=80, color=TOKENS["edge"], opacity=1, yOffset=low).encode(x=before),
            base.mark_point(filled=True, size=110, color=TOKENS["accent"], opacity=1, yOffset=low).encode(x=after),
            base.mark_text(align=left[0], dx=left[1], dy=low, color=TOKENS["muted"]).encode(
                x=before, text="said_before:N"
            ),
            base.mark_text(align=right[0], dx=right[1], dy=low, color=TOKENS["accent"], fontWeight=600).encode(
                x=after, text="said_after:N"
            ),
            base.mark_text(dy=low - 16, color=TOKENS["muted"]).encode(x=before, text="head_before:N"),
            base.mark_text(dy=low - 16, color=TOKENS["accent"]).encode(x=after, text="head_after:N"),
        ]
        if narrow:
            layers.append(
                base.mark_text(align="left", dy=-10, color=TOKENS["ink"]).encode(x=alt.value(0), text="name:N")
            )
        return alt.layer(*layers).properties(height=(50 if narrow else 42) * len(rows))

    twin = [[name, _said(before, unit), _said(after, unit)] for name, before, after in ordered]
    return _chart(build, "range", (values, names, unit), title, caption, [gettext("Name"), *names], twin)


def heat_table(cells: Sequence[tuple[str, str, float | None]], *, title: str, caption: str, unit: str = "") -> Chart:
    """Values by row and column, deeper for more; None is hatched. Order is that of first appearance."""
    row_names, column_names = (
        list(dict.fromkeys(cell[0] for cell in cells)),
        list(dict.fromkeys(cell[1] for cell in cells)),
    )
    found = {(row, column): value for row, column, value in cells}
    known = [value for value in found.values() if value is not None]
    low, span = min(known, default=0), (max(known, default=1) - min(known, default=0)) or 1

    def build(alt: Any, narrow: bool) -> Any:
        rows = [{
            "name": row, "column": column, "said": "" if value is None else f"{value:g}", "deep": 0.06 + 0.34 * ((value or 0) - low) / span if value is not None else 1,
            "colour": HATCH if value is None else TOKENS["accent"],
        } for (row, column), value in found.items()]  # fmt: skip
        y = alt.Y(
            "name:N",
            sort=row_names,
            title=None,
            axis=alt.Axis(
                labelLimit=90 if narrow else 170, labelColor=TOKENS["ink"], labelFontSize=13, ticks=False, domain=False
            ),
        )
        x = alt.X(
            "column:N",
            sort=column_names,
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=0,
                labelLimit=58 if narrow else 90,
                labelColor=TOKENS["muted"],
                ticks=False,
                domain=False,
            ),
        )
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
        fill = {
            "color": alt.Color("colour:N", scale=None, legend=None),
            "opacity": alt.Opacity("deep:Q", scale=None, legend=None),
        }
        return alt.layer(
            base.mark_rect(stroke=TOKENS["paper"], strokeWidth=2, strokeOpacity=1).encode(**fill),
            base.mark_text(color=TOKENS["ink"]).encode(text="said:N"),
        ).properties(height=36 * len(row_names) + 24)

    twin = [[row, *(_said(found.get((row, column)), unit) for column in column_names)] for row in row_names]
    return _chart(build, "heat", (cells, unit), title, caption, ["", *column_names], twin)


# How a drawing is made and kept


def _chart(
    build: Callable[[Any, bool], Any],
    kind: str,
    given: tuple,
    title: str,
    caption: str,
    columns: list[str],
    rows: list[list[Any]],
) -> Chart:
    title, caption = str(title), str(caption)
    drawn = [SafeString("")] * 2
    if rows:
        digest = hashlib.sha256(repr((_DRAWN_AS, kind, get_language(), title, given)).encode()).hexdigest()[:20]
        if (kept := cache.get(f"chart:{digest}")) is None:
            kept = [_svg(build, narrow, title, f"c{digest[:8]}{'n' if narrow else 'w'}") for narrow in (False, True)]
            cache.set(f"chart:{digest}", kept, 24 * 3600)
        drawn = [mark_safe(svg) for svg in kept]
    return Chart(drawn[0], drawn[1], title, caption, columns, rows)


def _svg(build: Callable[[Any, bool], Any], narrow: bool, title: str, mark: str) -> str:
    import altair  # costs most of a second: only whoever draws pays it
    import vl_convert

    spec = (
        build(altair, narrow)
        .properties(width=NARROW if narrow else WIDE, autosize=altair.AutoSizeParams(type="fit", contains="padding"))
        .to_dict()
    )
    spec["config"] = {
        "aria": False, "background": None, "font": "sans-serif", "view": {"stroke": None}, "padding": 2,
        "text": {"fontSize": 13}, "axis": {"labelFontSize": 12, "labelColor": TOKENS["muted"], "gridColor": TOKENS["line"], "domainColor": TOKENS["edge"], "tickColor": TOKENS["edge"]},
    }  # fmt: skip
    return _for_page(vl_convert.vegalite_to_svg(spec, time_format_locale=_months()), title, mark)


def _for_page(svg: str, title: str, mark: str) -> str:
    """Return a drawing that may stand in a page: tokens for colours, ids of its own, the page's font, no foreign classes."""
    svg = re.sub(r' (class|role|aria-[a-z]+|font-family|pointer-events|version|xmlns:xlink)="[^"]*"', "", svg)
    svg = re.sub(r'<path d="M0,0h[^"]*"(?: display="none")?/>|<path d=""[^>]*/>', "", svg)
    svg = svg.replace('id="clip', f'id="{mark}clip').replace("url(#clip", f"url(#{mark}clip")
    svg = svg.replace(f'fill="{HATCH}"', f'fill="url(#{mark}hatch)"')
    for token, colour in TOKENS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{token}, {colour})"')
    hatch = f'<defs><pattern id="{mark}hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="var(--edge, {TOKENS["edge"]})" stroke-width=".75"/></pattern></defs>'
    head = f' role="img" direction="ltr" aria-labelledby="{mark}t"><title id="{mark}t">{escape(title)}</title>{hatch if "hatch" in svg else ""}'
    return svg.replace(">", head, 1)


def _months() -> dict:
    """Return the names of days and months in the language of the page."""
    weekdays = [6, 0, 1, 2, 3, 4, 5]  # Vega begins on Sunday, Django on Monday
    return {
        "dateTime": "%x, %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["AM", "PM"],
        "days": [str(dates.WEEKDAYS[n]) for n in weekdays], "shortDays": [str(dates.WEEKDAYS_ABBR[n]) for n in weekdays],
        "months": [str(dates.MONTHS[n]) for n in range(1, 13)], "shortMonths": [str(dates.MONTHS_3[n]).capitalize() for n in range(1, 13)],
    }  # fmt: skip


def _time(alt: Any, narrow: bool) -> Any:
    axis = alt.Axis(format="%b %Y", tickCount=3 if narrow else 5, grid=False, labelFlush=True, labelOverlap=True)
    return alt.X("on:T", title=None, scale=alt.Scale(type="utc"), axis=axis)


def _upright(alt: Any, unit: str, values: Sequence[float]) -> Any:
    top = 100 if unit == "%" and max(values, default=0) <= 100 else 1.15 * max(values, default=1)
    return alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=_axis(alt, unit, 5))


def _axis(alt: Any, unit: str, count: int) -> Any:
    return alt.Axis(
        tickCount=count, domain=False, ticks=False, labelExpr="datum.label + ' %'" if unit == "%" else "datum.label"
    )


def _names(alt: Any, narrow: bool) -> Any:
    axis = (
        None
        if narrow
        else alt.Axis(labelLimit=190, labelFontSize=13, labelColor=TOKENS["ink"], ticks=False, domain=False)
    )
    return alt.Y("name:N", sort=None, title=None, axis=axis)


def _instant(on: date | datetime) -> str:
    return f"{days.local_day(on).isoformat()}T00:00:00Z"


def _day(on: date | datetime) -> str:
    return date_format(days.local_day(on), "j M Y")


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{round(value, 1):g} {unit}".strip()
