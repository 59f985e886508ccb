"""How practice at a place changed: how far protocols are kept (R197), which steps were gained and lost (R196)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import Text
from alongside.domain.instruments.rules.scoring import kept_items
from alongside.domain.instruments.terms import ItemState
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within

from ..terms import Setting
from . import sight
from .competency import current


@dataclass(frozen=True)
class Changed:
    """A step of a checklist. gained, lost: people who do it now and did not at first, and the other way round; of n people."""

    instrument: str
    label: Text
    critical: bool
    gained: int
    lost: int
    n: int


@dataclass(frozen=True)
class Compliance:
    """How far protocols were kept (R197). whole of n: observations with critical steps in which none was missed.

    earned of possible: points of reviews of records; None where there was none.
    """

    whole: int
    n: int
    earned: Decimal | None
    possible: Decimal | None
    reviews: int

    @property
    def review_share(self) -> float | None:
        return float(self.earned / self.possible) if self.earned is not None and self.possible else None


def compliance(place: OrgUnit, *, since: date, seen_by: Person | None) -> Compliance | None:
    """Return how far protocols were kept at a place since a day; one statement.

    None for whoever sees levels only, where nothing was observed, and where too few people are behind it.
    """
    seeing = sight.at_place(place.path, seen_by=seen_by)
    if seeing.closeness == sight.Closeness.LEVELS:
        return None
    rows = current(also_self=False).filter(
        seeing.rows(), within(place.path, field="area_path"), held_on__gte=since, resource_limited=False
    )
    records = Q(setting=Setting.RECORD, possible__gt=0)
    found = rows.aggregate(
        n=Count("pk", filter=Q(critical_missed__isnull=False)), whole=Count("pk", filter=Q(critical_missed=0)),
        got=Sum("earned", filter=records), of=Sum("possible", filter=records), reviews=Count("pk", filter=records),
        people=Count("mentee", distinct=True),
    )  # fmt: skip
    if not found["n"] or not seeing.enough(found["people"]):
        return None
    return Compliance(found["whole"], found["n"], found["got"], found["of"], found["reviews"])


def steps_changed(place: OrgUnit, *, seen_by: Person | None, at_most: int = 8, newest: int = 2000) -> list[Changed]:
    """Return the steps in which most changed between people's first and latest observation; two statements.

    Both on the same version, by others than themselves, out of the newest at the place. Not for whoever sees levels
    only; where names are not seen, steps seen twice in fewer than five people are left out.
    """
    seeing = sight.at_place(place.path, seen_by=seen_by)
    if seeing.closeness == sight.Closeness.LEVELS:
        return []
    rows = current(also_self=False).filter(seeing.rows(), within(place.path, field="area_path"), resource_limited=False)
    first: dict[tuple[UUID, UUID], dict[str, bool]] = {}
    last: dict[tuple[UUID, UUID], dict[str, bool]] = {}
    latest = rows.order_by("-held_on", "-pk").values_list("version_id", "mentee_id", "results")[:newest]
    for version, mentee, results in reversed(list(latest)):
        done = {item.id: item.full for item in kept_items(results) if item.counts and item.state == ItemState.ANSWERED}
        key = version, mentee
        if key in first:
            last[key] = done
        else:
            first[key] = done
    return _told(first, last, seeing, at_most)


def _told(first: dict, last: dict, seeing: sight.Sight, at_most: int) -> list[Changed]:
    gained: Counter = Counter()
    lost: Counter = Counter()
    people: dict[tuple, int] = defaultdict(int)
    for (version, mentee), now in last.items():
        before = first[version, mentee]
        for item in now.keys() & before.keys():
            people[version, item] += 1
            gained[version, item] += now[item] and not before[item]
            lost[version, item] += before[item] and not now[item]
    changed = [key for key, n in people.items() if seeing.enough(n) and (gained[key] or lost[key])]
    changed.sort(key=lambda key: (-(gained[key] + lost[key]), str(key)))
    versions = Version.objects.select_related("instrument").in_bulk({version for version, _item in changed[:at_most]})
    items = {(pk, item.id): item for pk, version in versions.items() for item in version.definition.items()}
    return [
        Changed(
            versions[key[0]].instrument.title,
            items[key].label,
            items[key].critical,
            gained[key],
            lost[key],
            people[key],
        )
        for key in changed[:at_most]
        if key in items
    ]
