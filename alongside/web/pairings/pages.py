"""The relationships one may see, one of them, and what can be done with it."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.encounters.queries import finding
from alongside.domain.encounters.queries.blended import blended
from alongside.domain.encounters.queries.rhythm import rhythms
from alongside.domain.pairings import access, commands, queries
from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import RELATIONSHIP
from alongside.domain.pairings.terms import AnsweredAs, EndReason, RelationshipPurpose, RelationshipStatus, Shape
from alongside.domain.people.access import has
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.plans.access import areas_of
from alongside.domain.plans.queries import next_steps, without_goals
from alongside.domain.programmes.queries import areas, programmes_at
from alongside.domain.programmes.rules.paper import blended as blended_line
from alongside.domain.programmes.terms import MentoringModel
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from ..choosing import posts_of
from ..counted import in_words
from .forms import (
    AnswerForm,
    ClosingForm,
    CompleteForm,
    EndEarlyForm,
    EndForm,
    FirstContactForm,
    HandOverForm,
    HoldForm,
    ProposeForm,
)

PAGE = 50
MONTHS = timedelta(days=270)  # offered as an end: nine months, half of the programmes seen
PROPOSE = has(*access.PROPOSE)
IS_MENTEE = has(Role.MENTEE)
PRESSED = {"prepare": commands.prepare, "activate": commands.activate, "resume": commands.resume}


@page(who=signed_in)
def relationships(request: HttpRequest) -> tuple[str, dict]:
    """The relationships one may see by state, what waits for one's own answer, what needs somebody."""
    status, shape, person = request.GET.get("status", ""), request.GET.get("shape", ""), request.person
    counts, shapes = queries.counts(seen_by=person), queries.shapes(seen_by=person)
    rows = queries.relationships(
        seen_by=person,
        status=status if status in RelationshipStatus.values else "",
        shape=shape if shape in Shape.values else "",
    )
    shown = request.GET.get("show", "")
    if shown == "both":
        rows = blended(rows.filter(status=RelationshipStatus.ACTIVE), on=today_of(request))
    elif shown == "no_goal":
        rows = without_goals(rows)
    return "pairings/relationships.html", {
        "shows": [("", _("All")), ("no_goal", _("Without a goal")), ("both", _("Met both at work and by phone in the last quarter"))],
        "both": shown == "both", "active": counts[RelationshipStatus.ACTIVE],
        "listed": Paginator(rows, PAGE).get_page(request.GET.get("page")), "n": sum(counts.values()), "filtered": bool(status or shape or shown),
        "shapes": [("", _("All")), *((value, f"{label} {shapes[value]}") for value, label in Shape.choices if shapes[value])],
        "statuses": [("", _("All")), *((value, f"{label} {counts[value]}") for value, label in RelationshipStatus.choices if counts[value])],
        "waiting": queries.waiting_for(person), "proposes": PROPOSE(person), "is_mentee": IS_MENTEE(person),
        "attention": queries.needing_attention(seen_by=person, on=today_of(request))[:12] if PROPOSE(person) else [],
    }  # fmt: skip


@page(who=signed_in)
def figures(request: HttpRequest) -> tuple[str, dict]:
    """How the relationships one may see are made up, and why others ended: nobody is named."""
    found = queries.makeup(seen_by=request.person, on=today_of(request))
    return "pairings/figures.html", {
        "found": found, "achieved": found.by_end_reason.get(EndReason.GOALS_ACHIEVED, 0),
        "shapes": in_words(found.by_shape, Shape), "purposes": in_words(found.by_purpose, RelationshipPurpose),
        "models": in_words(found.by_model, MentoringModel), "reasons": in_words(found.by_end_reason, EndReason),
        "crumbs": [{"label": _("Relationships"), "url": reverse("pairings:relationships")}, {"label": _("Figures")}],
    }  # fmt: skip


