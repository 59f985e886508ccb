"""Observations: begun as drafts, scored here, never edited; what a client declined leaves nothing of the care."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.commands import (
    arrived_encounter,
    begin_observation,
    correct_observation,
    discard_draft,
    record_draft,
    record_observation,
    save_draft,
    store_observation,
)
from alongside.domain.encounters.models import (
    Attendance,
    Encounter,
    Observation,
    ObservationDraft,
    SystemsIssue,
    Visit,
)
from alongside.domain.encounters.rules.recording import seen_until
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import Definition, Item, Section, to_json
from alongside.domain.instruments.rules.scoring import from_json
from alongside.domain.mentors.models import Mentor, Proficiency
from alongside.domain.people.models import Employment
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import STEPS, TODAY
from tests.people import NOON, a_person, an_employment

from .stories import Story, refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    return Story()


def begun(story, visit, **more):
    given = {"version": story.version, "held_on": TODAY, "setting": "real_client", "permission": "granted", **more}
    return begin_observation(by=story.amina, at=NOON, visit=visit, **{"mentee": story.joseph, **given})


def test_what_was_seen_is_scored_here_and_the_score_as_sent_stands_beside_it(story):
    kept = story.observed(story.visit(), done=8, sent_score={"score": "100"})

    assert (kept.steps_done, kept.steps_expected, kept.critical_missed, kept.result_class) == (
        8, 10, 0, "not_competent",
    )  # fmt: skip
    assert (kept.earned, kept.possible, kept.sent_score) == (8, 10, {"score": "100"})
    assert from_json(kept.results).share == from_json(kept.results).pooled.share
    assert (kept.observer, kept.mentee, kept.encounter.mentor) == (story.amina, story.joseph, story.amina)
    assert [row.person for row in kept.encounter.attendances.all()] == [story.joseph]


def test_a_second_checklist_on_the_same_person_belongs_to_the_same_encounter(story):
    visit = story.visit()

    assert story.observed(visit).encounter == story.observed(visit).encounter
    assert (Encounter.objects.count(), Attendance.objects.count(), Observation.objects.count()) == (1, 1, 2)


def test_an_observation_sent_twice_is_one_observation(story):
    visit, act_id = story.visit(), uuid7()
    given = {"by": story.amina, "at": NOON, "visit": visit, "seen": story.seen_of(), "act_id": act_id}

    assert record_observation(**given) == record_observation(**given)
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "grace", "joseph", "daniel", "officer", "verifier"])
def test_whoever_is_not_on_the_visit_records_no_observation(story, who):
    visit = story.visit()

    assert refusal(record_observation, by=getattr(story, who), visit=visit, seen=story.seen_of()) == "acts.not_yours"


def test_a_coordinator_records_for_the_mentor_who_observed(story):
    visit = story.visit()
    given = {"at": NOON, "visit": visit, "seen": story.seen_of()}

    assert record_observation(by=story.coordinator, observer=story.amina, **given).observer == story.amina
    assert (
        refusal(record_observation, by=story.coordinator, visit=visit, seen=story.seen_of())
        == "encounters.not_on_visit"
    )


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ({"permission": ""}, "encounters.permission_missing"),
        ({"permission": "not_applicable"}, "encounters.permission_missing"),
        ({"setting": "simulation"}, "encounters.no_client_to_ask"),
        ({"permission": "declined"}, "encounters.declined_with_answers"),
        ({"observer_context": "independent"}, "encounters.not_a_verifier"),
        ({"observer_context": "self"}, "encounters.not_themselves"),
        ({"stopped_at": "step99"}, "encounters.no_such_item"),
        ({"held_on": TODAY - DAY}, "encounters.outside_visit"),
        ({"held_on": TODAY + DAY}, "encounters.in_future"),
        ({"resource_limited": True}, "encounters.what_was_lacking"),
        (
            {"resource_limited": True, "resource_note": "No gloves for patient number 44871223"},
            "text.names_somebody",
        ),
    ],
)
def test_why_an_observation_is_not_recorded(story, seen, code):
    with pytest.raises(Refused) as refused:
        story.observed(story.visit(), **seen)

    assert refused.value.code == code
    assert Observation.objects.count() == 0


def test_a_mentor_does_not_observe_herself(story):
    an_employment(story.amina, story.mtoni)

    with pytest.raises(Refused) as refused:
        story.observed(story.visit(), story.amina)

    assert refused.value.code == "encounters.observes_self"


def test_somebody_who_works_elsewhere_that_day_was_not_seen_there(story):
    Employment.objects.filter(person=story.joseph).update(until=TODAY)
    an_employment(story.joseph, story.mbuyu, since=TODAY)

    with pytest.raises(Refused) as refused:
        story.observed(story.visit())

    assert refused.value.code == "encounters.works_elsewhere"
    assert str(refused.value.message).startswith("Joseph had no post at the place")


@pytest.mark.parametrize(
    "life",
    [
        {"status": "review"},
        {"effective_on": TODAY + DAY},
        {"status": "retired", "retired_at": NOON},
    ],
    ids=["in review", "from tomorrow", "retired today"],
)
def test_a_version_not_in_use_that_day_is_not_filled(story, life):
    visit = story.visit()
    for name, value in life.items():
        setattr(story.version, name, value)
    story.version.save()

    with pytest.raises(Refused) as refused:
        story.observed(visit)

    assert refused.value.code == "encounters.version_not_in_use"


def test_a_checklist_limited_to_cadres_is_not_filled_for_others(story):
    clerk = a_person("Juma", works_at=story.mtoni, cadre="records_clerk")
    limited = replace(story.version.definition, cadres=("records_clerk", "nurse"))
    version = Version.objects.create(
        instrument=story.instrument, number=7, status="approved", definition_json=to_json(limited), digest="7",
        drafted_at=NOON, approved_at=NOON, effective_on=TODAY,
    )  # fmt: skip
    for_records = replace(limited, cadres=("records_clerk",))
    only = Version.objects.create(
        instrument=story.instrument, number=8, status="approved", definition_json=to_json(for_records), digest="8",
        drafted_at=NOON, approved_at=NOON, effective_on=TODAY,
    )  # fmt: skip
    given = {"by": story.amina, "visit": story.visit(), "held_on": TODAY, "setting": "record"}

    for mentee, checklist in ((story.joseph, version), (clerk, version), (clerk, only)):
        assert begin_observation(at=NOON, mentee=mentee, version=checklist, **given)
    with pytest.raises(Refused, match="This checklist is for: Records Clerk. Joseph works as: Nurse.") as refused:
        begin_observation(at=NOON, mentee=story.joseph, version=only, **given)
    assert refused.value.code == "encounters.other_cadre"
    assert begin_observation(at=NOON, team="Maternity", version=only, **given), "a team has many cadres"


def test_a_declined_client_is_counted_and_nothing_of_the_care_is_kept(story):
    kept = story.observed(
        story.visit(), permission="declined", answers={}, completeness="partial", resource_note="Dark room"
    )

    assert (kept.permission, kept.answers, kept.results, kept.completeness, kept.resource_note) == (
        "declined", {}, {}, "", "",
    )  # fmt: skip
    assert (kept.earned, kept.steps_done, kept.result_class) == (None, None, "")


def test_a_lack_opens_an_issue_for_the_place(story):
    kept = story.observed(
        story.visit(), resource_limited=True, resource_category="supplies", resource_note="No oxytocin in the room"
    )

    issue = SystemsIssue.objects.get()
    assert (issue.observation, issue.category, issue.text, issue.status, issue.visit) == (
        kept, "supplies", "No oxytocin in the room", "open", kept.encounter.visit,
    )  # fmt: skip


def test_the_score_stops_where_the_mentor_stepped_in(story):
    kept = story.observed(story.visit(), done=10, stopped_at="step4")

    assert (kept.intervened, kept.steps_done, kept.result_class) == (True, 4, "not_enough_evidence")
    assert len(kept.answers) == 10


def test_what_was_seen_until_an_item_goes_in_reading_order():
    steps = tuple(Item(name, {"en": name}, scale="YN") for name in "abcd")
    definition = Definition(
        "x", {"en": "X"}, (Section("s", {}, steps[:2]), Section("r", {}, steps[2:3], repeat=True), steps[3])
    )
    answers = {"a": "1", "b": "1", "r": [{"c": "1"}], "d": "1"}

    assert seen_until(definition, answers, "b") == {"a": "1", "b": "1"}
    assert seen_until(definition, answers, "c") == {"a": "1", "b": "1", "r": [{"c": "1"}]}
    assert seen_until(definition, answers, "") == answers


def test_a_team_is_observed_without_a_person(story):
    kept = story.observed(story.visit(), None, team="Maternity team", setting="simulation", permission="")

    assert (kept.mentee, kept.team, kept.permission, kept.encounter.interaction) == (
        None, "Maternity team", "not_applicable", "one_to_group",
    )  # fmt: skip


def test_a_draft_is_kept_at_any_state_and_becomes_the_observation(story):
    visit = story.visit()
    draft = begun(story, visit)
    save_draft(by=story.amina, at=NOON, draft=draft, answers={"step1": "1", "step2": "0"})
    save_draft(
        by=story.amina, at=NOON, draft=draft, answers={"step2": "", **{f"step{n}": "1" for n in range(3, 11)}},
        closing={"completeness": "satisfactory"},
    )  # fmt: skip
    assert begun(story, visit) == draft, "the same checklist for the same person is the one already open"

    kept = record_draft(by=story.amina, at=NOON + timedelta(minutes=25), draft=draft)

    assert (kept.steps_done, kept.steps_expected, kept.completeness) == (9, 10, "satisfactory")
    assert "step2" not in kept.answers
    assert kept.encounter.minutes == 25
    assert ObservationDraft.objects.count() == 0


def test_an_act_on_a_draft_is_for_whoever_fills_it(story):
    draft = begun(story, story.visit())

    for act, given in (
        (save_draft, {"answers": {"step1": "1"}}), (record_draft, {}), (discard_draft, {}),
    ):  # fmt: skip
        assert refusal(act, by=story.coordinator, draft=draft, **given) == "acts.not_yours"
    discard_draft(by=story.amina, at=NOON, draft=draft)
    assert ObservationDraft.objects.count() == 0


def test_a_draft_recorded_twice_makes_one_observation(story):
    draft, act_id = begun(story, story.visit()), uuid7()
    save_draft(by=story.amina, at=NOON, draft=draft, answers={"step1": "1"})
    pk = draft.pk

    first = record_draft(by=story.amina, at=NOON, draft=draft, act_id=act_id)
    again = record_draft(by=story.amina, at=NOON, draft=ObservationDraft(pk=pk), act_id=act_id)

    assert (first, Observation.objects.count()) == (again, 1)


def test_no_checklist_is_opened_when_the_client_declined(story):
    with pytest.raises(Refused) as refused:
        begun(story, story.visit(), permission="declined")

    assert refused.value.code == "encounters.client_declined"


def test_a_correction_names_the_old_one_and_the_reason_and_the_old_stops_counting(story):
    old = story.observed(story.visit(), done=6)

    new = correct_observation(
        by=story.amina, at=NOON, observation=old, reason="Step 7 was done", seen=story.seen_of(done=7)
    )

    old.refresh_from_db()
    assert (new.corrects, new.correction_reason, new.is_current, new.steps_done) == (old, "Step 7 was done", True, 7)
    assert (old.is_current, old.steps_done, old.corrected_by) == (False, 6, new)


def test_a_correction_stays_with_whoever_observed(story):
    old = story.observed(story.visit())

    new = correct_observation(
        by=story.coordinator, at=NOON, observation=old, reason="Wrong person", seen=story.seen_of(story.neema)
    )

    assert (new.observer, new.mentee) == (story.amina, story.neema)
    assert new.encounter.attendances.filter(person=story.neema).exists()


def test_why_a_correction_is_refused(story):
    old = story.observed(story.visit())
    given = {"observation": old, "seen": story.seen_of()}

    assert refusal(correct_observation, by=story.amina, reason=" ", **given) == "encounters.reason_missing"
    for who in ("stranger", "verifier", "joseph", "grace", "daniel"):
        assert refusal(correct_observation, by=getattr(story, who), reason="No", **given) == "acts.not_yours"
    correct_observation(by=story.amina, at=NOON, reason="Slip", **given)
    assert refusal(correct_observation, by=story.amina, reason="Slip", **given) == "encounters.already_corrected"


def test_an_answer_the_checklist_does_not_offer_is_refused(story):
    with pytest.raises(Refused) as refused:
        story.observed(story.visit(), answers={"step1": "perhaps"})

    assert refused.value.code == "instruments.not_a_choice"


def test_a_step_that_skip_rules_close_is_not_expected(story):
    steps = (STEPS[0], replace(STEPS[1], relevant="${step1} = '0'"), *STEPS[2:])
    version = story.a_version(2, steps)

    kept = story.observed(story.visit(), answers={item.id: "1" for item in STEPS if item.id != "step2"}, done=10)
    skipped = record_observation(
        by=story.amina, at=NOON, visit=Visit.objects.get(),
        seen=replace(story.seen_of(), version=version, answers={item.id: "1" for item in STEPS if item.id != "step2"}),
    )  # fmt: skip

    assert (kept.steps_expected, skipped.steps_expected, skipped.steps_done) == (10, 9, 9)


def arrive(story, mentee, day=TODAY):
    """Keep what a phone sent, as an act of another way in does; return (statements, observation)."""
    with CaptureQueriesContext(connection) as asked:
        encounter = arrived_encounter(
            at=NOON, programme=story.programme, place=story.mtoni, mentor=story.amina, held_on=day, mentee=mentee,
            source="openrosa",
        )  # fmt: skip
        kept = store_observation(
            replace(story.seen_of(mentee), held_on=day), at=NOON, encounter=encounter, observer=story.amina
        )
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]]), kept


def test_what_arrives_costs_one_question_and_at_most_five_rows(story):
    first, _ = arrive(story, story.joseph)
    same_person, _ = arrive(story, story.joseph)
    next_person, kept = arrive(story, story.neema)

    assert (first, same_person, next_person) == (6, 2, 4)
    assert Visit.objects.count() == 1
    assert (kept.encounter.visit.status, kept.encounter.visit.source) == ("submitted", "openrosa")


def test_what_arrives_from_the_next_day_belongs_to_the_same_stay_and_later_to_another(story):
    for days in (0, 1, 5):
        arrive(story, story.joseph, date(2026, 4, 1) + days * DAY)

    assert [(visit.held_on.day, visit.until_on.day) for visit in Visit.objects.order_by("held_on")] == [(1, 2), (6, 6)]


def test_what_arrives_joins_the_visit_begun_on_a_page(story):
    visit = story.visit()
    story.met(visit, story.joseph)

    _statements, kept = arrive(story, story.joseph)

    assert (kept.encounter.visit, Encounter.objects.count(), Visit.objects.get().status) == (visit, 1, "draft")


def test_a_mentor_whose_proof_ended_long_ago_observes_with_a_reason_only(story):
    mentor = Mentor.objects.create(
        person=story.amina, standing="active", affiliation="senior", home=story.mtoni, area_path=story.mtoni.path,
        max_mentees=4, max_places=2, since=TODAY, certified_until=TODAY + timedelta(days=90),
    )  # fmt: skip
    proof = Proficiency.objects.create(
        mentor=mentor, area_id="maternal", proven_by="both", assessed_on=TODAY - timedelta(days=800),
        valid_until=TODAY - timedelta(days=60),
    )  # fmt: skip
    maternal = replace(story.version.definition, area="maternal")
    Version.objects.filter(pk=story.version.pk).update(definition_json=to_json(maternal))
    story.version = Version.objects.get(pk=story.version.pk)
    visit = story.visit()
    given = {
        "visit": visit,
        "version": story.version,
        "mentee": story.joseph,
        "held_on": TODAY,
        "setting": "simulation",
    }

    assert begin_observation(by=story.amina, at=NOON, **given), "until sixty days after its end nothing more is asked"
    Proficiency.objects.filter(pk=proof.pk).update(valid_until=TODAY - timedelta(days=61))
    assert refusal(begin_observation, by=story.amina, **given) == "encounters.proficiency_lapsed"
    seen = story.seen_of(setting="simulation", permission="")
    assert refusal(record_observation, by=story.amina, visit=visit, seen=seen) == "encounters.proficiency_lapsed"
    named = {**given, "override_reason": "Ask Joseph on 0712 345 678"}
    assert refusal(begin_observation, by=story.amina, **named) == "text.names_somebody"
    draft = begin_observation(by=story.amina, at=NOON, override_reason="Nobody else could come", **given)
    save_draft(
        by=story.amina, at=NOON, draft=draft, answers={"step1": "1"}, closing={"completeness": "partial"}
    )  # fmt: skip
    made = record_draft(by=story.amina, at=NOON, draft=draft)

    assert made.override_reason == "Nobody else could come"
