"""What workplaces agreed to: from the first contact to renewal."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.agreements import access, commands, queries
from alongside.domain.agreements.models import Engagement
from alongside.domain.agreements.rules import ENGAGEMENT, REVIEW_AFTER
from alongside.domain.agreements.terms import EngagementStatus
from alongside.domain.encounters.queries.protected import used
from alongside.domain.mentors import queries as mentors
from alongside.domain.people.access import has, paths
from alongside.domain.places import queries as places
from alongside.domain.programmes.queries import programmes
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import BeginForm, ContactForm, EndHoursForm, HoursForm, LapseForm, MeetingForm, SignForm

PAGE = 50
LOOK_BACK = timedelta(days=90)
SEE, KEEP = has(*access.SEE), has(*access.KEEP)


@page(who=SEE)
def engagements(request: HttpRequest) -> tuple[str, dict]:
    """Every agreement one may see, by state, with what waits for an answer."""
    status = request.GET.get("status", "")
    counts = queries.counts(seen_by=request.person)
    found = queries.engagements(seen_by=request.person)
    if status in EngagementStatus.values:
        found = found.filter(status=status)
    states = [
        ("", _("All")),
        *((value, f"{label} {counts[value]}") for value, label in EngagementStatus.choices if counts[value]),
    ]
    today = today_of(request)
    return "agreements/engagements.html", {
        "share": queries.release_share(seen_by=request.person, since=today - LOOK_BACK, until=today),
        "listed": Paginator(found, PAGE).get_page(request.GET.get("page")), "states": states, "n": sum(counts.values()),
        "may_begin": KEEP(request.person), "today": today, "filtered": bool(status),
        "waiting": list(queries.releases(seen_by=request.person, open_only=True)[:PAGE]) if has(*access.SEE_RELEASES)(request.person) else [],
    }  # fmt: skip


@page(who=SEE)
def engagement(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """One agreement on one page: what was agreed, how it came about, what is next."""
    found, today = agreement_seen(request, pk), today_of(request)
    person = request.person
    posted = list(mentors.assigned_to(found.place, on=today).filter(programme=found.programme))
    return "agreements/engagement.html", {
        "engagement": found,
        "today": today,
        "steps": list(queries.steps(found)),
        "protected": used(queries.protected_time(found, on=today), on=today),
        "releases": list(queries.releases(seen_by=person, place=found.place)[:PAGE]),
        "posted": posted,
        "introduces": mentors.can_mentor(on=today).filter(pk__in=[each.mentor_id for each in posted]).exists(),
        "signs": access.may_sign(person, engagement=found) and ENGAGEMENT.may_step(found.status, "agreements.record_agreement"),
        "keeps": access.may_change(person, engagement=found),
        "may_sign": access.may_sign(person, engagement=found),
        "may_ask": access.may_ask(person, programme=found.programme, place=found.place),
        "open": {move.act.partition(".")[2] for move in ENGAGEMENT.open_to(found.status)},
        "crumbs": [{"label": _("Agreements"), "url": reverse("agreements:engagements")}, {"label": found.place.name}],
    }  # fmt: skip


@page(who=KEEP)
def contact(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Note a first contact with the leadership of a workplace."""
    offered = places.seen(paths(request.person, *access.KEEP)).filter(closed_on=None)
    form = ContactForm(
        sent(request), programmes=programmes(seen_by=request.person), places=offered,
        initial={"on": today_of(request), "place": request.GET.get("place", "")},
    )  # fmt: skip
    return ask(
        request, form, commands.record_contact, title=_("A first contact with a workplace"), verb=_("Note this"),
        back=reverse("agreements:engagements"), said=_("Noted. Next is a meeting with the leadership."),
    )  # fmt: skip


