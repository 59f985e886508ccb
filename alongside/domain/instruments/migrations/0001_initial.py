import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('checklist', 'Checklist'), ('record_review', 'Record review'), ('readiness', 'Facility readiness'), ('self_assessment', 'Self-assessment'), ('test', 'Knowledge test')], default='checklist', max_length=20)),
                ('area_code', models.CharField(blank=True, max_length=60)),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('source', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('code', models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('version', models.CharField(blank=True, max_length=40)),
                ('page_note', models.CharField(blank=True, max_length=200)),
                ('url', models.URLField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('approved', 'Approved'), ('retired', 'Retired')], default='draft', max_length=10)),
                ('definition_json', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('findings', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('drafted_at', models.DateTimeField()),
                ('drafted_by_id', models.UUIDField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by_id', models.UUIDField(null=True)),
                ('effective_on', models.DateField(null=True)),
                ('no_respect_reason', models.CharField(blank=True, max_length=300)),
                ('retired_at', models.DateTimeField(null=True)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='instruments.instrument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='version_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'retired']), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='version_approved_when'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('effective_on__isnull', False), _connector='OR'), name='version_effective_when')],
            },
        ),
    ]
