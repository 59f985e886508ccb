"""Roles and logins."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import access, commands, queries
from alongside.domain.people.terms import Role
from alongside.domain.places import queries as places
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import AccountForm, LeaveForm, RoleForm, StepForm

ADMINISTRATORS = access.has(Role.ADMINISTRATOR)


@page(who=ADMINISTRATORS)
def roles(request: HttpRequest) -> tuple[str, dict]:
    """Who holds which role in the areas one administers."""
    held, role = queries.grants(seen_by=request.person), request.GET.get("role", "")
    held = held.filter(role=role) if role in Role.values else held
    listed = Paginator(held, 50).get_page(request.GET.get("page"))
    return "staff/roles.html", {"listed": listed, "roles": [("", _("All")), *Role.choices], "narrowed": bool(role)}


@page(who=ADMINISTRATORS)
def role(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Give somebody a role in an area one administers."""
    person = get_object_or_404(queries.people(seen_by=request.person), pk=pk)
    mine = access.paths(request.person, Role.ADMINISTRATOR)
    form = RoleForm(
        sent(request), areas=places.search("", areas=mine), everywhere="" in mine, initial={"since": today_of(request)}
    )
    return ask(
        request, form, commands.grant_role, title=_("Give %(name)s a role") % {"name": person.name}, verb=_("Give the role"),
        back=reverse("staff:member", args=[pk]), person=person,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def end(request: HttpRequest, pk: int) -> tuple[str, dict] | HttpResponse:
    """End a role."""
    grant = get_object_or_404(queries.grants(seen_by=request.person), pk=pk)
    form = LeaveForm(sent(request), initial={"on": today_of(request)})
    form.fields["on"].label = _("Which is the first day without the role?")
    said = {"name": grant.person.name, "role": grant.get_role_display()}
    return ask(
        request, form, commands.end_role, title=_("%(name)s: end the role of %(role)s") % said, verb=_("End the role"),
        back=reverse("staff:member", args=[grant.person_id]), then=reverse("staff:roles"), grant=grant,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def account(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Give somebody a login, or a new password to the one they have."""
    person = get_object_or_404(queries.people(seen_by=request.person), pk=pk)
    had = queries.account(person)
    proposed = had.username if had else f"{person.given_names}.{person.family_name}".lower().replace(" ", "").strip(".")
    form = AccountForm(sent(request), initial={"username": proposed})

    def show(made: object) -> HttpResponse:
        return render(request, "staff/password.html", {"account": made, "member": person})

    return ask(
        request, form, commands.give_account, title=_("A login for %(name)s") % {"name": person.name},
        verb=_("Give a new password") if had else _("Give a login"), take=show,
        summary=_("You will see a password once. Give it to them in person or by telephone."),
        back=reverse("staff:member", args=[pk]), person=person,
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def close(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Close somebody's login."""
    person = get_object_or_404(queries.people(seen_by=request.person), pk=pk)
    had = queries.account(person)
    if had is None:
        raise Http404
    return ask(
        request, StepForm(sent(request)), commands.close_account, grave=True, verb=_("Close the login"),
        title=_("Close the login of %(name)s?") % {"name": person.name}, account=had,
        summary=_("They are signed out everywhere. Their record stays."), back=reverse("staff:member", args=[pk]),
    )  # fmt: skip
