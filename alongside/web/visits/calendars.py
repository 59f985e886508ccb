"""My calendar: a month on a page, and an address under which other calendars read it."""

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.domain.encounters.queries.diary import Entry, diary
from alongside.domain.encounters.terms import VisitStatus
from alongside.domain.people import commands, queries
from alongside.domain.people.access import paths
from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.terms import Role
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import anyone, page, signed_in

from ..asking import press

BEHIND, AHEAD = timedelta(days=60), timedelta(days=366)  # what a feed holds
# Saturday where the language says so, Monday elsewhere (ISO 8601), as mentors plan working weeks. Keys: Django's numbers.
WEEK_BEGINS = {6: months.SATURDAY}
A_CELL = 3  # entries of a day that fit; the others are counted
TENTATIVE = (VisitStatus.PLANNED, VisitStatus.REQUESTED, VisitStatus.APPROVED)
OFF = (VisitStatus.CANCELLED, VisitStatus.MISSED)
SUMMARIES = {"action": gettext_lazy("An action is due"), "goal": gettext_lazy("A goal is due")}  # texts stay here
ADDRESSES = {"visit": "visits:visit", "action": "visits:action", "goal": "plans:goal", "release": "agreements:release"}


@dataclass
class Cell:
    """A day of a month. more: how many entries do not fit."""

    day: date
    in_month: bool
    entries: list[tuple[Entry, str]] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Month:
    """A month in weeks, with the names of the days above and the entries day by day below."""

    first: date
    names: list[tuple[str, str]]
    weeks: list[list[Cell]]

    @property
    def days(self) -> list[Cell]:
        """The days of the month on which there is something."""
        return [cell for week in self.weeks for cell in week if cell.in_month and cell.entries]


def month_of(request: HttpRequest, first: date, *, areas: Sequence[str] = ()) -> Month:
    """Return a month of the signed-in person's calendar; areas: whose visits stand in it beside their own."""
    weeks = months.Calendar(WEEK_BEGINS.get(get_format("FIRST_DAY_OF_WEEK"), 0)).monthdatescalendar(
        first.year, first.month
    )
    found = diary(request.person, first=weeks[0][0], last=weeks[-1][-1], areas=areas)
    by_day: dict[date, list[tuple[Entry, str]]] = {}
    for each in found:
        if each.status in OFF:
            continue
        for number in range((each.last - each.first).days + 1):
            by_day.setdefault(each.first + timedelta(number), []).append(
                (each, reverse(ADDRESSES[each.kind], args=[each.id]))
            )
    cells = [
        [Cell(day, day.month == first.month, by_day.get(day, []), max(0, len(by_day.get(day, [])) - A_CELL)) for day in week]
        for week in weeks
    ]  # fmt: skip
    return Month(first, [(date_format(day, "D"), date_format(day, "l")) for day in weeks[0]], cells)


@page(who=signed_in)
def calendar(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """A month of mine (`?month=2026-11`), and whether another calendar may read it."""
    today = today_of(request)
    first = first_of(request.GET.get("month", ""), today)
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    return "visits/calendar.html", {
        "month": month_of(request, first, areas=paths(request.person, Role.COORDINATOR)), "today": today,
        "title": date_format(first, "F Y"), "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"), "kept": queries.calendar_address(request.person), "act_id": uuid7(),
    }  # fmt: skip


@page(who=signed_in)
def calendar_address(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Make the address anew and show it once."""
    if request.method != "POST":
        return redirect("visits:calendar")
    made: list[Any] = []

    def make(**given: Any) -> None:
        made.append(commands.make_calendar_address(**given))

    make.may = commands.make_calendar_address.may  # type: ignore[attr-defined]
    press(request, {"make": make}, person=request.person)
    secret = getattr(made[0], "secret", "") if made else ""
    there = request.build_absolute_uri(reverse("visits:calendar_feed", args=[secret])) if secret else ""
    return "visits/calendar_address.html", {"there": there}


@page(who=signed_in)
def close_calendar(request: HttpRequest) -> HttpResponse:
    """Close the address."""
    if request.method == "POST":
        press(request, {"close": commands.close_calendar_address}, person=request.person)
    return redirect("visits:calendar")


@page(who=anyone)
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program reads: days and places, no names of people, no texts. 404 where the address is closed."""
    person = queries.calendar_of(digest_of(key))
    if person is None:
        raise Http404
    today = timezone.localdate(request.now)
    feed = icalendar.Calendar()
    feed.add("prodid", "-//Alongside//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("Mentoring"))
    feed.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in diary(person, first=today - BEHIND, last=today + AHEAD):
        feed.add_component(_event(entry, request))
    answer = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _event(entry: Entry, request: HttpRequest) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.kind}-{entry.id}@alongside")
    event.add("dtstamp", entry.as_of or datetime.combine(entry.first, time(), timezone.get_current_timezone()))
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # exclusive
    event.add("url", request.build_absolute_uri(reverse(ADDRESSES[entry.kind], args=[entry.id])))
    if entry.kind == "visit":
        event.add("summary", _("Mentoring visit: %(place)s") % {"place": entry.what})
        event.add("location", entry.what)
        event.add("sequence", entry.moved)
        event.add(
            "status", "CANCELLED" if entry.status in OFF else "TENTATIVE" if entry.status in TENTATIVE else "CONFIRMED"
        )
        event.add("description", str(entry.state))
    else:
        event.add("summary", SUMMARIES.get(entry.kind, entry.what))
        event.add("transp", "TRANSPARENT")
    return event


def first_of(month: str, today: date) -> date:
    """Return the first day of the month asked for, of this month where none or nonsense is asked for."""
    try:
        year, number = (int(part) for part in month.split("-", 1))
        return date(year, number, 1) if 2000 <= year <= 2100 else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)
