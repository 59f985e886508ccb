"""Which items of a checklist are asked, given the answers: its own skip rules, worked out as on the phone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from alongside.domain.instruments.rules import scales
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.rules.expressions.tree import Node, written
from alongside.domain.instruments.rules.filling import Instance
from alongside.domain.instruments.rules.form import Bind, Choices, Form
from alongside.domain.instruments.terms import Scale

TOP = "data"  # the root of the instance, as XLSForm calls it

# Data types of XForms for the kinds of unscored questions that are not texts.
_KINDS = {
    "integer": "int",
    "decimal": "decimal",
    "range": "decimal",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "geopoint": "geopoint",
}


def form_of(definition: Definition) -> Form:
    """Return the checklist as a form to be filled: sections are groups, items are questions named by their id."""
    return _form(_Key(definition))


@dataclass(frozen=True)
class Asked:
    """The answers with what the checklist calculates put in, and what its skip rules close.

    closed: ids, or (id, turns) inside a repeat: the shape that scoring.score takes as `irrelevant`.
    """

    answers: Mapping[str, Any]
    closed: frozenset[str | tuple[str, tuple[int, ...]]] = frozenset()


def asked(definition: Definition, answers: Mapping[str, Any], circumstances: Circumstances | None = None) -> Asked:
    """Return what was asked and answered under the checklist's own rules.

    answers: as for scoring.score; names that the checklist does not have are left as they are. Refuses rules that
    cannot be worked out, and today() without circumstances that say what day it is.
    """
    if not definition.works_out:
        return Asked(answers)
    calculated = {each.id for each in definition.items() if each.calculation}
    instance = filled(definition, answers, circumstances)
    repeats = set(instance.form.repeats)
    return Asked(
        _with_calculated(instance.root, answers, calculated, repeats),
        frozenset(_where(node, repeats) for node in instance.irrelevant()),
    )


def filled(definition: Definition, answers: Mapping[str, Any], circumstances: Circumstances | None = None) -> Instance:
    """Return the checklist's form filled with the answers, calculations worked out."""
    form = form_of(definition)
    scored = {each.id: each for each in definition.scored()}
    return form.fill(_known(answers, form.paths, scored), circumstances)


class _Key:
    """A definition by identity: it holds mappings, so it cannot be hashed by value."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.definition is self.definition

    def __hash__(self) -> int:
        return id(self.definition)


@lru_cache(maxsize=64)
def _form(key: _Key) -> Form:
    definition = key.definition
    root = Node(TOP)
    binds: dict[str, Bind] = {}
    repeats: dict[str, str] = {}
    choices: dict[str, Choices] = {}
    _grow(root, definition.children, binds, repeats, choices)
    paths = {each.name: each.generic for each in (root, *root.descendants())}
    return Form(root=root, binds=binds, repeats=repeats, paths=paths, choices=choices)


def _grow(
    above: Node,
    children: Iterable[Section | Item],
    binds: dict[str, Bind],
    repeats: dict[str, str],
    choices: dict[str, Choices],
) -> None:
    for child in children:
        kind = "string" if isinstance(child, Section) else _kind(child)
        node = above.add(Node(child.id, kind=kind))
        path = node.generic
        if isinstance(child, Section):
            binds[path] = Bind(path, kind, relevant=child.relevant)
            if child.repeat:
                repeats[path] = child.repeat_count
            _grow(node, child.children, binds, repeats, choices)
            continue
        binds[path] = Bind(
            path,
            kind,
            relevant=child.relevant,
            calculate=child.calculation,
            constraint=child.constraint,
            required="true()" if child.required else "",
        )
        if child.choices:
            choices[path] = Choices(tuple((each.value, each.label.get("en", each.value)) for each in child.choices))


def _kind(item: Item) -> str:
    if item.scale in (Scale.NUM, Scale.TIME):
        return "decimal"
    return "string" if item.scale else _KINDS.get(item.kind, "string")


def _known(answers: Mapping[str, Any], paths: Mapping[str, str], scored: Mapping[str, Item]) -> dict[str, Any]:
    """Return the answers to questions that the checklist has, in the one spelling that expressions are written for."""
    kept: dict[str, Any] = {}
    for name, value in answers.items():
        if name not in paths or name == TOP or isinstance(value, Mapping):
            continue
        if name in scored:
            kept[name] = scales.plain(scored[name], value)
        elif isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
            kept[name] = [_known(each, paths, scored) for each in value]
        else:
            kept[name] = " ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return kept


def _with_calculated(node: Node, answers: Mapping[str, Any], calculated: set[str], repeats: set[str]) -> dict[str, Any]:
    """Return the answers of a node's questions, those that are calculated taken from the filling."""
    found = dict(answers)
    for child in node.children:
        if child.generic in repeats:
            given = answers.get(child.name)
            turns = node.named(child.name)
            if given is not None or any(each.name in calculated for each in child.descendants()):
                padded = [*(given or ()), *({} for _each in turns)]
                found[child.name] = [
                    _with_calculated(turn, inner, calculated, repeats)
                    for turn, inner in zip(turns, padded, strict=False)
                ]
        elif child.children:
            found |= _with_calculated(child, {}, calculated, repeats)
        elif child.name in calculated:
            found[child.name] = written(child.kind, child.value)
    return found


def _where(node: Node, repeats: set[str]) -> str | tuple[str, tuple[int, ...]]:
    """Return the id of a node, with the turns of the repeats around it where there are any."""
    turns = tuple(each.turn for each in node.chain()[:-1] if each.generic in repeats)
    return (node.name, turns) if turns else node.name
