"""Stores that stand still or stay away, workers that freeze, tables and projects that change under the load.

CHAOS_OUTAGE_SECONDS=60 makes each outage a minute long.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psutil
import pytest
import requests

from tests.chaos.judge import check, clickhouse, queue_lengths, rows_of
from tests.chaos.load import Load
from tests.chaos.violence import frozen, keep_down, lease_lives, processes_of
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(900)]

OUTAGE_SECONDS = float(os.environ.get("CHAOS_OUTAGE_SECONDS", "4"))
LEASE_SECONDS = 10
BACKLOG, BACKLOG_BATCH = 5_000, 500


def test_stores_that_stand_still_or_stay_down_hold_up_and_lose_nothing(victim: Instance) -> None:
    with Load(project=victim.project("outages")) as load:
        load.wait_for(50, seconds=60)
        for store in ("clickhouse", "postgres"):
            with frozen(processes_of(victim, store)):
                time.sleep(OUTAGE_SECONDS)
                # Neither is needed to accept an event.
                load.wait_for(20, seconds=30)
        for store in ("postgres", "clickhouse", "redis"):
            keep_down(victim, store, seconds=OUTAGE_SECONDS / 2)
        load.wait_for(50, seconds=90)
    check(victim, load)


def test_a_worker_frozen_beyond_its_lease_does_not_double_what_its_successor_did(victim: Instance) -> None:
    project = victim.project("frozen")
    worker, *pool = processes_of(victim, "worker")
    # While nothing can be inserted, whoever took a partition stays at work and can be told from an idle process.
    with frozen(processes_of(victim, "clickhouse")):
        accepted = fill(project)
        caught = catch_at_work(victim, pool)
    with frozen([caught]):
        # The lease runs out, and somebody else takes the partition with its unfinished batch.
        eventually(lambda: sum(queue_lengths(victim).values()), lambda left: left == 0, seconds=LEASE_SECONDS + 60)
    stored = rows_of(victim, project)
    assert len(stored) == len(accepted) == BACKLOG
    time.sleep(3)
    again = rows_of(victim, project)
    assert {uuid for uuid, _ in again} == accepted
    assert [uuid for uuid, times in again if times != 1] == []
    assert sum(queue_lengths(victim).values()) == 0
    assert worker.is_running()


def fill(project: Project) -> set[str]:
    """A backlog of several batches; gives the uuids."""
    from uuid import uuid4

    uuids = [str(uuid4()) for _ in range(BACKLOG)]

    def send(start: int) -> None:
        batch = [
            {
                "uuid": uuid,
                "event": "x",
                "distinct_id": f"u{start}-{number % 20}",
                "properties": {"$set": {"n": number}},
            }
            for number, uuid in enumerate(uuids[start : start + BACKLOG_BATCH])
        ]
        body = {"api_key": project.api_token, "batch": batch}
        assert requests.post(f"{project.instance.url}/batch/", json=body, timeout=30).status_code == 200

    with ThreadPoolExecutor(4) as senders:
        list(senders.map(send, range(0, BACKLOG, BACKLOG_BATCH)))
    return set(uuids)


def catch_at_work(victim: Instance, pool: list[psutil.Process]) -> psutil.Process:
    """One of the worker's processes, stopped while it holds a lease: nobody renews it any more."""
    for _ in range(3):
        for process in pool:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
                deadline = time.monotonic() + 4.5
                while time.monotonic() < deadline:
                    # A living owner renews every three seconds.
                    if any(0 < left < (LEASE_SECONDS - 3.5) * 1000 for left in lease_lives(victim).values()):
                        return process
                    time.sleep(0.1)
                process.resume()
    raise AssertionError("No process was caught while it worked.")


def test_a_table_may_change_and_a_project_vanish_while_events_come_in(victim: Instance) -> None:
    staying, leaving = victim.project("staying"), victim.project("leaving")
    with Load(project=staying) as load, Load(project=leaving) as doomed:
        load.wait_for(50, seconds=60)
        doomed.wait_for(50, seconds=60)
        clickhouse(victim, "ALTER TABLE events ADD COLUMN chaos_note String DEFAULT 'none'")
        load.wait_for(50, seconds=60)
        gone = requests.delete(
            f"{victim.url}/api/projects/{leaving.id}/", headers=leaving.headers, timeout=30
        ).status_code
        assert gone == 204
        clickhouse(victim, "ALTER TABLE events MODIFY COLUMN chaos_note LowCardinality(String)")
        load.wait_for(50, seconds=60)
        clickhouse(victim, "ALTER TABLE events DROP COLUMN chaos_note")
        load.wait_for(50, seconds=60)
        doomed.stop()
    check(victim, load)
    # Of the project that is gone, events may be there or not; none is there twice, and none holds up the others.
    rest = rows_of(victim, leaving)
    assert {uuid for uuid, _ in rest} <= doomed.accepted
    assert [uuid for uuid, times in rest if times != 1] == []
