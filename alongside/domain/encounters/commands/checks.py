"""What several acts ask before they write."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel.before_writing import locked
from alongside.kernel.errors import Refused

from ..models import Visit
from ..rules.counting import works_within
from ..terms import VisitStatus


def locked_draft(visit: Visit) -> Visit:
    """Return the visit as it is now, held; refuses one that was submitted."""
    visit = locked(visit)
    if visit.status != VisitStatus.DRAFT:
        raise Refused(
            "encounters.visit_submitted",
            _("This visit was already submitted. Take it back to draft first, or correct the one observation."),
            visit=str(visit.pk),
        )
    return visit


def works_here(person: Person, place: OrgUnit, on: date) -> bool:
    """Whether a person had a post at a place, or at what belongs to it, on a day."""
    posts = Employment.objects.filter(person=person, since__lte=on).exclude(until__lte=on)
    return any(
        works_within(path, place.path, post_is_area=kind in AREAS)
        for path, kind in posts.values_list("place__path", "place__type")
    )
