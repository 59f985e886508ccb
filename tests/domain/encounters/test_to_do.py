"""One list of what is to be done at a workplace, each thing with where it came from (R192)."""

from datetime import timedelta

import pytest

from alongside.domain.encounters.models import Encounter
from alongside.domain.encounters.queries.to_do import to_do
from alongside.domain.plans import commands as plans
from alongside.domain.plans.models import Goal
from tests.domain.plans.stories import Planned
from tests.observed import TODAY
from tests.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    return Planned()


def on_a_visit(story, purpose):
    return Encounter.objects.create(
        visit=story.a_visit(purpose=purpose), programme=story.programme, place=story.mtoni, area_path=story.mtoni.path,
        mentor=story.amina, held_on=TODAY, recorded_at=NOON,
    )  # fmt: skip


def test_actions_issues_and_team_goals_stand_in_one_list_by_their_day(story):
    team = story.accepted(story.propose(story.asha, story.juma, shape="one_to_team", team="Maternity"))
    story.agreed(team, story.figure(owner="team"))
    story.an_action(story.joseph, "From mentoring", encounter=on_a_visit(story, "mentoring"), due_on=TODAY + 3 * DAY)
    story.an_action(
        story.joseph, "From supervision", encounter=on_a_visit(story, "supervision"), due_on=TODAY + 1 * DAY
    )
    coached = on_a_visit(story, "mentoring")
    coached.activities.create(type="qi_coaching", minutes=30)
    story.an_action(story.joseph, "From coaching", encounter=coached, due_on=TODAY + 2 * DAY)
    story.an_action(story.joseph, "Done", status="done", closed_on=TODAY)
    story.an_issue()

    found = to_do(story.mtoni, seen_by=story.coordinator)
    assert [(each.source, each.text) for each in found] == [
        ("supervision", "From supervision"), ("quality", "From coaching"), ("mentoring", "From mentoring"),
        ("issue", "No size 0 masks"), ("goal", "Partographs"),
    ]  # fmt: skip
    assert found[3].by == TODAY + 30 * DAY
    assert to_do(story.mtoni, seen_by=story.stranger) == []
    plans.drop_goal(**story.of(story.coordinator, goal=Goal.objects.get(owner="team")), note="Another time")
    assert "goal" not in [each.source for each in to_do(story.mtoni, seen_by=story.coordinator)]


def test_as_many_statements_for_many_things(story, django_assert_num_queries):
    for number in range(4):
        story.an_action(story.joseph, f"Action {number}", encounter=on_a_visit(story, "mentoring"))
        story.an_issue(f"Issue {number}")
    story.coordinator.held()
    with django_assert_num_queries(3):
        assert len(to_do(story.mtoni, seen_by=story.coordinator)) == 8
