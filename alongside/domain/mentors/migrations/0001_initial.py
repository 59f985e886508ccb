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
            name='Criterion',
            fields=[
                ('code', models.SlugField(max_length=24, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('evidence', models.CharField(max_length=120)),
                ('weight', models.PositiveSmallIntegerField()),
                ('at_0', models.CharField(max_length=80)),
                ('at_2', models.CharField(max_length=80)),
                ('at_4', models.CharField(max_length=80)),
                ('order', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Mentor',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('standing', models.CharField(choices=[('nominated', 'Nominated'), ('screened', 'Screened'), ('selected', 'Selected'), ('not_selected', 'Not selected'), ('in_training', 'In preparation'), ('provisional', 'Provisional'), ('certified', 'Certified'), ('active', 'Active'), ('paused', 'Paused'), ('under_review', 'Under review'), ('retired', 'Retired'), ('removed', 'Removed')], default='nominated', max_length=16)),
                ('affiliation', models.CharField(choices=[('ministry', 'Ministry staff'), ('senior', 'Senior health worker'), ('supervisor', 'Supervisor'), ('peer', 'Peer'), ('external', 'External expert'), ('programme', 'Programme staff'), ('counterpart', 'Hired counterpart'), ('other', 'Other')], max_length=16)),
                ('area_path', models.CharField(max_length=255)),
                ('is_master', models.BooleanField(default=False)),
                ('pay_type', models.CharField(choices=[('unpaid', 'Unpaid'), ('stipend', 'Stipend'), ('part_salary', 'Part of a salary'), ('full_salary', 'Full salary'), ('per_visit', 'Fee for each visit')], default='unpaid', max_length=16)),
                ('max_mentees', models.PositiveSmallIntegerField()),
                ('max_places', models.PositiveSmallIntegerField()),
                ('hours_a_month', models.PositiveSmallIntegerField(default=0)),
                ('certified_on', models.DateField(null=True)),
                ('certified_until', models.DateField(null=True)),
                ('since', models.DateField()),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area_path', 'standing'], name='mentor_area_standing')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('standing__in', ['certified', 'active']), _negated=True), ('certified_until__isnull', False), _connector='OR'), name='mentor_certified_until')],
            },
        ),
        migrations.CreateModel(
            name='CoVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('earned', models.DecimalField(decimal_places=3, max_digits=8)),
                ('possible', models.DecimalField(decimal_places=3, max_digits=8)),
                ('observation_id', models.UUIDField(null=True)),
                ('observed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='co_visits', to='mentors.mentor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mentor', 'held_on', 'observed_by'), name='co_visit_once'), models.CheckConstraint(condition=models.Q(('earned__lte', models.F('possible')), ('possible__gt', 0)), name='co_visit_share')],
            },
        ),
        migrations.CreateModel(
            name='ConfidentialityStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_on', models.DateField()),
                ('valid_until', models.DateField()),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='mentors.mentor')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('time_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='mentors.mentor')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'until'], name='assignment_place_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='assignment_ends_after_start'), models.CheckConstraint(condition=models.Q(('time_share__gt', 0), ('time_share__lte', 1)), name='assignment_share')],
            },
        ),
        migrations.CreateModel(
            name='MentorTeam',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('nominated_by', models.CharField(choices=[('in_charge', 'The in-charge'), ('self', 'Themselves'), ('peers', 'Peers'), ('coordinator', 'The district')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('last_practised_on', models.DateField(null=True)),
                ('hours_a_month', models.PositiveSmallIntegerField(null=True)),
                ('no_open_case', models.BooleanField(null=True)),
                ('submitted_on', models.DateField(null=True)),
                ('begun_at', models.DateTimeField()),
                ('areas', models.ManyToManyField(related_name='+', to='programmes.technicalarea')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('consent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='mentors.mentor')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Moderated',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(decimal_places=1, max_digits=3)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.criterion')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderated', to='mentors.nomination')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('nomination', 'criterion'), name='moderated_once')],
            },
        ),
        migrations.CreateModel(
            name='CriterionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField()),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('scored_at', models.DateTimeField()),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.criterion')),
                ('scorer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='mentors.nomination')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('nomination', 'criterion', 'scorer'), name='criterion_scored_once'), models.CheckConstraint(condition=models.Q(('points__lte', 4)), name='criterion_points')],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.PositiveSmallIntegerField(choices=[(1, 'Information'), (2, 'Practice with peers'), (3, 'Practice on site, observed'), (4, 'Certification')])),
                ('module', models.CharField(choices=[('technical', 'Own field of work'), ('communication', 'Communication'), ('feedback', 'Giving feedback'), ('coaching', 'Coaching'), ('clinical_teaching', 'Teaching at the bedside'), ('active_listening', 'Active listening'), ('checklists', 'Using checklists'), ('quality_improvement', 'Quality improvement'), ('supervision', 'Mentoring and supervision')], max_length=20)),
                ('done_on', models.DateField()),
                ('passed', models.BooleanField()),
                ('is_recognised', models.BooleanField(default=False)),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preparation', to='mentors.mentor')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mentor', 'module', 'stage'), name='module_once')],
            },
        ),
        migrations.CreateModel(
            name='Proficiency',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('proven_by', models.CharField(choices=[('test', 'Knowledge test'), ('observation', 'Observed skill'), ('both', 'Test and observed skill'), ('qualification', 'Recognised qualification')], max_length=16)),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('assessed_on', models.DateField()),
                ('valid_until', models.DateField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea')),
                ('assessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proficiencies', to='mentors.mentor')),
            ],
            options={
                'indexes': [models.Index(fields=['mentor', 'area', 'valid_until'], name='proficiency_valid')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(null=True)),
                ('text', models.TextField(blank=True)),
                ('given_at', models.DateTimeField(null=True)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='mentors.nomination')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('nomination', 'asked'), name='reference_once')],
            },
        ),
        migrations.CreateModel(
            name='StandingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40)),
                ('before', models.CharField(choices=[('nominated', 'Nominated'), ('screened', 'Screened'), ('selected', 'Selected'), ('not_selected', 'Not selected'), ('in_training', 'In preparation'), ('provisional', 'Provisional'), ('certified', 'Certified'), ('active', 'Active'), ('paused', 'Paused'), ('under_review', 'Under review'), ('retired', 'Retired'), ('removed', 'Removed')], max_length=16)),
                ('after', models.CharField(choices=[('nominated', 'Nominated'), ('screened', 'Screened'), ('selected', 'Selected'), ('not_selected', 'Not selected'), ('in_training', 'In preparation'), ('provisional', 'Provisional'), ('certified', 'Certified'), ('active', 'Active'), ('paused', 'Paused'), ('under_review', 'Under review'), ('retired', 'Retired'), ('removed', 'Removed')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('reply', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='mentors.mentor')),
            ],
        ),
        migrations.CreateModel(
            name='SupportContact',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('held_on', models.DateField()),
                ('channel', models.CharField(choices=[('meeting', 'Meeting'), ('call', 'Call'), ('video', 'Video call'), ('chat', 'Chat group')], max_length=10)),
                ('agenda', models.CharField(blank=True, max_length=300)),
                ('agreed', models.TextField(blank=True)),
                ('led_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentors', models.ManyToManyField(related_name='+', to='mentors.mentor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clinical', 'Clinical'), ('laboratory', 'Laboratory'), ('management', 'Management'), ('data', 'Data use')], max_length=12)),
                ('is_lead', models.BooleanField(default=False)),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.mentor')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='mentors.mentorteam')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'mentor'), name='team_member_once')],
            },
        ),
    ]
