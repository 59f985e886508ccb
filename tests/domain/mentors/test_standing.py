"""Prepared, certified, assigned, paused, reviewed, retired; done, refused to a stranger, refused by rules, sent twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alongside.domain.mentors import commands, queries
from alongside.domain.mentors.commands import standing
from alongside.domain.mentors.models import Assignment, CoVisit, Mentor, MentorTeam, Proficiency, SupportContact
from alongside.domain.mentors.terms import SKILL_MODULES
from alongside.kernel.ids import uuid7
from tests.observed import TODAY
from tests.people import NOON, a_place

from .stories import DAY, Path, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    return Path()


def kept():
    return Mentor.objects.get()


def test_from_selection_to_active(path):
    mentor = path.active()

    assert (mentor.standing, mentor.certified_until) == ("active", TODAY + timedelta(days=730))
    assert list(queries.can_mentor(on=TODAY, area=path.area)) == [mentor]
    assert [each.after for each in queries.changes(mentor)] == [
        "active", "certified", "provisional", "in_training", "selected", "screened",
    ]  # fmt: skip


def test_both_halves_are_needed_before_coming_along(path):
    mentor = path.in_preparation()
    assert refusal(commands.make_provisional, by=path.master, mentor=mentor) == "mentors.not_proficient"
    path.proficient(mentor)
    path.taught(mentor, SKILL_MODULES[:5])
    path.taught(mentor, SKILL_MODULES[5:], stage=1)
    assert refusal(commands.make_provisional, by=path.master, mentor=mentor) == "mentors.skills_missing"
    path.taught(mentor, SKILL_MODULES[5:], passed=False)
    assert refusal(commands.make_provisional, by=path.master, mentor=mentor) == "mentors.skills_missing"
    path.taught(mentor, SKILL_MODULES[5:], stage=1, is_recognised=True)

    assert commands.make_provisional(by=path.master, at=NOON, mentor=mentor).standing == "provisional"
    assert not queries.can_mentor(on=TODAY).exists()


def test_no_certificate_without_two_good_visits_and_a_promise(path):
    mentor = path.provisional()
    certify = {"by": path.daniel, "mentor": mentor}
    assert refusal(commands.certify_mentor, **certify) == "mentors.co_visits_missing"
    path.observed_twice(mentor, earned=9)
    assert refusal(commands.certify_mentor, **certify) == "mentors.co_visits_missing"
    for days in (8, 1):
        commands.record_co_visit(
            by=path.master,
            at=NOON,
            mentor=mentor,
            held_on=TODAY - days * DAY,
            earned=Decimal("9.6"),
            possible=Decimal(12),
        )
    assert refusal(commands.certify_mentor, **certify) == "mentors.statement_missing"
    commands.sign_confidentiality(by=path.neema, at=NOON, mentor=mentor)

    assert commands.certify_mentor(at=NOON, **certify).standing == "certified"
    assert refusal(commands.certify_mentor, **certify) == "states.not_from_here"


def test_what_a_master_mentor_enters_is_looked_at(path):
    mentor = path.provisional()
    visit = {"by": path.master, "mentor": mentor, "held_on": TODAY, "earned": Decimal(10), "possible": Decimal(12)}
    assert refusal(commands.record_co_visit, **{**visit, "earned": Decimal(13)}) == "mentors.points_out_of_range"
    assert refusal(commands.record_co_visit, **{**visit, "held_on": TODAY + DAY}) == "mentors.in_future"
    commands.record_co_visit(at=NOON, **visit)
    assert refusal(commands.record_co_visit, **visit) == "mentors.recorded_already"
    shown = {"by": path.master, "mentor": mentor, "area": path.area, "proven_by": "test", "assessed_on": TODAY}
    assert refusal(commands.record_proficiency, **shown, percent=Decimal(101)) == "mentors.percent_out_of_range"
    assert refusal(commands.record_proficiency, **shown, valid_until=TODAY) == "mentors.ends_before_it_starts"
    assert refusal(commands.record_proficiency, **{**shown, "assessed_on": TODAY + DAY}) == "mentors.in_future"


def test_nothing_is_recorded_of_a_nominee(path):
    mentor = path.nominated().mentor
    shown = {"by": path.master, "mentor": mentor}

    assert refusal(commands.record_proficiency, **shown, area=path.area, proven_by="test", assessed_on=TODAY) == (
        "mentors.not_in_preparation"
    )
    assert refusal(commands.record_module, **shown, module="feedback", stage=2, done_on=TODAY, passed=True) == (
        "mentors.not_in_preparation"
    )
    assert refusal(commands.record_co_visit, **shown, held_on=TODAY, earned=Decimal(1), possible=Decimal(1)) == (
        "mentors.not_provisional"
    )


def test_an_assignment_ends_within_the_certificate_and_fits_the_week(path):
    mentor = path.certified()
    given = {
        "by": path.coordinator, "mentor": mentor, "programme": path.programme, "place": path.mtoni, "since": TODAY,
        "until": TODAY + 180 * DAY, "time_share": Decimal("0.6"),
    }  # fmt: skip
    assert refusal(commands.assign, **{**given, "until": TODAY}) == "mentors.ends_before_it_starts"
    assert refusal(commands.assign, **{**given, "until": TODAY + 731 * DAY}) == "mentors.certificate_ends"
    commands.assign(at=NOON, **given)
    assert refusal(commands.assign, **given) == "mentors.more_than_all"
    other = a_place("Kwanza HC", under=path.kivuma)
    elsewhere = {**given, "place": other, "time_share": Decimal("0.1")}
    assert refusal(commands.assign, **elsewhere) == "mentors.too_many_places"
    commands.set_load(by=path.coordinator, at=NOON, mentor=mentor, max_mentees=8, max_places=2, hours_a_month=40)
    second = commands.assign(at=NOON, **elsewhere)

    assert refusal(commands.end_assignment, by=path.coordinator, assignment=second, until=TODAY) == (
        "mentors.ends_before_it_starts"
    )
    assert (
        commands.end_assignment(by=path.coordinator, at=NOON, assignment=second, until=TODAY + DAY).until == TODAY + DAY
    )
    assert refusal(commands.end_assignment, by=path.coordinator, assignment=second, until=TODAY + DAY) == (
        "mentors.ends_earlier"
    )
    assert [each.place for each in queries.assignments(mentor)] == [path.mtoni, other]
    assert queries.assigned_to(path.mtoni, on=TODAY).get().mentor == mentor


def test_a_provisional_mentor_is_not_assigned(path):
    mentor = path.provisional()
    given = {
        "programme": path.programme,
        "place": path.mtoni,
        "since": TODAY,
        "until": TODAY + DAY,
        "time_share": Decimal(1),
    }

    assert refusal(commands.assign, by=path.coordinator, mentor=mentor, **given) == "mentors.certificate_ends"


def test_a_mentor_rests_and_comes_back(path):
    mentor = path.active()
    rest = {"by": path.neema, "mentor": mentor, "reason": "Leave"}
    assert refusal(commands.pause, **rest, until=TODAY) == "mentors.day_is_past"
    assert refusal(commands.pause, **rest, until=TODAY + 31 * DAY) == "mentors.no_handover"
    assert refusal(commands.pause, **{**rest, "reason": ""}, until=TODAY + DAY) == "mentors.no_reason"
    assert commands.pause(at=NOON, **rest, until=TODAY + 31 * DAY, taken_over_by="Asha").standing == "paused"
    late = NOON + timedelta(days=731)
    assert refusal(commands.resume, by=path.neema, mentor=mentor, at=late) == "mentors.certificate_ended"
    assert commands.resume(by=path.coordinator, at=NOON, mentor=mentor).standing == "active"
    assert refusal(commands.resume, by=path.coordinator, mentor=mentor) == "states.not_from_here"


def test_a_review_hears_the_mentor_before_it_removes(path):
    mentor = path.active()
    assert refusal(commands.reply_to_review, by=path.neema, mentor=mentor, reply="No") == "mentors.not_under_review"
    assert refusal(commands.review, by=path.coordinator, mentor=mentor, reason=" ") == "mentors.no_reason"
    mentor = commands.review(by=path.coordinator, at=NOON, mentor=mentor, reason="Scores far above the verifiers'")
    decide = {"by": path.daniel, "mentor": mentor, "note": "We looked at both"}
    assert refusal(commands.decide_review, **decide, keep=False) == "mentors.not_heard"
    commands.reply_to_review(by=path.neema, at=NOON, mentor=mentor, reply="The cases were easy")
    assert queries.changes(mentor)[0].reply == "The cases were easy"
    assert commands.decide_review(at=NOON, **decide, keep=False).standing == "removed"
    assert refusal(commands.decide_review, **decide, keep=True) == "states.not_from_here"


def test_a_silent_mentor_is_removed_after_14_days_at_the_earliest_and_may_be_kept_at_once(path):
    mentor = commands.review(by=path.coordinator, at=NOON, mentor=path.active(), reason="Complaint")
    decide = {"by": path.daniel, "mentor": mentor, "note": "Nothing found"}

    assert refusal(commands.decide_review, **decide, keep=False, at=NOON + 13 * DAY) == "mentors.not_heard"
    assert refusal(commands.decide_review, **decide, keep=True, at=NOON + 731 * DAY) == "mentors.certificate_ended"
    assert commands.decide_review(at=NOON, **decide, keep=True).standing == "certified"


def test_the_night_reviews_whose_proof_ended_long_ago(path):
    mentor = path.active()
    Proficiency.objects.update(valid_until=TODAY)

    assert commands.review_lapsed(by=None, at=NOON + 59 * DAY) == 0
    assert commands.review_lapsed(by=None, at=NOON + 60 * DAY) == 1
    assert kept().standing == "under_review"
    assert commands.review_lapsed(by=None, at=NOON + 61 * DAY) == 0
    assert not queries.can_mentor(on=TODAY).filter(pk=mentor.pk).exists()


def test_nobody_retires_who_still_holds_relationships(path, monkeypatch):
    mentor = path.active()
    monkeypatch.setattr(standing, "RELATIONSHIPS_HELD", [lambda mentor: 2])
    assert refusal(commands.retire, by=path.neema, mentor=mentor) == "mentors.still_mentors"
    monkeypatch.setattr(standing, "RELATIONSHIPS_HELD", [lambda mentor: 0])
    assert commands.retire(by=path.neema, at=NOON, mentor=mentor).standing == "retired"


def test_a_certificate_is_renewed_by_recent_visits(path):
    mentor = path.active()
    later = NOON + 700 * DAY
    assert refusal(commands.renew_certificate, by=path.daniel, mentor=mentor, at=later) == "mentors.statement_missing"
    commands.sign_confidentiality(by=path.neema, at=later, mentor=mentor)
    CoVisit.objects.filter(held_on=TODAY - 2 * DAY).update(held_on=TODAY - 40 * DAY)
    assert refusal(commands.renew_certificate, by=path.daniel, mentor=mentor, at=later) == "mentors.co_visits_missing"
    commands.record_co_visit(
        by=path.master, at=later, mentor=mentor, held_on=TODAY + 690 * DAY, earned=Decimal(11), possible=Decimal(12)
    )
    assert commands.renew_certificate(by=path.daniel, at=later, mentor=mentor).certified_until == TODAY + 1460 * DAY
    retired = commands.retire(by=path.neema, at=later, mentor=mentor)
    assert refusal(commands.renew_certificate, by=path.daniel, mentor=retired, at=later) == "mentors.not_certified"


def test_strangers_are_refused_each_step(path):
    assignment = path.assigned()
    mentor = kept()
    team = MentorTeam.objects.create(programme=path.programme, place=path.mtoni, name="Blue")
    place = {"programme": path.programme, "place": path.mtoni}
    for by in (path.stranger, path.joseph, path.amina):
        for act, given in (
            (commands.begin_preparation, {"mentor": mentor}),
            (commands.record_module, {"mentor": mentor, "module": "feedback", "stage": 2, "done_on": TODAY, "passed": True}),
            (commands.record_proficiency, {"mentor": mentor, "area": path.area, "proven_by": "test", "assessed_on": TODAY}),
            (commands.make_provisional, {"mentor": mentor}),
            (commands.record_co_visit, {"mentor": mentor, "held_on": TODAY, "earned": Decimal(1), "possible": Decimal(1)}),
            (commands.sign_confidentiality, {"mentor": mentor}),
            (commands.certify_mentor, {"mentor": mentor}),
            (commands.renew_certificate, {"mentor": mentor}),
            (commands.assign, {**place, "mentor": mentor, "time_share": Decimal(1), "since": TODAY, "until": TODAY + DAY}),
            (commands.end_assignment, {"assignment": assignment, "until": TODAY + DAY}),
            (commands.set_load, {"mentor": mentor, "max_mentees": 1, "max_places": 1, "hours_a_month": 1}),
            (commands.pause, {"mentor": mentor, "until": TODAY + DAY, "reason": "Leave"}),
            (commands.resume, {"mentor": mentor}),
            (commands.review, {"mentor": mentor, "reason": "So"}),
            (commands.reply_to_review, {"mentor": mentor, "reply": "So"}),
            (commands.decide_review, {"mentor": mentor, "keep": True, "note": "So"}),
            (commands.retire, {"mentor": mentor}),
            (commands.review_lapsed, {}),
            (commands.form_team, {**place, "name": "Red", "lead": mentor, "members": []}),
            (commands.disband_team, {"team": team}),
            (commands.record_support, {"place": path.mtoni, "held_on": TODAY, "channel": "call", "mentors": [mentor]}),
        ):  # fmt: skip
            assert refusal(act, by=by, **given) == "acts.not_yours", act.name
    assert refusal(commands.certify_mentor, by=path.coordinator, mentor=mentor) == "acts.not_yours"


def test_nobody_prepares_or_certifies_themselves(path):
    mentor = path.provisional()
    Mentor.objects.update(person=path.master)
    mentor.refresh_from_db()
    assert refusal(commands.record_co_visit, by=path.master, mentor=mentor, held_on=TODAY, earned=Decimal(1), possible=Decimal(1)) == (
        "acts.not_yours"
    )  # fmt: skip
    Mentor.objects.update(person=path.daniel)
    mentor.refresh_from_db()
    assert refusal(commands.certify_mentor, by=path.daniel, mentor=mentor) == "acts.not_yours"


def test_what_is_sent_twice_is_done_once(path):
    mentor = path.provisional()
    ids = [uuid7() for _ in range(6)]
    for _ in range(2):
        commands.record_co_visit(
            by=path.master,
            at=NOON,
            mentor=mentor,
            held_on=TODAY,
            earned=Decimal(11),
            possible=Decimal(12),
            act_id=ids[0],
        )
        commands.record_co_visit(
            by=path.master,
            at=NOON,
            mentor=mentor,
            held_on=TODAY - DAY,
            earned=Decimal(11),
            possible=Decimal(12),
            act_id=ids[1],
        )
        commands.sign_confidentiality(by=path.neema, at=NOON, mentor=mentor, act_id=ids[2])
        commands.certify_mentor(by=path.daniel, at=NOON, mentor=mentor, act_id=ids[3])
        given = {"programme": path.programme, "place": path.mtoni, "since": TODAY, "until": TODAY + DAY}
        commands.assign(by=path.coordinator, at=NOON, mentor=mentor, **given, time_share=Decimal("0.5"), act_id=ids[4])
        commands.record_support(
            by=path.master, at=NOON, place=path.mtoni, held_on=TODAY, channel="call", mentors=[mentor], act_id=ids[5]
        )

    assert (CoVisit.objects.count(), Assignment.objects.count(), SupportContact.objects.count()) == (2, 1, 1)
    assert kept().standing == "active"


def test_active_mentors_without_support_are_listed_the_longest_first(path):
    mentor = path.active()
    assert [each.supported_on for each in queries.unsupported(seen_by=path.coordinator, on=TODAY)] == [None]
    given = {"by": path.master, "place": path.mtoni, "channel": "call", "mentors": [mentor]}
    assert refusal(commands.record_support, **given, held_on=TODAY + DAY) == "mentors.in_future"
    assert refusal(commands.record_support, **{**given, "mentors": []}, held_on=TODAY) == "mentors.nobody_took_part"
    contact = commands.record_support(at=NOON, **given, held_on=TODAY)
    assert not queries.unsupported(seen_by=path.coordinator, on=TODAY + 60 * DAY)
    assert list(queries.unsupported(seen_by=path.coordinator, on=TODAY + 61 * DAY)) == [mentor]
    assert list(queries.supports(seen_by=path.neema)) == [contact]
    assert not queries.supports(seen_by=path.stranger).exists()


def test_a_team_has_two_certified_mentors_and_a_lead_among_them(path):
    mentor, other = path.active(), Mentor.objects.create(
        person=path.asha, affiliation="peer", home=path.mtoni, area_path=path.mtoni.path, max_mentees=4, max_places=1,
        since=TODAY, standing="active", certified_until=TODAY + DAY,
    )  # fmt: skip
    given = {"by": path.coordinator, "programme": path.programme, "place": path.mtoni, "name": "Blue", "lead": mentor}
    both = [(mentor, "clinical"), (other, "laboratory")]
    assert refusal(commands.form_team, **given, members=both[:1]) == "mentors.team_of_two"
    assert refusal(commands.form_team, **{**given, "name": ""}, members=both) == "mentors.no_name"
    third = Mentor(person=path.juma)
    assert refusal(commands.form_team, **{**given, "lead": third}, members=both) == "mentors.lead_outside"
    Mentor.objects.filter(pk=other.pk).update(standing="retired")
    other.refresh_from_db()
    assert (
        refusal(commands.form_team, **given, members=[(mentor, "clinical"), (other, "laboratory")])
        == "mentors.not_certified"
    )
    Mentor.objects.filter(pk=other.pk).update(standing="active")
    other.refresh_from_db()
    team = commands.form_team(at=NOON, **given, members=[(mentor, "clinical"), (other, "laboratory")])
    assert [each.name for each in queries.teams(seen_by=path.neema)] == ["Blue"]
    commands.disband_team(by=path.coordinator, at=NOON, team=team)
    assert not MentorTeam.objects.exists()


def test_who_sees_which_mentors(path, django_assert_num_queries):
    mentor = path.active()

    for person in (path.coordinator, path.daniel, path.master, path.grace, path.neema):
        assert list(queries.mentors(seen_by=person)) == [mentor]
    for person in (path.stranger, path.joseph, path.amina, None):
        assert list(queries.mentors(seen_by=person)) == []
    with django_assert_num_queries(1):
        assert queries.counts(seen_by=path.coordinator)["active"] == 1
    assert queries.areas_of([mentor.pk], on=TODAY) == {mentor.pk: {"maternal": TODAY + 729 * DAY}}


def test_a_certificate_from_before_is_recognised_once(path):
    given = {
        "by": path.daniel, "person": path.asha, "home": path.mtoni, "affiliation": "senior", "areas": [path.area],
        "certified_on": TODAY - 300 * DAY, "evidence": "Ministry certificate 12 of last year",
    }  # fmt: skip
    for changed, code in (
        ({"by": path.coordinator}, "acts.not_yours"),
        ({"by": path.stranger}, "acts.not_yours"),
        ({"certified_on": TODAY + DAY}, "mentors.in_future"),
        ({"certified_on": TODAY - 730 * DAY}, "mentors.certificate_ended"),
        ({"areas": []}, "mentors.no_area"),
        ({"evidence": " "}, "mentors.no_evidence"),
        ({"evidence": "0712 345 678"}, "text.names_somebody"),
    ):
        assert refusal(commands.recognise_mentor, **{**given, "at": NOON, **changed}) == code
    act_id = uuid7()
    for _ in range(2):
        mentor = commands.recognise_mentor(at=NOON, **given, act_id=act_id)
    assert (mentor.standing, mentor.certified_until) == ("certified", TODAY + 430 * DAY)
    assert list(queries.can_mentor(on=TODAY, area=path.area)) == [mentor]
    assert refusal(commands.recognise_mentor, **given) == "mentors.nominated_already"
