"""What is kept of checklists: instruments and their immutable versions."""

from django.db import models
from django.utils.functional import cached_property

from alongside.kernel.ids import uuid7

from .rules.definition import Definition, from_json
from .terms import Kind, VersionStatus


class Instrument(models.Model):
    """A tool that keeps its identity while its versions change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)  # in the default language of its latest version
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CHECKLIST)
    area_code = models.CharField(max_length=60, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One state of an instrument. Its definition never changes; only its status moves on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    definition_json = models.JSONField()
    digest = models.CharField(max_length=64)  # sha-256 of the definition, to know an import that changes nothing
    findings = models.JSONField(default=list)  # what the linter said when it came in: dicts, each with "severity"
    note = models.CharField(max_length=300, blank=True)  # why it was made
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField(null=True)  # people and instruments do not know each other
    approved_at = models.DateTimeField(null=True)
    approved_by_id = models.UUIDField(null=True)
    effective_on = models.DateField(null=True)
    no_respect_reason = models.CharField(
        max_length=300, blank=True
    )  # why a clinical checklist may lack the block (R027)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~models.Q(status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED])
                | models.Q(approved_at__isnull=False),
                name="version_approved_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=VersionStatus.APPROVED) | models.Q(effective_on__isnull=False),
                name="version_effective_when",
            ),
        ]

    @cached_property
    def definition(self) -> Definition:
        return from_json(self.definition_json)

    @property
    def approved_by_its_drafter(self) -> bool:
        """Whether one person drafted and approved it: allowed, and shown wherever the version is looked at."""
        return self.approved_by_id is not None and self.approved_by_id == self.drafted_by_id

    @property
    def errors(self) -> list[dict]:
        """Return the findings that keep it from being approved."""
        return [finding for finding in self.findings if finding.get("severity") == "error"]

    def __str__(self) -> str:
        return f"{self.instrument.title} v{self.number}"


class Standard(models.Model):
    """A guideline that items refer to (R028)."""

    code = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=40, blank=True)
    page_note = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
