"""The closed words of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceType(models.TextChoices):
    """What kind of node an org unit is. Areas hold places; the rest are where people work (R005)."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region or province")
    DISTRICT = "district", _("District")
    AREA = "area", _("Area")
    DISTRICT_TEAM = "district_team", _("District health team")
    HOSPITAL = "hospital", _("Hospital")
    HEALTH_CENTRE = "health_centre", _("Health centre")
    HEALTH_POST = "health_post", _("Health post or dispensary")
    CLINIC = "clinic", _("Clinic")
    FACILITY = "facility", _("Health facility")
    COMMUNITY_UNIT = "community_unit", _("Community unit")
    LABORATORY = "laboratory", _("Laboratory")
    SCHOOL = "school", _("Training school")

    @property
    def is_area(self) -> bool:
        return self in AREAS


AREAS = frozenset({PlaceType.COUNTRY, PlaceType.REGION, PlaceType.DISTRICT, PlaceType.AREA})
FACILITIES = frozenset({
    PlaceType.HOSPITAL, PlaceType.HEALTH_CENTRE, PlaceType.HEALTH_POST, PlaceType.CLINIC, PlaceType.FACILITY,
})  # fmt: skip


class Ownership(models.TextChoices):
    """Who runs a facility."""

    PUBLIC = "public", _("Public")
    FAITH = "faith", _("Faith-based")
    NGO = "ngo", _("NGO")
    PRIVATE = "private", _("Private")
    COMMUNITY = "community", _("Community")
    PARASTATAL = "parastatal", _("Parastatal, police or military")
    UNKNOWN = "", _("Not recorded")


# What can be found in a list: what is wrong with the row, and what is offered.
FINDINGS = {
    "no_name": (_("The row has no name and was left out. Enter the name in the list."), ""),
    "name_too_long": (_("The name is longer than 200 letters and the row was left out: %(about)s"), ""),
    "code_twice": (_("The code %(about)s is already in row %(proposal)s; this row was left out."), ""),
    "elsewhere": (_("The row says it lies in %(about)s, but the list is for %(proposal)s; it was left out."), ""),
    "nowhere": (_("The row for %(about)s names no area and was left out."), ""),
    "same_as": (_("%(about)s is the place of row %(proposal)s and was left out."), ""),
    "no_area": (_("The row names no area of this level (%(about)s); the place goes one level higher."), ""),
    "unknown_type": (_("We do not know the type “%(about)s”."), _("Take it as: %(proposal)s")),
    "unknown_owner": (_("We do not know the owner “%(about)s”."), _("Take it as: %(proposal)s")),
    "no_point": (_("%(about)s has no coordinates. It goes in without."), ""),
    "no_number": (_("“%(about)s” is not a number of people. The place goes in without."), ""),
    "impossible_point": (
        _("The coordinates “%(about)s” are nowhere on Earth. The place goes in without."),
        _("Use %(proposal)s: latitude and longitude are swapped"),
    ),
    "swapped_point": (
        _("The coordinates %(about)s are far from all other places."),
        _("Use %(proposal)s: latitude and longitude are swapped"),
    ),
    "area_spelling": (_("The area “%(about)s” looks like another spelling."), _("Put it under “%(proposal)s”")),
    "repeated_name": (_("“%(about)s” comes more than once in its area."), _("Call this one “%(proposal)s”")),
    "perhaps_twice": (
        _("“%(about)s” comes twice, less than 500 m apart."), _("It is the place of row %(proposal)s: leave this row out"),
    ),
}  # fmt: skip
