"""In which order a mentor might go round the workplaces of a month, and on which days. Pure: no database, no clock.

A suggestion with its distance: whoever goes knows the roads.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0  # km
ROADS = 1.3  # a road is about so much longer than the straight line
MOST_STOPS = 15

Spot = tuple[float, float]  # latitude, longitude in degrees


@dataclass(frozen=True)
class Stop:
    """A workplace to be visited. spot: None where its coordinates are not known. days: how long the visit takes."""

    id: str
    spot: Spot | None
    days: int = 1
    opening_days: str = "1111100"  # Monday first
    no_go: frozenset[date] = frozenset()  # days without visits

    def is_closed(self, day: date) -> bool:
        return self.opening_days[day.weekday()] != "1" or day in self.no_go


@dataclass(frozen=True)
class Leg:
    """A stop with its days and the way to it. km: by road, about; None: not known."""

    stop: Stop
    first: date
    last: date  # inclusive
    km: float | None


def km_between(one: Spot | None, other: Spot | None) -> float | None:
    """Return about how far it is by road, None where a place has no coordinates."""
    if one is None or other is None:
        return None
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, each)) for each in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half)) * ROADS


def round_trip(home: Spot, stops: Sequence[Stop]) -> list[Stop]:
    """Return the stops in the order of a short round from home and back; those without coordinates come last.

    Solved by OR-Tools; the same stops give the same round.
    """
    known = [each for each in stops if each.spot is not None]
    unknown = [each for each in stops if each.spot is None]
    if len(known) < 3:
        return [*known, *unknown]
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # costs half a second: only whoever plans pays it

    spots = [home, *(each.spot for each in known)]
    metres = [[int(1000 * (km_between(one, other) or 0)) for other in spots] for one in spots]
    index = pywrapcp.RoutingIndexManager(len(spots), 1, 0)
    routing = pywrapcp.RoutingModel(index)
    way = routing.RegisterTransitCallback(lambda a, b: metres[index.IndexToNode(a)][index.IndexToNode(b)])
    routing.SetArcCostEvaluatorOfAllVehicles(way)
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    found = routing.SolveWithParameters(how)
    order, at = [], found.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(at):
        order.append(known[index.IndexToNode(at) - 1])
        at = found.Value(routing.NextVar(at))
    return [*order, *unknown]


def legs(
    home: Spot | None, order: Sequence[Stop], *, first: date, last: date, busy: Collection[date]
) -> tuple[list[Leg], list[Stop]]:  # fmt: skip
    """Return the stops on days, one after the other, and those for which no days are left. last: inclusive.

    A visit takes days in a row on which the workplace is open and the mentor is free.
    """
    found: list[Leg] = []
    left: list[Stop] = []
    day, here = first, home
    for stop in order:
        begins = _free(stop, day, last, busy)
        if begins is None:
            left.append(stop)
            continue
        ends = begins + timedelta(days=stop.days - 1)
        found.append(Leg(stop, begins, ends, km_between(here, stop.spot)))
        day, here = ends + timedelta(days=1), stop.spot or here
    return found, left


def _free(stop: Stop, first: date, last: date, busy: Collection[date]) -> date | None:
    day = first
    while day + timedelta(days=stop.days - 1) <= last:
        wanted = [day + timedelta(days=number) for number in range(stop.days)]
        if not any(each in busy or stop.is_closed(each) for each in wanted):
            return day
        day += timedelta(days=1)
    return None
