"""The words in which a programme is designed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far a programme is (domain notes 3.3)."""

    DESIGN = "design", _("In design")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")


class GoalKind(models.TextChoices):
    """What a goal of the programme is about (R002)."""

    PROVIDER_PERFORMANCE = "provider_performance", _("Provider performance")
    QUALITY = "quality", _("Quality of care")
    SYSTEM = "system", _("Health system")


class Measured(models.TextChoices):
    """How baseline and target of a goal are said."""

    PERCENT = "percent", _("per cent")
    COUNT = "count", _("a count")
    POINTS = "points", _("points")
    DAYS = "days", _("days")


class ApproachKind(models.TextChoices):
    """What else builds capacity beside mentoring (R001)."""

    PRE_SERVICE = "pre_service", _("Pre-service education")
    IN_SERVICE = "in_service", _("In-service training")
    SUPERVISION = "supervision", _("Supportive supervision")
    QUALITY = "quality", _("Quality improvement")
    COMMUNITY = "community", _("Community work")
    OTHER = "other", _("Other")


class OverlapAnswer(models.TextChoices):
    """What was done about two approaches that meet."""

    RESOLVED = "resolved", _("Resolved: one of them was changed")
    ACCEPTED = "accepted", _("Accepted: both go on, for a reason")


class MentoringModel(models.TextChoices):
    """The three models of mentoring (R071)."""

    INTERNAL = "internal", _("Internal: a colleague at the same workplace")
    VISITING = "visiting", _("Visiting: a mentor who comes from elsewhere")
    COMMUNITY = "community", _("Community: for community health workers")


class Deployment(models.TextChoices):
    """How mentors reach those they mentor (Feyissa 2019)."""

    MOBILE = "mobile", _("Mobile: travels from place to place")
    RESIDENT = "resident", _("Resident: stays for a period")
    EMBEDDED = "embedded", _("Embedded: works there")
    TWINNED = "twinned", _("Twinned: two workplaces help each other")
    REMOTE = "remote", _("Remote: by telephone or network only")


class Criterion(models.TextChoices):
    """By what the models are weighed (R131)."""

    FEASIBLE = "feasible", _("Feasible")
    AFFORDABLE = "affordable", _("Affordable")
    SUSTAINABLE = "sustainable", _("Sustainable")
    REACH = "reach", _("Reach")
    EXPERTISE = "expertise", _("Expertise")


class Use(models.TextChoices):
    """What becomes of an existing structure (R133)."""

    REUSE = "reuse", _("Reuse as it is")
    ADAPT = "adapt", _("Adapt")
    NEW = "new", _("Make something new")


class For(models.TextChoices):
    """Whom an incentive is for."""

    MENTORS = "mentors", _("Mentors")
    MENTEES = "mentees", _("Mentees")
    WORKPLACES = "workplaces", _("Workplaces")


class Cause(models.TextChoices):
    """Why performance falls short (R164)."""

    KNOWLEDGE = "knowledge", _("Knowledge: they have not learned it")
    SKILL = "skill", _("Skill: they know it and cannot do it yet")
    MOTIVATION = "motivation", _("Motivation: they can and do not")
    RESOURCES = "resources", _("Resources: supplies or equipment are missing")
    WORKLOAD = "workload", _("Workload: too few people, too little time")
    POLICY = "policy", _("Policy: rules or roles stand in the way")


class Purpose(models.TextChoices):
    """What mentoring does for a competency (R163)."""

    NEW = "new", _("Build something new")
    REINFORCE = "reinforce", _("Reinforce what was learned")


class Unit(models.TextChoices):
    """What a rhythm is counted in (R104)."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


class Channel(models.TextChoices):
    """How mentor and mentee meet (R097)."""

    VISIT = "visit", _("Visit")
    GROUP = "group", _("Group session")
    CALL = "call", _("Telephone call")
    SMS = "sms", _("Text message")
    CHAT = "chat", _("Chat")
    VIDEO = "video", _("Video call")


class Scope(models.TextChoices):
    """How high in the health system a leadership stands (R135)."""

    NATIONAL = "national", _("National")
    SUBNATIONAL = "subnational", _("Province or district")
    WORKPLACE = "workplace", _("Workplace")


class StartUp(models.TextChoices):
    """What is done to begin, in this order: leadership first (R186)."""

    LEADERSHIP = "leadership", _("Meet the leadership")
    STAKEHOLDERS = "stakeholders", _("Hear those concerned")
    FOCAL_POINTS = "focal_points", _("Name the focal persons")
    TOOLS = "tools", _("Agree the checklists and materials")
    MENTORS = "mentors", _("Select and prepare the mentors")
    WORKPLACES = "workplaces", _("Agree with the workplaces")
    BASELINE = "baseline", _("Measure where things stand")
    FIRST_VISITS = "first_visits", _("Plan the first visits")
    MEETING = "meeting", _("Hold the first meeting on the data")
