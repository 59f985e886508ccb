"""People by name where one meets them by name, and what is known of their competence."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Schema

from alongside.domain.encounters.queries import finding
from alongside.domain.encounters.queries.competency import Entry, competency_record
from alongside.domain.people.queries import of_place, posts
from alongside.ui.days import today_of
from alongside.ui.pages import signed_in

from .interface import operation
from .paging import After, Area, Limit, Page, area_asked, read
from .places import Named


class Post(Schema):
    """A post held now."""

    place: Named
    cadre: str
    since: date


class Someone(Schema):
    """A person, by name. Phone numbers and addresses are never told here."""

    id: UUID
    name: str
    posts: list[Post]


class Sighting(Schema):
    """The latest observation."""

    observation: UUID
    held_on: date
    steps_done: int | None
    steps_expected: int | None
    change: int | None = Field(description="Steps more or fewer than first on this version; null: nothing to compare.")


class Competence(Schema):
    """How far a person is in one competency. What was not observed is said to be so; it never counts as done."""

    competency: str
    name: str
    level: str = Field(description="not_observed, beginning, with_help or independent.")
    on: date | None = Field(description="Day of the latest observation that counts.")
    faded: bool = Field(description="It would be independent were the evidence not too old.")
    missing: list[str] = Field(description="What is still to be seen, in words.")
    latest: Sighting | None = Field(description="Null also where you see levels only.")


class Record(Schema):
    """One competency record, the largest gap first."""

    person: Named
    sees: str = Field(description="How closely you see it: items, levels or nothing.")
    rule: str = Field(description="When somebody counts as independent, in words.")
    competencies: list[Competence]


@operation("people", who=signed_in, answers=Page[Someone], tag="People")
def people(request: HttpRequest, area: Area = None, after: After = None, limit: Limit = 100) -> dict:
    """The people one may meet by name who are with us now. area: those with a post there."""
    rows = finding.persons(seen_by=request.person).filter(is_active=True)
    if top := area_asked(request, area):
        rows = of_place(rows, top)
    found, next = read(rows, after=after, limit=limit)
    held: dict[UUID, list[dict]] = defaultdict(list)
    for post in posts(seen_by=request.person).filter(person__in=[each.pk for each in found]).order_by("since", "pk"):
        held[post.person_id].append({"place": post.place, "cadre": post.cadre_id, "since": post.since})
    return {"items": [{"id": each.pk, "name": each.name, "posts": held[each.pk]} for each in found], "next": next}


@operation("people/{uuid:pk}/competencies", who=signed_in, answers=Record, tag="People")
def competencies(request: HttpRequest, pk: UUID) -> dict:
    """The competency record of one person, as closely as one sees it on their page."""
    someone = get_object_or_404(finding.persons(seen_by=request.person), pk=pk)
    record = competency_record(someone, today=today_of(request), seen_by=request.person)
    return {
        "person": someone, "rule": str(record.rule), "competencies": [_told(each) for each in record.entries],
        "sees": "items" if record.sight.items else "levels" if record.sight.names else "nothing",
    }  # fmt: skip


def _told(entry: Entry) -> dict[str, Any]:
    latest = entry.latest
    return {
        "competency": entry.competency.pk, "name": entry.competency.name, "level": entry.standing.level.value,
        "on": entry.standing.on, "faded": entry.standing.faded, "missing": [str(each) for each in entry.standing.missing],
        "latest": latest and {
            "observation": latest.observation.pk, "held_on": latest.observation.held_on,
            "steps_done": latest.observation.steps_done, "steps_expected": latest.observation.steps_expected,
            "change": latest.change,
        },
    }  # fmt: skip
