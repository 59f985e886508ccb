"""Recording the preparation of a mentor, by a master mentor."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from alongside.domain.mentors import access, commands
from alongside.domain.people.access import has
from alongside.domain.programmes.queries import areas
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import CoVisitForm, ModuleForm, ProficiencyForm
from .pages import _ask, _seen, _there

PREPARE = has(*access.PREPARE)


@page(who=PREPARE)
def module(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep how a module went."""
    found = _seen(request, pk)
    _ask(access.may_prepare(request.person, mentor=found))
    return ask(
        request, ModuleForm(sent(request), initial={"done_on": today_of(request), "stage": 2}), commands.record_module,
        title=_("A module of %(name)s's preparation") % {"name": found.person}, verb=_("Keep this"), back=_there(found), mentor=found,
    )  # fmt: skip


@page(who=PREPARE)
def proficiency(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep that somebody masters an area."""
    found = _seen(request, pk)
    _ask(access.may_prepare(request.person, mentor=found))
    form = ProficiencyForm(
        sent(request), areas=[area for area, _depth in areas()], initial={"assessed_on": today_of(request)}
    )
    return ask(
        request, form, commands.record_proficiency, title=_("What does %(name)s master?") % {"name": found.person},
        verb=_("Keep this"), back=_there(found), mentor=found,
    )  # fmt: skip


@page(who=PREPARE)
def co_visit(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep what one saw of somebody's mentoring."""
    found = _seen(request, pk)
    _ask(access.may_prepare(request.person, mentor=found))
    return ask(
        request, CoVisitForm(sent(request), initial={"held_on": today_of(request)}), commands.record_co_visit,
        title=_("A visit on which you watched %(name)s mentor") % {"name": found.person}, verb=_("Keep this"), back=_there(found),
        mentor=found,
    )  # fmt: skip
