import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pairings', '0001_initial'),
        ('people', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('owner', models.CharField(choices=[('mentee', 'One person'), ('team', 'The team'), ('facility', 'The facility')], max_length=8)),
                ('text', models.CharField(max_length=300)),
                ('measure', models.CharField(choices=[('level', 'A level of a competency, as observed'), ('figure', 'A figure that is counted')], max_length=6)),
                ('baseline_level', models.CharField(blank=True, choices=[('not_observed', 'Not observed'), ('beginning', 'To practise'), ('with_help', 'With help'), ('independent', 'Independent'), ('can_teach', 'Can teach')], max_length=12)),
                ('target_level', models.CharField(blank=True, choices=[('not_observed', 'Not observed'), ('beginning', 'To practise'), ('with_help', 'With help'), ('independent', 'Independent'), ('can_teach', 'Can teach')], max_length=12)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('baseline', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('target', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('reached', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('due_on', models.DateField()),
                ('is_required', models.BooleanField(default=True)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'To do'), ('in_progress', 'Practising'), ('ready', 'Ready to be checked'), ('achieved', 'Achieved'), ('not_achieved', 'Not achieved'), ('dropped', 'Dropped')], default='proposed', max_length=12)),
                ('status_since', models.DateField()),
                ('competency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.competency')),
                ('mentee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
            ],
            options={
                'indexes': [models.Index(fields=['relationship', 'status'], name='goal_relationship_status'), models.Index(fields=['mentee', 'status'], name='goal_mentee_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('owner', 'mentee'), ('mentee', None), _connector='XOR'), name='goal_has_owner'), models.CheckConstraint(condition=models.Q(models.Q(('measure', 'level'), ('competency__isnull', False), models.Q(('target_level', ''), _negated=True)), models.Q(('measure', 'figure'), models.Q(('unit', ''), _negated=True), ('baseline__isnull', False), ('target__isnull', False)), _connector='OR'), name='goal_can_be_measured')],
            },
        ),
        migrations.CreateModel(
            name='GoalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40)),
                ('after', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'To do'), ('in_progress', 'Practising'), ('ready', 'Ready to be checked'), ('achieved', 'Achieved'), ('not_achieved', 'Not achieved'), ('dropped', 'Dropped')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plans.goal')),
            ],
        ),
        migrations.CreateModel(
            name='Graduated',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('not_observed', 'Not observed'), ('beginning', 'To practise'), ('with_help', 'With help'), ('independent', 'Independent'), ('can_teach', 'Can teach')], max_length=12)),
                ('on', models.DateField()),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.competency')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'person', 'competency'), name='graduated_once')],
            },
        ),
        migrations.CreateModel(
            name='LearningActivity',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('read', 'Read'), ('watch', 'Watch'), ('practise', 'Practise'), ('attach', 'Work beside somebody elsewhere'), ('course', 'Take a course')], max_length=8)),
                ('text', models.CharField(max_length=200)),
                ('link', models.URLField(blank=True, max_length=300)),
                ('due_on', models.DateField(null=True)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='plans.goal')),
            ],
        ),
        migrations.CreateModel(
            name='ActivityDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='done', to='plans.learningactivity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'person'), name='activity_done_once')],
            },
        ),
        migrations.CreateModel(
            name='NeedsView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('side', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor')], max_length=6)),
                ('levels', models.JSONField()),
                ('words', models.CharField(blank=True, max_length=500)),
                ('said_at', models.DateTimeField()),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'mentee', 'round', 'side'), name='needs_seen_once')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(choices=[('draft', 'Being written'), ('shared', 'Waiting for agreement'), ('agreed', 'Agreed'), ('active', 'In use'), ('revised', 'Replaced by a later version'), ('achieved', 'Goals achieved'), ('closed_unmet', 'Closed with open goals')], default='draft', max_length=12)),
                ('contact_rhythm', models.CharField(blank=True, max_length=200)),
                ('confidentiality_terms', models.TextField(blank=True)),
                ('review_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('goals', models.JSONField(default=list)),
                ('begun_at', models.DateTimeField()),
                ('shared_at', models.DateTimeField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'version'), name='plan_version_once'), models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'shared'])), fields=('relationship',), name='plan_one_being_written'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['agreed', 'active']), _negated=True), ('agreed_at__isnull', False), _connector='OR'), name='plan_agreed_when')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor')], max_length=6)),
                ('signed_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='plans.plan')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'person'), name='plan_signed_once')],
            },
        ),
        migrations.CreateModel(
            name='EndSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor')], max_length=6)),
                ('reached', models.TextField()),
                ('still_open', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'person'), name='summary_once')],
            },
        ),
    ]
