"""How PostgreSQL orders paths: for migrations of the rooms that keep one."""

from typing import Any

from django.db import migrations


def order_by_code_point(*columns: str) -> migrations.RunPython:
    """Return the step of a migration that orders these columns ("table.column") by code point.

    Paths are compared as ranges: it must not depend on the database's language. SQLite orders so by itself.
    """

    def order(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for column in columns:
            table, name = column.split(".")
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {name} TYPE varchar(255) COLLATE "C"')

    return migrations.RunPython(order, migrations.RunPython.noop)
