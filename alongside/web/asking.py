"""Pages that ask, act once and go on: the form knows shape, the act knows sense."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.kernel.errors import Refused
from alongside.ui.forms import PageForm


class CheckedForm(PageForm):
    """A form with free text. When a text may name a client the question appears whether it does (R191)."""

    confirmed_text = forms.BooleanField(required=False, label=gettext_lazy("I have looked: no client is named here"))

    refused: Refused | None = None

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Turn a refusal into an error, and keep it: its facts may lead somewhere."""
        with super().showing_refusals():
            try:
                yield
            except Refused as refused:
                self.refused = refused
                raise

    def refused_because(self, fact: str) -> Any:
        """Return a fact of the refusal, "" where there was none."""
        return self.refused.facts.get(fact, "") if self.refused else ""

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the box is shown: a text was refused, or it was ticked before."""
        refused = any(
            error.code == "text.names_somebody" for errors in self.errors.as_data().values() for error in errors
        )
        return refused or bool(self.is_bound and self.data.get(self.add_prefix("confirmed_text")))


def sent(request: HttpRequest) -> Any:
    """Return what was sent, even where it is empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def uuid_of(given: str) -> UUID:
    """Return the id in an address or of a button, 404 where it is none."""
    try:
        return UUID(given)
    except ValueError:
        raise Http404 from None


def ask(
    request: HttpRequest,
    form: PageForm,
    act: Callable,
    *,
    title: Any,
    verb: Any,
    back: str,
    then: str = "",
    said: Any = "",
    summary: Any = "",
    grave: bool = False,
    take: Callable[[Any], HttpResponse] | None = None,
    **given: Any,
) -> tuple[str, dict] | HttpResponse:
    """Show a form; when it is sent, carry the act out and go on.

    given: arguments of the act beside the form's own. back: where "change nothing" leads. then: where to go on, `back`
    where nothing is given. said: what the next page says. take: makes the answer from what the act made instead.
    """
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = act(by=request.person, at=request.now, act_id=form.act_id, **given, **form.values())
            if take is not None:
                return take(made)
            if said:
                messages.success(request, said)
            return redirect(then or back)
    shown = {
        "form": form,
        "title": title,
        "verb": verb,
        "back": back,
        "summary": summary,
        "grave": "grave" if grave else "",
    }
    return "ask.html", shown | {"go_back": _("Go back, change nothing")}


def press(request: HttpRequest, offered: Mapping[str, Callable], **given: Any) -> None:
    """Carry out the act whose button was pressed (`then`), once for the form's act id; a refusal is the next page's message.

    offered: acts by what their buttons send. What is not offered, not this person's or without an id answers 404.
    """
    act = offered.get(request.POST.get("then", ""))
    if act is None or not act.may(request.person, **given):  # type: ignore[attr-defined]
        raise Http404
    act_id = uuid_of(request.POST.get("act_id", ""))
    try:
        act(by=request.person, at=request.now, act_id=act_id, **given)  # type: ignore[attr-defined]
    except Refused as refused:
        messages.error(request, refused.message)
