from django.db import migrations

COLUMNS = ["pairings_relationship.area_path"]


def order_by_code_point(apps, schema_editor):
    """Paths are compared as ranges: PostgreSQL must order them by code point, whatever the database's language."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in COLUMNS:
        table, name = column.split(".")
        schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {name} TYPE varchar(255) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("pairings", "0001_initial")]

    operations = [migrations.RunPython(order_by_code_point, migrations.RunPython.noop)]
