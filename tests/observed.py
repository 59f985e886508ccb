"""A small programme for tests: Mtoni health centre, its staff, a checklist of ten steps and what was seen of them."""

from datetime import date, timedelta
from decimal import Decimal

from alongside.domain.encounters.models import ActionItem, Attendance, Encounter, Observation, SystemsIssue, Visit
from alongside.domain.instruments.models import Instrument, Version
from alongside.domain.instruments.rules import classes, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section, to_json
from alongside.domain.people.terms import Role
from alongside.domain.programmes.models import Competency, Enrolment, Programme, TechnicalArea
from tests.people import NOON, a_grant, a_person, a_place

TODAY = date(2026, 4, 14)
STEPS = tuple(
    Item(
        f"step{number}", {"en": f"Step {number}"}, scale="YN", critical=number == 1, feedback={"en": f"Try {number}."},
        respect=number == 2,
    )
    for number in range(1, 11)
)  # fmt: skip


class Mawari:
    """What stands: places from country to facility, one of each role, a checklist in use."""

    def __init__(self):
        self.country = a_place("Mawari", type="country")
        self.kivuma = a_place("Kivuma", type="district", under=self.country)
        self.temba = a_place("Temba", type="district", under=self.country)
        self.mtoni = a_place("Mtoni Health Centre", under=self.kivuma)
        self.mbuyu = a_place("Mbuyu Health Centre", under=self.temba)
        self.daniel = self.holding("Daniel", Role.MANAGER, self.country)
        self.officer = self.holding("Zawadi", Role.ME_OFFICER, self.country)
        self.admin = self.holding("Petro", Role.ADMINISTRATOR, self.country)
        self.coordinator = self.holding("Rehema", Role.COORDINATOR, self.kivuma)
        self.verifier = self.holding("Veronica", Role.VERIFIER, self.country)
        self.amina = self.holding("Amina", Role.MENTOR, self.kivuma)
        self.stranger = self.holding("Hawa", Role.MENTOR, self.temba)
        self.grace = self.holding("Grace", Role.IN_CHARGE, self.mtoni, works_at=self.mtoni)
        self.joseph = self.holding("Joseph", Role.MENTEE, self.mtoni, works_at=self.mtoni)
        area, _ = TechnicalArea.objects.get_or_create(code="maternal", defaults={"name": "Maternal health"})
        self.amtsl = Competency.objects.create(code="amtsl", name="Third stage of labour", area=area, criticality=3)
        self.stock = Competency.objects.get(code="data-use")
        self.programme = Programme.objects.create(
            code="safe-start", name="Safe Start", place=self.country, starts_on=date(2025, 7, 1)
        )
        self.programme.competencies.set([self.amtsl, self.stock])
        self.instrument = Instrument.objects.create(
            code="third-stage", title="Third stage of labour", area_code="maternal"
        )
        self.version = self.a_version(1)
        self.enrol(self.joseph)

    def holding(self, name, role, place, **more):
        person = a_person(name, **more)
        a_grant(person, role, place)
        return person

    def enrol(self, person):
        return Enrolment.objects.create(programme=self.programme, person=person, since=date(2025, 7, 1))

    def a_version(self, number, items=STEPS):
        definition = Definition("third-stage", {"en": "Third stage of labour"}, (Section("all", {"en": "All"}, items),))
        return Version.objects.create(
            instrument=self.instrument, number=number, status="approved", definition_json=to_json(definition),
            digest=str(number), drafted_at=NOON, approved_at=NOON, effective_on=date(2025, 7, 1),
        )  # fmt: skip

    def encounter(self, person, *, days_ago=0, mentor=None, place=None):
        place = place or self.mtoni
        encounter = Encounter.objects.create(
            programme=self.programme, place=place, area_path=place.path, mentor=mentor or self.amina,
            held_on=TODAY - timedelta(days_ago), recorded_at=NOON,
        )  # fmt: skip
        Attendance.objects.create(encounter=encounter, person=person)
        return encounter

    def seen(self, person, done, *, days_ago=0, by=None, place=None, version=None, competency=None, **more):
        """Keep an observation in which the first `done` steps were done and the others missed."""
        version, place, observer = version or self.version, place or self.mtoni, by or self.amina
        definition = version.definition
        answers = {item.id: "yes" if n < done else "no" for n, item in enumerate(definition.items())}
        score = scoring.score(definition, answers)
        given = {
            "observer_context": "relationship_mentor", "setting": "real_client", "permission": "granted",
            "completeness": "comprehensive", **more,
        }  # fmt: skip
        return Observation.objects.create(
            encounter=self.encounter(person, days_ago=days_ago, mentor=observer, place=place),
            programme=self.programme, place=place, area_path=place.path, version=version,
            competency=competency or self.amtsl, mentee=person, observer=observer, held_on=TODAY - timedelta(days_ago),
            recorded_at=NOON, answers=answers, results=scoring.to_json(score), earned=Decimal(int(score.pooled.earned)),
            possible=Decimal(int(score.pooled.possible)), steps_done=score.done, steps_expected=score.expected,
            critical_missed=len(score.missed_critical), result_class=classes.classify(score), **given,
        )  # fmt: skip

    def an_action(self, person, text="Practise counter-traction", **more):
        given = {"owner_type": "mentee", "owner": person, "due_on": TODAY + timedelta(7), "agreed_at": NOON, **more}
        return ActionItem.objects.create(place=self.mtoni, area_path=self.mtoni.path, person=person, text=text, **given)

    def an_issue(self, text="No size 0 masks", **more):
        given = {"category": "equipment", "opened_on": TODAY, "opened_by": self.amina, "recorded_at": NOON, **more}
        return SystemsIssue.objects.create(place=self.mtoni, area_path=self.mtoni.path, text=text, **given)

    def a_visit(self, *, days_ago=0, **more):
        day = TODAY - timedelta(days_ago)
        given = {"status": "submitted", "submitted_at": NOON, **more}
        return Visit.objects.create(
            programme=self.programme, place=self.mtoni, area_path=self.mtoni.path, held_on=day, until_on=day,
            recorded_by=self.amina, recorded_at=NOON, **given,
        )  # fmt: skip
