"""What a visit is to reach and in which order: objectives with their results, blocks of time."""

from django.db import models
from django.db.models import Q

from alongside.domain.people.models import Person
from alongside.domain.plans.models import Goal
from alongside.kernel.ids import uuid7

from ..terms import BlockKind, ObjectiveResult, ObjectiveSource
from .following import ActionItem
from .visits import Visit


class EncounterObjective(models.Model):
    """What is to be reached with one person, or with the team, on one visit (R057)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="objectives")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: the team of the workplace
    source = models.CharField(max_length=8, choices=ObjectiveSource.choices)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(ActionItem, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300)
    result = models.CharField(max_length=8, choices=ObjectiveResult.choices, blank=True)  # "": nobody said yet
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "goal", "person"], name="objective_goal_once", nulls_distinct=True
            ),
            models.UniqueConstraint(fields=["visit", "action"], name="objective_action_once", nulls_distinct=True),
            models.CheckConstraint(condition=Q(goal=None) | Q(action=None), name="objective_from_one"),
        ]


class AgendaBlock(models.Model):
    """A stretch of a visit set aside for one kind of work (R051)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="blocks")
    day = models.PositiveSmallIntegerField()  # 1: the first day of the visit
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=BlockKind.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(day__gte=1, minutes__gt=0), name="block_lasts")]
