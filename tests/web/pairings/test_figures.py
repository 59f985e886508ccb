"""Relationships counted: their shapes, purposes and ends; and which of them meet both ways."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from alongside.domain.encounters.commands import add_encounter
from alongside.domain.pairings import commands
from alongside.domain.plans.models import Goal
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import NOON, a_grant, sign_in
from tests.web.reading import lines_under, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    with time_machine.travel(NOON):
        yield Pair()


def shares(page, heading):
    return {word: cells[0] for word, cells in lines_under(page, heading).items()}


def test_reports_are_split_by_purpose_shape_and_reason_of_the_end(client, pair):
    pair.propose(pair.joseph, purpose="post_training")
    pair.propose(pair.asha, purpose="post_training")
    ended = pair.accepted(pair.propose(pair.juma, purpose="new_service"))
    commands.end_early(by=pair.coordinator, at=NOON, relationship=ended, end_reason="mentee_left", note="Went abroad")
    sign_in(client, pair.coordinator)
    page = client.get(reverse("pairings:figures"))

    assert shares(page, "Why they were begun") == {"Follow-up after training": "2"}
    assert shares(page, "Shape") == {"One mentor, one mentee": "2"}
    assert shares(page, "Why they ended") == {"The mentee left the service": "1"}
    sign_in(client, pair.stranger)
    assert "No relationship yet" in words(client.get(reverse("pairings:figures")))


def called(pair, mode, *, minutes=20, days_ago=3, people=None):
    add_encounter(
        by=pair.neema.person, at=NOON, programme=pair.programme, place=pair.mtoni, held_on=TODAY - timedelta(days=days_ago),
        people=people or [pair.joseph], mode=mode, minutes=minutes, topic="A question",
    )  # fmt: skip


def test_relationships_that_meet_both_ways_are_listed_with_their_share(client, pair):
    for relationship in (pair.propose(pair.joseph), pair.propose(pair.asha)):
        type(relationship).objects.filter(pk=relationship.pk).update(status="active")
    a_grant(pair.neema.person, "mentor", pair.kivuma)
    met = pair.encounter(pair.joseph, days_ago=10, mentor=pair.neema.person)
    assert met.mode == "in_person"
    pair.encounter(pair.asha, days_ago=10, mentor=pair.neema.person)
    called(pair, "phone", minutes=3)
    sign_in(client, pair.coordinator)
    both = reverse("pairings:relationships") + "?show=both"
    assert "0 of 2 active relationships" in words(client.get(both)), "a call of three minutes does not count"
    called(pair, "phone", minutes=6)
    called(pair, "chat", days_ago=100, people=[pair.asha])
    page = client.get(both)

    assert "1 of 2 active relationships" in words(page)
    assert "Joseph" in words(page) and "Asha" not in words(page)


def test_a_relationship_without_a_goal_is_found_and_the_programme_leads_there(client, pair):
    aimless = pair.propose(pair.joseph)
    type(aimless).objects.filter(pk=aimless.pk).update(status="active")
    type(pair.programme).objects.filter(pk=pair.programme.pk).update(ends_on=TODAY + timedelta(days=400))
    pair.programme.goals.create(
        kind="quality",
        text="Fewer infections",
        indicator="LRN-08",
        baseline=20,
        target=60,
        due_on=TODAY + timedelta(days=300),
    )
    sign_in(client, pair.daniel)
    light = html.fromstring(client.get(reverse("programmes:programme", args=[pair.programme.pk])).content).xpath(
        "//li[.//a[normalize-space()='It has goals and an end']]"
    )[0]

    assert "0 of 1 relationships with goals" in light.text_content()
    there = light.xpath(".//a/@href")[0]
    assert "Joseph" in words(client.get(there))
    Goal.objects.create(
        relationship=aimless,
        owner="mentee",
        mentee=pair.joseph,
        measure="level",
        target_level="independent",
        competency=pair.amtsl,
        text="Third stage alone",
        status="agreed",
        status_since=TODAY,
        due_on=TODAY + timedelta(days=60),
        proposed_by=pair.joseph,
    )
    assert "Joseph" not in words(client.get(there))


def test_a_relationship_shows_the_rhythm_of_each_area_and_how_far_it_is_kept(client, pair):
    relationship = pair.propose(pair.joseph, mentors=[(pair.neema, pair.area), (pair.baraka, pair.newborn)])
    type(relationship).objects.filter(pk=relationship.pk).update(status="active", since=TODAY - timedelta(days=80))
    component = pair.programme.components.create(
        model="visiting", deployment="district", most_mentees=10, most_places=3
    )
    for channel, area, every, unit in (
        ("visit", pair.area, 1, "month"), ("visit", pair.newborn, 1, "week"), ("call", None, 2, "week"), ("sms", None, 1, "week"),
    ):  # fmt: skip
        component.phases.create(channel=channel, area=area, order=1, every=every, unit=unit)
    a_grant(pair.neema.person, "mentor", pair.kivuma)
    for days_ago in (5, 40):
        pair.encounter(pair.joseph, days_ago=days_ago, mentor=pair.neema.person)
    for minutes in (3, 6):
        called(pair, "phone", minutes=minutes)
    sign_in(client, pair.coordinator)
    said = words(client.get(reverse("pairings:relationship", args=[relationship.pk])))

    assert "Maternal health: Visit each month 2 of 3 in the last 90 days" in said
    assert "Newborn care: Visit each week 0 of 12 in the last 90 days" in said
    assert "Telephone call every 2 weeks 1 of 6 in the last 90 days" in said
    assert "Text message each week messages are not counted here" in said
