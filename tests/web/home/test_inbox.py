"""What waits for somebody on their first page, the longest waiting first."""

from datetime import timedelta

import pytest
import time_machine

from alongside.domain.pairings import commands as pairings
from alongside.domain.people.terms import Role
from alongside.domain.plans import commands as plans
from alongside.domain.plans.models import Goal
from alongside.web.home.inbox import waiting_for
from tests.domain.plans.stories import Planned
from tests.observed import TODAY
from tests.people import NOON, a_grant, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        yield Planned()


def asks(person, on=TODAY):
    return [str(each.asks) for each in waiting_for(person, today=on)]


def test_each_step_of_a_plan_waits_for_whoever_takes_it(story):
    mentor = story.neema.person
    assert asks(story.joseph) == ["Say how far you are"]
    story.account_for(story.joseph)
    story.says_needs("mentee", story.joseph)
    assert (asks(story.joseph), asks(mentor)) == ([], ["Say how far somebody is"])
    story.says_needs("mentor", mentor)
    plan = story.shared()
    assert (asks(story.joseph), asks(mentor)) == (["Agree to a plan"], [])
    plans.agree(**story.of(story.joseph, plan=plan, people=[story.joseph]))
    assert asks(story.joseph) == []
    goal = Goal.objects.get()
    plans.mark_ready(**story.of(story.joseph, goal=goal))
    assert asks(mentor) == ["Check a goal"]


def test_a_proposal_waits_for_everybody_asked_and_the_oldest_comes_first(story):
    story.propose(story.asha)
    assert asks(story.asha) == ["Answer a proposal"]
    assert "Answer a proposal" in asks(story.grace)
    pairings.renew(
        **story.of(story.coordinator, relationship=story.relationship),
        is_open_ended=True,
        review_on=TODAY + timedelta(days=30),
    )
    later = TODAY + timedelta(days=40)
    assert asks(story.coordinator, later) == ["Renew, add goals or end"]
    waiting = waiting_for(story.coordinator, today=later)
    assert [each.since for each in waiting] == sorted(each.since for each in waiting)


def test_summaries_wait_while_a_relationship_closes(story):
    story.relationship.status = "closing"
    story.relationship.save()
    assert asks(story.joseph) == asks(story.neema.person) == ["Write your summary"]
    plans.write_summary(**story.of(story.joseph, relationship=story.relationship), person=story.joseph, reached="Much")
    assert asks(story.joseph) == []


def test_nothing_waits_for_a_stranger_and_the_page_says_how_long(client, story):
    assert asks(story.stranger) == []
    a_grant(story.joseph, Role.MENTEE, story.mtoni)
    sign_in(client, story.joseph)
    assert "Say how far you are: Mtoni Health Centre today" in words(client.get("/"))
