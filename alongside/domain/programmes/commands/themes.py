"""What a programme looks at month by month (R056)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access
from ..models import MonthTheme, Programme


@act("programmes.set_theme", may=access.may_take_up)
def set_theme(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    month: date,
    topic: str,
    materials: str = "",
    link: str = "",
    checklist: Instrument | None = None,
) -> MonthTheme:
    """Say what a month is about; said again for the same month it replaces what was there.

    month: any day of it. materials: what mentors take along, in words; link: where it lies. checklist: the one offered
    first that month. Refuses: programmes.no_topic, programmes.theme_outside.
    """
    month = month.replace(day=1)
    if not topic.strip():
        raise Refused("programmes.no_topic", _("Say in a few words what the month is about."), field="topic")
    ends_on = programme.ends_on
    if month < programme.starts_on.replace(day=1) or (ends_on is not None and month > ends_on):
        raise Refused("programmes.theme_outside", _("The programme does not run in this month. Choose another one."))
    kept = {"topic": topic.strip(), "materials": materials.strip(), "link": link.strip(), "checklist": checklist}
    return MonthTheme.objects.update_or_create(programme=programme, month=month, defaults=kept)[0]


@act("programmes.drop_theme", may=access.may_take_up)
def drop_theme(*, by: Person | None, at: datetime, programme: Programme, month: date) -> None:
    """Leave a month without a theme. Visits keep theirs. Where there is none, nothing changes."""
    MonthTheme.objects.filter(programme=programme, month=month.replace(day=1)).delete()
