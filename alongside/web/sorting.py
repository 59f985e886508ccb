"""Lists that the reader sorts by the head of a column (`{% head %}`)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

AnyRow = TypeVar("AnyRow")


def by_column(
    request: HttpRequest, rows: Sequence[AnyRow], columns: Mapping[str, Callable[[AnyRow], Any]]
) -> list[AnyRow]:
    """Return rows as `?sort=` asks, "-" for the other way round; as they came where it asks for nothing known.

    columns: {key: what to sort by}; None stands before everything, so that what never was comes first.
    """
    asked = request.GET.get("sort", "")
    value = columns.get(asked.removeprefix("-"))
    if value is None:
        return list(rows)
    return sorted(rows, key=lambda row: _none_first(value(row)), reverse=asked.startswith("-"))


def _none_first(value: Any) -> tuple:
    return (False,) if value is None else (True, value)
