"""What a checklist is, as a value: sections, items, scales, words. One JSON shape for the store, the phone and export.

Pure. Text is always {language: words}; expressions are XPath as in XForms, written with ${id} for a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

Text = dict[str, str]  # {language code: words}


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen. factor: share of the item's points it earns, None where the scale decides."""

    value: str
    label: Text
    factor: Fraction | None = None
    filters: dict[str, str] = field(default_factory=dict)  # extra columns that a choice filter reads


@dataclass(frozen=True)
class Item:
    """One question or scored line.

    scale: a code of terms.Scale, or "" for a question that is not scored (name, comment, a reason).
    kind: the XLSForm type of an unscored question (text, integer, select_one, calculate, note, ...).
    weight multiplies earned and possible points alike. possible_weight differs from weight only in imported tools
    where it counts points out of another total (HNQIS).
    low/high: accepted range of NUM, threshold of TIME is `high` (seconds).
    rules: bands of a colour item that is worked out from a number; its calculation says the same to a phone.
    extra: other columns of the sheet it came from, by their heading, kept so that an export gives them back.
    """

    id: str
    label: Text
    scale: str = ""
    kind: str = ""
    critical: bool = False
    weight: Fraction = Fraction(1)
    possible_weight: Fraction | None = None
    required: bool = False
    not_applicable: bool = False  # whether "not applicable" is offered
    respect: bool = False
    competency: str = ""
    standard: str = ""
    feedback: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choice_filter: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    appearance: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    rules: tuple[Band, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    @cached_property
    def brought(self) -> dict[Any, Any]:
        """Return what answers to this item brought before: few are possible and the same ones come again and again."""
        return {}


@dataclass(frozen=True)
class Section:
    """A part with a heading; sections nest and each has a score of its own. repeat: answered several times.

    standard: the guideline the part is held against. hint: how to look. extra: as for an item.
    """

    id: str
    label: Text
    children: tuple[Section | Item, ...] = ()
    repeat: bool = False
    repeat_count: str = ""
    relevant: str = ""
    appearance: str = ""
    rules: tuple[Band, ...] = ()  # a section's own bands (red / yellow / green tools)
    standard: str = ""
    hint: Text = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Band:
    """The score range [low, high] that gets a class; include_low/include_high say which ends belong to it.

    high: None where the band has no upper end ("80 and more").
    """

    name: str
    low: Fraction
    high: Fraction | None
    include_low: bool = True
    include_high: bool = True


@dataclass(frozen=True)
class Definition:
    """A whole checklist.

    profile: code of the classification profile. total: "pooled" (all points together) or "mean_of_sections".
    minimum_evidence: share of items that must be answered and applicable before a total is shown.
    clinical: whether the respectful-care block is expected. banner: words shown above the tool, such as
    "for demonstration". extra: other settings of the form it came from, kept for export.
    """

    code: str
    title: Text
    children: tuple[Section | Item, ...]
    kind: str = "checklist"
    languages: tuple[str, ...] = ("en",)
    area: str = ""
    competency: str = ""
    cadres: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    clinical: bool = False
    profile: str = "HNQIS-3"
    total: str = "pooled"
    minimum_evidence: Fraction = Fraction(3, 5)
    minimum_minutes: int | None = None
    banner: Text = field(default_factory=dict)
    source: str = ""
    licence: str = ""
    no_respect_reason: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def items(self) -> Iterator[Item]:
        """Yield every item in reading order, sections opened."""
        return iter(self._every_item)

    def scored(self) -> Iterator[Item]:
        """Yield the items that have a scale."""
        return (item for item in self.items() if item.scale)

    def sections(self) -> Iterator[Section]:
        """Yield every section in reading order, outer before inner."""
        return _sections(self.children)

    @cached_property
    def works_out(self) -> bool:
        """Say whether anything of it depends on other answers: what is skipped, what is calculated."""
        return any(each.relevant or each.calculation for each in self._every_item) or any(
            each.relevant for each in self.sections()
        )

    @cached_property
    def _every_item(self) -> tuple[Item, ...]:
        return tuple(_items(self.children))


def words(text: Text, language: str = "en") -> str:
    """Return the words in a language, else in English, else in whichever there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def to_json(definition: Definition) -> dict[str, Any]:
    """Return the definition as plain JSON; what is at its default is left out."""
    return _plain(definition)


def from_json(data: dict[str, Any]) -> Definition:
    """Return the definition that `to_json` wrote."""
    return _build(Definition, data)


def _items(children: tuple[Section | Item, ...]) -> Iterator[Item]:
    for child in children:
        if isinstance(child, Section):
            yield from _items(child.children)
        else:
            yield child


def _sections(children: tuple[Section | Item, ...]) -> Iterator[Section]:
    for child in children:
        if isinstance(child, Section):
            yield child
            yield from _sections(child.children)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        kept = {"id", "code", "title", "label", "name", "value"}
        plain = {
            name: _plain(getattr(value, name))
            for name, each in value.__dataclass_fields__.items()
            if name in kept or getattr(value, name) not in (each.default, {}, ())
        }
        return {"node": "section", **plain} if isinstance(value, Section) else plain
    return value


_FRACTIONS = {"factor", "weight", "possible_weight", "low", "high", "minimum_evidence"}
_NESTED = {"choices": Choice, "rules": Band}


def _build(kind: type, data: dict[str, Any]) -> Any:
    built: dict[str, Any] = {}
    for name, value in data.items():
        if name == "node":
            continue
        if name in _FRACTIONS and value is not None:
            value = Fraction(value)
        elif name == "children":
            value = tuple(_build(Section if child.get("node") == "section" else Item, child) for child in value)
        elif name in _NESTED:
            value = tuple(_build(_NESTED[name], each) for each in value)
        elif isinstance(value, list):
            value = tuple(value)
        built[name] = value
    return kind(**built)
