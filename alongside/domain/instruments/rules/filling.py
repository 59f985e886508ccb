"""One filling of a form: answers put in, relevance and calculations worked out, what is wrong named. Pure.

Semantics are JavaRosa's, at rest: within a session JavaRosa leaves a calculation that reads other turns of its own
repeat as it was; here, as when it opens a saved draft, everything is worked out until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import xform
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances, Scope
from alongside.domain.instruments.rules.expressions.functions import FUNCTIONS
from alongside.domain.instruments.rules.expressions.syntax import calls, parse
from alongside.domain.instruments.rules.expressions.tree import Node, typed, wrapped
from alongside.domain.instruments.rules.expressions.values import single, to_boolean, to_text, whole
from alongside.domain.instruments.rules.form import Bind, Form, SetValue, Violation
from alongside.kernel.errors import Refused

_PASSES = 10  # a form whose answers still change after this many rounds does not settle
_MOST_TURNS = 1000  # of one repeat, counted or answered
_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d+)\])?")
_TYPED = ("int", "integer", "decimal", "date", "dateTime", "time")


class Instance:
    """One filling of a form. Made by Form.fill; read with value(), to_xml() and violations()."""

    def __init__(self, form: Form, root: Node, circumstances: Circumstances) -> None:
        self.form = form
        self.root = root
        self.circumstances = replace(
            circumstances,
            labels=self.words_of,
            version=circumstances.version or form.version,
            texts=circumstances.texts or form.texts,
        )
        self.drawn: set[tuple[Node, str]] = set()

    # Reading

    def nodes(self, path: str) -> list[Node]:
        """Return every node at a path, asked or not; a step without a turn means every turn."""
        steps = _steps(path)
        if not steps or steps[0][0] != self.root.name:
            return []
        found = [self.root]
        for name, turn in steps[1:]:
            found = [
                each
                for above in found
                for place, each in enumerate(above.named(name), start=1)
                if not turn or place == turn
            ]
        return found

    def value(self, path: str) -> Any:
        """Return the typed value at a path, None where nothing was answered or it was not asked."""
        node = next(iter(self.nodes(path)), None)
        return node.value if node is not None and node.is_relevant else None

    def irrelevant(self) -> Iterator[Node]:
        """Yield the outermost nodes that are not asked."""
        yield from _closed(self.root)

    def to_xml(self) -> bytes:
        """Return the instance as it is sent: what was not asked is dropped, templates too."""
        return xform.write(self.root)

    def violations(self) -> list[Violation]:
        """Return what stands in the way of sending, in the order of the form."""
        return [each for node in (self.root, *self.root.descendants()) if (each := self._violation(node))]

    def offered(self, node: Node) -> list[tuple[str, str]]:
        """Return the (value, words) that the question at a node offers now."""
        source = self.form.choices.get(node.generic)
        if source is None:
            return []
        if not source.nodeset:
            return list(source.fixed)
        rows = self.scope(node).evaluate(source.nodeset)
        return [(self._cell(row, source.value), self._cell(row, source.label)) for row in rows]

    def words_of(self, path: str, value: str) -> str:
        """Return the words of a chosen value, for jr:choice-name; the values of a multiple choice one by one."""
        generic = re.sub(r"\[\d+\]", "", path)
        node = next(iter(self.nodes(generic)), None)
        words = dict(self.offered(node)) if node is not None else {}
        return ", ".join(words.get(each, "") for each in value.split()) if value else ""

    def scope(self, node: Node) -> Scope:
        return Scope(node, self.circumstances, self.form.paths, self.form.lists)

    # Filling

    def open(self) -> None:
        """Put in what is there before anybody answers."""
        self._preload(self.root)
        self._put("odk-instance-first-load")

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Put in the answers, making the turns of repeats that they name."""
        for name, value in answers.items():
            if name.startswith("/"):
                self._assign(self._reach(name), value)
            elif name != self.root.name:
                self._assign(self._named(self.root, name), value)
            else:
                self._assign(self.root, value)

    def settle(self) -> None:
        """Work out relevance, calculations and counted repeats until nothing changes any more."""
        for _round in range(_PASSES):
            changed = False
            for what, path in self.form.order:
                for node in self.nodes(path):
                    changed |= self._work_out(what, self.form.binds[path], node)
            if not self._count_turns() and not changed:
                return
        raise Refused(
            "instruments.form_unsettled",
            _("The form's calculations never come to rest. Look for two that change each other."),
        )

    def add_turn(self, path: str, within: Node) -> Node:
        """Make one more turn of a repeat under a node, as its template has it."""
        name = path.rpartition("/")[2]
        siblings = [place for place, child in enumerate(within.children) if child.name == name]
        pattern = _pattern(self.form.root, path)
        if len(siblings) >= _MOST_TURNS:
            raise Refused("instruments.too_many_turns", _("A repeated part may be answered at most 1000 times."))
        fresh = pattern.copy()
        fresh.template = False
        fresh.attributes = {name: value for name, value in fresh.attributes.items() if not name.endswith("template")}
        place = siblings[-1] + 1 if siblings else None
        within.add(fresh, place)
        self._preload(fresh)
        for put in self.form.values:
            if put.within == path and "odk-new-repeat" in put.events:
                for node in self.nodes(fresh.path if "[" in fresh.path else path):
                    self._put_one(put, within=node)
        return fresh

    def _work_out(self, what: str, bind: Bind, node: Node) -> bool:
        expression = parse(getattr(bind, what))
        if any(FUNCTIONS[name].volatile for name in calls(expression) if name in FUNCTIONS):
            if (node, what) in self.drawn:
                return False
            self.drawn.add((node, what))
        try:
            found = self.scope(node).evaluate(expression)
            value = to_boolean(found) if what == "relevant" else wrapped(node.kind, single(found))
        except Refused as refused:
            raise Refused(refused.code, refused.message, **{**refused.facts, "path": node.path}) from refused
        before = node.relevant if what == "relevant" else node.value
        if before == value and type(before) is type(value):
            return False
        if what == "relevant":
            node.relevant = value
        else:
            node.value = typed(node.kind, value) if isinstance(value, str) and node.kind == "select" else value
        return True

    def _count_turns(self) -> bool:
        """Make the turns that counted repeats call for. As in JavaRosa none is taken away when a count falls."""
        changed = False
        for path, count in self.form.repeats.items():
            if not count:
                continue
            above, _slash, name = path.rpartition("/")
            for parent in self.nodes(above):
                wanted = min(whole(self.scope(_last(parent, name)).evaluate(count)), _MOST_TURNS)
                while len(parent.named(name)) < wanted:
                    self.add_turn(path, parent)
                    changed = True
        return changed

    def _assign(self, node: Node, value: Any) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self._assign(self._named(node, name), inner)
        elif isinstance(value, list | tuple):
            path, above = node.generic, node.parent
            if above is None or path not in self.form.repeats:
                raise _no_such_question(node.name)
            for turn, inner in enumerate(value):
                while len(above.named(node.name)) <= turn:
                    self.add_turn(path, above)
                self._assign(above.named(node.name)[turn], inner)
            for extra in above.named(node.name)[len(value) :]:
                above.children.remove(extra)
        else:
            node.value = typed(node.kind, _answer_text(value))
            self._put("xforms-value-changed", watched=node)

    def _named(self, node: Node, name: str) -> Node:
        """Return the node of that name below, through groups and not into repeats."""
        if (known := self._known(node, name)) is not None:
            return known
        waiting = [node]
        while waiting:
            here = waiting.pop(0)
            if found := here.named(name):
                return found[0]
            path = f"{here.generic}/{name}"
            if path in self.form.repeats:
                return self.add_turn(path, here)
            waiting += [each for each in here.children if each.generic not in self.form.repeats and not each.template]
        raise _no_such_question(name)

    def _known(self, node: Node, name: str) -> Node | None:
        """Return the node of that name where the form's own list of names leads straight to it."""
        path, above = self.form.paths.get(name, ""), node.generic + "/"
        if not path.startswith(above):
            return None
        for step in path[len(above) :].split("/"):
            found = node.named(step)
            if not found or node is not self.root and node.generic in self.form.repeats and node.generic != above[:-1]:
                return None
            node = found[0]
        return node

    def _reach(self, path: str) -> Node:
        """Return the node at a full path, making the turns it names."""
        steps = _steps(path)
        if not steps or steps[0][0] != self.root.name:
            raise _no_such_question(path)
        node = self.root
        for name, turn in steps[1:]:
            below = f"{node.generic}/{name}"
            while len(node.named(name)) < max(turn, 1):
                if below not in self.form.repeats:
                    raise _no_such_question(path)
                self.add_turn(below, node)
            node = node.named(name)[max(turn, 1) - 1]
        return node

    def _put(self, event: str, watched: Node | None = None) -> None:
        for put in self.form.values:
            if event not in put.events or (put.within and event == "odk-new-repeat"):
                continue
            if watched is None:
                self._put_one(put)
            elif put.watched == watched.generic:
                self._put_one(put, near=watched)

    def _put_one(self, put: SetValue, *, within: Node | None = None, near: Node | None = None) -> None:
        for node in self.nodes(put.target):
            if within is not None and within not in node.chain():
                continue
            if near is not None and not _same_turns(node, near):
                continue
            value = self.scope(node).evaluate(put.expression) if put.expression else put.text
            node.value = typed(node.kind, value) if isinstance(value, str) else wrapped(node.kind, single(value))

    def _preload(self, top: Node) -> None:
        for node in (top, *top.descendants()):
            bind = self.form.binds.get(node.generic)
            if bind and bind.preload[0] and node.value is None:
                node.value = self._preloaded(*bind.preload)

    def _preloaded(self, kind: str, what: str) -> Any:
        world = self.circumstances
        if kind == "uid" and world.chance is not None:
            return f"uuid:{UUID(int=world.chance.getrandbits(128), version=4)}"
        if kind == "date" and world.now is not None:
            return world.moment().day
        if kind == "timestamp" and world.now is not None:
            return world.moment()
        return world.properties.get(what) if kind == "property" else None

    def _violation(self, node: Node) -> Violation | None:
        bind = self.form.binds.get(node.generic)
        if bind is None or node.children or not node.is_relevant:
            return None
        if node.value is None:
            needed = bind.required and to_boolean(self.scope(node).evaluate(bind.required))
            return Violation(node.path, "required", bind.required_message) if needed else None
        if isinstance(node.value, str) and bind.kind in _TYPED:
            return Violation(node.path, "type", "")
        if bind.constraint and not to_boolean(self.scope(node).evaluate(bind.constraint)):
            return Violation(node.path, "constraint", bind.constraint_message)
        return None

    def _cell(self, row: Node, column: str) -> str:
        value = self.scope(row).evaluate(column)
        return to_text(value)


