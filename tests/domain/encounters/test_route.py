"""A round for a month: short, on open days, around other visits."""

import itertools
import random
from datetime import date, timedelta

import pytest

from alongside.domain.encounters.queries.route import suggested
from alongside.domain.encounters.rules.route import Stop, km_between, legs, round_trip
from alongside.domain.mentors.models import Assignment
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import a_place

DAY = timedelta(days=1)
MONDAY = date(2026, 4, 20)


def length(home, order):
    spots = [home, *(each.spot for each in order), home]
    return sum(km_between(one, other) for one, other in itertools.pairwise(spots))


def test_a_degree_of_longitude_on_the_equator_is_145_km_by_road():
    assert km_between((0, 30), (0, 31)) == pytest.approx(111.2 * 1.3, abs=0.5)
    assert km_between(None, (0, 31)) is None


@pytest.mark.parametrize("seed", range(6))
def test_a_round_is_as_short_as_trying_every_order(seed):
    draw = random.Random(seed)
    home = (draw.uniform(-2, 0), draw.uniform(30, 32))
    stops = [Stop(str(n), (draw.uniform(-2, 0), draw.uniform(30, 32))) for n in range(6)]
    best = min(length(home, order) for order in itertools.permutations(stops))

    assert length(home, round_trip(home, stops)) <= 1.05 * best


def test_a_stop_without_coordinates_comes_last():
    stops = [Stop("a", None), Stop("b", (0, 31)), Stop("c", (0, 30.5)), Stop("d", (1, 31))]

    assert round_trip((0, 30), stops)[-1].id == "a"


def test_visits_of_two_days_miss_weekends_and_other_visits():
    stops = [Stop("a", (0, 30), 2), Stop("b", (0, 31), 2), Stop("c", None, 2), Stop("d", (0, 32), 2, "0000001")]
    found, left = legs((0, 29), stops, first=MONDAY, last=MONDAY + 13 * DAY, busy={MONDAY + DAY})

    assert [(each.stop.id, each.first - MONDAY, each.last - each.first) for each in found] == [
        ("a", 2 * DAY, DAY), ("b", 7 * DAY, DAY), ("c", 9 * DAY, DAY),
    ]  # fmt: skip
    assert [each.id for each in left] == ["d"] and found[2].km is None


def test_a_round_leaves_out_days_without_visits():
    stop = Stop("a", (0, 30), 2, no_go=frozenset({MONDAY + DAY, MONDAY + 3 * DAY}))
    found, _left = legs((0, 29), [stop], first=MONDAY, last=MONDAY + 13 * DAY, busy=set())

    assert found[0].first == MONDAY + 7 * DAY


@pytest.mark.django_db
def test_what_is_due_and_not_planned_is_suggested_from_home():
    story = Pair()
    person = story.neema.person
    story.hospital.latitude, story.hospital.longitude = -3, 30
    story.hospital.save()
    far = a_place("Far", under=story.kivuma, latitude=-3, longitude=31)
    for place in (story.mtoni, far):
        Assignment.objects.create(
            mentor=story.neema, programme=story.programme, place=place, time_share="0.2", since=TODAY - 90 * DAY,
            until=TODAY + 200 * DAY,
        )  # fmt: skip
    last = TODAY + 20 * DAY
    found = suggested(person, first=TODAY, last=last, today=TODAY)
    assert [each.place for _leg, each in found.legs] == [story.mtoni]  # nobody is mentored at Far
    assert found.legs[0][0].first > TODAY and found.home == story.hospital
    slot = {"planned_on": TODAY + DAY, "planned_until": TODAY + DAY}
    story.a_visit(status="planned", **slot).mentors.create(person=person)
    type(story.a_visit()).objects.filter(status="planned").update(held_on=TODAY + DAY, until_on=TODAY + DAY)
    assert suggested(person, first=TODAY, last=last, today=TODAY).legs == []
    assert suggested(story.stranger, first=TODAY, last=last, today=TODAY).home is None
