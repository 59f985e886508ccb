"""What mentors and mentees planned: needs from both sides, goals, agreement, what was reached of it by now."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from alongside.domain.encounters.models import Observation
from alongside.domain.encounters.queries.standings import standings
from alongside.domain.pairings import commands as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.plans import commands as plans
from alongside.domain.plans import queries
from alongside.domain.plans.models import Goal, Plan
from alongside.domain.plans.rules.goals import Wanted, at_least
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.terms import Level

if TYPE_CHECKING:
    from .load import Loaded

DAY = timedelta(days=1)
OF_EVERYBODY = ("hand-hygiene", "newborn-resuscitation", "sick-child", "vaccination")  # where too little was observed
WANTED = [
    "More births together before the rains",
    "To be asked before somebody takes over",
    "A colleague to practise with between visits",
    "Time to read the job aid",
]
TO_DO = [
    ("practise", "Three rounds on the model with a colleague"),
    ("read", "The job aid on the wall, then say it by heart"),
    ("watch", "The short film, together at hand-over"),
    ("attach", "One morning beside the midwife on duty at the hospital"),
]
DROPPED = ["Moved to another ward for the season", "Covered by a course of the district"]
MISSED = ["Supplies were missing on three visits", "Too few clients to observe"]


def plan_together(loaded: "Loaded") -> None:
    """Plan every relationship on the day after its first observation, and bring its goals to where they are today."""
    chance = Random(2026)
    first: dict = {}
    for person, day in (
        Observation.objects.filter(mentee__isnull=False).order_by("held_on").values_list("mentee", "held_on")
    ):
        first.setdefault(person, day)
    competencies = {each.pk: each for each in Competency.objects.all()}
    rows = list(Relationship.objects.filter(status="preparing").select_related("place", "programme").order_by("pk"))
    for number, relationship in enumerate(rows):
        people = queries.mentees_of(relationship)
        begun = min((first[person.pk] for person in people if person.pk in first), default=None)
        if begun is not None:
            _plan_one(loaded, relationship, people, begun + DAY, competencies, chance)
            if number == 1:
                _revise(loaded, relationship)
    _close_one(loaded, rows[-1])


def _plan_one(
    loaded: "Loaded", relationship: Relationship, people: list[Person], on: date, competencies: dict[str, Competency], chance: Random
) -> None:  # fmt: skip
    at = _at(loaded, on)
    mentor = relationship.mentors.get(is_lead=True, until=None).mentor.person
    then, now = standings([each.pk for each in people], on), standings([each.pk for each in people], loaded.now.date())
    observed = sorted({code for _person, code in now})
    wanted = []
    for person in people:
        seen = sorted(
            (code for code in observed if (person.pk, code) in now),
            key=lambda code: now[person.pk, code].level == Level.BEGINNING,
        )
        rated = [*seen, *(code for code in OF_EVERYBODY if code not in seen)][:4]
        levels = {code: queries.level_of(then, person.pk, code) for code in rated}
        given = {"relationship": relationship, "mentee": person}
        plans.say_needs(
            by=person, at=at, **given, side="mentee", levels={code: chance.choice(["beginning", "with_help", "independent"]) for code in rated},
            words=chance.choice(WANTED),
        )  # fmt: skip
        plans.say_needs(
            by=mentor, at=at, **given, side="mentor", levels={code: _as_seen(level) for code, level in levels.items()}
        )
        for code in rated[: 2 if len(wanted) % 5 == 0 else 3]:
            last = queries.level_of(now, person.pk, code)
            target = "with_help" if last == "with_help" and chance.random() < 0.85 else "independent"
            if not at_least(levels[code], target):
                wanted.append(
                    Wanted(
                        "mentee", f"{competencies[code]}: {Level(target).label}", on + timedelta(days=chance.choice([120, 180, 240, 330])),
                        mentee=person, competency=competencies[code], target_level=target,
                    )
                )  # fmt: skip
    given = {"by": mentor, "at": at, "relationship": relationship}
    goals = plans.propose_goals(**given, goals=wanted)
    plan = plans.write_terms(
        **given, contact_rhythm="Two days each month, a call in between", review_on=on + timedelta(days=180),
        confidentiality_terms="Results of single observations stay between us. The in-charge sees levels and agreed actions.",
    )  # fmt: skip
    plans.share(by=mentor, at=at, plan=plan)
    plans.agree(by=mentor, at=at, plan=plan, people=people)
    pairings.activate(**given)
    for goal in goals:
        _bring_to_today(loaded, goal, now, mentor, chance)


def _bring_to_today(loaded: "Loaded", goal: Goal, now: queries.Standings, mentor: Person, chance: Random) -> None:
    standing = now.get((goal.mentee_id, goal.competency_id))
    dice = chance.random()
    if standing is not None and standing.on and at_least(standing.level, goal.target_level) and dice < 0.96:
        at = _at(loaded, standing.on + DAY)
        plans.judge_goal(by=mentor, at=at, goal=goal, verdict="achieved")
        return
    goal.status = "agreed"
    at = loaded.at(chance.randrange(150, 268))
    if dice < 0.04:
        plans.drop_goal(by=mentor, at=at, goal=goal, note=chance.choice(DROPPED))
    elif dice < 0.10:
        plans.judge_goal(by=mentor, at=at, goal=goal, verdict="not_achieved", note=chance.choice(MISSED))
    elif dice < 0.13 or dice >= 0.97:
        plans.mark_ready(by=goal.mentee, at=loaded.at(chance.randrange(255, 270)), goal=goal)
    elif dice < 0.6:
        plans.start_goal(by=goal.mentee, at=at, goal=goal)
        if dice < 0.25:
            kind, text = chance.choice(TO_DO)
            activity = plans.add_activity(by=mentor, at=at, goal=goal, kind=kind, text=text)
            if dice < 0.2 and goal.mentee:
                plans.mark_activity_done(by=goal.mentee, at=at + DAY, activity=activity, person=goal.mentee)


def _revise(loaded: "Loaded", relationship: Relationship) -> None:
    """A later version that waits for the others: a new figure for the whole team."""
    mentor = relationship.mentors.get(is_lead=True, until=None).mentor.person
    at = loaded.at(262)
    plan = plans.revise(
        by=mentor, at=at, plan=queries.in_force(relationship), reason="The team wants a goal of its own"
    )
    plans.propose_goals(
        by=mentor, at=at, relationship=relationship,
        goals=[
            Wanted(
                "team", "Partographs complete of ten looked at", at.date() + timedelta(days=120), measure="figure",
                unit="partographs complete of ten", baseline=5, target=9,
            )
        ],
    )  # fmt: skip
    plans.share(by=mentor, at=at, plan=Plan.objects.get(pk=plan.pk))


def _close_one(loaded: "Loaded", relationship: Relationship) -> None:
    """One relationship is being closed; the mentor has summed up, the mentees not yet."""
    relationship.refresh_from_db()
    if relationship.status != "active":
        return
    mentor = relationship.mentors.get(is_lead=True, until=None).mentor.person
    at = loaded.at(265)
    pairings.begin_closing(by=mentor, at=at, relationship=relationship, reason="The community unit joins another group")
    plans.write_summary(
        by=mentor, at=at, relationship=relationship, person=mentor, reached="The group reviews its cases every month without being asked",
        still_open="Counting breaths for a full minute", next_step="The other group goes on with the same checklist",
    )  # fmt: skip


def _as_seen(level: str) -> str:
    return "beginning" if level == "not_observed" else level


def _at(loaded: "Loaded", day: date) -> datetime:
    """Return the afternoon of a day, never after now."""
    return min(loaded.now, timezone.make_aware(datetime.combine(day, time(15, 5))))
