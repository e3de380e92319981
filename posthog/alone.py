"""One process at a time, however many workers there are."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(job: int) -> Iterator[bool]:
    """Whether no other process is at this job. Postgres drops the lock by itself if this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [job])
        [is_alone] = cursor.fetchone() or [False]
        try:
            yield bool(is_alone)
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [job])
