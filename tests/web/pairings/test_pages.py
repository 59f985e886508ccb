"""Relationships on their pages: proposed, answered by each side, begun, held, handed over, ended."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from alongside.domain.mentors.models import Proficiency
from alongside.domain.pairings.models import Relationship
from alongside.kernel.ids import uuid7
from tests.domain.plans.stories import Planning
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    with time_machine.travel(NOON):
        yield Planning()


def send(client, view, *args, query="", **given):
    return client.post(reverse(view, args=args) + query, {"act_id": str(uuid7()), **given}, follow=True)


def proposed(client, pair, **more):
    sign_in(client, pair.coordinator)
    given = {
        "programme": pair.programme.pk, "shape": "one_to_one", "mentor": pair.neema.pk, "area": "maternal",
        "mentees": [pair.joseph.pk], "model": "visiting", "purpose": "performance_gap",
        "planned_end_on": TODAY + timedelta(days=200), **more,
    }  # fmt: skip
    return send(client, "pairings:propose", query=f"?place={pair.mtoni.pk}", **given)


def test_from_a_proposal_to_a_formal_end(client, pair):
    page = proposed(client, pair)
    found = Relationship.objects.get()
    assert "not answered yet" in words(page)
    for person, side in ((pair.neema.person, "mentor"), (pair.joseph, "mentee"), (pair.grace, "in_charge")):
        sign_in(client, person)
        assert "Waiting for your answer" in words(client.get(reverse("pairings:relationships")))
        assert "Answer a proposal" in words(client.get("/"))
        send(client, "pairings:answer", found.pk, side, person.pk, is_yes="yes")
    assert Relationship.objects.get().status == "accepted"

    sign_in(client, pair.neema.person)
    send(client, "pairings:relationship", found.pk, then="prepare")
    page = send(client, "pairings:relationship", found.pk, then="activate")
    assert "Log the first contact" in words(page)
    send(client, "pairings:first_contact", found.pk, on=TODAY)
    page = send(client, "pairings:relationship", found.pk, then="activate")
    assert "Both sides say first how far somebody is" in words(page)
    pair.needs_seen(found)
    pair.agreed(found)
    pair.seen(pair.joseph, 5)
    send(client, "pairings:relationship", found.pk, then="activate")
    send(client, "pairings:hold", found.pk, reason="leave", until=TODAY + timedelta(days=20))
    send(client, "pairings:relationship", found.pk, then="resume")
    page = send(client, "pairings:closing", found.pk, reason="")
    assert "Say why it is to end now" in page.content.decode()
    send(client, "pairings:closing", found.pk, reason="Joseph moves to the hospital")
    page = send(client, "pairings:complete", found.pk, end_reason="goals_achieved")
    assert "Not every required goal is achieved" in page.content.decode()
    for person in (pair.neema.person, pair.joseph):
        sign_in(client, person)
        send(client, "plans:summary", found.pk, person.pk, reached="Third stage with help")
    sign_in(client, pair.neema.person)
    page = send(client, "pairings:complete", found.pk, end_reason="mentee_transferred")
    assert "Completed" in words(page) and "The mentee was transferred" in words(page)


def test_a_proposal_above_the_cap_says_so_and_keeps_what_was_chosen(client, pair):
    type(pair.neema).objects.filter(pk=pair.neema.pk).update(max_mentees=1)

    page = proposed(client, pair, shape="one_to_two", mentees=[pair.joseph.pk, pair.asha.pk])

    assert "would have 2 mentees and takes on 1" in page.content.decode()
    assert not Relationship.objects.exists()
    proposed(
        client, pair, shape="one_to_two", mentees=[pair.joseph.pk, pair.asha.pk], over_cap_reason="Nobody is nearer"
    )
    assert Relationship.objects.get().mentees.count() == 2


def test_a_coordinator_notes_a_call_hands_over_and_ends_early(client, pair):
    proposed(client, pair)
    found, other = Relationship.objects.get(), pair.a_mentor("Other")
    send(client, "pairings:answer", found.pk, "mentee", pair.joseph.pk, is_yes="yes")
    assert found.answers.get().recorded_by == pair.coordinator
    send(client, "pairings:hand_over", found.pk, to=other.pk, reason="Neema is on leave")
    send(client, "pairings:end", found.pk, is_open_ended="on", review_on=TODAY + timedelta(days=90))
    assert found.mentors.get(until=None).mentor == other
    assert Relationship.objects.get().is_open_ended
    for person, side in ((other.person, "mentor"), (pair.grace, "in_charge")):
        send(client, "pairings:answer", found.pk, side, person.pk, is_yes="yes")
    send(client, "pairings:end_early", found.pk, end_reason="by_wish", note="Both agreed")
    assert Relationship.objects.get().status == "ended_early"


def test_others_find_nothing(client, pair):
    proposed(client, pair)
    found = Relationship.objects.get()

    for person in (pair.asha, pair.stranger):
        sign_in(client, person)
        assert client.get(reverse("pairings:relationship", args=[found.pk])).status_code == 404
    sign_in(client, pair.joseph)
    assert client.get(reverse("pairings:hold", args=[found.pk])).status_code == 404
    assert client.get(reverse("pairings:answer", args=[found.pk, "mentor", pair.neema.person.pk])).status_code == 404
    assert send(client, "pairings:relationship", found.pk, then="prepare").status_code == 404
    assert client.get(reverse("pairings:propose") + f"?place={pair.mtoni.pk}").status_code == 403
    sign_in(client, pair.coordinator)
    for query in ("", "?place=x", f"?place={pair.kivuma.pk}", f"?place={pair.mbuyu.pk}"):
        assert client.get(reverse("pairings:propose") + query).status_code == 404


def test_the_list_stays_as_quick_with_more_in_it(client, pair, django_assert_max_num_queries):
    proposed(client, pair)
    pair.propose(pair.asha, pair.juma, shape="one_to_two")

    with django_assert_max_num_queries(15):
        assert "Asha, Juma" in words(client.get(reverse("pairings:relationships")))


def test_the_list_is_filtered_and_counted_by_shape(client, pair):
    proposed(client, pair)
    pair.propose(pair.asha, pair.juma, shape="one_to_two")

    page = client.get(reverse("pairings:relationships"), {"shape": "one_to_two"})
    said = words(page)
    assert "One mentor, one mentee 1" in said and "One mentor, two mentees 1" in said
    above, _heads, listed = said.partition("MenteesStateEnds")
    assert "Asha, Juma" in listed and "Joseph" not in listed
    assert "Need somebodyJoseph Neema · Mtoni Health Centre · Proposed" in above
    assert "No relationship" in words(client.get(reverse("pairings:relationships"), {"shape": "team_to_team"}))


def test_a_proof_of_mastery_that_ended_is_flagged_on_the_relationship_and_its_list(client, pair):
    proposed(client, pair)
    found = Relationship.objects.get()
    Relationship.objects.update(status="active", since=TODAY)
    assert "Need somebody" not in words(client.get(reverse("pairings:relationships")))
    Proficiency.objects.filter(mentor=pair.neema).update(valid_until=TODAY)

    assert "Need somebody" in words(client.get(reverse("pairings:relationships")))
    said = words(client.get(reverse("pairings:relationship", args=[found.pk])))
    assert "Proof of mastery has ended" in said and "Neema, Maternal health." in said
