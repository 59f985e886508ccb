"""The score as expressions that a phone can work out: the same sums as scoring.py, in whole parts of a point. Pure.

Every expression is built from what scales.mark says of each possible answer, so a phone and the server cannot differ
about what an answer is worth. Where the checklist takes the mean of its parts, the phone divides in floating point
and compares after rounding to nine places; every other comparison is of whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import lcm

from alongside.domain.instruments.rules import classes, scales
from alongside.domain.instruments.rules.bands import decimal
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.terms import Class, ItemState, Scale

Counts = dict[str, str]  # {one of COUNTS: expression}; absent is 0

COUNTS = (
    "earned",
    "possible",
    "critical_earned",
    "critical_possible",
    "answered",
    "asked",
    "missed_critical",
    "unseen_critical",
    "unseen_other",
    "low",  # answered below the level that each item must reach (R4-LEVEL)
)


class Tally:
    """The expressions of one checklist."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.profile = classes.PROFILES.get(definition.profile, classes.PROFILES[classes.DEFAULT])
        marks = [mark for item in definition.scored() for mark in _marks(item).values()]
        units = [item.weight for item in definition.scored()]
        units += [item.possible_weight for item in definition.scored() if item.possible_weight is not None]
        self.parts = lcm(*(number.denominator for mark in marks for number in (mark.earned, mark.possible)), 1)
        self.parts = lcm(self.parts, *(number.denominator for number in units))

    def counts(self, item: Item, open_by: str) -> Counts:
        """Return what one item adds to each count. open_by: node that is '1' while the item can be asked, "" always."""
        if item.scale == Scale.ND:
            found = self._reviewed(item)
        elif item.choices or item.scale in scales.CHOICES:
            found = self._chosen(item)
        else:
            found = self._judged(item)
        points = {count: found[count] for count in ("earned", "possible") if found.get(count)}
        result = dict(points)
        if item.critical:
            result |= {f"critical_{count}": expression for count, expression in points.items()}
        if "low" in found:
            result["low"] = found["low"]
        if not scales.counts(item) or "answered" not in found:
            return result
        answered, missed = found["answered"], found["missed"]
        unseen = f"string(${{{item.id}}}) = ''"
        if item.scale in (Scale.NUM, Scale.TIME, Scale.ND) and scales.offers_not_applicable(item) and not item.choices:
            unseen += f" and string(${{al_na__{item.id}}}) = ''"
        if open_by:
            unseen = f"${{{open_by}}} = '1' and {unseen}"
        result["asked"] = f"if(${{{open_by}}} = '1', 1, 0)" if open_by else "1"
        result["answered"] = f"if({answered}, 1, 0)"
        result["unseen_critical" if item.critical else "unseen_other"] = f"if({unseen}, 1, 0)"
        if item.critical:
            result["missed_critical"] = f"if({missed}, 1, 0)"
        return result

    def results(self, counts: Counts) -> dict[str, str]:
        """Return {node of the visit form: expression} of everything that follows from the counts of the whole."""
        at = {count: counts.get(count, "0") for count in COUNTS}
        least = self.definition.minimum_evidence
        enough = (
            f"(${{al_asked}} = 0 or ${{al_answered}} * {least.denominator} >= ${{al_asked}} * {least.numerator})"
            f" and ${{al_unseen_critical}} = 0 and ${{al_possible}} > 0"
        )
        shown = "${al_share} * 100"
        return {
            "al_earned": at["earned"],
            "al_possible": at["possible"],
            "al_critical_earned": at["critical_earned"],
            "al_critical_possible": at["critical_possible"],
            "al_answered": at["answered"],
            "al_asked": at["asked"],
            "al_critical_missed": at["missed_critical"],
            "al_unseen_critical": at["unseen_critical"],
            "al_unseen_other": at["unseen_other"],
            "al_low": at["low"],
            "al_share": self._share(),
            "al_percent": f"if(${{al_possible}} > 0, round({shown}, 1), '')",
            "al_enough": f"if({enough}, 1, 0)",
            "al_class": self._class(),
        }

    def _chosen(self, item: Item) -> Counts:
        marks = _marks(item)
        node = f"${{{item.id}}}"
        answered = [value for value, mark in marks.items() if mark.state == ItemState.ANSWERED]
        missed = [value for value in answered if not marks[value].full]
        found = {
            "earned": self._by_value(node, {value: marks[value].earned for value in answered}),
            "possible": self._by_value(node, {value: marks[value].possible for value in answered}),
            "answered": _is_one_of(node, answered),
            "missed": _is_one_of(node, missed),
        }
        below = [value for value in answered if marks[value].possible and self._is_low(marks[value])]
        return found | ({"low": f"if({_is_one_of(node, below)}, 1, 0)"} if below else {})

    def _judged(self, item: Item) -> Counts:
        """Return the counts of a number that is right within its range."""
        node = f"number(${{{item.id}}})"
        tests = []
        if item.scale == Scale.NUM and item.low is not None:
            tests.append(f"{node} >= {decimal(item.low)}")
        if item.high is not None:
            tests.append(f"{node} <= {decimal(item.high)}")
        if not tests:
            return {}
        right, seen = " and ".join(tests), f"string(${{{item.id}}}) != ''"
        pass_fail = replace(item, scale=Scale.YN, choices=())
        done, undone = scales.mark(pass_fail, "1"), scales.mark(pass_fail, "0")
        missed = f"{seen} and not({right})"
        found = {"answered": seen, "missed": missed}
        for count in ("earned", "possible"):
            won, lost = self._in_parts(getattr(done, count)), self._in_parts(getattr(undone, count))
            if won or lost:
                found[count] = f"if({seen}, if({right}, {won}, {lost}), 0)"
        return found | ({"low": f"if({missed}, 1, 0)"} if done.possible else {})

    def _reviewed(self, item: Item) -> Counts:
        correct, reviewed = f"${{{item.id}__correct}}", f"${{{item.id}__reviewed}}"
        answered = f"string(${{{item.id}}}) != '' and {reviewed} > 0"
        below = item.weight if item.possible_weight in (None, item.weight) else None
        earned = self._in_parts(item.weight)
        found = {"answered": answered, "missed": f"{answered} and {correct} < {reviewed}"}
        if earned:
            found["earned"] = f"if({answered}, {correct} * {earned}, 0)"
        if below:
            found["possible"] = f"if({answered}, {reviewed} * {self._in_parts(below)}, 0)"
        elif not item.weight and item.possible_weight:
            found["possible"] = f"if({answered}, {correct} * {self._in_parts(item.possible_weight)}, 0)"
        level = self.profile.competent
        low = f"{correct} * {level.denominator} < {reviewed} * {level.numerator}"
        return found | ({"low": f"if({answered} and {low}, 1, 0)"} if below else {})

    def _is_low(self, mark: scales.Mark) -> bool:
        return mark.earned / mark.possible < self.profile.competent

    def _by_value(self, node: str, worth: dict[str, Fraction]) -> str:
        """Return the expression that gives each value its parts, one test for values worth the same; "" for all 0."""
        by_parts: dict[int, list[str]] = {}
        for value, points in worth.items():
            by_parts.setdefault(self._in_parts(points), []).append(value)
        expression = "0"
        for parts, values in sorted(by_parts.items()):
            if parts:
                expression = f"if({_is_one_of(node, values)}, {parts}, {expression})"
        return "" if expression == "0" else expression

    def _in_parts(self, points: Fraction) -> int:
        return int(points * self.parts)

    def _share(self) -> str:
        if self.definition.total == "pooled":
            return "if(${al_possible} > 0, ${al_earned} div ${al_possible}, '')"
        parts = []
        loose = [child for child in self.definition.children if isinstance(child, Item) and child.scale]
        if loose:
            own = added([self.counts(item, "") for item in loose if item.scale != Scale.STAR])
            parts.append((own.get("earned", "0"), own.get("possible", "0")))
        for section in self.definition.children:
            if isinstance(section, Section) and any(_can_earn(item) for item in _inside(section)):
                earned, possible = (f"${{al_{count}__{section.id}}}" for count in ("earned", "possible"))
                parts.append((f"sum({earned})", f"sum({possible})") if section.repeat else (earned, possible))
        shares = " + ".join(f"if({possible} > 0, ({earned}) div ({possible}), 0)" for earned, possible in parts)
        number = " + ".join(f"if({possible} > 0, 1, 0)" for _earned, possible in parts)
        return f"if(${{al_possible}} > 0, ({shares}) div ({number}), '')" if parts else "''"

    def _class(self) -> str:
        rule = self.profile
        if rule.basis == "none":
            return quoted(Class.NOT_CLASSED.value)
        if rule.basis == "items":
            decided = _either("${al_low} = 0", Class.COMPETENT, Class.NOT_COMPETENT)
        elif rule.basis == "non_critical":
            earned, possible = "(${al_earned} - ${al_critical_earned})", "(${al_possible} - ${al_critical_possible})"
            alone = _either("${al_unseen_other} > 0", Class.NOT_ENOUGH, Class.COMPETENT)
            decided = f"if({possible} > 0, {_by_share(rule, earned, possible)}, {alone})"
        elif self.definition.total == "pooled":
            decided = _by_share(rule, "${al_earned}", "${al_possible}")
        else:
            decided = _by_share(rule, "round(${al_share}, 9)", "1")
        if rule.critical:
            decided = f"if(${{al_critical_missed}} > 0, {quoted(Class.NOT_COMPETENT.value)}, {decided})"
        return f"if(${{al_enough}} = 0, {quoted(Class.NOT_ENOUGH.value)}, {decided})"


