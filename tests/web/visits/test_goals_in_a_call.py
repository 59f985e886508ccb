"""A call with a goal that was worked on stands in the person's timeline beside visits (R018)."""

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.encounters.models import Encounter
from alongside.domain.people.terms import Role
from alongside.domain.plans.models import Goal
from alongside.kernel.ids import uuid7
from tests.domain.plans.stories import Planned
from tests.observed import TODAY
from tests.people import NOON, a_grant, a_place, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        found = Planned()
        found.touched = found.goal(found.wanted())
        a_grant(found.neema.person, Role.MENTOR, found.kivuma)
        yield found


def call(client, story, **more):
    given = {
        "act_id": str(uuid7()), "held_on": TODAY, "mode": "phone", "interaction": "one_to_one", "minutes": "12",
        "topic": "How it went", "people": [story.joseph.pk], **more,
    }  # fmt: skip
    return client.post(reverse("visits:call") + f"?place={story.mtoni.pk}", given, follow=True)


def test_a_call_of_twelve_minutes_touches_a_goal(client, story):
    sign_in(client, story.neema.person)
    page = client.get(reverse("visits:call"), {"place": story.mtoni.pk})
    assert "Which goals did you work on?" in words(page) and story.touched.text in words(page)
    page = call(client, story, goals=[story.touched.pk])
    assert f"12 minutes · How it went · goal: {story.touched.text}" in words(page)
    contact = Encounter.objects.get(mode="phone")
    form = client.get(reverse("visits:contact", args=[contact.pk])).content.decode()
    assert f'value="{story.touched.pk}"' in form and "checked" in form


def test_a_goal_of_another_place_is_not_offered(client, story):
    elsewhere = a_place("Elsewhere", under=story.kivuma)
    sign_in(client, story.neema.person)
    assert story.touched.text not in words(client.get(reverse("visits:call"), {"place": elsewhere.pk}))
    Goal.objects.update(status="dropped")
    page = call(client, story, goals=[story.touched.pk])
    assert not Encounter.objects.filter(mode="phone", goals=story.touched).exists() and page.status_code == 200
