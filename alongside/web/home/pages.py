"""The start page: what needs each role today. Roles add up, so do their parts of the page."""

from collections.abc import Callable
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.encounters.access import RECORD
from alongside.domain.encounters.queries import contact, finding, follow_up, overview
from alongside.domain.encounters.queries.competency import competency_record, last_misses
from alongside.domain.encounters.queries.device import underivable
from alongside.domain.encounters.queries.due import due
from alongside.domain.encounters.queries.sight import FEWEST
from alongside.domain.instruments import queries as instruments
from alongside.domain.instruments.rules.definition import words
from alongside.domain.instruments.terms import VersionStatus
from alongside.domain.mentors import queries as mentors
from alongside.domain.people.access import paths, roles
from alongside.domain.people.terms import Role
from alongside.domain.plans import queries as plans
from alongside.domain.programmes import queries as programmes
from alongside.domain.programmes.terms import Level
from alongside.ui.days import today_of
from alongside.ui.pages import anyone, page, signed_in

from ..levels import shape, word
from ..sorting import by_column
from ..visits.calendars import month_of
from ..visits.mapping import map_of
from .inbox import waiting_for

MENTORED = timedelta(days=180)  # whom a mentor met within half a year is one of theirs, until pairings say so
WITH_MONTH = {Role.MENTOR, Role.MASTER_MENTOR, Role.COORDINATOR, Role.IN_CHARGE, Role.MENTEE}
LEVELS = list(Level.values)
AT_MOST = 12  # lines of a list on the first page; the whole list is a click away
NEVER = 0  # days since contact, on the scale of the column below: longer ago than any
# By what the coordinator sorts the places of their area.
PLACE_COLUMNS = {
    "name": lambda each: each.place.name, "days": lambda each: NEVER if each.last_on is None else -each.last_on.toordinal(), "mentees": lambda each: each.mentees,
    "actions": lambda each: each.open_actions, "obstacles": lambda each: each.open_issues,
}  # fmt: skip


@page(who=signed_in)
def start(request: HttpRequest) -> tuple[str, dict]:
    """The parts of the page for every role the person holds, the most pressing first."""
    mine = roles(request.person)
    today = today_of(request)
    parts = [(template, ask(request, today)) for wanted, template, ask in PARTS if not mine.isdisjoint(wanted)]
    parts = [(f"home/{template}.html", context) for template, context in parts if context is not None]
    records = not mine.isdisjoint(RECORD)
    waiting = waiting_for(request.person, today=today)
    first = today.replace(day=1)
    return "home/start.html", {
        "month": month_of(request, first, areas=paths(request.person, Role.COORDINATOR)) if mine & WITH_MONTH else None,
        "title": date_format(first, "F Y"),
        "today": today,
        "parts": parts,
        "waiting": waiting[:AT_MOST],
        "more": len(waiting[AT_MOST:]),
        "has_role": bool(mine),
        "may_visit": records,
        "begin": reverse("visits:begin"),
    }


@page(who=anyone)
def about(request: HttpRequest) -> tuple[str, dict]:
    """What this is, on whose brief it rests, and that nobody has endorsed it (R212)."""
    return "home/about.html", {}


def _mentor(request: HttpRequest, today: date) -> dict | None:
    people = list(contact.mentees_of(request.person, today=today, since=today - MENTORED)[:AT_MOST])
    missed = last_misses([person.pk for person in people], seen_by=request.person)
    open_for: dict = {}
    for action in contact.open_actions_about([person.pk for person in people], seen_by=request.person):
        open_for.setdefault(action.person_id, []).append(action)
    begun = _begun(request)
    unread = list(underivable(seen_by=request.person)[:AT_MOST])
    # A master mentor who mentors nobody has other things to do first.
    if not (people or any(begun.values()) or unread or Role.MENTOR in roles(request.person)):
        return None
    mine = programmes.programmes(seen_by=request.person)
    return {
        "themes": programmes.themes_of(mine, on=today),
        "people": [
            {
                "person": person,
                "met_on": person.met_on,
                "observation": missed[person.pk][0] if person.pk in missed else None,
                "missed": [(words(each.label), each.critical) for each in missed[person.pk][1][:3]]
                if person.pk in missed
                else [],
                "actions": open_for.get(person.pk, []),
            }
            for person in people
        ],
        **begun,
        "unread": unread,
    }


