"""Visits and contacts: begun, changed, submitted when complete, and never twice."""

from datetime import timedelta

import pytest

from alongside.domain.encounters.commands import (
    add_encounter,
    begin_observation,
    change_encounter,
    change_visit,
    give_feedback,
    record_observation,
    record_visit,
    remove_encounter,
    reopen_visit,
    submit_visit,
)
from alongside.domain.encounters.models import Encounter, Visit
from alongside.domain.encounters.queries.visits import missing_of
from alongside.domain.people.terms import Role
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, a_grant

from .stories import HOURS, Story, refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    return Story()


def test_amina_begins_a_visit_as_its_lead(story):
    visit = story.visit(purpose="combined", note="Long rains")

    mentors = [(row.person, row.role) for row in visit.mentors.all()]
    assert (visit.status, visit.until_on, visit.area_path, visit.recorded_by) == (
        "draft", TODAY, story.mtoni.path, story.amina,
    )  # fmt: skip
    assert mentors == [(story.amina, "lead")]


def test_a_visit_sent_twice_is_one_visit(story):
    act_id = uuid7()

    assert story.visit(act_id=act_id) == story.visit(act_id=act_id)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "grace", "joseph", "daniel", "officer"])
def test_whoever_does_not_mentor_there_records_no_visit(story, who):
    given = {"place": story.mtoni, "programme": story.programme, "held_on": TODAY}

    assert refusal(record_visit, by=getattr(story, who), **given) == "acts.not_yours"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"held_on": TODAY + DAY}, "encounters.in_future"),
        ({"held_on": TODAY - DAY, "until_on": TODAY - 2 * DAY}, "encounters.ends_before_start"),
        ({"held_on": TODAY - 2 * DAY, "until_on": TODAY}, "encounters.too_long"),
        ({"length": timedelta(hours=25)}, "encounters.length_beyond_days"),
        ({"length": timedelta(0)}, "encounters.length_beyond_days"),
        ({"note": "Rang the mother on 0712 345 678"}, "text.names_somebody"),
    ],
    ids=["tomorrow", "backwards", "three days", "25 hours in a day", "no time", "a telephone"],
)
def test_why_a_visit_is_not_recorded(story, given, code):
    with pytest.raises(Refused) as refused:
        story.visit(**given)

    assert refused.value.code == code


def test_an_area_is_not_visited(story):
    with pytest.raises(Refused) as refused:
        story.visit(place=story.kivuma)

    assert refused.value.code == "encounters.not_a_place"


def test_a_number_that_is_no_clients_is_kept_once_confirmed_and_the_journal_says_so(story):
    from alongside.kernel.models import Entry

    visit = story.visit(note="The ward's telephone is 0712 345 678", confirmed_text=True)

    assert visit.note == "The ward's telephone is 0712 345 678"
    facts = Entry.objects.get(act="encounters.record_visit").facts
    assert facts["confirmed_text"] is True
    assert "note" not in facts


def test_the_second_record_of_the_same_stay_leads_to_the_first(story):
    first = story.visit()

    with pytest.raises(Refused) as refused:
        story.visit(purpose="supervision")

    assert (refused.value.code, refused.value.facts["visit"]) == ("encounters.same_stay", str(first.pk))


def test_a_draft_can_be_changed_and_a_submitted_visit_cannot(story):
    visit = story.visit()
    given = {"held_on": TODAY - DAY, "until_on": TODAY, "purpose": "combined", "length": HOURS}
    mentors = [(story.amina, "lead"), (story.verifier, "observer")]

    changed = change_visit(by=story.amina, at=NOON, visit=visit, mentors=mentors, **given)

    assert (changed.held_on, changed.purpose) == (TODAY - DAY, "combined")
    assert [(row.person, row.role) for row in changed.mentors.order_by("pk")] == mentors
    Visit.objects.filter(pk=visit.pk).update(status="submitted", submitted_at=NOON)
    assert refusal(change_visit, by=story.amina, visit=visit, mentors=mentors, **given) == "encounters.visit_submitted"
    assert refusal(change_visit, by=story.stranger, visit=visit, mentors=mentors, **given) == "acts.not_yours"


def test_the_days_and_mentors_of_a_visit_hold_what_happened_on_it(story):
    visit = story.visit()
    story.met(visit, story.joseph)
    given = {"by": story.amina, "visit": visit, "purpose": "mentoring"}

    assert (
        refusal(change_visit, **given, held_on=TODAY - DAY, mentors=[(story.amina, "lead")])
        == "encounters.days_leave_encounters"
    )
    assert (
        refusal(change_visit, **given, held_on=TODAY, mentors=[(story.coordinator, "lead")])
        == "encounters.mentor_met_people"
    )


def test_a_contact_holds_people_minutes_activities_and_skills_supported(story):
    encounter = story.met(
        story.visit(), story.joseph, story.neema, interaction="one_to_group", topic="Bleeding drill",
        activities=[("drill", 30), ("case_discussion", 10)], supported=[story.amtsl],
    )  # fmt: skip

    assert {row.person for row in encounter.attendances.all()} == {story.joseph, story.neema}
    assert [(row.type, row.minutes) for row in encounter.activities.order_by("pk")] == [
        ("drill", 30), ("case_discussion", 10),
    ]  # fmt: skip
    assert [row.competency for row in encounter.supported.all()] == [story.amtsl]


