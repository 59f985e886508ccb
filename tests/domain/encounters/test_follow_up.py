"""Feedback, actions, issues."""

from datetime import timedelta

import pytest

from alongside.domain.encounters import queries
from alongside.domain.encounters.commands import (
    acknowledge_feedback,
    agree_action,
    close_action,
    give_feedback,
    move_issue,
    open_issue,
    record_observation,
)
from alongside.domain.encounters.models import ActionItem, FeedbackNote, SystemsIssue
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7

from .world import NOON, RUB_MISSED, TODAY, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = a_world()
    world.seen = record_observation(
        by=world.amina, at=NOON, programme=world.programme, place=world.mtoni, version=world.version, held_on=TODAY,
        answers=RUB_MISSED, mentee=world.joseph,
    )  # fmt: skip
    return world


def tell(world, **given):
    return give_feedback(
        **{
            "by": world.amina,
            "at": NOON,
            "encounter": world.seen.encounter,
            "person": world.joseph,
            "strengths": "You greeted her by name.",
            **given,
        }
    )


def agree(world, **given):
    return agree_action(**{
        "by": world.amina, "at": NOON, "place": world.mtoni, "text": "Rub hands at the door", "owner_type": "mentee", "owner": world.joseph,
        "person": world.joseph, "observation": world.seen, "item_id": "rub", "due_on": TODAY + timedelta(days=14), **given,
    })  # fmt: skip


def name(world, **given):
    return open_issue(
        **{"by": world.amina, "at": NOON, "place": world.mtoni, "category": "supplies", "text": "No hand rub", **given}
    )


DONE = {"tell": FeedbackNote, "agree": ActionItem, "name": SystemsIssue}


@pytest.mark.parametrize("act", [tell, agree, name])
def test_done(world, act):
    act(world)

    assert DONE[act.__name__].objects.count() == 1


@pytest.mark.parametrize("act", [tell, agree, name])
def test_refused_to_a_stranger(world, act):
    with pytest.raises(Refused) as refusal:
        act(world, by=world.stranger)

    assert (refusal.value.code, DONE[act.__name__].objects.count()) == ("acts.not_yours", 0)


@pytest.mark.parametrize("act", [tell, agree, name])
def test_sent_twice_and_done_once(world, act):
    act_id = uuid7()

    assert (act(world, act_id=act_id), DONE[act.__name__].objects.count()) == (act(world, act_id=act_id), 1)


@pytest.mark.parametrize(
    ("act", "given", "code"),
    [
        (tell, {"strengths": " ", "to_improve": "Rub longer"}, "encounters.strength_first"),
        (tell, {"next_step": "Ring +255 712 345 678"}, "encounters.may_identify"),
        (agree, {"text": ""}, "encounters.action_without_text"),
        (agree, {"due_on": TODAY - timedelta(days=1)}, "encounters.due_before_agreed"),
        (agree, {"owner": None}, "encounters.owner_unnamed"),
        (name, {"text": ""}, "encounters.issue_without_text"),
        (name, {"opened_on": TODAY + timedelta(days=1)}, "encounters.in_future"),
    ],
    ids=["no_strength", "phone", "no_text", "past", "no_owner", "no_issue_text", "tomorrow"],
)
def test_refused_by_its_rules(world, act, given, code):
    with pytest.raises(Refused) as refusal:
        act(world, **given)

    assert (refusal.value.code, DONE[act.__name__].objects.count()) == (code, 0)


def test_feedback_is_acknowledged_once_by_whom_it_was_given_to(world):
    note = tell(world)

    first = acknowledge_feedback(by=world.joseph, at=NOON, feedback=note).acknowledged_at
    second = acknowledge_feedback(by=world.joseph, at=NOON + timedelta(days=1), feedback=note).acknowledged_at

    assert (first, second) == (NOON, NOON)
    with pytest.raises(Refused):
        acknowledge_feedback(by=world.asha, at=NOON, feedback=note)


def test_an_action_is_closed_by_its_owner_and_leaves_the_open_list(world):
    action = agree(world)
    assert list(queries.actions(seen_by=world.grace)) == [action]

    closed = close_action(by=world.joseph, at=NOON, action=action, status="done")

    assert (closed.closed_on, list(queries.actions(seen_by=world.grace))) == (TODAY, [])
    with pytest.raises(Refused) as refusal:
        close_action(by=world.joseph, at=NOON, action=action, status="done")
    assert refusal.value.code == "encounters.action_closed"


def test_dropping_an_action_needs_a_reason(world):
    with pytest.raises(Refused) as refusal:
        close_action(by=world.joseph, at=NOON, action=agree(world), status="dropped")

    assert refusal.value.code == "encounters.no_outcome"


def test_an_issue_is_resolved_and_may_be_opened_again(world):
    issue = name(world)

    issue = move_issue(by=world.grace, at=NOON, issue=issue, status="resolved")
    assert (issue.resolved_on, list(queries.issues(seen_by=world.daniel))) == (TODAY, [])
    with pytest.raises(Refused) as refusal:
        move_issue(by=world.grace, at=NOON, issue=issue, status="in_progress")
    assert refusal.value.code == "encounters.issue_not_there"
    assert move_issue(by=world.grace, at=NOON, issue=issue, status="open").resolved_on is None
