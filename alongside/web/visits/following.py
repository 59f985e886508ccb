"""What follows a visit: feedback, agreed actions, issues beyond the person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import (
    accept_risk,
    acknowledge_feedback,
    acknowledge_issue,
    agree_action,
    close_action,
    confirm_issue,
    give_feedback,
    open_issue,
    reopen_issue,
    report_action,
    resolve_issue,
    take_up_issue,
)
from alongside.domain.encounters.models import ActionItem
from alongside.domain.encounters.queries import finding, follow_up
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.rules.issues import ISSUE
from alongside.domain.encounters.terms import ActionStatus, OwnerType
from alongside.domain.instruments.rules.definition import words
from alongside.domain.people.access import has
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import uuid_of
from .contacts import own_contact
from .forms import ActionForm, AnswerIssueForm, FeedbackForm, IssueForm, ReportForm
from .pages import RECORD

ISSUE_ACTS: dict[str, Any] = {
    "resolve": resolve_issue, "know": acknowledge_issue, "begin": take_up_issue, "confirm": confirm_issue, "reopen": reopen_issue,
    "accept": accept_risk,
}  # fmt: skip
DUE = timedelta(days=14)  # offered for a new action: half the usual month between two visits


@page(who=has(*RECORD))
def feedback(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Tell the people of a contact what went well, then what to practise. `?to=` a person."""
    encounter = own_contact(request, pk)
    people = [row.person for row in encounter.attendances.select_related("person").order_by("pk")]
    wanted = request.GET.get("to", "")
    told = set(encounter.feedback.values_list("person", flat=True))
    waiting = [person for person in people if person.pk not in told] or people
    person = next((each for each in people if str(each.pk) == wanted), waiting[0] if waiting else None)
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            give_feedback(
                by=request.person, at=request.now, act_id=form.act_id, encounter=encounter, person=person,
                **form.values(),
            )  # fmt: skip
            return redirect(_back(request, encounter.visit_id))
    return "visits/feedback.html", {
        "form": form, "encounter": encounter, "person": person, "others": [each for each in people if each != person],
    }  # fmt: skip


@page(who=signed_in)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read the feedback."""
    note = get_object_or_404(follow_up.feedback_seen(seen_by=request.person), pk=pk)
    if not access.may_acknowledge_feedback(request.person, note=note):
        raise Http404
    if request.method == "POST":
        acknowledge_feedback(by=request.person, at=request.now, note=note)
    return redirect("visits:actions")


@page(who=has(*RECORD))
def agree(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Agree an action, begun from a missed step (`?item=`): text, owner and day are already there (R044)."""
    seen = get_object_or_404(follow_up.observations(seen_by=request.person), pk=pk)
    if not access.may_agree(request.person, place=seen.place, observation=seen):
        raise Http404
    language = translation.get_language() or "en"
    item = next((each for each in seen.version.definition.scored() if each.id == request.GET.get("item")), None)
    said = words(item.feedback, language) or words(item.label, language) if item else ""
    form = ActionForm(request.POST or None, initial={
        "text": said[:300], "owner_type": OwnerType.MENTEE if seen.mentee_id else OwnerType.IN_CHARGE,
        "due_on": today_of(request) + DUE,
    })  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            agree_action(
                by=request.person, at=request.now, act_id=form.act_id, place=seen.place, observation=seen,
                item_id=item.id if item else "", **form.values(),
            )  # fmt: skip
            return redirect("visits:observation", pk)
    return "visits/agree.html", {"form": form, "seen": seen, "step": words(item.label, language) if item else ""}


@page(who=signed_in)
def actions(request: HttpRequest) -> tuple[str, dict]:
    """My open actions, the feedback I have not read, and what is open around me."""
    rows = list(follow_up.actions(seen_by=request.person)[:200])
    mine = [each for each in rows if request.person.pk == each.owner_id]
    notes = [
        note for note in follow_up.feedback_seen(seen_by=request.person)[:20] if note.person_id == request.person.pk
    ]
    return "visits/actions.html", {
        "mine": mine, "others": [each for each in rows if each.owner_id != request.person.pk], "notes": notes,
        "issues": follow_up.issues(seen_by=request.person, today=today_of(request))[:50], "today": today_of(request),
    }  # fmt: skip


@page(who=signed_in)
def action(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One action: how it stands, and closing it."""
    found = get_object_or_404(follow_up.action_seen(seen_by=request.person), pk=pk)
    may = access.may_report_action(request.person, action=found) and found.status in follow_up.OPEN
    form = ReportForm(request.POST or None, initial={"status": ActionStatus.DONE, "outcome": found.outcome})
    if may and form.is_valid():
        with form.showing_refusals():
            _say(request, found, form)
            return redirect("visits:actions")
    return "visits/action.html", {"form": form if may else None, "action": found}


@page(who=signed_in)
def report(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Open an issue for a place (`?place=`), or from a visit (`?visit=`)."""
    visit = None
    if request.GET.get("visit"):
        visit = get_object_or_404(asked.visible(seen_by=request.person), pk=uuid_of(request.GET["visit"]))
        place = visit.place
    else:
        place = get_object_or_404(finding.places(seen_by=request.person), pk=uuid_of(request.GET.get("place", "")))
    if not access.may_open_issue(request.person, place=place):
        raise Http404
    form = IssueForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            opened = open_issue(
                by=request.person, at=request.now, act_id=form.act_id, place=place, visit=visit, **form.values()
            )
            return redirect("visits:visit", visit.pk) if visit else redirect("visits:issue", opened.pk)
    return "visits/report.html", {"form": form, "place": place, "visit": visit}


@page(who=signed_in)
def issue(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One issue: known, taken up, resolved with what was done."""
    found = get_object_or_404(follow_up.issue_seen(seen_by=request.person), pk=pk)
    offered = {
        name: act
        for name, act in ISSUE_ACTS.items()
        if ISSUE.may_step(found.status, act.name) and act.may(request.person, issue=found)
    }
    form = AnswerIssueForm(request.POST or None)
    if offered and form.is_valid():
        act = offered.get(request.POST.get("then", ""))
        if act is None:
            raise Http404
        said = form.values()
        with form.showing_refusals():
            words_of = {"resolve": "outcome", "reopen": "reason", "accept": "reason"}.get(request.POST["then"])
            given = {words_of: said["outcome"], "confirmed_text": said["confirmed_text"]} if words_of else {}
            act(by=request.person, at=request.now, act_id=form.act_id, issue=found, **given)
            return redirect("visits:issue", pk)
    return "visits/issue.html", {
        "form": form if offered else None, "issue": found, "today": today_of(request), "offered": offered,
        "steps": list(follow_up.issue_steps(found)), "asks": bool({"resolve", "reopen", "accept"} & set(offered)),
    }  # fmt: skip


def _say(request: HttpRequest, found: ActionItem, form: ReportForm) -> None:
    """Report or close, as was chosen."""
    given = form.values()
    status = given.pop("status")
    who = {"by": request.person, "at": request.now, "act_id": form.act_id, "action": found}
    if status in (ActionStatus.DONE, ActionStatus.DROPPED):
        close_action(**who, done=status == ActionStatus.DONE, **given)
    else:
        report_action(**who, status=status, **given)


def _back(request: HttpRequest, visit_id: UUID | None) -> str:
    """Return where feedback leads to: the observation it began at, or the visit."""
    if request.GET.get("after"):
        return reverse("visits:observation", args=[uuid_of(request.GET["after"])])
    return reverse("visits:visit", args=[visit_id]) if visit_id else reverse("visits:visits")
