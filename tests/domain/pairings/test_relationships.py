"""Relationships from a proposal to the end; every step done, refused to a stranger, refused by its rules, sent twice."""

from datetime import timedelta

import pytest

from alongside.domain.mentors import commands as of_mentors
from alongside.domain.mentors.models import Mentor, Proficiency
from alongside.domain.pairings import commands, queries
from alongside.domain.pairings.commands import steps
from alongside.domain.pairings.models import Answer, Relationship, RelationshipStep
from alongside.domain.people.models import Employment, Grant
from alongside.domain.people.terms import Role
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, a_grant

from .stories import DAY, Pair, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_above")]


@pytest.fixture
def pair():
    return Pair()


def code(call, *args, **given):
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.code


def status(relationship):
    return Relationship.objects.get(pk=relationship.pk).status


def test_from_a_proposal_to_completion(pair):
    relationship = pair.active()
    given = {"by": pair.neema.person, "relationship": relationship}
    assert (relationship.status, relationship.since) == ("active", TODAY)
    assert refusal(commands.begin_closing, **given) == "pairings.not_over_yet"
    commands.begin_closing(at=NOON + 271 * DAY, **given)
    assert refusal(commands.complete, **given, end_reason="goals_achieved") == "pairings.goals_unmet"
    done = commands.complete(at=NOON + 271 * DAY, **given, end_reason="time_expired")

    assert (done.status, done.ended_on) == ("completed", TODAY + 271 * DAY)
    assert [step.after for step in queries.steps(done)] == [
        "completed", "closing", "active", "preparing", "accepted", "proposed",
    ]  # fmt: skip
    assert not queries.caseloads([pair.neema.pk])
    assert (
        refusal(commands.end_early, by=pair.coordinator, relationship=done, end_reason="by_wish")
        == "states.not_from_here"
    )


def test_everybody_asked_must_say_yes(pair):
    relationship = pair.propose(pair.joseph, pair.asha, shape="one_to_two")
    assert [(each.answered_as, each.person) for each in queries.asked(relationship)] == [
        ("mentor", pair.neema.person), ("mentee", pair.joseph), ("mentee", pair.asha), ("in_charge", pair.grace),
    ]  # fmt: skip
    pair.says(relationship, "mentor", pair.neema.person)
    pair.says(relationship, "mentee", pair.joseph)
    pair.says(relationship, "in_charge", pair.grace)
    assert status(relationship) == "proposed"
    assert [each for each, _side in queries.waiting_for(pair.asha)] == [relationship]
    assert queries.waiting_for(pair.joseph) == []
    pair.says(relationship, "mentee", pair.asha)
    assert status(relationship) == "accepted"


def test_one_no_with_its_reason_declines(pair):
    relationship = pair.propose()
    assert code(pair.says, relationship, "mentee", pair.joseph, is_yes=False) == "pairings.no_reason"
    pair.says(relationship, "mentee", pair.joseph, is_yes=False, reason="I am on night duty")

    assert status(relationship) == "declined"
    assert code(pair.says, relationship, "mentor", pair.neema.person) == "states.not_from_here"
    assert code(pair.says, relationship, "mentee", pair.joseph) == "pairings.answered_already"


def test_one_answers_for_oneself_and_the_coordinator_notes_a_call(pair):
    relationship = pair.propose()
    assert code(pair.says, relationship, "mentee", pair.joseph, by=pair.asha) == "acts.not_yours"
    assert code(pair.says, relationship, "in_charge", pair.asha, by=pair.asha) == "acts.not_yours"
    assert code(pair.says, relationship, "mentee", pair.asha) == "pairings.not_asked"
    pair.says(relationship, "mentee", pair.joseph, by=pair.coordinator)
    assert Answer.objects.get().recorded_by == pair.coordinator
    assert code(pair.says, relationship, "mentee", pair.joseph) == "pairings.answered_already"


def test_a_place_without_an_in_charge_is_not_waited_for(pair):
    Grant.objects.filter(role=Role.IN_CHARGE).delete()
    relationship = pair.propose()
    pair.says(relationship, "mentor", pair.neema.person)
    pair.says(relationship, "mentee", pair.joseph)

    assert status(relationship) == "accepted"


def test_a_proposal_lapses_after_14_days(pair):
    relationship = pair.propose()

    assert commands.lapse_proposals(by=None, at=NOON + 13 * DAY) == 0
    assert commands.lapse_proposals(by=None, at=NOON + 14 * DAY) == 1
    assert (status(relationship), commands.lapse_proposals(by=None, at=NOON + 15 * DAY)) == ("lapsed", 0)


