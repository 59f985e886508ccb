"""Programmes and how each stands: its course, what must hold, its principles, who looked."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people.access import has, paths
from alongside.domain.people.queries import people, with_role
from alongside.domain.people.terms import Role
from alongside.domain.places import queries as places
from alongside.domain.programmes import access, commands, queries
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.rules.course import COURSE, OPEN_TO_CHANGE, RENEWED_IN, WITHOUT_GOALS, Light
from alongside.domain.programmes.rules.design import Design, done
from alongside.domain.programmes.terms import STEPS, Status
from alongside.ui.days import today_of
from alongside.ui.forms import PageForm
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import AttestForm, BeginForm, NoteForm, SignForm

PAGE = 50
SEE, DESIGN = has(*access.SEE_DESIGNS), has(*access.DESIGN)
REVIEWERS = (Role.MANAGER, Role.ME_OFFICER, Role.MASTER_MENTOR, Role.COORDINATOR)
ASKS_WHY = {"return_to_design", "pause", "begin_closing"}
SIGNS = {"approve", "renew_design"}
GRAVE = {"close", "begin_closing"}


@page(who=SEE)
def programmes(request: HttpRequest) -> tuple[str, dict]:
    """Every programme one may read, with its state."""
    status = request.GET.get("status", "")
    found = queries.designs(seen_by=request.person)
    if status in Status.values:
        found = found.filter(status=status)
    return "programmes/programmes.html", {
        "listed": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "states": [("", _("All")), *Status.choices],
        "may_begin": DESIGN(request.person),
        "filtered": bool(status),
    }


@page(who=DESIGN)
def begin(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Begin a design: from a template, as a copy, or empty."""
    form = BeginForm(
        sent(request), places=places.seen(paths(request.person, *access.DESIGN)).filter(closed_on=None),
        programmes=queries.designs(seen_by=request.person)[:PAGE], initial={"start_from": "visiting"},
    )  # fmt: skip
    return ask(
        request, form, commands.begin_design, title=_("Begin the design of a programme"), verb=_("Begin"),
        back=reverse("programmes:programmes"), take=lambda made: _go(made, "goals"),
        summary=_("Eleven steps follow. Each can be left unfinished and taken up again."),
    )  # fmt: skip


