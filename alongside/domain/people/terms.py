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


# Languages people write and speak, whether or not the pages speak them too (ISO 639).
LANGUAGES = [
    ("en", _("English")), ("fr", _("French")), ("pt", _("Portuguese")), ("sw", _("Swahili")), ("ar", _("Arabic")),
    ("am", _("Amharic")), ("bem", _("Bemba")), ("ha", _("Hausa")), ("ig", _("Igbo")), ("rw", _("Kinyarwanda")),
    ("ln", _("Lingala")), ("lg", _("Luganda")), ("luo", _("Luo")), ("ny", _("Nyanja")), ("om", _("Oromo")),
    ("so", _("Somali")), ("yo", _("Yoruba")), ("zu", _("Zulu")), ("hi", _("Hindi")), ("bn", _("Bengali")),
    ("lo", _("Lao")), ("km", _("Khmer")), ("my", _("Burmese")),
]  # fmt: skip


# What can be found in a list of people: what is wrong with the row, and what is offered.
FINDINGS = {
    "no_name": (_("The row has no name and was left out. Enter the name in the list."), ""),
    "name_too_long": (_("The name is longer than 120 letters and the row was left out: %(about)s"), ""),
    "code_twice": (_("The staff number %(about)s is already in row %(proposal)s; this row was left out."), ""),
    "twice": (_("%(about)s is already in row %(proposal)s; this row was left out."), ""),
    "no_place": (_("The row for %(about)s names no place of work and was left out."), ""),
    "unknown_place": (_("There is no place called “%(about)s”; the row is left out."), _("Take it as: %(proposal)s")),
    "which_place": (_("Several places are called “%(about)s”; the row was left out. Give the code of the place."), ""),
    "unknown_cadre": (_("We do not know the cadre “%(about)s”."), _("Take it as: %(proposal)s")),
    "no_phone": (_("“%(about)s” is not a phone number. The person goes in without it."), ""),
    "no_day": (_("“%(about)s” is not a day such as 2026-04-14. It was passed over."), ""),
    "no_year": (_("“%(about)s” is not a year. It was passed over."), ""),
    "unknown_sex": (_("We do not know “%(about)s” as a sex. It was passed over."), ""),
    "no_email": (_("“%(about)s” is not an e-mail address. It was passed over."), ""),
    "perhaps_known": (_("%(about)s may be here already: %(proposal)s. Look at the duplicates afterwards."), ""),
}  # fmt: skip
