"""A team with a team is one relationship with one plan; an experienced community health worker mentors eight others."""

import pytest

from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.queries import relationships
from alongside.domain.plans.models import Plan
from tests.domain.plans.stories import Planning
from tests.people import a_person, a_place, an_employment

pytestmark = pytest.mark.django_db


def test_three_mentors_and_seven_mentees_share_one_relationship_and_one_plan():
    story = Planning()
    salima = story.a_mentor("Salima")
    mentees = [story.joseph, story.asha, story.juma, *(a_person(f"Mentee {n}", works_at=story.mtoni) for n in range(4))]
    story.neema.max_mentees = salima.max_mentees = story.baraka.max_mentees = 10
    for each in (story.neema, salima, story.baraka):
        each.save()
    made = story.propose(
        *mentees, shape="team_to_team", team="Maternity",
        mentors=[(story.neema, story.area), (story.baraka, story.newborn), (salima, story.area)],
    )  # fmt: skip
    story.writes_terms(made)

    assert (Relationship.objects.count(), Plan.objects.filter(relationship=made).count()) == (1, 1)
    everybody = [*mentees, story.neema.person, story.baraka.person, salima.person]
    assert len(everybody) == 10
    assert all(list(relationships(seen_by=each)) == [made] for each in everybody)


def test_an_experienced_community_health_worker_mentors_eight_others():
    story = Planning()
    unit = a_place("Mtoni A community unit", type="community_unit", under=story.mtoni)
    mentor = story.a_mentor("Rose", home=unit, affiliation="peer", max_mentees=12)
    an_employment(mentor.person, unit, cadre="chw")
    others = [a_person(f"Worker {n}") for n in range(8)]
    for each in others:
        an_employment(each, unit, cadre="chw")
    made = story.propose(
        *others, place=unit, shape="community_group", model="community", team="Community health workers",
        mentors=[(mentor, story.area)],
    )  # fmt: skip

    assert (made.model, made.mentees.count(), made.status) == ("community", 8, "proposed")
