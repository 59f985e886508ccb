"""Needs from both sides, neither leaning on the other (R030)."""

import pytest

from alongside.domain.plans import access, commands, queries
from alongside.domain.plans.models import NeedsView
from alongside.domain.plans.rules.needs import between
from alongside.kernel.ids import uuid7
from tests.domain.pairings.stories import refusal
from tests.people import NOON

from .stories import SEEN, Planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return Planned()


def needs_of(story):
    [found] = queries.needs(story.relationship, [story.joseph])
    return found


def test_who_has_an_account_looks_first_and_both_are_compared_once_both_are_there(story):
    story.account_for(story.joseph)
    given = {"relationship": story.relationship, "mentee": story.joseph, "levels": SEEN}
    assert refusal(commands.say_needs, by=story.neema.person, side="mentor", **given) == "plans.mentee_first"
    story.says_needs("mentee", story.joseph, levels={"amtsl": "independent", "data-use": "not_observed"})
    assert (needs_of(story).complete, needs_of(story).rows) == (False, [])
    story.says_needs("mentor", story.neema.person)

    first, second = needs_of(story).rows
    assert (first.competency, first.mentee, first.mentor, first.apart) == ("amtsl", "independent", "with_help", 1)
    assert (second.competency, second.apart) == ("data-use", None)
    assert refusal(commands.say_needs, by=story.coordinator, side="mentor", **given) == "acts.not_yours"


def test_without_an_account_the_mentor_says_first_then_enters_what_was_told(story):
    given = {"relationship": story.relationship, "mentee": story.joseph, "levels": SEEN}
    assert refusal(commands.say_needs, by=story.neema.person, side="mentee", **given) == "plans.mentor_first"
    story.says_needs("mentor", story.neema.person)
    view = story.says_needs("mentee", story.neema.person)

    assert (view.said_by, view.recorded_by) == (story.joseph, story.neema.person)
    assert needs_of(story).complete


def test_each_side_once_then_a_new_round_keeps_the_old(story):
    story.says_needs("mentor", story.neema.person)
    given = {"relationship": story.relationship, "mentee": story.joseph, "levels": SEEN}
    assert refusal(commands.say_needs, by=story.neema.person, side="mentor", **given) == "plans.needs_said"
    story.says_needs("mentee", story.coordinator)
    story.says_needs("mentor", story.neema.person, levels={"amtsl": "independent"})

    assert (needs_of(story).round, needs_of(story).mentee, NeedsView.objects.count()) == (2, None, 3)


def test_sent_twice_it_is_kept_once(story):
    key = uuid7()
    for _time in range(2):
        story.says_needs("mentor", story.neema.person, act_id=key)
    assert NeedsView.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"levels": {}}, "plans.nothing_rated"),
        ({"levels": {"amtsl": "not_observed"}}, "plans.nothing_rated"),
        ({"levels": {"somewhere-else": "independent"}}, "plans.nothing_rated"),
        ({"words": "Ring 0712 345 678"}, "text.names_somebody"),
    ],
)
def test_it_says_something_and_names_nobody(story, more, expected):
    given = {"relationship": story.relationship, "mentee": story.joseph, "side": "mentor", "levels": SEEN, **more}
    assert refusal(commands.say_needs, by=story.neema.person, **given) == expected
    assert not NeedsView.objects.exists()


def test_only_of_people_in_it_by_people_in_it(story):
    given = {"relationship": story.relationship, "side": "mentor", "levels": SEEN}
    assert refusal(commands.say_needs, by=story.neema.person, mentee=story.asha, **given) == "plans.not_in_it"
    assert refusal(commands.say_needs, by=story.stranger, mentee=story.joseph, **given) == "acts.not_yours"
    told = {**given, "side": "mentee"}
    assert refusal(commands.say_needs, by=story.asha, mentee=story.joseph, **told) == "acts.not_yours"


def test_what_is_thought_of_needs_stays_between_the_two(story):
    def sees(person):
        return access.may_see_needs(person, relationship=story.relationship, mentee=story.joseph)

    assert [sees(each) for each in (story.joseph, story.neema.person)] == [True, True]
    assert not any(sees(each) for each in (story.coordinator, story.grace, story.daniel, story.asha))


def test_nobody_needs_to_say_after_the_end(story):
    story.relationship.status = "completed"
    story.relationship.end_reason, story.relationship.ended_on = "time_expired", NOON.date()
    story.relationship.save()
    given = {"relationship": story.relationship, "mentee": story.joseph, "side": "mentor", "levels": SEEN}
    assert refusal(commands.say_needs, by=story.neema.person, **given) == "plans.relationship_over"


def test_the_widest_apart_come_first_and_a_missing_word_is_no_distance():
    rows = between({"a": "can_teach", "b": "beginning"}, {"a": "beginning", "c": "independent"})
    assert [(row.competency, row.apart) for row in rows] == [("a", 3), ("b", None), ("c", None)]


def test_one_statement_however_many_people(story, django_assert_num_queries):
    story.needs_seen()
    with django_assert_num_queries(1):
        assert len(queries.needs(story.relationship, [story.joseph, story.asha, story.juma])) == 3
