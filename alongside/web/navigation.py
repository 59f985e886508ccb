"""The places of the navigation, in order, and the roles that have them. The first four make the phone's bottom bar."""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from alongside.domain.agreements.access import SEE as SEE_AGREEMENTS
from alongside.domain.encounters.access import SEE_VISITS
from alongside.domain.mentors.access import SEE as SEE_MENTORS
from alongside.domain.pairings.access import SEE as SEE_PAIRINGS
from alongside.domain.programmes.access import SEE_DESIGNS

# Whoever mentors or is mentored has relationships of their own.
SEE_RELATIONSHIPS = SEE_PAIRINGS | {"mentor", "mentee"}


class Place(NamedTuple):
    """One entry: name of the view, label, icon of the sprite, roles (None: everybody)."""

    view: str
    label: str
    icon: str
    who: frozenset[str] | None


SEE_PEOPLE = frozenset({
    "administrator", "manager", "coordinator", "master_mentor", "mentor", "in_charge", "verifier",
})  # fmt: skip
KEEP_STAFF = frozenset({"administrator", "coordinator"})
SEE_PLACES = SEE_PEOPLE | {"me_officer", "partner"}

PLACES: list[Place] = [
    Place("home:start", _("Home"), "home", None),
    Place("visits:visits", _("Visits"), "visit", SEE_VISITS),
    Place("people:everyone", _("People"), "people", SEE_PEOPLE),
    Place("places:tops", _("Places"), "place", SEE_PLACES),
    Place("visits:actions", _("Actions"), "check", None),
    Place("programmes:programmes", _("Programmes"), "book", SEE_DESIGNS),
    Place("pairings:relationships", _("Relationships"), "person", SEE_RELATIONSHIPS),
    Place("plans:plans", _("Plans"), "chart", SEE_RELATIONSHIPS),
    Place("mentors:mentors", _("Mentors"), "certificate", SEE_MENTORS),
    Place("agreements:engagements", _("Agreements"), "edit", SEE_AGREEMENTS),
    Place("checklists:library", _("Checklists"), "checklist", None),
    Place("staff:everybody", _("Staff"), "person", KEEP_STAFF),
    Place("areas:tops", _("Areas"), "place", KEEP_STAFF),
    Place("imports:lists", _("Lists brought in"), "upload", KEEP_STAFF),
    Place("exports:lists", _("Exports"), "download", SEE_PLACES - {"verifier", "partner"}),
]
