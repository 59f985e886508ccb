"""Where each block of an agenda leads: to the form in which it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from alongside.domain.encounters.models import AgendaBlock, Visit
from alongside.domain.encounters.queries.visits import Meeting
from alongside.domain.encounters.rules.agenda import Block
from alongside.domain.encounters.terms import BlockKind, Interaction


@dataclass(frozen=True)
class Opened:
    """A block with its end and the address of its form; "" for a break."""

    block: AgendaBlock
    ends_at: Any
    there: str


def opened(visit: Visit, blocks: Sequence[AgendaBlock], meetings: Sequence[Meeting]) -> list[list[Opened]]:
    """Return the blocks of a visit day by day, each with where it leads."""
    days: dict[int, list[Opened]] = {}
    for each in blocks:
        ends = Block(each.day, each.starts_at, each.minutes, each.kind).ends_at
        days.setdefault(each.day, []).append(Opened(each, ends, _there(visit, each.kind, meetings)))
    return list(days.values())


def _there(visit: Visit, kind: str, meetings: Sequence[Meeting]) -> str:
    meet = reverse("visits:meet", args=[visit.pk])
    group = next((each.encounter for each in meetings if each.encounter.interaction != Interaction.ONE_TO_ONE), None)
    untold = next((each.encounter for each in meetings if each.observations and not each.feedback), None)
    return {
        BlockKind.COURTESY: reverse("visits:objectives", args=[visit.pk]),
        BlockKind.GROUP: f"{meet}?group=1",
        BlockKind.INDIVIDUAL: reverse("visits:choose", args=[visit.pk]),
        BlockKind.CASES: reverse("visits:cases", args=[group.pk]) if group else f"{meet}?group=1",
        BlockKind.QUALITY: f"{meet}?group=1",
        BlockKind.FEEDBACK: reverse("visits:feedback", args=[untold.pk]) if untold else "#people",
        BlockKind.DEBRIEF: reverse("visits:write_debrief", args=[visit.pk]),
    }.get(BlockKind(kind), "")
