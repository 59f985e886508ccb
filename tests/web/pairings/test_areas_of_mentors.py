"""Several mentors for one mentee, each for an area: who sees which goals, who leads, what is next for each member."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.plans.models import Goal
from alongside.domain.programmes.models import Competency
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        story = Pair()
        story.relationship = story.propose(
            story.joseph, story.asha, shape="one_to_team", team="Maternity",
            mentors=[(story.neema, None), (story.baraka, story.newborn)],
        )  # fmt: skip
        type(story.relationship).objects.filter(pk=story.relationship.pk).update(status="active", since=TODAY)
        story.resuscitation = Competency.objects.create(code="resus", name="Resuscitation", area=story.newborn)
        yield story


def a_goal(story, text, competency, mentee=None, days=60, status="agreed"):
    return Goal.objects.create(
        relationship=story.relationship, owner="mentee", mentee=mentee or story.joseph, measure="level", target_level="independent",
        competency=competency, text=text, status=status, status_since=TODAY, due_on=TODAY + timedelta(days=days),
    )  # fmt: skip


def test_an_area_mentor_sees_the_goals_of_that_area_and_a_summary_of_the_others(client, story):
    own, other = (
        a_goal(story, "Bag and mask alone", story.resuscitation),
        a_goal(story, "Third stage alone", story.amtsl),
    )
    a_goal(story, "Partograph", story.amtsl, status="achieved")
    there = reverse("plans:plan", args=[story.relationship.pk])

    sign_in(client, story.baraka.person)
    said = words(client.get(there))
    assert "Bag and mask alone" in said and "Third stage alone" not in said
    assert "2 goals of other areas are worked on with other mentors; 1 achieved." in said
    assert client.get(reverse("plans:goal", args=[own.pk])).status_code == 200
    assert client.get(reverse("plans:goal", args=[other.pk])).status_code == 404
    for everybody in (story.neema.person, story.joseph, story.coordinator):
        sign_in(client, everybody)
        said = words(client.get(there))
        assert "Bag and mask alone" in said and "Third stage alone" in said and "other mentors" not in said


def test_the_page_of_a_mentee_lists_the_lead_and_the_mentors_of_areas(client, story):
    sign_in(client, story.coordinator)
    said = words(client.get(reverse("people:person", args=[story.joseph.pk])))

    assert "Neema every area · leads" in said and "Baraka Newborn care" in said


def test_a_unit_relationship_lists_each_member_with_own_goals_and_the_next_step(client, story):
    a_goal(story, "Third stage alone", story.amtsl, days=90)
    a_goal(story, "Bag and mask alone", story.resuscitation, days=30)
    a_goal(story, "Stock cards weekly", story.stock, mentee=story.asha, days=45)
    sign_in(client, story.neema.person)
    said = words(client.get(reverse("pairings:relationship", args=[story.relationship.pk])))

    assert "Joseph 2 open goals · next: Bag and mask alone, by" in said
    assert "Asha 1 open goal · next: Stock cards weekly, by" in said
    sign_in(client, story.grace)
    assert "Stock cards weekly" not in words(client.get(reverse("pairings:relationship", args=[story.relationship.pk])))
