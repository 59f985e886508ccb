"""Goals: measurable, practised, shown by what was observed (R008, R033, R177, R207)."""

from decimal import Decimal

import pytest

from alongside.domain.plans import commands, queries
from alongside.domain.plans.models import ActivityDone, Goal, GoalStep, LearningActivity
from alongside.domain.plans.rules.goals import figure_reached
from alongside.kernel.ids import uuid7
from tests.domain.pairings.stories import DAY, refusal
from tests.observed import TODAY

from .stories import Planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Planned()


def state(goal):
    return Goal.objects.get(pk=goal.pk).status


def test_a_goal_starts_from_what_was_observed(story):
    story.seen(story.joseph, 6)
    [goal] = story.proposes()
    assert (goal.status, goal.baseline_level, goal.target_level) == ("proposed", "beginning", "independent")
    story.seen(story.joseph, 10)
    assert story.proposes(story.wanted(text="Again"))[0].baseline_level == "with_help"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"text": " "}, "plans.no_words"),
        ({"text": "Ring 0712 345 678"}, "text.names_somebody"),
        ({"mentee": None}, "plans.whose"),
        ({"due_on": TODAY}, "plans.no_due_day"),
        ({"due_on": None}, "plans.no_due_day"),
        ({"due_on": TODAY + 1100 * DAY}, "plans.no_due_day"),
        ({"competency": None}, "plans.no_competency"),
        ({"target_level": ""}, "plans.no_target_level"),
        ({"target_level": "can_teach"}, "plans.no_target_level"),
        ({"owner": "team"}, "plans.not_of_a_team"),
        ({"measure": "figure"}, "plans.no_unit"),
        ({"measure": "figure", "unit": "cards"}, "plans.no_baseline"),
        ({"measure": "figure", "unit": "cards", "baseline": 3}, "plans.no_target"),
        ({"measure": "figure", "unit": "cards", "baseline": 3, "target": 3}, "plans.no_target"),
    ],
)
def test_a_goal_can_be_measured(story, more, expected):
    given = {"relationship": story.relationship, "goals": [story.wanted(**more)]}
    assert refusal(commands.propose_goals, by=story.neema.person, **given) == expected
    assert not Goal.objects.exists()


def test_a_level_already_seen_is_no_goal(story):
    story.independent()
    given = {"relationship": story.relationship, "goals": [story.wanted()]}
    assert refusal(commands.propose_goals, by=story.neema.person, **given) == "plans.there_already"


def test_goals_are_proposed_by_those_in_it_once(story):
    key, goals = uuid7(), [story.wanted()]
    for _time in range(2):
        commands.propose_goals(**story.of(story.joseph, relationship=story.relationship, goals=goals, act_id=key))
    assert Goal.objects.get().proposed_by == story.joseph
    given = {"relationship": story.relationship, "goals": goals}
    assert refusal(commands.propose_goals, by=story.stranger, **given) == "acts.not_yours"
    assert refusal(commands.propose_goals, by=story.asha, **given) == "acts.not_yours"


def test_a_plan_that_was_agreed_takes_goals_in_a_later_version_only(story):
    story.agreed()
    given = {"relationship": story.relationship, "goals": [story.wanted()]}
    assert refusal(commands.propose_goals, by=story.neema.person, **given) == "plans.revise_first"


def test_a_goal_moves_over_the_board(story):
    goal = story.goal()
    commands.start_goal(**story.of(story.joseph, goal=goal))
    commands.mark_ready(**story.of(story.joseph, goal=goal, note="Three births with Asha"))
    assert queries.ready_to_check(story.neema.person) == [goal]
    assert queries.ready_to_check(story.baraka.person) == []
    commands.judge_goal(**story.of(story.neema.person, goal=goal, verdict="not_yet", note="Controlled traction"))
    assert state(goal) == "in_progress"
    commands.mark_ready(**story.of(story.joseph, goal=goal))
    story.independent()
    commands.judge_goal(**story.of(story.neema.person, goal=goal, verdict="achieved"))

    assert state(goal) == "achieved"
    board = queries.board(queries.goals(story.relationship))
    assert [(column.status, len(column.goals)) for column in board] == [
        ("agreed", 0), ("in_progress", 0), ("ready", 0), ("achieved", 1),
    ]  # fmt: skip
    assert list(goal.steps.order_by("pk").values_list("after", flat=True)) == [
        "proposed", "agreed", "in_progress", "ready", "in_progress", "ready", "achieved",
    ]  # fmt: skip


def test_a_level_nobody_observed_is_not_achieved_by_word(story):
    goal = story.goal()
    story.seen(story.joseph, 10)
    given = {"goal": goal, "verdict": "achieved"}
    assert refusal(commands.judge_goal, by=story.neema.person, **given) == "plans.not_observed_yet"
    assert refusal(commands.judge_goal, by=story.joseph, **given) == "acts.not_yours"
    assert refusal(commands.judge_goal, by=story.neema.person, goal=goal, verdict="not_achieved") == "plans.no_word"
    assert (
        refusal(commands.judge_goal, by=story.neema.person, goal=goal, verdict="not_yet", note="More")
        == "states.not_from_here"
    )
    assert state(goal) == "agreed"


