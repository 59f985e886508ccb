"""One run of matching: from a pool to pairs with their reasons, and everybody left with what stands in the way."""

from collections import Counter

from . import explaining, solving, whole_places
from .inputs import Outcome, Pair, Pool, Supply, Wishes
from .scoring import Scoring


def match(pool: Pool, wishes: Wishes, *, everybody: bool, one_mentor_a_place: bool = False) -> Outcome:
    """Return the best whole set of pairs.

    everybody: as many mentees as possible first, then the best fit; otherwise the best fit above the floor.
    one_mentor_a_place: all mentees of a place go to one mentor, or none of them does.
    """
    scoring = Scoring(pool, wishes)
    solve = whole_places.solve if one_mentor_a_place else solving.solve
    solved = solve(scoring, everybody=everybody)
    return Outcome(
        tuple(explaining.pairs(scoring, solved.mates)),
        tuple(explaining.waiting(scoring, solved.mates, everybody=everybody, whole_places=one_mentor_a_place)),
        solved.gap,
    )


def judge(pool: Pool, wishes: Wishes) -> Pair | None:
    """Return the pair of a pool of one mentor and one mentee as a person chose it, with its reasons; None where a condition is not met."""
    scoring = Scoring(pool, wishes)
    one = range(1)
    if not all(met[0, 0] for met in scoring.conditions(one).values()):
        return None
    return explaining.pair(scoring, 0, 0, room=scoring.worth_of_room(0, 1)[0], taken=0)


def supply(pool: Pool, wishes: Wishes, outcome: Outcome) -> list[Supply]:
    """Return for each district and area what is wanted and what is offered, districts and areas in the order of their codes.

    Somebody who needs several areas is wanting in each; a mentor's places are counted in each of their areas.
    """
    district = {each.id: each.district for each in pool.mentees}
    wanting = Counter((each.district, code) for each in pool.mentees for code in each.needs)
    found = Counter((district[each.mentee], each.area) for each in outcome.pairs)
    wanted = {code for _district, code in wanting}
    mentors, rooms, hours = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each in pool.mentors:
        for key in ((each.district, code) for code in each.areas & wanted):
            mentors[key] += 1
            rooms[key] += each.room(wishes.hours_per_mentee)
            hours[key] += each.hours
    keys = sorted(set(wanting) | set(mentors))
    return [Supply(*key, wanting[key], found[key], mentors[key], rooms[key], hours[key]) for key in keys]
