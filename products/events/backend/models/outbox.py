"""Rows on their way to ClickHouse."""

from django.db import models


class ClickHouseOutbox(models.Model):
    """Newline-separated JSON rows for one ClickHouse table, written in the transaction that changed the originals.

    Deleted once ClickHouse has them. A crash in between leaves them here, and the next batch of the partition sends
    them first; every row carries a version, so sending twice changes nothing. Belongs to a partition of the queue
    rather than to a team, because a batch mixes teams.
    """

    partition = models.PositiveIntegerField()
    table = models.CharField(max_length=64)
    payload = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["partition", "id"], name="outbox_by_partition")]

    def __str__(self) -> str:
        return f"{self.table} of partition {self.partition}"
