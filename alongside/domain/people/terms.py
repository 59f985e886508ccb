"""The closed words of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in an area and a programme. Roles add up."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Programme manager")
    COORDINATOR = "coordinator", _("District coordinator")
    MASTER_MENTOR = "master_mentor", _("Master mentor")
    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    IN_CHARGE = "in_charge", _("Facility in-charge")
    ME_OFFICER = "me_officer", _("M&E officer")
    FINANCE = "finance", _("Finance officer")
    VERIFIER = "verifier", _("Verifier")
    COUNCIL = "council", _("Council / CPD viewer")
    PARTNER = "partner", _("Partner viewer")


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    NOT_STATED = "", _("Not stated")


class Channel(models.TextChoices):
    """How a person prefers to be reached."""

    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    CALL = "call", _("Phone call")
    EMAIL = "email", _("E-mail")
    WEB = "web", _("This site")
