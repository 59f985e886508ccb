"""Countries' own lists of facilities: read, looked at, taken in, taken in again."""

import csv
import io
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.places import commands
from alongside.domain.places.models import OrgUnit, PlaceList
from alongside.domain.places.queries import lists as queries
from alongside.domain.places.rules import lists as rules
from alongside.kernel import listing
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place
from tests.shared import shared_data

pytestmark = pytest.mark.django_db
HEADINGS = ["Country", "Admin1", "Facility name", "Facility type", "Ownership", "Lat", "Long"]
MTONI = ["Mawari", "Lumba", "Mtoni", "Health Centre", "MoH", "-1.5", "36.8"]


def written(*rows, headings=HEADINGS):
    """Return a CSV file of rows below the headings."""
    file = io.StringIO()
    csv.writer(file).writerows([headings, *rows])
    return file.getvalue().encode()


def brought(content, *, source="Ministry", under=None):
    return commands.bring_places(by=None, at=NOON, under=under, content=content, name="list.csv", source=source)


def taken_in(content, *, accepted=None, source="Ministry", under=None):
    kept = brought(content, source=source, under=under)
    return commands.import_places(by=None, at=NOON, brought=kept, mapping=kept.mapping, accepted=accepted or {})


def read(*rows, accepted=None, headings=HEADINGS):
    content = written(*rows, headings=headings)
    return rules.read(
        listing.rows(content, name="list.csv"), mapping=rules.guess_mapping(headings), accepted=accepted or {}
    )


def snapshot():
    return list(OrgUnit.objects.order_by("path").values_list())


# The four real lists: numbers counted by hand once from the files.
REAL = {
    "kenya": {"created": 6146, "areas": 52, "no_point": 102, "repeated": 37, "types": {
        "health_post": 4352, "health_centre": 1044, "hospital": 402, "clinic": 348}},
    "liberia": {"created": 740, "areas": 18, "no_point": 0, "repeated": 1, "types": {
        "clinic": 661, "health_centre": 41, "hospital": 38}},
    "rwanda": {"created": 572, "areas": 6, "no_point": 0, "repeated": 0, "types": {
        "health_centre": 486, "hospital": 47, "health_post": 39}},
    "zambia": {"created": 1263, "areas": 12, "no_point": 4, "repeated": 10, "types": {
        "health_post": 895, "health_centre": 225, "hospital": 91, "clinic": 52}},
}  # fmt: skip


@pytest.mark.parametrize("country", REAL)
def test_a_real_list_goes_in_whole_and_a_second_time_changes_nothing(country):
    content, expected = shared_data(f"facilities/{country}_health_facilities.csv").read_bytes(), REAL[country]

    first = taken_in(content)
    kept = snapshot()
    second = taken_in(content)

    findings = Counter(code for _row, code, *_rest in first.findings)
    types = Counter(OrgUnit.objects.exclude(source="").values_list("type", flat=True))
    assert first.counts == {
        "rows": expected["created"], "created": expected["created"], "changed": 0, "unchanged": 0, "left_out": 0,
        "areas": expected["areas"], "absent": 0,
    }  # fmt: skip
    assert findings["no_point"] == expected["no_point"]
    assert findings["repeated_name"] + findings["perhaps_twice"] == expected["repeated"]
    assert types == expected["types"]
    assert OrgUnit.objects.find_problems() == ([], [], [], [], [])
    assert second.counts == first.counts | {"created": 0, "unchanged": expected["created"], "areas": 0}
    assert snapshot() == kept


