"""The flow finds the best whole set of pairs: against another solver, in any order of rows, with and without pruning."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linear_sum_assignment

from alongside.domain.pairings.rules.matching import solving, whole_places
from alongside.domain.pairings.rules.matching.finding import match
from alongside.domain.pairings.rules.matching.inputs import Pool, Wishes
from alongside.domain.pairings.rules.matching.scoring import NOBODY, Scoring

from .pools import DAY, a_mentee, a_mentor, a_pool, pools, wishes

NEVER = 10.0**9


def value(scoring, mates, floor):
    """Return what a set of pairs is worth above the floor, room included, counted anew."""
    points = scoring.points(range(scoring.shape[0]))
    total, taken = 0, [0] * scoring.shape[1]
    for row, column in enumerate(mates):
        if column >= 0:
            assert points[row, column] != NOBODY
            total += int(points[row, column]) + scoring.worth_of_room(column)[taken[column]] - floor
            taken[column] += 1
    return total


def oracle(scoring, *, everybody):
    """Return (pairs, points above the floor) of the best set by the Hungarian method, every place of a mentor a column."""
    people, mentors = scoring.shape
    points = scoring.points(range(people))
    floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100
    places = [(column, worth) for column in range(mentors) for worth in scoring.worth_of_room(column)]
    cost = np.full((people, len(places) + people), NEVER if everybody else 0.0)
    for number, (column, worth) in enumerate(places):
        can = points[:, column] != NOBODY
        cost[:, number] = np.where(can, -(points[:, column] + worth - floor), NEVER * 10)
    rows, columns = linear_sum_assignment(cost)
    pairs = [(row, column) for row, column in zip(rows, columns, strict=True) if column < len(places)]
    return len(pairs), int(-sum(cost[row, column] for row, column in pairs))


@settings(max_examples=150, deadline=None)
@given(pool=pools(), wishes=wishes(), everybody=some.booleans(), near=some.sampled_from([1, 2, 20]))
def test_it_is_as_good_as_what_another_method_finds(pool, wishes, everybody, near):
    scoring = Scoring(pool, wishes)

    mates = solving.solve(scoring, everybody=everybody, near=near).mates

    floor = 0 if everybody else wishes.floor * wishes.most // 100
    n, best = oracle(scoring, everybody=everybody)
    assert value(scoring, mates, floor) == best
    if everybody:
        assert (mates >= 0).sum() == n


def a_larger_pool(seed, *, alone=False):
    """Return 240 mentees at 40 workplaces; alone: each at one of their own, so that no two are alike."""
    draw = random.Random(seed)
    points = [(draw.uniform(-2, 0), draw.uniform(30, 32)) for _ in range(240 if alone else 40)]
    at = [draw.randrange(40) for _ in range(60)]
    mentors = [
        a_mentor(f"m{n}", home=f"f{at[n]}", point=points[at[n]], areas=frozenset(draw.sample(["a", "b", "c"], 2)), max_mentees=draw.randint(1, 5))
        for n in range(60)
    ]  # fmt: skip
    mentees = [
        a_mentee(f"w{n}", place=f"f{place}", point=points[place], needs=(draw.choice(["a", "b", "c"]),))
        for n in range(240)
        for place in [n if alone else draw.randrange(40)]
    ]
    return a_pool(*mentors, *mentees)


def test_pruned_to_a_few_neighbours_it_is_still_the_best():
    for seed in range(4):
        scoring = Scoring(a_larger_pool(seed), Wishes())
        for everybody in (False, True):
            floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100
            found = [solving.solve(scoring, everybody=everybody, near=near).mates for near in (2, 5, 1000)]
            assert {value(scoring, mates, floor) for mates in found} == {oracle(scoring, everybody=everybody)[1]}


def test_points_counted_again_and_points_kept_lead_to_the_same(monkeypatch):
    scoring = Scoring(a_larger_pool(9), Wishes())
    kept = solving.solve(scoring, everybody=True)
    monkeypatch.setattr(solving, "KEPT", 0)

    assert (solving.solve(scoring, everybody=True).mates == kept.mates).all()


@settings(max_examples=60, deadline=None)
@given(pool=pools(), wishes=wishes(), everybody=some.booleans(), seed=some.integers(0, 9))
def test_the_order_of_rows_changes_nothing(pool, wishes, everybody, seed):
    draw = random.Random(seed)
    mentors, mentees = list(pool.mentors), list(pool.mentees)
    draw.shuffle(mentors)
    draw.shuffle(mentees)
    shuffled = replace(pool, mentors=tuple(mentors), mentees=tuple(mentees))

    assert match(shuffled, wishes, everybody=everybody) == match(pool, wishes, everybody=everybody)


def test_equals_are_told_apart_by_their_ids_alone():
    people = [a_mentor(f"m{n}") for n in range(5)] + [a_mentee(f"w{n}") for n in range(10)]
    scoring = Scoring(a_pool(*people), Wishes())
    ways = {tuple(solving.solve(scoring, everybody=True, near=near).mates) for near in (1, 2, 3, 20)}

    assert len(ways) == 1


@settings(max_examples=60, deadline=None)
@given(pool=pools(), wishes=wishes(), hours=some.integers(1, 60))
def test_hours_say_how_many_and_never_whom(pool, wishes, hours):
    """Little time entered gains a mentor nothing: no pair and no place of theirs is worth more by it."""
    fewer = replace(pool, mentors=(replace(pool.mentors[0], hours=hours), *pool.mentors[1:]))
    unsaid = replace(pool, mentors=(replace(pool.mentors[0], hours=0), *pool.mentors[1:]))
    before, after = Scoring(unsaid, wishes), Scoring(fewer, wishes)
    rows = range(len(pool.mentees))

    assert (before.worth(rows) == after.worth(rows)).all()
    room = len(after.worth_of_room(0))
    assert after.worth_of_room(0) == before.worth_of_room(0)[:room]
    assert oracle(after, everybody=False)[1] <= oracle(before, everybody=False)[1]


def test_a_mentor_who_enters_fewer_hours_keeps_some_of_the_same_mentees_and_gains_nobody():
    """Whoever names little time does not get the easier mentees for it: their mentees are among those they had."""
    for seed in range(6):
        pool = a_larger_pool(seed, alone=True)
        before = match(pool, Wishes(), everybody=True)
        most = Counter(each.mentor for each in before.pairs).most_common(1)[0][0]
        had = {each.mentee: each.points for each in before.pairs if each.mentor == most}
        for hours in range(2, 2 * len(had), 2):
            fewer = tuple(replace(each, hours=hours) if each.id == most else each for each in pool.mentors)
            after = match(replace(pool, mentors=fewer), Wishes(), everybody=True)
            has = {each.mentee: each.points for each in after.pairs if each.mentor == most}
            assert set(has) < set(had) and sum(has.values()) < sum(had.values())


HARD = {
    "not_proficient": {"areas": frozenset(["child"])},
    "licence_ended": {"licence_until": DAY},
    "full_by_agreement": {"caseload": 2},
    "full_by_hours": {"caseload": 1, "max_mentees": 9, "hours": 2},
    "line_manager": {"person": "grace"},
    "themselves": {"person": "joseph"},
    "no_language_in_common": {"languages": frozenset(["sw"])},
    "too_far": {"home": "place2", "point": (0.5, 30.0)},
    "distance_unknown": {"home": "place3", "point": None},
}


@pytest.mark.parametrize("everybody", [True, False], ids=["nobody_left_out", "best_fit"])
@pytest.mark.parametrize("whole", [True, False], ids=["whole_workplace", "each_for_themselves"])
@pytest.mark.parametrize("given", HARD.values(), ids=HARD)
def test_a_condition_holds_whatever_the_points(given, everybody, whole):
    def pairs(**more):
        pool = a_pool(a_mentor(**more), a_mentee(), leads=frozenset([("grace", "place0")]), known=frozenset([("neema", "joseph")]))  # fmt: skip
        return match(pool, Wishes(farthest_km=40, floor=0), everybody=everybody, one_mentor_a_place=whole).pairs

    assert len(pairs()) == 1
    assert pairs(**given) == ()


def test_nobody_left_out_pairs_more_people_where_the_best_fit_leaves_one():
    far = a_mentee("far", place="place2", point=(0.5, 30.0), goals=frozenset(["maternal", "newborn"]))
    near = a_mentee("near")
    one, other = a_mentor("one", max_mentees=1), a_mentor("other", max_mentees=1, languages=frozenset(["sw"]))
    pool = a_pool(one, other, far, replace(near, languages=frozenset(["en", "sw"])))

    best = match(pool, Wishes(floor=60), everybody=False)
    everyone = match(pool, Wishes(floor=60), everybody=True)
    assert {(each.mentee, each.mentor) for each in best.pairs} <= {("near", "one"), ("near", "other")}
    assert {(each.mentee, each.mentor) for each in everyone.pairs} == {("far", "one"), ("near", "other")}


def brute(scoring, *, everybody):
    """Return (mentees, points) of the best way to give each place one mentor, by trying every way."""
    groups = list(whole_places.places(scoring))
    floor = 0 if everybody else scoring.wishes.floor * scoring.wishes.most // 100
    points = scoring.points(range(scoring.shape[0]))
    ways = [(0, 0, [0] * scoring.shape[1])]
    for group in groups:
        longer = list(ways)
        for n, total, taken in ways:
            for column in range(scoring.shape[1]):
                room = scoring.worth_of_room(column)[taken[column] : taken[column] + len(group)]
                if len(room) < len(group) or (points[list(group), column] == NOBODY).any():
                    continue
                more = int(points[list(group), column].sum()) + sum(room) - floor * len(group)
                now = [used + len(group) * (column == number) for number, used in enumerate(taken)]
                longer.append((n + len(group), total + more, now))
        ways = longer
    best = max(ways, key=lambda way: (way[0], way[1]) if everybody else (way[1],))
    return best[0], best[1]


@settings(max_examples=60, deadline=None)
@given(pool=pools(most_mentors=3), wishes=wishes(), everybody=some.booleans())
def test_one_mentor_for_a_whole_place_is_as_good_as_the_best_of_all_ways(pool, wishes, everybody):
    scoring = Scoring(pool, wishes)
    solving.solve(scoring, everybody=everybody)  # both solvers live in one process
    solved = whole_places.solve(scoring, everybody=everybody)

    floor = 0 if everybody else wishes.floor * wishes.most // 100
    n, best = brute(scoring, everybody=everybody)
    assert (value(scoring, solved.mates, floor), solved.gap) == (best, 0.0)
    if everybody:
        assert (solved.mates >= 0).sum() == n
    for group in whole_places.places(scoring):
        assert len({solved.mates[row] for row in group}) == 1


def test_an_empty_pool_has_nobody_to_pair():
    assert match(Pool(a_pool().on, (), ()), Wishes(), everybody=True).pairs == ()
