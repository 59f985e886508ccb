"""Records from phones that could not become an observation yet: why, and reading them again once that was mended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from alongside.domain.encounters.commands import derive_submission
from alongside.domain.encounters.queries import device
from alongside.ui.forms import PageForm
from alongside.ui.pages import page, signed_in

from ..asking import sent

AT_MOST = 100  # records on the page; those that are read make room for the rest


@page(who=signed_in)
def unread(request: HttpRequest) -> tuple[str, dict]:
    """The records of one's own phone, and for a coordinator those of their area, the newest first."""
    return "visits/unread.html", _shown(request)


@page(who=signed_in)
def derive(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Read one of them again."""
    submission = get_object_or_404(device.sent(seen_by=request.person), pk=pk)
    form = PageForm(sent(request))
    if form.is_valid():
        with form.showing_refusals():
            derive_submission(by=request.person, at=request.now, act_id=form.act_id, submission=submission)
            messages.success(request, _("The record is read. It stands among the observations now."))
            return redirect("visits:unread")
    if request.method != "POST":
        return redirect("visits:unread")
    return "visits/unread.html", _shown(request, refused={pk: form})


def _shown(request: HttpRequest, refused: dict[UUID, PageForm] | None = None) -> dict:
    """Return a line for each record, with a form of its own, so that pressing twice counts once.

    refused: the form of the record that was asked for and could not be read: it says so where the record stands, or
    above them all where the record stands here no longer.
    """
    refused = dict(refused or {})
    rows = device.underivable(seen_by=request.person)
    lines = [
        {"sent": submission, "form": refused.pop(submission.pk, None) or PageForm()} for submission in rows[:AT_MOST]
    ]
    return {
        "form": next(iter(refused.values()), None),
        "lines": lines,
        "n": rows.count() if len(lines) == AT_MOST else len(lines),
    }
