"""The score of one set of answers under a checklist. Pure; nothing is rounded before it is shown.

Points earned and points possible are kept apart as exact fractions, so that two visits can be added up and a pass
mark compared without drift (findings F2 and F3 of the requirements). "Not applicable" leaves both; "not observed" is
its own state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import relevance, scales
from alongside.domain.instruments.rules.definition import Definition, Item, Section, Text
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.terms import ItemState
from alongside.kernel.errors import Refused

_LETTER = {
    ItemState.ANSWERED: "a", ItemState.NOT_OBSERVED: "o", ItemState.NOT_APPLICABLE: "n", ItemState.IRRELEVANT: "i",
    ItemState.DERIVED: "d",
}  # fmt: skip
_STATE_OF = {letter: state for state, letter in _LETTER.items()}
_SUMS = ("pooled", "critical", "non_critical", "respect")
_COUNTS = ("done", "expected", "answered", "not_observed", "not_applicable")
REMEMBERED = 64  # answers to one item: choices are few, numbers may be many
TOO_FEW_ITEMS = "too_few_items"
CRITICAL_NOT_OBSERVED = "critical_not_observed"
NOTHING_TO_SCORE = "nothing_to_score"

REASONS: Mapping[str, Any] = {
    TOO_FEW_ITEMS: _("Too few items were seen and applicable."),
    CRITICAL_NOT_OBSERVED: _("A critical item was not observed."),
    NOTHING_TO_SCORE: _("No item with points was answered."),
}


@dataclass(frozen=True)
class Points:
    """Points earned out of points possible."""

    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)

    @property
    def share(self) -> Fraction | None:
        """Return earned / possible, None where nothing could be earned."""
        return self.earned / self.possible if self.possible else None

    def __add__(self, other: Points) -> Points:
        return Points(self.earned + other.earned, self.possible + other.possible)


@dataclass(frozen=True)
class ItemScore:
    """What one item brought. turns: which time round each enclosing repeat, outermost first, from 1; () outside.

    counts: whether the item is a step that can be done or missed. full: whether all of it was done.
    stars: 0-5 for a star rating, which is worked out from the section it stands in.
    """

    id: str
    state: ItemState
    points: Points = Points()
    critical: bool = False
    respect: bool = False
    counts: bool = True
    full: bool = False
    turns: tuple[int, ...] = ()
    stars: int | None = None

    @cached_property
    def kept(self) -> list[Any]:
        """This as to_json keeps it: id, a letter for the state, points, what it is (bits), and turns and stars if any."""
        signs = self.critical + 2 * self.respect + 4 * self.counts + 8 * self.full
        more = [list(self.turns), *([self.stars] if self.stars is not None else [])]
        return [self.id, _LETTER[self.state], *_kept_points(self.points), signs, *(more if more != [[]] else [])]


@dataclass(frozen=True)
class SectionScore:
    """Points of a section, everything inside it included. A repeat has one child per turn, with turn from 1."""

    id: str
    points: Points
    children: tuple[SectionScore, ...] = ()
    turn: int | None = None


@dataclass(frozen=True)
class Score:
    """Everything that can be said of one set of answers.

    items: in reading order. sections: the root sections, nested.
    pooled: all points together. share: the result under the checklist's own rule (`total`), None where nothing could
    be earned; show `shown`, which is None while evidence is insufficient.
    done of expected: steps fully done, of the steps that apply; a step not observed is expected and not done.
    reasons: why evidence is insufficient, codes of REASONS, empty when it is enough.
    unreadable: ids whose answers could not be read; they count as not observed.
    """

    items: tuple[ItemScore, ...]
    sections: tuple[SectionScore, ...]
    total: str
    pooled: Points
    share: Fraction | None
    critical: Points
    non_critical: Points
    respect: Points
    done: int
    expected: int
    answered: int
    not_observed: int
    not_applicable: int
    reasons: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Say whether there is evidence enough for a total and a class."""
        return not self.reasons

    @property
    def shown(self) -> Fraction | None:
        """Return the share that may be shown as the result, None while it is withheld."""
        return self.share if self.enough else None

    @property
    def missed(self) -> tuple[ItemScore, ...]:
        """Return what was answered and not fully done: critical items first, each group in reading order."""
        missed = [each for each in self.items if each.counts and each.state == ItemState.ANSWERED and not each.full]
        return tuple(sorted(missed, key=lambda each: not each.critical))

    @property
    def missed_critical(self) -> tuple[ItemScore, ...]:
        """Return the critical items that were answered and not fully done, in reading order."""
        return tuple(each for each in self.missed if each.critical)


