"""What is kept of mentors. A mentor is a person with a standing; the person stays the same person."""

from django.db import models
from django.db.models import Q

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.ids import uuid7

from .terms import (
    Affiliation,
    Module,
    NominatedBy,
    PayType,
    ProvenBy,
    Stage,
    Standing,
    SupportChannel,
    TeamRole,
)


class Mentor(models.Model):
    """A person on the way to mentoring, mentoring, or having mentored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.NOMINATED)
    affiliation = models.CharField(max_length=16, choices=Affiliation.choices)
    home = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # where they belong in the health system (R117)
    area_path = models.CharField(max_length=255)  # of the home, for scope
    is_master = models.BooleanField(default=False)  # may prepare and certify mentors
    pay_type = models.CharField(max_length=16, choices=PayType.choices, default=PayType.UNPAID)
    max_mentees = models.PositiveSmallIntegerField()
    max_places = models.PositiveSmallIntegerField()
    hours_a_month = models.PositiveSmallIntegerField(default=0)  # agreed for mentoring, travel included
    certified_on = models.DateField(null=True)
    certified_until = models.DateField(null=True)  # exclusive
    since = models.DateField()  # of the standing

    class Meta:
        indexes = [models.Index(fields=["area_path", "standing"], name="mentor_area_standing")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing__in=["certified", "active"]) | Q(certified_until__isnull=False),
                name="mentor_certified_until",
            ),
        ]


class Proficiency(models.Model):
    """Proof that a mentor masters an area, until a day (R015, R024)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="proficiencies")
    area = models.ForeignKey(TechnicalArea, models.PROTECT, related_name="+")
    proven_by = models.CharField(max_length=16, choices=ProvenBy.choices)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # the score, where there was one
    assessed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    assessed_on = models.DateField()
    valid_until = models.DateField()  # exclusive

    class Meta:
        indexes = [models.Index(fields=["mentor", "area", "valid_until"], name="proficiency_valid")]


class Assignment(models.Model):
    """A mentor's posting to a place for a period and a share of their time (R078)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="assignments")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    time_share = models.DecimalField(max_digits=4, decimal_places=3)  # of a full post, 0 to 1
    since = models.DateField()
    until = models.DateField()  # exclusive: a mentor is assigned for a specific period

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="assignment_ends_after_start"),
            models.CheckConstraint(condition=Q(time_share__gt=0, time_share__lte=1), name="assignment_share"),
        ]
        indexes = [models.Index(fields=["place", "until"], name="assignment_place_now")]


class Nomination(models.Model):
    """A name put forward, with the gates that must all hold (domain notes 2.4). A draft may have holes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="nominations")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    areas = models.ManyToManyField(TechnicalArea, related_name="+")
    nominated_by = models.CharField(max_length=16, choices=NominatedBy.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    last_practised_on = models.DateField(null=True)  # in the areas (R138)
    consent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # the in-charge who agrees
    hours_a_month = models.PositiveSmallIntegerField(null=True)  # offered for mentoring
    no_open_case = models.BooleanField(null=True)  # declared: no disciplinary case is open
    submitted_on = models.DateField(null=True)
    begun_at = models.DateTimeField()


class Criterion(models.Model):
    """What nominees are judged by; the ministry edits names and weights (domain notes 2.4)."""

    code = models.SlugField(primary_key=True, max_length=24)
    name = models.CharField(max_length=80)
    evidence = models.CharField(max_length=120)  # where it is seen
    weight = models.PositiveSmallIntegerField()  # of 100
    at_0 = models.CharField(max_length=80)
    at_2 = models.CharField(max_length=80)
    at_4 = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class CriterionScore(models.Model):
    """One scorer's judgement of one criterion, 0 to 4."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    scorer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    evidence = models.CharField(max_length=300, blank=True)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "criterion", "scorer"], name="criterion_scored_once"),
            models.CheckConstraint(condition=Q(points__lte=4), name="criterion_points"),
        ]


class Moderated(models.Model):
    """What the panel agreed on a criterion after two scorers differed by more than one point."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="moderated")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=3, decimal_places=1)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "criterion"], name="moderated_once")]


class Reference(models.Model):
    """A confidential word on a nominee: read by the panel only, never by the nominee."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="references")
    asked = models.ForeignKey(Person, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "asked"], name="reference_once")]


class Preparation(models.Model):
    """One module of a mentor's preparation at one stage, taken or recognised. The latest try stands."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="preparation")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    module = models.CharField(max_length=20, choices=Module.choices)
    done_on = models.DateField()
    passed = models.BooleanField()
    is_recognised = models.BooleanField(default=False)  # earlier training counted instead
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentor", "module", "stage"], name="module_once")]


class CoVisit(models.Model):
    """A visit at which a master mentor watched a mentor mentor, with the share of the mentor checklist reached."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="co_visits")
    held_on = models.DateField()
    observed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    earned = models.DecimalField(max_digits=8, decimal_places=3)
    possible = models.DecimalField(max_digits=8, decimal_places=3)
    observation_id = models.UUIDField(null=True)  # of the room above, where one was recorded

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentor", "held_on", "observed_by"], name="co_visit_once"),
            models.CheckConstraint(
                condition=Q(possible__gt=0, earned__lte=models.F("possible")), name="co_visit_share"
            ),
        ]


class ConfidentialityStatement(models.Model):
    """A yearly promise (domain notes 2.6)."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="statements")
    signed_on = models.DateField()
    valid_until = models.DateField()


class MentorTeam(models.Model):
    """Mentors who visit together, each in a role (R083)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # where the team is based
    name = models.CharField(max_length=120)


class TeamMember(models.Model):
    team = models.ForeignKey(MentorTeam, models.CASCADE, related_name="members")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=TeamRole.choices)
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "mentor"], name="team_member_once")]


class StandingChange(models.Model):
    """A step of the state machine, kept with its reason: what a manager decides about a mentor can be answered."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="changes")
    act = models.CharField(max_length=40)
    before = models.CharField(max_length=16, choices=Standing.choices)
    after = models.CharField(max_length=16, choices=Standing.choices)
    reason = models.CharField(max_length=300, blank=True)
    reply = models.CharField(max_length=300, blank=True)  # the mentor's own words (right of reply)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class SupportContact(models.Model):
    """A call or meeting at which mentors were supported (R156)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")  # the area whose mentors meet
    held_on = models.DateField()
    channel = models.CharField(max_length=10, choices=SupportChannel.choices)
    agenda = models.CharField(max_length=300, blank=True)
    agreed = models.TextField(blank=True)
    led_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mentors = models.ManyToManyField(Mentor, related_name="+")
