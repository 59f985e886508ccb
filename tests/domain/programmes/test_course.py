"""The course of a programme from design to its close: each step done, refused to a stranger, refused by its rules."""

from datetime import date, timedelta

import pytest

from alongside.domain.programmes import commands, queries
from alongside.domain.programmes.models import DesignVersion, Programme, StatusChange
from alongside.domain.programmes.rules.course import Share
from alongside.domain.programmes.rules.design import done
from alongside.domain.programmes.terms import INDICATORS, STEPS
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON

from .designed import TODAY, Drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted():
    return Drafted()


def refused(drafted, act, **given):
    with pytest.raises(Refused) as caught:
        drafted.do(act, **given)
    return caught.value


def test_a_template_answers_what_has_a_default_and_calls_nothing_done(drafted):
    design = drafted.design()

    assert done(design) == set()
    assert design.answers["preparation"]["valid_months"] == 24
    assert [(each.model, each.most_mentees) for each in design.of("model")] == [("visiting", 10)]
    assert len(design.of("indicator")) == 11
    assert len(queries.schedule(design)[0][1]) == 6 + 3 + 2 + 39


def test_the_catalogue_has_77_indicators():
    assert len(INDICATORS) == 77 and sum(each.named for each in INDICATORS.values()) == 11


def test_from_design_to_its_close(drafted, monkeypatch):
    drafted.approved()
    drafted.may_begin(monkeypatch)

    assert drafted.do("activate").status == "active"
    assert drafted.do("pause", note="The rains cut the roads.").status == "paused"
    assert drafted.do("resume").status == "active"
    assert drafted.do("begin_closing", note="The districts carry it now.").status == "closing"
    assert drafted.do("close").status == "closed"
    assert list(StatusChange.objects.order_by("pk").values_list("after", flat=True)) == [
        "review", "approved", "active", "paused", "active", "closing", "closed",
    ]  # fmt: skip


def test_an_act_sent_twice_is_done_once(drafted):
    drafted.finish()
    act_id = uuid7()

    for _ in range(2):
        drafted.do("submit_for_review", act_id=act_id)

    assert StatusChange.objects.count() == 1
    again = uuid7()
    for _ in range(2):
        drafted.do("approve", act_id=again, signed_as="Daniel", signed_on=TODAY)
    assert DesignVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("submit_for_review", {}), ("return_to_design", {"note": "x"}), ("approve", {"signed_as": "D", "signed_on": TODAY}),
        ("activate", {}), ("pause", {"note": "x"}), ("resume", {}), ("begin_closing", {"note": "x"}), ("close", {}),
        ("renew_design", {"signed_as": "D", "signed_on": TODAY}), ("waive_budget", {"note": "x"}),
        ("answer_step", {"step": "goals", "answers": {}}), ("finish_step", {"step": "goals"}),
        ("choose_indicators", {"codes": ["VIS-01"]}),
    ],
)  # fmt: skip
def test_no_step_is_a_strangers(drafted, act, given):
    assert refused(drafted, act, by=drafted.stranger, **given).code == "acts.not_yours"
    assert refused(drafted, act, by=drafted.coordinator, **given).code == "acts.not_yours"


@pytest.mark.parametrize(
    "act", ["approve", "activate", "pause", "resume", "begin_closing", "close", "return_to_design"]
)
def test_from_design_there_is_one_way_on(drafted, act):
    given = {"approve": {"signed_as": "D", "signed_on": TODAY}}.get(
        act, {"note": "x"} if act in ("pause", "begin_closing", "return_to_design") else {}
    )

    assert refused(drafted, act, **given).code == "states.not_from_here"


def test_a_design_with_open_steps_is_not_sent_and_says_which(drafted):
    drafted.finish(but=("virtual",))

    assert refused(drafted, "submit_for_review").facts["steps"] == ["Between visits"]


def test_what_is_reviewed_cannot_be_changed_until_it_is_taken_back(drafted):
    drafted.finish()
    drafted.do("submit_for_review")

    assert refused(drafted, "answer_step", step="goals", answers={}).code == "programmes.design_is_closed"
    with pytest.raises(Refused) as caught:
        drafted.goal()
    assert caught.value.code == "programmes.design_is_closed"
    assert refused(drafted, "return_to_design", note=" ").code == "programmes.no_reason"
    drafted.do("return_to_design", note="The goals need a later day.")
    assert drafted.goal().pk


