"""What planning a visit asks: who is where on those days, who is certified and posted, how much time is taken."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from alongside.domain.agreements.models import ReleaseRequest
from alongside.domain.agreements.terms import ReleaseStatus
from alongside.domain.mentors import queries as mentors
from alongside.domain.mentors.models import Assignment
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import ancestors

from ..models import Visit, VisitMentor, VisitStep
from ..rules import planning
from ..rules.planning import AROUND, Planned, days_of
from ..rules.states import AHEAD, FELL_OUT
from ..terms import VisitStatus


def planned(
    who: Sequence[tuple[Person, str]], *, programme: Programme, place: OrgUnit, first: date, last: date,
    besides: Visit | None = None,
) -> list[Planned]:  # fmt: skip
    """Return each mentor as a plan for these days (last: inclusive) asks about them; three statements.

    besides: the visit itself, where it is there already.
    """
    people = [person.pk for person, _role in who]
    proven = Count(
        "proficiencies", filter=Q(proficiencies__assessed_on__lte=first, proficiencies__valid_until__gt=first)
    )
    able = mentors.can_mentor(on=first).filter(person__in=people)
    areas = dict(able.annotate(proven=proven).values_list("person", "proven"))
    posted: dict[UUID, bool] = {}
    last_ended: dict[UUID, str] = {}
    rows = Assignment.objects.filter(
        mentor__person__in=people, programme=programme, place__path__in=ancestors(place.path)
    )
    for pk, person, since, until in rows.order_by("until").values_list("pk", "mentor__person", "since", "until"):
        posted[person] = posted.get(person, False) or since <= first < until
        last_ended[person] = str(pk)
    elsewhere = taken(people, first=first, last=last, besides=besides)
    return [
        Planned(
            person.name, role, person.pk in areas, areas.get(person.pk, 0), posted.get(person.pk),
            elsewhere.get(person.pk), last_ended.get(person.pk, ""),
        )
        for person, role in who
    ]  # fmt: skip


def taken(
    people: Iterable[UUID], *, first: date, last: date, besides: Visit | None = None
) -> dict[UUID, tuple[str, date]]:
    """Return {person: (place, first day)} of whoever has a visit on one of these days (last: inclusive); one statement."""
    rows = VisitMentor.objects.filter(
        person__in=list(people), visit__held_on__lte=last, visit__until_on__gte=first
    ).exclude(visit__status__in=FELL_OUT)
    if besides is not None:
        rows = rows.exclude(visit=besides)
    found = rows.order_by("-visit__held_on").values_list("person", "visit__place__name", "visit__held_on")
    return {person: (place, day) for person, place, day in found}


def loads(visit: Visit) -> list[tuple[str, int, int | None]]:
    """Return (name, visit days in the month of its slot with this one, days there is time for); three statements.

    Of whoever teaches on it; the cap is None where no posting says how much time there is.
    """
    month = visit.held_on.replace(day=1)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    who = {
        row.person_id: row.person.name
        for row in visit.mentors.filter(role__in=planning.TEACHING).select_related("person")
    }
    days: dict[UUID, set[date]] = {}
    rows = VisitMentor.objects.filter(person__in=who, visit__held_on__lte=last, visit__until_on__gte=month).exclude(
        visit__status__in=FELL_OUT
    )
    for person, begins, ends in rows.values_list("person", "visit__held_on", "visit__until_on"):
        days.setdefault(person, set()).update(day for day in days_of(begins, ends) if month <= day <= last)
    shares: dict[UUID, list] = {}
    postings = Assignment.objects.filter(mentor__person__in=who, since__lte=last, until__gt=month)
    for person, share in postings.values_list("mentor__person", "time_share"):
        shares.setdefault(person, []).append(share)
    return [
        (name, len(days.get(person, ())), planning.cap_of(shares.get(person, ()), month=month))
        for person, name in who.items()
    ]


def unanswered_release(visit: Visit) -> bool:
    """Whether a request for staff for this visit still waits for its answer."""
    return ReleaseRequest.objects.filter(visit_id=visit.pk, status=ReleaseStatus.SENT).exists()


def unconfirmed(visit: Visit) -> list[VisitMentor]:
    """Return the mentors of a visit who have not said yet that they come."""
    return list(visit.mentors.filter(confirmed_at=None).select_related("person").order_by("pk"))


def around(lead: Person, place: OrgUnit, *, first: date, last: date) -> list[Visit]:
    """Return the visits of a mentor to a place within a week of these days (last: inclusive), planned ones among them.

    Each carries `role`, that of the mentor on it; cancelled ones are left out. One statement.
    """
    rows = Visit.objects.filter(
        place=place, mentors__person=lead, held_on__lte=last + AROUND, until_on__gte=first - AROUND
    ).exclude(status=VisitStatus.CANCELLED)
    return list(rows.annotate(role=F("mentors__role")).order_by("held_on", "pk"))


def steps(visit: Visit) -> QuerySet[VisitStep]:
    """Return how a visit came to where it is, the latest first."""
    return visit.steps.select_related("by").order_by("-at", "-pk")


def overdue_slots(*, today: date) -> QuerySet[Visit]:
    """Return the visits whose slot is over by so much that they count as missed."""
    late = Q(planned_until__lte=today - planning.MISSED_AFTER)
    return Visit.objects.filter(late, status__in=AHEAD).order_by("pk")
