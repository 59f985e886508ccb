"""The best whole set of pairs, exactly: one minimum-cost flow, and proof by its prices that no left-out pair would better it.

Each mentee first meets only the pairs worth most to them. When the flow is solved, every mentor has a price: what one more
mentee there would cost all others. A left-out pair that beats its mentee's present standing at that price is put in and the
flow is solved again; when none is left, the answer is the best among all pairs, not only among those looked at. (Solving
again for the unmatched alone would not be: somebody already matched may have to move.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .inputs import FULL, MOST_WEIGHT
from .scoring import BLOCK, NOBODY, TIES, Scoring

NEAR = 20  # pairs each mentee meets at first; with fewer, many more have to be put in later (measured)
ADDED = 8  # pairs put in at a time for each mentee

KEPT = 15_000_000  # pairs that can be, kept in 10 bytes each; beyond it they are counted again when asked for
NEVER = np.int64(2) ** 61


@dataclass(frozen=True)
class Solved:
    """Who goes to whom. mates: for each mentee the column of their mentor, or -1. gap: 0 where it is proven the best."""

    mates: Any
    gap: float = 0.0


def solve(scoring: Scoring, *, everybody: bool, near: int = NEAR) -> Solved:
    """Return the best set of pairs. everybody: as many mentees as possible first, then the most points.

    Otherwise the most points above the floor, and whoever finds no pair above it stays without. Sets of equal points are
    told apart by the ids of their pairs.
    """
    people, mentors = scoring.shape
    if not people or not scoring.rooms.sum():
        return Solved(np.full(people, -1, dtype=np.int64))
    flow = _Flow(scoring, everybody)
    for rows, worth in flow.blocks():
        flow.meet(rows, worth, near)
        flow.keep(rows, worth)
    while True:
        mates = flow.solved()
        if not flow.put_in(mates):
            return Solved(mates)


class _Flow:
    """The pairs looked at so far. Costs are whole numbers: points times `scale`, ties below one point over the whole set."""

    def __init__(self, scoring: Scoring, everybody: bool) -> None:
        self.scoring, self.everybody = scoring, everybody
        people, mentors = scoring.shape
        self.scale = TIES * people + 1
        self.floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100
        most_points = 7 * MOST_WEIGHT * FULL + 1
        # To stay without a mentor: costs nothing, or more than any rearrangement of all the others could save.
        self.without = np.int64(most_points * self.scale * (people + 1)) if everybody else np.int64(0)
        self.kept: dict[int, tuple[Any, Any, Any]] = {}
        self.n_kept = 0
        self.rows: list[Any] = []
        self.columns: list[Any] = []
        self.costs: list[Any] = []
        slots = [(column, -worth * self.scale) for column in range(mentors) for worth in scoring.worth_of_room(column)]
        self.slot_columns = np.array([column for column, _cost in slots], dtype=np.int64)
        self.slot_costs = np.array([cost for _column, cost in slots], dtype=np.int64)
        self.first_slot = np.searchsorted(self.slot_columns, np.arange(mentors))

    def blocks(self) -> Iterator[tuple[range, Any]]:
        """Yield the points of every pair, a block of mentees at a time."""
        for start in range(0, self.scoring.shape[0], BLOCK):
            rows = range(start, min(start + BLOCK, self.scoring.shape[0]))
            yield rows, self.scoring.points(rows)

    def can_be(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield rows, columns and points of the pairs that can be, a block of mentees at a time."""
        for start in range(0, self.scoring.shape[0], BLOCK):
            if start not in self.kept:
                rows = range(start, min(start + BLOCK, self.scoring.shape[0]))
                yield self.keep(rows, self.scoring.points(rows))
            else:
                lines, columns, worth = self.kept[start]
                yield lines.astype(np.int64) + start, columns.astype(np.int64), worth

    def keep(self, rows: range, points: Any) -> tuple[Any, Any, Any]:
        """Return rows, columns and points of the pairs of a block that can be, kept as long as there is memory for them."""
        lines, columns = np.nonzero(points != NOBODY)
        worth = points[lines, columns]
        if self.n_kept + len(worth) <= KEPT:
            self.n_kept += len(worth)
            self.kept[rows.start] = lines.astype(np.int16), columns.astype(np.int32), worth
        return lines + rows.start, columns, worth

    def meet(self, rows: range, points: Any, near: int) -> None:
        """Let the mentees of a block meet the pairs worth most to them."""
        if points.shape[1] > near:
            chosen = np.argpartition(-points, near - 1, axis=1)[:, :near]
        else:
            chosen = np.broadcast_to(np.arange(points.shape[1]), points.shape)
        lines, columns = np.repeat(np.arange(len(rows)), chosen.shape[1]), chosen.ravel().astype(np.int64)
        can = points[lines, columns] != NOBODY
        lines, columns = lines[can], columns[can]
        self._take_up(lines + rows.start, columns, self._costs(lines + rows.start, columns, points[lines, columns]))

    def _take_up(self, rows: Any, columns: Any, costs: Any) -> None:
        self.rows.append(rows)
        self.columns.append(columns)
        self.costs.append(costs)

    def _costs(self, rows: Any, columns: Any, points: Any) -> Any:
        return -((points.astype(np.int64) - self.floor) * self.scale + self.scoring.ties(rows, columns))

    def solved(self) -> Any:
        """Return the best mates among the pairs looked at so far, their mentees sorted together."""
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        people, mentors = self.scoring.shape
        rows, columns, costs = self._pairs()
        sink = people + mentors
        tails, heads = [rows, people + self.slot_columns], [people + columns, np.full_like(self.slot_columns, sink)]
        prices = [costs, self.slot_costs]
        if not self.everybody:
            tails.append(np.arange(people))
            heads.append(np.full(people, sink))
            prices.append(np.zeros(people, dtype=np.int64))
        tail, head, price = np.concatenate(tails), np.concatenate(heads), np.concatenate(prices)
        flow = SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones_like(tail), price)
        supplies = np.ones(sink + 1, dtype=np.int64)
        supplies[people:] = 0
        supplies[sink] = -people
        flow.set_nodes_supplies(np.arange(sink + 1), supplies)
        status = flow.solve_max_flow_with_min_cost() if self.everybody else flow.solve()
        if status != flow.OPTIMAL:
            raise ValueError(f"the flow of {people} mentees and {mentors} mentors ended as {status}")
        mates = np.full(people, -1, dtype=np.int64)
        used = flow.flows(np.arange(len(rows))) > 0
        mates[rows[used]] = columns[used]
        return mates

    def put_in(self, mates: Any) -> int:
        """Put in the left-out pairs that would better the whole, and return how many; 0: there are none."""
        prices, standing = self._prices(mates)
        # In whole points first, rounded so that no pair is missed: few are left for the exact sum.
        least, most = prices // self.scale, self.floor - 1 + standing // -self.scale
        added = 0
        for rows, columns, worth in self.can_be():
            likely = worth > least[columns] + most[rows]
            rows, columns, worth = rows[likely], columns[likely], worth[likely]
            costs = self._costs(rows, columns, worth)
            gain = standing[rows] - (costs + prices[columns])
            better = gain > 0
            rows, columns, costs, gain = rows[better], columns[better], costs[better], gain[better]
            order = np.lexsort((columns, -gain, rows))
            starts = _starts(rows[order])
            place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
            first = order[place < ADDED]
            self._take_up(rows[first], columns[first], costs[first])
            added += len(first)
        return added

    def _prices(self, mates: Any) -> tuple[Any, Any]:
        """Return what one more mentee would cost at each mentor, and what each mentee's present standing costs.

        The price of a mentor with a free place is that place. At a full one somebody moves on: to their next best pair, to
        whose mentor the same applies, or to no mentor; the cheapest such chain is the price (Bellman and Ford).
        """
        _people, mentors = self.scoring.shape
        rows, columns, costs = self._pairs()
        taken = np.bincount(mates[mates >= 0], minlength=mentors)
        free = taken < self.scoring.rooms
        prices = np.full(mentors, NEVER)
        prices[free] = self.slot_costs[self.first_slot[free] + taken[free]]
        mine = columns == mates[rows]
        matched = rows[mine]  # in order of rows, as the pairs are
        paid, held_by = costs[mine], columns[mine]
        order = np.argsort(held_by, kind="stable")
        starts = _starts(held_by[order])
        holders = held_by[order][starts]
        moving = np.isin(rows, matched)
        others_rows, others_columns, others = rows[moving], columns[moving], np.where(mine, NEVER, costs)[moving]
        firsts = _starts(others_rows)
        while len(matched):
            onward = others + np.minimum(prices[others_columns], NEVER)
            best = np.minimum(np.minimum.reduceat(onward, firsts), self.without)
            chains = np.minimum.reduceat((best - paid)[order], starts)
            if not (chains < prices[holders]).any():
                break
            prices[holders] = np.minimum(prices[holders], chains)
        standing = np.full(self.scoring.shape[0], self.without)
        standing[matched] = paid + prices[held_by]
        return prices, standing

    def _pairs(self) -> tuple[Any, Any, Any]:
        if len(self.rows) != 1:
            rows, columns, costs = (np.concatenate(each) if each else np.array([], dtype=np.int64) for each in (self.rows, self.columns, self.costs))  # fmt: skip
            order = np.lexsort((columns, rows))
            self.rows, self.columns, self.costs = [rows[order]], [columns[order]], [costs[order]]
        return self.rows[0], self.columns[0], self.costs[0]


def _starts(sorted_values: Any) -> Any:
    """Return where each run of equal values begins."""
    return np.flatnonzero(np.r_[True, np.diff(sorted_values) > 0][: len(sorted_values)])
