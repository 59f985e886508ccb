from django.db import migrations

from alongside.kernel.path_order import order_by_code_point


class Migration(migrations.Migration):
    dependencies = [("mentors", "0002_first_criteria")]

    operations = [order_by_code_point("mentors_mentor.area_path")]
