"""A place and an area as each role sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from alongside.domain.places.terms import PlaceType
from alongside.domain.programmes.commands import map_approach
from tests.observed import TODAY
from tests.people import NOON, a_person, a_place, sign_in
from tests.web.reading import columns, tiles, words

pytestmark = pytest.mark.django_db


def opened(client, who, place, **asked):
    return sign_in(client, who).get(reverse("places:place", args=[place.pk]), asked)


def test_a_mentor_sees_the_matrix_with_steps_and_what_is_missed(client, mawari):
    said = words(opened(client, mawari.amina, mawari.mtoni))

    assert [
        part in said for part in ("Joseph", "7/10", "Missed most often", "No size 0 masks", "Practise counter")
    ] == [True] * 5


def test_an_in_charge_sees_levels_and_days_and_no_score(client, mawari):
    said = words(opened(client, mawari.grace, mawari.mtoni))

    assert [part in said for part in ("Joseph", "To practise", "Practise counter-traction")] == [True] * 3
    assert [part in said for part in ("/10", "percent", "Missed most often", "missed 3 of")] == [False] * 4


def test_a_manager_sees_people_by_level_from_five_on(client, mawari):
    few = words(opened(client, mawari.daniel, mawari.mtoni))
    for number in range(4):
        person = a_person(f"Person {number}", works_at=mawari.mtoni)
        mawari.enrol(person)
        mawari.seen(person, 6)
    response = opened(client, mawari.daniel, mawari.mtoni)

    assert "shown from five people on" in few
    assert columns(response)[0] == ["Competency", "People", "Levels"]
    assert "Independent 0 · With help 0 · To practise 5 · Not observed 0" in words(response)


@pytest.mark.parametrize(
    "type",
    [PlaceType.HOSPITAL, PlaceType.COMMUNITY_UNIT, PlaceType.LABORATORY, PlaceType.SCHOOL, PlaceType.DISTRICT_TEAM],
)
def test_every_kind_of_place_has_its_page(client, mawari, type):
    place = a_place("Sanda", type=type, under=mawari.kivuma)

    response = opened(client, mawari.amina, place)
    assert (response.status_code, "Nothing open" in words(response)) == (200, True)


def test_an_area_counts_what_lies_below_it(client, mawari):
    response = opened(client, mawari.daniel, mawari.country)

    assert columns(response)[0] == [
        "Place", "Places", "Mentees", "Contact in 30 days", "Last contact", "Obstacles open",
    ]  # fmt: skip
    assert "1 of 1 mentees had a contact in the last 30 days" in words(opened(client, mawari.amina, mawari.kivuma))


def test_a_place_elsewhere_is_not_found(client, mawari):
    assert opened(client, mawari.stranger, mawari.mtoni).status_code == 404


def test_the_only_area_opens_at_once(client, mawari):
    response = sign_in(client, mawari.amina).get(reverse("places:tops"))

    assert response.url == reverse("places:place", args=[mawari.kivuma.pk])


def test_competencies_outside_clinical_work_are_one_filter_away(client, mawari):
    said = words(opened(client, mawari.amina, mawari.mtoni, domain="data_use"))

    assert ("Using data for decisions" in said, "Third stage of labour Clinical" in said) == (True, False)


@pytest.mark.parametrize("who", ["amina", "daniel", "grace"])
def test_the_page_asks_as_much_for_three_people_as_for_one(client, mawari, who):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            opened(client, getattr(mawari, who), mawari.mtoni)
        return len(asked)

    for number in range(5):  # figures over fewer than five people are not worked out for whoever sees figures only
        person = a_person(f"Person {number}", works_at=mawari.mtoni)
        mawari.enrol(person)
        mawari.seen(person, 6)
    statements()
    before = statements()
    for name in ("Asha", "Neema"):
        person = a_person(name, works_at=mawari.mtoni)
        mawari.enrol(person)
        mawari.seen(person, 6)
        mawari.an_action(person)
        mawari.an_issue()
        mawari.a_visit()

    assert statements() == before


def test_what_else_is_under_way_is_shown_where_it_is(client, mawari):
    given = {"by": mawari.daniel, "at": NOON, "programme": mawari.programme, "kind": "supervision", "starts_on": TODAY}
    map_approach(**given, name="Quarterly supervision", rhythm="each quarter", place=mawari.kivuma)
    sign_in(client, mawari.grace)

    page = words(client.get(reverse("places:place", args=[mawari.mtoni.pk])))
    assert "Quarterly supervision Supportive supervision · each quarter" in page
    sign_in(client, mawari.admin)
    assert "Quarterly supervision" not in words(client.get(reverse("places:place", args=[mawari.mbuyu.pk])))


def test_places_are_sorted_by_the_head_of_a_column_and_a_long_silence_is_red(client, mawari):
    quiet = a_place("Abene Health Centre", under=mawari.kivuma)
    mawari.enrol(a_person("Asha", works_at=quiet))
    mawari.encounter(a_person("Juma", works_at=quiet), days_ago=46, place=quiet)
    mawari.encounter(mawari.joseph, days_ago=3)

    def names(**asked):
        page = html.fromstring(opened(client, mawari.coordinator, mawari.kivuma, **asked).content)
        return [each.text_content().strip() for each in page.xpath("//tbody/tr/th/a")]

    by_name = sorted(names())
    assert names(sort="name") == by_name and names(sort="-name") == by_name[::-1]
    assert names(sort="contact")[0] == "Abene Health Centre" != names(sort="-contact")[0]
    assert set(names(sort="rubbish")) == set(by_name)
    page = html.fromstring(opened(client, mawari.coordinator, mawari.kivuma, sort="-contact").content)
    assert page.xpath("//th[@aria-sort='descending']")[0].text_content().strip() == "Last contact"
    red = [row.xpath("string(th/a)") for row in page.xpath("//tbody/tr[.//*[contains(@class, 'alarm')]]")]
    assert red == ["Abene Health Centre"]


def test_a_facility_lists_steps_gained_and_lost_since_people_were_first_observed(client, mawari):
    heading = "Steps gained and lost since people were first observed"

    def changed(who):
        page = html.fromstring(opened(client, who, mawari.mtoni).content)
        rows = page.xpath("//section[h2[normalize-space()=$heading]]//tbody/tr", heading=heading)
        return {row.xpath("string(th/span)"): [cell.text_content() for cell in row.xpath("td")] for row in rows}

    newcomer = a_person("Asha", works_at=mawari.mtoni)
    mawari.seen(newcomer, 4, days_ago=60)
    assert "Step 5" not in changed(mawari.amina), "one observation shows no change"
    mawari.seen(newcomer, 6, days_ago=20)
    assert changed(mawari.amina)["Step 5"][0] == "1" and changed(mawari.amina)["Step 5"][2] >= "1"
    before = changed(mawari.amina)["Step 6"]
    mawari.seen(newcomer, 3, days_ago=1)
    after = changed(mawari.amina)
    assert after["Step 4"][1] == "1", "what was done at first and is missed now is lost"
    assert after.get("Step 6", ["0"])[0] < before[0]
    assert changed(mawari.grace) == {}, "whoever is in charge sees levels only"


def test_a_facility_says_how_far_protocols_are_kept_and_leads_to_what_is_missed_most(client, mawari):
    def figures(who):
        return tiles(opened(client, who, mawari.mtoni))

    before = figures(mawari.amina)
    assert before["Records in order"][-1] == "no record was reviewed"
    mawari.seen(mawari.joseph, 0, days_ago=2)
    mawari.seen(mawari.joseph, 8, days_ago=1, setting="record")
    mawari.seen(mawari.joseph, 6, days_ago=1, setting="record")
    after = figures(mawari.amina)

    whole, n = int(before["No critical step missed"][0]), int(before["No critical step missed"][1].split()[1])
    assert after["No critical step missed"][:2] == [str(whole + 2), f"of {n + 3} observations"]
    assert after["Records in order"][0] == "70" and after["Records in order"][-1] == "in 2 reviews"
    page = html.fromstring(opened(client, mawari.amina, mawari.mtoni).content)
    assert page.xpath("//a[@href='#missed']") and "Missed most often" in page.xpath("string(//section[@id='missed'])")
    assert figures(mawari.grace) == {}
