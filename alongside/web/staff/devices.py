"""One's own devices."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import commands, queries
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from .forms import DeviceForm, StepForm

# Filled by the installation's wiring: for each kind of app that can send, what sets a phone up for it. Called with
# root, secret and name; returns something with `address` and `svg`. Pages and foreign systems do not know each other.
SETTINGS_CODES: dict[str, Callable[..., Any]] = {}


@page(who=signed_in)
def mine(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """My devices; a new one shows its secret once."""
    form = DeviceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = commands.add_device(
                by=request.person, at=request.now, act_id=form.act_id, person=request.person, **form.values()
            )
            return render(request, "staff/secret.html", {"device": made, "codes": _codes(request, made)})
    return "staff/mine.html", {"form": form, "devices": list(queries.devices(request.person))}


@page(who=signed_in)
def revoke(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Take a device its right to send."""
    device = get_object_or_404(queries.revocable(seen_by=request.person), pk=pk)
    own = device.person_id == request.person.pk
    return ask(
        request, StepForm(sent(request)), commands.revoke_device, grave=True, verb=_("Revoke"), device=device,
        title=_("Revoke “%(device)s”?") % {"device": device.name},
        summary=_("It can no longer send. What it sent before stays."),
        back=reverse("staff:mine") if own else reverse("staff:member", args=[device.person_id]),
    )  # fmt: skip


def _codes(request: HttpRequest, device: Any) -> list[tuple[str, Any]]:
    """Return (name of the app, its settings code) for a device that was just made; none once its secret is gone."""
    secret = getattr(device, "secret", "")
    if not secret:
        return []
    root = request.build_absolute_uri("/")
    return [(app, code(root=root, secret=secret, name=request.person.name)) for app, code in SETTINGS_CODES.items()]  # type: ignore[attr-defined]
