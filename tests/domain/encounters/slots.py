"""Amina plans visits to Mtoni, in one line each, for the tests of planning. TODAY is a Tuesday."""

from datetime import timedelta
from decimal import Decimal

from alongside.domain.agreements.models import Engagement
from alongside.domain.encounters import commands
from alongside.domain.mentors.models import Assignment, Mentor, Proficiency
from tests.observed import TODAY
from tests.people import NOON

from .stories import Story

DAY = timedelta(days=1)
SLOT = TODAY + 7 * DAY
STEPS_OF = {
    "requested": ["request_visit"],
    "approved": ["request_visit", "approve_visit"],
    "confirmed": ["request_visit", "approve_visit", "confirm_visit"],
    "in_progress": ["request_visit", "approve_visit", "confirm_visit", "check_in"],
    "draft": ["request_visit", "approve_visit", "confirm_visit", "check_in", "check_out"],
}


class Slots(Story):
    """Mawari where Amina is certified and posted to Mtoni, whose leadership has agreed."""

    def __init__(self):
        super().__init__()
        self.mentor = self.a_mentor(self.amina)
        self.posting = self.posted(self.mentor)
        self.engagement = Engagement.objects.create(
            programme=self.programme, place=self.mtoni, area_path=self.mtoni.path, status="agreed",
            agreed_on=TODAY - 90 * DAY, focal_person=self.grace, hours_a_week=Decimal(4),
        )  # fmt: skip

    def a_mentor(self, person, **more):
        given = {
            "standing": "active", "affiliation": "senior", "home": self.mtoni, "area_path": self.mtoni.path,
            "max_mentees": 8, "max_places": 3, "since": TODAY - 90 * DAY, "certified_until": TODAY + 400 * DAY, **more,
        }  # fmt: skip
        mentor = Mentor.objects.create(person=person, **given)
        Proficiency.objects.create(
            mentor=mentor, area=self.amtsl.area, proven_by="both", assessed_on=TODAY - 90 * DAY,
            valid_until=TODAY + 400 * DAY,
        )  # fmt: skip
        return mentor

    def posted(self, mentor, place=None, **more):
        given = {"time_share": Decimal("0.2"), "since": TODAY - 90 * DAY, "until": TODAY + 90 * DAY, **more}
        return Assignment.objects.create(mentor=mentor, programme=self.programme, place=place or self.mtoni, **given)

    def planned(self, *, by=None, at=NOON, **more):
        given = {"place": self.mtoni, "programme": self.programme, "planned_on": SLOT, **more}
        return commands.plan_visit(by=by or self.amina, at=at, **given)

    def at(self, status, *, on=SLOT, **more):
        """Return a visit that came as far as this, each step taken by whoever takes it."""
        visit = self.planned(planned_on=on, **more)
        takes = {"approve_visit": self.coordinator, "confirm_visit": self.grace}
        for name in STEPS_OF.get(status, []):
            when = NOON + (on - TODAY if name in ("check_in", "check_out") else 0 * DAY)
            visit = getattr(commands, name)(by=takes.get(name, self.amina), at=when, visit=visit)
        return visit
