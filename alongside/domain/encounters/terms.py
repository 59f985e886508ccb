"""The closed words of encounters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why a visit was made (R004). A combined visit adds one to mentoring, one to supervision, one to the total."""

    MENTORING = "mentoring", _("Mentoring")
    SUPERVISION = "supervision", _("Supportive supervision")
    COMBINED = "combined", _("Both")


class VisitStatus(models.TextChoices):
    """How far a visit is (domain notes 3.3). Draft: it was held and is being written."""

    PLANNED = "planned", _("Planned")
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    CONFIRMED = "confirmed", _("Confirmed")
    IN_PROGRESS = "in_progress", _("In progress")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Missed")


class ReturnedField(models.TextChoices):
    """What a coordinator may put a note beside when a visit is returned."""

    DAYS = "days", _("Days")
    MENTORS = "mentors", _("Mentors")
    LENGTH = "length", _("Length")
    PEOPLE = "people", _("People met")
    OBSERVATIONS = "observations", _("Observations")
    FEEDBACK = "feedback", _("Feedback")
    ACTIONS = "actions", _("Agreed actions")
    ISSUES = "issues", _("Issues beyond the person")


class MentorRole(models.TextChoices):
    LEAD = "lead", _("Lead mentor")
    CO_MENTOR = "co_mentor", _("Co-mentor")
    OBSERVER = "observer", _("Observer of the mentor")
    MANAGEMENT = "management", _("Management mentor")
    LABORATORY = "laboratory", _("Laboratory mentor")


class Mode(models.TextChoices):
    """How people met (R018)."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("SMS or chat")
    VIDEO = "video", _("Video")
    MIXED = "mixed", _("Mixed")


class Interaction(models.TextChoices):
    """Who with whom (R096)."""

    ONE_TO_ONE = "one_to_one", _("One to one")
    ONE_TO_GROUP = "one_to_group", _("One to group")
    TEAM_TO_TEAM = "team_to_team", _("Team to team")


class ActivityType(models.TextChoices):
    """What the time was used for (R016)."""

    BEDSIDE_TEACHING = "bedside_teaching", _("Bedside teaching")
    DEMONSTRATION = "demonstration", _("Demonstration")
    RETURN_DEMONSTRATION = "return_demonstration", _("Return demonstration")
    CASE_DISCUSSION = "case_discussion", _("Case discussion")
    DRILL = "drill", _("Simulation or drill")
    TALK = "talk", _("Short talk")
    ROLE_PLAY = "role_play", _("Role play")
    RECORD_REVIEW = "record_review", _("Record review")
    JOB_AID = "job_aid", _("Job aid orientation")
    QI_COACHING = "qi_coaching", _("Quality improvement coaching")
    COACHING = "coaching", _("Coaching")


class Setting(models.TextChoices):
    """Where the work was seen."""

    REAL_CLIENT = "real_client", _("Real client")
    SIMULATION = "simulation", _("Simulation")
    VIGNETTE = "vignette", _("Vignette")
    RECORD = "record", _("Record")


class ObserverContext(models.TextChoices):
    """Who observed, in relation to the person observed (finding F4)."""

    RELATIONSHIP_MENTOR = "relationship_mentor", _("Their mentor")
    OTHER_MENTOR = "other_mentor", _("Another mentor")
    INDEPENDENT = "independent", _("Independent verifier")
    PEER = "peer", _("Peer")
    SELF = "self", _("Themselves")


class Permission(models.TextChoices):
    """The client's answer when asked whether a mentor may be present (R190). No identity is ever kept."""

    GRANTED = "granted", _("Asked, granted")
    DECLINED = "declined", _("Asked, declined")
    NOT_ASKED = "not_asked", _("Not asked")
    NOT_APPLICABLE = "not_applicable", _("No client present")


class Completeness(models.TextChoices):
    """How completely the mentor could see the work (finding F13)."""

    COMPREHENSIVE = "comprehensive", _("All of it")
    SATISFACTORY = "satisfactory", _("Most of it")
    PARTIAL = "partial", _("Part of it")


class OwnerType(models.TextChoices):
    """Who takes an action forward (R206)."""

    MENTEE = "mentee", _("The mentee")
    MENTOR = "mentor", _("The mentor")
    IN_CHARGE = "in_charge", _("The in-charge")
    DISTRICT = "district", _("The district")


class ActionStatus(models.TextChoices):
    PENDING = "pending", _("To do")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    BLOCKED = "blocked", _("Blocked")
    DROPPED = "dropped", _("Dropped")


class IssueCategory(models.TextChoices):
    """What hinders care beyond the person (R054)."""

    SUPPLIES = "supplies", _("Supplies and medicines")
    EQUIPMENT = "equipment", _("Equipment")
    STAFFING = "staffing", _("Staffing")
    SPACE = "space", _("Space and infrastructure")
    OTHER = "other", _("Other")


class IssueStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    RESOLVED = "resolved", _("Resolved")
    CONFIRMED = "confirmed", _("Confirmed as resolved")
    ACCEPTED_RISK = "accepted", _("Lived with")


class OwnerLevel(models.IntegerChoices):
    """Who has an issue in hand; it goes one up after 30, 60 and 90 days."""

    FACILITY = 0, _("Facility")
    DISTRICT = 1, _("District")
    REGION = 2, _("Region")
    NATION = 3, _("Ministry")


class Source(models.TextChoices):
    """The way in by which a record came."""

    PAGE = "page", _("This site")
    OPENROSA = "openrosa", _("ODK Collect or KoboCollect")
    IMPORT = "import", _("Import")
    DEMONSTRATION = "demonstration", _("Demonstration")


class AgeBand(models.TextChoices):
    """How old a client of a reviewed case was: wide enough that nobody is recognised by it."""

    UNDER_2_MONTHS = "under_2m", _("Under 2 months")
    UNDER_1 = "2m_11m", _("2 to 11 months")
    UNDER_5 = "1_4", _("1 to 4 years")
    UNDER_15 = "5_14", _("5 to 14 years")
    UNDER_50 = "15_49", _("15 to 49 years")
    OLDER = "50_on", _("50 years and more")


class Due(models.TextChoices):
    """How a workplace stands towards its next visit."""

    NEVER = "never", _("Never visited")
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Within 30 days")
    LATER = "later", _("Later")


class ObjectiveSource(models.TextChoices):
    """Where an objective of a visit comes from (R057)."""

    GOAL = "goal", _("Goal of the plan")
    ACTION = "action", _("Agreed before")
    LEFT = "left", _("Left from the last visit")
    SERVICE = "service", _("Need of the service")


class ObjectiveResult(models.TextChoices):
    MET = "met", _("Reached")
    PARTLY = "partly", _("Partly")
    NOT_MET = "not_met", _("Not reached")


class BlockKind(models.TextChoices):
    """What a block of a visit is for; each opens the form in which it is recorded."""

    COURTESY = "courtesy", _("Talk with the leadership")
    GROUP = "group", _("Group learning")
    INDIVIDUAL = "individual", _("Individual mentoring")
    CASES = "cases", _("Review of cases")
    QUALITY = "quality", _("Quality improvement")
    FEEDBACK = "feedback", _("Feedback to each person")
    DEBRIEF = "debrief", _("Debrief with the leadership")
    BREAK = "break", _("Break")
