"""The counting rules of the indicator catalogue: visits, encounters, person-encounters, virtual contacts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.commands import add_encounter
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries.counting import encounters_held, visits_held
from alongside.domain.encounters.rules.counting import (
    Stay,
    VisitCount,
    count_visits,
    counts_as_encounter,
    joins,
    works_within,
)
from tests.observed import TODAY
from tests.people import NOON

from .stories import Story

DAY = timedelta(days=1)


def test_a_combined_visit_adds_one_to_each_purpose_and_one_to_the_total():
    assert count_visits([Stay("Mtoni", TODAY, TODAY, "combined")]) == VisitCount(1, 1, 1)


def test_a_place_is_visited_once_per_continuous_stay_whoever_recorded_it():
    stays = [
        Stay("Mtoni", TODAY, TODAY + DAY, "mentoring"),
        Stay("Mtoni", TODAY + DAY, TODAY + DAY, "supervision"),
        Stay("Mtoni", TODAY + 3 * DAY, TODAY + 3 * DAY, "mentoring"),
        Stay("Mbuyu", TODAY, TODAY, "mentoring"),
    ]

    assert count_visits(stays) == VisitCount(total=3, mentoring=3, supervision=1)


@pytest.mark.parametrize(
    ("mode", "minutes", "counted"),
    [
        ("phone", 6, True), ("phone", 5, True), ("phone", 3, False), ("video", None, False), ("chat", None, True),
        ("in_person", None, True), ("mixed", 2, True),
    ],
)  # fmt: skip
def test_a_call_counts_from_five_minutes(mode, minutes, counted):
    assert counts_as_encounter(mode, minutes) is counted


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (TODAY, (TODAY, TODAY)),
        (TODAY + DAY, (TODAY, TODAY + DAY)),
        (TODAY - DAY, (TODAY - DAY, TODAY)),
        (TODAY + 2 * DAY, None),
    ],
)
def test_a_stay_lasts_at_most_two_days(day, days):
    assert joins((TODAY, TODAY), day) == days


@pytest.mark.parametrize(
    ("post", "place", "is_area", "within"),
    [
        ("000100020003", "000100020003", False, True),
        ("0001000200030004", "000100020003", False, True),
        ("000100020003", "0001000200030004", False, True),
        ("00010002", "000100020003", True, False),
        ("000100020005", "000100020003", False, False),
    ],
    ids=["there", "unit below", "seen at an outreach post", "district office", "neighbour"],
)
def test_whose_post_belongs_to_a_place(post, place, is_area, within):
    assert works_within(post, place, post_is_area=is_area) is within


@pytest.mark.django_db
def test_three_one_to_one_and_one_group_are_one_visit_and_four_encounters():
    story = Story()
    visit = story.visit()
    for person in (story.joseph, story.neema, story.baraka):
        story.met(visit, person, activities=[("coaching", 20)])
    story.met(
        visit, story.joseph, story.neema, story.baraka, story.grace, interaction="one_to_group", topic="Drill",
        activities=[("drill", 30)], supported=[story.amtsl, story.stock],
    )  # fmt: skip
    story.observed(visit)
    span = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}

    before = (visits_held([story.kivuma.path], **span).total, encounters_held([story.kivuma.path], **span).total)
    Visit.objects.update(status="submitted", submitted_at=NOON)
    counted = encounters_held([story.kivuma.path], **span)

    assert before == (0, 0), "only what was submitted counts"
    assert visits_held([story.kivuma.path], **span) == VisitCount(1, 1, 0)
    assert (counted.total, counted.in_person, counted.person_encounters) == (4, 4, 7)
    assert counted.by_interaction == {"one_to_one": 3, "one_to_group": 1}
    assert counted.minutes == {"coaching": 60, "drill": 30}
    assert (counted.skills_observed, counted.skills_supported) == (1, 2)
    assert encounters_held([story.temba.path], **span).total == 0


@pytest.mark.django_db
def test_a_six_minute_call_counts_and_a_three_minute_call_is_only_kept():
    story = Story()
    given = {"by": story.amina, "at": NOON, "place": story.mtoni, "programme": story.programme, "held_on": TODAY}
    for minutes in (6, 3):
        add_encounter(**given, mode="phone", people=[story.joseph], minutes=minutes)

    counted = encounters_held([story.country.path], first=TODAY, last=TODAY)

    assert (counted.virtual, counted.short_calls, counted.by_mode, counted.person_encounters) == (1, 1, {"phone": 1}, 1)


@pytest.mark.django_db
def test_counting_costs_the_same_however_much_there_is():
    story = Story()

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            encounters_held([story.country.path], first=TODAY - 9 * DAY, last=TODAY)
            visits_held([story.country.path], first=TODAY - 9 * DAY, last=TODAY)
        return len(asked)

    story.met(story.visit(), story.joseph)
    one = cost()
    for person in (story.neema, story.baraka):
        story.met(Visit.objects.get(), person)

    assert cost() == one
