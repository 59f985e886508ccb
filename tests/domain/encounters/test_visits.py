"""Visits: recorded as drafts, completed, handed in, counted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters import queries, rules
from alongside.domain.encounters.commands import (
    add_encounter,
    change_visit,
    give_feedback,
    record_observation,
    record_visit,
    start_observation,
    submit_visit,
)
from alongside.domain.encounters.models import Encounter, Visit
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7

from .world import ALL_DONE, NOON, TODAY, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


def a_visit(world, **given):
    return record_visit(
        **{"by": world.amina, "at": NOON, "programme": world.programme, "place": world.mtoni, "held_on": TODAY, **given}
    )


def test_a_visit_is_recorded_as_a_draft_with_its_mentor(world):
    visit = a_visit(world)

    page = queries.visit_page(visit, seen_by=world.amina)
    assert (visit.status, [(each.person, each.role) for each in page.mentors]) == ("draft", [(world.amina, "lead")])


def test_a_mentor_of_another_place_is_refused(world):
    with pytest.raises(Refused) as refusal:
        a_visit(world, by=world.stranger)

    assert refusal.value.code == "acts.not_yours"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "encounters.in_future"),
        ({"until_on": TODAY - timedelta(days=1)}, "encounters.ends_before_start"),
        ({"held_on": TODAY - timedelta(days=2), "until_on": TODAY}, "encounters.too_long"),
        ({"length": timedelta(0)}, "encounters.no_length"),
        ({"note": "Call the husband on +255 712 345 678"}, "encounters.may_identify"),
    ],
    ids=["tomorrow", "ends_before", "three_days", "no_length", "phone_in_note"],
)
def test_a_visit_that_cannot_be_is_refused_and_not_kept(world, given, code):
    with pytest.raises(Refused) as refusal:
        a_visit(world, **given)

    assert (refusal.value.code, Visit.objects.count()) == (code, 0)


def test_a_text_is_kept_once_the_writer_confirms_that_it_identifies_no_client(world):
    visit = a_visit(world, note="District pharmacy: +255 712 345 678", confirmed_text=True)

    assert visit.note == "District pharmacy: +255 712 345 678"


def test_sent_twice_it_is_one_visit(world):
    act_id = uuid7()

    first, second = a_visit(world, act_id=act_id), a_visit(world, act_id=act_id)

    assert (first, Visit.objects.count()) == (second, 1)


def test_submitting_lists_what_is_missing_first(world):
    visit = a_visit(world)
    start_observation(by=world.amina, at=NOON, visit=visit, version=world.version, held_on=TODAY, mentee=world.asha)
    record_observation(
        by=world.amina,
        at=NOON,
        programme=world.programme,
        place=world.mtoni,
        visit=visit,
        version=world.version,
        held_on=TODAY,
        answers=ALL_DONE,
        mentee=world.joseph,
    )

    with pytest.raises(Refused) as refusal:
        submit_visit(by=world.amina, at=NOON, visit=visit)

    assert (refusal.value.code, refusal.value.facts["lacking"]) == (
        "encounters.incomplete",
        ["length", "draft", "feedback"],
    )


def test_a_complete_visit_is_submitted_and_then_stays_as_it_is(world):
    visit = a_visit(world, length=timedelta(hours=3))
    seen = record_observation(
        by=world.amina,
        at=NOON,
        programme=world.programme,
        place=world.mtoni,
        visit=visit,
        version=world.version,
        held_on=TODAY,
        answers=ALL_DONE,
        mentee=world.joseph,
    )
    give_feedback(
        by=world.amina, at=NOON, encounter=seen.encounter, person=world.joseph, strengths="You greeted her by name."
    )

    visit = submit_visit(by=world.amina, at=NOON, visit=visit)

    assert (visit.status, visit.submitted_at) == ("submitted", NOON)
    with pytest.raises(Refused) as refusal:
        change_visit(by=world.amina, at=NOON, visit=visit, held_on=TODAY)
    assert refusal.value.code == "encounters.already_submitted"


def test_an_encounter_has_people_minutes_and_skills_worked_on(world):
    encounter = add_encounter(
        by=world.amina, at=NOON, programme=world.programme, place=world.mtoni, held_on=TODAY, people=[world.joseph, world.asha],
        visit=a_visit(world), interaction="one_to_group", minutes=60, activities={"drill": 40, "talk": 20}, supported=[world.competency],
    )  # fmt: skip

    assert (
        encounter.attendances.count(),
        sum(each.minutes for each in encounter.activities.all()),
        encounter.supported.get().competency,
    ) == (2, 60, world.competency)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"people": []}, "encounters.nobody_met"),
        ({"minutes": 10, "activities": {"drill": 40}}, "encounters.minutes_do_not_fit"),
        ({"held_on": TODAY + timedelta(days=1)}, "encounters.in_future"),
        ({"topic": "Mother's number 0712 345 678"}, "encounters.may_identify"),
    ],
    ids=["nobody", "minutes", "tomorrow", "phone"],
)
def test_an_encounter_that_cannot_be_is_refused(world, given, code):
    with pytest.raises(Refused) as refusal:
        add_encounter(
            **{
                "by": world.amina,
                "at": NOON,
                "programme": world.programme,
                "place": world.mtoni,
                "held_on": TODAY,
                "people": [world.joseph],
                **given,
            }
        )

    assert (refusal.value.code, Encounter.objects.count()) == (code, 0)


def test_three_one_to_one_and_a_group_are_one_visit_and_four_encounters(world):
    visit = a_visit(world, length=timedelta(hours=5))
    people = [world.joseph, world.asha, world.grace]
    for person in people:
        add_encounter(
            by=world.amina,
            at=NOON,
            programme=world.programme,
            place=world.mtoni,
            held_on=TODAY,
            people=[person],
            visit=visit,
        )
    add_encounter(
        by=world.amina,
        at=NOON,
        programme=world.programme,
        place=world.mtoni,
        held_on=TODAY,
        people=people,
        visit=visit,
        interaction="one_to_group",
    )
    submit_visit(by=world.amina, at=NOON, visit=visit)

    counted = queries.counted(seen_by=world.daniel, since=TODAY, before=TODAY + timedelta(days=1))

    assert (counted.visits["total"], counted.encounters["in_person"], counted.encounters["person_encounters"]) == (
        1,
        4,
        6,
    )


def test_a_draft_does_not_count(world):
    a_visit(world)

    assert queries.counted(seen_by=world.daniel, since=TODAY, before=TODAY + timedelta(days=1)).visits["total"] == 0


def test_a_six_minute_call_counts_and_a_three_minute_call_is_kept_only(world):
    for minutes in (6, 3):
        add_encounter(
            by=world.amina,
            at=NOON,
            programme=world.programme,
            place=world.mtoni,
            held_on=TODAY,
            people=[world.joseph],
            mode="phone",
            minutes=minutes,
        )

    counted = queries.counted(seen_by=world.daniel, since=TODAY, before=TODAY + timedelta(days=1))

    assert (counted.encounters["virtual"], counted.encounters["short_calls"], counted.visits["total"]) == (1, 1, 0)


def test_a_combined_visit_is_in_both_kinds_and_once_in_the_total():
    assert rules.by_purpose(["combined", "mentoring"]) == {"mentoring": 2, "supervision": 1, "total": 2}


def test_visits_of_a_place_outside_ones_area_are_not_there(world):
    a_visit(world)

    assert list(queries.visits(seen_by=world.stranger)) == []


def test_three_visits_cost_as_many_statements_as_one(world):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            [list(visit.mentors.all()) for visit in queries.visits(seen_by=world.daniel)]
        return len(captured)

    a_visit(world)
    statements()
    one = statements()
    a_visit(world, held_on=TODAY - timedelta(days=5))
    a_visit(world, held_on=TODAY - timedelta(days=9))

    assert statements() == one
