"""What comes of it: agreed actions, issues beyond the person, the debrief."""

from django.db import models
from django.db.models import Q

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.ids import uuid7

from ..terms import ActionStatus, IssueCategory, IssueStatus, OwnerLevel, OwnerType
from .contact import Encounter, Observation
from .visits import Visit


class ActionItem(models.Model):
    """An agreed follow-up with an owner and a day, tied to the item it is about where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=255)
    encounter = models.ForeignKey(Encounter, models.PROTECT, null=True, related_name="actions")
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="actions")
    item_id = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # whose practice it is about
    text = models.CharField(max_length=300)
    owner_type = models.CharField(max_length=12, choices=OwnerType.choices)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    status = models.CharField(max_length=12, choices=ActionStatus.choices, default=ActionStatus.PENDING)
    agreed_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "status"], name="action_owner_status"),
            models.Index(fields=["place", "status"], name="action_place_status"),
        ]


class SystemsIssue(models.Model):
    """An obstacle beyond the person: supplies, staffing, equipment (R054)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=255)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="issues")
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="issues")
    category = models.CharField(max_length=12, choices=IssueCategory.choices)
    text = models.CharField(max_length=300)
    severity = models.PositiveSmallIntegerField(default=2)  # 1 hinders, 2 delays care, 3 stops care
    status = models.CharField(max_length=12, choices=IssueStatus.choices, default=IssueStatus.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    resolved_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)  # what was done about it
    level = models.PositiveSmallIntegerField(choices=OwnerLevel.choices, default=OwnerLevel.FACILITY)

    class Meta:
        indexes = [models.Index(fields=["place", "status"], name="issue_place_status")]


class IssueStep(models.Model):
    """A step of an issue beyond the person: who took it, and to which level it went."""

    issue = models.ForeignKey(SystemsIssue, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=IssueStatus.choices)
    level = models.PositiveSmallIntegerField(choices=OwnerLevel.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Debrief(models.Model):
    """What a visit's mentors tell the leadership at its end (R193): at most three of each, and what is asked of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="debrief")
    strengths = models.JSONField()  # sentences
    actions = models.ManyToManyField(ActionItem, related_name="+")
    issues = models.ManyToManyField(SystemsIssue, related_name="+")
    decisions = models.TextField(blank=True)  # what the leadership is asked to decide
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)  # what the leadership says to it
    not_met_because = models.CharField(max_length=200, blank=True)  # why nobody could hear it on the day

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_by__isnull=False), name="debrief_acknowledged_by"
            ),
        ]
