"""One list of what is to be done at a workplace, whatever it came from (R192)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings import access as pairings
from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.plans.models import Goal
from alongside.domain.plans.rules.states import OPEN_GOALS
from alongside.domain.plans.terms import Owner
from alongside.kernel.paths import within

from ..models import Activity
from ..rules.issues import DAYS_A_LEVEL
from ..terms import ActivityType, Purpose
from . import contact

SOURCES = {
    "mentoring": _("Mentoring"), "supervision": _("Supervision"), "quality": _("Quality improvement"), "issue": _("Issue"), "goal": _("Goal of the team"),
}  # fmt: skip
FROM_VISITS = {Purpose.MENTORING: "mentoring", Purpose.SUPERVISION: "supervision", Purpose.COMBINED: "supervision"}


@dataclass(frozen=True)
class ToDo:
    """One thing to do. source: a key of SOURCES. kind, id: what it is and which. by: the day it is due or, for an issue,
    goes a level up. who: in whose hands, "" for nobody named."""

    source: str
    kind: str
    id: UUID
    text: str
    by: date
    who: str
    state: Any

    @property
    def source_said(self) -> Any:
        return SOURCES[self.source]


def to_do(place: OrgUnit, *, seen_by: Person | None) -> list[ToDo]:
    """Return the open actions, issues and team goals of a place that somebody may see, the earliest day first; three statements."""
    quality = Activity.objects.filter(encounter=OuterRef("encounter"), type=ActivityType.QI_COACHING)
    actions = (
        contact.actions_at(place, seen_by=seen_by)
        .select_related("owner", "encounter__visit")
        .annotate(of_quality=Exists(quality))
    )
    seen = Relationship.objects.filter(pairings.rows(seen_by), within(place.path, field="area_path")).values("pk")
    goals = Goal.objects.filter(relationship__in=seen, status__in=OPEN_GOALS).exclude(owner=Owner.MENTEE)
    found = [
        *(
            ToDo(_source(each), "action", each.pk, each.text, each.due_on, each.owner.name if each.owner else str(each.get_owner_type_display()), each.get_status_display())
            for each in actions
        ),
        *(
            ToDo("issue", "issue", each.pk, each.text, each.opened_on + timedelta(days=DAYS_A_LEVEL * (each.level + 1)), str(each.get_level_display()), each.get_status_display())
            for each in contact.open_issues(seen_by=seen_by, place=place)
        ),
        *(
            ToDo("goal", "goal", each.pk, each.text, each.due_on, str(each.get_owner_display()), each.get_status_display())
            for each in goals
        ),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.by, each.text, str(each.id)))


def _source(action: Any) -> str:
    if action.of_quality:
        return "quality"
    visit = action.encounter.visit if action.encounter else None
    return FROM_VISITS[Purpose(visit.purpose)] if visit else "mentoring"
