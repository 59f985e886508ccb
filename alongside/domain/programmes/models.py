"""What is kept of programmes, as far as observations need it."""

from django.db import models

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.ids import uuid7

from .terms import Domain


class TechnicalArea(models.Model):
    """A field of work such as newborn care; areas nest (R003)."""

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

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
