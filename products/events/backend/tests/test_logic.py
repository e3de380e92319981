"""Rules that the facade's answers do not show: the queue's books, leases, and when a worker is called."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
from django.test.client import Client
from pytest_django import Settings

from common import clock
from posthog.celery import app
from posthog.contracts import TeamContext
from products.events.backend import dispatch
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.ingestion import progress
from products.events.backend.logic.property_types import joined, type_of
from products.events.backend.logic.queue import connection, keys, partition, producer
from products.events.backend.logic.queue.entry import Received, decode_entry, encode_meta
from products.events.backend.logic.queue.guard import QueueGuard
from products.events.backend.logic.queue.partition import LeaseLostError, Partition
from products.events.backend.tests.conftest import queue_length, work_off_the_queue

BODY = orjson.dumps({"batch": [{"event": "x", "distinct_id": "u"}]})


@pytest.fixture
def append(team: TeamContext) -> Callable[[], bool]:
    """Append a request; True when a worker has to be called."""

    def _append() -> bool:
        received = Received(
            request_id="r", team_id=team.id, token=team.api_token, received_at=clock.now(), ip="10.0.0.1"
        )
        return producer.append(0, received, BODY)

    return _append


def test_entry_says_what_the_web_server_knew(append: Callable[[], bool], team: TeamContext) -> None:
    before = clock.now()
    append()
    [(entry_id, fields)] = connection.client().xrange(keys.stream(0))
    entry = decode_entry(entry_id, fields)
    assert (entry.body, entry.received.team_id, entry.received.ip) == (BODY, team.id, "10.0.0.1")
    assert abs((entry.received.received_at - before).total_seconds()) < 5
    assert decode_entry(b"1-0", {b"m": encode_meta(entry.received), b"b": b""}).received == entry.received


def test_only_the_first_request_of_an_idle_partition_calls_a_worker(append: Callable[[], bool]) -> None:
    assert [append() for _ in range(3)] == [True, False, False]
    assert work_off_the_queue() > 0
    assert append() is True


def test_first_requests_of_a_process_are_all_admitted() -> None:
    """They come at once, before anybody has looked how full the queue is."""
    fresh = QueueGuard()
    barrier = threading.Barrier(16)

    def admit(_: int) -> None:
        barrier.wait()
        fresh.admit(100, team_id=1)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(admit, range(16)))


def test_one_worker_at_a_time(append: Callable[[], bool]) -> None:
    append()
    with Partition.leased(0) as mine:
        assert mine is not None
        with Partition.leased(0) as other:
            assert other is None
        assert IngestionAPI.drain_partition(0).outcome == DrainOutcome.TAKEN
        assert IngestionAPI.list_neglected_partitions() == ()
    assert IngestionAPI.list_neglected_partitions() == (0,)


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "LEASE_SECONDS", 0.1)
    monkeypatch.setattr(partition, "RENEW_EVERY_SECONDS", 60)


@pytest.mark.usefixtures("short_leases")
def test_worker_that_slept_past_its_lease_cannot_commit(append: Callable[[], bool]) -> None:
    """It may wake up at any moment; by then the entries are somebody else's."""
    append()
    with Partition.leased(0) as sleeper:
        assert sleeper is not None
        batch = sleeper.next_batch()
        assert batch is not None
        time.sleep(0.15)
        with Partition.leased(0) as successor:
            assert successor is not None
            with pytest.raises(LeaseLostError):
                sleeper.check_still_ours()
            with pytest.raises(LeaseLostError):
                sleeper.commit(batch, [])
            assert queue_length() == 1
            again = successor.next_batch()
            assert again is not None
            assert (again.first_id, again.last_id, again.attempt) == (batch.first_id, batch.last_id, 2)
            successor.commit(again, [])
    assert queue_length() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("short_leases")
def test_worker_that_was_overtaken_changes_nobody(append: Callable[[], bool]) -> None:
    """It had read the batch before it fell asleep, and would bring back what its successor has since changed."""
    append()
    with Partition.leased(0) as sleeper:
        assert sleeper is not None
        batch = sleeper.next_batch()
        assert batch is not None
        before = progress.progress_of(0)
        assert not before.covers(batch)
        time.sleep(0.15)
        with Partition.leased(0) as successor:
            assert successor is not None
            again = successor.next_batch()
            assert again is not None
            progress.note_settled(progress.progress_of(0), again)
            assert progress.progress_of(0).covers(again)
        with pytest.raises(LeaseLostError):
            progress.note_settled(before, batch)
    assert progress.progress_of(0).step == before.step + 1


