"""The plans one may see, one of them with its board, and agreeing to it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.pairings import queries as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import LOADING
from alongside.domain.plans import access, commands, queries
from alongside.domain.plans.commands.plans import asked_to_agree
from alongside.domain.plans.models import Goal
from alongside.domain.plans.rules.states import PLAN
from alongside.domain.plans.terms import GoalStatus, Owner, PlanStatus
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from .forms import AgreeForm, ReviseForm, SummaryForm, TermsForm

PAGE = 50
SHOWN = {
    "": Q(),
    "none": Q(plan_holds=False, plan_waits=False),
    "waits": Q(plan_waits=True),
    "late": Q(is_late=True),
    "ready": Q(is_ready=True),
}


@page(who=signed_in)
def plans(request: HttpRequest) -> tuple[str, dict]:
    """One's own goals, what waits for a check, and the plan of every relationship one may see."""
    person, today, shown = request.person, today_of(request), request.GET.get("show", "")
    everything = queries.with_open_goals(
        pairings.relationships(seen_by=person).filter(status__in=LOADING), on=today
    ).order_by("place__name", "pk")
    rows = everything.filter(SHOWN.get(shown, Q()))
    agreed, mentees = queries.agreed_share(seen_by=person)
    return "plans/plans.html", {
        "listed": Paginator(rows, PAGE).get_page(request.GET.get("page")), "filtered": bool(shown), "today": today,
        "shows": [("", _("All")), ("none", _("No plan yet")), ("waits", _("Waiting for agreement")), ("ready", _("Goals to check")), ("late", _("Goals past their day"))],
        "mine": queries.board(queries.goals_of(person)), "has_goals": bool(queries.goals_of(person)),
        "ready": queries.ready_to_check(person), "agreed": agreed, "mentees": mentees,
        "counts": [(GoalStatus(status).label, n) for status, n in queries.goal_counts(seen_by=person).items() if n],
    }  # fmt: skip


