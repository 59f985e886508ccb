"""Taking part in a group by a code: the mentor shows it, each scans it with their own phone and says that they are there."""

import segno
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from alongside.domain.encounters import commands
from alongside.domain.encounters.models import Encounter
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.terms import Interaction
from alongside.domain.people.access import has
from alongside.ui.forms import PageForm
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from .contacts import own_contact
from .pages import RECORD

SALT = "alongside.attend"
LASTS = 12 * 3600  # seconds: a code that was photographed opens nothing the day after


@page(who=has(*RECORD))
def code(request: HttpRequest, pk: object) -> tuple[str, dict]:
    """The code of a group, large enough to be scanned from across a table, and who is there so far."""
    encounter = own_contact(request, pk)  # type: ignore[arg-type]
    if encounter.interaction == Interaction.ONE_TO_ONE:
        raise Http404
    token = signing.dumps(str(encounter.pk), salt=SALT)
    there = request.build_absolute_uri(reverse("visits:attend", args=[token]))
    drawn = segno.make(there, error="m").svg_inline(scale=6, border=3, dark="#000", light="#fff", omitsize=True)
    return "visits/code.html", {
        "encounter": encounter, "drawn": mark_safe(drawn), "people": [row.person for row in encounter.attendances.select_related("person")],
    }  # fmt: skip


@page(who=signed_in)
def attend(request: HttpRequest, token: str) -> tuple[str, dict] | HttpResponse:
    """Say that one is there."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return "visits/code_over.html", {}
    encounter = asked.group_of_code(pk)
    if encounter is None:
        return "visits/code_over.html", {}
    return ask(
        request, PageForm(sent(request)), commands.attend, encounter=encounter, person=request.person, verb=_("I am here"),
        title=_("Do you take part?"), summary=_said(encounter), back=reverse("home:start"),
        said=_("You are on the list."), take=lambda made: redirect("home:start"),
    )  # fmt: skip


def _said(encounter: Encounter) -> str:
    return " · ".join(part for part in (encounter.topic, str(encounter.place), str(encounter.mentor)) if part)
