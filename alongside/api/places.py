"""Areas, facilities and other places."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema

from alongside.domain.encounters.queries import finding
from alongside.domain.places.queries import by_path
from alongside.kernel.paths import STEP, within
from alongside.ui.pages import signed_in

from .interface import operation
from .paging import After, Area, Limit, Page, area_asked, read


class Named(Schema):
    """Something by its id and name."""

    id: UUID
    name: str


class Place(Schema):
    """An area, or a place where people work."""

    id: UUID
    name: str
    type: str = Field(description="Such as district, hospital or health_centre.")
    is_area: bool
    code: str = Field(description="In the country's own list; empty where it has none.")
    ownership: str
    within: UUID | None = Field(description="The area it lies in, where you may see that area.")
    latitude: float | None
    longitude: float | None
    closed_on: date | None = Field(description="Null: open.")


@operation("places", who=signed_in, answers=Page[Place], tag="Places")
def places(request: HttpRequest, area: Area = None, after: After = None, limit: Limit = 100) -> dict:
    """The places of the areas one works in."""
    seen = finding.places(seen_by=request.person)
    if top := area_asked(request, area):
        seen = seen.filter(within(top.path))
    found, next = read(seen, after=after, limit=limit)
    above = by_path(finding.places(seen_by=request.person), {each.path[:-STEP] for each in found})
    return {"items": [_told(each, above) for each in found], "next": next}


def _told(place, above: dict) -> dict:  # noqa: ANN001
    names = ("id", "name", "type", "is_area", "code", "ownership", "latitude", "longitude", "closed_on")
    return {**{name: getattr(place, name) for name in names}, "within": above.get(place.path[:-STEP])}
