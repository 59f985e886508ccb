"""A run of matching from its draft to proposals; every step done, refused to a stranger, refused by its rules, sent twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.models import Observation
from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings import commands
from alongside.domain.pairings.models import MatchedPair, Matching, MentorPreference, Relationship, WishesVersion
from alongside.domain.pairings.queries import matching as asked
from alongside.domain.people.models import Employment, Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import ReferralLink
from alongside.domain.plans.models import Goal
from alongside.kernel.ids import uuid7
from tests.domain.pairings.stories import DAY, Pair, refusal
from tests.domain.plans.stories import Planning
from tests.observed import TODAY
from tests.people import NOON, a_grant, a_person, an_employment

pytestmark = pytest.mark.django_db


class Waiting(Pair):
    """Joseph, Asha and Juma of Mtoni wait for a mentor in maternal health; Neema of the hospital can take on four."""

    def __init__(self):
        super().__init__()
        for person in (self.asha, self.juma):
            self.enrol(person)

    def run(self, *, by=None, areas=None, place=None, choice="best_fit", **more):
        return commands.make_matching(
            by=by or self.coordinator, at=NOON, programme=self.programme, place=place or self.kivuma,
            areas=areas if areas is not None else [self.area], choice=choice, **more,
        )  # fmt: skip

    def in_review(self, **more):
        return self.review(self.run(**more))

    def review(self, run, **more):
        return commands.review_matching(**{"by": self.coordinator, "at": NOON, "matching": run, **more})

    def pair_of(self, run, person):
        return MatchedPair.objects.get(matching=run, mentee=person)

    def publish(self, run, **more):
        given = {"by": self.coordinator, "at": NOON, "matching": run, "purpose": "performance_gap", "planned_end_on": TODAY + 270 * DAY}  # fmt: skip
        return commands.publish_matching(**given | more)

    def pool(self, **more):
        given = {"programme": self.programme, "place": self.kivuma, "areas": [self.area], "on": TODAY, "seen_by": self.coordinator}  # fmt: skip
        return asked.pool(**given | more)


@pytest.fixture
def story():
    return Waiting()


def paired(run):
    return {each.mentee.name: each.mentor.person.name for each in asked.pairs(run)}


def status(run):
    return Matching.objects.get(pk=run.pk).status


# What a run is given


def test_who_waits_and_who_can_mentor(story):
    Person.objects.filter(pk=story.joseph.pk).update(also_speaks="sw")
    MentorPreference.objects.create(person=story.joseph, mentor_sex="female", said_at=NOON)
    ReferralLink.objects.create(origin=story.mtoni, destination=story.hospital)
    Employment.objects.filter(person=story.neema.person).update(licence_expires_on=TODAY + DAY)
    pool = story.pool()

    neema = next(each for each in pool.mentors if each.id == str(story.neema.pk))
    joseph = next(each for each in pool.mentees if each.id == str(story.joseph.pk))
    assert {each.id for each in pool.mentees} == {str(each.pk) for each in (story.joseph, story.asha, story.juma)}
    assert {each.id for each in pool.mentors} == {str(story.neema.pk), str(story.baraka.pk)}
    assert (neema.areas, neema.max_mentees, neema.licence_until, neema.district) == (
        {"maternal"}, 4, TODAY + DAY, "Kivuma",
    )  # fmt: skip
    assert (joseph.needs, joseph.languages, joseph.wants_sex) == (("maternal",), {"en", "sw"}, "female")
    assert pool.links == {(str(story.mtoni.pk), str(story.hospital.pk))}


def test_whoever_is_mentored_or_proposed_in_an_area_does_not_wait_in_it(story):
    story.propose(story.joseph)
    both = story.pool(areas=[story.area, story.newborn])

    assert {each.id: each.needs for each in both.mentees}[str(story.joseph.pk)] == ("newborn",)
    assert str(story.joseph.pk) not in {each.id for each in story.pool().mentees}
    assert {each.id: each.caseload for each in both.mentors}[str(story.neema.pk)] == 1
    story.propose(story.asha, mentors=[(story.neema, None)])  # for all she is proficient in
    after = story.pool(areas=[story.area, story.newborn])
    assert {each.id: each.needs for each in after.mentees}[str(story.asha.pk)] == ("newborn",)


def test_who_has_left_or_works_elsewhere_does_not_wait(story):
    Employment.objects.filter(person=story.asha).update(until=TODAY)
    Person.objects.filter(pk=story.juma.pk).update(is_active=False)
    story.enrol(a_person("Mosi", works_at=story.mbuyu))

    assert [each.id for each in story.pool().mentees] == [str(story.joseph.pk)]
    assert {each.id for each in story.pool(place=story.temba).mentees} != {str(story.joseph.pk)}


def test_two_posts_are_one_mentee(story):
    an_employment(story.joseph, story.hospital, time_share="0.300")

    assert [each.place for each in story.pool().mentees if each.id == str(story.joseph.pk)] == [str(story.mtoni.pk)]


def test_an_in_charge_is_known_as_the_line_manager(story):
    a_grant(story.neema.person, Role.IN_CHARGE, story.mtoni)

    assert story.pool().leads == {(str(story.neema.person_id), str(story.mtoni.pk))}
    assert paired(story.run()) == {}


def test_goals_and_gaps_come_from_the_rooms_above():
    story = Planning()
    story.seen(story.joseph, 5, competency=story.amtsl)

    def joseph():
        areas = [story.newborn, story.area]
        given = {"programme": story.programme, "place": story.kivuma, "areas": areas, "on": TODAY}
        return asked.pool(**given, seen_by=story.coordinator).mentees[0]

    assert (joseph().goals, joseph().needs) == ({"maternal"}, ("maternal", "newborn"))
    Observation.objects.all().delete()
    assert joseph().goals == set()
    story.relationship = story.propose()
    story.proposes()
    assert joseph().goals == set()
    Goal.objects.update(status="agreed")
    assert (joseph().goals, joseph().needs) == ({"maternal"}, ("newborn",))


def test_a_pool_costs_as_many_statements_for_many_as_for_one(story):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            story.pool()
        return len(caught)

    story.coordinator.held()
    few = statements()
    for number in range(5):
        story.enrol(a_person(f"Mentee {number}", works_at=story.mtoni))
        story.a_mentor(f"Mentor {number}")
    assert statements() == few


# A run


def test_a_run_pairs_whom_it_can_and_says_of_the_others_why(story):
    Mentor.objects.filter(pk=story.neema.pk).update(max_mentees=2)
    run = story.run(choice="nobody_left_out")

    assert (run.status, run.place, list(run.areas.all()), run.gap) == ("draft", story.kivuma, [story.area], 0)
    assert set(paired(run).values()) == {"Neema"} and len(paired(run)) == 2
    (left,) = asked.unmatched(run)
    assert (left.code, left.facts["mentor"]) == ("full", str(story.neema.pk))
    assert run.supply == [
        {"district": "Kivuma", "area": "maternal", "wanting": 3, "found": 2, "mentors": 1, "places": 2, "hours": 0}
    ]
    again = story.run(choice="nobody_left_out")
    assert (again.digest, paired(again)) == (run.digest, paired(run))
    assert story.run(choice="best_fit").digest != run.digest


def test_a_run_is_made_once_however_often_it_is_sent(story):
    given = {"act_id": uuid7(), "by": story.coordinator, "at": NOON, "programme": story.programme, "place": story.kivuma, "areas": [story.area], "choice": "best_fit"}  # fmt: skip
    first, second = commands.make_matching(**given), commands.make_matching(**given)

    assert first == second and Matching.objects.count() == 1


def test_a_run_is_refused_to_strangers_and_where_nobody_waits(story):
    given = {"programme": story.programme, "place": story.kivuma, "areas": [story.area], "choice": "best_fit"}
    for by in (story.stranger, story.neema.person, story.grace):
        assert refusal(commands.make_matching, by=by, **given) == "acts.not_yours"
    assert refusal(commands.make_matching, by=story.coordinator, **given | {"areas": []}) == "pairings.no_area"
    elsewhere = given | {"place": story.temba}
    assert refusal(commands.make_matching, by=story.coordinator, **elsewhere) == "acts.not_yours"
    assert refusal(commands.make_matching, by=story.daniel, **elsewhere) == "pairings.nobody_waits"
    assert not Matching.objects.exists()


def test_only_who_may_propose_there_sees_a_run(story):
    run = story.run()
    temba = story.holding("Tumaini", Role.COORDINATOR, story.temba)

    assert [list(asked.matchings(seen_by=by)) for by in (story.coordinator, story.daniel)] == [[run], [run]]
    for by in (temba, story.neema.person, story.joseph, None):
        assert not asked.matchings(seen_by=by).exists() and not asked.pairs_seen(seen_by=by).exists()


def test_the_list_of_runs_costs_as_many_statements_for_many_as_for_one(story, django_assert_num_queries):
    for _each in range(3):
        story.run()
    story.coordinator.held()
    with django_assert_num_queries(2):
        found = asked.matchings(seen_by=story.coordinator)
        assert [(each.n_pairs, each.n_left, len(each.areas.all())) for each in found] == [(3, 0, 1)] * 3


# Review


def test_a_run_is_reviewed_once(story):
    run, act_id = story.run(), uuid7()
    assert refusal(commands.review_matching, by=story.stranger, matching=run) == "acts.not_yours"
    story.review(run, act_id=act_id)
    story.review(run, act_id=act_id)

    assert status(run) == "in_review"
    assert refusal(commands.review_matching, by=story.coordinator, matching=run) == "states.not_from_here"


def test_a_pair_is_taken_out_with_a_reason(story):
    run, act_id = story.in_review(), uuid7()
    pair = story.pair_of(run, story.asha)
    given = {"by": story.coordinator, "pair": pair, "mentor": None}
    assert refusal(commands.adjust_pair, **given | {"by": story.stranger}, reason="Why") == "acts.not_yours"
    assert refusal(commands.adjust_pair, **given, reason=" ") == "pairings.no_reason"
    assert refusal(commands.adjust_pair, **given, reason="Ring 0712 345 678") == "text.names_somebody"
    for _each in range(2):
        commands.adjust_pair(at=NOON, **given, reason="She leaves in May", act_id=act_id)

    kept = story.pair_of(run, story.asha)
    assert (kept.is_kept, kept.adjusted_because, kept.adjusted_by) == (False, "She leaves in May", story.coordinator)


def test_a_pair_is_given_another_mentor_who_may_be_proposed(story):
    other = story.a_mentor("Salma", max_mentees=1)
    run = story.in_review()
    given = {"by": story.coordinator, "reason": "They know each other"}
    for person in (story.asha, story.juma, story.joseph):
        if story.pair_of(run, person).mentor == other:
            commands.adjust_pair(at=NOON, pair=story.pair_of(run, person), mentor=story.neema, **given)
    pair = story.pair_of(run, story.joseph)
    assert refusal(commands.adjust_pair, pair=pair, mentor=story.neema, **given) == "pairings.same_mentor"
    assert refusal(commands.adjust_pair, pair=pair, mentor=story.baraka, **given) == "pairings.not_proficient"
    changed = commands.adjust_pair(at=NOON, pair=pair, mentor=other, **given)

    assert (changed.mentor, changed.suggested, changed.is_kept) == (other, pair.suggested, True)
    assert changed.points > 0 and changed.reasons[0]["code"] == "goal_fit"
    asha = story.pair_of(run, story.asha)
    assert refusal(commands.adjust_pair, pair=asha, mentor=other, **given) == "pairings.cap_reached"
    Person.objects.filter(pk=other.person_id).update(language="sw")
    commands.adjust_pair(at=NOON, pair=pair, mentor=story.neema, **given)
    assert commands.adjust_pair(at=NOON, pair=pair, mentor=other, **given).reasons[0] == {
        "code": "lacks", "facts": {"condition": "language"}, "points": 0,
    }  # fmt: skip


def test_pairs_change_only_while_a_run_is_in_review(story):
    pair = story.pair_of(story.run(), story.joseph)

    assert refusal(commands.adjust_pair, by=story.coordinator, pair=pair, mentor=None, reason="Why") == (
        "pairings.not_in_review"
    )


# What comes of it


def test_publishing_proposes_what_is_kept_and_lists_what_may_not_be(story):
    run = story.in_review()
    commands.adjust_pair(
        by=story.coordinator, at=NOON, pair=story.pair_of(run, story.asha), mentor=None, reason="Later"
    )
    story.propose(story.juma)  # meanwhile, by somebody else
    act_id = uuid7()
    for _each in range(2):
        story.publish(run, act_id=act_id)

    made = story.pair_of(run, story.joseph).relationship
    assert (made.status, made.shape, made.model, made.purpose) == (
        "proposed", "one_to_one", "visiting", "performance_gap",
    )  # fmt: skip
    assert [each["code"] for each in made.reasons][0] == "goal_fit"
    juma = story.pair_of(run, story.juma)
    assert (juma.relationship, juma.refusal["code"]) == (None, "pairings.paired_already")
    assert story.pair_of(run, story.asha).relationship is None
    assert Relationship.objects.count() == 2
    closed = Matching.objects.get(pk=run.pk)
    assert (closed.status, closed.closed_by, closed.closed_at) == ("published", story.coordinator, NOON)


def test_publishing_is_refused_before_a_review_to_strangers_and_of_nothing(story):
    run = story.run()
    given = {"matching": run, "purpose": "performance_gap", "planned_end_on": TODAY + 9 * DAY}
    assert refusal(commands.publish_matching, by=story.stranger, **given) == "acts.not_yours"
    assert refusal(commands.publish_matching, by=story.coordinator, **given) == "states.not_from_here"
    story.review(run)
    assert refusal(commands.publish_matching, by=story.coordinator, **given | {"planned_end_on": TODAY}) == (
        "pairings.no_end"
    )
    for pair in asked.pairs(run):
        commands.adjust_pair(by=story.coordinator, at=NOON, pair=pair, mentor=None, reason="Not now")
    assert refusal(commands.publish_matching, by=story.coordinator, **given) == "pairings.nothing_kept"
    assert (status(run), Relationship.objects.count()) == ("in_review", 0)


def test_a_whole_workplace_comes_into_one_relationship(story):
    run = story.in_review(one_mentor_a_place=True)
    story.publish(run)

    (made,) = Relationship.objects.all()
    assert (made.shape, made.team, made.mentees.count()) == ("one_to_team", "Mtoni Health Centre", 3)
    assert {each.relationship for each in asked.pairs(run)} == {made}


def test_a_run_is_discarded_once(story):
    run, act_id = story.run(), uuid7()
    assert refusal(commands.discard_matching, by=story.stranger, matching=run) == "acts.not_yours"
    for _each in range(2):
        commands.discard_matching(by=story.coordinator, at=NOON, matching=run, act_id=act_id)

    assert status(run) == "discarded"
    assert refusal(commands.discard_matching, by=story.coordinator, matching=run) == "states.not_from_here"


# Wishes


WEIGHTS = {"goal_fit": 5, "referral_link": 0, "distance": 9, "load": 1, "continuity": 0, "preference": 2}


def test_wishes_are_versions_and_earlier_runs_keep_theirs(story):
    before, act_id = story.run(), uuid7()
    given = {"weights": WEIGHTS, "floor": 30, "hours_per_mentee": 4, "farthest_km": 60, "reason": "Roads are bad"}
    for _each in range(2):
        commands.set_wishes(by=story.daniel, at=NOON, act_id=act_id, **given)

    after = story.run()
    assert WishesVersion.objects.count() == 2
    assert (after.wishes.distance, after.wishes.set_by, after.wishes.reason) == (9, story.daniel, "Roads are bad")
    assert (before.wishes.distance, before.wishes.set_by) == (6, None)
    # Nobody knows how far the hospital is: that does not pass for near.
    assert [each.code for each in asked.unmatched(after)] == ["no_reach"] * 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"weights": {**WEIGHTS, "load": 10}}, "pairings.wishes_out_of_range"),
        ({"weights": dict.fromkeys(WEIGHTS, 0)}, "pairings.wishes_out_of_range"),
        ({"weights": {"load": 1}}, "pairings.wishes_out_of_range"),
        ({"floor": 101}, "pairings.wishes_out_of_range"),
        ({"hours_per_mentee": 0}, "pairings.wishes_out_of_range"),
        ({"farthest_km": 0}, "pairings.wishes_out_of_range"),
        ({"reason": ""}, "pairings.no_reason"),
        ({"reason": "Ring 0712 345 678"}, "text.names_somebody"),
    ],
    ids=["weight", "nothing_counts", "one_missing", "floor", "hours", "distance", "no_reason", "names_somebody"],
)
def test_wishes_have_a_range_and_a_reason(story, change, code):
    given = {"weights": WEIGHTS, "floor": 30, "hours_per_mentee": 4, "farthest_km": None, "reason": "Tried it"}

    assert refusal(commands.set_wishes, by=story.daniel, **given | change) == code
    assert refusal(commands.set_wishes, by=story.coordinator, **given) == "acts.not_yours"


def test_a_mentee_says_whom_they_would_rather_have(story):
    act_id = uuid7()
    assert refusal(commands.prefer_mentor, by=story.asha, person=story.joseph, mentor_sex="female") == "acts.not_yours"
    for _each in range(2):
        commands.prefer_mentor(by=story.joseph, at=NOON, person=story.joseph, mentor_sex="female", act_id=act_id)
    assert (asked.preference_of(story.joseph), MentorPreference.objects.count()) == ("female", 1)
    commands.prefer_mentor(by=story.coordinator, at=NOON, person=story.joseph, mentor_sex="")
    assert asked.preference_of(story.joseph) == ""
