"""How much was done: visits by purpose, encounters by how people met, each figure with how it is counted."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.domain.encounters.queries import finding
from alongside.domain.encounters.queries.visits import encounters_held, visits_held
from alongside.domain.encounters.terms import ActivityType, Interaction, Mode
from alongside.domain.people.access import has, paths
from alongside.ui.days import today_of
from alongside.ui.pages import page

from .pages import COUNT, uuid_of

PERIODS = {"": 90, "30": 30, "365": 365}  # days


@page(who=has(*COUNT))
def counts(request: HttpRequest) -> tuple[str, dict]:
    """Visits, encounters and person-encounters of the areas one holds a role in, over a period."""
    today, period = today_of(request), request.GET.get("period", "")
    days = PERIODS.get(period, 90)
    held = paths(request.person, *COUNT)
    area = request.GET.get("area", "")
    chosen = finding.places(seen_by=request.person).filter(pk=uuid_of(area)).first() if area else None
    if chosen is not None:
        held = [chosen.path] if any(chosen.path.startswith(path) for path in held) else []
    span = {"first": today - timedelta(days=days - 1), "last": today}
    visits, met = visits_held(held, **span), encounters_held(held, **span)
    return "visits/counts.html", {
        "visits": visits, "met": met, "chosen": chosen, **span,
        "periods": [("", _("90 days")), ("30", _("30 days")), ("365", _("A year"))],
        "modes": _told(met.by_mode, Mode), "interactions": _told(met.by_interaction, Interaction),
        "activities": _told(met.minutes, ActivityType),
    }  # fmt: skip


def _told(found: dict[str, int], words: Any) -> list[tuple[Any, int]]:
    """Return what was counted with its word, the most first."""
    return [(words(key).label, n) for key, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]
