"""From the text of an expression to its tree. The subset of XPath 1.0 that XForms use, and ${name} of XLSForm.

Grammar, loosest first: or · and · = != · < <= > >= · + - · * div mod · unary minus · | · path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused


@dataclass(frozen=True)
class Literal:
    """A number (float) or a text, as written."""

    value: float | str


@dataclass(frozen=True)
class Step:
    """One step of a path: axis is "child", "attribute", "parent", "self" or "descendant"; name may be "*"."""

    axis: str
    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Path:
    """A path. start: "/" from the root, "" from the context node, "current()", or an expression giving nodes."""

    start: str | Expression
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Reference:
    """A question by its name, ${name}; resolved to its path by whoever knows the form."""

    name: str


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]
    position: int = 0


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative:
    operand: Expression


Expression = Literal | Path | Reference | Call | Binary | Negative

# One level of binding a row, loosest first.
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS = {"or", "and", "div", "mod"}
_DEEPEST = 60  # nesting of one expression; a real form stays under 20

_NAME = r"[^\W\d][\w.\-]*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>\d+\.?\d*|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{{\s*(?P<reference>(?:last-saved\#)?{_NAME})\s*\}}
    |(?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
    |(?P<symbol>\.\.|::|//|!=|<=|>=|[-+*/=<>()\[\],.@|])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return the tree of an expression. Refuses what cannot be read, with the place (from 1) where reading stopped."""
    return _Reader(text, tuple(_tokens(text))).whole()


def parts(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and every expression inside it, predicates included."""
    yield expression
    match expression:
        case Call(arguments=inside):
            for each in inside:
                yield from parts(each)
        case Binary(left=left, right=right):
            yield from parts(left)
            yield from parts(right)
        case Negative(operand=operand):
            yield from parts(operand)
        case Path(start=start, steps=steps):
            if not isinstance(start, str):
                yield from parts(start)
            for step in steps:
                for predicate in step.predicates:
                    yield from parts(predicate)


def calls(expression: Expression) -> set[str]:
    """Return the names of the functions an expression uses."""
    return {each.name for each in parts(expression) if isinstance(each, Call)}


def unreadable(text: str, position: int, what: object) -> Refused:
    """Return the refusal of an expression. position: from 0; said from 1."""
    return Refused("instruments.expression_unreadable", what, expression=text, position=position + 1)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found:
            raise unreadable(text, place, _("The expression has a sign here that it cannot have. Check the quotes."))
        if found.lastgroup != "space":
            yield _Token(found.lastgroup or "", found[found.lastgroup or 0], place)
        place = found.end()


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, text: str, tokens: tuple[_Token, ...]) -> None:
        self.text, self.tokens, self.at, self.depth = text, tokens, 0, 0

    def whole(self) -> Expression:
        if not self.tokens:
            raise unreadable(self.text, 0, _("The expression is empty."))
        found = self.level(0)
        if self.at < len(self.tokens):
            raise self.stuck(_("The expression should end here or go on with “and”, “or”, = or another operator."))
        return found

    def level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self.unary()
        if level == 0:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise self.stuck(_("The expression is nested too deeply. Split it into calculated questions."))
        left = self.level(level + 1)
        while (operator := self.operator(_LEVELS[level])) is not None:
            left = Binary(operator, left, self.level(level + 1))
        if level == 0:
            self.depth -= 1
        return left

    def operator(self, among: tuple[str, ...]) -> str | None:
        token = self.peek()
        if token and token.text in among and (token.kind == "symbol" or token.text in _WORDS and token.kind == "name"):
            self.at += 1
            return token.text
        return None

    def unary(self) -> Expression:
        minus = 0
        while self.take("-"):
            minus += 1
        found = self.union()
        for _each in range(min(minus, 2 + minus % 2)):
            found = Negative(found)
        return found

    def union(self) -> Expression:
        found = self.path()
        while self.take("|"):
            found = Binary("|", found, self.path())
        return found

    def path(self) -> Expression:
        token = self.peek()
        if token is None:
            raise self.stuck(_("The expression stops too early: something is missing at its end."))
        if token.kind == "symbol" and token.text in ("/", "//"):
            return self.absolute()
        start = self.primary(token)
        if start is None:
            return Path("", self.steps())
        if isinstance(start, Call) and start.name == "current" and not start.arguments:
            return Path("current()", self.more_steps())
        following = self.predicates()
        rest = self.more_steps()
        if not following and not rest:
            return start
        return Path(start, ((Step("self", "*", following),) if following else ()) + rest)

    def absolute(self) -> Expression:
        if self.take("//"):
            return Path("/", (self.step(axis="descendant"), *self.more_steps()))
        self.take("/")
        token = self.peek()
        begins = token and (token.kind == "name" or token.text in ("*", "@", ".", ".."))
        return Path("/", self.steps() if begins else ())

    def primary(self, token: _Token) -> Expression | None:
        """Return what is not a plain path, or None where a path begins."""
        if token.kind == "number":
            self.at += 1
            return Literal(float(token.text))
        if token.kind == "text":
            self.at += 1
            return Literal(token.text[1:-1])
        if token.kind == "reference":
            self.at += 1
            return Reference(token.text)
        if self.take("("):
            found = self.level(0)
            self.expect(")")
            return found
        if token.kind == "name" and self.follows("("):
            self.at += 2
            return Call(token.text, self.arguments(), token.position)
        return None

    def arguments(self) -> tuple[Expression, ...]:
        if self.take(")"):
            return ()
        found = [self.level(0)]
        while self.take(","):
            found.append(self.level(0))
        self.expect(")")
        return tuple(found)

    def steps(self) -> tuple[Step, ...]:
        return (self.step(), *self.more_steps())

    def more_steps(self) -> tuple[Step, ...]:
        found = []
        while True:
            if self.take("//"):
                found.append(self.step(axis="descendant"))
            elif self.take("/"):
                found.append(self.step())
            else:
                return tuple(found)

    def step(self, axis: str = "child") -> Step:
        if self.take(".."):
            return Step("parent", "*", self.predicates())
        if self.take("."):
            return Step("self", "*", self.predicates())
        if self.take("@"):
            axis = "attribute"
        token = self.peek()
        if token and token.kind == "name" and self.follows("::"):
            axis = {"child": "child", "self": "self", "parent": "parent", "attribute": "attribute"}.get(token.text, "")
            if not axis:
                raise self.stuck(_("This direction of a path is not supported."))
            self.at += 2
            token = self.peek()
        if token and (token.kind == "name" or token.text == "*"):
            self.at += 1
            if token.text == "node" and self.take("("):
                self.expect(")")
                return Step(axis, "*", self.predicates())
            return Step(axis, token.text.rpartition(":")[2], self.predicates())
        raise self.stuck(_("A question name, a number or a quoted text is missing here."))

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.take("["):
            found.append(self.level(0))
            self.expect("]")
        return tuple(found)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def follows(self, text: str) -> bool:
        return self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text == text

    def take(self, text: str) -> bool:
        token = self.peek()
        if token and token.kind == "symbol" and token.text == text:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise self.stuck(_("A closing “)” or “]” is missing here."))

    def stuck(self, what: object) -> Refused:
        token = self.peek()
        return unreadable(self.text, token.position if token else len(self.text), what)
