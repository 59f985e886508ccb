"""How one answer becomes points, scale by scale. Pure; exact fractions throughout.

A mark is a share of the item's full points. Full points are 1 for the yes/no family and the passes (YN, YNNA, NUM,
TIME, SEQ), the highest step of a rating (R3 3, R4 4, L5 5, SE10 10, COLOUR 2) and the number reviewed for N/D, so a
rating earns its own value out of the highest: an R3 of 1 earns 1 of 3, never 0. Source: domain notes 2.2.

"Not applicable" takes the item out of both totals. No answer at all is "not observed", which is not the same thing
and is never counted as done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.domain.instruments.rules.definition import Item
from alongside.domain.instruments.terms import ItemState, Scale
from alongside.kernel.errors import Refused

NOT_APPLICABLE = "na"

# {scale: ((value, words), …)} in the order in which they are offered. Scales absent here are answered with a number.
CHOICES: Mapping[str, tuple[tuple[str, Any], ...]] = {
    Scale.YN: (("1", _("Yes")), ("0", _("No"))),
    Scale.YNNA: (("1", _("Yes")), ("0", _("No")), (NOT_APPLICABLE, _("Not applicable"))),
    Scale.R3: (
        ("1", _("Needs improvement")),
        ("2", _("Satisfactory")),
        ("3", _("Excellent")),
        (NOT_APPLICABLE, _("Not applicable")),
    ),
    Scale.R4: (
        ("1", pgettext_lazy("strength of a skill", "None")),
        ("2", pgettext_lazy("strength of a skill", "Limited")),
        ("3", pgettext_lazy("strength of a skill", "Some")),
        ("4", pgettext_lazy("strength of a skill", "Strong")),
        (NOT_APPLICABLE, _("Not applicable")),
    ),
    Scale.L5: (
        ("1", _("Strongly disagree")),
        ("2", _("Disagree")),
        ("3", _("Neither agree nor disagree")),
        ("4", _("Agree")),
        ("5", _("Strongly agree")),
    ),
    Scale.SE10: (
        ("0", _("0 – cannot do at all")),
        *((str(step), str(step)) for step in range(1, 10)),
        ("10", _("10 – certain I can do")),
    ),
    Scale.SEQ: (
        ("done", _("Done, in the right order")),
        ("out_of_order", _("Done, out of order")),
        ("not_done", _("Not done")),
    ),
    Scale.COLOUR: (("red", _("Red")), ("yellow", _("Yellow")), ("green", _("Green"))),
}
_OFFERED = {scale: frozenset(code for code, _words in offered) for scale, offered in CHOICES.items()}

# Points of each choice that is not its own number.
_POINTS: Mapping[str, Mapping[str, int]] = {
    Scale.SEQ: {"done": 1, "out_of_order": 0, "not_done": 0},
    Scale.COLOUR: {"red": 0, "yellow": 1, "green": 2},
}
_FULL: Mapping[str, int] = {Scale.R3: 3, Scale.R4: 4, Scale.L5: 5, Scale.SE10: 10, Scale.COLOUR: 2}
_RATINGS = {Scale.R3, Scale.R4, Scale.L5, Scale.SE10}
_YES_NO = {Scale.YN, Scale.YNNA}
_ALWAYS_OFFER_NOT_APPLICABLE = {Scale.YNNA, Scale.R3, Scale.R4}

# Other spellings of the same answer, as forms in the field write them.
_SAME = {
    **dict.fromkeys(("yes", "y", "true"), "1"),
    **dict.fromkeys(("no", "n", "false"), "0"),
}
_NOT_APPLICABLE_WORDS = {"na", "n/a", "not_applicable"}

# SLIPTA: percentage from which each star is given, most stars first.
STARS: tuple[tuple[int, Fraction], ...] = tuple(
    (stars, Fraction(percent, 100)) for stars, percent in ((5, 95), (4, 85), (3, 75), (2, 65), (1, 55))
)

_LONGEST = 40  # characters of a number; longer ones are an attack or a cat on the keyboard
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")

_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Mark:
    """One item's answer in points, weight included. earned and possible are 0 unless the state is answered."""

    state: ItemState
    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    full: bool = False  # whether everything the item asks was done


