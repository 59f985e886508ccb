"""Which visits wait for whom: to be asked for, approved, confirmed, written, verified. The oldest wait first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role

from .. import access
from ..models import Visit, VisitMentor, VisitStep
from ..rules.states import AHEAD
from ..terms import VisitStatus


@dataclass(frozen=True)
class Inbox:
    """What waits for one step of somebody. n: how many in all; visits: the oldest of them, each with `waits_since`."""

    kind: str
    title: Any
    n: int
    visits: list[Visit]


def _mine(person: Person) -> Q:
    return Q(Exists(VisitMentor.objects.filter(visit=OuterRef("pk"), person=person)))


def _unsaid(person: Person) -> Q:
    return Q(Exists(VisitMentor.objects.filter(visit=OuterRef("pk"), person=person, confirmed_at=None)))


_COORDINATES = frozenset({Role.COORDINATOR})
# kind, title, states, whose: who takes the next step.
_KINDS: list[tuple[str, Any, tuple[str, ...], Callable[[Person], Q]]] = [
    ("returned", _("Returned to you"), (VisitStatus.RETURNED,), _mine),
    ("part", _("Do you come along?"), AHEAD, _unsaid),
    ("confirm", _("To confirm for your workplace"), (VisitStatus.APPROVED,),
     lambda person: access.within_roles(person, {Role.IN_CHARGE})),
    ("approve", _("To approve"), (VisitStatus.REQUESTED,), lambda person: access.within_roles(person, _COORDINATES)),
    ("verify", _("To verify"), (VisitStatus.SUBMITTED,),
     lambda person: access.within_roles(person, _COORDINATES) & ~_mine(person)),
    ("write", _("To complete and submit"), (VisitStatus.IN_PROGRESS, VisitStatus.DRAFT), _mine),
    ("hold", _("Confirmed, to be held"), (VisitStatus.CONFIRMED,), _mine),
    ("request", _("Planned, approval not asked yet"), (VisitStatus.PLANNED,), _mine),
]  # fmt: skip


def inboxes(person: Person, *, at_most: int = 20, besides: Collection[str] = ()) -> list[Inbox]:
    """Return what waits for somebody, by the step they are to take; nothing empty. A constant number of statements.

    besides: kinds that are not asked for.
    """
    found = []
    for kind, title, states, whose in (each for each in _KINDS if each[0] not in besides):
        rows = Visit.objects.filter(whose(person), status__in=states)
        listed = list(_oldest_first(rows)[: at_most + 1])
        if listed:
            n = len(listed) if len(listed) <= at_most else rows.count()
            found.append(Inbox(kind, title, n, listed[:at_most]))
    return found


def waiting(person: Person) -> int:
    """Return how many visits wait for a step of somebody; one statement. What one has planned oneself is not counted."""
    mine = Q(pk__in=[])
    for kind, _title, states, whose in _KINDS:
        if kind not in ("hold", "request"):
            mine |= Q(status__in=states) & whose(person)
    return Visit.objects.filter(mine).count()


def _oldest_first(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    last = VisitStep.objects.filter(visit=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    since = Coalesce(Subquery(last), "submitted_at", "recorded_at")
    return (
        rows.annotate(waits_since=since)
        .select_related("place")
        .prefetch_related("mentors__person")
        .order_by("waits_since", "pk")
    )
