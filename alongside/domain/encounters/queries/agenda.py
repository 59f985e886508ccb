"""What a visit can take up from before, and what it has taken up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from alongside.domain.pairings import access as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.plans.models import Goal
from alongside.domain.plans.rules.states import OPEN_GOALS

from .. import access
from ..models import ActionItem, AgendaBlock, EncounterObjective, Visit
from ..rules.states import COUNTED, WRITING
from ..terms import ObjectiveResult
from .follow_up import OPEN

UNREACHED = (ObjectiveResult.PARTLY.value, ObjectiveResult.NOT_MET.value)


@dataclass(frozen=True)
class Before:
    """What was there before a visit: the last one held at the place, and what is open from then."""

    last: Visit | None
    left: list[EncounterObjective] = field(default_factory=list)  # not reached on the last visit
    actions: list[ActionItem] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.last or self.left or self.actions or self.goals)


def before(visit: Visit, *, seen_by: Person | None) -> Before:
    """Return what a visit may take up, without what it has taken up already; five statements."""
    taken = list(EncounterObjective.objects.filter(visit=visit).values_list("goal", "action", "text", "person"))
    earlier = Visit.objects.filter(place=visit.place_id, held_on__lt=visit.held_on, status__in=(*COUNTED, *WRITING))
    last = earlier.exclude(pk=visit.pk).order_by("-held_on", "-pk").first()
    left = EncounterObjective.objects.filter(visit=last, result__in=UNREACHED) if last else []
    actions = ActionItem.objects.filter(
        access.action_rows(seen_by), place=visit.place_id, status__in=OPEN, agreed_at__date__lt=visit.until_on
    )
    goals = open_goals(visit.place, seen_by=seen_by)
    known = set(taken)
    begun = {(goal, action) for goal, action, _text, _person in taken if goal or action}
    return Before(
        last,
        [each for each in _with_people(left) if (each.goal_id, each.action_id, each.text, each.person_id) not in known],
        [each for each in actions.select_related("person").order_by("due_on", "pk").distinct() if (None, each.pk) not in begun],
        [each for each in goals if (each.pk, None) not in begun],
    )  # fmt: skip


def open_goals(place: OrgUnit, *, seen_by: Person | None) -> QuerySet[Goal]:
    """Return what the plans of a place want to reach now, as far as somebody may see it, what is due first on top."""
    seen = Relationship.objects.filter(pairings.rows(seen_by), place=place).values("pk")
    rows = Goal.objects.filter(relationship__in=seen, status__in=OPEN_GOALS)
    return rows.select_related("mentee", "competency", "relationship").order_by("due_on", "pk")


def blocks(visit: Visit) -> list[AgendaBlock]:
    """Return how the time of a visit is laid out, in order."""
    return list(AgendaBlock.objects.filter(visit=visit))


def objectives(visit: Visit) -> list[EncounterObjective]:
    """Return what a visit is to reach: person by person, the team last."""
    rows = EncounterObjective.objects.filter(visit=visit).select_related("person", "goal", "action")
    return sorted(
        rows, key=lambda each: (each.person is None, each.person.name if each.person else "", each.text, str(each.pk))
    )


def objectives_seen(*, seen_by: Person | None) -> Iterable[EncounterObjective]:
    """Return the objectives of the visits somebody may open."""
    seen = Visit.objects.filter(access.visit_rows(seen_by)).values("pk")
    return EncounterObjective.objects.filter(Q(visit__in=seen)).select_related("visit__programme", "visit__place")


def _with_people(rows: Iterable[EncounterObjective]) -> list[EncounterObjective]:
    return list(rows.select_related("person")) if hasattr(rows, "select_related") else list(rows)
