"""Putting names forward and deciding on them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.mentors import access, commands, queries, rules
from alongside.domain.mentors.commands.selection import gates_of
from alongside.domain.mentors.models import Nomination
from alongside.domain.mentors.terms import NominatedBy, Standing
from alongside.domain.people import queries as people
from alongside.domain.people.access import has
from alongside.domain.people.terms import Role
from alongside.domain.programmes.queries import areas, numbers, programmes
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from .forms import (
    AskReferenceForm,
    CompleteForm,
    ModerateForm,
    NominateForm,
    ReferenceForm,
    ScoreForm,
    WeightsForm,
)

PAGE = 50
PRESSED = {
    "submit_nomination": commands.submit_nomination,
    "screen": commands.screen,
    "select_mentor": commands.select_mentor,
}


@page(who=signed_in)
def nominations(request: HttpRequest) -> tuple[str, dict]:
    """The names that wait for a decision, and the references one was asked for."""
    found = queries.waiting_nominations(seen_by=request.person)
    return "mentors/nominations.html", {
        "listed": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "references": list(queries.references_waiting(request.person)),
        "may_nominate": has(*access.NOMINATE)(request.person),
    }


@page(who=signed_in)
def nominate(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Put a name forward: a colleague (`?person=`) or oneself."""
    try:
        person = get_object_or_404(people.people(seen_by=request.person), pk=UUID(request.GET.get("person", "")))
    except ValueError:
        person = request.person
    post = people.posts(seen_by=request.person).filter(person=person).first()
    if post is None or not access.may_nominate(request.person, person=person, home=post.place):
        raise Http404
    own = person == request.person
    initial = {
        "nominated_by": NominatedBy.SELF
        if own
        else NominatedBy.IN_CHARGE
        if has(Role.IN_CHARGE)(request.person)
        else NominatedBy.PEERS
    }
    return ask(
        request, NominateForm(sent(request), programmes=programmes(seen_by=request.person), initial=initial), commands.nominate,
        title=_("Offer to mentor") if own else _("Nominate %(name)s as a mentor") % {"name": person}, verb=_("Begin the nomination"),
        back=reverse("mentors:nominations"), person=person, home=post.place,
        take=lambda made: redirect("mentors:nomination", made.pk),
    )  # fmt: skip


