"""What is decided about places: where a place may stand, and what a country's list says."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

from ..terms import AREAS, FACILITIES, PlaceType

LONGEST_NO_GO = timedelta(days=92)
BELOW_FACILITIES = frozenset({PlaceType.COMMUNITY_UNIT, PlaceType.LABORATORY})


def why_not_under(type: str, above: str | None) -> Refused | None:
    """Return why a place of this type cannot stand under one of type `above` (None: at the top), or None."""
    if above is None:
        if type in AREAS:
            return None
        return Refused(
            "places.needs_an_area", _("A place where people work lies in an area. Choose the area."), field="under"
        )
    if above in AREAS or (type in BELOW_FACILITIES and above in FACILITIES):
        return None
    return Refused(
        "places.not_under_this",
        _("A place of this type lies in an area, not inside another place. Choose the area."),
        field="under",
    )


def why_not_opening_days(days: str) -> Refused | None:
    """Return why these are no opening days, or None. days: seven digits, Monday first, 1: open."""
    if re.fullmatch(r"[01]{7}", days) and "1" in days:
        return None
    return Refused(
        "places.no_opening_day", _("Choose at least one day on which the place is open."), field="opening_days"
    )


def why_not_no_go(first_on: date, last_on: date, *, today: date, reason: str) -> Refused | None:
    """Return why these cannot be days without visits, or None. last_on: inclusive."""
    if last_on < first_on:
        return Refused(
            "places.ends_before_start", _("The last day lies before the first. Check both."), field="last_on"
        )
    if last_on < today:
        return Refused("places.days_are_past", _("These days are over. Choose days to come."), field="first_on")
    if last_on - first_on > LONGEST_NO_GO:
        return Refused(
            "places.too_many_days",
            _("These are more than 92 days. Close the place instead, or check the days."),
            field="last_on",
        )
    if not reason.strip():
        return Refused("places.no_reason", _("Say why: planners read it."), field="reason")
    return None


def why_not_point(latitude: object, longitude: object) -> Refused | None:
    """Return why these are no coordinates in degrees, or None. Both None: not known."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return Refused("places.half_a_point", _("Give both latitude and longitude, or neither."), field="latitude")
    if abs(latitude) <= 90 and abs(longitude) <= 180:  # type: ignore[arg-type,operator]
        return None
    return Refused(
        "places.not_on_earth",
        _("Latitude lies between -90 and 90, longitude between -180 and 180. Check both, they may be swapped."),
        field="latitude",
    )
