"""What stands in somebody's calendar: visits ahead and held, days by which something is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from alongside.domain.agreements.models import ReleaseRequest
from alongside.domain.agreements.terms import ReleaseStatus
from alongside.domain.people.access import paths
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.plans.queries import goals_of
from alongside.domain.plans.rules.states import OPEN_GOALS
from alongside.kernel.paths import within_any

from ..models import ActionItem, Visit, VisitMentor, VisitStep
from .follow_up import OPEN

FREED = (ReleaseStatus.APPROVED, ReleaseStatus.PARTLY, ReleaseStatus.USED)


@dataclass(frozen=True)
class Entry:
    """A day, or some, in a calendar. kind: "visit", "action", "goal" or "release". what: the place, or what is to be done.

    state: how it stands, in a word (a status of the kind). who: the mentors of a visit. moved: how often it was moved.
    last: inclusive.
    """

    kind: str
    id: UUID
    first: date
    last: date
    what: str
    state: Any
    status: str
    who: str = ""
    moved: int = 0
    as_of: datetime | None = None


def diary(person: Person, *, first: date, last: date, areas: Iterable[str] = ()) -> list[Entry]:
    """Return what a person has to do from a day to another (inclusive), in order; six statements.

    Visits on which they mentor, those to the workplaces they lead, and those in these areas; actions in their hands;
    their own goals; days for which staff are released. Visits called off are among them.
    """
    mine = Visit.objects.filter(pk__in=VisitMentor.objects.filter(person=person).values("visit"))
    led = [*areas, *paths(person, Role.IN_CHARGE)]
    rows = mine | Visit.objects.filter(within_any(led, field="area_path")) if led else mine
    steps = VisitStep.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    rows = rows.filter(held_on__lte=last, until_on__gte=first).annotate(
        as_of=Subquery(steps.annotate(n=Max("at")).values("n")),
        moved=Subquery(steps.annotate(n=Count("pk", filter=Q(moved_from__isnull=False))).values("n")),
    )
    visits = [
        Entry(
            "visit", each.pk, each.held_on, each.until_on, each.place.name, each.get_status_display(), each.status,
            ", ".join(sorted(str(row.person) for row in each.mentors.all())), each.moved or 0, each.as_of or each.recorded_at,
        )
        for each in rows.select_related("place").prefetch_related("mentors__person")
    ]  # fmt: skip
    actions = ActionItem.objects.filter(owner=person, status__in=OPEN, due_on__range=(first, last))
    goals = [each for each in goals_of(person) if first <= each.due_on <= last and each.status in OPEN_GOALS]
    found = [
        *visits, *_releases(person, led, first, last),
        *(Entry("action", each.pk, each.due_on, each.due_on, each.text, each.get_status_display(), each.status, as_of=each.agreed_at) for each in actions),
        *(Entry("goal", each.pk, each.due_on, each.due_on, each.text, each.get_status_display(), each.status) for each in goals),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.first, each.kind != "visit", each.what, str(each.id)))


def _releases(person: Person, led: Iterable[str], first: date, last: date) -> Iterable[Entry]:
    """Return the days on which somebody is released to mentor or be mentored, and those of the workplaces they lead."""
    own = Q(people__person=person, people__is_released=True)
    here = Q(place__in=OrgUnit.objects.filter(within_any(led)))
    rows = ReleaseRequest.objects.filter(own | here, status__in=FREED, day__range=(first, last)).distinct()
    for each in rows.select_related("place"):
        what = _("Released: %(place)s") % {"place": each.place.name}
        yield Entry("release", each.pk, each.day, each.day, what, each.get_status_display(), each.status)
