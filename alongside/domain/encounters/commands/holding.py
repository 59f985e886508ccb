"""What can be done with a visit on the day and after it was handed in: begun, ended, returned, verified, closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import Visit
from ..rules import planning as rules
from ..rules.counting import joins
from ..rules.states import VISIT
from ..terms import ReturnedField, VisitStatus
from .steps import step


@act("encounters.check_in", may=access.may_change_visit)
def check_in(*, by: Person | None, at: datetime, visit: Visit) -> Visit:
    """Begin a confirmed visit at the place; from now on its day is the real one, the slot stays beside it.

    Refuses: encounters.far_from_slot, states.not_from_here.
    """
    visit, today = locked(visit), day_of(at)
    VISIT.step(visit.status, "encounters.check_in")
    assert visit.planned_on is not None and visit.planned_until is not None  # a visit ahead has a slot
    refuse(rules.why_not_near(today, first=visit.planned_on, last=visit.planned_until))
    return step(visit, "encounters.check_in", by, at, held_on=today, until_on=today, checked_in_at=at)


@act("encounters.check_out", may=access.may_change_visit)
def check_out(*, by: Person | None, at: datetime, visit: Visit) -> Visit:
    """Leave the place: the visit is a draft to be completed. On one day the time there is its length, where none was said.

    Whoever checks out days later was there on the day they checked in. Refuses: states.not_from_here.
    """
    visit = locked(visit)
    changed: dict[str, Any] = {"checked_out_at": at}
    if visit.checked_in_at is not None:
        first, last = joins((visit.held_on, visit.until_on), day_of(at)) or (visit.held_on, visit.until_on)
        changed |= {"held_on": first, "until_on": last}
        stayed = timedelta(minutes=(at - visit.checked_in_at) // timedelta(minutes=1))
        if visit.length is None and first == last == day_of(at) and stayed:
            changed["length"] = stayed
    return step(visit, "encounters.check_out", by, at, **changed)


@act("encounters.return_visit", may=access.coordinates)
def return_visit(
    *, by: Person | None, at: datetime, visit: Visit, notes: Sequence[tuple[str, str]], confirmed_text: bool = False
) -> Visit:
    """Give a visit back to its mentor, who sees beside each field what to look at.

    notes: (field, what to look at); field: a word of terms.ReturnedField.
    Refuses: encounters.no_note, states.not_from_here, text.names_somebody.
    """
    kept = [{"field": field, "note": note.strip()[:300]} for field, note in notes if note.strip()]
    if not kept or any(each["field"] not in ReturnedField.values for each in kept):
        raise Refused("encounters.no_note", _("Say at one field at least what the mentor should look at."))
    refuse_names(confirmed_text, **{each["field"]: each["note"] for each in kept})
    said = " · ".join(f"{ReturnedField(each['field']).label}: {each['note']}" for each in kept)
    return step(locked(visit), "encounters.return_visit", by, at, reason=said, returned_notes=kept)


@act("encounters.close_visits", may=access.may_sweep)
def close_visits(*, by: Person | None, at: datetime) -> int:
    """Close the visits that were verified; return how many. Nothing can be claimed for a visit yet, so nothing waits."""
    verified = list(Visit.objects.filter(status=VisitStatus.VERIFIED).select_for_update(of=("self",)).order_by("pk"))
    for visit in verified:
        step(visit, "encounters.close_visits", by, at)
    return len(verified)


@act("encounters.verify_visit", may=access.may_verify)
def verify_visit(*, by: Person | None, at: datetime, visit: Visit) -> Visit:
    """Say that a visit was looked at and is right; nobody verifies a visit they were on.

    Refuses: encounters.verifies_own, states.not_from_here.
    """
    visit = locked(visit)
    if by is not None and visit.mentors.filter(person=by).exists():
        raise Refused("encounters.verifies_own", _("You were on this visit. Somebody who was not there verifies it."))
    return step(visit, "encounters.verify_visit", by, at, returned_notes=[])
