"""Which workplaces are to be visited next, and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.domain.encounters.access import RECORD
from alongside.domain.encounters.queries import due as asked
from alongside.domain.encounters.rules.next_visit import MANY_CLIENTS
from alongside.domain.encounters.terms import Due
from alongside.domain.people.access import has, paths
from alongside.domain.people.terms import Role
from alongside.ui.days import today_of
from alongside.ui.pages import page

PAGE = 50
PLANS = (Role.MANAGER, Role.COORDINATOR, Role.MASTER_MENTOR, Role.MENTOR)


@page(who=has(*PLANS))
def due(request: HttpRequest) -> tuple[str, dict]:
    """The workplaces one plans for: never visited, overdue, soon, later; each with its reasons."""
    today, show = today_of(request), request.GET.get("show", "")
    everything = asked.due(paths(request.person, *PLANS), today=today)
    counts = asked.counts(everything)
    shown = [each for each in everything if each.next.due == show] if show in Due.values else everything
    return "visits/due.html", {
        "listed": Paginator(shown, PAGE).get_page(request.GET.get("page")), "n": len(everything), "today": today,
        "shows": [("", f"{_('All')} {len(everything)}"), *((value, f"{label} {counts[value]}") for value, label in Due.choices)],
        "records": has(*RECORD)(request.person), "many": MANY_CLIENTS, "filtered": bool(show),
    }  # fmt: skip
