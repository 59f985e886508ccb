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


class Stage(models.IntegerChoices):
    """Learning to mentor as one learns a clinical skill (R148)."""

    INFORMATION = 1, _("Information")
    SIMULATION = 2, _("Practice with peers")
    ON_SITE = 3, _("Practice on site, observed")
    CERTIFICATION = 4, _("Certification")


class Module(models.TextChoices):
    """What a mentor's preparation holds: the field of work, six mentoring skills (R145), two recommended (R146, R147)."""

    TECHNICAL = "technical", _("Own field of work")
    COMMUNICATION = "communication", _("Communication")
    FEEDBACK = "feedback", _("Giving feedback")
    COACHING = "coaching", _("Coaching")
    CLINICAL_TEACHING = "clinical_teaching", _("Teaching at the bedside")
    ACTIVE_LISTENING = "active_listening", _("Active listening")
    CHECKLISTS = "checklists", _("Using checklists")
    QUALITY_IMPROVEMENT = "quality_improvement", _("Quality improvement")
    SUPERVISION = "supervision", _("Mentoring and supervision")


SKILL_MODULES = (
    Module.COMMUNICATION, Module.FEEDBACK, Module.COACHING, Module.CLINICAL_TEACHING, Module.ACTIVE_LISTENING,
    Module.CHECKLISTS,
)  # fmt: skip
RECOMMENDED = (Module.QUALITY_IMPROVEMENT, Module.SUPERVISION)


class TeamRole(models.TextChoices):
    """What a mentor brings to a team (R083)."""

    CLINICAL = "clinical", _("Clinical")
    LABORATORY = "laboratory", _("Laboratory")
    MANAGEMENT = "management", _("Management")
    DATA = "data", _("Data use")


class SupportChannel(models.TextChoices):
    """How mentors were supported (R156)."""

    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    VIDEO = "video", _("Video call")
    CHAT = "chat", _("Chat group")
