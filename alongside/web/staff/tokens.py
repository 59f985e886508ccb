"""One's own tokens, with which programs read."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import commands, queries
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from .forms import StepForm, TokenForm


@page(who=signed_in)
def tokens(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """My tokens; a new one is shown once."""
    form, today = TokenForm(sent(request), initial={"days": "90"}), today_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        with form.showing_refusals():
            made = commands.make_token(
                by=request.person, at=request.now, act_id=form.act_id, person=request.person, name=given["name"],
                until=today + timedelta(days=int(given["days"])),
            )  # fmt: skip
            return render(request, "staff/token.html", {"token": made})
    return "staff/tokens.html", {"form": form, "tokens": list(queries.tokens(request.person)), "today": today}


@page(who=signed_in)
def revoke_token(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Close what a token opened."""
    token = get_object_or_404(queries.revocable_tokens(seen_by=request.person), pk=pk)
    own = token.person_id == request.person.pk
    return ask(
        request, StepForm(sent(request)), commands.revoke_token, grave=True, verb=_("Revoke"), token=token,
        title=_("Revoke “%(token)s”?") % {"token": token.name},
        summary=_("The program that uses it can no longer read, from its next request."),
        back=reverse("staff:tokens") if own else reverse("staff:member", args=[token.person_id]),
    )  # fmt: skip
