"""Feedback with a strength first, actions with an owner and a day, issues beyond the person; and who sees which rows."""

from datetime import timedelta

import pytest

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import (
    acknowledge_feedback,
    acknowledge_issue,
    agree_action,
    close_action,
    give_feedback,
    open_issue,
    report_action,
    resolve_issue,
    take_up_issue,
)
from alongside.domain.encounters.models import ActionItem, FeedbackNote, Observation, SystemsIssue, Visit
from alongside.domain.encounters.queries import follow_up
from alongside.domain.people.models import Employment
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, an_employment

from .stories import Story, refusal

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def story():
    return Story()


def told(story, encounter, **more):
    given = {"strengths": "Explained every step", "person": story.joseph, "encounter": encounter, **more}
    return give_feedback(**{"by": story.amina, "at": NOON, **given})


def agreed(story, observation=None, **more):
    given = {
        "place": story.mtoni, "text": "Practise counter-traction", "owner_type": "mentee", "due_on": TODAY + WEEK,
        "observation": observation, **more,
    }  # fmt: skip
    return agree_action(**{"by": story.amina, "at": NOON, **given})


def opened(story, **more):
    given = {"place": story.mtoni, "category": "equipment", "text": "No size 0 masks", **more}
    return open_issue(**{"by": story.amina, "at": NOON, **given})


def test_feedback_starts_with_a_strength(story):
    encounter = story.observed(story.visit()).encounter

    for strengths in ("", "  "):
        with pytest.raises(Refused) as refused:
            told(story, encounter, strengths=strengths, to_improve="Counter-traction")
        assert (refused.value.code, refused.value.facts["field"]) == ("encounters.strength_first", "strengths")
    note = told(story, encounter, to_improve="Counter-traction", next_step="On the model, on Friday")
    assert (note.person, note.given_by, note.acknowledged_at) == (story.joseph, story.amina, None)


def test_feedback_is_from_the_mentor_to_somebody_met_once(story):
    encounter = story.observed(story.visit()).encounter
    given = {"encounter": encounter, "person": story.joseph, "strengths": "Calm"}
    act_id = uuid7()

    assert refusal(give_feedback, by=story.stranger, **given) == "acts.not_yours"
    assert refusal(give_feedback, by=story.amina, **{**given, "person": story.neema}) == "encounters.not_met"
    text = {**given, "strengths": "Mother's phone is +257 71 123 456"}
    assert refusal(give_feedback, by=story.amina, **text) == "text.names_somebody"
    assert told(story, encounter, act_id=act_id) == told(story, encounter, act_id=act_id)
    assert FeedbackNote.objects.count() == 1


def test_only_the_person_says_that_they_read_it_and_the_first_time_counts(story):
    note = told(story, story.observed(story.visit()).encounter)

    assert refusal(acknowledge_feedback, by=story.neema, note=note) == "acts.not_yours"
    acknowledge_feedback(by=story.joseph, at=NOON, note=note)
    assert acknowledge_feedback(by=story.joseph, at=NOON + WEEK, note=note).acknowledged_at == NOON


def test_an_action_is_tied_to_the_step_and_owned_by_the_person_observed(story):
    observation = story.observed(story.visit())

    action = agreed(story, observation, item_id="step9")

    assert (action.owner, action.person, action.item_id, action.encounter, action.status) == (
        story.joseph, story.joseph, "step9", observation.encounter, "pending",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " "}, "encounters.nothing_agreed"),
        ({"due_on": TODAY - WEEK}, "encounters.due_before_agreed"),
        ({"owner_type": "mentee"}, "encounters.nobody_owns"),
        ({"owner_type": "in_charge", "item_id": "step9"}, "encounters.no_such_item"),
        ({"owner_type": "district", "text": "Ring 0712 345 678"}, "text.names_somebody"),
    ],
)
def test_why_an_action_is_not_agreed(story, given, code):
    with pytest.raises(Refused) as refused:
        agreed(story, **given)

    assert refused.value.code == code


def test_the_in_charge_agrees_actions_and_a_stranger_does_not(story):
    given = {"text": "Order masks", "owner_type": "in_charge", "owner": story.grace}

    assert agreed(story, by=story.grace, **given).owner == story.grace
    assert refusal(agree_action, by=story.stranger, place=story.mtoni, due_on=TODAY, **given) == "acts.not_yours"
    act_id = uuid7()
    assert agreed(story, act_id=act_id, **given) == agreed(story, act_id=act_id, **given)
    assert ActionItem.objects.count() == 2


def test_an_action_is_reported_on_and_closed(story):
    action = agreed(story, story.observed(story.visit()))

    assert refusal(report_action, by=story.neema, action=action, status="in_progress") == "acts.not_yours"
    assert refusal(report_action, by=story.joseph, action=action, status="blocked") == "encounters.why_blocked"
    assert refusal(report_action, by=story.joseph, action=action, status="done") == "encounters.not_a_state"
    reported = report_action(by=story.joseph, at=NOON, action=action, status="blocked", outcome="No model")
    assert (reported.status, reported.outcome) == ("blocked", "No model")
    assert refusal(close_action, by=story.joseph, action=action, done=False) == "encounters.why_dropped"
    assert refusal(close_action, by=story.stranger, action=action, done=True) == "acts.not_yours"
    closed = close_action(by=story.joseph, at=NOON, action=action, done=True, outcome="Five times on the model")
    assert (closed.status, closed.closed_on) == ("done", TODAY)
    assert refusal(close_action, by=story.joseph, action=action, done=True) == "encounters.action_closed"


