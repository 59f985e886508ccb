"""Calls and meetings that support mentors, and teams of mentors."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.mentors import access, commands, queries
from alongside.domain.mentors.rules import OBSERVING
from alongside.domain.people.access import has, paths
from alongside.domain.places import queries as places
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.queries import programmes
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from .forms import SupportForm, TeamForm

PAGE = 50


@page(who=signed_in)
def support(request: HttpRequest) -> tuple[str, dict]:
    """The calls and meetings one led or took part in, and who waits for one."""
    keeps = has(*access.PANEL)(request.person)
    return "mentors/support.html", {
        "listed": Paginator(queries.supports(seen_by=request.person), PAGE).get_page(request.GET.get("page")),
        "unsupported": list(queries.unsupported(seen_by=request.person, on=today_of(request))[:PAGE]) if keeps else [],
        "keeps": keeps,
    }  # fmt: skip


@page(who=has(*access.PANEL))
def record_support(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Keep that mentors were supported."""
    found = queries.mentors(seen_by=request.person).filter(standing__in=OBSERVING)
    return ask(
        request, SupportForm(sent(request), mentors=found, initial={"held_on": today_of(request)}), commands.record_support,
        title=_("A call or meeting with mentors"), verb=_("Keep this"), back=reverse("mentors:support"), place=_area(request),
    )  # fmt: skip


@page(who=signed_in)
def teams(request: HttpRequest) -> tuple[str, dict]:
    """The teams of mentors one may see."""
    found = list(queries.teams(seen_by=request.person))
    return "mentors/teams.html", {"teams": found, "keeps": has(*access.KEEP)(request.person)}


@page(who=has(*access.KEEP))
def form_team(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Form a team of mentors who visit together."""
    found = queries.mentors(seen_by=request.person).filter(standing__in=OBSERVING)
    return ask(
        request, TeamForm(sent(request), mentors=found, programmes=programmes(seen_by=request.person)), commands.form_team,
        title=_("A team of mentors"), verb=_("Form the team"), back=reverse("mentors:teams"), place=_area(request),
    )  # fmt: skip


def _area(request: HttpRequest) -> OrgUnit:
    """Return the area in whose name somebody supports mentors: the highest they hold such a role in."""
    held = paths(request.person, *access.PANEL)
    if not held:
        raise Http404
    return get_object_or_404(places.seen(held), path=held[0]) if held[0] else places.seen(held).order_by("path").first()
