"""Relationships counted: their shapes, purposes and ends; and which of them meet both ways."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from alongside.domain.encounters.commands import add_encounter
from alongside.domain.pairings import commands
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import NOON, a_grant, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    with time_machine.travel(NOON):
        yield Pair()


def shares(page, heading):
    rows = html.fromstring(page.content).xpath("//section[h2[normalize-space()=$heading]]//tbody/tr", heading=heading)
    return {row.xpath("string(th)").strip(): row.xpath("td")[0].text_content() for row in rows}


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
    both = reverse("pairings:relationships") + "?contact=both"
    assert "0 of 2 active relationships" in words(client.get(both)), "a call of three minutes does not count"
    called(pair, "phone", minutes=6)
    called(pair, "chat", days_ago=100, people=[pair.asha])
    page = client.get(both)

    assert "1 of 2 active relationships" in words(page)
    assert "Joseph" in words(page) and "Asha" not in words(page)
