"""Issues beyond the person: every step done, refused to a stranger, refused by its rules; a level up as they age (R054)."""

from datetime import date, timedelta

import pytest

from alongside.domain.encounters import commands
from alongside.domain.encounters.models import IssueStep, SystemsIssue
from alongside.domain.encounters.rules.issues import level_on
from alongside.kernel.ids import uuid7
from alongside.site.jobs import run_nightly
from tests.observed import TODAY
from tests.people import NOON

from .stories import Story, refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    found = Story()
    found.issue = commands.open_issue(
        by=found.amina, at=NOON, place=found.mtoni, category="supplies", text="No oxytocin"
    )
    return found


def resolved(story):
    commands.resolve_issue(by=story.coordinator, at=NOON, issue=story.issue, outcome="Delivered")
    return SystemsIssue.objects.get()


def test_what_is_resolved_is_looked_at_again_where_it_was_reported(story):
    resolved(story)
    assert refusal(commands.confirm_issue, by=story.coordinator, issue=story.issue) == "acts.not_yours"
    assert commands.confirm_issue(by=story.grace, at=NOON, issue=story.issue).status == "confirmed"
    assert refusal(commands.confirm_issue, by=story.grace, issue=story.issue) == "states.not_from_here"
    assert refusal(commands.reopen_issue, by=story.grace, issue=story.issue, reason=" ") == "encounters.no_reason"
    assert refusal(commands.reopen_issue, by=story.stranger, issue=story.issue, reason="Empty") == "acts.not_yours"
    again = commands.reopen_issue(by=story.amina, at=NOON, issue=story.issue, reason="The shelf is empty again")
    assert (again.status, again.resolved_on, again.outcome) == ("open", None, "")
    assert [step.after for step in again.steps.order_by("pk")] == ["resolved", "confirmed", "open"]


def test_some_issues_are_lived_with_and_somebody_says_why(story):
    given = {"issue": story.issue, "reason": "No second ambulance this year"}
    assert refusal(commands.accept_risk, by=story.grace, **given) == "acts.not_yours"
    assert refusal(commands.accept_risk, by=story.coordinator, issue=story.issue, reason="") == "encounters.no_reason"
    named = {**given, "reason": "Ring 0712 345 678"}
    assert refusal(commands.accept_risk, by=story.coordinator, **named) == "text.names_somebody"
    assert commands.accept_risk(by=story.coordinator, at=NOON, **given).status == "accepted"
    for act in (commands.acknowledge_issue, commands.take_up_issue):
        assert refusal(act, by=story.coordinator, issue=story.issue) == "states.not_from_here"
    assert (
        refusal(commands.resolve_issue, by=story.coordinator, issue=story.issue, outcome="x") == "states.not_from_here"
    )


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("acknowledge_issue", {}), ("take_up_issue", {}), ("resolve_issue", {"outcome": "Delivered"}),
        ("accept_risk", {"reason": "No money"}),
    ],
)  # fmt: skip
def test_sent_twice_a_step_is_taken_once(story, act, given):
    key = uuid7()
    for _time in range(2):
        getattr(commands, act)(by=story.coordinator, at=NOON, issue=story.issue, act_id=key, **given)
    assert IssueStep.objects.count() == 1


@pytest.mark.parametrize(("days", "level"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (90, 3), (400, 3), (-3, 0)])
def test_an_issue_goes_a_level_up_every_thirty_days(days, level):
    assert level_on(date(2026, 1, 1), date(2026, 1, 1) + days * DAY) == level


def test_by_itself_every_night_and_not_once_it_is_resolved(story):
    assert run_nightly(at=NOON + 29 * DAY)["issues open too long put a level up"] == 0
    assert run_nightly(at=NOON + 31 * DAY)["issues open too long put a level up"] == 1
    assert run_nightly(at=NOON + 32 * DAY)["issues open too long put a level up"] == 0
    assert SystemsIssue.objects.get().level == 1
    resolved(story)
    assert commands.escalate_issues(by=None, at=NOON + 99 * DAY) == 0
    assert refusal(commands.escalate_issues, by=story.daniel) == "acts.not_yours"
    assert story.issue.opened_on == TODAY
