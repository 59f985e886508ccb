"""A month of visits: mentors by days, with what clashes and what falls on a closed day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Assignment
from alongside.domain.people.models import Person
from alongside.domain.places.queries import no_go
from alongside.kernel.paths import within_any

from ..models import Visit, VisitMentor
from ..rules.planning import cap_of
from ..terms import VisitStatus

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """A visit on one day. clashes: the mentor has another on that day. closed: why the workplace takes none on it, if so."""

    visit: Visit
    clashes: bool
    closed: str


@dataclass
class MentorMonth:
    """One mentor's month. days: {day: slots}; posted: whether they hold a posting here in that month.

    busy: days with a visit anywhere; cap: days they have time for, None where no posting says so (R151).
    """

    mentor: Person
    posted: bool
    busy: int = 0
    cap: int | None = None
    days: dict[date, list[Slot]] = field(default_factory=lambda: defaultdict(list))

    @property
    def visits(self) -> int:
        return len({slot.visit.pk for slots in self.days.values() for slot in slots})

    @property
    def load(self) -> int | None:
        """Planned days of those there is time for, percent."""
        return None if self.cap is None else round(100 * self.busy / self.cap)

    @property
    def clashes(self) -> int:
        return sum(any(slot.clashes for slot in slots) for slots in self.days.values())


def month_of(area_paths: Iterable[str], *, first: date, last: date) -> list[MentorMonth]:
    """Return the mentors posted in these areas or visiting there in these days (last: inclusive), by name; six statements.

    Visits called off are left out. What a mentor does in other areas on these days is counted for clashes only.
    """
    paths = list(area_paths)
    here = Visit.objects.filter(
        within_any(paths, field="area_path"), held_on__lte=last, until_on__gte=first
    ).exclude(status=VisitStatus.CANCELLED)  # fmt: skip
    posted = set(
        Assignment.objects.filter(
            within_any(paths, field="place__path"), since__lte=last, until__gt=first
        ).values_list("mentor__person", flat=True)
    )  # fmt: skip
    people: dict[UUID, Person] = {each.pk: each for each in Person.objects.filter(
        Q(pk__in=posted) | Q(pk__in=VisitMentor.objects.filter(visit__in=here).values("person"))
    )}  # fmt: skip
    mine = VisitMentor.objects.filter(
        person__in=people, visit__held_on__lte=last, visit__until_on__gte=first
    ).exclude(visit__status__in=(VisitStatus.CANCELLED, VisitStatus.MISSED))  # fmt: skip
    shown = set(here.values_list("pk", flat=True))
    months = {pk: MentorMonth(person, pk in posted) for pk, person in people.items()}
    shares: dict[UUID, list[Decimal]] = defaultdict(list)
    everywhere = Assignment.objects.filter(mentor__person__in=people, since__lte=last, until__gt=first)
    for pk, share in everywhere.values_list("mentor__person", "time_share"):
        shares[pk].append(share)
    by_day: dict[tuple[UUID, date], list[Visit]] = defaultdict(list)
    for row in mine.select_related("visit__place").order_by("visit__held_on", "visit__pk"):
        for day in _days(row.visit, first, last):
            by_day[row.person_id, day].append(row.visit)
    free = no_go({visit.place.path for visits in by_day.values() for visit in visits}, first=first, last=last)
    for (pk, day), visits in by_day.items():
        for visit in visits:
            if visit.pk in shown:
                shut = visit.place.opening_days[day.weekday()] != "1"
                why = free[visit.place.path].get(day) or (str(_("closed on this day")) if shut else "")
                months[pk].days[day].append(Slot(visit, len(visits) > 1, why))
    for pk, month in months.items():
        month.busy = sum(who == pk for who, _day in by_day)
        month.cap = cap_of(shares[pk], month=first)
    return sorted(months.values(), key=lambda each: (each.mentor.name, str(each.mentor.pk)))


def days_free(area_paths: Iterable[str], *, first: date, last: date) -> dict[date, str]:
    """Return {day: why} on which nobody visits anywhere in these areas (last: inclusive); one statement."""
    found = no_go(paths := list(area_paths), first=first, last=last)
    if not paths:
        return {}
    everywhere = set.intersection(*(set(found[path]) for path in paths))
    return {day: found[paths[0]][day] for day in sorted(everywhere)}


def _days(visit: Visit, first: date, last: date) -> list[date]:
    begin, end = max(visit.held_on, first), min(visit.until_on, last)
    return [begin + DAY * number for number in range((end - begin).days + 1)]
