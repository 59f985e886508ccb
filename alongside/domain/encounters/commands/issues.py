"""Issues beyond the person: reported, taken up, resolved and looked at again; what stays open goes a level up (R054)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import IssueStep, Observation, SystemsIssue, Visit
from ..rules.issues import ISSUE, OPEN, level_on
from ..terms import IssueStatus


@act("encounters.open_issue", may=access.may_open_issue)
def open_issue(
    *,
    by: Person,
    at: datetime,
    place: OrgUnit,
    category: str,
    text: str,
    severity: int = 2,
    visit: Visit | None = None,
    observation: Observation | None = None,
    opened_on: date | None = None,
    confirmed_text: bool = False,
) -> SystemsIssue:
    """Report what hinders care beyond the person (R054).

    severity: 1 hinders, 2 delays care, 3 stops care. opened_on: the day it was met; None: today.
    Refuses: encounters.nothing_hinders, encounters.in_future, text.names_somebody.
    """
    opened_on = opened_on or day_of(at)
    if not text.strip():
        raise Refused("encounters.nothing_hinders", _("Say what hinders care."), field="text")
    if opened_on > day_of(at):
        raise Refused("encounters.in_future", _("The day is after today. Check the date."), field="opened_on")
    refuse_names(confirmed_text, text=text)
    return SystemsIssue.objects.create(
        place=place, area_path=place.path, visit=visit, observation=observation, category=category, text=text.strip(),
        severity=severity, opened_on=opened_on, opened_by=by, recorded_at=at,
    )  # fmt: skip


@act("encounters.acknowledge_issue", may=access.may_answer_issue)
def acknowledge_issue(*, by: Person | None, at: datetime, issue: SystemsIssue) -> SystemsIssue:
    """Say that one knows of it. Refuses: states.not_from_here."""
    return _step(locked(issue), "encounters.acknowledge_issue", by, at)


@act("encounters.take_up_issue", may=access.may_answer_issue)
def take_up_issue(*, by: Person | None, at: datetime, issue: SystemsIssue) -> SystemsIssue:
    """Say that somebody is at work on it. Refuses: states.not_from_here."""
    return _step(locked(issue), "encounters.take_up_issue", by, at)


@act("encounters.resolve_issue", may=access.may_answer_issue)
def resolve_issue(
    *, by: Person | None, at: datetime, issue: SystemsIssue, outcome: str, confirmed_text: bool = False
) -> SystemsIssue:
    """Close an issue with what was done about it.

    Refuses: states.not_from_here, encounters.what_was_done, text.names_somebody.
    """
    issue = locked(issue)
    if not outcome.strip():
        raise Refused("encounters.what_was_done", _("Say what was done about it."), field="outcome")
    refuse_names(confirmed_text, outcome=outcome)
    issue.outcome, issue.resolved_on = outcome.strip(), day_of(at)
    return _step(issue, "encounters.resolve_issue", by, at, outcome)


@act("encounters.confirm_issue", may=access.may_confirm_issue)
def confirm_issue(*, by: Person | None, at: datetime, issue: SystemsIssue) -> SystemsIssue:
    """Say, at the place, that it is resolved indeed. Refuses: states.not_from_here."""
    return _step(locked(issue), "encounters.confirm_issue", by, at)


@act("encounters.reopen_issue", may=access.may_confirm_issue)
def reopen_issue(
    *, by: Person | None, at: datetime, issue: SystemsIssue, reason: str, confirmed_text: bool = False
) -> SystemsIssue:
    """Say that it is back, or was never resolved. Refuses: encounters.no_reason, states.not_from_here, text.names_somebody."""
    issue = locked(issue)
    _ask_reason(reason, confirmed_text)
    issue.outcome, issue.resolved_on = "", None
    return _step(issue, "encounters.reopen_issue", by, at, reason)


@act("encounters.accept_risk", may=access.may_accept_risk)
def accept_risk(
    *, by: Person | None, at: datetime, issue: SystemsIssue, reason: str, confirmed_text: bool = False
) -> SystemsIssue:
    """Decide that it is lived with for now, and why. Refuses: encounters.no_reason, states.not_from_here, text.names_somebody."""
    issue = locked(issue)
    _ask_reason(reason, confirmed_text)
    issue.outcome, issue.resolved_on = reason.strip(), day_of(at)
    return _step(issue, "encounters.accept_risk", by, at, reason)


@act("encounters.escalate_issues", may=access.may_sweep)
def escalate_issues(*, by: Person | None, at: datetime) -> int:
    """Put what is open for 30, 60 and 90 days a level up each; return how many moved."""
    today, moved = day_of(at), 0
    for issue in SystemsIssue.objects.select_for_update().filter(status__in=OPEN):
        level = level_on(issue.opened_on, today)
        if level > issue.level:
            issue.level = level
            issue.save(update_fields=["level"])
            _note(issue, "encounters.escalate_issues", by, at)
            moved += 1
    return moved


def _ask_reason(reason: str, confirmed_text: bool) -> None:
    if not reason.strip():
        raise Refused("encounters.no_reason", _("Say in a sentence why."), field="reason")
    refuse_names(confirmed_text, reason=reason)


def _step(issue: SystemsIssue, name: str, by: Person | None, at: datetime, note: str = "") -> SystemsIssue:
    issue.status = ISSUE.step(issue.status, name)
    issue.save(update_fields=["status", "outcome", "resolved_on"])
    _note(issue, name, by, at, note)
    return issue


def _note(issue: SystemsIssue, name: str, by: Person | None, at: datetime, note: str = "") -> None:
    IssueStep.objects.create(
        issue=issue, act=name, after=IssueStatus(issue.status), level=issue.level, note=note.strip()[:300], by=by, at=at
    )
