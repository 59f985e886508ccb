"""Why each pair, and why somebody is still without: codes and values that page and record say in words."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from .inputs import FULL, Offer, Pair, Point, Reason, Waiting, Wanting
from .scoring import BLOCK, EARTH_KM, UNKNOWN, Scoring
from .whole_places import places


def pairs(scoring: Scoring, mates: Any) -> list[Pair]:
    """Return the pairs in the pool's order, each with its reasons."""
    found, taken = [], dict.fromkeys(range(scoring.shape[1]), 0)
    worth = {column: scoring.worth_of_room(column) for column in set(mates[mates >= 0].tolist())}
    for row in np.flatnonzero(mates >= 0):
        column = int(mates[row])
        found.append(pair(scoring, int(row), column, room=worth[column][taken[column]], taken=taken[column]))
        taken[column] += 1
    return found


def pair(scoring: Scoring, row: int, column: int, *, room: int, taken: int) -> Pair:
    """Return one pair. room: the points for the place they take. taken: places given before in the same run."""
    mentee, mentor = scoring.pool.mentees[row], scoring.pool.mentors[column]
    reasons = [each for each in _reasons(scoring, row, column) if each.points or each.code == "distance"]
    if room:
        reasons.append(Reason("load", {"caseload": mentor.caseload + taken, "most": mentor.max_mentees}, room))
    return Pair(
        mentee.id,
        mentor.id,
        next(code for code in mentee.needs if code in mentor.areas),
        sum(each.points for each in reasons),
        tuple(sorted(reasons, key=lambda each: (-each.points, each.code))),
    )


