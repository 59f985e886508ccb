"""Which relationships use both ways of meeting: at the workplace, and by phone, video or chat."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alongside.domain.pairings.models import Relationship

from ..models import Attendance
from ..rules.counting import CALLS, SHORTEST_CALL
from ..rules.states import COUNTED
from ..terms import Mode

QUARTER = timedelta(days=91)
IN_PERSON = Q(encounter__mode__in=(Mode.IN_PERSON, Mode.MIXED))
TOO_SHORT = Q(encounter__mode__in=CALLS) & (Q(encounter__minutes=None) | Q(encounter__minutes__lt=SHORTEST_CALL))


def blended(rows: QuerySet[Relationship], *, on: date) -> QuerySet[Relationship]:
    """Keep the relationships whose mentors and mentees met both ways in the quarter up to a day (R095, VIR-02).

    Of relationships that run; a call counts from five minutes on, a visit once it was handed in.
    """
    met = Attendance.objects.filter(
        Q(encounter__visit=None) | Q(encounter__visit__status__in=COUNTED),
        encounter__held_on__gt=on - QUARTER,
        encounter__held_on__lte=on,
        person__in=_of(OuterRef(OuterRef("pk")), "mentees", "person"),
        encounter__mentor__in=_of(OuterRef(OuterRef("pk")), "mentors", "mentor__person"),
    ).exclude(TOO_SHORT)
    return rows.filter(Exists(met.filter(IN_PERSON)), Exists(met.exclude(IN_PERSON)))


def _of(relationship: OuterRef, side: str, person: str) -> QuerySet:
    """Return the people who stand on a side of a relationship now."""
    here = Relationship.objects.filter(pk=relationship, **{f"{side}__until": None})
    return here.values(found=F(f"{side}__{person}"))
