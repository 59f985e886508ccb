"""The designs of the demonstration: Safe Start complete and signed, a second programme with seven of eleven steps."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.models import Cadre, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes import commands, queries
from alongside.domain.programmes.models import Competency, Programme
from alongside.domain.programmes.terms import STEPS, Criterion

ANSWERS = {
    "goals": {
        "role": "Mentors work beside midwives, nurses and community health workers until critical steps are done each time.",
        "package": "Training: ministry and partner. Supplies: district pharmacy. Mentoring: district hospitals.",
    },
    "system": {"owner": "Directorate of maternal and child health, with the four district health teams"},
    "support": {"cover": "A colleague of the same ward, paid by the programme for two days a month"},
    "focus": {
        "problem": "Women bleed after birth and newborns die in the first hour although staff were trained.",
        "evidence": "Before the start 54 of 100 expected steps were seen; reviews of deaths named the same three steps.",
        "cause": "skill",
    },
    "virtual": {"is_on": True, "channels": ["sms", "call", "chat"]},
    "monitoring": {
        "who": "District data meeting in the second week; the M&E officer keeps the decisions",
        "existing": "The national health information system and ODK Collect",
    },
}  # fmt: skip
# kind, words, indicator, how counted, from, to, days before the end
GOALS = [
    ("quality", "Critical steps are done at nearly every birth", "QOC-01", "percent", 54, 85, 60),
    ("provider_performance", "Staff are competent as somebody independent sees it", "LRN-08", "percent", 20, 60, 30),
    ("system", "Workplaces have an agreement that holds", "LDR-01", "percent", 0, 90, 180),
]
# kind, name, purpose, rhythm, by whom, cadre, competency, first day, days
APPROACHES = [
    ("supervision", "Quarterly supportive supervision", "Looks at the whole workplace: staff, stock, registers", "each quarter", "District health team", "", "stock", 0, None),
    ("in_service", "Training in newborn resuscitation", "Gives the knowledge that mentoring turns into practice", "once, two days", "Ministry and partner", "midwife", "newborn-resuscitation", 30, 60),
    ("quality", "Improvement teams of the hospitals", "Change how the ward works, beyond single people", "each month", "District hospitals", "nurse", "hand-hygiene", 60, None),
    ("community", "Community dialogues on early care", "Families come sooner", "each quarter", "Community units", "chw", "community-cases", 0, None),
    ("supervision", "Vaccination supervision", "Keeps the cold chain and the registers in order", "each quarter", "Immunisation programme", "nurse", "vaccination", 0, None),
    ("in_service", "Refresher in vaccination", "New schedule of the year", "once, one day", "Immunisation programme", "nurse", "vaccination", 90, 1),
]  # fmt: skip
OPTIONS = {
    "visiting": [(4, "District hospitals have experienced staff"), (3, "Transport is the largest part"), (3, "Depends on fuel"), (5, "Every health centre is reached"), (5, "Specialists in each area")],
    "internal": [(4, "Only where there are several staff"), (5, "Hardly any cost"), (5, "Stays after the project"), (2, "Hospitals only"), (3, "Good midwives, few in newborn care")],
    "community": [(4, "Health centre nurses know their groups"), (4, "Monthly meeting already paid"), (4, "Part of the community strategy"), (4, "Sixteen units"), (3, "Nurses need the method")],
}  # fmt: skip
STRUCTURES = [
    ("District health teams", "reuse", "They plan the visits already"),
    ("Supervision checklists of the ministry", "adapt", "Critical steps were added"),
    ("National health information system", "reuse", "Figures go there each month"),
    ("Pool of certified mentors", "new", "No list of clinical mentors existed"),
]
# what, now, later, whether a government pays, a year, days before the end
HAND_OVERS = [
    ("Transport and per diem of mentors", "Partner", "District budget", True, 38000, 90),
    ("Mentors' working time", "Ministry", "Ministry", True, 50000, None),
    ("Airtime and messages", "Partner", "Partner, then nobody yet", False, 4300, None),
    ("Training of new mentors", "Partner", "Nursing college", True, 7000, 180),
]
# what, for whom, payer, payer afterwards
INCENTIVES = [
    ("Per diem and transport for visits", "mentors", "Partner", "District budget"),
    ("Points for continuing education", "mentors", "Nursing council", "Nursing council"),
    ("Airtime for questions", "mentors", "Partner", ""),
    ("Certificates of skill", "mentees", "Ministry", "Ministry"),
]
START_UP = [
    ("leadership", "national", -60, "The directorate owns the programme and chairs its meeting."),
    ("leadership", "subnational", -52, "All four district teams named a focal person."),
    ("stakeholders", "national", -50, "Council, association and partners gave their view."),
    ("focal_points", "subnational", -45, "Four coordinators named."),
    ("tools", "national", -44, "Twelve checklists reviewed."),
    ("mentors", "subnational", -20, "Nominated by the in-charges, scored by two."),
    ("workplaces", "workplace", -15, "Agreements begun with forty workplaces."),
    ("baseline", "subnational", -8, "First observations and tests planned."),
    ("first_visits", "subnational", 1, "First month planned with the mentors."),
]  # fmt: skip
# topic, what mentors take along, checklist; one a month from the first on
THEMES = [
    ("Clean hands, safe sharps", "Soap, a sharps box, the poster of five moments", "hand-hygiene"),
    ("The third stage of labour", "Model of pelvis and cord clamp", "third-stage"),
    ("The golden minute", "Bag, masks of two sizes, a training baby", "newborn-not-breathing"),
    ("The sick child", "Chart booklet, a counting timer, a tape", "sick-child"),
    ("The first antenatal contact", "Blood pressure machine, dipsticks", "antenatal-first"),
    ("Vaccines that stay cold", "Thermometer, the shake test card", "vaccination"),
    ("Following labour on paper", "Blank partographs and three old ones", "partograph-review"),
    ("Choosing a method", "Samples of each method, the counselling wheel", "family-planning"),
    ("Using what is counted", "Last quarter's summary of the register", "data-use"),
    ("When a baby does not breathe: again", "Bag, masks of two sizes, a training baby", "newborn-not-breathing"),
    ("Keeping supplies flowing", "Stock cards of ten medicines", "supply-chain"),
    ("The third stage of labour: again", "Model of pelvis and cord clamp", "third-stage"),
]  # fmt: skip
INDICATORS = (
    "VIS-01",
    "VIS-03",
    "VIS-05",
    "VIR-01",
    "LRN-01",
    "LRN-05",
    "LRN-08",
    "LRN-10",
    "LRN-12",
    "QOC-01",
    "QOC-06",
    "LDR-01",
    "DQ-01",
)
SIGNER = "Programme manager, Ministry of Health of Mawari"


def design_safe_start(programme: Programme, *, at: datetime, manager: Person) -> Programme:
    """Answer the eleven steps of the running programme and have them signed before it began."""
    given = {"by": None, "at": at, "programme": programme}
    start, end = programme.starts_on, programme.ends_on or programme.starts_on
    for kind, text, indicator, measured, baseline, target, before in GOALS:
        commands.state_goal(
            **given, kind=kind, text=text, indicator=indicator, measured=measured, baseline=Decimal(baseline),
            target=Decimal(target), due_on=end - timedelta(days=before),
        )  # fmt: skip
    _approaches(given, start)
    for model, scores in OPTIONS.items():
        for criterion, (points, note) in zip(Criterion.values, scores, strict=True):
            commands.weigh_option(**given, model=model, criterion=criterion, points=points, note=note)
    for name, use, reason in STRUCTURES:
        commands.note_structure(**given, name=name, use=use, reason=reason)
    for what, now, later, government, cost, before in HAND_OVERS:
        commands.hand_on(
            **given, what=what, now=now, later=later, by_government=government, yearly_cost=Decimal(cost),
            from_on=end - timedelta(days=before) if before else None,
        )  # fmt: skip
    for what, whom, payer, after in INCENTIVES:
        commands.promise_incentive(**given, what=what, whom=whom, payer=payer, payer_after=after, ends_on=end)
    for model, deployment, mentees, places in (
        ("visiting", "mobile", 10, 3), ("internal", "embedded", 6, 1), ("community", "mobile", 12, 2),
    ):  # fmt: skip
        commands.choose_model(**given, model=model, deployment=deployment, most_mentees=mentees, most_places=places)
    for competency in programme.competencies.order_by("pk"):
        commands.focus_on(**given, competency=competency, purpose="reinforce")
    kits = {each.code: each for each in Instrument.objects.filter(code__in=[code for _topic, _kit, code in THEMES])}
    for number, (topic, materials, code) in enumerate(THEMES):
        month = (start.replace(day=1) + timedelta(days=31 * number)).replace(day=1)
        commands.set_theme(**given, month=month, topic=topic, materials=materials, checklist=kits[code])
    for code, level, day, note in START_UP:
        on = start + timedelta(days=day)
        if on <= at.date():
            commands.note_start_up(**given, code=code, level=level, done_on=on, note=note)
    commands.choose_indicators(**given, codes=INDICATORS)
    _answer(given, finished=[step.code for step in STEPS])
    commands.attest_definition(
        **given, reviewer=manager, on=at.date(), note="All six principles are kept; the sixth needs a look each year."
    )
    commands.waive_budget(**given, note="The budget of the programme was approved by the ministry on paper.")
    commands.submit_for_review(**given)
    return commands.approve(**given, signed_as=f"{manager.name}, {SIGNER}", signed_on=at.date())


def design_second(place: OrgUnit, *, at: datetime, starts_on: date) -> Programme:
    """Begin a programme for a province that is still in design: seven of eleven steps are done."""
    programme = commands.begin_design(
        by=None, at=at, code="strong-clinics", name="Strong Clinics for Chronic Illness", place=place, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=365), template="visiting",
    )  # fmt: skip
    given = {"by": None, "at": at, "programme": programme}
    for code, name in (("ncd-pressure", "Measuring and treating high blood pressure"), ("ncd-sugar", "Care of people with diabetes")):  # fmt: skip
        competency = Competency.objects.filter(pk=code).first() or commands.add_competency(
            by=None, at=at, code=code, name=name, area={area.pk: area for area, _depth in queries.areas()}["ncd"],
            complexity=2, criticality=3,
        )  # fmt: skip
        commands.focus_on(**given, competency=competency, purpose="new")
    commands.map_approach(
        **given, kind="supervision", name="Quarterly supportive supervision", starts_on=starts_on, rhythm="each quarter",
        delivered_by="District health team",
    )  # fmt: skip
    commands.note_structure(
        **given, name="Clinic days for chronic illness", use="adapt", reason="One day more each week"
    )
    _answer(given, finished=[])
    for step, answers in (
        ("support", {"cover": "A colleague of the same clinic"}),
        ("focus", {"problem": "Half of those with high blood pressure are not controlled.", "evidence": "Clinic registers of last year", "cause": "knowledge"}),
    ):  # fmt: skip
        commands.answer_step(**given, step=step, answers=answers)
    commands.promise_incentive(**given, what="Per diem and transport", whom="mentors", payer="Ministry", ends_on=None)
    for step in ("selection", "preparation", "support", "ratio", "focus", "rhythm", "virtual"):
        commands.finish_step(**given, step=step)
    return programme


def begin_if_ready(programme: Programme, *, at: datetime, on: date) -> None:
    """Let the programme begin where everything it needs is there; otherwise its page says what lacks."""
    if all(guard.holds for guard in queries.guards(queries.design(programme), on=on)):
        commands.activate(by=None, at=at, programme=programme)


def _approaches(given: dict, start: date) -> None:
    cadres = {each.pk: each for each in Cadre.objects.all()}
    known = {each.pk: each for each in Competency.objects.all()}
    made = []
    for kind, name, purpose, rhythm, by_whom, cadre, competency, day, lasts in APPROACHES:
        begins = start + timedelta(days=day)
        made.append(
            commands.map_approach(
                **given, kind=kind, name=name, purpose=purpose, rhythm=rhythm, delivered_by=by_whom,
                cadre=cadres.get(cadre), competency=known[competency], starts_on=begins,
                ends_on=begins + timedelta(days=lasts) if lasts is not None else None,
            )
        )  # fmt: skip
    commands.answer_overlap(
        by=None, at=given["at"], first=made[4], second=made[5], answer="accepted",
        note="The refresher comes once; the supervision of that quarter looks at what it taught.",
    )  # fmt: skip


def _answer(given: dict, *, finished: list[str]) -> None:
    """Keep the answers of every step, the suggestions where nothing of our own is said, and call some done."""
    for step in STEPS:
        first = {each.code: each.first for each in step.questions if each.first is not None}
        said = {code: answer if isinstance(answer, list | int) else str(answer) for code, answer in first.items()}
        own = ANSWERS.get(step.code, {}) if finished or step.code in ("virtual",) else {}
        commands.answer_step(**given, step=step.code, answers={**said, **own})
    for step in finished:
        commands.finish_step(**given, step=step)
