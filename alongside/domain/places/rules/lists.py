"""What a country's list of facilities says, row by row, and what looks wrong in it. Nothing is decided in silence."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from math import cos, hypot, radians

from rapidfuzz.fuzz import ratio

from ..terms import FINDINGS, Ownership, PlaceType
from .words import OWNERS, TYPES, folded, proposed_owner, proposed_type

LEVELS = (PlaceType.COUNTRY, PlaceType.REGION, PlaceType.DISTRICT, PlaceType.AREA)  # from the top
COLUMNS = (*LEVELS, "name", "type", "ownership", "latitude", "longitude", "code", "catchment_population")
LONGEST_NAME = 200
NEAR = 0.5  # km: two of one name this near are most likely one place twice
LOOKS_ALIKE = 92  # of 100: two spellings of one area
_PLACES = Decimal("0.000001")
_HEADINGS = {
    PlaceType.COUNTRY: "country countryname nation",
    PlaceType.REGION: "admin1 region province county state adm1 adm1name",
    PlaceType.DISTRICT: "admin2 district subcounty adm2 adm2name",
    PlaceType.AREA: "admin3 ward chiefdom subdistrict zone adm3 adm3name",
    "name": "facilityname name facility nameoffacility officialname placename",
    "type": "facilitytype type keph typeoffacility",
    "ownership": "ownership owner managingauthority owneragency",
    "latitude": "lat latitude y gpslatitude",
    "longitude": "long lon lng longitude x gpslongitude",
    "code": "code facilitycode mflcode mohcode uid facilityid",
    "catchment_population": "catchmentpopulation population catchment",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in one row that a person should look at.

    row: as the spreadsheet numbers it. code: what it is. about: the words of the list it is about.
    fix: the key under which the proposal can be accepted, "" where none can be made. proposal: what would be done.
    """

    row: int
    code: str
    about: str
    fix: str = ""
    proposal: str = ""

    def said(self) -> str:
        """Return what is wrong, in words."""
        return str(FINDINGS[self.code][0]) % {"about": self.about, "proposal": self.proposal}

    def offered(self) -> str:
        """Return what is offered, in words; "" where nothing can be."""
        if not self.fix:
            return ""
        words = {"unknown_type": PlaceType, "unknown_owner": Ownership}.get(self.code)
        proposal = words(self.proposal).label if words else self.proposal
        return str(FINDINGS[self.code][1]) % {"about": self.about, "proposal": proposal}


@dataclass(slots=True)
class Listed:
    """One place as a list has it, after the accepted fixes."""

    row: int
    areas: tuple[str, ...]  # names from the top, one for each mapped level; "": the row leaves it out
    name: str
    listed_as: str  # areas and name as the list spells them: finds the place again at the next import
    local_type: str = ""
    type: str | None = None  # None: the list's word is not known to us
    ownership: str = ""
    latitude: Decimal | None = None  # in degrees; both or neither
    longitude: Decimal | None = None
    code: str = ""
    catchment_population: int | None = None

    def key(self, kind: str) -> str:
        """Return the key of a fix about this one row: the same in the next edition of the list, whatever its number."""
        return f"{kind}:{self.listed_as}:{self.latitude},{self.longitude}"


