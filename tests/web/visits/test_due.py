"""Where to go next, on a page: the reasons beside the day, a visit planned from there."""

import pytest
from django.urls import reverse

from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_a_workplace_says_why_it_is_due_and_leads_to_planning(client, mawari):
    sign_in(client, mawari.amina)
    said = words(client.get(reverse("visits:due")))
    assert "Mtoni Health Centre" in said and "lowest result of the last visit" not in said
    assert "no result at the last visit" in said
    assert f"?place={mawari.mtoni.pk}" in client.get(reverse("visits:due")).content.decode()
    assert "No workplace here at present" in words(client.get(reverse("visits:due"), {"show": "never"}))


def test_who_does_not_plan_has_no_such_page(client, mawari):
    sign_in(client, mawari.joseph)
    assert client.get(reverse("visits:due")).status_code == 403
    sign_in(client, mawari.stranger)
    assert "Nobody is mentored yet" in words(client.get(reverse("visits:due")))
