"""Encounters and what was seen in them. Observations are append-only: a correction names the old one (R215)."""

from django.db import models
from django.db.models import F, Q

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.terms import Class
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.plans.models import Goal
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.ids import uuid7
from alongside.kernel.packed import PackedJSONField

from ..terms import ActivityType, AgeBand, Completeness, Interaction, Mode, ObserverContext, Permission, Setting
from .arriving import Submission
from .visits import Visit


class Encounter(models.Model):
    """One mentor-mentee(s) interaction of any mode; a visit contains several, a phone call stands alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="encounters")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=255)
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    interaction = models.CharField(max_length=12, choices=Interaction.choices, default=Interaction.ONE_TO_ONE)
    topic = models.CharField(max_length=200, blank=True)
    goals = models.ManyToManyField(Goal, related_name="+")  # of plans, that were worked on (R018)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "held_on"], name="encounter_area_day"),
            models.Index(fields=["mentor", "held_on"], name="encounter_mentor_day"),
        ]


class Attendance(models.Model):
    """A person who took part in an encounter: one person-encounter."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="attendances", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["encounter", "person"], name="attended_once")]


class Activity(models.Model):
    """Minutes of an encounter spent on one kind of activity."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="activities")
    type = models.CharField(max_length=24, choices=ActivityType.choices)
    minutes = models.PositiveSmallIntegerField()


class SkillSupported(models.Model):
    """A competency that was worked on in an encounter without being observed (R026, R201)."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="supported")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")


class Observation(models.Model):
    """One completed checklist on one person or team.

    `answers` is {item id: value} for the version; `results` is what scoring made of it, exact (rules.scoring.to_json).
    The columns beside it repeat what lists and figures ask for. When the client declined, nothing clinical is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    encounter = models.ForeignKey(Encounter, models.PROTECT, related_name="observations")
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="observation")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=255)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, related_name="+", db_index=False)
    mentee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.CharField(max_length=80, blank=True)  # the name of a team, when a team was observed
    observer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    observer_context = models.CharField(max_length=20, choices=ObserverContext.choices)
    setting = models.CharField(max_length=12, choices=Setting.choices)
    permission = models.CharField(max_length=16, choices=Permission.choices)
    completeness = models.CharField(max_length=14, choices=Completeness.choices, blank=True)
    resource_limited = models.BooleanField(default=False)
    resource_note = models.CharField(max_length=200, blank=True)
    intervened = models.BooleanField(default=False)
    stopped_at = models.CharField(
        max_length=120, blank=True
    )  # the item at which the mentor stepped in: scored up to it
    held_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    answers = PackedJSONField(default=dict)
    results = PackedJSONField(default=dict)
    sent_score = PackedJSONField(null=True)  # as the device computed it; shown beside ours, never used
    earned = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    possible = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    steps_done = models.PositiveSmallIntegerField(null=True)
    steps_expected = models.PositiveSmallIntegerField(null=True)
    critical_missed = models.PositiveSmallIntegerField(null=True)
    result_class = models.CharField(max_length=24, choices=Class.choices, blank=True)

    override_reason = models.CharField(
        max_length=200, blank=True
    )  # of a mentor whose proof of mastery had ended (R024)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction_reason = models.CharField(max_length=200, blank=True)
    is_current = models.BooleanField(default=True)  # False: a correction stands in its place

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mentee__isnull=False) | ~Q(team=""), name="observation_of_someone"),
            models.CheckConstraint(
                condition=~Q(permission="declined")
                | Q(earned=None, steps_done=None, result_class="", resource_note=""),
                name="observation_declined_keeps_nothing",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(correction_reason=""), name="correction_has_reason"),
        ]
        indexes = [
            models.Index(fields=["mentee", "held_on"], name="observation_mentee_day"),
            models.Index(fields=["place", "held_on"], name="observation_place_day"),
            models.Index(fields=["area_path", "held_on"], name="observation_area_day"),
        ]


class ObservationDraft(models.Model):
    """A checklist being filled: kept at any state until it is recorded or thrown away. Nothing counts it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="drafts")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    team = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_on = models.DateField()
    observer_context = models.CharField(max_length=20, choices=ObserverContext.choices)
    setting = models.CharField(max_length=12, choices=Setting.choices)
    permission = models.CharField(max_length=16, choices=Permission.choices)
    answers = models.JSONField(default=dict)
    closing = models.JSONField(default=dict)  # what is asked after the items, as record_observation takes it
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "by", "version", "mentee", "team"], name="draft_once"),
            models.CheckConstraint(condition=Q(mentee__isnull=False) | ~Q(team=""), name="draft_of_someone"),
            models.CheckConstraint(condition=~Q(permission="declined"), name="draft_not_declined"),
        ]


class FeedbackNote(models.Model):
    """What was said to a person after an encounter: a strength first (R031)."""

    encounter = models.ForeignKey(Encounter, models.PROTECT, related_name="feedback")
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="feedback", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: a team
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    strengths = models.TextField()
    to_improve = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    given_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(strengths=""), name="feedback_starts_with_strength")]


class CaseReview(models.Model):
    """A meeting in which a group looked at cases out of its register together (R089). No client is named or can be found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    encounter = models.OneToOneField(Encounter, models.PROTECT, related_name="case_review")
    register = models.CharField(max_length=120)  # what was looked at
    records_seen = models.PositiveSmallIntegerField(null=True)
    records_complete = models.PositiveSmallIntegerField(null=True)
    learning = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(records_complete=None) | Q(records_seen__gte=F("records_complete")),
                name="case_review_complete_of_seen",
            ),
        ]


class ReviewedCase(models.Model):
    """One case: what the register says, what the protocol would have said, whether the group found them to agree."""

    review = models.ForeignKey(CaseReview, models.CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField()
    age = models.CharField(max_length=10, choices=AgeBand.choices)
    recorded = models.CharField(max_length=80)
    by_protocol = models.CharField(max_length=80, blank=True)
    agrees = models.BooleanField()
    correction = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="reviewed_case_once")]
