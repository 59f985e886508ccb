"""Red, yellow and green as exact ranges: what they leave open, where they meet twice, how they read aloud. Pure.

Ranges are over a number: a percentage (0 to 100) or a count of whole things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from alongside.domain.instruments.rules.definition import Band

GAP = "gap"
OVERLAP = "overlap"

_INTERVAL = re.compile(r"\s*([^\[\]();]+?)\s*([\[(])\s*([^,\s]+)\s*,\s*([^\])\s]*)\s*([\])])\s*")


@dataclass(frozen=True)
class Fault:
    """A stretch without a band, or with two. low..high are its ends, high None: without end; index: band before it."""

    kind: str
    low: Fraction
    high: Fraction | None
    index: int
    words: str


def faults(bands: Sequence[Band], *, low: Fraction, high: Fraction | None, whole: bool) -> list[Fault]:
    """Return the gaps and overlaps of bands over [low, high], lowest first.

    high: None where the numbers have no end. whole: only whole numbers occur, so 0-2 and 3-4 touch.
    index of a gap: position, in rising order, of the band below it, -1 below the first.
    """
    ordered = [(_start(band, whole), _end(band, whole)) for band in rising(bands)]
    found: list[Fault] = []
    reached: tuple[Fraction, bool] | None = (low, False)  # (point, whether the point itself is covered already)
    for index, (start, end) in enumerate(ordered):
        if reached is None or _before(start, reached):
            found.append(Fault(OVERLAP, start[0], _nearer(end, reached), index, _spell(start, end, reached)))
        elif _after(start, reached, whole):
            found.append(Fault(GAP, reached[0], start[0], index - 1, _between(reached, start, whole)))
        if reached is not None and (end is None or _further(end, reached)):
            reached = end
    if ordered and reached is not None and not _is_covered(reached, high, whole):
        found.append(Fault(GAP, reached[0], high, len(ordered) - 1, _between(reached, high and (high, False), whole)))
    return found


def closed(bands: Sequence[Band], *, low: Fraction, high: Fraction | None, whole: bool) -> tuple[Band, ...]:
    """Return the bands with every gap given to the band below it; the lowest is let down to `low`."""
    result = list(rising(bands))
    for fault in faults(result, low=low, high=high, whole=whole):
        if fault.kind != GAP:
            continue
        if fault.index < 0:
            result[0] = replace(result[0], low=low, include_low=True)
        elif fault.index == len(result) - 1:
            result[-1] = replace(result[-1], high=high, include_high=True)
        else:
            above = result[fault.index + 1]
            result[fault.index] = replace(result[fault.index], high=above.low, include_high=not above.include_low)
    return tuple(result)


def parted(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Return the bands without overlap, each number kept by the narrower range (below 90 before below 95)."""
    result: list[Band] = []
    for band in rising(bands):
        kept: Band | None = band
        for other in bands:
            if other is not band and kept is not None and _width(other) < _width(band):
                kept = _without(kept, other)
        if kept is not None:
            result.append(kept)
    return tuple(result)


def rising(bands: Sequence[Band]) -> list[Band]:
    """Return the bands lowest first; of two that start together the narrower is first."""
    return sorted(bands, key=lambda band: (band.low, not band.include_low, _width(band)))


def write_bands(bands: Sequence[Band]) -> str:
    """Return bands in interval notation, as in `red [0, 50); green [50, ]`."""
    return "; ".join(
        f"{band.name} {'[' if band.include_low else '('}{band.low}, "
        f"{'' if band.high is None else band.high}{']' if band.include_high else ')'}"
        for band in bands
    )


def read_bands(text: str) -> tuple[Band, ...] | None:
    """Return the bands that write_bands wrote, None where the text is not in that notation."""
    bands = []
    for part in filter(str.strip, text.split(";")):
        if not (match := _INTERVAL.fullmatch(part)):
            return None
        name, opening, low, high, closing = match.groups()
        try:
            bands.append(
                Band(name, Fraction(low), Fraction(high) if high else None, opening == "[", closing == "]")  # type: ignore[arg-type]
            )
        except (ValueError, ZeroDivisionError):
            return None
    return tuple(bands)


def band_of(bands: Sequence[Band], value: Fraction) -> str | None:
    """Return the name of the first band that holds the value, None in a gap."""
    return next((band.name for band in bands if _holds(band, value)), None)


