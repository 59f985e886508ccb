"""How the time of a visit may be laid out, and what it takes up from before. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

from ..terms import BlockKind as K

MOST_OBJECTIVES = 20
MOST_BLOCKS = 20
DAY_ENDS = 24 * 60  # minutes from midnight


@dataclass(frozen=True)
class Block:
    """A block as it is laid out. day: 1 is the first day of the visit."""

    day: int
    starts_at: time
    minutes: int
    kind: str
    note: str = ""

    @property
    def begins(self) -> int:
        """Minutes from midnight."""
        return self.starts_at.hour * 60 + self.starts_at.minute

    @property
    def ends_at(self) -> time:
        return clock(self.begins + self.minutes)


@dataclass(frozen=True)
class Layout:
    """A way to lay out a visit. blocks: (day, minutes, kind) in order; each day begins at `begins`."""

    title: Any
    about: Any
    days: int
    blocks: tuple[tuple[int, int, str], ...]
    begins: time = time(8, 30)


# The two-day rhythm was published for IDCAP in Uganda: group learning and one-to-one work on the first day, continuous
# quality improvement on the second (domain notes 2.1; R051).
LAYOUTS = {
    "two_days": Layout(
        _("Two days: learning, then quality"),
        _("Group learning and individual mentoring on the first day, quality improvement on the second, as in IDCAP."),
        2,
        (
            (1, 30, K.COURTESY), (1, 90, K.GROUP), (1, 30, K.BREAK), (1, 150, K.INDIVIDUAL), (1, 60, K.BREAK), (1, 90, K.INDIVIDUAL),
            (2, 90, K.CASES), (2, 30, K.BREAK), (2, 120, K.QUALITY), (2, 60, K.BREAK), (2, 60, K.INDIVIDUAL), (2, 45, K.FEEDBACK), (2, 45, K.DEBRIEF),
        ),
    ),
    "one_day": Layout(
        _("One day"),
        _("People at work in the morning, when most clients come; the team after that."),
        1,
        (
            (1, 20, K.COURTESY), (1, 160, K.INDIVIDUAL), (1, 30, K.BREAK), (1, 60, K.GROUP), (1, 45, K.CASES), (1, 30, K.FEEDBACK), (1, 30, K.DEBRIEF),
        ),
    ),
    "half_day": Layout(
        _("Half a day"),
        _("One or two people and a short practice."),
        1,
        ((1, 15, K.COURTESY), (1, 105, K.INDIVIDUAL), (1, 40, K.GROUP), (1, 20, K.FEEDBACK), (1, 20, K.DEBRIEF)),
    ),
    "group_skill": Layout(
        _("One skill for a group"),
        _("Show it, practise it in pairs, check it: two hours at most."),
        1,
        ((1, 90, K.GROUP), (1, 20, K.FEEDBACK)),
        time(14, 0),
    ),
}  # fmt: skip


def laid_out(layout: Layout) -> list[Block]:
    """Return the blocks of a layout with the times at which they begin."""
    found: list[Block] = []
    at: dict[int, int] = {}
    for day, minutes, kind in layout.blocks:
        begins = at.get(day, layout.begins.hour * 60 + layout.begins.minute)
        found.append(Block(day, clock(begins), minutes, kind))
        at[day] = begins + minutes
    return found


def clock(minutes: int) -> time:
    """Return minutes from midnight as a time of day; the last minute of the day stands for midnight."""
    minutes = min(minutes, DAY_ENDS - 1)
    return time(minutes // 60, minutes % 60)


def why_not_laid_out(blocks: Iterable[Block], *, length: timedelta) -> Refused | None:
    """Return the first reason these blocks cannot stand, or None. length: from the first to the last day, 0 for one day."""
    ordered = sorted(blocks, key=lambda each: (each.day, each.starts_at))
    if len(ordered) > MOST_BLOCKS:
        return Refused("encounters.too_many_blocks", _("Put some blocks together: twenty are enough for a visit."))
    for block in ordered:
        if not 1 <= block.day <= length.days + 1:
            return Refused(
                "encounters.block_outside",
                _("Day %(day)s is not a day of this visit. Take out its blocks, or make the visit longer.")
                % {"day": block.day},
                field="blocks",
            )
        if block.minutes <= 0 or block.begins + block.minutes > DAY_ENDS:
            return Refused("encounters.block_past_midnight", _("Each block ends on the day it begins."), field="blocks")
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.day == after.day and before.begins + before.minutes > after.begins:
            return Refused(
                "encounters.blocks_overlap",
                _("Two blocks of day %(day)s overlap at %(time)s. Move one of them.")
                % {"day": after.day, "time": after.starts_at.strftime("%H:%M")},
                field="blocks",
            )
    return None
