"""How much was done: visits by purpose, encounters by how people met, each figure with how it is counted."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from alongside.domain.encounters.queries import counting, finding
from alongside.domain.encounters.terms import ActivityType, Interaction, MentorRole, Mode
from alongside.domain.people.access import has, paths
from alongside.ui.days import today_of
from alongside.ui.pages import page

from ..asking import uuid_of
from ..counted import in_words
from .pages import COUNT

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
    asked = {**span, "verified": request.GET.get("records") == "verified"}
    met = counting.encounters_held(held, **asked)
    mixed, groups = counting.mixed_groups(held, **asked)
    visits, long = counting.visits_and_lengths(held, **asked)
    return "visits/counts.html", {
        "visits": visits, "met": met, "chosen": chosen, **span, "mixed": mixed, "groups": groups,
        "periods": [("", _("90 days")), ("30", _("30 days")), ("365", _("A year"))],
        "records": [("", _("Handed in")), ("verified", _("Verified only"))],
        "modes": in_words(met.by_mode, Mode), "interactions": in_words(met.by_interaction, Interaction),
        "activities": in_words(met.minutes, ActivityType), "roles": in_words(counting.roles_present(held, **asked), MentorRole),
        "long": long, "lengths": _lengths(long), "half": _half(long),
        "months": _since_begun(counting.month_by_month(held, last=today, verified=asked["verified"])),
    }  # fmt: skip


def _since_begun(months: list[counting.Month]) -> list[counting.Month]:
    """Leave out the months before anything was done, the newest always shown."""
    done = [n for n, each in enumerate(months) if each.visits.total or each.met.total]
    return months[: max(done, default=0) + 1]


def _half(long: counting.Lengths) -> str:
    """Return the median in words, and how many visits have no length."""
    if long.median_hours is None:
        return ""
    said = _("Half took %(hours)s hours or less, travel left out.") % {"hours": number_format(long.median_hours, 1)}
    if not long.unknown:
        return said
    without = ngettext("%(n)s visit has no length.", "%(n)s visits have no length.", long.unknown) % {"n": long.unknown}
    return f"{said} {without}"


def _lengths(long: counting.Lengths) -> list[tuple[str, int]]:
    """Return the classes of length in words, the shortest first."""
    known = [bound for bound, _n in long.classes if bound]
    told = {
        bound: pgettext("hours", "%(low)s to %(high)s hours") % {"low": low, "high": bound}
        for low, bound in zip([0, *known], known, strict=False)
    }
    return [(told.get(bound) or _("More than %(n)s hours") % {"n": known[-1]}, n) for bound, n in long.classes]
