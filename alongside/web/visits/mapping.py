"""Workplaces on a map, by when they are due."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.encounters.queries import due as asked
from alongside.domain.encounters.terms import Due
from alongside.domain.people.access import has, paths
from alongside.ui.days import today_of
from alongside.ui.maps import Map, Point, drawn
from alongside.ui.pages import page

from .due import PLANS


@page(who=has(*PLANS))
def map(request: HttpRequest) -> tuple[str, dict]:
    """The workplaces of one's areas: never visited, overdue, soon, later."""
    found = asked.due(paths(request.person, *PLANS), today=today_of(request))
    return "visits/map.html", {
        "map": map_of(found),
        "n": len(found),
        "missing": [each.place for each in found if each.place.latitude is None],
    }


def map_of(found: list[asked.DuePlace]) -> Map:
    """Return these workplaces as a map; those without coordinates are counted."""
    points = [
        Point(
            each.place.name, float(each.place.latitude), float(each.place.longitude), each.next.due, _said(each),
            reverse("places:place", args=[each.place.pk]),
        )
        for each in found
        if each.place.latitude is not None
    ]  # fmt: skip
    return drawn(
        points, title=_("Workplaces by when they are due"), words=Due.choices, missing=len(found) - len(points)
    )


def _said(each: asked.DuePlace) -> str:
    if each.next.on is None:
        return str(Due.NEVER.label)
    return _("due %(day)s") % {"day": date_format(each.next.on, "j M Y")}
