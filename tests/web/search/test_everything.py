"""One box finds what one may see, and nothing else."""

import pytest
from django.urls import reverse

from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def found(client, who, asked):
    return words(sign_in(client, who).get(reverse("search:everything"), {"q": asked}))


def test_people_places_and_checklists_are_found(client, mawari):
    assert "Joseph Nurse · Mtoni Health Centre" in found(client, mawari.amina, "jos")
    assert "Mtoni Health Centre Health centre · Kivuma" in found(client, mawari.amina, "mtoni")
    assert "Third stage of labour Approved" in found(client, mawari.amina, "stage")


@pytest.mark.parametrize("asked", ["joseph", "mtoni"])
def test_nothing_of_another_district_is_found(client, mawari, asked):
    assert "Nothing found in your areas" in found(client, mawari.stranger, asked)


def test_one_letter_finds_nobody(client, mawari):
    assert "Type at least two letters" in found(client, mawari.amina, "j")
