"""The formal ending: goals, summaries from both sides, levels kept as they were (R034, R035)."""

import pytest

from alongside.domain.pairings import commands as pairings
from alongside.domain.plans import commands, queries
from alongside.domain.plans.models import EndSummary, Goal
from alongside.kernel.ids import uuid7
from tests.domain.pairings.stories import refusal
from tests.observed import TODAY
from tests.people import NOON

from .stories import Planned

pytestmark = pytest.mark.django_db


class Closing(Planned):
    """A relationship under way, its plan agreed, that begins to close."""

    def __init__(self):
        super().__init__()
        self.seen(self.joseph, 5, days_ago=20)
        self.needs_seen()
        self.agreed()
        given = {"by": self.neema.person, "at": NOON, "relationship": self.relationship}
        pairings.log_first_contact(**given, on=TODAY)
        pairings.activate(**given)

    def closes(self, reason="She moves"):
        pairings.begin_closing(**self.of(self.neema.person, relationship=self.relationship), reason=reason)

    def sums_up(self, person, by=None, **more):
        given = {"relationship": self.relationship, "person": person, "reached": "Third stage with help", **more}
        return commands.write_summary(**self.of(by or person), **given)


@pytest.fixture
def story():
    return Closing()


def test_goals_achieved_open_the_end_and_the_levels_are_kept(story):
    assert (
        refusal(pairings.begin_closing, by=story.neema.person, relationship=story.relationship)
        == "pairings.not_over_yet"
    )
    story.independent()
    commands.judge_goal(**story.of(story.neema.person, goal=Goal.objects.get(), verdict="achieved"))
    story.closes(reason="")
    end = {"by": story.neema.person, "relationship": story.relationship, "end_reason": "goals_achieved"}
    assert refusal(pairings.complete, **end) == "plans.no_summary"
    story.sums_up(story.neema.person)
    assert refusal(pairings.complete, **end) == "plans.no_summary"
    story.sums_up(story.joseph)
    pairings.complete(at=NOON, **end)

    [kept] = queries.graduated(story.joseph)
    assert (kept.competency, kept.level, kept.on) == (story.amtsl, "independent", TODAY)
    assert queries.versions(story.relationship)[0].status == "achieved"
    story.seen(story.joseph, 2, days_ago=-1)
    assert queries.graduated(story.joseph)[0].level == "independent"


def test_with_open_goals_it_ends_for_another_reason(story):
    story.closes()
    story.sums_up(story.neema.person)
    story.sums_up(story.joseph, by=story.neema.person)
    given = {"by": story.neema.person, "relationship": story.relationship}
    assert refusal(pairings.complete, **given, end_reason="goals_achieved") == "pairings.goals_unmet"
    pairings.complete(at=NOON, **given, end_reason="mentee_transferred")
    assert queries.versions(story.relationship)[0].status == "closed_unmet"
    assert queries.graduated(story.joseph)[0].level == "beginning"


def test_a_dropped_goal_or_one_beside_does_not_hold_the_end_up(story):
    assert not commands.goals_are_achieved(story.relationship)
    Goal.objects.update(status="dropped")
    assert not commands.goals_are_achieved(story.relationship)  # nothing was reached either
    Goal.objects.update(status="achieved")
    plan = commands.revise(**story.of(story.neema.person, plan=queries.in_force(story.relationship), reason="More"))
    story.proposes(story.wanted(text="Beside", competency=story.stock, is_required=False))
    assert plan.version == 2
    assert commands.goals_are_achieved(story.relationship)


def test_summaries_belong_to_the_time_of_closing_and_to_those_in_it(story):
    given = {"relationship": story.relationship, "person": story.joseph, "reached": "Much"}
    assert refusal(commands.write_summary, by=story.joseph, **given) == "plans.not_closing"
    story.closes()
    assert refusal(commands.write_summary, by=story.stranger, **given) == "acts.not_yours"
    assert refusal(commands.write_summary, by=story.joseph, **{**given, "reached": " "}) == "plans.no_words"
    assert (
        refusal(commands.write_summary, by=story.joseph, **{**given, "reached": "Ring 0712 345 678"})
        == "text.names_somebody"
    )
    assert refusal(commands.write_summary, by=story.asha, **{**given, "person": story.asha}) == "plans.not_in_it"
    key = uuid7()
    for _time in range(2):
        story.sums_up(story.joseph, act_id=key)
    story.sums_up(story.joseph, reached="Third stage alone")
    assert EndSummary.objects.get().reached == "Third stage alone"


def test_of_a_team_one_mentee_speaks_for_all(story):
    team = story.accepted(story.propose(story.asha, story.juma, shape="one_to_team", team="Maternity"))
    assert commands.why_not_summed_up(team).code == "plans.no_summary"
    for person, side in ((story.neema.person, "mentor"), (story.asha, "mentee")):
        EndSummary.objects.create(relationship=team, person=person, side=side, reached="Much", written_at=NOON)
    assert commands.why_not_summed_up(team) is None


def test_a_later_look_does_not_stop_what_has_begun(story):
    story.says_needs("mentor", story.neema.person)
    assert commands.why_not_begun(story.relationship) is None
