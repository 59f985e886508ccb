"""The letter that introduces mentors to a workplace."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.agreements.models import Engagement
from alongside.domain.mentors.models import Assignment
from alongside.web.agreements.letters import introduced
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        found = Pair()
        found.agreement = Engagement.objects.create(
            programme=found.programme, place=found.mtoni, area_path=found.mtoni.path, status="met"
        )
        yield found


def post(story, mentor):
    return Assignment.objects.create(
        mentor=mentor, programme=story.programme, place=story.mtoni, time_share="0.5", since=TODAY,
        until=TODAY + timedelta(days=90),
    )  # fmt: skip


def test_certified_mentors_posted_there_are_introduced(client, story):
    post(story, story.neema)
    shadow = story.a_mentor("Shadow")
    type(shadow).objects.filter(pk=shadow.pk).update(standing="provisional")
    post(story, shadow)
    ((name, _belongs, areas, until),) = introduced(story.agreement, on=TODAY)
    assert (name, bool(areas), until) == (story.neema.person.name, True, f"{TODAY + timedelta(days=90):%-d %B %Y}")

    sign_in(client, story.coordinator)
    page = client.get(reverse("agreements:engagement", args=[story.agreement.pk]))
    assert "Letter of introduction (PDF)" in words(page)
    paper = client.get(reverse("agreements:letter", args=[story.agreement.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert paper.content == client.get(reverse("agreements:letter", args=[story.agreement.pk])).content


def test_where_nobody_is_posted_there_is_no_letter(client, story):
    sign_in(client, story.coordinator)
    there = reverse("agreements:letter", args=[story.agreement.pk])
    assert "Letter of introduction" not in words(
        client.get(reverse("agreements:engagement", args=[story.agreement.pk]))
    )
    assert client.get(there).status_code == 404
    post(story, story.neema)
    sign_in(client, story.stranger)
    assert client.get(there).status_code == 404
