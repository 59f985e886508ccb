"""A visit on its day and after: begun, ended, found to have been held, handed in, returned, verified."""

from datetime import timedelta

import pytest

from alongside.domain.encounters.commands import (
    add_encounter,
    arrived_encounter,
    change_visit,
    check_in,
    check_out,
    close_visits,
    record_visit,
    reopen_visit,
    return_visit,
    submit_visit,
    sweep_missed,
    verify_visit,
)
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries.contact import drafts_of, submitting, visits_at, working_places
from alongside.domain.encounters.queries.counting import encounters_held, visits_held
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON

from .slots import DAY, SLOT, Slots
from .stories import HOURS, refusal

pytestmark = pytest.mark.django_db
NOTES = [("length", "Two days, and one hour in all?"), ("feedback", "")]


@pytest.fixture
def story():
    return Slots()


def on(day):
    """Return noon of a day."""
    return NOON + (day - TODAY)


def submitted(story, **more):
    visit = story.visit(**more)
    story.met(visit, story.joseph)
    return submit_visit(by=story.amina, at=NOON, visit=visit)


# On the day


def test_amina_checks_in_a_day_late_and_out_the_day_after(story):
    visit, act_id = story.at("confirmed", planned_until=SLOT + DAY), uuid7()
    for _ in range(2):
        check_in(by=story.amina, at=on(SLOT + DAY), visit=visit, act_id=act_id)
    left = check_out(by=story.amina, at=on(SLOT + 2 * DAY), visit=visit)

    assert (left.status, left.held_on, left.until_on, left.planned_on, left.planned_until) == (
        "draft", SLOT + DAY, SLOT + 2 * DAY, SLOT, SLOT + DAY,
    )  # fmt: skip
    assert (left.checked_in_at, left.checked_out_at, left.length) == (on(SLOT + DAY), on(SLOT + 2 * DAY), None)
    assert visit.steps.filter(act="encounters.check_in").count() == 1


def test_the_time_there_is_the_length_of_a_visit_of_one_day(story):
    visit, act_id = story.at("in_progress"), uuid7()
    for _ in range(2):
        check_out(by=story.amina, at=on(SLOT) + HOURS, visit=visit, act_id=act_id)

    visit.refresh_from_db()
    assert (visit.length, visit.until_on) == (HOURS, SLOT)


def test_whoever_forgets_to_check_out_was_there_on_the_day_they_came(story):
    left = check_out(by=story.amina, at=on(SLOT + 5 * DAY), visit=story.at("in_progress"))

    assert (left.held_on, left.until_on, left.length) == (SLOT, SLOT, None)


def test_nobody_checks_in_more_than_a_week_away(story):
    visit = story.at("confirmed", on=SLOT + 7 * DAY)

    assert refusal(check_in, by=story.amina, visit=visit) == "encounters.far_from_slot"
    assert check_in(by=story.amina, at=on(SLOT), visit=visit).held_on == SLOT


@pytest.mark.parametrize("who", ["stranger", "grace", "joseph", "officer"])
def test_a_stranger_neither_comes_nor_goes(story, who):
    by = getattr(story, who)

    assert refusal(check_in, by=by, visit=story.at("confirmed")) == "acts.not_yours"
    assert refusal(check_out, by=by, visit=story.at("in_progress", on=SLOT + DAY)) == "acts.not_yours"


def test_nothing_is_begun_that_was_not_confirmed_and_nothing_ended_that_was_not_begun(story):
    visit = story.at("approved")

    assert refusal(check_in, by=story.amina, visit=visit) == "states.not_from_here"
    assert refusal(check_out, by=story.amina, visit=visit) == "states.not_from_here"


def test_a_visit_that_is_going_on_is_filled_in_and_one_that_is_ahead_is_not(story):
    going_on = story.at("in_progress")
    ahead = story.at("confirmed", on=SLOT + DAY)

    given = {"by": story.amina, "people": [story.joseph], "minutes": 40}
    assert add_encounter(at=on(SLOT), visit=going_on, held_on=SLOT, **given).visit == going_on
    assert refusal(add_encounter, visit=ahead, held_on=SLOT, **given) == "encounters.not_held_yet"
    assert list(drafts_of(story.amina)) == [going_on]


def test_nothing_is_written_of_a_visit_that_fell_out(story):
    visit = story.planned()
    sweep_missed(by=None, at=NOON + 30 * DAY)

    given = {"held_on": TODAY, "purpose": "mentoring", "mentors": [(story.amina, "lead")]}
    assert refusal(change_visit, by=story.amina, visit=visit, **given) == "encounters.visit_fell_out"


