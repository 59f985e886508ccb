"""A district begins with nothing but places, people and a checklist, and ends with a visit that was verified.

Every step is taken in Chromium by the one who takes it: manager, in-charge, coordinator, mentor.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.domain.agreements.models import Engagement
from alongside.domain.encounters.models import Debrief, Observation, ObservationDraft, Visit
from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Employment, Grant
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.terms import STEPS
from tests.observed import STEPS as ITEMS
from tests.observed import Mawari
from tests.people import a_grant, a_person

from .hands import Hand

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.browser]
DAY = timedelta(days=1)


class District(Mawari):
    """What Mawari has, without its programme; a mentor who was certified on paper."""

    def __init__(self):
        super().__init__()
        self.today = timezone.localdate()
        Grant.objects.filter(role=Role.MENTOR).delete()
        self.amtsl.instruments.add(self.instrument)
        self.hospital = OrgUnit.objects.add_child(
            OrgUnit.objects.get(pk=self.kivuma.pk), instance=OrgUnit(name="Kivuma Hospital", type="hospital")
        )
        self.neema = a_person("Neema Chanda", works_at=self.hospital, cadre="midwife")
        a_grant(self.neema, Role.MENTOR, self.kivuma)
        Employment.objects.filter(person=self.neema).update(licence_expires_on=self.today + 400 * DAY)


@pytest.fixture
def district(live_server):
    return District()


@pytest.fixture
def hand(phone, live_server):
    return lambda person: Hand(phone(person), live_server.url)


def test_from_an_empty_programme_to_a_verified_visit(district, hand):
    manager = hand(district.daniel)
    programme = design(manager, district)
    certify(manager, district)
    sign(manager, programme)
    agreed = agree(hand(district.coordinator), hand(district.grace), district, programme)
    post(hand(district.coordinator), district)
    visit = plan(hand(district.neema), district, programme)
    hand(district.coordinator).open("visits:visit", visit.pk).press("Approve")
    hand(district.grace).open("visits:visit", visit.pk).press("Confirm the visit")
    mentor = hand(district.neema)
    hold(mentor, district, visit)
    coordinator = hand(district.coordinator)
    coordinator.open("visits:waiting").follow("Mtoni Health Centre").press("Verify this visit")

    visit.refresh_from_db()
    assert (visit.status, agreed.status, Observation.objects.get().steps_done) == ("verified", "active", 8)
    assert "Verified" in coordinator.reads
    grace = hand(district.grace)
    grace.page.goto(grace.url)
    grace.follow("Hear a debrief").follow("We have heard it").fill(remark="Thank you").press("heard")
    assert Debrief.objects.get().acknowledged_by == district.grace


def design(manager: Hand, district: District) -> Programme:
    """Begin from the template of visiting mentors, answer the eleven steps, and send the design for review."""
    today = district.today
    manager.open("programmes:begin").fill(
        name="Strong Start", code="strong", place="Kivuma", starts_on=today - 30 * DAY, ends_on=today + 500 * DAY,
        start_from="visiting",
    )  # fmt: skip
    manager.press("Begin")
    programme = Programme.objects.get(code="strong")
    lines = {
        "goal": {"kind": "quality", "text": "Fewer women bleed after birth", "indicator": "QOC-01", "baseline": 54, "target": 85, "due_on": today + 300 * DAY},
        "approach": {"kind": "supervision", "name": "Quarterly supervision", "purpose": "Watches the whole workplace", "starts_on": today - 30 * DAY},
        "structure": {"name": "District health team", "use": "reuse"},
        "hand_over": {"what": "Transport", "now": "Partner", "later": "District", "by_government": "yes", "yearly_cost": 900},
        "incentive": {"what": "Per diem", "whom": "mentors", "payer": "District"},
        "focus": {"competency": "amtsl", "purpose": "reinforce"},
        "start_up": {"code": "leadership", "level": "subnational", "done_on": today, "note": "They lead it."},
    }  # fmt: skip
    for kind, given in lines.items():
        manager.open("programmes:add", programme.pk, kind).fill(**given)
        manager.press()
    words = {
        "goals": {"role": "Mentors practise with midwives at work."}, "system": {"owner": "District health team"},
        "support": {"cover": "A colleague of the same shift"}, "monitoring": {"who": "District team"}, "virtual": {"is_on": "yes"},
        "focus": {"problem": "Bleeding after birth", "evidence": "Case reviews", "cause": "skill"},
    }  # fmt: skip
    for step in STEPS:
        manager.open("programmes:step", programme.pk, step.code).fill(**words.get(step.code, {}))
        manager.press("Save, and it is done")
        assert "not done yet" not in manager.reads, (step.code, manager.reads)
    manager.open("programmes:programme", programme.pk)
    assert "11 of 11 steps done" in manager.reads
    manager.follow("Send for review").press("Send for review")
    return programme


def certify(manager: Hand, district: District) -> None:
    """Take over the certificate that the mentor brings on paper."""
    manager.open("mentors:recognise", district.neema.pk).fill(
        affiliation="senior", certified_on=district.today - 60 * DAY, areas=["maternal"], evidence="Ministry, no. 12",
    ).press("Recognise the certificate")  # fmt: skip
    assert Mentor.objects.get().standing == "certified"


def sign(manager: Hand, programme: Programme) -> None:
    """Sign the design, waive the budget, begin."""
    there = manager.open("programmes:move", programme.pk, "approve")
    there.fill(signed_as="Daniel, manager").press()
    assert "What must hold before it begins" in manager.reads
    manager.open("programmes:waive", programme.pk).fill(note="The district pays.").press("Waive the budget")
    manager.open("programmes:move", programme.pk, "activate")
    manager.press()
    assert Programme.objects.get(pk=programme.pk).status == "active", manager.reads


def agree(coordinator: Hand, leader: Hand, district: District, programme: Programme) -> Engagement:
    """Meet the leadership of the workplace, which signs what it gives."""
    today = district.today
    coordinator.open("agreements:contact").fill(programme=programme.pk, place="Mtoni Health Centre", on=today)
    coordinator.press("Note this")
    agreed = Engagement.objects.get()
    coordinator.open("agreements:meeting", agreed.pk).fill(on=today, note="They want to begin.").press("Note this")
    leader.open("agreements:sign", agreed.pk).fill(
        focal_person=district.grace.pk, hours_a_week=4, permission_procedure="The midwife asks first.",
        signed_by=district.grace.pk, agreed_on=today, review_on=today + 182 * DAY,
    ).press("Sign")  # fmt: skip
    coordinator.open("agreements:begin", agreed.pk).fill(on=today).press("Note this")
    agreed.refresh_from_db()
    return agreed


def post(coordinator: Hand, district: District) -> None:
    """Post the mentor to the workplace: one day a week for half a year."""
    programme = Programme.objects.get(code="strong")
    coordinator.open("mentors:assign", Mentor.objects.get().pk).fill(
        programme=programme.pk, place="Mtoni Health Centre", time_share="0.2", since=district.today,
        until=district.today + 180 * DAY,
    )  # fmt: skip
    coordinator.press()


def plan(mentor: Hand, district: District, programme: Programme) -> Visit:
    """Plan today's visit with what it is to reach and how its time is used, and ask for approval."""
    mentor.open("visits:plan", query=f"?place={district.mtoni.pk}").fill(planned_on=district.today)
    if mentor.page.locator('main [name="programme"]').count():
        mentor.fill(programme=programme.pk)
    mentor.press("Plan the visit")
    visit = Visit.objects.get(programme=programme)
    mentor.follow("Take up objectives").fill(text="Uterotonic ready before every birth").press("Take these up")
    mentor.follow("Choose an agenda").fill(layout="one_day").press("Use this agenda")
    assert "08:30–08:50" in mentor.reads
    mentor.press("Ask for approval")
    return visit


