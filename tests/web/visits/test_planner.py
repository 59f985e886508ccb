"""The month of mentors by days: what clashes, what falls on a closed day, what is overdue beside it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from alongside.domain.encounters.queries.planner import month_of
from alongside.domain.mentors.models import Assignment, Mentor
from alongside.domain.places.models import NoGoDays
from tests.observed import TODAY
from tests.people import NOON, a_place, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def planned(mawari, day, *, place=None, status="planned", until=None):
    visit = mawari.a_visit(status=status, submitted_at=None, planned_on=day, planned_until=until or day)
    place = place or mawari.mtoni
    type(visit).objects.filter(pk=visit.pk).update(
        held_on=day, until_on=until or day, place=place, area_path=place.path
    )
    visit.mentors.create(person=mawari.amina)
    return visit


def month(mawari, *areas):
    return month_of(areas or [mawari.kivuma.path], first=TODAY.replace(day=1), last=TODAY.replace(day=30))


def test_a_mentor_in_two_places_on_a_day_is_marked_even_where_the_other_is_elsewhere(mawari):
    planned(mawari, TODAY + timedelta(days=1))  # a Wednesday
    planned(mawari, TODAY + timedelta(days=1), place=mawari.mbuyu)
    planned(mawari, TODAY + timedelta(days=3), until=TODAY + timedelta(days=4))  # Friday and Saturday
    called_off = planned(mawari, TODAY + timedelta(days=1), status="cancelled")
    NoGoDays.objects.create(
        place=mawari.kivuma,
        first_on=TODAY + timedelta(days=3),
        last_on=TODAY + timedelta(days=3),
        reason="Census",
        set_at=NOON,
    )
    [amina] = [each for each in month(mawari) if each.mentor == mawari.amina]

    assert called_off.pk not in {slot.visit.pk for slots in amina.days.values() for slot in slots}
    assert (amina.visits, amina.clashes) == (2, 1)
    closed = {day: slot.closed for day, slots in amina.days.items() for slot in slots if day > TODAY}
    assert closed == {
        TODAY + timedelta(days=1): "",
        TODAY + timedelta(days=3): "Census",
        TODAY + timedelta(days=4): "closed on this day",
    }


def test_more_days_than_there_is_time_for_stand_in_red(client, mawari):
    a_posting(mawari, "0.1")  # two of the 22 weekdays of April
    planned(mawari, TODAY + timedelta(days=1), until=TODAY + timedelta(days=2))
    sign_in(client, mawari.coordinator)

    def load():
        page = html.fromstring(client.get(reverse("visits:planner")).content)
        found = page.xpath("//tr[th[contains(., 'Amina')]]/th/small[abbr]")
        return (found[0].text_content(), found[0].get("class"), found[0].xpath("string(abbr/@title)"))

    assert load() == ("100 % of their time", "muted", "2 visit days, time for 2")
    planned(mawari, TODAY + timedelta(days=7), place=mawari.mbuyu)
    assert load() == ("150 % of their time", "alarm", "3 visit days, time for 2")


def a_posting(mawari, share):
    mentor = Mentor.objects.create(
        person=mawari.amina, standing="active", affiliation="senior", home=mawari.mtoni, area_path=mawari.mtoni.path,
        max_mentees=4, max_places=2, since=TODAY, certified_until=TODAY + timedelta(days=90),
    )  # fmt: skip
    Assignment.objects.create(
        mentor=mentor, programme=mawari.programme, place=mawari.mbuyu, time_share=Decimal(share), since=TODAY, until=TODAY + timedelta(days=90)
    )  # fmt: skip


def test_who_is_posted_stands_there_without_a_visit(mawari):
    a_posting(mawari, "0.2")
    assert [(each.mentor, each.posted) for each in month(mawari, mawari.temba.path)] == [(mawari.amina, True)]


def test_the_page_shows_the_month_and_what_is_overdue(client, mawari):
    newer = a_place("Nyota Health Centre", under=mawari.kivuma)
    mawari.enrol(mawari.holding("Asha", "mentee", newer, works_at=newer))
    planned(mawari, TODAY + timedelta(days=1))
    sign_in(client, mawari.coordinator)
    said = words(client.get(reverse("visits:planner")))
    assert "Planner: April 2026" in said and "Mtoni Health Centre, Planned" in said
    assert "Overdue, and nothing planned" in said and "Nyota Health Centre" in said
    NoGoDays.objects.create(place=mawari.country, first_on=TODAY, last_on=TODAY, reason="Census", set_at=NOON)
    assert "No visits anywhere: Tue 14 Apr (Census)" in words(client.get(reverse("visits:planner")))
    assert "May 2026" in words(client.get(reverse("visits:planner"), {"month": "2026-05"}))
    for nonsense in ("x", "2026-13", "9-", "99999-01", "2026"):
        assert "April 2026" in words(client.get(reverse("visits:planner"), {"month": nonsense}))


def test_as_many_statements_for_many_visits(mawari, django_assert_max_num_queries):
    for number in range(5):
        planned(mawari, TODAY + timedelta(days=number))
    with django_assert_max_num_queries(6):
        month(mawari)
