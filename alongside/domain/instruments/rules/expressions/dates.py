"""The functions of dates. A text keeps its time of day under date(), as JavaRosa reads it whole."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.expressions.values import Moment, Value, fails, single, to_moment, to_text

if TYPE_CHECKING:
    from alongside.domain.instruments.rules.expressions.evaluate import Scope


def day(_scope: Scope, value: Value) -> Value:
    plain = single(value)
    return to_moment(plain, keep_time=isinstance(plain, str))


def formatted(_scope: Scope, value: Value, pattern: Value) -> str:
    moment = to_moment(value, keep_time=True)
    return _written(moment, to_text(pattern)) if isinstance(moment, Moment) else ""


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _written(moment: Moment, pattern: str) -> str:
    at = moment.at
    parts = {
        "%Y": f"{at.year:04d}",
        "%y": f"{at.year % 100:02d}",
        "%m": f"{at.month:02d}",
        "%n": str(at.month),
        "%B": at.strftime("%B"),
        "%b": _MONTHS[at.month - 1],
        "%d": f"{at.day:02d}",
        "%e": str(at.day),
        "%H": f"{at.hour:02d}",
        "%h": str(at.hour),
        "%M": f"{at.minute:02d}",
        "%S": f"{at.second:02d}",
        "%3": f"{at.microsecond // 1000:03d}",
        "%a": _DAYS[at.weekday()],
        "%A": at.strftime("%A"),
        "%W": f"{at.isocalendar().week}",
        "%%": "%",
    }

    def put(found: re.Match[str]) -> str:
        if found[0] not in parts:
            raise fails(_("A date format has a letter that is not known."))
        return parts[found[0]]

    return re.sub(r"%.", put, pattern)


def decimal_date_time(_scope: Scope, value: Value) -> Value:
    moment = to_moment(value, keep_time=True)
    return moment.exact_days if isinstance(moment, Moment) else moment


def decimal_time(_scope: Scope, value: Value) -> Value:
    plain = single(value)
    moment = to_moment(plain, keep_time=True)
    if not isinstance(moment, Moment):
        return moment
    if isinstance(plain, float):
        return plain - math.floor(plain)
    at = moment.at
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond) / timedelta(1)
