"""Registering, moving, roles, accounts and devices: done, refused to a stranger, refused by the rules, done once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.people import access, commands, queries
from alongside.domain.people.models import Cadre, Device, Employment, Grant, Person, Phone, UserAccount
from alongside.domain.places.terms import PlaceType
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import LONG_AGO, NOON, a_grant, a_person, a_place, an_account, an_employment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 14)


class Mawari:
    """A small country: Daniel administers it, Grace is in charge at Mtoni, Joseph works there, Amina elsewhere."""

    def __init__(self):
        self.country = a_place("Mawari", type=PlaceType.COUNTRY)
        self.lumba = a_place("Lumba", type=PlaceType.DISTRICT, under=self.country)
        self.tamba = a_place("Tamba", type=PlaceType.DISTRICT, under=self.country)
        self.mtoni = a_place("Mtoni Health Centre", under=self.lumba)
        self.hospital = a_place("Tamba Hospital", type=PlaceType.HOSPITAL, under=self.tamba)
        self.daniel = a_person("Daniel Mwale", works_at=self.hospital, cadre="manager")
        self.joseph = a_person("Joseph Banda", works_at=self.mtoni, phone="+254700000001")
        self.amina = a_person("Amina Phiri", works_at=self.hospital, cadre="midwife")
        self.post = Employment.objects.get(person=self.joseph)
        a_grant(self.daniel, "administrator", self.country)
        self.role = a_grant(self.joseph, "mentee", self.mtoni)
        self.account = an_account(self.joseph, username="joseph")
        self.device = Device.objects.create(person=self.joseph, name="phone", secret_digest="d", added_at=NOON)
        self.nurse = Cadre.objects.get(code="nurse")


@pytest.fixture
def mawari():
    return Mawari()


ACTS = {
    "register_person": lambda m: {
        "given_names": "Asha", "family_name": "Tembo", "cadre": m.nurse, "place": m.mtoni, "since": TODAY,
        "phones": ["0712 345678"], "region": "KE", "licence_no": "N-17", "licence_expires_on": date(2027, 1, 1),
        "in_practice_since": 2015, "also_speaks": ["sw", "fr"],
    },
    "move_post": lambda m: {"person": m.joseph, "place": m.hospital, "on": TODAY},
    "leave_post": lambda m: {"employment": m.post, "on": TODAY},
    "set_licence": lambda m: {"employment": m.post, "licence_no": "N-17", "licence_expires_on": date(2027, 1, 1)},
    "change_contact": lambda m: {"person": m.joseph, "phones": ["0722 000000"], "region": "KE", "email": "j@example.org"},
    "deactivate": lambda m: {"person": m.joseph},
    "grant_role": lambda m: {"person": m.joseph, "role": "mentor", "place": m.lumba, "since": TODAY},
    "end_role": lambda m: {"grant": m.role, "on": TODAY},
    "give_account": lambda m: {"person": m.joseph, "username": "joseph.banda"},
    "close_account": lambda m: {"account": m.account},
    "revoke_device": lambda m: {"device": m.device},
}  # fmt: skip
ALL = pytest.mark.parametrize("name", ACTS)


def kept():
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Person, Phone, Employment, Grant, UserAccount, Device)
    ]


@ALL
def test_done_once_however_often_it_is_sent(name, mawari):
    act, given, act_id, before = getattr(commands, name), ACTS[name](mawari), uuid7(), kept()

    first = act(by=mawari.daniel, at=NOON, act_id=act_id, **given)
    after = kept()
    second = act(by=mawari.daniel, at=NOON, act_id=act_id, **given)

    assert (before != after, kept() == after, first == second) == (True, True, True)


@ALL
@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_refused_to_whoever_keeps_another_district_only(name, role, mawari):
    grace, elsewhere = a_person("Grace"), a_place("Zuberi", type=PlaceType.DISTRICT, under=mawari.country)
    a_grant(grace, role, elsewhere)
    a_grant(grace, "in_charge", mawari.country)
    before = kept()

    with pytest.raises(Refused) as refusal:
        getattr(commands, name)(by=grace, at=NOON, **ACTS[name](mawari))

    assert (refusal.value.code, kept()) == ("acts.not_yours", before)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("register_person", {"given_names": " "}, "people.no_name"),
        ("register_person", {"given_names": "x" * 121}, "people.long_name"),
        ("register_person", {"phones": ["12"]}, "people.no_phone"),
        ("register_person", {"phones": ["hello"]}, "people.no_phone"),
        ("register_person", {"place": "lumba"}, "people.in_an_area"),
        ("register_person", {"since": date(2028, 1, 1)}, "people.far_ahead"),
        ("register_person", {"time_share": Decimal(2)}, "people.time_share"),
        ("register_person", {"in_practice_since": 1066}, "people.practice_year"),
        ("move_post", {"place": "mtoni"}, "people.works_there"),
        ("move_post", {"on": date(2019, 1, 1)}, "people.left_before_start"),
        ("leave_post", {"on": date(2019, 1, 1)}, "people.left_before_start"),
        ("change_contact", {"phones": ["12"]}, "people.no_phone"),
        ("reactivate", {"person": "joseph"}, "people.active_already"),
        ("grant_role", {"role": "president"}, "people.no_role"),
        ("grant_role", {"role": "mentee", "place": "mtoni"}, "people.role_held"),
        ("grant_role", {"until": TODAY}, "people.role_ends_first"),
        ("grant_role", {"person": "daniel"}, "people.own_role"),
        ("give_account", {"username": "a b"}, "people.no_username"),
        ("add_device", {"person": "daniel", "name": " "}, "people.no_device_name"),
        ("deactivate", {"person": "daniel"}, "people.oneself"),
    ],
)  # fmt: skip
def test_refused_by_the_rules(name, given, code, mawari):
    given = {key: getattr(mawari, value, value) if isinstance(value, str) else value for key, value in given.items()}
    given = (ACTS[name](mawari) if name in ACTS else {}) | given

    with pytest.raises(Refused) as refusal:
        getattr(commands, name)(by=mawari.daniel, at=NOON, **given)

    assert refusal.value.code == code


def test_a_number_is_kept_as_the_world_dials_it_and_counted_once(mawari):
    numbers = ["0712 345678", "+254 712-345-678", "0722000000"]

    asha = commands.register_person(by=None, at=NOON, **ACTS["register_person"](mawari) | {"phones": numbers})

    kept_numbers = Phone.objects.filter(person=asha).order_by("-is_first", "pk").values_list("number", "is_first")
    assert list(kept_numbers) == [("+254712345678", True), ("+254722000000", False)]


def test_a_transfer_keeps_the_history_and_the_licence(mawari):
    commands.set_licence(
        by=None,
        at=NOON,
        employment=mawari.post,
        licence_no="N-17",
        licence_expires_on=date(2027, 1, 1),
        in_practice_since=2015,
    )

    commands.move_post(by=mawari.daniel, at=NOON, person=mawari.joseph, place=mawari.hospital, on=TODAY)

    posts = [(p.place.name, p.cadre_id, p.since, p.until, p.licence_no) for p in queries.history(mawari.joseph)]
    assert posts == [
        ("Tamba Hospital", "nurse", TODAY, None, "N-17"),
        ("Mtoni Health Centre", "nurse", LONG_AGO, TODAY, "N-17"),
    ]


def test_nobody_grants_beyond_their_area_or_to_themselves(mawari):
    grace = a_person("Grace", works_at=mawari.mtoni)
    a_grant(grace, "administrator", mawari.lumba)
    codes = []
    for person, place in (
        (mawari.joseph, mawari.country),
        (mawari.joseph, None),
        (mawari.joseph, mawari.tamba),
        (grace, mawari.lumba),
    ):
        with pytest.raises(Refused) as refusal:
            commands.grant_role(by=grace, at=NOON, person=person, role="administrator", place=place, since=TODAY)
        codes.append(refusal.value.code)

    granted = commands.grant_role(
        by=grace, at=NOON, person=mawari.joseph, role="administrator", place=mawari.mtoni, since=LONG_AGO
    )

    assert codes == ["acts.not_yours", "acts.not_yours", "acts.not_yours", "people.own_role"]
    assert access.holds(mawari.joseph, "administrator", at=granted.place.path)


def test_nobody_takes_over_somebody_who_administers_more_than_they_do(mawari):
    grace = a_person("Grace", works_at=mawari.hospital)
    a_grant(grace, "administrator", mawari.tamba)
    account = an_account(mawari.daniel, username="daniel")

    for act, given in (
        (commands.give_account, {"person": mawari.daniel, "username": "taken"}),
        (commands.close_account, {"account": account}),
        (commands.deactivate, {"person": mawari.daniel}),
        (commands.move_post, {"person": mawari.daniel, "place": mawari.mtoni, "on": TODAY}),
        (commands.merge_persons, {"kept": mawari.amina, "merged": mawari.daniel}),
    ):
        with pytest.raises(Refused) as refusal:
            act(by=grace, at=NOON, **given)
        assert refusal.value.code == "acts.not_yours"


def test_a_password_is_shown_once_and_counts_as_given_until_its_owner_chooses_one(mawari):
    act_id = uuid7()
    given = {"by": mawari.daniel, "at": NOON, "act_id": act_id, "person": mawari.joseph, "username": "joseph"}

    first, again = commands.give_account(**given), commands.give_account(**given)
    chosen = commands.choose_password(by=mawari.joseph, at=NOON, account=again)

    assert first.check_password(first.one_time_password)
    assert (first.password_is_one_time, hasattr(again, "one_time_password"), chosen.password_is_one_time) == (
        True,
        False,
        False,
    )


def test_two_people_never_sign_in_under_one_name(mawari):
    with pytest.raises(Refused) as refusal:
        commands.give_account(by=mawari.daniel, at=NOON, person=mawari.amina, username="JOSEPH")

    assert refusal.value.code == "people.username_taken"


def test_a_devices_secret_is_shown_once_and_only_its_digest_is_kept(mawari):
    given = {"by": mawari.joseph, "at": NOON, "act_id": uuid7(), "person": mawari.joseph, "name": "My phone"}

    first, again = commands.add_device(**given), commands.add_device(**given)
    with pytest.raises(Refused) as for_another:
        commands.add_device(by=mawari.daniel, at=NOON, person=mawari.joseph, name="His phone")

    assert (Device.objects.get(pk=first.pk).secret_digest, hasattr(again, "secret")) == (
        commands.accounts.digest_of(first.secret),
        False,
    )
    assert for_another.value.code == "acts.not_yours"


def test_people_are_seen_by_area_and_role(mawari):
    grace = a_person("Grace Lungu", works_at=mawari.mtoni)
    names = {}
    for role in ("in_charge", "coordinator", "partner", "mentee"):
        Grant.objects.filter(person=grace).delete()
        a_grant(grace, role, mawari.lumba)
        names[role] = [person.family_name for person in queries.people(seen_by=Person.objects.get(pk=grace.pk))]

    assert names == {
        "in_charge": ["Banda", "Lungu"],
        "coordinator": ["Banda", "Lungu"],
        "partner": ["Lungu"],
        "mentee": ["Lungu"],
    }


def test_whoever_left_is_seen_by_those_who_keep_the_list_until_they_work_elsewhere(mawari):
    grace = a_person("Grace Lungu", works_at=mawari.mtoni)
    a_grant(grace, "in_charge", mawari.lumba)
    ruth = a_person("Ruth Zulu")
    a_grant(ruth, "coordinator", mawari.lumba)
    commands.leave_post(by=ruth, at=NOON, employment=mawari.post, on=date(2024, 1, 1))

    left = [[person.family_name for person in queries.people(seen_by=by)] for by in (grace, ruth)]
    an_employment(mawari.joseph, mawari.hospital, since=date(2024, 2, 1))
    moved = [person.family_name for person in queries.people(seen_by=ruth)]

    assert left == [["Lungu"], ["Banda", "Lungu", "Zulu"]]
    assert moved == ["Lungu", "Zulu"]


def test_search_finds_by_name_number_and_phone_within_what_is_seen(mawari):
    ruth = a_person("Ruth Zulu")
    a_grant(ruth, "coordinator", mawari.lumba)

    found = {
        words: [p.family_name for p in queries.search(words, seen_by=ruth)]
        for words in ("jos ban", "phiri", "0700000001", "+254700000001", "")
    }

    assert found == {
        "jos ban": ["Banda"],
        "phiri": [],
        "0700000001": ["Banda"],
        "+254700000001": ["Banda"],
        "": ["Banda", "Zulu"],
    }


def test_lists_cost_the_same_for_three_as_for_one(mawari, django_assert_num_queries):
    def ask():
        found = queries.with_posts(queries.people(seen_by=Person.objects.get(pk=mawari.daniel.pk)))
        return [[post.place.name + post.cadre.title for post in person.posts_now] for person in found]

    with CaptureQueriesContext(connection) as few:
        ask()
    for name in ("Asha", "Ruth", "Esther"):
        a_person(name, works_at=mawari.mtoni)

    with django_assert_num_queries(len(few)):
        assert len(ask()) == 6


def test_a_licence_that_ends_is_listed(mawari):
    commands.set_licence(
        by=None, at=NOON, employment=mawari.post, licence_no="N-17", licence_expires_on=TODAY + timedelta(days=20)
    )

    ending = queries.licences_ending(before=TODAY + timedelta(days=30), seen_by=mawari.daniel)

    assert [(post.person.name, post.place.name) for post in ending] == [("Joseph Banda", "Mtoni Health Centre")]
