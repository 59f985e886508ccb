"""What a cell shows: numbers without noise, days in ISO 8601. Pure. Used by everything that reads tables."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

LETTERS = 32_767  # what a cell may hold in Excel, and the most we take from any table
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_ELAPSED = re.compile(r"\[(hh?|mm?|ss?)\]", re.IGNORECASE)
_PADDED = re.compile(r"0{2,15}")


class Row(NamedTuple):
    """number: as the file counts, from 1. cells: text, "" where blank, as far as the last that is not blank."""

    number: int
    cells: list[str]


class Note(NamedTuple):
    """What was decided while reading. row: None when it concerns the whole file."""

    row: int | None
    message: Any


def number_as_shown(value: float) -> str:
    """Return a number in the 15 digits a spreadsheet keeps, without ".0" and without an exponent below 10^15."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g")
    return format(value, ".15f").rstrip("0") if "e-" in text and abs(value) >= 1e-9 else text


def parts_as_shown(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    """Return a day, an instant or (year 0) a time of day; seconds only where there are some."""
    clock = f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
    if not year:
        return clock
    date = f"{year:04}-{month:02}-{day:02}"
    return date if clock == "00:00" else f"{date}T{clock}"


def kind_of_format(code: str) -> str:
    """Return what a number format makes of a number: "date", "elapsed", "percent", "padded:5" or ""."""
    bare = _LITERAL.sub("", code.split(";")[0])
    if _ELAPSED.search(bare):
        return "elapsed"
    if re.search(r"[dmyhs]", bare, re.IGNORECASE) and bare.lower() != "general":
        return "date"
    if "%" in bare:
        return "percent"
    return f"padded:{len(bare)}" if _PADDED.fullmatch(bare) else ""


def formatted(value: float, kind: str, *, since_1904: bool) -> str:
    """Return a number as its cell shows it. kind: of kind_of_format. since_1904: how the book counts days."""
    if kind == "percent":
        return number_as_shown(float(format(value * 100, ".12g"))) + "%"
    if kind.startswith("padded:") and value >= 0 and value == int(value):
        return number_as_shown(value).zfill(int(kind[7:]))
    if kind == "elapsed" and 0 <= value < 1e6:
        seconds = round(value * 86_400)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if kind == "date" and 0 <= value < 2_958_466:  # the last day that has four digits
        return _instant(value, since_1904=since_1904)
    return number_as_shown(value)


def _instant(value: float, *, since_1904: bool) -> str:
    seconds = round(value * 86_400)
    if seconds < 86_400 and not since_1904:
        return parts_as_shown(0, 0, 0, seconds // 3600, seconds // 60 % 60, seconds % 60)
    if since_1904:
        start = datetime(1904, 1, 1)
    else:
        # Excel believes that 29 February 1900 existed; before it, its day numbers are one lower.
        start = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return number_as_shown(value)
    return parts_as_shown(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
