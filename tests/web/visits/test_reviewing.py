"""Cases of a group's meeting on their page."""

import pytest
from django.urls import reverse

from alongside.domain.encounters.models import CaseReview, Encounter
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(mawari):
    visit = mawari.a_visit(status="draft", submitted_at=None)
    visit.mentors.create(person=mawari.amina)
    return Encounter.objects.create(
        visit=visit, programme=mawari.programme, place=mawari.mtoni, area_path=mawari.mtoni.path, mentor=mawari.amina,
        held_on=TODAY, recorded_at=NOON, interaction="one_to_group",
    )  # fmt: skip


def send(client, meeting, **given):
    return client.post(
        reverse("visits:cases", args=[meeting.pk]),
        {"act_id": str(uuid7()), "register": "Sick child register", **given},
        follow=True,
    )


def line(number, recorded, agrees="yes", **more):
    given = {"age": "1_4", "recorded": recorded, "agrees": agrees, **more}
    return {f"{name}-{number}": value for name, value in given.items()}


def test_five_cases_show_how_often_register_and_protocol_agree(client, mawari, meeting):
    sign_in(client, mawari.amina)
    cases = {}
    for number in range(1, 5):
        cases |= line(number, "Pneumonia")
    page = send(client, meeting, **cases, **line(7, "Cough or cold", "no", by_protocol="Pneumonia"))

    assert "agree in 4 of 5 cases: 80 %" in words(page)
    assert "Review cases" in words(client.get(reverse("visits:visit", args=[meeting.visit_id])))
    sign_in(client, mawari.coordinator)
    assert "does the register agree with the protocol?" in words(
        client.get(reverse("places:place", args=[mawari.mtoni.pk]))
    )


def test_a_phone_number_is_asked_about_and_what_was_typed_stays(client, mawari, meeting):
    sign_in(client, mawari.amina)
    page = send(client, meeting, **line(1, "Pneumonia", correction="Ring 0712 345 678"))
    assert "no client is named here" in words(page) and "0712 345 678" in page.content.decode()
    assert not CaseReview.objects.exists()
    page = send(client, meeting, **line(1, "Pneumonia", "no"))
    assert "enter what the protocol would have said" in page.content.decode()


def test_others_read_it_or_find_nothing(client, mawari, meeting):
    sign_in(client, mawari.grace)
    assert client.get(reverse("visits:cases", args=[meeting.pk])).status_code == 404
    CaseReview.objects.create(encounter=meeting, register="Register", recorded_at=NOON)
    assert client.get(reverse("visits:cases", args=[meeting.pk])).status_code == 200
    sign_in(client, mawari.stranger)
    assert client.get(reverse("visits:cases", args=[meeting.pk])).status_code == 404
