"""Checklists as JSON: everything a version says, exact, so that another installation scores alike (R205).

A file from outside is text until every part of it has the type that a checklist gives it.
"""

import json
import re
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import lint
from alongside.domain.instruments.rules.definition import Definition, from_json, to_json
from alongside.domain.instruments.rules.findings import ERROR, Finding, Reading, said

MARK, VERSION = "alongside_checklist", 1
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
FRACTION = re.compile(r"-?\d{1,12}(/[1-9]\d{0,11})?")
FRACTIONS = frozenset({"factor", "weight", "possible_weight", "low", "high", "minimum_evidence"})
DEEPEST = 40  # sections in sections; a real checklist has three or four


def write(definition: Definition) -> bytes:
    """Return the file of a checklist."""
    document = {MARK: VERSION, "checklist": to_json(definition)}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


def knows(content: bytes, name: str = "") -> bool:
    """Say whether these bytes look like such a file."""
    return f'"{MARK}"'.encode() in content[:2_000_000]


def read(content: bytes, *, accepted: Collection[str] = ()) -> Reading:
    """Return the checklist of a file with what is to be said about it; nothing of a file that is no checklist."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _no(
            "checklist_file.unreadable", _("This is no JSON file, or it was cut off. Take it from its source again.")
        )
    if not isinstance(document, dict) or document.get(MARK) != VERSION:
        return _no(
            "checklist_file.other_version",
            _("This file was written by a later Alongside. Take the checklist as XLSForm instead, or update this one."),
        )
    definition = _definition(document.get("checklist"))
    if definition is None:
        return _no(
            "checklist_file.not_a_checklist",
            _("This file is no whole checklist: a part is missing or is of another kind."),
        )
    if not CODE.fullmatch(definition.code):
        return _no(
            "checklist_file.no_code",
            said(
                _("The code “%(code)s” holds something else than small letters, digits, dashes."),
                {"code": definition.code[:60]},
            ),
        )
    definition = lint.repaired(definition, accepted)
    return Reading([definition], lint.lint(definition))


def _no(code: str, message: Any) -> Reading:
    return Reading([], [Finding(ERROR, code, message)])


def _definition(data: Any) -> Definition | None:
    """Return a checklist of the right shape, None where anything in it is not."""
    if not isinstance(data, dict) or not _within_limits(data):
        return None
    try:
        built = from_json(data)
    except (TypeError, ValueError, AttributeError, ArithmeticError):
        return None
    return built if _fits(built, Definition) else None


def _within_limits(node: Any, depth: int = 0) -> bool:
    """Whether a part is no deeper than checklists are and its numbers are numbers."""
    if depth > 3 * DEEPEST:
        return False
    if isinstance(node, dict):
        return all(
            (value is None or (isinstance(value, str) and FRACTION.fullmatch(value) is not None))
            if name in FRACTIONS
            else _within_limits(value, depth + 1)
            for name, value in node.items()
        )
    return not isinstance(node, list) or all(_within_limits(each, depth + 1) for each in node)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value has the type a field says, down to its parts."""
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return type(value) is hint and all(_fits(getattr(value, each.name), hints[each.name]) for each in fields(hint))
    kind, parts = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        return any(_fits(value, each) for each in parts)
    if kind is tuple:
        return isinstance(value, tuple) and all(_fits(each, parts[0]) for each in value)
    if kind is dict:
        return isinstance(value, dict) and all(_fits(k, parts[0]) and _fits(v, parts[1]) for k, v in value.items())
    return type(value) is hint
