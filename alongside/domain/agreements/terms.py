"""The closed words of agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngagementStatus(models.TextChoices):
    """How far the leadership of a place is with the programme (R185)."""

    NOT_STARTED = "not_started", _("Not started")
    CONTACTED = "contacted", _("Contacted")
    MET = "met", _("Met")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("Active")
    RENEWAL_DUE = "renewal_due", _("Renewal due")
    LAPSED = "lapsed", _("Lapsed")


class ReleaseStatus(models.TextChoices):
    """What became of a request to free staff (domain notes 3.3)."""

    SENT = "sent", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    PARTLY = "partly", _("Approved in part")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    USED = "used", _("Used")
    NOT_USED = "not_used", _("Not used")


class ReleasedAs(models.TextChoices):
    """Whose time is asked for."""

    MENTEE = "mentee", _("To be mentored")
    MENTOR = "mentor", _("To mentor")


class CoverStatus(models.TextChoices):
    """How far the replacement of somebody released is (R152)."""

    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_FOUND = "not_found", _("Nobody found")
