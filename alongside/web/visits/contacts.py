"""Who was met: on a visit, or by phone and chat between visits."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import add_encounter, change_encounter, remove_encounter
from alongside.domain.encounters.models import Encounter
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.queries.agenda import open_goals
from alongside.domain.encounters.rules.recording import VIRTUAL
from alongside.domain.encounters.terms import Interaction, Mode
from alongside.domain.people.access import has
from alongside.domain.people.models import Person
from alongside.domain.plans.models import Goal
from alongside.domain.programmes.queries import competencies_of, programmes_at
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import uuid_of
from .forms import ContactForm
from .pages import RECORD, own


@page(who=has(*RECORD))
def meet(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Add a contact to a visit. `?with=` a person, `?group=1` for a group."""
    visit = own(request, pk)
    group = bool(request.GET.get("group"))
    form = ContactForm(
        request.POST or None, people=asked.staff_of(visit.place, on=visit.held_on),
        competencies=list(competencies_of([visit.programme])), goals=list(open_goals(visit.place, seen_by=request.person)), modes=[Mode.IN_PERSON, Mode.MIXED],
        initial={
            "held_on": visit.until_on, "interaction": Interaction.ONE_TO_GROUP if group else Interaction.ONE_TO_ONE,
            "people": request.GET.getlist("with"), "topic": visit.theme if group else "",
        },
    )  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            add_encounter(by=request.person, at=request.now, act_id=form.act_id, visit=visit, **form.values())
            return redirect("visits:visit", pk)
    return "visits/meet.html", {"form": form, "visit": visit}


@page(who=has(*RECORD))
def contact(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say anew who was met and how."""
    encounter = own_contact(request, pk)
    visit = encounter.visit
    form = ContactForm(
        request.POST or None, encounter=encounter, people=asked.staff_of(encounter.place, on=encounter.held_on),
        competencies=list(competencies_of([encounter.programme])), goals=_goals(encounter, request.person),
        modes=[Mode.IN_PERSON, Mode.MIXED] if visit else sorted(VIRTUAL),
    )  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            change_encounter(
                by=request.person, at=request.now, act_id=form.act_id, encounter=encounter, **form.values()
            )
            return _back(encounter)
    return "visits/contact.html", {"form": form, "visit": visit, "encounter": encounter}


@page(who=has(*RECORD))
def remove(request: HttpRequest, pk: UUID) -> tuple[str, dict, int] | HttpResponse:
    """Take out a contact that was entered by mistake."""
    encounter = own_contact(request, pk)
    back = _back(encounter)
    if request.method != "POST":
        return back
    try:
        remove_encounter(by=request.person, at=request.now, encounter=encounter)
    except Refused as refused:
        return "visits/refused.html", {"refused": refused, "back": back.url}, 409
    return back


@page(who=has(*RECORD))
def call(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Log a phone call, a chat or a video contact: the place where the people work first."""
    given = request.GET.get("place", "")
    if not given:
        words = request.GET.get("q", "").strip()
        found = asked.places_to_visit(request.person, words=words, at_most=31)
        return "visits/place.html", {"words": words, "places": found[:30], "more": len(found) > 30, "calling": True}
    place = asked.place_to_visit(request.person, uuid_of(given))
    if place is None:
        raise Http404
    today = today_of(request)
    programmes = list(programmes_at(place, on=today))
    if not programmes:
        return "visits/no_programme.html", {"place": place}
    form = ContactForm(
        request.POST or None, people=asked.staff_of(place, on=today), competencies=list(competencies_of(programmes)), goals=list(open_goals(place, seen_by=request.person)),
        modes=[Mode.PHONE, Mode.CHAT, Mode.VIDEO], alone=True,
        initial={"held_on": today, "mode": Mode.PHONE, "people": request.GET.getlist("with")},
    )  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            add_encounter(
                by=request.person, at=request.now, act_id=form.act_id, place=place, programme=programmes[0],
                **form.values(),
            )  # fmt: skip
            return redirect("people:person", form.values()["people"][0].pk)
    return "visits/call.html", {"form": form, "place": place}


def own_contact(request: HttpRequest, pk: UUID) -> Encounter:
    """Return an encounter this person may change, 404 otherwise."""
    encounter = get_object_or_404(asked.encounters(seen_by=request.person), pk=pk)
    if not access.may_change_encounter(request.person, encounter=encounter):
        raise Http404
    return encounter


def _goals(encounter: Encounter, person: Person) -> list[Goal]:
    """Return the goals of the place, and those named already although they are reached by now."""
    found = {each.pk: each for each in (*open_goals(encounter.place, seen_by=person), *encounter.goals.all())}
    return list(found.values())


def _back(encounter: Encounter) -> Any:
    return redirect("visits:visit", encounter.visit_id) if encounter.visit_id else redirect("visits:visits")
