"""Acts of what follows an encounter: feedback, actions, systems issues."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import ActionItem, Encounter, FeedbackNote, Observation, SystemsIssue, Visit
from ..terms import ActionStatus, IssueStatus, OwnerType

CLOSED = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
NEXT = {
    IssueStatus.OPEN: {IssueStatus.ACKNOWLEDGED, IssueStatus.IN_PROGRESS, IssueStatus.RESOLVED},
    IssueStatus.ACKNOWLEDGED: {IssueStatus.IN_PROGRESS, IssueStatus.RESOLVED},
    IssueStatus.IN_PROGRESS: {IssueStatus.RESOLVED},
    IssueStatus.RESOLVED: {IssueStatus.OPEN},
}


@act("encounters.give_feedback", may=access.may_give_feedback)
def give_feedback(
    *,
    by: Person,
    at: datetime,
    encounter: Encounter,
    strengths: str,
    to_improve: str = "",
    next_step: str = "",
    person: Person | None = None,
    confirmed_text: bool = False,
) -> FeedbackNote:
    """Tell a person, or the group, how it went: a strength first. Refuses: encounters.strength_first, may_identify."""
    if reason := rules.why_not_feedback(strengths=strengths) or rules.why_not_saved(
        strengths, to_improve, next_step, confirmed=confirmed_text
    ):
        raise reason
    return FeedbackNote.objects.create(
        encounter=encounter, person=person, strengths=strengths.strip(), to_improve=to_improve.strip(),
        next_step=next_step.strip(), given_at=at,
    )  # fmt: skip


@act("encounters.acknowledge_feedback", may=access.may_acknowledge)
def acknowledge_feedback(*, by: Person, at: datetime, feedback: FeedbackNote) -> FeedbackNote:
    """Say that one has read it; the first time counts."""
    FeedbackNote.objects.filter(pk=feedback.pk, acknowledged_at=None).update(acknowledged_at=at)
    feedback.refresh_from_db()
    return feedback


@act("encounters.agree_action", may=access.may_agree_action)
def agree_action(
    *,
    by: Person,
    at: datetime,
    place: OrgUnit,
    text: str,
    owner_type: str,
    due_on: date,
    owner: Person | None = None,
    person: Person | None = None,
    encounter: Encounter | None = None,
    observation: Observation | None = None,
    item_id: str = "",
    confirmed_text: bool = False,
) -> ActionItem:
    """Agree on a follow-up with an owner and a day.

    person: whose practice it is about. item_id: the item of the observation that was missed.
    Refuses: encounters.action_without_text, due_before_agreed, owner_unnamed, may_identify.
    """
    if not text.strip():
        raise Refused("encounters.action_without_text", _("Say what will be done."), field="text")
    if due_on < timezone.localtime(at).date():
        raise Refused(
            "encounters.due_before_agreed",
            _("The day it is due lies in the past. Choose today or later."),
            field="due_on",
        )
    if owner_type in {OwnerType.MENTEE, OwnerType.MENTOR} and owner is None:
        raise Refused("encounters.owner_unnamed", _("Choose the person who takes it on."), field="owner")
    if reason := rules.why_not_saved(text, confirmed=confirmed_text):
        raise reason
    return ActionItem.objects.create(
        place=place, area_path=place.path, encounter=encounter, observation=observation, item_id=item_id, person=person,
        text=text.strip(), owner_type=owner_type, owner=owner, due_on=due_on, agreed_at=at,
    )  # fmt: skip


@act("encounters.close_action", may=access.may_close_action)
def close_action(
    *, by: Person, at: datetime, action: ActionItem, status: str, outcome: str = "", confirmed_text: bool = False
) -> ActionItem:
    """Say how an action stands; done and dropped close it. Refuses: encounters.action_closed, no_outcome, may_identify."""
    action = ActionItem.objects.select_for_update().get(pk=action.pk)
    if action.closed_on is not None:
        raise Refused(
            "encounters.action_closed",
            _("This action was closed on {day}. Agree on a new one.").format(day=action.closed_on),
        )
    if status in {ActionStatus.DROPPED, ActionStatus.BLOCKED} and not outcome.strip():
        raise Refused("encounters.no_outcome", _("Say why, so that the next visit can take it up."), field="outcome")
    if reason := rules.why_not_saved(outcome, confirmed=confirmed_text):
        raise reason
    action.status, action.outcome = status, outcome.strip() or action.outcome
    action.closed_on = timezone.localtime(at).date() if status in CLOSED else None
    action.save(update_fields=["status", "outcome", "closed_on"])
    return action


@act("encounters.open_issue", may=access.may_open_issue)
def open_issue(
    *,
    by: Person,
    at: datetime,
    place: OrgUnit,
    category: str,
    text: str,
    severity: int = 2,
    opened_on: date | None = None,
    visit: Visit | None = None,
    confirmed_text: bool = False,
) -> SystemsIssue:
    """Name an obstacle beyond the person. severity: 1 hinders, 2 delays care, 3 stops care.

    Refuses: encounters.issue_without_text, in_future, may_identify.
    """
    today = timezone.localtime(at).date()
    if not text.strip():
        raise Refused("encounters.issue_without_text", _("Say what hinders care."), field="text")
    if opened_on and opened_on > today:
        raise Refused("encounters.in_future", _("The visit date is after today. Check the date."), field="opened_on")
    if reason := rules.why_not_saved(text, confirmed=confirmed_text):
        raise reason
    return SystemsIssue.objects.create(
        place=place, area_path=place.path, visit=visit, category=category, text=text.strip(), severity=severity,
        opened_on=opened_on or today, opened_by=by, recorded_at=at,
    )  # fmt: skip


@act("encounters.move_issue", may=access.may_move_issue)
def move_issue(*, by: Person, at: datetime, issue: SystemsIssue, status: str) -> SystemsIssue:
    """Take an issue to its next state; resolved ones may be opened again. Refuses: encounters.issue_not_there."""
    issue = SystemsIssue.objects.select_for_update().get(pk=issue.pk)
    if status not in NEXT[IssueStatus(issue.status)]:
        raise Refused(
            "encounters.issue_not_there",
            _("This issue is “{state}”. Reload the page and choose again.").format(
                state=IssueStatus(issue.status).label
            ),
        )
    issue.status = status
    issue.resolved_on = timezone.localtime(at).date() if status == IssueStatus.RESOLVED else None
    issue.save(update_fields=["status", "resolved_on"])
    return issue
