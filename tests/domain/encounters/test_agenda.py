"""The agenda of a visit: its time (R051), what it is to reach and what became of it (R057)."""

from datetime import time, timedelta

import pytest

from alongside.domain.encounters import commands
from alongside.domain.encounters.models import AgendaBlock, EncounterObjective
from alongside.domain.encounters.queries import agenda as asked
from alongside.domain.encounters.queries.visits import missing_of
from alongside.domain.encounters.rules.agenda import LAYOUTS, Block, clock, laid_out, why_not_laid_out
from alongside.domain.encounters.terms import BlockKind
from alongside.kernel.ids import uuid7
from tests.domain.plans.stories import Planned
from tests.observed import TODAY
from tests.people import NOON, a_place

from .stories import Story, refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    found = Story()
    found.today = found.visit()
    return found


def set_out(story, **more):
    return commands.set_objectives(by=story.amina, at=NOON, **{"visit": story.today, **more})


def judged(story, result, note="", **more):
    objective = EncounterObjective.objects.get(visit=story.today)
    given = {"visit": story.today, "results": [(objective, result, note)], **more}
    return commands.judge_objectives(by=story.amina, at=NOON, **given)


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_shipped_layout_stands_as_it_is(key):
    layout = LAYOUTS[key]
    blocks = laid_out(layout)

    assert why_not_laid_out(blocks, length=timedelta(days=layout.days - 1)) is None
    assert {each.day for each in blocks} == set(range(1, layout.days + 1))
    assert all(each.ends_at < time(18, 0) for each in blocks)


def test_the_two_days_are_learning_and_quality():
    kinds = {day: [each.kind for each in laid_out(LAYOUTS["two_days"]) if each.day == day] for day in (1, 2)}

    assert {BlockKind.GROUP, BlockKind.INDIVIDUAL} <= set(kinds[1]) and BlockKind.QUALITY not in kinds[1]
    assert {BlockKind.QUALITY, BlockKind.DEBRIEF} <= set(kinds[2])


def test_a_group_template_stays_within_two_hours():
    assert sum(each.minutes for each in laid_out(LAYOUTS["group_skill"])) <= 120


def test_a_visit_is_laid_out_and_laid_out_again(story):
    blocks = laid_out(LAYOUTS["one_day"])
    key = uuid7()
    for _time in range(2):
        commands.lay_out_visit(by=story.amina, at=NOON, visit=story.today, blocks=blocks, act_id=key)
    assert [(each.starts_at, each.kind) for each in asked.blocks(story.today)] == [
        (each.starts_at, each.kind) for each in blocks
    ]
    commands.lay_out_visit(by=story.amina, at=NOON, visit=story.today, blocks=blocks[:1])
    assert AgendaBlock.objects.count() == 1
    assert refusal(commands.lay_out_visit, by=story.grace, visit=story.today, blocks=blocks) == "acts.not_yours"


@pytest.mark.parametrize(
    "blocks, code",
    [
        ([Block(2, time(9), 30, "group")], "encounters.block_outside"),
        ([Block(1, time(23), 90, "group")], "encounters.block_past_midnight"),
        ([Block(1, time(9), 60, "group"), Block(1, time(9, 59), 30, "debrief")], "encounters.blocks_overlap"),
        ([Block(1, clock(n * 10), 10, "group") for n in range(21)], "encounters.too_many_blocks"),
    ],
)
def test_what_cannot_stand_is_refused(story, blocks, code):
    assert refusal(commands.lay_out_visit, by=story.amina, visit=story.today, blocks=blocks) == code


def test_blocks_may_touch_and_name_nobody(story):
    blocks = [Block(1, time(9), 60, "group"), Block(1, time(10), 30, "debrief", "Call 0712 345 678")]

    assert why_not_laid_out(blocks, length=timedelta()) is None
    assert refusal(commands.lay_out_visit, by=story.amina, visit=story.today, blocks=blocks) == "text.names_somebody"


def test_what_was_left_open_is_offered_and_taken_up_once(story):
    before = story.visit(held_on=TODAY - 30 * DAY)
    (old,) = set_out(story, visit=before, text="Masks checked every morning")
    commands.judge_objectives(by=story.amina, at=NOON, visit=before, results=[(old, "not_met", "Nobody had the key")])
    action = story.an_action(story.joseph, agreed_at=NOON - 30 * DAY)
    found = asked.before(story.today, seen_by=story.amina)
    assert (found.last, found.left, found.actions) == (before, [old], [action])

    for _time in range(2):
        set_out(story, left=[old], actions=[action], text="Fewer referrals", person=story.joseph)
    taken = asked.objectives(story.today)
    assert [(each.source, each.text, each.person) for each in taken] == [
        ("service", "Fewer referrals", story.joseph), ("action", action.text, story.joseph),
        ("left", "Masks checked every morning", None),
    ]  # fmt: skip
    assert not asked.before(story.today, seen_by=story.amina).left
    assert not asked.before(story.today, seen_by=story.amina).actions