@dataclass(frozen=True)
class Missed:
    """A line of feedback: the item that was missed, with the words the checklist has for it."""

    item: Item
    turns: tuple[int, ...]
    label: Text
    feedback: Text
    critical: bool


def score(
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    irrelevant: Collection[str | tuple[str, tuple[int, ...]]] | None = None,
    forgiving: bool = False,
    circumstances: Circumstances | None = None,
) -> Score:
    """Return the score of these answers.

    answers: {item id: answer}; the answers inside a repeat are a list of such mappings under the section's id. An
    absent repeat counts once as not observed, an empty list as "there was none".
    irrelevant: ids of items and sections that the checklist's skip rules closed; they and all inside them are left out.
    (id, turns) closes it in one turn of a repeat only. Where it is None the checklist's own rules are worked out here,
    its calculated items included; circumstances then say what today() is.
    forgiving: count an unreadable answer as not observed and name it in `unreadable`, as for a submission that is
    already made; otherwise it is refused with the code of scales.why_not_an_answer.
    """
    if irrelevant is None:
        found = _asked(definition, answers, circumstances, forgiving)
        answers, irrelevant = found.answers, found.closed
    walk = _Walk(frozenset(irrelevant), forgiving)
    roots, sections = walk.children(definition.children, answers, turns=(), closed=False)
    items = tuple(walk.items)
    pooled = _sum(each.points for each in items)
    share = pooled.share if definition.total == "pooled" else _mean_of_parts(roots, sections)
    steps = [each for each in items if each.counts]
    count = {state: sum(each.state == state for each in steps) for state in ItemState}
    return Score(
        items=items,
        sections=sections,
        total=definition.total,
        pooled=pooled,
        share=share,
        critical=_sum(each.points for each in items if each.critical),
        non_critical=_sum(each.points for each in items if not each.critical),
        respect=_sum(each.points for each in items if each.respect),
        done=sum(each.full for each in steps),
        expected=count[ItemState.ANSWERED] + count[ItemState.NOT_OBSERVED],
        answered=count[ItemState.ANSWERED],
        not_observed=count[ItemState.NOT_OBSERVED],
        not_applicable=count[ItemState.NOT_APPLICABLE],
        reasons=_why_not_enough(steps, count, definition.minimum_evidence, share),
        unreadable=tuple(dict.fromkeys(walk.unreadable)),
    )


def feedback(definition: Definition, result: Score) -> list[Missed]:
    """Return what to talk about, missed critical items first, each with the checklist's own words."""
    known = {item.id: item for item in definition.scored()}
    return [
        Missed(item, each.turns, item.label, item.feedback, each.critical)
        for each in result.missed
        if (item := known.get(each.id))
    ]


def percent(share: Fraction, places: int = 0) -> Decimal:
    """Return a share as a percentage, rounded half up. Rounded once, here, and only for the eye."""
    scale = 10**places
    hundredths = share * 100 * scale
    return Decimal((hundredths + Fraction(1, 2)).__floor__()).scaleb(-places)


def rule_text(definition: Definition) -> Any:
    """Return, in words and translated when shown, how the result is worked out. Printed with every result."""
    total = _TOTALS[definition.total]
    return format_lazy(
        "{total} {states} {evidence} {rounding}",
        total=total,
        states=_(
            "“Not applicable” and “not observed” items are left out of the points; what was not observed is listed."
        ),
        evidence=format_lazy(
            _(
                "A total is shown when at least {share} % of the items were seen and applicable and every critical item was seen."
            ),
            share=percent(definition.minimum_evidence),
        ),
        rounding=_("Results are compared exactly and rounded once, half up, when shown."),
    )


_TOTALS = {
    "pooled": _("Total = points earned ÷ points possible over all items."),
    "mean_of_sections": _("Total = plain mean of the main sections that have points, so each weighs the same."),
}


