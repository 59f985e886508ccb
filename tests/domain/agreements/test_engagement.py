"""A workplace agrees, renews or lets lapse; every step done, refused to a stranger, refused by its rules, sent twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alongside.domain.agreements import commands, queries
from alongside.domain.agreements.models import Engagement, EngagementStep, ProtectedTime
from alongside.domain.people.terms import Role
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_grant, a_place, an_employment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mawari():
    world = Mawari()
    an_employment(world.amina, world.mtoni)
    return world


def refused(act, **given):
    with pytest.raises(Refused) as caught:
        act(**{"at": NOON, **given})
    return caught.value


def contacted(world, **more):
    given = {"programme": world.programme, "place": world.mtoni, "on": TODAY - 9 * DAY, **more}
    return commands.record_contact(**{"by": world.coordinator, "at": NOON, **given})


def met(world, **more):
    given = {
        "programme": world.programme, "place": world.mtoni, "on": TODAY - 5 * DAY, "note": "They want to begin in May.",
        **more,
    }  # fmt: skip
    return commands.record_meeting(**{"by": world.coordinator, "at": NOON, **given})


TERMS = {
    "hours_a_week": Decimal("4"), "permission_procedure": "The midwife asks before the mentor comes in.",
    "agreed_on": TODAY - DAY, "room": "Ward office",
}  # fmt: skip


def agreed(world, engagement=None, **more):
    engagement = engagement or met(world)
    given = {"engagement": engagement, "focal_person": world.grace, "signed_by": world.grace, **TERMS, **more}
    return commands.record_agreement(**{"by": world.grace, "at": NOON, **given})


def test_from_first_contact_to_active(mawari):
    assert contacted(mawari).status == "contacted"
    assert met(mawari).status == "met"
    engagement = agreed(mawari, Engagement.objects.get())
    assert (engagement.status, engagement.review_on) == ("agreed", TODAY - DAY + timedelta(days=182))
    assert queries.is_engaged(place=mawari.mtoni, programme=mawari.programme)
    assert commands.begin(by=mawari.coordinator, at=NOON, engagement=engagement, on=TODAY).status == "active"
    assert [step.after for step in queries.steps(engagement)] == ["active", "agreed", "met", "contacted"]


def test_an_active_agreement_made_anew_stays_active(mawari):
    engagement = agreed(mawari)
    commands.begin(by=mawari.coordinator, at=NOON, engagement=engagement, on=TODAY)

    again = agreed(mawari, engagement, hours_a_week=Decimal("6"))

    assert (again.status, again.hours_a_week) == ("active", 6)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"focal_person": None}, "agreements.no_focal_person", "focal_person"),
        ({"hours_a_week": None}, "agreements.hours_out_of_range", "hours_a_week"),
        ({"hours_a_week": Decimal("61")}, "agreements.hours_out_of_range", "hours_a_week"),
        ({"permission_procedure": "  "}, "agreements.no_permission_procedure", "permission_procedure"),
        ({"signed_by": None}, "agreements.not_signed", "signed_by"),
        ({"agreed_on": TODAY + DAY}, "agreements.in_future", "agreed_on"),
        ({"review_on": TODAY + timedelta(days=400)}, "agreements.review_out_of_range", "review_on"),
        ({"room": "Ring 0712 345 678"}, "text.names_somebody", "room"),
    ],
)
def test_an_agreement_names_what_it_lacks(mawari, changed, code, field):
    engagement = met(mawari)
    given = {"engagement": engagement, "focal_person": mawari.grace, "signed_by": mawari.grace, **TERMS, **changed}

    found = refused(commands.record_agreement, by=mawari.grace, **given)

    assert (found.code, found.facts["field"]) == (code, field)
    assert Engagement.objects.get().status == "met"


def test_no_agreement_before_the_leadership_was_met(mawari):
    engagement = contacted(mawari)
    given = {"engagement": engagement, "focal_person": mawari.grace, "signed_by": mawari.grace, **TERMS}

    found = refused(commands.record_agreement, by=mawari.grace, **given)

    assert found.code == "states.not_from_here" and "Note a meeting" in str(found.message)


def test_a_meeting_says_something_and_has_happened(mawari):
    given = {"by": mawari.coordinator, "programme": mawari.programme, "place": mawari.mtoni}

    assert refused(commands.record_meeting, **given, on=TODAY, note=" ").code == "agreements.nothing_said"
    assert refused(commands.record_meeting, **given, on=TODAY + DAY, note="Soon").code == "agreements.in_future"
    assert not Engagement.objects.exists()


def test_a_stranger_is_refused_each_step(mawari):
    here = {"programme": mawari.programme, "place": mawari.mtoni, "on": TODAY}
    engagement = agreed(mawari)
    protected = protect(mawari, engagement)
    for by in (mawari.stranger, mawari.amina, mawari.joseph):
        for act, given in (
            (commands.record_contact, here),
            (commands.record_meeting, {**here, "note": "Met"}),
            (commands.record_agreement, {"engagement": engagement, "focal_person": by, "signed_by": by, **TERMS}),
            (commands.begin, {"engagement": engagement, "on": TODAY}),
            (commands.let_lapse, {"engagement": engagement, "on": TODAY, "reason": "Because"}),
            (commands.protect_time, {"engagement": engagement, "person": by, "hours_a_week": Decimal(2), "signed_by": by, "since": TODAY}),
            (commands.end_protected_time, {"protected": protected, "until": TODAY}),
            (commands.review_engagements, {}),
            (commands.expire_releases, {}),
        ):  # fmt: skip
            assert refused(act, by=by, **given).code == "acts.not_yours"


def test_what_is_sent_twice_is_done_once(mawari):
    ids = [uuid7() for _ in range(5)]
    for _ in range(2):
        contacted(mawari, act_id=ids[0])
        engagement = met(mawari, act_id=ids[1])
        engagement = agreed(mawari, engagement, act_id=ids[2])
        commands.begin(by=mawari.coordinator, at=NOON, engagement=engagement, on=TODAY, act_id=ids[3])
        commands.let_lapse(
            by=mawari.coordinator, at=NOON, engagement=engagement, on=TODAY, reason="New in-charge", act_id=ids[4]
        )

    assert EngagementStep.objects.count() == 5
    assert Engagement.objects.get().status == "lapsed"


def test_a_lapsed_agreement_is_taken_up_again_by_meeting(mawari):
    engagement = agreed(mawari)
    assert refused(commands.let_lapse, by=mawari.coordinator, engagement=engagement, on=TODAY, reason="").code == (
        "agreements.no_reason"
    )
    commands.let_lapse(by=mawari.coordinator, at=NOON, engagement=engagement, on=TODAY, reason="New in-charge")
    assert not queries.is_engaged(place=mawari.mtoni, programme=mawari.programme)
    assert (
        refused(commands.begin, by=mawari.coordinator, engagement=engagement, on=TODAY).code == "states.not_from_here"
    )

    assert met(mawari, on=TODAY).status == "met"


def test_the_night_calls_for_renewal_and_then_lets_lapse(mawari):
    engagement = agreed(mawari)
    review = engagement.review_on

    def night(days):
        at = NOON + (review - TODAY) + timedelta(days=days)
        return commands.review_engagements(by=None, at=at), Engagement.objects.get().status

    assert night(-1) == (0, "agreed")
    assert night(0) == (1, "renewal_due")
    assert night(1) == (0, "renewal_due")
    assert queries.is_engaged(place=mawari.mtoni, programme=mawari.programme)
    assert night(90) == (1, "lapsed")
    assert night(91) == (0, "lapsed")


def protect(world, engagement, **more):
    given = {
        "engagement": engagement, "person": world.amina, "hours_a_week": Decimal("3"), "signed_by": world.grace,
        "since": TODAY, **more,
    }  # fmt: skip
    return commands.protect_time(**{"by": world.grace, "at": NOON, **given})


def test_hours_to_mentor_are_agreed_and_end(mawari):
    engagement = agreed(mawari)
    protect(mawari, engagement, since=TODAY - DAY)
    act_id = uuid7()
    later = protect(mawari, engagement, hours_a_week=Decimal("5"), act_id=act_id)
    assert protect(mawari, engagement, hours_a_week=Decimal("5"), act_id=act_id) == later

    assert [each.hours_a_week for each in queries.protected_time(engagement, on=TODAY)] == [5]
    assert ProtectedTime.objects.count() == 2
    given = {"by": mawari.grace, "protected": later}
    assert refused(commands.end_protected_time, **given, until=TODAY - DAY).code == "agreements.ends_before_it_starts"
    commands.end_protected_time(at=NOON, **given, until=TODAY + DAY)
    assert refused(commands.end_protected_time, **given, until=TODAY + DAY).code == "agreements.ended_already"
    assert not queries.protected_time(engagement, on=TODAY + DAY).exists()


def test_hours_to_mentor_are_for_staff_of_the_place_and_fit_a_week(mawari):
    engagement = agreed(mawari)
    given = {"by": mawari.grace, "engagement": engagement, "signed_by": mawari.grace, "since": TODAY}

    assert refused(commands.protect_time, **given, person=mawari.stranger, hours_a_week=Decimal(2)).code == (
        "agreements.works_elsewhere"
    )
    assert refused(commands.protect_time, **given, person=mawari.amina, hours_a_week=Decimal(0)).code == (
        "agreements.hours_out_of_range"
    )


def test_one_sees_the_agreements_of_ones_area(mawari):
    engagement = agreed(mawari)

    for person in (mawari.coordinator, mawari.grace, mawari.amina, mawari.daniel, mawari.officer):
        assert list(queries.engagements(seen_by=person)) == [engagement]
        assert queries.counts(seen_by=person)["agreed"] == 1
    for person in (mawari.stranger, mawari.joseph, None):
        assert list(queries.engagements(seen_by=person)) == []


def test_a_list_takes_as_many_statements_however_long(mawari, django_assert_num_queries):
    agreed(mawari)
    mawari.coordinator.held()
    with django_assert_num_queries(1):
        [(each.place.name, each.programme.name) for each in queries.engagements(seen_by=mawari.coordinator)]
    for number in range(3):
        place = a_place(f"HC {number}", under=mawari.kivuma)
        contacted(mawari, place=place)
    with django_assert_num_queries(1):
        assert len([(e.place.name, e.programme.name) for e in queries.engagements(seen_by=mawari.coordinator)]) == 4


def test_a_role_for_another_programme_keeps_nothing_here(mawari):
    other = type(mawari.programme).objects.create(
        code="other", name="Other", place=mawari.country, starts_on=TODAY - timedelta(days=300)
    )
    person = mawari.holding("Juma", Role.VERIFIER, mawari.temba)
    a_grant(person, Role.COORDINATOR, mawari.kivuma, programme=other)

    here = {"programme": mawari.programme, "place": mawari.mtoni, "on": TODAY}
    assert refused(commands.record_contact, by=person, **here).code == "acts.not_yours"
    assert commands.record_contact(by=person, at=NOON, **{**here, "programme": other}).status == "contacted"
