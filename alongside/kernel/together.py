"""Rows of several tables put in as one: a single statement on PostgreSQL, one after the other elsewhere.

A submission touches six tables. Sent one by one, most of its time is the way to the database and back.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert(rows: Iterable[models.Model], *, unless_there: Iterable[models.Model] = ()) -> None:
    """Put new rows in, inside the caller's transaction; keys that the database gives out are not read back.

    unless_there: rows that stay out where an equal one is known already. Relations may point at rows of the same call.
    """
    parts = [*_parts(unless_there, " ON CONFLICT DO NOTHING"), *_parts(rows, "")]
    if not parts:
        return
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for statement, values in parts:
                cursor.execute(statement, values)
            return
        *before, (last, values) = parts
        named = ", ".join(f"part{number} AS ({statement})" for number, (statement, _values) in enumerate(before))
        cursor.execute(
            f"WITH {named} {last}" if named else last, [each for _s, part in before for each in part] + values
        )


def _parts(rows: Iterable[models.Model], ending: str) -> list[tuple[str, list[Any]]]:
    """Return one INSERT for each table, with its values."""
    tables: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    found = []
    for table, of_it in tables.items():
        beginning, fields, group = _insert(table, connection.alias)
        values = [each.get_db_prep_save(each.pre_save(row, True), connection) for row in of_it for each in fields]
        found.append((beginning + ", ".join([group] * len(of_it)) + ending, values))
    return found


@cache
def _insert(table: type[models.Model], alias: str) -> tuple[str, Sequence[Any], str]:
    fields = [each for each in table._meta.concrete_fields if not isinstance(each, models.AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(each.column)) for each in fields)
    return (
        f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ",
        fields,
        f"({', '.join(['%s'] * len(fields))})",
    )
