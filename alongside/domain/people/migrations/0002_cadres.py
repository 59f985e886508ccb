from django.db import migrations

# Codes of ISCO-08 (International Labour Organization, 2012); students have none of their own.
CADRES = [
    ("nurse", "2221", "Nurse", False),
    ("midwife", "2222", "Midwife", False),
    ("nurse_assistant", "3221", "Enrolled or assistant nurse", False),
    ("midwife_assistant", "3222", "Assistant midwife", False),
    ("clinical_officer", "2240", "Clinical officer", False),
    ("doctor", "2211", "Doctor", False),
    ("specialist", "2212", "Specialist doctor", False),
    ("laboratory", "3212", "Laboratory technician", False),
    ("pharmacist", "2262", "Pharmacist", False),
    ("pharmacy", "3213", "Pharmacy technician", False),
    ("nutritionist", "2265", "Nutritionist", False),
    ("environmental_health", "2263", "Environmental health officer", False),
    ("counsellor", "2635", "Counsellor or social worker", False),
    ("records", "3252", "Records clerk", False),
    ("chw", "3253", "Community health worker", False),
    ("manager", "1342", "Health services manager", False),
    ("tutor", "2320", "Tutor or lecturer", False),
    ("other", "", "Other", False),
    ("student", "", "Student", True),
]


def seed(apps, schema_editor):
    """Put the cadres in that every country has; one that is there already keeps its own title."""
    cadre = apps.get_model("people", "Cadre")
    for code, isco, title, is_student in CADRES:
        cadre.objects.get_or_create(code=code, defaults={"isco": isco, "title": title, "is_student": is_student})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
