"""What can be asked about agreements and releases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import within

from . import access
from .models import BackupCover, Engagement, EngagementStep, ProtectedTime, Released, ReleaseRequest
from .rules import ENGAGED
from .terms import EngagementStatus, ReleaseStatus


@dataclass(frozen=True)
class ReleaseShare:
    """People released of people asked for, over answered and expired requests."""

    released: int
    asked: int


def engagements(*, seen_by: Person | None, place: OrgUnit | None = None) -> QuerySet[Engagement]:
    """Return the agreements somebody may see, those that need something first, then by place."""
    rows = Engagement.objects.filter(access.rows(seen_by)).select_related("place", "programme", "focal_person")
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    return rows.order_by("place__name", "pk")


def steps(engagement: Engagement) -> QuerySet[EngagementStep]:
    """Return what happened on the way, the latest first."""
    return engagement.steps.select_related("by").order_by("-on", "-pk")


def to_sign(*, seen_by: Person | None) -> QuerySet[Engagement]:
    """Return the agreements that wait for a signature: the leadership was met, or a renewal is due."""
    waiting = (EngagementStatus.MET, EngagementStatus.RENEWAL_DUE)
    return engagements(seen_by=seen_by).filter(status__in=waiting)


def counts(*, seen_by: Person | None) -> dict[str, int]:
    """Return how many places stand at each state, every state named; one statement."""
    found = dict(
        Engagement.objects.filter(access.rows(seen_by)).values_list("status").annotate(n=Count("pk")).order_by()
    )
    return {state: found.get(state, 0) for state in EngagementStatus.values}


def is_engaged(*, place: OrgUnit, programme: Programme) -> bool:
    """Whether the leadership of a place has agreed and the agreement holds (R185)."""
    return Engagement.objects.filter(place=place, programme=programme, status__in=ENGAGED).exists()


def protected_time(engagement: Engagement, *, on: date) -> QuerySet[ProtectedTime]:
    """Return the hours agreed for mentors of the place that hold on a day."""
    return (
        engagement.protected.filter(Q(since__lte=on), Q(until=None) | Q(until__gt=on))
        .select_related("person", "signed_by")
        .order_by("person__family_name", "person__given_names")
    )


def releases(
    *, seen_by: Person | None, place: OrgUnit | None = None, visit: UUID | None = None, open_only: bool = False
) -> QuerySet[ReleaseRequest]:
    """Return the requests somebody may see, the next day first, each with its people; a constant number of statements."""
    rows = ReleaseRequest.objects.filter(access.release_rows(seen_by))
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if visit is not None:
        rows = rows.filter(visit_id=visit)
    if open_only:
        rows = rows.filter(status=ReleaseStatus.SENT)
    people = Prefetch("people", Released.objects.select_related("person").order_by("pk"))
    return (
        rows.select_related("place", "programme", "asked_by", "answered_by")
        .prefetch_related(people)
        .order_by("day", "begins_at", "pk")
        .distinct()
    )


def covers(release: ReleaseRequest) -> QuerySet[BackupCover]:
    """Return who stands in for those released, in the order asked for."""
    return release.covers.select_related("for_person", "by_person").order_by("pk")


def working_at(place: OrgUnit, *, on: date) -> QuerySet[Employment]:
    """Return the posts at a place (or at what belongs to it) on a day, by name."""
    return (
        Employment.objects.filter(within(place.path, field="place__path"), since__lte=on)
        .exclude(until__lte=on)
        .filter(person__is_active=True)
        .select_related("person", "cadre")
        .order_by("person__family_name", "person__given_names", "pk")
    )


def asked_for(people: Iterable[UUID], *, day: date) -> set[UUID]:
    """Return which of these people an open or granted request names on a day."""
    open_or_granted = (ReleaseStatus.SENT, ReleaseStatus.APPROVED, ReleaseStatus.PARTLY)
    rows = Released.objects.filter(person__in=list(people), request__day=day, request__status__in=open_or_granted)
    return set(rows.exclude(is_released=False).values_list("person", flat=True))


def release_share(*, seen_by: Person | None, since: date, until: date) -> ReleaseShare:
    """Return how many of the people asked for were released, by the day asked for; one statement.

    Unanswered requests count as asked once they have expired, not while they wait. until: exclusive.
    """
    rows = Released.objects.filter(
        request__in=ReleaseRequest.objects.filter(
            access.rows(seen_by, access.SEE), day__gte=since, day__lt=until
        ).exclude(status=ReleaseStatus.SENT)
    )
    found = rows.aggregate(asked=Count("pk"), released=Count("pk", filter=Q(is_released=True)))
    return ReleaseShare(found["released"], found["asked"])


def covers_seen(*, seen_by: Person | None) -> QuerySet[BackupCover]:
    """Return the replacements of requests somebody may see."""
    requests = ReleaseRequest.objects.filter(access.release_rows(seen_by))
    return BackupCover.objects.filter(release__in=requests).select_related("release__place", "for_person", "by_person")


def protected_seen(*, seen_by: Person | None) -> QuerySet[ProtectedTime]:
    """Return the agreed hours of places somebody may see."""
    return ProtectedTime.objects.filter(engagement__in=Engagement.objects.filter(access.rows(seen_by))).select_related(
        "person", "engagement__place", "engagement__programme"
    )
