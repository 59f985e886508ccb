"""What taking a list in would do, without doing it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from alongside.kernel import listing
from alongside.kernel.paths import STEP, ancestors

from ..models import OrgUnit, PlaceList
from ..rules import lists as rules
from ..rules.words import folded

_KEPT = (
    "id", "path", "name", "type", "local_type", "ownership", "code", "latitude", "longitude",
    "catchment_population", "listed_as",
)  # fmt: skip
_COMPARED = ("type", "ownership", "code", "latitude", "longitude", "catchment_population")


class Kept(NamedTuple):
    """A place as it is kept, as far as a list speaks of it."""

    id: UUID
    path: str
    name: str
    type: str
    local_type: str
    ownership: str
    code: str
    latitude: object
    longitude: object
    catchment_population: int | None
    listed_as: str


class Change(NamedTuple):
    """A place that the list now tells differently."""

    kept: Kept
    listed: rules.Listed
    columns: list[str]


@dataclass
class Plan:
    """What would happen. created + changed + unchanged + left out = rows of the file."""

    reading: rules.Reading
    created: list[rules.Listed] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    absent: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.reading.places) + len(self.reading.left_out)


def plan(brought: PlaceList, *, mapping: dict[str, str], accepted: dict[str, str]) -> Plan:
    """Read a brought list and compare it with what is kept of its source."""
    rows = listing.rows(bytes(brought.content), name=brought.name)
    reading = rules.read(rows, mapping=mapping, accepted=accepted, above=above(brought.under))
    planned = Plan(reading)
    by_code, by_words = _kept(brought.source)
    groups: dict[str, list[rules.Listed]] = defaultdict(list)
    for place in reading.places:
        kept = by_code.pop(place.code, None) if place.code else None
        if kept:
            by_words[kept.listed_as].remove(kept)
            _compare(place, kept, mapping, planned)
        else:
            groups[place.listed_as].append(place)
    for words, group in groups.items():
        for place, kept in _matched(group, by_words[words]):
            if kept is None:
                planned.created.append(place)
            else:
                _compare(place, kept, mapping, planned)
    planned.absent = sorted(kept.name for left in by_words.values() for kept in left)
    return planned


def above(under: OrgUnit | None) -> dict[str, str]:
    """Return {type: name} of an area and those above it."""
    if under is None:
        return {}
    return dict(OrgUnit.objects.filter(path__in=ancestors(under.path)).values_list("type", "name"))


def accepted_before(source: str) -> dict[str, str]:
    """Return the fixes accepted when this source was last taken in, so that the next edition is read alike."""
    earlier = PlaceList.objects.filter(source=source).exclude(taken_in_at=None).order_by("-taken_in_at")
    return earlier.values_list("accepted", flat=True).first() or {}


def last_steps() -> dict[str, int]:
    """Return {path of a place: last step used below it}; "" is the top of the tree."""
    last: dict[str, int] = {}
    for path in OrgUnit.objects.values_list("path", flat=True).iterator(chunk_size=5000):
        parent, step = path[:-STEP], int(path[-STEP:], 36)
        last[parent] = max(step, last.get(parent, 0))
    return last


def _kept(source: str) -> tuple[dict[str, Kept], dict[str, list[Kept]]]:
    by_code: dict[str, Kept] = {}
    by_words: dict[str, list[Kept]] = defaultdict(list)
    rows = OrgUnit.objects.filter(source=source).exclude(listed_as="").order_by("path").values_list(*_KEPT)
    for row in rows.iterator(chunk_size=5000):
        kept = Kept(*row)
        by_words[kept.listed_as].append(kept)
        if kept.code:
            by_code[kept.code] = kept
    return by_code, by_words


def _matched(group: list[rules.Listed], kept: list[Kept]) -> list[tuple[rules.Listed, Kept | None]]:
    """Pair the rows of one name with the places of that name: the most alike first. Takes what it pairs from `kept`.

    Two facilities of one name in one area differ in type or coordinates; when one of those was corrected, what is
    left after the exact pairs are made is still the right pair.
    """
    pairs: list[tuple[rules.Listed, Kept | None]] = []
    tests = (
        lambda row, place: row.local_type == place.local_type and _point(row) == _point(place),
        lambda row, place: _point(row) is not None and _point(row) == _point(place),
        lambda row, place: row.local_type == place.local_type and not (row.code and place.code),
        lambda row, place: not (row.code and place.code),
    )
    waiting = list(group)
    for alike in tests:
        for row in list(waiting):
            place = next((place for place in kept if alike(row, place)), None)
            if place is not None:
                kept.remove(place)
                waiting.remove(row)
                pairs.append((row, place))
    return pairs + [(row, None) for row in waiting]


def _point(place: rules.Listed | Kept) -> tuple | None:
    return None if place.latitude is None else (place.latitude, place.longitude)


def _compare(place: rules.Listed, kept: Kept, mapping: dict[str, str], planned: Plan) -> None:
    """Note what the list tells differently. An empty cell never erases what is known."""
    columns = [
        column
        for column in _COMPARED
        if column in mapping
        and getattr(place, column) not in (None, "")
        and getattr(place, column) != getattr(kept, column)
    ]
    if "type" in mapping and place.local_type and place.local_type != kept.local_type:
        columns.append("local_type")
    if place.listed_as != kept.listed_as:
        if folded(place.name) != kept.listed_as.rsplit(" / ", 1)[-1]:
            columns.append("name")
        columns.append("listed_as")
        if place.listed_as.rsplit(" / ", 1)[0] != kept.listed_as.rsplit(" / ", 1)[0]:
            columns.append("under")
    if columns:
        planned.changed.append(Change(kept, place, columns))
    else:
        planned.unchanged += 1
