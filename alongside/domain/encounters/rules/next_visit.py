"""When a workplace is to be visited again, and why. Pure: no database, no clock.

Months until the next visit come from a matrix of class by volume, as HNQIS uses it (default 6 and 6, 4 and 4, 4 and 2
months for classes A, B and C with few and many clients; an unknown class counts as C, an unknown volume as many). What
happened since brings the day forward, a month for each cause; never nearer than two weeks after the last visit. Every
cause is told beside the day, so that whoever plans can think otherwise.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.terms import Class

from ..terms import Due

SOON = timedelta(days=30)
SOONER = timedelta(days=30)  # for each cause
NOT_BEFORE = timedelta(days=14)  # after the last visit
MANY_CLIENTS = 10_000  # people a workplace serves from which its volume counts as high
TURNOVER = 2  # colleagues who began since the last visit


# {class: (months with few clients, months with many)}
Matrix = Mapping[str, tuple[int, int]]
MATRIX: Matrix = {Class.COMPETENT: (6, 6), Class.NEEDS_IMPROVEMENT: (4, 4), Class.NOT_COMPETENT: (4, 2)}
WORST_FIRST = (Class.NOT_COMPETENT, Class.NEEDS_IMPROVEMENT, Class.COMPETENT)


@dataclass(frozen=True)
class Workplace:
    """What is known of a workplace.

    last_on: last day of the last visit held, None: never visited. classes: those given at that visit, each with how
    often; the lowest one counts. serves: people, None: unknown. overdue_actions: agreed and past their day.
    new_staff: who began there since. planned_on: the next visit planned already.
    """

    last_on: date | None
    classes: Mapping[str, int]
    serves: int | None = None
    overdue_actions: int = 0
    new_staff: int = 0
    planned_on: date | None = None


@dataclass(frozen=True)
class NextVisit:
    """The day a workplace is due, how it stands, and why, the weightiest cause first. on: None where never visited."""

    due: Due
    on: date | None
    why: tuple[Any, ...]


def next_visit(place: Workplace, *, today: date, matrix: Matrix = MATRIX) -> NextVisit:
    """Return when a workplace is to be visited again. matrix: months, where a programme has its own."""
    if place.last_on is None:
        return NextVisit(Due.NEVER, None, (_("nobody was here yet"),))
    lowest = next((each for each in WORST_FIRST if place.classes.get(each)), None)
    many = place.serves is None or place.serves >= MANY_CLIENTS
    months = matrix[lowest or Class.NOT_COMPETENT][many]
    on = add_months(place.last_on, months)
    why: list[Any] = [
        _class_said(lowest, place.classes),
        _volume_said(place.serves),
        format_lazy(_("so {months} months after the last visit"), months=months),
    ]
    if place.overdue_actions:
        on -= SOONER
        why.insert(0, format_lazy(_("a month sooner: agreed actions past their day: {n}"), n=place.overdue_actions))
    if place.new_staff >= TURNOVER:
        on -= SOONER
        why.insert(0, format_lazy(_("a month sooner: colleagues who began since: {n}"), n=place.new_staff))
    on = max(on, place.last_on + NOT_BEFORE)
    due = Due.OVERDUE if on < today else Due.SOON if on <= today + SOON else Due.LATER
    return NextVisit(due, on, tuple(why))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _class_said(lowest: str | None, classes: Mapping[str, int]) -> Any:
    if lowest is None:
        return _("no result at the last visit, which counts as the lowest")
    return format_lazy(
        _("lowest result of the last visit: {result} ({n} of {all} observations)"), result=Class(lowest).label, n=classes[lowest], all=sum(classes.values())
    )  # fmt: skip


def _volume_said(serves: int | None) -> Any:
    if serves is None:
        return _("it is not known how many people it serves, which counts as many")
    return format_lazy(_("it serves {n} people"), n=serves)