def expression(bands: Sequence[Band], value: str) -> str:
    """Return an XForm expression giving the band's name for the number in `value`, '' where there is none."""
    otherwise = "''"
    for band in reversed(bands):
        otherwise = f"if({_test(band, value)}, '{band.name}', {otherwise})"
    return f"if(string({value}) = '' or string({value}) = 'NaN', '', {otherwise})"


def decimal(number: Fraction) -> str:
    """Return a number as an XForm literal; one that has no finite decimal is written as a division."""
    if number.denominator == 1:
        return str(number.numerator)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"({number.numerator} div {number.denominator})"
    places = 1
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _test(band: Band, value: str) -> str:
    tests = [f"number({value}) {'>=' if band.include_low else '>'} {decimal(band.low)}"]
    if band.high is not None:
        tests.append(f"number({value}) {'<=' if band.include_high else '<'} {decimal(band.high)}")
    return " and ".join(tests)


def _holds(band: Band, value: Fraction) -> bool:
    above = value >= band.low if band.include_low else value > band.low
    return above and (band.high is None or (value <= band.high if band.include_high else value < band.high))


def _start(band: Band, whole: bool) -> tuple[Fraction, bool]:
    if whole:
        least = -((-band.low) // 1)
        return (Fraction(least if band.include_low or least != band.low else least + 1), True)
    return (band.low, band.include_low)


def _end(band: Band, whole: bool) -> tuple[Fraction, bool] | None:
    if band.high is None:
        return None
    if whole:
        most = band.high // 1
        return (Fraction(most if band.include_high or most != band.high else most - 1), True)
    return (band.high, band.include_high)


def _before(start: tuple[Fraction, bool], reached: tuple[Fraction, bool]) -> bool:
    return start[0] < reached[0] or (start[0] == reached[0] and start[1] and reached[1])


def _after(start: tuple[Fraction, bool], reached: tuple[Fraction, bool], whole: bool) -> bool:
    if whole and reached[1]:
        return start[0] > reached[0] + 1
    return start[0] > reached[0] or (start[0] == reached[0] and not start[1] and not reached[1])


def _further(end: tuple[Fraction, bool], reached: tuple[Fraction, bool]) -> bool:
    return end[0] > reached[0] or (end[0] == reached[0] and end[1] and not reached[1])


def _is_covered(reached: tuple[Fraction, bool], high: Fraction | None, whole: bool) -> bool:
    if high is None:
        return False
    return reached[0] > high or (reached[0] == high and reached[1])


def _nearer(end: tuple[Fraction, bool] | None, reached: tuple[Fraction, bool] | None) -> Fraction | None:
    ends = [each[0] for each in (end, reached) if each is not None]
    return min(ends) if ends else None


def _width(band: Band) -> tuple[bool, Fraction]:
    return (True, Fraction(0)) if band.high is None else (False, band.high - band.low)


def _without(band: Band, other: Band) -> Band | None:
    """Return what is left of a band beside a narrower one that stands at one of its ends."""
    low_in, high_in = _holds(other, band.low), band.high is not None and _holds(other, band.high)
    if low_in and high_in:
        return None
    if low_in and other.high is not None:
        return replace(band, low=other.high, include_low=not other.include_high)
    if other.high == band.high and other.low > band.low:
        return replace(band, high=other.low, include_high=not other.include_low)
    return band


def _between(reached: tuple[Fraction, bool], start: Any, whole: bool) -> str:
    """Return the words for a gap, such as "from 79 to below 80"."""
    if whole:
        first = reached[0] + 1 if reached[1] else reached[0]
        last = None if start is None else start[0] - 1 if start[1] else start[0]
        if last is None:
            return _("%(first)s and more") % {"first": _plain(first)}
        if last == first:
            return _plain(first)
        return _("%(first)s to %(last)s") % {"first": _plain(first), "last": _plain(last)}
    low = (_("above %s") if reached[1] else _("from %s")) % _plain(reached[0])
    if start is None:
        return low
    return f"{low} {(_('to below %s') if start[1] else _('to %s')) % _plain(start[0])}"


def _spell(start: tuple[Fraction, bool], end: Any, reached: Any) -> str:
    upper = _nearer(end, reached)
    if upper is None:
        return _("from %s") % _plain(start[0])
    if upper == start[0]:
        return _plain(upper)
    return _("%(first)s to %(last)s") % {"first": _plain(start[0]), "last": _plain(upper)}


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else decimal(number)