@dataclass(slots=True)
class Reading:
    """A list that was read. rows + left out = rows of the file; every one left out has its finding."""

    levels: tuple[str, ...]
    places: list[Listed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[Finding] = field(default_factory=list)


def guess_mapping(headings: Iterable[str]) -> dict[str, str]:
    """Return a proposal which heading holds what: {column of ours: heading}. For a preview, never to act on unseen."""
    squeezed = {re.sub(r"[^a-z0-9]", "", heading.casefold()): heading for heading in reversed(list(headings))}
    guessed = {}
    for column, words in _HEADINGS.items():
        found = next((squeezed[word] for word in words.split() if word in squeezed), None)
        if found:
            guessed[str(column)] = found
    return guessed


def read(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    mapping: dict[str, str],
    accepted: dict[str, str],
    above: dict[str, str] | None = None,
) -> Reading:
    """Read the rows of a list.

    rows: (number, {heading: cell}). mapping: {column of ours: heading}. accepted: {fix of a finding: what to do},
    where what to do is usually the finding's own proposal. above: {level: name} of the area the list is for and of
    those above it; a row that says it lies elsewhere is left out.
    """
    above = above or {}
    reading = Reading(tuple(str(level) for level in LEVELS if level in mapping and level not in above))
    codes: dict[str, int] = {}
    for number, cells in rows:
        given = {column: cells.get(heading, "") for column, heading in mapping.items()}
        if reason := _why_left_out(number, given, codes, above):
            reading.left_out.append(reason)
            continue
        if given.get("code"):
            codes[given["code"]] = number
        reading.places.append(_listed(number, given, reading, accepted))
    reading.findings += _spellings(reading, accepted)
    reading.findings += _swapped(reading, accepted)
    _tell_apart(reading, accepted)
    reading.findings.sort(key=lambda finding: (finding.row, finding.code))
    return reading


def _why_left_out(number: int, given: dict[str, str], codes: dict[str, int], above: dict[str, str]) -> Finding | None:
    name = given["name"]
    if not name:
        return Finding(number, "no_name", given.get("code", ""))
    if len(name) > LONGEST_NAME:
        return Finding(number, "name_too_long", name[:LONGEST_NAME])
    if (code := given.get("code", "")) in codes and code:
        return Finding(number, "code_twice", code, proposal=str(codes[code]))
    if not above and not any(given.get(level) for level in LEVELS):
        return Finding(number, "nowhere", name)
    for level, area in above.items():
        if given.get(level) and _squeezed(given[level]) != _squeezed(area):
            return Finding(number, "elsewhere", given[level], proposal=area)
    return None


def _listed(number: int, given: dict[str, str], reading: Reading, accepted: dict[str, str]) -> Listed:
    areas = tuple(re.sub(r"\s+", " ", given[level])[:LONGEST_NAME] for level in reading.levels)
    name = re.sub(r"\s+", " ", given["name"])
    spelt = " / ".join((*(given[level] for level in LEVELS if level in given), name))
    place = Listed(number, areas, name, folded(spelt)[:500], code=given.get("code", "")[:60])
    for level, area in zip(reading.levels, areas, strict=True):
        if not area:
            reading.findings.append(Finding(number, "no_area", level))
    _read_type(place, given.get("type", ""), reading, accepted)
    _read_owner(place, given.get("ownership", ""), reading, accepted)
    _read_point(place, given, reading, accepted)
    population = given.get("catchment_population", "").replace(",", "").replace(" ", "")
    if population.isascii() and population.isdigit() and int(population) < 2**31:
        place.catchment_population = int(population)
    elif population:
        reading.findings.append(Finding(number, "no_number", population))
    return place


def _read_type(place: Listed, word: str, reading: Reading, accepted: dict[str, str]) -> None:
    place.local_type = word[:80]
    if known := TYPES.get(folded(word)):
        place.type = known
    elif word:
        fix = f"type:{folded(word)}"
        reading.findings.append(Finding(place.row, "unknown_type", word, fix, str(proposed_type(word))))
        place.type = PlaceType(accepted[fix]) if fix in accepted else None


def _read_owner(place: Listed, word: str, reading: Reading, accepted: dict[str, str]) -> None:
    if known := OWNERS.get(folded(word)):
        place.ownership = known
    elif word:
        fix = f"ownership:{folded(word)}"
        reading.findings.append(Finding(place.row, "unknown_owner", word, fix, str(proposed_owner(word))))
        place.ownership = Ownership(accepted.get(fix, ""))


def _read_point(place: Listed, given: dict[str, str], reading: Reading, accepted: dict[str, str]) -> None:
    written = given.get("latitude", ""), given.get("longitude", "")
    if not any(written):
        if "latitude" in given:
            reading.findings.append(Finding(place.row, "no_point", place.name))
        return
    latitude, longitude = (_degrees(text) for text in written)
    fix = f"point:{place.listed_as}:{','.join(written)}"
    if _on_earth(latitude, longitude):
        place.latitude, place.longitude = latitude, longitude
        return
    swapped = _on_earth(longitude, latitude) and (longitude, latitude)
    about, proposal = ", ".join(written), "{}, {}".format(*swapped) if swapped else ""
    reading.findings.append(Finding(place.row, "impossible_point", about, fix if swapped else "", proposal))
    if swapped and fix in accepted:
        place.latitude, place.longitude = swapped


def _degrees(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ".").rstrip("°"))
    except InvalidOperation:
        return None
    return value.quantize(_PLACES) if value.is_finite() and abs(value) <= 360 else None


