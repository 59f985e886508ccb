from django.db import migrations

from alongside.kernel.path_order import order_by_code_point


class Migration(migrations.Migration):
    dependencies = [("pairings", "0001_initial")]

    operations = [order_by_code_point("pairings_relationship.area_path", "pairings_matching.area_path")]
