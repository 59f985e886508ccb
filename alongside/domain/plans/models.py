"""What is kept of plans. A version once agreed is not changed: a revision is a new version."""

from django.db import models
from django.db.models import Q

from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.terms import Level
from alongside.kernel.ids import uuid7

from .terms import ActivityKind, GoalOwner, GoalStatus, PlanStatus, Side


class Plan(models.Model):
    """One version of what a relationship wants to reach."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=255)
    number = models.PositiveSmallIntegerField(default=1)  # of the version
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    contact_rhythm = models.CharField(max_length=200, blank=True)
    support_needed = models.CharField(max_length=300, blank=True)  # from the facility
    confidentiality_terms = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(status__in=["agreed", "active"]),
                name="plan_one_in_force",
            ),
        ]
        indexes = [models.Index(fields=["area_path", "status"], name="plan_area_status")]


class Signature(models.Model):
    """One person's agreement to a version of a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="plan_signed_once")]


class NeedsView(models.Model):
    """How one side sees a mentee's competencies before planning. Neither sees the other's until both are saved (R030)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    levels = models.JSONField(default=dict)  # {competency code: Level}
    confidence = models.JSONField(default=dict)  # {competency code: 0 to 10}; the mentee's only (R047)
    wishes = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)  # null: a draft, nobody else sees it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "mentee", "side"], name="needs_view_once"),
        ]


class Goal(models.Model):
    """A measurable target level on a competency, or a team's or facility's result."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    owner = models.CharField(max_length=8, choices=GoalOwner.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # the mentee, where it is theirs
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)  # where it is no level of a competency
    baseline_level = models.CharField(max_length=16, choices=Level.choices, blank=True)
    target_level = models.CharField(max_length=16, choices=Level.choices, blank=True)
    measure = models.CharField(max_length=200)
    is_required = models.BooleanField(default=True)  # for `goals_achieved`
    due_on = models.DateField()
    status = models.CharField(max_length=16, choices=GoalStatus.choices, default=GoalStatus.PROPOSED)
    status_since = models.DateField()
    source = models.CharField(max_length=40, blank=True)  # where it came from, e.g. "observation:<id>:<item>"
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # in an earlier version
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(owner="mentee") & Q(person__isnull=False)) | (~Q(owner="mentee") & Q(person=None)),
                name="goal_of_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(competency__isnull=False) & ~Q(target_level="") | Q(competency=None) & ~Q(text=""),
                name="goal_is_measurable",
            ),
        ]
        indexes = [models.Index(fields=["person", "status"], name="goal_person_status")]


class LearningActivity(models.Model):
    """Something to do for a goal between contacts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=10, choices=ActivityKind.choices)
    text = models.CharField(max_length=200)
    link = models.CharField(max_length=300, blank=True)
    times = models.PositiveSmallIntegerField(default=1)  # how often it is to be done
    due_on = models.DateField(null=True)


class ActivityDone(models.Model):
    """One time an activity was done, on the day the mentee says."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(LearningActivity, models.CASCADE, related_name="done")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)


class GoalStep(models.Model):
    """A step of a goal, with who took it and why."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=16, choices=GoalStatus.choices)
    reason = models.CharField(max_length=300, blank=True)
    observation_id = models.UUIDField(null=True)  # of the room above: what was seen
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class EndSummary(models.Model):
    """What one side writes when a relationship ends (R034)."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    achieved = models.TextField()
    still_to_do = models.TextField(blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "person"], name="end_summary_once")]


class Graduated(models.Model):
    """A level as it stood when a relationship ended: later observations do not rewrite it."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.CharField(max_length=16, choices=Level.choices)
    seen_on = models.DateField(null=True)
    kept_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "person", "competency"], name="graduated_once")]
