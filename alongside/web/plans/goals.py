"""Goals: put into a plan, practised, checked; and what is learnt for them."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.encounters.queries.competency import competency_record
from alongside.domain.plans import access, commands, queries
from alongside.domain.plans.models import ActivityDone, Goal
from alongside.domain.plans.rules.states import GOAL, OPEN_GOALS
from alongside.domain.plans.terms import GoalStatus, Measure
from alongside.domain.programmes.terms import Level
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from ..levels import shape, word
from .forms import ActivityForm, CheckForm, GoalForm, WhyForm
from .pages import name_of, seen, there, whose

DUE = timedelta(days=90)  # offered for a goal: a quarter, about three visits
PRESSED = {"start": commands.start_goal, "ready": commands.mark_ready}


@page(who=signed_in)
def propose(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Put a goal into the plan being written. `?mentee=` and `?competency=`: begun from a gap (R044)."""
    found = seen(request, pk)
    if not access.takes_part(request.person, relationship=found):
        raise Http404
    mentees = queries.mentees_of(found)
    own = access.is_mentee(request.person, found)
    offered = [request.person] if own else mentees
    wanted = request.GET.get("mentee", "")
    initial = {
        "whose": wanted if wanted in {str(each.pk) for each in offered} else str(offered[0].pk) if len(offered) == 1 else "",
        "competency": request.GET.get("competency", ""), "target_level": Level.INDEPENDENT, "due_on": today_of(request) + DUE,
    }  # fmt: skip
    form = GoalForm(
        sent(request), mentees=offered, competencies=queries.rated(found), teams=len(mentees) > 1, initial=initial
    )
    return ask(
        request, form, commands.propose_goals, title=_("A goal"), verb=_("Put it into the plan"), back=there(found),
        relationship=found, summary=name_of(found),
    )  # fmt: skip


@page(who=signed_in)
def goal(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One goal: what shows it, how it stands, what is learnt for it, what is next."""
    found = _goal(request, pk)
    person = request.person
    works, leads = access.works_on(person, goal=found), access.leads_goal(person, goal=found)
    if request.method == "POST":
        if request.POST.get("then", "").startswith("done:"):
            _mark_done(request, found)
        else:
            press(request, PRESSED, goal=found)
        return redirect("plans:goal", pk)
    activities = list(queries.activities(found))
    mine = {done.activity_id for each in activities for done in each.done.all() if done.person_id == person.pk}
    return "plans/goal.html", {
        "goal": found, "whose": whose(found), "works": works, "leads": leads, "activities": activities, "mine": mine,
        "practises": works and access.is_mentee(person, found.relationship), "standing": _standing(request, found), "act_id": uuid7(), "today": today_of(request),
        "is_open": found.status in (GoalStatus.PROPOSED, *OPEN_GOALS),
        "open": {move.act.partition(".")[2] for move in GOAL.open_to(found.status)},
        "steps": list(queries.steps(found)),
        "crumbs": [{"label": name_of(found.relationship), "url": there(found.relationship)}, {"label": found.text}],
    }  # fmt: skip


@page(who=signed_in)
def check(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Check a goal."""
    found = _led(request, pk)
    form = CheckForm(
        sent(request), counts=found.measure == Measure.FIGURE, may_be_not_yet=found.status == GoalStatus.READY
    )
    return ask(
        request, form, commands.judge_goal, title=_("Is it reached?"), verb=_("Keep this"), back=reverse("plans:goal", args=[pk]),
        goal=found, summary=f"{found.text} · {whose(found)}",
    )  # fmt: skip


@page(who=signed_in)
def drop(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Give a goal up."""
    found = _led(request, pk)
    return ask(
        request, WhyForm(sent(request)), commands.drop_goal, title=_("Give this goal up?"), verb=_("Drop it"),
        back=reverse("plans:goal", args=[pk]), goal=found, summary=f"{found.text} · {whose(found)}", grave=True,
    )  # fmt: skip


@page(who=signed_in)
def reopen(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Open an achieved goal again."""
    found = _led(request, pk)
    return ask(
        request, WhyForm(sent(request)), commands.reopen_goal, title=_("Open this goal again?"), verb=_("Open it again"),
        back=reverse("plans:goal", args=[pk]), goal=found, summary=f"{found.text} · {whose(found)}",
    )  # fmt: skip


@page(who=signed_in)
def activity(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Put something to do under a goal."""
    found = _goal(request, pk)
    if not access.works_on(request.person, goal=found):
        raise Http404
    return ask(
        request, ActivityForm(sent(request)), commands.add_activity, title=_("Something to do for this goal"),
        verb=_("Put it there"), back=reverse("plans:goal", args=[pk]), goal=found, summary=found.text,
    )  # fmt: skip


def _goal(request: HttpRequest, pk: UUID) -> Goal:
    found = get_object_or_404(queries.goals_seen(seen_by=request.person), pk=pk)
    mine, _others = queries.in_areas([found], access.areas_of(request.person, relationship=found.relationship))
    if not mine:
        raise Http404
    return found


def _led(request: HttpRequest, pk: UUID) -> Goal:
    found = _goal(request, pk)
    if not access.leads_goal(request.person, goal=found):
        raise Http404
    return found


def _mark_done(request: HttpRequest, found: Goal) -> ActivityDone:
    """Say for oneself that an activity of this goal is done."""
    try:
        key, act_id = UUID(request.POST["then"].removeprefix("done:")), UUID(request.POST.get("act_id", ""))
    except ValueError:
        raise Http404 from None
    one = get_object_or_404(queries.activities(found), pk=key)
    if not access.may_do(request.person, activity=one, person=request.person) or not access.is_mentee(
        request.person, found.relationship
    ):
        raise Http404
    return commands.mark_activity_done(
        by=request.person, at=request.now, act_id=act_id, activity=one, person=request.person
    )


def _standing(request: HttpRequest, found: Goal) -> dict | None:
    """Return how the person stands in the goal's competency, as far as the reader may see it."""
    if found.mentee is None or found.competency is None:
        return None
    record = competency_record(found.mentee, today=today_of(request), seen_by=request.person)
    if not record.sight.names:
        return None
    entry = next((each for each in record.entries if each.competency == found.competency), None)
    level = entry.standing.level if entry else Level.NOT_OBSERVED
    return {
        "level": shape(level), "word": word(level), "missing": entry.standing.missing if entry and record.sight.items else (),
        "on": entry.standing.on if entry else None,
    }  # fmt: skip
