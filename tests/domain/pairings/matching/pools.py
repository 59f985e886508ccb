"""Small invented pools, by hand and by hypothesis."""

from datetime import date

from hypothesis import strategies as some

from alongside.domain.pairings.rules.matching.inputs import Offer, Pool, Wanting, Wishes

DAY = date(2026, 4, 14)
AREAS = ["maternal", "newborn", "child"]
NAMES = {"maternal": "Maternal health", "newborn": "Newborn care", "child": "Child health"}
TONGUES = ["en", "sw"]
PLACES = [f"place{number}" for number in range(4)]
POINTS = [(0.0, 30.0), (0.0, 30.3), (0.5, 30.0), None]  # 33 and 56 km from the first; the last has none


def a_mentor(id="neema", **given):
    base = {
        "person": f"person of {id}", "home": "place0", "areas": frozenset(["newborn"]), "languages": frozenset(["en"]),
        "caseload": 0, "max_mentees": 2, "point": POINTS[0], "sex": "female",
    }  # fmt: skip
    return Offer(id, **{**base, **given})


def a_mentee(id="joseph", **given):
    base = {"place": "place0", "needs": ("newborn",), "languages": frozenset(["en"]), "point": POINTS[0]}
    return Wanting(id, **{**base, **given})


def a_pool(*people, **given):
    mentors = tuple(each for each in people if isinstance(each, Offer))
    return Pool(DAY, mentors, tuple(each for each in people if isinstance(each, Wanting)), areas=NAMES, **given)


@some.composite
def pools(draw, most_mentors=4, most_mentees=6):
    """A pool in which everything that decides differs now and then."""
    mentors = tuple(
        a_mentor(
            f"mentor{number}", home=PLACES[at], point=POINTS[at], areas=frozenset(draw(some.sets(some.sampled_from(AREAS), min_size=1))),
            languages=frozenset(draw(some.sets(some.sampled_from(TONGUES), min_size=1))), caseload=draw(some.integers(0, 2)),
            max_mentees=draw(some.integers(1, 4)), hours=draw(some.sampled_from([0, 2, 5, 40])),
            sex=draw(some.sampled_from(["female", "male"])), licence_until=draw(some.sampled_from([None, None, DAY, date(2027, 1, 1)])),
            person=draw(some.sampled_from([f"person{number}", "mentee0"])),
        )
        for number in range(draw(some.integers(1, most_mentors)))
        for at in [draw(some.integers(0, 3))]
    )  # fmt: skip
    mentees = tuple(
        a_mentee(
            f"mentee{number}", place=PLACES[at], point=POINTS[at], needs=tuple(draw(some.lists(some.sampled_from(AREAS), min_size=1, unique=True))),
            languages=frozenset(draw(some.sets(some.sampled_from(TONGUES), min_size=1))),
            goals=frozenset(draw(some.sets(some.sampled_from(AREAS)))), wants_sex=draw(some.sampled_from(["", "female"])),
        )
        for number in range(draw(some.integers(1, most_mentees)))
        for at in [draw(some.integers(0, 3))]
    )  # fmt: skip
    known = frozenset(draw(some.sets(some.tuples(some.sampled_from([each.id for each in mentors]), some.sampled_from([each.id for each in mentees])), max_size=3)))  # fmt: skip
    links = frozenset(draw(some.sets(some.tuples(some.sampled_from(PLACES), some.sampled_from(PLACES)), max_size=3)))
    leads = frozenset(draw(some.sets(some.tuples(some.sampled_from([each.person for each in mentors]), some.sampled_from(PLACES)), max_size=1)))  # fmt: skip
    return Pool(DAY, mentors, mentees, links, leads, known, NAMES)


@some.composite
def wishes(draw):
    weights = draw(some.lists(some.integers(0, 9), min_size=6, max_size=6))
    return Wishes(*weights, draw(some.sampled_from([0, 20, 50])), 2, draw(some.sampled_from([None, 40])))
