"""Actions, issues and feedback that are still somebody's."""

from django.db.models import F, QuerySet

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within

from .. import access
from ..models import ActionItem, FeedbackNote, SystemsIssue
from ..terms import IssueStatus


def actions(
    *,
    seen_by: Person | None,
    place: OrgUnit | None = None,
    person: Person | None = None,
    owner: Person | None = None,
    open_only: bool = True,
) -> QuerySet[ActionItem]:
    """Return agreed follow-ups somebody may see, the soonest due first. place: it and all below it."""
    rows = ActionItem.objects.filter(access.action_rows(seen_by)).select_related(
        "place", "owner", "person", "observation__competency"
    )
    if open_only:
        rows = rows.filter(closed_on=None)
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if person is not None:
        rows = rows.filter(person=person)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.order_by("due_on", "pk")


def issues(
    *, seen_by: Person | None, place: OrgUnit | None = None, open_only: bool = True, category: str = ""
) -> QuerySet[SystemsIssue]:
    """Return obstacles somebody may see, the longest open first. place: it and all below it."""
    rows = SystemsIssue.objects.filter(access.issue_rows(seen_by)).select_related("place", "opened_by")
    if open_only:
        rows = rows.exclude(status=IssueStatus.RESOLVED)
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if category:
        rows = rows.filter(category=category)
    return rows.order_by("opened_on", "pk")


def feedback_for(person: Person) -> QuerySet[FeedbackNote]:
    """Return what a person was told, what they have not yet acknowledged first."""
    rows = FeedbackNote.objects.filter(person=person).select_related("encounter__mentor", "encounter__place")
    return rows.order_by(F("acknowledged_at").desc(nulls_first=True), "-given_at")
