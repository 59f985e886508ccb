"""A morning of each who works with it, in Chromium at the width of a phone: what waits, the next step, where it led."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.domain.agreements.models import Engagement, ReleaseRequest
from alongside.domain.encounters.models import Debrief, FeedbackNote, Visit
from alongside.domain.mentors.models import Assignment, Mentor, Proficiency
from alongside.domain.people.models import Grant, UserAccount
from alongside.domain.programmes.models import MonthTheme, TechnicalArea
from tests.domain.plans.stories import Planned
from tests.observed import Mawari
from tests.people import NOON, a_person, an_account

from .conftest import too_wide
from .hands import Hand

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.browser]
DAY = timedelta(days=1)


class Morning(Mawari):
    """Mawari today: a certified mentor posted to Mtoni, which has agreed; a visit asked for, one handed in."""

    def __init__(self):
        super().__init__()
        self.today = timezone.localdate()
        self.slot = self.today + (7 - self.today.weekday()) * DAY  # the Monday to come
        self.maternal = TechnicalArea.objects.get(code="maternal")
        self.mentor = Mentor.objects.create(
            person=self.amina, standing="active", affiliation="senior", home=self.mtoni, area_path=self.mtoni.path,
            max_mentees=4, max_places=3, since=self.today - 90 * DAY, certified_until=self.today + 400 * DAY,
        )  # fmt: skip
        Proficiency.objects.create(
            mentor=self.mentor, area=self.maternal, proven_by="both", assessed_on=self.today - 90 * DAY,
            valid_until=self.today + 400 * DAY,
        )  # fmt: skip
        Assignment.objects.create(
            mentor=self.mentor, programme=self.programme, place=self.mtoni, time_share="0.4", since=self.today - 90 * DAY,
            until=self.today + 90 * DAY,
        )  # fmt: skip
        Engagement.objects.create(
            programme=self.programme, place=self.mtoni, area_path=self.mtoni.path, status="active", hours_a_week=4,
            focal_person=self.grace, agreed_on=self.today - 60 * DAY, signed_by=self.grace, review_on=self.today + 90 * DAY,
            permission_procedure="The midwife asks first.",
        )  # fmt: skip
        for person in (self.joseph, self.grace):
            an_account(person)

    def ahead(self, status):
        slot = {"planned_on": self.slot, "planned_until": self.slot}
        found = self.a_visit(days_ago=0, status=status, **slot)
        Visit.objects.filter(pk=found.pk).update(held_on=self.slot, until_on=self.slot, recorded_by=self.amina)
        found.mentors.create(person=self.amina, confirmed_at=timezone.now())
        return found

    def handed_in(self):
        now = timezone.now()
        found = self.a_visit(days_ago=0, status="submitted", submitted_at=now, length=timedelta(hours=3))
        Visit.objects.filter(pk=found.pk).update(
            held_on=self.today - DAY, until_on=self.today - DAY, recorded_by=self.amina
        )
        found.mentors.create(person=self.amina)
        return found


@pytest.fixture
def morning(live_server):
    return Morning()


@pytest.fixture
def hand(phone, live_server):
    def begins(person):
        found = Hand(phone(person), live_server.url)
        assert too_wide(found.page) == 0
        return found

    return begins


def test_a_coordinator_approves_verifies_and_looks_where_to_go(morning, hand):
    asked, sent = morning.ahead("requested"), morning.handed_in()
    rehema = hand(morning.coordinator)
    assert "To approve" in rehema.reads and "To verify" in rehema.reads
    rehema.follow("To approve").press("Approve")
    rehema.open("visits:waiting").follow("Mtoni Health Centre").press("Verify this visit")
    rehema.open("visits:due").follow("on a map")
    rehema.open("visits:planner")
    assert "Amina" in rehema.reads
    asked.refresh_from_db()
    sent.refresh_from_db()
    assert (asked.status, sent.status) == ("approved", "verified")


def test_an_in_charge_releases_confirms_and_hears_what_was_seen(morning, hand):
    asked, held = morning.ahead("approved"), morning.handed_in()
    Debrief.objects.create(
        visit=held, strengths=["The tray is ready"], written_by=morning.amina, written_at=timezone.now()
    )
    amina, grace = hand(morning.amina), hand(morning.grace)
    engagement = Engagement.objects.get()
    amina.open("agreements:ask_release", query=f"?engagement={engagement.pk}&visit={asked.pk}")
    amina.fill(day=morning.slot, people=[morning.joseph.pk], released_as="mentee").press()
    request = ReleaseRequest.objects.get()
    grace.open("agreements:release", request.pk).fill(released=[morning.joseph.pk]).press("Send the answer")
    grace.open("visits:visit", asked.pk).press("Confirm the visit")
    grace.page.goto(grace.url)
    grace.follow("Hear a debrief").follow("We have heard it").press("heard")
    asked.refresh_from_db()
    request.refresh_from_db()
    assert (asked.status, request.status, Debrief.objects.get().acknowledged_by) == (
        "confirmed", "approved", morning.grace,
    )  # fmt: skip


def test_a_mentor_plans_asks_and_calls(morning, hand):
    amina = hand(morning.amina)
    amina.open("visits:plan", query="?q=mtoni").follow("Mtoni Health Centre")
    amina.fill(planned_on=morning.slot, planned_until=morning.slot + DAY).press("Plan the visit")
    amina.follow("Take up objectives").fill(text="Uterotonic ready").press("Take these up")
    amina.follow("Choose an agenda").fill(layout="two_days").press("Use this agenda").press("Ask for approval")
    assert "Day 2" in amina.reads and "Requested" in amina.reads
    amina.open("visits:call", query=f"?place={morning.mtoni.pk}").fill(
        people=[morning.joseph.pk], minutes=12, topic="How the drill went"
    ).press()
    amina.open("visits:calendar").press("Make an address")
    assert ".ics" in amina.reads


def test_a_mentee_reads_feedback_and_moves_a_goal(hand):
    story = Planned()
    goal = story.goal(story.wanted())
    an_account(story.joseph)
    seen = story.seen(story.joseph, 8)
    note = FeedbackNote.objects.create(
        encounter=seen.encounter, person=story.joseph, given_by=story.amina, strengths="Calm with the mother", given_at=NOON,
    )  # fmt: skip
    joseph = hand(story.joseph)
    assert "Calm with the mother" in joseph.reads
    joseph.open("visits:actions").press("I have read this")
    joseph.open("plans:goal", goal.pk).press("Begin practising").press("Ready to be checked")
    joseph.open("people:person", story.joseph.pk)
    assert "Third stage of labour" in joseph.reads
    note.refresh_from_db()
    goal.refresh_from_db()
    assert (note.acknowledged_at is not None, goal.status) == (True, "ready")


def test_a_manager_gives_the_month_a_theme_and_reads_the_figures(morning, hand):
    daniel = hand(morning.daniel)
    assert "Competent when last observed" in daniel.reads
    month = morning.today.strftime("%Y-%m")
    daniel.open("programmes:theme", morning.programme.pk, month).fill(topic="The third stage").press("Keep this theme")
    assert MonthTheme.objects.get().topic == "The third stage" and "The third stage" in daniel.reads
    daniel.open("visits:map")
    daniel.open("pairings:matchings")


def test_an_officer_counts_and_takes_the_observations_along(morning, hand):
    morning.seen(morning.joseph, 8)
    zawadi = hand(morning.officer)
    zawadi.open("visits:counts")
    zawadi.open("exports:lists")
    with zawadi.page.expect_download() as taken:
        zawadi.page.locator("main a[href*='csv']").first.click()
    assert taken.value.suggested_filename.endswith(".csv")


def test_an_administrator_gives_a_role_and_a_login(morning, hand):
    neema = a_person("Neema Chanda", works_at=morning.mtoni)
    petro = hand(morning.admin)
    petro.open("staff:role", neema.pk).fill(role="mentor", place="Kivuma").press()
    petro.open("staff:account", neema.pk).fill(username="neema").press()
    assert Grant.objects.filter(person=neema, role="mentor").exists()
    assert UserAccount.objects.get(person=neema).password_is_one_time
