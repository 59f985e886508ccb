import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OrgUnit',
            fields=[
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('type', models.CharField(choices=[('country', 'Country'), ('region', 'Region or province'), ('district', 'District'), ('area', 'Area'), ('district_team', 'District health team'), ('hospital', 'Hospital'), ('health_centre', 'Health centre'), ('health_post', 'Health post or dispensary'), ('clinic', 'Clinic'), ('facility', 'Health facility'), ('community_unit', 'Community unit'), ('laboratory', 'Laboratory'), ('school', 'Training school')], max_length=20)),
                ('local_type', models.CharField(blank=True, max_length=80)),
                ('ownership', models.CharField(blank=True, choices=[('public', 'Public'), ('faith', 'Faith-based'), ('ngo', 'NGO'), ('private', 'Private'), ('community', 'Community'), ('parastatal', 'Parastatal, police or military'), ('', 'Not recorded')], max_length=20)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('catchment_population', models.PositiveIntegerField(null=True)),
                ('opening_days', models.CharField(default='1111100', max_length=7)),
                ('opened_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('listed_as', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='place_name'), models.Index(fields=['type'], name='place_type')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__isnull', False), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__isnull', False), ('longitude__lte', 180)), _connector='OR'), name='place_point_whole'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('source', 'code'), name='place_code_once_a_list')],
            },
        ),
        migrations.CreateModel(
            name='PlaceList',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=80)),
                ('mapping', models.JSONField(default=dict)),
                ('accepted', models.JSONField(default=dict)),
                ('brought_by_id', models.UUIDField(null=True)),
                ('brought_at', models.DateTimeField()),
                ('taken_in_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('findings', models.JSONField(default=list)),
                ('left_out', models.JSONField(default=list)),
                ('changes', models.JSONField(default=list)),
                ('absent', models.JSONField(default=list)),
                ('under', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferralLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('services', models.CharField(blank=True, max_length=200)),
                ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('origin', 'destination'), name='referral_once'), models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='referral_elsewhere')],
            },
        ),
    ]
