"""One mentor for all mentees of a place: a generalised assignment, solved as a mixed-integer programme."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np

from .scoring import NOBODY, Scoring
from .solving import Solved

SECONDS = 20.0  # after so long the best found so far is taken, and its distance from the best possible is said


def places(scoring: Scoring) -> Iterator[range]:
    """Yield the rows of the mentees of each place."""
    start = 0
    for _place, group in groupby(scoring.pool.mentees, key=lambda each: each.place):
        n = len(list(group))
        yield range(start, start + n)
        start += n


def solve(scoring: Scoring, *, everybody: bool) -> Solved:
    """Return the best way to give each place one mentor or none. everybody: as many mentees as possible first."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    people, mentors = scoring.shape
    mates = np.full(people, -1, dtype=np.int64)
    floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100
    rows, columns, worth, sizes, groups = [], [], [], [], list(places(scoring))
    for number, group in enumerate(groups):
        points = scoring.points(group)
        able = (points != NOBODY).all(axis=0) & (scoring.rooms >= len(group))
        for column in np.flatnonzero(able):
            rows.append(number)
            columns.append(int(column))
            sizes.append(len(group))
            worth.append(int(points[:, column].sum()) - floor * len(group))
    if not rows:
        return Solved(mates)
    # The more mentees a mentor has, the less a further one is worth: places taken in order of worth, which the solver does
    # by itself as long as they only fall.
    slots = [(column, each) for column in sorted(set(columns)) for each in scoring.worth_of_room(column)]
    n, taking = len(rows), sorted(set(columns))
    line = {column: number for number, column in enumerate(taking)}
    one_each = csr_array((np.ones(n), (rows, range(n))), shape=(len(groups), n + len(slots)))
    as_many = csr_array(
        (
            np.r_[np.array(sizes, dtype=float), -np.ones(len(slots))],
            (
                [*(line[column] for column in columns), *(line[column] for column, _each in slots)],
                range(n + len(slots)),
            ),
        ),
        shape=(len(taking), n + len(slots)),
    )
    value = np.array([*worth, *(each for _column, each in slots)], dtype=float)
    held = [LinearConstraint(one_each, 0, 1), LinearConstraint(as_many, 0, 0)]  # type: ignore[arg-type]
    whole = np.r_[np.ones(n), np.zeros(len(slots))]
    options = {"mip_rel_gap": 0.0, "time_limit": SECONDS}
    given: dict[str, Any] = {"integrality": whole, "bounds": Bounds(0, 1), "options": options}
    gap = 0.0
    if everybody:
        counted = np.r_[np.array(sizes, dtype=float), np.zeros(len(slots))]
        reached = milp(-counted, constraints=held, **given)
        if reached.x is None:
            return Solved(mates, 1.0)
        gap = float(reached.mip_gap or 0.0)
        held.append(LinearConstraint(csr_array(counted[None, :]), round(-reached.fun), np.inf))  # type: ignore[arg-type]
    found = milp(-value, constraints=held, **given)
    if found.x is None:
        return Solved(mates, 1.0)
    for pair in np.flatnonzero(found.x[:n] > 0.5):
        mates[groups[rows[pair]].start : groups[rows[pair]].stop] = columns[pair]
    return Solved(mates, max(gap, float(found.mip_gap or 0.0)))
