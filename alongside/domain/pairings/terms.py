"""The closed words of pairings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shape(models.TextChoices):
    """Who with whom (R017, R159)."""

    ONE_TO_ONE = "one_to_one", _("One mentor, one mentee")
    ONE_TO_TWO = "one_to_two", _("One mentor, two mentees")
    ONE_TO_TEAM = "one_to_team", _("One mentor, a team")
    TEAM_TO_TEAM = "team_to_team", _("A team of mentors, a team")
    COMMUNITY_GROUP = "community_group", _("One mentor, a community group")


class RelationshipPurpose(models.TextChoices):
    """Why it was begun (R086)."""

    POST_TRAINING = "post_training", _("Follow-up after training")
    SUPPLEMENT_SUPERVISION = "supplement_supervision", _("Beside supervision")
    NEW_SERVICE = "new_service", _("A new service")
    PERFORMANCE_GAP = "performance_gap", _("A gap in performance")


class RelationshipStatus(models.TextChoices):
    """How far a relationship is (domain notes 3.3)."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    PREPARING = "preparing", _("Preparing")
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    CLOSING = "closing", _("Closing")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Not answered in time")


class AnsweredAs(models.TextChoices):
    """In whose name somebody answers a proposal."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    IN_CHARGE = "in_charge", _("In-charge")


class EndReason(models.TextChoices):
    """Why a relationship ended (R035)."""

    GOALS_ACHIEVED = "goals_achieved", _("Goals achieved")
    TIME_EXPIRED = "time_expired", _("The agreed time is over")
    MENTEE_TRANSFERRED = "mentee_transferred", _("The mentee was transferred")
    MENTEE_LEFT = "mentee_left", _("The mentee left the service")
    MENTOR_LEFT = "mentor_left", _("The mentor left")
    PROGRAMME_PAUSED = "programme_paused", _("The programme paused")
    BY_WISH = "by_wish", _("By wish of one side")
    HANDED_OVER = "handed_over", _("Handed over to another mentor")


class HoldReason(models.TextChoices):
    """Why a relationship rests."""

    LEAVE = "leave", _("Leave")
    OUTBREAK = "outbreak", _("Outbreak")
    TRANSFER = "transfer", _("A transfer is pending")
    OTHER = "other", _("Other")


class MatchingStatus(models.TextChoices):
    """How far a run of matching is."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class Choice(models.TextChoices):
    """What a run of matching is to reach (peers who match mentors offer the same two)."""

    BEST_FIT = "best_fit", _("Best fit")
    NOBODY_LEFT_OUT = "nobody_left_out", _("Nobody left out")


class Wish(models.TextChoices):
    """What makes one pair better than another; the ministry says how much each counts."""

    GOAL_FIT = "goal_fit", _("Proficient in what the mentee works on")
    REFERRAL_LINK = "referral_link", _("Their workplaces refer clients to each other")
    DISTANCE = "distance", _("Near each other")
    LOAD = "load", _("Room left at the mentor")
    CONTINUITY = "continuity", _("Worked together before")
    PREFERENCE = "preference", _("A woman or a man, as the mentee wishes")
