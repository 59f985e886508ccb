"""The closed words of mentors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """How far a mentor is (domain notes 3.3)."""

    NOMINATED = "nominated", _("Nominated")
    SCREENED = "screened", _("Screened")
    SELECTED = "selected", _("Selected")
    NOT_SELECTED = "not_selected", _("Not selected")
    IN_TRAINING = "in_training", _("In preparation")
    PROVISIONAL = "provisional", _("Provisional")
    CERTIFIED = "certified", _("Certified")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    UNDER_REVIEW = "under_review", _("Under review")
    RETIRED = "retired", _("Retired")
    REMOVED = "removed", _("Removed")


class Affiliation(models.TextChoices):
    """Where mentors come from: the seven of the brief and other (R119)."""

    MINISTRY = "ministry", _("Ministry staff")
    SENIOR = "senior", _("Senior health worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    PEER = "peer", _("Peer")
    EXTERNAL = "external", _("External expert")
    PROGRAMME = "programme", _("Programme staff")
    COUNTERPART = "counterpart", _("Hired counterpart")
    OTHER = "other", _("Other")


class PayType(models.TextChoices):
    """How mentoring is paid for (R115)."""

    UNPAID = "unpaid", _("Unpaid")
    STIPEND = "stipend", _("Stipend")
    PART_SALARY = "part_salary", _("Part of a salary")
    FULL_SALARY = "full_salary", _("Full salary")
    PER_VISIT = "per_visit", _("Fee for each visit")


class NominatedBy(models.TextChoices):
    """Who put a name forward (R072)."""

    IN_CHARGE = "in_charge", _("The in-charge")
    SELF = "self", _("Themselves")
    PEERS = "peers", _("Peers")
    COORDINATOR = "coordinator", _("The district")


class ProvenBy(models.TextChoices):
    """How proficiency in an area was shown (R015)."""

    TEST = "test", _("Knowledge test")
    OBSERVATION = "observation", _("Observed skill")
    BOTH = "both", _("Test and observed skill")
    QUALIFICATION = "qualification", _("Recognised qualification")


class Half(models.TextChoices):
    """The two halves of a mentor's preparation, both needed (R092)."""

    TECHNICAL = "technical", _("Technical")
    MENTORING = "mentoring", _("Mentoring skills")