@page(who=SEE)
def programme(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """How a programme stands, and what is next."""
    found, today = seen(request, pk), today_of(request)
    design, versions = queries.design(found), list(queries.versions(found))
    complete, changes = done(design), access.may_change_design(request.person, programme=found)
    moves = [{"act": move.act.partition(".")[2], "label": move.label} for move in COURSE.open_to(found.status)]
    guards = queries.guards(design, on=today) if found.status in (Status.DESIGN, Status.REVIEW, Status.APPROVED) else []
    return "programmes/programme.html", {
        "programme": found, "steps": steps_of(design, complete), "done": len(complete), "today": today,
        "guards": [(each, _where(each.code, found, design, complete)) for each in guards],
        "lights": [(each, _mended_at(each, found)) for each in queries.lights(design, on=today)],
        "versions": versions, "review_due": queries.needs_review(versions[0] if versions else None, status=found.status, on=today),
        "moves": _ordered(moves) if changes else [], "changes": changes, "course": list(found.changes.select_related("by").order_by("-pk")),
        "renews": changes and found.status in RENEWED_IN, "first_open": next((step.code for step in STEPS if step.code not in complete), ""),
        "ready": all(each.holds for each in guards), "crumbs": crumbs(found.name),
    }  # fmt: skip


@page(who=DESIGN)
def move(request: HttpRequest, pk: UUID, act: str) -> tuple[str, dict] | HttpResponse:
    """Take a programme a step on, or sign it anew."""
    found = kept(request, pk)
    label = next((step.label for step in COURSE.open_to(found.status) if step.act == f"programmes.{act}"), None)
    if act == "renew_design" and found.status in RENEWED_IN:
        label = _("Sign the design anew")
    if label is None:
        raise Http404
    form: PageForm = PageForm(sent(request))
    if act in ASKS_WHY:
        form = NoteForm(sent(request))
    elif act in SIGNS:
        form = SignForm(sent(request), initial={"signed_on": today_of(request), "signed_as": request.person.name})
    return ask(
        request, form, getattr(commands, act), title=f"{found.name}: {label}", verb=label, back=_there(found),
        grave=act in GRAVE, programme=found,
        summary=_("It is kept as it stands now, and looked at again after a year.") if act in SIGNS else "",
    )  # fmt: skip


@page(who=DESIGN)
def waive(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Let a programme begin without a budget of its own."""
    found = kept(request, pk)
    return ask(
        request, NoteForm(sent(request), initial={"note": found.budget_waived_because}), commands.waive_budget,
        title=_("Why does it need no budget of its own?"), verb=_("Waive the budget"), back=_there(found),
        programme=found,
    )  # fmt: skip


@page(who=DESIGN)
def attest(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Record who looked whether this is mentoring as defined."""
    found = kept(request, pk)
    among = {request.person.pk: request.person}
    for role in REVIEWERS:
        among |= {each.pk: each for each in with_role(people(seen_by=request.person), role)[:PAGE]}
    form = AttestForm(
        sent(request), people=among.values(), initial={"on": today_of(request), "reviewer": found.attested_by_id}
    )
    return ask(
        request, form, commands.attest_definition, title=_("Does it meet the definition of mentoring?"),
        verb=_("Record this"), back=_there(found), programme=found,
        summary=_("Somebody looks at the six principles and says what they found. It is shown with name and day."),
    )  # fmt: skip


def seen(request: HttpRequest, pk: UUID) -> Programme:
    """Return a programme whose design one may read; 404 otherwise."""
    return get_object_or_404(queries.designs(seen_by=request.person), pk=pk)


def kept(request: HttpRequest, pk: UUID) -> Programme:
    """Return a programme whose design one may change; 404 otherwise."""
    found = seen(request, pk)
    if not access.may_change_design(request.person, programme=found):
        raise Http404
    return found


def steps_of(design: Design, complete: set[str], current: str = "") -> list[dict[str, Any]]:
    """Return the eleven steps as the list of steps shows them."""
    return [
        {
            "label": step.title,
            "url": reverse("programmes:step", args=[design.programme.pk, step.code]),
            "state": "done" if step.code in complete else "current" if step.code == current else "",
            "current": step.code == current,
        }
        for step in STEPS
    ]


def is_open(found: Programme) -> bool:
    """Whether the design can be changed now."""
    return found.status in OPEN_TO_CHANGE


def crumbs(last: str, *, programme: Programme | None = None) -> list[dict[str, str]]:
    """Return the way here."""
    way = [{"label": _("Programmes"), "url": reverse("programmes:programmes")}]
    if programme is not None:
        way.append({"label": programme.name, "url": _there(programme)})
    return [*way, {"label": last}]


def _ordered(moves: list[dict]) -> list[dict]:
    """The way on first, the way back last."""
    return sorted(moves, key=lambda each: each["act"] in ASKS_WHY)


def _mended_at(light: Light, found: Programme) -> str:
    """Return where to go about a principle that does not hold."""
    if light.step == WITHOUT_GOALS:
        return f"{reverse('pairings:relationships')}?show=no_goal"
    return reverse("programmes:step", args=[found.pk, light.step])


def _where(code: str, found: Programme, design: Design, complete: set[str]) -> str:
    """Return where something that does not hold yet is put right."""
    open_step = next((step.code for step in STEPS if step.code not in complete), STEPS[0].code)
    return {
        "steps": reverse("programmes:step", args=[found.pk, open_step]),
        "leadership": reverse("programmes:step", args=[found.pk, "leadership"]),
        "mentors": reverse("mentors:mentors"),
        "checklists": reverse("checklists:library") if design.of("focus") else reverse("programmes:step", args=[found.pk, "focus"]),
        "budget": reverse("programmes:waive", args=[found.pk]),
    }[code]  # fmt: skip


def _there(found: Programme) -> str:
    return reverse("programmes:programme", args=[found.pk])


def _go(found: Programme, step: str) -> HttpResponse:
    return redirect("programmes:step", found.pk, step)
