from django.db import migrations

from alongside.kernel.path_order import order_by_code_point


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [order_by_code_point("agreements_engagement.area_path", "agreements_releaserequest.area_path")]
