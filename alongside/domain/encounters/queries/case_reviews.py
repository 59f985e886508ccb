"""What groups found in their cases: how often register and protocol agreed (R089)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within

from ..models import CaseReview, Encounter, ReviewedCase, Visit
from . import sight


@dataclass(frozen=True)
class Consistency:
    """Cases in which register and protocol agreed, of the cases reviewed; first_day of the month."""

    first_day: date
    agreed: int
    n: int
    meetings: int

    @property
    def percent(self) -> int:
        return round(100 * self.agreed / self.n)


def review_of(encounter: Encounter) -> CaseReview | None:
    """Return what a group found in one meeting with its cases, or None."""
    return CaseReview.objects.filter(encounter=encounter).prefetch_related("cases").first()


def reviewed_at(visit: Visit) -> set[UUID]:
    """Return the ids of a visit's encounters in which cases were reviewed; one statement."""
    return set(CaseReview.objects.filter(encounter__visit=visit).values_list("encounter", flat=True))


def reviews_at(place: OrgUnit, *, seen_by: Person | None) -> QuerySet[CaseReview]:
    """Return the meetings of a place that somebody may see, the latest first, each with its counts; one statement."""
    seeing = sight.at_place(place.path, seen_by=seen_by)
    rows = CaseReview.objects.filter(seeing.rows("encounter__"), within(place.path, field="encounter__area_path"))
    return rows.select_related("encounter").annotate(
        n=Count("cases"), agreed=Count("cases", filter=Q(cases__agrees=True))
    ).order_by("-encounter__held_on", "-pk")  # fmt: skip


def consistency(place: OrgUnit, *, since: date, seen_by: Person | None) -> list[Consistency]:
    """Return how often register and protocol agreed, month by month, the earliest first; one statement."""
    seeing = sight.at_place(place.path, seen_by=seen_by)
    rows = ReviewedCase.objects.filter(
        seeing.rows("review__encounter__"), within(place.path, field="review__encounter__area_path"),
        review__encounter__held_on__gte=since,
    )  # fmt: skip
    grouped = (
        rows.annotate(month=TruncMonth("review__encounter__held_on"))
        .values("month")
        .annotate(n=Count("pk"), agreed=Count("pk", filter=Q(agrees=True)), meetings=Count("review", distinct=True))
    )
    return [Consistency(row["month"], row["agreed"], row["n"], row["meetings"]) for row in grouped.order_by("month")]
