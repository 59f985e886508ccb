from django.db import migrations

AREAS = [
    ("maternal", "Maternal health"),
    ("newborn", "Newborn care"),
    ("child", "Child health"),
    ("family-planning", "Family planning"),
    ("immunisation", "Immunisation"),
    ("hiv", "HIV"),
    ("tb", "Tuberculosis"),
    ("malaria", "Malaria"),
    ("nutrition", "Nutrition"),
    ("ncd", "Noncommunicable diseases"),
    ("palliative-care", "Palliative care"),
    ("ipc-wash", "Infection prevention, water and sanitation"),
    ("laboratory", "Laboratory"),
    ("management", "Management"),
]
# code, name, domain, criticality
MANAGEMENT = [
    ("data-use", "Using data for decisions", "data_use", 2),
    ("resource-allocation", "Allocating staff, money and time", "management", 1),
    ("supply-chain", "Keeping supplies flowing", "supply", 3),
    ("community-immunisation", "Managing community immunisation", "management", 2),
]


def bring_in(apps, schema_editor):
    """The 14 fields of work and four management competencies an installation starts with; all may be added to."""
    area, competency = apps.get_model("programmes", "TechnicalArea"), apps.get_model("programmes", "Competency")
    area.objects.bulk_create([area(code=code, name=name) for code, name in AREAS])
    competency.objects.bulk_create(
        competency(code=code, name=name, domain=domain, criticality=criticality, area_id="management")
        for code, name, domain, criticality in MANAGEMENT
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [migrations.RunPython(bring_in, migrations.RunPython.noop)]
