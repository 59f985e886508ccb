"""Going down the area tree, and changing it where one may."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import access
from alongside.domain.people.queries import destinations
from alongside.domain.people.terms import Role
from alongside.domain.places import commands, queries
from alongside.domain.places.access import HOURS
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS, PlaceType
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent, uuid_of
from .forms import CloseForm, DaysForm, MoveForm, NameForm, NoGoForm, OpenForm, ReferralForm

PAGE = 100
KEEPERS = access.has(*access.REGISTER)
ARRANGERS = access.has(*HOURS)
ADMINISTRATORS = access.has(Role.ADMINISTRATOR)


def _runs_everything(person: object) -> bool:
    """Whoever administers everything: a country is opened by nobody else."""
    return access.holds(person, Role.ADMINISTRATOR, at="")  # type: ignore[arg-type]


@page(who=KEEPERS)
def tops(request: HttpRequest) -> tuple[str, dict]:
    """The areas one keeps, and a search through all that lies in them."""
    areas, words = _areas(request), request.GET.get("q", "")
    found = queries.search(words, areas=areas) if words else queries.children(None, areas=areas)
    return "areas/area.html", {
        "listed": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counts": _counts(None, areas),
        "everything": _runs_everything(request.person),
        "searched": words,
    }


@page(who=KEEPERS)
def area(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """A place: what lies directly below it, how many of each kind, and what one may change."""
    place, areas = _place(request, pk), _areas(request)
    crumbs = [
        {"label": each.name, "url": reverse("areas:area", args=[each.pk])} if any(each.path.startswith(path) for path in areas)
        else {"label": each.name}
        for each in queries.crumbs(place)[:-1]
    ]  # fmt: skip
    return "areas/area.html", {
        "place": place,
        "listed": Paginator(queries.children(place, areas=areas), PAGE).get_page(request.GET.get("page")),
        "counts": _counts(place, areas),
        "referrals": [] if place.is_area else list(queries.referrals(place)),
        "no_go": [
            (each, commands.open_days_again.may(request.person, days=each))
            for each in queries.no_go_ahead(place, today=today_of(request))
        ],
        "crumbs": [{"label": _("Areas"), "url": reverse("areas:tops")}, *crumbs, {"label": place.name}],
        "administers": access.holds(request.person, Role.ADMINISTRATOR, at=place.path),
    }


@page(who=_runs_everything)
def open_top(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Open an area at the top of the tree."""
    form = OpenForm(sent(request), initial={"type": PlaceType.COUNTRY})
    form.fields["type"].choices = [choice for choice in PlaceType.choices if choice[0] in AREAS]
    for name in ("ownership", "code", "latitude", "longitude"):
        del form.fields[name]
    return ask(
        request, form, commands.open_area, title=_("Open a country or area"), verb=_("Open"), back=reverse("areas:tops"), under=None,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def open(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Open an area or a place below one."""
    place = _administered(request, pk)
    form = OpenForm(sent(request))
    act = commands.open_area if form.is_bound and form.data.get("type") in AREAS else commands.open_facility
    return ask(
        request, form, act, title=_("Open a place in %(area)s") % {"area": place.name}, verb=_("Open"),
        back=reverse("areas:area", args=[pk]), under=place,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def name(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Give a place another name."""
    place = _administered(request, pk)
    return ask(
        request, NameForm(sent(request), initial={"name": place.name}), commands.rename_place,
        title=_("Rename %(place)s") % {"place": place.name}, verb=_("Rename"), back=reverse("areas:area", args=[pk]), place=place,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def move(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Put a place under another area."""
    place = _administered(request, pk)
    areas = queries.seen(access.paths(request.person, Role.ADMINISTRATOR)).filter(closed_on=None)
    return ask(
        request, MoveForm(sent(request), areas=areas), commands.move_place, verb=_("Move"), place=place,
        title=_("Move %(place)s") % {"place": place.name}, back=reverse("areas:area", args=[pk]),
        summary=_("Everything below it moves along. What was recorded stays where it was held."),
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def close(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Close a place, or open a closed one again."""
    place, back = _administered(request, pk), reverse("areas:area", args=[pk])
    if place.closed_on is None:
        return ask(
            request, CloseForm(sent(request), initial={"closed_on": today_of(request)}), commands.close_place, grave=True,
            title=_("Close %(place)s?") % {"place": place.name}, verb=_("Close"), back=back, place=place,
            summary=_("Nobody plans a visit there any more. Everything recorded stays."),
        )  # fmt: skip
    from ..staff.forms import StepForm

    return ask(
        request, StepForm(sent(request)), commands.reopen_place, title=_("Open %(place)s again?") % {"place": place.name},
        verb=_("Open again"), back=back, place=place,
    )  # fmt: skip


@page(who=ARRANGERS)
def days(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say on which days a place is open."""
    place = _arranged(request, pk)
    return ask(
        request, DaysForm(sent(request), initial=DaysForm.shown(place)), commands.set_opening_days, verb=_("Save"),
        title=_("When is %(place)s open?") % {"place": place.name}, back=_from(request, place), place=place,
    )  # fmt: skip


@page(who=ARRANGERS)
def free(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say on which days nobody visits an area or place; with `open`, that they are open again."""
    place = _arranged(request, pk)
    back = _from(request, place)
    if request.method == "POST" and "open" in request.POST:
        days = get_object_or_404(queries.no_go_ahead(place, today=today_of(request)), pk=uuid_of(request.POST["open"]))
        if not commands.open_days_again.may(request.person, days=days):
            raise Http404
        commands.open_days_again(by=request.person, at=request.now, days=days)
        return redirect(back)
    return ask(
        request, NoGoForm(sent(request)), commands.keep_free, verb=_("Keep free"), back=back, place=place,
        title=_("When does nobody visit %(place)s?") % {"place": place.name},
        summary=_("It holds for every place below, too. Nobody can plan a visit on these days; what is planned already is marked in the planner."),
    )  # fmt: skip


@page(who=KEEPERS)
def referral(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say where a place refers its clients to; with `end`, that it no longer does."""
    place, back = _place(request, pk), reverse("areas:area", args=[pk])
    form = ReferralForm(sent(request), among=destinations())
    if request.method == "POST" and "end" in request.POST:
        link = get_object_or_404(
            queries.referrals(place), pk=request.POST["end"] if request.POST["end"].isdigit() else 0
        )
        commands.unlink_referral(by=request.person, at=request.now, origin=place, destination=link.destination)
        return redirect(back)
    return ask(
        request, form, commands.link_referral, title=_("Where does %(place)s refer clients to?") % {"place": place.name},
        verb=_("Save"), back=back, origin=place,
    )  # fmt: skip


def _areas(request: HttpRequest) -> list[str]:
    return access.paths(request.person, *access.REGISTER)


def _place(request: HttpRequest, pk: UUID) -> OrgUnit:
    return get_object_or_404(queries.seen(_areas(request)), pk=pk)


def _arranged(request: HttpRequest, pk: UUID) -> OrgUnit:
    return get_object_or_404(queries.seen(access.paths(request.person, *HOURS)), pk=pk)


def _from(request: HttpRequest, place: OrgUnit) -> str:
    """Return the page one comes from: whoever leads a place without keeping its area sees the workplace only."""
    keeps = access.holds(request.person, *access.REGISTER, at=place.path)
    return reverse("areas:area" if keeps else "places:place", args=[place.pk])


def _administered(request: HttpRequest, pk: UUID) -> OrgUnit:
    return get_object_or_404(queries.seen(access.paths(request.person, Role.ADMINISTRATOR)), pk=pk)


def _counts(place: OrgUnit | None, areas: list[str]) -> list[tuple]:
    return [(PlaceType(type).label, n) for type, n in queries.counts_by_type(place, areas=areas)]
