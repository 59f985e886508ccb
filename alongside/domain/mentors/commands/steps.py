"""One step of a mentor's standing, kept with its reason."""

from datetime import datetime

from alongside.domain.people.models import Person
from alongside.kernel.before_writing import day_of

from ..models import Mentor, StandingChange
from ..rules import MENTOR


def step(
    mentor: Mentor, act: str, *, by: Person | None, at: datetime, target: str | None = None, reason: str = ""
) -> Mentor:
    """Move a mentor, who is held, by an act of the machine and save what was set on the row with it.

    Refuses: states.not_from_here.
    """
    before = mentor.standing
    mentor.standing = MENTOR.step(before, act, target)
    if mentor.standing != before:
        mentor.since = day_of(at)
    mentor.save()
    StandingChange.objects.create(
        mentor=mentor, act=act, before=before, after=mentor.standing, reason=reason.strip(), by=by, at=at
    )
    return mentor
