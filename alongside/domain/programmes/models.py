"""What is kept of programmes: what they teach, who takes part, and how each is designed."""

from django.db import models

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.models import Cadre, Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.ids import uuid7

from .terms import (
    ApproachKind,
    Channel,
    Criterion,
    Deployment,
    Domain,
    For,
    GoalKind,
    Measured,
    MentoringModel,
    OverlapAnswer,
    Purpose,
    Scope,
    StartUp,
    Status,
    Unit,
    Use,
)


class TechnicalArea(models.Model):
    """A field of work such as newborn care; areas nest (R003)."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    is_retired = models.BooleanField(default=False)  # not offered any more; what rests on it stays

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """An observable ability with levels."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=160)
    area = models.ForeignKey(TechnicalArea, models.PROTECT, null=True, related_name="+")
    domain = models.CharField(max_length=20, choices=Domain.choices, default=Domain.CLINICAL)
    complexity = models.PositiveSmallIntegerField(default=2)  # 1 simple to 3 complex (R102)
    criticality = models.PositiveSmallIntegerField(default=2)  # 1 to 3: 3 saves lives
    simulation_suffices = models.BooleanField(default=False)  # a rare emergency: practising counts as real work
    instruments = models.ManyToManyField(Instrument, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(complexity__range=(1, 3), criticality__range=(1, 3)), name="competency_grades"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A mentoring programme in an area."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    place = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    competencies = models.ManyToManyField(Competency, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DESIGN)
    budget_waived_because = models.CharField(max_length=300, blank=True)  # "": a budget has to be approved (R135)
    # Whether it meets the definition of mentoring, as somebody looked (R007); None: nobody has
    attested_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    attested_on = models.DateField(null=True)
    attested_words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A person who is mentored in a programme."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], condition=models.Q(until=None), name="enrolled_once"
            ),
        ]


class StepAnswers(models.Model):
    """What was answered in one step of the design, finished or not.

    answers: {code of the question: what was typed or chosen}; nobody asks for them across programmes.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="steps")
    step = models.SlugField(max_length=20)
    answers = models.JSONField(default=dict)
    is_finished = models.BooleanField(default=False)  # somebody said so; it counts while nothing is missing

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "step"], name="step_once")]


class ProgrammeGoal(models.Model):
    """What shall get better, tied to an indicator (R002)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=24, choices=GoalKind.choices)
    text = models.CharField(max_length=300)
    indicator = models.CharField(max_length=8)  # a code of terms.INDICATORS
    measured = models.CharField(max_length=8, choices=Measured.choices, default=Measured.PERCENT)
    baseline = models.DecimalField(max_digits=9, decimal_places=2)
    target = models.DecimalField(max_digits=9, decimal_places=2)
    due_on = models.DateField()


class Approach(models.Model):
    """What else is under way for the same people (R001). cadre, competency, place None: all of them."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="approaches")
    kind = models.CharField(max_length=16, choices=ApproachKind.choices)
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300, blank=True)  # "": still to be said (R129)
    delivered_by = models.CharField(max_length=120, blank=True)
    rhythm = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day; None while open-ended


class Overlap(models.Model):
    """What was decided about two approaches that meet (R128)."""

    first = models.ForeignKey(Approach, models.CASCADE, related_name="+")
    second = models.ForeignKey(Approach, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=OverlapAnswer.choices)
    note = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="overlap_once")]


class OptionScore(models.Model):
    """How well one model does by one criterion, 1 to 5, and why (R131)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="options")
    model = models.CharField(max_length=10, choices=MentoringModel.choices)
    criterion = models.CharField(max_length=12, choices=Criterion.choices)
    points = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "model", "criterion"], name="option_once"),
            models.CheckConstraint(condition=models.Q(points__range=(1, 5)), name="option_points"),
        ]


