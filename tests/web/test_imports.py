"""Lists on their way in, on the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.domain.people import terms as people_terms
from alongside.domain.people.models import PeopleList, Person
from alongside.domain.places import terms as place_terms
from alongside.domain.places.models import OrgUnit, PlaceList
from alongside.kernel.ids import uuid7
from alongside.web.imports.forms import TITLES
from tests.people import a_grant, a_person, a_place, sign_in

pytestmark = pytest.mark.django_db
PLACES = b"""Admin1,Facility name,Facility type,Lat,Long
Lumba,Mtoni,Health Centre,-1.5,36.8
Lumba,Kivu,Level 9 Hospital,-1.6,36.8
Lumba,,Clinic,-1.6,36.8
"""
PEOPLE = b"""Name,Facility,Cadre,Mobile
Joseph Banda,Mtoni,RN,0712 345678
Asha Tembo,Mtoni,Nursing Oficer,none
"""


@pytest.fixture
def mawari():
    return a_place("Mawari", type="country")


@pytest.fixture
def daniel(client, mawari):
    daniel = a_person("Daniel")
    a_grant(daniel, "administrator", mawari)
    sign_in(client, daniel)
    return daniel


def upload(client, view, content, **given):
    file = SimpleUploadedFile("list.csv", content)
    return client.post(reverse(view), {"act_id": str(uuid7()), "under": "Mawari", "file": file, **given}, follow=True)


def columns(brought):
    return {f"column_{column}": heading for column, heading in brought.mapping.items()}


def test_a_list_of_places_is_looked_at_then_taken_in_with_what_was_accepted(client, daniel):
    looked = upload(client, "imports:places", PLACES)
    brought, here = PlaceList.objects.get(), looked.redirect_chain[-1][0]
    none_yet = OrgUnit.objects.filter(type="hospital").count()
    given = columns(brought) | {"step": "take_in", "fix": "type:level 9 hospital", "shown": "1", "act_id": str(uuid7())}
    report = client.post(here, given, follow=True)
    client.post(here, given)

    brought.refresh_from_db()
    assert "We do not know the type “Level 9 Hospital”." in looked.content.decode()
    assert "The row has no name and was left out." in looked.content.decode()
    assert (none_yet, OrgUnit.objects.get(name="Kivu").type) == (0, "hospital")
    assert brought.counts | {"absent": 0} == {
        "rows": 3, "created": 2, "changed": 0, "unchanged": 0, "left_out": 1, "areas": 1, "absent": 0,
    }  # fmt: skip
    assert "3 rows: 2 new, 0 changed, 0 as before, 1 left out" in report.content.decode()


def test_what_an_offer_does_is_never_taken_from_the_page(client, daniel):
    upload(client, "imports:places", PLACES)
    brought = PlaceList.objects.get()

    client.post(
        reverse("imports:place_list", args=[brought.pk]),
        columns(brought) | {"step": "take_in", "fix": ["type:level 9 hospital=school", "same:x"], "shown": "1"},
    )

    assert OrgUnit.objects.get(name="Kivu").type == "facility"


def test_a_column_that_is_not_named_is_asked_for(client, daniel):
    upload(client, "imports:places", PLACES)
    brought = PlaceList.objects.get()

    answer = client.post(
        reverse("imports:place_list", args=[brought.pk]), {"step": "take_in", "column_type": "Facility type"}
    )

    assert "Say which column holds the name of the place." in answer.content.decode()
    assert OrgUnit.objects.count() == 1


def test_a_list_is_thrown_away(client, daniel):
    upload(client, "imports:places", PLACES)

    client.post(reverse("imports:place_list", args=[PlaceList.objects.get().pk]), {"step": "discard"})

    assert PlaceList.objects.count() == 0


def test_what_is_no_list_is_refused_with_words(client, daniel):
    answer = upload(client, "imports:places", b"%PDF-1.4 not a list")

    assert (answer.status_code, PlaceList.objects.count()) == (200, 0)
    assert b"notice refusal" in answer.content or b"errors" in answer.content


def test_a_list_of_people_is_looked_at_and_taken_in(client, daniel, mawari):
    a_place("Mtoni", under=a_place("Lumba", type="district", under=mawari))
    looked = upload(client, "imports:people", PEOPLE, region="KE")
    brought = PeopleList.objects.get()

    client.post(
        reverse("imports:people_list", args=[brought.pk]),
        columns(brought) | {"step": "take_in", "all": "unknown_cadre", "shown": "1"},
    )

    brought.refresh_from_db()
    asha = Person.objects.get(family_name="Tembo")
    assert "“none” is not a phone number" in looked.content.decode()
    assert (brought.counts["created"], asha.employments.get().cadre_id) == (2, "nurse")
    assert b"list.csv" in client.get(reverse("imports:lists")).content


def test_every_finding_has_a_title():
    assert set(TITLES) == set(place_terms.FINDINGS) | set(people_terms.FINDINGS)