def hold(mentor: Hand, district: District, visit: Visit) -> None:
    """Check in, observe, tell what went well, write the debrief, check out, hand in."""
    mentor.open("visits:visit", visit.pk).press("Check in")
    mentor.follow("Individual mentoring").fill(
        mentee=district.joseph.pk, version=district.version.pk, setting="simulation", observer_context="relationship_mentor",
    ).press("Open the checklist")  # fmt: skip
    draft = ObservationDraft.objects.get()
    mentor.fill(**{item.id: "1" if number < 8 else "0" for number, item in enumerate(ITEMS)}).press("Keep and go on")
    mentor.fill(completeness="comprehensive").press("Record and see the result")
    assert not ObservationDraft.objects.filter(pk=draft.pk).exists() and "8 of 10" in mentor.reads
    seen = Observation.objects.get()
    mentor.open("visits:feedback", seen.encounter_id).fill(strengths="Calm, and spoke with her throughout")
    mentor.press()
    mentor.open("visits:contact", seen.encounter_id).fill(minutes=40)
    mentor.press()
    mentor.follow("Say what was reached")
    objective = visit.objectives.get()
    mentor.fill(**{f"result_{objective.pk}": "partly", f"note_{objective.pk}": "Ready in three of four"})
    mentor.press("Keep this")
    mentor.follow("Write it: three strengths").fill(strength_1="The tray is laid out before each birth")
    mentor.press()
    mentor.open("visits:visit", visit.pk).press("Check out")
    mentor.follow("Enter how long you were there").fill(length="5:30")  # the clock saw a few seconds
    mentor.press()
    assert "What is missing before you submit" not in mentor.reads, mentor.reads
    mentor.press("Submit the visit")
