"""`alongside import` from the command line."""

import pytest
from django.core.management import CommandError, call_command

from alongside.domain.people.models import Employment
from alongside.domain.places.models import OrgUnit, PlaceList
from tests.people import a_place

pytestmark = pytest.mark.django_db
LIST = """Country,Admin1,Facility name,Facility type,Ownership,Lat,Long
Mawari,Lumba,Mtoni,Health Centre,MoH,-1.5,36.8
Mawari,Lumba,Kivu,Level 9 Hospital,MoH,-1.6,36.8
Mawari,Lumba,,Clinic,MoH,-1.6,36.8
"""
MAP = [
    "country=Country", "region=Admin1", "name=Facility name", "type=Facility type", "ownership=Ownership",
    "latitude=Lat", "longitude=Long",
]  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ministry list.csv"
    path.write_text(LIST)
    return path


def run(capsys, *args, **given):
    call_command("import", "places", *args, **given)
    return capsys.readouterr().out


def test_without_a_map_the_columns_are_proposed_and_nothing_is_taken_in(file, capsys):
    said = run(capsys, str(file))

    assert f"alongside import places '{file}' --map country=Country region=Admin1 'name=Facility name'" in said
    assert "3 rows: 2 would be new, 0 changed, 0 as before, 1 left out." in said
    assert (OrgUnit.objects.count(), PlaceList.objects.count()) == (0, 0)


def test_with_a_map_it_goes_in_and_says_what_it_found(file, capsys):
    said = run(capsys, str(file), map=MAP, accept=["all"])
    again = run(capsys, str(file), map=MAP)

    assert "row 3: We do not know the type “Level 9 Hospital”. Take it as: Hospital" in said
    assert "row 4: The row has no name and was left out. Enter the name in the list." in said
    assert "3 rows: 2 new, 0 changed, 0 as before, 1 left out. 2 areas opened." in said
    assert "3 rows: 0 new, 0 changed, 2 as before, 1 left out. 0 areas opened." in again
    assert OrgUnit.objects.get(name="Kivu").type == "hospital"


def test_a_list_for_one_area_goes_under_it(file, capsys):
    a_place("Lumba", type="region", under=a_place("Mawari", type="country"))

    run(capsys, str(file), map=MAP, under="Mawari/Lumba")

    assert OrgUnit.objects.count() == 4


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"map": ["Name"]}, "write COLUMN=HEADING"),
        ({"map": ["name=Nom"]}, "The list has no column “Nom”"),
        ({"map": MAP, "under": "Zuberi"}, "there is no area Zuberi there"),
    ],
)
def test_what_cannot_be_read_is_said(file, given, words):
    with pytest.raises(CommandError, match=words):
        call_command("import", "places", str(file), **given)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="Check the path"):
        call_command("import", "places", str(tmp_path / "none.csv"))


def test_people_go_in_the_same_way(tmp_path, capsys):
    file = tmp_path / "staff.csv"
    file.write_text("Name,Facility,Cadre,Mobile\nJoseph Banda,Mtoni,Nursing Oficer,0712 345678\n")
    a_place("Mtoni", under=a_place("Mawari", type="country"))

    call_command("import", "people", str(file))
    proposed = capsys.readouterr().out
    call_command(
        "import",
        "people",
        str(file),
        map=["name=Name", "place=Facility", "cadre=Cadre", "phone=Mobile"],
        accept=["all"],
    )
    said = capsys.readouterr().out

    post = Employment.objects.get()
    assert "1 rows: 1 would be new" in proposed and "Nothing was taken in" in proposed
    assert "1 rows: 1 new, 0 changed, 0 as before, 0 left out." in said
    assert (post.person.name, post.cadre_id, post.person.phones.get().number) == (
        "Joseph Banda",
        "nurse",
        "+254712345678",
    )
