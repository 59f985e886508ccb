"""The value of an expression at a place in a form. Semantics are JavaRosa's where it differs from XPath.

Where they differ: a question that was not asked is absent; a path that shares its beginning with the place it is
used in means the same turn of every shared repeat; a predicate keeps a node only for a true boolean; comparison of
order is always of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.expressions import functions
from alongside.domain.instruments.rules.expressions.syntax import (
    Binary,
    Call,
    Expression,
    Literal,
    Negative,
    Path,
    Reference,
    Step,
    parse,
)
from alongside.domain.instruments.rules.expressions.tree import Node
from alongside.domain.instruments.rules.expressions.values import (
    NAN,
    Moment,
    Value,
    fails,
    single,
    to_boolean,
    to_number,
    to_text,
)


@dataclass
class Patience:
    """How long the patterns of one filling may still be compared with. left: seconds, counted down as they are used."""

    left: float = 1.0


@dataclass(frozen=True)
class Circumstances:
    """What an expression may ask of the world. Nothing here is read from a clock: the caller says what time it is.

    now: local time with its zone; without it today() and now() are refused. chance: for random() and uuid().
    properties: deviceid, username and the like. labels: (list or question, value, language) -> words of a choice.
    texts: {itext id: words}.
    """

    now: datetime | None = None
    chance: Random | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    labels: Callable[[str, str], str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    patience: Patience = field(default_factory=Patience, compare=False)

    def moment(self) -> Moment:
        if self.now is None:
            raise fails(_("The expression asks what day it is, and that is not known here."))
        return Moment(self.now.replace(tzinfo=None), self.now.utcoffset() or timedelta(0))


@dataclass(frozen=True)
class Scope:
    """Where an expression is evaluated. node: the context; original: what current() means inside a predicate.

    position: of the context among the nodes a predicate runs over, None outside one. paths: {question name: its
    generic path}, for ${name}. lists: secondary instances by id.
    """

    node: Node
    circumstances: Circumstances = field(default_factory=Circumstances)
    paths: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Node] = field(default_factory=dict)
    original: Node | None = None
    position: int | None = None

    def evaluate(self, expression: Expression | str) -> Value:
        """Return the value: text, float, bool, Moment or list of nodes."""
        tree = parse(expression) if isinstance(expression, str) else expression
        match tree:
            case Literal(value=value):
                return value
            case Path():
                return self.walk(tree)
            case Reference(name=name):
                return self.question(name)
            case Negative(operand=operand):
                return -to_number(self.evaluate(operand))
            case Binary():
                return self.binary(tree)
            case Call():
                return self.call(tree)
        raise ValueError(tree)

    def binary(self, tree: Binary) -> Value:
        if tree.operator in ("and", "or"):
            left = to_boolean(self.evaluate(tree.left))
            if left is (tree.operator == "or"):
                return left
            return to_boolean(self.evaluate(tree.right))
        left, right = self.evaluate(tree.left), self.evaluate(tree.right)
        if tree.operator == "|":
            return _nodes(left) + [each for each in _nodes(right) if each not in _nodes(left)]
        if tree.operator in ("=", "!="):
            return _equal(single(left), single(right)) is (tree.operator == "=")
        return _OPERATORS[tree.operator](to_number(left), to_number(right))

    def call(self, tree: Call) -> Value:
        known = functions.FUNCTIONS.get(tree.name)
        if known is None:
            raise fails(_("The expression uses a function that is not known."), function=tree.name)
        if not known.takes(len(tree.arguments)):
            raise fails(_("A function of the expression has too few or too many arguments."), function=tree.name)
        if known.lazy:
            return known.work(self, *tree.arguments)
        return known.work(self, *(self.evaluate(argument) for argument in tree.arguments))

    def question(self, name: str) -> list[Node]:
        """Return the nodes of ${name}: the one of the same turn where a repeat is shared, else every one."""
        if name.startswith("last-saved#"):
            return []
        path = self.paths.get(name)
        if path is None:
            raise fails(_("The expression names a question that the checklist does not have."), question=name)
        names = path.strip("/").split("/")
        return _relevant(self.absolute(self.node, [Step("child", each) for each in names], pin_last=False))

    def walk(self, path: Path) -> list[Node]:
        """Return the relevant nodes of a path."""
        if not isinstance(path.start, str):
            found = _nodes(self.evaluate(path.start))
            for step in path.steps:
                found = self.next(found, step)
            return _relevant(found)
        here = (self.original or self.node) if path.start == "current()" else self.node
        if path.start == "/":
            return _relevant(self.absolute(here, path.steps))
        found, steps = [here], list(path.steps)
        if path.start == "current()" or steps:
            while steps and steps[0].axis in ("parent", "self") and steps[0].name == "*" and not steps[0].predicates:
                if steps.pop(0).axis == "parent":
                    found = [each.parent for each in found if each.parent]
        for step in steps:
            found = self.next(found, step)
        return _relevant(found)

    def absolute(self, here: Node, steps: Sequence[Step], *, pin_last: bool = True) -> list[Node]:
        """Walk from the root, in the same turns as the place we are at for as long as the names agree.

        pin_last: whether that holds for the last step too; count(${visits}) inside a visit means every visit.
        """
        root = (self.original or self.node).chain()[0]
        chain, found, shared = here.chain(), [], True
        if chain[0] is not root:  # inside a list of choices, "/" still means the form
            chain = [root]
        if not steps:
            return [root]
        if steps[0].axis == "descendant":
            found = [each for each in (root, *root.descendants()) if steps[0].name in (each.name, "*")]
            found = self.sift(found, steps[0])
            shared = False
        elif steps[0].name in (root.name, "*"):
            found = self.sift([root], steps[0])
        for place, step in enumerate(steps[1:], start=1):
            plain = step.axis == "child" and not step.predicates
            shared = shared and place < len(chain) and plain and chain[place].name == step.name
            shared = shared and (pin_last or place < len(steps) - 1)
            found = [chain[place]] if shared else self.next(found, step)
        return found

    def next(self, nodes: Sequence[Node], step: Step) -> list[Node]:
        if step.axis == "parent":
            found = list(dict.fromkeys(each.parent for each in nodes if each.parent))
        elif step.axis == "self":
            found = list(nodes)
        elif step.axis == "attribute":
            found = [_attribute(each, step.name) for each in nodes if step.name in each.attributes]
        elif step.axis == "descendant":
            found = [below for each in nodes for below in each.descendants() if step.name in (below.name, "*")]
        else:
            return [kept for each in nodes for kept in self.sift(each.named(step.name), step)]
        return self.sift(found, step)

    def sift(self, nodes: list[Node], step: Step) -> list[Node]:
        """Return the nodes that every predicate keeps. Only "true" keeps one: a bare place such as [2] keeps none."""
        for predicate in step.predicates:
            kept = []
            for position, each in enumerate(nodes, start=1):
                inside = replace(self, node=each, original=self.original or self.node, position=position)
                verdict = inside.evaluate(predicate)
                if verdict is True:
                    kept.append(each)
            nodes = kept
        return nodes


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(to_number(left) - to_number(right)) < 1e-12
    return to_text(left) == to_text(right)


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if not left or math.isnan(left) or math.isnan(right):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right) or math.isinf(left) or not right:
        return NAN
    return math.fmod(left, right)


_OPERATORS: Mapping[str, Callable[[float, float], Any]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise fails(_("The expression goes on with a path where there is no question."))
    return value


def _relevant(nodes: list[Node]) -> list[Node]:
    return [each for each in nodes if each.is_relevant]


def _attribute(node: Node, name: str) -> Node:
    found = Node(name, value=node.attributes[name] or None)
    found.parent = node
    return found
