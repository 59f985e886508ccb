"""The functions an expression may use, as a table: the reference and the phone's compile report read it too."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

import regex
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.expressions import dates
from alongside.domain.instruments.rules.expressions.syntax import Expression, Path, Reference
from alongside.domain.instruments.rules.expressions.tree import Node
from alongside.domain.instruments.rules.expressions.values import (
    NAN,
    Moment,
    Value,
    fails,
    single,
    to_boolean,
    to_integer,
    to_moment,
    to_number,
    to_text,
    whole,
)

if TYPE_CHECKING:
    from alongside.domain.instruments.rules.expressions.evaluate import Scope


LONGEST_MATCH = 0.2  # seconds for one comparison with a pattern; those of real forms take less than a thousandth


@dataclass(frozen=True)
class Function:
    """One function. least/most: number of arguments, most None for any. lazy: it evaluates its arguments itself.

    volatile: two calls may differ, so it is worked out once for a filling.
    """

    name: str
    work: Callable[..., Value]
    least: int = 1
    most: int | None = 1
    lazy: bool = False
    volatile: bool = False

    def takes(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)


def _if(scope: Scope, test: Expression, then: Expression, otherwise: Expression) -> Value:
    return scope.evaluate(then if to_boolean(scope.evaluate(test)) else otherwise)


def _coalesce(scope: Scope, first: Expression, second: Expression) -> Value:
    value = scope.evaluate(first)
    plain = single(value)
    empty = plain == "" or (isinstance(plain, float) and math.isnan(plain))
    return scope.evaluate(second) if empty else value


def _once(scope: Scope, expression: Expression) -> Value:
    kept = scope.node.read()
    return scope.evaluate(expression) if to_text(kept) == "" else kept


def _indexed_repeat(scope: Scope, target: Expression, *groups: Expression) -> Value:
    """Return the target in the named turn of each named repeat; a turn below 1 counts as 1."""
    names = _generic(scope, target)
    turns = {}
    for group, index in zip(groups[::2], groups[1::2], strict=True):
        turns[len(_generic(scope, group)) - 1] = max(1, whole(scope.evaluate(index)))
    chain = scope.node.chain()
    found, shared = [chain[0]], True
    for place, name in enumerate(names[1:], start=1):
        shared = shared and place < len(chain) and chain[place].name == name
        if place in turns:
            same = [each for above in found for each in above.named(name)]
            found = same[turns[place] - 1 : turns[place]]
            shared = False
        elif shared:
            found = [chain[place]]
        else:
            found = [each for above in found for each in above.named(name)]
    return [each for each in found if each.is_relevant]


def _generic(scope: Scope, expression: Expression) -> list[str]:
    """Return the names of the path an argument stands for, from the root."""
    if isinstance(expression, Reference):
        path = scope.paths.get(expression.name)
        if path is None:
            raise fails(_("The expression names a question that the checklist does not have."))
        return path.strip("/").split("/")
    if not isinstance(expression, Path) or expression.start not in ("/", "", "current()"):
        raise fails(_("indexed-repeat needs the names of questions."))
    names = [] if expression.start == "/" else [each.name for each in scope.node.chain()]
    for step in expression.steps:
        if step.axis == "parent":
            names.pop()
        elif step.axis == "child":
            names.append(step.name)
    return names


def _selected(_scope: Scope, answer: Value, choice: Value) -> bool:
    return f" {to_text(choice).strip()} " in f" {to_text(answer)} "


def _selected_at(_scope: Scope, answer: Value, place: Value) -> str:
    chosen, index = to_text(answer).split(), whole(place)
    return chosen[index] if 0 <= index < len(chosen) else ""


def _need_nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise fails(_("sum and count need questions, not a value."))
    return value


def _numbers(values: tuple[Value, ...]) -> list[float]:
    spread = [each.read() for each in values[0]] if len(values) == 1 and isinstance(values[0], list) else values
    return [number for each in spread if not math.isnan(number := to_number(each))]


def _sum(_scope: Scope, nodes: Value) -> float:
    return float(sum(_numbers((_need_nodes(nodes),))))


def _max(_scope: Scope, *values: Value) -> float:
    # JavaRosa starts from the smallest positive double, so the largest of negative numbers is that, almost 0.
    numbers = _numbers(values)
    return max([5e-324, *numbers]) if numbers else NAN


def _min(_scope: Scope, *values: Value) -> float:
    return min(_numbers(values), default=NAN)


def _round(_scope: Scope, value: Value, places: Value = 0.0) -> float:
    number, digits = to_number(value), whole(places)
    if math.isnan(number) or math.isinf(number):
        return number
    if abs(digits) > 30:
        return NAN
    if digits < 0:
        scaled = float(Decimal(repr(number)).scaleb(digits))
        return float(Decimal(math.trunc(scaled + 0.5)).scaleb(-digits))
    way = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    exact = Decimal(repr(number))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -digits:
        return number  # nothing to round
    return float(exact.quantize(Decimal(1).scaleb(-digits), way))


def _join(_scope: Scope, separator: Value, *values: Value) -> str:
    spread = [each.read() for each in values[0]] if len(values) == 1 and isinstance(values[0], list) else values
    return to_text(separator).join(to_text(each) for each in spread)


def _substr(_scope: Scope, text: Value, start: Value, end: Value = None) -> str:
    plain = to_text(text)
    last = len(plain) if end is None else whole(end)
    first = whole(start)
    first, last = (each + len(plain) if each < 0 else each for each in (first, last))
    first, last = (min(max(0, each), len(plain)) for each in (first, last))
    return plain[first:last]


def _translate(_scope: Scope, text: Value, old: Value, new: Value) -> str:
    before, after = to_text(old), to_text(new)
    table: dict[int, str | None] = {}
    for place, sign in enumerate(before):
        table.setdefault(ord(sign), after[place] if place < len(after) else None)
    return to_text(text).translate(table)


# What this engine would take for an instruction of its own, and JavaRosa for a mistake: matching by likeness, such as
# (cat){e<=1}, and patterns that call themselves. Escaped signs and sets are looked over first.
_PASSED_OVER = re.compile(r"\\[pP]\{\w*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NOT_JAVAS = re.compile(r"\{(?!\d+(?:,\d*)?\})|\(\?(?:R|\d|&|P>|\|)")


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > 500:
        raise fails(_("A pattern of the expression is too long."))
    if _NOT_JAVAS.search(_PASSED_OVER.sub("", pattern)):
        raise fails(_("A pattern of the expression cannot be read."))
    # As Java has it, digits and words are of ASCII unless the pattern itself speaks of the letters of every script.
    every_script = re.search(r"\\[pP]", pattern) is not None
    try:
        return regex.compile(pattern, regex.UNICODE if every_script else regex.ASCII)
    except (regex.error, OverflowError, RecursionError):
        raise fails(_("A pattern of the expression cannot be read.")) from None


def _regex(scope: Scope, text: Value, pattern: Value) -> bool:
    plain = to_text(text)
    if len(plain) > 5000:
        raise fails(_("An answer is too long to compare with a pattern."))
    compiled, patience = _pattern(to_text(pattern)), scope.circumstances.patience
    if patience.left <= 0:
        raise fails(_("A pattern of the expression takes too long. Write it without a repetition inside a repetition."))
    begun = monotonic()
    try:
        # A pattern may take time that doubles with every sign of the text: it is stopped, and others run meanwhile.
        return compiled.fullmatch(plain, timeout=min(LONGEST_MATCH, patience.left), concurrent=True) is not None
    except TimeoutError:
        raise fails(
            _("A pattern of the expression takes too long. Write it without a repetition inside a repetition.")
        ) from None
    finally:
        patience.left -= monotonic() - begun


def _position(scope: Scope, nodes: Value = None) -> float:
    if nodes is not None:
        return float(_need_nodes(nodes)[0].turn) if nodes else 0.0
    return float(scope.node.turn if scope.position is None else scope.position)


def _checklist(_scope: Scope, least: Value, most: Value, *factors: Value) -> bool:
    spread = [each.read() for each in factors[0]] if len(factors) == 1 and isinstance(factors[0], list) else factors
    count, low, high = sum(to_boolean(each) for each in spread), whole(least), whole(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _weighted_checklist(_scope: Scope, least: Value, most: Value, *pairs: Value) -> bool:
    flags: list[Value] = list(pairs[::2])
    weights: list[Value] = list(pairs[1::2])
    if len(flags) == 1 and isinstance(flags[0], list) and isinstance(weights[0], list):
        flags, weights = [each.read() for each in flags[0]], [each.read() for each in weights[0]]
    if len(flags) != len(weights):
        raise fails(_("weighted-checklist needs a weight for every condition."))
    total = sum(to_number(weight) for flag, weight in zip(flags, weights, strict=True) if to_boolean(flag))
    return to_number(least) <= total <= to_number(most)


def _instance(scope: Scope, name: Value) -> list[Node]:
    found = scope.lists.get(to_text(name))
    if found is None:
        raise fails(_("The expression reads a list that the form does not have."))
    return [found]


def _pulldata(scope: Scope, file: Value, column: Value, key_column: Value, key: Value) -> str:
    name = to_text(file).removesuffix(".csv")
    root = scope.lists.get(name)
    if root is None:
        raise fails(_("The expression reads a list that the form does not have."))
    wanted, by, looked_for = to_text(column), to_text(key_column), to_text(key)
    for row in (each for each in root.descendants() if each.children):
        if any(cell.name == by and to_text(cell.read()) == looked_for for cell in row.children):
            return next((to_text(cell.read()) for cell in row.children if cell.name == wanted), "")
    return ""


def _choice_name(scope: Scope, value: Value, question: Value) -> str:
    look_up = scope.circumstances.labels
    return look_up(to_text(question).strip(), to_text(value)) if look_up else ""


def _itext(scope: Scope, name: Value) -> str:
    return scope.circumstances.texts.get(to_text(name), "")


def _random(scope: Scope) -> float:
    if scope.circumstances.chance is None:
        raise fails(_("The expression draws a random number, and that is not possible here."))
    return scope.circumstances.chance.random()


def _uuid(scope: Scope, length: Value = None) -> str:
    chance = scope.circumstances.chance
    if chance is None:
        raise fails(_("The expression draws a random id, and that is not possible here."))
    if length is not None:
        signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return "".join(chance.choice(signs) for _each in range(min(whole(length), 100)))
    return str(UUID(int=chance.getrandbits(128), version=4))


def _number(work: Callable[..., float]) -> Callable[..., float]:
    """Return a function of numbers that answers not-a-number where mathematics does not."""

    def worked(_scope: Scope, *values: Value) -> float:
        plain = [each.exact_days if isinstance(each := single(value), Moment) else to_number(each) for value in values]
        try:
            return float(work(*plain))
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return NAN

    return worked


def _logarithm(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _power(base: float, exponent: float) -> float:
    return math.inf if base == 0 and exponent < 0 else math.pow(base, exponent)


def _text(work: Callable[..., Value]) -> Callable[..., Value]:
    return lambda _scope, *values: work(*(to_text(each) for each in values))


def _own(work: Callable[[Value], Value]) -> Callable[..., Value]:
    """Return a function of one value that falls back on the question's own answer."""
    return lambda scope, value=None: work(scope.node.read() if value is None else value)