def test_a_figure_counts_when_it_is_reached(story):
    goal = story.goal(story.figure(owner="facility"))
    given = {"goal": goal, "verdict": "achieved"}
    assert refusal(commands.judge_goal, by=story.neema.person, **given) == "plans.no_figure"
    assert (
        refusal(commands.judge_goal, by=story.neema.person, **given, reached=Decimal(8)) == "plans.figure_not_reached"
    )
    key = uuid7()
    for _time in range(2):
        commands.judge_goal(**story.of(story.neema.person, act_id=key), **given, reached=Decimal(9))
    goal.refresh_from_db()
    assert (goal.status, goal.reached, goal.steps.filter(act="plans.judge_goal").count()) == ("achieved", 9, 1)


@pytest.mark.parametrize(
    ("baseline", "target", "reached", "there"), [(4, 9, 9, True), (4, 9, 8, False), (30, 5, 5, True), (30, 5, 6, False)]
)
def test_a_figure_may_be_meant_to_fall(baseline, target, reached, there):
    assert figure_reached(baseline=Decimal(baseline), target=Decimal(target), reached=Decimal(reached)) is there


def test_a_goal_is_dropped_or_opened_again_with_a_reason(story):
    story.agreed(None, story.figure(), story.wanted())
    goal, other = Goal.objects.get(owner="team"), Goal.objects.get(owner="mentee")
    for act in (commands.drop_goal, commands.reopen_goal):
        assert refusal(act, by=story.neema.person, goal=goal, note=" ") == "plans.no_word"
        assert refusal(act, by=story.joseph, goal=goal, note="x") == "acts.not_yours"
    assert (
        refusal(commands.reopen_goal, by=story.neema.person, goal=goal, note="Not seen again") == "states.not_from_here"
    )
    commands.drop_goal(**story.of(story.neema.person, goal=other, note="She moves to another ward"))
    assert refusal(commands.drop_goal, by=story.neema.person, goal=other, note="Again") == "states.not_from_here"
    commands.judge_goal(**story.of(story.neema.person, goal=goal, verdict="achieved", reached=Decimal(9)))
    commands.reopen_goal(**story.of(story.neema.person, goal=goal, note="Checked in six months, fell back"))
    assert (state(goal), state(other)) == ("in_progress", "dropped")


def test_each_step_is_taken_once_and_not_by_strangers(story):
    goal = story.goal()
    for act, after in ((commands.start_goal, "in_progress"), (commands.mark_ready, "ready")):
        assert refusal(act, by=story.stranger, goal=goal) == "acts.not_yours"
        key = uuid7()
        for _time in range(2):
            act(**story.of(story.joseph, goal=goal, act_id=key))
        assert state(goal) == after
        assert refusal(act, by=story.joseph, goal=goal) == "states.not_from_here"
    assert GoalStep.objects.filter(goal=goal).count() == 4


def test_a_team_goal_is_in_everybodys_plan_and_counted_once(story):
    team = story.accepted(story.propose(story.asha, story.juma, shape="one_to_team", team="Maternity"))
    story.agreed(team, story.figure(owner="team"))

    assert [goal.text for goal in queries.goals_of(story.asha)] == ["Partographs"]
    assert queries.goals_of(story.asha) == queries.goals_of(story.juma)
    assert queries.goals_of(story.joseph) == []
    assert queries.goals_of(story.asha, also_teams=False) == []
    assert queries.goal_counts(seen_by=story.daniel)["agreed"] == 1


def test_what_is_learnt_for_a_goal_is_ticked_on_its_day(story):
    goal = story.goal()
    activity = commands.add_activity(
        **story.of(story.neema.person, goal=goal), kind="watch", text="The film on traction"
    )
    key = uuid7()
    for _time in range(2):
        commands.mark_activity_done(
            **story.of(story.joseph, activity=activity, person=story.joseph, act_id=key), on=TODAY - DAY
        )
    commands.mark_activity_done(**story.of(story.joseph, activity=activity, person=story.joseph))

    assert ActivityDone.objects.get().on == TODAY - DAY
    late = {"activity": activity, "person": story.joseph}
    assert refusal(commands.mark_activity_done, by=story.joseph, **late, on=TODAY + DAY) == "plans.not_yet"
    assert refusal(commands.mark_activity_done, by=story.asha, **late) == "acts.not_yours"
    assert (
        refusal(commands.mark_activity_done, by=story.joseph, activity=activity, person=story.asha) == "acts.not_yours"
    )


def test_an_activity_belongs_to_a_goal_under_way(story):
    goal = story.goal()
    given = {"goal": goal, "kind": "read"}
    assert refusal(commands.add_activity, by=story.stranger, **given, text="Read") == "acts.not_yours"
    assert refusal(commands.add_activity, by=story.joseph, **given, text=" ") == "plans.no_words"
    assert refusal(commands.add_activity, by=story.joseph, **given, text="Ring 0712 345 678") == "text.names_somebody"
    key = uuid7()
    for _time in range(2):
        commands.add_activity(**story.of(story.joseph, **given, act_id=key), text="The job aid")
    assert LearningActivity.objects.count() == 1
    commands.drop_goal(**story.of(story.neema.person, goal=goal, note="Moved"))
    assert refusal(commands.add_activity, by=story.joseph, **given, text="More") == "plans.goal_over"
