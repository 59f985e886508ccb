import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('area_path', models.CharField(max_length=255)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('contacted', 'Contacted'), ('met', 'Met'), ('agreed', 'Agreed'), ('active', 'Active'), ('renewal_due', 'Renewal due'), ('lapsed', 'Lapsed')], default='not_started', max_length=12)),
                ('hours_a_week', models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ('room', models.CharField(blank=True, max_length=120)),
                ('permission_procedure', models.CharField(blank=True, max_length=300)),
                ('backup_rule', models.CharField(blank=True, max_length=300)),
                ('agreed_on', models.DateField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('focal_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area_path', 'status'], name='engagement_area_status')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'place'), name='engagement_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['agreed', 'active', 'renewal_due']), _negated=True), models.Q(('agreed_on__isnull', False), ('focal_person__isnull', False), ('hours_a_week__isnull', False)), _connector='OR'), name='engagement_agreed_on_something')],
            },
        ),
        migrations.CreateModel(
            name='EngagementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40)),
                ('after', models.CharField(choices=[('not_started', 'Not started'), ('contacted', 'Contacted'), ('met', 'Met'), ('agreed', 'Agreed'), ('active', 'Active'), ('renewal_due', 'Renewal due'), ('lapsed', 'Lapsed')], max_length=12)),
                ('on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='agreements.engagement')),
            ],
        ),
        migrations.CreateModel(
            name='ProtectedTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hours_a_week', models.DecimalField(decimal_places=1, max_digits=4)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protected', to='agreements.engagement')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ReleaseRequest',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('area_path', models.CharField(max_length=255)),
                ('released_as', models.CharField(choices=[('mentee', 'To be mentored'), ('mentor', 'To mentor')], max_length=8)),
                ('day', models.DateField()),
                ('begins_at', models.TimeField(null=True)),
                ('ends_at', models.TimeField(null=True)),
                ('visit_id', models.UUIDField(null=True)),
                ('status', models.CharField(choices=[('sent', 'Waiting for an answer'), ('approved', 'Approved'), ('partly', 'Approved in part'), ('declined', 'Declined'), ('expired', 'Not answered in time'), ('used', 'Used'), ('not_used', 'Not used')], default='sent', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_note', models.CharField(blank=True, max_length=300)),
                ('alternative_day', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'day'], name='release_place_day'), models.Index(condition=models.Q(('visit_id__isnull', False)), fields=['visit_id'], name='release_of_visit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('begins_at', None), ('ends_at', None), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='release_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Released',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shift', models.CharField(blank=True, max_length=60)),
                ('is_released', models.BooleanField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='agreements.releaserequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'person'), name='released_once')],
            },
        ),
        migrations.CreateModel(
            name='BackupCover',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward', models.CharField(blank=True, max_length=80)),
                ('paid_how', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('not_found', 'Nobody found')], default='asked', max_length=10)),
                ('by_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('for_person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='agreements.releaserequest')),
            ],
        ),
    ]
