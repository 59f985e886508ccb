"""Pages of visits: who may open them, what they keep, what they cost."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from alongside.domain.encounters.commands import (
    Observed,
    add_encounter,
    agree_action,
    begin_observation,
    give_feedback,
    record_observation,
    record_visit,
    save_draft,
)
from alongside.domain.encounters.models import (
    ActionItem,
    Encounter,
    FeedbackNote,
    Observation,
    ObservationDraft,
    SystemsIssue,
    Visit,
)
from alongside.domain.instruments.models import Standard, Version
from alongside.domain.instruments.rules.definition import Section, to_json
from alongside.domain.mentors.models import Mentor, Proficiency
from tests.observed import STEPS, Mawari
from tests.people import a_person, sign_in

pytestmark = pytest.mark.django_db
EVERYBODY = ("joseph", "amina", "coordinator", "verifier", "grace", "daniel", "officer", "admin", "stranger")


class Here(Mawari):
    """Mawari today, with a visit by Amina to Mtoni."""

    def __init__(self, client):
        super().__init__()
        self.client, self.now, self.today = client, timezone.now(), timezone.localdate()
        self.visit = record_visit(
            by=self.amina, at=self.now, place=self.mtoni, programme=self.programme, held_on=self.today
        )

    def observed(self, person, *, done=8, **more):
        answers = {item.id: "1" if n < done else "0" for n, item in enumerate(STEPS)}
        given = {"held_on": self.today, "setting": "real_client", "permission": "granted", "answers": answers, **more}
        return record_observation(
            by=self.amina, at=self.now, visit=self.visit, seen=Observed(self.version, mentee=person, **given)
        )

    def draft(self):
        return begin_observation(
            by=self.amina, at=self.now, visit=self.visit, version=self.version, held_on=self.today,
            setting="simulation", mentee=self.joseph,
        )  # fmt: skip

    def get(self, who, name, *args, query=""):
        return sign_in(self.client, getattr(self, who) if isinstance(who, str) else who).get(
            reverse(name, args=args) + query
        )

    def post(self, who, name, *args, query="", **given):
        return sign_in(self.client, getattr(self, who)).post(reverse(name, args=args) + query, given)

    def who_opens(self, name, *args, query=""):
        return {who for who in EVERYBODY if self.get(who, name, *args, query=query).status_code == 200}


@pytest.fixture
def here(client):
    return Here(client)


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_who_opens_which_page(here):
    seen = here.observed(here.joseph)
    contact = add_encounter(by=here.amina, at=here.now, visit=here.visit, held_on=here.today, people=[here.grace])
    draft = here.draft()
    action = agree_action(
        by=here.amina, at=here.now, place=here.mtoni, text="Practise", owner_type="mentee", due_on=here.today,
        observation=seen,
    )  # fmt: skip
    issue = here.an_issue()
    visitors = {"amina", "coordinator", "verifier", "grace", "daniel", "officer", "admin"}
    recorders = {"amina", "coordinator"}
    mtoni = f"?place={here.mtoni.pk}"

    assert here.who_opens("visits:visits") == visitors | {"stranger"}
    assert here.who_opens("visits:visit", here.visit.pk) == visitors
    assert here.who_opens("visits:begin", query=mtoni) == recorders | {"verifier"}
    assert here.who_opens("visits:call", query=mtoni) == recorders | {"verifier"}
    for name in ("visits:change", "visits:meet", "visits:choose"):
        assert here.who_opens(name, here.visit.pk) == recorders
    for name in ("visits:contact", "visits:feedback"):
        assert here.who_opens(name, contact.pk) == recorders
    assert here.who_opens("visits:observe", draft.pk) == {"amina"}
    assert here.who_opens("visits:observation", seen.pk) == recorders | {"joseph"}
    assert here.who_opens("visits:correct", seen.pk) == recorders
    assert here.who_opens("visits:agree", seen.pk) == recorders
    assert here.who_opens("visits:actions") == set(EVERYBODY)
    assert here.who_opens("visits:action", action.pk) == recorders | {"joseph", "grace"}
    assert here.who_opens("visits:issue", issue.pk) == visitors
    assert here.who_opens("visits:report", query=f"?visit={here.visit.pk}") == visitors - {"officer"}


def test_the_in_charge_sees_levels_on_a_visit_and_an_me_officer_no_names(here):
    here.observed(here.joseph)

    to_grace = said(here.get("grace", "visits:visit", here.visit.pk))
    to_officer = said(here.get("officer", "visits:visit", here.visit.pk))
    to_amina = said(here.get("amina", "visits:visit", here.visit.pk))

    assert "To practise" in to_grace and "8 of 10" not in to_grace
    assert "Joseph" not in to_officer and "1 person" in to_officer and "To practise" not in to_officer
    assert "8 of 10" in to_amina and "Joseph" in to_amina


@pytest.mark.parametrize(
    ("query", "n"),
    [("", 1), ("?status=submitted", 0), ("?purpose=mentoring", 1), ("?purpose=combined", 0), ("?whose=mine", 1),
     ("?month=2020-01", 0), ("?month=13", 1)],
)  # fmt: skip
def test_the_list_is_narrowed_by_the_words_in_its_address(here, query, n):
    answer = here.get("amina", "visits:visits", query=query)

    assert (answer.context["n"], answer.status_code) == (n, 200)


def test_the_list_of_one_place(here):
    assert here.get("amina", "visits:visits", query=f"?place={here.mtoni.pk}").context["n"] == 1
    assert here.get("daniel", "visits:visits", query=f"?place={here.mbuyu.pk}").context["n"] == 0
    assert here.get("amina", "visits:visits", query="?place=nowhere").status_code == 404


def test_a_visit_refused_keeps_everything_typed(here):
    answer = here.post(
        "coordinator", "visits:begin", query=f"?place={here.mtoni.pk}", held_on=here.today + timedelta(days=1),
        purpose="combined", lead=here.coordinator.pk, companion_0=here.amina.pk, role_0="laboratory", length="5:15",
        theme="Newborn care", note="Roads were wet",
    )  # fmt: skip

    form = answer.context["form"]
    assert form.errors["held_on"] == ["The visit date is after today. Check the date."]
    assert [form[name].value() for name in ("purpose", "length", "theme", "note", "role_0")] == [
        "combined", "5:15", "Newborn care", "Roads were wet", "laboratory",
    ]  # fmt: skip
    assert form["companion_0"].value() == str(here.amina.pk)


def test_the_second_visit_of_a_stay_is_shown_the_first(here):
    answer = here.post(
        "amina", "visits:begin", query=f"?place={here.mtoni.pk}", held_on=here.today, purpose="mentoring",
        lead=here.amina.pk,
    )  # fmt: skip

    assert answer.context["known"] == str(here.visit.pk)
    assert reverse("visits:visit", args=[here.visit.pk]) in answer.content.decode()


@pytest.mark.parametrize("written", ["half a day", "4:75", "1.5"])
def test_a_length_is_hours_and_minutes(here, written):
    answer = here.post(
        "amina", "visits:change", here.visit.pk, held_on=here.today, purpose="mentoring", lead=here.amina.pk,
        length=written,
    )  # fmt: skip

    assert answer.context["form"].errors["length"] == ["Write hours and minutes, such as 4:30."]


def test_a_note_that_may_name_a_client_asks_first_and_is_kept_once_confirmed(here):
    given = {
        "held_on": here.today, "purpose": "mentoring", "lead": here.amina.pk, "note": "Ward phone 0712 345 678",
        "length": "2:00",
    }  # fmt: skip

    asked = here.post("amina", "visits:change", here.visit.pk, **given)
    before = asked.context["form"].asks_to_confirm, Visit.objects.get().note
    here.post("amina", "visits:change", here.visit.pk, **given, confirmed_text="on")

    assert before == (True, "")
    assert Visit.objects.get().note == "Ward phone 0712 345 678"


def test_a_client_who_declines_closes_the_form_and_is_counted(here):
    answer = here.post(
        "amina", "visits:choose", here.visit.pk, mentee=here.joseph.pk, version=here.version.pk, setting="real_client",
        permission="declined", observer_context="relationship_mentor",
    )  # fmt: skip

    kept = Observation.objects.get()
    assert answer.url == reverse("visits:visit", args=[here.visit.pk])
    assert (kept.permission, kept.answers, ObservationDraft.objects.count()) == ("declined", {}, 0)
    assert "1 client was asked and declined" in said(here.get("amina", "visits:visit", here.visit.pk))
    assert "declined" in said(here.get("amina", "visits:observation", kept.pk))


def test_a_real_client_needs_an_answer_and_the_choice_is_kept(here):
    answer = here.post(
        "amina", "visits:choose", here.visit.pk, mentee=here.joseph.pk, version=here.version.pk, setting="real_client",
        observer_context="relationship_mentor",
    )  # fmt: skip

    form = answer.context["form"]
    assert list(form.errors) == ["permission"]
    assert (form["mentee"].value(), form["setting"].value()) == (str(here.joseph.pk), "real_client")


def test_a_proof_of_mastery_that_ended_asks_for_a_reason_and_keeps_what_was_chosen(here):
    mentor = Mentor.objects.create(
        person=here.amina, standing="active", affiliation="senior", home=here.mtoni, area_path=here.mtoni.path,
        max_mentees=4, max_places=2, since=here.today, certified_until=here.today + timedelta(days=90),
    )  # fmt: skip
    Proficiency.objects.create(
        mentor=mentor,
        area_id="maternal",
        proven_by="both",
        assessed_on=here.today - timedelta(days=800),
        valid_until=here.today - timedelta(days=90),
    )
    maternal = replace(here.version.definition, area="maternal")
    Version.objects.filter(pk=here.version.pk).update(definition_json=to_json(maternal))
    given = {
        "mentee": here.joseph.pk, "version": here.version.pk, "setting": "simulation", "observer_context": "relationship_mentor",
    }  # fmt: skip
    page = said(here.get("amina", "visits:choose", here.visit.pk))
    assert "Why do you observe all the same?" not in page
    answer = here.post("amina", "visits:choose", here.visit.pk, **given)
    assert "Your proof of mastery in this field of work ended on" in said(answer)
    assert "Why do you observe all the same?" in said(answer)
    assert answer.context["form"]["mentee"].value() == str(here.joseph.pk)
    here.post("amina", "visits:choose", here.visit.pk, **given, override_reason="Nobody else could come")

    assert ObservationDraft.objects.latest("begun_at").closing["override_reason"] == "Nobody else could come"


def test_every_sending_keeps_the_answers_and_a_hole_is_no_error(here):
    draft = here.draft()

    answer = here.post("amina", "visits:observe", draft.pk, step1="1", step3="0", then="leave")

    draft.refresh_from_db()
    assert answer.url == reverse("visits:visit", args=[here.visit.pk])
    assert draft.answers == {"step1": "1", "step3": "0"}
    page = here.get("amina", "visits:observe", draft.pk)
    assert page.context["form"]["step3"].value() == "0"
    assert "2 of 10 steps answered" in said(page)


def test_a_tap_on_an_item_shows_the_standard_it_comes_from(here):
    Standard.objects.create(
        code="WHO-PCPNC", title="Pregnancy, childbirth and newborn care", version="3rd, 2015", page_note="D10"
    )
    items = tuple(replace(item, standard="WHO-PCPNC" if item.id == "step2" else "") for item in STEPS)
    whole = replace(here.version.definition, children=(Section("all", {"en": "All"}, items),))
    Version.objects.filter(pk=here.version.pk).update(definition_json=to_json(whole))
    page = html.fromstring(here.get("amina", "visits:observe", here.draft().pk).content)
    [shown] = page.xpath("//details[summary='Pregnancy, childbirth and newborn care']")

    assert "3rd, 2015" in shown.text_content() and "D10" in shown.text_content()


def test_feedback_without_a_strength_says_so_and_keeps_what_was_typed(here):
    met = here.observed(here.joseph).encounter
    answer = here.post(
        "amina", "visits:feedback", met.pk, person=here.joseph.pk, to_improve="Wait for the placenta", strengths=""
    )

    assert "strengths" in answer.context["form"].errors and "Wait for the placenta" in answer.text
    assert not FeedbackNote.objects.exists()


def test_an_answer_can_be_taken_away(here):
    draft = here.draft()
    save_draft(by=here.amina, at=here.now, draft=draft, answers={"step1": "1", "step2": "1"})

    here.post("amina", "visits:observe", draft.pk, step1="", step2="1", then="on")

    draft.refresh_from_db()
    assert draft.answers == {"step2": "1"}


def test_a_lack_at_the_place_opens_an_issue(here):
    draft = here.draft()
    here.post("amina", "visits:observe", draft.pk, step1="1", then="on")

    here.post(
        "amina", "visits:observe", draft.pk, query="?part=2", completeness="partial", resource_limited="yes",
        resource_category="supplies", resource_note="No oxytocin", then="record",
    )  # fmt: skip

    assert SystemsIssue.objects.get().text == "No oxytocin"


def test_a_begun_checklist_can_be_thrown_away_by_its_owner_only(here):
    draft = here.draft()

    assert here.post("coordinator", "visits:discard", draft.pk).status_code == 404
    here.post("amina", "visits:discard", draft.pk)

    assert ObservationDraft.objects.count() == 0


def test_the_result_says_what_was_missed_critical_first_with_what_to_do(here):
    answers = {item.id: "0" if item.id in ("step1", "step5") else "1" for item in STEPS}
    seen = here.observed(here.joseph, answers=answers, completeness="comprehensive")

    page = here.get("amina", "visits:observation", seen.pk)

    assert [(each["id"], each["critical"], each["feedback"]) for each in page.context["missed"]] == [
        ("step1", True, "Try 1."), ("step5", False, "Try 5."),
    ]  # fmt: skip
    assert "8 of 10 expected steps · 1 critical step missed · To practise" in said(page)


def test_an_observation_is_corrected_with_a_reason_and_the_old_one_says_so(here):
    old = here.observed(here.joseph, completeness="comprehensive")
    given = {f"part0-{id}": value for id, value in old.answers.items()}
    given |= {"part0-step9": "1", "permission": "granted", "completeness": "comprehensive", "mentee": here.joseph.pk}

    without = here.post("amina", "visits:correct", old.pk, **given)
    here.post("amina", "visits:correct", old.pk, **given, reason="Step 9 was done")

    new = Observation.objects.get(is_current=True)
    assert list(without.context["form"].errors) == ["reason"]
    assert (new.corrects, new.steps_done, new.correction_reason) == (old, 9, "Step 9 was done")
    assert "This observation was corrected" in said(here.get("amina", "visits:observation", old.pk))
    assert here.get("amina", "visits:correct", old.pk).status_code == 404


def test_a_call_is_logged_from_the_place_where_people_work(here):
    here.post(
        "amina", "visits:call", query=f"?place={here.mtoni.pk}", held_on=here.today, mode="phone",
        interaction="one_to_one", minutes=12, people=[here.joseph.pk], topic="Bleeding",
    )  # fmt: skip

    kept = Encounter.objects.get()
    assert (kept.visit, kept.mode, kept.minutes, kept.attendances.get().person) == (None, "phone", 12, here.joseph)


def test_actions_are_reported_and_feedback_is_read(here):
    seen = here.observed(here.joseph)
    action = agree_action(
        by=here.amina, at=here.now, place=here.mtoni, text="Practise", owner_type="mentee", due_on=here.today,
        observation=seen,
    )  # fmt: skip
    note = give_feedback(
        by=here.amina, at=here.now, encounter=seen.encounter, person=here.joseph, strengths="Gentle hands"
    )

    text = said(here.get("joseph", "visits:actions"))
    blocked = here.post("joseph", "visits:action", action.pk, status="blocked", outcome="")
    here.post("joseph", "visits:action", action.pk, status="done", outcome="Five times")
    stranger = here.post("grace", "visits:read", note.pk).status_code
    here.post("joseph", "visits:read", note.pk)

    assert "Practise" in text and "Gentle hands" in text
    assert list(blocked.context["form"].errors) == ["outcome"]
    assert ActionItem.objects.get().status == "done"
    note.refresh_from_db()
    assert (stranger, note.acknowledged_at is not None) == (404, True)


def test_an_issue_is_reported_known_and_resolved_on_pages(here):
    here.post(
        "amina", "visits:report", query=f"?visit={here.visit.pk}", category="supplies", text="No gloves", severity=3
    )
    issue = SystemsIssue.objects.get()
    here.post("grace", "visits:issue", issue.pk, then="know")
    known = SystemsIssue.objects.get().status
    empty = here.post("grace", "visits:issue", issue.pk, then="resolve", outcome="")
    here.post("grace", "visits:issue", issue.pk, then="resolve", outcome="Gloves came")

    issue.refresh_from_db()
    assert (issue.visit, issue.severity, known, issue.status) == (here.visit, 3, "acknowledged", "resolved")
    assert list(empty.context["form"].errors) == ["outcome"]


def test_a_submitted_visit_is_taken_back_and_a_contact_in_use_stays(here):
    seen = here.observed(here.joseph)
    refused = here.post("amina", "visits:remove", seen.encounter_id)
    Visit.objects.update(status="submitted", submitted_at=here.now)

    here.post("amina", "visits:reopen", here.visit.pk)

    assert (refused.status_code, Visit.objects.get().status) == (409, "draft")


def cost(here, name, *args):
    client = sign_in(here.client, here.amina)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(asked)


def test_the_list_costs_the_same_for_one_visit_as_for_four(here):
    one = cost(here, "visits:visits")
    for days in (3, 6, 9):
        record_visit(
            by=here.amina, at=here.now, place=here.mtoni, programme=here.programme,
            held_on=here.today - timedelta(days=days),
        )  # fmt: skip

    assert cost(here, "visits:visits") == one


def test_a_visit_and_the_actions_cost_the_same_for_one_person_as_for_three(here):
    def met(person):
        seen = here.observed(person)
        agree_action(
            by=here.amina, at=here.now, place=here.mtoni, text="Practise", owner_type="mentee", due_on=here.today,
            observation=seen, item_id="step9",
        )  # fmt: skip
        give_feedback(by=here.amina, at=here.now, encounter=seen.encounter, person=person, strengths="Calm")

    met(here.joseph)
    one = cost(here, "visits:visit", here.visit.pk), cost(here, "visits:actions")
    for name in ("Neema", "Baraka"):
        met(a_person(name, works_at=here.mtoni))

    assert (cost(here, "visits:visit", here.visit.pk), cost(here, "visits:actions")) == one


def test_a_step_that_an_answer_opens_is_asked_before_going_on(here):
    steps = (STEPS[0], replace(STEPS[1], relevant="${step1} = '0'"), *STEPS[2:])
    here.version = here.a_version(2, steps)
    draft = here.draft()

    first = here.get("amina", "visits:observe", draft.pk)
    stays = here.post("amina", "visits:observe", draft.pk, step1="0", then="on")
    again = here.get("amina", "visits:observe", draft.pk)

    assert ("step2" in first.context["form"].fields, "step2" in again.context["form"].fields) == (False, True)
    assert stays.url.endswith("?part=1")


def test_a_correction_can_say_that_the_client_declined_and_then_nothing_is_kept(here):
    old = here.observed(here.joseph, completeness="comprehensive")

    here.post(
        "coordinator", "visits:correct", old.pk, reason="The client said no", permission="declined",
        completeness="comprehensive", mentee=here.joseph.pk, **{"part0-step1": "1"},
    )  # fmt: skip

    new = Observation.objects.get(is_current=True)
    assert (new.permission, new.answers, new.steps_done, new.observer) == ("declined", {}, None, here.amina)


def test_what_was_agreed_last_time_stands_first_when_observing_again(here):
    seen = here.observed(here.joseph)
    agree_action(
        by=here.amina, at=here.now, place=here.mtoni, text="Practise counter-traction", owner_type="mentee",
        due_on=here.today, observation=seen,
    )  # fmt: skip

    text = said(here.get("amina", "visits:choose", here.visit.pk))

    assert text.index("Practise counter-traction") < text.index("Whom do you observe?")


def test_typed_words_are_shown_as_words(here):
    here.post(
        "amina", "visits:report", query=f"?visit={here.visit.pk}", category="other", severity=1,
        text="<script>alert(1)</script>",
    )  # fmt: skip

    page = here.get("amina", "visits:visit", here.visit.pk).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page