def mark(item: Item, value: Any) -> Mark:
    """Return the points of an answer. Refuses what why_not_an_answer refuses; the item must have a scale."""
    if item.scale == Scale.STAR:
        return Mark(ItemState.DERIVED)
    answer = plain(item, value)
    if answer == "":
        return Mark(ItemState.NOT_OBSERVED)
    if reason := _why_not(item, value, answer):
        raise reason
    if answer == NOT_APPLICABLE:
        return Mark(ItemState.NOT_APPLICABLE)
    earned, possible = _points(item, answer)
    if item.scale == Scale.ND and not possible:
        return Mark(ItemState.NOT_APPLICABLE)  # no record to review: there is nothing to be right or wrong about
    return _weighted(item, earned, possible)


def counts(item: Item) -> bool:
    """Say whether the item is a step that can be done or missed.

    A star rating, a number without a range and an item of weight 0 are not; a critical item of weight 0 is.
    """
    return _is_judged(item) and bool(item.weight or item.critical)


def _is_judged(item: Item) -> bool:
    if item.scale in ("", Scale.STAR):
        return False
    if item.scale == Scale.NUM:
        return item.low is not None or item.high is not None
    return item.scale != Scale.TIME or item.high is not None


def choices(item: Item) -> tuple[tuple[str, Any], ...]:
    """Return the (value, words) to offer, () where the answer is a number. Words of an item's own choices are Text."""
    if item.choices:
        offered: tuple[tuple[str, Any], ...] = tuple((choice.value, choice.label) for choice in item.choices)
    else:
        offered = tuple(CHOICES.get(item.scale, ()))
    if offers_not_applicable(item) and not any(_is_not_applicable(item, code) for code, _words in offered):
        offered += ((NOT_APPLICABLE, _("Not applicable")),)
    return offered


def offers_not_applicable(item: Item) -> bool:
    """Say whether "not applicable" may be answered."""
    return (
        item.not_applicable
        or item.scale in _ALWAYS_OFFER_NOT_APPLICABLE
        or any(_is_not_applicable(item, choice.value) for choice in item.choices)
    )


