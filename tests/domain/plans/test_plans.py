"""A plan from the first word to agreement, and its later versions (R033, R208)."""

import pytest

from alongside.domain.pairings import commands as pairings
from alongside.domain.plans import commands, queries
from alongside.domain.plans.models import Goal, Plan, Signature
from alongside.kernel.ids import uuid7
from tests.domain.pairings.stories import DAY, refusal
from tests.observed import TODAY
from tests.people import NOON

from .stories import Planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Planned()


def test_a_plan_is_agreed_once_the_mentor_and_every_mentee_said_yes(story):
    plan = story.shared()
    assert (plan.status, [each["said"] for each in plan.goals]) == ("shared", ["Third stage alone"])
    assert Signature.objects.get().person == story.neema.person
    plan = commands.agree(**story.of(story.joseph, plan=plan, people=[story.joseph]))

    assert (plan.status, plan.agreed_at) == ("agreed", NOON)
    assert Goal.objects.get().status == "agreed"


def test_a_plan_needs_a_goal_and_its_terms_before_anybody_is_asked(story):
    story.proposes()
    plan = queries.being_written(story.relationship)
    assert refusal(commands.share, by=story.neema.person, plan=plan) == "plans.no_terms"
    story.writes_terms()
    Goal.objects.all().delete()
    plan.refresh_from_db()
    assert refusal(commands.share, by=story.neema.person, plan=plan) == "plans.no_goal"
    assert refusal(commands.share, by=story.stranger, plan=plan) == "acts.not_yours"


def test_who_shares_as_coordinator_has_not_agreed_for_the_mentor(story):
    story.proposes()
    plan = commands.share(**story.of(story.coordinator, plan=story.writes_terms()))
    plan = commands.agree(**story.of(story.joseph, plan=plan, people=[story.joseph]))
    assert plan.status == "shared"
    assert commands.agree(**story.of(story.neema.person, plan=plan, people=[story.neema.person])).status == "agreed"


def test_agreeing_is_for_oneself_or_entered_by_the_mentor(story):
    plan = story.shared()
    assert refusal(commands.agree, by=story.stranger, plan=plan, people=[story.joseph]) == "acts.not_yours"
    assert refusal(commands.agree, by=story.joseph, plan=plan, people=[story.neema.person]) == "acts.not_yours"
    assert refusal(commands.agree, by=story.neema.person, plan=plan, people=[]) == "plans.nobody"
    assert refusal(commands.agree, by=story.neema.person, plan=plan, people=[story.asha]) == "plans.not_asked"
    commands.agree(**story.of(story.neema.person, plan=plan, people=[story.joseph]))
    assert Signature.objects.get(person=story.joseph).recorded_by == story.neema.person
    assert refusal(commands.agree, by=story.joseph, plan=plan, people=[story.joseph]) == "states.not_from_here"


def test_sent_twice_each_act_is_done_once(story):
    story.proposes()
    plan, keys = story.writes_terms(), [uuid7() for _n in range(3)]
    for _time in range(2):
        commands.share(**story.of(story.neema.person, plan=plan, act_id=keys[0]))
    for _time in range(2):
        commands.agree(**story.of(story.joseph, plan=plan, people=[story.joseph], act_id=keys[1]))
    for _time in range(2):
        commands.revise(**story.of(story.neema.person, plan=plan, reason="A new service", act_id=keys[2]))
    assert [each.version for each in queries.versions(story.relationship)] == [2, 1]
    assert Signature.objects.count() == 2


def test_taken_back_everybody_is_asked_again(story):
    plan = story.shared()
    assert (
        refusal(
            commands.write_terms,
            by=story.neema.person,
            relationship=story.relationship,
            contact_rhythm="",
            confidentiality_terms="",
        )
        == "plans.being_agreed"
    )
    assert refusal(commands.take_back, by=story.joseph, plan=plan) == "acts.not_yours"
    plan = commands.take_back(**story.of(story.neema.person, plan=plan))
    assert (plan.status, Signature.objects.count()) == ("draft", 0)
    assert refusal(commands.take_back, by=story.neema.person, plan=plan) == "states.not_from_here"


