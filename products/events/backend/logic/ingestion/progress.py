"""Whether people have had a batch already: an event must change them once, however often its batch is begun.

`$set` twice is not `$set` once. A batch that sets a plan to "trial" and then to "paid", and whose worker dies when the
latter event is in ClickHouse and the former is not, would otherwise end with "trial", since only the former is new.
"""

from dataclasses import dataclass

from django.db import connection

from products.events.backend.logic.queue import partition as queue
from products.events.backend.logic.queue.entry import position
from products.events.backend.logic.queue.partition import LeaseLostError, RawBatch
from products.events.backend.models import PartitionProgress

_NOTE = """
INSERT INTO events_partitionprogress AS p (partition, step, first_entry, last_entry) VALUES (%s, %s, %s, %s)
ON CONFLICT (partition) DO UPDATE
SET step = excluded.step, first_entry = excluded.first_entry, last_entry = excluded.last_entry
WHERE p.step = excluded.step - 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What Postgres knew when work on a batch began. Entries are Redis' `<milliseconds>-<number>`, "" before the first."""

    partition: int
    step: int = 0
    first_entry: str = ""
    last_entry: str = ""

    def covers(self, batch: RawBatch) -> bool:
        """Whether people have had all of this batch: it came again, whole or entry by entry.

        Only a batch that may have been begun before is asked about, lest a queue that starts anew with a clock that is
        behind be taken for the old one.
        """
        return (
            bool(self.last_entry)
            and position(batch.last_id)[0] <= batch.check_until
            and position(self.first_entry) <= position(batch.first_id)
            and position(batch.last_id) <= position(self.last_entry)
        )


def progress_of(partition: int) -> Progress:
    """To be asked once the partition is ours and before anything is read for the batch."""
    row = PartitionProgress.objects.filter(partition=partition).values_list("step", "first_entry", "last_entry").first()
    if row is None:
        return Progress(partition=partition)
    step, first_entry, last_entry = row
    return Progress(partition=partition, step=step, first_entry=first_entry, last_entry=last_entry)


def give_way_when_asleep() -> None:
    """Have Postgres end the transaction just begun when nothing is asked in it for as long as a lease lasts.

    A worker that was stopped in the middle of one would otherwise keep its successor, who needs the same rows, waiting
    until it goes on, if it ever does.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = {int(queue.LEASE_SECONDS * 1000)}")


def note_settled(progress: Progress, batch: RawBatch) -> None:
    """Needs the transaction in which people get the batch. Raises LeaseLostError when another worker got ahead."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [progress.partition, progress.step + 1, batch.first_id, batch.last_id])
        if cursor.rowcount == 0:
            raise LeaseLostError(f"partition {progress.partition}")
