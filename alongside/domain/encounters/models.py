"""What is kept of encounters. Observations are append-only: a correction is a new row that names the old (R215)."""

from django.db import models
from django.db.models import F, Q

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.terms import Class
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.ids import uuid7
from alongside.kernel.packed import PackedJSONField

from .rules.states import WAITING
from .terms import (
    ActionStatus,
    ActivityType,
    AgeBand,
    Completeness,
    Interaction,
    IssueCategory,
    IssueStatus,
    MentorRole,
    Mode,
    ObserverContext,
    OwnerLevel,
    OwnerType,
    Permission,
    Purpose,
    Setting,
    Source,
    VisitStatus,
)  # fmt: skip


class Submission(models.Model):
    """What a device sent, byte for byte, before anything was derived from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance_id = models.CharField(max_length=120)
    source = models.CharField(max_length=20, choices=Source.choices)
    form_id = models.CharField(max_length=120)
    form_version = models.CharField(max_length=40, blank=True)
    body = models.BinaryField()  # zstandard
    body_digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    device_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    replaces = models.CharField(max_length=120, blank=True)  # the instance id this one corrects
    deleted_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)  # why nothing could be derived yet, in words for a person; "": derived

    is_new = False  # for the one who has just sent it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance_id"], name="submission_once")]
        indexes = [
            models.Index(fields=["replaces"], condition=~Q(replaces=""), name="submission_replaces"),
            models.Index(fields=["received_at"], condition=~Q(problem=""), name="submission_unread"),
        ]


class Attachment(models.Model):
    """A file that came with a submission. Two may hold the same bytes."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=120)  # below the media folder; a name we made
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="attachment_once")]


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
                condition=~Q(status__in=["submitted", "returned", "verified"]) | Q(submitted_at__isnull=False),
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


class IssueStep(models.Model):
    """A step of an issue beyond the person: who took it, and to which level it went."""

    issue = models.ForeignKey(SystemsIssue, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=IssueStatus.choices)
    level = models.PositiveSmallIntegerField(choices=OwnerLevel.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