def _before(text: str, part: str) -> str:
    return text[: text.index(part)] if part in text else ""


def _after(text: str, part: str) -> str:
    return text[text.index(part) + len(part) :] if part in text else ""


FUNCTIONS: dict[str, Function] = {
    each.name: each
    for each in (
        # choosing
        Function("if", _if, 3, 3, lazy=True),
        Function("coalesce", _coalesce, 2, 2, lazy=True),
        Function("once", _once, lazy=True),
        # choices
        Function("selected", _selected, 2, 2),
        Function("is-selected", _selected, 2, 2),
        Function("count-selected", lambda _scope, value: float(len(to_text(value).split()))),
        Function("selected-at", _selected_at, 2, 2),
        Function("jr:choice-name", _choice_name, 2, 2),
        Function("jr:itext", _itext),
        # true and false
        Function("not", lambda _scope, value: not to_boolean(value)),
        Function("true", lambda _scope: True, 0, 0),
        Function("false", lambda _scope: False, 0, 0),
        Function("boolean", lambda _scope, value: to_boolean(value)),
        Function(
            "boolean-from-string", lambda _scope, value: to_text(value).lower() == "true" or to_text(value) == "1"
        ),
        Function("checklist", _checklist, 2, None),
        Function("weighted-checklist", _weighted_checklist, 2, None),
        # numbers
        Function("number", lambda _scope, value: to_number(value)),
        Function("int", lambda _scope, value: to_integer(value)),
        Function("round", _round, 1, 2),
        Function("abs", _number(abs)),
        Function("sqrt", _number(math.sqrt)),
        Function("pow", _number(_power), 2, 2),
        Function("exp", _number(math.exp)),
        Function("exp10", _number(lambda number: 10.0**number)),
        Function("log", _number(_logarithm)),
        Function("log10", _number(lambda number: -math.inf if number == 0 else math.log10(number))),
        Function("pi", lambda _scope: math.pi, 0, 0),
        Function("sin", _number(math.sin)),
        Function("cos", _number(math.cos)),
        Function("tan", _number(math.tan)),
        Function("asin", _number(math.asin)),
        Function("acos", _number(math.acos)),
        Function("atan", _number(math.atan)),
        Function("atan2", _number(math.atan2), 2, 2),
        Function("random", _random, 0, 0, volatile=True),
        # several answers
        Function("sum", _sum),
        Function("count", lambda _scope, nodes: float(len(_need_nodes(nodes)))),
        Function(
            "count-non-empty",
            lambda _scope, nodes: float(
                sum(bool(each.children) or each.value is not None for each in _need_nodes(nodes))
            ),
        ),
        Function("max", _max, 1, None),
        Function("min", _min, 1, None),
        Function("position", _position, 0, 1),
        Function("indexed-repeat", _indexed_repeat, 3, 11, lazy=True),
        Function("instance", _instance),
        Function("current", lambda scope: [scope.original or scope.node], 0, 0),
        Function("pulldata", _pulldata, 4, 4),
        # texts
        Function("string", lambda _scope, value: to_text(value)),
        Function("concat", lambda scope, *values: _join(scope, "", *values), 0, None),
        Function("join", _join, 1, None),
        Function("substr", _substr, 2, 3),
        Function("substring-before", _text(_before), 2, 2),
        Function("substring-after", _text(_after), 2, 2),
        Function("string-length", _own(lambda value: float(len(to_text(value)))), 0, 1),
        Function("normalize-space", _own(lambda value: " ".join(to_text(value).split())), 0, 1),
        Function("contains", _text(lambda text, part: part in text), 2, 2),
        Function("starts-with", _text(str.startswith), 2, 2),
        Function("ends-with", _text(str.endswith), 2, 2),
        Function("translate", _translate, 3, 3),
        Function("regex", _regex, 2, 2),
        Function("uuid", _uuid, 0, 1, volatile=True),
        Function("version", lambda scope: scope.circumstances.version, 0, 0),
        Function("property", lambda scope, name: scope.circumstances.properties.get(to_text(name), "")),
        # dates
        Function("today", lambda scope: scope.circumstances.moment().day, 0, 0, volatile=True),
        Function("now", lambda scope: scope.circumstances.moment(), 0, 0, volatile=True),
        Function("date", dates.day),
        Function("date-time", lambda _scope, value: to_moment(value, keep_time=True)),
        Function("decimal-date-time", dates.decimal_date_time),
        Function("decimal-time", dates.decimal_time),
        Function("format-date", dates.formatted, 2, 2),
        Function("format-date-time", dates.formatted, 2, 2),
    )
}
