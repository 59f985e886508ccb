"""Opening, naming, moving and closing places."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from alongside.domain.places import commands, queries
from alongside.domain.places.models import NoGoDays, OrgUnit, ReferralLink
from alongside.domain.places.terms import PlaceType
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place

pytestmark = pytest.mark.django_db
MAY, DAY = date(2026, 5, 1), timedelta(days=1)


@pytest.fixture
def mawari():
    return a_place("Mawari", type=PlaceType.COUNTRY)


@pytest.fixture
def lumba(mawari):
    return a_place("Lumba", type=PlaceType.DISTRICT, under=mawari)


@pytest.fixture
def tamba(mawari):
    return a_place("Tamba", type=PlaceType.DISTRICT, under=mawari)


@pytest.fixture
def mtoni(lumba):
    return a_place("Mtoni Health Centre", under=lumba)


@pytest.fixture
def hospital(tamba):
    return a_place("Tamba Hospital", type=PlaceType.HOSPITAL, under=tamba)


@pytest.fixture
def daniel(mawari):
    daniel = a_person("Daniel")
    a_grant(daniel, "administrator", mawari)
    return daniel


ACTS = {
    "open_area": lambda p: {"under": p["lumba"], "name": "Kivu ward", "type": "area"},
    "open_facility": lambda p: {"under": p["lumba"], "name": "Kivu Dispensary", "type": "health_post"},
    "rename_place": lambda p: {"place": p["mtoni"], "name": "Mtoni Rural Health Centre"},
    "move_place": lambda p: {"place": p["mtoni"], "under": p["tamba"]},
    "close_place": lambda p: {"place": p["mtoni"], "closed_on": date(2026, 4, 1)},
    "set_opening_days": lambda p: {"place": p["mtoni"], "days": "1110000"},
    "set_point": lambda p: {"place": p["mtoni"], "latitude": Decimal("-1.5"), "longitude": Decimal("36.8")},
    "keep_free": lambda p: {"place": p["mtoni"], "first_on": date(2026, 5, 1), "reason": "Labour Day"},
    "link_referral": lambda p: {"origin": p["mtoni"], "destination": p["hospital"], "services": "Surgery"},
}
ALL = pytest.mark.parametrize("name", ACTS)


@pytest.fixture
def places(lumba, tamba, mtoni, hospital):
    return {"lumba": lumba, "tamba": tamba, "mtoni": mtoni, "hospital": hospital}


def kept():
    return (
        list(OrgUnit.objects.order_by("path").values_list())
        + list(ReferralLink.objects.values_list())
        + list(NoGoDays.objects.values_list())
    )


@ALL
def test_done_once_however_often_it_is_sent(name, daniel, places):
    act, given, act_id, before = getattr(commands, name), ACTS[name](places), uuid7(), kept()

    first = act(by=daniel, at=NOON, act_id=act_id, **given)
    after = kept()
    second = act(by=daniel, at=NOON, act_id=act_id, **given)

    assert (before != after, kept() == after, first == second) == (True, True, True)


@ALL
def test_refused_to_whoever_administers_another_area(name, places):
    amina, before = a_person("Amina"), kept()
    a_grant(amina, "administrator", places["hospital"])
    a_grant(amina, "mentor", places["lumba"])

    with pytest.raises(Refused) as refusal:
        getattr(commands, name)(by=amina, at=NOON, **ACTS[name](places))

    assert (refusal.value.code, kept()) == ("acts.not_yours", before)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("open_area", {"under": "mtoni", "name": "Ward", "type": "area"}, "places.not_under_this"),
        ("open_area", {"under": "lumba", "name": "Ward", "type": "hospital"}, "places.no_area"),
        ("open_facility", {"under": "lumba", "name": "mtoni  health centre", "type": "clinic"}, "places.name_taken"),
        ("open_facility", {"under": "lumba", "name": " ", "type": "clinic"}, "places.no_name"),
        ("open_facility", {"under": "lumba", "name": "Kivu", "type": "district"}, "places.no_facility"),
        ("open_facility", {"under": "mtoni", "name": "Kivu", "type": "clinic"}, "places.not_under_this"),
        ("open_facility", {"under": "lumba", "name": "Kivu", "type": "clinic", "latitude": Decimal(1)}, "places.half_a_point"),
        ("rename_place", {"place": "mtoni", "name": "x" * 201}, "places.no_name"),
        ("move_place", {"place": "lumba", "under": "lumba"}, "places.below_itself"),
        ("move_place", {"place": "mtoni", "under": "hospital"}, "places.not_under_this"),
        ("close_place", {"place": "lumba", "closed_on": date(2026, 4, 1)}, "places.open_below"),
        ("set_opening_days", {"place": "mtoni", "days": "0000000"}, "places.no_opening_day"),
        ("set_opening_days", {"place": "mtoni", "days": "daily"}, "places.no_opening_day"),
        ("keep_free", {"place": "mtoni", "first_on": MAY, "last_on": MAY - DAY, "reason": "Fair"}, "places.ends_before_start"),
        ("keep_free", {"place": "mtoni", "first_on": MAY - 60 * DAY, "reason": "Fair"}, "places.days_are_past"),
        ("keep_free", {"place": "mtoni", "first_on": MAY, "last_on": MAY + 93 * DAY, "reason": "Fair"}, "places.too_many_days"),
        ("keep_free", {"place": "mtoni", "first_on": MAY, "reason": " "}, "places.no_reason"),
        ("keep_free", {"place": "mtoni", "first_on": MAY, "reason": "Call 0712 345 678"}, "text.names_somebody"),
        ("set_point", {"place": "mtoni", "latitude": Decimal(91), "longitude": Decimal(0)}, "places.not_on_earth"),
        ("link_referral", {"origin": "mtoni", "destination": "mtoni"}, "places.refers_to_itself"),
        ("link_referral", {"origin": "mtoni", "destination": "lumba"}, "places.area_refers"),
        ("unlink_referral", {"origin": "mtoni", "destination": "hospital"}, "places.not_linked"),
        ("reopen_place", {"place": "mtoni"}, "places.open_already"),
    ],
)  # fmt: skip
def test_refused_by_the_rules(name, given, code, daniel, places):
    given = {key: places.get(value, value) if isinstance(value, str) else value for key, value in given.items()}

    with pytest.raises(Refused) as refusal:
        getattr(commands, name)(by=daniel, at=NOON, **given)

    assert refusal.value.code == code


def test_a_country_is_opened_by_whoever_administers_everything(daniel):
    nora = a_person("Nora")
    a_grant(nora, "administrator", None)

    with pytest.raises(Refused):
        commands.open_area(by=daniel, at=NOON, under=None, name="Zuberi", type="country")
    zuberi = commands.open_area(by=nora, at=NOON, under=None, name="Zuberi", type="country")

    assert (zuberi.depth, zuberi.is_area) == (1, True)


def test_a_moved_place_takes_what_is_below_it_along(daniel, places):
    unit = commands.open_facility(by=daniel, at=NOON, under=places["mtoni"], name="Mtoni unit", type="community_unit")

    moved = commands.move_place(by=daniel, at=NOON, place=places["mtoni"], under=places["tamba"])

    unit.refresh_from_db()
    assert [place.name for place in queries.crumbs(unit)] == ["Mawari", "Tamba", "Mtoni Health Centre", "Mtoni unit"]
    assert unit.path.startswith(moved.path)
    assert OrgUnit.objects.find_problems() == ([], [], [], [], [])


def test_a_closed_place_can_be_opened_again_and_an_area_that_is_closed_takes_nothing_new(daniel, places):
    commands.close_place(by=daniel, at=NOON, place=places["mtoni"], closed_on=date(2026, 4, 1))
    commands.close_place(by=daniel, at=NOON, place=places["lumba"], closed_on=date(2026, 4, 2))

    with pytest.raises(Refused) as refusal:
        commands.open_facility(by=daniel, at=NOON, under=places["lumba"], name="Kivu", type="clinic")
    reopened = commands.reopen_place(by=daniel, at=NOON, place=places["lumba"])

    assert (refusal.value.code, reopened.closed_on) == ("places.area_closed", None)


def test_an_in_charge_sets_the_days_of_their_own_facility(places):
    grace = a_person("Grace")
    a_grant(grace, "in_charge", places["mtoni"])

    place = commands.set_opening_days(by=grace, at=NOON, place=places["mtoni"], days="1111110")

    assert place.opening_days == "1111110"


def test_what_can_be_asked_stays_in_the_areas_given(places, mawari):
    areas = [places["lumba"].path]

    assert [p.name for p in queries.children(mawari, areas=areas)] == ["Lumba"]
    assert [p.name for p in queries.children(None, areas=areas)] == ["Lumba"]
    assert [p.name for p in queries.children(None, areas=[""])] == ["Mawari"]
    assert [p.name for p in queries.search("health", areas=[""])] == ["Mtoni Health Centre"]
    assert list(queries.search("tamba", areas=areas)) == []
    assert queries.counts_by_type(None, areas=areas) == [("health_centre", 1)]
    assert queries.counts_by_type(mawari, areas=[""]) == [("health_centre", 1), ("hospital", 1)]
    assert queries.counts_by_type(mawari, areas=[]) == []


def test_a_holiday_of_the_country_holds_below_and_its_own_days_may_be_taken_back_by_whoever_set_them(daniel, places):
    grace = a_person("Grace")
    a_grant(grace, "in_charge", places["mtoni"])
    country = OrgUnit.objects.get(name="Mawari")
    holiday = commands.keep_free(by=daniel, at=NOON, place=country, first_on=MAY, reason="Labour Day")
    own = commands.keep_free(
        by=grace, at=NOON, place=places["mtoni"], first_on=MAY, last_on=MAY + DAY, reason="Outreach week"
    )
    found = queries.no_go([places["mtoni"].path, places["hospital"].path], first=MAY - DAY, last=MAY + DAY)
    assert found[places["hospital"].path] == {MAY: "Labour Day"}
    assert set(found[places["mtoni"].path]) == {MAY, MAY + DAY}

    with pytest.raises(Refused) as refusal:
        commands.open_days_again(by=grace, at=NOON, days=holiday)
    commands.open_days_again(by=grace, at=NOON, days=own, act_id=(sent := uuid7()))
    commands.open_days_again(by=grace, at=NOON, days=own, act_id=sent)
    with pytest.raises(Refused) as again:
        commands.open_days_again(by=grace, at=NOON, days=own)

    assert (refusal.value.code, again.value.code) == ("acts.not_yours", "places.days_open_already")
    assert list(queries.no_go_ahead(places["mtoni"], today=MAY)) == [holiday]
