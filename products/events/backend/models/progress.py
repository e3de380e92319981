"""How far a partition of the queue has come."""

from django.db import models


class PartitionProgress(models.Model):
    """The last batch of a partition whose events people know of, written in the transaction that tells them.

    Redis and ClickHouse cannot be part of that transaction, so after a crash a batch comes again; this says whether
    people have had it. `step` rises by one with each batch: a worker that was overtaken finds another step than it
    began with, and changes nothing.
    """

    partition = models.PositiveIntegerField(primary_key=True)
    step = models.PositiveBigIntegerField()
    first_entry = models.CharField(max_length=64)
    last_entry = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"partition {self.partition} up to {self.last_entry}"
