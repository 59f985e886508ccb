"""Statements that run at every record, with their values beside them: PostgreSQL binds them, nobody quotes them.

Django writes values into the text of a statement. For one of a hundred values that took a tenth of what a record costs.
"""

import re
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

_PLACE = re.compile(r"%s|%\((\w+)\)s")

try:
    import psycopg
except ImportError:  # an installation on SQLite works where no driver for PostgreSQL can be loaded
    psycopg = None  # type: ignore[assignment]


def cursor() -> Any:
    """Return a cursor for statements written out, with places as Django has them: %s, or %(name)s and a mapping.

    A value is sent with the type it has in Python. PostgreSQL must be able to tell the type of a text from where it
    stands; a percent sign stands for nothing but a place.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    database.ensure_connection()
    with database.wrap_database_errors:
        # As database.cursor() ends: errors become Django's, and whoever counts statements sees these too.
        return database._prepare_cursor(_Beside(database.connection))


if psycopg is not None:

    class _Beside(psycopg.RawCursor[Any]):
        def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
            numbered, names = _numbered(query)
            return super().execute(numbered, [params[name] for name in names] if names else params, **how)


@lru_cache(maxsize=256)
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """Return a statement with its places numbered as PostgreSQL numbers them, and the names of named places in order."""
    names: dict[str, int] = {}
    count = 0

    def place(found: re.Match[str]) -> str:
        nonlocal count
        if name := found[1]:
            return f"${names.setdefault(name, len(names) + 1)}"
        count += 1
        return f"${count}"

    return _PLACE.sub(place, statement).encode(), tuple(names)
