"""What counts as one visit and as one encounter: the counting rules of the indicator catalogue. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from ..terms import Mode, Purpose
from .states import FELL_OUT, MAY_TURN_OUT_HELD

LONGEST = timedelta(days=2)  # MCSP brief (2018): contacts ran from 4 hours or less to 2 days
SHORTEST_CALL = 5  # minutes; a shorter call is kept and not counted (counting rules of the indicator catalogue)
CALLS = frozenset({Mode.PHONE, Mode.VIDEO})


@dataclass(frozen=True)
class Stay:
    """A recorded visit as counting sees it; last: inclusive."""

    place: Any
    first: date
    last: date
    purpose: str = Purpose.MENTORING


class Near(Protocol):
    """A visit of one mentor to one place around a day."""

    @property
    def held_on(self) -> date: ...

    @property
    def until_on(self) -> date: ...

    @property
    def status(self) -> str: ...


AnyNear = TypeVar("AnyNear", bound=Near)


@dataclass(frozen=True)
class VisitCount:
    """Visits by purpose. A combined visit adds one to mentoring, one to supervision and one to the total (R004)."""

    total: int = 0
    mentoring: int = 0
    supervision: int = 0


def count_visits(stays: Iterable[Stay]) -> VisitCount:
    """Return how many visits these are: once per place and continuous stay, whoever recorded them.

    Records of one place that share a day are one stay; what was done on it is everything that any of them says.
    """
    merged: list[tuple[Any, date, set[str]]] = []  # place, last day so far, purposes
    for stay in sorted(stays, key=lambda stay: (str(stay.place), stay.first, stay.last)):
        if merged and merged[-1][0] == stay.place and stay.first <= merged[-1][1]:
            place, last, purposes = merged[-1]
            merged[-1] = (place, max(last, stay.last), purposes | {stay.purpose})
        else:
            merged.append((stay.place, stay.last, {stay.purpose}))
    return VisitCount(
        total=len(merged),
        mentoring=sum(bool(purposes & {Purpose.MENTORING, Purpose.COMBINED}) for _p, _l, purposes in merged),
        supervision=sum(bool(purposes & {Purpose.SUPERVISION, Purpose.COMBINED}) for _p, _l, purposes in merged),
    )


def counts_as_encounter(mode: str, minutes: int | None) -> bool:
    """Whether a contact counts: a call or video from 5 minutes on, a chat once logged, whatever was in person (R199).

    Mixed contacts were in person for a part and count as such.
    """
    return mode not in CALLS or (minutes is not None and minutes >= SHORTEST_CALL)


def joins(stay: tuple[date, date], day: date) -> tuple[date, date] | None:
    """Return the days of a stay once this day belongs to it, None where the day begins another stay."""
    first, last = min(stay[0], day), max(stay[1], day)
    return (first, last) if last - first < LONGEST else None


def stay_for(day: date, near: Iterable[AnyNear]) -> tuple[AnyNear, tuple[date, date]] | None:
    """Return the visit that something seen on a day belongs to with the days it then has, None where it begins another.

    One that was held comes first, the one holding the day before others; then the planned one with the nearest slot,
    one thought to be missed last. A planned one was held on the day itself.
    """

    def nearness(each: Near) -> tuple:
        planned = each.status in MAY_TURN_OUT_HELD
        return planned, each.status in FELL_OUT, not each.held_on <= day <= each.until_on, abs(each.held_on - day)

    for each in sorted(near, key=nearness):
        if each.status in MAY_TURN_OUT_HELD:
            return each, (day, day)
        if days := joins((each.held_on, each.until_on), day):
            return each, days
    return None


def works_within(post_path: str, place_path: str, *, post_is_area: bool = False) -> bool:
    """Whether a post belongs to a place: at it, below it, or at the facility the place (an outreach post) hangs from."""
    return post_path.startswith(place_path) or (not post_is_area and place_path.startswith(post_path))