def test_an_issue_is_opened_known_taken_up_and_resolved(story):
    issue = opened(story, severity=3)

    assert (issue.status, issue.opened_on, issue.severity) == ("open", TODAY, 3)
    assert acknowledge_issue(by=story.grace, at=NOON, issue=issue).status == "acknowledged"
    assert take_up_issue(by=story.coordinator, at=NOON, issue=issue).status == "in_progress"
    assert refusal(resolve_issue, by=story.grace, issue=issue, outcome=" ") == "encounters.what_was_done"
    resolved = resolve_issue(by=story.grace, at=NOON + WEEK, issue=issue, outcome="Masks arrived")
    assert (resolved.status, resolved.resolved_on, resolved.outcome) == ("resolved", TODAY + WEEK, "Masks arrived")
    assert refusal(acknowledge_issue, by=story.grace, issue=issue) == "states.not_from_here"


def test_why_an_issue_is_not_opened(story):
    given = {"place": story.mtoni, "category": "supplies"}

    assert refusal(open_issue, by=story.stranger, text="No gloves", **given) == "acts.not_yours"
    assert refusal(open_issue, by=story.amina, text="", **given) == "encounters.nothing_hinders"
    assert (
        refusal(open_issue, by=story.amina, text="No gloves", opened_on=TODAY + WEEK, **given) == "encounters.in_future"
    )
    assert refusal(acknowledge_issue, by=story.stranger, issue=opened(story)) == "acts.not_yours"
    act_id = uuid7()
    assert opened(story, act_id=act_id) == opened(story, act_id=act_id)
    assert SystemsIssue.objects.count() == 2


def test_an_issue_tells_its_age_until_it_is_resolved(story):
    issue = opened(story, opened_on=TODAY - WEEK)
    opened(story, severity=3, text="No water")

    aged = follow_up.issues(seen_by=story.grace, today=TODAY + WEEK, place=story.mtoni)
    resolve_issue(by=story.grace, at=NOON, issue=issue, outcome="Masks arrived")
    resolved = follow_up.issues(seen_by=story.grace, today=TODAY + 9 * WEEK, resolved=True)

    assert [(each.issue.text, each.days) for each in aged] == [("No water", 7), ("No size 0 masks", 14)]
    assert [(each.issue, each.days) for each in resolved] == [(issue, 7)]
    assert follow_up.issues(seen_by=story.stranger, today=TODAY) == []


def test_open_actions_by_place_by_person_and_by_owner(story):
    observation = story.observed(story.visit())
    own = agreed(story, observation, due_on=TODAY + 2 * WEEK)
    ordered = agreed(story, text="Order masks", owner_type="in_charge", owner=story.grace)
    closed = close_action(by=story.amina, at=NOON, action=agreed(story, observation), done=True)

    def found(**given):
        return list(follow_up.actions(seen_by=story.amina, **given))

    assert found() == found(place=story.kivuma) == [ordered, own]
    assert (found(person=story.joseph), found(owner=story.grace)) == ([own], [ordered])
    assert (found(closed=True), found(place=story.mbuyu)) == ([closed], [])


EVERYBODY = ("joseph", "amina", "coordinator", "verifier", "grace", "daniel", "officer", "admin", "stranger", "neema")


def who_sees(story, model, rows):
    return {who for who in EVERYBODY if model.objects.filter(rows(getattr(story, who))).distinct().exists()}


def test_who_sees_an_observation_item_by_item_by_level_or_without_a_name(story):
    story.observed(story.visit())

    assert who_sees(story, Observation, access.detail_rows) == {"joseph", "amina", "coordinator"}
    assert who_sees(story, Observation, access.level_rows) == {"joseph", "amina", "coordinator", "grace"}
    assert who_sees(story, Observation, access.export_rows) == {"officer"}


def test_the_items_go_with_the_person_and_stay_with_whoever_saw_them(story):
    story.observed(story.visit())
    Employment.objects.filter(person=story.joseph).update(until=TODAY - WEEK)
    an_employment(story.joseph, story.mbuyu, since=TODAY - WEEK)

    assert who_sees(story, Observation, access.detail_rows) == {"joseph", "amina", "coordinator", "stranger"}


def test_a_verifier_sees_what_they_observed_and_not_what_others_found(story):
    story.observed(story.visit())
    own = story.visit(by=story.verifier, purpose="supervision")
    mine = story.observed(own, by=story.verifier, observer_context="independent")

    assert list(Observation.objects.filter(access.detail_rows(story.verifier))) == [mine]


def test_who_sees_visits_actions_and_issues(story):
    observation = story.observed(story.visit())
    agreed(story, observation)
    opened(story)

    named = {"amina", "coordinator", "verifier", "grace", "daniel", "officer", "admin"}
    assert who_sees(story, Visit, access.visit_rows) == named
    assert who_sees(story, SystemsIssue, access.issue_rows) == named
    assert who_sees(story, ActionItem, access.action_rows) == {"joseph", "amina", "coordinator", "grace"}