def test_the_offered_fixes_of_a_real_list_go_in_and_hold_for_its_next_edition():
    content = shared_data("facilities/kenya_health_facilities.csv").read_bytes()
    kept = brought(content)
    offered = queries.plan(kept, mapping=kept.mapping, accepted={}).reading.findings
    accepted = {finding.fix: finding.proposal for finding in offered if finding.fix}

    first = commands.import_places(by=None, at=NOON, brought=kept, mapping=kept.mapping, accepted=accepted)
    again = taken_in(content, accepted=queries.accepted_before("Ministry"))

    regions = OrgUnit.objects.filter(type="region")
    assert (regions.count(), first.counts["left_out"], first.counts["created"]) == (48, 9, 6137)
    assert {code for _row, code, *_rest in first.left_out} == {"same_as"}
    assert (again.counts["unchanged"], again.counts["left_out"], again.counts["created"]) == (6137, 9, 0)
    names = Counter(OrgUnit.objects.exclude(source="").values_list("path", "name"))
    assert Counter((path[:-4], name.casefold()) for path, name in names).most_common(1)[0][1] == 1


def test_a_corrected_cell_updates_the_place_it_belongs_to():
    twin = ["Mawari", "Lumba", "Mtoni", "Health Centre", "MoH", "-1.9", "36.1"]
    taken_in(written(MTONI, twin))
    corrected = [*twin[:5], "-1.95", "36.1"]

    report = taken_in(written(corrected, [*MTONI[:4], "FBO", *MTONI[5:]]))

    places = OrgUnit.objects.filter(source="Ministry").order_by("path").values_list("latitude", "ownership")
    assert [(str(latitude), ownership) for latitude, ownership in places] == [
        ("-1.500000", "faith"),
        ("-1.950000", "public"),
    ]
    assert sorted(columns for _row, _name, columns in report.changes) == [["latitude"], ["ownership"]]


def test_an_empty_cell_never_erases_what_is_known():
    taken_in(written(MTONI))

    report = taken_in(written([*MTONI[:4], "", "", ""]))

    assert (report.counts["unchanged"], OrgUnit.objects.get(name="Mtoni").ownership) == (1, "public")


def test_a_name_given_here_stays_and_a_name_corrected_in_the_list_comes_through():
    headings = [*HEADINGS, "MFL code"]
    taken_in(written([*MTONI, "17"], [*MTONI[:2], "Kivu", *MTONI[3:], "18"], headings=headings))
    renamed = commands.rename_place(by=None, at=NOON, place=OrgUnit.objects.get(name="Mtoni"), name="Mtoni Rural")

    report = taken_in(written([*MTONI, "17"], [*MTONI[:2], "Kivu Bay", *MTONI[3:], "18"], headings=headings))

    renamed.refresh_from_db()
    assert (renamed.name, OrgUnit.objects.get(code="18").name) == ("Mtoni Rural", "Kivu Bay")
    assert (report.counts["unchanged"], report.counts["changed"]) == (1, 1)


def test_a_place_whose_code_moved_to_another_area_is_moved():
    headings = [*HEADINGS, "MFL code"]
    taken_in(written([*MTONI, "17"], headings=headings))

    taken_in(written(["Mawari", "Tamba", *MTONI[2:], "17"], headings=headings))

    place = OrgUnit.objects.get(code="17")
    assert OrgUnit.objects.get_parent(place).name == "Tamba"
    assert OrgUnit.objects.find_problems() == ([], [], [], [], [])


def test_a_place_the_list_no_longer_has_is_listed_and_stays():
    taken_in(written(MTONI, [*MTONI[:2], "Kivu", *MTONI[3:]]))

    report = taken_in(written(MTONI))

    assert (report.absent, OrgUnit.objects.filter(name="Kivu").count()) == (["Kivu"], 1)


