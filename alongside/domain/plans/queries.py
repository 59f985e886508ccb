"""What can be asked about plans."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from alongside.domain.pairings import access as pairings
from alongside.domain.pairings.models import Relationship, RelationshipMentee
from alongside.domain.pairings.rules.relationships import LOADING
from alongside.domain.pairings.terms import RelationshipStatus
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Competency, Programme
from alongside.domain.programmes.queries import competencies_of
from alongside.domain.programmes.rules import Standing
from alongside.domain.programmes.terms import Level

from . import access
from .models import EndSummary, Goal, GoalStep, Graduated, LearningActivity, NeedsView, Plan
from .rules.needs import Between, between
from .rules.states import BEING_WRITTEN, BOARD, IN_FORCE, OPEN_GOALS
from .terms import GoalStatus, Owner, PlanStatus, Side

Standings = Mapping[tuple[UUID, str], Standing]
# What was observed of people by competency: {(person, code): standing}; the room of visits says so, in site/wiring.py.
STANDINGS: list[Callable[[Iterable[UUID], date], Standings]] = []


def standings(people: Iterable[UUID], *, on: date) -> Standings:
    """Return how far these people are with each competency in which they were observed; others are not in it."""
    found: dict[tuple[UUID, str], Standing] = {}
    for ask in STANDINGS:
        found |= ask(people, on)
    return found


def level_of(found: Standings, person: UUID | None, competency: str | None) -> str:
    """Return a level out of standings: not observed, where nothing was."""
    standing = found.get((person, competency)) if person and competency else None
    return (standing.level if standing else Level.NOT_OBSERVED).value


def mentees_of(relationship: Relationship) -> list[Person]:
    """Return who is mentored in a relationship now, by name."""
    rows = RelationshipMentee.objects.filter(relationship=relationship, until=None).select_related("person")
    return sorted((row.person for row in rows), key=lambda person: (person.name, str(person.pk)))


def versions(relationship: Relationship) -> list[Plan]:
    """Return every version of a relationship's plan with who signed it, the latest first."""
    rows = Plan.objects.filter(relationship=relationship).prefetch_related(
        "signatures__person", "signatures__recorded_by"
    )
    return list(rows.order_by("-version"))


def being_written(relationship: Relationship) -> Plan | None:
    """Return the version that is being written or waits for agreement."""
    return Plan.objects.filter(relationship=relationship, status__in=BEING_WRITTEN).first()


def in_force(relationship: Relationship) -> Plan | None:
    """Return the version that was agreed last and holds."""
    return Plan.objects.filter(relationship=relationship, status__in=IN_FORCE).order_by("-version").first()


def goals(relationship: Relationship) -> QuerySet[Goal]:
    """Return every goal of a relationship with owner, competency and what is learnt for it, what is due first on top."""
    activities = LearningActivity.objects.prefetch_related("done__person").order_by("due_on", "pk")
    rows = Goal.objects.filter(relationship=relationship).select_related("mentee", "competency", "proposed_by")
    return rows.prefetch_related(Prefetch("activities", activities)).order_by("due_on", "mentee__family_name", "pk")


def in_areas(found: Iterable[Goal], areas: Collection[str] | None) -> tuple[list[Goal], list[Goal]]:
    """Return (the goals of these areas, the others); goals without a competency are everybody's. areas: None is all."""
    mine: list[Goal] = []
    others: list[Goal] = []
    for goal in found:
        here = areas is None or goal.competency is None or goal.competency.area_id in areas
        (mine if here else others).append(goal)
    return mine, others


def next_steps(relationship: Relationship, *, areas: Collection[str] | None = None) -> dict[UUID, tuple[int, Goal]]:
    """Return {person: (their open goals, the one that is due first)} of a relationship; three statements (R161).

    areas: whose goals the reader sees (in_areas).
    """
    found: dict[UUID, tuple[int, Goal]] = {}
    mine, _others = in_areas(goals(relationship).filter(status__in=OPEN_GOALS), areas)
    for goal in mine:
        if goal.mentee_id is None:
            continue
        n, first = found.get(goal.mentee_id, (0, goal))
        found[goal.mentee_id] = n + 1, first
    return found


