"""A small world for the tests of encounters: a district, two facilities, four people, one approved checklist."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from alongside.domain.instruments.models import Instrument, Version
from alongside.domain.instruments.rules.definition import Definition, Item, Section, to_json
from alongside.domain.programmes.models import Competency, Programme
from tests.people import a_grant, a_person, a_place

NOON = datetime(2026, 4, 14, 9, tzinfo=UTC)
TODAY = date(2026, 4, 14)
HANDS = Definition(
    code="hands", title={"en": "Clean hands"}, competency="hygiene", clinical=True,
    children=(
        Section("before", {"en": "Before"}, (
            Item("greet", {"en": "Greets"}, scale="YNNA", respect=True),
            Item("rub", {"en": "Rubs hands"}, scale="YNNA", critical=True, feedback={"en": "Rub while you greet."}),
            Item("dry", {"en": "Lets them dry"}, scale="YNNA"),
            Item("gloves", {"en": "Puts gloves on"}, scale="YNNA"),
        )),
    ),
)  # fmt: skip
ALL_DONE = {"greet": "1", "rub": "1", "dry": "1", "gloves": "1"}
RUB_MISSED = {**ALL_DONE, "rub": "0"}


def a_world():
    """Return a namespace of rows: country, district, mtoni, baobab (places), amina, joseph, asha, grace, daniel (people), …"""
    country = a_place("Mawari", type="country")
    district = a_place("Kivuma", type="district", under=country)
    mtoni, baobab = a_place("Mtoni Health Centre", under=district), a_place("Baobab Health Centre", under=district)
    competency = Competency.objects.create(code="hygiene", name="Hand hygiene")
    instrument = Instrument.objects.create(code="hands", title="Clean hands")
    version = Version.objects.create(
        instrument=instrument, number=1, status="approved", definition_json=to_json(HANDS), digest="x",
        drafted_at=NOON, approved_at=NOON, effective_on=date(2026, 1, 1),
    )  # fmt: skip
    programme = Programme.objects.create(
        code="safe-start", name="Safe Start", place=country, starts_on=date(2026, 1, 1)
    )
    programme.competencies.add(competency)
    competency.instruments.add(instrument)
    world = SimpleNamespace(
        country=country, district=district, mtoni=mtoni, baobab=baobab, competency=competency, version=version, programme=programme,
        amina=a_person("Amina Lwanda"), joseph=a_person("Joseph Banda", works_at=mtoni), asha=a_person("Asha Mwamba", works_at=mtoni),
        grace=a_person("Grace Phiri", works_at=mtoni), daniel=a_person("Daniel Okello"), stranger=a_person("Peter Zulu", works_at=baobab),
    )  # fmt: skip
    a_grant(world.amina, "mentor", mtoni)
    a_grant(world.grace, "in_charge", mtoni)
    a_grant(world.daniel, "coordinator", district)
    a_grant(world.stranger, "mentor", baobab)
    a_grant(world.joseph, "mentee", mtoni)
    return world