def _steps(path: str) -> list[tuple[str, int]]:
    """Return (name, turn) of every step, turn 0 where none is named; [] for what is no path."""
    found = [_STEP.fullmatch(part) for part in path.strip("/").split("/")]
    return [(each[1], int(each[2] or 0)) for each in found if each] if all(found) else []


def _answer_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _last(parent: Node, name: str) -> Node:
    return next(iter(parent.named(name)), parent)


def _pattern(root: Node, path: str) -> Node:
    """Return what a new turn looks like: the template where the form has one, else its first turn."""
    found = [root]
    for name in path.strip("/").split("/")[1:]:
        found = [child for above in found for child in above.children if child.name == name]
    if not found:
        raise ValueError(f"no repeat at {path}")
    return next((each for each in found if each.template), found[0])


def _closed(node: Node) -> Iterator[Node]:
    if not node.relevant:
        yield node
        return
    for child in node.children:
        if not child.template:
            yield from _closed(child)


def _same_turns(one: Node, other: Node) -> bool:
    """Say whether two nodes stand in the same turn of every repeat they share."""
    for here, there in zip(one.chain(), other.chain(), strict=False):
        if here.name != there.name:
            return True
        if here is not there:
            return False
    return True


def _no_such_question(name: str) -> Refused:
    return Refused("instruments.no_such_question", _("The form has no question of this name."), question=name)
