from django.db import migrations

from alongside.kernel.path_order import order_by_code_point


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [order_by_code_point("places_orgunit.path")]
