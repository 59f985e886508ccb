"""The debrief of a visit: written, heard, or why not (R193)."""

from datetime import timedelta

import pytest

from alongside.domain.encounters import commands
from alongside.domain.encounters.models import Debrief
from alongside.domain.encounters.queries.debriefs import debrief_of, heard, to_acknowledge
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON

from .stories import Story, refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    found = Story()
    found.held = found.visit()
    return found


def written(story, **more):
    given = {"visit": story.held, "strengths": ["Calm preparation", "", "Complete records"], **more}
    return commands.write_debrief(by=story.amina, at=NOON, **given)


def test_what_is_written_is_heard_once_and_then_stays(story):
    debrief = written(
        story, actions=[story.an_action(story.joseph)], issues=[story.an_issue()], decisions="A second thermometer"
    )
    assert (debrief.strengths, debrief.actions.count(), debrief.issues.count()) == (
        ["Calm preparation", "Complete records"],
        1,
        1,
    )
    assert [each.visit for each in to_acknowledge(story.grace)] == [story.held]
    assert to_acknowledge(story.coordinator) == []
    assert refusal(commands.acknowledge_debrief, by=story.amina, debrief=debrief) == "acts.not_yours"
    key = uuid7()
    for _time in range(2):
        commands.acknowledge_debrief(by=story.grace, at=NOON + DAY, debrief=debrief, remark="We buy one", act_id=key)
    commands.acknowledge_debrief(by=story.grace, at=NOON + 3 * DAY, debrief=debrief, remark="Again")

    kept = debrief_of(story.held)
    assert (kept.acknowledged_by, kept.acknowledged_at, kept.remark) == (story.grace, NOON + DAY, "We buy one")
    assert (
        refusal(commands.write_debrief, by=story.amina, visit=story.held, strengths=["More"])
        == "encounters.debrief_acknowledged"
    )
    assert to_acknowledge(story.grace) == []


def test_written_again_it_replaces_and_sent_twice_it_is_there_once(story):
    key = uuid7()
    for _time in range(2):
        written(story, act_id=key)
    written(story, strengths=["Better said"])
    assert Debrief.objects.get().strengths == ["Better said"]


def test_what_is_no_debrief(story):
    def code(by=None, **more):
        given = {"visit": story.held, "strengths": ["Calm"], **more}
        return refusal(commands.write_debrief, by=by or story.amina, **given)

    assert code(by=story.stranger) == "acts.not_yours"
    assert code(strengths=[" ", ""]) == "encounters.debrief_strength"
    assert code(strengths=["1", "2", "3", "4"]) == "encounters.debrief_too_long"
    assert code(strengths=["Ring 0712 345 678"]) == "text.names_somebody"
    assert code(decisions="Ring 0712 345 678") == "text.names_somebody"
    elsewhere = story.an_action(story.joseph)
    elsewhere.place = story.mbuyu
    assert code(actions=[elsewhere]) == "encounters.debrief_elsewhere"
    story.held.status = "cancelled"
    story.held.save()
    assert code() == "encounters.debrief_not_held"


def test_why_nobody_could_hear_it_is_kept(story):
    debrief = written(story)
    assert refusal(commands.note_not_met, by=story.amina, debrief=debrief, because=" ") == "encounters.no_reason"
    assert refusal(commands.note_not_met, by=story.stranger, debrief=debrief, because="Away") == "acts.not_yours"
    assert (
        refusal(commands.note_not_met, by=story.amina, debrief=debrief, because="Ring 0712 345 678")
        == "text.names_somebody"
    )
    key = uuid7()
    for _time in range(2):
        commands.note_not_met(
            by=story.amina, at=NOON, debrief=debrief, because="The in-charge was at the district", act_id=key
        )
    assert Debrief.objects.get().not_met_because == "The in-charge was at the district"


def test_heard_within_a_week_of_the_visits_handed_in(story):
    debrief = written(story)
    span = {"first": TODAY - 30 * DAY, "last": TODAY}
    type(story.held).objects.update(status="submitted", submitted_at=NOON)
    story.a_visit(days_ago=3)
    assert heard([story.kivuma.path], **span).__dict__ == {"acknowledged": 0, "written": 1, "visits": 2}
    commands.acknowledge_debrief(by=story.grace, at=NOON + 6 * DAY, debrief=debrief)
    assert heard([story.kivuma.path], **span).acknowledged == 1
    Debrief.objects.update(acknowledged_at=NOON + 9 * DAY)
    assert heard([story.kivuma.path], **span).acknowledged == 0
