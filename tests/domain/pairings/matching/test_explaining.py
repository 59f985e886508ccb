"""Every pair says why, and everybody left says what stands in the way and what would change it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from alongside.domain.pairings.rules.matching.finding import match, rank, supply
from alongside.domain.pairings.rules.matching.inputs import Reason, Supply, Wishes
from alongside.domain.pairings.rules.matching.scoring import Scoring
from alongside.domain.pairings.rules.matching.wording import words

from .pools import DAY, POINTS, a_mentee, a_mentor, a_pool, pools, wishes

NAMES = {"neema": "Neema Mushi", "baraka": "Baraka"}


def left(*people, everybody=True, wishes=None, whole=False, **given):
    """Return the one who is left, what stands in the way and how it is said."""
    (one,) = match(a_pool(*people, **given), wishes or Wishes(), everybody=everybody, one_mentor_a_place=whole).waiting
    return one.reason, words(one.reason.code, one.reason.facts, NAMES)


def test_a_pair_lists_its_reasons_those_that_weigh_most_first():
    mentor = a_mentor(
        home="hospital", point=POINTS[1], areas=frozenset(["newborn", "child"]), caseload=1, max_mentees=4
    )
    mentee = a_mentee(goals=frozenset(["newborn", "maternal"]), wants_sex="female")
    pool = a_pool(mentor, mentee, links=frozenset([("place0", "hospital")]), known=frozenset([("neema", "joseph")]))

    (pair,) = match(pool, Wishes(), everybody=True).pairs

    assert [(each.code, each.points) for each in pair.reasons] == [
        ("goal_fit", 4500), ("referral_link", 4000), ("load", 3750), ("continuity", 3000), ("preference", 3000), ("distance", 2664),
    ]  # fmt: skip
    assert [words(each.code, each.facts, NAMES) for each in pair.reasons] == [
        "Proficient in 1 of 2 areas to work on: Newborn care",
        "Works where this workplace refers clients, or receives them from",
        "Has 1 of at most 4 mentees",
        "Has mentored them before",
        "A woman, as wished",
        "33 km away, as the crow flies",
    ]
    assert (pair.area, pair.points) == ("newborn", 20914)


@settings(max_examples=80, deadline=None)
@given(pool=pools(), wishes=wishes(), everybody=some.booleans())
def test_the_reasons_of_a_pair_add_up_to_what_the_solver_counted(pool, wishes, everybody):
    scoring, outcome = Scoring(pool, wishes), match(pool, wishes, everybody=everybody)
    row = {each.id: number for number, each in enumerate(scoring.pool.mentees)}
    column = {each.id: number for number, each in enumerate(scoring.pool.mentors)}
    worth = scoring.worth(range(scoring.shape[0]))

    for pair in outcome.pairs:
        room = sum(each.points for each in pair.reasons if each.code == "load")
        assert pair.points - room == worth[row[pair.mentee], column[pair.mentor]]
    assert {each.mentee for each in (*outcome.pairs, *outcome.waiting)} == set(row)
    for each in outcome.waiting:
        assert words(each.reason.code, each.reason.facts, {}).endswith(".")


def test_no_mentor_is_certified_in_the_area():
    assert left(a_mentor(areas=frozenset(["child"]), home="place1", point=POINTS[1]), a_mentee()) == (
        Reason("no_area", {"areas": ["Newborn care"], "n": 1, "mentor": "neema", "km": 33.0}),
        "No mentor who can be paired here is certified in Newborn care. "
        "Neema Mushi, 33 km away, has room and would fit in all else, once certified in it.",
    )


def test_no_mentor_works_near_enough():
    near = Wishes(farthest_km=40)
    assert left(a_mentor(home="place2", point=POINTS[2]), a_mentee(), wishes=near)[1] == (
        "No mentor certified in Newborn care works within 40 km. The nearest with room is Neema Mushi, 56 km away."
    )
    assert left(a_mentor(home="place3", point=None), a_mentee(), wishes=near)[1] == (
        "No mentor certified in Newborn care works within 40 km. "
        "How far away Neema Mushi works is not known: give both workplaces a point on the map."
    )


def test_the_licence_has_ended():
    assert left(a_mentor(licence_until=DAY), a_mentee())[1] == (
        "The licences of all who fit have ended (1). Renewing that of Neema Mushi would do."
    )


def test_no_language_is_shared():
    assert left(a_mentor(languages=frozenset(["sw"])), a_mentee())[1] == (
        "None of those who fit shares a language with them (1). "
        "Neema Mushi has room: look whether the record of one of them lacks a language."
    )


@pytest.mark.parametrize("given", [{"person": "joseph"}, {"person": "grace"}], ids=["themselves", "leads_the_place"])
def test_nobody_mentors_themselves_or_those_they_lead(given):
    reason, said = left(a_mentor(**given), a_mentee(), leads=frozenset([("grace", "place0")]))

    assert reason.code == "no_free_of_conflict"
    assert said.startswith("Whoever would fit leads their workplace or is themselves.")


def test_all_who_fit_are_full_and_one_more_place_would_do():
    people = [a_mentor(max_mentees=1), a_mentor("baraka", caseload=2, hours=4, home="place1", point=POINTS[1])]

    reason, said = left(*people, a_mentee(), a_mentee("asha"))
    assert (reason.code, said) == (
        "full",
        "All 2 mentors who fit are full; one more place at Neema Mushi would do. They agreed to at most 1 mentees.",
    )
    assert left(people[1], a_mentee())[1] == (
        "The only mentor who fits is full; one more place at Baraka would do. They agreed to at most 2 mentees."
    )
    assert left(replace(people[1], max_mentees=5), a_mentee())[1].endswith("Their 4 hours a month are the limit.")


@settings(max_examples=80, deadline=None)
@given(pool=pools(), wishes=wishes())
def test_one_more_place_where_it_is_said_pairs_one_more(pool, wishes):
    outcome = match(pool, wishes, everybody=True)
    for each in outcome.waiting:
        if each.reason.code == "full":
            roomier = [
                replace(mentor, hours=0, max_mentees=mentor.caseload + mentor.room(wishes.hours_per_mentee) + 1)
                if mentor.id == each.reason.facts["mentor"]
                else mentor
                for mentor in pool.mentors
            ]
            again = match(replace(pool, mentors=tuple(roomier)), wishes, everybody=True)
            assert len(again.pairs) == len(outcome.pairs) + 1


def test_below_the_floor_nobody_is_paired():
    weak = Wishes(floor=90)
    assert left(a_mentor(home="place2", point=POINTS[2]), a_mentee(), everybody=False, wishes=weak)[1] == (
        "The best pair still open, with Neema Mushi, reaches 58 of 100; below 90 nobody is paired."
    )


def test_a_whole_place_says_why_nobody_takes_it():
    both = [a_mentee(), a_mentee("asha")]
    too_small = match(a_pool(a_mentor(max_mentees=1), *both), Wishes(), everybody=True, one_mentor_a_place=True)
    assert {each.reason.code for each in too_small.waiting} == {"place_too_large"}
    apart = [a_mentor(), a_mentor("baraka", languages=frozenset(["sw"]))]
    tongues = [both[0], replace(both[1], languages=frozenset(["sw"]))]
    none = match(a_pool(*apart, *tongues), Wishes(), everybody=True, one_mentor_a_place=True)
    assert {each.reason.code for each in none.waiting} == {"nobody_for_all"}
    rivals = [a_mentee("juma", place="place1", point=POINTS[1]), a_mentee("musa", place="place1", point=POINTS[1])]
    one = match(a_pool(a_mentor(), *both, *rivals), Wishes(), everybody=True, one_mentor_a_place=True)
    assert {each.reason.code for each in one.waiting} == {"others_first"} and len(one.pairs) == 2
    high = match(a_pool(a_mentor(), *both), Wishes(floor=99), everybody=False, one_mentor_a_place=True)
    assert {each.reason.code for each in high.waiting} == {"place_below_floor"}


def suggested(*people, taken=None, wishes=None, **given):
    found = rank(a_pool(*people, **given), wishes or Wishes(), taken=taken or {})
    return [(each.pair.mentor, each.pair.points, each.lacks) for each in found]


def test_suggestions_are_ranked_by_their_points_with_reasons():
    near, far = a_mentor("near"), a_mentor("far", home="place2", point=POINTS[2])
    unlike = a_mentor("unlike", languages=frozenset(["sw"]))

    assert suggested(far, unlike, near, a_mentee()) == [
        ("near", 23000, ()), ("far", 17444, ()), ("unlike", 23000, ("language",)),
    ]  # fmt: skip
    assert suggested(far, near, a_mentee(), taken={"near": 1})[0] == ("near", 20500, ())
    best = rank(a_pool(near, a_mentee()), Wishes(), taken={})[0].pair
    assert best == match(a_pool(near, a_mentee()), Wishes(), everybody=True).pairs[0]
    busy = a_mentor("busy", caseload=4, max_mentees=6, hours=8)
    assert suggested(busy, near, a_mentee()) == [("near", 23000, ()), ("busy", 19665, ("hours",))]
    assert suggested(busy, a_mentee(), taken={"busy": 2}) == []
    (waived,) = rank(a_pool(replace(unlike, home="place3", point=None), a_mentee()), Wishes(farthest_km=40), taken={})
    assert [words(each.code, each.facts, {}) for each in waived.pair.reasons][:2] == [
        "Farther away than set, or not known how far", "Shares no language",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [{"areas": frozenset(["child"])}, {"licence_until": DAY}, {"person": "joseph"}, {"person": "grace"}, {"caseload": 2}],
    ids=["not_proficient", "licence_ended", "themselves", "line_manager", "full"],
)  # fmt: skip
def test_whoever_may_not_be_proposed_is_not_suggested(given):
    assert suggested(a_mentor(**given), a_mentee(), leads=frozenset([("grace", "place0")])) == []
    assert suggested(a_mentor(), a_mentee(), taken={"neema": 2}) == []


# What would do, by what stands in the way: mentor and mentee as they would have to be.
REMEDIES = {
    "no_area": lambda mentor, mentee: (replace(mentor, areas=mentor.areas | set(mentee.needs)), mentee),
    "no_reach": lambda mentor, mentee: (
        replace(mentor, point=mentor.point or POINTS[0]),
        replace(mentee, place="next door", point=mentor.point or POINTS[0]),
    ),
    "no_licence": lambda mentor, mentee: (replace(mentor, licence_until=None), mentee),
    "no_language": lambda mentor, mentee: (replace(mentor, languages=mentor.languages | mentee.languages), mentee),
    "no_free_of_conflict": lambda mentor, mentee: (replace(mentor, person="somebody else"), mentee),
}


@settings(max_examples=150, deadline=None)
@given(pool=pools(), wishes=wishes())
def test_what_is_said_to_stand_in_the_way_frees_a_place_once_it_is_gone(pool, wishes):
    outcome = match(pool, wishes, everybody=True)
    mentors, mentees = {each.id: each for each in pool.mentors}, {each.id: each for each in pool.mentees}
    for each in outcome.waiting:
        if (code := each.reason.code) in REMEDIES and "mentor" in each.reason.facts:
            mentor, mentee = REMEDIES[code](mentors[each.reason.facts["mentor"]], mentees[each.mentee])
            changed = replace(
                pool, mentors=tuple({**mentors, mentor.id: mentor}.values()),
                mentees=tuple({**mentees, mentee.id: mentee}.values()),
            )  # fmt: skip
            assert len(match(changed, wishes, everybody=True).pairs) > len(outcome.pairs)


def test_supply_and_demand_stand_beside_each_other():
    people = [
        a_mentor(district="kivuma", hours=8, max_mentees=3), a_mentee(district="kivuma"),
        a_mentee("asha", district="temba", needs=("child",)),
    ]  # fmt: skip
    pool = a_pool(*people)

    assert supply(pool, Wishes(), match(pool, Wishes(), everybody=True)) == [
        Supply("kivuma", "newborn", 1, 1, 1, 3, 8),
        Supply("temba", "child", 1, 0, 0, 0, 0),
    ]
