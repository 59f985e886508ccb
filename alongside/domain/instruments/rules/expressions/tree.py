"""The tree that paths walk: a form's instance, or a list of choices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from alongside.domain.instruments.rules.expressions.values import (
    Moment,
    java_double,
    read_clock,
    read_moment,
)

_NUMBERS = {"int", "integer", "decimal", "long", "float", "double"}
_LISTS = {"select", "rank"}


class Node:
    """One element or attribute. kind: the XForm data type of its bind.

    value: None where unanswered, else text, int, float, bool or Moment. A whole number that was calculated is an int
    and is written without a fraction; an answered decimal is a float and keeps it.

    relevant is the node's own condition; `is_relevant` counts its ancestors too.
    """

    __slots__ = ("name", "tag", "kind", "value", "parent", "children", "attributes", "relevant", "template", "place")

    def __init__(self, name: str, *, kind: str = "string", tag: str = "", value: Any = None) -> None:
        self.name = name
        self.tag = tag or name
        self.kind = kind
        self.value = value
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: dict[str, str] = {}
        self.relevant = True
        self.template = False
        self.place = ""  # the generic path once it was asked for

    def add(self, child: Node, place: int | None = None) -> Node:
        """Take the child in, last or at a place; return it."""
        child.parent = self
        child.place = ""
        self.children.insert(len(self.children) if place is None else place, child)
        return child

    def named(self, name: str) -> list[Node]:
        """Return the children of that name in order, templates left out."""
        return [child for child in self.children if (name in (child.name, "*")) and not child.template]

    def chain(self) -> list[Node]:
        """Return the nodes from the root down to this one."""
        found: list[Node] = [self]
        while (above := found[-1].parent) is not None:
            found.append(above)
        return found[::-1]

    @property
    def turn(self) -> int:
        """Return the place among the siblings of the same name, from 1."""
        if self.parent is None:
            return 1
        same = self.parent.named(self.name)
        return next((place for place, each in enumerate(same, start=1) if each is self), 0)

    @property
    def is_relevant(self) -> bool:
        node: Node | None = self
        while node is not None:
            if not node.relevant:
                return False
            node = node.parent
        return True

    @property
    def generic(self) -> str:
        """Return the path without turns, such as /data/visits/date."""
        if not self.place:
            self.place = f"{'' if self.parent is None else self.parent.generic}/{self.name}"
        return self.place

    @property
    def path(self) -> str:
        """Return the path with the turn of every element that has siblings of its name: /data/visits[2]/date."""
        return "".join(f"/{each.name}{each.mark()}" for each in self.chain())

    def mark(self) -> str:
        many = self.parent is not None and len(self.parent.named(self.name)) > 1
        return f"[{self.turn}]" if many else ""

    def read(self) -> Any:
        """Return the value as expressions see it: "" where nothing was answered or the question was not asked."""
        if self.value is None or not self.is_relevant:
            return ""
        return float(self.value) if type(self.value) is int else self.value

    def descendants(self) -> Iterator[Node]:
        """Yield every node below, outer before inner, templates left out."""
        for child in self.children:
            if not child.template:
                yield child
                yield from child.descendants()

    def copy(self) -> Node:
        """Return a deep copy without a parent."""
        twin = Node(self.name, kind=self.kind, tag=self.tag, value=self.value)
        twin.attributes = dict(self.attributes)
        twin.relevant, twin.template = self.relevant, self.template
        for child in self.children:
            twin.add(child.copy())
        return twin


def typed(kind: str, text: str) -> Any:
    """Return an answer's text as the value its data type holds, None for the empty text; the text where unreadable."""
    if text == "":
        return None
    try:
        if kind in _NUMBERS:
            return int(text) if kind in ("int", "integer", "long") else float(text)
        if kind in ("date", "dateTime"):
            found = read_moment(text)
            return text if found is None else found.day if kind == "date" else found
        if kind == "time":
            clock, _shift = read_clock(text)
            return Moment(datetime.combine(datetime(1970, 1, 1), clock))
    except ValueError:
        return text
    if kind in _LISTS:
        return " ".join(text.split())
    return text


def wrapped(kind: str, value: Any) -> Any:
    """Return a calculated value as the node keeps it: "" and not-a-number are no value, booleans stay booleans."""
    if value == "" or (isinstance(value, float) and value != value):
        return None
    if kind == "boolean" and not isinstance(value, bool):
        return abs(value) > 1e-12 if isinstance(value, float) else bool(value)
    if isinstance(value, float) and not isinstance(value, bool):
        near = abs(value) < 2**63 and abs(value - int(value)) < 1e-9
        if kind in ("int", "integer"):
            return int(max(-(2**31), min(2**31 - 1, value)))
        return int(value) if near else value
    if isinstance(value, Moment) and kind == "date":
        return value.day
    return value


def written(kind: str, value: Any) -> str:
    """Return a value as it stands in the submitted XML."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, Moment):
        return _moment_text(kind, value)
    return value


def _moment_text(kind: str, moment: Moment) -> str:
    if kind == "date":
        return moment.at.date().isoformat()
    minutes = int(moment.offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    zone = "Z" if not minutes else f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    clock = f"{moment.at:%H:%M:%S}.{moment.at.microsecond // 1000:03d}{zone}"
    return clock if kind == "time" else f"{moment.at.date().isoformat()}T{clock}"
