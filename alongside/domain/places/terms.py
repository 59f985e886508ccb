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
