"""What several acts ask before they write."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Cadre, Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel.before_writing import locked
from alongside.kernel.errors import Refused

from ..models import Visit
from ..rules.counting import works_within
from ..rules.states import AHEAD, FELL_OUT, WRITING


def locked_draft(visit: Visit) -> Visit:
    """Return the visit as it is now, held; refuses one that is not being written.

    Refuses: encounters.not_held_yet, encounters.visit_fell_out, encounters.visit_submitted.
    """
    visit = locked(visit)
    if visit.status in WRITING:
        return visit
    if visit.status in AHEAD:
        raise Refused(
            "encounters.not_held_yet",
            _("This visit is still ahead. Check in when you are there, or record what happened on its day."),
            visit=str(visit.pk),
        )
    if visit.status in FELL_OUT:
        raise Refused(
            "encounters.visit_fell_out", _("This visit did not take place. Record another one."), visit=str(visit.pk)
        )
    raise Refused(
        "encounters.visit_submitted",
        _("This visit was already submitted. Take it back to draft first, or correct the one observation."),
        visit=str(visit.pk),
    )


def refuse_other_cadre(person: Person, cadres: Collection[str], on: date) -> None:
    """Refuse a checklist that is limited to other cadres than a person had on a day. cadres: codes; none: for everybody.

    Refuses: encounters.other_cadre (R053).
    """
    if not cadres:
        return
    posts = Employment.objects.filter(person=person, since__lte=on).exclude(until__lte=on).select_related("cadre")
    held = [post.cadre for post in posts]
    if any(each.pk in cadres for each in held):
        return
    wanted = ", ".join(sorted(str(each) for each in Cadre.objects.filter(pk__in=cadres))) or ", ".join(sorted(cadres))
    raise Refused(
        "encounters.other_cadre",
        _("This checklist is for: %(cadres)s. %(name)s works as: %(held)s. Choose a checklist for them.")
        % {"cadres": wanted, "name": person.name, "held": ", ".join(map(str, held)) or "–"},
        field="version",
    )


def works_here(person: Person, place: OrgUnit, on: date) -> bool:
    """Whether a person had a post at a place, or at what belongs to it, on a day."""
    posts = Employment.objects.filter(person=person, since__lte=on).exclude(until__lte=on)
    return any(
        works_within(path, place.path, post_is_area=kind in AREAS)
        for path, kind in posts.values_list("place__path", "place__type")
    )