@page(who=signed_in)
def plan(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One plan: what was agreed, the board, who has to agree, what both sides see as needs, the versions before."""
    found, person = seen(request, pk), request.person
    every = queries.versions(found)
    current = next((each for each in every if each.status != PlanStatus.REVISED), None)
    if request.method == "POST":
        if current is None:
            raise Http404
        given = {"people": [person]} if request.POST.get("then") == "agree" else {}
        press(
            request,
            {"share": commands.share, "take_back": commands.take_back, "agree": commands.agree},
            plan=current,
            **given,
        )
        return redirect("plans:plan", pk)
    goals, others = queries.in_areas(queries.goals(found), access.areas_of(person, relationship=found))
    signed = {each.person_id: each for each in current.signatures.all()} if current else {}
    part = access.takes_part(person, relationship=found)
    people = queries.mentees_of(found)
    needs = [
        (each, access.may_see_needs(person, relationship=found, mentee=each.person))
        for each in queries.needs(found, people)
    ]
    return "plans/plan.html", {
        "relationship": found, "plan": current, "versions": every, "board": queries.board(goals), "today": today_of(request),
        "others": len(others), "others_achieved": sum(each.status == GoalStatus.ACHIEVED for each in others),
        "beside": [each for each in goals if each.status in (GoalStatus.PROPOSED, GoalStatus.DROPPED, GoalStatus.NOT_ACHIEVED)],
        "asked": [(who, side, signed.get(who.pk)) for who, side in asked_to_agree(found)] if current and current.status != PlanStatus.DRAFT else [],
        "leads": access.leads(person, relationship=found), "part": part, "needs": needs if part else [],
        "open": {move.act.partition(".")[2] for move in PLAN.open_to(current.status)} if current else set(),
        "may_agree": current is not None and current.status == PlanStatus.SHARED and person.pk in {who.pk for who, _side in asked_to_agree(found)} and person.pk not in signed,
        "writing": current is None or current.status == PlanStatus.DRAFT, "act_id": uuid7(), "name": name_of(found),
        "summaries": queries.summaries(found), "to_sum_up": _to_sum_up(request, found), "ending": found.status in ("closing", "completed", "ended_early"),
        "crumbs": [{"label": _("Plans"), "url": reverse("plans:plans")}, {"label": name_of(found)}],
    }  # fmt: skip


@page(who=signed_in)
def terms(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Write how often one meets and what stays confidential."""
    found = led(request, pk)
    now = queries.being_written(found)
    initial = {
        "contact_rhythm": now.contact_rhythm, "confidentiality_terms": now.confidentiality_terms, "review_on": now.review_on,
    } if now else {}  # fmt: skip
    return ask(
        request, TermsForm(sent(request), initial=initial), commands.write_terms, title=_("How you work together"),
        verb=_("Keep this"), back=there(found), relationship=found, summary=name_of(found),
    )  # fmt: skip


@page(who=signed_in)
def agree(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Enter who agreed to a plan, sitting beside them."""
    found = led(request, pk)
    now = queries.being_written(found)
    if now is None or now.status != PlanStatus.SHARED:
        raise Http404
    signed = set(now.signatures.values_list("person", flat=True))
    waiting = [person for person, _side in asked_to_agree(found) if person.pk not in signed]
    return ask(
        request, AgreeForm(sent(request), waiting=waiting), commands.agree, title=_("Who has agreed?"), verb=_("Keep this"),
        back=there(found), plan=now, summary=_("Enter only what a person told you. Your name is kept beside theirs."),
    )  # fmt: skip


@page(who=signed_in)
def revise(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Begin a later version of an agreed plan."""
    found = led(request, pk)
    now = queries.in_force(found)
    if now is None:
        raise Http404
    return ask(
        request, ReviseForm(sent(request)), commands.revise, title=_("A later version"), verb=_("Begin it"), back=there(found), plan=now,
        summary=_("The plan that was agreed holds until everybody has agreed to the new one."),
    )  # fmt: skip


@page(who=signed_in)
def summary(request: HttpRequest, pk: UUID, person: UUID) -> tuple[str, dict] | HttpResponse:
    """Write what one side says at the end."""
    found = seen(request, pk)
    whose = next((each for each in _to_sum_up(request, found) if each.pk == person), None)
    if whose is None:
        raise Http404
    said = next((each for each in queries.summaries(found) if each.person_id == person), None)
    initial = {"reached": said.reached, "still_open": said.still_open, "next_step": said.next_step} if said else {}
    own = whose == request.person
    return ask(
        request, SummaryForm(sent(request), initial=initial), commands.write_summary, verb=_("Keep this"), back=there(found),
        title=_("Your summary") if own else _("What does %(name)s say?") % {"name": whose}, relationship=found, person=whose,
        summary=name_of(found),
    )  # fmt: skip


def seen(request: HttpRequest, pk: UUID) -> Relationship:
    """Return a relationship that the reader may see, or 404."""
    return get_object_or_404(pairings.relationships(seen_by=request.person), pk=pk)


def led(request: HttpRequest, pk: UUID) -> Relationship:
    """Return a relationship that the reader leads or coordinates, or 404."""
    found = seen(request, pk)
    if not access.leads(request.person, relationship=found):
        raise Http404
    return found


def there(found: Relationship) -> str:
    """Return the address of a relationship's plan."""
    return reverse("plans:plan", args=[found.pk])


def name_of(found: Relationship) -> str:
    """Return what a relationship is called: its team at its place, or its people."""
    if found.team:
        return f"{found.team}, {found.place}"
    return ", ".join(row.person.name for row in found.mentees.all() if row.until is None) or str(found.place)


def whose(goal: Goal) -> str:
    """Return whose goal it is, in words."""
    return str(goal.mentee) if goal.owner == Owner.MENTEE else str(goal.get_owner_display())


def _to_sum_up(request: HttpRequest, found: Relationship) -> list:
    """Return the people whose summary the reader may write while a relationship is closing."""
    if found.status != "closing":
        return []
    return [
        person
        for person, _side in asked_to_agree(found)
        if access.may_sum_up(request.person, relationship=found, person=person)
    ]