def _begun(request: HttpRequest) -> dict[str, list]:
    """Return the visits and checklists somebody began and has not sent."""
    return {
        "drafts": list(contact.drafts_of(request.person)[:AT_MOST]),
        "observations": list(contact.unfinished_observations(request.person)[:AT_MOST]),
    }


def _master(request: HttpRequest, today: date) -> dict:
    return {
        "unsupported": list(mentors.unsupported(seen_by=request.person, on=today)[:AT_MOST]),
    }


def _verifier(request: HttpRequest, today: date) -> dict:
    places = overview.to_verify(paths(request.person, Role.VERIFIER), today=today)
    return {"places": places[:AT_MOST], "n": len(places), **_begun(request)}


def _own(request: HttpRequest, today: date) -> dict:
    """Return what is in the hands of somebody whose role has no list of its own."""
    return {"actions": list(contact.open_actions(seen_by=request.person).filter(owner=request.person)[:AT_MOST])}


def _coordinator(request: HttpRequest, today: date) -> dict:
    areas = paths(request.person, Role.COORDINATOR)
    places = contact.working_places(areas, today=today)
    return {
        "places": [(place, place.days(today)) for place in by_column(request, places, PLACE_COLUMNS)[:AT_MOST]],
        "n": len(places),
        "map": map_of(due(areas, today=today)),
        "issues": list(contact.open_issues(seen_by=request.person)[:AT_MOST]),
        "unread": list(underivable(seen_by=request.person)[:AT_MOST]),
    }


def _programme(request: HttpRequest, today: date) -> dict:
    areas = paths(request.person, Role.MANAGER)
    recent, mentees = contact.recent_contact(areas, today=today)
    found = overview.competent(areas, today=today)
    sent, begun, days = contact.submitting(areas, since=today - timedelta(days=90), today=today)
    care = overview.respectful_care(areas, since=today - timedelta(days=182), today=today)
    everybody, verified = found.people, found.independent_people
    tiles = [
        _tile(_("Mentees with a contact in the last 30 days"), recent, mentees, _("mentees"), people=mentees),
        _tile(
            _("Competent when last observed"), found.competent, found.pairs, _("people and competencies observed"),
            people=everybody,
        ),
        _tile(
            _("Competent when last seen by an independent observer"), found.independent, found.independent_pairs,
            _("people and competencies verified"), people=verified,
        ),
        _tile(
            _("Gaps closed since first observed"), found.closed, found.gaps, _("gaps at the first observation"),
            people=everybody if found.gaps else 0,
        ),
        {
            "label": _("Days from visit to submitted record"),
            "value": f"{days:.1f}" if days is not None and sent >= FEWEST else "–",
            "unit": _("days"),
            "n": _("%(sent)s of %(begun)s visits in the last 90 days") % {"sent": sent, "begun": begun},
        },
    ]  # fmt: skip
    branches = [branch for top in finding.tops(seen_by=request.person) for branch in contact.branches(top, today=today)]
    fields = [
        {
            "area": area,
            "found": each,
            "enough": each.people >= FEWEST,
            "share": round(100 * each.competent / each.pairs),
        }
        for area, each in overview.by_technical_area(areas, today=today)
    ]
    return {
        "tiles": tiles,
        "care": care if care and care.people >= FEWEST else None,
        "fields": fields,
        "branches": [(branch, _reason(branch, today)) for branch in branches[:AT_MOST]],
    }


def _tile(label: str, part: int, whole: int, of: str, *, people: int) -> dict:
    """Return a share with its n; withheld where fewer than five people are behind it (R217)."""
    enough = people >= FEWEST
    return {
        "label": label,
        "value": round(100 * part / whole) if enough else "–",
        "unit": "%" if enough else "",
        "n": _("%(n)s %(of)s") % {"n": whole, "of": of} if enough else _("too few to show: %(n)s %(of)s") % {"n": whole, "of": of},
    }  # fmt: skip


