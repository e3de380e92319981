"""`kill -9` of a worker at every step of a batch: afterwards everything is stored once, before any merge.

The worker is a real process and really dies; what it leaves behind is what the next one finds.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import psutil
import pytest
from django.test.client import Client

from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.queue import connection, keys
from products.events.backend.tests.conftest import Row, queue_length, work_off_the_queue
from products.events.backend.tests.test_persons import check_stores_agree, people

Stored = Callable[..., list[Row]]
pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS, EVENTS_EACH = 12, 25


@pytest.fixture(autouse=True)
def _without_merges() -> Iterator[None]:
    """A merge would hide a duplicate."""
    clickhouse.command("SYSTEM STOP MERGES")
    yield
    clickhouse.command("SYSTEM START MERGES")


def start_worker(point: str = "never", nth: int = 1, **env: str) -> "subprocess.Popen[bytes]":
    argv = [sys.executable, "-m", "products.events.backend.tests.crashing_worker", point, str(nth)]
    settings = {
        "DJANGO_SETTINGS_MODULE": "posthog.settings",
        "EVENT_BATCH_SECONDS": "0",
        "EVENT_PARTITIONS": "1",
        "EVENT_BATCH_MAX_EVENTS": "100",
    }
    return subprocess.Popen(argv, env={**os.environ, **settings, **env})


def user_of(request: int, number: int) -> str:
    return f"user-{(request * 7 + number) % 20}"


def _wait_until_stopped(pid: int) -> None:
    process = psutil.Process(pid)
    deadline = time.monotonic() + 60
    while process.status() != psutil.STATUS_STOPPED:
        assert time.monotonic() < deadline, "the worker never came to that point"
        time.sleep(0.05)


def fill_the_queue(client: Client, team: TeamContext) -> None:
    """Requests with everything in them that changes a store: people, merges, groups, months, warnings."""
    for request in range(REQUESTS):
        batch: list[Row] = []
        for number in range(EVENTS_EACH):
            user = user_of(request, number)
            batch.append(
                {
                    "event": "x",
                    "distinct_id": user,
                    "timestamp": f"20{10 + number % 9}-0{1 + request % 9}-01T00:00:00Z",
                    # Some events go as columns, some as text.
                    "properties": {
                        "list": [number] if number % 3 else ["text"],
                        "$set": {f"p{request}": number},
                        "$groups": {"company": user},
                    },
                }
            )
        batch.append(
            {
                "event": "$identify",
                "distinct_id": f"user-{request}",
                "properties": {"$anon_distinct_id": f"a-{request}"},
            }
        )
        batch.append({"event": "x", "distinct_id": f"a-{request + 1}"})
        batch.append({"event": "unusable"})
        body = orjson.dumps({"api_key": team.api_token, "batch": batch, "sent_at": "2026-01-01T00:00:00Z"})
        assert client.post("/batch/", body, content_type="application/json").status_code == 200


def check_everything_is_stored_once(team: TeamContext, stored: Stored) -> None:
    [row] = stored("count() AS rows, uniqExact(uuid) AS events")
    assert row == {"rows": REQUESTS * (EVENTS_EACH + 2), "events": REQUESTS * (EVENTS_EACH + 2)}
    assert queue_length() == 0
    assert connection.client().xlen(keys.DEAD) == 0
    assert len(stored("raw", "ingestion_warnings")) >= REQUESTS
    check_stores_agree(team, stored)
    known = people(team)
    assert {distinct_id for ids in known for distinct_id in ids} == {
        *(f"user-{number}" for number in range(20)),
        *(f"a-{number}" for number in range(REQUESTS + 1)),
    }
    # What was set last is what counts, although some of it was in ClickHouse before a crash and the rest was not.
    said: dict[str, Row] = {f"user-{number}": {} for number in range(20)}
    for request in range(REQUESTS):
        for number in range(EVENTS_EACH):
            said[user_of(request, number)][f"p{request}"] = number
    for ids, person in known.items():
        for user in ids & said.keys():
            assert {name: person.properties.get(name) for name in said[user]} == said[user]


POINTS = [
    "ingestion.batch:_without_known:after",
    "ingestion.batch:write_people:after",
    "outbox:save:after",
    "outbox:send:before",
    "outbox:send:after",
    "ingestion.batch:definitions.learn:after",
    "ingestion.batch:insert_events:before",
    "ingestion.insert:_insert_block:after",
    "ingestion.insert:_insert:after",
    "ingestion.batch:insert_events:after",
    "ingestion.batch:insert_warnings:after",
    "queue.partition:resend_window.remember:after",
    "queue.partition:Partition.commit:after",
]


@pytest.mark.parametrize("point", POINTS)
def test_worker_that_dies_at_any_step_loses_and_doubles_nothing(
    client: Client, team: TeamContext, stored: Stored, point: str
) -> None:
    fill_the_queue(client, team)
    worker = start_worker(point, 2)
    assert worker.wait(60) == -signal.SIGKILL, "the worker never came to that point"
    assert start_worker().wait(60) == 0
    check_everything_is_stored_once(team, stored)


@pytest.mark.slow
def test_workers_killed_at_random_lose_and_double_nothing(client: Client, team: TeamContext, stored: Stored) -> None:
    fill_the_queue(client, team)
    chance = random.Random(20261121)
    deadline = time.monotonic() + 90
    kills = 0
    while queue_length() and time.monotonic() < deadline:
        # It lives for a part of the work, never so short as to be taken for the victim of a single entry.
        last = queue_length() - chance.randint(1, 3)
        worker = start_worker(EVENT_BATCH_MAX_EVENTS="30")
        while worker.poll() is None and queue_length() > max(0, last):
            time.sleep(0.002)
        time.sleep(chance.random() * 0.1)
        worker.kill()
        worker.wait()
        kills += 1
    assert start_worker().wait(60) == 0
    assert kills > 1
    check_everything_is_stored_once(team, stored)


@pytest.mark.parametrize("point", ["ingestion.batch:write_people:after", "ingestion.batch:insert_events:before"])
def test_worker_that_falls_asleep_holds_up_nobody_and_changes_nothing_when_it_wakes(
    client: Client, team: TeamContext, stored: Stored, point: str
) -> None:
    """In the middle of a transaction, whose rows its successor needs, and after it."""
    fill_the_queue(client, team)
    sleeper = start_worker(point, 2, HARM="SIGSTOP")
    _wait_until_stopped(sleeper.pid)
    assert start_worker().wait(60) == 0
    assert queue_length() == 0
    sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(60) == 0
    check_everything_is_stored_once(team, stored)


def test_entry_that_kills_every_worker_is_put_aside_and_the_others_are_stored(
    client: Client, team: TeamContext, stored: Stored
) -> None:
    """As a memory bomb would: found by taking entries one by one, kept where a person can look at it."""
    for name in ("first", "poison", "last"):
        body = orjson.dumps({"api_key": team.api_token, "event": name, "distinct_id": "u"})
        assert client.post("/e/", body, content_type="application/json").status_code == 200
    for _ in range(20):
        worker = start_worker("ingestion.batch:_normalise_entry:before", 10**9, POISON="poison")
        if worker.wait(60) == 0:
            break
    assert [row["event"] for row in stored("event")] == ["first", "last"]
    [(_, fields)] = connection.client().xrange(keys.DEAD)
    assert orjson.loads(fields[b"b"])["event"] == "poison"
    assert queue_length() == 0


def test_lost_answer_of_redis_repeats_nothing(client: Client, team: TeamContext, stored: Stored) -> None:
    """Redis has committed, but the worker never heard of it: the batch is gone, and the next run finds nothing to do."""
    fill_the_queue(client, team)
    worker = start_worker("queue.partition:Partition._commit_in:after", 1)
    assert worker.wait(60) == -signal.SIGKILL
    left = queue_length()
    assert left < REQUESTS
    assert start_worker().wait(60) == 0
    check_everything_is_stored_once(team, stored)


def test_restart_of_redis_that_forgot_a_commit_doubles_nothing(
    client: Client, team: TeamContext, stored: Stored, settings: Any
) -> None:
    """After a power cut Redis may be a second behind: entries are back whose events are stored."""
    fill_the_queue(client, team)
    redis = connection.client()
    entries = redis.xrange(keys.stream(0))
    assert work_off_the_queue() == REQUESTS * (EVENTS_EACH + 2)
    # The state of a second ago: the entries are there again, nothing is remembered, and it is another run of Redis.
    for key in redis.keys("events:seen*"):
        redis.delete(key)
    redis.delete(keys.stream(0))
    for entry_id, fields in entries:
        redis.xadd(keys.stream(0), fields, id=entry_id)
    redis.hset(keys.state(0), "run_id", "the run before")
    assert work_off_the_queue() == 0
    check_everything_is_stored_once(team, stored)


def test_a_lease_that_outlived_a_clock_set_back_is_not_waited_for(
    client: Client, team: TeamContext, stored: Stored
) -> None:
    """Its owner is dead, and by the new clock it would last for an hour; a living owner's is respected."""
    fill_the_queue(client, team)
    redis = connection.client()
    redis.set(keys.lease(0), "somebody alive", px=9_000)
    assert IngestionAPI.drain_partition(0).outcome == DrainOutcome.TAKEN
    assert IngestionAPI.list_neglected_partitions() == ()
    redis.set(keys.lease(0), "somebody dead", px=3_600_000)
    assert IngestionAPI.list_neglected_partitions() == (0,)
    work_off_the_queue()
    check_everything_is_stored_once(team, stored)
