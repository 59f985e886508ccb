"""What a list of people says, row by row, and what looks wrong in it. Nothing is decided in silence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from alongside.kernel.errors import Refused

from ..terms import FINDINGS, Sex
from . import international
from .duplicates import plain

COLUMNS = (
    "name", "given_names", "family_name", "place", "place_code", "cadre", "phone", "other_phone", "code", "sex",
    "birth_year", "email", "language", "post", "since", "licence_no", "licence_expires_on", "in_practice_since",
)  # fmt: skip
CLOSE = 82  # of 100: a name of a place this near is offered
_HEADINGS = {
    "name": "name fullname nameofstaff staffname", "given_names": "givennames givenname firstname firstnames forename",
    "family_name": "familyname surname lastname", "place": "place facility workplace facilityname station dutystation",
    "place_code": "placecode facilitycode mflcode", "cadre": "cadre profession occupation designation jobtitle",
    "phone": "phone phonenumber mobile mobilenumber telephone tel", "other_phone": "otherphone phone2 secondphone",
    "code": "staffnumber staffno employeenumber payrollnumber pfnumber code", "sex": "sex gender",
    "birth_year": "birthyear yearofbirth yob", "email": "email emailaddress mail", "language": "language",
    "post": "post position role", "since": "since startdate dateofposting postedon", "licence_no": "licenceno licencenumber licensenumber license",
    "licence_expires_on": "licenceexpires licenceexpireson licenseexpiry licenceexpiry",
    "in_practice_since": "inpracticesince practicingsince qualifiedin",
}  # fmt: skip
_CADRES = {
    "nurse": "nurse, registered nurse, nursing officer, rn, nurse officer, infirmier, infirmière, enfermeiro",
    "midwife": "midwife, registered midwife, nurse midwife, nurse-midwife, rm, sage-femme",
    "nurse_assistant": "enrolled nurse, nurse assistant, assistant nurse, auxiliary nurse, en",
    "midwife_assistant": "assistant midwife, enrolled midwife",
    "clinical_officer": "clinical officer, co, rco, medical licentiate, physician assistant, medical assistant",
    "doctor": "doctor, medical officer, mo, physician, medical doctor, médecin",
    "specialist": "specialist, consultant, specialist doctor",
    "laboratory": "laboratory technician, laboratory technologist, lab technician, lab tech, laboratory, lab",
    "pharmacist": "pharmacist", "pharmacy": "pharmacy technician, pharmacy technologist, pharmacy, pharm tech, dispenser",
    "nutritionist": "nutritionist, dietician, dietitian", "environmental_health": "environmental health officer, public health officer, eho",
    "counsellor": "counsellor, counselor, social worker, hts counsellor",
    "records": "records clerk, health records officer, hrio, data clerk, records, records officer, health records and information officer",
    "chw": "community health worker, chw, chv, community health volunteer, community health promoter, asha, hew",
    "manager": "manager, health services manager, administrator, hospital administrator",
    "tutor": "tutor, lecturer, teacher", "student": "student, intern", "other": "other",
}  # fmt: skip
CADRES = {plain(word): code for code, words in _CADRES.items() for word in words.split(",")}
_SEXES = {
    "f": Sex.FEMALE, "female": Sex.FEMALE, "woman": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE, "man": Sex.MALE,
    "other": Sex.OTHER,
}  # fmt: skip


class Finding(NamedTuple):
    """Something in one row to look at; the same shape as the finding in a list of places."""

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
        return str(FINDINGS[self.code][1]) % {"about": self.about, "proposal": self.proposal} if self.fix else ""


class Place(NamedTuple):
    """A place that people of the list may work at."""

    id: UUID
    name: str
    code: str


@dataclass(slots=True)
class Listed:
    """One person as a list has them, after the accepted fixes."""

    row: int
    given_names: str
    family_name: str
    place: UUID
    cadre: str
    phones: list[str] = field(default_factory=list)
    code: str = ""
    sex: str = ""
    birth_year: int | None = None
    email: str = ""
    language: str = ""
    post: str = ""
    since: date | None = None
    licence_no: str = ""
    licence_expires_on: date | None = None
    in_practice_since: int | None = None

    @property
    def spelt(self) -> str:
        """The name as it is compared, whichever part came first."""
        return " ".join(sorted(plain(f"{self.given_names} {self.family_name}").split()))


@dataclass(slots=True)
class Reading:
    """A list that was read. people + left out = rows of the file; every one left out has its finding."""

    people: list[Listed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[Finding] = field(default_factory=list)


def guess_mapping(headings: Iterable[str]) -> dict[str, str]:
    """Return a proposal which heading holds what: {column of ours: heading}. For a preview, never to act on unseen."""
    squeezed = {re.sub(r"[^a-z0-9]", "", heading.casefold()): heading for heading in reversed(list(headings))}
    guessed = {}
    for column, words in _HEADINGS.items():
        if found := next((squeezed[word] for word in words.split() if word in squeezed), None):
            guessed[column] = found
    if "given_names" in guessed:
        guessed.pop("name", None)
    return guessed


def read(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    mapping: Mapping[str, str],
    accepted: Mapping[str, str],
    places: Iterable[Place],
    region: str,
    today: date,
) -> Reading:
    """Read the rows of a list.

    places: where the people of the list may work. region: country whose phone numbers lack the country code.
    accepted: {fix of a finding: what to do}.
    """
    reading, known = Reading(), _Places(places)
    codes: dict[str, int] = {}
    seen: dict[tuple, int] = {}
    for number, cells in rows:
        given = {column: cells.get(heading, "") for column, heading in mapping.items()}
        person = _listed(number, given, reading, known, accepted, region, today)
        if person is None:
            continue
        same = (person.spelt, person.phones[0] if person.phones else str(person.place))
        if person.code and person.code in codes:
            reading.left_out.append(Finding(number, "code_twice", person.code, proposal=str(codes[person.code])))
        elif not person.code and same in seen:
            reading.left_out.append(Finding(number, "twice", _name(person), proposal=str(seen[same])))
        else:
            codes[person.code], seen[same] = number, number
            reading.people.append(person)
    return reading


def _listed(
    number: int,
    given: dict[str, str],
    reading: Reading,
    places: "_Places",
    accepted: Mapping[str, str],
    region: str,
    today: date,
) -> Listed | None:
    given_names, family_name = _names(given)
    if not given_names:
        reading.left_out.append(Finding(number, "no_name", given.get("code", "")))
        return None
    if max(len(given_names), len(family_name)) > 120:
        reading.left_out.append(Finding(number, "name_too_long", given_names[:120]))
        return None
    place, why = places.find(number, given, accepted)
    if why is not None:
        (reading.left_out if place is None else reading.findings).append(why)
    if place is None:
        return None
    person = Listed(number, given_names, family_name, place, _cadre(number, given.get("cadre", ""), reading, accepted))
    person.code, person.post = given.get("code", "")[:60], given.get("post", "")[:120]
    person.licence_no, person.language = given.get("licence_no", "")[:60], given.get("language", "").casefold()[:10]
    for column in ("phone", "other_phone"):
        for written in filter(None, re.split(r"[/;,]", given.get(column, ""))):
            try:
                person.phones.append(international(written.strip(), region=region))
            except Refused:
                reading.findings.append(Finding(number, "no_phone", written.strip()))
    person.phones = list(dict.fromkeys(person.phones))
    if written := given.get("sex", ""):
        person.sex = _SEXES.get(plain(written), "")
        if not person.sex:
            reading.findings.append(Finding(number, "unknown_sex", written))
    if written := given.get("email", ""):
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", written) and len(written) <= 254:
            person.email = written
        else:
            reading.findings.append(Finding(number, "no_email", written))
    for column in ("birth_year", "in_practice_since"):
        if written := given.get(column, ""):
            year = int(written) if re.fullmatch(r"(19|20)\d\d", written) else 0
            if 1930 <= year <= today.year:
                setattr(person, column, year)
            else:
                reading.findings.append(Finding(number, "no_year", written))
    for column in ("since", "licence_expires_on"):
        if written := given.get(column, ""):
            setattr(person, column, _day(written))
            if getattr(person, column) is None:
                reading.findings.append(Finding(number, "no_day", written))
    return person


def _names(given: dict[str, str]) -> tuple[str, str]:
    """Return given and family names. A name in one column is "Banda, Joseph" or ends with the family name."""
    if "given_names" in given:
        parts = given["given_names"], given.get("family_name", "")
    elif "," in given.get("name", ""):
        family, _comma, first = given["name"].partition(",")
        parts = first, family
    else:
        words = given.get("name", "").split()
        parts = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (" ".join(words), "")
    first, family = (" ".join(part.split()) for part in parts)
    return (first, family) if first else (family, "")


def _name(person: Listed) -> str:
    return f"{person.given_names} {person.family_name}".strip()


def _cadre(number: int, word: str, reading: Reading, accepted: Mapping[str, str]) -> str:
    if known := CADRES.get(plain(word)):
        return known
    if not word:
        return "other"
    fix = f"cadre:{plain(word)}"
    near = process.extractOne(plain(word), CADRES.keys(), scorer=token_sort_ratio, score_cutoff=60)
    reading.findings.append(Finding(number, "unknown_cadre", word, fix, CADRES[near[0]] if near else "other"))
    return accepted.get(fix, "other")


def _day(written: str) -> date | None:
    for pattern in (r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)", r"(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})"):
        if found := re.fullmatch(pattern, written.split("T")[0].split(" ")[0]):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


class _Places:
    """The places of the area, by code and by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code: dict[str, UUID] = {}
        self.by_name: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self.by_name[plain(place.name)].append(place)
            if place.code:
                self.by_code[place.code] = place.id

    def find(
        self, number: int, given: dict[str, str], accepted: Mapping[str, str]
    ) -> tuple[UUID | None, Finding | None]:
        """Return the place a row names, and what is to be said about it."""
        code, word = given.get("place_code", ""), given.get("place", "")
        if code in self.by_code and code:
            return self.by_code[code], None
        if not word:
            return None, Finding(number, "unknown_place", code) if code else Finding(
                number, "no_place", " ".join(_names(given))
            )
        fix = f"place:{plain(word)}"
        named = self.by_name.get(plain(word)) or self.by_name.get(plain(accepted.get(fix, "")), [])
        if len(named) > 1:
            return None, Finding(number, "which_place", word)
        if not self.by_name.get(plain(word)):
            near = process.extractOne(plain(word), self.by_name.keys(), scorer=token_sort_ratio, score_cutoff=CLOSE)
            proposal = self.by_name[near[0]][0].name if near else ""
            return (named[0].id if named else None), Finding(
                number, "unknown_place", word, fix if near else "", proposal
            )
        return named[0].id, None