def _on_earth(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    if latitude is None or longitude is None or latitude == longitude == 0:
        return False  # nowhere is served at 0, 0: it is what an empty cell becomes
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _spellings(reading: Reading, accepted: dict[str, str]) -> Iterator[Finding]:
    """Find areas that look like one area spelt twice, the rarer spelling proposed to follow the more frequent."""
    for depth in range(len(reading.levels)):
        counted: dict[tuple, Counter] = defaultdict(Counter)
        for place in reading.places:
            if place.areas[depth]:
                counted[place.areas[:depth]][place.areas[depth]] += 1
        instead = {(above, rare): usual for above, names in counted.items() for rare, usual in _alike(names)}
        for place in reading.places if instead else ():
            usual = instead.get((place.areas[:depth], place.areas[depth]))
            if usual is None:
                continue
            fix = f"area:{' / '.join(place.areas[: depth + 1])}"
            yield Finding(place.row, "area_spelling", place.areas[depth], fix, usual)
            if fix in accepted:
                place.areas = (*place.areas[:depth], usual, *place.areas[depth + 1 :])


def _alike(names: Counter) -> Iterator[tuple[str, str]]:
    """Yield (rarer spelling, more frequent spelling) for names that are most likely one."""
    ordered = [(name, _squeezed(name)) for name, _count in sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))]
    for position, (rare, short) in enumerate(ordered):
        for usual, other in ordered[:position]:
            if short == other or (len(short) > 6 and ratio(short, other) >= LOOKS_ALIKE):
                yield rare, usual
                break


def _squeezed(name: str) -> str:
    plain = re.sub(r"\b(county|district|province|region)\b", "", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _swapped(reading: Reading, accepted: dict[str, str]) -> Iterator[Finding]:
    """Find points far from all others of their country that would lie among them with latitude and longitude swapped."""
    by_country: dict[str, list[Listed]] = defaultdict(list)
    for place in reading.places:
        if place.latitude is not None:
            by_country[place.areas[0] if place.areas else ""].append(place)
    for places in by_country.values():
        if len(places) < 20:
            continue  # too few to know where the country lies
        box = _box([place.latitude for place in places]), _box([place.longitude for place in places])
        for place in places:
            here, there = (place.latitude, place.longitude), (place.longitude, place.latitude)
            if _inside(here, box) or not _inside(there, box):
                continue
            fix = place.key("point")
            yield Finding(place.row, "swapped_point", "{}, {}".format(*here), fix, "{}, {}".format(*there))
            if fix in accepted:
                place.latitude, place.longitude = there


def _box(values: list) -> tuple:
    """Return the range of nine in ten values, widened by its own length on both sides."""
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    room = max(high - low, 1)
    return low - room, high + room


def _inside(point: tuple, box: tuple) -> bool:
    return all(low <= value <= high for value, (low, high) in zip(point, box, strict=True))


def _tell_apart(reading: Reading, accepted: dict[str, str]) -> None:
    """Find names that come more than once in one area; propose words that tell them apart, or that they are one."""
    named: dict[tuple, list[Listed]] = defaultdict(list)
    for place in reading.places:
        named[(*place.areas, folded(place.name))].append(place)
    gone = set()
    for group in named.values():
        for place in group[1:]:
            first, fix = group[0], place.key("name")
            if place.type == first.type and (_apart(place, first) or NEAR) < NEAR:
                same = place.key("same")
                reading.findings.append(Finding(place.row, "perhaps_twice", place.name, same, str(first.row)))
                if same in accepted:
                    reading.left_out.append(Finding(place.row, "same_as", place.name, proposal=str(first.row)))
                    gone.add(place.row)
                continue
            proposal = f"{place.name} ({_difference(place, first)})"
            reading.findings.append(Finding(place.row, "repeated_name", place.name, fix, proposal))
            if fix in accepted:
                place.name = (accepted[fix] or proposal)[:LONGEST_NAME]
    if gone:
        reading.places = [place for place in reading.places if place.row not in gone]


def _apart(one: Listed, other: Listed) -> float | None:
    """Return the distance of two places in km, None where one has no point. Flat is near enough inside one area."""
    if (between := _between(one, other)) is None:
        return None
    north, east = (float(degrees) * 111.2 for degrees in between)
    return hypot(north, east * cos(radians(float(one.latitude or 0)))) + 1e-9


def _between(one: Listed, other: Listed) -> tuple[Decimal, Decimal] | None:
    """Return how many degrees one place lies north and east of another, None where one has no point."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return None
    return one.latitude - other.latitude, one.longitude - other.longitude


def _difference(place: Listed, other: Listed) -> str:
    """Return the word that tells a place from another of the same name: what it is, whose it is, where it lies."""
    if place.local_type != other.local_type and place.local_type:
        return place.local_type
    if place.ownership != other.ownership and place.ownership:
        return str(Ownership(place.ownership).label)
    if (between := _between(place, other)) is None:
        return f"row {place.row}"
    north, east = between
    if abs(north) >= abs(east):
        return "north" if north > 0 else "south"
    return "east" if east > 0 else "west"