@page(who=KEEP)
def meeting(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Note a meeting with the leadership."""
    found = _kept(request, pk)
    return ask(
        request, MeetingForm(sent(request), initial={"on": today_of(request)}), commands.record_meeting,
        title=_("A meeting with the leadership of %(place)s") % {"place": found.place}, verb=_("Note this"), back=_there(found),
        programme=found.programme, place=found.place,
    )  # fmt: skip


@page(who=has(*access.SIGN))
def sign(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Record what the workplace agrees to."""
    found, today = agreement_seen(request, pk), today_of(request)
    if not access.may_sign(request.person, engagement=found):
        raise Http404
    posts = list(queries.working_at(found.place, on=today))
    if request.person.pk not in {post.person_id for post in posts}:
        signer = found.signed_by_id
    else:
        signer = found.signed_by_id or request.person.pk
    initial = {
        "focal_person": found.focal_person_id, "hours_a_week": found.hours_a_week, "room": found.room,
        "permission_procedure": found.permission_procedure, "backup_rule": found.backup_rule, "signed_by": signer,
        "agreed_on": today, "review_on": today + REVIEW_AFTER,
    }  # fmt: skip
    return ask(
        request, SignForm(sent(request), posts=posts, initial=initial), commands.record_agreement,
        title=_("What %(place)s agrees to") % {"place": found.place}, verb=_("Sign"), back=_there(found), engagement=found,
        summary=_("It holds until the day of review, at most a year. Both sides can change it at any time by signing anew."),
    )  # fmt: skip


@page(who=KEEP)
def begin(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Note that mentoring has begun at a workplace."""
    found = _kept(request, pk)
    return ask(
        request, BeginForm(sent(request), initial={"on": today_of(request)}), commands.begin, verb=_("Note this"),
        title=_("Has mentoring begun at %(place)s?") % {"place": found.place}, back=_there(found), engagement=found,
    )  # fmt: skip


@page(who=KEEP)
def lapse(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Note that an agreement holds no more."""
    found = _kept(request, pk)
    return ask(
        request, LapseForm(sent(request), initial={"on": today_of(request)}), commands.let_lapse, verb=_("Let it lapse"),
        title=_("Does the agreement with %(place)s hold no more?") % {"place": found.place}, back=_there(found), grave=True,
        engagement=found, summary=_("Visits there show a warning until the leadership has been met again."),
    )  # fmt: skip


@page(who=has(*access.SIGN))
def hours(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Agree the hours in which somebody mentors colleagues."""
    found, today = agreement_seen(request, pk), today_of(request)
    if not access.may_sign(request.person, engagement=found):
        raise Http404
    posts = list(queries.working_at(found.place, on=today))
    return ask(
        request, HoursForm(sent(request), posts=posts, initial={"since": today}), commands.protect_time, verb=_("Agree"),
        title=_("Hours to mentor colleagues at %(place)s") % {"place": found.place}, back=_there(found), engagement=found,
    )  # fmt: skip


@page(who=has(*access.SIGN))
def end_hours(request: HttpRequest, pk: int) -> tuple[str, dict] | HttpResponse:
    """Let agreed hours end."""
    found = get_object_or_404(queries.protected_seen(seen_by=request.person), pk=pk)
    if not access.may_end_protection(request.person, protected=found):
        raise Http404
    return ask(
        request, EndHoursForm(sent(request), initial={"until": today_of(request)}), commands.end_protected_time,
        title=_("Do the hours of %(name)s end?") % {"name": found.person}, verb=_("End them"), back=_there(found.engagement),
        protected=found,
    )  # fmt: skip


def agreement_seen(request: HttpRequest, pk: UUID) -> Engagement:
    return get_object_or_404(queries.engagements(seen_by=request.person), pk=pk)


def _kept(request: HttpRequest, pk: UUID) -> Engagement:
    found = agreement_seen(request, pk)
    if not access.may_change(request.person, engagement=found):
        raise Http404
    return found


def _there(found: Engagement) -> str:
    return reverse("agreements:engagement", args=[found.pk])
