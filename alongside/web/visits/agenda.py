"""The agenda of a visit: its time, what it is to reach, what became of that."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.domain.encounters import access, commands
from alongside.domain.encounters.models import AgendaBlock, EncounterObjective, Visit
from alongside.domain.encounters.queries import agenda as asked
from alongside.domain.encounters.queries import visits
from alongside.domain.encounters.rules.agenda import LAYOUTS, Block, laid_out
from alongside.domain.encounters.rules.states import AHEAD, WRITING
from alongside.domain.encounters.terms import BlockKind, ObjectiveResult
from alongside.domain.people.access import has
from alongside.domain.people.models import Person
from alongside.kernel.errors import Refused
from alongside.ui.forms import Choices, Explained, ShortChoices, words
from alongside.ui.pages import page

from ..asking import CheckedForm, ask, sent
from ..choosing import SomeAmong
from .forms import person_field
from .pages import RECORD, own

BOXES = ("day", "starts_at", "minutes", "kind", "note")
SPARE = 2  # empty rows offered beside the blocks that are there


class LayoutForm(CheckedForm):
    layout = forms.ChoiceField(label=gettext_lazy("How is the time used?"), widget=Choices)

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = {key: each for key, each in LAYOUTS.items() if each.days <= days}
        self.fields["layout"].choices = [(key, Explained(each.title, each.about)) for key, each in fitting.items()]  # type: ignore[attr-defined]
        self.initial["layout"] = next(iter(fitting))

    def values(self) -> dict[str, Any]:
        """Give the blocks of the layout, as the act takes them."""
        return {"blocks": laid_out(LAYOUTS[self.cleaned_data["layout"]])}


class BlocksForm(CheckedForm):
    """A row a block; one without a kind is left out."""

    def __init__(self, *args: Any, blocks: Sequence[AgendaBlock], days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = len(blocks) + SPARE
        for row in range(self.rows):
            block = blocks[row] if row < len(blocks) else None
            self.fields[f"day_{row}"] = forms.TypedChoiceField(
                label=gettext_lazy("Day"), choices=[(n, str(n)) for n in range(1, days + 1)], coerce=int,
                initial=block.day if block else days, required=False, empty_value=1,
            )  # fmt: skip
            self.fields[f"starts_at_{row}"] = forms.TimeField(
                label=gettext_lazy("From"), required=False, initial=block.starts_at if block else None,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                error_messages={"invalid": gettext_lazy("Write a time of day, such as 9:30.")},
            )  # fmt: skip
            self.fields[f"minutes_{row}"] = forms.IntegerField(
                label=gettext_lazy("Minutes"), required=False, min_value=5, max_value=720, initial=block.minutes if block else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                label=gettext_lazy("What for"), required=False, initial=block.kind if block else "",
                choices=[("", gettext_lazy("nothing")), *BlockKind.choices],
            )  # fmt: skip
            self.fields[f"note_{row}"] = words(
                gettext_lazy("Note"), named=gettext_lazy("a note"), required=False, max_length=200, initial=block.note if block else "",
            )  # fmt: skip

        for row in range(self.rows):
            for name in BOXES:
                box = self.fields[f"{name}_{row}"]
                box.widget.attrs["aria-label"] = _("%(what)s of block %(n)s") % {"what": box.label, "n": row + 1}

    @property
    def drawn(self) -> list[list[Any]]:
        """Return the boxes row by row."""
        return [[self[f"{name}_{row}"] for name in BOXES] for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Ask for time and length wherever there is something to do."""
        given = self.cleaned_data
        for row in range(self.rows):
            for name in ("starts_at", "minutes"):
                box = f"{name}_{row}"
                if given.get(f"kind_{row}") and given.get(box) is None and box not in self.errors:
                    self.add_error(box, ValidationError(_("Say from when and how long."), code="required"))
        return given

    def values(self) -> dict[str, Any]:
        """Give the rows that are filled as blocks."""
        given = self.cleaned_data
        return {
            "blocks": [
                Block(
                    given[f"day_{row}"], given[f"starts_at_{row}"] or time(), given[f"minutes_{row}"], given[f"kind_{row}"], given[f"note_{row}"],
                )
                for row in range(self.rows)
                if given[f"kind_{row}"]
            ],
            "confirmed_text": given["confirmed_text"],
        }  # fmt: skip


class ObjectivesForm(CheckedForm):
    """What is taken up from before, and one more in a sentence."""

    left = SomeAmong(label=gettext_lazy("Not reached on the last visit"), required=False)
    actions = SomeAmong(label=gettext_lazy("Agreed before and still open"), required=False)
    goals = SomeAmong(label=gettext_lazy("Goals of the plans"), required=False)
    text = words(
        gettext_lazy("Or what else does the service need?"), named=gettext_lazy("an objective"), required=False, max_length=300,
        help_text=gettext_lazy("A sentence. No names or numbers of clients."),
    )  # fmt: skip

    def __init__(self, *args: Any, before: asked.Before, people: Sequence[Person], until: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("left", before.left), ("actions", before.actions), ("goals", before.goals)):
            if rows:
                self.fields[name].offer([(each, _row(each)) for each in rows])
            else:
                del self.fields[name]
        if "left" in self.fields:
            self.initial["left"] = before.left
        for name, rows in (("actions", before.actions), ("goals", before.goals)):
            self.initial[name] = [each for each in rows if each.due_on <= until]
        self.fields["person"] = person_field(
            gettext_lazy("With whom?"), people, required=False, empty=gettext_lazy("the team")
        )


