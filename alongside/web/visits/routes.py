"""A suggestion for a mentor's month: in which order, on which days, how far."""

from calendar import monthrange
from datetime import timedelta

from django.http import HttpRequest

from alongside.domain.encounters.access import RECORD
from alongside.domain.encounters.queries.route import suggested
from alongside.domain.people.access import has
from alongside.ui.days import today_of
from alongside.ui.pages import page

from .calendars import first_of


@page(who=has(*RECORD))
def route(request: HttpRequest) -> tuple[str, dict]:
    """A round through my workplaces that are due by the end of a month (`?month=2026-12`)."""
    today = today_of(request)
    first = first_of(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = suggested(request.person, first=first, last=last, today=today)
    return "visits/route.html", {
        "found": found, "first": first, "km": round(found.km),
        "before": (first - timedelta(days=1)).strftime("%Y-%m"), "after": (last + timedelta(days=1)).strftime("%Y-%m"),
    }  # fmt: skip
