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
    # Its areas and name as that list spelt them: finds it again at the next import, whatever it is called here.
    listed_as = models.CharField(max_length=500, blank=True)

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
            # Two countries may number their facilities alike; one list never does.
            models.UniqueConstraint(
                fields=["source", "code"], condition=~models.Q(code=""), name="place_code_once_a_list"
            ),
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


class NoGoDays(models.Model):
    """Days on which nobody visits an area or a place: a holiday, a clinic day, a campaign (R189)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # and everything below it
    first_on = models.DateField()
    last_on = models.DateField()  # inclusive
    reason = models.CharField(max_length=120)
    set_by_id = models.UUIDField(null=True)  # a person, of the room above
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="no_go_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["last_on", "first_on"], name="no_go_ahead")]


class List(models.Model):
    """A list somebody brought: kept from the preview until it is taken in, then its report is kept instead.

    What was uploaded stays here between preview and confirmation, so that what is taken in is what was looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)  # of the file
    content = models.BinaryField()  # emptied once taken in
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    source = models.CharField(max_length=80)  # what the list is called; a later import under this name updates
    mapping = models.JSONField(default=dict)  # {column of ours: heading}
    accepted = models.JSONField(default=dict)  # {fix: what to do}
    brought_by_id = models.UUIDField(null=True)  # a person, of the room above; null: the installation itself
    brought_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)  # null: only looked at so far
    counts = models.JSONField(default=dict)  # {rows, created, changed, unchanged, left_out, areas, absent}
    findings = models.JSONField(default=list)  # [[row, code, about, fix, proposal], …]
    left_out = models.JSONField(default=list)  # the same for every row that was not taken in
    changes = models.JSONField(default=list)  # [[row, name, [columns that changed]], …]
    absent = models.JSONField(default=list)  # names that an earlier list had and this one no longer has

    class Meta:
        abstract = True


class PlaceList(List):
    """A list of places."""

    under = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")  # null: at the top of the tree
