"""Cases a group looked at: agreement is counted, nobody is named (R089)."""

from datetime import timedelta

import pytest

from alongside.domain.encounters import commands
from alongside.domain.encounters.models import CaseReview, Encounter, ReviewedCase
from alongside.domain.encounters.queries.case_reviews import consistency, review_of, reviewed_at
from alongside.domain.encounters.rules.case_reviews import Case
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY, Mawari
from tests.people import NOON

pytestmark = pytest.mark.django_db
GOOD = Case("1_4", "Pneumonia", True)
BAD = Case("2m_11m", "Cough or cold", False, "Pneumonia", "Antibiotic given")


@pytest.fixture
def story():
    found = Mawari()
    visit = found.a_visit(status="draft", submitted_at=None)
    visit.mentors.create(person=found.amina)
    found.meeting = Encounter.objects.create(
        visit=visit, programme=found.programme, place=found.mtoni, area_path=found.mtoni.path, mentor=found.amina,
        held_on=TODAY, recorded_at=NOON, interaction="one_to_group",
    )  # fmt: skip
    return found


def review(story, *cases, by=None, **more):
    given = {
        "encounter": story.meeting,
        "register": "Sick child register",
        "cases": cases or (GOOD, GOOD, GOOD, BAD, BAD),
        **more,
    }
    return commands.review_cases(by=by or story.amina, at=NOON, **given)


def refusal(story, *cases, **more):
    with pytest.raises(Refused) as refused:
        review(story, *cases, **more)
    return refused.value.code


def test_five_cases_make_a_consistency(story):
    review(story, records_seen=40, records_complete=31, learning="Count for a minute")

    kept = review_of(story.meeting)
    assert (kept.records_seen, kept.records_complete, kept.learning, kept.cases.count()) == (
        40,
        31,
        "Count for a minute",
        5,
    )
    [month] = consistency(story.mtoni, since=TODAY - timedelta(days=30), seen_by=story.coordinator)
    assert (month.agreed, month.n, month.percent, month.meetings) == (3, 5, 60, 1)
    assert reviewed_at(story.meeting.visit) == {story.meeting.pk}
    assert consistency(story.temba, since=TODAY - timedelta(days=30), seen_by=story.daniel) == []
    assert consistency(story.mtoni, since=TODAY - timedelta(days=30), seen_by=story.stranger) == []


def test_given_again_it_replaces_and_sent_twice_it_is_kept_once(story):
    key = uuid7()
    for _time in range(2):
        review(story, act_id=key)
    review(story, GOOD)
    assert (CaseReview.objects.count(), ReviewedCase.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("cases", "more", "expected"),
    [
        ((GOOD,), {"register": " "}, "encounters.no_register"),
        ((Case("", "Pneumonia", True),), {}, "encounters.case_unfinished"),
        ((Case("1_4", " ", True),), {}, "encounters.case_unfinished"),
        ((Case("1_4", "Malaria", False),), {}, "encounters.case_without_protocol"),
        ((GOOD,) * 61, {}, "encounters.too_many_cases"),
        ((GOOD,), {"records_complete": 3}, "encounters.more_complete_than_seen"),
        ((GOOD,), {"records_seen": 2, "records_complete": 3}, "encounters.more_complete_than_seen"),
        ((Case("1_4", "Pneumonia", True, correction="Ring 0712 345 678"),), {}, "text.names_somebody"),
        ((GOOD,), {"learning": "Ring 0712 345 678"}, "text.names_somebody"),
    ],
)  # fmt: skip
def test_what_is_no_review(story, cases, more, expected):
    assert refusal(story, *cases, **more) == expected
    assert not CaseReview.objects.exists()


def test_no_review_without_a_case_or_a_group_by_a_stranger_or_after_submitting(story):
    with pytest.raises(Refused) as refused:
        commands.review_cases(by=story.amina, at=NOON, encounter=story.meeting, register="Register", cases=[])
    assert refused.value.code == "encounters.no_case"
    assert refusal(story, by=story.stranger) == "acts.not_yours"
    Encounter.objects.update(interaction="one_to_one")
    assert refusal(story) == "encounters.no_group"
    Encounter.objects.update(interaction="one_to_group")
    story.meeting.visit.status, story.meeting.visit.submitted_at = "submitted", NOON
    story.meeting.visit.save()
    assert refusal(story) == "encounters.visit_submitted"


def test_months_come_in_one_statement(story, django_assert_num_queries):
    review(story)
    story.coordinator.held()
    with django_assert_num_queries(1):
        consistency(story.mtoni, since=TODAY - timedelta(days=30), seen_by=story.coordinator)
