"""Small drawings that stand inside a line of text: made of attributes alone, so that no inline style is needed."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from . import days
from .levels import Sighting, level_of


def spark(values: Sequence[float | None], *, width: int = 88, height: int = 28) -> SafeString:
    """Return a bare line; a missing value is a gap, the last value carries a dot. Fewer than two values: nothing."""
    seen = [value for value in values if value is not None]
    if len(seen) < 2:
        return SafeString("")
    low, span, step = min(seen), (max(seen) - min(seen)) or 1, (width - 8) / (len(values) - 1)
    at = [
        None if value is None else (4 + n * step, height - 4 - (value - low) / span * (height - 8))
        for n, value in enumerate(values)
    ]
    path = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in pairwise(at) if a and b)
    last = [point for point in at if point][-1]
    line = '<svg class="spark" viewBox="0 0 {} {}" direction="ltr" aria-hidden="true"><path d="{}" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"/><circle cx="{}" cy="{}" r="3" fill="currentColor"/></svg>'
    return format_html(line, width, height, path, f"{last[0]:.1f}", f"{last[1]:.1f}")


def bar(part: float, whole: float) -> SafeString:
    """Return a share of a whole as a length between nothing and all."""
    share = max(0.0, min(1.0, part / whole)) if whole else 0
    drawn = '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="8" fill="currentColor"/></svg>'
    return format_html(drawn, f"{100 * share:.1f}")


def strip(seen: Sequence[Sighting], *, width: int = 240, height: int = 28) -> SafeString:
    """Return the observations of one competency as dots on a line of time, the shapes of the four levels."""
    dated = sorted(((days.local_day(one.on), level_of(one.level)) for one in seen), key=lambda one: one[0])
    if not dated:
        return SafeString("")
    first, span = dated[0][0], (dated[-1][0] - dated[0][0]).days or 1
    room, gap, taken, places = width - 16, 14.0, float("-inf"), []
    for day, level in dated:  # two on one day stand side by side rather than on each other
        taken = max(8 + (day - first).days / span * room, taken + gap)
        places.append((taken, level))
    shift = max(0.0, places[-1][0] - (width - 8))
    squeeze = (width - 16) / (width - 16 + shift)
    middle = height / 2
    dots = format_html_join("", "{}", ((_dot(8 + (x - 8) * squeeze, middle, level),) for x, level in places))
    return format_html(
        '<svg class="strip" viewBox="0 0 {} {}" direction="ltr" aria-hidden="true"><line x1="0" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        width, height, width, middle, middle, dots,
    )  # fmt: skip


def _dot(x: float, y: float, level: str) -> SafeString:
    inside = {
        "achieved": '<circle r="5.5" fill="currentColor" stroke="currentColor" stroke-width="1.5"/>',
        "progressing": '<circle r="5.5" fill="var(--paper)" stroke="currentColor" stroke-width="1.5"/><path d="M0-5.5a5.5 5.5 0 0 0 0 11z" fill="currentColor"/>',
        "to-practise": '<circle r="5.5" fill="var(--paper)" stroke="currentColor" stroke-width="1.5"/>',
        "not-observed": '<rect x="-5" y="-5" width="10" height="10" fill="var(--paper)" stroke="currentColor"/><path d="M-5 0L0-5M-5 5L5-5M0 5L5 0" stroke="currentColor"/>',
    }[level]
    return format_html(
        '<g class="{}" transform="translate({} {})">{}</g>', level, f"{x:.1f}", f"{y:.1f}", SafeString(inside)
    )
