"""How much was done, on a page: a combined visit counts for both, a short call is kept and not counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from alongside.domain.encounters.commands import add_encounter
from alongside.domain.encounters.models import Attendance, Encounter, Visit
from tests.observed import TODAY
from tests.people import NOON, a_person, sign_in

pytestmark = pytest.mark.django_db


def tiles(client, **asked):
    page = html.fromstring(client.get(reverse("visits:counts"), asked).content)
    shown = {}
    for tile in page.xpath("//*[contains(concat(' ', @class, ' '), ' tile ')]"):
        said = [" ".join(each.split()) for each in tile.itertext() if each.strip()]
        shown[said[0]] = said[1]
    return shown


def call(mawari, minutes):
    add_encounter(
        by=mawari.amina, at=NOON, programme=mawari.programme, place=mawari.mtoni, held_on=TODAY, people=[mawari.joseph],
        mode="phone", minutes=minutes, topic="A question",
    )  # fmt: skip


def test_a_combined_visit_adds_one_to_each(client, mawari):
    sign_in(client, mawari.coordinator)
    before = tiles(client)
    Visit.objects.create(
        programme=mawari.programme, place=mawari.mtoni, area_path=mawari.mtoni.path, held_on=TODAY - timedelta(days=30),
        until_on=TODAY - timedelta(days=30), purpose="combined", status="submitted", submitted_at=NOON,
        recorded_by=mawari.amina, recorded_at=NOON,
    )  # fmt: skip
    after = tiles(client)

    grown = {name for name in after if int(after[name]) == int(before[name]) + 1}
    assert {"Visits", "Mentoring", "Supportive supervision"} <= grown
    assert tiles(client, period="30")["Supportive supervision"] == before["Supportive supervision"]


def test_a_short_call_is_kept_and_not_counted(client, mawari):
    sign_in(client, mawari.coordinator)
    before = tiles(client)
    call(mawari, 6)
    call(mawari, 3)
    after = tiles(client)

    assert int(after["By phone, video or chat"]) == int(before["By phone, video or chat"]) + 1
    assert int(after["Calls kept, not counted"]) == int(before["Calls kept, not counted"]) + 1


def test_each_sees_the_figures_of_their_own_areas(client, mawari):
    sign_in(client, mawari.coordinator)
    here, beside = tiles(client), str(mawari.temba.pk)
    assert tiles(client, area=str(mawari.mtoni.pk)) == here
    assert int(here["People met"]) > 0
    assert set(tiles(client, area=beside, period="x").values()) <= {*here.values(), "0"}
    sign_in(client, mawari.stranger)
    assert set(tiles(client).values()) == {"0"}
    sign_in(client, mawari.joseph)
    assert client.get(reverse("visits:counts")).status_code == 403


def test_three_one_to_one_and_one_group_show_one_visit_four_encounters_and_the_attendance(client, mawari):
    """The example of R200, on the page."""
    sign_in(client, mawari.coordinator)
    before = tiles(client)
    visit = mawari.a_visit(days_ago=1)
    people = [mawari.joseph, *(a_person(name, works_at=mawari.mtoni) for name in ("Asha", "Neema", "Baraka"))]
    for group in ([people[0]], [people[1]], [people[2]], people):
        met = Encounter.objects.create(
            visit=visit, programme=mawari.programme, place=mawari.mtoni, area_path=mawari.mtoni.path, mentor=mawari.amina,
            held_on=visit.held_on, recorded_at=NOON, interaction="one_to_one" if len(group) == 1 else "one_to_group",
        )  # fmt: skip
        for person in group:
            Attendance.objects.create(encounter=met, person=person)
    after = tiles(client)

    grown = {name: int(after[name]) - int(before[name]) for name in after if after[name].isdigit()}
    assert (grown["Visits"], grown["In person"], grown["People met"]) == (1, 4, 7), grown
