"""Lists of places and of people: brought, looked at, taken in."""

from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import access
from alongside.domain.people import commands as people_commands
from alongside.domain.people import queries as people_queries
from alongside.domain.people.queries import lists as people_plans
from alongside.domain.people.rules import lists as people_rules
from alongside.domain.people.terms import Role
from alongside.domain.places import commands as place_commands
from alongside.domain.places import queries as place_queries
from alongside.domain.places.queries import lists as place_plans
from alongside.domain.places.rules import lists as place_rules
from alongside.kernel import listing
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import LABELS, TITLES, FileForm, PeopleFileForm, ReadingForm

SHOWN = 200  # findings on one page; all are in the report and in the list that can be taken out
ADMINISTRATORS = access.has(Role.ADMINISTRATOR)
KEEPERS = access.has(*access.REGISTER)


class Kind(NamedTuple):
    """What differs between lists of places and of people."""

    columns: tuple
    finding: Any
    take_in: Any
    discard: Any
    accepted_before: Any
    why_not_mapped: Any
    after: str


PLACES = Kind(
    place_rules.COLUMNS, place_rules.Finding, place_commands.import_places, place_commands.discard_places,
    place_plans.accepted_before, place_commands.why_not_mapped, "areas:tops",
)  # fmt: skip
PEOPLE = Kind(
    people_rules.COLUMNS, people_rules.Finding, people_commands.import_people, people_commands.discard_people,
    people_plans.accepted_before, people_commands.why_not_mapped, "staff:everybody",
)  # fmt: skip


@page(who=KEEPERS)
def lists(request: HttpRequest) -> tuple[str, dict]:
    """Every list that was brought for one's areas, the newest first."""
    return "imports/lists.html", {
        "places": list(place_queries.place_lists(areas=access.paths(request.person, Role.ADMINISTRATOR))[:50]),
        "people": list(people_queries.people_lists(seen_by=request.person)[:50]),
        "administers": ADMINISTRATORS(request.person),
    }


@page(who=ADMINISTRATORS)
def places(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Bring a list of places to look at."""
    mine = access.paths(request.person, Role.ADMINISTRATOR)
    areas = place_queries.seen(mine).filter(type__in=place_rules.LEVELS)
    form = FileForm(sent(request), request.FILES or None, areas=areas, everywhere="" in mine)
    return ask(
        request, form, place_commands.bring_places, title=_("Bring in a list of places"), verb=_("Look at it"),
        summary=_("Nothing is taken in before you have looked at it."), back=reverse("imports:lists"),
        take=lambda made: redirect("imports:place_list", made.pk),
    )  # fmt: skip


@page(who=KEEPERS)
def people(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Bring a list of people to look at."""
    mine = access.paths(request.person, *access.REGISTER)
    areas = place_queries.seen(mine).filter(type__in=place_rules.LEVELS)
    form = PeopleFileForm(sent(request), request.FILES or None, areas=areas, everywhere="" in mine)
    return ask(
        request, form, people_commands.bring_people, title=_("Bring in a list of people"), verb=_("Look at it"),
        summary=_("Nothing is taken in before you have looked at it."), back=reverse("imports:lists"),
        take=lambda made: redirect("imports:people_list", made.pk),
    )  # fmt: skip


@page(who=ADMINISTRATORS)
def place_list(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """A list of places: columns and findings before it is taken in, its report afterwards."""
    found = place_queries.place_lists(areas=access.paths(request.person, Role.ADMINISTRATOR))
    brought = get_object_or_404(found.defer(None), pk=pk)
    return _list(
        request,
        brought,
        PLACES,
        lambda mapping, accepted: place_plans.plan(brought, mapping=mapping, accepted=accepted),
    )


@page(who=KEEPERS)
def people_list(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """A list of people: columns and findings before it is taken in, its report afterwards."""
    brought = get_object_or_404(people_queries.people_lists(seen_by=request.person).defer(None), pk=pk)
    today = today_of(request)
    return _list(
        request,
        brought,
        PEOPLE,
        lambda mapping, accepted: people_plans.plan(brought, mapping=mapping, accepted=accepted, today=today),
    )


def _list(request: HttpRequest, brought: Any, kind: Kind, plan: Any) -> tuple[str, dict] | HttpResponse:
    if brought.taken_in_at:
        findings = [kind.finding(*each) for each in (*brought.left_out, *brought.findings)]
        return "imports/report.html", {
            "brought": brought, "groups": _grouped(findings, brought.accepted), "after": reverse(kind.after),
        }  # fmt: skip
    headings = listing.headings(bytes(brought.content), name=brought.name)
    shown = {f"column_{column}": heading for column, heading in brought.mapping.items()}
    form = ReadingForm(sent(request), columns=kind.columns, headings=headings, initial=shown)
    step = request.POST.get("step", "look")
    if request.method == "POST" and step == "discard":
        kind.discard(by=request.person, at=request.now, act_id=form.act_id, brought=brought)
        return redirect("imports:lists")
    mapping = form.mapping() if form.is_bound and form.is_valid() else brought.mapping
    planned, accepted = None, kind.accepted_before(brought.source)
    try:
        kind.why_not_mapped(brought, mapping)
        planned = plan(mapping, accepted)
        if form.is_bound:
            accepted = _accepted(request, planned, accepted)
            planned = plan(mapping, accepted)
    except Refused as refused:
        if form.is_bound:
            form.add_error(None, str(refused.message))
    if request.method == "POST" and step == "take_in" and form.is_valid():
        with form.showing_refusals():
            kind.take_in(
                by=request.person,
                at=request.now,
                act_id=form.act_id,
                brought=brought,
                mapping=mapping,
                accepted=accepted,
            )
            return redirect(request.path)
    return "imports/reading.html", {
        "brought": brought, "form": form, "planned": planned, "unclear": planned is None,
        "read_as": [(LABELS[column], heading) for column, heading in mapping.items()],
        "groups": _grouped([*planned.reading.left_out, *planned.reading.findings], accepted) if planned else [],
    }  # fmt: skip


def _accepted(request: HttpRequest, planned: Any, before: dict[str, str]) -> dict[str, str]:
    """Return the fixes that were ticked. What each would do comes from our own reading, never from the page."""
    findings = [each for each in (*planned.reading.left_out, *planned.reading.findings) if each.fix]
    ticked, whole = set(request.POST.getlist("fix")), set(request.POST.getlist("all"))
    chosen = {
        each.fix: before.get(each.fix, each.proposal) for each in findings if each.fix in ticked or each.code in whole
    }
    offered = {each.fix for each in findings}
    return {
        fix: choice for fix, choice in before.items() if fix not in offered and "shown" not in request.POST
    } | chosen


def _grouped(findings: list, accepted: dict[str, str]) -> list[dict]:
    """Return the findings by kind, the most frequent last: {code, count, fixable, findings: [(finding, accepted)]}."""
    counted = Counter(finding.code for finding in findings)
    groups = []
    for code, count in sorted(counted.items(), key=lambda pair: pair[1]):
        own = [finding for finding in findings if finding.code == code]
        groups.append({
            "code": code, "title": TITLES[code], "count": count, "fixable": any(finding.fix for finding in own), "more": max(0, count - SHOWN),
            "whole": all(finding.fix in accepted for finding in own if finding.fix),
            "findings": [(finding, finding.fix in accepted) for finding in own[:SHOWN]],
        })  # fmt: skip
    return groups
