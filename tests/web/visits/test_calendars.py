"""My calendar: a month on a page, and the address under which other calendars read it."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from alongside.domain.agreements.commands import answer_release
from alongside.domain.agreements.models import ReleaseRequest
from alongside.domain.encounters.queries.diary import diary
from alongside.domain.people.models import CalendarAddress
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def visit(mawari):
    found = mawari.a_visit(status="confirmed", planned_on=TODAY, planned_until=TODAY)
    found.mentors.create(person=mawari.amina)
    found.steps.create(act="encounters.reschedule_visit", after="planned", moved_from=TODAY - DAY, at=NOON)
    return found


def an_address(client, **more):
    page = client.post(reverse("visits:calendar_address"), {"act_id": str(uuid7()), "then": "make", **more})
    found = re.search(r"http://testserver(\S+\.ics)", words(page))
    return found[1] if found else ""


def read(there):
    return icalendar.Calendar.from_ical(Client().get(there).content).events


def test_a_month_shows_visits_and_days_by_which_something_is_due(client, mawari, visit):
    mawari.an_action(mawari.joseph, text="Bring the model", owner=mawari.amina, due_on=TODAY)
    sign_in(client, mawari.amina)
    page = client.get(reverse("visits:calendar"), {"month": TODAY.strftime("%Y-%m")})
    assert mawari.mtoni.name in words(page) and "Bring the model" in words(page)
    assert reverse("visits:visit", args=[visit.pk]) in page.content.decode()
    assert "Nothing in this month" in words(client.get(reverse("visits:calendar"), {"month": "2019-02"}))
    assert client.get(reverse("visits:calendar"), {"month": "rubbish"}).status_code == 200


def test_the_in_charge_sees_who_comes_and_a_stranger_nothing(mawari, visit):
    (entry,) = diary(mawari.grace, first=TODAY, last=TODAY)
    assert (entry.what, entry.who, entry.moved) == (mawari.mtoni.name, mawari.amina.name, 1)
    assert diary(mawari.stranger, first=TODAY, last=TODAY) == []
    assert diary(mawari.grace, first=TODAY + DAY, last=TODAY + 30 * DAY) == []


def test_a_day_for_which_somebody_is_released_stands_in_their_calendar_once_it_is_answered(client, mawari):
    asked = ReleaseRequest.objects.create(
        programme=mawari.programme, place=mawari.mtoni, area_path=mawari.mtoni.path, released_as="mentee", day=TODAY + DAY,
        asked_by=mawari.amina, asked_at=NOON, answer_by=TODAY, begins_at="08:00", ends_at="12:00",
    )  # fmt: skip
    asked.people.create(person=mawari.joseph)
    assert diary(mawari.joseph, first=TODAY, last=TODAY + DAY) == []
    answer_release(by=mawari.grace, at=NOON, release=asked, released=[mawari.joseph])
    (entry,) = diary(mawari.joseph, first=TODAY, last=TODAY + DAY)

    assert (entry.kind, entry.what, entry.first) == ("release", "Released: Mtoni Health Centre", TODAY + DAY)
    assert [each.kind for each in diary(mawari.grace, first=TODAY, last=TODAY + DAY)] == ["release"]
    sign_in(client, mawari.joseph)
    page = client.get(reverse("visits:calendar"), {"month": TODAY.strftime("%Y-%m")})
    there = reverse("agreements:release", args=[asked.pk])
    assert there in page.text and client.get(there).status_code == 200
    assert diary(mawari.stranger, first=TODAY, last=TODAY + DAY) == []


def test_a_calendar_program_reads_days_and_places_only(client, mawari, visit):
    mawari.an_action(mawari.joseph, text="Bring the model", owner=mawari.amina, due_on=TODAY + DAY)
    sign_in(client, mawari.amina)
    there = an_address(client)
    stay, due = read(there)
    assert (stay["summary"], stay.start, stay.end, stay["status"], stay["sequence"]) == (
        f"Mentoring visit: {mawari.mtoni.name}", TODAY, TODAY + DAY, "CONFIRMED", 1,
    )  # fmt: skip
    assert (due["summary"], due["transp"]) == ("An action is due", "TRANSPARENT")
    sent = Client().get(there).content.decode()
    assert "Bring the model" not in sent and mawari.amina.name not in sent
    assert read(there)[0]["uid"] == stay["uid"]


def test_a_visit_called_off_is_said_to_be(client, mawari, visit):
    type(visit).objects.filter(pk=visit.pk).update(status="cancelled")
    sign_in(client, mawari.amina)
    assert [each["status"] for each in read(an_address(client))] == ["CANCELLED"]


def test_an_address_is_shown_once_and_a_new_one_closes_it(client, mawari, visit):
    sign_in(client, mawari.amina)
    key = str(uuid7())
    first = an_address(client, act_id=key)
    assert an_address(client, act_id=key) == "" and CalendarAddress.objects.count() == 1
    second = an_address(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client.post(reverse("visits:close_calendar"), {"act_id": str(uuid7()), "then": "close"})
    assert Client().get(second).status_code == 404


def test_the_calendar_of_whoever_left_is_closed(client, mawari, visit):
    sign_in(client, mawari.amina)
    there = an_address(client)
    type(mawari.amina).objects.filter(pk=mawari.amina.pk).update(is_active=False)
    assert Client().get(there).status_code == 404
    assert Client().get(reverse("visits:calendar_feed", args=["guessed"])).status_code == 404


def test_as_many_statements_for_many_visits(mawari, visit, django_assert_num_queries):
    for _number in range(5):
        more = mawari.a_visit(status="planned", planned_on=TODAY, planned_until=TODAY)
        more.mentors.create(person=mawari.amina)
    mawari.amina.held()
    with django_assert_num_queries(6):
        assert len(diary(mawari.amina, first=TODAY, last=TODAY + 30 * DAY)) == 6