@pytest.mark.parametrize(
    ("people", "given", "code"),
    [
        (["joseph", "neema"], {}, "encounters.not_one_to_one"),
        (["amina"], {}, "encounters.mentors_self"),
        (["joseph", "joseph"], {"interaction": "one_to_group"}, "encounters.person_twice"),
        (["joseph"], {"held_on": TODAY - DAY}, "encounters.outside_visit"),
        (["joseph"], {"held_on": TODAY + DAY}, "encounters.in_future"),
        (["joseph"], {"activities": [("drill", 50)]}, "encounters.activities_too_long"),
        (["stranger"], {}, "encounters.works_elsewhere"),
        (["joseph"], {"topic": "Mother born on 12/03/1999"}, "text.names_somebody"),
    ],
)
def test_why_a_contact_is_not_recorded(story, people, given, code):
    with pytest.raises(Refused) as refused:
        story.met(story.visit(), *(getattr(story, who) for who in people), **given)

    assert refused.value.code == code


def test_a_mentor_who_is_not_on_the_visit_met_nobody_on_it(story):
    visit = story.visit()

    assert (
        refusal(add_encounter, by=story.coordinator, visit=visit, held_on=TODAY, people=[story.joseph], minutes=5)
        == "encounters.not_on_visit"
    )
    assert refusal(add_encounter, by=story.stranger, visit=visit, held_on=TODAY) == "acts.not_yours"


def test_a_call_stands_alone_and_a_meeting_in_person_does_not(story):
    given = {"by": story.amina, "place": story.mtoni, "programme": story.programme, "held_on": TODAY}
    call = add_encounter(**given, at=NOON, mode="phone", people=[story.joseph], minutes=12)

    assert (call.visit, call.mentor, call.mode) == (None, story.amina, "phone")
    assert refusal(add_encounter, **given, people=[story.joseph]) == "encounters.in_person_without_visit"
    assert refusal(add_encounter, **given, mode="chat") == "encounters.contact_of_somebody"
    assert refusal(add_encounter, **{**given, "by": story.stranger}, mode="chat") == "acts.not_yours"


def test_a_contact_sent_twice_is_one_contact(story):
    visit, act_id = story.visit(), uuid7()

    assert story.met(visit, story.joseph, act_id=act_id) == story.met(visit, story.joseph, act_id=act_id)
    assert Encounter.objects.count() == 1


def test_a_contact_is_changed_and_taken_out_while_nothing_rests_on_it(story):
    visit = story.visit()
    encounter = story.met(visit, story.joseph)
    given = {"held_on": TODAY, "mode": "in_person", "interaction": "one_to_group", "minutes": 50, "topic": "Drill"}

    change_encounter(by=story.amina, at=NOON, encounter=encounter, people=[story.joseph, story.neema], **given)

    encounter = Encounter.objects.get(pk=encounter.pk)
    assert (encounter.minutes, encounter.attendances.count()) == (50, 2)
    remove_encounter(by=story.amina, at=NOON, encounter=encounter)
    assert Encounter.objects.count() == 0
    kept = story.observed(visit).encounter
    assert refusal(remove_encounter, by=story.amina, encounter=kept) == "encounters.encounter_in_use"
    assert (
        refusal(change_encounter, by=story.amina, encounter=kept, people=[story.neema], **given)
        == "encounters.observed_person_left"
    )
    assert refusal(remove_encounter, by=story.stranger, encounter=kept) == "acts.not_yours"


def test_submitting_says_everything_that_is_missing_with_where_to_go(story):
    visit = story.visit(length=None)
    group = story.met(visit, interaction="one_to_group", minutes=None)
    later = NOON + timedelta(minutes=1)  # contacts stand in the order in which they were recorded
    seen = record_observation(by=story.amina, at=later, visit=visit, seen=story.seen_of())
    draft = begin_observation(
        by=story.amina, at=NOON, visit=visit, version=story.version, held_on=TODAY, setting="simulation",
        mentee=story.neema,
    )  # fmt: skip

    lacks = [(each.code, each.id, each.field) for each in missing_of(visit)]
    assert lacks == [
        ("length", visit.pk, "length"),
        ("people", group.pk, "people"),
        ("minutes", group.pk, "minutes"),
        ("topic", group.pk, "topic"),
        ("minutes", seen.encounter_id, "minutes"),
        ("feedback", seen.encounter_id, "feedback"),
        ("open_draft", draft.pk, ""),
    ]
    with pytest.raises(Refused) as refused:
        submit_visit(by=story.amina, at=NOON, visit=visit)
    assert (refused.value.code, refused.value.facts["missing"]) == (
        "encounters.visit_incomplete", [code for code, _id, _field in lacks],
    )  # fmt: skip
    assert "Tell Joseph what went well." in str(refused.value.message)


def test_an_empty_visit_lacks_somebody_met(story):
    assert [each.code for each in missing_of(story.visit())] == ["encounter"]


def test_a_complete_visit_is_submitted_once_and_can_be_taken_back(story):
    visit = story.visit()
    encounter = story.met(visit, story.joseph)
    story.observed(visit)
    give_feedback(by=story.amina, at=NOON, encounter=encounter, person=story.joseph, strengths="Calm and quick")

    submit_visit(by=story.amina, at=NOON, visit=visit)
    again = submit_visit(by=story.amina, at=NOON + HOURS, visit=visit)

    assert (again.status, again.submitted_at) == ("submitted", NOON)
    assert refusal(submit_visit, by=story.stranger, visit=visit) == "acts.not_yours"
    assert refusal(reopen_visit, by=story.grace, visit=visit) == "acts.not_yours"
    assert reopen_visit(by=story.coordinator, at=NOON, visit=visit).status == "draft"


def test_a_mentor_of_another_programme_does_not_change_this_visit(story):
    visit = story.visit()
    a_grant(story.stranger, Role.MENTOR, story.kivuma, programme=type("Other", (), {"pk": uuid7()})())

    assert refusal(submit_visit, by=story.stranger, visit=visit) == "acts.not_yours"
