"""The calendar of themes on its pages, on the first page of mentors and in the forms of visits (R056)."""

import pytest
from django.urls import reverse

from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
MONTH = TODAY.strftime("%Y-%m")


def send(client, mawari, **given):
    there = reverse("programmes:theme", args=[mawari.programme.pk, MONTH])
    return client.post(there, {"act_id": str(uuid7()), **given}, follow=True)


def test_a_theme_reaches_mentors_and_their_visits(client, mawari):
    sign_in(client, mawari.daniel)
    instrument = mawari.version.instrument
    page = send(client, mawari, topic="Third stage", link="example.org/guide.pdf", checklist=instrument.pk)
    assert "Third stage" in words(page) and "https://example.org/guide.pdf" in page.content.decode()

    sign_in(client, mawari.amina)
    assert "This month: Third stage" in words(client.get("/"))
    for view in ("visits:begin", "visits:plan"):
        page = client.get(reverse(view), {"place": mawari.mtoni.pk})
        assert 'value="Third stage"' in page.content.decode()
    visit = mawari.a_visit(status="draft")
    visit.mentors.create(person=mawari.amina)
    page = client.get(reverse("visits:choose", args=[visit.pk])).content.decode()
    assert f'value="{mawari.version.pk}" selected' in page


def test_what_was_typed_is_kept_and_a_month_can_be_left_without(client, mawari):
    sign_in(client, mawari.daniel)
    page = send(client, mawari, topic="Third stage", link="not an address")
    assert "Enter an address" in words(page) and 'value="Third stage"' in page.content.decode()
    send(client, mawari, topic="Third stage")
    send(client, mawari, then="drop")
    assert "Third stage" not in words(client.get(reverse("programmes:themes", args=[mawari.programme.pk])))
    for month in ("2026-13", "soon"):
        assert client.get(reverse("programmes:theme", args=[mawari.programme.pk, month])).status_code == 404
