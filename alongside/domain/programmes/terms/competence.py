"""The closed words of programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """What a competency is about (R060)."""

    CLINICAL = "clinical", _("Clinical")
    LABORATORY = "laboratory", _("Laboratory")
    SUPPLY = "supply", _("Pharmacy and supply")
    DATA_USE = "data_use", _("Data use")
    MANAGEMENT = "management", _("Management")
    COMMUNITY = "community", _("Community")
    MENTORING = "mentoring", _("Mentoring skills")


class Level(models.TextChoices):
    """How far a person is with a competency, as a colleague would say it."""

    NOT_OBSERVED = "not_observed", _("Not observed")
    BEGINNING = "beginning", _("To practise")
    WITH_HELP = "with_help", _("With help")
    INDEPENDENT = "independent", _("Independent")
    CAN_TEACH = "can_teach", _("Can teach")
