"""Two views of what somebody needs, and what lies between them (R030)."""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.domain.programmes.terms import Level

from .goals import ORDER


@dataclass(frozen=True)
class Between:
    """One competency as both sides see it. apart: levels between them, None where one cannot say."""

    competency: str
    mentee: str
    mentor: str
    apart: int | None


def between(mentee: Mapping[str, str], mentor: Mapping[str, str]) -> list[Between]:
    """Return what both see, the widest apart first, then what both see as still to learn."""
    rows = []
    for code in {**mentee, **mentor}:
        mine, theirs = mentee.get(code, Level.NOT_OBSERVED.value), mentor.get(code, Level.NOT_OBSERVED.value)
        known = Level.NOT_OBSERVED not in (mine, theirs)
        apart = abs(ORDER.index(Level(mine)) - ORDER.index(Level(theirs))) if known else None
        rows.append(Between(code, mine, theirs, apart))
    return sorted(rows, key=lambda row: (-(row.apart or 0), ORDER.index(Level(row.mentor)), row.competency))
