"""Days on which nobody visits: holidays, clinic days, campaigns (R189)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.acts import act
from alongside.kernel.before_writing import refuse_names
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import NoGoDays, OrgUnit


@act("places.keep_free", may=access.may_set_hours)
def keep_free(
    *, by: Any, at: datetime, place: OrgUnit, first_on: date, reason: str, last_on: date | None = None, confirmed_text: bool = False
) -> NoGoDays:  # fmt: skip
    """Say that nobody visits an area or a place on these days. last_on: inclusive; None: one day.

    What is planned already stays planned; the planner marks it. Refuses: every code of rules.why_not_no_go,
    text.names_somebody.
    """
    last_on = last_on or first_on
    if refused := rules.why_not_no_go(first_on, last_on, today=at.date(), reason=reason):
        raise refused
    refuse_names(confirmed_text, reason=reason)
    return NoGoDays.objects.create(
        place=place,
        first_on=first_on,
        last_on=last_on,
        reason=reason.strip(),
        set_by_id=getattr(by, "pk", None),
        set_at=at,
    )


@act("places.open_days_again", may=access.may_open_days_again)
def open_days_again(*, by: Any, at: datetime, days: NoGoDays) -> None:
    """Take days back on which nobody was to visit."""
    if not NoGoDays.objects.filter(pk=days.pk).delete()[0]:
        raise Refused("places.days_open_already", _("These days are open already."))
