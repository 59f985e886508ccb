"""The first page of each role."""

import pytest
from django.urls import reverse

from tests.people import a_grant, a_person, sign_in
from tests.web.reading import columns, words

pytestmark = pytest.mark.django_db


def home(client, who):
    return sign_in(client, who).get(reverse("home:start"))


def test_a_mentor_sees_their_people_with_last_misses_and_open_actions(client, mawari):
    mawari.a_visit(status="draft", submitted_at=None)

    response = home(client, mawari.amina)
    said = words(response)

    assert columns(response) == [["Person", "Last contact", "Missed when last observed", "Open actions"]]
    assert [part in said for part in ("Begun and not sent", "Joseph", "Step 8", "Practise counter-traction")] == [
        True
    ] * 4


def test_a_coordinator_sees_places_by_days_since_contact(client, mawari):
    response = home(client, mawari.coordinator)

    assert columns(response)[0] == ["Place", "Days", "Last contact", "Mentees", "Open actions", "Obstacles"]
    assert [part in words(response) for part in ("Mtoni Health Centre", "No size 0 masks")] == [True, True]


def test_a_manager_sees_no_share_of_fewer_than_five(client, mawari):
    said = words(home(client, mawari.daniel))

    assert "too few to show: 1 mentees" in said
    assert "Kivuma" in said


def test_a_mentee_sees_their_own_record(client, mawari):
    said = words(home(client, mawari.joseph))

    assert [part in said for part in ("My competencies", "Third stage of labour", "Practise counter-traction")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("who", "part"),
    [("grace", "My facility"), ("officer", "How complete the records are"), ("admin", "Setting up")],
)
def test_every_role_has_its_part(client, mawari, who, part):
    assert part in words(home(client, getattr(mawari, who)))


def test_roles_add_up(client, mawari):
    a_grant(mawari.amina, "in_charge", mawari.mtoni)
    said = words(home(client, mawari.amina))

    assert ("My people" in said, "My facility" in said) == (True, True)


def test_whoever_holds_no_role_is_told_who_gives_one(client, mawari):
    assert "You hold no role yet" in words(home(client, a_person("Newcomer")))


def test_the_brief_is_credited_and_nobody_is_said_to_endorse(client, db):
    sign_in_page = client.get(reverse("account_login"))
    said = words(client.get(reverse("home:about")))

    assert f'href="{reverse("home:about")}"' in sign_in_page.content.decode()
    assert "Mentoring for Human Capacity Development" in said
    assert "have not endorsed it" in said
