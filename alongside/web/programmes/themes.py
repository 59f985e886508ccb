"""The calendar of themes: a topic a month, shown to every mentor (R056)."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.domain.instruments.queries import in_force
from alongside.domain.programmes import access, commands, queries
from alongside.kernel.ids import uuid7
from alongside.ui import forms as fields
from alongside.ui.days import today_of
from alongside.ui.forms import PageForm
from alongside.ui.pages import page

from ..asking import ask, press, sent
from ..choosing import Among
from .pages import DESIGN, SEE, crumbs, kept, seen

SHOWN = 12  # months from this one on


class ThemeForm(PageForm):
    topic = fields.words(gettext_lazy("What is the month about?"), named=gettext_lazy("the topic"), max_length=120)
    materials = fields.words(
        gettext_lazy("What do mentors take along?"), named=gettext_lazy("the materials"), required=False, max_length=300
    )
    link = forms.URLField(
        label=gettext_lazy("Where does it lie?"), required=False, max_length=300, assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Enter an address, such as https://example.org/guide.pdf.")},
    )  # fmt: skip
    checklist = Among(label=gettext_lazy("Which checklist comes first?"), required=False)


@page(who=SEE)
def themes(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """The months to come, each with its theme."""
    found, first = seen(request, pk), today_of(request).replace(day=1)
    known = queries.themes(found)
    ahead = [_later(first, number) for number in range(SHOWN)]
    return "programmes/themes.html", {
        "programme": found, "changes": access.may_take_up(request.person, programme=found),
        "months": [(month, month.strftime("%Y-%m"), known.get(month)) for month in ahead],
        "past": [each for month, each in known.items() if month < first][::-1],
        "crumbs": crumbs(found.name),
    }  # fmt: skip


@page(who=DESIGN)
def theme(request: HttpRequest, pk: UUID, month: str) -> tuple[str, dict] | HttpResponse:
    """Say what a month is about, or leave it without a theme."""
    found, first = kept(request, pk), _month(month)
    known = queries.themes(found).get(first)
    back = reverse("programmes:themes", args=[pk])
    if request.method == "POST" and request.POST.get("then") == "drop":
        press(request, {"drop": commands.drop_theme}, programme=found, month=first)
        return redirect(back)
    form = ThemeForm(sent(request), initial=_initial(known))
    form.fields["checklist"].offer([(each.instrument, str(each.instrument)) for each in in_force(today_of(request))])  # type: ignore[attr-defined]
    asked = ask(
        request, form, commands.set_theme, title=date_format(first, "F Y"), verb=_("Keep this theme"), back=back,
        programme=found, month=first, summary=_("Every mentor sees it on the first page in that month, and visits planned for it begin with it."),
    )  # fmt: skip
    if isinstance(asked, HttpResponse):
        return asked
    return "programmes/theme.html", asked[1] | {"known": known, "act_id": uuid7(), "crumbs": crumbs(found.name)}


def _initial(known: Any) -> dict[str, Any]:
    return {name: getattr(known, name) for name in ("topic", "materials", "link", "checklist")} if known else {}


def _month(given: str) -> date:
    try:
        return date.fromisoformat(f"{given}-01")
    except ValueError:
        raise Http404 from None


def _later(first: date, months: int) -> date:
    return date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
