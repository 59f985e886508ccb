"""What is kept of mentoring relationships. Nobody is deleted from one: a mentor or mentee has a day they came and left."""

from django.db import models
from django.db.models import Q

from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Sex
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.ids import uuid7

from .terms import (
    AnsweredAs,
    Choice,
    EndReason,
    HoldReason,
    MatchingStatus,
    RelationshipPurpose,
    RelationshipStatus,
    Shape,
)


class Relationship(models.Model):
    """An agreed mentoring link between mentors and mentees or a team of one place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # where the mentees work
    area_path = models.CharField(max_length=255)
    shape = models.CharField(max_length=16, choices=Shape.choices)
    model = models.CharField(max_length=12)  # internal, visiting or community: a word of programmes
    purpose = models.CharField(max_length=24, choices=RelationshipPurpose.choices)
    team = models.CharField(max_length=80, blank=True)  # the name of the team or group, where there is one
    status = models.CharField(max_length=12, choices=RelationshipStatus.choices, default=RelationshipStatus.PROPOSED)
    status_since = models.DateField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    reasons = models.JSONField(default=list)  # why this pair, as matching put it: [{"code", "facts"}]
    since = models.DateField(null=True)  # active from
    planned_end_on = models.DateField(null=True)
    end_criteria = models.CharField(max_length=300, blank=True)
    is_open_ended = models.BooleanField(default=False)
    review_on = models.DateField(null=True)  # an open-ended one is looked at again within six months (R036)
    first_contact_on = models.DateField(null=True)
    hold_reason = models.CharField(max_length=12, choices=HoldReason.choices, blank=True)
    hold_until = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "status"], name="relationship_area_status"),
            models.Index(fields=["place", "status"], name="relationship_place_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["completed", "ended_early"]) | (~Q(end_reason="") & Q(ended_on__isnull=False)),
                name="relationship_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_open_ended=False) | Q(review_on__isnull=False), name="relationship_open_is_reviewed"
            ),
        ]


class RelationshipMentor(models.Model):
    """A mentor in a relationship, for one area or for all of it; one of them leads (R070)."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="mentors")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+")
    area = models.ForeignKey(TechnicalArea, models.PROTECT, null=True, related_name="+")
    is_lead = models.BooleanField(default=False)
    is_interim = models.BooleanField(default=False)  # stands in while the lead is away
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(is_lead=True, until=None), name="relationship_one_lead"
            ),
        ]
        indexes = [models.Index(fields=["mentor", "until"], name="relationship_mentor_now")]


class RelationshipMentee(models.Model):
    """A person mentored in a relationship."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="mentees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)  # exclusive

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "person"], condition=Q(until=None), name="relationship_mentee_once"
            ),
        ]
        indexes = [models.Index(fields=["person", "until"], name="relationship_mentee_now")]


class Answer(models.Model):
    """What one side said to a proposal."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="answers")
    answered_as = models.CharField(max_length=10, choices=AnsweredAs.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")  # whose answer it is
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who typed it, where they phoned it in
    is_yes = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "answered_as", "person"], name="answered_once")]


class RelationshipStep(models.Model):
    """A step of the state machine, kept with its reason."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=12, choices=RelationshipStatus.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class MentorPreference(models.Model):
    """Whether a mentee would rather be mentored by a woman or by a man. Their own to say; nobody has to."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    mentor_sex = models.CharField(max_length=10, choices=[(each.value, each.label) for each in (Sex.FEMALE, Sex.MALE)])
    said_at = models.DateTimeField()


class WishesVersion(models.Model):
    """How much each wish of matching counts, and its limits. Never changed: the latest holds, the earlier ones explain earlier runs."""

    goal_fit = models.PositiveSmallIntegerField()
    referral_link = models.PositiveSmallIntegerField()
    distance = models.PositiveSmallIntegerField()
    load = models.PositiveSmallIntegerField()
    continuity = models.PositiveSmallIntegerField()
    preference = models.PositiveSmallIntegerField()
    floor = models.PositiveSmallIntegerField()  # of 100
    hours_per_mentee = models.PositiveSmallIntegerField()  # a month, travel included
    farthest_km = models.PositiveSmallIntegerField(null=True)  # null: no farthest distance
    reason = models.CharField(max_length=300)  # of the first one: where it comes from
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(null=True)  # null: shipped

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    goal_fit__lte=9, referral_link__lte=9, distance__lte=9, load__lte=9, continuity__lte=9,
                    preference__lte=9, floor__lte=100, hours_per_mentee__gte=1,
                ),
                name="wishes_in_range",
            ),
        ]  # fmt: skip


class Matching(models.Model):
    """One run of matching: who could mentor whom in an area on a day, until somebody publishes or discards it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=255)
    areas = models.ManyToManyField(TechnicalArea, related_name="+")
    choice = models.CharField(max_length=16, choices=Choice.choices)
    one_mentor_a_place = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=MatchingStatus.choices, default=MatchingStatus.DRAFT)
    wishes = models.ForeignKey(WishesVersion, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256 of everything it was given: the same digest, the same pairs
    gap = models.FloatField(default=0)  # how far it may lie below the best, 0 to 1; 0: it is the best
    supply = models.JSONField(default=list)  # [{"district", "area", "wanting", "found", "mentors", "places", "hours"}]
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # published or discarded
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area_path", "status"], name="matching_area_status")]


class MatchedPair(models.Model):
    """A pair that a run proposes, as people left it."""

    matching = models.ForeignKey(Matching, models.CASCADE, related_name="pairs")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # where the mentee works
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+")
    suggested = models.ForeignKey(Mentor, models.PROTECT, related_name="+")  # by the run, before anybody changed it
    area = models.ForeignKey(TechnicalArea, models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()  # of what the wishes can give at most
    reasons = models.JSONField(default=list)  # [{"code", "facts", "points"}], those that weigh most first
    is_kept = models.BooleanField(default=True)  # False: somebody took it out
    adjusted_because = models.CharField(max_length=300, blank=True)
    adjusted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")  # once proposed
    refusal = models.JSONField(default=dict)  # {"code", "message"} where publishing was refused

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matching", "mentee"], name="matched_once")]


class UnmatchedMentee(models.Model):
    """Somebody for whom a run found no mentor, and the first thing that stood in the way."""

    matching = models.ForeignKey(Matching, models.CASCADE, related_name="unmatched")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matching", "mentee"], name="unmatched_once")]
