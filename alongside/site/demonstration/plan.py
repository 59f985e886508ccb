"""What happened in Mawari in nine months, as plain values: the same every time, counted back from today.

The numbers are those of the demonstration's script: 44 facilities, 16 community units, 36 mentors with mentees,
264 mentees, 241 visits held of 280, 1,387 routine observations and 60 independent ones. Stories planted in the
data are marked "Story".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from alongside.domain.instruments.rules.definition import Definition

from . import answers, country, slots
from .checklists import CHECKLISTS, MANAGEMENT_CHECKLISTS

DAYS = 274  # nine months; the ninth ended yesterday
VISIT_DAYS = (18, 49, 79, 110, 140, 171, 232)  # monthly six times, then after two months
DEFINITIONS: dict[str, Definition] = {each.code: each for each in (*CHECKLISTS, *MANAGEMENT_CHECKLISTS)}


@dataclass
class Place:
    key: str
    name: str
    type: str
    under: str
    code: str = ""
    point: tuple[float, float] | None = None


@dataclass
class Worker:
    """A person with a post. key: unique in the plan, e.g. "mentor:Kivuma:0"."""

    key: str
    given: str
    family: str
    sex: str
    cadre: str
    place: str
    post: str = ""
    phone: str = ""
    since: int = -900  # day of the programme
    moved_to: str = ""  # a transfer on day 200
    roles: list[tuple[str, str]] = field(default_factory=list)  # (role, place key; "": everywhere)
    enrolled: bool = False
    tools: tuple[str, ...] = ()  # codes of the checklists this person is observed with


@dataclass
class Seen:
    """One observation. mentee "": a team was observed."""

    mentee: str
    tool: str
    answers: dict[str, str]
    context: str = "relationship_mentor"
    setting: str = "real_client"
    permission: str = "granted"
    team: str = ""
    resource_note: str = ""
    to_practise: bool = True  # an action was agreed
    strengths: str = ""
    next_step: str = ""


@dataclass
class Held:
    """A visit, or (place visited "" mode) a contact of its own."""

    day: int
    place: str
    mentors: list[tuple[str, str]]  # (worker key, role)
    seen: list[Seen]
    days: int = 1
    minutes: int = 120
    purpose: str = "mentoring"
    after: str = "submitted"  # what came of it: in_progress, draft, submitted, returned or verified
    theme: str = ""
    issue: tuple[str, str, bool] | None = None  # (category, text, resolved)
    drill: bool = False
    turn: int = -1  # of the visiting mentors' rhythm
    present: list[str] = field(default_factory=list)  # for a group part without observation

    @property
    def submitted(self) -> bool:
        return self.after not in ("in_progress", "draft")


@dataclass
class Call:
    day: int
    mentor: str
    mentee: str
    minutes: int
    topic: str


@dataclass
class Plan:
    places: list[Place]
    workers: dict[str, Worker]
    held: list[Held]
    slots: list[slots.Slot]
    calls: list[Call]
    first_day: date

    def on(self, day: int) -> date:
        return self.first_day + timedelta(days=day)


STRENGTHS = [
    "You greeted her by name and waited for her answer before you began.",
    "Everything was laid out before the birth, within reach of your hand.",
    "You counted for a whole minute although the room was full.",
    "You explained each step while you did it, in words she understood.",
    "Your hands were clean before and after, without anybody asking.",
    "You called for help early and said clearly who should do what.",
    "The record was complete before you left the bed.",
    "You showed the caregiver the first dose and let her repeat it.",
]
NEXT_STEPS = [
    "Practise the missed step three times on the model before the next shift.",
    "Say the steps aloud during the next two cases, with a colleague listening.",
    "Put the job aid at the bedside and read it once before each case.",
    "Prepare the tray together with the night shift this week.",
    "Count with the timer in every case until the next visit.",
]
ISSUES = (
    [("supplies", text) for text in ("No size-0 masks", "Oxytocin out of stock for two weeks", "No hand rub since last month", "Test strips expired", "No amoxicillin for children")]
    + [("equipment", text) for text in ("Blood pressure cuff broken", "Fridge thermometer missing", "Only one working bag and mask", "Lamp of the delivery room broken")]
    + [("staffing", text) for text in ("One midwife for two shifts", "Night shift without a trained attendant", "Records clerk on leave, nobody replaces")]
    + [("space", text) for text in ("No screen between the beds", "Waiting area without shade", "Delivery room used as store")]
    + [("other", text) for text in ("No transport for referrals at night", "Network only at the gate")]
)  # fmt: skip
ISSUE_COUNTS = {"supplies": 38, "equipment": 31, "staffing": 22, "space": 19, "other": 16}
RESOLVED = 71
TOPICS = [
    "A bleeding that would not stop",
    "Dose by weight",
    "How to talk with a worried father",
    "Preparing the drill",
    "The goal for this month",
    "A stock card that does not add up",
]
TOOLS = {
    "midwife": [("third-stage", "newborn-not-breathing"), ("third-stage", "antenatal-first"), ("newborn-not-breathing", "partograph-review")],
    "nurse": [("sick-child", "vaccination"), ("family-planning", "antenatal-first"), ("sick-child", "hand-hygiene"), ("vaccination", "hand-hygiene")],
    "clinical_officer": [("sick-child", "antenatal-first")],
    "laboratory": [("hand-hygiene", "supply-chain")],
    "records": [("data-use", "stock-review")],
    "chw": [("community-cases", "sick-child")],
}  # fmt: skip


def make_plan(today: date) -> Plan:
    """Return everything that happened until yesterday."""
    chance = Random(20180114)
    places = list(_places(chance))
    workers = _workers(chance)
    held = [*_visiting(workers, chance), *_internal(workers, chance), *_community(workers, chance)]
    _tell_stories(workers, held, chance)
    _settle_classes(workers, held, chance)
    _independent(workers, held, chance)
    _spread_issues(held, chance)
    held.sort(key=lambda each: (each.day, each.place, each.mentors[0][0]))
    first_day = today - timedelta(days=DAYS)
    calls = _calls(workers, chance)
    planned = slots.of(held, first_day, days=DAYS, visit_days=VISIT_DAYS)
    held.sort(key=lambda each: (each.day, each.place, each.mentors[0][0]))
    return Plan(places, workers, held, planned, calls, first_day)


def _places(chance: Random) -> Iterator[Place]:
    yield Place("country", country.COUNTRY, "country", "", "MW0")
    yield Place("ministry", "National mentoring unit", "district_team", "country", "MW-NMU")
    for number, (province, districts) in enumerate(country.PROVINCES.items(), start=1):
        yield Place(province, province, "region", "country", f"MW{number}")
        for district in districts:
            code = f"{district[:3].upper()}"
            latitude, longitude = country.CENTRES[district]
            yield Place(district, district, "district", province, code)
            yield Place(
                f"team:{district}", f"{district} district health team", "district_team", district, f"{code}-DHT"
            )
            yield Place(
                f"hospital:{district}",
                f"{district} District Hospital",
                "hospital",
                district,
                f"{code}-H",
                (latitude, longitude),
            )
            for index, name in enumerate(country.HEALTH_CENTRES[district]):
                point = (latitude + chance.uniform(-0.3, 0.3), longitude + chance.uniform(-0.3, 0.3))
                yield Place(
                    f"centre:{district}:{index}",
                    f"{name} Health Centre",
                    "health_centre",
                    district,
                    f"{code}-{index + 1:02}",
                    point,
                )
            for index, letter in enumerate(country.COMMUNITY_UNITS):
                yield Place(
                    f"unit:{district}:{index}",
                    f"{district} {letter} community unit",
                    "community_unit",
                    f"centre:{district}:{index}",
                    f"{code}-C{letter}",
                )


def _workers(chance: Random) -> dict[str, Worker]:
    names, workers = country.Names(chance), {}
    numbers = iter(range(700_000_000, 800_000_000, 137_411))

    def add(
        key: str, cadre: str, place: str, *, name: country.Name | None = None, female_share: float = 0.7, **more: object
    ) -> Worker:
        given, family, sex = name or names.next(female_share=female_share)
        workers[key] = Worker(key, given, family, sex, cadre, place, phone=f"+254{next(numbers)}", **more)  # type: ignore[arg-type]
        return workers[key]

    add("manager", "manager", "ministry", post="Programme manager", roles=[("manager", "country")])
    add(
        "admin", "records", "ministry", post="System administrator", roles=[("administrator", "")]
    )  # brings lists of other countries, too
    add("me", "manager", "ministry", post="M&E officer", roles=[("me_officer", "country")])
    add("finance", "manager", "ministry", post="Finance officer", roles=[("finance", "country")])
    add("master", "midwife", "hospital:Kivuma", post="Master mentor", roles=[("master_mentor", "country")])
    for number, district in enumerate(country.CENTRES):
        add(
            f"coordinator:{district}",
            "clinical_officer",
            f"team:{district}",
            post="District coordinator",
            roles=[("coordinator", district)],
        )
        add(f"verifier:{district}", "midwife", f"team:{district}", post="Verifier", roles=[("verifier", district)])
        for index in range(5):
            name = {
                ("Kivuma", 0): names.reserve("Amina", "Lwanda", "female"),
                ("Sanda", 0): names.reserve("Neema", "Kasongo", "female"),
            }.get((district, index))
            centres = [f"centre:{district}:{2 * index}", f"centre:{district}:{2 * index + 1}"]
            add(f"visiting:{district}:{index}", ("midwife", "clinical_officer", "nurse")[index % 3], f"hospital:{district}", name=name,
                post="Visiting mentor", roles=[("mentor", centre) for centre in centres])  # fmt: skip
        for index in range(2):
            add(
                f"internal:{district}:{index}",
                ("midwife", "nurse")[index],
                f"hospital:{district}",
                post="Internal mentor",
                roles=[("mentor", f"hospital:{district}")],
            )
            units = [f"unit:{district}:{2 * index}", f"unit:{district}:{2 * index + 1}"]
            add(
                f"community:{district}:{index}",
                "chw" if number % 2 else "nurse",
                f"centre:{district}:{2 * index}",
                post="Community mentor",
                roles=[("mentor", unit) for unit in units],
            )
        for place in [f"hospital:{district}", *(f"centre:{district}:{index}" for index in range(10))]:
            add(
                f"in-charge:{place}",
                "clinical_officer" if "hospital" in place else "nurse",
                place,
                post="In-charge",
                roles=[("in_charge", place)],
            )
    _add_mentees(add, chance, names)
    return workers


# 200 facility mentees: 160 in health centres, 40 in hospitals.
CADRES = {"midwife": 78, "nurse": 86, "clinical_officer": 18, "laboratory": 10, "records": 8}


def _add_mentees(add: object, chance: Random, names: country.Names) -> None:
    cadres = [cadre for cadre, count in CADRES.items() for _ in range(count)]
    chance.shuffle(cadres)
    # Story: Asha is a midwife of the first health centre of Kivuma; her first place is hers.
    cadres[cadres.index("midwife")], cadres[0] = cadres[0], "midwife"
    cadres_left = iter(cadres)
    for district in country.CENTRES:
        for index in range(10):
            for seat in range(4):
                _mentee(add, chance, next(cadres_left), f"centre:{district}:{index}", seat, names)
        for seat in range(10):
            _mentee(add, chance, next(cadres_left), f"hospital:{district}", seat, names)
        for index in range(4):
            for seat in range(4):
                _mentee(add, chance, "chw", f"unit:{district}:{index}", seat, names)


def _mentee(add: object, chance: Random, cadre: str, place: str, seat: int, names: country.Names) -> None:
    asha = place == "centre:Kivuma:0" and seat == 0
    tools = ("third-stage",) if asha else chance.choice(TOOLS[cadre])
    add(  # type: ignore[operator]
        f"mentee:{place}:{seat}", cadre, place, name=names.reserve("Asha", "Mwamba", "female") if asha else None,
        enrolled=True, tools=tools, roles=[("mentee", place)], since=-chance.randint(120, 2600),
    )  # fmt: skip


def _visiting(workers: dict[str, Worker], chance: Random) -> Iterator[Held]:
    """280 visits planned, 241 held: what fell out, fell out mostly in Mbiro (Story: few recent contacts there)."""
    slots = [
        (district, centre, turn)
        for district in country.CENTRES
        for centre in range(10)
        for turn in range(len(VISIT_DAYS))
    ]
    dropped = {("Mbiro", centre, 6) for centre in range(7)} | {("Mbiro", centre, 5) for centre in range(4, 10)}
    others = [slot for slot in slots if slot not in dropped and slot[:2] != ("Kivuma", 0)]
    dropped |= set(chance.sample(others, k=39 - len(dropped)))
    for district, centre, turn in slots:
        if (district, centre, turn) in dropped:
            continue
        place = f"centre:{district}:{centre}"
        day = VISIT_DAYS[turn] + centre % 5 * 2 + chance.randint(0, 2)
        seen = [_observation(workers, f"mentee:{place}:{seat}", turn, chance) for seat in range(4)]
        yield Held(day, place, [(f"visiting:{district}:{centre // 2}", "lead")], seen, days=2, minutes=chance.choice([600, 660, 720]),
                   drill=turn % 3 == 1, turn=turn, purpose="combined" if turn == 3 else "mentoring")  # fmt: skip


def _internal(workers: dict[str, Worker], chance: Random) -> Iterator[Held]:
    """231 of 312 weekly sessions of the eight internal mentors, one observation each."""
    sessions = [(district, index, week) for district in country.CENTRES for index in range(2) for week in range(39)]
    turns: dict[str, int] = {}
    for district, index, week in sorted(chance.sample(sessions, k=231), key=lambda each: each[2]):
        mentee = f"mentee:hospital:{district}:{index * 5 + week % 5}"
        turns[mentee] = turns.get(mentee, -1) + 1
        yield Held(week * 7 + chance.randint(0, 4), f"hospital:{district}", [(f"internal:{district}:{index}", "lead")],
                   [_observation(workers, mentee, turns[mentee], chance)], minutes=120)  # fmt: skip


def _community(workers: dict[str, Worker], chance: Random) -> Iterator[Held]:
    """64 of 72 monthly groups of the eight community mentors, three observations each; 16 are case reviews of a team."""
    groups = [(district, index, month) for district in country.CENTRES for index in range(2) for month in range(9)]
    kept = sorted(chance.sample(groups, k=64), key=lambda each: (each[2], each[0], each[1]))
    for number, (district, index, month) in enumerate(kept):
        unit = 2 * index + month % 2
        place = f"unit:{district}:{unit}"
        members = [f"mentee:{place}:{seat}" for seat in range(4)]
        seen = [_observation(workers, mentee, month // 2, chance) for mentee in members[:3]]
        if number % 4 == 3:
            share = 0.61 + 0.18 * number / len(kept)  # Story: the case reviews raise consistency from 61 to 79 %
            seen[0] = Seen("", "community-cases", answers.by_share(DEFINITIONS["community-cases"], share, chance),
                           setting="record", permission="not_applicable", team="Case review group")  # fmt: skip
        yield Held(
            month * 30 + chance.randint(3, 25),
            place,
            [(f"community:{district}:{index}", "lead")],
            seen,
            minutes=120,
            present=members,
        )


def _observation(workers: dict[str, Worker], mentee: str, turn: int, chance: Random) -> Seen:
    tools = workers[mentee].tools
    tool = tools[turn % len(tools)]
    definition = DEFINITIONS[tool]
    share = min(0.8, 0.5 + 0.07 * turn) + chance.uniform(-0.08, 0.08)
    record = definition.kind == "record_review"
    simulated = not record and (tool == "newborn-not-breathing" or chance.random() < 0.18)
    setting = "record" if record else "simulation" if simulated else "real_client"
    return Seen(
        mentee, tool, answers.by_share(definition, share, chance), setting=setting if definition.clinical else "record",
        permission="granted" if setting == "real_client" and definition.clinical else "not_applicable",
        strengths=chance.choice(STRENGTHS), next_step=chance.choice(NEXT_STEPS), to_practise=chance.random() < 0.44,
    )  # fmt: skip


def _tell_stories(workers: dict[str, Worker], held: list[Held], chance: Random) -> None:
    third = DEFINITIONS["third-stage"]
    asha = sorted((each for each in held if each.place == "centre:Kivuma:0"), key=lambda each: each.day)
    order = [item.id for item in third.scored()]
    hard = ["watch", "uterotonic", "traction", "complete", "second", "blood", "tone", "tears", "clamp", "time"]
    # Story: Asha goes from 9 to 18 of 19 steps of the third stage in four visits, then keeps it.
    for visit, done in zip(asha, [9, 13, 16, 18, 18, 19, 18], strict=False):
        seen = next(each for each in visit.seen if each.mentee == "mentee:centre:Kivuma:0:0")
        missed = (hard[::-1] if done == 18 else hard)[: len(order) - done]
        seen.answers = answers.missing(third, set(missed if done < 18 else ["blood"][: len(order) - done]), chance)
        seen.setting, seen.permission = "real_client", "granted"
    # Story: magnesium sulphate is out of stock in six facilities; what it spoils is marked as limited by resources.
    for number, place in enumerate([f"centre:Temba:{index}" for index in range(6)]):
        for visit in [each for each in held if each.place == place][-2:]:
            visit.issue = ("supplies", "Magnesium sulphate out of stock", False)
            for seen in visit.seen[: 1 + number % 2]:
                seen.tool, seen.resource_note = "antenatal-first", "Magnesium sulphate out of stock"
                seen.answers = answers.missing(DEFINITIONS["antenatal-first"], {"findings", "pressure"}, chance)
                seen.setting, seen.permission = "real_client", "granted"
    # Story: one visit of a whole team to Sanda hospital: clinical, laboratory and management mentors together.
    team = next(each for each in held if each.place == "hospital:Sanda" and each.day > 150)
    team.mentors = [
        ("internal:Sanda:0", "lead"),
        ("visiting:Sanda:1", "laboratory"),
        ("coordinator:Sanda", "management"),
    ]
    team.purpose = "combined"
    # Story: a nurse was transferred on day 200; the record follows.
    moved = next(
        each for each in workers.values() if each.enrolled and each.cadre == "nurse" and each.place == "centre:Sanda:4"
    )
    moved.moved_to = "centre:Sanda:5"
    after = [each for each in held if each.day >= 200]
    there = [each for each in after if each.place == moved.moved_to]
    for number, visit in enumerate(each for each in after if each.place == moved.place):
        gone = [seen for seen in visit.seen if seen.mentee == moved.key]
        visit.seen = [seen for seen in visit.seen if seen.mentee != moved.key]
        there[number % len(there)].seen += gone


def _settle_classes(workers: dict[str, Worker], held: list[Held], chance: Random) -> None:
    """Give each person's newest observation a class: 41 in 100 competent, 27 nearly, 32 to practise."""
    newest: dict[str, tuple[int, Seen, Held]] = {}
    for visit in held:
        for seen in visit.seen:
            if seen.mentee and not seen.resource_note and visit.day >= newest.get(seen.mentee, (-1,))[0]:
                newest[seen.mentee] = (visit.day, seen, visit)
    storied = {"mentee:centre:Kivuma:0:0"}
    people = [mentee for mentee in newest if mentee not in storied]
    chance.shuffle(people)
    neema = {mentee for mentee in people if newest[mentee][2].mentors[0][0] == "visiting:Sanda:0"}
    lusanga = {mentee for mentee in people if newest[mentee][2].place == "centre:Kivuma:0"}
    free = [mentee for mentee in people if mentee not in neema | lusanga]
    total = len(people) + len(storied)
    quota = ["competent"] * (round(total * 0.41) - len(neema) - 1) + ["needs_improvement"] * round(total * 0.27)
    quota += ["not_competent"] * max(0, len(free) - len(quota))
    for mentee, wanted in [*zip(free, quota, strict=False), *((each, "not_competent") for each in lusanga)]:
        _, seen, _ = newest[mentee]
        seen.answers = answers.by_class(DEFINITIONS[seen.tool], wanted, chance)
    # Story: Neema marks nearly everything as done, everywhere.
    for visit in held:
        if visit.mentors[0][0] == "visiting:Sanda:0":
            for seen in visit.seen:
                seen.answers = answers.by_class(DEFINITIONS[seen.tool], "competent", chance)
        # Story: Lusanga falls after its in-charge changed on day 150.
        elif visit.place == "centre:Kivuma:0" and visit.day > 150:
            for seen in visit.seen:
                if seen.mentee not in storied:
                    seen.answers = answers.by_share(DEFINITIONS[seen.tool], 0.5, chance)


