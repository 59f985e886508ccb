"""One run of matching: from a pool to pairs with their reasons, and everybody left with what stands in the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from . import explaining, solving, whole_places
from .inputs import Outcome, Pool, Reason, Suggestion, Supply, Wishes
from .scoring import Scoring

# A person who knows both may pair them all the same.
MAY_BE_WAIVED = {"reach", "language", "hours"}


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


def rank(pool: Pool, wishes: Wishes, *, taken: Mapping[str, int]) -> list[Suggestion]:
    """Return whom a person may choose for the one mentee of a pool: who meets every condition first, among them the best fit.

    taken: places that others of the same run have, by mentor. Left out are those who may not be proposed at all: not
    certified in the area, licence ended, in conflict of interest, full.
    """
    scoring, found = Scoring(pool, wishes), []
    conditions = {code: met[0] for code, met in scoring.conditions(range(1)).items()}
    for column, mentor in enumerate(scoring.pool.mentors):
        used = taken.get(mentor.id, 0)
        hours = () if mentor.room(wishes.hours_per_mentee) > used else ("hours",)
        lacks = (*(code for code, met in conditions.items() if not met[column]), *hours)
        if set(lacks) <= MAY_BE_WAIVED and mentor.caseload + used < mentor.max_mentees:
            room = scoring.worth_of_place(column, used)
            pair = explaining.pair(scoring, 0, column, room=room, taken=used)
            waived = tuple(Reason("lacks", {"condition": code}) for code in lacks)
            found.append(Suggestion(replace(pair, reasons=waived + pair.reasons), lacks))
    return sorted(found, key=lambda each: (len(each.lacks), -each.pair.points, each.pair.mentor))


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
