"""What is kept of agreements with workplaces."""

from django.db import models
from django.db.models import F, Q

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.ids import uuid7

from .terms import CoverStatus, EngagementStatus, ReleasedAs, ReleaseStatus


class Engagement(models.Model):
    """What the leadership of one place has agreed for one programme."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=255)
    status = models.CharField(max_length=12, choices=EngagementStatus.choices, default=EngagementStatus.NOT_STARTED)
    focal_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hours_a_week = models.DecimalField(max_digits=5, decimal_places=1, null=True)  # staff released for mentoring
    room = models.CharField(max_length=120, blank=True)
    permission_procedure = models.CharField(max_length=300, blank=True)  # how clients are asked (R190)
    backup_rule = models.CharField(max_length=300, blank=True)
    agreed_on = models.DateField(null=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "place"], name="engagement_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "active", "renewal_due"])
                | Q(agreed_on__isnull=False, focal_person__isnull=False, hours_a_week__isnull=False),
                name="engagement_agreed_on_something",
            ),
        ]
        indexes = [models.Index(fields=["area_path", "status"], name="engagement_area_status")]


class EngagementStep(models.Model):
    """A meeting or decision on the way, dated."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=EngagementStatus.choices)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class ProtectedTime(models.Model):
    """Hours a week agreed for somebody of the place to mentor colleagues, signed by the in-charge (R076)."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="protected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive


class ReleaseRequest(models.Model):
    """A question to the in-charge: may these people be freed on that day?"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # where the people work
    area_path = models.CharField(max_length=255)
    released_as = models.CharField(max_length=8, choices=ReleasedAs.choices)
    day = models.DateField()
    begins_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    visit_id = models.UUIDField(null=True)  # of a room above, where it is for a planned visit
    status = models.CharField(max_length=10, choices=ReleaseStatus.choices, default=ReleaseStatus.SENT)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()  # after this day it expires
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=300, blank=True)
    alternative_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("begins_at")),
                name="release_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "day"], name="release_place_day"),
            models.Index(fields=["visit_id"], condition=Q(visit_id__isnull=False), name="release_of_visit"),
        ]


class Released(models.Model):
    """One person of a release request and the answer for them."""

    request = models.ForeignKey(ReleaseRequest, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    shift = models.CharField(max_length=60, blank=True)
    is_released = models.BooleanField(null=True)  # null: not answered yet

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="released_once")]


class BackupCover(models.Model):
    """Who stands in for somebody who was released, and who pays (R152)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    release = models.ForeignKey(ReleaseRequest, models.PROTECT, related_name="covers")
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ward = models.CharField(max_length=80, blank=True)
    by_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    paid_how = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=CoverStatus.choices, default=CoverStatus.ASKED)