# What turns out to have been held


@pytest.mark.parametrize("status", ["planned", "requested", "approved", "confirmed"])
def test_a_visit_recorded_near_a_slot_is_the_planned_one(story, status):
    slot = story.at(status, on=TODAY + 3 * DAY)
    visit = story.visit()

    assert (visit, visit.status, visit.held_on, visit.until_on, visit.planned_on, visit.length) == (
        slot, "draft", TODAY, TODAY, TODAY + 3 * DAY, HOURS,
    )  # fmt: skip
    assert visit.mentors.get().confirmed_at == NOON
    assert visit.steps.order_by("-pk").first().act == "encounters.record_visit"


def test_a_visit_thought_to_be_missed_turns_out_to_have_been_held(story):
    slot = story.planned()
    sweep_missed(by=None, at=on(SLOT + 3 * DAY))

    given = {"by": story.amina, "place": story.mtoni, "programme": story.programme}
    assert record_visit(at=on(SLOT + 4 * DAY), held_on=SLOT, **given) == slot


def test_of_two_slots_the_nearer_one_was_held(story):
    story.planned(planned_on=SLOT - DAY)
    near = story.planned(planned_on=TODAY)

    assert story.visit() == near


@pytest.mark.parametrize("days", [8, 9])
def test_a_visit_more_than_a_week_from_the_slot_is_another_one(story, days):
    story.planned(planned_on=TODAY + days * DAY)

    assert story.visit().planned_on is None


def test_the_slot_of_another_mentor_is_not_touched(story):
    slot = story.planned(by=story.coordinator, mentors=[(story.amina, "lead")])
    visit = story.visit(by=story.coordinator, held_on=TODAY)

    assert visit != slot


@pytest.mark.parametrize("days", [-7, 0, 7])
def test_what_a_phone_saw_near_a_slot_belongs_to_the_planned_visit(story, days):
    slot = story.at("approved", on=TODAY + 7 * DAY)
    day = TODAY + 7 * DAY + timedelta(days)
    given = {"programme": story.programme, "place": story.mtoni, "mentor": story.amina, "source": "openrosa"}
    for n, person in enumerate([story.joseph, story.neema]):
        met = arrived_encounter(at=on(day), held_on=day + n * DAY, mentee=person, **given)

    slot.refresh_from_db()
    assert (met.visit_id, Visit.objects.count()) == (slot.pk, 1)
    assert (slot.status, slot.held_on, slot.until_on, slot.planned_on) == ("submitted", day, day + DAY, TODAY + 7 * DAY)
    assert slot.steps.filter(act="encounters.receive_submission").count() == 1


def test_what_a_phone_saw_beside_a_visit_that_goes_on_joins_it(story):
    slot = story.at("in_progress")
    given = {"programme": story.programme, "place": story.mtoni, "mentor": story.amina, "source": "openrosa"}

    assert arrived_encounter(at=on(SLOT), held_on=SLOT, mentee=story.joseph, **given).visit == slot
    slot.refresh_from_db()
    assert slot.status == "in_progress"


def test_what_was_held_goes_before_what_is_planned(story):
    held = story.visit()
    story.planned(planned_on=TODAY + DAY)
    given = {"programme": story.programme, "place": story.mtoni, "mentor": story.amina, "source": "openrosa"}

    assert arrived_encounter(at=on(TODAY + DAY), held_on=TODAY, mentee=story.joseph, **given).visit == held


# After it was handed in


def test_the_coordinator_verifies(story):
    visit, act_id = submitted(story), uuid7()
    for _ in range(2):
        verify_visit(by=story.coordinator, at=NOON, visit=visit, act_id=act_id)

    visit.refresh_from_db()
    assert visit.status == "verified"
    assert visit.steps.filter(act="encounters.verify_visit").count() == 1


@pytest.mark.parametrize("who", ["amina", "grace", "stranger", "verifier", "officer"])
def test_nobody_but_the_coordinator_verifies_or_returns(story, who):
    visit, by = submitted(story), getattr(story, who)

    assert refusal(verify_visit, by=by, visit=visit) == "acts.not_yours"
    assert refusal(return_visit, by=by, visit=visit, notes=NOTES) == "acts.not_yours"


def test_a_coordinator_does_not_verify_a_visit_they_were_on(story):
    visit = submitted(story, mentors=[(story.amina, "lead"), (story.coordinator, "management")])

    assert refusal(verify_visit, by=story.coordinator, visit=visit) == "encounters.verifies_own"


