"""Matching on its pages: a run, its pairs and whom it leaves, what people change, what is proposed, and the weights."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings.models import MatchedPair, Matching, MentorPreference, Relationship, WishesVersion
from alongside.domain.places.models import OrgUnit
from alongside.kernel.ids import uuid7
from tests.domain.pairings.matching.test_runs import WEIGHTS, Waiting
from tests.observed import TODAY
from tests.people import NOON, a_person, sign_in
from tests.web.reading import columns, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        yield Waiting()


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def look(client, view, *args, query=""):
    return words(client.get(reverse(view, args=args) + query))


def run(client, story, **more):
    sign_in(client, story.coordinator)
    given = {
        "programme": story.programme.pk,
        "place": story.kivuma.pk,
        "areas": ["maternal"],
        "choice": "nobody_left_out",
    }
    return send(client, "pairings:match", **given | more)


def test_from_a_run_to_proposals(client, story):
    OrgUnit.objects.filter(pk=story.mtoni.pk).update(latitude="-1.0", longitude="34.0")
    OrgUnit.objects.filter(pk=story.hospital.pk).update(latitude="-1.1", longitude="34.0")
    Mentor.objects.filter(pk=story.neema.pk).update(max_mentees=2)
    sign_in(client, story.coordinator)
    assert "No run yet" in look(client, "pairings:matchings")
    page = run(client, story)
    found = Matching.objects.get()

    said = words(page)
    assert "A draft. Nobody has been asked anything." in said
    assert "Maternal health Has 0 of at most 2 mentees 11 km away, as the crow flies" in said
    left = look(client, "pairings:matching", found.pk, query="?part=left")
    assert "The only mentor who fits is full; one more place at Neema would do." in left
    assert "They agreed to at most 2 mentees." in left
    supply = client.get(reverse("pairings:matching", args=[found.pk]) + "?part=supply")
    assert columns(supply)[0][2:] == [
        "Mentees waiting", "With a mentor found", "Mentors certified", "Places free", "Hours a month",
    ]  # fmt: skip
    assert "Kivuma Maternal health 3 2 1 2 –" in words(supply)

    pair, other = MatchedPair.objects.order_by("pk")
    assert client.get(reverse("pairings:adjust", args=[pair.pk])).status_code == 404
    send(client, "pairings:matching", found.pk, then="review_matching")
    assert "Enter" in words(send(client, "pairings:publish", found.pk, purpose="performance_gap", planned_end_on=""))
    page = send(client, "pairings:adjust", pair.pk, mentor="nobody", reason="")
    assert "Say in a sentence why." in page.content.decode()
    page = send(client, "pairings:adjust", pair.pk, mentor="nobody", reason="On leave until July")
    assert "On leave until July" in words(page) and "Taken out" in words(page)
    page = send(
        client, "pairings:publish", found.pk, purpose="performance_gap", planned_end_on=TODAY + timedelta(days=200)
    )
    assert "Published" in words(page) and "Proposed" in words(page)
    assert Relationship.objects.get().mentees.get().person == other.mentee
    sign_in(client, other.mentee)
    assert "Waiting for your answer" in look(client, "pairings:relationships")


def test_what_could_not_be_proposed_says_why(client, story):
    run(client, story)
    found = Matching.objects.get()
    send(client, "pairings:matching", found.pk, then="review_matching")
    story.propose(story.joseph)
    page = send(
        client, "pairings:publish", found.pk, purpose="performance_gap", planned_end_on=TODAY + timedelta(days=200)
    )

    assert "1 pair could not be proposed" in words(page)
    assert "Neema already mentors somebody chosen. Look at that relationship." in words(page)


def test_another_mentor_is_chosen_among_those_certified(client, story):
    story.a_mentor("Salma")
    run(client, story)
    pair = MatchedPair.objects.first()
    send(client, "pairings:matching", pair.matching_id, then="review_matching")
    page = client.get(reverse("pairings:adjust", args=[pair.pk]))
    assert "Baraka" not in words(page) and "NobodyThis pair is taken out" in words(page)
    offered = r", Kivuma Hospital: fit \d+ of 100Proficient in 1 of 1 areas to work on: Maternal health"
    assert all(re.search(name + offered, words(page)) for name in ("Neema", "Salma"))
    empty = send(client, "pairings:adjust", pair.pk, reason="Same shift")
    assert "Choose a mentor, or nobody." in words(empty) and MatchedPair.objects.get(pk=pair.pk).is_kept
    other = Mentor.objects.exclude(pk__in=[pair.mentor_id, story.baraka.pk]).get()
    page = send(client, "pairings:adjust", pair.pk, mentor=other.pk, reason="Same shift")

    assert f"found was {pair.suggested.person.name}" in words(page) and "Same shift" in words(page)


def test_a_run_is_discarded(client, story):
    run(client, story)
    page = send(client, "pairings:matching", Matching.objects.get().pk, then="discard_matching")

    assert "Discarded" in words(page) and "Begin the review" not in words(page)
    assert "Discarded" in look(client, "pairings:matchings")


def test_a_run_of_whole_workplaces_says_so_and_how_sure_it_is(client, story):
    run(client, story, one_mentor_a_place="on")
    found = Matching.objects.get()
    assert "one mentor a workplace" in look(client, "pairings:matching", found.pk)
    Matching.objects.update(gap=0.034)
    assert "may lie up to 3.4 % below the best" in look(client, "pairings:matching", found.pk)


def test_nothing_chosen_and_nobody_waiting_are_said_at_the_question(client, story):
    assert "Choose at least one area." in words(run(client, story, areas=[]))
    for person in (story.joseph, story.asha, story.juma):
        story.propose(person)
    assert "Nobody at Kivuma waits for a mentor in these areas." in words(run(client, story))


def test_a_run_with_many_pairs_costs_as_many_statements_as_with_few(client, story):
    def statements(found, part):
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("pairings:matching", args=[found.pk]) + f"?part={part}")
        return len(caught)

    Mentor.objects.filter(pk=story.neema.pk).update(max_mentees=1)
    run(client, story)
    few = Matching.objects.get()
    for number in range(6):
        story.enrol(a_person(f"Mentee {number}", works_at=story.mtoni))
        story.a_mentor(f"Mentor {number}", max_mentees=1, areas=[story.area] if number % 2 else [])
    run(client, story)
    many = Matching.objects.latest("pk")

    assert (many.pairs.count(), many.unmatched.count()) == (4, 5)
    for part in ("pairs", "left", "supply"):
        assert statements(many, part) == statements(few, part)


def test_only_those_who_propose_see_matching(client, story):
    run(client, story)
    found = Matching.objects.get()
    for person in (story.neema.person, story.joseph, story.grace):
        sign_in(client, person)
        assert client.get(reverse("pairings:matchings")).status_code == 403
        assert client.get(reverse("pairings:matching", args=[found.pk])).status_code == 403


def test_a_manager_changes_what_counts_and_the_page_keeps_what_was_before(client, story):
    sign_in(client, story.coordinator)
    assert "Change the weights" not in look(client, "pairings:wishes")
    assert client.get(reverse("pairings:change_wishes")).status_code == 403
    sign_in(client, story.daniel)
    given = {**WEIGHTS, "floor": 25, "hours_per_mentee": 3, "farthest_km": "", "reason": "Roads are bad"}
    page = send(client, "pairings:change_wishes", **given | {"distance": 12})
    assert WishesVersion.objects.count() == 1 and "9" in words(page)
    page = send(client, "pairings:change_wishes", **given)

    said = words(page)
    assert (
        "Set by Daniel" in said
        and "Near each other9" in said.replace(" 9", "9")
        and "To begin with: Our proposal" in said
    )
    assert "none set" in said


def test_a_mentee_says_whom_they_would_rather_have(client, story):
    sign_in(client, story.joseph)
    assert "My wish for a mentor" in look(client, "pairings:relationships")
    page = send(client, "pairings:prefer", story.joseph.pk, mentor_sex="female")
    assert "Kept. It counts when mentors are looked for." in words(page)
    assert MentorPreference.objects.get().mentor_sex == "female"
    assert client.get(reverse("pairings:prefer", args=[story.asha.pk])).status_code == 404
    sign_in(client, story.coordinator)
    assert "Whom would Asha rather have as a mentor?" in look(client, "pairings:prefer", story.asha.pk)
