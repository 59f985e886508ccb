"""A programme in design for tests, and one whose eleven steps are all done."""

from datetime import date, timedelta
from decimal import Decimal

from alongside.domain.instruments.models import Instrument, Version
from alongside.domain.people.terms import Role
from alongside.domain.programmes import commands, queries
from alongside.domain.programmes.models import Competency, TechnicalArea
from alongside.domain.programmes.rules.course import Share
from alongside.domain.programmes.terms import STEPS
from tests.people import NOON, a_grant, a_person, a_place

TODAY = date(2026, 4, 14)
WORDS = {
    "goals": {"role": "Mentors practise with midwives at work."},
    "system": {"owner": "District health team"},
    "support": {"cover": "A colleague of the same shift"},
    "focus": {"problem": "Bleeding after birth", "evidence": "Case reviews of 2025", "cause": "skill"},
    "virtual": {"is_on": True},
    "monitoring": {"who": "District team; the officer keeps the decisions"},
}


class Drafted:
    """Kivuma with a manager, a stranger next door, and a programme begun from the visiting template."""

    def __init__(self, template="visiting"):
        self.country = a_place("Mawari", type="country")
        self.kivuma = a_place("Kivuma", type="district", under=self.country)
        self.temba = a_place("Temba", type="district", under=self.country)
        self.mtoni = a_place("Mtoni", under=self.kivuma)
        self.daniel = a_person("Daniel Phiri")
        a_grant(self.daniel, Role.MANAGER, self.country)
        self.coordinator = a_person("Rehema")
        a_grant(self.coordinator, Role.COORDINATOR, self.kivuma)
        self.stranger = a_person("Hawa")
        a_grant(self.stranger, Role.MANAGER, self.temba)
        area = TechnicalArea.objects.get(code="maternal")
        self.amtsl = Competency.objects.create(
            code="amtsl", name="Third stage of labour", area=area, complexity=3, criticality=3
        )
        self.programme = commands.begin_design(
            by=self.daniel, at=NOON, code="safe-start", name="Safe Start", place=self.kivuma, template=template,
            starts_on=date(2026, 5, 4), ends_on=date(2027, 10, 31),
        )  # fmt: skip

    def do(self, act, **given):
        return getattr(commands, act)(**{"by": self.daniel, "at": NOON, "programme": self.programme, **given})

    def goal(self, **more):
        given = {
            "kind": "quality", "text": "Fewer women bleed after birth", "indicator": "QOC-01",
            "baseline": Decimal("54"), "target": Decimal("85"), "due_on": date(2027, 6, 30),
        }  # fmt: skip
        return self.do("state_goal", **{**given, **more})

    def approach(self, name="Quarterly supervision", **more):
        given = {"kind": "supervision", "purpose": "Watches the whole workplace", "starts_on": date(2026, 5, 1)}
        return self.do("map_approach", name=name, **{**given, **more})

    def leadership(self, **more):
        given = {"code": "leadership", "level": "subnational", "done_on": TODAY, "note": "They lead it."}
        return self.do("note_start_up", **{**given, **more})

    def finish(self, *, but=()):
        """Do every step except some."""
        self.goal()
        self.approach()
        self.do("note_structure", name="District health team", use="reuse")
        self.do("hand_on", what="Mentors' transport", now="Partner", later="District", by_government=True, yearly_cost=Decimal(900))  # fmt: skip
        self.do("promise_incentive", what="Per diem", whom="mentors", payer="Partner", ends_on=date(2027, 10, 31))
        self.do("focus_on", competency=self.amtsl, purpose="reinforce")
        self.leadership()
        for step in STEPS:
            self.do("answer_step", step=step.code, answers=WORDS.get(step.code, {}))
            if step.code not in but:
                self.do("finish_step", step=step.code)
        self.programme.refresh_from_db()
        return self

    def approved(self):
        self.finish()
        self.do("submit_for_review")
        return self.do("approve", signed_as="Daniel Phiri, programme manager", signed_on=TODAY)

    def may_begin(self, monkeypatch):
        """Let what higher rooms and the library tell be enough."""
        monkeypatch.setitem(queries.ASKED, "certified_mentors", lambda programme, on: Share(3))
        instrument = Instrument.objects.create(code="third-stage", title="Third stage", area_code="maternal")
        Version.objects.create(
            instrument=instrument, number=1, status="approved", definition_json={}, digest="1", drafted_at=NOON,
            approved_at=NOON, effective_on=TODAY - timedelta(days=9),
        )  # fmt: skip
        self.amtsl.instruments.add(instrument)
        self.do("waive_budget", note="The district pays from its own plan.")
        self.programme.refresh_from_db()

    def design(self):
        return queries.design(self.programme)