def test_a_draft_is_not_verified(story):
    assert refusal(verify_visit, by=story.coordinator, visit=story.visit()) == "states.not_from_here"


def test_a_returned_visit_says_where_to_look_and_is_handed_in_again(story):
    visit, act_id = submitted(story), uuid7()
    for _ in range(2):
        returned = return_visit(by=story.coordinator, at=NOON, visit=visit, notes=NOTES, act_id=act_id)

    assert (returned.status, returned.returned_notes) == (
        "returned", [{"field": "length", "note": "Two days, and one hour in all?"}],
    )  # fmt: skip
    assert visit.steps.get(act="encounters.return_visit").reason == "Length: Two days, and one hour in all?"
    story.met(visit, story.neema)
    assert submit_visit(by=story.amina, at=NOON, visit=visit).status == "submitted"
    assert verify_visit(by=story.coordinator, at=NOON, visit=visit).returned_notes == []


@pytest.mark.parametrize(
    ("notes", "code"),
    [
        ([], "encounters.no_note"), ([("length", "  ")], "encounters.no_note"), ([("colour", "Red")], "encounters.no_note"),
        ([("people", "Is Mary Otieno, 0712 345678, staff?")], "text.names_somebody"),
    ],
    ids=["none", "empty", "no such field", "names a client"],
)  # fmt: skip
def test_a_visit_is_not_returned_without_saying_what_to_look_at(story, notes, code):
    assert refusal(return_visit, by=story.coordinator, visit=submitted(story), notes=notes) == code


def test_what_was_verified_stays_as_it_is(story):
    visit = verify_visit(by=story.coordinator, at=NOON, visit=submitted(story))

    given = {"by": story.amina, "visit": visit}
    assert refusal(reopen_visit, **given) == "states.not_from_here"
    assert refusal(submit_visit, **given) == "states.not_from_here"
    assert refusal(add_encounter, held_on=TODAY, people=[story.neema], **given) == "encounters.visit_submitted"


def test_what_was_verified_is_closed_by_itself_once_and_by_nobody_else(story):
    visit = verify_visit(by=story.coordinator, at=NOON, visit=submitted(story))
    assert refusal(close_visits, by=story.daniel) == "acts.not_yours"
    assert [close_visits(by=None, at=NOON + DAY) for _ in range(2)] == [1, 0]
    visit.refresh_from_db()

    assert (visit.status, visit.steps.get(act="encounters.close_visits").by) == ("closed", None)
    assert refusal(return_visit, by=story.coordinator, visit=visit, notes=NOTES) == "states.not_from_here"
    assert refusal(verify_visit, by=story.coordinator, visit=visit) == "states.not_from_here"


def test_what_is_not_verified_is_not_closed(story):
    visit = submitted(story)
    assert close_visits(by=None, at=NOON + DAY) == 0
    visit.refresh_from_db()
    assert visit.status == "submitted"


def test_a_visit_going_on_is_submitted_only_once_it_is_over(story):
    assert refusal(submit_visit, by=story.amina, visit=story.at("in_progress")) == "states.not_from_here"


# What counts


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("planned", False), ("requested", False), ("approved", False), ("confirmed", False), ("in_progress", False),
        ("draft", False), ("submitted", True), ("returned", True), ("verified", True), ("closed", True), ("cancelled", False), ("missed", False),
    ],
)  # fmt: skip
def test_a_visit_counts_once_it_was_handed_in_also_while_it_is_looked_at(story, status, counts):
    visit = submitted(story)
    Visit.objects.filter(pk=visit.pk).update(status=status, planned_on=TODAY, planned_until=TODAY)
    area = [story.kivuma.path]

    assert visits_held(area, first=TODAY, last=TODAY).total == counts
    assert encounters_held(area, first=TODAY, last=TODAY).in_person == counts
    assert len(visits_at(story.mtoni, seen_by=story.coordinator)) == counts


@pytest.mark.parametrize("status", ["planned", "missed"])
def test_what_was_not_held_is_no_visit_begun_and_no_contact(story, status):
    visit = story.planned(planned_on=TODAY)
    Visit.objects.filter(pk=visit.pk).update(status=status)

    assert submitting([story.kivuma.path], since=TODAY - DAY, today=TODAY) == (0, 0, None)
    assert [each.last_on for each in working_places([story.kivuma.path], today=TODAY)] == [None]
