"""Load the demonstration: every row comes in through the acts that people use, so the rules hold for it too."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import override

from alongside.domain.encounters import commands as encounters
from alongside.domain.encounters.models import ActionItem, Observation, SystemsIssue, Visit
from alongside.domain.encounters.terms import OwnerType, Source
from alongside.domain.instruments import commands as instruments
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules import scoring
from alongside.domain.instruments.rules.definition import Item, words
from alongside.domain.people import commands as people
from alongside.domain.people.models import Cadre, Person
from alongside.domain.places import commands as places
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes import commands as programmes
from alongside.domain.programmes import queries as designs
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.acts import all_or_nothing

from . import desk, planning, stepping
from .cases import cases_of
from .designs import begin_if_ready, design_safe_start, design_second
from .plan import DEFINITIONS, Held, Plan, Seen, Worker, make_plan
from .slots import Slot

PROGRAMME = "safe-start"
PASSWORD = "mawari-2026-demo"
ACCOUNTS = [
    ("manager", "programme manager, the whole country"),
    ("coordinator", "district coordinator of Kivuma"),
    ("coordinator.mbiro", "district coordinator of Mbiro"),
    ("mentor", "Amina, visiting mentor of Lusanga and Chilanga"),
    ("mentor.internal", "internal mentor of Kivuma hospital"),
    ("mentor.community", "community mentor in Temba"),
    ("master", "master mentor"),
    ("mentee", "Asha, midwife at Lusanga"),
    ("incharge", "in-charge of Lusanga Health Centre"),
    ("monitoring", "M&E officer"),
    ("verifier", "verifier of Sanda"),
    ("finance", "finance officer"),
    ("admin", "administrator"),
]
HOLDERS = {
    "manager": "manager", "coordinator": "coordinator:Kivuma", "coordinator.mbiro": "coordinator:Mbiro", "mentor": "visiting:Kivuma:0",
    "mentor.internal": "internal:Kivuma:0", "mentor.community": "community:Temba:0", "master": "master",
    "mentee": "mentee:centre:Kivuma:0:0", "incharge": "in-charge:centre:Kivuma:0", "monitoring": "me", "verifier": "verifier:Sanda",
    "finance": "finance", "admin": "admin",
}  # fmt: skip
# code, name, technical area, domain, complexity, criticality, whether simulation suffices
COMPETENCIES = [
    ("amtsl", "Third stage of labour", "maternal", "clinical", 2, 3, False),
    ("newborn-resuscitation", "Helping babies to breathe", "newborn", "clinical", 3, 3, True),
    ("sick-child", "Care of the sick child", "child", "clinical", 3, 3, False),
    ("antenatal", "First antenatal contact", "maternal", "clinical", 2, 2, False),
    ("fp-counselling", "Family planning counselling", "family-planning", "clinical", 2, 2, False),
    ("hand-hygiene", "Hand hygiene and sharps", "ipc-wash", "clinical", 1, 3, False),
    ("vaccination", "Vaccination session", "immunisation", "clinical", 2, 2, False),
    ("partograph", "Use of the partograph", "maternal", "clinical", 2, 3, False),
    ("stock", "Stock keeping", "management", "supply", 1, 2, False),
    ("community-cases", "Community case management", "child", "community", 2, 3, False),
    ("giving-feedback", "Giving feedback", "management", "mentoring", 2, 2, True),
]


WELL_DONE = [
    "Every woman had a companion", "The emergency box was complete and dated", "Colleagues call each other in early",
    "Partographs are begun on admission", "Hands were clean before every contact", "The register was up to date",
]  # fmt: skip
ASKED_OF_LEADERS = [
    "", "", "Free one hour each week to practise together", "Ask the district store for size 0 masks",
    "Let the midwife of the night shift take part",
]  # fmt: skip


@dataclass
class Loaded:
    """The rows made so far, by their key in the plan."""

    plan: Plan
    now: datetime
    places: dict[str, OrgUnit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    programme: Programme | None = None

    def at(self, day: int, hour: int = 15) -> datetime:
        """Return an instant on a day of the programme, never after now."""
        instant = timezone.make_aware(datetime.combine(self.plan.on(day), time(hour, 5)))
        return min(instant, self.now)


def is_loaded() -> bool:
    """Whether this database already holds the demonstration programme."""
    return Programme.objects.filter(code=PROGRAMME).exists()


def load(*, now: datetime) -> str:
    """Load everything in one transaction; return a sentence that says how much there is."""
    plan = make_plan(timezone.localtime(now).date())
    loaded = Loaded(plan, now)
    with override("en"), all_or_nothing():
        _places(loaded)
        _people(loaded)
        _library(loaded)
        _design(loaded)
        certified = desk.arrange(loaded)
        begin_if_ready(loaded.programme, at=loaded.at(1, 9), on=plan.on(1))
        loaded.programme.refresh_from_db()
        slots = {id(slot.held): slot for slot in plan.slots if slot.held is not None}
        for number, held in enumerate(plan.held):
            _visit(loaded, held, slots.get(id(held)), Random(number))
        stepping.fall_out(loaded)
        for call in plan.calls:
            mentee = loaded.people[call.mentee]
            encounters.add_encounter(
                by=loaded.people[call.mentor], at=loaded.at(call.day, 17), programme=loaded.programme, place=_place_of(loaded, call.mentee, call.day),
                held_on=plan.on(call.day), people=[mentee], mode="phone", minutes=call.minutes, topic=call.topic,
            )  # fmt: skip
        planning.plan_together(loaded)
        desk.take_over(loaded, certified)
        stepping.set_out(loaded)
        encounters.escalate_issues(by=None, at=loaded.now)
        _days_without_visits(loaded)
    seen = sum(len(held.seen) for held in plan.held)
    return f"{len(loaded.places)} places, {len(loaded.people)} people, {len(loaded.versions)} checklists, {len(plan.held)} visits, {seen} observations, {len(plan.calls)} calls."


def _days_without_visits(loaded: Loaded) -> None:
    """Keep a holiday of the country and the clinic days of a facility free, after visits were planned: the planner marks what clashes."""
    today = timezone.localtime(loaded.now).date()
    holiday = next(day for day in (today + timedelta(days=n) for n in range(16, 23)) if day.weekday() == 4)
    country, centre = loaded.places["country"], loaded.places["centre:Kivuma:0"]
    places.keep_free(by=None, at=loaded.now, place=country, first_on=holiday, reason="Independence Day")
    for week in (1, 2, 3):
        clinic = today + timedelta(days=7 * week + (1 - today.weekday()) % 7)
        places.keep_free(
            by=None, at=loaded.now, place=centre, first_on=clinic, reason="Antenatal clinic day, everybody is at work"
        )


def _places(loaded: Loaded) -> None:
    begun = loaded.at(0, 8) - timedelta(days=1200)
    for place in loaded.plan.places:
        under = OrgUnit.objects.get(pk=loaded.places[place.under].pk) if place.under else None
        if place.type in {"country", "region", "district"}:
            made = places.open_area(by=None, at=begun, under=under, name=place.name, type=place.type)
        else:
            latitude, longitude = (Decimal(f"{each:.5f}") for each in place.point) if place.point else (None, None)
            made = places.open_facility(
                by=None, at=begun, under=under, name=place.name, type=place.type, ownership="public", code=place.code,
                latitude=latitude, longitude=longitude,
            )  # fmt: skip
        loaded.places[place.key] = made
    for key, place in loaded.places.items():
        if key.startswith("centre:"):
            hospital = loaded.places[f"hospital:{key.split(':')[1]}"]
            places.link_referral(
                by=None, at=begun, origin=place, destination=hospital, services="Emergency obstetric and newborn care"
            )


def _people(loaded: Loaded) -> None:
    cadres = {cadre.pk: cadre for cadre in Cadre.objects.all()}
    for worker in loaded.plan.workers.values():
        since = loaded.plan.on(worker.since)
        person = people.register_person(
            by=None, at=loaded.at(-30, 9), given_names=worker.given, family_name=worker.family, sex=worker.sex, cadre=cadres[worker.cadre],
            place=loaded.places[worker.place], since=since, phones=[worker.phone], post=worker.post, source="demonstration",
            licence_no=f"MW-{abs(hash_of(worker.key)) % 90000 + 10000}" if worker.cadre not in {"records", "manager", "chw"} else "",
            licence_expires_on=loaded.plan.on(420) if worker.cadre not in {"records", "manager", "chw"} else None,
            in_practice_since=since.year - 1,
        )  # fmt: skip
        loaded.people[worker.key] = person
        for role, place in worker.roles:
            people.grant_role(
                by=None,
                at=loaded.at(-20, 9),
                person=person,
                role=role,
                place=loaded.places[place] if place else None,
                since=loaded.plan.on(-20),
            )
        if worker.moved_to:
            people.move_post(
                by=None,
                at=loaded.at(200, 9),
                person=person,
                place=loaded.places[worker.moved_to],
                on=loaded.plan.on(200),
            )
    password = make_password(PASSWORD)  # one hash for all: each takes as long as it is meant to take
    for username, key in HOLDERS.items():
        account = people.give_account(by=None, at=loaded.now, person=loaded.people[key], username=username)
        account.password = password
        account.save()
        people.choose_password(by=None, at=loaded.now, account=account)


def _library(loaded: Loaded) -> None:
    """Bring the checklists in, approved since the programme began; the newest revision of one still awaits review."""
    for definition in DEFINITIONS.values():
        version = instruments.draft_version(
            by=None, at=loaded.at(-60, 9), definition=definition, note="For the demonstration"
        )
        instruments.send_to_review(by=None, at=loaded.at(-55, 9), version=version)
        loaded.versions[definition.code] = instruments.approve_version(
            by=None, at=loaded.at(-50, 9), version=version, effective_on=loaded.plan.on(-40)
        )


def _design(loaded: Loaded) -> None:
    areas = {area.pk: area for area, _ in designs.areas()}
    known = set(Competency.objects.values_list("pk", flat=True))
    begun = loaded.at(-45, 9)
    for code, name, area, domain, complexity, criticality, simulation in COMPETENCIES:
        if code not in known:
            programmes.add_competency(
                by=None, at=begun, code=code, name=name, area=areas[area], domain=domain, complexity=complexity,
                criticality=criticality, simulation_suffices=simulation,
            )  # fmt: skip
    for definition in DEFINITIONS.values():
        if definition.competency:
            programmes.use_checklist(
                by=None,
                at=begun,
                competency=Competency.objects.get(pk=definition.competency),
                instrument=loaded.versions[definition.code].instrument,
            )
    taught = {DEFINITIONS[tool].competency for worker in loaded.plan.workers.values() for tool in worker.tools}
    loaded.programme = programmes.open_programme(
        by=None, at=begun, code=PROGRAMME, name="Safe Start Mentoring", place=loaded.places["country"], starts_on=loaded.plan.on(0),
        ends_on=loaded.plan.on(548), competencies=list(Competency.objects.filter(pk__in=taught | {"antenatal", "partograph"}).order_by("pk")),
    )  # fmt: skip
    loaded.programme = design_safe_start(loaded.programme, at=loaded.at(-6, 9), manager=loaded.people["manager"])
    province = next(place for place in loaded.places.values() if place.type == "region")
    design_second(province, at=loaded.at(260, 9), starts_on=loaded.plan.on(330))
    for worker in loaded.plan.workers.values():
        if worker.enrolled:
            programmes.enrol(
                by=None, at=loaded.at(1, 9), programme=loaded.programme, person=loaded.people[worker.key],
                place=loaded.places[worker.moved_to or worker.place], since=loaded.plan.on(0),
            )  # fmt: skip


def _visit(loaded: Loaded, held: Held, slot: Slot | None, chance: Random) -> None:
    lead = loaded.people[held.mentors[0][0]]
    place = loaded.places[held.place]
    first, last = loaded.plan.on(held.day), loaded.plan.on(held.day + held.days - 1)
    evening = loaded.at(held.day + held.days - 1, 17)
    planned = stepping.plan(loaded, slot) if slot else None
    going_on = held.after == "in_progress" and planned is not None
    visit = stepping.check_in(loaded, held, planned) if going_on else encounters.record_visit(
        by=lead, at=evening, programme=loaded.programme, place=place, held_on=first, until_on=last, purpose=held.purpose,
        length=timedelta(minutes=held.minutes), mentors=[(loaded.people[key], role) for key, role in held.mentors], source=Source.DEMONSTRATION,
    )  # fmt: skip
    for number, seen in enumerate(held.seen):
        _observation(loaded, held, seen, visit, on=first if number < 2 else last, at=evening, lead=lead, chance=chance)
    if held.drill or held.present:
        present = [loaded.people[key] for key in held.present] or [
            loaded.people[seen.mentee] for seen in held.seen if seen.mentee
        ]
        encounters.add_encounter(
            by=lead, at=evening, visit=visit, held_on=last, people=present, interaction="one_to_group", minutes=60,
            topic="Emergency drill: mother and newborn" if held.drill else "Cases of the month",
            activities=[("drill", 40), ("case_discussion", 20)] if held.drill else [("case_discussion", 45), ("talk", 15)],
        )  # fmt: skip
    if held.issue:
        category, text, resolved = held.issue
        issue = encounters.open_issue(
            by=lead, at=evening, place=place, category=category, text=text, opened_on=first, visit=visit
        )
        if resolved:
            encounters.resolve_issue(
                by=None,
                at=loaded.at(held.day + chance.randint(5, 55)),
                issue=issue,
                outcome="Settled with the district team",
            )
    if held.submitted:
        leader = loaded.people.get(f"in-charge:{held.place}")
        if planned is not None and leader is not None:
            _debrief(loaded, held, visit, leader, at=evening, lead=lead, chance=chance)
        encounters.submit_visit(by=lead, at=evening, visit=visit)
        stepping.look_at(loaded, held, visit)


def _debrief(
    loaded: Loaded, held: Held, visit: Visit, leader: Person, *, at: datetime, lead: Person, chance: Random
) -> None:
    """Four in five are acknowledged by the in-charge."""
    debrief = encounters.write_debrief(
        by=lead, at=at, visit=visit, strengths=chance.sample(WELL_DONE, 3), actions=list(ActionItem.objects.filter(encounter__visit=visit)[:3]),
        issues=list(SystemsIssue.objects.filter(visit=visit)[:3]), decisions=chance.choice(ASKED_OF_LEADERS),
    )  # fmt: skip
    if chance.random() < 0.81:
        encounters.acknowledge_debrief(
            by=leader, at=loaded.at(held.day + held.days + chance.randint(0, 4), 9), debrief=debrief
        )


def _observation(
    loaded: Loaded, held: Held, seen: Seen, visit: Visit, *, on: date, at: datetime, lead: Person, chance: Random
) -> None:
    mentee = loaded.people[seen.mentee] if seen.mentee else None
    begun = timezone.make_aware(datetime.combine(on, time(8 + chance.randint(0, 5), chance.randint(0, 59))))
    kept = encounters.record_observation(
        by=lead, at=at, visit=visit,
        seen=encounters.Observed(
            version=loaded.versions[seen.tool], held_on=on, answers=seen.answers, mentee=mentee, team=seen.team,
            observer_context=seen.context, setting=seen.setting, permission=seen.permission,
            completeness="comprehensive" if chance.random() < 0.7 else "satisfactory", resource_limited=bool(seen.resource_note),
            resource_category="supplies" if seen.resource_note else "", resource_note=seen.resource_note, started_at=begun,
            ended_at=begun + timedelta(minutes=chance.randint(18, 50)),
        ),
    )  # fmt: skip
    if mentee is None:
        met = encounters.change_encounter(
            by=lead, at=at, encounter=kept.encounter, held_on=on, people=[loaded.people[key] for key in held.present], mode="in_person",
            interaction="one_to_group", minutes=90, topic="Register review and case discussion", activities=[("record_review", 50), ("case_discussion", 40)],
        )  # fmt: skip
        encounters.review_cases(
            by=lead, at=at, encounter=met, register="Sick child register of the month", cases=cases_of(held.day, chance),
            records_seen=40, records_complete=chance.randint(26, 39), learning="Count breaths for a full minute before you name a pneumonia",
        )  # fmt: skip
    labels = {item.id: item for item in DEFINITIONS[seen.tool].scored()}
    missed = [each.id for each in scoring.from_json(kept.results).missed]
    encounters.give_feedback(
        by=lead, at=at, encounter=kept.encounter, observation=kept, person=mentee, strengths=seen.strengths or "Your preparation was calm and complete.",
        to_improve=words(labels[missed[0]].label) if missed else "", next_step=words(labels[missed[0]].feedback) if missed else seen.next_step,
    )  # fmt: skip
    if mentee and seen.to_practise and missed and held.submitted:
        _action(loaded, held, kept, labels[missed[0]], mentee, at=at, lead=lead, chance=chance)


def _action(
    loaded: Loaded,
    held: Held,
    kept: Observation,
    item: Item,
    mentee: Person,
    *,
    at: datetime,
    lead: Person,
    chance: Random,
) -> None:
    owner_type, owner = chance.choice(
        [(OwnerType.MENTEE, mentee), (OwnerType.MENTEE, mentee), (OwnerType.MENTOR, lead)]
    )
    due = held.day + chance.choice([14, 21, 28])
    action = encounters.agree_action(
        by=lead, at=at, place=loaded.places[held.place], text=words(item.feedback), owner_type=owner_type, owner=owner, person=mentee,
        encounter=kept.encounter, observation=kept, item_id=item.id, due_on=loaded.plan.on(due),
    )  # fmt: skip
    luck = chance.random()
    if luck > 0.9:
        return  # still open
    closes = due - chance.randint(0, 8) if luck < 0.74 else due + chance.randint(5, 40)
    if closes < (timezone.localtime(loaded.now).date() - loaded.plan.first_day).days:
        encounters.close_action(by=owner, at=loaded.at(closes, 12), action=action, done=True)


def _place_of(loaded: Loaded, worker_key: str, day: int) -> OrgUnit:
    worker: Worker = loaded.plan.workers[worker_key]
    return loaded.places[worker.moved_to if worker.moved_to and day >= 200 else worker.place]


def hash_of(text: str) -> int:
    """Return the same number for the same text in every run; Python's own hash does not."""
    return sum(ord(letter) * 31**position for position, letter in enumerate(text)) % 2**31
