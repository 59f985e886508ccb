"""What each possible pair is worth: whole numbers for blocks of mentees against every mentor.

Only additions, products, quotients and square roots are used on arrays: they give the same result on every machine and at
every position of an array, which sines and cosines do not promise. Those are taken one by one, in plain Python.
"""

import math
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np

from .inputs import FULL, Point, Pool, Wishes

EARTH_KM = 6371.0  # mean radius (IUGG)
UNKNOWN = -1  # a distance, in tenths of a kilometre, where a place has no point
TIES = 16
BLOCK = 1000  # mentees looked at in one piece
PAIRWISE = ("goal_fit", "referral_link", "distance", "continuity", "preference")  # wishes about a pair by itself
NOBODY = -(2**30)  # the points of a pair that cannot be


class Scoring:
    """The points of every pair of a pool, its mentees in rows and its mentors in columns.

    The pool is taken in its one order. Rooms are the places each mentor has left.
    """

    def __init__(self, pool: Pool, wishes: Wishes) -> None:
        self.pool, self.wishes = pool.in_order(), wishes
        mentors, mentees = self.pool.mentors, self.pool.mentees
        self.rooms = np.array([each.room(wishes.hours_per_mentee) for each in mentors], dtype=np.int64)
        self.shape = len(mentees), len(mentors)
        columns = {each.id: number for number, each in enumerate(mentors)}
        rows = {each.id: number for number, each in enumerate(mentees)}
        codes = sorted({code for each in mentors for code in each.areas} | {code for each in mentees for code in (*each.needs, *each.to_work_on)})  # fmt: skip
        tongues = sorted({code for side in (mentors, mentees) for each in side for code in each.languages})
        self._able = _flags([each.areas for each in mentors], codes)
        self._needs = _flags([each.needs for each in mentees], codes)
        self._goals = _flags([each.to_work_on for each in mentees], codes)
        self._speaks = _flags([each.languages for each in mentors], tongues)
        self._understands = _flags([each.languages for each in mentees], tongues)
        self._at, self._from = (_on_sphere([each.point for each in side]) for side in (mentors, mentees))
        self._sexes = np.array([each.sex for each in mentors], dtype="U10")
        ended = [each.licence_until is not None and each.licence_until <= self.pool.on for each in mentors]
        self._licensed = ~np.array(ended, dtype=bool)
        self._by_home: dict[str, list[int]] = {}
        self._by_person: dict[str, list[int]] = {}
        for number, each in enumerate(mentors):
            self._by_home.setdefault(each.home, []).append(number)
            self._by_person.setdefault(each.person, []).append(number)
        self._linked: dict[str, list[int]] = {}
        for one, other in self.pool.links:
            self._linked.setdefault(one, []).extend(self._by_home.get(other, []))
            self._linked.setdefault(other, []).extend(self._by_home.get(one, []))
        self._led: dict[str, list[int]] = {}
        for person, place in self.pool.leads:
            self._led.setdefault(place, []).extend(self._by_person.get(person, []))
        self._known: dict[int, list[int]] = {}
        for mentor, mentee in self.pool.known:
            if mentor in columns and mentee in rows:
                self._known.setdefault(rows[mentee], []).append(columns[mentor])

    def points(self, rows: range) -> Any:
        """Return int32 [rows, mentors]: the points without those for room left, NOBODY where a pair cannot be."""
        found, can = self.worth(rows), np.broadcast_to(self.rooms > 0, (len(rows), self.shape[1]))
        for mask in self.conditions(rows).values():
            can = can & mask
        found[~can] = NOBODY
        return found

    def worth(self, rows: range) -> Any:
        """Return int32 [rows, mentors]: the points without those for room left, whether or not a pair can be."""
        found = np.zeros((len(rows), self.shape[1]), dtype=np.int32)
        for code in PAIRWISE:
            if weight := getattr(self.wishes, code):
                found += weight * self.share(code, rows)
        return found

    def conditions(self, rows: range) -> dict[str, Any]:
        """Return {condition: bool [rows, mentors]} in the order in which they are named to people; room left is none of them."""
        return {
            "area": self._needs[rows.start : rows.stop] @ self._able.T > 0,
            "reach": self._in_reach(rows),
            "licence": np.broadcast_to(self._licensed, (len(rows), self.shape[1])),
            "language": self._understands[rows.start : rows.stop] @ self._speaks.T > 0,
            "free_of_conflict": self._free_of_conflict(rows),
        }

    def share(self, code: str, rows: range) -> Any:
        """Return int32 [rows, mentors] or a column of it: how far one wish is met, 0 to FULL."""
        if code == "goal_fit":
            goals = self._goals[rows.start : rows.stop]
            # Of whole numbers this small the quotient is exact enough to be cut off.
            return (FULL * (goals @ self._able.T) / np.maximum(goals.sum(1), 1)[:, None]).astype(np.int32)
        if code == "distance":
            far, place_of = self._distances_of_places(rows)
            near = np.maximum(0, FULL - FULL * far // (10 * self.wishes.reach_km))
            return np.where(far == UNKNOWN, 0, near).astype(np.int32)[place_of]
        found = np.zeros((len(rows), self.shape[1]), dtype=np.int32)
        if code == "preference":
            found += FULL
            for line, row in enumerate(rows):
                if wanted := self.pool.mentees[row].wants_sex:
                    found[line, self._sexes != wanted] = 0
            return found
        for line, row in enumerate(rows):
            place = self.pool.mentees[row].place
            found[line, self._linked.get(place, []) if code == "referral_link" else self._known.get(row, [])] = FULL
        return found

    def distances(self, rows: range) -> Any:
        """Return int32 [rows, mentors]: tenths of a kilometre as the crow flies, UNKNOWN where a place has no point."""
        far, place_of = self._distances_of_places(rows)
        return far[place_of]

    def _distances_of_places(self, rows: range) -> tuple[Any, Any]:
        """Return the distances of the places of these mentees, and for each mentee the line of their place."""
        # Mentees of one place stand together: a place is measured once.
        places = [self.pool.mentees[row].place for row in rows]
        first = np.array([line == 0 or place != places[line - 1] for line, place in enumerate(places)], dtype=bool)
        points = self._from[rows.start : rows.stop][first]
        chord = np.zeros((len(points), self.shape[1]))
        for axis in range(3):
            chord += (points[:, axis, None] - self._at[None, :, axis]) ** 2
        half, square = np.sqrt(chord) / 2, chord / 4
        with np.errstate(invalid="ignore"):
            far = np.rint(20 * EARTH_KM * half * (1 + square * (1 / 6 + square * 3 / 40)))
        found = np.where(np.isnan(far), UNKNOWN, far).astype(np.int32)
        for line, start in enumerate(np.flatnonzero(first)):
            found[line, self._by_home.get(places[start], [])] = 0
        return found, np.cumsum(first) - 1

    def worth_of_room(self, column: int, beyond: int = 0) -> list[int]:
        """Return the points for each further place of a mentor, the first the most: the emptier a mentor, the better.

        beyond: so many places more than they have.
        """
        return [self.worth_of_place(column, taken) for taken in range(int(self.rooms[column]) + beyond)]

    def worth_of_place(self, column: int, taken: int) -> int:
        """Return the points for the place of a mentor after so many are taken, whether or not they have it."""
        each = self.pool.mentors[column]
        free = max(0, each.max_mentees - each.caseload - taken)
        return self.wishes.load * (FULL * free // max(1, each.max_mentees))

    def ties(self, rows: Any, columns: Any) -> Any:
        """Return for each row with its column 0 to TIES - 1, from the ids alone: what decides between equals."""
        mixed = (self._row_marks[rows] ^ self._column_marks[columns]) * np.uint32(2654435761)
        return (mixed >> np.uint32(28)).astype(np.int64)

    @cached_property
    def _row_marks(self) -> Any:
        return np.array([crc32(each.id.encode()) for each in self.pool.mentees], dtype=np.uint32)

    @cached_property
    def _column_marks(self) -> Any:
        return np.array([crc32(each.id.encode()[::-1]) for each in self.pool.mentors], dtype=np.uint32)

    def _in_reach(self, rows: range) -> Any:
        if self.wishes.farthest_km is None:
            return np.ones((len(rows), self.shape[1]), dtype=bool)
        far = self.distances(rows)
        # A distance nobody knows does not pass for a short one.
        return (far != UNKNOWN) & (far <= 10 * self.wishes.farthest_km)

    def _free_of_conflict(self, rows: range) -> Any:
        found = np.ones((len(rows), self.shape[1]), dtype=bool)
        for line, row in enumerate(rows):
            mentee = self.pool.mentees[row]
            found[line, self._led.get(mentee.place, [])] = False
            found[line, self._by_person.get(mentee.id, [])] = False
        return found


def _flags(held: list[Any], codes: list[str]) -> Any:
    """Return float32 [people, codes] of 0 and 1; sums of them are exact."""
    where = {code: number for number, code in enumerate(codes)}
    found = np.zeros((len(held), len(codes)), dtype=np.float32)
    for row, each in enumerate(held):
        found[row, [where[code] for code in each]] = 1
    return found


def _on_sphere(points: list[Point | None]) -> Any:
    """Return float64 [points, 3] on a sphere of radius 1, not-a-number where there is no point."""
    found = np.full((len(points), 3), np.nan)
    for row, point in enumerate(points):
        if point is not None:
            north, east = math.radians(point[0]), math.radians(point[1])
            found[row] = math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
    return found
