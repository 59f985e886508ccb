"""Areas, competencies, programmes and who takes part."""

from datetime import date

import pytest

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.terms import Role
from alongside.domain.programmes import queries
from alongside.domain.programmes.commands import (
    add_area,
    add_competency,
    end_enrolment,
    enrol,
    open_programme,
    take_up_competency,
    use_checklist,
)
from alongside.domain.programmes.models import Competency, Enrolment, Programme, TechnicalArea
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 14)


class House:
    def __init__(self):
        self.country = a_place("Mawari", type="country")
        self.kivuma = a_place("Kivuma", type="district", under=self.country)
        self.temba = a_place("Temba", type="district", under=self.country)
        self.mtoni = a_place("Mtoni", under=self.kivuma)
        self.daniel = a_person("Daniel")
        a_grant(self.daniel, Role.MANAGER, self.country)
        self.coordinator = a_person("Rehema")
        a_grant(self.coordinator, Role.COORDINATOR, self.kivuma)
        self.elsewhere = a_person("Hawa")
        a_grant(self.elsewhere, Role.COORDINATOR, self.temba)
        self.amina = a_person("Amina")
        a_grant(self.amina, Role.MENTOR, self.kivuma)
        self.joseph = a_person("Joseph Banda", works_at=self.mtoni)

    def programme(self, **more):
        return open_programme(
            by=self.daniel, at=NOON,
            **{"code": "safe-start", "name": "Safe Start", "place": self.kivuma, "starts_on": date(2026, 1, 1), **more},
        )  # fmt: skip


@pytest.fixture
def house():
    return House()


def refusal(act, **given):
    with pytest.raises(Refused) as refused:
        act(at=NOON, **given)
    return refused.value.code


def test_fourteen_fields_of_work_and_four_management_competencies_are_there_at_first_start():
    assert len(queries.areas()) == 14
    assert {"hiv", "ncd", "palliative-care"} <= {area.code for area, depth in queries.areas()}
    assert [competency.code for competency in queries.competencies(area="management")] == [
        "resource-allocation", "supply-chain", "community-immunisation", "data-use",
    ]  # fmt: skip


def test_a_field_of_work_is_added_under_another_and_can_be_chosen_at_once(house):
    tb = TechnicalArea.objects.get(code="tb")
    added = add_area(by=house.daniel, at=NOON, code="tb-prevention", name="TB preventive therapy", parent=tb)

    assert (added, 1) in queries.areas()
    competency = add_competency(by=house.daniel, at=NOON, code="tpt", name="Starting preventive therapy", area=added)
    assert list(queries.competencies(area="tb")) == [competency]


def test_clinical_competencies_are_set_apart_by_one_filter(house):
    amtsl = add_competency(by=house.daniel, at=NOON, code="amtsl", name="Third stage of labour")

    assert list(queries.competencies(domain="clinical")) == [amtsl]
    assert amtsl not in queries.competencies(not_domain="clinical")


@pytest.mark.parametrize(
    ("act", "given", "code"),
    [
        (add_area, {"code": "hiv", "name": "HIV again"}, "programmes.code_taken"),
        (add_area, {"code": "with space", "name": "New"}, "programmes.no_code"),
        (add_area, {"code": "new", "name": " "}, "programmes.no_name"),
        (add_competency, {"code": "data-use", "name": "Data"}, "programmes.code_taken"),
        (add_competency, {"code": "new", "name": "New", "complexity": 4}, "programmes.grade_out_of_range"),
        (add_competency, {"code": "new", "name": "New", "criticality": 0}, "programmes.grade_out_of_range"),
    ],
)
def test_what_the_design_refuses(house, act, given, code):
    assert refusal(act, by=house.daniel, **given) == code


def test_a_programme_is_opened_with_its_competencies_and_takes_up_more(house):
    stock, use = Competency.objects.get(code="supply-chain"), Competency.objects.get(code="data-use")
    programme = house.programme(competencies=[stock])

    take_up_competency(by=house.daniel, at=NOON, programme=programme, competency=use)
    take_up_competency(by=house.daniel, at=NOON, programme=programme, competency=use)

    assert list(queries.competencies_of([programme])) == [stock, use]
    assert list(queries.programmes_at(house.mtoni, on=TODAY)) == [programme]
    assert list(queries.programmes_at(house.temba, on=TODAY)) == []


def test_a_programme_cannot_be_opened_twice_or_end_before_it_starts(house):
    house.programme()

    asked = {"by": house.daniel, "name": "Safe Start", "place": house.kivuma, "starts_on": TODAY}
    assert refusal(open_programme, code="safe-start", **asked) == "programmes.code_taken"
    ends = refusal(open_programme, code="other", ends_on=date(2026, 4, 13), **asked)
    assert ends == "programmes.ends_before_it_starts"


