"""What matching is given and what it answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from typing import Any

FULL = 1000  # a wish wholly met; each wish gives 0 to FULL times its weight
MOST_WEIGHT = 9
REACH_KM = 60  # where no farthest distance is set: so far away, nearness counts nothing

Point = tuple[float, float]  # latitude and longitude in degrees


@dataclass(frozen=True)
class Wishes:
    """How much each wish counts, 0 to 9, and the limits of a match.

    floor: of 100, below which the choice "best fit" leaves somebody without a mentor. hours_per_mentee: a month, travel
    included. farthest_km: None where no farthest distance is set.
    """

    goal_fit: int = 9
    referral_link: int = 4
    distance: int = 6
    load: int = 5
    continuity: int = 3
    preference: int = 3
    floor: int = 20
    hours_per_mentee: int = 2
    farthest_km: int | None = None

    @property
    def most(self) -> int:
        """The points of a pair in which every wish is met."""
        weights = (
            self.goal_fit,
            self.referral_link,
            self.distance,
            self.load,
            self.continuity,
            self.preference,
        )
        return FULL * sum(weights)

    @property
    def reach_km(self) -> int:
        return self.farthest_km or REACH_KM


@dataclass(frozen=True)
class Offer:
    """A certified mentor.

    areas: codes they are proficient in on the day. caseload: mentees now, proposals that wait for an answer included.
    hours: a month, 0 where nobody said. licence_until: exclusive, None where none is recorded. home: id of a place.
    """

    id: str
    person: str
    home: str
    areas: frozenset[str]
    languages: frozenset[str]
    caseload: int
    max_mentees: int
    hours: int = 0
    point: Point | None = None
    sex: str = ""
    licence_until: date | None = None
    district: str = ""

    def room(self, hours_per_mentee: int) -> int:
        """Return how many more mentees they can take on: what they agreed to, as far as their hours go.

        Hours say how many, never whom: they are no part of any score, so that naming few of them gains nothing.
        """
        most = min(self.max_mentees, self.hours // hours_per_mentee) if self.hours else self.max_mentees
        return max(0, most - self.caseload)


@dataclass(frozen=True)
class Wanting:
    """Somebody who is to have a mentor.

    id: of the person. needs: areas of the run in which nobody mentors them yet, the most wanted first. goals: areas of
    their open goals and gaps; empty where none is known, then the needs stand for them. wants_sex: of the mentor, "".
    """

    id: str
    place: str
    needs: tuple[str, ...]
    languages: frozenset[str]
    goals: frozenset[str] = frozenset()
    point: Point | None = None
    wants_sex: str = ""
    district: str = ""

    @property
    def to_work_on(self) -> frozenset[str]:
        return self.goals or frozenset(self.needs)


@dataclass(frozen=True)
class Pool:
    """Everybody a run looks at.

    links: (place, place), whichever of the two refers to the other. leads: (person, place they are line manager of).
    known: (mentor, mentee) who worked together before. areas: names by code.
    """

    on: date
    mentors: tuple[Offer, ...]
    mentees: tuple[Wanting, ...]
    links: frozenset[tuple[str, str]] = frozenset()
    leads: frozenset[tuple[str, str]] = frozenset()
    known: frozenset[tuple[str, str]] = frozenset()
    areas: Mapping[str, str] = field(default_factory=dict)

    def in_order(self) -> "Pool":
        """Return the same pool in its one order, so that nothing depends on how rows came in: mentees of a place together."""
        return Pool(
            self.on,
            tuple(sorted(self.mentors, key=lambda each: each.id)),
            tuple(sorted(self.mentees, key=lambda each: (each.place, each.id))),
            self.links,
            self.leads,
            self.known,
            self.areas,
        )


@dataclass(frozen=True)
class Reason:
    """One reason as codes and values; explaining.words says it. points: what it adds to the pair, 0 for a hindrance."""

    code: str
    facts: Mapping[str, Any]
    points: int = 0


@dataclass(frozen=True)
class Pair:
    """A proposed pair. area: the need it is for. points: of Wishes.most. reasons: those that weigh most first."""

    mentee: str
    mentor: str
    area: str
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Suggestion:
    """A pair that a person may choose. lacks: the conditions it does not meet, of those that may be waived."""

    pair: Pair
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Somebody for whom no mentor was found, and the first thing that stood in the way."""

    mentee: str
    reason: Reason


@dataclass(frozen=True)
class Supply:
    """What one district asks for and offers in one area. places, hours: of its mentors, left before the run."""

    district: str
    area: str
    wanting: int
    found: int
    mentors: int
    places: int
    hours: int


@dataclass(frozen=True)
class Outcome:
    """What a run found. gap: how far, at most, it may lie below the best (0: it is the best)."""

    pairs: tuple[Pair, ...]
    waiting: tuple[Waiting, ...]
    gap: float = 0.0


def digest(pool: Pool, wishes: Wishes, *choice: str) -> str:
    """Return the SHA-256 of everything a run was given, the same whatever order its rows came in."""
    text = json.dumps([pool.in_order(), wishes, choice], sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(given: Any) -> Any:
    if isinstance(given, frozenset):
        return sorted(given)
    # The fields as they are: dataclasses.asdict copies everything below them too, half a second for ten thousand people.
    return vars(given) if is_dataclass(given) else str(given)
