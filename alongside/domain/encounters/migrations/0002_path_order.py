from django.db import migrations

from alongside.kernel.path_order import order_by_code_point


class Migration(migrations.Migration):
    dependencies = [("encounters", "0001_initial")]

    operations = [
        order_by_code_point(
            "encounters_visit.area_path",
            "encounters_encounter.area_path",
            "encounters_observation.area_path",
            "encounters_actionitem.area_path",
            "encounters_systemsissue.area_path",
        )
    ]
