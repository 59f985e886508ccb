"""Plans on their pages: needs from both sides, goals, agreement, the board, the end."""

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.people.terms import Role
from alongside.domain.plans import queries
from alongside.domain.plans.models import ActivityDone, Goal, Plan
from alongside.kernel.ids import uuid7
from tests.domain.plans.stories import Planned
from tests.observed import TODAY
from tests.people import NOON, a_grant, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        yield Planned()


def send(client, view, *args, query="", **given):
    return client.post(reverse(view, args=args) + query, {"act_id": str(uuid7()), **given}, follow=True)


def look(client, view, *args, **query):
    return client.get(reverse(view, args=args), query)


def test_from_needs_to_an_agreed_plan(client, story):
    pk, joseph = story.relationship.pk, story.joseph
    sign_in(client, joseph)
    page = send(
        client, "plans:say", pk, joseph.pk, "mentee", **{"level-amtsl": "beginning"}, words="More births together"
    )
    assert "the mentee has said, the mentor not yet" in words(page)
    assert "More births together" not in words(page)
    sign_in(client, story.neema.person)
    assert "More births together" not in words(look(client, "plans:needs", pk, joseph.pk))
    page = send(client, "plans:say", pk, joseph.pk, "mentor", **{"level-amtsl": "independent"})
    assert "2 levels" in words(page) and "More births together" in words(page)

    form = look(client, "plans:propose", pk, mentee=joseph.pk, competency="amtsl").content.decode()
    assert 'value="amtsl" selected' in form
    send(
        client,
        "plans:propose",
        pk,
        whose=joseph.pk,
        competency="amtsl",
        target_level="independent",
        due_on=TODAY.replace(month=7),
        is_required="on",
    )
    assert Goal.objects.get().text == "Third stage of labour: Independent"
    page = send(client, "plans:plan", pk, then="share")
    assert "Write how often you meet" in words(page)
    send(client, "plans:terms", pk, contact_rhythm="Monthly", confidentiality_terms="Between us")
    page = send(client, "plans:plan", pk, then="share")
    assert "Waiting for agreement" in words(page)
    sign_in(client, joseph)
    page = send(client, "plans:plan", pk, then="agree")
    assert "To do 1" in words(page) and Plan.objects.get().status == "agreed"


def test_a_mentee_moves_a_goal_and_the_mentor_is_told_and_checks(client, story):
    goal = story.goal()
    send_as(client, story.neema.person, "plans:activity", goal.pk, kind="watch", text="The film on traction")
    sign_in(client, story.joseph)
    assert "My goals" in words(look(client, "plans:plans"))
    send(client, "plans:goal", goal.pk, then="start")
    page = send(client, "plans:goal", goal.pk, then=f"done:{goal.activities.get().pk}")
    assert "Joseph" in words(page) and ActivityDone.objects.get().on == TODAY
    send(client, "plans:goal", goal.pk, then="ready")
    assert look(client, "plans:check", goal.pk).status_code == 404

    a_grant(story.neema.person, Role.MENTOR, story.kivuma)
    sign_in(client, story.neema.person)
    assert "Ready for your look" in words(look(client, "plans:plans"))
    assert "Check a goal" in words(client.get("/"))
    page = send(client, "plans:check", goal.pk, verdict="achieved")
    assert "Observe it first." in words(page)
    story.independent()
    send(client, "plans:check", goal.pk, verdict="achieved")
    assert Goal.objects.get().status == "achieved"
    send(client, "plans:reopen", goal.pk, note="Checked again, two steps missed")
    page = send(client, "plans:drop", goal.pk, note="He changes to another ward")
    assert "Dropped" in words(page)


def send_as(client, person, *args, **given):
    sign_in(client, person)
    return send(client, *args, **given)


def test_a_figure_of_a_team_is_set_and_reached(client, story):
    team = story.accepted(story.propose(story.asha, story.juma, shape="one_to_team", team="Maternity"))
    sign_in(client, story.neema.person)
    page = send(
        client,
        "plans:propose",
        team.pk,
        whose="team",
        unit="partographs of ten",
        baseline="4",
        target="9",
        due_on=TODAY.replace(month=7),
    )
    goal = Goal.objects.get()
    assert (goal.owner, goal.text, goal.is_required) == ("team", "partographs of ten", False)
    assert "Plan: Maternity, Mtoni Health Centre" in words(page)
    page = send(
        client,
        "plans:propose",
        team.pk,
        whose="team",
        unit="partographs of ten",
        baseline="4",
        due_on=TODAY.replace(month=7),
    )
    assert "Enter the figure to reach" in words(page) and Goal.objects.count() == 1


def test_the_mentor_enters_who_agreed_and_begins_a_later_version(client, story):
    plan = story.shared()
    sign_in(client, story.neema.person)
    send(client, "plans:agree", story.relationship.pk, people=[story.joseph.pk])
    page = send(client, "plans:revise", story.relationship.pk, reason="A new service opened")
    assert "Version 2" in words(page) and "A new service opened" in words(page)
    assert queries.in_force(story.relationship) == plan
    assert look(client, "plans:agree", story.relationship.pk).status_code == 404


def test_who_may_not_finds_nothing(client, story):
    goal = story.goal()
    sign_in(client, story.grace)
    assert look(client, "plans:plan", story.relationship.pk).status_code == 200
    for view, *args in (
        ("plans:needs", story.relationship.pk, story.joseph.pk), ("plans:say", story.relationship.pk, story.joseph.pk, "mentor"),
        ("plans:propose", story.relationship.pk), ("plans:terms", story.relationship.pk), ("plans:check", goal.pk), ("plans:activity", goal.pk),
    ):  # fmt: skip
        assert look(client, view, *args).status_code == 404, view
    assert send(client, "plans:goal", goal.pk, then="ready").status_code == 404
    sign_in(client, story.stranger)
    assert look(client, "plans:plan", story.relationship.pk).status_code == 404
    assert look(client, "plans:goal", goal.pk).status_code == 404


def test_the_in_charge_sees_the_level_and_no_missing_steps(client, story):
    goal = story.goal()
    story.seen(story.joseph, 10)
    sign_in(client, story.grace)
    assert "For independent" not in words(look(client, "plans:goal", goal.pk))
    a_grant(story.neema.person, Role.MENTOR, story.kivuma)
    sign_in(client, story.neema.person)
    assert "For independent" in words(look(client, "plans:goal", goal.pk))


def test_lists_stay_as_quick_with_more_in_them(client, story, django_assert_max_num_queries):
    story.agreed()
    for person in (story.asha, story.juma, story.grace):
        story.proposes(story.wanted(mentee=person, text=person.name), relationship=story.propose(person))
    sign_in(client, story.coordinator)
    with django_assert_max_num_queries(15):
        assert "1 of 1 mentees have an agreed plan" in words(look(client, "plans:plans"))
    with django_assert_max_num_queries(30):
        look(client, "plans:plan", story.relationship.pk)
