"""What is kept of plans. A plan is a chain of versions of one relationship; goals belong to the chain."""

from django.db import models
from django.db.models import Q

from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.terms import Level
from alongside.kernel.ids import uuid7

from .terms import GoalStatus, LearningKind, Measure, Owner, PlanStatus, Side


class NeedsView(models.Model):
    """How far one mentee is with each competency, as one side sees it (R030). Never changed: a later look is a new round."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    side = models.CharField(max_length=6, choices=Side.choices)
    levels = models.JSONField()  # {code of a competency: level}
    words = models.CharField(max_length=500, blank=True)  # what the person would like to work on
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")  # whose view it is
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "mentee", "round", "side"], name="needs_seen_once"),
        ]


class Plan(models.Model):
    """One version of what a relationship agreed to work on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    contact_rhythm = models.CharField(max_length=200, blank=True)
    confidentiality_terms = models.TextField(blank=True)  # what stays between them (R029)
    review_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why there is a later version
    goals = models.JSONField(default=list)  # as they stood when it was shared: [{"goal": id, "said": words, "due_on"}]
    begun_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(status__in=["draft", "shared"]), name="plan_one_being_written"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "active"]) | Q(agreed_at__isnull=False), name="plan_agreed_when"
            ),
        ]


class Signature(models.Model):
    """Somebody's yes to one version of a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+"
    )  # who typed it, where it was said
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="plan_signed_once")]


class Goal(models.Model):
    """A measurable target: a level of a competency, or a figure of a team or facility."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    owner = models.CharField(max_length=8, choices=Owner.choices)
    mentee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # the owner, where it is one person
    text = models.CharField(max_length=300)
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, related_name="+")
    measure = models.CharField(max_length=6, choices=Measure.choices)
    baseline_level = models.CharField(max_length=12, choices=Level.choices, blank=True)  # as observed when proposed
    target_level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    unit = models.CharField(max_length=60, blank=True)  # what is counted
    baseline = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    reached = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    due_on = models.DateField()
    is_required = models.BooleanField(default=True)  # counts when a relationship ends as "goals achieved" (R035)
    status = models.CharField(max_length=12, choices=GoalStatus.choices, default=GoalStatus.PROPOSED)
    status_since = models.DateField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(owner="mentee") ^ Q(mentee=None), name="goal_has_owner"),
            models.CheckConstraint(
                condition=(Q(measure="level") & Q(competency__isnull=False) & ~Q(target_level=""))
                | (Q(measure="figure") & ~Q(unit="") & Q(baseline__isnull=False) & Q(target__isnull=False)),
                name="goal_can_be_measured",
            ),
        ]
        indexes = [
            models.Index(fields=["relationship", "status"], name="goal_relationship_status"),
            models.Index(fields=["mentee", "status"], name="goal_mentee_status"),
        ]


class GoalStep(models.Model):
    """A step of a goal, kept with what was said."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=GoalStatus.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class LearningActivity(models.Model):
    """A thing to do for a goal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=8, choices=LearningKind.choices)
    text = models.CharField(max_length=200)
    link = models.URLField(max_length=300, blank=True)
    due_on = models.DateField(null=True)


class ActivityDone(models.Model):
    """That somebody did it, and when: on the day they say, not the day it arrives."""

    activity = models.ForeignKey(LearningActivity, models.CASCADE, related_name="done")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="activity_done_once")]


class EndSummary(models.Model):
    """What one side says at the formal ending (R034)."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    reached = models.TextField()
    still_open = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "person"], name="summary_once")]


class Graduated(models.Model):
    """The level somebody had when a relationship ended: kept as it was, whatever is observed later."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person", "competency"], name="graduated_once"),
        ]
