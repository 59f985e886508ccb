"""Two records made one and taken apart again."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from alongside.domain.people import commands, queries
from alongside.domain.people.commands.duplicates import _pointing
from alongside.domain.people.models import Employment, Grant, Likely, Merge, NotADuplicate, Person, Phone
from alongside.domain.programmes.models import Enrolment, Programme
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place, an_account, an_employment

pytestmark = pytest.mark.django_db


@pytest.fixture
def mtoni():
    return a_place(under=a_place("Mawari", type="country"))


@pytest.fixture
def daniel(mtoni):
    daniel = a_person("Daniel")
    a_grant(daniel, "administrator", None)
    return daniel


@pytest.fixture
def ruth(mtoni):
    ruth = a_person("Ruth")
    a_grant(ruth, "coordinator", mtoni)
    return ruth


@pytest.fixture
def pair(mtoni):
    return [a_person(name, works_at=mtoni, phone="+254700000001") for name in ("Joseph Banda", "Banda Joseph")]


def kept():
    """Return every row of every table that could be touched, by table."""
    models = {model for model, _field, _label in _pointing()} | {Person}
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=lambda row: str(row[0])) for model in models
    }


def test_every_table_that_names_a_person_is_known():
    """What holds a person under another kind of column would be left behind: this reads the columns themselves."""
    found = {label for _model, _field, label in _pointing()}
    merging = {"people.merge", "people.likely", "people.notaduplicate"}

    named = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is Person and model._meta.label_lower not in merging
    }

    assert (found, "people.phone.person" in found) == (named, True)


def test_merged_all_history_is_under_one_id_and_a_shared_phone_is_there_once(daniel, pair, mtoni):
    keep, gone = pair
    programme = Programme.objects.create(code="p", name="P", place=mtoni, starts_on=date(2026, 1, 1))
    Enrolment.objects.create(programme=programme, person=gone, since=date(2026, 1, 1))
    Phone.objects.create(person=gone, number="+254700000002")

    merge = commands.merge_persons(by=daniel, at=NOON, kept=keep, merged=gone)

    gone.refresh_from_db()
    numbers = Phone.objects.order_by("pk").values_list("person", "number")
    assert list(numbers) == [(keep.pk, "+254700000001"), (gone.pk, "+254700000001"), (keep.pk, "+254700000002")]
    assert (Enrolment.objects.get().person, Employment.objects.filter(person=keep).count()) == (keep, 2)
    assert (gone.is_active, gone.merged_into, merge.kept) == (False, keep, keep)
    assert gone not in queries.people(seen_by=daniel)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=some.tuples(*[some.sets(some.integers(1, 4)) for _each in "ab"]),
    roles=some.tuples(*[some.lists(some.sampled_from(["mentor", "mentee"]), max_size=2) for _each in "ab"]),
    posts=some.tuples(*[some.integers(0, 3) for _each in "ab"]),
    enrolled=some.tuples(some.booleans(), some.booleans()),
    accounts=some.tuples(some.booleans(), some.booleans()),
    active=some.booleans(),
)
def test_merging_and_taking_apart_leaves_everything_as_it_was(
    mtoni, daniel, numbers, roles, posts, enrolled, accounts, active
):
    programme = Programme.objects.create(code=str(uuid7()), name="P", place=mtoni, starts_on=date(2026, 1, 1))
    people = [a_person("Joseph Banda"), a_person("Banda Joseph", is_active=active)]
    for index, person in enumerate(people):
        for number in numbers[index]:
            Phone.objects.create(person=person, number=f"+25470000000{number}")
        for role in roles[index]:
            a_grant(person, role, mtoni)
        for post in range(posts[index]):
            an_employment(person, mtoni, since=date(2020 + post, 1, 1), until=date(2021 + post, 1, 1))
        if enrolled[index]:
            Enrolment.objects.create(programme=programme, person=person, since=date(2026, 1, 1))
        if accounts[index]:
            an_account(person)
    before = kept()

    merge = commands.merge_persons(by=None, at=NOON, kept=people[0], merged=people[1])
    commands.unmerge_persons(by=None, at=NOON + timedelta(days=29), merge=merge)

    assert kept() == before


def test_what_was_recorded_after_a_merge_stays_with_the_kept_record(daniel, pair, mtoni):
    merge = commands.merge_persons(by=daniel, at=NOON, kept=pair[0], merged=pair[1])
    later = an_employment(pair[0], mtoni)

    commands.unmerge_persons(by=daniel, at=NOON, merge=merge)

    later.refresh_from_db()
    assert later.person == pair[0]


def test_a_coordinator_merges_staff_but_not_whoever_holds_a_role(ruth, pair, mtoni):
    a_grant(pair[1], "mentor", mtoni)
    codes = []
    for kept_one, merged in (pair, pair[::-1]):
        with pytest.raises(Refused) as refusal:
            commands.merge_persons(by=ruth, at=NOON, kept=kept_one, merged=merged)
        codes.append(refusal.value.code)
    Grant.objects.filter(person=pair[1]).delete()
    act_id = uuid7()

    merges = [
        commands.merge_persons(
            by=Person.objects.get(pk=ruth.pk),
            at=NOON,
            act_id=act_id,
            kept=pair[0],
            merged=Person.objects.get(pk=pair[1].pk),
        )
        for _time in range(2)
    ]

    assert (codes, merges[0] == merges[1], Merge.objects.count()) == (["acts.not_yours"] * 2, True, 1)


def test_nobody_merges_themselves(daniel, pair):
    with pytest.raises(Refused) as refusal:
        commands.merge_persons(by=daniel, at=NOON, kept=daniel, merged=pair[0])

    assert refusal.value.code == "acts.not_yours"


def test_a_merge_is_refused_by_its_rules(daniel, pair, mtoni):
    third = a_person("Josef Banda", works_at=mtoni)
    inactive = a_person("Jo Banda", works_at=mtoni, is_active=False)

    def refused(act, **given):
        with pytest.raises(Refused) as refusal:
            act(by=daniel, at=given.pop("at", NOON), **given)
        return refusal.value.code

    codes = [
        refused(commands.merge_persons, kept=pair[0], merged=pair[0]),
        refused(commands.merge_persons, kept=inactive, merged=pair[0]),
    ]
    first = commands.merge_persons(by=daniel, at=NOON, kept=pair[0], merged=pair[1])
    codes.append(refused(commands.merge_persons, kept=third, merged=pair[1]))
    codes.append(refused(commands.reactivate, person=pair[1]))
    codes.append(refused(commands.unmerge_persons, merge=first, at=NOON + timedelta(days=31)))
    second = commands.merge_persons(by=daniel, at=NOON, kept=third, merged=pair[0])
    codes.append(refused(commands.unmerge_persons, merge=first))
    commands.unmerge_persons(by=daniel, at=NOON, merge=second)
    commands.unmerge_persons(by=daniel, at=NOON, merge=first)
    codes.append(refused(commands.unmerge_persons, merge=first))

    assert codes == [
        "people.same_record", "people.keep_the_active", "people.merged_already", "people.merged", "people.too_late",
        "people.merged_since", "people.unmerged_already",
    ]  # fmt: skip


def test_pairs_are_found_for_those_who_see_both_and_not_offered_again_once_judged(ruth, daniel, pair, mtoni):
    elsewhere = a_place("Tamba Hospital", type="hospital", under=a_place("Zuberi", type="country"))
    a_person("Joseph Banda", works_at=elsewhere, phone="+254700000001")

    commands.look_for_duplicates(by=None, at=NOON)
    offered = [[{one.first, one.second} for one in queries.likely_duplicates(seen_by=by)] for by in (ruth, daniel)]
    commands.not_a_duplicate(by=ruth, at=NOON, first=pair[1], second=pair[0])
    commands.look_for_duplicates(by=ruth, at=NOON)

    assert ([len(pairs) for pairs in offered], offered[0]) == ([1, 3], [set(pair)])
    assert (queries.likely_duplicates(seen_by=ruth).count(), Likely.objects.count(), NotADuplicate.objects.count()) == (
        0,
        2,
        1,
    )


def test_only_whoever_keeps_both_judges_them(pair):
    grace = a_person("Grace")
    a_grant(grace, "in_charge", None)
    codes = []
    for act, what in (
        (commands.not_a_duplicate, {"first": pair[0], "second": pair[1]}),
        (commands.look_for_duplicates, {}),
    ):
        with pytest.raises(Refused) as refusal:
            act(by=grace, at=NOON, **what)
        codes.append(refusal.value.code)

    assert codes == ["acts.not_yours", "acts.not_yours"]
