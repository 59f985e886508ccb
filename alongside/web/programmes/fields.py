"""The fields of work that all programmes share (R003): added, renamed, retired."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.programmes import access, commands, queries
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.ids import uuid7
from alongside.ui.pages import page

from ..asking import ask, press, sent
from .forms import FieldForm, FieldNameForm
from .pages import DESIGN, SEE

PRESSED = {"retire": commands.retire_area, "take_up": commands.take_up_area}


@page(who=SEE)
def fields(request: HttpRequest) -> tuple[str, dict]:
    """Every field of work, nested, with how many competencies rest on it."""
    resting = queries.competencies_by_area()
    return "programmes/fields.html", {
        "areas": [(area, "–" * depth, resting.get(area.pk, 0)) for area, depth in queries.areas(also_retired=True)],
        "designs": access.may_design(request.person),
        "crumbs": _crumbs(),
    }


@page(who=DESIGN)
def add_field(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Add a field of work, at the top or below another."""
    form = FieldForm(sent(request), areas=[(area, area.name) for area, _depth in queries.areas()])
    return ask(
        request, form, commands.add_area, title=_("A field of work"), verb=_("Add"), back=reverse("programmes:fields"),
        summary=_("It can be chosen at once for competencies, mentors and plans, in every programme."),
    )  # fmt: skip


@page(who=DESIGN)
def field(request: HttpRequest, code: str) -> tuple[str, dict] | HttpResponse:
    """Rename a field of work, retire it, or take it up again."""
    area = _field(code)
    if request.method == "POST" and "then" in request.POST:
        press(request, PRESSED, area=area)
        return redirect("programmes:fields")
    form = FieldNameForm(sent(request), initial={"name": area.name})
    asked = ask(
        request, form, commands.rename_area, title=area.name, verb=_("Rename"), back=reverse("programmes:fields"), area=area,
        summary=_("The code %(code)s stays, and so does everything that rests on it.") % {"code": area.pk},
    )  # fmt: skip
    if isinstance(asked, HttpResponse):
        return asked
    _template, shown = asked
    return "programmes/field.html", shown | {
        "area": area,
        "act_id": uuid7(),
        "crumbs": [*_crumbs(), {"label": area.name}],
    }


def _field(code: str) -> TechnicalArea:
    found = next((area for area, _depth in queries.areas(also_retired=True) if area.pk == code), None)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[dict]:
    return [
        {"label": _("Programmes"), "url": reverse("programmes:programmes")},
        {"label": _("Fields of work"), "url": reverse("programmes:fields")},
    ]
