"""Neema on her way to mentoring, one line each, for the tests of mentors."""

from datetime import timedelta
from decimal import Decimal

import pytest

from alongside.domain.mentors import commands, queries
from alongside.domain.mentors.models import Mentor
from alongside.domain.mentors.terms import SKILL_MODULES
from alongside.domain.people.models import Employment
from alongside.domain.people.terms import Role
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.errors import Refused
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_person

DAY = timedelta(days=1)


class Path(Mawari):
    """Mawari with a nominee, a master mentor and two colleagues who know her."""

    def __init__(self):
        super().__init__()
        self.neema = a_person("Neema", works_at=self.mtoni)
        self.licence(TODAY + 400 * DAY)
        self.master = self.holding("Miriam", Role.MASTER_MENTOR, self.country)
        self.asha = a_person("Asha", works_at=self.mtoni)
        self.juma = a_person("Juma", works_at=self.mtoni)
        self.area = TechnicalArea.objects.get(code="maternal")

    def licence(self, until):
        Employment.objects.filter(person=self.neema).update(licence_expires_on=until)

    def nominated(self, *, by=None, **more):
        given = {
            "person": self.neema, "programme": self.programme, "home": self.mtoni, "affiliation": "peer",
            "nominated_by": "in_charge", "areas": [self.area], "reason": "Others ask her first", **more,
        }  # fmt: skip
        return commands.nominate(by=by or self.grace, at=NOON, **given)

    def completed(self, nomination=None, **more):
        given = {
            "nomination": nomination or self.nominated(), "areas": [self.area], "reason": "Others ask her first",
            "last_practised_on": TODAY - 3 * DAY, "consent_by": self.grace, "hours_a_month": 16, "no_open_case": True,
            **more,
        }  # fmt: skip
        return commands.save_nomination(by=self.grace, at=NOON, **given)

    def screened(self):
        nomination = commands.submit_nomination(by=self.grace, at=NOON, nomination=self.completed())
        commands.screen(by=self.coordinator, at=NOON, nomination=nomination)
        nomination.refresh_from_db()
        return nomination

    def scored(self, nomination, by, points=3, role_play=None, **differently):
        codes = [each.code for each in queries.criteria()]
        return commands.score_nominee(
            by=by, at=NOON, nomination=nomination, points=dict.fromkeys(codes, points) | differently,
            evidence=dict.fromkeys(codes, "Seen on the ward"), role_play=role_play,
        )  # fmt: skip

    def referred(self, nomination):
        for asked in (self.asha, self.juma):
            reference = commands.ask_reference(by=self.coordinator, at=NOON, nomination=nomination, asked=asked)
            commands.give_reference(by=asked, at=NOON, reference=reference, points=4, text="Calm and fair")

    def selected(self):
        nomination = self.screened()
        self.scored(nomination, self.coordinator)
        self.scored(nomination, self.master)
        self.referred(nomination)
        return commands.select_mentor(by=self.master, at=NOON, nomination=nomination)

    def in_preparation(self):
        return commands.begin_preparation(by=self.master, at=NOON, mentor=self.selected())

    def taught(self, mentor, modules=SKILL_MODULES, **more):
        for module in modules:
            commands.record_module(
                by=self.master, at=NOON, mentor=mentor, **{"module": module, "stage": 2, "done_on": TODAY, "passed": True, **more}
            )  # fmt: skip

    def proficient(self, mentor, **more):
        given = {"area": self.area, "proven_by": "both", "assessed_on": TODAY - DAY, "percent": Decimal("92"), **more}
        return commands.record_proficiency(by=self.master, at=NOON, mentor=mentor, **given)

    def provisional(self):
        mentor = self.in_preparation()
        self.taught(mentor)
        self.proficient(mentor)
        return commands.make_provisional(by=self.master, at=NOON, mentor=mentor)

    def observed_twice(self, mentor, earned=11):
        for days in (9, 2):
            commands.record_co_visit(
                by=self.master, at=NOON, mentor=mentor, held_on=TODAY - days * DAY, earned=Decimal(earned),
                possible=Decimal(12),
            )  # fmt: skip

    def certified(self):
        mentor = self.provisional()
        self.observed_twice(mentor)
        commands.sign_confidentiality(by=self.neema, at=NOON, mentor=mentor)
        return commands.certify_mentor(by=self.daniel, at=NOON, mentor=mentor)

    def assigned(self, mentor=None, **more):
        given = {
            "mentor": mentor or self.certified(), "programme": self.programme, "place": self.mtoni,
            "time_share": Decimal("0.2"), "since": TODAY, "until": TODAY + 180 * DAY, **more,
        }  # fmt: skip
        return commands.assign(by=self.coordinator, at=NOON, **given)

    def active(self):
        return Mentor.objects.get(pk=self.assigned().mentor_id)


def refusal(act, **given):
    """Return the code with which an act refuses."""
    with pytest.raises(Refused) as refused:
        act(**{"at": NOON, **given})
    return refused.value.code