class Structure(models.Model):
    """Something that exists and is reused, adapted or made anew (R133)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="structures")
    name = models.CharField(max_length=160)
    use = models.CharField(max_length=8, choices=Use.choices)
    reason = models.CharField(max_length=300, blank=True)


class HandOver(models.Model):
    """Who does and pays something now and after a partner has left (R136)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="hand_overs")
    what = models.CharField(max_length=160)
    now = models.CharField(max_length=120)
    later = models.CharField(max_length=120)
    by_government = models.BooleanField(default=False)  # a government pays for it later
    yearly_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # in the programme's currency
    from_on = models.DateField(null=True)


class Incentive(models.Model):
    """What somebody receives, who pays and until when (R158)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="incentives")
    what = models.CharField(max_length=160)
    whom = models.CharField(max_length=12, choices=For.choices)
    payer = models.CharField(max_length=120)
    ends_on = models.DateField(null=True)  # the last day paid for; None: without end
    payer_after = models.CharField(max_length=120, blank=True)  # "": nobody yet


class Component(models.Model):
    """A part of the programme with one model and its defaults (R071). areas: none is all of them."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="components")
    model = models.CharField(max_length=10, choices=MentoringModel.choices)
    deployment = models.CharField(max_length=10, choices=Deployment.choices)
    areas = models.ManyToManyField(TechnicalArea, related_name="+")
    most_mentees = models.PositiveSmallIntegerField()  # for each mentor at one time
    most_places = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "model", "deployment"], name="component_once"),
            models.CheckConstraint(condition=models.Q(most_mentees__gt=0, most_places__gt=0), name="component_caps"),
        ]


class CadencePhase(models.Model):
    """One stretch of a rhythm: so many times every so many days, weeks or months, for a while (R104).

    Phases of one channel follow each other; channels run side by side (R097). area None: every area of the component.
    """

    component = models.ForeignKey(Component, models.CASCADE, related_name="phases")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    order = models.PositiveSmallIntegerField()  # within the channel and area
    area = models.ForeignKey(TechnicalArea, models.PROTECT, null=True, related_name="+")
    times = models.PositiveSmallIntegerField(default=1)
    every = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    rounds = models.PositiveSmallIntegerField(null=True)  # how often the interval is repeated; None: until the end
    minutes = models.PositiveIntegerField(default=0)  # of one contact; 0 where it has no length, as a message

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(times__gt=0, every__gt=0), name="phase_happens"),
            models.CheckConstraint(condition=models.Q(rounds=None) | models.Q(rounds__gt=0), name="phase_lasts"),
        ]


class Focus(models.Model):
    """A competency of the programme and whether it is new or reinforced (R163)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="focuses")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "competency"], name="focus_once")]


class StartUpStep(models.Model):
    """A step of the start-up, done on a day, with whom (R186). The first is leadership engagement (R135)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="start_up")
    code = models.CharField(max_length=16, choices=StartUp.choices)
    level = models.CharField(max_length=12, choices=Scope.choices)
    done_on = models.DateField()
    note = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code", "level", "done_on"], name="start_up_once")]


class ChosenIndicator(models.Model):
    """A figure the programme follows."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=8)  # of terms.INDICATORS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="indicator_chosen_once")]


class StatusChange(models.Model):
    """A step of a programme's course, kept with its day and word."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="changes")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=10, choices=Status.choices)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class DesignVersion(models.Model):
    """The design as it was signed; it never changes.

    document: {"title", "facts": [[name, value]], "parts": [{"title", "asks", "answers": [[question, answer]],
    "tables": [{"title", "head": [...], "rows": [[...]]}]}]}, in the words of the day it was signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)  # sha-256 of the document
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=120)  # name and office, as on paper
    signed_on = models.DateField()
    review_on = models.DateField()  # a year later

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="design_version_once")]


class MonthTheme(models.Model):
    """What a programme looks at in a month (R056)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="themes")
    month = models.DateField()  # its first day
    topic = models.CharField(max_length=120)
    materials = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=300, blank=True)
    checklist = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "month"], name="theme_once_a_month")]
