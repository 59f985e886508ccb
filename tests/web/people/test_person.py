"""The person page: exact columns for each role (R217), the way through a competency."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.people.commands import move_post
from tests.observed import TODAY
from tests.people import NOON, a_person, a_place, sign_in
from tests.web.reading import columns, words

pytestmark = pytest.mark.django_db
ITEMS = ["Competency", "Level", "Last seen", "Last observation", "Evidence over time"]
LEVELS = ["Competency", "Level", "Last seen"]
ACTIONS = ["What", "Whose practice", "Who takes it forward", "By", "How it stands"]


def opened(client, who, view, *args):
    return sign_in(client, who).get(reverse(view, args=args))


@pytest.mark.parametrize(
    ("who", "status", "tables"),
    [
        ("joseph", 200, [ITEMS, ACTIONS]),
        ("amina", 200, [ITEMS, ACTIONS]),
        ("coordinator", 200, [ITEMS, ACTIONS]),
        ("grace", 200, [LEVELS, ACTIONS]),
        ("daniel", 200, []),
        ("admin", 200, []),
        ("verifier", 200, []),
        ("officer", 404, None),
        ("stranger", 404, None),
    ],
)
def test_exact_columns_for_each_role(client, mawari, who, status, tables):
    response = opened(client, getattr(mawari, who), "people:person", mawari.joseph.pk)

    assert response.status_code == status
    assert tables is None or columns(response) == tables


@pytest.mark.parametrize("who", ["grace", "daniel", "admin", "verifier"])
def test_no_step_and_no_observer_reaches_whoever_sees_no_items(client, mawari, who):
    said = words(opened(client, getattr(mawari, who), "people:person", mawari.joseph.pk))

    assert ["expected steps" in said, "7 of 10" in said, "Real client" in said] == [False, False, False]


def test_the_mentor_reads_steps_change_observer_and_setting(client, mawari):
    said = words(opened(client, mawari.amina, "people:person", mawari.joseph.pk))

    for part in ("7 of 10 expected steps", "(+1 since the first)", "Veronica · Real client"):
        assert part in said
    assert "Practise counter-traction" in said


def test_a_competency_shows_every_observation_and_the_steps_gained(client, mawari):
    response = opened(client, mawari.amina, "people:competency", mawari.joseph.pk, "amtsl")

    said = words(response)
    assert columns(response)[-1] == ["Day", "Result", "Steps", "Critical steps", "Observed by", "Where", "Checklist"]
    assert [part in said for part in ("Steps gained", "Step 7", "Independent verifier", "10 of 10 expected steps")] == [
        True
    ] * 4


def test_an_in_charge_opens_a_competency_and_finds_the_level_only(client, mawari):
    said = words(opened(client, mawari.grace, "people:competency", mawari.joseph.pk, "amtsl"))

    assert ("You see the level, not the scores" in said, "Step 7" in said, "of 10" in said) == (True, False, False)


def test_a_competency_nobody_has_is_not_found(client, mawari):
    assert opened(client, mawari.amina, "people:competency", mawari.joseph.pk, "no-such").status_code == 404
    assert opened(client, mawari.stranger, "people:competency", mawari.joseph.pk, "amtsl").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, mawari):
    response = client.get(reverse("people:person", args=[mawari.joseph.pk]))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_the_page_asks_as_much_for_many_observations(client, mawari, who):
    client = sign_in(client, getattr(mawari, who))
    address = reverse("people:person", args=[mawari.joseph.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for days in range(6):
        mawari.seen(mawari.joseph, 5, days_ago=days, competency=mawari.stock)
        mawari.an_action(mawari.joseph)
    with CaptureQueriesContext(connection) as after:
        client.get(address)

    assert len(after) == len(before)


def test_people_are_listed_and_found_in_ones_areas_only(client, mawari):
    far = a_person("Tatu Zulu", works_at=mawari.mbuyu)

    listed = words(opened(client, mawari.amina, "people:everyone"))
    found = words(sign_in(client, mawari.amina).get(reverse("people:everyone"), {"q": "tatu"}))

    assert ("Joseph" in listed, far.name in listed, far.name in found) == (True, False, False)


def test_a_transfer_leaves_the_record_with_the_person_and_names_the_earlier_post(client, mawari):
    hospital = a_place("Kivuma Hospital", type="hospital", under=mawari.kivuma)
    [post] = mawari.joseph.employments.all()
    move_post(by=None, at=NOON, person=mawari.joseph, place=hospital, on=TODAY)
    leader = mawari.holding("Lucy", "in_charge", hospital)
    said = words(opened(client, leader, "people:person", mawari.joseph.pk))

    assert "Nurse, Kivuma Hospital" in said and "Earlier posts" in said and f"{post.cadre}, Mtoni Health Centre" in said
    assert "To practise" in said, "the new in-charge sees the levels"
    assert "7/10" not in said and "Gentle hands" not in said
