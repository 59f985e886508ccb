"""Who the mentors are, as figures: affiliation, pay, preparation. Nobody is named."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.mentors.models import Assignment, Preparation
from alongside.domain.mentors.terms import SKILL_MODULES
from tests.domain.pairings.stories import Pair
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import lines_under, tiles, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    with time_machine.travel(NOON):
        yield Pair()


def lines(page, heading):
    return {word: cells[0] for word, cells in lines_under(page, heading).items()}


def test_mentors_are_counted_by_where_they_come_from_and_how_they_are_paid(client, pair):
    pair.a_mentor("Salima", affiliation="external", pay_type="per_visit")
    sign_in(client, pair.coordinator)
    page = client.get(reverse("mentors:figures"))

    assert lines(page, "Where mentors come from") == {"Senior health worker": "2", "External expert": "1"}
    assert lines(page, "How mentoring is paid") == {"Unpaid": "2", "Fee for each visit": "1"}
    assert tiles(page)["At home in the health system"][0] == "2"
    assert "Salima" not in words(page)
    sign_in(client, pair.joseph)
    assert client.get(reverse("mentors:figures")).status_code == 403


def test_both_halves_of_preparation_and_the_modules_that_are_only_recommended(client, pair):
    for mentor in (pair.neema, pair.baraka):
        Assignment.objects.create(
            mentor=mentor,
            programme=pair.programme,
            place=pair.mtoni,
            time_share="0.2",
            since=TODAY,
            until=TODAY + timedelta(days=90),
        )
    for module in SKILL_MODULES:
        Preparation.objects.create(mentor=pair.neema, stage=2, module=module, done_on=TODAY, passed=True)
    Preparation.objects.create(mentor=pair.baraka, stage=2, module="quality_improvement", done_on=TODAY, passed=True)
    Preparation.objects.create(mentor=pair.baraka, stage=1, module="supervision", done_on=TODAY, passed=True)
    sign_in(client, pair.coordinator)
    page = client.get(reverse("mentors:figures"))

    assert tiles(page)["Prepared in both halves"][0] == "1"
    assert lines(page, "Recommended modules not taken") == {
        "Quality improvement": "1",
        "Mentoring and supervision": "2",
    }