class KeptItem(NamedTuple):
    """What one item brought, as it is kept: ItemScore in plain values. earned, possible: whole, or text such as "17/2"."""

    id: str
    state: ItemState
    earned: int | str
    possible: int | str
    critical: bool
    respect: bool
    counts: bool
    full: bool
    turns: tuple[int, ...]
    stars: int | None


def to_json(result: Score) -> dict[str, Any]:
    """Return the score as plain JSON, every number exact and every item a short list; kept_items and from_json read it."""
    return {
        "items": [each.kept for each in result.items],
        "sections": [_kept_section(each) for each in result.sections],
        "total": result.total,
        "share": None if result.share is None else str(result.share),
        **{name: _kept_points(getattr(result, name)) for name in _SUMS},
        "n": [getattr(result, name) for name in _COUNTS],
        "reasons": list(result.reasons),
        "unreadable": list(result.unreadable),
    }


def kept_items(stored: Mapping[str, Any]) -> Iterator[KeptItem]:
    """Yield the items of what to_json wrote, in reading order; none where nothing was scored."""
    for id, state, earned, possible, signs, *more in stored.get("items", ()):
        yield KeptItem(
            id, _STATE_OF[state], earned, possible, bool(signs & 1), bool(signs & 2), bool(signs & 4), bool(signs & 8),
            tuple(more[0]) if more else (), more[1] if len(more) > 1 else None,
        )  # fmt: skip


def from_json(stored: Mapping[str, Any]) -> Score:
    """Return the score that to_json wrote."""
    return Score(
        items=tuple(
            ItemScore(
                each.id, each.state, Points(Fraction(each.earned), Fraction(each.possible)), each.critical, each.respect,
                each.counts, each.full, each.turns, each.stars,
            )
            for each in kept_items(stored)
        ),
        sections=tuple(_section(each) for each in stored["sections"]),
        total=stored["total"],
        share=None if stored["share"] is None else Fraction(stored["share"]),
        **_sums_and_counts(stored),
        reasons=tuple(stored["reasons"]),
        unreadable=tuple(stored["unreadable"]),
    )  # fmt: skip


def _asked(
    definition: Definition, answers: Mapping[str, Any], circumstances: Circumstances | None, forgiving: bool
) -> relevance.Asked:
    try:
        return relevance.asked(definition, answers, circumstances)
    except Refused:
        # A submission is scored whatever its checklist's rules do: with nothing closed it can only score lower.
        if not forgiving:
            raise
        return relevance.Asked(answers)


class _Walk:
    """One pass over a definition, gathering items in reading order."""

    def __init__(self, irrelevant: frozenset[str | tuple[str, tuple[int, ...]]], forgiving: bool) -> None:
        self.irrelevant = irrelevant
        self.forgiving = forgiving
        self.items: list[ItemScore] = []
        self.unreadable: list[str] = []

    def children(
        self, children: Iterable[Section | Item], answers: Mapping[str, Any], *, turns: tuple[int, ...], closed: bool
    ) -> tuple[Points, tuple[SectionScore, ...]]:
        """Score the children; return (points of the loose items, the sections)."""
        loose: list[Points] = []
        sections: list[SectionScore] = []
        starred: list[int] = []
        for child in children:
            shut = closed or child.id in self.irrelevant or (child.id, turns) in self.irrelevant
            if isinstance(child, Section):
                sections.append(self.section(child, answers, turns=turns, closed=shut))
            elif child.scale:
                found = self.item(child, answers.get(child.id), turns=turns, closed=shut)
                if found.state == ItemState.DERIVED:
                    starred.append(len(self.items))
                self.items.append(found)
                loose.append(found.points)
        own = _sum(loose)
        for place in starred:
            self.items[place] = _with_stars(self.items[place], own + _sum(each.points for each in sections))
        return own, tuple(sections)

    def section(
        self, section: Section, answers: Mapping[str, Any], *, turns: tuple[int, ...], closed: bool
    ) -> SectionScore:
        if not section.repeat:
            loose, inner = self.children(section.children, answers, turns=turns, closed=closed)
            return SectionScore(section.id, loose + _sum(each.points for each in inner), inner)
        rounds = answers.get(section.id)
        filled = [{}] if rounds is None else [each for each in rounds if isinstance(each, Mapping)]
        parts = []
        for turn, each in enumerate(filled, start=1):
            loose, inner = self.children(section.children, each, turns=(*turns, turn), closed=closed)
            parts.append(SectionScore(section.id, loose + _sum(part.points for part in inner), inner, turn))
        return SectionScore(section.id, _sum(part.points for part in parts), tuple(parts))

    def item(self, item: Item, value: Any, *, turns: tuple[int, ...], closed: bool) -> ItemScore:
        plain = not closed and not turns and isinstance(value, str | None)
        if plain and (before := item.brought.get(value)):
            return before
        found = self._scored(item, value, turns=turns, closed=closed)
        if plain and len(item.brought) < REMEMBERED and item.id not in self.unreadable:
            item.brought[value] = found
        return found

    def _scored(self, item: Item, value: Any, *, turns: tuple[int, ...], closed: bool) -> ItemScore:
        mark = scales.Mark(ItemState.IRRELEVANT) if closed else self.mark(item, value)
        return ItemScore(
            id=item.id,
            state=mark.state,
            points=Points(mark.earned, mark.possible),
            critical=item.critical,
            respect=item.respect,
            counts=scales.counts(item),
            full=mark.full,
            turns=turns,
        )

    def mark(self, item: Item, value: Any) -> scales.Mark:
        try:
            return scales.mark(item, value)
        except Refused:
            if not self.forgiving:
                raise
            self.unreadable.append(item.id)
            return scales.Mark(ItemState.NOT_OBSERVED)


