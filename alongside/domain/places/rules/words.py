"""The words of countries' own lists, and what each says in ours. Seen in the public lists of several countries."""

import re

from ..terms import Ownership, PlaceType

_HOSPITALS = (
    "hospital, district hospital, sub-district hospital, mission hospital, referral hospital, provincial hospital,"
    "provincial general hospital, county referral hospital, county hospital, national referral hospital,"
    "regional hospital, general hospital, central hospital, teaching hospital, level 1 hospital, level 2 hospital,"
    "level 3 hospital, first level hospital, second level hospital, third level hospital"
)
_TYPES = {
    PlaceType.HOSPITAL: _HOSPITALS,
    PlaceType.HEALTH_CENTRE: "health centre, health center, rural health centre, urban health centre, centre de santé",
    PlaceType.HEALTH_POST: "health post, dispensary, secondary health post, poste de santé, posto de saúde",
    PlaceType.CLINIC: "clinic, health clinic, maternity clinic, medical clinic",
    PlaceType.COMMUNITY_UNIT: "community unit, community health unit, chp, chps, community health post",
    PlaceType.LABORATORY: "laboratory, lab, reference laboratory",
    PlaceType.SCHOOL: "school, training school, nursing school, school of nursing, medical training college",
    PlaceType.DISTRICT_TEAM: "district health team, district health office, district health management team",
    PlaceType.FACILITY: "health facility, facility",
}
_OWNERS = {
    Ownership.PUBLIC: "public, moh, ministry of health, govt, govt., government, gok, local authority, state",
    Ownership.FAITH: "fbo, faith-based, faith based, faith-based organisation, mission, church",
    Ownership.NGO: "ngo, non-governmental organisation",
    Ownership.PRIVATE: "private, private for profit, private enterprise",
    Ownership.COMMUNITY: "cbo, community, community-based organisation",
    Ownership.PARASTATAL: "parastatal, military, police, armed forces, prison",
}


def folded(word: str) -> str:
    """Return a word as it is compared: without capitals and doubled blanks."""
    return re.sub(r"\s+", " ", word).strip().casefold()


TYPES: dict[str, PlaceType] = {folded(word): type for type, words in _TYPES.items() for word in words.split(",")}
OWNERS: dict[str, Ownership] = {folded(word): owner for owner, words in _OWNERS.items() for word in words.split(",")}


def proposed_type(word: str) -> PlaceType:
    """Return what an unknown word for a type most likely means; a plain health facility where nothing points further."""
    said = folded(word)
    hints = (
        (r"hospital|hôpital", PlaceType.HOSPITAL), (r"cent(re|er)|centro", PlaceType.HEALTH_CENTRE),
        (r"lab", PlaceType.LABORATORY), (r"school|college|university", PlaceType.SCHOOL),
        (r"communit", PlaceType.COMMUNITY_UNIT), (r"clinic", PlaceType.CLINIC), (r"post|dispens", PlaceType.HEALTH_POST),
    )  # fmt: skip
    return next((type for hint, type in hints if re.search(hint, said)), PlaceType.FACILITY)


def proposed_owner(word: str) -> Ownership:
    """Return what an unknown word for an owner most likely means: the first known word in it, or not recorded."""
    parts = [folded(part) for part in re.split(r"[/,;&()]|\band\b", word)]
    return next((OWNERS[part] for part in parts if part in OWNERS), Ownership.UNKNOWN)
