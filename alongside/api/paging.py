"""Lists in pages that cost the same however far one has read."""

from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Query, Schema

from alongside.domain.encounters.queries import finding
from alongside.domain.places.models import OrgUnit

Each = TypeVar("Each")
LARGEST = 200

After = Annotated[UUID | None, Query(description="`next` of the page before; leave it out for the first page.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many at most.")]
Area = Annotated[UUID | None, Query(description="Id of a place: only what lies in it or below it.")]


class Page(Schema, Generic[Each]):
    """Some of a list, in the order of ids."""

    items: list[Each]
    next: UUID | None = Field(description="To be brought as `after`; null: this was the last page.")


def read(rows: QuerySet, *, after: UUID | None, limit: int) -> tuple[list[Any], UUID | None]:
    """Return one page of rows and where the next begins, None after the last. One statement."""
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def area_asked(request: HttpRequest, pk: UUID | None) -> OrgUnit | None:
    """Return the place asked for, 404 where one may not see it; None: everywhere."""
    if pk is None:
        return None
    found = finding.places(seen_by=request.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
