"""The agenda of a visit on its pages: laid out, taken up from before, judged, and said when it is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.domain.encounters.models import AgendaBlock, EncounterObjective
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, a_person, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def visit(mawari, client):
    found = mawari.a_visit(days_ago=1, status="draft")
    found.mentors.create(person=mawari.amina)
    type(found).objects.filter(pk=found.pk).update(recorded_by=mawari.amina, until_on=TODAY)
    found.refresh_from_db()
    sign_in(client, mawari.amina)
    return found


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def test_a_two_day_visit_gets_timed_blocks_that_open_their_forms(client, visit):
    page = client.get(reverse("visits:agenda", args=[visit.pk]))
    assert "Two days: learning, then quality" in words(page)
    page = send(client, "visits:agenda", visit.pk, layout="two_days")
    said = words(page)
    assert "Day 1" in said and "Day 2" in said and "08:30–09:00" in said
    for there in ("objectives", "choose", "meet"):
        assert reverse(f"visits:{there}", args=[visit.pk]) in page.content.decode()
    assert reverse("visits:write_debrief", args=[visit.pk]) in page.content.decode()


def test_a_block_is_moved_and_what_was_typed_is_kept(client, visit):
    send(client, "visits:agenda", visit.pk, layout="half_day")
    row = {"day_0": "1", "starts_at_0": "09:15", "minutes_0": "", "kind_0": "group", "note_0": "In the ward"}
    page = send(client, "visits:blocks", visit.pk, **row)
    assert "Say from when and how long." in words(page) and "In the ward" in page.content.decode()
    page = send(client, "visits:blocks", visit.pk, **row | {"minutes_0": "45"})
    assert "09:15–10:00" in words(page) and AgendaBlock.objects.count() == 1


def test_what_was_agreed_last_time_is_ticked_and_taken_up(client, mawari, visit):
    action = mawari.an_action(mawari.joseph, text="Practise on the model", agreed_at=NOON - 20 * DAY, due_on=TODAY)
    page = client.get(reverse("visits:objectives", args=[visit.pk]))
    assert "Practise on the model" in words(page) and "checked" in page.content.decode()
    page = send(client, "visits:objectives", visit.pk, actions=[action.pk], then="more")
    assert "Taken up" in words(page)
    page = send(client, "visits:objectives", visit.pk, text="Masks checked every morning")
    assert "Practise on the model" in words(page) and "no result yet" in words(page)
    dropped = EncounterObjective.objects.get(source="service")
    send(client, "visits:drop_objective", dropped.pk)
    assert EncounterObjective.objects.count() == 1


def test_a_visit_says_which_objective_lacks_its_result(client, mawari, visit):
    each = visit.objectives.create(source="service", text="Masks checked every morning")
    page = client.get(reverse("visits:visit", args=[visit.pk]))
    assert "Say whether it was reached: Masks checked every morning" in words(page)
    assert f"#id_result_{each.pk}" in page.content.decode()
    page = send(client, "visits:results", visit.pk, **{f"result_{each.pk}": "not_met", f"note_{each.pk}": ""})
    assert "Say in a few words what stood in the way" in words(page)
    page = send(client, "visits:results", visit.pk, **{f"result_{each.pk}": "not_met", f"note_{each.pk}": "No key"})
    assert "Not reached: No key" in words(page) and "Say whether it was reached" not in words(page)


def test_a_submitted_visit_shows_and_keeps_its_agenda(client, mawari, visit):
    visit.objectives.create(source="service", text="Masks checked every morning", result="met")
    type(visit).objects.filter(pk=visit.pk).update(status="submitted", submitted_at=NOON)
    assert "Reached" in words(client.get(reverse("visits:visit", args=[visit.pk])))
    for view in ("agenda", "blocks", "objectives", "results"):
        assert client.get(reverse(f"visits:{view}", args=[visit.pk])).status_code == 404


def test_everybody_in_a_group_is_one_tick(client, mawari, visit):
    for name in ("Neema", "Baraka", "Zawadi", "Rehema", "Tatu", "Salma", "Pendo"):
        a_person(name, works_at=mawari.mtoni)
    there = reverse("visits:meet", args=[visit.pk]) + "?group=1"
    assert "people who work here" in words(client.get(there))
    page = client.post(
        there,
        {
            "act_id": str(uuid7()), "everybody": "on", "interaction": "one_to_group", "topic": "Newborn resuscitation",
            "minutes": "90", "mode": "in_person", "held_on": TODAY.isoformat(),
        },
        follow=True,
    )  # fmt: skip
    assert visit.encounters.get().attendances.count() >= 8 and "Newborn resuscitation" in words(page)