def plain(item: Item, value: Any) -> str:
    """Return an answer in its one spelling: "" for none, "na", a choice's value, a number or "n/d" as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (list, tuple)) and len(value) == 2:
        value = f"{value[0]}/{value[1]}"
    text = str(value).strip()
    if _is_not_applicable(item, text):
        return NOT_APPLICABLE
    if item.choices and any(choice.value == text for choice in item.choices):
        return text
    if item.scale in _YES_NO:
        return _SAME.get(text.lower(), text)
    if item.scale in _POINTS:
        return text.lower()
    return text


def why_not_an_answer(item: Item, value: Any) -> Refused | None:
    """Return why this cannot be the answer to the item, or None. No answer at all is always accepted."""
    return _why_not(item, value, plain(item, value))


def _why_not(item: Item, value: Any, answer: str) -> Refused | None:
    if answer == "" or item.scale in ("", Scale.STAR):
        return None
    if answer == NOT_APPLICABLE:
        if offers_not_applicable(item):
            return None
        return _refuse(item, value, "not_applicable_not_offered", _("“Not applicable” is not offered for this item."))
    if item.scale == Scale.ND:
        return _why_not_reviewed(item, value, answer)
    if item.choices:
        return _why_not_chosen(item, value, answer)
    if item.scale in (Scale.NUM, Scale.TIME):
        number = number_of(answer)
        if number is None:
            return _refuse(item, value, "not_a_number", _("This needs a number. Write digits only."))
        if item.scale == Scale.TIME and number < 0:
            return _refuse(item, value, "negative_time", _("Seconds cannot be less than 0."))
        return None
    if answer in _OFFERED[item.scale]:
        return None
    return _refuse(item, value, "not_a_choice", _("This answer is not one of the choices. Choose again."))


def number_of(text: str) -> Fraction | None:
    """Return a plain decimal number exactly, or None when the text is not one."""
    return Fraction(text) if len(text) <= _LONGEST and _NUMBER.fullmatch(text) else None


def stars(share: Fraction | None, bands: tuple[tuple[int, Fraction], ...] = STARS) -> int | None:
    """Return 0 to 5 stars for a share of the points, None where there is no share. Compared exactly."""
    if share is None:
        return None
    return next((given for given, least in bands if share >= least), 0)


def _points(item: Item, answer: str) -> tuple[Fraction, Fraction]:
    """Return (earned, full) before weights. A factor of the item's own choice goes before the scale's rule."""
    if item.scale == Scale.ND:
        correct, reviewed = answer.split("/")
        return Fraction(correct), Fraction(reviewed)
    full = Fraction(_FULL.get(item.scale, 1))
    factor = next((choice.factor for choice in item.choices if choice.value == answer), None)
    if factor is not None:
        return factor * full, full
    if not _is_judged(item):
        return Fraction(0), Fraction(0)
    if item.scale == Scale.NUM:
        number = number_of(answer) or Fraction(0)
        low_enough = item.high is None or number <= item.high
        return Fraction(low_enough and (item.low is None or number >= item.low)), full
    if item.scale == Scale.TIME:
        number = number_of(answer) or Fraction(0)
        return Fraction(item.high is not None and number <= item.high), full
    if item.scale in _POINTS:
        return Fraction(_POINTS[item.scale].get(answer, 0)), full
    if item.scale in _RATINGS:
        return number_of(answer) or Fraction(0), full
    return Fraction(_SAME.get(answer.lower(), answer) == "1"), full


def _weighted(item: Item, earned: Fraction, possible: Fraction) -> Mark:
    full = earned >= possible > 0
    if item.weight == 1 and item.possible_weight is None:
        return Mark(ItemState.ANSWERED, earned, possible, full)
    if item.possible_weight is None or item.possible_weight == item.weight:
        return Mark(ItemState.ANSWERED, earned * item.weight, possible * item.weight, full)
    # HNQIS: with no weight above the line the answer's own share goes below it; with both, and different, nothing does.
    below = Fraction(0) if item.weight else earned * item.possible_weight
    return Mark(ItemState.ANSWERED, earned * item.weight, below, full)


def _why_not_reviewed(item: Item, value: Any, answer: str) -> Refused | None:
    parts = [part.strip() for part in answer.split("/")]
    if len(parts) != 2 or not all(_WHOLE.fullmatch(part) for part in parts):
        return _refuse(
            item, value, "not_a_review", _("Write two whole numbers: how many were correct, and of how many reviewed.")
        )
    if int(parts[0]) > int(parts[1]):
        return _refuse(
            item,
            value,
            "more_correct_than_reviewed",
            _("More records are correct than were reviewed. Check both numbers."),
        )
    return None


def _why_not_chosen(item: Item, value: Any, answer: str) -> Refused | None:
    chosen = next((choice for choice in item.choices if choice.value == answer), None)
    if chosen is None:
        return _refuse(item, value, "not_a_choice", _("This answer is not one of the choices. Choose again."))
    known = {code for code, _words in CHOICES.get(item.scale, ())} | set(_SAME)
    if chosen.factor is None and item.scale in CHOICES and answer.lower() not in known:
        return _refuse(
            item,
            value,
            "choice_without_points",
            _("This choice brings no known points. Ask whoever wrote the checklist to give it some."),
        )
    return None


def _is_not_applicable(item: Item, text: str) -> bool:
    word = text.lower()
    return word in _NOT_APPLICABLE_WORDS or (item.scale == Scale.R4 and word == "x")


def _refuse(item: Item, value: Any, reason: str, message: Any) -> Refused:
    return Refused(f"instruments.{reason}", message, field=item.id, value=value)
