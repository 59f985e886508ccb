"""The fields of work every programme shares: added, renamed, retired, taken up again (R003)."""

import pytest

from alongside.domain.programmes import commands, queries
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import Mawari
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    return Mawari()


def refusal(act, **given):
    with pytest.raises(Refused) as refused:
        act(at=NOON, **given)
    return refused.value.code


def offered():
    return [area.pk for area, _depth in queries.areas()]


def test_what_is_added_can_be_chosen_at_once_and_renamed_keeps_its_code(mawari):
    tb = TechnicalArea.objects.get(pk="tb")
    area = commands.add_area(by=mawari.admin, at=NOON, code="tb-prevention", name="TB prevention", parent=tb)
    assert ("tb-prevention", 1) in [(each.pk, depth) for each, depth in queries.areas()]
    key = uuid7()
    for _time in range(2):
        commands.rename_area(by=mawari.admin, at=NOON, area=area, name="TB preventive therapy", act_id=key)
    assert TechnicalArea.objects.get(pk="tb-prevention").name == "TB preventive therapy"
    assert refusal(commands.rename_area, by=mawari.admin, area=area, name=" ") == "programmes.no_name"


def test_a_retired_one_is_offered_no_more_and_what_rests_on_it_stays(mawari):
    area = mawari.amtsl.area
    for _time in range(2):
        commands.retire_area(by=mawari.daniel, at=NOON, area=area)
    assert "maternal" not in offered()
    assert "maternal" in [each.pk for each, _depth in queries.areas(also_retired=True)]
    mawari.amtsl.refresh_from_db()
    assert (mawari.amtsl.area.name, queries.competencies_by_area()["maternal"] >= 1) == (area.name, True)
    commands.take_up_area(by=mawari.daniel, at=NOON, area=area)
    assert "maternal" in offered()


def test_what_lies_below_a_retired_one_goes_with_it(mawari):
    above = mawari.amtsl.area
    below = commands.add_area(by=mawari.admin, at=NOON, code="below", name="Below", parent=above)
    commands.retire_area(by=mawari.admin, at=NOON, area=below)
    commands.retire_area(by=mawari.admin, at=NOON, area=above)
    assert "below" not in offered()
    assert refusal(commands.take_up_area, by=mawari.admin, area=below) == "programmes.above_is_retired"


@pytest.mark.parametrize("act", [commands.rename_area, commands.retire_area, commands.take_up_area])
def test_only_whoever_designs_keeps_them(mawari, act):
    given = {"area": mawari.amtsl.area, **({"name": "Other"} if act is commands.rename_area else {})}
    for person in (mawari.coordinator, mawari.amina, mawari.grace):
        assert refusal(act, by=person, **given) == "acts.not_yours"
