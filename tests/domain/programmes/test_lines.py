"""The lines of a design: stated, changed, refused, sent twice and kept once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from alongside.domain.programmes import commands, queries
from alongside.domain.programmes.models import CadencePhase, Enrolment, Focus, OptionScore, Overlap, ProgrammeGoal
from alongside.domain.programmes.rules.design import government_share, is_orphaned, meetings, missing, weighed
from alongside.domain.programmes.terms import STEPS
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON

from .designed import TODAY, Drafted

pytestmark = pytest.mark.django_db
STEP = {step.code: step for step in STEPS}
GOAL = {
    "kind": "quality", "text": "Fewer bleed", "indicator": "QOC-01", "baseline": Decimal(54), "target": Decimal(85),
    "due_on": date(2027, 6, 30),
}  # fmt: skip
APPROACH = {"kind": "supervision", "name": "Supervision", "starts_on": date(2026, 5, 1)}
MODEL = {"model": "internal", "deployment": "embedded", "most_mentees": 6, "most_places": 1}
OPTION = {"model": "visiting", "criterion": "reach", "points": 4, "note": "Far places are reached."}
START_UP = {"code": "leadership", "level": "national", "done_on": TODAY, "note": "They lead it."}
# act, arguments, table, what they refuse
LINES = [
    ("state_goal", GOAL, "goal"),
    ("map_approach", APPROACH, "approach"),
    ("weigh_option", OPTION, "option"),
    ("note_structure", {"name": "District team", "use": "reuse"}, "structure"),
    ("hand_on", {"what": "Transport", "now": "Partner", "later": "District"}, "hand_over"),
    ("promise_incentive", {"what": "Per diem", "whom": "mentors", "payer": "Partner"}, "incentive"),
    ("choose_model", MODEL, "model"),
    ("note_start_up", START_UP, "start_up"),
]


@pytest.fixture
def drafted():
    return Drafted(template="")


def refused(drafted, act, **given):
    with pytest.raises(Refused) as caught:
        drafted.do(act, **given)
    return caught.value


@pytest.mark.parametrize(("act", "given", "kind"), LINES, ids=[line[0] for line in LINES])
def test_a_line_is_kept_once_though_sent_twice_and_not_by_a_stranger(drafted, act, given, kind):
    act_id = uuid7()
    first, again = drafted.do(act, act_id=act_id, **given), drafted.do(act, act_id=act_id, **given)

    assert first == again and drafted.design().of(kind) == [first]
    for nobody in (drafted.stranger, drafted.coordinator):
        assert refused(drafted, act, by=nobody, **given).code == "acts.not_yours"


@pytest.mark.parametrize(
    ("act", "given", "code", "field"),
    [
        ("state_goal", {**GOAL, "indicator": ""}, "programmes.goal_without_indicator", "indicator"),
        ("state_goal", {**GOAL, "indicator": "XXX-01"}, "programmes.no_such_indicator", "indicator"),
        ("state_goal", {**GOAL, "baseline": None}, "programmes.goal_without_baseline", "baseline"),
        ("state_goal", {**GOAL, "target": None}, "programmes.goal_without_target", "target"),
        ("state_goal", {**GOAL, "target": Decimal(54)}, "programmes.goal_changes_nothing", "target"),
        ("state_goal", {**GOAL, "due_on": None}, "programmes.goal_without_day", "due_on"),
        ("state_goal", {**GOAL, "due_on": date(2026, 1, 1)}, "programmes.goal_due_before_start", "due_on"),
        ("state_goal", {**GOAL, "text": " "}, "programmes.goal_without_words", "text"),
        ("state_goal", {**GOAL, "text": "Ring 0712 345 678"}, "text.names_somebody", "text"),
        ("map_approach", {**APPROACH, "name": ""}, "programmes.not_said", "name"),
        ("map_approach", {**APPROACH, "ends_on": date(2026, 4, 1)}, "programmes.ends_before_it_starts", "ends_on"),
        ("weigh_option", {**OPTION, "points": 6}, "programmes.points_out_of_range", "points"),
        ("weigh_option", {**OPTION, "note": ""}, "programmes.no_note", "note"),
        ("note_structure", {"name": "App", "use": "new"}, "programmes.new_needs_reason", "reason"),
        ("hand_on", {"what": "Car", "now": "", "later": "District"}, "programmes.not_said", "now"),
        ("hand_on", {"what": "Car", "now": "P", "later": "D", "yearly_cost": Decimal(-1)}, "programmes.cost_below_zero", "yearly_cost"),
        ("promise_incentive", {"what": "Car", "whom": "mentors", "payer": " "}, "programmes.no_payer", "payer"),
        ("choose_model", {**MODEL, "most_mentees": 0}, "programmes.cap_out_of_range", "most_mentees"),
        ("focus_on", {"competency": None, "purpose": "new"}, "programmes.no_competency", "competency"),
        ("note_start_up", {**START_UP, "code": "tools"}, "programmes.leadership_first", "code"),
        ("note_start_up", {**START_UP, "done_on": TODAY + timedelta(days=1)}, "programmes.in_future", "done_on"),
    ],
)  # fmt: skip
def test_what_a_line_refuses_and_at_which_field(drafted, act, given, code, field):
    refusal = refused(drafted, act, **given)

    assert (refusal.code, refusal.facts["field"]) == (code, field)


def test_an_approach_lies_inside_the_programme(drafted):
    assert refused(drafted, "map_approach", **APPROACH, place=drafted.temba).code == "programmes.outside_programme"


def test_a_goal_is_changed_and_taken_out(drafted):
    goal = drafted.goal()

    changed = drafted.goal(row=goal, target=Decimal(90))
    assert (changed.pk, ProgrammeGoal.objects.get().target) == (goal.pk, 90)
    act_id = uuid7()
    gone, again = ProgrammeGoal.objects.get(), ProgrammeGoal.objects.get()
    with pytest.raises(Refused):
        commands.take_out(by=drafted.stranger, at=NOON, row=gone)
    commands.take_out(by=drafted.daniel, at=NOON, row=gone, act_id=act_id)
    commands.take_out(by=drafted.daniel, at=NOON, row=again, act_id=act_id)
    with pytest.raises(Refused) as caught:
        enrolled = Enrolment.objects.create(programme=drafted.programme, person=drafted.daniel, since=TODAY)
        commands.take_out(by=drafted.daniel, at=NOON, row=enrolled)
    assert caught.value.code == "programmes.no_line"
    assert drafted.design().of("goal") == []


def test_a_line_of_another_programme_is_not_changed_from_here(drafted):
    other = Drafted.__new__(Drafted)
    other.daniel, other.programme = (
        drafted.daniel,
        commands.begin_design(
            by=drafted.daniel, at=NOON, code="other", name="Other", place=drafted.kivuma, starts_on=TODAY
        ),
    )
    goal = other.goal()

    assert refused(drafted, "state_goal", **GOAL, row=goal).code == "programmes.other_programme"


def test_approaches_for_the_same_people_in_one_month_meet_until_it_is_answered(drafted):
    first = drafted.approach("Quarterly supervision", ends_on=date(2026, 12, 3))
    second = drafted.approach("Refresher training", kind="in_service", starts_on=date(2026, 12, 20))
    drafted.approach("Registers", starts_on=date(2027, 1, 1), competency=drafted.amtsl)

    met = meetings(drafted.design())
    assert [(each.first, each.second) for each in met][0] == (first, second)
    given = {"first": first, "second": second, "answer": "accepted", "note": "The training follows the supervision."}
    act_id = uuid7()
    for _ in range(2):
        commands.answer_overlap(by=drafted.daniel, at=NOON, act_id=act_id, **given)
    assert meetings(drafted.design())[0].decided == Overlap.objects.get()
    for by, change, code in (
        (drafted.stranger, {}, "acts.not_yours"),
        (drafted.daniel, {"note": ""}, "programmes.no_note"),
        (drafted.daniel, {"second": first}, "programmes.other_programme"),
    ):
        with pytest.raises(Refused) as caught:
            commands.answer_overlap(by=by, at=NOON, **{**given, **change})
        assert caught.value.code == code


def test_different_cadres_or_places_do_not_meet(drafted):
    drafted.approach("Here", place=drafted.mtoni)
    drafted.approach("There", place=drafted.kivuma, competency=drafted.amtsl)

    assert len(meetings(drafted.design())) == 1  # one place lies in the other
    queries.LINES["approach"][0].objects.filter(name="Here").update(ends_on=date(2026, 5, 31))
    queries.LINES["approach"][0].objects.filter(name="There").update(starts_on=date(2026, 6, 1))
    assert meetings(drafted.design()) == []


def test_what_is_under_way_is_shown_where_it_is(drafted):
    everywhere, far = drafted.approach("Everywhere"), drafted.approach("Next year", starts_on=date(2027, 5, 1))
    here = drafted.approach("Here", place=drafted.mtoni)

    assert list(queries.approaches_at(drafted.mtoni, on=date(2026, 6, 1))) == [everywhere, here]
    assert list(queries.approaches_at(drafted.kivuma, on=date(2027, 6, 1))) == [everywhere, far]
    assert list(queries.approaches_at(drafted.temba, on=date(2026, 6, 1))) == []


def test_an_option_weighed_again_is_replaced_and_the_best_comes_first(drafted):
    for model, points in (("visiting", 2), ("visiting", 5), ("internal", 3)):
        drafted.do("weigh_option", **{**OPTION, "model": model, "points": points})

    assert weighed(OptionScore.objects.all()) == [("visiting", 5, 1), ("internal", 3, 1)]


def test_a_model_comes_with_its_rhythm_and_once(drafted):
    component = drafted.do("choose_model", **MODEL)

    assert [(each.channel, each.unit, each.minutes) for each in component.phases.all()] == [("visit", "week", 120)]
    assert refused(drafted, "choose_model", **MODEL).code == "programmes.model_twice"
    drafted.do("choose_model", **{**MODEL, "most_mentees": 8}, row=component)
    assert CadencePhase.objects.count() == 1


def test_a_phase_is_planned_changed_and_refused(drafted):
    component = drafted.do("choose_model", **MODEL)
    given = {"component": component, "channel": "sms", "times": 2, "every": 1, "unit": "week"}
    act_id = uuid7()
    made = [commands.plan_phase(by=drafted.daniel, at=NOON, act_id=act_id, **given) for _ in range(2)]

    assert made[0] == made[1] and CadencePhase.objects.count() == 2
    commands.plan_phase(by=drafted.daniel, at=NOON, **{**given, "times": 3}, row=made[0])
    assert CadencePhase.objects.get(channel="sms").times == 3
    for by, change, code in (
        (drafted.stranger, {}, "acts.not_yours"),
        (drafted.daniel, {"times": 0}, "programmes.rhythm_out_of_range"),
        (drafted.daniel, {"rounds": 401}, "programmes.rhythm_out_of_range"),
    ):
        with pytest.raises(Refused) as caught:
            commands.plan_phase(by=by, at=NOON, **{**given, **change})
        assert caught.value.code == code


def test_a_focus_makes_the_competency_part_of_the_programme(drafted):
    act_id = uuid7()
    for _ in range(2):
        focus = drafted.do("focus_on", act_id=act_id, competency=drafted.amtsl, purpose="reinforce")
    drafted.do("focus_on", competency=drafted.amtsl, purpose="new")

    assert (Focus.objects.get().purpose, list(drafted.programme.competencies.all())) == ("new", [drafted.amtsl])
    commands.take_out(by=drafted.daniel, at=NOON, row=focus)
    assert list(drafted.programme.competencies.all()) == []
    assert (
        refused(drafted, "focus_on", by=drafted.stranger, competency=drafted.amtsl, purpose="new").code
        == "acts.not_yours"
    )


def test_what_nobody_pays_for_later_is_seen(drafted):
    end = drafted.programme.ends_on
    paid = drafted.do(
        "promise_incentive", what="Per diem", whom="mentors", payer="Partner", ends_on=end, payer_after="District"
    )
    orphan = drafted.do("promise_incentive", what="Data bundle", whom="mentors", payer="Partner", ends_on=end)
    for cost, government in ((900, True), (300, False)):
        drafted.do("hand_on", what="Car", now="P", later="D", by_government=government, yearly_cost=Decimal(cost))

    assert [is_orphaned(each, ends_on=end) for each in (paid, orphan)] == [False, True]
    assert government_share(drafted.design().of("hand_over")) == Decimal("0.75")
    assert government_share([]) is None


def test_goals_lack_what_they_lack(drafted):
    drafted.approach(purpose="")

    lacking = [str(each) for each in missing(drafted.design(), STEP["goals"])]
    assert lacking == [
        "no answer yet to “What is mentoring's part in reaching these goals?”",
        "a goal with indicator, baseline and target",
        "the purpose of approaches that lack one (1)",
    ]