def goals_seen(*, seen_by: Person | None) -> QuerySet[Goal]:
    """Return the goals of the relationships somebody may see."""
    seen = Relationship.objects.filter(pairings.rows(seen_by)).values("pk")
    return Goal.objects.filter(relationship__in=seen).select_related(
        "relationship__place", "relationship__programme", "mentee", "competency", "proposed_by"
    )


def activities(goal: Goal) -> QuerySet[LearningActivity]:
    """Return what is learnt for a goal, what is due first on top, with who did it."""
    rows = LearningActivity.objects.filter(goal=goal).select_related("goal__relationship__programme")
    return rows.prefetch_related("done__person").order_by("due_on", "pk")


def steps(goal: Goal) -> QuerySet[GoalStep]:
    """Return how a goal came to where it is, the latest first."""
    return GoalStep.objects.filter(goal=goal).select_related("by").order_by("-at", "-pk")


@dataclass(frozen=True)
class Column:
    """One column of the board."""

    status: GoalStatus
    goals: list[Goal] = field(default_factory=list)


def board(found: Iterable[Goal]) -> list[Column]:
    """Return goals by the columns of the board, in its order; proposed, dropped and missed ones stand beside it."""
    columns = {status: Column(status) for status in BOARD}
    for goal in found:
        if goal.status in columns:
            columns[GoalStatus(goal.status)].goals.append(goal)
    return list(columns.values())


def goals_of(person: Person, *, also_teams: bool = True) -> list[Goal]:
    """Return the goals somebody works on now: their own, and each once those of their teams and facility (R008)."""
    mine = RelationshipMentee.objects.filter(person=person, until=None, relationship__status__in=LOADING)
    rows = Goal.objects.filter(relationship__in=mine.values("relationship")).exclude(
        status__in=(GoalStatus.PROPOSED, GoalStatus.DROPPED, GoalStatus.NOT_ACHIEVED)
    )
    rows = rows.exclude(owner=Owner.MENTEE) | rows.filter(mentee=person) if also_teams else rows.filter(mentee=person)
    activities = LearningActivity.objects.prefetch_related("done")
    return list(
        rows.select_related("competency", "mentee", "relationship__place").prefetch_related(Prefetch("activities", activities)).order_by("due_on", "pk")
    )  # fmt: skip


def ready_to_check(mentor: Person) -> list[Goal]:
    """Return the goals that wait for a mentor's look, the longest waiting first (R177)."""
    rows = Goal.objects.filter(
        status=GoalStatus.READY, relationship__status__in=LOADING, relationship__mentors__mentor__person=mentor,
        relationship__mentors__until=None,
    )  # fmt: skip
    return list(
        rows.select_related("mentee", "competency", "relationship__place").distinct().order_by("status_since", "pk")
    )


def needs_to_say(person: Person) -> list[tuple[Relationship, date]]:
    """Return the relationships in which somebody has not said yet what they need, each with since when it waits."""
    said = NeedsView.objects.filter(mentee=person, side=Side.MENTEE).values("relationship")
    rows = Relationship.objects.filter(
        status__in=(RelationshipStatus.ACCEPTED, RelationshipStatus.PREPARING),
        mentees__person=person,
        mentees__until=None,
    )
    return [
        (each, each.status_since)
        for each in rows.exclude(pk__in=said).select_related("place").order_by("status_since", "pk")
    ]


