"""Observations: what was seen of people's work, each as closely as one sees it on the pages."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Schema

from alongside.domain.encounters.models import Observation
from alongside.domain.encounters.queries import stream
from alongside.domain.encounters.queries.exports import lettered
from alongside.domain.instruments.rules.scoring import KeptItem, kept_items
from alongside.kernel.paths import within
from alongside.ui.pages import signed_in

from .checklists import Code
from .interface import operation
from .paging import After, Area, Limit, Page, area_asked, read
from .places import Named

# Told only of what one sees item by item (R217).
CLOSELY = (
    "observer_context", "setting", "permission", "completeness", "resource_limited", "earned", "possible", "steps_done",
    "steps_expected", "critical_missed",
)  # fmt: skip

Since = Annotated[date | None, Query(description="Held on this day or later.")]
Until = Annotated[date | None, Query(description="Held before this day.")]
RecordedSince = Annotated[
    datetime | None, Query(description="Came to us at this moment or later, with its time zone: what is new since the last look.")
]  # fmt: skip


class Seen(Schema):
    """One observation. Fields after `result` are null where you see results only."""

    id: UUID
    held_on: date
    recorded_at: datetime
    programme: str
    place: Named
    competency: str | None
    checklist: str
    version: int = Field(description="Results on different versions cannot be compared item by item.")
    mentee: UUID | None = Field(description="Null for a team, and where you do not meet people by name.")
    mentee_key: str = Field(
        description="Where names are not shown: the same letters for the same person, as in exports; else empty."
    )
    observer: UUID | None
    current: bool = Field(description="False: a correction stands in its place. Count current ones only.")
    corrects: UUID | None
    result: str = Field(description="By the version's profile; not_enough_evidence and not_classed are no results.")
    observer_context: str | None = Field(description="Keep independent ones apart.")
    setting: str | None
    permission: str | None = Field(description="The client's answer. Of one who declined no result is kept.")
    completeness: str | None
    resource_limited: bool | None = Field(description="True: a low result says little of the person.")
    earned: float | None
    possible: float | None
    steps_done: int | None
    steps_expected: int | None
    critical_missed: int | None


class SeenItem(Schema):
    """One item as it was scored."""

    id: str
    turn: str = Field(description="Which time round a repeat; empty outside repeats.")
    state: str = Field(description="answered, not_observed, not_applicable or irrelevant. Not observed is never done.")
    earned: str | None = Field(description="Points, an exact fraction such as 1/2.")
    possible: str | None
    full: bool
    critical: bool


class Itemised(Seen):
    """An observation with its items."""

    items: list[SeenItem]


@operation("observations", who=signed_in, answers=Page[Seen], tag="Observations")
def observations(
    request: HttpRequest, since: Since = None, until: Until = None, recorded_since: RecordedSince = None,
    area: Area = None, checklist: Code = "", after: After = None, limit: Limit = 100,
) -> dict:  # fmt: skip
    """The observations one sees."""
    rows = stream.observations(seen_by=request.person)
    if since:
        rows = rows.filter(held_on__gte=since)
    if until:
        rows = rows.filter(held_on__lt=until)
    if recorded_since:
        rows = rows.filter(recorded_at__gte=recorded_since)
    if top := area_asked(request, area):
        rows = rows.filter(within(top.path, field="area_path"))
    if checklist:
        rows = rows.filter(version__instrument__code=checklist)
    found, next = read(rows, after=after, limit=limit)
    return {"items": [_told(each) for each in found], "next": next}


@operation("observations/{uuid:pk}", who=signed_in, answers=Itemised, tag="Observations")
def observation(request: HttpRequest, pk: UUID) -> dict:
    """One observation with its items; nothing (404) for whoever sees results only."""
    seen = stream.observations(seen_by=request.person)
    found = get_object_or_404(seen.defer(None).defer("answers", "version__definition_json"), pk=pk, itemised=True)
    return {**_told(found), "items": [_item(each) for each in kept_items(found.results)]}


def _told(seen: Any) -> dict[str, Any]:
    each: Observation = seen
    return {
        "id": each.pk, "held_on": each.held_on, "recorded_at": each.recorded_at, "programme": each.programme.code,
        "place": each.place, "competency": each.competency_id, "checklist": each.version.instrument.code,
        "version": each.version.number, "mentee": each.mentee_id if seen.named else None,
        "mentee_key": "" if seen.named else lettered(settings.SECRET_KEY)(each.mentee),
        "observer": each.observer_id if seen.named else None, "current": each.is_current, "corrects": each.corrects_id,
        "result": each.result_class, **{name: getattr(each, name) if seen.itemised else None for name in CLOSELY},
    }  # fmt: skip


def _item(item: KeptItem) -> dict[str, Any]:
    return {
        "id": item.id, "state": item.state.value, "full": item.full, "critical": item.critical, "earned": str(item.earned),
        "possible": str(item.possible), "turn": ".".join(map(str, item.turns)),
    }  # fmt: skip
