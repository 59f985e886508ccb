"""The list of mentors and the page of one: where they stand and what is next."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.mentors import access, commands, queries
from alongside.domain.mentors.models import Mentor
from alongside.domain.mentors.rules import MENTOR, PREPARING
from alongside.domain.mentors.terms import Standing
from alongside.domain.pairings.queries import caseloads
from alongside.domain.people import queries as people
from alongside.domain.people.access import has, paths
from alongside.domain.places import queries as places
from alongside.domain.programmes.queries import areas, programmes
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from .forms import AssignForm, DecideForm, LoadForm, PauseForm, ReasonForm, RecogniseForm, RenewForm, ReplyForm

PAGE = 50
SEE, KEEP = has(*access.SEE), has(*access.KEEP)
# Steps that need nothing but a press of their button, by what the button sends.
PRESSED = {
    "begin_preparation": commands.begin_preparation,
    "make_provisional": commands.make_provisional,
    "certify_mentor": commands.certify_mentor,
    "renew_certificate": commands.renew_certificate,
    "resume": commands.resume,
    "sign_confidentiality": commands.sign_confidentiality,
}


@page(who=SEE)
def mentors(request: HttpRequest) -> tuple[str, dict]:
    """Every mentor one may see, by standing; who needs support or a new certificate."""
    standing, today = request.GET.get("standing", ""), today_of(request)
    counts = queries.counts(seen_by=request.person)
    found = queries.mentors(seen_by=request.person, standing=standing if standing in Standing.values else "")
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = {area.pk: area.name for area, _depth in areas()}
    proficient = queries.areas_of([each.pk for each in listed], on=today)
    held = caseloads([each.pk for each in listed])
    return "mentors/mentors.html", {
        "listed": listed,
        "rows": [(each, [names[code] for code in proficient.get(each.pk, {})], held.get(each.pk, 0)) for each in listed],
        "standings": [("", _("All")), *((value, f"{label} {counts[value]}") for value, label in Standing.choices if counts[value])],
        "n": sum(counts.values()),
        "unsupported": list(queries.unsupported(seen_by=request.person, on=today)[:6]) if KEEP(request.person) else [],
        "ending": list(queries.ending(seen_by=request.person, on=today)[:6]),
        "nominations": queries.waiting_nominations(seen_by=request.person).count() if has(*access.PANEL)(request.person) else 0,
        "filtered": bool(standing),
    }  # fmt: skip


@page(who=signed_in)
def mentor(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """One mentor: where they stand, what they lack for the next step, areas, visits, postings, how it came about."""
    found, person, today = _seen(request, pk), request.person, today_of(request)
    open_acts = {move.act.partition(".")[2] for move in MENTOR.open_to(found.standing)}
    may = {
        name
        for name, allowed in (
            ("prepare", access.may_prepare(person, mentor=found)),
            ("certify", access.may_certify(person, mentor=found)),
            ("keep", access.may_keep(person, mentor=found)),
            ("rest", access.may_rest(person, mentor=found)),
            ("sign", access.may_sign(person, mentor=found)),
        )
        if allowed
    }
    return "mentors/mentor.html", {
        "mentor": found, "may": may, "open": open_acts, "ready": queries.readiness(found, on=today),
        "preparing": found.standing in PREPARING,
        "has_certificate": found.standing in (Standing.CERTIFIED, Standing.ACTIVE, Standing.PAUSED),
        "proficiencies": list(queries.proficiencies(found)), "co_visits": list(queries.co_visits(found)),
        "assignments": list(queries.assignments(found)), "changes": list(queries.changes(found)),
        "today": today, "soon": today + timedelta(days=60), "act_id": uuid7(), "themselves": person.pk == found.person_id,
        "crumbs": [{"label": _("Mentors"), "url": reverse("mentors:mentors")}, {"label": found.person.name}] if SEE(person) else [],
    }  # fmt: skip


@page(who=signed_in)
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a step that needs nothing but its button."""
    found = _seen(request, pk)
    press(request, PRESSED, mentor=found)
    return redirect("mentors:mentor", pk)