def _reasons(scoring: Scoring, row: int, column: int) -> Iterable[Reason]:
    mentee, mentor, wishes = scoring.pool.mentees[row], scoring.pool.mentors[column], scoring.wishes
    goals, far = mentee.to_work_on, distance(mentee, mentor)
    met = sorted(scoring.pool.areas.get(code, code) for code in goals & mentor.areas)
    share = FULL * len(met) // max(1, len(goals))
    yield Reason("goal_fit", {"met": met, "of": len(goals)}, wishes.goal_fit * share)
    linked = {(mentee.place, mentor.home), (mentor.home, mentee.place)} & scoring.pool.links
    yield Reason("referral_link", {}, wishes.referral_link * FULL * bool(linked))
    near = 0 if far == UNKNOWN else max(0, FULL - FULL * far // (10 * wishes.reach_km))
    yield Reason("distance", {"km": km(far)}, wishes.distance * near)
    yield Reason("continuity", {}, wishes.continuity * FULL * ((mentor.id, mentee.id) in scoring.pool.known))
    wanted = mentee.wants_sex
    if wanted:
        yield Reason("preference", {"sex": wanted}, wishes.preference * FULL * (wanted == mentor.sex))
    else:
        # Who wishes for nothing is met by everybody: the points count, there is nothing to tell.
        yield Reason("no_preference", {}, wishes.preference * FULL)


def distance(mentee: Wanting, mentor: Offer) -> int:
    """Return tenths of a kilometre as the crow flies, UNKNOWN where a place has no point; as Scoring.distances counts them."""
    if mentee.place == mentor.home:
        return 0
    if mentee.point is None or mentor.point is None:
        return UNKNOWN
    chord = 0.0
    for here, there in zip(_on_sphere(mentee.point), _on_sphere(mentor.point), strict=True):
        chord += (here - there) * (here - there)
    half, square = math.sqrt(chord) / 2, chord / 4
    return round(20 * EARTH_KM * half * (1 + square * (1 / 6 + square * 3 / 40)))


def km(tenths: int) -> float | None:
    """Return kilometres as they are shown: whole ones from ten on; None where unknown."""
    if tenths == UNKNOWN:
        return None
    return tenths / 10 if tenths < 100 else float(round(tenths / 10))


def _on_sphere(point: Point) -> tuple[float, float, float]:
    north, east = math.radians(point[0]), math.radians(point[1])
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def waiting(scoring: Scoring, mates: Any, *, everybody: bool, whole_places: bool) -> list[Waiting]:
    """Return everybody without a mentor, in the pool's order, with the first thing that stands in the way."""
    found: dict[int, Reason] = {}
    left = scoring.rooms - np.bincount(mates[mates >= 0], minlength=scoring.shape[1])
    together = {row: group for group in places(scoring) for row in group} if whole_places else {}
    after = _next_places(scoring, left)
    for rows in _ranges(np.flatnonzero(mates < 0).tolist()):
        look = _Look(scoring, rows, left, after, everybody)
        for row in rows:
            found[row] = look.at_place(row, together[row]) if whole_places else look.at(row)
    return [Waiting(scoring.pool.mentees[row].id, found[row]) for row in sorted(found)]


def _ranges(rows: list[int]) -> Iterable[range]:
    """Yield rows in order as ranges of neighbours, none longer than a block."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end] != rows[end - 1] + 1 or end - start == BLOCK:
            yield range(rows[start], rows[end - 1] + 1)
            start = end


def _next_places(scoring: Scoring, left: Any) -> Any:
    """Return what the next place of each mentor would be worth, at a full one a place they do not have."""
    taken = (scoring.rooms - left).tolist()
    return np.array([scoring.worth_of_place(column, n) for column, n in enumerate(taken)], dtype=np.int64)


class _Look:
    """What stands in the way of the mentees in a range of rows. after: what the next place of each mentor is worth."""

    def __init__(self, scoring: Scoring, rows: range, left: Any, after: Any, everybody: bool) -> None:
        self.scoring, self.rows, self.left, self.next = scoring, rows, left, after
        self.conditions, self.worth = scoring.conditions(rows), scoring.worth(rows)
        self.floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100

    def at(self, row: int) -> Reason:
        """Return the first condition that no mentor meets; else that all who meet them are full, or that none is above the floor."""
        line, mentee = row - self.rows.start, self.scoring.pool.mentees[row]
        able = np.ones(self.scoring.shape[1], dtype=bool)
        names = [self.scoring.pool.areas.get(code, code) for code in mentee.needs]
        for code, met in self.conditions.items():
            if not (able & met[line]).any():
                return Reason(f"no_{code}", {"areas": names, "n": int(able.sum()), **self._freed(row, code)})
            able = able & met[line]
        value = np.where(able, self.worth[line] + self.next - self.floor, -(2**60))
        best = int(np.argmax(value))
        open_to = able & (self.left > 0)
        facts = {"areas": names, "n": int(able.sum()), "mentor": self.scoring.pool.mentors[best].id}
        if not open_to.any() and bool(value[best] > 0 or not self.floor):
            return Reason("full", facts | self._place(best))
        reached = int(value[best] + self.floor) * 100 // max(1, self.scoring.wishes.most)
        return Reason("below_floor", facts | {"reached": reached, "floor": self.scoring.wishes.floor})

    def at_place(self, row: int, group: range) -> Reason:
        """Return why nobody takes all mentees of a place: no one fits each of them, no one has room, or others came first."""
        able = np.ones(self.scoring.shape[1], dtype=bool)
        for met in self.conditions.values():
            able = able & met[row - self.rows.start]
        if not able.any():
            return self.at(row)
        for met in self.scoring.conditions(group).values():
            able = able & met.all(axis=0)
        if not able.any():
            return Reason("nobody_for_all", {"n": len(group)})
        if (able & (self.left >= len(group))).any():
            return Reason("place_below_floor", {"n": len(group), "floor": self.scoring.wishes.floor})
        roomiest = int(np.argmax(np.where(able, self.scoring.rooms, -1)))
        room = int(self.scoring.rooms[roomiest])
        facts = {"n": len(group), "room": room, "mentor": self.scoring.pool.mentors[roomiest].id}
        return Reason("place_too_large" if room < len(group) else "others_first", facts)

    def _freed(self, row: int, code: str) -> dict[str, Any]:
        """Return who would do if this one condition were met: with room, the nearest; nothing where nobody would."""
        line = row - self.rows.start
        able = self.left > 0
        for other, met in self.conditions.items():
            if other != code:
                able = able & met[line]
        if not able.any():
            return {}
        far = self.scoring.distances(range(row, row + 1))[0].astype(np.int64)
        best = int(np.argmin(np.where(able, np.where(far == UNKNOWN, 2**40, far), 2**50)))
        found = {"mentor": self.scoring.pool.mentors[best].id, "km": km(int(far[best]))}
        return found | {"farthest": self.scoring.wishes.farthest_km} if code == "reach" else found

    def _place(self, column: int) -> dict[str, Any]:
        """Return what limits a full mentor: the hours they gave, or the number they agreed to."""
        mentor = self.scoring.pool.mentors[column]
        if mentor.hours and mentor.hours // self.scoring.wishes.hours_per_mentee < mentor.max_mentees:
            return {"hours": mentor.hours}
        return {"most": mentor.max_mentees}
