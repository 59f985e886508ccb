"""Visits, who comes along, and how each came about."""

from django.db import models
from django.db.models import F, Q

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.ids import uuid7

from ..rules.states import WAITING
from ..terms import MentorRole, Purpose, Source, VisitStatus


class Visit(models.Model):
    """A dated presence of one or more mentors at a place: one visit per place and continuous stay.

    Until it is held, its days are those of the slot; afterwards they are the real ones and the slot stays beside them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=255)  # of the place when the visit was held, for scope and figures
    held_on = models.DateField()
    until_on = models.DateField()  # inclusive; the same day for a one-day visit
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.MENTORING)
    status = models.CharField(max_length=12, choices=VisitStatus.choices, default=VisitStatus.DRAFT)
    planned_on = models.DateField(null=True)  # the slot; null: nobody planned it
    planned_until = models.DateField(null=True)  # inclusive
    checked_in_at = models.DateTimeField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    returned_notes = models.JSONField(default=list)  # [{"field", "note"}] of the last time it was returned
    length = models.DurationField(null=True)  # in contact, travel excluded
    theme = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.PAGE)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("held_on")), name="visit_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "returned", "verified", "closed"])
                | Q(submitted_at__isnull=False),
                name="visit_submitted_when",
            ),
            models.CheckConstraint(
                condition=Q(planned_on=None, planned_until=None)
                | Q(planned_on__isnull=False, planned_until__isnull=False, planned_until__gte=F("planned_on")),
                name="visit_slot_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["planned", "requested", "approved", "confirmed", "missed"])
                | Q(planned_on__isnull=False),
                name="visit_ahead_has_slot",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "held_on"], name="visit_place_day"),
            models.Index(fields=["area_path", "held_on"], name="visit_area_day"),
            models.Index(
                fields=["status", "held_on"],
                condition=Q(status__in=WAITING),
                name="visit_waiting",
            ),
        ]


class VisitMentor(models.Model):
    """A mentor on a visit, in a role."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="mentors", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=MentorRole.choices, default=MentorRole.LEAD)
    confirmed_at = models.DateTimeField(null=True)  # said of a planned visit that they come

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="visit_mentor_once")]


class VisitStep(models.Model):
    """A step of the state machine of visits, kept with its reason."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=VisitStatus.choices)
    reason = models.CharField(max_length=300, blank=True)
    is_override = models.BooleanField(default=False)  # the reason stands in for something that was not there
    moved_from = models.DateField(null=True)  # the day of the slot before it was moved
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: by itself
    at = models.DateTimeField()
