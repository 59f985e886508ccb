import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('instruments', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('code', models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('domain', models.CharField(choices=[('clinical', 'Clinical'), ('laboratory', 'Laboratory'), ('supply', 'Pharmacy and supply'), ('data_use', 'Data use'), ('management', 'Management'), ('community', 'Community'), ('mentoring', 'Mentoring skills')], default='clinical', max_length=20)),
                ('complexity', models.PositiveSmallIntegerField(default=2)),
                ('criticality', models.PositiveSmallIntegerField(default=2)),
                ('simulation_suffices', models.BooleanField(default=False)),
                ('instruments', models.ManyToManyField(related_name='+', to='instruments.instrument')),
            ],
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('status', models.CharField(choices=[('design', 'In design'), ('review', 'In review'), ('approved', 'Approved'), ('active', 'Active'), ('paused', 'Paused'), ('closing', 'Closing'), ('closed', 'Closed')], default='design', max_length=10)),
                ('budget_waived_because', models.CharField(blank=True, max_length=300)),
                ('attested_on', models.DateField(null=True)),
                ('attested_words', models.CharField(blank=True, max_length=300)),
                ('attested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('competencies', models.ManyToManyField(related_name='+', to='programmes.competency')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
        ),
        migrations.CreateModel(
            name='Incentive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=160)),
                ('whom', models.CharField(choices=[('mentors', 'Mentors'), ('mentees', 'Mentees'), ('workplaces', 'Workplaces')], max_length=12)),
                ('payer', models.CharField(max_length=120)),
                ('ends_on', models.DateField(null=True)),
                ('payer_after', models.CharField(blank=True, max_length=120)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incentives', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=160)),
                ('now', models.CharField(max_length=120)),
                ('later', models.CharField(max_length=120)),
                ('by_government', models.BooleanField(default=False)),
                ('yearly_cost', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('from_on', models.DateField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Approach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pre_service', 'Pre-service education'), ('in_service', 'In-service training'), ('supervision', 'Supportive supervision'), ('quality', 'Quality improvement'), ('community', 'Community work'), ('other', 'Other')], max_length=16)),
                ('name', models.CharField(max_length=160)),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('delivered_by', models.CharField(blank=True, max_length=120)),
                ('rhythm', models.CharField(blank=True, max_length=80)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('cadre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.cadre')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('competency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.competency')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approaches', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammeGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('provider_performance', 'Provider performance'), ('quality', 'Quality of care'), ('system', 'Health system')], max_length=24)),
                ('text', models.CharField(max_length=300)),
                ('indicator', models.CharField(max_length=8)),
                ('measured', models.CharField(choices=[('percent', 'per cent'), ('count', 'a count'), ('points', 'points'), ('days', 'days')], default='percent', max_length=8)),
                ('baseline', models.DecimalField(decimal_places=2, max_digits=9)),
                ('target', models.DecimalField(decimal_places=2, max_digits=9)),
                ('due_on', models.DateField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40)),
                ('after', models.CharField(choices=[('design', 'In design'), ('review', 'In review'), ('approved', 'Approved'), ('active', 'Active'), ('paused', 'Paused'), ('closing', 'Closing'), ('closed', 'Closed')], max_length=10)),
                ('on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Structure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('use', models.CharField(choices=[('reuse', 'Reuse as it is'), ('adapt', 'Adapt'), ('new', 'Make something new')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='structures', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='TechnicalArea',
            fields=[
                ('code', models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('is_retired', models.BooleanField(default=False)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea')),
            ],
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(choices=[('internal', 'Internal: a colleague at the same workplace'), ('visiting', 'Visiting: a mentor who comes from elsewhere'), ('community', 'Community: for community health workers')], max_length=10)),
                ('deployment', models.CharField(choices=[('mobile', 'Mobile: travels from place to place'), ('resident', 'Resident: stays for a period'), ('embedded', 'Embedded: works there'), ('twinned', 'Twinned: two workplaces help each other'), ('remote', 'Remote: by telephone or network only')], max_length=10)),
                ('most_mentees', models.PositiveSmallIntegerField()),
                ('most_places', models.PositiveSmallIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='programmes.programme')),
                ('areas', models.ManyToManyField(related_name='+', to='programmes.technicalarea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'model', 'deployment'), name='component_once'), models.CheckConstraint(condition=models.Q(('most_mentees__gt', 0), ('most_places__gt', 0)), name='component_caps')],
            },
        ),
        migrations.AddField(
            model_name='competency',
            name='area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea'),
        ),
        migrations.CreateModel(
            name='CadencePhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('visit', 'Visit'), ('group', 'Group session'), ('call', 'Telephone call'), ('sms', 'Text message'), ('chat', 'Chat'), ('video', 'Video call')], max_length=8)),
                ('order', models.PositiveSmallIntegerField()),
                ('times', models.PositiveSmallIntegerField(default=1)),
                ('every', models.PositiveSmallIntegerField(default=1)),
                ('unit', models.CharField(choices=[('day', 'day'), ('week', 'week'), ('month', 'month'), ('quarter', 'quarter')], max_length=8)),
                ('rounds', models.PositiveSmallIntegerField(null=True)),
                ('minutes', models.PositiveIntegerField(default=0)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='programmes.component')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('every__gt', 0), ('times__gt', 0)), name='phase_happens'), models.CheckConstraint(condition=models.Q(('rounds', None), ('rounds__gt', 0), _connector='OR'), name='phase_lasts')],
            },
        ),
        migrations.CreateModel(
            name='Overlap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('resolved', 'Resolved: one of them was changed'), ('accepted', 'Accepted: both go on, for a reason')], max_length=10)),
                ('note', models.CharField(max_length=300)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.approach')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.approach')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='overlap_once')],
            },
        ),
        migrations.CreateModel(
            name='OptionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(choices=[('internal', 'Internal: a colleague at the same workplace'), ('visiting', 'Visiting: a mentor who comes from elsewhere'), ('community', 'Community: for community health workers')], max_length=10)),
                ('criterion', models.CharField(choices=[('feasible', 'Feasible'), ('affordable', 'Affordable'), ('sustainable', 'Sustainable'), ('reach', 'Reach'), ('expertise', 'Expertise')], max_length=12)),
                ('points', models.PositiveSmallIntegerField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'model', 'criterion'), name='option_once'), models.CheckConstraint(condition=models.Q(('points__range', (1, 5))), name='option_points')],
            },
        ),
        migrations.CreateModel(
            name='MonthTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('topic', models.CharField(max_length=120)),
                ('materials', models.CharField(blank=True, max_length=300)),
                ('link', models.URLField(blank=True, max_length=300)),
                ('checklist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'month'), name='theme_once_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Focus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('new', 'Build something new'), ('reinforce', 'Reinforce what was learned')], max_length=10)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.competency')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focuses', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'competency'), name='focus_once')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('programme', 'person'), name='enrolled_once')],
            },
        ),
        migrations.CreateModel(
            name='DesignVersion',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('document', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('signed_as', models.CharField(max_length=120)),
                ('signed_on', models.DateField()),
                ('review_on', models.DateField()),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='design_version_once')],
            },
        ),
        migrations.CreateModel(
            name='ChosenIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'code'), name='indicator_chosen_once')],
            },
        ),
        migrations.CreateModel(
            name='StartUpStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('leadership', 'Meet the leadership'), ('stakeholders', 'Hear those concerned'), ('focal_points', 'Name the focal persons'), ('tools', 'Agree the checklists and materials'), ('mentors', 'Select and prepare the mentors'), ('workplaces', 'Agree with the workplaces'), ('baseline', 'Measure where things stand'), ('first_visits', 'Plan the first visits'), ('meeting', 'Hold the first meeting on the data')], max_length=16)),
                ('level', models.CharField(choices=[('national', 'National'), ('subnational', 'Province or district'), ('workplace', 'Workplace')], max_length=12)),
                ('done_on', models.DateField()),
                ('note', models.CharField(max_length=300)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='start_up', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'code', 'level', 'done_on'), name='start_up_once')],
            },
        ),
        migrations.CreateModel(
            name='StepAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.SlugField(max_length=20)),
                ('answers', models.JSONField(default=dict)),
                ('is_finished', models.BooleanField(default=False)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'step'), name='step_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(('complexity__range', (1, 3)), ('criticality__range', (1, 3))), name='competency_grades'),
        ),
    ]
