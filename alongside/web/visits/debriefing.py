"""What the leadership hears at the end of a visit."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.domain.encounters import access, commands
from alongside.domain.encounters.models import Debrief, Visit
from alongside.domain.encounters.queries import debriefs as asked
from alongside.domain.encounters.queries import follow_up, visits
from alongside.domain.encounters.rules.states import NOT_HELD
from alongside.ui import forms as fields
from alongside.ui.pages import page, signed_in

from ..asking import CheckedForm, ask, sent
from ..choosing import SomeAmong


class DebriefForm(CheckedForm):
    """Three of each: what is heard is remembered."""

    strength_1 = fields.words(gettext_lazy("What went well?"), named=gettext_lazy("what went well"), max_length=200)
    strength_2 = fields.words(
        gettext_lazy("What else?"), named=gettext_lazy("what else"), required=False, max_length=200
    )
    strength_3 = fields.words(
        gettext_lazy("And what else?"), named=gettext_lazy("what else"), required=False, max_length=200
    )
    actions = SomeAmong(label=gettext_lazy("Which agreed actions matter most?"), required=False)
    issues = SomeAmong(label=gettext_lazy("Which issues beyond the person?"), required=False)
    decisions = fields.words(
        gettext_lazy("What do you ask them to decide?"), named=gettext_lazy("what you ask"), required=False, long=True
    )

    def __init__(self, *args: Any, actions: Iterable[Any], issues: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("actions", actions), ("issues", issues)):
            offered = [(row, row.text) for row in rows]
            if offered:
                self.fields[name].offer(offered)
            else:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Give the sentences as one list, as the act takes them."""
        given = super().values()
        return given | {"strengths": [given.pop(f"strength_{number}") for number in (1, 2, 3)]}


class HeardForm(CheckedForm):
    remark = fields.words(
        gettext_lazy("What do you say to it?"), named=gettext_lazy("a remark"), required=False, long=True
    )


class NotMetForm(CheckedForm):
    because = fields.words(gettext_lazy("Why could nobody hear it?"), named=gettext_lazy("why"), max_length=200)


@page(who=signed_in)
def debrief(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """The debrief on one sheet: to read, to print, to acknowledge."""
    visit, found = _found(request, pk)
    if found is None:
        raise Http404
    waits = found.acknowledged_at is None
    return "visits/debrief.html", {
        "visit": visit, "debrief": found,
        "hears": waits and access.may_acknowledge_debrief(request.person, debrief=found),
        "writes": waits and access.may_change_visit(request.person, visit=visit),
    }  # fmt: skip


@page(who=signed_in)
def write_debrief(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Write the debrief of a visit, or write it again."""
    visit, found = _found(request, pk)
    if not access.may_change_visit(request.person, visit=visit) or visit.status in NOT_HELD:
        raise Http404
    actions = list(follow_up.actions(seen_by=request.person, place=visit.place)[:30])
    issues = [
        each.issue for each in follow_up.issues(seen_by=request.person, today=visit.until_on, place=visit.place)[:30]
    ]
    initial = {}
    if found is not None:
        initial = {f"strength_{n}": said for n, said in enumerate(found.strengths, start=1)} | {
            "actions": list(found.actions.all()), "issues": list(found.issues.all()), "decisions": found.decisions,
        }  # fmt: skip
    return ask(
        request, DebriefForm(sent(request), actions=actions, issues=issues, initial=initial), commands.write_debrief,
        title=_("Debrief for the leadership"), verb=_("Keep this"), visit=visit, summary=str(visit.place),
        back=reverse("visits:visit", args=[pk]), then=reverse("visits:debrief", args=[pk]),
    )  # fmt: skip


@page(who=signed_in)
def hear_debrief(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Acknowledge a debrief for the leadership."""
    _visit, found = _found(request, pk)
    if found is None or found.acknowledged_at or not access.may_acknowledge_debrief(request.person, debrief=found):
        raise Http404
    return ask(
        request, HeardForm(sent(request)), commands.acknowledge_debrief, title=_("Have you heard the debrief?"), verb=_("We have heard it"),
        back=reverse("visits:debrief", args=[pk]), debrief=found,
    )  # fmt: skip


@page(who=signed_in)
def not_heard(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Keep why nobody could hear the debrief on the day."""
    visit, found = _found(request, pk)
    if found is None or found.acknowledged_at or not access.may_change_visit(request.person, visit=visit):
        raise Http404
    return ask(
        request, NotMetForm(sent(request)), commands.note_not_met, title=_("Nobody could hear it?"), verb=_("Keep this"),
        back=reverse("visits:debrief", args=[pk]), debrief=found,
    )  # fmt: skip


def _found(request: HttpRequest, pk: UUID) -> tuple[Visit, Debrief | None]:
    visit = get_object_or_404(visits.visible(seen_by=request.person), pk=pk)
    return visit, asked.debrief_of(visit)
