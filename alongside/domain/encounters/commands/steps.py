"""How every act moves a visit: the machine says whether, and the step is kept."""

from datetime import date, datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Greatest, Least

from alongside.domain.people.models import Person

from ..models import Visit, VisitStep
from ..rules.states import MAY_TURN_OUT_HELD, VISIT
from ..terms import VisitStatus

RECEIVED = "encounters.receive_submission"


def step(
    visit: Visit, name: str, by: Person | None, at: datetime, *, reason: str = "", is_override: bool = False,
    moved_from: date | None = None, **changed: Any,
) -> Visit:  # fmt: skip
    """Move a visit, held by the caller, as an act does and keep the step. changed: columns that change with it.

    Refuses: states.not_from_here.
    """
    visit.status = VISIT.step(visit.status, name)
    for column, value in changed.items():
        setattr(visit, column, value)
    visit.save(update_fields=["status", *changed])
    note(visit, name, by, at, reason=reason, is_override=is_override, moved_from=moved_from)
    return visit


def note(
    visit: Visit, name: str, by: Person | None, at: datetime, *, reason: str = "", is_override: bool = False,
    moved_from: date | None = None,
) -> None:  # fmt: skip
    """Keep what was done with a visit and where it led to."""
    VisitStep.objects.create(
        visit=visit, act=name, after=visit.status, reason=reason.strip()[:300], is_override=is_override,
        moved_from=moved_from, by=by, at=at,
    )  # fmt: skip


def turn_out_held(visit: Visit) -> None:
    """Let a planned visit be the one that was held on the days it carries, as a phone's record shows; one statement.

    Where another record of the same mentor did so a moment ago, the days of both are the visit's.
    """
    ahead = Visit.objects.filter(pk=visit.pk, status__in=MAY_TURN_OUT_HELD)
    held = {"held_on": visit.held_on, "until_on": visit.until_on}
    if not ahead.update(status=VisitStatus.SUBMITTED, submitted_at=visit.submitted_at, **held):
        Visit.objects.filter(pk=visit.pk).update(
            held_on=Least("held_on", Value(visit.held_on)), until_on=Greatest("until_on", Value(visit.until_on))
        )
