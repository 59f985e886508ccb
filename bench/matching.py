"""Matching 1,000 mentors to 10,000 mentees: from rows in memory to pairs with their reasons.

`python -m bench.matching` prints the median of five runs of each choice, with its spread, and what was found.
`--mentors 5000 --mentees 50000 --times 1` for a large country.
"""

import argparse
import random
import resource
import statistics
import time
from datetime import date

from alongside.domain.pairings.rules.matching.inputs import Offer, Pool, Wanting, Wishes

AREAS = [f"area{number}" for number in range(14)]
TONGUES = ["en", "sw", "fr"]


def a_pool(mentors: int, mentees: int, seed: int = 1) -> Pool:
    """Return an invented country of 8 by 8 degrees, four mentees a workplace; the same for the same seed."""
    draw = random.Random(seed)
    places = max(2, mentees // 4)
    points = [(draw.uniform(-8, 0), draw.uniform(30, 38)) for _ in range(places)]
    homes = [draw.randrange(places) for _ in range(mentors)]
    offers = tuple(
        Offer(
            f"mentor{n}", f"person{n}", f"place{homes[n]}", frozenset(draw.sample(AREAS, draw.randint(2, 6))),
            frozenset(draw.sample(TONGUES, 2)), draw.randint(0, 3), draw.randint(8, 16), draw.choice([0, 16, 32]),
            points[homes[n]], draw.choice(["female", "male"]), None, f"district{homes[n] % 50}",
        )
        for n in range(mentors)
    )  # fmt: skip
    wanting = tuple(
        Wanting(
            f"mentee{n}", f"place{n // 4 % places}", (draw.choice(AREAS),), frozenset(draw.sample(TONGUES, 2)),
            frozenset(draw.sample(AREAS, 3)), points[n // 4 % places], draw.choice(["", "", "female"]),
            f"district{n // 4 % 50}",
        )
        for n in range(mentees)
    )  # fmt: skip
    links = frozenset((f"place{draw.randrange(places)}", f"place{draw.choice(homes)}") for _ in range(places))
    known = frozenset((f"mentor{draw.randrange(mentors)}", f"mentee{draw.randrange(mentees)}") for _ in range(mentees // 10))  # fmt: skip
    return Pool(date(2026, 4, 14), offers, wanting, links, frozenset(), known, {code: code for code in AREAS})


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--mentors", type=int, default=1000)
    asked.add_argument("--mentees", type=int, default=10_000)
    asked.add_argument("--times", type=int, default=5)
    given = asked.parse_args()
    began = time.perf_counter()
    from alongside.domain.pairings.rules.matching.finding import match

    match(a_pool(5, 20), Wishes(), everybody=True)
    print(f"loading the solvers, once a process: {time.perf_counter() - began:.2f} s")
    pool = a_pool(given.mentors, given.mentees)
    for everybody in (False, True):
        wall, cpu = [], []
        for _ in range(given.times):
            at, busy = time.perf_counter(), time.process_time()
            found = match(pool, Wishes(farthest_km=150), everybody=everybody)
            wall.append(time.perf_counter() - at)
            cpu.append(time.process_time() - busy)
        print(
            f"{'nobody left out' if everybody else 'best fit':16} {given.mentors:,} x {given.mentees:,}: "
            f"{statistics.median(wall):.2f} s ({min(wall):.2f} to {max(wall):.2f}), {statistics.median(cpu):.2f} CPU s; "
            f"{len(found.pairs):,} pairs, {len(found.waiting):,} without, each with reasons"
        )
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
