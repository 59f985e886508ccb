"""A debrief on its pages: written by the mentor, heard by the in-charge; an issue taken through its steps."""

import pytest
from django.urls import reverse

from alongside.domain.encounters.models import Debrief, SystemsIssue
from alongside.kernel.ids import uuid7
from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(mawari):
    found = mawari.a_visit(days_ago=1)
    found.mentors.create(person=mawari.amina)
    type(found).objects.filter(pk=found.pk).update(recorded_by=mawari.amina)
    return found


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def test_three_strengths_are_written_and_heard(client, mawari, visit):
    sign_in(client, mawari.amina)
    page = send(client, "visits:write_debrief", visit.pk, strength_1="", decisions="A thermometer")
    assert "A thermometer" in page.content.decode() and not Debrief.objects.exists()
    action = mawari.an_action(mawari.joseph, text="Practise on the model")
    page = send(
        client,
        "visits:write_debrief",
        visit.pk,
        strength_1="Calm preparation",
        actions=[action.pk],
        decisions="A thermometer",
    )
    assert "Practise on the model" in words(page) and "not acknowledged yet" in words(page)

    sign_in(client, mawari.grace)
    assert "Hear a debrief" in words(client.get("/"))
    page = send(client, "visits:hear_debrief", visit.pk, remark="We buy one")
    assert "heard by Grace" in words(page) and "We buy one" in words(page)
    assert "Hear a debrief" not in words(client.get("/"))
    assert "the leadership heard the debrief within a week after 1" in words(
        client.get(reverse("places:place", args=[mawari.mtoni.pk]))
    )
    sign_in(client, mawari.amina)
    assert client.get(reverse("visits:not_heard", args=[visit.pk])).status_code == 404


def test_others_find_nothing(client, mawari, visit):
    Debrief.objects.create(visit=visit, strengths=["Calm"], written_by=mawari.amina, written_at=visit.recorded_at)
    sign_in(client, mawari.stranger)
    assert client.get(reverse("visits:debrief", args=[visit.pk])).status_code == 404
    sign_in(client, mawari.grace)
    for view in ("visits:write_debrief", "visits:not_heard"):
        assert client.get(reverse(view, args=[visit.pk])).status_code == 404


def test_an_issue_is_taken_through_its_steps(client, mawari):
    issue = SystemsIssue.objects.get()
    sign_in(client, mawari.grace)
    page = send(client, "visits:issue", issue.pk, then="begin")
    assert "In progress" in words(page)
    page = send(client, "visits:issue", issue.pk, then="resolve", outcome="")
    assert "Say what was done about it." in words(page)
    page = send(client, "visits:issue", issue.pk, then="resolve", outcome="Masks arrived")
    assert "It is resolved indeed" in words(page)
    page = send(client, "visits:issue", issue.pk, then="reopen", outcome="Gone again")
    assert "Open" in words(page) and "Gone again" in words(page)
    assert send(client, "visits:issue", issue.pk, then="accept", outcome="x").status_code == 404