def needs_to_answer(mentor: Person) -> list[NeedsView]:
    """Return what mentees said and their mentor not yet, the earliest first."""
    answered = NeedsView.objects.filter(
        relationship=OuterRef("relationship"), mentee=OuterRef("mentee"), round=OuterRef("round"), side=Side.MENTOR
    )
    rows = NeedsView.objects.filter(
        ~Exists(answered), side=Side.MENTEE, relationship__status__in=LOADING,
        relationship__mentors__mentor__person=mentor, relationship__mentors__until=None,
    )  # fmt: skip
    return list(rows.select_related("mentee").distinct().order_by("said_at", "pk"))


def to_agree(person: Person) -> list[Plan]:
    """Return the plans that wait for somebody's yes, the earliest first."""
    waiting = Plan.objects.filter(status=PlanStatus.SHARED).exclude(signatures__person=person)
    mine = Q(relationship__mentees__person=person, relationship__mentees__until=None) | Q(
        relationship__mentors__mentor__person=person,
        relationship__mentors__is_lead=True,
        relationship__mentors__until=None,
    )
    return list(waiting.filter(mine).select_related("relationship__place").distinct().order_by("shared_at", "pk"))


def to_sum_up(person: Person) -> list[Relationship]:
    """Return the closing relationships in which somebody has not written their summary."""
    said = EndSummary.objects.filter(person=person).values("relationship")
    mine = Q(mentees__person=person, mentees__until=None) | Q(
        mentors__mentor__person=person, mentors__is_lead=True, mentors__until=None
    )
    rows = Relationship.objects.filter(mine, status=RelationshipStatus.CLOSING).exclude(pk__in=said)
    return list(rows.select_related("place").distinct().order_by("status_since", "pk"))


@dataclass(frozen=True)
class Needs:
    """What both sides said of one mentee in a round.

    mentee, mentor: what that side said, None where it did not yet, or the reader may not know before they have said
    theirs. rows: both beside each other, once both are there.
    """

    person: Person
    round: int
    mentee: NeedsView | None = None
    mentor: NeedsView | None = None
    rows: list[Between] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return self.mentee is not None and self.mentor is not None


def needs(relationship: Relationship, people: Iterable[Person]) -> list[Needs]:
    """Return the latest round of needs of each of these people; one statement."""
    people = list(people)
    rows = NeedsView.objects.filter(relationship=relationship, mentee__in=people).select_related(
        "said_by", "recorded_by"
    )
    latest: dict[UUID, dict[str, NeedsView]] = {}
    for row in rows.order_by("round"):
        said = latest.setdefault(row.mentee_id, {})
        if any(each.round < row.round for each in said.values()):
            said.clear()
        said[row.side] = row
    found = []
    for person in people:
        said = latest.get(person.pk, {})
        mine, theirs = said.get(Side.MENTEE), said.get(Side.MENTOR)
        rows_of = between(mine.levels, theirs.levels) if mine and theirs else []
        found.append(Needs(person, max((each.round for each in said.values()), default=1), mine, theirs, rows_of))
    return found


def self_assessed(person: Person, competency: str, *, seen_by: Person) -> list[tuple[date, str]]:
    """Return what somebody said of themselves in a competency, round by round: (day, level), the earliest first (R176).

    For themselves, and for mentors of the relationship it was said in once their own view of that round is there (R030).
    One statement.
    """
    answered = NeedsView.objects.filter(
        relationship=OuterRef("relationship"), mentee=OuterRef("mentee"), round=OuterRef("round"), side=Side.MENTOR
    )
    mine = Q(relationship__mentors__mentor__person=seen_by, relationship__mentors__until=None) & Exists(answered)
    rows = NeedsView.objects.filter(Q(mentee=seen_by) | mine, mentee=person, side=Side.MENTEE).distinct()
    said = rows.order_by("said_at").values_list("said_at", "levels")
    return [(localdate(at), levels[competency]) for at, levels in said if levels.get(competency)]


def rated(relationship: Relationship) -> list[Competency]:
    """Return the competencies that both sides look at: those the programme builds, the most critical first."""
    return list(competencies_of([relationship.programme]))


