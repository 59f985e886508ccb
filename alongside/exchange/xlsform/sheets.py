"""The sheets of an XLSForm: how their headings, types and languages are spelt, old ways included."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import locale

from alongside.domain.instruments.rules.lint import KINDS
from alongside.domain.instruments.terms import Scale

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
TRANSLATED = ("label", "hint", "constraint_message", "feedback")

# Columns that are ours; taken off before a foreign program sees the sheet.
OURS = {
    SURVEY: [
        "competency",
        "critical",
        "weight",
        "possible_weight",
        "scale",
        "feedback",
        "standard",
        "respect",
        "low",
        "high",
        "not_applicable",
        "rules",
    ],
    CHOICES: ["factor"],
    SETTINGS: [
        "profile",
        "total",
        "area",
        "competency",
        "cadres",
        "observed_settings",
        "clinical",
        "minimum_evidence",
        "minimum_minutes",
        "banner",
        "source",
        "licence",
        "kind",
        "languages",
        "no_respect_reason",
        "title",
    ],
}

# Other spellings of a heading → ours. Compared in lower case with "_" for blanks and "::" for ":".
_SAME = {
    SURVEY: {
        "command": "type",
        "tag": "name",
        "value": "name",
        "caption": "label",
        "relevance": "relevant",
        "bind::relevant": "relevant",
        "bind::constraint": "constraint",
        "bind::required": "required",
        "bind::calculate": "calculation",
        "bind::jr::constraintmsg": "constraint_message",
        "calculate": "calculation",
        "constraining_message": "constraint_message",
        "control::appearance": "appearance",
        "body::appearance": "appearance",
        "count": "repeat_count",
        "jr::count": "repeat_count",
        "control::jr::count": "repeat_count",
        "choice_filter": "choice_filter",
    },
    CHOICES: {"list_name": "list_name", "caption": "label", "value": "name"},
    SETTINGS: {
        "title": "form_title",
        "set_form_title": "form_title",
        "id_string": "form_id",
        "set_form_id": "form_id",
        "minimum_evidence": "minimum_evidence",
    },
}

# Programs and people write a language as a name, a code, or both.
_CODES = {
    **{each["name"].lower(): code for code, each in locale.LANG_INFO.items() if "name" in each},
    "english": "en",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
    "spanish": "es",
    "español": "es",
    "portuguese": "pt",
    "português": "pt",
    "swahili": "sw",
    "kiswahili": "sw",
    "kinyarwanda": "rw",
    "amharic": "am",
    "hausa": "ha",
    "yoruba": "yo",
    "chichewa": "ny",
    "bemba": "bem",
    "nepali": "ne",
    "burmese": "my",
    "khmer": "km",
    "lao": "lo",
}
_WITH_CODE = re.compile(r"(.*?)\s*\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*\)\s*")
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")

_SELECTS = {
    "select one from file": "select_one_from_file",
    "select multiple from file": "select_multiple_from_file",
    "select all that apply from": "select_multiple",
    "select all that apply": "select_multiple",
    "add select multiple prompt using": "select_multiple",
    "add select one prompt using": "select_one",
    "select one external": "select_one_external",
    "select one from": "select_one",
    "select multiple": "select_multiple",
    "select one": "select_one",
    "select1": "select_one",
    "rank": "rank",
}
_OLD_TYPES = {
    "string": "text",
    "int": "integer",
    "photo": "image",
    "datetime": "dateTime",
    "dateTime": "dateTime",
    "location": "geopoint",
    "gps": "geopoint",
    "imei": "deviceid",
    "trigger": "acknowledge",
    "add note prompt": "note",
    "add text prompt": "text",
    "add integer prompt": "integer",
    "add date prompt": "date",
    "add image prompt": "image",
    "add photo prompt": "image",
    "add audio prompt": "audio",
    "add video prompt": "video",
    "add file prompt": "file",
    "q string": "text",
    "q int": "integer",
    "q image": "image",
    "q geopoint": "geopoint",
    "q audio": "audio",
    "q picture": "image",
    "q location": "geopoint",
    "q date": "date",
    "q date time": "dateTime",
    "get start time": "start",
    "get end time": "end",
    "get today": "today",
    "get device id": "deviceid",
    "device id": "deviceid",
    "start time": "start",
    "end time": "end",
    "number of days in last month": "integer",
    "phone number": "phonenumber",
}
_OTHER = re.compile(r"(^|\s)or[\s_](specify[\s_])?other$", re.IGNORECASE)
_OPENING = re.compile(r"begin[\s_]+(group|lgroup|repeat|loop|looped group)(?:[\s_].*)?", re.IGNORECASE)
_CLOSING = re.compile(r"end[\s_]+(group|lgroup|repeat|loop|looped group)", re.IGNORECASE)


def heading(text: str, sheet: str) -> tuple[str, str | None]:
    """Return (our column, language as written or None). A heading we do not know comes back as it is written."""
    parts = [part.strip() for part in re.split(r"::?", text.strip())]
    plain = "::".join(part.lower().replace(" ", "_") for part in parts)
    plain = _SAME[sheet].get(plain, plain)
    if sheet == SETTINGS and plain == "title":
        plain = "form_title"
    base = _SAME[sheet].get(parts[0].lower().replace(" ", "_"), parts[0].lower().replace(" ", "_"))
    if len(parts) == 2 and sheet == SETTINGS and base in ("form_title", "banner"):
        return ("title" if base == "form_title" else base), parts[1]
    if len(parts) == 2 and sheet != SETTINGS and base in TRANSLATED:
        return base, parts[1]
    known = {"type", "name", "list_name", *TRANSLATED, *_SAME[sheet].values(), *OURS[sheet]}
    known |= {"required", "constraint", "default", "parameters", "repeat_count"} if sheet == SURVEY else set()
    known |= {"default_language"} if sheet == SETTINGS else set()
    return (plain, None) if plain in known else (text.strip(), None)


def language_code(written: str) -> str | None:
    """Return the code of a language as sheets write it: "French (fr)", "fr" or "French"; None if it is not known."""
    if match := _WITH_CODE.fullmatch(written):
        return match.group(2).replace("_", "-")
    lower = written.strip().lower()
    return _CODES.get(lower) or (lower if _CODE.fullmatch(lower) and lower in locale.LANG_INFO else None)


def block(kind: str) -> tuple[str, bool] | None:
    """Return ("begin" or "end", is a repeat) for the rows that open and close parts, None for a question."""
    if match := _OPENING.fullmatch(kind.strip()):
        return "begin", match.group(1).lower() not in ("group",)
    if match := _CLOSING.fullmatch(kind.strip()):
        return "end", match.group(1).lower() not in ("group",)
    return None


def question_type(written: str) -> tuple[str, str, bool]:
    """Return (type, list or file, whether "other" is offered). An unknown type comes back as written."""
    text = " ".join(written.split())
    plain = text.lower().replace("_", " ")
    for words, kind in _SELECTS.items():
        if plain == words or (plain.startswith(words) and text[len(words)] == " "):
            rest = text[len(words) :].strip()
            return kind, _OTHER.sub("", rest).strip(), bool(_OTHER.search(rest))
    return (text if text in KINDS else _OLD_TYPES.get(plain, text)), "", False


def is_written_right(written: str) -> bool:
    """Say whether a type is spelt with the capitals that programs expect."""
    kind = question_type(written)[0]
    if kind not in _SELECTS.values():
        return kind in KINDS
    return written.split()[0] == written.split()[0].lower()


def is_known_type(kind: str) -> bool:
    """Say whether XLSForm has this type of question."""
    return kind in KINDS or kind in _SELECTS.values()


def parameters(text: str) -> dict[str, str]:
    """Return the pairs of a parameters cell, `max-pixels=1024 quality=low`."""
    return dict(re.findall(r"([\w-]+)\s*=\s*([^\s,;]+)", text))


def is_yes(text: str) -> bool | None:
    """Return what a yes/no cell says, None where it says something else (an expression)."""
    word = text.strip().lower()
    if word in ("yes", "y", "true", "true()", "1", "x"):
        return True
    return False if word in ("", "no", "n", "false", "false()", "0") else None


# How an item with a scale and no choices of its own is asked in a plain XLSForm.
ASKED_AS: dict[str, str] = {Scale.NUM: "decimal", Scale.TIME: "decimal", Scale.ND: "text", Scale.STAR: "note"}
REVIEW = "regex(., '^[0-9]+/[0-9]+$')"  # N/D written as "18/20"


def scale_list(scale: str, codes: Iterable[str]) -> str:
    """Return the name of the choice list of a scale, by what it offers."""
    return f"scale_{scale.replace('/', '')}{'_na' if 'na' in codes and scale in _BARE else ''}"


_BARE = {
    Scale.YN,
    Scale.L5,
    Scale.SE10,
    Scale.SEQ,
    Scale.COLOUR,
}  # scales that offer "not applicable" only when asked to
