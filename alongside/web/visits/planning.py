"""Planning a visit and every step of it that asks for something; what waits for whom."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.encounters import access, commands
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.queries.waiting import inboxes
from alongside.domain.mentors.access import KEEP
from alongside.domain.people.access import has
from alongside.domain.people.models import Person
from alongside.domain.places.queries import no_go_ahead
from alongside.domain.programmes.queries import programmes_at
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent, uuid_of
from .pages import RECORD, SEE, themed
from .plan_forms import PlanForm, ReasonForm, RescheduleForm, ReturnForm


@page(who=has(*SEE))
def waiting(request: HttpRequest) -> tuple[str, dict]:
    """What waits for a step of mine, the oldest first."""
    found = inboxes(request.person)
    return "visits/waiting.html", {"inboxes": found, "n": sum(each.n for each in found), "today": today_of(request)}


@page(who=has(*RECORD))
def plan(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Plan a visit: the place first, then the days and who comes."""
    given = request.GET.get("place", "")
    if not given:
        words = request.GET.get("q", "").strip()
        found = asked.places_to_visit(request.person, words=words, at_most=31)
        return "visits/place.html", {
            "words": words, "places": found[:30], "more": len(found) > 30, "asks": _("Which place do you plan to visit?"),
        }  # fmt: skip
    place = asked.place_to_visit(request.person, uuid_of(given))
    if place is None:
        raise Http404
    programmes = list(programmes_at(place, on=today_of(request)))
    if not programmes:
        return "visits/no_programme.html", {"place": place}
    form = PlanForm(
        sent(request),
        me=request.person,
        mentors=asked.mentors_over(place),
        programmes=programmes,
        initial=themed(programmes, today_of(request)) | _days(request),
    )
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = commands.plan_visit(
                by=request.person, at=request.now, act_id=form.act_id, place=place, programme=form.chosen_programme(),
                **form.values(),
            )  # fmt: skip
            return redirect("visits:visit", made.pk)
    ended = form.refused_because("posting")
    renews = bool(ended) and has(*KEEP)(request.person)
    return "visits/plan.html", {
        "form": form,
        "place": place,
        "ended": ended,
        "renews": renews,
        "no_go": no_go_ahead(place, today=today_of(request))[:6],
    }


def _days(request: HttpRequest) -> dict[str, str]:
    """Return the days that another page suggested in the address."""
    given = {"planned_on": request.GET.get("on", ""), "planned_until": request.GET.get("until", "")}
    return {name: value for name, value in given.items() if value}


@page(who=has(*RECORD))
def ask_approval(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Ask for approval although the leadership has not agreed."""
    return _why(request, pk, commands.request_visit, _("Why is the visit to go ahead?"), _("Ask for approval"))


@page(who=has(*SEE))
def approve(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Approve a visit that goes beyond a mentor's share of time."""
    return _why(request, pk, commands.approve_visit, _("Why must it be in this month?"), _("Approve"))


@page(who=has(*SEE))
def decline(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Send a visit back to planning."""
    return _why(request, pk, commands.decline_visit, _("Why can it not be as planned?"), _("Send back to planning"))


@page(who=has(*SEE))
def confirm(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Confirm a visit in place of the in-charge."""
    return _why(
        request, pk, commands.confirm_visit, _("Why do you confirm in place of the in-charge?"), _("Confirm the visit")
    )


@page(who=has(*SEE))
def cancel(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Call a visit off."""
    return _why(request, pk, commands.cancel_visit, _("Why is it called off?"), _("Cancel the visit"), grave=True)


@page(who=has(*RECORD))
def reschedule(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Move a visit to another day."""
    found = _open_to(request, pk, commands.reschedule_visit)
    last = found.planned_until if found.planned_until != found.planned_on else None
    form = RescheduleForm(sent(request), initial={"planned_on": found.planned_on, "planned_until": last})
    return ask(
        request, form, commands.reschedule_visit, title=_("To which day is it moved?"), verb=_("Move the visit"), back=_there(found),
        visit=found, summary=_called(found),
    )  # fmt: skip


@page(who=has(*SEE))
def give_back(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Return a visit with a note beside each field that is to be looked at."""
    found = _open_to(request, pk, commands.return_visit)
    return ask(
        request, ReturnForm(sent(request)), commands.return_visit, title=_("What should the mentor look at?"),
        verb=_("Return the visit"), back=_there(found), visit=found, summary=_called(found),
    )  # fmt: skip


@page(who=has(*SEE))
def coming(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Say that a mentor comes along."""
    found = get_object_or_404(asked.visible(seen_by=request.person), pk=pk)
    mentor = get_object_or_404(Person, pk=person)
    if not access.may_say_for(request.person, visit=found, mentor=mentor):
        raise Http404
    if request.method == "POST":
        commands.confirm_part(by=request.person, at=request.now, visit=found, mentor=mentor)
    return redirect("visits:visit", pk)


def _why(
    request: HttpRequest, pk: UUID, act: Any, title: str, verb: str, *, grave: bool = False
) -> tuple[str, dict] | HttpResponse:
    """Ask for the reason of a step, and take it."""
    found = _open_to(request, pk, act)
    return ask(
        request, ReasonForm(sent(request)), act, title=title, verb=verb, back=_there(found), visit=found,
        summary=_called(found), grave=grave,
    )  # fmt: skip


def _open_to(request: HttpRequest, pk: UUID, act: Any) -> Visit:
    """Return a visit on which this person may take a step, 404 otherwise."""
    found = get_object_or_404(asked.visible(seen_by=request.person), pk=pk)
    if not act.may(request.person, visit=found):
        raise Http404
    return found


def _there(found: Visit) -> str:
    return reverse("visits:visit", args=[found.pk])


def _called(found: Visit) -> str:
    return f"{found.place}, {date_format(found.held_on, 'D j M')}"
