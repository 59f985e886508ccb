"""Neema, a certified mentor from the district hospital, and Joseph of Mtoni; one line each for the tests."""

from datetime import timedelta

import pytest

from alongside.domain.mentors.models import Mentor, Proficiency
from alongside.domain.pairings import commands
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.errors import Refused
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_person, a_place

DAY = timedelta(days=1)


class Pair(Mawari):
    """Mawari with two certified mentors at the hospital and three colleagues at Mtoni."""

    def __init__(self):
        super().__init__()
        self.hospital = a_place("Kivuma Hospital", type="hospital", under=self.kivuma)
        self.area = TechnicalArea.objects.get(code="maternal")
        self.newborn = TechnicalArea.objects.get(code="newborn")
        self.neema = self.a_mentor("Neema")
        self.baraka = self.a_mentor("Baraka", areas=[self.newborn])
        self.asha = a_person("Asha", works_at=self.mtoni)
        self.juma = a_person("Juma", works_at=self.mtoni)

    def a_mentor(self, name, *, areas=None, home=None, **more):
        home = home or self.hospital
        given = {
            "person": a_person(name, works_at=home), "standing": "active", "affiliation": "senior", "home": home,
            "area_path": home.path, "max_mentees": 4, "max_places": 3, "since": TODAY - 90 * DAY,
            "certified_until": TODAY + 400 * DAY, **more,
        }  # fmt: skip
        mentor = Mentor.objects.create(**given)
        for area in areas if areas is not None else [self.area]:
            Proficiency.objects.create(
                mentor=mentor, area=area, proven_by="both", assessed_on=TODAY - 90 * DAY, valid_until=TODAY + 400 * DAY
            )
        return mentor

    def propose(self, *mentees, by=None, mentors=None, **more):
        mentees = list(mentees or [self.joseph])
        given = {
            "programme": self.programme, "place": self.mtoni, "shape": "one_to_one", "model": "visiting",
            "purpose": "performance_gap", "mentors": mentors or [(self.neema, self.area)], "mentees": mentees,
            "planned_end_on": TODAY + 270 * DAY, **more,
        }  # fmt: skip
        return commands.propose(by=by or self.coordinator, at=NOON, **given)

    def says(self, relationship, side, person, *, is_yes=True, by=None, **more):
        given = {"relationship": relationship, "answered_as": side, "person": person, "is_yes": is_yes, **more}
        return commands.answer(by=by or person, at=NOON, **given)

    def accepted(self, relationship=None):
        relationship = relationship or self.propose()
        self.says(relationship, "mentor", self.neema.person)
        for row in relationship.mentees.all():
            self.says(relationship, "mentee", row.person)
        self.says(relationship, "in_charge", self.grace)
        relationship.refresh_from_db()
        return relationship

    def preparing(self):
        return commands.prepare(by=self.neema.person, at=NOON, relationship=self.accepted())

    def active(self):
        relationship = self.preparing()
        given = {"by": self.neema.person, "at": NOON, "relationship": relationship}
        commands.log_first_contact(**given, on=TODAY)
        return commands.activate(**given)


def refusal(act, **given):
    """Return the code with which an act refuses."""
    with pytest.raises(Refused) as refused:
        act(**{"at": NOON, **given})
    return refused.value.code