def _independent(workers: dict[str, Worker], held: list[Held], chance: Random) -> None:
    """60 observations by verifiers: 15 a district, 69 % on average; those of Neema's mentees 71 %."""
    for district in country.CENTRES:
        ours = [f"centre:{district}:{index}" for index in range(10)]
        for number in range(15):
            place = ours[0] if district == "Sanda" and number < 4 else ours[number % 10]
            mentee = workers[f"mentee:{place}:{number % 4}"]
            if mentee.moved_to:
                mentee = workers[f"mentee:{place}:{(number + 1) % 4}"]
            tool = mentee.tools[0]
            definition = DEFINITIONS[tool]
            seen = Seen(mentee.key, tool, answers.by_share(definition, 0.69 + chance.uniform(-0.06, 0.06), chance), context="independent",
                        setting="real_client" if definition.clinical else "record", permission="granted" if definition.clinical else "not_applicable",
                        strengths=chance.choice(STRENGTHS), to_practise=False)  # fmt: skip
            held.append(
                Held(
                    95 + number * 11 + chance.randint(0, 5),
                    place,
                    [(f"verifier:{district}", "lead")],
                    [seen],
                    minutes=90,
                    purpose="supervision",
                )
            )


def _spread_issues(held: list[Held], chance: Random) -> None:
    """126 issues over the visits, 71 of them resolved."""
    planted = [each for each in held if each.issue]
    texts = {category: [text for kind, text in ISSUES if kind == category] for category in ISSUE_COUNTS}
    wanted = [category for category, count in ISSUE_COUNTS.items() for _ in range(count)]
    for _ in planted:
        wanted.remove("supplies")
    chance.shuffle(wanted)
    free = chance.sample([each for each in held if not each.issue], k=len(wanted))
    for number, (visit, category) in enumerate(zip(free, wanted, strict=True)):
        visit.issue = (category, chance.choice(texts[category]), number < RESOLVED)


def _calls(workers: dict[str, Worker], chance: Random) -> list[Call]:
    """412 calls between visiting mentors and their mentees; Mbiro calls seldom, community groups are never called (Story)."""
    mentees = [each.key for each in workers.values() if each.enrolled and each.place.startswith("centre")]
    weights = [1 if ":Mbiro:" in key else 5 for key in mentees]
    calls = []
    for key in chance.choices(mentees, weights, k=412):
        _, _, district, centre, _ = key.split(":")
        day = (
            chance.randint(150, 215) if district == "Mbiro" and chance.random() < 0.6 else chance.randint(10, DAYS - 1)
        )
        calls.append(
            Call(
                day,
                f"visiting:{district}:{int(centre) // 2}",
                key,
                chance.choice([3, 6, 8, 12, 15, 20]),
                chance.choice(TOPICS),
            )
        )
    return sorted(calls, key=lambda call: (call.day, call.mentee))
