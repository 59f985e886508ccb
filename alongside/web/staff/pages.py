"""The list of staff, one member, and what changes about them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import access, commands, queries
from alongside.domain.people.models import Person
from alongside.domain.people.terms import LANGUAGES, Role
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import ContactFields, LeaveForm, LicenceForm, MoveForm, RegisterForm, StepForm

PAGE = 50
KEEPERS = access.has(*access.REGISTER)


@page(who=KEEPERS)
def everybody(request: HttpRequest) -> tuple[str, dict]:
    """Everybody of the areas one keeps, by name; filters are in the address."""
    words, cadre, role, state = (request.GET.get(name, "") for name in ("q", "cadre", "role", "state"))
    found = queries.search(words, seen_by=request.person) if words else queries.people(seen_by=request.person)
    found = found.filter(is_active=state != "inactive")
    found = queries.of_cadre(found, cadre) if cadre else found
    found = queries.with_role(found, role) if role in Role.values else found
    listed = Paginator(queries.with_posts(found), PAGE).get_page(request.GET.get("page"))
    return "staff/everybody.html", {
        "listed": listed,
        "cadres": [("", _("All")), *((each.code, each.title) for each in queries.cadres())],
        "roles": [("", _("All")), *Role.choices],
        "states": [("", _("Active")), ("inactive", _("Inactive"))],
        "pairs": queries.likely_duplicates(seen_by=request.person).count(),
        "narrowed": bool(words or cadre or role or state),
    }


@page(who=KEEPERS)
def member(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """One person: contact, posts, roles, login, devices, and what one may do about them."""
    person = _person(request, pk, queries.with_posts(queries.people(seen_by=request.person)))
    keeps, administers = (
        access.may_keep(request.person, person=person),
        access.may_administer(request.person, person=person),
    )
    account = queries.account(person)
    return "staff/member.html", {
        "member": person,
        "posts": list(queries.history(person)),
        "grants": list(queries.grants_of(person, seen_by=request.person)),
        "devices": list(queries.devices(person)) if administers else [],
        "tokens": list(queries.tokens(person)) if administers else [],
        "account": account,
        "keeps": keeps,
        "administers": administers,
        "today": today_of(request),
        "languages": [dict(LANGUAGES).get(code, code) for code in [person.language, *person.also_speaks.split()]],
    }


@page(who=KEEPERS)
def register(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Register somebody with the post they hold."""
    form = RegisterForm(
        sent(request),
        keeper=request.person,
        initial={"since": today_of(request), "language": "en", "preferred_channel": "sms"},
    )
    return ask(
        request, form, commands.register_person, title=_("Register a person"), verb=_("Register"),
        back=reverse("staff:everybody"), take=lambda made: redirect("staff:member", made.pk),
    )  # fmt: skip


@page(who=KEEPERS)
def contact(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Change how a person is reached."""
    person = _person(request, pk, queries.with_posts(queries.people(seen_by=request.person)))
    numbers = [phone.number for phone in person.numbers] + ["", ""]
    form = ContactFields(
        sent(request),
        initial={
            "phone": numbers[0], "other_phone": numbers[1], "email": person.email, "language": person.language,
            "also_speaks": person.also_speaks.split(), "preferred_channel": person.preferred_channel,
        },
    )  # fmt: skip
    return ask(
        request, form, commands.change_contact, title=_("How is %(name)s reached?") % {"name": person.name}, verb=_("Save"),
        back=reverse("staff:member", args=[pk]), person=person,
    )  # fmt: skip


@page(who=KEEPERS)
def move(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Transfer a person to another place; what they have shown goes with them."""
    person = _person(request, pk)
    form = MoveForm(sent(request), keeper=request.person, initial={"on": today_of(request)})
    return ask(
        request, form, commands.move_post, title=_("Transfer %(name)s") % {"name": person.name}, verb=_("Transfer"),
        summary=_("Their record, with everything they have shown, goes with them."),
        back=reverse("staff:member", args=[pk]), then=reverse("staff:everybody"), person=person,
        said=_("%(name)s is transferred.") % {"name": person.name},
    )  # fmt: skip


@page(who=KEEPERS)
def leave(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """End a post."""
    post = get_object_or_404(queries.posts(seen_by=request.person), pk=pk)
    form = LeaveForm(sent(request), initial={"on": today_of(request)})
    said = {"name": post.person.name, "place": post.place.name}
    return ask(
        request, form, commands.leave_post, title=_("%(name)s leaves %(place)s") % said, verb=_("End the post"),
        back=reverse("staff:member", args=[post.person_id]), employment=post,
    )  # fmt: skip


@page(who=KEEPERS)
def licence(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep the licence somebody works under."""
    post = get_object_or_404(queries.posts(seen_by=request.person), pk=pk)
    given = {name: getattr(post, name) for name in LicenceForm.base_fields}
    return ask(
        request, LicenceForm(sent(request), initial=given), commands.set_licence,
        title=_("Licence of %(name)s") % {"name": post.person.name}, verb=_("Save"),
        back=reverse("staff:member", args=[post.person_id]), employment=post,
    )  # fmt: skip


@page(who=KEEPERS)
def active(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Make a person inactive, or active again."""
    person = _person(request, pk)
    named, here = {"name": person.name}, reverse("staff:member", args=[pk])
    form = StepForm(sent(request))
    if person.is_active:
        return ask(
            request, form, commands.deactivate, title=_("Make %(name)s inactive?") % named, verb=_("Make inactive"), grave=True,
            summary=_("They can no longer sign in or be chosen. Everything recorded stays."), back=here, person=person,
        )  # fmt: skip
    return ask(
        request, form, commands.reactivate, title=_("Make %(name)s active again?") % named, verb=_("Make active"),
        back=here, person=person,
    )  # fmt: skip


def _person(request: HttpRequest, pk: UUID, among: QuerySet[Person] | None = None) -> Person:
    return get_object_or_404(queries.people(seen_by=request.person) if among is None else among, pk=pk)
