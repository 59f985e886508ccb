"""Checklists as they were approved, with what they ask."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Schema

from alongside.domain.instruments import queries
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import Section
from alongside.domain.instruments.terms import VersionStatus
from alongside.ui.pages import signed_in

from .interface import operation
from .paging import After, Limit, Page, read

# What a code of ours is made of. Anything else is refused before it reaches the database.
Code = Annotated[str, Query(max_length=80, description="Code of a checklist.", pattern=r"^[A-Za-z0-9_-]*$")]


class Checklist(Schema):
    """One version of a checklist. What it asks never changes; a change is a new version."""

    id: UUID
    code: str
    title: str
    kind: str
    version: int
    status: str = Field(description="approved or retired.")
    effective_on: date | None = Field(description="The first day of its use.")
    digest: str = Field(description="SHA-256 of what it asks: the same digest, the same questions.")


class Choice(Schema):
    """One answer that can be chosen."""

    value: str
    label: dict[str, str]


class Item(Schema):
    """One question or scored line, in reading order."""

    id: str
    section: str = Field(description="Id of the part it stands in; empty at the top.")
    label: dict[str, str] = Field(description="Words by language code.")
    scale: str = Field(description="How it is scored; empty: it is not.")
    kind: str
    critical: bool
    respect: bool = Field(description="Whether it is about respect for the client.")
    weight: float
    choices: list[Choice]


class Whole(Checklist):
    """A version with its items."""

    items: list[Item]


@operation("checklists", who=signed_in, answers=Page[Checklist], tag="Checklists")
def checklists(request: HttpRequest, code: Code = "", after: After = None, limit: Limit = 100) -> dict:
    """The versions that were approved."""
    rows = _approved(request).defer("definition_json", "findings")
    if code:
        rows = rows.filter(instrument__code=code)
    found, next = read(rows, after=after, limit=limit)
    return {"items": [_told(each) for each in found], "next": next}


@operation("checklists/{uuid:pk}", who=signed_in, answers=Whole, tag="Checklists")
def checklist(request: HttpRequest, pk: UUID) -> dict:
    """One version with its items."""
    found = _approved(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return {**_told(found), "items": list(_items(found.definition.children))}


def _approved(request: HttpRequest) -> Any:
    rows = queries.visible(seen_by=request.person)
    return rows.filter(status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED])


def _told(version: Version) -> dict:
    return {
        "id": version.pk, "code": version.instrument.code, "title": version.instrument.title,
        "kind": version.instrument.kind, "version": version.number, "status": version.status,
        "effective_on": version.effective_on, "digest": version.digest,
    }  # fmt: skip


def _items(children: tuple, section: str = "") -> Iterator[dict]:
    for child in children:
        if isinstance(child, Section):
            yield from _items(child.children, child.id)
        else:
            yield {
                "id": child.id, "section": section, "label": child.label, "scale": child.scale, "kind": child.kind,
                "critical": child.critical, "respect": child.respect, "weight": float(child.weight),
                "choices": [{"value": each.value, "label": each.label} for each in child.choices],
            }  # fmt: skip