class ResultsForm(CheckedForm):
    """What became of each objective."""

    def __init__(self, *args: Any, objectives: Iterable[EncounterObjective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = list(objectives)
        for each in self.objectives:
            self.fields[f"result_{each.pk}"] = forms.ChoiceField(
                label=f"{each.person}: {each.text}" if each.person else each.text, choices=ObjectiveResult.choices,
                widget=ShortChoices, required=False, initial=each.result,
            )  # fmt: skip
            self.fields[f"note_{each.pk}"] = words(
                gettext_lazy("A word on it"), named=gettext_lazy("a word on it"), required=False, max_length=300, initial=each.note,
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Give what was said of the objectives of which something was said."""
        given = self.cleaned_data
        said = [(each, given[f"result_{each.pk}"], given[f"note_{each.pk}"]) for each in self.objectives]
        return {"results": [each for each in said if each[1]], "confirmed_text": given["confirmed_text"]}


@page(who=has(*RECORD))
def agenda(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Choose how the time of a visit is used."""
    visit = _open(request, pk)
    form = LayoutForm(sent(request), days=(visit.until_on - visit.held_on).days + 1)
    return ask(
        request, form, commands.lay_out_visit, visit=visit, title=_("The agenda of the visit"), verb=_("Use this agenda"),
        back=_address(visit), summary=_("It replaces the agenda that is there. Every block can be moved afterwards."),
    )  # fmt: skip


@page(who=has(*RECORD))
def blocks(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Move, add or take out blocks of the agenda."""
    visit = _open(request, pk)
    form = BlocksForm(sent(request), blocks=asked.blocks(visit), days=(visit.until_on - visit.held_on).days + 1)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            commands.lay_out_visit(by=request.person, at=request.now, act_id=form.act_id, visit=visit, **form.values())
            return redirect("visits:visit", pk)
    return "visits/blocks.html", {"form": form, "visit": visit}


@page(who=has(*RECORD))
def objectives(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Take up what the visit is to reach: from before, from the plans, from what the service needs."""
    visit = _open(request, pk)
    before = asked.before(visit, seen_by=request.person)
    form = ObjectivesForm(
        sent(request), before=before, people=visits.staff_of(visit.place, on=visit.held_on), until=visit.until_on
    )
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            commands.set_objectives(by=request.person, at=request.now, act_id=form.act_id, visit=visit, **form.values())
            return redirect("visits:objectives" if request.POST.get("then") == "more" else "visits:visit", pk)
    return "visits/objectives.html", {
        "form": form, "visit": visit, "before": before, "taken": asked.objectives(visit),
    }  # fmt: skip


@page(who=has(*RECORD))
def results(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say of each objective what became of it."""
    visit = own(request, pk)
    if visit.status not in WRITING:
        raise Http404
    form = ResultsForm(sent(request), objectives=asked.objectives(visit))
    return ask(
        request, form, commands.judge_objectives, visit=visit, title=_("What was reached?"), verb=_("Keep this"),
        back=_address(visit), summary=_("Not reached is no fault: the next visit takes it up again."),
    )  # fmt: skip


@page(who=has(*RECORD))
def drop_objective(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an objective off a visit."""
    objective = get_object_or_404(asked.objectives_seen(seen_by=request.person), pk=pk)
    if not access.may_change_objective(request.person, objective=objective):
        raise Http404
    if request.method == "POST":
        try:
            commands.drop_objective(by=request.person, at=request.now, objective=objective)
        except Refused as refused:
            messages.error(request, refused.message)
    return redirect("visits:objectives", objective.visit_id)


def _open(request: HttpRequest, pk: UUID) -> Visit:
    """Return a visit of one's own that is still ahead or being written, 404 otherwise."""
    visit = own(request, pk)
    if visit.status not in (*AHEAD, *WRITING):
        raise Http404
    return visit


def _address(visit: Visit) -> str:
    return reverse("visits:visit", args=[visit.pk])


def _row(each: Any) -> Explained:
    """Say what can be taken up, with whom and by when, as a choice shows it."""
    who = getattr(each, "person", None) or getattr(each, "mentee", None)
    due = getattr(each, "due_on", None)
    until = _("until %(day)s") % {"day": date_format(due, "j M")} if due else ""
    return Explained(each.text, " · ".join(part for part in (str(who) if who else _("the team"), until) if part))