def test_a_signature_has_a_name_and_a_day_that_has_come(drafted):
    drafted.finish()
    drafted.do("submit_for_review")

    assert refused(drafted, "approve", signed_as=" ", signed_on=TODAY).code == "programmes.no_signature"
    late = TODAY + timedelta(days=1)
    assert refused(drafted, "approve", signed_as="Daniel", signed_on=late).code == "programmes.in_future"


def test_each_thing_that_must_hold_is_named_with_what_to_do(drafted, monkeypatch):
    drafted.approved()

    refusal = refused(drafted, "activate")
    assert (refusal.code, refusal.facts["lacking"]) == ("programmes.not_ready", ["mentors", "checklists", "budget"])
    guards = {each.code: each for each in queries.guards(drafted.design(), on=TODAY)}
    assert guards["checklists"].says == "none approved for Third stage of labour"
    assert (guards["mentors"].holds, str(guards["mentors"].says)) == (False, "Certified mentors: 0")
    drafted.may_begin(monkeypatch)
    assert all(each.holds for each in queries.guards(drafted.design(), on=TODAY))


def test_meeting_a_workplace_is_not_meeting_the_leadership_of_the_system(drafted):
    drafted.leadership(level="workplace")

    guard = queries.guards(drafted.design(), on=TODAY)[1]
    assert (guard.code, guard.holds) == ("leadership", False)


def test_what_was_signed_stays_as_it_was(drafted, monkeypatch):
    drafted.approved()
    drafted.may_begin(monkeypatch)
    drafted.do("activate")
    signed = DesignVersion.objects.get()
    before = signed.document

    drafted.goal(text="Babies breathe", indicator="OUT-01")
    second = drafted.do("renew_design", signed_as="Daniel Phiri", signed_on=TODAY)

    signed.refresh_from_db()
    assert (signed.document, second.number, second.review_on) == (before, 2, date(2027, 4, 14))
    assert len(second.document["parts"][0]["tables"][0]["rows"]) == 2
    assert queries.needs_review(signed, status="active", on=date(2027, 4, 14))
    assert not queries.needs_review(signed, status="active", on=date(2027, 4, 13))


def test_only_a_running_design_is_signed_anew(drafted):
    given = {"signed_as": "Daniel", "signed_on": TODAY}

    assert refused(drafted, "renew_design", **given).code == "programmes.not_running"


def test_an_unfinished_step_is_saved_and_finished_only_when_whole(drafted):
    drafted.do("answer_step", step="focus", answers={"problem": "Bleeding after birth"})

    refusal = refused(drafted, "finish_step", step="focus")
    assert refusal.facts["missing"] == [
        "no answer yet to “How do you know?”", "no answer yet to “What is the main cause?”", "at least one competency",
    ]  # fmt: skip
    assert drafted.design().answers["focus"] == {"problem": "Bleeding after birth"}


def test_a_finished_step_that_loses_its_lines_is_open_again(drafted):
    drafted.finish()
    assert len(done(drafted.design())) == len(STEPS)

    commands.take_out(by=drafted.daniel, at=NOON, row=drafted.design().of("goal")[0])

    assert done(drafted.design()) == {step.code for step in STEPS} - {"goals"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"step": "twelve", "answers": {}}, "programmes.no_such_step"),
        ({"step": "focus", "answers": {"colour": "blue"}}, "programmes.no_such_answer"),
        ({"step": "focus", "answers": {"cause": "bad luck"}}, "programmes.no_such_answer"),
        ({"step": "preparation", "answers": {"valid_months": 500}}, "programmes.no_such_answer"),
        ({"step": "focus", "answers": {"problem": "Ring 0712 345 678"}}, "text.names_somebody"),
    ],
)
def test_what_an_answer_refuses(drafted, given, code):
    assert refused(drafted, "answer_step", **given).code == code


