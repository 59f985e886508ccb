"""What was arranged at the desk before and beside the visits: mentors, agreements with workplaces, relationships."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from alongside.domain.agreements import commands as agreements
from alongside.domain.mentors import commands as mentors
from alongside.domain.mentors import queries as of_mentors
from alongside.domain.mentors.models import Mentor
from alongside.domain.mentors.terms import SKILL_MODULES
from alongside.domain.pairings import commands as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.programmes.models import TechnicalArea

from . import country

if TYPE_CHECKING:
    from .load import Loaded

AREAS = ["maternal", "newborn", "child", "family-planning", "immunisation", "ipc-wash"]
LAPSED = {"centre:Kivuma:0", "centre:Mbiro:3", "centre:Temba:7"}  # Story: Lusanga's agreement lapsed with its in-charge
ONLY_CONTACTED = {"centre:Mbiro:8", "centre:Mbiro:9"}
ASKS = [
    "The midwife on duty asks before the mentor comes in.",
    "The nurse explains at the bedside and waits for an answer.",
]


def arrange(loaded: "Loaded") -> dict[str, Mentor]:
    """Bring in mentors, agreements and relationships; return the mentors by their key in the plan."""
    chance = Random(44)
    certified = _mentors(loaded)
    _others(loaded)
    for place in [f"centre:{district}:{index}" for district in country.CENTRES for index in range(10)] + [
        f"hospital:{district}" for district in country.CENTRES
    ]:
        _engage(loaded, place, chance)
    _relationships(loaded, certified)
    _support(loaded, certified)
    return certified


def _mentors(loaded: "Loaded") -> dict[str, Mentor]:
    """The thirty-six mentors of the programme were certified on paper before it began, and are posted."""
    areas = list(TechnicalArea.objects.filter(pk__in=AREAS))
    manager, made = loaded.people["manager"], {}
    for key, worker in loaded.plan.workers.items():
        kind = key.split(":")[0]
        if kind not in ("visiting", "internal", "community"):
            continue
        affiliation, mentees, places = {
            "visiting": ("senior", 10, 3), "internal": ("peer", 6, 1), "community": ("ministry", 12, 2)
        }[kind]  # fmt: skip
        mentor = mentors.recognise_mentor(
            by=manager, at=loaded.at(-10), person=loaded.people[key], home=loaded.places[worker.place],
            affiliation=affiliation, certified_on=loaded.plan.on(-40), areas=areas, max_mentees=mentees,
            max_places=places, hours_a_month=32 if kind == "visiting" else 8, evidence="Certificate of the ministry's mentor course, seen on paper",
        )  # fmt: skip
        for role, place in worker.roles:
            assert role == "mentor"
            mentors.assign(
                by=None, at=loaded.at(-5), mentor=mentor, programme=loaded.programme, place=loaded.places[place],
                time_share=Decimal("0.2"), since=loaded.plan.on(0), until=loaded.plan.on(540),
            )  # fmt: skip
        if key != "visiting:Mbiro:4":  # whoever has not signed is told so on their page
            mentors.sign_confidentiality(by=mentor.person, at=loaded.at(-3), mentor=mentor)
        made[key] = Mentor.objects.get(pk=mentor.pk)
    return made


def _others(loaded: "Loaded") -> None:
    """Six on the way to mentoring, at three stages. Story: the last is Asha of Lusanga, provisional by now."""
    for number, (district, index) in enumerate(
        [("Sanda", 1), ("Sanda", 3), ("Temba", 2), ("Temba", 4), ("Sanda", 5), ("Kivuma", 0)]
    ):
        place = f"centre:{district}:{index}"
        seats = sorted(range(4), key=lambda seat: loaded.plan.workers[f"mentee:{place}:{seat}"].cadre == "records")
        leader, nominee = loaded.people[f"in-charge:{place}"], loaded.people[f"mentee:{place}:{seats[0]}"]
        coordinator, master = loaded.people[f"coordinator:{district}"], loaded.people["master"]
        at = loaded.at(150 + number * 9)
        area = TechnicalArea.objects.get(pk=AREAS[number % 5])
        nomination = mentors.nominate(
            by=leader, at=at, person=nominee, programme=loaded.programme, home=loaded.places[place], affiliation="peer",
            nominated_by="in_charge", areas=[area], reason="Colleagues ask her first when a case is difficult",
        )  # fmt: skip
        mentors.save_nomination(
            by=leader, at=at, nomination=nomination, areas=[area], reason="Colleagues ask her first when a case is difficult",
            last_practised_on=at.date() - timedelta(days=2), consent_by=leader, hours_a_month=12, no_open_case=True,
        )  # fmt: skip
        mentors.submit_nomination(by=leader, at=at, nomination=nomination)
        mentors.screen(by=coordinator, at=at + timedelta(days=5), nomination=nomination)
        if number < 3:
            continue
        nomination.refresh_from_db()
        at += timedelta(days=20)
        codes = [each.code for each in of_mentors.criteria()]
        for scorer, points in ((coordinator, 3), (master, 4 if number % 2 else 3)):
            mentors.score_nominee(
                by=scorer, at=at, nomination=nomination, points=dict.fromkeys(codes, points),
                evidence=dict.fromkeys(codes, "Seen on the ward and in the role play"),
            )  # fmt: skip
        for seat in seats[1:3]:
            asked = loaded.people[f"mentee:{place}:{seat}"]
            reference = mentors.ask_reference(by=coordinator, at=at, nomination=nomination, asked=asked)
            mentors.give_reference(by=asked, at=at, reference=reference, points=4, text="She listens before she speaks")
        mentor = mentors.select_mentor(by=master, at=at, nomination=nomination)
        mentor = mentors.begin_preparation(by=master, at=at + timedelta(days=7), mentor=mentor)
        for module in SKILL_MODULES[: 3 if number == 3 else 6]:
            mentors.record_module(
                by=master, at=at + timedelta(days=30), mentor=mentor, module=module, stage=2, done_on=(at + timedelta(days=28)).date(), passed=True
            )  # fmt: skip
        if number > 3:
            mentors.record_proficiency(
                by=master, at=at + timedelta(days=30), mentor=mentor, area=area, proven_by="both",
                assessed_on=(at + timedelta(days=29)).date(), percent=Decimal(91),
            )  # fmt: skip
            mentors.make_provisional(by=master, at=at + timedelta(days=32), mentor=mentor)


def _engage(loaded: "Loaded", place: str, chance: Random) -> None:
    """Leadership was approached, met and agreed before the first visit; what was agreed is renewed half a year on."""
    where = {"programme": loaded.programme, "place": loaded.places[place]}
    engagement = agreements.record_contact(
        by=None, at=loaded.at(-60), **where, on=loaded.plan.on(-60), note="Telephone call with the in-charge"
    )
    if place in ONLY_CONTACTED:
        return
    engagement = agreements.record_meeting(
        by=None, at=loaded.at(-40), **where, on=loaded.plan.on(-40), note="They agree and name a focal person"
    )
    leader = loaded.people[f"in-charge:{place}"]
    for day in (-30, 150):
        if day > 0 and place in LAPSED:
            break
        engagement = agreements.record_agreement(
            by=leader, at=loaded.at(day), engagement=engagement, focal_person=leader, signed_by=leader,
            hours_a_week=Decimal(chance.choice([4, 6, 8])), permission_procedure=chance.choice(ASKS), room="Staff room",
            agreed_on=loaded.plan.on(day), backup_rule="A colleague of the same shift stands in",
        )  # fmt: skip
        if day < 0:
            engagement = agreements.begin(by=None, at=loaded.at(2), engagement=engagement, on=loaded.plan.on(2))
    if place in LAPSED:
        agreements.let_lapse(
            by=None, at=loaded.at(200), engagement=engagement, on=loaded.plan.on(200), reason="The in-charge changed; nobody has met the new one"
        )  # fmt: skip


def _support(loaded: "Loaded", certified: dict[str, Mentor]) -> None:
    """The coordinators called their mentors together; in Mbiro not for half a year."""
    for district in country.CENTRES:
        theirs = [mentor for key, mentor in certified.items() if key.split(":")[1] == district]
        for day in (60, 100) if district == "Mbiro" else (60, 150, 250):
            mentors.record_support(
                by=loaded.people[f"coordinator:{district}"], at=loaded.at(day), place=loaded.places[district],
                held_on=loaded.plan.on(day), channel="meeting" if day == 60 else "call", mentors=theirs,
                agenda="Feedback with a strength first", agreed="Each observes a colleague giving feedback until the next call",
            )  # fmt: skip


def _relationships(loaded: "Loaded", certified: dict[str, Mentor]) -> None:
    """A team for each visiting mentor and health centre, five for each internal mentor, a group for each community unit.

    The ward teams are mentored in maternal health; for their other areas they wait, which matching finds.
    """
    maternal = TechnicalArea.objects.get(pk="maternal")
    for key, mentor in certified.items():
        kind, district, number = key.split(":")
        for _role, place in loaded.plan.workers[key].roles:
            seats = range(int(number) * 5, int(number) * 5 + 5) if kind == "internal" else range(4)
            mentees = [f"mentee:{place}:{seat}" for seat in seats]
            mentees = [each for each in mentees if not loaded.plan.workers[each].moved_to]
            relationship = pairings.propose(
                by=loaded.people[f"coordinator:{district}"], at=loaded.at(1), programme=loaded.programme,
                place=loaded.places[place], shape="community_group" if kind == "community" else "one_to_team", model=kind,
                purpose="performance_gap", mentors=[(mentor, maternal if kind == "internal" else None)], mentees=[loaded.people[each] for each in mentees],
                team="Community health workers" if kind == "community" else "Maternity team" if kind == "visiting" else f"Ward team {int(number) + 1}",
                planned_end_on=loaded.plan.on(540), end_criteria="Independent in the goals of each person",
            )  # fmt: skip
            _begin(
                loaded,
                relationship,
                mentor,
                [loaded.people[each] for each in mentees],
                loaded.people.get(f"in-charge:{place}"),
            )


def take_over(loaded: "Loaded", certified: dict[str, Mentor]) -> None:
    """Story: one mentor is above her cap since she took on the groups of a colleague on leave."""
    over, left = certified["visiting:Sanda:1"], certified["visiting:Sanda:2"]
    for relationship in Relationship.objects.filter(mentors__mentor=left, mentors__until=None):
        pairings.hand_over(
            by=loaded.people["coordinator:Sanda"], at=loaded.at(230), relationship=relationship, to=over, is_interim=True,
            reason="Study leave until the end of the year", over_cap_reason="Nobody else is near",
        )  # fmt: skip


def _begin(loaded: "Loaded", relationship: Relationship, mentor: Mentor, mentees: list, leader: object) -> None:
    sides = [
        ("mentor", mentor.person),
        *(("mentee", each) for each in mentees),
        *([("in_charge", leader)] if leader else []),
    ]
    for side, person in sides:
        pairings.answer(
            by=person, at=loaded.at(2), relationship=relationship, answered_as=side, person=person, is_yes=True
        )
    given = {"by": mentor.person, "at": loaded.at(3), "relationship": relationship}
    pairings.prepare(**given)
    pairings.log_first_contact(**given, on=loaded.plan.on(3))