def test_terms_are_the_leads_and_name_nobody(story):
    given = {"relationship": story.relationship, "contact_rhythm": "Monthly", "confidentiality_terms": "Between us"}
    assert refusal(commands.write_terms, by=story.joseph, **given) == "acts.not_yours"
    far = {**given, "review_on": TODAY + 400 * DAY}
    assert refusal(commands.write_terms, by=story.neema.person, **far) == "plans.review_out_of_range"
    named = {**given, "confidentiality_terms": "Ring 0712 345 678"}
    assert refusal(commands.write_terms, by=story.neema.person, **named) == "text.names_somebody"
    assert not Plan.objects.exists()
    key = uuid7()
    for _time in range(2):
        commands.write_terms(**story.of(story.neema.person, act_id=key), **given)
    assert Plan.objects.get().contact_rhythm == "Monthly"


def test_a_later_version_replaces_the_one_in_force_when_it_is_agreed(story):
    first = story.agreed()
    given = {"relationship": story.relationship, "contact_rhythm": "Weekly", "confidentiality_terms": "Between us"}
    assert refusal(commands.write_terms, by=story.neema.person, **given) == "plans.revise_first"
    assert refusal(commands.revise, by=story.neema.person, plan=first, reason=" ") == "plans.no_reason"
    assert refusal(commands.revise, by=story.joseph, plan=first, reason="New") == "acts.not_yours"
    second = commands.revise(**story.of(story.neema.person, plan=first, reason="A new service opened"))
    assert refusal(commands.revise, by=story.neema.person, plan=first, reason="Again") == "plans.being_revised"
    assert refusal(commands.revise, by=story.neema.person, plan=second, reason="Again") == "plans.not_in_force"
    commands.write_terms(**story.of(story.neema.person), **given)
    story.proposes(story.wanted(text="Stock cards", competency=story.stock))
    assert queries.in_force(story.relationship) == first
    second.refresh_from_db()
    commands.share(**story.of(story.neema.person, plan=second))
    commands.agree(**story.of(story.joseph, plan=second, people=[story.joseph]))

    first.refresh_from_db()
    assert (first.status, first.contact_rhythm, len(first.goals)) == ("revised", "Monthly", 1)
    assert [(each.version, each.status, len(each.goals)) for each in queries.versions(story.relationship)] == [
        (2, "agreed", 2), (1, "revised", 1),
    ]  # fmt: skip


def test_the_plan_goes_with_its_relationship(story):
    story.seen(story.joseph, 5)
    given = {"by": story.neema.person, "relationship": story.relationship}
    pairings.log_first_contact(at=NOON, **given, on=TODAY)
    assert refusal(pairings.activate, **given) == "plans.needs_missing"
    story.needs_seen()
    assert refusal(pairings.activate, **given) == "plans.not_agreed"
    story.agreed()
    assert pairings.activate(at=NOON, **given).status == "active"
    assert queries.versions(story.relationship)[0].status == "active"

    pairings.end_early(**story.of(story.coordinator, relationship=story.relationship), end_reason="mentor_left")
    assert queries.versions(story.relationship)[0].status == "closed_unmet"


def test_nobody_begins_who_was_never_observed(story):
    story.needs_seen()
    story.agreed()
    given = {"by": story.neema.person, "relationship": story.relationship}
    pairings.log_first_contact(at=NOON, **given, on=TODAY)
    assert refusal(pairings.activate, **given) == "encounters.no_baseline"


def test_the_share_of_mentees_with_an_agreed_plan(story):
    other = story.propose(story.asha, mentors=[(story.baraka, story.newborn)])
    assert queries.agreed_share(seen_by=story.daniel) == (0, 1)
    story.agreed()
    assert queries.agreed_share(seen_by=story.daniel) == (1, 1)
    assert queries.agreed_share(seen_by=story.stranger) == (0, 0)
    assert queries.with_goals(story.programme) == (1, 1)
    assert other.status == "proposed"
