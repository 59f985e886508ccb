"""A form as a value: its questions, what it says of each, and in which order they are worked out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.expressions import dependencies
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.rules.expressions.syntax import parse
from alongside.domain.instruments.rules.expressions.tree import Node
from alongside.kernel.errors import Refused

if TYPE_CHECKING:
    from alongside.domain.instruments.rules.filling import Instance


@dataclass(frozen=True)
class Bind:
    """What a form says of the question at a path. Expressions are texts, "" where there is none."""

    path: str
    kind: str = "string"
    relevant: str = ""
    calculate: str = ""
    constraint: str = ""
    constraint_message: str = ""
    required: str = ""
    required_message: str = ""
    readonly: str = ""
    preload: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Choices:
    """Where the choices of a question come from. fixed: (value, words); else a path into a list, with its columns."""

    fixed: tuple[tuple[str, str], ...] = ()
    nodeset: str = ""
    value: str = ""
    label: str = ""
    many: bool = False


@dataclass(frozen=True)
class SetValue:
    """A value put in at an event. within: the repeat whose new turn triggers it, or "". watched: the question that does."""

    target: str
    events: frozenset[str]
    expression: str = ""
    text: str = ""
    within: str = ""
    watched: str = ""


@dataclass(frozen=True)
class Violation:
    """What stands in the way of sending. kind: "required", "constraint" or "type"; message is the form's own, or ""."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True)
class Form:
    """A form, ready to be filled. root: its empty instance. repeats: {path: count expression or ""}.

    paths: {question name: path}, for ${name}. choices: {path: where its choices come from}.
    """

    root: Node
    binds: Mapping[str, Bind]
    repeats: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Node] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    values: tuple[SetValue, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    @staticmethod
    def from_xml(document: bytes, files: Mapping[str, bytes] | None = None) -> Form:
        """Return the form of an XForm document; files: its CSV and XML lists by file name. Refuses what it cannot read."""
        from alongside.domain.instruments.rules.xform import read

        return read(document, files or {})

    def fill(self, answers: Mapping[str, Any], circumstances: Circumstances | None = None) -> Instance:
        """Return the form filled with these answers, everything worked out.

        answers: {name or full path: text, number, mapping of a group, or list of mappings of a repeat}. Names reach
        through groups but not into repeats; a full path may name turns, "/data/visits[2]/date".
        Refuses a name that the form does not have, and expressions that cannot be worked out.
        """
        from alongside.domain.instruments.rules import filling

        instance = filling.Instance(self, self.root.copy(), circumstances or Circumstances())
        instance.open()
        instance.answer(answers)
        instance.settle()
        return instance

    @cached_property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Return ("relevant" | "calculate", path) in an order where each comes after all that it reads.

        Refuses a form in which a question waits for itself by way of others.
        """
        jobs = {
            (what, path): expression
            for path, bind in self.binds.items()
            for what, expression in (("calculate", bind.calculate), ("relevant", bind.relevant))
            if expression
        }
        sorter: TopologicalSorter[tuple[str, str]] = TopologicalSorter()
        for job, expression in jobs.items():
            read = dependencies.paths_read(parse(expression), at=job[1], names=self.paths)
            needs = {("calculate", path) for path in read}
            needs |= {("relevant", above) for path in read for above in _above(path)}
            sorter.add(job, *(need for need in needs if need in jobs and need != job))
        try:
            return tuple(sorter.static_order())
        except CycleError as cycle:
            waiting = " → ".join(dict.fromkeys(path for _what, path in cycle.args[1]))
            raise Refused(
                "instruments.form_circular",
                _(
                    "Some questions of the form wait for each other. Change the relevance or calculation of one of them."
                ),
                questions=waiting,
            ) from None


def _above(path: str) -> Iterable[str]:
    names = path.strip("/").split("/")
    return ("/" + "/".join(names[:depth]) for depth in range(1, len(names) + 1))
