"""Nothing accepted is lost and nothing is counted twice, whatever is killed while 50,000 events come in."""

import random
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID, uuid5

import psutil
import pytest
import requests

from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(600)]

EVENTS = 50_000
BATCH = 250
PEOPLE = 1_000
ROUNDS = 3
NAMESPACE = UUID("6f1d1c5e-5d0e-4b52-9f43-0f1f4d1f2a10")
# How the command line of each process can be told.
PROCESSES = {
    "worker": "celery",
    "web": "granian",
    "redis": "redis-server",
    "clickhouse": "posthog.clickhouse.embedded",
}


@pytest.fixture
def own_instance() -> Iterator[Instance]:
    running = Instance()
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.data_dir, ignore_errors=True)


def event(number: int) -> dict[str, object]:
    return {
        "uuid": str(uuid5(NAMESPACE, str(number))),
        "event": f"event {number % 7}",
        "distinct_id": f"person-{number % PEOPLE}",
        "timestamp": f"2026-{1 + number % 6:02}-15T12:00:00Z",
        "properties": {"number": number, "$set": {"last": number}},
    }


@dataclass(kw_only=True)
class Sender:
    """Sends every batch until it is answered with 200, as the SDKs do, evenly over `seconds`."""

    project: Project
    seconds: float
    resent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, batch: int) -> None:
        body = {
            "api_key": self.project.api_token,
            "batch": [event(number) for number in range(batch * BATCH, (batch + 1) * BATCH)],
        }
        time.sleep(self.seconds * 4 / (EVENTS / BATCH))
        for _ in range(200):
            try:
                response = requests.post(f"{self.project.instance.url}/batch/", json=body, timeout=10)
                if response.status_code == 200:
                    return
                assert response.status_code >= 500, response.text
            except requests.RequestException:
                pass
            with self.lock:
                self.resent += 1
            time.sleep(0.3)
        raise AssertionError(f"Batch {batch} was never accepted.")


def kill(instance: Instance, name: str) -> int:
    """`kill -9` of every process of one service; gives how many there were."""
    assert instance.process is not None
    marker = PROCESSES[name]
    victims = []
    for child in psutil.Process(instance.process.pid).children(recursive=True):
        try:
            if any(marker in word for word in child.cmdline()):
                victims.append(child)
        except psutil.Error:
            continue
    for victim in victims:
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            continue
    return len(victims)


def test_counts_are_exact_after_every_process_was_killed_repeatedly(own_instance: Instance) -> None:
    project = own_instance.project("chaos")
    chance = random.Random(7)
    order = [name for _ in range(ROUNDS) for name in chance.sample(sorted(PROCESSES), len(PROCESSES))]
    sender = Sender(project=project, seconds=len(order) * 3.0)
    killed: list[str] = []

    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(sender.send, batch) for batch in range(EVENTS // BATCH)]
        for name in order:
            time.sleep(chance.uniform(1.5, 4.0))
            # A service that is just being restarted has no process; wait for it, so that each is really killed.
            if eventually(partial(kill, own_instance, name), bool, seconds=20):
                killed.append(name)
        for future in sending:
            future.result()
    assert killed == order

    def count() -> int:
        try:
            return project.count_events()
        except (requests.RequestException, AssertionError):
            return -1

    assert eventually(count, lambda found: found >= EVENTS, seconds=120) == EVENTS
    # The plain table, without asking ClickHouse to merge or to look only at the newest version of a row.
    assert project.sql("SELECT count(), uniqExact(uuid), uniqExact(person_id) FROM events") == [
        [EVENTS, EVENTS, PEOPLE]
    ]
    per_event = project.sql("SELECT event, count(), sum(properties.number) FROM events GROUP BY event ORDER BY event")
    assert per_event == [
        [f"event {kind}", len(range(kind, EVENTS, 7)), sum(range(kind, EVENTS, 7))] for kind in range(7)
    ]
    assert project.get("persons/", limit=1)["count"] == PEOPLE
    assert own_instance.stop() == 0
