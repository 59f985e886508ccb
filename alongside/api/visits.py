"""Visits: when, where and who came."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema

from alongside.domain.encounters.access import SEE_VISITS
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.people.access import has

from .interface import operation
from .observations import Since, Until
from .paging import After, Area, Limit, Page, area_asked, read
from .places import Named


class Mentor(Schema):
    """Who came, and as what."""

    id: UUID
    name: str
    role: str


class Held(Schema):
    """One visit. What was written about it is for the pages only."""

    id: UUID
    held_on: date
    until_on: date = Field(description="Its last day.")
    place: Named
    programme: str
    purpose: str
    status: str
    submitted_at: datetime | None
    mentors: list[Mentor]


@operation("visits", who=has(*SEE_VISITS), answers=Page[Held], tag="Visits")
def visits(
    request: HttpRequest, since: Since = None, until: Until = None, area: Area = None, after: After = None,
    limit: Limit = 100,
) -> dict:  # fmt: skip
    """The visits of the areas one works in."""
    rows = asked.visits(seen_by=request.person, place=area_asked(request, area))
    if since:
        rows = rows.filter(held_on__gte=since)
    if until:
        rows = rows.filter(held_on__lt=until)
    found, next = read(rows, after=after, limit=limit)
    return {"items": [_told(each) for each in found], "next": next}


def _told(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk, "held_on": visit.held_on, "until_on": visit.until_on, "place": visit.place,
        "programme": visit.programme.code, "purpose": visit.purpose, "status": visit.status,
        "submitted_at": visit.submitted_at,
        "mentors": [{"id": each.person_id, "name": each.person.name, "role": each.role} for each in visit.mentors.all()],
    }  # fmt: skip
