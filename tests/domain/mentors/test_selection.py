"""Nominees are named, screened, scored and decided on; done, refused to a stranger, refused by rules, sent twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alongside.domain.mentors import access, commands, queries
from alongside.domain.mentors.models import Criterion, CriterionScore, Mentor, Moderated, Nomination, Reference
from alongside.domain.people.models import Cadre, Employment
from alongside.domain.programmes.models import StepAnswers
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON

from .stories import DAY, Path, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    return Path()


def test_from_a_name_to_a_decision(path):
    mentor = path.selected()

    assert mentor.standing == "selected"
    assert [change.after for change in queries.changes(mentor)] == ["selected", "screened"]
    assert queries.changes(mentor)[0].reason == "75.0 of 100"


def test_a_draft_may_have_holes_and_is_not_handed_in_without_a_licence(path):
    path.licence(None)
    nomination = path.nominated(areas=[], reason="")

    assert refusal(commands.submit_nomination, by=path.grace, nomination=nomination) == "mentors.no_area"
    path.completed(nomination, reason="")
    assert refusal(commands.submit_nomination, by=path.grace, nomination=nomination) == "mentors.no_licence"
    path.licence(TODAY + DAY)
    assert refusal(commands.submit_nomination, by=path.grace, nomination=nomination) == "mentors.no_reason"
    path.completed(nomination)
    assert commands.submit_nomination(by=path.grace, at=NOON, nomination=nomination).submitted_on == TODAY
    assert refusal(commands.submit_nomination, by=path.grace, nomination=nomination) == "mentors.submitted_already"


@pytest.mark.parametrize(
    "hole",
    [
        {"last_practised_on": None}, {"last_practised_on": TODAY - timedelta(days=730)}, {"consent_by": None},
        {"hours_a_month": 4}, {"no_open_case": None}, {"no_open_case": False},
    ],
)  # fmt: skip
def test_a_gate_that_does_not_hold_keeps_a_nominee_out(path, hole):
    nomination = commands.submit_nomination(by=path.grace, at=NOON, nomination=path.completed(**hole))

    assert refusal(commands.screen, by=path.coordinator, nomination=nomination) == "mentors.gate_shut"
    assert Mentor.objects.get().standing == "nominated"


def test_a_draft_is_not_screened(path):
    assert refusal(commands.screen, by=path.coordinator, nomination=path.completed()) == "mentors.not_submitted"


def test_one_is_nominated_once_and_says_truly_by_whom(path):
    path.nominated()

    given = {"person": path.neema, "programme": path.programme, "home": path.mtoni, "affiliation": "peer"}
    assert refusal(commands.nominate, by=path.grace, nominated_by="in_charge", **given) == "mentors.nominated_already"
    assert refusal(commands.nominate, by=path.grace, nominated_by="self", **given) == "mentors.nominated_by_whom"
    assert refusal(commands.nominate, by=path.neema, nominated_by="peers", **given) == "mentors.nominated_by_whom"
    text = {**given, "reason": "Ring 0712 345 678", "nominated_by": "in_charge"}
    assert refusal(commands.nominate, by=path.grace, **text) == "text.names_somebody"


def test_a_day_to_come_is_no_practice(path):
    given = {"nomination": path.nominated(), "last_practised_on": TODAY + DAY}

    assert refusal(commands.save_nomination, by=path.grace, **given) == "mentors.in_future"


def test_two_scorers_settle_their_difference_and_two_colleagues_speak(path):
    nomination = path.screened()
    decide = {"by": path.master, "nomination": nomination}
    path.scored(nomination, path.coordinator)
    assert refusal(commands.select_mentor, **decide) == "mentors.two_scorers"
    path.scored(nomination, path.master, leadership=1)
    assert refusal(commands.select_mentor, **decide) == "mentors.scores_apart"
    leadership, practice = Criterion.objects.get(pk="leadership"), Criterion.objects.get(pk="practice")
    agreed = {"nomination": nomination, "criterion": leadership, "points": Decimal(2), "reason": "One example"}
    assert refusal(commands.moderate, by=path.master, **{**agreed, "criterion": practice}) == "mentors.not_apart"
    assert (
        refusal(commands.moderate, by=path.master, **{**agreed, "points": Decimal(4)}) == "mentors.points_out_of_range"
    )
    assert refusal(commands.moderate, by=path.master, **{**agreed, "reason": ""}) == "mentors.no_reason"
    commands.moderate(by=path.master, at=NOON, **agreed)
    assert refusal(commands.select_mentor, **decide) == "mentors.two_references"
    path.referred(nomination)

    assert commands.select_mentor(at=NOON, **decide).standing == "selected"
    assert refusal(commands.select_mentor, **decide) == "states.not_from_here"


def test_not_selected_says_why_and_may_be_named_again(path):
    nomination = path.screened()
    for scorer in (path.coordinator, path.master):
        path.scored(nomination, scorer, expertise=1)
    path.referred(nomination)
    mentor = commands.select_mentor(by=path.master, at=NOON, nomination=nomination)

    assert mentor.standing == "not_selected"
    assert "subject expertise below 2" in queries.changes(mentor)[0].reason
    assert path.nominated().mentor == mentor
    assert Mentor.objects.get().standing == "nominated"


def test_a_score_needs_its_example_and_0_to_4_points(path):
    nomination = path.screened()
    codes = list(Criterion.objects.values_list("code", flat=True))
    full = {"nomination": nomination, "points": dict.fromkeys(codes, 3), "evidence": dict.fromkeys(codes, "Seen")}

    for changed, code in (
        ({"points": {**full["points"], "practice": 5}}, "mentors.points_out_of_range"),
        ({"evidence": {**full["evidence"], "practice": " "}}, "mentors.no_evidence"),
        ({"evidence": {**full["evidence"], "practice": "0712 345 678"}}, "text.names_somebody"),
    ):
        assert refusal(commands.score_nominee, by=path.master, **{**full, **changed}) == code
    assert not CriterionScore.objects.exists()
    draft = path.nominated(person=path.asha)
    assert refusal(commands.score_nominee, by=path.master, **{**full, "nomination": draft}) == "mentors.not_screened"


def test_strangers_nominees_and_nominators_do_not_decide(path):
    nomination = path.screened()
    codes = list(Criterion.objects.values_list("code", flat=True))
    sheet = {"nomination": nomination, "points": dict.fromkeys(codes, 4), "evidence": dict.fromkeys(codes, "Seen")}
    reference = commands.ask_reference(by=path.coordinator, at=NOON, nomination=nomination, asked=path.asha)
    for by in (path.stranger, path.neema, path.grace, path.joseph):
        assert refusal(commands.score_nominee, by=by, **sheet) == "acts.not_yours"
        assert refusal(commands.select_mentor, by=by, nomination=nomination) == "acts.not_yours"
        assert refusal(commands.screen, by=by, nomination=nomination) == "acts.not_yours"
        assert refusal(commands.ask_reference, by=by, nomination=nomination, asked=path.juma) == "acts.not_yours"
        assert refusal(commands.give_reference, by=by, reference=reference, points=4, text="") == "acts.not_yours"
        assert refusal(commands.weigh, by=by, weights={}) == "acts.not_yours"
        assert not access.sees_selection(by, nomination)
    leadership = Criterion.objects.get(pk="leadership")
    given = {"nomination": nomination, "criterion": leadership, "points": Decimal(2), "reason": "So"}
    assert refusal(commands.moderate, by=path.stranger, **given) == "acts.not_yours"
    assert refusal(commands.submit_nomination, by=path.stranger, nomination=nomination) == "acts.not_yours"
    assert refusal(commands.save_nomination, by=path.stranger, nomination=nomination) == "acts.not_yours"
    name = {"person": path.asha, "programme": path.programme, "home": path.mtoni, "affiliation": "peer"}
    assert refusal(commands.nominate, by=path.stranger, nominated_by="peers", **name) == "acts.not_yours"


def test_a_reference_is_given_once_by_neither_nominee_nor_nominator(path):
    nomination = path.screened()
    ask = {"by": path.coordinator, "nomination": nomination}
    assert refusal(commands.ask_reference, **ask, asked=path.neema) == "mentors.asks_nominee"
    assert refusal(commands.ask_reference, **ask, asked=path.grace) == "mentors.asks_nominee"
    reference = commands.ask_reference(at=NOON, **ask, asked=path.asha)
    assert list(queries.references_waiting(path.asha)) == [reference]
    given = {"by": path.asha, "reference": reference}
    assert refusal(commands.give_reference, **given, points=5, text="") == "mentors.points_out_of_range"
    commands.give_reference(at=NOON, **given, points=4, text="Calm")
    assert refusal(commands.give_reference, **given, points=4, text="Calm") == "mentors.given_already"
    assert not queries.references_waiting(path.asha).exists()


def test_what_is_sent_twice_is_done_once(path):
    ids = [uuid7() for _ in range(8)]
    for _ in range(2):
        nomination = path.nominated(act_id=ids[0])
        path.completed(nomination, act_id=ids[1])
        commands.submit_nomination(by=path.grace, at=NOON, nomination=nomination, act_id=ids[2])
        commands.screen(by=path.coordinator, at=NOON, nomination=nomination, act_id=ids[3])
        reference = commands.ask_reference(
            by=path.coordinator, at=NOON, nomination=nomination, asked=path.asha, act_id=ids[4]
        )
        commands.give_reference(by=path.asha, at=NOON, reference=reference, points=4, text="Calm", act_id=ids[5])
        codes = list(Criterion.objects.values_list("code", flat=True))
        commands.score_nominee(
            by=path.master, at=NOON, nomination=nomination, points=dict.fromkeys(codes, 3),
            evidence=dict.fromkeys(codes, "Seen"), act_id=ids[6],
        )  # fmt: skip
        commands.weigh(by=path.daniel, at=NOON, weights={**dict.fromkeys(codes, 14), codes[0]: 16}, act_id=ids[7])

    assert (Nomination.objects.count(), Reference.objects.count(), CriterionScore.objects.count()) == (1, 1, 7)
    assert not Moderated.objects.exists()


def test_weights_make_100(path):
    codes = list(Criterion.objects.values_list("code", flat=True))

    assert refusal(commands.weigh, by=path.daniel, weights=dict.fromkeys(codes, 15)) == "mentors.weights_not_100"
    assert refusal(commands.weigh, by=path.daniel, weights={"expertise": 100}) == "mentors.no_such_criterion"
    commands.weigh(by=path.daniel, at=NOON, weights={**dict.fromkeys(codes, 14), "expertise": 16})
    assert Criterion.objects.get(pk="expertise").weight == 16


def asked_by_programme(path, **answers):
    StepAnswers.objects.update_or_create(programme=path.programme, step="selection", defaults={"answers": answers})


def test_a_programme_says_how_long_ago_somebody_may_have_practised(path):
    two_years = {"last_practised_on": TODAY - timedelta(days=730)}
    nomination = commands.submit_nomination(by=path.grace, at=NOON, nomination=path.completed(**two_years))
    with pytest.raises(Refused, match="more than 12 months ago"):
        commands.screen(by=path.coordinator, at=NOON, nomination=nomination)
    asked_by_programme(path, practised_within=24)

    assert commands.screen(by=path.coordinator, at=NOON, nomination=nomination).standing == "screened"


def test_a_programme_has_its_own_pass_mark(path):
    asked_by_programme(path, pass_mark=80)
    mentor = path.selected()

    assert (mentor.standing, queries.changes(mentor)[0].reason) == ("not_selected", "75.0 of 100: below 80 of 100")


def test_a_community_health_worker_needs_the_years_that_the_programme_asks_for(path):
    Cadre.objects.get_or_create(code="chw", defaults={"isco": "3253", "title": "Community health worker"})
    Employment.objects.filter(person=path.neema).update(cadre="chw", since=TODAY - timedelta(days=400))
    nomination = commands.submit_nomination(by=path.grace, at=NOON, nomination=path.completed())
    with pytest.raises(Refused, match="2 years as a community health worker"):
        commands.screen(by=path.coordinator, at=NOON, nomination=nomination)
    assert queries.enough_years_as_chw(path.programme, years=2, on=TODAY) == (0, 1)
    Employment.objects.filter(person=path.neema).update(in_practice_since=TODAY.year - 3)

    assert queries.enough_years_as_chw(path.programme, years=2, on=TODAY) == (1, 1)
    assert commands.screen(by=path.coordinator, at=NOON, nomination=nomination).standing == "screened"


@pytest.mark.parametrize(("earned", "points"), [(0, 0), (2, 0), (3, 1), (10, 2), (17, 3), (18, 4), (20, 4)])
def test_a_role_play_gives_the_points_for_communication(path, earned, points):
    nomination = path.screened()
    path.scored(nomination, path.coordinator, communication=0, role_play=(Decimal(earned), Decimal(20)))
    kept = nomination.scores.get(criterion="communication")

    assert (kept.points, kept.evidence) == (points, f"Role play: {earned} of 20 points. Seen on the ward")
    assert {each.points for each in nomination.scores.exclude(criterion="communication")} == {3}


def test_a_role_play_cannot_reach_more_than_there_is(path):
    nomination = path.screened()
    given = {"points": {}, "evidence": {}, "nomination": nomination, "by": path.coordinator}
    for earned, possible in ((21, 20), (-1, 20), (0, 0)):
        assert (
            refusal(commands.score_nominee, role_play=(Decimal(earned), Decimal(possible)), **given)
            == "mentors.no_such_share"
        )