@pytest.mark.parametrize(
    ("shape", "n", "more", "expected"),
    [
        ("one_to_one", 2, {}, "pairings.not_of_shape"),
        ("one_to_two", 1, {}, "pairings.not_of_shape"),
        ("one_to_team", 2, {}, "pairings.not_of_shape"),
        ("one_to_team", 1, {"team": "Maternity"}, "pairings.not_of_shape"),
        ("team_to_team", 2, {"team": "Maternity"}, "pairings.not_of_shape"),
        ("community_group", 2, {"team": ""}, "pairings.not_of_shape"),
        ("one_to_one", 1, {"planned_end_on": None}, "pairings.no_end"),
        ("one_to_one", 1, {"planned_end_on": TODAY}, "pairings.no_end"),
        ("one_to_one", 1, {"is_open_ended": True}, "pairings.review_out_of_range"),
        ("one_to_one", 1, {"is_open_ended": True, "review_on": TODAY + timedelta(days=200)}, "pairings.review_out_of_range"),
        ("one_to_one", 1, {"end_criteria": "Ring 0712 345 678"}, "text.names_somebody"),
    ],
)  # fmt: skip
def test_a_proposal_has_a_shape_and_an_end(pair, shape, n, more, expected):
    assert code(pair.propose, *[pair.joseph, pair.asha][:n], shape=shape, **more) == expected
    assert not Relationship.objects.exists()


def test_each_shape_can_be_made(pair):
    both = [(pair.neema, pair.area), (pair.baraka, pair.newborn)]
    assert pair.propose(pair.joseph, pair.asha, shape="one_to_two").mentees.count() == 2
    team = pair.propose(pair.juma, pair.grace, shape="team_to_team", mentors=both, team="Maternity")
    assert [(row.mentor, row.is_lead) for row in team.mentors.order_by("pk")] == [
        (pair.neema, True),
        (pair.baraka, False),
    ]
    open_ended = pair.propose(
        pair.joseph, mentors=both[1:], is_open_ended=True, planned_end_on=None, review_on=TODAY + 180 * DAY
    )
    assert (open_ended.is_open_ended, open_ended.planned_end_on) == (True, None)


def test_only_a_certified_proficient_mentor_with_room_is_proposed(pair):
    def with_mentor(mentor, **more):
        return code(pair.propose, mentors=[(mentor, pair.area)], **more)

    assert with_mentor(pair.baraka) == "pairings.not_proficient"
    assert with_mentor(pair.a_mentor("Provisional", standing="provisional")) == "pairings.not_certified"
    assert with_mentor(pair.a_mentor("Ended", certified_until=TODAY)) == "pairings.not_certified"
    idle = pair.a_mentor("Idle", areas=[])
    assert code(pair.propose, mentors=[(idle, None)]) == "pairings.not_proficient"
    late = pair.a_mentor("Late")
    Employment.objects.filter(person=late.person).update(licence_expires_on=TODAY)
    assert with_mentor(late) == "pairings.licence_ended"
    leader = pair.a_mentor("Leader")
    a_grant(leader.person, Role.IN_CHARGE, pair.mtoni)
    assert with_mentor(leader) == "pairings.line_manager"
    full = pair.a_mentor("Full", max_mentees=1)
    team = {"shape": "one_to_two", "mentors": [(full, pair.area)]}
    assert code(pair.propose, pair.joseph, pair.asha, **team) == "pairings.cap_reached"
    assert pair.propose(pair.joseph, pair.asha, **team, over_cap_reason="Nobody else is near").mentees.count() == 2


def test_an_expired_proficiency_bars_and_others_are_offered(pair):
    Proficiency.objects.filter(mentor=pair.neema).update(valid_until=TODAY)
    other = pair.a_mentor("Other")

    assert code(pair.propose) == "pairings.not_proficient"
    assert [
        each for each, _load in queries.eligible(place=pair.mtoni, area=pair.area, on=TODAY, seen_by=pair.coordinator)
    ] == [other]


def test_nobody_mentors_themselves_or_the_same_person_twice(pair):
    Employment.objects.filter(person=pair.neema.person).update(place=pair.mtoni)
    assert code(pair.propose, pair.neema.person) == "pairings.themselves"
    pair.propose()
    assert code(pair.propose) == "pairings.paired_already"
    assert code(pair.propose, pair.baraka.person, mentors=[(pair.neema, pair.area)]) == "pairings.works_elsewhere"
    assert pair.propose(mentors=[(pair.baraka, pair.newborn)]).status == "proposed"


