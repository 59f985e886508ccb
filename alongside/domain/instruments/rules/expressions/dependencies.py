"""What an expression reads: the questions whose change can change its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alongside.domain.instruments.rules.expressions.syntax import (
    Binary,
    Call,
    Expression,
    Negative,
    Path,
    Reference,
)


def paths_read(expression: Expression, *, at: str, names: Mapping[str, str]) -> set[str]:
    """Return the generic paths of the form that an expression reads when it stands at a path.

    names: {question name: path}, for ${name}. Lists of choices are left out: they do not change.
    """
    here = at.strip("/").split("/")
    return {"/" + "/".join(path) for path in _read(expression, here, here, names)}


def _read(
    expression: Expression, here: list[str], original: list[str], names: Mapping[str, str]
) -> Iterator[list[str]]:
    match expression:
        case Reference(name=name):
            if name in names:
                yield names[name].strip("/").split("/")
        case Call(arguments=arguments):
            for each in arguments:
                yield from _read(each, here, original, names)
        case Binary(left=left, right=right):
            yield from _read(left, here, original, names)
            yield from _read(right, here, original, names)
        case Negative(operand=operand):
            yield from _read(operand, here, original, names)
        case Path():
            yield from _path(expression, here, original, names)


def _path(path: Path, here: list[str], original: list[str], names: Mapping[str, str]) -> Iterator[list[str]]:
    place = ["?"]
    if isinstance(path.start, str):
        place = {"/": [], "": here, "current()": original}[path.start]
    else:
        yield from _read(path.start, here, original, names)
    for step in path.steps:
        if step.axis == "parent":
            place = place[:-1]
        elif step.axis == "child":
            place = [*place, step.name]
        for predicate in step.predicates:
            for read in _read(predicate, place, original, names):
                if read[:1] != ["?"]:
                    yield read
    if place and place[0] != "?":
        yield place
