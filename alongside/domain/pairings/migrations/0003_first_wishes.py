from django.db import migrations

SOURCE = (
    "Our proposal to begin with. Goals decide first and the referral facility is preferred: MCSP brief (2018), lines 111 "
    "and 97. How much each counts is the ministry's to say."
)


def set_first_wishes(apps, schema_editor):
    apps.get_model("pairings", "WishesVersion").objects.create(
        goal_fit=9, referral_link=4, distance=6, load=5, continuity=3, preference=3, floor=20, hours_per_mentee=2,
        farthest_km=None, reason=SOURCE,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("pairings", "0002_path_order")]

    operations = [migrations.RunPython(set_first_wishes, migrations.RunPython.noop)]