def test_two_colleagues_may_mentor_each_other_in_different_areas(pair):
    one = pair.a_mentor("Halima", home=pair.mtoni, affiliation="peer")
    other = pair.a_mentor("Salma", home=pair.mtoni, affiliation="peer", areas=[pair.newborn])

    pair.propose(other.person, mentors=[(one, pair.area)], model="internal")
    assert pair.propose(one.person, mentors=[(other, pair.newborn)], model="internal").status == "proposed"


def test_no_beginning_without_a_first_contact(pair):
    relationship = pair.preparing()
    given = {"by": pair.neema.person, "relationship": relationship}

    assert refusal(commands.activate, **given) == "pairings.no_first_contact"
    assert refusal(commands.log_first_contact, **given, on=TODAY + DAY) == "pairings.in_future"
    commands.log_first_contact(at=NOON, **given, on=TODAY)
    assert commands.activate(at=NOON, **given).status == "active"
    assert refusal(commands.log_first_contact, **given, on=TODAY) == "pairings.not_preparing"


def test_the_rooms_above_are_asked_before_it_begins_and_ends(pair, monkeypatch):
    relationship = pair.preparing()
    given = {"by": pair.neema.person, "relationship": relationship}
    commands.log_first_contact(at=NOON, **given, on=TODAY)
    monkeypatch.setattr(steps, "BEFORE_BEGINNING", [lambda each: Refused("plans.none", "Agree on a plan first.")])
    assert refusal(commands.activate, **given) == "plans.none"
    monkeypatch.setattr(steps, "BEFORE_BEGINNING", [])
    commands.activate(at=NOON, **given)
    monkeypatch.setattr(steps, "GOALS_ACHIEVED", [lambda each: True])
    commands.begin_closing(at=NOON, **given)
    monkeypatch.setattr(steps, "BEFORE_COMPLETING", [lambda each: Refused("plans.no_summary", "Write it.")])
    assert refusal(commands.complete, **given, end_reason="goals_achieved") == "plans.no_summary"
    monkeypatch.setattr(steps, "BEFORE_COMPLETING", [])
    assert commands.complete(at=NOON, **given, end_reason="goals_achieved").status == "completed"


def test_a_hold_is_at_most_90_days(pair):
    relationship = pair.active()
    given = {"by": pair.neema.person, "relationship": relationship}
    for until in (TODAY, TODAY + 91 * DAY):
        assert refusal(commands.hold, **given, reason="leave", until=until) == "pairings.hold_out_of_range"
    assert commands.hold(at=NOON, **given, reason="leave", until=TODAY + 90 * DAY).hold_until == TODAY + 90 * DAY
    resumed = commands.resume(at=NOON, **given)
    assert (resumed.status, resumed.hold_until) == ("active", None)


def test_a_relationship_is_handed_over_or_led_meanwhile(pair):
    relationship = pair.active()
    other = pair.a_mentor("Other")
    given = {"by": pair.coordinator, "relationship": relationship, "to": other}
    assert refusal(commands.hand_over, **given, reason="") == "pairings.no_reason"
    assert refusal(commands.hand_over, **{**given, "to": pair.neema}, reason="So") == "pairings.leads_already"
    assert refusal(commands.hand_over, **{**given, "to": pair.baraka}, reason="So") == "pairings.not_proficient"
    commands.hand_over(at=NOON, **given, reason="Leave", is_interim=True)
    assert commands.hold(at=NOON, by=other.person, relationship=relationship, reason="leave", until=TODAY + DAY)
    commands.hand_over(at=NOON, **given, reason="Neema moves away")

    leading = relationship.mentors.filter(until=None)
    assert [(row.mentor, row.is_lead) for row in leading] == [(other, True)]
    assert refusal(commands.resume, by=pair.neema.person, relationship=relationship) == "acts.not_yours"
    assert queries.open_of(pair.neema) == 0 and queries.open_of(other) == 1


def test_a_mentee_leaves_but_not_the_last(pair):
    relationship = pair.propose(pair.joseph, pair.asha, shape="one_to_two")
    given = {"by": pair.coordinator, "relationship": relationship}
    assert refusal(commands.leave, **given, person=pair.juma) == "pairings.not_in_it"
    commands.leave(at=NOON, **given, person=pair.asha)
    assert refusal(commands.leave, **given, person=pair.joseph) == "pairings.last_mentee"


