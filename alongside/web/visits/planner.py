"""The month of the mentors of an area on one page."""

from calendar import monthrange
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.encounters.access import RECORD
from alongside.domain.encounters.queries import due as dues
from alongside.domain.encounters.queries import planner as asked
from alongside.domain.encounters.terms import Due, VisitStatus
from alongside.domain.people.access import has, paths
from alongside.ui.days import today_of
from alongside.ui.pages import page

from .calendars import first_of
from .due import PLANS

AT_MOST = 12
PAGE = 50  # mentors
# A mark for each state, so that colour is never needed to tell them apart.
MARKS = {
    VisitStatus.PLANNED: "○", VisitStatus.REQUESTED: "◔", VisitStatus.APPROVED: "◑", VisitStatus.CONFIRMED: "◕",
    VisitStatus.IN_PROGRESS: "●", VisitStatus.DRAFT: "●", VisitStatus.SUBMITTED: "●", VisitStatus.RETURNED: "↺",
    VisitStatus.VERIFIED: "✓", VisitStatus.CLOSED: "✓", VisitStatus.MISSED: "×",
}  # fmt: skip


@page(who=has(*PLANS))
def planner(request: HttpRequest) -> tuple[str, dict]:
    """Mentors by days of a month (`?month=2026-11`), what clashes, and the workplaces that are overdue beside it."""
    today = today_of(request)
    first = first_of(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    areas = paths(request.person, *PLANS)
    days = [first + timedelta(days=number) for number in range(last.day)]
    months = asked.month_of(areas, first=first, last=last)
    listed = Paginator(months, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "mentor": each.mentor, "posted": each.posted, "load": each.load, "busy": each.busy, "cap": each.cap, "visits": each.visits, "clashes": each.clashes,
            "days": [(day, [(slot, MARKS.get(VisitStatus(slot.visit.status), "●")) for slot in each.days.get(day, [])]) for day in days],
        }
        for each in listed
    ]  # fmt: skip
    free = asked.days_free(areas, first=first, last=last)
    waiting = [each for each in dues.due(areas, today=today) if each.next.due in (Due.NEVER, Due.OVERDUE)]
    return "visits/planner.html", {
        "listed": listed, "rows": rows, "days": [(day, free.get(day, ""), day.weekday() > 4) for day in days], "first": first, "today": today, "free": list(free.items()), "title": date_format(first, "F Y"),
        "before": (first - timedelta(days=1)).strftime("%Y-%m"), "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "waiting": [each for each in waiting if each.known.planned_on is None][:AT_MOST], "n_waiting": len(waiting),
        "records": has(*RECORD)(request.person), "marks": [(mark, VisitStatus(status).label) for status, mark in MARKS.items() if status not in (VisitStatus.IN_PROGRESS, VisitStatus.DRAFT, VisitStatus.SUBMITTED, VisitStatus.CLOSED)] + [("●", _("Held"))],
        "clashes": sum(each.clashes for each in months), "n": sum(each.visits for each in months),
    }  # fmt: skip
