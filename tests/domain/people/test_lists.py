"""Lists of people: read, looked at, taken in, taken in again."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.people import commands
from alongside.domain.people.models import Employment, Person, Phone
from alongside.domain.people.queries import lists as queries
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place

pytestmark = pytest.mark.django_db
HEADINGS = [
    "Surname",
    "First name",
    "Facility",
    "Cadre",
    "Mobile",
    "Staff number",
    "Sex",
    "Year of birth",
    "Licence expiry",
]
JOSEPH = ["Banda", "Joseph", "Mtoni Health Centre", "RN", "0712 345678", "N7", "M", "1988", "14/04/2027"]
ASHA = ["Tembo", "Asha", "Mtoni Health Centre", "Midwife", "0722 000001", "", "F", "", ""]


@pytest.fixture
def lumba():
    lumba = a_place("Lumba", type="district")
    a_place("Mtoni Health Centre", under=lumba)
    a_place("Kivu Dispensary", type="health_post", under=lumba)
    return lumba


def written(*rows):
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *rows])
    return file.getvalue().encode()


def brought(lumba, *rows, by=None):
    return commands.bring_people(by=by, at=NOON, under=lumba, content=written(*rows), name="staff.csv", region="KE")


def taken_in(lumba, *rows, accepted=None):
    kept = brought(lumba, *rows)
    return commands.import_people(by=None, at=NOON, brought=kept, mapping=kept.mapping, accepted=accepted or {})


def snapshot():
    return [list(model.objects.order_by("pk").values_list()) for model in (Person, Phone, Employment)]


def test_people_go_in_whole_and_a_second_time_changes_nothing(lumba):
    first = taken_in(lumba, JOSEPH, ASHA)
    kept = snapshot()
    second = taken_in(lumba, JOSEPH, ASHA)

    post = Employment.objects.select_related("person", "place").get(person__code="N7")
    assert first.counts == {"rows": 2, "created": 2, "changed": 0, "unchanged": 0, "left_out": 0}
    assert (post.person.name, post.person.sex, post.person.birth_year, post.cadre_id, post.licence_expires_on) == (
        "Joseph Banda", "male", 1988, "nurse", date(2027, 4, 14),
    )  # fmt: skip
    assert Phone.objects.get(person=post.person).number == "+254712345678"
    assert (second.counts["unchanged"], second.findings, snapshot() == kept) == (2, [], True)


def test_names_the_other_way_round_with_the_same_phone_are_the_same_person(lumba):
    taken_in(lumba, ASHA)

    report = taken_in(lumba, ["Asha", "Tembo", *ASHA[2:]])

    assert (report.counts["unchanged"], Person.objects.count()) == (1, 1)


def test_whoever_works_elsewhere_now_is_moved_and_a_new_number_is_added(lumba):
    taken_in(lumba, JOSEPH)

    report = taken_in(lumba, [*JOSEPH[:2], "Kivu Dispensary", "RN", "0799 000000", *JOSEPH[5:]])

    posts = Employment.objects.order_by("pk").values_list("place__name", "until")
    assert report.changes == [[2, "Joseph Banda", ["place", "phone"]]] or report.changes == [
        (2, "Joseph Banda", ["place", "phone"])
    ]
    assert list(posts) == [("Mtoni Health Centre", NOON.date()), ("Kivu Dispensary", None)]
    assert Phone.objects.count() == 2


@pytest.mark.parametrize(
    ("at", "written_as", "code", "about", "proposal", "left_out"),
    [
        ({0: "", 1: ""}, None, "no_name", "N7", "", True),
        ({1: "x" * 121}, None, "name_too_long", "x" * 120, "", True),
        ({2: ""}, None, "no_place", "Joseph Banda", "", True),
        ({2: "Mtoni Health Center"}, None, "unknown_place", "Mtoni Health Center", "Mtoni Health Centre", True),
        ({2: "Nowhere at all"}, None, "unknown_place", "Nowhere at all", "", True),
        ({3: "Nursing Oficer"}, None, "unknown_cadre", "Nursing Oficer", "nurse", False),
        ({4: "none"}, None, "no_phone", "none", "", False),
        ({6: "?"}, None, "unknown_sex", "?", "", False),
        ({7: "88"}, None, "no_year", "88", "", False),
        ({8: "31/02/2027"}, None, "no_day", "31/02/2027", "", False),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_listed_by_row(lumba, at, written_as, code, about, proposal, left_out):
    row = [at.get(index, cell) for index, cell in enumerate(JOSEPH)]

    report = taken_in(lumba, ASHA, row)

    found = report.left_out if left_out else report.findings
    assert [(row, what, said, offer) for row, what, said, _fix, offer in found] == [(3, code, about, proposal)]
    assert report.counts["rows"] == 2 == report.counts["created"] + report.counts["left_out"]


def test_an_accepted_offer_is_taken(lumba):
    row = [*JOSEPH[:2], "Mtoni Health Center", "Nursing Oficer", *JOSEPH[4:]]
    kept = brought(lumba, row)
    plan = queries.plan(kept, mapping=kept.mapping, accepted={}, today=NOON.date())
    accepted = {each.fix: each.proposal for each in (*plan.reading.findings, *plan.reading.left_out)}

    first = taken_in(lumba, row, accepted=accepted | {"cadre:nursing oficer": "nurse"})

    assert (first.counts["created"], Employment.objects.get().cadre_id) == (1, "nurse")
    assert queries.accepted_before("staff") == accepted | {"cadre:nursing oficer": "nurse"}


def test_one_person_twice_in_the_file_goes_in_once(lumba):
    report = taken_in(lumba, JOSEPH, JOSEPH, ASHA, ASHA)

    assert report.counts == {"rows": 4, "created": 2, "changed": 0, "unchanged": 0, "left_out": 2}
    assert [(row, code, proposal) for row, code, _about, _fix, proposal in report.left_out] == [
        (3, "code_twice", "2"),
        (5, "twice", "4"),
    ]


def test_whoever_is_alike_goes_in_and_is_listed(lumba):
    taken_in(lumba, ASHA)

    report = taken_in(lumba, ["Tembo", "Ahsa", *ASHA[2:]])

    assert [(row, code, about, proposal) for row, code, about, _fix, proposal in report.findings] == [
        (2, "perhaps_known", "Ahsa Tembo", "Asha Tembo")
    ]


def test_two_places_of_one_name_are_not_guessed_between(lumba):
    a_place("Mtoni Health Centre", under=a_place("Ward", type="area", under=lumba))

    report = taken_in(lumba, JOSEPH)

    assert [code for _row, code, *_rest in report.left_out] == ["which_place"]


def test_only_whoever_keeps_the_area_takes_a_list_in_and_sent_twice_it_goes_in_once(lumba):
    ruth, amina, act_id = a_person("Ruth"), a_person("Amina"), uuid7()
    a_grant(ruth, "coordinator", lumba)
    a_grant(amina, "mentor", lumba)
    kept = brought(lumba, JOSEPH, by=ruth)

    codes = []
    for attempt in (
        lambda: brought(lumba, JOSEPH, by=amina),
        lambda: brought(None, JOSEPH, by=ruth),
        lambda: commands.import_people(by=amina, at=NOON, brought=kept, mapping=kept.mapping),
        lambda: commands.discard_people(by=amina, at=NOON, brought=kept),
        lambda: commands.import_people(by=ruth, at=NOON, brought=kept, mapping={"name": "Surname"}),
        lambda: commands.import_people(by=ruth, at=NOON, brought=kept, mapping={"place": "Facility"}),
        lambda: commands.import_people(by=ruth, at=NOON, brought=kept, mapping=kept.mapping | {"post": "Post"}),
        lambda: commands.import_people(
            by=ruth, at=NOON, brought=kept, mapping=kept.mapping, accepted={"cadre:x": "wizard"}
        ),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        codes.append(refusal.value.code)
    for _time in range(2):
        report = commands.import_people(by=ruth, at=NOON, act_id=act_id, brought=kept, mapping=kept.mapping)

    assert codes == ["acts.not_yours"] * 4 + [
        "people.no_place_column", "people.no_name_column", "people.no_such_column", "people.no_such_choice",
    ]  # fmt: skip
    assert (report.counts["created"], Person.objects.filter(code="N7").count(), bytes(report.content)) == (1, 1, b"")


def test_statements_grow_with_batches_not_with_rows(lumba):
    def statements(start, count):
        rows = [
            [f"Banda {n}", f"Joseph {n}", "Mtoni Health Centre", "RN", f"07{n:08}", "", "M", "", ""]
            for n in range(start, start + count)
        ]
        kept = brought(lumba, *rows)
        with CaptureQueriesContext(connection) as made:
            commands.import_people(by=None, at=NOON, brought=kept, mapping=kept.mapping)
        return len(made)

    statements(0, 1)

    assert statements(1000, 1000) - statements(10, 10) <= 1000 / 10
