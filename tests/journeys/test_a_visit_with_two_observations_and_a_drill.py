"""Amina records a day at Mtoni: two observations and a group drill; what is missing is listed first; then she submits."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.domain.encounters.models import ActionItem, Encounter, FeedbackNote, Observation, ObservationDraft, Visit
from tests.observed import STEPS, Mawari
from tests.people import a_person, sign_in

pytestmark = pytest.mark.django_db


class Day:
    def __init__(self, client):
        self.mawari = Mawari()
        self.client = sign_in(client, self.mawari.amina)
        self.neema = a_person("Neema", works_at=self.mawari.mtoni)
        self.baraka = a_person("Baraka", works_at=self.mawari.mtoni)
        self.today: date = timezone.localdate()

    def page(self, name, *args, query=""):
        return self.client.get(reverse(name, args=args) + query)

    def send(self, name, *args, query="", **given):
        answer = self.client.post(reverse(name, args=args) + query, given)
        assert answer.status_code in (200, 302, 409), answer.status_code
        return answer

    def visit(self):
        return Visit.objects.get()

    # the story

    def given_amina_is_at_mtoni(self):
        found = self.page("visits:begin", query="?q=mtoni")
        assert f"?place={self.mawari.mtoni.pk}" in found.content.decode()

    def when_she_begins_a_visit_without_saying_how_long(self):
        answer = self.send(
            "visits:begin", query=f"?place={self.mawari.mtoni.pk}", held_on=self.today, purpose="mentoring",
            lead=self.mawari.amina.pk,
        )  # fmt: skip
        assert answer.url == reverse("visits:visit", args=[self.visit().pk])

    def and_observes(self, person, *, done):
        answer = self.send(
            "visits:choose", self.visit().pk, mentee=person.pk, version=self.mawari.version.pk, setting="real_client",
            permission="granted", observer_context="relationship_mentor",
        )  # fmt: skip
        draft = ObservationDraft.objects.get(mentee=person)
        assert answer.url == reverse("visits:observe", args=[draft.pk])
        ticked = {item.id: "1" if n < done else "0" for n, item in enumerate(STEPS)}
        answer = self.send("visits:observe", draft.pk, then="on", **ticked)
        assert answer.url.endswith("?part=2")
        answer = self.send("visits:observe", draft.pk, query="?part=2", completeness="comprehensive", then="record")
        kept = Observation.objects.get(mentee=person)
        assert answer.url == reverse("visits:observation", args=[kept.pk])
        return kept

    def then_the_result_says(self, kept, sentence):
        text = " ".join(self.page("visits:observation", kept.pk).content.decode().split())
        assert sentence in text

    def when_she_agrees_an_action_in_three_taps(self, kept, step):
        page = self.page("visits:agree", kept.pk, query=f"?item={step}")  # the first tap, on the missed step
        offered = page.context["form"].initial
        self.send(  # the second, on the button: everything is filled in already
            "visits:agree", kept.pk, query=f"?item={step}", text=offered["text"], owner_type=offered["owner_type"],
            due_on=offered["due_on"],
        )  # fmt: skip

    def and_drills_with_everybody(self):
        self.send(
            "visits:meet", self.visit().pk, query="?group=1", held_on=self.today, mode="in_person",
            interaction="one_to_group", topic="Bleeding drill", minutes=45, minutes_drill=45,
            people=[self.mawari.joseph.pk, self.neema.pk, self.baraka.pk], supported=["amtsl"],
        )  # fmt: skip

    def then_submitting_lists_what_is_missing_first(self):
        answer = self.send("visits:submit", self.visit().pk)
        assert answer.status_code == 409
        assert [str(message) for message, _where in answer.context["missing"]] == [
            "Enter how long you were there, travel left out.",
            "Tell Joseph what went well.",
            "Tell Neema what went well.",
        ]  # fmt: skip
        text = answer.content.decode()
        assert text.index("What is missing before you submit") < text.index("People met")
        for _message, where in answer.context["missing"]:
            assert self.client.get(where.split("#")[0]).status_code == 200
        assert self.visit().status == "draft"

    def when_she_fills_what_is_missing(self):
        visit = self.visit()
        self.send(
            "visits:change", visit.pk, held_on=self.today, purpose="mentoring", lead=self.mawari.amina.pk, length="4:30"
        )
        for met in Encounter.objects.filter(interaction="one_to_one"):
            person = met.attendances.get().person
            answer = self.send("visits:feedback", met.pk, query=f"?to={person.pk}", to_improve="Counter-traction")
            assert "Name at least one thing that went well" in answer.content.decode()
            assert "Counter-traction" in answer.content.decode(), "what was typed is kept"
            self.send(
                "visits:feedback", met.pk, query=f"?to={person.pk}", strengths="Calm", to_improve="Counter-traction"
            )

    def then_the_visit_is_submitted(self):
        assert self.send("visits:submit", self.visit().pk).status_code == 302
        assert self.visit().status == "submitted"


def test_amina_records_a_visit_with_two_observations_and_a_group_drill(client):
    day = Day(client)

    day.given_amina_is_at_mtoni()
    day.when_she_begins_a_visit_without_saying_how_long()
    first = day.and_observes(day.mawari.joseph, done=8)
    day.then_the_result_says(first, "8 of 10")
    day.when_she_agrees_an_action_in_three_taps(first, "step9")
    day.and_observes(day.neema, done=10)
    day.and_drills_with_everybody()
    day.then_submitting_lists_what_is_missing_first()
    day.when_she_fills_what_is_missing()
    day.then_the_visit_is_submitted()

    action = ActionItem.objects.get()
    assert (action.text, action.owner, action.item_id) == ("Try 9.", day.mawari.joseph, "step9")
    assert (Encounter.objects.count(), Observation.objects.count(), FeedbackNote.objects.count()) == (3, 2, 2)
