"""Cases that a group looked at together."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import review_cases
from alongside.domain.encounters.queries import case_reviews
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.terms import Interaction
from alongside.ui.pages import page, signed_in

from ..asking import sent
from .case_forms import CasesForm


@page(who=signed_in)
def cases(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Enter the cases of a group's meeting, or read them."""
    encounter = get_object_or_404(asked.encounters(seen_by=request.person), pk=pk)
    review = case_reviews.review_of(encounter)
    may = (
        access.may_change_encounter(request.person, encounter=encounter)
        and encounter.interaction != Interaction.ONE_TO_ONE
    )
    if review is None and not may:
        raise Http404
    form = CasesForm(sent(request), review=review)
    if may and form.is_bound and form.is_valid():
        with form.showing_refusals():
            review_cases(by=request.person, at=request.now, act_id=form.act_id, encounter=encounter, **form.values())
            return redirect("visits:cases", pk)
    agreed = sum(case.agrees for case in review.cases.all()) if review else 0
    n = len(review.cases.all()) if review else 0
    return "visits/cases.html", {
        "encounter": encounter, "review": review, "form": form if may else None, "agreed": agreed, "n": n,
        "percent": round(100 * agreed / n) if n else None, "open": review is None or form.is_bound,
        "back": reverse("visits:visit", args=[encounter.visit_id]) if encounter.visit_id else "",
    }  # fmt: skip
