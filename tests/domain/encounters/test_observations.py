"""Observations: scored here, append-only, nothing kept of a client who declined."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters import access, queries, rules
from alongside.domain.encounters.commands import (
    correct_observation,
    discard_draft,
    finish_observation,
    record_observation,
    record_visit,
    save_answers,
    start_observation,
)
from alongside.domain.encounters.models import Encounter, Observation, ObservationDraft, SystemsIssue, Visit
from alongside.domain.people.models import Employment
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import a_grant, a_person, an_employment

from .world import ALL_DONE, NOON, RUB_MISSED, TODAY, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


def observe(world, **given):
    return record_observation(**{
        "by": world.amina, "at": NOON, "programme": world.programme, "place": world.mtoni, "version": world.version, "held_on": TODAY,
        "answers": ALL_DONE, "mentee": world.joseph, **given,
    })  # fmt: skip


def test_it_is_scored_here_and_finds_its_visit_encounter_and_competency(world):
    seen = observe(world, answers=RUB_MISSED)

    assert (seen.steps_done, seen.steps_expected, seen.critical_missed, seen.result_class) == (3, 4, 1, "not_competent")
    assert (rules.share_of(seen.results), seen.results["missed"], seen.competency) == (
        Fraction(3, 4),
        ["rub"],
        world.competency,
    )
    assert (seen.encounter.visit.place, [each.person for each in seen.encounter.attendances.all()]) == (
        world.mtoni,
        [world.joseph],
    )


def test_what_was_not_observed_is_never_passed(world):
    seen = observe(world, answers={"greet": "1", "dry": "1", "gloves": "1"})

    assert (seen.result_class, seen.results["share"], seen.steps_done, seen.steps_expected) == (
        "not_enough_evidence",
        None,
        3,
        4,
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "encounters.in_future"),
        ({"mentee": None}, "encounters.nobody_observed"),
        ({"permission": "not_applicable"}, "encounters.no_permission_answer"),
        ({"permission": "declined"}, "encounters.declined_keeps_nothing"),
        ({"held_on": date(2025, 12, 31)}, "encounters.not_approved"),
        ({"resource_note": "ask Mary on 0712 345 678"}, "encounters.may_identify"),
        ({"answers": {"rub": "perhaps"}}, "instruments."),
    ],
    ids=[
        "tomorrow",
        "nobody",
        "client_not_asked",
        "declined_with_answers",
        "before_approval",
        "phone",
        "not_an_answer",
    ],
)
def test_what_cannot_be_is_refused_and_not_kept(world, given, code):
    with pytest.raises(Refused) as refusal:
        observe(world, **given)

    assert refusal.value.code.startswith(code)
    assert (Observation.objects.count(), Visit.objects.count(), Encounter.objects.count()) == (0, 0, 0)


def test_a_mentor_does_not_observe_themselves(world):
    with pytest.raises(Refused) as refusal:
        observe(world, mentee=world.amina)

    assert refusal.value.code == "encounters.observes_self"


def test_a_stranger_is_refused(world):
    with pytest.raises(Refused) as refusal:
        observe(world, by=world.stranger)

    assert refusal.value.code == "acts.not_yours"


def test_sent_twice_it_is_one_observation(world):
    act_id = uuid7()

    assert (observe(world, act_id=act_id), Observation.objects.count()) == (observe(world, act_id=act_id), 1)


def test_a_client_who_declined_is_counted_and_nothing_is_kept(world):
    seen = observe(world, permission="declined", answers={})

    assert (seen.permission, seen.answers, seen.results, seen.steps_done, seen.result_class) == (
        "declined",
        {},
        {},
        None,
        "",
    )


def test_the_database_itself_refuses_a_score_for_a_client_who_declined(world):
    seen = observe(world, permission="declined", answers={})

    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=seen.pk).update(steps_done=4)


def test_a_step_missed_for_want_of_supplies_becomes_the_systems_issue(world):
    observe(world, answers=RUB_MISSED, resource_limited=True, resource_note="No hand rub since March")

    issue = SystemsIssue.objects.get()
    assert (issue.place, issue.text, issue.status) == (world.mtoni, "No hand rub since March", "open")


def test_two_people_seen_in_one_stay_are_one_visit_with_two_encounters(world):
    observe(world, held_on=TODAY - timedelta(days=1))
    observe(world, mentee=world.asha)

    visit = Visit.objects.get()
    assert (visit.held_on, visit.until_on, Encounter.objects.count()) == (TODAY - timedelta(days=1), TODAY, 2)


def test_a_third_day_in_a_row_is_another_visit(world):
    for days in (2, 1, 0):
        observe(world, held_on=TODAY - timedelta(days=days))

    assert [(visit.held_on, visit.until_on) for visit in Visit.objects.order_by("held_on")] == [
        (TODAY - timedelta(days=2), TODAY - timedelta(days=1)), (TODAY, TODAY),
    ]  # fmt: skip


def test_a_correction_stands_beside_what_it_corrects(world):
    first = observe(world, answers=RUB_MISSED)

    second = correct_observation(
        by=world.amina, at=NOON, observation=first, answers=ALL_DONE, reason="Tapped the wrong line"
    )

    first.refresh_from_db()
    assert (first.is_current, first.answers, second.is_current, second.corrects, second.encounter_id) == (
        False,
        RUB_MISSED,
        True,
        first,
        first.encounter_id,
    )


@pytest.mark.parametrize(("reason", "code"), [("", "encounters.no_reason"), ("again", "encounters.already_corrected")])
def test_a_correction_needs_a_reason_and_the_newest_observation(world, reason, code):
    first = observe(world)
    correct_observation(by=world.amina, at=NOON, observation=first, answers=ALL_DONE, reason="once")

    with pytest.raises(Refused) as refusal:
        correct_observation(by=world.amina, at=NOON, observation=first, answers=ALL_DONE, reason=reason)

    assert refusal.value.code == code


def test_only_the_observer_and_the_coordinator_correct(world):
    first = observe(world)

    with pytest.raises(Refused) as refusal:
        correct_observation(by=world.grace, at=NOON, observation=first, answers=ALL_DONE, reason="no")

    assert refusal.value.code == "acts.not_yours"


def test_a_draft_is_saved_with_holes_and_becomes_an_observation(world):
    visit = record_visit(by=world.amina, at=NOON, programme=world.programme, place=world.mtoni, held_on=TODAY)
    draft = start_observation(
        by=world.amina, at=NOON, visit=visit, version=world.version, held_on=TODAY, mentee=world.joseph
    )
    save_answers(by=world.amina, at=NOON, draft=draft, answers={"greet": "1", "rub": ""})
    draft = save_answers(by=world.amina, at=NOON, draft=draft, answers={"rub": "1", "dry": "na", "gloves": "0"})

    seen = finish_observation(by=world.amina, at=NOON, draft=draft)

    assert (draft.answers, seen.steps_done, seen.steps_expected, seen.encounter.visit, ObservationDraft.objects.count()) == (
        {"greet": "1", "rub": "1", "dry": "na", "gloves": "0"}, 2, 3, visit, 0,
    )  # fmt: skip


def test_nobody_else_touches_a_draft(world):
    visit = record_visit(by=world.amina, at=NOON, programme=world.programme, place=world.mtoni, held_on=TODAY)
    draft = start_observation(
        by=world.amina, at=NOON, visit=visit, version=world.version, held_on=TODAY, mentee=world.joseph
    )

    for touch in (
        lambda: save_answers(by=world.daniel, at=NOON, draft=draft, answers={}),
        lambda: discard_draft(by=world.daniel, at=NOON, draft=draft),
    ):
        with pytest.raises(Refused) as refusal:
            touch()
        assert refusal.value.code == "acts.not_yours"


def who_sees(world, rows):
    return {
        name
        for name in ("amina", "joseph", "asha", "grace", "daniel", "stranger")
        if Observation.objects.filter(rows(getattr(world, name))).exists()
    }


def test_items_are_for_the_observed_the_observer_and_the_coordinator(world):
    observe(world)

    assert (who_sees(world, access.detail_rows), who_sees(world, access.level_rows)) == (
        {"amina", "joseph", "daniel"},
        {"amina", "joseph", "daniel", "grace"},
    )


def test_the_record_follows_a_transfer(world):
    observe(world)
    Employment.objects.filter(person=world.joseph).update(until=date(2026, 5, 1))
    an_employment(world.joseph, world.baobab, since=date(2026, 5, 1))
    new_in_charge = a_person("Ruth Simba")
    a_grant(new_in_charge, "in_charge", world.baobab)

    assert Observation.objects.filter(access.level_rows(new_in_charge)).exists()
    assert Observation.objects.filter(access.detail_rows(world.stranger)).exists()  # mentors where Joseph works now


def test_three_observations_cost_as_many_statements_as_one(world):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            [(each.mentee.name, each.version.instrument.title) for each in queries.observations(seen_by=world.daniel)]
        return len(captured)

    observe(world)
    statements()
    one = statements()
    observe(world, mentee=world.asha)
    observe(world, held_on=TODAY - timedelta(days=7))

    assert statements() == one
