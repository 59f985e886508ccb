"""A place (facility, community unit, laboratory, school, district team) and an area: what needs attention first."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.domain.encounters.access import may_visit
from alongside.domain.encounters.queries import contact, finding, sight
from alongside.domain.encounters.queries.case_reviews import consistency
from alongside.domain.encounters.queries.change import compliance, steps_changed
from alongside.domain.encounters.queries.competency import GapMatrix, Month, gap_matrix, monthly, most_missed
from alongside.domain.encounters.queries.debriefs import heard
from alongside.domain.encounters.queries.overview import respectful_care
from alongside.domain.encounters.queries.to_do import SOURCES, to_do
from alongside.domain.instruments.rules.definition import words
from alongside.domain.pairings.access import PROPOSE
from alongside.domain.people.access import holds
from alongside.domain.places.access import HOURS
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.queries import no_go_ahead
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.queries import approaches_at
from alongside.domain.programmes.terms import Domain, Level
from alongside.ui import charts
from alongside.ui.days import since, today_of
from alongside.ui.levels import Cell, Column, Matrix, Row
from alongside.ui.pages import page, signed_in

from ..levels import shape, word
from ..sorting import by_column

TRENDS = 4  # charts on one page: small multiples, the most observed competencies first
HALF_A_YEAR = 182  # days
LOOK_BACK = 365  # days of change over time
# By what the reader sorts what lies below an area.
BRANCH_COLUMNS = {
    "name": lambda each: each.place.name, "mentees": lambda each: each.mentees, "recent": lambda each: each.share,
    "contact": lambda each: each.last_on, "obstacles": lambda each: each.open_issues,
}  # fmt: skip


@page(who=signed_in)
def tops(request: HttpRequest):  # noqa: ANN201
    """The areas one works in; straight to it where it is one."""
    highest = finding.tops(seen_by=request.person)
    if len(highest) == 1:
        return redirect("places:place", highest[0].pk)
    return "places/tops.html", {"places": highest}


@page(who=signed_in)
def place(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """One place: the gap matrix, change, visits, actions, issues, staff; for an area the places below it."""
    found = get_object_or_404(finding.places(seen_by=request.person), pk=pk)
    today = today_of(request)
    shared = {"place": found, "crumbs": _crumbs(found, request)}
    return _area(request, found, today, shared) if found.is_area else _workplace(request, found, today, shared)


def _workplace(request: HttpRequest, found: OrgUnit, today: date, shared: dict) -> tuple[str, dict]:
    domain = request.GET.get("domain", "")
    gaps = gap_matrix(found, today=today, seen_by=request.person, domain=domain if domain in Domain.values else "")
    seeing = gaps.sight
    last = contact.working_places([found.path], today=today)
    tasks, wanted = to_do(found, seen_by=request.person), request.GET.get("from", "")
    return "places/workplace.html", {
        "approaches": list(approaches_at(found, on=today)),
        **shared,
        "place_pk": str(found.pk),
        "records": may_visit(request.person, place=found),
        "proposes": holds(request.person, *PROPOSE, at=found.path),
        "arranges": holds(request.person, *HOURS, at=found.path),
        "no_go": list(no_go_ahead(found, today=today)[:6]),
        "gaps": gaps,
        "matrix": _matrix(gaps, request) if gaps.rows else None,
        "counted": [_counted(each) for each in gaps.counted] if not seeing.names else [],
        "domains": [("", _("All")), *Domain.choices],
        "trends": _trends(found, today, request),
        "missed": _missed(found, today, request),
        "kept": compliance(found, since=date.fromordinal(today.toordinal() - HALF_A_YEAR), seen_by=request.person),
        "changed": [(each, words(each.label)) for each in steps_changed(found, seen_by=request.person)],
        "respect": _respect(found, today, request),
        "consistency": consistency(
            found, since=date.fromordinal(today.toordinal() - LOOK_BACK), seen_by=request.person
        ),
        "visits": contact.visits_at(found, seen_by=request.person),
        "to_do": [each for each in tasks if not wanted or each.source == wanted],
        "sources": [
            ("", _("All")),
            *((key, SOURCES[key]) for key in SOURCES if any(each.source == key for each in tasks)),
        ],
        "today": today,
        "staff": list(finding.staff_at(found, seen_by=request.person)),
        "last_on": last[0].last_on if last else None,
        "heard": heard([found.path], first=date.fromordinal(today.toordinal() - LOOK_BACK), last=today)
        if may_visit(request.person, place=found) or seeing.names
        else None,
    }


def _area(request: HttpRequest, found: OrgUnit, today: date, shared: dict) -> tuple[str, dict]:
    branches = contact.branches(found, today=today)
    recent, mentees = contact.recent_contact([found.path], today=today)
    return "places/area.html", {
        **shared,
        "branches": by_column(request, branches, BRANCH_COLUMNS),
        "recent": recent,
        "mentees": mentees,
        "trends": _trends(found, today, request),
        "missed": _missed(found, today, request),
        "kept": compliance(found, since=date.fromordinal(today.toordinal() - HALF_A_YEAR), seen_by=request.person),
        "changed": [(each, words(each.label)) for each in steps_changed(found, seen_by=request.person)],
        "respect": _respect(found, today, request),
        "consistency": consistency(
            found, since=date.fromordinal(today.toordinal() - LOOK_BACK), seen_by=request.person
        ),
        "issues": list(contact.open_issues(seen_by=request.person, place=found)[:20]),
    }


def _respect(found: OrgUnit, today: date, request: HttpRequest) -> dict | None:
    """Return the respectful-care score of half a year; withheld where too few people are behind it (R027, R217)."""
    seeing = sight.at_place(found.path, seen_by=request.person)
    if seeing.closeness == sight.Closeness.LEVELS:
        return None
    care = respectful_care([found.path], since=date.fromordinal(today.toordinal() - HALF_A_YEAR), today=today)
    return {"care": care, "enough": care is None or seeing.enough(care.people)}


def _crumbs(found: OrgUnit, request: HttpRequest) -> list[dict]:
    """Return the way through the area tree; areas that one may not open are named without a link."""
    way = finding.crumbs(found, seen_by=request.person)
    return [
        {"label": each.name, "url": reverse("places:place", args=[each.pk]) if opens and each != found else ""}
        for each, opens in way
    ]


def _matrix(gaps: GapMatrix, request: HttpRequest) -> Matrix:
    today = today_of(request)
    rows = [
        Row(
            row.person.name,
            [
                Cell(
                    shape(cell.level), cell.on, cell.done, cell.expected,
                    reverse("people:competency", args=[row.person.pk, column.pk]) if gaps.sight.items and cell.on else "",
                )
                for cell, column in zip(row.cells, gaps.columns, strict=True)
            ],
            reverse("people:person", args=[row.person.pk]),
            f"{row.post.cadre} · {_latest(row.cells, today)}",
        )
        for row in gaps.rows
    ]  # fmt: skip
    columns = [Column(column.name, note=column.get_domain_display()) for column in gaps.columns]
    return Matrix(_("People by competencies, the largest gap first"), columns, rows)


def _latest(cells: list, today: date) -> str:
    days = [cell.on for cell in cells if cell.on]
    return since(max(days), today=today) if days else _("not observed yet")


def _counted(each) -> dict:  # noqa: ANN001
    levels = [
        (shape(level), word(level), each.levels.get(level, 0))
        for level in (Level.INDEPENDENT, Level.WITH_HELP, Level.BEGINNING, Level.NOT_OBSERVED)
    ] if each.levels is not None else []  # fmt: skip
    return {"competency": each.competency, "n": each.n, "levels": levels}


def _trends(found: OrgUnit, today: date, request: HttpRequest) -> list[dict]:
    """Return a run chart for each of the most observed competencies; independent observers are told beside it."""
    since_day = date.fromordinal(today.toordinal() - LOOK_BACK)
    months = monthly(found, since=since_day, until=today, seen_by=request.person)
    return [trend for pair in list(months.items())[:TRENDS] if (trend := _trend(*pair))]


def _trend(competency: Competency, months: list[Month]) -> dict | None:
    by_mentors = [month for month in months if not month.independent]
    shown = [month for month in by_mentors if month.share is not None]
    if len(shown) < 2:
        return None
    n = sum(month.n for month in by_mentors)
    independent = [month for month in months if month.independent and month.share is not None]
    n_independent = sum(month.n for month in independent)
    mean = sum(month.n * (month.share or 0) for month in independent) / n_independent if n_independent else None
    first, last = round(100 * (shown[0].share or 0)), round(100 * (shown[-1].share or 0))
    caption = ngettext(
        "Mean of %(n)s observation by mentors and peers, by month", "Mean of %(n)s observations by mentors and peers, by month", n
    ) % {"n": n}  # fmt: skip
    if left_out := len(by_mentors) - len(shown):
        caption += " · " + ngettext(
            "%(n)s month with fewer than 5 left out", "%(n)s months with fewer than 5 left out", left_out
        ) % {"n": left_out}  # fmt: skip
    chart = charts.run_chart(
        [(month.first_day, 100 * month.share if month.share is not None else None) for month in by_mentors],
        title=_("%(competency)s: from %(first)s to %(last)s percent")
        % {"competency": competency, "first": first, "last": last},
        caption=caption,
        unit="%",
    )
    return {"chart": chart, "independent": None if mean is None else round(100 * mean), "n": n_independent}


def _missed(found: OrgUnit, today: date, request: HttpRequest) -> list[dict]:
    since_day = date.fromordinal(today.toordinal() - 180)
    return [
        {"each": each, "label": words(each.label), "feedback": words(each.feedback)}
        for each in most_missed(found, since=since_day, seen_by=request.person)
    ]
