"""Who the mentors are, counted: nobody is named and nobody is ranked."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.mentors import queries
from alongside.domain.mentors.terms import Affiliation, Module, PayType
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..counted import in_words
from .pages import SEE


@page(who=SEE)
def figures(request: HttpRequest) -> tuple[str, dict]:
    """Certified mentors by where they come from and how they are paid; how mentors were prepared."""
    found = queries.makeup(seen_by=request.person, on=today_of(request))
    return "mentors/figures.html", {
        "found": found,
        "affiliations": in_words(found.by_affiliation, Affiliation), "pay": in_words(found.by_pay, PayType),
        "recommended": [(Module(module).label, n) for module, n in found.without_recommended.items()],
        "crumbs": [{"label": _("Mentors"), "url": reverse("mentors:mentors")}, {"label": _("Figures")}],
    }  # fmt: skip