def test_nothing_is_dropped_in_silence():
    rows = [
        MTONI,
        [*MTONI[:2], "", *MTONI[3:]],
        ["", "", "Kivu", "Clinic", "", "", ""],
        [*MTONI[:2], "x" * 201, *MTONI[3:]],
        ["", "", "", "", "", "", ""],
    ]

    report = taken_in(written(*rows))

    assert report.counts == {
        "rows": 4, "created": 1, "changed": 0, "unchanged": 0, "left_out": 3, "areas": 2, "absent": 0,
    }  # fmt: skip
    assert [(row, code) for row, code, *_rest in report.left_out] == [
        (3, "no_name"),
        (4, "nowhere"),
        (5, "name_too_long"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "about", "proposal"),
    [
        (["Mawari", "Lumba", "Kivu", "Level 9 Hospital", "MoH", "1", "36"], "unknown_type", "Level 9 Hospital", "hospital"),
        (["Mawari", "Lumba", "Kivu", "Maternity", "MoH", "1", "36"], "unknown_type", "Maternity", "facility"),
        (["Mawari", "Lumba", "Kivu", "Clinic", "NGO/FBO", "1", "36"], "unknown_owner", "NGO/FBO", "ngo"),
        (["Mawari", "Lumba", "Kivu", "Clinic", "", "", ""], "no_point", "Kivu", ""),
        (["Mawari", "Lumba", "Kivu", "Clinic", "", "1", ""], "impossible_point", "1, ", ""),
        (["Mawari", "Lumba", "Kivu", "Clinic", "", "0", "0"], "impossible_point", "0, 0", ""),
        (["Mawari", "Lumba", "Kivu", "Clinic", "", "136.8", "-1"], "impossible_point", "136.8, -1", "-1.000000, 136.800000"),
        (["Mawari", "Lumba", "Kivu", "Clinic", "", "north", "east"], "impossible_point", "north, east", ""),
        (["Mawari", "", "Kivu", "Clinic", "", "1", "36"], "no_area", "region", ""),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_listed_by_row_with_a_proposal(row, code, about, proposal):
    findings = read(MTONI, row).findings

    assert [(f.row, f.code, f.about, f.proposal) for f in findings] == [(3, code, about, proposal)]


def test_one_name_twice_in_an_area_is_told_apart_or_found_to_be_one():
    far = ["Mawari", "Lumba", "Mtoni", "Health Centre", "MoH", "-1.2", "36.8"]
    near = ["Mawari", "Lumba", "MTONI", "Health Centre", "MoH", "-1.5001", "36.8"]
    church = ["Mawari", "Lumba", "Mtoni", "Health Centre", "FBO", "-1.7", "36.8"]
    clinic = ["Mawari", "Lumba", "Mtoni", "Clinic", "MoH", "-1.5", "36.8"]

    findings = read(MTONI, far, near, church, clinic).findings

    assert [(f.row, f.code, f.proposal) for f in findings] == [
        (3, "repeated_name", "Mtoni (north)"),
        (4, "perhaps_twice", "2"),
        (5, "repeated_name", "Mtoni (Faith-based)"),
        (6, "repeated_name", "Mtoni (Clinic)"),
    ]


def test_one_area_spelt_twice_is_offered_to_be_one():
    rows = [[*MTONI[:2], f"Mtoni {number}", *MTONI[3:]] for number in range(3)]
    other = ["Mawari", "Lumba County", "Kivu", *MTONI[3:]]

    offered = read(*rows, other)
    fixed = read(*rows, other, accepted={f.fix: f.proposal for f in offered.findings})

    assert [(f.row, f.code, f.about, f.proposal) for f in offered.findings] == [
        (5, "area_spelling", "Lumba County", "Lumba")
    ]
    assert {place.areas for place in fixed.places} == {("Mawari", "Lumba")}


def test_latitude_and_longitude_swapped_in_one_row_among_many_is_seen():
    rows = [[*MTONI[:2], f"Kivu {n} {chr(65 + n)}", *MTONI[3:5], f"-1.{n}", f"36.{n}"] for n in range(25)]
    rows[7][5:] = ["36.7", "-1.7"]

    offered = read(*rows).findings
    fixed = read(*rows, accepted={f.fix: f.proposal for f in offered})

    assert [(f.row, f.code, f.proposal) for f in offered] == [(9, "swapped_point", "-1.700000, 36.700000")]
    assert (str(fixed.places[7].latitude), str(fixed.places[7].longitude)) == ("-1.700000", "36.700000")


def test_a_list_for_one_country_leaves_out_rows_that_say_they_lie_elsewhere():
    mawari = a_place("Mawari", type="country")

    report = taken_in(written(MTONI, ["Zuberi", "North", "Kivu", *MTONI[3:]]), under=mawari)

    assert [(row, code, about, proposal) for row, code, about, _fix, proposal in report.left_out] == [
        (3, "elsewhere", "Zuberi", "Mawari")
    ]
    assert OrgUnit.objects.filter(type="country").count() == 1


def test_a_list_is_refused_where_it_is_no_list_or_its_columns_are_not_named():
    with pytest.raises(Refused) as no_list:
        brought(b"PK\x03\x04\0\0")
    with pytest.raises(Refused) as empty:
        brought(b"")
    kept = brought(written(MTONI))
    codes = []
    for mapping in (
        {},
        {"name": "Facility name"},
        {"name": "Name"},
        {"name": "Facility name", "mood": "Lat"},
        kept.mapping | {"latitude": "Lat", "longitude": ""},
    ):
        with pytest.raises(Refused) as refusal:
            commands.import_places(by=None, at=NOON, brought=kept, mapping=mapping)
        codes.append(refusal.value.code)

    assert (no_list.value.code, empty.value.code) == ("zip.damaged", "sheet.empty")
    assert codes == [
        "places.no_name_column", "places.nowhere", "places.no_such_column", "places.no_such_column", "places.no_such_column",
    ]  # fmt: skip


def test_only_whoever_administers_the_area_takes_a_list_in_and_sent_twice_it_goes_in_once():
    mawari = a_place("Mawari", type="country")
    daniel, amina = a_person("Daniel"), a_person("Amina")
    a_grant(daniel, "administrator", mawari)
    a_grant(amina, "coordinator", mawari)
    act_id, content = uuid7(), written(MTONI)

    with pytest.raises(Refused) as stranger:
        commands.bring_places(by=amina, at=NOON, under=mawari, content=content, name="list.csv")
    with pytest.raises(Refused) as everywhere:
        commands.bring_places(by=daniel, at=NOON, under=None, content=content, name="list.csv")
    kept = commands.bring_places(by=daniel, at=NOON, under=mawari, content=content, name="list.csv")
    with pytest.raises(Refused) as stranger_again:
        commands.import_places(by=amina, at=NOON, brought=kept, mapping=kept.mapping)
    for _time in range(2):
        report = commands.import_places(by=daniel, at=NOON, act_id=act_id, brought=kept, mapping=kept.mapping)
    with pytest.raises(Refused) as again:
        commands.import_places(by=daniel, at=NOON, brought=kept, mapping=kept.mapping)

    assert {stranger.value.code, everywhere.value.code, stranger_again.value.code} == {"acts.not_yours"}
    assert (again.value.code, report.counts["created"], bytes(report.content)) == ("places.list_taken_in", 1, b"")


def test_a_list_only_looked_at_can_be_thrown_away():
    kept, report = brought(written(MTONI)), taken_in(written(MTONI))

    commands.discard_places(by=None, at=NOON, brought=kept)
    with pytest.raises(Refused):
        commands.discard_places(by=None, at=NOON, brought=report)

    assert list(PlaceList.objects.values_list("pk", flat=True)) == [report.pk]


def many(count):
    return written(
        *(["Mawari", f"Region {n % 10}", f"Facility {n}", "Clinic", "MoH", f"1.{n:06}", "36"] for n in range(count))
    )


def test_statements_grow_with_batches_not_with_rows():
    def statements(count, source):
        kept = brought(many(count), source=source)
        with CaptureQueriesContext(connection) as made:
            commands.import_places(by=None, at=NOON, brought=kept, mapping=kept.mapping)
        return len(made)

    taken_in(
        written(*(["Mawari", f"Region {n}", "First", "Clinic", "MoH", "1", "36"] for n in range(10))), source="first"
    )

    assert statements(3000, "large") - statements(30, "small") <= 3000 / 50
