"""Celery's door to ingestion. No rules here: the facade has them."""

from celery import shared_task

from products.events.backend import dispatch
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI, UpkeepAPI


@shared_task(name=dispatch.INGEST)
def ingest(partition: int) -> None:
    """Empty one partition of the event queue. Called by capture when the partition was idle, and by itself.

    May run any number of times, also at once: a lease lets one worker in, the others return immediately.
    """
    result = IngestionAPI.drain_partition(partition)
    if result.outcome == DrainOutcome.MORE:
        dispatch.ingest(partition)
    elif result.outcome == DrainOutcome.RESTING:
        dispatch.ingest(partition, in_seconds=result.rest_seconds)


@shared_task(name="events.call_ingestion")
def call_ingestion() -> None:
    """Call a worker for every partition that holds events and has none. Runs often, does nothing when all is well."""
    for partition in IngestionAPI.list_neglected_partitions():
        dispatch.ingest(partition)


@shared_task(name="events.erase_people")
def erase_people() -> None:
    """Remove what is left of deleted people. Runs often, does nothing when nobody was deleted, and never twice at once."""
    UpkeepAPI.work_on_erasures()


@shared_task(name="events.squash_overrides")
def squash_overrides() -> None:
    """Write merges that have rested into the events. Never twice at once; a crash anywhere is harmless."""
    UpkeepAPI.squash_overrides()


@shared_task(name="events.delete_outdated")
def delete_outdated() -> None:
    """Delete events that are older than their projects keep, once a day and project. Never twice at once."""
    UpkeepAPI.delete_outdated_events()
