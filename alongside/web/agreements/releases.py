"""Asking for the release of staff, answering, finding cover."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.agreements import access, commands, queries
from alongside.domain.agreements.rules import RELEASE
from alongside.domain.agreements.terms import CoverStatus, ReleasedAs
from alongside.domain.people.access import has
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from ..choosing import posts_of
from .forms import AnswerCoverForm, AnswerForm, AskForm, CameForm, CoverForm
from .pages import PAGE, agreement_seen


@page(who=signed_in)
def releases(request: HttpRequest) -> tuple[str, dict]:
    """Every request one may see; those waiting for an answer first when asked so."""
    waiting = "waiting" in request.GET
    found = queries.releases(seen_by=request.person, open_only=waiting)
    return "agreements/releases.html", {
        "listed": Paginator(found if waiting else found.reverse(), PAGE).get_page(request.GET.get("page")),
        "waiting": waiting,
    }  # fmt: skip


@page(who=has(*access.ASK))
def ask_release(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Ask for people of a workplace (`?engagement=`)."""
    try:
        found = agreement_seen(request, UUID(request.GET.get("engagement", "")))
    except ValueError:
        raise Http404 from None
    if not access.may_ask(request.person, programme=found.programme, place=found.place):
        raise Http404
    posts = queries.working_at(found.place, on=today_of(request))
    return ask(
        request, AskForm(sent(request), posts=posts, initial={"released_as": ReleasedAs.MENTEE}), commands.ask_release,
        title=_("Ask %(place)s to release staff") % {"place": found.place}, verb=_("Send the request"),
        back=reverse("agreements:engagement", args=[found.pk]), programme=found.programme, place=found.place,
        said=_("Sent. The in-charge finds it on their first page."),
    )  # fmt: skip


@page(who=signed_in)
def release(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One request: who was asked for, the answer, who stands in; and answering it."""
    found = get_object_or_404(queries.releases(seen_by=request.person), pk=pk)
    person, today = request.person, today_of(request)
    people = [each.person for each in found.people.all()]
    given = {"release": found, "back": reverse("agreements:release", args=[pk])}
    shown = {
        "asked": found, "form": None, "came": None,
        "covers": list(queries.covers(found)), "may_cover": access.may_ask_cover(person, release=found),
    }  # fmt: skip
    if RELEASE.may_step(found.status, "agreements.answer_release") and access.may_answer(person, release=found):
        form = AnswerForm(sent(request), initial={"released": [each.pk for each in people]})
        form.fields["released"].offer(
            (each.person, f"{each.person} · {each.shift}" if each.shift else each.person) for each in found.people.all()
        )
        answer = _act(request, form, commands.answer_release, **given)
        return answer or ("agreements/release.html", {**shown, "form": form})
    if (
        RELEASE.may_step(found.status, "agreements.note_release")
        and found.day <= today
        and access.may_note(person, release=found)
    ):
        form = CameForm(sent(request))
        answer = _act(request, form, commands.note_release, **given)
        return answer or ("agreements/release.html", {**shown, "came": form})
    return "agreements/release.html", shown


@page(who=has(*access.ANSWER))
def cover(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Look for somebody to stand in."""
    found = get_object_or_404(queries.releases(seen_by=request.person), pk=pk)
    if not access.may_ask_cover(request.person, release=found):
        raise Http404
    form = CoverForm(sent(request))
    asked = {each.person_id for each in found.people.all() if each.is_released is not False}
    form.fields["for_person"].offer(
        posts_of(post for post in queries.working_at(found.place, on=found.day) if post.person_id in asked)
    )
    return ask(
        request, form, commands.ask_cover, title=_("Cover on %(place)s") % {"place": found.place}, verb=_("Look for cover"),
        back=reverse("agreements:release", args=[pk]), release=found,
    )  # fmt: skip


@page(who=has(*access.ANSWER))
def answer_cover(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Say who stands in for somebody."""
    found = get_object_or_404(queries.covers_seen(seen_by=request.person), pk=pk)
    if not access.may_answer_cover(request.person, cover=found) or found.status != CoverStatus.ASKED:
        raise Http404
    form = AnswerCoverForm(sent(request))
    posts = queries.working_at(found.release.place, on=found.release.day)
    form.fields["by_person"].offer(posts_of(post for post in posts if post.person_id != found.for_person_id))
    return ask(
        request, form, commands.answer_cover, title=_("Who stands in for %(name)s?") % {"name": found.for_person},
        verb=_("Keep this"), back=reverse("agreements:release", args=[found.release_id]), cover=found,
    )  # fmt: skip


def _act(request: HttpRequest, form, act, *, back: str, **given) -> HttpResponse | None:  # noqa: ANN001, ANN003
    """Carry an act out when its form was sent; None where the page is to be shown (again)."""
    answer = ask(request, form, act, title="", verb="", back=back, **given)
    return None if isinstance(answer, tuple) else answer
