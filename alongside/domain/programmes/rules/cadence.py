"""What is decided about how often mentor and mentee meet."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..terms import Channel, MentoringModel, Unit

AT_WORK = (Channel.VISIT, Channel.GROUP)  # somebody has to be there
MOST_DATES = 400  # of one phase; a day's rhythm over years is not printed to its end
# model: (mentees, workplaces) of one mentor at a time (domain notes 3.7)
CAPS: dict[str, tuple[int, int]] = {
    MentoringModel.VISITING: (10, 3), MentoringModel.INTERNAL: (6, 1), MentoringModel.COMMUNITY: (12, 2),
}  # fmt: skip
# model: (channel, times, every, unit, rounds, minutes) in order (MCSP brief, lines 93 and 113; domain notes 3.7)
RHYTHMS: dict[str, tuple[tuple[str, int, int, str, int | None, int], ...]] = {
    MentoringModel.VISITING: (
        (Channel.VISIT, 1, 1, Unit.MONTH, 6, 960), (Channel.VISIT, 1, 2, Unit.MONTH, 3, 960),
        (Channel.VISIT, 1, 1, Unit.QUARTER, None, 960), (Channel.CALL, 1, 2, Unit.WEEK, None, 20),
    ),
    MentoringModel.INTERNAL: ((Channel.VISIT, 1, 1, Unit.WEEK, None, 120),),
    MentoringModel.COMMUNITY: (
        (Channel.GROUP, 1, 1, Unit.MONTH, None, 180), (Channel.SMS, 1, 1, Unit.WEEK, None, 0),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A rhythm and why."""

    rhythm: Any
    reason: Any


_BY_WEIGHT = {
    6: Suggestion(_("each week at first, then each month"), _("complex and life-saving: it fades quickly and must not")),
    5: Suggestion(_("every two weeks at first, then each month"), _("complex or life-saving: close contact until it holds")),
    4: Suggestion(_("each month"), _("as most programmes do")),
    3: Suggestion(_("each month, then every two months"), _("simple or seldom decisive: it can be left alone sooner")),
    2: Suggestion(_("each quarter"), _("simple and not decisive: a look now and then is enough")),
}  # fmt: skip


def suggested(*, complexity: int, criticality: int) -> Suggestion:
    """Return the rhythm for a competency, with the reason (R102). complexity, criticality: 1 to 3."""
    return _BY_WEIGHT[complexity + criticality]


def dates(phases: Iterable[Any], *, starts_on: date, ends_on: date) -> list[tuple[date, Any]]:
    """Return (day, phase) of every contact, in order; both days included.

    Phases of one channel and area follow each other in their order; one without rounds goes on to the end.
    """
    found: list[tuple[date, Any]] = []
    begins: dict[tuple[str, Any], date] = {}
    for phase in sorted(phases, key=lambda each: (each.channel, str(each.area_id or ""), each.order)):
        key = phase.channel, phase.area_id
        first = begins.get(key, starts_on)
        for number in range(min(phase.rounds or MOST_DATES, MOST_DATES)):
            if (opens := _later(first, phase, number)) > ends_on:
                break
            width = (_later(first, phase, number + 1) - opens).days
            for turn in range(phase.times):
                on = opens + timedelta(days=width * turn // phase.times)
                if on <= ends_on:
                    found.append((on, phase))
        begins[key] = _later(first, phase, phase.rounds) if phase.rounds else ends_on + timedelta(days=1)
    return sorted(found, key=lambda each: (each[0], each[1].channel, each[1].order))


def clashes(planned: Iterable[tuple[date, Any]]) -> list[tuple[date, Any]]:
    """Return the days on which one has to be in two places or comes on a Sunday, each with what stands against it."""
    by_day: dict[date, list[Any]] = defaultdict(list)
    for on, phase in planned:
        if phase.channel in AT_WORK:
            by_day[on].append(phase)
    found: list[tuple[date, Any]] = []
    for on, there in sorted(by_day.items()):
        if len(there) > 1:
            found.append((on, _("two contacts at work on one day")))
        if on.weekday() == 6:
            found.append((on, _("a Sunday")))
    return found


def _later(first: date, phase: Any, number: int) -> date:
    """Return the day on which an interval opens, counted from the first."""
    length = phase.every * number
    if phase.unit in (Unit.DAY, Unit.WEEK):
        return first + timedelta(days=length * (7 if phase.unit == Unit.WEEK else 1))
    months = first.month - 1 + length * (3 if phase.unit == Unit.QUARTER else 1)
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
