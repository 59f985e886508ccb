"""What the kernel keeps: the journal of acts and the heads of its hash chains."""

from django.db import models


class Chain(models.Model):
    """The head of one of the journal's hash chains.

    Sixteen chains rather than one: an act locks the head of the chain its id falls in, so writers seldom meet.
    """

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act that was carried out. Never changed, never deleted; no text a person typed is copied into it."""

    act_id = models.UUIDField(unique=True)
    act = models.CharField(max_length=80)
    by_id = models.UUIDField(null=True)  # null: the installation itself
    at = models.DateTimeField()  # when it was done, by the clock of whoever did it
    recorded_at = models.DateTimeField()  # when it reached us
    fingerprint = models.CharField(max_length=64)  # what was asked: tells a replay from a second, different request
    facts = models.JSONField()
    result_type = models.CharField(max_length=80, blank=True)
    result_id = models.CharField(max_length=64, blank=True)
    chain = models.SmallIntegerField()
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # of this row's content and the digest before it in its chain

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="entry_chain_seq")]
        indexes = [models.Index(fields=["result_type", "result_id"], name="entry_result")]
