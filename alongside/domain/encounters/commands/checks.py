"""What several acts ask before they write."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel.errors import Refused

from ..models import Visit
from ..rules import recording
from ..rules.counting import works_within
from ..terms import VisitStatus


def day_of(at: datetime) -> date:
    """Return the day of an instant where this programme runs."""
    return timezone.localtime(at).date()


def refuse(reason: Refused | None) -> None:
    """Raise the reason, if there is one."""
    if reason:
        raise reason


def refuse_names(confirmed: bool, **texts: str) -> None:
    """Refuse texts that may name a client, unless the person looked and says they do not. {field: text}."""
    refuse(recording.why_not_plain(texts, confirmed=confirmed))


def locked(row: Any) -> Any:
    """Return a row as it is now, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


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
