"""The list of visits, one visit with everything, and how one is begun, changed and submitted."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import change_visit, record_visit, reopen_visit, submit_visit
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries import agenda, finding
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.queries.case_reviews import reviewed_at
from alongside.domain.encounters.queries.debriefs import debrief_of
from alongside.domain.encounters.queries.waiting import waiting
from alongside.domain.encounters.rules.counting import counts_as_encounter
from alongside.domain.encounters.rules.states import AHEAD, VISIT, WRITING
from alongside.domain.encounters.terms import Purpose, VisitStatus
from alongside.domain.people.access import has
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.queries import programmes_at, themes_of
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import press, uuid_of
from .forms import VisitForm
from .laying_out import opened
from .standing import PRESSED, standing

SEE = tuple(access.SEE_VISITS)
RECORD = tuple(access.RECORD)
# Whoever may ask how much was done in an area.
COUNT = (Role.COORDINATOR, Role.MANAGER, Role.ME_OFFICER, Role.ADMINISTRATOR, Role.MASTER_MENTOR, Role.MENTOR)


@page(who=has(*SEE))
def visits(request: HttpRequest) -> tuple[str, dict]:
    """The visits one may see, newest first."""
    asked_for = request.GET
    month = _month(asked_for.get("month", ""))
    place = _place(request, asked_for.get("place", ""))
    rows = asked.visits(
        seen_by=request.person, place=place, month=month, purpose=asked_for.get("purpose", ""),
        status=asked_for.get("status", ""), mentor=request.person if asked_for.get("whose") == "mine" else None,
    )  # fmt: skip
    listed = Paginator(rows, 50)
    today = today_of(request)
    return "visits/visits.html", {
        "listed": listed.get_page(asked_for.get("page")), "n": listed.count, "place": place,
        "may_record": has(*RECORD)(request.person), "waiting": waiting(request.person), "may_count": has(*COUNT)(request.person),
        "filtered": bool(month or place or asked_for.get("purpose") or asked_for.get("status") or asked_for.get("whose")),
        "purposes": [("", _("All")), *Purpose.choices],
        "statuses": [("", _("All")), *VisitStatus.choices],
        "months": [("", _("All")), *((each.strftime("%Y-%m"), date_format(each, "F Y")) for each in _months(today))],
        "whose": [("", _("Everybody's")), ("mine", _("Mine"))],
    }  # fmt: skip


@page(who=has(*RECORD))
def begin(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Begin a visit: the place first, then the days and who came."""
    given = request.GET.get("place", "")
    if not given:
        words = request.GET.get("q", "").strip()
        found = asked.places_to_visit(request.person, words=words, at_most=31)
        return "visits/place.html", {"words": words, "places": found[:30], "more": len(found) > 30}
    place = asked.place_to_visit(request.person, uuid_of(given))
    if place is None:
        raise Http404
    today = today_of(request)
    programmes = list(programmes_at(place, on=today))
    if not programmes:
        return "visits/no_programme.html", {"place": place}
    form = VisitForm(
        request.POST or None, me=request.person, mentors=asked.mentors_over(place), programmes=programmes,
        initial={"held_on": today, **themed(programmes, today)},
    )  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            visit = record_visit(
                by=request.person, at=request.now, act_id=form.act_id, place=place, programme=form.chosen_programme(),
                **form.values(),
            )  # fmt: skip
            return redirect("visits:visit", visit.pk)
    return "visits/begin.html", {"form": form, "place": place, "known": form.refused_because("visit")}