def _why_not_enough(
    steps: list[ItemScore], count: Mapping[ItemState, int], least: Fraction, share: Fraction | None
) -> tuple[str, ...]:
    """Return the reasons to withhold the total. Items that skip rules closed were never part of the evidence."""
    asked = count[ItemState.ANSWERED] + count[ItemState.NOT_OBSERVED] + count[ItemState.NOT_APPLICABLE]
    reasons = []
    if asked and Fraction(count[ItemState.ANSWERED], asked) < least:
        reasons.append(TOO_FEW_ITEMS)
    if any(each.critical and each.state == ItemState.NOT_OBSERVED for each in steps):
        reasons.append(CRITICAL_NOT_OBSERVED)
    if share is None:
        reasons.append(NOTHING_TO_SCORE)
    return tuple(reasons)


def _mean_of_parts(loose: Points, sections: tuple[SectionScore, ...]) -> Fraction | None:
    """Return the plain mean of the root sections that have a denominator; loose root items are one more part."""
    shares = [share for each in (loose, *(part.points for part in sections)) if (share := each.share) is not None]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def _with_stars(item: ItemScore, whole: Points) -> ItemScore:
    return replace(item, stars=scales.stars(whole.share))


def _sum(points: Iterable[Points]) -> Points:
    listed = list(points)
    return Points(_total([each.earned for each in listed]), _total([each.possible for each in listed]))


def _total(numbers: list[Fraction]) -> Fraction:
    """Return the exact sum. Whole numbers, which are nearly all, are added as such: ten times quicker."""
    pairs = [each.as_integer_ratio() for each in numbers]
    whole = sum([over for over, under in pairs if under == 1])
    rest = [each for each, (_over, under) in zip(numbers, pairs, strict=True) if under != 1]
    return sum(rest, Fraction(whole))


def _plain(number: Fraction) -> int | str:
    return number.numerator if number.denominator == 1 else str(number)


def _kept_points(points: Points) -> list[int | str]:
    return [_plain(points.earned), _plain(points.possible)]


def _kept_section(section: SectionScore) -> list[Any]:
    return [section.id, *_kept_points(section.points), section.turn, [_kept_section(each) for each in section.children]]


def _sums_and_counts(stored: Mapping[str, Any]) -> dict[str, Any]:
    sums = {name: Points(*map(Fraction, stored[name])) for name in _SUMS}
    return {**sums, **dict(zip(_COUNTS, stored["n"], strict=True))}


def _section(stored: Sequence[Any]) -> SectionScore:
    id, earned, possible, turn, children = stored
    return SectionScore(
        id, Points(Fraction(earned), Fraction(possible)), tuple(_section(each) for each in children), turn
    )


def walk_sections(sections: Iterable[SectionScore]) -> Iterator[SectionScore]:
    """Yield every section score in reading order, outer before inner."""
    for section in sections:
        yield section
        yield from walk_sections(section.children)