def test_a_checklist_shows_a_competency(house):
    stock = Competency.objects.get(code="supply-chain")
    cards = Instrument.objects.create(code="stock-review", title="Stock card review")

    for _ in range(2):
        use_checklist(by=house.daniel, at=NOON, competency=stock, instrument=cards)

    assert list(stock.instruments.all()) == [cards]


def test_a_mentee_is_enrolled_once_and_leaves_on_a_day(house):
    programme, act_id = house.programme(), uuid7()
    given = {"by": house.coordinator, "at": NOON, "programme": programme, "person": house.joseph, "place": house.mtoni}

    enrolment = enrol(act_id=act_id, since=TODAY, **given)
    assert enrol(act_id=act_id, since=TODAY, **given) == enrolment
    again = {key: value for key, value in given.items() if key != "at"}
    assert refusal(enrol, since=TODAY, **again) == "programmes.already_enrolled"
    end_enrolment(by=house.coordinator, at=NOON, enrolment=enrolment, until=date(2026, 5, 1))

    part = [list(queries.enrolments([house.joseph.pk], on=day)) for day in (TODAY, date(2026, 5, 1))]
    assert part == [[enrolment], []]
    ended = refusal(end_enrolment, by=house.coordinator, enrolment=enrolment, until=date(2026, 6, 1))
    assert (ended, Enrolment.objects.count()) == ("programmes.enrolment_ended", 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda house: {"place": house.temba}, "programmes.outside_programme"),
        (lambda house: {"since": date(2025, 12, 31)}, "programmes.outside_its_days"),
        (lambda house: {"person": a_person("Gone", is_active=False)}, "programmes.person_left"),
    ],
    ids=["elsewhere", "too early", "left"],
)
def test_who_cannot_be_enrolled(house, change, code):
    given = {
        "by": house.daniel,
        "programme": house.programme(),
        "person": house.joseph,
        "place": house.mtoni,
        "since": TODAY,
    }

    assert refusal(enrol, **{**given, **change(house)}) == code


def test_an_enrolment_cannot_end_before_it_began(house):
    programme = house.programme()
    enrolment = enrol(by=None, at=NOON, programme=programme, person=house.joseph, place=house.mtoni, since=TODAY)

    early = refusal(end_enrolment, by=house.daniel, enrolment=enrolment, until=date(2026, 4, 13))
    assert early == "programmes.ends_before_it_starts"


def test_strangers_design_nothing_and_enrol_nobody(house):
    programme = house.programme()
    stock = Competency.objects.get(code="supply-chain")
    cards = Instrument.objects.create(code="stock-review", title="Stock card review")
    joseph = {"programme": programme, "person": house.joseph, "place": house.mtoni, "since": TODAY}
    enrolment = enrol(by=None, at=NOON, **joseph)

    for act, by, given in (
        (add_area, house.amina, {"code": "new", "name": "New"}),
        (add_competency, house.coordinator, {"code": "new", "name": "New"}),
        (open_programme, house.coordinator, {"code": "n", "name": "N", "place": house.kivuma, "starts_on": TODAY}),
        (take_up_competency, house.coordinator, {"programme": programme, "competency": stock}),
        (use_checklist, house.amina, {"competency": stock, "instrument": cards}),
        (enrol, house.amina, joseph),
        (enrol, house.elsewhere, joseph),
        (end_enrolment, house.elsewhere, {"enrolment": enrolment, "until": TODAY}),
    ):
        assert refusal(act, by=by, **given) == "acts.not_yours"


def test_programmes_are_seen_where_one_has_a_role_or_takes_part(house):
    programme = house.programme()
    enrol(by=None, at=NOON, programme=programme, person=house.joseph, place=house.mtoni, since=TODAY)

    seen = {
        who.given_names: list(queries.programmes(seen_by=who))
        for who in (house.daniel, house.coordinator, house.amina, house.joseph, house.elsewhere)
    }
    assert seen == {
        "Daniel": [programme],
        "Rehema": [programme],
        "Amina": [programme],
        "Joseph": [programme],
        "Hawa": [],
    }


def test_a_role_for_one_programme_opens_no_other(house):
    programme, other = house.programme(), house.programme(code="other", name="Other")
    neema = a_person("Neema")
    a_grant(neema, Role.MENTOR, house.kivuma, programme=programme)

    assert list(queries.programmes(seen_by=neema)) == [programme]
    assert Programme.objects.filter(pk=other.pk).exists()
