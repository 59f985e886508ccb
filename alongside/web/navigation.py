"""The places of the navigation, in order, and the roles that have them. The first four make the phone's bottom bar."""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from alongside.domain.encounters.access import SEE_VISITS


class Place(NamedTuple):
    """One entry: name of the view, label, icon of the sprite, roles (None: everybody)."""

    view: str
    label: str
    icon: str
    who: frozenset[str] | None


PLACES: list[Place] = [
    Place("home:start", _("Home"), "home", None),
    Place("visits:visits", _("Visits"), "visit", SEE_VISITS),
    Place("visits:actions", _("Actions"), "check", None),
]
