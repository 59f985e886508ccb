import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cadre',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('isco', models.CharField(blank=True, max_length=4)),
                ('title', models.CharField(max_length=80)),
                ('is_student', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='PeopleList',
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
                ('region', models.CharField(max_length=2)),
                ('under', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('given_names', models.CharField(max_length=120)),
                ('family_name', models.CharField(blank=True, max_length=120)),
                ('sex', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other'), ('', 'Not stated')], max_length=10)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('language', models.CharField(default='en', max_length=10)),
                ('also_speaks', models.CharField(blank=True, max_length=80)),
                ('preferred_channel', models.CharField(choices=[('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('call', 'Phone call'), ('email', 'E-mail'), ('web', 'This site')], default='sms', max_length=10)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('is_active', models.BooleanField(default=True)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('registered_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['family_name', 'given_names'], name='person_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='person_code_once')],
            },
        ),
        migrations.CreateModel(
            name='NotADuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='not_duplicate_once')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('moved', models.JSONField()),
                ('was_active', models.BooleanField(default=True)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Likely',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField()),
                ('found_at', models.DateTimeField()),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='likely_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('manager', 'Programme manager'), ('coordinator', 'District coordinator'), ('master_mentor', 'Master mentor'), ('mentor', 'Mentor'), ('mentee', 'Mentee'), ('in_charge', 'Facility in-charge'), ('me_officer', 'M&E officer'), ('finance', 'Finance officer'), ('verifier', 'Verifier'), ('council', 'Council / CPD viewer'), ('partner', 'Partner viewer')], max_length=20)),
                ('programme_id', models.UUIDField(null=True)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'role'], name='grant_person_role')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('licence_no', models.CharField(blank=True, max_length=60)),
                ('licence_expires_on', models.DateField(null=True)),
                ('in_practice_since', models.PositiveSmallIntegerField(null=True)),
                ('time_share', models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.cadre')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'until'], name='employment_place_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='employment_ends_after_start'), models.CheckConstraint(condition=models.Q(('time_share__gt', 0), ('time_share__lte', 1)), name='employment_share')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('added_at', models.DateTimeField()),
                ('last_seen_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_address', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('until', models.DateField()),
                ('last_used_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='UserAccount',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=80, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('password_is_one_time', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16)),
                ('is_first', models.BooleanField(default=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['number'], name='phone_number')],
                'constraints': [models.UniqueConstraint(fields=('person', 'number'), name='phone_once_a_person')],
            },
        ),
    ]
