"""The closed words of plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    """How far a plan is (domain notes 3.3)."""

    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("Active")
    REVISED = "revised", _("Replaced by a newer version")
    ACHIEVED = "achieved", _("Achieved")
    CLOSED_UNMET = "closed_unmet", _("Closed with goals unmet")


class GoalStatus(models.TextChoices):
    """How far a goal is; the board shows proposed and agreed as “to do” (R177)."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("To do")
    IN_PROGRESS = "in_progress", _("Practising")
    READY_FOR_CHECK = "ready_for_check", _("Ready to be checked")
    ACHIEVED = "achieved", _("Achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    DROPPED = "dropped", _("Dropped")
    REOPENED = "reopened", _("Reopened")


class GoalOwner(models.TextChoices):
    """Whose goal it is (R008). A team's goal is counted once, whoever sees it."""

    MENTEE = "mentee", _("One person")
    TEAM = "team", _("A team")
    PLACE = "place", _("The facility")


class ActivityKind(models.TextChoices):
    """What is to be done for a goal between contacts (R207)."""

    READ = "read", _("Read")
    WATCH = "watch", _("Watch")
    PRACTISE = "practise", _("Practise")
    ATTACH = "attach", _("Work beside somebody")
    COURSE = "course", _("Course")


class Side(models.TextChoices):
    """Whose view, signature or summary it is."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
