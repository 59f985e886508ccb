"""What is decided about competence. Pure: observations in, a level and its reasons out.

A level comes from observed work only, never from attendance or a talk (R019), and an absent observation is
"not observed", never a pass. The rule is data; `M-3-85` is the default of the domain notes 2.3 point 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..terms import Level


@dataclass(frozen=True)
class Mastery:
    """How often, how well and how recently something must be seen before it counts as independent.

    in_a_row: observations to standard, one after the other, the latest included. least: share of points each needs.
    days: different days among them. real: how many must be real work (a client or a record), not simulated.
    lasts: how long an observation counts.
    """

    code: str
    in_a_row: int
    least: Fraction
    days: int
    real: int
    lasts: timedelta

    @property
    def text(self) -> Any:
        """The rule in words, printed wherever a level is shown."""
        return format_lazy(
            _(
                "Independent: seen to standard {n} times in a row (at least {least} % of the points and every critical"
                " step), on {days} different days, at least {real} of them in real work, within the last {months} months."
                " With help: seen to standard less often, needing improvement, or longer ago. To practise: the latest"
                " observation was below that. A step missed for want of supplies does not lower the level."
            ),
            n=self.in_a_row, least=int(self.least * 100), days=self.days, real=self.real, months=self.lasts.days // 30,
        )  # fmt: skip


MASTERY = {
    each.code: each
    for each in (
        Mastery("M-3-85", in_a_row=3, least=Fraction(85, 100), days=2, real=1, lasts=timedelta(days=365)),
        Mastery("M-2-90", in_a_row=2, least=Fraction(90, 100), days=2, real=1, lasts=timedelta(days=365)),
    )
}
DEFAULT = "M-3-85"


@dataclass(frozen=True)
class Seen:
    """One observation as far as a level depends on it.

    result: its class ("competent", "needs_improvement", "not_competent", "not_enough_evidence", "not_classed").
    share: points earned of points possible, None where nothing could be earned. real: a client or a record.
    by_self: a self-assessment, which never makes a level.
    resource_limited: supplies or equipment were missing; a low result then says nothing of the person (finding F13).
    """

    on: date
    result: str
    share: Fraction | None
    critical_missed: int = 0
    real: bool = True
    by_self: bool = False
    resource_limited: bool = False


@dataclass(frozen=True)
class Standing:
    """A level, since when it has been so supported, and what is still to be seen.

    on: day of the latest observation that counts, None without one. to_standard: observations to standard in a row,
    up to the latest. faded: it would be independent were the evidence not too old.
    """

    level: Level
    on: date | None = None
    to_standard: int = 0
    missing: tuple[Any, ...] = ()
    faded: bool = False


def standing(seen: Iterable[Seen], *, today: date, mastery: Mastery, simulation_suffices: bool = False) -> Standing:
    """Return how far a person is with one competency.

    seen: every current observation, in any order. simulation_suffices: for rare emergencies, where waiting for a real
    client would mean never (2.3 point 5).
    """
    counted = sorted((each for each in seen if _counts(each, mastery)), key=lambda each: each.on)
    if not counted:
        return Standing(Level.NOT_OBSERVED)
    latest = counted[-1]
    run = _latest_run(counted, mastery)
    missing = _missing(run, mastery, simulation_suffices)
    if not run:
        near = latest.result in ("competent", "needs_improvement")  # under a profile that asks for less than the rule
        return Standing(Level.WITH_HELP if near else Level.BEGINNING, latest.on, 0, tuple(missing))
    fresh = [each for each in run if today - each.on <= mastery.lasts]
    still = _missing(fresh, mastery, simulation_suffices)
    if not still:
        return Standing(Level.INDEPENDENT, latest.on, len(run))
    return Standing(Level.WITH_HELP, latest.on, len(run), tuple(still), faded=not missing)


def to_standard(each: Seen, mastery: Mastery) -> bool:
    """Whether one observation meets the rule: no critical step missed and enough of the points."""
    return (
        each.result not in ("not_competent", "not_enough_evidence", "")
        and not each.critical_missed
        and each.share is not None
        and each.share >= mastery.least
    )


GAP = {Level.NOT_OBSERVED: 3, Level.BEGINNING: 3, Level.WITH_HELP: 1, Level.INDEPENDENT: 0, Level.CAN_TEACH: 0}


def gap(level: Level, *, criticality: int) -> int:
    """Return how large a gap is, for sorting: what is not observed weighs as much as what is to practise.

    criticality: 1 to 3; a gap in what saves lives comes first.
    """
    return GAP[level] * criticality


def _counts(each: Seen, mastery: Mastery) -> bool:
    if each.by_self or each.share is None or each.result in ("not_enough_evidence", ""):
        return False
    return to_standard(each, mastery) or not each.resource_limited


def _latest_run(counted: list[Seen], mastery: Mastery) -> list[Seen]:
    run: list[Seen] = []
    for each in reversed(counted):
        if not to_standard(each, mastery):
            break
        run.append(each)
    return run[::-1]


def _missing(run: list[Seen], mastery: Mastery, simulation_suffices: bool) -> list[Any]:
    last = run[-mastery.in_a_row :]
    missing: list[Any] = []
    if (short := mastery.in_a_row - len(last)) > 0:
        missing.append(format_lazy(_("{n} more to standard"), n=short))
    elif len({each.on for each in last}) < mastery.days:
        missing.append(_("one on another day"))
    if not simulation_suffices and last and sum(each.real for each in last) < mastery.real:
        missing.append(_("one in real work"))
    return missing
