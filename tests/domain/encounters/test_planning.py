"""Visits before they are held: planned, asked for, approved, confirmed, moved, called off, missed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alongside.domain.agreements.models import Engagement, ReleaseRequest
from alongside.domain.encounters.commands import (
    approve_visit,
    cancel_visit,
    confirm_part,
    confirm_visit,
    decline_visit,
    plan_visit,
    request_visit,
    reschedule_visit,
    sweep_missed,
)
from alongside.domain.encounters.models import Visit, VisitStep
from alongside.domain.encounters.queries import planning as asked
from alongside.domain.encounters.rules import planning as rules
from alongside.domain.mentors.models import Mentor, Proficiency
from alongside.domain.places.models import NoGoDays, OrgUnit
from alongside.domain.programmes.models import StepAnswers
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, a_place

from .slots import DAY, SLOT, Slots
from .stories import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Slots()


def steps_of(visit):
    return [
        (step.act.partition(".")[2], step.after, step.reason, step.is_override) for step in visit.steps.order_by("pk")
    ]


# Planning


def test_amina_plans_a_visit_of_two_days(story):
    visit = story.planned(planned_until=SLOT + DAY, purpose="combined", theme="Referral")

    assert (visit.status, visit.held_on, visit.until_on, visit.planned_on, visit.planned_until, visit.theme) == (
        "planned", SLOT, SLOT + DAY, SLOT, SLOT + DAY, "Referral",
    )  # fmt: skip
    assert [(row.person, row.role, row.confirmed_at) for row in visit.mentors.all()] == [(story.amina, "lead", NOON)]
    assert steps_of(visit) == [("plan_visit", "planned", "", False)]


def test_a_visit_planned_twice_is_planned_once(story):
    act_id = uuid7()

    assert story.planned(act_id=act_id) == story.planned(act_id=act_id)
    assert Visit.objects.count() == 1


def test_the_coordinator_plans_for_a_mentor_who_says_later_that_they_come(story):
    visit = story.planned(by=story.coordinator, mentors=[(story.amina, "lead")])

    assert [row.person for row in asked.unconfirmed(visit)] == [story.amina]


@pytest.mark.parametrize("who", ["stranger", "grace", "joseph", "officer"])
def test_whoever_does_not_mentor_there_plans_nothing(story, who):
    given = {"place": story.mtoni, "programme": story.programme, "planned_on": SLOT}

    assert refusal(plan_visit, by=getattr(story, who), **given) == "acts.not_yours"


def test_a_mentor_plans_no_visit_that_somebody_else_makes(story):
    given = {"place": story.mtoni, "programme": story.programme, "planned_on": SLOT}

    assert refusal(plan_visit, by=story.amina, mentors=[(story.neema, "lead")], **given) == "acts.not_yours"


def lapsed_proof(story):
    Proficiency.objects.update(valid_until=SLOT)


def ended_certificate(story):
    Mentor.objects.update(certified_until=SLOT)


def ended_posting(story):
    story.posting.until = SLOT
    story.posting.save()


def paused_programme(story):
    story.programme.status = "paused"
    story.programme.save()


def designed_programme(story):
    StepAnswers.objects.create(programme=story.programme, step="support")


def closed_place(story):
    OrgUnit.objects.filter(pk=story.mtoni.pk).update(closed_on=SLOT)
    story.mtoni.refresh_from_db()


def holiday(story):
    NoGoDays.objects.create(place=story.country, first_on=SLOT - DAY, last_on=SLOT, reason="Census", set_at=NOON)


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        (lapsed_proof, "encounters.not_proficient"), (ended_certificate, "encounters.not_certified"),
        (ended_posting, "encounters.assignment_ended"), (paused_programme, "encounters.programme_not_active"),
        (designed_programme, "encounters.programme_not_active"), (closed_place, "encounters.place_closed"),
        (holiday, "encounters.no_go_day"),
    ],
    ids=["proficiency over", "certificate over", "posting over", "paused", "still in design", "closed for good", "holiday"],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_plan(story, happened, code):
    happened(story)

    given = {"place": story.mtoni, "programme": story.programme, "planned_on": SLOT}
    assert refusal(plan_visit, by=story.amina, **given) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"planned_on": TODAY - DAY}, "encounters.slot_is_past"),
        ({"planned_on": TODAY + 400 * DAY}, "encounters.slot_too_far"),
        ({"planned_until": SLOT - DAY}, "encounters.ends_before_start"),
        ({"planned_until": SLOT + 2 * DAY}, "encounters.too_long"),
        ({"planned_on": SLOT + 4 * DAY}, "encounters.place_closed"),
        ({"theme": "Call Mary Otieno on 0712 345678"}, "text.names_somebody"),
    ],
    ids=["past", "far", "turned round", "three days", "a Saturday", "names a client"],
)
def test_what_a_plan_cannot_say(story, given, code):
    given = {"place": story.mtoni, "programme": story.programme, "planned_on": SLOT, **given}

    assert refusal(plan_visit, by=story.amina, **given) == code


def test_a_plan_needs_a_place_and_one_lead(story):
    given = {"programme": story.programme, "planned_on": SLOT, "by": story.coordinator}
    both = [(story.amina, "lead"), (story.coordinator, "lead")]

    assert refusal(plan_visit, place=story.kivuma, **given) == "encounters.not_a_place"
    assert refusal(plan_visit, place=story.mtoni, mentors=both, **given) == "encounters.one_lead"
    assert refusal(plan_visit, place=story.mtoni, mentors=both[:1] * 2, **given) == "encounters.mentor_twice"


def test_a_mentor_is_at_one_place_on_a_day(story):
    other = a_place("Lusanga Health Centre", under=story.kivuma)
    first = story.planned(planned_until=SLOT + DAY)

    given = {"by": story.amina, "place": other, "programme": story.programme}
    assert refusal(plan_visit, planned_on=SLOT + DAY, **given) == "encounters.clash"
    cancel_visit(by=story.amina, at=NOON, visit=first, reason="The road is flooded")
    assert plan_visit(at=NOON, planned_on=SLOT + DAY, **given).status == "planned"


def test_who_advises_on_management_need_not_be_a_certified_mentor(story):
    team = [(story.amina, "lead"), (story.coordinator, "management")]

    assert story.planned(by=story.coordinator, mentors=team).mentors.count() == 2


def test_a_supervisor_need_not_be_a_certified_mentor(story):
    assert story.planned(by=story.coordinator, purpose="supervision").status == "planned"


def test_planning_costs_the_same_with_three_mentors_as_with_one(story, django_assert_num_queries):
    team = [(story.amina, "lead"), (story.coordinator, "management"), (story.verifier, "observer")]
    given = {"programme": story.programme, "place": story.mtoni, "first": SLOT, "last": SLOT}

    for who in (team[:1], team):
        with django_assert_num_queries(3):
            asked.planned(who, **given)


# Asking for approval


def test_amina_asks_for_approval_and_says_with_it_that_she_comes(story):
    visit = story.planned(by=story.coordinator, mentors=[(story.amina, "lead")])

    assert request_visit(by=story.amina, at=NOON, visit=visit).status == "requested"
    assert asked.unconfirmed(visit) == []
    assert steps_of(visit)[-1] == ("request_visit", "requested", "", False)


def test_asked_for_twice_is_once(story):
    visit, act_id = story.planned(), uuid7()
    for _ in range(2):
        request_visit(by=story.amina, at=NOON, visit=visit, act_id=act_id)

    assert VisitStep.objects.filter(act="encounters.request_visit").count() == 1


@pytest.mark.parametrize("who", ["stranger", "grace", "joseph", "daniel"])
def test_a_stranger_asks_for_nothing(story, who):
    assert refusal(request_visit, by=getattr(story, who), visit=story.planned()) == "acts.not_yours"


def test_where_the_leadership_has_not_agreed_a_reason_is_asked_and_kept(story):
    Engagement.objects.update(status="lapsed")
    visit = story.planned()

    assert refusal(request_visit, by=story.amina, visit=visit) == "encounters.not_engaged"
    request_visit(by=story.amina, at=NOON, visit=visit, reason="The new in-charge wants to meet first")
    assert steps_of(visit)[-1] == ("request_visit", "requested", "The new in-charge wants to meet first", True)


def test_a_visit_that_clashes_meanwhile_is_not_asked_for(story):
    visit = story.planned()
    other = story.a_visit(status="draft", submitted_at=None)
    Visit.objects.filter(pk=other.pk).update(held_on=SLOT, until_on=SLOT)
    other.mentors.create(person=story.amina)

    assert refusal(request_visit, by=story.amina, visit=visit) == "encounters.clash"


def test_a_slot_that_is_over_is_not_asked_for(story):
    visit = story.planned()
    Visit.objects.update(planned_on=TODAY - DAY, planned_until=TODAY - DAY, held_on=TODAY - DAY, until_on=TODAY - DAY)

    assert refusal(request_visit, by=story.amina, visit=visit) == "encounters.slot_is_past"


def test_no_step_is_left_out(story):
    visit = story.planned()

    assert refusal(approve_visit, by=story.coordinator, visit=visit) == "states.not_from_here"
    assert refusal(confirm_visit, by=story.grace, visit=visit) == "states.not_from_here"


# Approval


def test_the_coordinator_approves(story):
    assert story.at("approved").status == "approved"


def test_approved_twice_is_once(story):
    visit, act_id = story.at("requested"), uuid7()
    for _ in range(2):
        approve_visit(by=story.coordinator, at=NOON, visit=visit, act_id=act_id)

    assert VisitStep.objects.filter(act="encounters.approve_visit").count() == 1


@pytest.mark.parametrize("who", ["amina", "grace", "stranger", "officer"])
def test_nobody_but_the_coordinator_approves_or_declines(story, who):
    visit = story.at("requested")

    assert refusal(approve_visit, by=getattr(story, who), visit=visit) == "acts.not_yours"
    assert refusal(decline_visit, by=getattr(story, who), visit=visit, reason="No fuel") == "acts.not_yours"


def test_beyond_the_share_of_time_a_reason_is_asked_and_kept(story):
    story.posting.time_share = Decimal("0.05")  # of 22 weekdays in April 2026: one day
    story.posting.save()
    story.visit()
    visit = story.at("requested")

    assert asked.loads(visit) == [("Amina", 2, 1)]
    assert refusal(approve_visit, by=story.coordinator, visit=visit) == "encounters.cap_reached"
    approve_visit(by=story.coordinator, at=NOON, visit=visit, reason="The outbreak cannot wait")
    assert steps_of(visit)[-1] == ("approve_visit", "approved", "The outbreak cannot wait", True)


def test_where_no_posting_says_how_much_time_there_is_nothing_is_capped(story):
    story.posting.delete()

    assert asked.loads(story.at("requested")) == [("Amina", 1, None)]


def test_a_visit_is_sent_back_to_planning_with_a_reason(story):
    visit, act_id = story.at("requested"), uuid7()

    assert refusal(decline_visit, by=story.coordinator, visit=visit, reason=" ") == "encounters.no_reason"
    for _ in range(2):
        decline_visit(by=story.coordinator, at=NOON, visit=visit, reason="No car that week", act_id=act_id)
    assert steps_of(visit)[-2:] == [
        ("request_visit", "requested", "", False), ("decline_visit", "planned", "No car that week", False),
    ]  # fmt: skip


# Confirmation


def test_the_in_charge_confirms(story):
    visit, act_id = story.at("approved"), uuid7()
    for _ in range(2):
        confirm_visit(by=story.grace, at=NOON, visit=visit, act_id=act_id)

    assert steps_of(visit)[-2:] == [("approve_visit", "approved", "", False), ("confirm_visit", "confirmed", "", False)]


@pytest.mark.parametrize("who", ["amina", "stranger", "officer"])
def test_a_mentor_does_not_confirm_for_the_workplace(story, who):
    assert refusal(confirm_visit, by=getattr(story, who), visit=story.at("approved")) == "acts.not_yours"


def test_the_coordinator_confirms_in_place_of_the_in_charge_with_a_reason(story):
    visit = story.at("approved")

    assert refusal(confirm_visit, by=story.coordinator, visit=visit) == "encounters.no_reason"
    confirm_visit(by=story.coordinator, at=NOON, visit=visit, reason="She said yes on the telephone")
    assert steps_of(visit)[-1] == ("confirm_visit", "confirmed", "She said yes on the telephone", True)


def test_the_in_charge_first_answers_who_is_released(story):
    visit = story.at("approved")
    ReleaseRequest.objects.create(
        programme=story.programme, place=story.mtoni, area_path=story.mtoni.path, day=SLOT, visit_id=visit.pk,
        released_as="mentee", asked_by=story.amina, asked_at=NOON, answer_by=SLOT,
    )  # fmt: skip

    assert refusal(confirm_visit, by=story.grace, visit=visit) == "encounters.release_unanswered"


def test_a_team_is_confirmed_once_everybody_has_said_they_come(story):
    team = [(story.amina, "lead"), (story.coordinator, "management")]
    visit = story.at("approved", mentors=team)

    assert refusal(confirm_visit, by=story.grace, visit=visit) == "encounters.mentor_unconfirmed"
    confirm_part(by=story.coordinator, at=NOON, visit=visit, mentor=story.coordinator)
    assert confirm_visit(by=story.grace, at=NOON, visit=visit).status == "confirmed"


def test_said_twice_that_one_comes_is_said_once(story):
    visit = story.planned(by=story.coordinator, mentors=[(story.amina, "lead")])
    for later in (timedelta(0), DAY):
        part = confirm_part(by=story.amina, at=NOON + later, visit=visit, mentor=story.amina)

    assert part.confirmed_at == NOON


def test_nobody_says_for_another_that_they_come(story):
    visit = story.planned()

    assert refusal(confirm_part, by=story.stranger, visit=visit, mentor=story.amina) == "acts.not_yours"
    assert refusal(confirm_part, by=story.neema, visit=visit, mentor=story.neema) == "encounters.not_on_visit"


def test_what_was_held_needs_no_promise(story):
    visit = story.at("draft")

    assert refusal(confirm_part, by=story.amina, visit=visit, mentor=story.amina) == "encounters.not_ahead"


# Another day


def test_moving_a_confirmed_visit_keeps_why_and_is_approved_again(story):
    visit, act_id = story.at("confirmed"), uuid7()
    for _ in range(2):
        moved = reschedule_visit(
            by=story.amina, at=NOON, visit=visit, planned_on=SLOT + DAY, reason="Clinic day moved", act_id=act_id
        )

    assert (moved.status, moved.held_on, moved.planned_on) == ("requested", SLOT + DAY, SLOT + DAY)
    step = visit.steps.get(act="encounters.reschedule_visit")
    assert (step.moved_from, step.reason) == (SLOT, "Clinic day moved")


def test_a_plan_that_is_moved_stays_a_plan(story):
    visit = story.planned()

    assert (
        reschedule_visit(by=story.amina, at=NOON, visit=visit, planned_on=SLOT + DAY, reason="Rain").status == "planned"
    )


def test_whoever_else_comes_says_so_again_for_the_new_day(story):
    visit = story.planned(mentors=[(story.amina, "lead"), (story.coordinator, "management")])
    confirm_part(by=story.coordinator, at=NOON, visit=visit, mentor=story.coordinator)
    reschedule_visit(by=story.amina, at=NOON, visit=visit, planned_on=SLOT + DAY, reason="Rain")

    assert [row.person for row in asked.unconfirmed(visit)] == [story.coordinator]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": ""}, "encounters.no_reason"), ({"planned_on": TODAY - DAY}, "encounters.slot_is_past"),
        ({"reason": "Ask Mary Otieno, 0712 345678"}, "text.names_somebody"),
    ],
    ids=["no reason", "past", "names a client"],
)  # fmt: skip
def test_why_a_visit_is_not_moved(story, given, code):
    given = {"planned_on": SLOT + DAY, "reason": "Rain", **given}

    assert refusal(reschedule_visit, by=story.amina, visit=story.planned(), **given) == code


def test_a_stranger_moves_and_cancels_nothing(story):
    visit = story.planned()

    given = {"by": story.stranger, "visit": visit, "reason": "Rain"}
    assert refusal(reschedule_visit, planned_on=SLOT + DAY, **given) == "acts.not_yours"
    assert refusal(cancel_visit, **given) == "acts.not_yours"


def test_what_was_held_is_not_moved_and_not_cancelled(story):
    given = {"by": story.amina, "visit": story.at("draft"), "reason": "Rain"}

    assert refusal(reschedule_visit, planned_on=SLOT + DAY, **given) == "states.not_from_here"
    assert refusal(cancel_visit, **given) == "states.not_from_here"


# Falling out


@pytest.mark.parametrize("who", ["amina", "grace", "coordinator"])
def test_a_visit_is_called_off_with_a_reason(story, who):
    visit, by, act_id = story.at("confirmed"), getattr(story, who), uuid7()

    assert refusal(cancel_visit, by=by, visit=visit, reason="") == "encounters.no_reason"
    for _ in range(2):
        cancel_visit(by=by, at=NOON, visit=visit, reason="Outbreak", act_id=act_id)
    assert steps_of(visit)[-2:] == [
        ("confirm_visit", "confirmed", "", False),
        ("cancel_visit", "cancelled", "Outbreak", False),
    ]


def test_three_days_after_the_slot_a_visit_was_missed(story):
    visit = story.at("confirmed", planned_until=SLOT + DAY)

    assert sweep_missed(by=None, at=NOON + (SLOT + 3 * DAY - TODAY)) == 0
    late = NOON + (SLOT + 4 * DAY - TODAY)
    assert [sweep_missed(by=None, at=late) for _ in range(2)] == [1, 0]
    step = visit.steps.get(act="encounters.sweep_missed")
    assert (step.after, step.by) == ("missed", None)


def test_nobody_sweeps_by_hand(story):
    assert refusal(sweep_missed, by=story.daniel) == "acts.not_yours"


def test_a_visit_that_was_begun_is_not_missed(story):
    story.at("in_progress")

    assert sweep_missed(by=None, at=NOON + 60 * DAY) == 0


@pytest.mark.parametrize(
    ("shares", "month", "days"),
    [((), TODAY, None), ((Decimal("0.2"),), TODAY, 4), ((Decimal("0.5"), Decimal("0.5")), TODAY, 22), ((Decimal("0.01"),), TODAY, 1)],
    ids=["unknown", "a fifth", "two halves", "at least one"],
)  # fmt: skip
def test_how_many_visit_days_a_mentor_has_in_a_month(shares, month, days):
    assert rules.cap_of(shares, month=month.replace(day=1)) == days
