"""Two figures of a whole programme, for those who look whether it keeps its principles."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from alongside.domain.programmes.models import Programme

from ..models import Encounter, FeedbackNote
from ..terms import Mode
from .competency import current


class Counted(NamedTuple):
    """So many of so many."""

    n: int
    of: int


def contacts_in_person(programme: Programme, *, since: date) -> Counted:
    """Return how many encounters of a programme were in person since a day, of all."""
    found = Encounter.objects.filter(programme=programme, held_on__gte=since).aggregate(
        n=Count("pk", filter=Q(mode=Mode.IN_PERSON)), of=Count("pk")
    )
    return Counted(found["n"], found["of"])


def followed_by_feedback(programme: Programme, *, since: date) -> Counted:
    """Return how many observations of people since a day were followed by feedback, of all."""
    seen = current(also_self=False).filter(programme=programme, encounter__held_on__gte=since)
    given = seen.filter(Exists(FeedbackNote.objects.filter(observation=OuterRef("pk"))))
    return Counted(given.count(), seen.count())
