"""What devices sent, as they sent it."""

from django.db import models
from django.db.models import Q

from alongside.domain.people.models import Person
from alongside.kernel.ids import uuid7

from ..terms import Source


class Submission(models.Model):
    """What a device sent, byte for byte, before anything was derived from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance_id = models.CharField(max_length=120)
    source = models.CharField(max_length=20, choices=Source.choices)
    form_id = models.CharField(max_length=120)
    form_version = models.CharField(max_length=40, blank=True)
    body = models.BinaryField()  # zstandard
    body_digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    device_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    replaces = models.CharField(max_length=120, blank=True)  # the instance id this one corrects
    deleted_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)  # why nothing could be derived yet, in words for a person; "": derived

    is_new = False  # for the one who has just sent it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance_id"], name="submission_once")]
        indexes = [
            models.Index(fields=["replaces"], condition=~Q(replaces=""), name="submission_replaces"),
            models.Index(fields=["received_at"], condition=~Q(problem=""), name="submission_unread"),
        ]


class Attachment(models.Model):
    """A file that came with a submission. Two may hold the same bytes."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=120)  # below the media folder; a name we made
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="attachment_once")]