@page(who=has(*access.DECIDE))
def recognise(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Take over a mentor (a person) who was certified before this system was used."""
    person = get_object_or_404(people.people(seen_by=request.person), pk=pk)
    post = people.posts(seen_by=request.person).filter(person=person).first()
    if post is None or not access.may_recognise(request.person, person=person, home=post.place):
        raise Http404
    form = RecogniseForm(sent(request), areas=[area for area, _depth in areas()])
    return ask(
        request, form, commands.recognise_mentor, title=_("Is %(name)s certified already?") % {"name": person},
        verb=_("Recognise the certificate"), back=reverse("people:person", args=[pk]), person=person, home=post.place,
        summary=_("For mentors certified before this system was used. Everybody else is nominated, prepared and certified here."),
        take=lambda made: redirect("mentors:mentor", made.pk),
    )  # fmt: skip


@page(who=KEEP)
def assign(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Post a mentor to a workplace for a period."""
    found, today = _seen(request, pk), today_of(request)
    _ask(access.may_keep(request.person, mentor=found))
    form = AssignForm(
        sent(request), programmes=programmes(seen_by=request.person),
        places=places.seen(paths(request.person, *access.KEEP)).filter(closed_on=None),
        initial={"since": today, "until": min(today + timedelta(days=365), found.certified_until or today)},
    )  # fmt: skip
    return ask(
        request, form, commands.assign, title=_("Where does %(name)s mentor?") % {"name": found.person}, verb=_("Assign"),
        back=_there(found), mentor=found,
    )  # fmt: skip


@page(who=KEEP)
def renew(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Post a mentor anew to where they were posted (an assignment), for another period (R078)."""
    before = get_object_or_404(queries.assignments_seen(seen_by=request.person), pk=pk)
    found, today = before.mentor, today_of(request)
    _ask(access.may_keep(request.person, mentor=found))
    since = max(today, before.until)
    initial = {"since": since, "until": min(since + (before.until - before.since), found.certified_until or since)}
    return ask(
        request, RenewForm(sent(request), initial=initial), commands.assign, verb=_("Renew"), back=_there(found), mentor=found,
        title=_("Does %(name)s go on at %(place)s?") % {"name": found.person, "place": before.place},
        summary=_("The posting for %(programme)s ends on %(day)s.") % {"programme": before.programme, "day": date_format(before.until, "j F Y")},
        programme=before.programme, place=before.place, time_share=before.time_share,
    )  # fmt: skip


@page(who=signed_in)
def load(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Agree how much a mentor takes on."""
    found = _seen(request, pk)
    _ask(access.may_rest(request.person, mentor=found))
    initial = {"max_mentees": found.max_mentees, "max_places": found.max_places, "hours_a_month": found.hours_a_month}
    return ask(
        request, LoadForm(sent(request), initial=initial), commands.set_load, verb=_("Agree"), back=_there(found),
        title=_("How much does %(name)s take on?") % {"name": found.person}, mentor=found,
    )  # fmt: skip


@page(who=signed_in)
def pause(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Let a mentor rest."""
    found = _seen(request, pk)
    _ask(access.may_rest(request.person, mentor=found))
    return ask(
        request, PauseForm(sent(request)), commands.pause, title=_("Does %(name)s pause?") % {"name": found.person},
        verb=_("Pause"), back=_there(found), mentor=found,
    )  # fmt: skip


@page(who=KEEP)
def review(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Put a mentor under review."""
    found = _seen(request, pk)
    _ask(access.may_keep(request.person, mentor=found))
    return ask(
        request, ReasonForm(sent(request)), commands.review, grave=True, back=_there(found), mentor=found,
        title=_("Review %(name)s?") % {"name": found.person}, verb=_("Put under review"),
        summary=_("They read your reason and can answer it. Until it is decided they are in no new relationship."),
    )  # fmt: skip


@page(who=signed_in)
def reply(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Answer a review of oneself."""
    found = _seen(request, pk)
    _ask(access.may_sign(request.person, mentor=found))
    return ask(
        request, ReplyForm(sent(request)), commands.reply_to_review, title=_("Your answer to the review"), verb=_("Answer"),
        back=_there(found), mentor=found,
    )  # fmt: skip


@page(who=has(*access.DECIDE))
def decide(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """End a review."""
    found = _seen(request, pk)
    _ask(access.may_certify(request.person, mentor=found))
    opened = queries.changes(found).filter(after=Standing.UNDER_REVIEW).first()
    summary = _("Reason: %(reason)s Answer: %(reply)s") % {
        "reason": opened.reason if opened else "–", "reply": (opened and opened.reply) or _("none yet"),
    }  # fmt: skip
    return ask(
        request, DecideForm(sent(request)), commands.decide_review, title=_("Decide on %(name)s") % {"name": found.person},
        verb=_("Decide"), back=_there(found), summary=summary, grave=True, mentor=found,
    )  # fmt: skip


@page(who=signed_in)
def retire(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Let a mentor retire."""
    found = _seen(request, pk)
    _ask(access.may_rest(request.person, mentor=found))
    return ask(
        request, ReasonForm(sent(request)), commands.retire, title=_("Does %(name)s retire from mentoring?") % {"name": found.person},
        verb=_("Retire"), back=_there(found), grave=True, mentor=found, summary=_("Their record stays as it is."),
    )  # fmt: skip


def _seen(request: HttpRequest, pk: UUID) -> Mentor:
    return get_object_or_404(queries.mentors(seen_by=request.person), pk=pk)


def _there(found: Mentor) -> str:
    return reverse("mentors:mentor", args=[found.pk])


def _ask(allowed: bool) -> None:
    if not allowed:
        raise Http404
