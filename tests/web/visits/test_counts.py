"""How much was done, on a page: a combined visit counts for both, a short call is kept and not counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from alongside.domain.encounters.commands import add_encounter
from alongside.domain.encounters.models import (
    Activity,
    Attendance,
    Encounter,
    Observation,
    SkillSupported,
    Visit,
    VisitMentor,
)
from tests.observed import TODAY
from tests.people import NOON, a_person, sign_in
from tests.web import reading

pytestmark = pytest.mark.django_db


def tiles(client, **asked):
    return {label: said[0] for label, said in reading.tiles(client.get(reverse("visits:counts"), asked)).items()}


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


def shares(client, heading, **asked):
    """Return the lines of a table under a heading: {word: figure}."""
    rows = reading.lines_under(client.get(reverse("visits:counts"), asked), heading)
    return {word: cells[0] for word, cells in rows.items()}


def test_how_mentors_spend_their_time_and_how_long_they_stay(client, mawari):
    sign_in(client, mawari.coordinator)
    for days_ago, hours, minutes in ((1, 3, 40), (8, 4, 25), (15, 10, 35)):
        visit = mawari.a_visit(days_ago=days_ago, length=timedelta(hours=hours))
        met = in_group(mawari, visit, [mawari.joseph], interaction="one_to_one")
        Activity.objects.create(encounter=met, type="bedside_teaching", minutes=minutes)
        Activity.objects.create(encounter=met, type="drill", minutes=10)

    assert shares(client, "How the time was spent") == {"Bedside teaching": "100", "Simulation or drill": "30"}
    assert shares(client, "How long visits were")["2 to 4 hours"] == "2"
    assert shares(client, "How long visits were")["8 to 16 hours"] == "1"
    assert "Half took 4.0 hours or less" in client.get(reverse("visits:counts")).text


def test_a_group_of_three_cadres_counts_as_multidisciplinary_and_says_its_cadres(client, mawari):
    visit = mawari.a_visit(days_ago=1)
    midwife, clerk = (
        a_person("Asha", works_at=mawari.mtoni, cadre="midwife"),
        a_person("Juma", works_at=mawari.mtoni, cadre="records_clerk"),
    )
    in_group(mawari, visit, [mawari.joseph, midwife])
    sign_in(client, mawari.coordinator)
    assert tiles(client)["Groups of several cadres"] == "0"
    in_group(mawari, visit, [mawari.joseph, midwife, clerk, a_person("Neema", works_at=mawari.mtoni)])

    assert tiles(client)["Groups of several cadres"] == "1"
    shown = html.fromstring(client.get(reverse("visits:visit", args=[visit.pk])).content).text_content()
    assert all(f"{each.employments.get().cadre.title} 1" in shown for each in (midwife, clerk))


def test_what_is_verified_can_be_counted_alone_and_every_month_has_a_line(client, mawari):
    sign_in(client, mawari.coordinator)
    visit = mawari.a_visit(days_ago=1)
    met = in_group(mawari, visit, [mawari.joseph], interaction="one_to_one")
    seen = mawari.seen(mawari.joseph, 8, days_ago=1)
    Observation.objects.filter(pk=seen.pk).update(encounter=met)
    for competency in (mawari.amtsl, mawari.stock):
        SkillSupported.objects.create(encounter=met, competency=competency)
    before = tiles(client, records="verified")
    Visit.objects.filter(pk=visit.pk).update(status="verified")
    after = tiles(client, records="verified")

    grown = {name: int(after[name]) - int(before[name]) for name in after}
    assert (grown["Visits"], grown["Skills observed"], grown["Skills supported"]) == (1, 1, 2)
    Visit.objects.filter(pk=visit.pk).update(status="closed")
    assert tiles(client, records="verified") == after, "what is closed was verified"
    months = shares(client, "Month by month")
    assert months["April 2026 so far"] == tiles(client, period="30")["Visits"]
    mawari.a_visit(days_ago=200)
    assert list(shares(client, "Month by month"))[0] == "April 2026 so far"
    assert list(shares(client, "Month by month"))[-1] == "September 2025", (
        "from the first month in which something was done"
    )


def test_roles_present_and_who_met_whom_are_told_apart(client, mawari):
    sign_in(client, mawari.coordinator)
    visit = mawari.a_visit(days_ago=1)
    VisitMentor.objects.create(visit=visit, person=mawari.amina, role="lead")
    VisitMentor.objects.create(visit=visit, person=mawari.stranger, role="management")
    in_group(mawari, visit, [mawari.joseph, mawari.grace])

    assert shares(client, "Who came along") == {"Lead mentor": "1", "Management mentor": "1"}
    assert shares(client, "Who with whom")["One to group"] == "1"


def in_group(mawari, visit, people, interaction="one_to_group"):
    met = Encounter.objects.create(
        visit=visit, programme=mawari.programme, place=mawari.mtoni, area_path=mawari.mtoni.path, mentor=mawari.amina,
        held_on=visit.held_on, recorded_at=NOON, interaction=interaction, topic="Drill",
    )  # fmt: skip
    for person in people:
        Attendance.objects.create(encounter=met, person=person)
    return met
