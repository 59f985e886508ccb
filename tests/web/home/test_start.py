"""The first page of each role."""

import pytest
from django.urls import reverse
from lxml import html

from tests.people import NOON, a_grant, a_person, a_place, sign_in
from tests.web.reading import columns, words

pytestmark = pytest.mark.django_db


def home(client, who):
    return sign_in(client, who).get(reverse("home:start"))


def test_a_mentor_sees_their_people_with_last_misses_and_open_actions(client, mawari):
    mawari.a_visit(status="draft", submitted_at=None)

    response = home(client, mawari.amina)
    said = words(response)

    assert columns(response)[0] == ["Person", "Last contact", "Missed when last observed", "Open actions"]
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
    [
        ("grace", "My facility"),
        ("officer", "How complete the records are"),
        ("admin", "Setting up"),
        ("verifier", "Where to observe next"),
    ],  # fmt: skip
)
def test_every_role_has_its_part(client, mawari, who, part):
    assert part in words(home(client, getattr(mawari, who)))


@pytest.mark.parametrize("role", ["finance", "council", "partner"])
def test_whoever_has_no_list_sees_what_is_in_their_hands(client, mawari, role):
    somebody = mawari.holding("Martha", role, mawari.country)
    before = words(home(client, somebody))
    mawari.an_action(mawari.joseph, owner=somebody, text="Pay the transport")

    assert "Nothing waits for you" in before
    assert "Pay the transport" in words(home(client, somebody))


def test_a_master_mentor_sees_whom_to_support_and_no_empty_list_of_mentees(client, mawari):
    said = words(home(client, mawari.holding("Pascaline", "master_mentor", mawari.kivuma)))

    assert ("Mentors to support" in said, "My people" in said) == (True, False)


def test_a_verifier_sees_where_to_observe_and_no_result(client, mawari):
    mawari.seen(mawari.joseph, 3, days_ago=4, by=mawari.verifier, observer_context="independent")
    response = home(client, mawari.verifier)

    assert columns(response)[0] == ["Place", "Last observed independently", "Mentees"]
    assert ("Mtoni Health Centre" in words(response), "Joseph" in words(response)) == (True, False)


def test_a_mentee_reads_strengths_first_and_feedback_before_all(client, mawari):
    seen = mawari.seen(mawari.joseph, 8)
    seen.encounter.feedback.create(
        person=mawari.joseph, given_by=mawari.amina, strengths="Calm and quick", given_at=NOON
    )
    said = words(home(client, mawari.joseph))

    assert said.index("Calm and quick") < said.index("Third stage of labour") < said.index("Ask your mentor")


def test_one_place_of_the_navigation_is_marked(client, mawari):
    page = sign_in(client, mawari.coordinator).get(reverse("visits:actions"))

    assert [place["label"] for place in page.context["nav"] if place["current"]] == ["Actions"]


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


def test_the_coordinator_sorts_places_and_sees_in_red_where_nobody_was_for_long(client, mawari):
    quiet = a_place("Abene Health Centre", under=mawari.kivuma)
    mawari.encounter(a_person("Juma", works_at=quiet), days_ago=46, place=quiet)
    sign_in(client, mawari.coordinator)

    def rows(sort):
        page = html.fromstring(client.get("/", {"sort": sort}).content)
        table = page.xpath("//section[h2[normalize-space()='Places by days since contact']]//tbody/tr")
        return [(row.xpath("string(th)").strip(), bool(row.xpath("td[1]//*[@class='alarm']"))) for row in table]

    assert rows("-days")[0] == ("Abene Health Centre", True)
    assert rows("days")[-1] == ("Abene Health Centre", True)
    assert [late for _name, late in rows("name")].count(True) == 1
