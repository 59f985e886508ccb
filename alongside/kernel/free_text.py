"""Looks through what people type for what must not be there: telephones, id numbers, birth dates, names.

A mentor who writes "rang the mother on 0712 345 678" means well. The page shows what was found and asks; it never
guesses what the person meant. Clinical writing is full of numbers (500 mg, 120/80, 17 of 22) and must pass.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import phonenumbers

LONGEST = 20_000  # letters looked at in one text; the rest of a longer one is looked at in pieces of this size
REGIONS = ("KE", "UG", "TZ", "MW", "ZM", "RW", "LR", "SL", "ET", "NG", "GH", "MZ", "CD", "HT", "SN", "IN", "PK", "NP")
_OVERLAP = 200  # letters by which pieces overlap, so that nothing hides on a seam

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# Digits with the spaces, dots, dashes and brackets people put between them.
_RUN = re.compile(r"(?<![\w/.,])\+?\(?\d(?:[ \u00a0.\-()]{0,2}\d){6,17}(?![\w/]|[.,]\d)")
_LETTERED_ID = re.compile(
    r"(?<![\w-])(?=[A-Z0-9/-]{8,20}(?![\w-]))(?=(?:[A-Z/-]*\d){6})(?:[A-Z]{1,4}[/-]?\d[\dA-Z/-]*|\d{4,}[A-Z]{1,2}\d*[A-Z]?\d*)"
)
_DATE = r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th|er)?\s+[^\W\d_]{3,10}\.?,?\s+\d{4}|[^\W\d_]{3,10}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
_BIRTH_WORD = (
    r"(?:d\.?o\.?b\.?|date\s+of\s+birth|birth\s?da(?:te|y)|born(?:\s+on)?"
    r"|date\s+de\s+naissance|ddn|née?s?\s+le"
    r"|tarehe\s+ya\s+kuzaliwa|amezaliwa|alizaliwa|kuzaliwa)"
)
_BIRTH = re.compile(
    rf"(?<!\w){_BIRTH_WORD}(?!\w)[\s:=,\-–]{{0,4}}(?:(?:on|is|was|le|est|ni|tarehe|mnamo)\s+){{0,2}}({_DATE})",
    re.IGNORECASE,
)
_ID_WORD = re.compile(
    r"(?<!\w)(?:national\s+id|nat(?:ional)?\.?\s*id(?:entity)?|id\s*(?:no|number|card|#)|nin|nrc|nida|passport|(?:opd|ipd|anc|art|ccc|hospital|patient|client)"
    r"\s*(?:no|number|id|card)|carte\s+d[’']identité|pièce\s+d[’']identité|cni|passeport|kitambulisho|pasipoti)"
    r"(?:\s*(?:card|no|number|numéro|nambari|namba|n°|cha\s+taifa|nationale))*[\s.:#=№-]{0,4}(?:is\s+|ni\s+|est\s+)?"
    r"([A-Z]{0,3}[\s/-]?\d[\dA-Z/-]{3,19})(?!\w)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:19|20)\d{2}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)?\d{2}"
)
_MONTH_OF_REPORT = re.compile(r"[A-Z][/-](?:19|20)\d{2}[/-]\d{1,2}$")
_YEARS = re.compile(r"(?:(?:19|20)\d{2}\s*[-–]\s*)+(?:19|20)\d{2}")
_UNIT_AFTER = re.compile(
    r"\s?(?:mg|mcg|µg|ug|g|kg|ml|l|iu|ui|units?|unités|cells?|copies|/|%|mm|cm|bpm|birr|ksh|kes|ugx|tzs|usd|mwk|zmw|rwf|shs?|km|people|births|women|persons?|francs?)\b|\s?[%/]",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\d{1,3}(?:[ ,.\-]+\d{1,3})+")


class Found(NamedTuple):
    """kind: "phone", "id", "birth_date", "mail" or "name". start, end: places in the text. shown: what stands there."""

    kind: str
    start: int
    end: int
    shown: str


def scan(text: str, *, names: Iterable[str] = (), regions: Sequence[str] = REGIONS) -> list[Found]:
    """Return what may identify a person, in reading order, without overlaps.

    names: people's names to look for, each as a whole, without regard to case and accents; one of fewer than three
    letters is left out. regions: ISO 3166 codes of the countries whose telephone numbers are expected.
    """
    found: list[Found] = []
    for begin in range(0, max(1, len(text)), LONGEST - _OVERLAP):
        piece = text[begin : begin + LONGEST]
        found += [
            Found(kind, begin + start, begin + end, text[begin + start : begin + end])
            for kind, start, end in _in_piece(piece, regions)
        ]
    found += [Found("name", start, end, text[start:end]) for start, end in _named(text, names)]
    return _without_overlaps(found)


def masked(text: str, found: Iterable[Found]) -> str:
    """Return the text with each find replaced by blocks of the same number, its kind still readable beside it."""
    for each in sorted(found, key=lambda each: each.start, reverse=True):
        text = f"{text[: each.start]}[{each.kind}]{text[each.end :]}"
    return text


def _in_piece(text: str, regions: Sequence[str]) -> Iterable[tuple[str, int, int]]:
    # Full-width and Arabic-Indic digits are digits too; one letter becomes one letter, so places stay true.
    plain = "".join(str(unicodedata.digit(letter, letter)) if letter.isdigit() else letter for letter in text)
    for match in _MAIL.finditer(plain):
        yield "mail", *match.span()
    if not re.search(r"\d(?:\D{0,3}\d){3}", plain):
        return
    taken: list[tuple[int, int]] = []  # a word before it says what a number is better than its shape does
    for match in _BIRTH.finditer(plain):
        taken.append(match.span(1))
        yield "birth_date", *match.span(1)
    for match in _ID_WORD.finditer(plain):
        if sum(map(str.isdigit, match[1])) >= 4:
            taken.append(match.span(1))
            yield "id", *match.span(1)
    for match in _LETTERED_ID.finditer(plain):
        if not _MONTH_OF_REPORT.search(match[0]):
            yield "id", *match.span()
    for match in _RUN.finditer(plain):
        if any(match.start() < end and match.end() > start for start, end in taken):
            continue
        if kind := _kind_of_run(match[0], plain[match.end() : match.end() + 12], regions):
            yield kind, *match.span()


def _kind_of_run(run: str, after: str, regions: Sequence[str]) -> str | None:
    digits = re.sub(r"\D", "", run)
    international = run.startswith("+") or digits.startswith("00") and len(digits) >= 11
    if not international and (_DAY.fullmatch(run) or _YEARS.fullmatch(run) or _UNIT_AFTER.match(after)):
        return None
    if international or any(_is_phone(run, region) for region in regions):
        # "12 14 16 18" in a row of counts can be a number somewhere; people write telephones in longer groups.
        return None if not international and _is_series(run) else "phone"
    if _is_series(run):
        return None
    parts = re.split(r"[ \u00a0.\-()]+", run.strip("()"))
    if len(parts) == 1:
        return "id"
    if _DAY.match(run):
        return None
    return "phone" if len(digits) >= 8 or max(map(len, parts)) >= 4 else None


def _is_series(run: str) -> bool:
    """Is it a list of small numbers ("17 22 19 20", "4-5-6") rather than one number written in groups?"""
    groups = re.findall(r"\d+", run)
    if run[0] == "0" and len(groups[0]) > 1 or run[0] in "+(":
        return False
    return len(groups) > 2 and max(map(len, groups)) <= 2


def _is_phone(run: str, region: str) -> bool:
    try:
        number = phonenumbers.parse(run, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def _named(text: str, names: Iterable[str]) -> Iterable[tuple[int, int]]:
    wanted = {folded for name in names if len(folded := " ".join(_fold(name).split())) >= 3}
    if not wanted:
        return
    folded, places = _folded_with_places(text)
    # One look through the text for all names: the words are met one by one, never a pattern of thousands.
    longest = max(len(name.split()) for name in wanted)
    words = [(match.group(), *match.span()) for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", folded)]
    for first in range(len(words)):
        for count in range(min(longest, len(words) - first), 0, -1):
            last = words[first + count - 1]
            between = folded[words[first][1] : last[2]]
            if len(between) <= 200 and " ".join(between.split()) in wanted:
                yield places[words[first][1]], places[last[2] - 1] + 1
                break


def _fold(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(letter)
    )


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return the text without case and accents, and for each of its letters the place in the text as typed."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in _fold(letter):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def _without_overlaps(found: list[Found]) -> list[Found]:
    order = {"mail": 0, "birth_date": 1, "phone": 2, "id": 3, "name": 4}
    kept: list[Found] = []
    for each in sorted(set(found), key=lambda each: (order[each.kind], each.start - each.end)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