@page(who=signed_in)
def nomination(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One nomination: the gates, the score sheet, the references as far as one may read them, the decision."""
    found, person, today = _found(request, pk), request.person, today_of(request)
    if request.method == "POST":
        press(request, PRESSED, nomination=found)
        return redirect("mentors:nomination", pk)
    panel = access.sees_selection(person, found)
    judged = queries.judged(found) if panel else []
    complete = bool(judged) and all(each.points for each in judged)
    return "mentors/nomination.html", {
        "nomination": found, "gates": gates_of(found, today=today), "judged": judged, "panel": panel,
        "verdict": rules.verdict(judged, pass_mark=numbers(found.programme, "selection")["pass_mark"]) if complete else None,
        "references": list(found.references.select_related("asked").order_by("pk")) if panel else [],
        "may_complete": access.may_complete(person, nomination=found) and found.mentor.standing == Standing.NOMINATED,
        "may_screen": access.may_screen(person, nomination=found) and found.mentor.standing == Standing.NOMINATED and found.submitted_on,
        "may_score": access.may_score(person, nomination=found) and found.mentor.standing == Standing.SCREENED,
        "may_ask": access.may_screen(person, nomination=found) and found.mentor.standing == Standing.SCREENED,
        "act_id": uuid7(), "areas": list(found.areas.order_by("name")),
        "crumbs": [{"label": _("Nominations"), "url": reverse("mentors:nominations")}, {"label": found.mentor.person.name}],
    }  # fmt: skip


@page(who=signed_in)
def complete(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Fill in what a nomination still needs."""
    found = _found(request, pk)
    if not access.may_complete(request.person, nomination=found):
        raise Http404
    staff = people.staff(found.mentor.home, seen_by=request.person).exclude(pk=found.mentor.person_id)
    form = CompleteForm(
        sent(request), areas=[area for area, _depth in areas()], colleagues=[(each, each.name) for each in staff],
        initial={
            "areas": list(found.areas.all()), "reason": found.reason, "last_practised_on": found.last_practised_on,
            "consent_by": found.consent_by_id, "hours_a_month": found.hours_a_month, "no_open_case": found.no_open_case,
        },
    )  # fmt: skip
    return ask(
        request, form, commands.save_nomination, title=_("The nomination of %(name)s") % {"name": found.mentor.person},
        verb=_("Keep this"), back=reverse("mentors:nomination", args=[pk]), nomination=found,
        summary=_("Nothing is lost if you stop half-way: what is missing is listed until the nomination is handed in."),
    )  # fmt: skip


@page(who=has(*access.PANEL))
def score(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Fill in one's score sheet."""
    found = _scored(request, pk)
    mine = {each.criterion_id: each for each in found.scores.filter(scorer=request.person)}
    initial = {code: each.points for code, each in mine.items()} | {
        f"{code}_evidence": each.evidence for code, each in mine.items()
    }
    return ask(
        request, ScoreForm(sent(request), criteria=queries.criteria(), initial=initial), commands.score_nominee,
        title=_("Your score sheet for %(name)s") % {"name": found.mentor.person}, verb=_("Keep my scores"),
        back=reverse("mentors:nomination", args=[pk]), nomination=found,
        summary=_("Score by yourself, before you talk with the other scorer."),
    )  # fmt: skip


@page(who=has(*access.PANEL))
def moderate(request: HttpRequest, pk: UUID, criterion: str) -> tuple[str, dict] | HttpResponse:
    """Keep what two scorers agreed on."""
    found = _scored(request, pk)
    chosen = get_object_or_404(queries.criteria(), pk=criterion)
    judged = next(each for each in queries.judged(found) if each.code == criterion)
    return ask(
        request, ModerateForm(sent(request), judged=judged), commands.moderate, title=chosen.name, verb=_("Keep this"),
        back=reverse("mentors:nomination", args=[pk]), nomination=found, criterion=chosen,
    )  # fmt: skip


@page(who=has(*access.KEEP))
def ask_reference(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Ask a colleague for a confidential word."""
    found = _found(request, pk)
    if not access.may_screen(request.person, nomination=found):
        raise Http404
    form = AskReferenceForm(sent(request))
    staff = people.staff(found.mentor.home, seen_by=request.person).exclude(
        pk__in=[found.mentor.person_id, found.by_id]
    )
    form.fields["asked"].offer([(each, each.name) for each in staff])
    return ask(
        request, form, commands.ask_reference, title=_("Ask a colleague of %(name)s") % {"name": found.mentor.person}, verb=_("Ask"),
        back=reverse("mentors:nomination", args=[pk]), nomination=found,
        summary=_("What they write is for the panel alone; the nominee never reads it."),
    )  # fmt: skip


@page(who=signed_in)
def reference(request: HttpRequest, pk: int) -> tuple[str, dict] | HttpResponse:
    """Give the reference one was asked for."""
    found = get_object_or_404(queries.references_waiting(request.person), pk=pk)
    return ask(
        request, ReferenceForm(sent(request)), commands.give_reference, verb=_("Send"),
        title=_("A confidential word about %(name)s") % {"name": found.nomination.mentor.person},
        back=reverse("mentors:nominations"), said=_("Thank you. Only the panel reads this."), reference=found,
    )  # fmt: skip


@page(who=has(*access.DECIDE))
def criteria(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Change how much each criterion counts."""
    return ask(
        request, WeightsForm(sent(request), criteria=queries.criteria()), commands.weigh, title=_("What counts when mentors are selected"),
        verb=_("Keep these weights"), back=reverse("mentors:nominations"),
        summary=_("Of 100 together. The criteria are those of the brief; the weights to begin with are our proposal."),
    )  # fmt: skip


def _found(request: HttpRequest, pk: UUID) -> Nomination:
    return get_object_or_404(queries.nominations(seen_by=request.person), pk=pk)


def _scored(request: HttpRequest, pk: UUID) -> Nomination:
    found = _found(request, pk)
    if not access.may_score(request.person, nomination=found):
        raise Http404
    return found
