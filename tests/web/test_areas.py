"""The area tree on its pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alongside.domain.places.models import NoGoDays, OrgUnit, ReferralLink
from alongside.kernel.ids import uuid7
from tests.people import a_grant, a_person, a_place, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    return a_place("Mawari", type="country")


@pytest.fixture
def lumba(mawari):
    return a_place("Lumba", type="district", under=mawari)


@pytest.fixture
def mtoni(lumba):
    return a_place("Mtoni Health Centre", under=lumba)


@pytest.fixture
def daniel(client, mawari):
    daniel = a_person("Daniel")
    a_grant(daniel, "administrator", mawari)
    sign_in(client, daniel)
    return daniel


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def test_a_place_is_opened_renamed_moved_given_days_and_closed(client, daniel, mawari, lumba, mtoni):
    send(client, "areas:open", mawari.pk, name="Tamba", type="district")
    send(client, "areas:open", lumba.pk, name="Kivu", type="health_post", latitude="-1.5", longitude="36.8")
    kivu = OrgUnit.objects.get(name="Kivu")
    send(client, "areas:name", kivu.pk, name="Kivu Dispensary")
    send(client, "areas:move", kivu.pk, under="Tamba")
    send(client, "areas:days", kivu.pk, opening_days=["0", "2"])
    send(client, "areas:referral", kivu.pk, destination="Mtoni Health Centre", services="Surgery")
    page = client.get(reverse("areas:area", args=[kivu.pk]))
    send(client, "areas:referral", kivu.pk, end=ReferralLink.objects.get().pk)
    send(client, "areas:close", kivu.pk, closed_on="2026-04-01")

    kivu.refresh_from_db()
    assert (kivu.name, OrgUnit.objects.get_parent(kivu).name, kivu.opening_days) == (
        "Kivu Dispensary",
        "Tamba",
        "1010000",
    )
    assert b"Mtoni Health Centre" in page.content and b"Surgery" in page.content
    assert (kivu.closed_on is not None, ReferralLink.objects.count()) == (True, 0)
    send(client, "areas:close", kivu.pk)
    kivu.refresh_from_db()
    assert kivu.closed_on is None


def test_a_refusal_is_said_at_its_field(client, daniel, lumba, mtoni):
    answer = send(client, "areas:open", lumba.pk, name="Mtoni Health Centre", type="clinic")

    assert b"There is a place of this name here already" in answer.content


def test_going_down_counting_and_searching(client, daniel, mawari, lumba, mtoni):
    tops, below = client.get(reverse("areas:tops")), client.get(reverse("areas:area", args=[lumba.pk]))
    found = client.get(reverse("areas:tops"), {"q": "mtoni"})

    assert [place.name for place in tops.context["listed"]] == ["Mawari"]
    assert [place.name for place in below.context["listed"]] == ["Mtoni Health Centre"]
    assert [place.name for place in found.context["listed"]] == ["Mtoni Health Centre"]
    assert [(str(label), n) for label, n in below.context["counts"]] == [("Health centre", 1)]


def test_only_whoever_runs_everything_opens_a_country(client, daniel):
    refused = client.get(reverse("areas:open_top")).status_code
    nora = a_person("Nora")
    a_grant(nora, "administrator", None)
    sign_in(client, nora)

    send(client, "areas:open_top", name="Zuberi", type="country")

    assert (refused, OrgUnit.objects.get(name="Zuberi").depth) == (403, 1)


def test_the_list_costs_the_same_for_three_as_for_one(client, daniel, lumba, mtoni):
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("areas:area", args=[lumba.pk]))
    for number in range(3):
        a_place(f"Kivu {number}", under=lumba)

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("areas:area", args=[lumba.pk]))

    assert len(many) == len(few)


def test_days_without_visits_are_kept_for_an_area_seen_below_it_and_opened_again(client, daniel, lumba, mtoni):
    ahead = timezone.localdate() + timedelta(days=30)
    page = send(client, "areas:free", lumba.pk, first_on=ahead, last_on=ahead - timedelta(days=1), reason="Census")
    assert "The last day lies before the first" in page.text and "Census" in page.text
    send(client, "areas:free", lumba.pk, first_on=ahead, reason="Census")
    below = client.get(reverse("areas:area", args=[mtoni.pk])).text
    assert "Census" in below and "Lumba" in below
    days = NoGoDays.objects.get()
    grace = a_person("Grace")
    a_grant(grace, "in_charge", mtoni)
    sign_in(client, grace)
    assert "Census" in client.get(reverse("places:place", args=[mtoni.pk])).text
    assert client.post(reverse("areas:free", args=[mtoni.pk]), {"open": str(days.pk)}).status_code == 404
    sign_in(client, daniel)
    send(client, "areas:free", lumba.pk, open=str(days.pk))
    assert not NoGoDays.objects.exists()