def test_repeated_batch_has_the_same_entries_although_more_have_come(append: Callable[[], bool]) -> None:
    for _ in range(3):
        append()
    with Partition.leased(0) as first:
        assert first is not None
        batch = first.next_batch()
    append()
    with Partition.leased(0) as second:
        assert second is not None
        again = second.next_batch()
    assert batch is not None
    assert again is not None
    assert [entry[0] for entry in again.entries] == [entry[0] for entry in batch.entries]
    assert again.check_until >= int(again.last_id.partition("-")[0]) > batch.check_until == 0


def test_batch_ends_at_the_bound_of_events_or_of_bytes(append: Callable[[], bool], settings: Settings) -> None:
    for _ in range(60):
        append()

    def entries_of_a_batch() -> int:
        with Partition.leased(0) as leased:
            assert leased is not None
            batch = leased.next_batch()
            assert batch is not None
            leased.commit(batch, [])
            return len(batch.entries)

    settings.EVENT_BATCH_MAX_EVENTS = 5
    assert entries_of_a_batch() == 5
    settings.EVENT_BATCH_MAX_EVENTS, settings.EVENT_BATCH_MAX_BYTES = 10_000, len(BODY) * 7
    assert entries_of_a_batch() == 7
    settings.EVENT_BATCH_MAX_BYTES = 10**9
    assert entries_of_a_batch() == 48


def test_small_batch_waits_to_grow_unless_it_is_the_first_after_a_pause(
    append: Callable[[], bool], settings: Settings
) -> None:
    settings.EVENT_BATCH_SECONDS = 60
    append()
    assert IngestionAPI.drain_partition(0).outcome == DrainOutcome.EMPTY
    append()
    resting = IngestionAPI.drain_partition(0)
    assert resting.outcome == DrainOutcome.RESTING
    assert 50 < resting.rest_seconds <= 60
    # Whoever comes meanwhile need not call: the worker comes by itself.
    assert append() is False
    settings.EVENT_BATCH_MAX_EVENTS = 2
    assert IngestionAPI.drain_partition(0).outcome == DrainOutcome.EMPTY


def test_partitions_of_a_larger_past_are_still_drained(client: Client, team: TeamContext, settings: Settings) -> None:
    settings.EVENT_PARTITIONS = 8
    for number in range(30):
        body = orjson.dumps({"api_key": team.api_token, "event": "x", "distinct_id": f"u{number}"})
        client.post("/e/", body, content_type="text/plain")
    settings.EVENT_PARTITIONS = 1
    assert len(IngestionAPI.list_neglected_partitions()) > 4
    assert work_off_the_queue() == 30


def test_requests_of_one_person_stay_in_one_partition(settings: Settings) -> None:
    settings.EVENT_PARTITIONS = 16
    assert len({producer.partition_of("phc_1", "u") for _ in range(10)}) == 1
    spread = [producer.partition_of("phc_1", f"u{number}") for number in range(1600)]
    assert min(spread.count(number) for number in range(16)) > 50


def test_call_for_a_worker_is_a_message_of_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append((name, options)))
    dispatch.ingest(3, in_seconds=0.5)
    [(name, options)] = sent
    assert (name, options["args"], options["countdown"]) == ("events.ingest", [3], 0.5)
    assert options["expires"] > 0.5


def test_failing_call_does_not_fail_the_request(append: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(app, "send_task", broken)
    dispatch.ingest(0)


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("a", 1, "Numeric"),
        ("a", True, "Boolean"),
        ("a", "TRUE", "Boolean"),
        ("a", "1", "String"),
        ("a", "2026-01-01", "DateTime"),
        ("a", "2026-01-01 10:00", "DateTime"),
        ("a", "2026-01-01T10:00:00.123456+02:00", "DateTime"),
        ("a", "2026-01-01 was a Thursday", "String"),
        ("a", "01/02/2026", "String"),
        ("utm_source", 5, "String"),
        ("$feature/x", True, "String"),
        ("a", None, None),
        ("a", [1], None),
        ("a", {}, None),
    ],
)
def test_value_suggests_a_type(name: str, value: Any, kind: str | None) -> None:
    assert type_of(name, value) == kind
    assert joined(type_of(name, value), name, value) == kind
