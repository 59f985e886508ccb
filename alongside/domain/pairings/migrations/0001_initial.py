import alongside.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('mentors', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MentorPreference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='people.person')),
                ('mentor_sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male')], max_length=10)),
                ('said_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Matching',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('area_path', models.CharField(max_length=255)),
                ('choice', models.CharField(choices=[('best_fit', 'Best fit'), ('nobody_left_out', 'Nobody left out')], max_length=16)),
                ('one_mentor_a_place', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('digest', models.CharField(max_length=64)),
                ('gap', models.FloatField(default=0)),
                ('supply', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('areas', models.ManyToManyField(related_name='+', to='programmes.technicalarea')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.UUIDField(default=alongside.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('area_path', models.CharField(max_length=255)),
                ('shape', models.CharField(choices=[('one_to_one', 'One mentor, one mentee'), ('one_to_two', 'One mentor, two mentees'), ('one_to_team', 'One mentor, a team'), ('team_to_team', 'A team of mentors, a team'), ('community_group', 'One mentor, a community group')], max_length=16)),
                ('model', models.CharField(max_length=12)),
                ('purpose', models.CharField(choices=[('post_training', 'Follow-up after training'), ('supplement_supervision', 'Beside supervision'), ('new_service', 'A new service'), ('performance_gap', 'A gap in performance')], max_length=24)),
                ('team', models.CharField(blank=True, max_length=80)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('preparing', 'Preparing'), ('active', 'Active'), ('on_hold', 'On hold'), ('closing', 'Closing'), ('completed', 'Completed'), ('ended_early', 'Ended early'), ('declined', 'Declined'), ('lapsed', 'Not answered in time')], default='proposed', max_length=12)),
                ('status_since', models.DateField()),
                ('proposed_at', models.DateTimeField()),
                ('reasons', models.JSONField(default=list)),
                ('since', models.DateField(null=True)),
                ('planned_end_on', models.DateField(null=True)),
                ('end_criteria', models.CharField(blank=True, max_length=300)),
                ('is_open_ended', models.BooleanField(default=False)),
                ('review_on', models.DateField(null=True)),
                ('first_contact_on', models.DateField(null=True)),
                ('hold_reason', models.CharField(blank=True, choices=[('leave', 'Leave'), ('outbreak', 'Outbreak'), ('transfer', 'A transfer is pending'), ('other', 'Other')], max_length=12)),
                ('hold_until', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('goals_achieved', 'Goals achieved'), ('time_expired', 'The agreed time is over'), ('mentee_transferred', 'The mentee was transferred'), ('mentee_left', 'The mentee left the service'), ('mentor_left', 'The mentor left'), ('programme_paused', 'The programme paused'), ('by_wish', 'By wish of one side'), ('handed_over', 'Handed over to another mentor')], max_length=20)),
                ('ended_on', models.DateField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area_path', 'status'], name='relationship_area_status'), models.Index(fields=['place', 'status'], name='relationship_place_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['completed', 'ended_early']), _negated=True), models.Q(models.Q(('end_reason', ''), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='relationship_ended_for_a_reason'), models.CheckConstraint(condition=models.Q(('is_open_ended', False), ('review_on__isnull', False), _connector='OR'), name='relationship_open_is_reviewed')],
            },
        ),
        migrations.CreateModel(
            name='MatchedPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('is_kept', models.BooleanField(default=True)),
                ('adjusted_because', models.CharField(blank=True, max_length=300)),
                ('refusal', models.JSONField(default=dict)),
                ('adjusted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.mentor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
                ('suggested', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.mentor')),
                ('matching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='pairings.matching')),
                ('relationship', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matching', 'mentee'), name='matched_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered_as', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee'), ('in_charge', 'In-charge')], max_length=10)),
                ('is_yes', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='pairings.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'answered_as', 'person'), name='answered_once')],
            },
        ),
        migrations.CreateModel(
            name='RelationshipMentee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentees', to='pairings.relationship')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until'], name='relationship_mentee_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('relationship', 'person'), name='relationship_mentee_once')],
            },
        ),
        migrations.CreateModel(
            name='RelationshipMentor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_lead', models.BooleanField(default=False)),
                ('is_interim', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.technicalarea')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mentors.mentor')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentors', to='pairings.relationship')),
            ],
            options={
                'indexes': [models.Index(fields=['mentor', 'until'], name='relationship_mentor_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_lead', True), ('until', None)), fields=('relationship',), name='relationship_one_lead')],
            },
        ),
        migrations.CreateModel(
            name='RelationshipStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40)),
                ('after', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('preparing', 'Preparing'), ('active', 'Active'), ('on_hold', 'On hold'), ('closing', 'Closing'), ('completed', 'Completed'), ('ended_early', 'Ended early'), ('declined', 'Declined'), ('lapsed', 'Not answered in time')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='pairings.relationship')),
            ],
        ),
        migrations.CreateModel(
            name='UnmatchedMentee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24)),
                ('facts', models.JSONField(default=dict)),
                ('matching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unmatched', to='pairings.matching')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.orgunit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matching', 'mentee'), name='unmatched_once')],
            },
        ),
        migrations.CreateModel(
            name='WishesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goal_fit', models.PositiveSmallIntegerField()),
                ('referral_link', models.PositiveSmallIntegerField()),
                ('distance', models.PositiveSmallIntegerField()),
                ('load', models.PositiveSmallIntegerField()),
                ('continuity', models.PositiveSmallIntegerField()),
                ('preference', models.PositiveSmallIntegerField()),
                ('floor', models.PositiveSmallIntegerField()),
                ('hours_per_mentee', models.PositiveSmallIntegerField()),
                ('farthest_km', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('set_at', models.DateTimeField(null=True)),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('continuity__lte', 9), ('distance__lte', 9), ('floor__lte', 100), ('goal_fit__lte', 9), ('hours_per_mentee__gte', 1), ('load__lte', 9), ('preference__lte', 9), ('referral_link__lte', 9)), name='wishes_in_range')],
            },
        ),
        migrations.AddField(
            model_name='matching',
            name='wishes',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.wishesversion'),
        ),
        migrations.AddIndex(
            model_name='matching',
            index=models.Index(fields=['area_path', 'status'], name='matching_area_status'),
        ),
    ]
