"""Agreements and releases on their pages, as a coordinator, an in-charge and a mentor use them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.domain.agreements.models import BackupCover, Engagement, ProtectedTime, ReleaseRequest
from alongside.domain.agreements.queries import is_engaged
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import a_person, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
THURSDAY = TODAY + timedelta(days=2)


def send(client, view, *args, query="", **given):
    return client.post(reverse(view, args=args) + query, {"act_id": str(uuid7()), **given}, follow=True)


def agree(client, mawari):
    sign_in(client, mawari.coordinator)
    send(client, "agreements:contact", programme=mawari.programme.pk, place="Mtoni Health Centre", on=TODAY)
    found = Engagement.objects.get()
    send(client, "agreements:meeting", found.pk, on=TODAY, note="They want to begin in May.")
    sign_in(client, mawari.grace)
    return found, send(
        client, "agreements:sign", found.pk, focal_person=mawari.grace.pk, hours_a_week="4", signed_by=mawari.grace.pk,
        permission_procedure="The midwife asks first.", agreed_on=TODAY, review_on=TODAY + timedelta(days=182),
    )  # fmt: skip


def test_from_first_contact_to_a_signature(client, mawari):
    found, page = agree(client, mawari)

    assert is_engaged(place=mawari.mtoni, programme=mawari.programme)
    assert "4.0 hours a week" in words(page) and "The midwife asks first." in words(page)
    sign_in(client, mawari.coordinator)
    assert "Mentoring has begun" in words(client.get(reverse("agreements:engagement", args=[found.pk])))
    send(client, "agreements:begin", found.pk, on=TODAY)
    assert Engagement.objects.get().status == "active"
    send(client, "agreements:lapse", found.pk, on=TODAY, reason="The in-charge changed.")
    assert "Lapsed" in words(client.get(reverse("agreements:engagements")))


def test_a_signature_that_lacks_something_keeps_what_was_typed(client, mawari):
    agree(client, mawari)
    found = Engagement.objects.get()

    page = send(
        client, "agreements:sign", found.pk, focal_person="", hours_a_week="4", signed_by=mawari.grace.pk,
        permission_procedure="The midwife asks first.", agreed_on=TODAY, review_on=TODAY + timedelta(days=182),
    )  # fmt: skip

    assert "Choose whom mentors turn to here." in words(page)
    assert b"The midwife asks first." in page.content


def test_hours_to_mentor_are_agreed_and_ended(client, mawari):
    found, _page = agree(client, mawari)

    page = send(
        client, "agreements:hours", found.pk, person=mawari.joseph.pk, hours_a_week="3", signed_by=mawari.grace.pk,
        since=TODAY,
    )  # fmt: skip
    assert "Joseph: 3.0 hours a week" in words(page)
    send(client, "agreements:end_hours", ProtectedTime.objects.get().pk, until=THURSDAY)
    assert ProtectedTime.objects.get().until == THURSDAY


def test_the_in_charge_is_nudged_where_less_than_half_of_the_agreed_time_was_used(client, mawari):
    found, _page = agree(client, mawari)
    given = {"hours_a_week": "3", "signed_by": mawari.grace.pk}
    send(client, "agreements:hours", found.pk, person=mawari.joseph.pk, since=TODAY, **given)
    assert "Give agreed time to mentor" not in words(client.get("/")), "agreed for less than four weeks"
    ProtectedTime.objects.update(since=TODAY - timedelta(days=28))
    met = mawari.encounter(mawari.grace, days_ago=3, mentor=mawari.joseph)
    type(met).objects.filter(pk=met.pk).update(minutes=350)

    assert "Give agreed time to mentor: Joseph, 6 of 12 hours in four weeks" in words(client.get("/"))
    assert "5.8 of 12 hours in the last four weeks" in words(
        client.get(reverse("agreements:engagement", args=[found.pk]))
    )
    type(met).objects.filter(pk=met.pk).update(minutes=360)
    assert "Give agreed time to mentor" not in words(client.get("/"))


def test_staff_are_asked_for_released_and_covered(client, mawari):
    found, _page = agree(client, mawari)
    neema = a_person("Neema", works_at=mawari.mtoni)
    sign_in(client, mawari.amina)
    send(
        client, "agreements:ask_release", query=f"?engagement={found.pk}", people=[mawari.joseph.pk, neema.pk],
        released_as="mentee", day=THURSDAY, begins_at="08:00", ends_at="12:00",
    )  # fmt: skip
    request = ReleaseRequest.objects.get()

    sign_in(client, mawari.grace)
    assert "who can be released?" in words(client.get("/"))
    page = send(
        client, "agreements:release", request.pk, released=[mawari.joseph.pk], note="Neema has the night before."
    )
    assert "Joseph released" in words(page) and "Neema not released" in words(page)
    send(client, "agreements:cover", request.pk, for_person=mawari.joseph.pk, ward="Maternity")
    page = send(client, "agreements:answer_cover", BackupCover.objects.get().pk, by_person=neema.pk)
    assert "Joseph, Maternity: Neema" in words(page)
    slot = {"planned_on": THURSDAY, "planned_until": THURSDAY}
    visit = mawari.a_visit(status="approved", **slot)
    ReleaseRequest.objects.update(visit_id=visit.pk, day=TODAY - timedelta(days=1))
    assert "cover confirmed: Neema for Joseph" in words(client.get(reverse("visits:visit", args=[visit.pk])))
    said = words(client.get(reverse("agreements:engagements")))
    assert "1 of 2 people asked for were released in the last 90 days" in said
    sign_in(client, mawari.joseph)
    assert "Mtoni Health Centre" in words(client.get(reverse("agreements:releases")))


def test_a_mentor_does_not_answer_and_a_mentee_does_not_ask(client, mawari):
    found, _page = agree(client, mawari)
    sign_in(client, mawari.amina)
    send(
        client, "agreements:ask_release", query=f"?engagement={found.pk}", people=[mawari.joseph.pk],
        released_as="mentee", day=THURSDAY,
    )  # fmt: skip
    request = ReleaseRequest.objects.get()

    send(client, "agreements:release", request.pk, released=[mawari.joseph.pk])
    assert ReleaseRequest.objects.get().status == "sent"
    assert client.get(reverse("agreements:sign", args=[found.pk])).status_code == 403
    sign_in(client, mawari.joseph)
    assert client.get(reverse("agreements:ask_release") + f"?engagement={found.pk}").status_code == 403
    sign_in(client, mawari.stranger)
    assert client.get(reverse("agreements:engagement", args=[found.pk])).status_code == 404


def test_asking_without_a_workplace_finds_nothing(client, mawari):
    sign_in(client, mawari.amina)

    for query in ("", "?engagement=x", f"?engagement={uuid7()}"):
        assert client.get(reverse("agreements:ask_release") + query).status_code == 404


def test_the_list_stays_as_quick_with_more_in_it(client, mawari, django_assert_max_num_queries):
    agree(client, mawari)
    sign_in(client, mawari.coordinator)
    client.get(reverse("agreements:engagements"))

    with django_assert_max_num_queries(12):
        client.get(reverse("agreements:engagements"))