def test_answers_sent_twice_are_kept_once(drafted):
    act_id = uuid7()

    for _ in range(2):
        drafted.do("answer_step", act_id=act_id, step="system", answers={"owner": "Ministry"})

    assert drafted.design().answers["system"] == {"owner": "Ministry"}
    assert refused(drafted, "answer_step", act_id=act_id, step="system", answers={}).code == "acts.other_content"


def test_indicators_are_chosen_from_the_catalogue(drafted):
    act_id = uuid7()
    for _ in range(2):
        drafted.do("choose_indicators", act_id=act_id, codes=["VIS-01", "LRN-08"])

    assert [each.code for each in drafted.design().of("indicator")] == ["VIS-01", "LRN-08"]
    assert refused(drafted, "choose_indicators", codes=["X"]).code == "programmes.no_such_indicator"


def test_virtual_mentoring_is_switched_off(drafted):
    drafted.do("answer_step", step="virtual", answers={"is_on": True, "channels": ["sms"]})
    assert queries.virtual_channels(drafted.programme) == ["sms"]

    drafted.do("answer_step", step="virtual", answers={"is_on": False})
    assert queries.virtual_channels(drafted.programme) == []


def test_somebody_attests_the_definition(drafted):
    given = {"reviewer": drafted.coordinator, "on": TODAY, "note": "All six principles are kept."}
    act_id = uuid7()
    for _ in range(2):
        drafted.do("attest_definition", act_id=act_id, **given)

    programme = Programme.objects.get()
    assert (programme.attested_by, programme.attested_on) == (drafted.coordinator, TODAY)
    for change, code in (
        ({"by": drafted.stranger}, "acts.not_yours"),
        ({"note": ""}, "programmes.no_reason"),
        ({"on": TODAY + timedelta(days=1)}, "programmes.in_future"),
    ):
        assert refused(drafted, "attest_definition", **{**given, **change}).code == code


def test_a_copy_moves_its_days_and_begins_unfinished(drafted):
    drafted.finish()
    given = {
        "by": drafted.daniel, "at": NOON, "code": "second", "name": "Second", "place": drafted.temba,
        "starts_on": drafted.programme.starts_on + timedelta(days=365), "copied": drafted.programme,
    }  # fmt: skip
    copy = commands.begin_design(**given)

    design, source = queries.design(copy), drafted.design()
    assert done(design) == set() and design.answers == source.answers
    assert design.of("goal")[0].due_on == source.of("goal")[0].due_on + timedelta(days=365)
    assert [len(design.of(kind)) for kind in ("phase", "model", "start_up")] == [4, 1, 0]
    assert list(copy.competencies.all()) == [drafted.amtsl]
    with pytest.raises(Refused) as caught:
        commands.begin_design(**{**given, "by": drafted.stranger, "code": "third"})
    assert caught.value.code == "programmes.other_programme"
    with pytest.raises(Refused) as caught:
        commands.begin_design(**{**given, "code": "fourth", "copied": None, "template": "none"})
    assert caught.value.code == "programmes.no_such_template"
    with pytest.raises(Refused) as caught:
        commands.begin_design(**{**given, "code": "fifth", "by": drafted.coordinator})
    assert caught.value.code == "acts.not_yours"


def test_lights_say_what_the_data_show(drafted, monkeypatch):
    before = [each.holds for each in queries.lights(drafted.design(), on=TODAY)]
    assert before == [False] * 6

    drafted.finish()
    for name, share in {
        "proficient": Share(2, 2),
        "contacts": Share(5, 6),
        "feedback": Share(3, 4),
        "goals": Share(1, 2),
    }.items():
        monkeypatch.setitem(queries.ASKED, name, lambda programme, on, share=share: share)
    lights = queries.lights(drafted.design(), on=TODAY)

    assert [each.holds for each in lights] == [True, True, True, True, False, True]
    assert str(lights[4].says) == "1 of 2 relationships with goals"


def test_a_design_costs_the_same_with_more_in_it(drafted, django_assert_num_queries):
    drafted.finish()
    with django_assert_num_queries(14):
        drafted.design()

    for number in range(3):
        drafted.goal(text=f"Goal {number}")
        drafted.approach(f"Approach {number}")

    with django_assert_num_queries(14):
        drafted.design()