def test_goals_of_the_plan_are_offered_to_whoever_sees_them():
    story = Planned()
    pair = story.accepted(story.propose(story.asha))
    story.agreed(pair, story.wanted(mentee=story.asha))
    visit = story.a_visit(status="draft")
    (goal,) = asked.before(visit, seen_by=story.coordinator).goals
    (made,) = commands.set_objectives(by=story.coordinator, at=NOON, visit=visit, goals=[goal])

    assert (made.source, made.person, made.text) == ("goal", story.asha, goal.text)
    assert asked.before(visit, seen_by=story.coordinator).goals == []
    assert asked.before(visit, seen_by=story.stranger).goals == []


def test_nobody_submits_before_every_objective_has_a_result(story):
    set_out(story, text="Masks checked every morning")
    lack = next(each for each in missing_of(story.today) if each.code == "objective")
    assert "Masks checked every morning" in str(lack.message)
    story.met(story.today, story.joseph)
    assert refusal(commands.submit_visit, by=story.amina, visit=story.today) == "encounters.visit_incomplete"
    key = uuid7()
    for _time in range(2):
        judged(story, "partly", "Two of five mornings", act_id=key)
    assert [each.code for each in missing_of(story.today)] == []
    assert commands.submit_visit(by=story.amina, at=NOON, visit=story.today).status == "submitted"
    assert refusal(commands.judge_objectives, by=story.amina, visit=story.today, results=[]) == (
        "encounters.visit_submitted"
    )
    assert refusal(commands.set_objectives, by=story.amina, visit=story.today, text="More") == (
        "encounters.visit_submitted"
    )


def test_not_reached_asks_for_a_word(story):
    (objective,) = set_out(story, text="Masks checked every morning")
    say = {"by": story.amina, "visit": story.today}
    assert refusal(commands.judge_objectives, **say, results=[(objective, "not_met", " ")]) == (
        "encounters.note_on_not_met"
    )
    assert refusal(commands.judge_objectives, by=story.grace, visit=story.today, results=[(objective, "met", "")]) == (
        "acts.not_yours"
    )
    elsewhere = story.visit(held_on=TODAY - 40 * DAY)
    assert refusal(commands.judge_objectives, by=story.amina, visit=elsewhere, results=[(objective, "met", "")]) == (
        "encounters.objective_elsewhere"
    )


def test_an_objective_is_taken_off_until_it_is_judged(story):
    set_out(story, text="One")
    key = uuid7()
    objective = EncounterObjective.objects.get()
    assert refusal(commands.drop_objective, by=story.grace, objective=objective) == "acts.not_yours"
    for _time in range(2):
        commands.drop_objective(by=story.amina, at=NOON, objective=objective, act_id=key)
    assert not EncounterObjective.objects.exists()
    set_out(story, text="Two")
    judged(story, "met")
    assert refusal(commands.drop_objective, by=story.amina, objective=EncounterObjective.objects.get()) == (
        "encounters.objective_judged"
    )


def test_what_cannot_be_taken_up_is_refused(story):
    say = {"by": story.amina, "visit": story.today}
    assert refusal(commands.set_objectives, **say) == "encounters.no_objective"
    assert refusal(commands.set_objectives, **say, text="Ask 0712 345 678") == "text.names_somebody"
    other = story.an_action(story.joseph)
    type(other).objects.filter(pk=other.pk).update(place=a_place("Elsewhere", under=story.kivuma))
    other.refresh_from_db()
    assert refusal(commands.set_objectives, **say, actions=[other]) == "encounters.objective_elsewhere"
    for number in range(20):
        set_out(story, text=f"Objective {number}")
    assert refusal(commands.set_objectives, **say, text="One more") == "encounters.too_many_objectives"
    assert refusal(commands.set_objectives, by=story.grace, visit=story.today, text="x") == "acts.not_yours"


def test_as_many_statements_for_many(story, django_assert_num_queries):
    before = story.visit(held_on=TODAY - 30 * DAY)
    for number in range(5):
        (each,) = set_out(story, visit=before, text=f"Objective {number}")
        commands.judge_objectives(by=story.amina, at=NOON, visit=before, results=[(each, "partly", "")])
        story.an_action(story.joseph, f"Action {number}", agreed_at=NOON - 30 * DAY)
    story.amina.held()
    with django_assert_num_queries(5):
        found = asked.before(story.today, seen_by=story.amina)
        assert (len(found.left), len(found.actions)) == (5, 5)
