"""What is kept of places."""

from django.db import models
from treebeard.mp_tree import MP_Node

from alongside.kernel.ids import uuid7

from .terms import AREAS, FACILITIES, Ownership, PlaceType


class OrgUnit(MP_Node):
    """A node of the health system's tree: an area, or a place where people work.

    `path` is the materialised path of treebeard in steps of four; subtrees are path ranges (kernel.paths).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=PlaceType.choices)
    local_type = models.CharField(max_length=80, blank=True)  # the word of the country's own list
    ownership = models.CharField(max_length=20, choices=Ownership.choices, blank=True)
    code = models.CharField(max_length=60, blank=True)  # in the country's own list
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    catchment_population = models.PositiveIntegerField(null=True)
    opening_days = models.CharField(max_length=7, default="1111100")  # Monday first, 1: open
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)  # null: open
    source = models.CharField(max_length=80, blank=True)  # which list it came from

    node_order_by = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="place_point_whole",
            ),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="place_code_once"),
        ]
        indexes = [models.Index(fields=["name"], name="place_name"), models.Index(fields=["type"], name="place_type")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_area(self) -> bool:
        return self.type in AREAS

    @property
    def is_facility(self) -> bool:
        return self.type in FACILITIES


class ReferralLink(models.Model):
    """Clients are referred from one place to another (R118)."""

    origin = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    destination = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    services = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "destination"], name="referral_once"),
            models.CheckConstraint(condition=~models.Q(origin=models.F("destination")), name="referral_elsewhere"),
        ]
