"""The closed words of plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.domain.programmes.terms import Level


class Side(models.TextChoices):
    """From which side something is seen or signed."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")


class PlanStatus(models.TextChoices):
    """How far one version of a plan is (domain notes 3.3)."""

    DRAFT = "draft", _("Being written")
    SHARED = "shared", _("Waiting for agreement")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("In use")
    REVISED = "revised", _("Replaced by a later version")
    ACHIEVED = "achieved", _("Goals achieved")
    CLOSED_UNMET = "closed_unmet", _("Closed with open goals")


class GoalStatus(models.TextChoices):
    """How far a goal is; four of these are columns of the board (R177)."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("To do")
    IN_PROGRESS = "in_progress", _("Practising")
    READY = "ready", _("Ready to be checked")
    ACHIEVED = "achieved", _("Achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    DROPPED = "dropped", _("Dropped")


class Owner(models.TextChoices):
    """Whose goal it is (R008)."""

    MENTEE = "mentee", _("One person")
    TEAM = "team", _("The team")
    FACILITY = "facility", _("The facility")


class Measure(models.TextChoices):
    """What shows that a goal is reached."""

    LEVEL = "level", _("A level of a competency, as observed")
    FIGURE = "figure", _("A figure that is counted")


class Verdict(models.TextChoices):
    """What somebody finds who checks a goal."""

    ACHIEVED = "achieved", _("Achieved")
    NOT_YET = "not_yet", _("Not yet: goes on practising")
    NOT_ACHIEVED = "not_achieved", _("Not achieved: it ends here")


class LearningKind(models.TextChoices):
    """What one does for a goal (R207)."""

    READ = "read", _("Read")
    WATCH = "watch", _("Watch")
    PRACTISE = "practise", _("Practise")
    ATTACH = "attach", _("Work beside somebody elsewhere")
    COURSE = "course", _("Take a course")


# In words of one's own practice; observing has its own words for the same levels.
SELF_LEVELS = [
    (Level.BEGINNING.value, _("Still to learn")),
    (Level.WITH_HELP.value, _("With somebody beside")),
    (Level.INDEPENDENT.value, _("Alone")),
    (Level.CAN_TEACH.value, _("Could show others")),
    (Level.NOT_OBSERVED.value, _("Cannot say")),
]