def test_an_end_is_moved_and_early_ends_have_their_code(pair):
    relationship = pair.active()
    given = {"by": pair.coordinator, "relationship": relationship}
    assert refusal(commands.renew, **given) == "pairings.no_end"
    assert commands.renew(at=NOON, **given, is_open_ended=True, review_on=TODAY + 90 * DAY).planned_end_on is None
    assert refusal(commands.end_early, **given, end_reason="goals_achieved") == "pairings.not_early"
    ended = commands.end_early(at=NOON, **given, end_reason="mentee_transferred")
    assert (ended.status, ended.end_reason, ended.ended_on) == ("ended_early", "mentee_transferred", TODAY)
    assert refusal(commands.renew, **given, planned_end_on=TODAY + DAY) == "pairings.ended"
    assert refusal(commands.hand_over, **given, to=pair.a_mentor("Other"), reason="So") == "pairings.ended"


def test_strangers_are_refused_each_step(pair):
    relationship = pair.active()
    on = {"relationship": relationship}
    for by in (pair.stranger, pair.asha, pair.joseph, pair.grace):
        for act, given in (
            (commands.prepare, on),
            (commands.log_first_contact, {**on, "on": TODAY}),
            (commands.activate, on),
            (commands.hold, {**on, "reason": "leave", "until": TODAY + DAY}),
            (commands.resume, on),
            (commands.renew, {**on, "planned_end_on": TODAY + DAY}),
            (commands.hand_over, {**on, "to": pair.baraka, "reason": "So"}),
            (commands.leave, {**on, "person": pair.joseph}),
            (commands.begin_closing, on),
            (commands.complete, {**on, "end_reason": "by_wish"}),
            (commands.end_early, {**on, "end_reason": "by_wish"}),
            (commands.lapse_proposals, {}),
        ):
            assert refusal(act, by=by, **given) == "acts.not_yours", act.name
        assert code(pair.propose, pair.asha, by=by) == "acts.not_yours"
    assert code(pair.propose, pair.asha, by=pair.neema.person) == "acts.not_yours"


def test_what_is_sent_twice_is_done_once(pair):
    ids = [uuid7() for _ in range(6)]
    for _ in range(2):
        relationship = pair.propose(act_id=ids[0])
        pair.says(relationship, "mentor", pair.neema.person, act_id=ids[1])
        pair.says(relationship, "mentee", pair.joseph, act_id=ids[2])
        pair.says(relationship, "in_charge", pair.grace, act_id=ids[3])
        commands.prepare(by=pair.neema.person, at=NOON, relationship=relationship, act_id=ids[4])
        commands.log_first_contact(by=pair.neema.person, at=NOON, relationship=relationship, on=TODAY, act_id=ids[5])

    assert (Relationship.objects.count(), Answer.objects.count(), RelationshipStep.objects.count()) == (1, 3, 3)


def test_a_mentor_with_relationships_does_not_retire(pair):
    pair.active()

    assert (
        refusal(of_mentors.retire, by=pair.neema.person, mentor=Mentor.objects.get(pk=pair.neema.pk))
        == "mentors.still_mentors"
    )


def test_who_sees_which_relationships_in_three_statements(pair, django_assert_num_queries):
    relationship = pair.active()
    for person in (pair.coordinator, pair.daniel, pair.neema.person, pair.joseph, pair.grace, pair.officer):
        assert list(queries.relationships(seen_by=person)) == [relationship]
    for person in (pair.stranger, pair.asha, None):
        assert list(queries.relationships(seen_by=person)) == []
    pair.propose(pair.asha, pair.juma, shape="one_to_two")
    pair.coordinator.held()
    with django_assert_num_queries(3):
        found = list(queries.relationships(seen_by=pair.coordinator, open_only=True))
        assert sorted(len(each.mentees.all()) for each in found) == [1, 2]
    assert queries.counts(seen_by=pair.coordinator)["active"] == 1
    assert queries.caseloads([pair.neema.pk]) == {pair.neema.pk: 1}
    assert queries.places_held([pair.neema.pk]) == {pair.neema.pk: 1}
    assert list(queries.current_of_mentor(pair.neema.person)) == [relationship]
    assert list(queries.current_of_mentee(pair.joseph)) == [relationship]


def test_what_needs_attention_says_itself(pair):
    relationship = pair.active()
    assert queries.needing_attention(seen_by=pair.coordinator, on=TODAY) == []
    assert queries.needing_attention(seen_by=pair.coordinator, on=TODAY + 270 * DAY) == [relationship]
