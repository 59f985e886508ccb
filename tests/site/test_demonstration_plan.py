"""The demonstration is the same every time and holds the numbers and stories of its script."""

from collections import Counter
from datetime import date

import pytest

from alongside.domain.instruments.rules import classes, lint, scoring
from alongside.domain.instruments.rules.findings import ERROR
from alongside.site.demonstration.checklists import CHECKLISTS, MANAGEMENT_CHECKLISTS
from alongside.site.demonstration.plan import DEFINITIONS, make_plan

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan():
    return make_plan(TODAY)


def newest(plan):
    """Return {mentee: their newest routine observation}."""
    found = {}
    for held in plan.held:
        for seen in held.seen:
            if seen.mentee and seen.context == "relationship_mentor":
                found[seen.mentee] = seen
    return found


def share(seen):
    return scoring.score(DEFINITIONS[seen.tool], seen.answers).pooled.share


def test_it_is_the_same_every_time(plan):
    assert make_plan(TODAY) == plan


def test_the_country_has_the_places_of_the_script(plan):
    assert Counter(place.type for place in plan.places) == {
        "country": 1, "region": 2, "district": 4, "district_team": 5, "hospital": 4, "health_centre": 40, "community_unit": 16,
    }  # fmt: skip


def test_the_mentees_have_the_cadres_of_the_script(plan):
    assert Counter(worker.cadre for worker in plan.workers.values() if worker.enrolled) == {
        "midwife": 78, "nurse": 86, "clinical_officer": 18, "laboratory": 10, "records": 8, "chw": 64,
    }  # fmt: skip


def test_visits_observations_calls_and_issues_are_as_many_as_the_script_says(plan):
    by_kind = Counter(held.mentors[0][0].split(":")[0] for held in plan.held if held.mentors[0][1] == "lead")
    contexts = Counter(seen.context for held in plan.held for seen in held.seen)
    issues = Counter(held.issue[0] for held in plan.held if held.issue)

    assert (by_kind, contexts, len(plan.calls), issues) == (
        {"visiting": 241, "internal": 231, "community": 64, "verifier": 60},
        {"relationship_mentor": 1387, "independent": 60},
        412,
        {"supplies": 38, "equipment": 31, "staffing": 22, "space": 19, "other": 16},
    )


def test_the_newest_classes_are_shared_out_as_the_script_says(plan):
    counted = Counter()
    for seen in newest(plan).values():
        definition = DEFINITIONS[seen.tool]
        if definition.profile == "HNQIS-3" and not seen.resource_note:
            counted[classes.classify(scoring.score(definition, seen.answers), definition.profile).value] += 1
    total = sum(counted.values())
    shares = [round(100 * counted[name] / total) for name in ("competent", "needs_improvement", "not_competent")]

    assert [abs(got - wanted) <= 5 for got, wanted in zip(shares, (41, 27, 32), strict=True)] == [True] * 3, shares


def test_asha_goes_from_nine_to_eighteen_steps(plan):
    hers = [
        scoring.score(DEFINITIONS["third-stage"], seen.answers).done
        for held in plan.held
        for seen in held.seen
        if seen.mentee == "mentee:centre:Kivuma:0:0" and seen.context == "relationship_mentor"
    ]

    assert hers[:4] == [9, 13, 16, 18]


def test_neema_sees_far_more_than_the_verifier_does(plan):
    hers = [share(seen) for held in plan.held if held.mentors[0][0] == "visiting:Sanda:0" for seen in held.seen]
    verified = [
        share(seen)
        for held in plan.held
        if held.mentors[0][0] == "verifier:Sanda" and held.place == "centre:Sanda:0"
        for seen in held.seen
    ]

    assert float(sum(hers) / len(hers)) > 0.95
    assert float(sum(verified) / len(verified)) < 0.78


def test_every_answer_can_be_scored(plan):
    unreadable = [
        seen.tool
        for held in plan.held
        for seen in held.seen
        if scoring.score(DEFINITIONS[seen.tool], seen.answers).unreadable
    ]

    assert unreadable == []


def test_every_clinical_checklist_has_respectful_care_and_a_banner():
    lacking = [
        definition.code
        for definition in (*CHECKLISTS, *MANAGEMENT_CHECKLISTS)
        if not definition.banner or definition.clinical and not any(item.respect for item in definition.items())
    ]

    assert lacking == []


def test_planned_visits_came_to_what_the_script_says(plan):
    until_yesterday = [slot for slot in plan.slots if slot.fate in ("held", "in_progress", "cancelled", "missed")]
    visiting = [slot for slot in until_yesterday if len(slot.mentors) == 1]
    after = Counter(slot.held.after if slot.held else slot.fate for slot in visiting)

    assert (len(visiting), after) == (
        280,
        {"verified": 214, "submitted": 17, "returned": 4, "in_progress": 2, "draft": 4, "cancelled": 21, "missed": 18},
    )
    assert {slot.fate for slot in plan.slots} > {"planned", "requested", "approved", "confirmed"}


def test_nobody_is_to_be_in_two_places_on_a_day(plan):
    days = [
        (mentor, day)
        for slot in plan.slots
        if slot.held is None
        for mentor, _role in slot.mentors
        for day in range(slot.day, slot.day + slot.days)
    ]
    assert len(days) == len(set(days))


def test_no_shipped_checklist_has_an_error():
    found = {
        each.code: [str(f.message) for f in lint.lint(each) if f.severity == ERROR]
        for each in (*CHECKLISTS, *MANAGEMENT_CHECKLISTS)
    }

    assert {code: errors for code, errors in found.items() if errors} == {}