def _reason(branch: contact.Branch, today: date) -> str:
    """Return in words why a branch stands where it stands."""
    if not branch.mentees:
        return _("Nobody enrolled yet")
    parts = [
        _("%(recent)s of %(mentees)s mentees had a contact in the last 30 days")
        % {"recent": branch.recent, "mentees": branch.mentees}
    ]
    if branch.last_on is None:
        parts.append(_("no contact recorded"))
    elif (today - branch.last_on).days > 30:
        parts.append(_("last contact %(days)s days ago") % {"days": (today - branch.last_on).days})
    if branch.open_issues:
        parts.append(_("%(n)s obstacles open") % {"n": branch.open_issues})
    return ", ".join(parts)


def _in_charge(request: HttpRequest, today: date) -> dict:
    areas = paths(request.person, Role.IN_CHARGE)
    places = list(finding.places(seen_by=request.person).filter(path__in=areas))
    return {
        "places": places,
        "actions": list(contact.open_actions(seen_by=request.person)[:AT_MOST]),
        "issues": list(contact.open_issues(seen_by=request.person)[:AT_MOST]),
    }


def _mentee(request: HttpRequest, today: date) -> dict:
    record = competency_record(request.person, today=today, seen_by=request.person)
    # Strengths come before gaps; what nobody has looked at yet is named below them.
    seen = [entry for entry in record.entries if entry.standing.level != Level.NOT_OBSERVED]
    notes = follow_up.feedback_seen(seen_by=request.person).filter(person=request.person, acknowledged_at=None)
    goals = plans.goals_of(request.person)
    return {
        "rows": [
            {"entry": entry, "level": shape(entry.standing.level), "word": word(entry.standing.level)}
            for entry in sorted(seen, key=lambda entry: LEVELS.index(entry.standing.level), reverse=True)
        ][:AT_MOST],
        "unseen": [entry.competency for entry in record.entries if entry.standing.level == Level.NOT_OBSERVED],
        "notes": list(notes[:3]),
        "to_read": notes.count(),
        "independent": sum(entry.standing.level == Level.INDEPENDENT for entry in record.entries),
        "n": len(record.entries),
        "actions": [action for action in contact.actions_of(request.person) if not action.closed][:AT_MOST],
        "mentors": contact.mentors_of(request.person),
        "person": request.person,
        "goals": goals,
        "board": plans.board(goals),
        "today": today,
    }


def _officer(request: HttpRequest, today: date) -> dict:
    areas = paths(request.person, Role.ME_OFFICER)
    sent, begun, days = contact.submitting(areas, since=today - timedelta(days=90), today=today)
    return {"sent": sent, "begun": begun, "days": days, "waiting": begun - sent, "checklists": _waiting(request, today)}


def _administrator(request: HttpRequest, today: date) -> dict:
    """Return the pages an administrator works with, as far as this installation has them."""
    links = [
        ("imports:lists", _("Lists of places and people brought in")), ("areas:tops", _("Areas and places")),
        ("staff:everybody", _("Staff")), ("staff:roles", _("Accounts and roles")), ("staff:pairs", _("Likely duplicates")),
        ("checklists:bring", _("Bring in checklists")), ("gallery", _("The pieces pages are made of")),
    ]  # fmt: skip
    return {
        "links": [(url, label) for view, label in links if (url := _address(view))],
        "waiting": _waiting(request, today),
    }


def _waiting(request: HttpRequest, today: date) -> list:
    return instruments.library(on=today, seen_by=request.person, status=VersionStatus.REVIEW)


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


PARTS: list[tuple[frozenset[str], str, Callable[[HttpRequest, date], dict | None]]] = [
    (frozenset({Role.MENTOR, Role.MASTER_MENTOR}), "mentor", _mentor),
    (frozenset({Role.MASTER_MENTOR}), "master", _master),
    (frozenset({Role.VERIFIER}), "verifier", _verifier),
    (frozenset({Role.COORDINATOR}), "coordinator", _coordinator),
    (frozenset({Role.IN_CHARGE}), "in_charge", _in_charge),
    (frozenset({Role.MANAGER}), "programme", _programme),
    (frozenset({Role.MENTEE}), "mentee", _mentee),
    (frozenset({Role.ME_OFFICER}), "officer", _officer),
    (frozenset({Role.ADMINISTRATOR}), "administrator", _administrator),
    (frozenset({Role.FINANCE, Role.COUNCIL, Role.PARTNER}), "own", _own),
]
