"""Which workplaces a mentor might go round in a month, in which order, on which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.domain.mentors.models import Assignment, Mentor
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.queries import no_go

from ..models import Visit
from ..rules.route import MOST_STOPS, Leg, Spot, Stop, km_between, legs, round_trip
from ..terms import VisitStatus
from .due import DuePlace, due

VISIT_DAYS = 2  # of a visit to a health centre; a community unit takes one


@dataclass(frozen=True)
class Suggested:
    """A round. home_km: the way back, None where it is not known. left: due, and no days are left for them."""

    legs: list[tuple[Leg, DuePlace]]
    left: list[DuePlace]
    home: OrgUnit | None
    home_km: float | None

    @property
    def km(self) -> float:
        """The whole way as far as it is known."""
        return sum(leg.km or 0 for leg, _place in self.legs) + (self.home_km or 0)


def suggested(person: Person, *, first: date, last: date, today: date) -> Suggested:
    """Return a round for a mentor from a day to another (inclusive): the workplaces they are posted to that are due by then.

    Those with a visit planned are left out, and so are the days of other visits. Twelve statements at the most.
    """
    mentor = Mentor.objects.filter(person=person).select_related("home").first()
    if mentor is None:
        return Suggested([], [], None, None)
    posts = Assignment.objects.filter(mentor=mentor, since__lte=last, until__gt=first).select_related("place")
    paths = [each.place.path for each in posts]
    wanted = [
        each for each in due(paths, today=today)
        if each.known.planned_on is None and (each.next.on is None or each.next.on <= last)
    ][:MOST_STOPS] if paths else []  # fmt: skip
    taken = Visit.objects.filter(mentors__person=person, held_on__lte=last, until_on__gte=first)
    busy = {
        visit.held_on + timedelta(days=number)
        for visit in taken.exclude(status__in=(VisitStatus.CANCELLED, VisitStatus.MISSED))
        for number in range((visit.until_on - visit.held_on).days + 1)
    }
    return _laid(mentor.home, wanted, max(first, today + timedelta(days=1)), last, busy)


def _laid(home: OrgUnit, wanted: Sequence[DuePlace], first: date, last: date, busy: set[date]) -> Suggested:
    places = {str(each.place.pk): each for each in wanted}
    free = no_go([each.place.path for each in wanted], first=first, last=last)
    stops = [
        Stop(
            key, _spot(each.place), 1 if each.place.type == "community_unit" else VISIT_DAYS, each.place.opening_days,
            frozenset(free[each.place.path]),
        )
        for key, each in places.items()
    ]  # fmt: skip
    begins = _spot(home)
    order = round_trip(begins, stops) if begins else stops
    found, left = legs(begins, order, first=first, last=last, busy=busy)
    return Suggested(
        [(leg, places[leg.stop.id]) for leg in found], [places[each.id] for each in left], home,
        km_between(found[-1].stop.spot, begins) if found else None,
    )  # fmt: skip


def _spot(place: OrgUnit) -> Spot | None:
    return (
        None if place.latitude is None or place.longitude is None else (float(place.latitude), float(place.longitude))
    )
