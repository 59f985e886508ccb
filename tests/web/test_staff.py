"""Whoever keeps the list of staff, at work on the pages."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.people.commands import give_account
from alongside.domain.people.models import Device, Employment, Grant, Likely, Merge, Person, Phone, UserAccount
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lumba():
    return a_place("Lumba", type="district", under=a_place("Mawari", type="country"))


@pytest.fixture
def mtoni(lumba):
    return a_place("Mtoni Health Centre", under=lumba)


@pytest.fixture
def kivu(lumba):
    return a_place("Kivu Dispensary", type="health_post", under=lumba)


@pytest.fixture
def joseph(mtoni):
    return a_person("Joseph Banda", works_at=mtoni, phone="+254712345678")


@pytest.fixture
def daniel(client, lumba):
    daniel = a_person("Daniel Mwale")
    a_grant(daniel, "administrator", lumba)
    sign_in(client, daniel)
    return daniel


CONTACT = {"phone": "0722 000000", "language": "en", "preferred_channel": "sms", "email": ""}


def send(client, view, *args, **given):
    """Send a form of a page; returns the answer with the page it leads to."""
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def test_somebody_is_registered_once_and_shown(client, daniel, mtoni):
    given = CONTACT | {
        "given_names": "Asha", "family_name": "Tembo", "place": "mtoni health centre", "cadre": "midwife",
        "since": "2024-02-01", "licence_no": "N-17", "also_speaks": ["sw"], "act_id": str(uuid7()),
    }  # fmt: skip

    first = client.post(reverse("staff:register"), given, follow=True)
    client.post(reverse("staff:register"), given)

    asha = Person.objects.get(family_name="Tembo")
    assert b"Asha Tembo" in first.content and b"+254722000000" in first.content and b"N-17" in first.content
    assert (asha.also_speaks, Employment.objects.get(person=asha).place) == ("sw", mtoni)


def test_what_is_refused_is_said_at_its_field_and_what_was_typed_is_kept(client, daniel, mtoni):
    given = CONTACT | {
        "given_names": "Asha",
        "place": "Mtoni Health Centre",
        "cadre": "midwife",
        "since": "2024-02-01",
        "phone": "12",
    }

    answer = send(client, "staff:register", **given)
    nowhere = send(client, "staff:register", **given | {"place": "Nowhere"})

    assert b"is not a phone number" in answer.content and b'value="Asha"' in answer.content
    assert b"There is no such place among yours" in nowhere.content
    assert Person.objects.filter(given_names="Asha").count() == 0


def test_contact_post_licence_and_activity_change_on_their_pages(client, daniel, joseph, mtoni, kivu):
    post = Employment.objects.get(person=joseph)
    shown = client.get(reverse("staff:contact", args=[joseph.pk]))

    send(client, "staff:contact", joseph.pk, **CONTACT)
    send(client, "staff:licence", post.pk, licence_no="N-17", licence_expires_on="2027-01-01")
    send(client, "staff:move", joseph.pk, place="Kivu Dispensary", on="2026-01-01")
    send(client, "staff:leave", Employment.objects.get(person=joseph, until=None).pk, on="2026-02-01")
    send(client, "staff:active", joseph.pk)

    joseph.refresh_from_db()
    posts = Employment.objects.filter(person=joseph).order_by("since").values_list("place__name", "until", "licence_no")
    assert b"+254712345678" in shown.content
    assert Phone.objects.get(person=joseph).number == "+254722000000"
    assert list(posts) == [
        ("Mtoni Health Centre", date(2026, 1, 1), "N-17"), ("Kivu Dispensary", date(2026, 2, 1), "N-17"),
    ]  # fmt: skip
    assert joseph.is_active is False


def test_a_role_is_given_and_ended(client, daniel, joseph):
    send(client, "staff:role", joseph.pk, role="mentor", place="Lumba", since="2026-01-01")
    grant = Grant.objects.get(person=joseph)
    listed = client.get(reverse("staff:roles"))
    send(client, "staff:end", grant.pk, on="2026-02-01")

    grant.refresh_from_db()
    assert (grant.role, grant.until, b"Joseph Banda" in listed.content) == ("mentor", date(2026, 2, 1), True)


def test_nobody_gives_a_role_beyond_their_area_on_a_page(client, daniel, joseph):
    answer = send(client, "staff:role", joseph.pk, role="administrator", place="Mawari", since="2026-01-01")
    everywhere = send(client, "staff:role", joseph.pk, role="administrator", place="", since="2026-01-01")

    assert b"There is no such place among yours" in answer.content
    assert (everywhere.status_code, Grant.objects.filter(person=joseph).count()) == (200, 0)


def test_a_password_is_shown_once_and_works(client, daniel, joseph):
    given = {"username": "joseph.banda", "act_id": str(uuid7())}

    first = client.post(reverse("staff:account", args=[joseph.pk]), given)
    again = client.post(reverse("staff:account", args=[joseph.pk]), given)

    password = re.search(rb"[a-z2-9]{4}(-[a-z2-9]{4}){3}", first.content)[0].decode()
    account = UserAccount.objects.get(person=joseph)
    assert (account.check_password(password), password.encode() in again.content) == (True, False)
    send(client, "staff:close", joseph.pk)
    account.refresh_from_db()
    assert account.is_active is False


def test_a_device_is_added_its_secret_shown_once_and_revoked(client, daniel):
    given = {"name": "My phone", "act_id": str(uuid7())}

    first, again = (client.post(reverse("staff:mine"), given) for _time in range(2))
    device = Device.objects.get()
    secret = re.search(rb"<code[^>]*>([^<]+)</code>", first.content)[1]
    send(client, "staff:revoke", device.pk)

    device.refresh_from_db()
    assert (len(secret) >= 40, secret in again.content, device.revoked_at is not None) == (True, False, True)


def test_two_records_are_found_compared_made_one_and_taken_apart(client, daniel, joseph, mtoni):
    twin = a_person("Banda Joseph", works_at=mtoni, phone="+254712345678")

    send(client, "staff:pairs")
    pair = Likely.objects.get()
    compared = client.get(reverse("staff:compare", args=[pair.first_id, pair.second_id]))
    send(client, "staff:compare", joseph.pk, twin.pk, step=str(joseph.pk))
    merged = Merge.objects.get()
    send(client, "staff:undo", merged.pk)
    merged.refresh_from_db()
    send(client, "staff:compare", joseph.pk, twin.pk, step="two")

    assert b"Banda Joseph" in compared.content
    assert (merged.kept, merged.undone_at is not None, Likely.objects.count()) == (joseph, True, 0)


def test_the_list_filters_counts_and_costs_the_same_for_three_as_for_one(client, daniel, joseph, mtoni):
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("staff:everybody"))
    for name in ("Asha", "Ruth", "Esther"):
        a_person(name, works_at=mtoni, cadre="midwife")
    with CaptureQueriesContext(connection) as many:
        everybody = client.get(reverse("staff:everybody"))
    midwives = client.get(reverse("staff:everybody"), {"cadre": "midwife"})

    assert len(many) == len(few)
    assert (everybody.context["listed"].paginator.count, midwives.context["listed"].paginator.count) == (5, 3)


def test_whoever_signs_in_with_a_given_password_first_chooses_their_own(client, daniel, joseph):
    account = give_account(by=None, at=NOON, person=joseph, username="joseph")
    sign_in(client, joseph)

    turned = client.get(reverse("staff:mine"))
    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": account.one_time_password,
            "password1": "a-longer-word-of-mine",
            "password2": "a-longer-word-of-mine",
        },
    )
    account.refresh_from_db()

    assert (turned.status_code, turned["Location"]) == (302, reverse("account_change_password"))
    assert (account.password_is_one_time, account.check_password("a-longer-word-of-mine")) == (False, True)
    assert client.get(reverse("staff:mine")).status_code == 200
