"""The values of expressions and how one kind becomes another, as JavaRosa does it.

A value is a text, a float, a bool, a Moment or a list of nodes. A node's own value is None where nothing was
answered; read in an expression that is the empty text, and in arithmetic not-a-number.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

NAN = math.nan
_EPOCH = datetime(1970, 1, 1)
_TINY = 1e-12
_LARGEST_INT = 2**31 - 1
_DATE = re.compile(r"(-?\d{1,4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(Z|[+-]\d{1,2}(?::?\d{2})?)?")
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)")


@dataclass(frozen=True, order=True)
class Moment:
    """A day or an instant, in the local time of whoever fills the form; offset: of that local time from UTC."""

    at: datetime
    offset: timedelta = timedelta(0)

    @property
    def days(self) -> int:
        """Return whole local days since 1970-01-01."""
        return (self.at - _EPOCH).days

    @property
    def exact_days(self) -> float:
        """Return days and their fraction since 1970-01-01 in UTC."""
        return (self.at - self.offset - _EPOCH) / timedelta(days=1)

    @property
    def day(self) -> Moment:
        return Moment(datetime.combine(self.at.date(), time()), self.offset)


Value = Any  # str | float | bool | Moment | list[Node]


def fails(what: Any, **facts: Any) -> Refused:
    """Return the refusal of an expression that reads well and cannot be worked out."""
    return Refused("instruments.expression_fails", what, **facts)


def single(value: Value) -> Value:
    """Return the value of a list of nodes: of its one node, "" where it has none. Refuses a repeated one."""
    if not isinstance(value, list):
        return value
    if not value:
        return ""
    if len(value) > 1:
        raise fails(_("A repeated question is used as if it had one answer. Use indexed-repeat, sum or count."))
    return value[0].read()


def to_boolean(value: Value) -> bool:
    value = single(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return abs(value) > _TINY and not math.isnan(value)
    return bool(value) if isinstance(value, str) else True


def to_number(value: Value) -> float:
    value = single(value)
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, Moment):
        return float(value.days)
    text = value.replace(",", ".").strip()
    return float(text) if text.isascii() and _NUMBER.fullmatch(text) else NAN


def to_integer(value: Value) -> float:
    """Return the number without its fraction, still a float."""
    number = to_number(value)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def whole(value: Value) -> int:
    """Return the number as an int; not-a-number is 0."""
    number = to_number(value)
    if math.isnan(number):
        return 0
    return int(max(-_LARGEST_INT - 1, min(_LARGEST_INT, number)))


def to_text(value: Value) -> str:
    value = single(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, Moment):
        return value.at.strftime("%Y-%m-%d") if value.at.year >= 1000 else value.at.date().isoformat()
    return value


def to_moment(value: Value, *, keep_time: bool) -> Value:
    """Return a Moment; "" and not-a-number stay what they are. Refuses a text that is no date."""
    value = single(value)
    if isinstance(value, str):
        if value == "":
            return value
        found = read_moment(value)
        if found is None:
            raise fails(_("A text that is not a date is used as a date. Dates are written 2026-03-31."))
        return found
    if isinstance(value, Moment):
        return value if keep_time else value.day
    if isinstance(value, bool):
        raise fails(_("A yes or no is used as a date."))
    if math.isnan(value):
        return value
    if math.isinf(value) or abs(value) > 2_900_000:
        raise fails(_("A number is too large to be a date."))
    return Moment(_EPOCH + timedelta(days=value if keep_time else math.trunc(value)))


def read_moment(text: str, offset: timedelta = timedelta(0)) -> Moment | None:
    """Return the moment that an ISO 8601 text names, in local time, or None."""
    day_text, _sign, clock_text = text.partition("T")
    found = _DATE.fullmatch(day_text)
    if not found:
        return None
    try:
        day = date(*(int(part) for part in found.groups()))
        clock, shift = read_clock(clock_text) if clock_text else (time(), None)
    except (ValueError, TypeError):
        return None
    at = datetime.combine(day, clock)
    return Moment(at if shift is None else at - shift + offset, offset)


def read_clock(text: str) -> tuple[time, timedelta | None]:
    """Return a time of day and its shift from UTC, None where none is written. Raises ValueError for another text."""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute, second, fraction, zone = found.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return time(int(hour), int(minute), int(second or 0), micro), _shift(zone)


def number_text(number: float) -> str:
    """Return a number as JavaRosa writes it: no fraction where it has none."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < _TINY:
        return "0"
    if abs(number) <= _LARGEST_INT and abs(number - math.trunc(number)) < _TINY:
        return str(math.trunc(number))
    return java_double(number)


def java_double(number: float) -> str:
    """Return a double as Java's Double.toString: plain from 0.001 to 10 million, else with an exponent."""
    if math.isnan(number) or math.isinf(number):
        return number_text(number)
    if number == 0:
        return "-0.0" if math.copysign(1, number) < 0 else "0.0"
    digits, exponent = f"{number!r}", 0
    mantissa, _sign, power = digits.partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    before, _point, after = mantissa.partition(".")
    exponent = int(power or 0) + len(before) - 1
    figures = before + after
    stripped = figures.lstrip("0")
    exponent -= len(figures) - len(stripped)
    figures = stripped.rstrip("0") or "0"
    if -3 <= exponent < 7:
        if exponent >= 0:
            padded = figures.ljust(exponent + 2, "0")
            return f"{sign}{padded[: exponent + 1]}.{padded[exponent + 1 :]}"
        return f"{sign}0.{'0' * (-exponent - 1)}{figures}"
    return f"{sign}{figures[0]}.{figures[1:] or '0'}E{exponent}"


def _shift(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone == "Z":
        return timedelta(0)
    hours, minutes = zone[1:3].rstrip(":"), zone[3:].lstrip(":")
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -shift if zone[0] == "-" else shift