@page(who=has(*SEE))
def visit(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One visit: its next step and what is missing first, then whom one met and what came of it."""
    found = _seen(request, pk)
    if request.method == "POST":
        press(request, PRESSED, visit=found)
        return redirect("visits:visit", pk)
    whole = asked.whole(found, seen_by=request.person)
    return "visits/visit.html", _shown(request, whole) | {
        "reviewed": reviewed_at(found), "debrief": debrief_of(found), "debriefs": access.may_change_visit(request.person, visit=found),
    }  # fmt: skip


@page(who=has(*RECORD))
def change(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say anew when the visit was, who came, how long."""
    found = own(request, pk)
    form = VisitForm(request.POST or None, me=request.person, mentors=asked.mentors_over(found.place), visit=found)
    if form.is_valid():
        with form.showing_refusals():
            change_visit(by=request.person, at=request.now, act_id=form.act_id, visit=found, **form.values())
            return redirect("visits:visit", pk)
    return "visits/change.html", {"form": form, "visit": found}


@page(who=has(*RECORD))
def submit(request: HttpRequest, pk: UUID) -> tuple[str, dict] | tuple[str, dict, int] | HttpResponse:
    """Hand a visit in; what it lacks is said on its page."""
    found = own(request, pk)
    if request.method != "POST":
        return redirect("visits:visit", pk)
    try:
        submit_visit(by=request.person, at=request.now, visit=found)
    except Refused as refused:
        whole = asked.whole(found, seen_by=request.person)
        return "visits/visit.html", {**_shown(request, whole), "refused": refused.message}, 409
    return redirect("visits:visit", pk)


@page(who=has(*RECORD))
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a submitted visit back to draft."""
    found = own(request, pk)
    if request.method == "POST":
        try:
            reopen_visit(by=request.person, at=request.now, visit=found)
        except Refused as refused:
            messages.error(request, refused.message)
    return redirect("visits:visit", pk)


def themed(programmes: Sequence[Programme], on: date) -> dict[str, str]:
    """Return the theme of the month with which a visit begins, where there is one for its programme."""
    found = themes_of(programmes, on=on)
    return {"theme": found[0].topic} if len(found) == 1 else {}


def _seen(request: HttpRequest, pk: UUID) -> Visit:
    return get_object_or_404(asked.visible(seen_by=request.person), pk=pk)


def own(request: HttpRequest, pk: UUID) -> Visit:
    """Return a visit this person may change, 404 otherwise."""
    found = _seen(request, pk)
    if not access.may_change_visit(request.person, visit=found):
        raise Http404
    return found


def _shown(request: HttpRequest, whole: asked.WholeVisit) -> dict[str, Any]:
    mine = access.may_change_visit(request.person, visit=whole.visit)
    status = whole.visit.status
    return {
        **standing(request, whole.visit, whole.mentors),
        "whole": whole, "visit": whole.visit, "may_change": mine and status in WRITING,
        "may_submit": mine and VISIT.may_step(status, "encounters.submit_visit"),
        "may_reopen": mine and VISIT.may_step(status, "encounters.reopen_visit"),
        "may_report": access.may_open_issue(request.person, place=whole.visit.place),
        "missing": [(each.message, _where(whole.visit, each)) for each in whole.missing] if mine else [],
        "uncounted": [each.encounter.pk for each in whole.meetings if not counts_as_encounter(each.encounter.mode, each.encounter.minutes)],
        "me": request.person,
        "agenda": opened(whole.visit, agenda.blocks(whole.visit), whole.meetings),
        "objectives": agenda.objectives(whole.visit) if whole.names else [],
        "sets_out": mine and status in (*AHEAD, *WRITING),
    }  # fmt: skip


def _where(visit: Visit, lack: Any) -> str:
    """Return the address of the box to fill (R214)."""
    if lack.place == "debrief":
        return reverse("visits:write_debrief", args=[visit.pk])
    if lack.place == "objective":
        return f"{reverse('visits:results', args=[visit.pk])}#id_result_{lack.id}"
    if lack.place == "draft":
        return reverse("visits:observe", args=[lack.id])
    if lack.place == "encounter":
        name = "visits:feedback" if lack.field == "feedback" else "visits:contact"
        return f"{reverse(name, args=[lack.id])}#id_{'strengths' if lack.field == 'feedback' else lack.field}"
    if lack.field == "encounters":
        return reverse("visits:meet", args=[visit.pk])
    return f"{reverse('visits:change', args=[visit.pk])}#id_{'lead' if lack.field == 'mentors' else lack.field}"


def _place(request: HttpRequest, given: str) -> OrgUnit | None:
    return finding.places(seen_by=request.person).filter(pk=uuid_of(given)).first() if given else None


def _month(given: str) -> date | None:
    try:
        return date.fromisoformat(f"{given}-01")
    except ValueError:
        return None


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months, this one first."""
    return [
        date(today.year + (today.month - 1 - back) // 12, (today.month - 1 - back) % 12 + 1, 1) for back in range(12)
    ]
