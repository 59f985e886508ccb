"""Figures for whoever runs a programme, and who was seen when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.queries import contact
from alongside.domain.encounters.queries.overview import (
    Competent,
    by_technical_area,
    competent,
    respectful_care,
    to_verify,
)
from tests.observed import TODAY, Mawari
from tests.people import a_person, a_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    return Mawari()


def test_shares_rest_on_the_latest_observation_of_each_person_and_competency(mawari):
    mawari.seen(mawari.joseph, 6, days_ago=20)
    mawari.seen(mawari.joseph, 10, days_ago=5)
    mawari.seen(mawari.joseph, 5, days_ago=9, by=mawari.verifier, observer_context="independent")
    mawari.seen(mawari.joseph, 10, days_ago=1, by=mawari.joseph, observer_context="self")
    mawari.seen(mawari.joseph, 4, days_ago=3, competency=mawari.stock)

    assert competent([mawari.country.path], today=TODAY) == Competent(
        competent=1, pairs=2, independent=0, independent_pairs=1, closed=1, gaps=2, people=1, independent_people=1
    )
    assert competent([mawari.temba.path], today=TODAY).pairs == 0


def test_recent_contact_is_a_share_of_those_enrolled(mawari):
    asha = a_person("Asha", works_at=mawari.mtoni)
    mawari.enrol(asha)
    mawari.encounter(mawari.joseph, days_ago=29)
    mawari.encounter(asha, days_ago=31)
    mawari.encounter(a_person("Not enrolled", works_at=mawari.mtoni))

    assert contact.recent_contact([mawari.country.path], today=TODAY) == (1, 2)


def test_places_stand_by_days_since_contact_never_first(mawari):
    mawari.encounter(mawari.joseph, days_ago=9)
    mawari.a_visit(days_ago=4)
    far = a_person("Tatu", works_at=mawari.mbuyu)
    mawari.enrol(far)
    mawari.an_action(mawari.joseph)
    mawari.an_issue()

    found = contact.working_places([mawari.country.path], today=TODAY)

    assert [
        (each.place.name, each.days(TODAY), each.mentees, each.open_actions, each.open_issues) for each in found
    ] == [
        ("Mbuyu Health Centre", None, 1, 0, 0),
        ("Mtoni Health Centre", 4, 1, 1, 1),
    ]


def test_branches_begin_with_the_least_recent_contact(mawari):
    far = a_person("Tatu", works_at=mawari.mbuyu)
    mawari.enrol(far)
    mawari.encounter(mawari.joseph)

    found = contact.branches(mawari.country, today=TODAY)

    assert [(each.place.name, each.places, each.mentees, each.recent, each.last_on) for each in found] == [
        ("Temba", 1, 1, 0, None),
        ("Kivuma", 1, 1, 1, TODAY),
    ]


def test_lists_ask_as_much_for_three_places_as_for_one(mawari):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            contact.working_places([mawari.country.path], today=TODAY)
            contact.branches(mawari.country, today=TODAY)
        return len(asked)

    mawari.encounter(mawari.joseph)
    before = statements()
    for name in ("Sanda", "Mbiro"):
        place = a_place(name, under=mawari.kivuma)
        person = a_person(f"Nurse of {name}", works_at=place)
        mawari.enrol(person)
        mawari.encounter(person, place=place)

    assert statements() == before


def test_whoever_only_verified_is_not_named_as_mentor(mawari):
    mawari.seen(mawari.joseph, 6, days_ago=9)
    mawari.seen(mawari.joseph, 6, by=mawari.verifier, observer_context="independent")

    assert contact.mentors_of(mawari.joseph) == [(mawari.amina, TODAY - timedelta(9))]


def test_a_mentors_people_are_those_met_lately_longest_ago_first(mawari):
    asha, neema = (a_person(name, works_at=mawari.mtoni) for name in ("Asha", "Neema"))
    mawari.encounter(mawari.joseph, days_ago=3)
    mawari.encounter(asha, days_ago=30)
    mawari.encounter(neema, days_ago=300)

    found = contact.mentees_of(mawari.amina, today=TODAY, since=TODAY - timedelta(180))

    assert [(person, person.met_on) for person in found] == [
        (asha, TODAY - timedelta(30)), (mawari.joseph, TODAY - timedelta(3)),
    ]  # fmt: skip


def test_completeness_counts_begun_and_submitted_visits(mawari):
    mawari.a_visit(days_ago=2)
    mawari.a_visit(days_ago=1, status="draft", submitted_at=None)

    asked = {"since": TODAY - timedelta(90), "today": TODAY}
    assert contact.submitting([mawari.country.path], **asked) == (1, 2, 2.0)


def test_places_stand_by_days_since_an_independent_observation_in_three_statements(mawari):
    baraka = mawari.holding("Baraka", "mentee", mawari.mbuyu, works_at=mawari.mbuyu)
    mawari.enrol(baraka)
    mawari.seen(mawari.joseph, 6, days_ago=9, by=mawari.verifier, observer_context="independent")
    mawari.seen(baraka, 6, days_ago=2, place=mawari.mbuyu)

    with CaptureQueriesContext(connection) as asked:
        found = to_verify([mawari.country.path], today=TODAY)

    assert found == [(mawari.mbuyu, 1, None), (mawari.mtoni, 1, TODAY - timedelta(9))]
    assert len(asked) == 3


def test_respectful_care_is_pooled_and_told_apart(mawari):
    asha = a_person("Asha", works_at=mawari.mtoni)
    mawari.seen(mawari.joseph, 1)  # step 2 is the respectful one: not done
    for person in (mawari.joseph, asha):
        mawari.seen(person, 10)
    care = respectful_care([mawari.kivuma.path], since=TODAY - timedelta(days=30), today=TODAY)
    assert (care.earned, care.possible, care.n, care.people, care.percent) == (2, 3, 3, 2, 67)
    assert respectful_care([mawari.temba.path], since=TODAY - timedelta(days=30), today=TODAY) is None
    newest = respectful_care([mawari.kivuma.path], since=TODAY - timedelta(days=30), today=TODAY, newest=2)
    assert newest.n == 2


def test_shares_are_told_apart_by_field_of_work_with_no_empty_line(mawari):
    asha = a_person("Asha", works_at=mawari.mtoni)
    mawari.seen(mawari.joseph, 10)
    mawari.seen(asha, 2)
    mawari.seen(mawari.joseph, 10, competency=mawari.stock)
    found = {area.pk: each for area, each in by_technical_area([mawari.kivuma.path], today=TODAY)}
    assert (found["maternal"].competent, found["maternal"].pairs, found["maternal"].people) == (1, 2, 2)
    assert set(found) == {area for area in ("maternal", mawari.stock.area_id) if area}
    assert sum(each.pairs for each in found.values()) <= competent([mawari.kivuma.path], today=TODAY).pairs