def added(each: Iterable[Counts]) -> Counts:
    """Return the sum of counts; constants are added up here."""
    terms: dict[str, list[str]] = {}
    for counts in each:
        for count, expression in counts.items():
            terms.setdefault(count, []).append(expression)
    return {count: _plus(terms[count]) for count in COUNTS if count in terms}


def stars(earned: str, possible: str) -> str:
    """Return the expression that gives 0 to 5 stars, empty without points."""
    expression = "0"
    for given, least in reversed(scales.STARS):
        test = f"{earned} * {least.denominator} >= {possible} * {least.numerator}"
        expression = f"if({test}, {given}, {expression})"
    return f"if({possible} > 0, {expression}, '')"


def quoted(text: str) -> str:
    """Return a text as an XPath literal. XPath 1.0 has no escape, so a text with both quotes is joined from pieces."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = ', "\'", '.join(f"'{piece}'" for piece in text.split("'"))
    return f"concat({pieces})"


def _marks(item: Item) -> dict[str, scales.Mark]:
    """Return what each choice is worth; {} for numbers and for choices that have no known worth."""
    if item.scale == Scale.STAR or not (item.choices or item.scale in scales.CHOICES):
        return {}
    values = [value for value, _words in scales.choices(item)]
    return {value: scales.mark(item, value) for value in values if scales.why_not_an_answer(item, value) is None}


def _can_earn(item: Item) -> bool:
    return bool(item.scale) and item.scale != Scale.STAR


def _inside(section: Section) -> Iterable[Item]:
    for child in section.children:
        if isinstance(child, Section):
            yield from _inside(child)
        else:
            yield child


def _is_one_of(node: str, values: Iterable[str]) -> str:
    tests = [f"{node} = {quoted(value)}" for value in values]
    return f"({' or '.join(tests)})" if tests else "false()"


def _plus(terms: list[str]) -> str:
    whole = sum(int(term) for term in terms if term.isdigit())
    rest = [term for term in terms if not term.isdigit()]
    return " + ".join([*rest, str(whole)] if whole or not rest else rest)


def _either(test: str, then: Class, otherwise: Class) -> str:
    return f"if({test}, {quoted(then.value)}, {quoted(otherwise.value)})"


def _by_share(rule: classes.Profile, earned: str, possible: str) -> str:
    middle = quoted(Class.NOT_COMPETENT.value)
    if rule.improving is not None:
        test = _reaches(earned, possible, rule.improving)
        middle = _either(test, Class.NEEDS_IMPROVEMENT, Class.NOT_COMPETENT)
    return f"if({_reaches(earned, possible, rule.competent)}, {quoted(Class.COMPETENT.value)}, {middle})"


def _reaches(earned: str, possible: str, least: Fraction) -> str:
    return f"{earned} * {least.denominator} >= {possible} * {least.numerator}"
