"""The closed words of checklists, with their source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scale(models.TextChoices):
    """How an item is marked. Codes are those of the domain notes 2.2."""

    YN = "YN", _("Yes / No")
    YNNA = "YNNA", _("Yes / No / Not applicable")
    R3 = "R3", _("Needs improvement / Satisfactory / Excellent")
    R4 = "R4", _("None / Limited / Some / Strong")
    L5 = "L5", _("Agreement 1-5")
    SE10 = "SE10", _("Confidence 0-10")
    NUM = "NUM", _("Number within a range")
    TIME = "TIME", _("Seconds to action")
    SEQ = "SEQ", _("Done and in the right order")
    COLOUR = "COLOUR", _("Red / Yellow / Green")
    STAR = "STAR", _("Stars from a percentage")
    ND = "N/D", _("Correct of reviewed")


class VersionStatus(models.TextChoices):
    """Life of a checklist version (R007). Only an approved version can be used in a new visit."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class Kind(models.TextChoices):
    """What the instrument is for."""

    CHECKLIST = "checklist", _("Checklist")
    RECORD_REVIEW = "record_review", _("Record review")
    READINESS = "readiness", _("Facility readiness")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
    TEST = "test", _("Knowledge test")


class Class(models.TextChoices):
    """The class of one observation under a classification profile."""

    COMPETENT = "competent", _("Competent")
    NEEDS_IMPROVEMENT = "needs_improvement", _("Competent, needs improvement")
    NOT_COMPETENT = "not_competent", _("To practise")
    NOT_ENOUGH = "not_enough_evidence", _("Not enough seen")
    NOT_CLASSED = "not_classed", _("Not classed")


class ItemState(models.TextChoices):
    """What is known about one scored item of one observation."""

    ANSWERED = "answered", _("Answered")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_OBSERVED = "not_observed", _("Not observed")
    IRRELEVANT = "irrelevant", _("Not asked")
    DERIVED = "derived", _("Worked out from other items")
