"""The seven criteria of the brief (L105) with weights to begin from; a ministry changes them on a page."""

from django.db import migrations

CRITERIA = [
    ("expertise", "Subject expertise", "Knowledge test, observed skill", 30, "below 70 %", "80 %", "90 % and all critical steps"),
    ("practice", "Active practice", "Roster, caseload", 15, "none in 12 months", "monthly", "weekly"),
    ("interpersonal", "Empathy and respect", "Interview, references", 15, "judges others", "neutral", "builds trust"),
    ("communication", "Communication and feedback", "Role play with the checklist", 15, "only tells", "asks some questions", "gives full feedback"),
    ("leadership", "Leadership and initiative", "Examples, quality improvement work", 10, "none", "took part", "led a change"),
    ("reputation", "Reputation among peers", "Two confidential references", 10, "concerns", "mixed", "strong"),
    ("availability", "Availability and commitment", "Signed share of time", 5, "below half of the need", "three quarters", "all of it"),
]  # fmt: skip


def add(apps, schema_editor):
    Criterion = apps.get_model("mentors", "Criterion")
    Criterion.objects.bulk_create(
        Criterion(
            code=code, name=name, evidence=evidence, weight=weight, at_0=at_0, at_2=at_2, at_4=at_4, order=order
        )
        for order, (code, name, evidence, weight, at_0, at_2, at_4) in enumerate(CRITERIA, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("mentors", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
