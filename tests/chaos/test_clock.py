"""The clock jumps by an hour and back while events come in: nothing is lost, doubled, or left for an hour."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
import redis
import requests

from tests.chaos.clock import Clock
from tests.chaos.judge import check, clickhouse, environment, queue_lengths, stop_merges
from tests.chaos.load import Load, life
from tests.chaos.violence import SERVICES, frozen, kill, lease_lives, processes_of
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(300)]

HOUR = 3600
LEASE_SECONDS = 10
# What may pass between reading a clock and comparing it.
TOLERANCE_SECONDS = 20


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(folder=tmp_path)


@pytest.fixture
def moved(clock: Clock) -> Iterator[Instance]:
    """An instance that goes by this clock."""
    running = Instance(environment=clock.environment)
    running.start()
    stop_merges(running)
    yield running
    assert running.stop() == 0
    shutil.rmtree(running.data_dir, ignore_errors=True)


def test_a_clock_that_jumps_by_an_hour_costs_and_doubles_nothing(moved: Instance, clock: Clock) -> None:
    project = moved.project("clock")
    witness = project.sibling("witness")
    for service in SERVICES:
        for process in processes_of(moved, service):
            assert any(mapped.path == str(clock.library) for mapped in process.memory_maps()), process
    # Light, so that what is waited for does not wait behind it.
    with Load(project=project, senders=2, pause_seconds=0.2) as load:
        load.wait_for(50, seconds=60)
        # Set back it lives through the same hour twice; ahead, everything that expires does so at once.
        for ahead in (HOUR, 0, -HOUR):
            clock.set(ahead)
            # Sent again, as by an SDK that heard no answer: still known.
            send_again(load)
            assert {name: ask(moved) for name, ask in CLOCKS.items()} == {
                name: pytest.approx(time.time() + ahead, abs=TOLERANCE_SECONDS) for name in CLOCKS
            }
            arrives(witness, f"at {ahead}", time.time() + ahead)
            load.wait_for(50, seconds=60)
        lease_outlives_its_worker(moved, clock, load)
        arrives(witness, "after the worker", time.time() - 2 * HOUR)
        load.wait_for(50, seconds=60)
        send_again(load)
    check(moved, load)


def lease_outlives_its_worker(moved: Instance, clock: Clock, load: Load) -> None:
    """Leave a lease that lasts for an hour by the new clock, of a worker that is dead."""
    with frozen(processes_of(moved, "clickhouse")):
        # Nothing can be inserted, so whoever works keeps at it.
        load.wait_for(20, seconds=30)
        held = eventually(lambda: bool(lease_lives(moved)) and sum(queue_lengths(moved).values()) > 0, bool)
        assert held
        with frozen(processes_of(moved, "worker")):
            clock.set(-2 * HOUR)
            assert max(lease_lives(moved).values()) > 1000 * (HOUR - LEASE_SECONDS)
            kill(moved, "worker")


def send_again(load: Load) -> None:
    """The whole life of somebody whose every event was accepted."""
    person = eventually(lambda: load.people[:1], bool)[0]
    for batch in life(load.project.id, person):
        body = {"api_key": load.project.api_token, "batch": batch}
        assert requests.post(f"{load.project.instance.url}/batch/", json=body, timeout=10).status_code == 200


def arrives(project: Project, name: str, moment: float) -> None:
    """An event that is sent now can be queried soon, and has the time that the clock says."""
    body = {"api_key": project.api_token, "event": name, "distinct_id": "witness"}
    assert requests.post(f"{project.instance.url}/e/", json=body, timeout=10).status_code == 200
    sql = f"SELECT toUnixTimestamp(timestamp) FROM events WHERE team_id = {project.id} AND event = '{name}'"
    stored = eventually(lambda: clickhouse(project.instance, sql).split(), bool, seconds=90)
    assert [float(each) for each in stored] == [pytest.approx(moment, abs=2 * TOLERANCE_SECONDS)]


def _postgres(instance: Instance) -> float:
    with psycopg.connect(environment(instance)["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    assert isinstance(row[0], datetime)
    return row[0].timestamp()


def _redis(instance: Instance) -> float:
    with redis.Redis.from_url(environment(instance)["REDIS_URL"]) as client:
        return float(client.time()[0])


CLOCKS: dict[str, Callable[[Instance], float]] = {
    "postgres": _postgres,
    "redis": _redis,
}
