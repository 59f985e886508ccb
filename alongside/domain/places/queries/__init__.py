"""What can be asked about places. Whoever asks gives the paths of the areas they may see ([""]: all)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from alongside.kernel.paths import ancestors, within, within_any

from ..models import NoGoDays, OrgUnit, PlaceList, ReferralLink
from ..terms import AREAS


def seen(areas: Iterable[str]) -> QuerySet[OrgUnit]:
    """Every place in these areas, in the order of the tree."""
    return OrgUnit.objects.filter(within_any(areas)).order_by("path")


def children(place: OrgUnit | None, *, areas: Iterable[str]) -> QuerySet[OrgUnit]:
    """The places directly under one, by name; None: the tops of what these areas let one see."""
    areas = list(areas)
    if place is None:
        return OrgUnit.objects.filter(Q(depth=1) if "" in areas else Q(path__in=areas)).order_by("name", "pk")
    below = within(place.path) & Q(depth=place.depth + 1)
    return OrgUnit.objects.filter(below, within_any(areas)).order_by("name", "pk")


def subtree(place: OrgUnit) -> QuerySet[OrgUnit]:
    """A place and everything below it, in the order of the tree."""
    return OrgUnit.objects.filter(within(place.path)).order_by("path")


def search(words: str, *, areas: Iterable[str]) -> QuerySet[OrgUnit]:
    """Places whose name holds every word, or whose code is what was typed; by name."""
    if not words.strip():
        return OrgUnit.objects.filter(within_any(areas)).order_by("name", "pk")
    named = Q()
    for word in words.split():
        named &= Q(name__icontains=word)
    return OrgUnit.objects.filter(named | Q(code=words.strip()), within_any(areas)).order_by("name", "pk")


def crumbs(place: OrgUnit) -> list[OrgUnit]:
    """The areas above a place, the top first, and the place itself last."""
    return list(OrgUnit.objects.filter(path__in=ancestors(place.path)).order_by("path"))


def counts_by_type(place: OrgUnit | None, *, areas: Iterable[str]) -> list[tuple[str, int]]:
    """How many open places of each type lie below a place (None: in all these areas), areas left out, most first."""
    places = OrgUnit.objects.filter(within_any(areas), closed_on=None).exclude(type__in=AREAS)
    if place is not None:
        places = places.filter(within(place.path)).exclude(pk=place.pk)
    return list(places.values_list("type").annotate(n=Count("pk")).order_by("-n", "type"))


def referrals(place: OrgUnit) -> QuerySet[ReferralLink]:
    """Where a place refers its clients to, by name."""
    links = ReferralLink.objects.filter(origin=place).select_related("destination")
    return links.order_by("destination__name", "pk")


def no_go_ahead(place: OrgUnit, *, today: date) -> QuerySet[NoGoDays]:
    """The days without visits to come at a place, those of the areas above it among them, the next first."""
    rows = NoGoDays.objects.filter(place__path__in=ancestors(place.path), last_on__gte=today)
    return rows.select_related("place").order_by("first_on", "pk")


def no_go(paths: Iterable[str], *, first: date, last: date) -> dict[str, dict[date, str]]:
    """{path: {day: reason}} of places on which nobody visits them in these days (last: inclusive); one statement."""
    paths = set(paths)
    above = {step for path in paths for step in ancestors(path)}
    rows = NoGoDays.objects.filter(first_on__lte=last, last_on__gte=first).values_list(
        "place__path", "first_on", "last_on", "reason"
    )
    found: dict[str, dict[date, str]] = {path: {} for path in paths}
    for area, begins, ends, reason in rows:
        if area not in above:
            continue
        begins, ends = max(begins, first), min(ends, last)
        days = [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]
        for path in paths:
            if path.startswith(area):
                found[path].update(dict.fromkeys(days, reason))
    return found


def sources() -> list[str]:
    """The lists that places came from, by name."""
    return list(OrgUnit.objects.exclude(source="").values_list("source", flat=True).distinct().order_by("source"))


def place_lists(*, areas: Iterable[str]) -> QuerySet[PlaceList]:
    """The lists of places brought for these areas, newest first, without their content."""
    areas = list(areas)
    mine = within_any(areas, field="under__path")
    if "" in areas:
        mine |= Q(under=None)
    return (
        PlaceList.objects.filter(mine).select_related("under").defer("content", "findings", "changes").order_by("-pk")
    )


def by_path(among: QuerySet[OrgUnit], paths: Iterable[str]) -> dict[str, Any]:
    """Return {path: id} of those places that have one of these paths."""
    return dict(among.filter(path__in=list(paths)).order_by().values_list("path", "pk"))
