"""What is still to be done after visits: actions by place, person or owner; issues with their age."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within

from .. import access
from ..models import ActionItem, FeedbackNote, IssueStep, Observation, SystemsIssue
from ..rules.issues import OPEN as OPEN_ISSUES
from ..terms import ActionStatus

OPEN = (ActionStatus.PENDING, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED)


@dataclass(frozen=True)
class AgedIssue:
    """An issue with how many days it has been open, or was until it was resolved."""

    issue: SystemsIssue
    days: int


def actions(
    *,
    seen_by: Person | None,
    place: OrgUnit | None = None,
    person: Person | None = None,
    owner: Person | None = None,
    closed: bool = False,
) -> QuerySet[ActionItem]:
    """Return the actions somebody may see, open (or closed) ones, the earliest due first."""
    rows = ActionItem.objects.filter(access.action_rows(seen_by)).select_related(
        "place", "person", "owner", "observation"
    )
    rows = rows.exclude(status__in=OPEN) if closed else rows.filter(status__in=OPEN)
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if person is not None:
        rows = rows.filter(person=person)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.defer("observation__answers", "observation__results").order_by("due_on", "pk").distinct()


def action_seen(*, seen_by: Person | None) -> QuerySet[ActionItem]:
    """Return the actions somebody may open, whatever their state."""
    return ActionItem.objects.filter(access.action_rows(seen_by)).select_related("place", "person", "owner").distinct()


def issues(
    *, seen_by: Person | None, today: date, place: OrgUnit | None = None, resolved: bool = False
) -> list[AgedIssue]:
    """Return the issues somebody may see with their age, the gravest and oldest first; one statement."""
    rows = SystemsIssue.objects.filter(access.issue_rows(seen_by)).select_related("place", "opened_by")
    rows = rows.exclude(status__in=OPEN_ISSUES) if resolved else rows.filter(status__in=OPEN_ISSUES)
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    return [
        AgedIssue(issue, ((issue.resolved_on or today) - issue.opened_on).days)
        for issue in rows.order_by("-severity", "opened_on", "pk")
    ]


def issue_seen(*, seen_by: Person | None) -> QuerySet[SystemsIssue]:
    """Return the issues somebody may open."""
    return SystemsIssue.objects.filter(access.issue_rows(seen_by)).select_related("place", "opened_by")


def issue_steps(issue: SystemsIssue) -> QuerySet[IssueStep]:
    """Return how an issue came to where it is, the latest first."""
    return IssueStep.objects.filter(issue=issue).select_related("by").order_by("-at", "-pk")


def observations(*, seen_by: Person | None) -> QuerySet[Observation]:
    """Return the observations of which somebody may see every item, with what a page shows beside them."""
    return Observation.objects.filter(access.detail_rows(seen_by)).select_related(
        "encounter__visit", "encounter__mentor", "version__instrument", "competency", "mentee", "observer", "place",
        "programme", "corrects",
    )  # fmt: skip


def feedback_seen(*, seen_by: Person | None) -> QuerySet[FeedbackNote]:
    """Return the feedback somebody was given or gave."""
    if seen_by is None:
        return FeedbackNote.objects.none()
    rows = FeedbackNote.objects.select_related("person", "given_by", "encounter__place")
    return (rows.filter(person=seen_by) | rows.filter(given_by=seen_by)).order_by("-given_at")


def actions_carried_over(people: list[Person], *, place: OrgUnit) -> QuerySet[ActionItem]:
    """Return the open actions of these people and of the place: what the next visit looks at first (R044)."""
    rows = ActionItem.objects.filter(status__in=OPEN, place=place)
    return (
        (rows.filter(person__in=people) | rows.filter(person=None))
        .select_related("person", "owner")
        .order_by("due_on", "pk")
    )