def summaries(relationship: Relationship) -> list[EndSummary]:
    """Return what was said at the ending, as it was written."""
    return list(
        EndSummary.objects.filter(relationship=relationship).select_related("person", "recorded_by").order_by("pk")
    )


def graduated(person: Person) -> list[Graduated]:
    """Return the levels somebody left relationships with, the latest first."""
    rows = Graduated.objects.filter(person=person).select_related("competency", "relationship__programme")
    return list(rows.order_by("-on", "competency__name"))


def planned_with(mentee: Person, *, by: Person) -> Relationship | None:
    """Return the relationship in which somebody may put a goal for a mentee into the plan; the latest, where several."""
    rows = Relationship.objects.filter(
        pairings.rows(by), mentees__person=mentee, mentees__until=None, status__in=LOADING
    ).select_related("programme")
    found = rows.distinct().order_by("-since", "-proposed_at")
    return next((each for each in found if access.takes_part(by, relationship=each)), None)


def with_open_goals(rows: QuerySet[Relationship], *, on: date) -> QuerySet[Relationship]:
    """Bring along, of relationships: whether a plan holds, whether one waits for agreement, and goals past their day."""
    plans = Plan.objects.filter(relationship=OuterRef("pk"))
    late = Goal.objects.filter(relationship=OuterRef("pk"), status__in=OPEN_GOALS, due_on__lt=on)
    return rows.annotate(
        plan_holds=Exists(plans.filter(status__in=IN_FORCE)), plan_waits=Exists(plans.filter(status="shared")),
        is_late=Exists(late), is_ready=Exists(Goal.objects.filter(relationship=OuterRef("pk"), status=GoalStatus.READY)),
    )  # fmt: skip


def agreed_share(*, seen_by: Person | None) -> tuple[int, int]:
    """Return how many mentees of relationships seen have an agreed plan, out of all of them (LRN-03); two statements."""
    seen = Relationship.objects.filter(pairings.rows(seen_by), status__in=LOADING).values("pk")
    now = RelationshipMentee.objects.filter(relationship__in=seen, until=None)
    planned = Plan.objects.filter(status__in=IN_FORCE).values("relationship")
    return (
        now.filter(relationship__in=planned).values("person").distinct().count(),
        now.values("person").distinct().count(),
    )


def with_goals(programme: Programme) -> tuple[int, int]:
    """Return how many relationships under way have a goal that was agreed, out of all of them; two statements."""
    rows = Relationship.objects.filter(programme=programme, status__in=LOADING)
    agreed = Goal.objects.exclude(status__in=(GoalStatus.PROPOSED, GoalStatus.DROPPED)).values("relationship")
    return rows.filter(pk__in=agreed).count(), rows.count()


def without_goals(rows: QuerySet[Relationship]) -> QuerySet[Relationship]:
    """Keep, of relationships, those under way in which no goal was agreed."""
    agreed = Goal.objects.exclude(status__in=(GoalStatus.PROPOSED, GoalStatus.DROPPED)).values("relationship")
    return rows.filter(status__in=LOADING).exclude(pk__in=agreed)


def goal_counts(*, seen_by: Person | None) -> dict[str, int]:
    """Return how many goals of relationships seen stand at each state; one statement."""
    seen = Relationship.objects.filter(pairings.rows(seen_by)).values("pk")
    found = dict(Goal.objects.filter(relationship__in=seen).values_list("status").annotate(n=Count("pk")).order_by())
    return {status: found.get(status, 0) for status in GoalStatus.values}


def areas_of_goals(people: Collection[UUID], on: date) -> dict[UUID, set[str]]:
    """Return {person: areas} of the goals these people have open; one statement. Nobody's right to see is asked."""
    rows = Goal.objects.filter(mentee__in=list(people), status__in=OPEN_GOALS, competency__area__isnull=False)
    found: dict[UUID, set[str]] = {}
    for person, area in rows.values_list("mentee", "competency__area").distinct():
        found.setdefault(person, set()).add(area)
    return found
