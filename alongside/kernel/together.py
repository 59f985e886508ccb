"""Rows of several tables put in as one: a single statement on PostgreSQL, one after the other elsewhere.

A submission touches six tables. Sent one by one, most of its time is the way to the database and back.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from . import beside

# What the databases take as it stands in the row, without asking the field: half of the time went there.
_AS_IT_IS = {models.CharField, models.TextField, models.BooleanField, models.PositiveSmallIntegerField}
_AS_POSTGRESQL_HAS_IT = {*_AS_IT_IS, models.UUIDField, models.DateField, models.DateTimeField}


def insert(rows: Iterable[models.Model], *, unless_there: Iterable[models.Model] = ()) -> None:
    """Put new rows in, inside the caller's transaction; keys that the database gives out are not read back.

    unless_there: rows that stay out where an equal one is known already. Relations may point at rows of the same call.
    Values are of their field's own type: a UUID is no text, a day is a date.
    """
    database = connections[DEFAULT_DB_ALIAS]  # asked once: each look through django.db.connection searches for it anew
    parts = [*_parts(unless_there, " ON CONFLICT DO NOTHING", database), *_parts(rows, "", database)]
    if not parts:
        return
    with beside.cursor() as cursor:
        if database.vendor != "postgresql":
            for statement, values in parts:
                cursor.execute(statement, values)
            return
        *before, (last, values) = parts
        named = ", ".join(f"part{number} AS ({statement})" for number, (statement, _values) in enumerate(before))
        cursor.execute(
            f"WITH {named} {last}" if named else last, [each for _s, part in before for each in part] + values
        )


def _parts(rows: Iterable[models.Model], ending: str, database: Any) -> list[tuple[str, list[Any]]]:
    """Return one INSERT for each table, with its values."""
    tables: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    found = []
    for table, of_it in tables.items():
        beginning, columns, group = _insert(table, database.vendor)
        values = [value(row, database) for row in of_it for value in columns]
        found.append((beginning + ", ".join([group] * len(of_it)) + ending, values))
    return found


@cache
def _insert(table: type[models.Model], vendor: str) -> tuple[str, Sequence[Callable[[Any, Any], Any]], str]:
    """Return how the INSERT begins, what gives each column's value from (row, database), and the places of one row."""
    fields = [each for each in table._meta.concrete_fields if not isinstance(each, models.AutoField)]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    names = ", ".join(quote(str(each.column)) for each in fields)
    return (
        f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ",
        [_value(each, vendor) for each in fields],
        f"({', '.join(['%s'] * len(fields))})",
    )


def _value(field: Any, vendor: str) -> Callable[[Any, Any], Any]:
    """Return what gives a column's value from (row, database)."""
    of_row = attrgetter(field.attname)
    kind = type(field.target_field if isinstance(field, models.ForeignKey) else field)
    if kind in (_AS_POSTGRESQL_HAS_IT if vendor == "postgresql" else _AS_IT_IS) and not (
        getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ):
        return lambda row, _database: of_row(row)
    if kind is models.UUIDField:

        def as_text(row: models.Model, _database: Any) -> str | None:
            id = of_row(row)
            return None if id is None else id.hex

        return as_text
    return lambda row, database: field.get_db_prep_save(field.pre_save(row, True), database)