@page(who=signed_in)
def relationship(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One relationship: its people, what each said, how it came about, what is next."""
    found, person = _seen(request, pk), request.person
    leads, coordinates = access.leads(person, relationship=found), access.coordinates(person, relationship=found)
    if request.method == "POST":
        press(request, PRESSED, relationship=found)
        return redirect("pairings:relationship", pk)
    asked = [
        (each, access.may_answer(person, relationship=found, answered_as=each.answered_as, person=each.person), AnsweredAs(each.answered_as).label)
        for each in queries.asked(found)
    ] if found.status == RelationshipStatus.PROPOSED else []  # fmt: skip
    return "pairings/relationship.html", {
        "relationship": found, "asked": asked, "steps": list(queries.steps(found)), "leads": leads, "coordinates": coordinates,
        "open": {move.act.partition(".")[2] for move in RELATIONSHIP.open_to(found.status)},
        "members": _members(found, person), "unproven": queries.unproven(found, on=today_of(request)),
        "act_id": uuid7(), "rhythms": [(each, blended_line(each.phases)) for each in rhythms(found, on=today_of(request))],
        "crumbs": [{"label": _("Relationships"), "url": reverse("pairings:relationships")}, {"label": _name(found)}],
        "name": _name(found),
    }  # fmt: skip


@page(who=PROPOSE)
def propose(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Propose who mentors whom at a workplace (`?place=`)."""
    try:
        place = get_object_or_404(finding.places(seen_by=request.person), pk=UUID(request.GET.get("place", "")))
    except ValueError:
        raise Http404 from None
    today = today_of(request)
    running = [
        each
        for each in programmes_at(place, on=today)
        if access.may_propose(request.person, programme=each, place=place)
    ]
    if place.is_area or not running:
        raise Http404
    form = ProposeForm(
        sent(request), programmes=running, areas=[area for area, _depth in areas()],
        mentors=queries.eligible(place=place, area=None, on=today, seen_by=request.person),
        staff=posts_of(finding.staff_at(place, seen_by=request.person)), initial={"planned_end_on": today + MONTHS},
    )  # fmt: skip
    return ask(
        request, form, commands.propose, title=_("Who mentors whom at %(place)s?") % {"place": place}, verb=_("Propose"),
        back=reverse("places:place", args=[place.pk]), place=place, take=lambda made: redirect("pairings:relationship", made.pk),
        summary=_("Mentor, mentees and the in-charge are each asked. It begins once all have said yes."),
    )  # fmt: skip


@page(who=signed_in)
def answer(request: HttpRequest, pk: UUID, side: str, person: UUID) -> tuple[str, dict] | HttpResponse:
    """Answer a proposal in somebody's name: one's own, or as a coordinator what was said on the phone."""
    found = _seen(request, pk)
    one = next((each for each in queries.asked(found) if (each.answered_as, each.person.pk) == (side, person)), None)
    if (
        one is None
        or one.answer is not None
        or not access.may_answer(request.person, relationship=found, answered_as=side, person=one.person)
    ):
        raise Http404
    own = one.person == request.person
    return ask(
        request, AnswerForm(sent(request)), commands.answer, verb=_("Send the answer"), back=_there(found), relationship=found,
        title=_("Your answer") if own else _("What did %(name)s say?") % {"name": one.person}, summary=_name(found),
        answered_as=side, person=one.person,
    )  # fmt: skip


@page(who=signed_in)
def first_contact(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep the day of the first contact."""
    found = _led(request, pk)
    return ask(
        request, FirstContactForm(sent(request), initial={"on": today_of(request)}), commands.log_first_contact,
        title=_("The first contact"), verb=_("Keep this"), back=_there(found), relationship=found, summary=_name(found),
    )  # fmt: skip


@page(who=signed_in)
def hold(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Let a relationship rest."""
    found = _led(request, pk)
    return ask(
        request, HoldForm(sent(request)), commands.hold, title=_("Does it rest for a while?"), verb=_("Put on hold"), back=_there(found),
        relationship=found, summary=_name(found),
    )  # fmt: skip


@page(who=PROPOSE)
def end(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Give a relationship another end."""
    found = _coordinated(request, pk)
    initial = {
        "planned_end_on": found.planned_end_on,
        "is_open_ended": found.is_open_ended,
        "review_on": found.review_on,
    }
    return ask(
        request, EndForm(sent(request), initial=initial), commands.renew, title=_("Until when?"), verb=_("Keep this"),
        back=_there(found), relationship=found, summary=_name(found),
    )  # fmt: skip


@page(who=signed_in)
def closing(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Begin the formal ending."""
    found = _led(request, pk)
    return ask(
        request, ClosingForm(sent(request)), commands.begin_closing, title=_("Is it time to close?"), verb=_("Begin closing"),
        back=_there(found), relationship=found, summary=_name(found),
    )  # fmt: skip


@page(who=signed_in)
def complete(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """End a relationship formally."""
    found = _led(request, pk)
    return ask(
        request, CompleteForm(sent(request)), commands.complete, title=_("Complete this relationship"), verb=_("Complete"),
        back=_there(found), relationship=found, summary=_name(found), grave=True,
    )  # fmt: skip


@page(who=PROPOSE)
def end_early(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """End a relationship before its time."""
    found = _coordinated(request, pk)
    return ask(
        request, EndEarlyForm(sent(request)), commands.end_early, title=_("End it early?"), verb=_("End it"), back=_there(found),
        relationship=found, summary=_name(found), grave=True,
    )  # fmt: skip


@page(who=PROPOSE)
def hand_over(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Let another mentor lead."""
    found = _coordinated(request, pk)
    able = queries.eligible(place=found.place, area=None, on=today_of(request), seen_by=request.person)
    return ask(
        request, HandOverForm(sent(request), mentors=able), commands.hand_over, title=_("Who leads it now?"), verb=_("Hand over"),
        back=_there(found), relationship=found, summary=_name(found),
    )  # fmt: skip


def _seen(request: HttpRequest, pk: UUID) -> Relationship:
    return get_object_or_404(queries.relationships(seen_by=request.person), pk=pk)


def _members(found: Relationship, person: Person) -> list[tuple]:
    """Return (row, open goals, the one due first) of each mentee; goals for those who work in the relationship (R161)."""
    steps = {}
    if access.works_with(person, relationship=found):
        steps = next_steps(found, areas=areas_of(person, relationship=found))
    return [(row, *steps.get(row.person_id, (0, None))) for row in found.mentees.all()]


def _led(request: HttpRequest, pk: UUID) -> Relationship:
    found = _seen(request, pk)
    if not access.leads(request.person, relationship=found):
        raise Http404
    return found


def _coordinated(request: HttpRequest, pk: UUID) -> Relationship:
    found = _seen(request, pk)
    if not access.coordinates(request.person, relationship=found):
        raise Http404
    return found


def _there(found: Relationship) -> str:
    return reverse("pairings:relationship", args=[found.pk])


def _name(found: Relationship) -> str:
    """Return what a relationship is called: its team at its place, or its people."""
    if found.team:
        return f"{found.team}, {found.place}"
    return ", ".join(row.person.name for row in found.mentees.all() if row.until is None) or str(found.place)
