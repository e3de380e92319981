"""One project cannot take the whole queue, and large bodies take little of it."""

import gzip
import json
import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog.contracts import TeamContext
from products.events.backend.facade.errors import ProjectQueueFullError
from products.events.backend.logic.queue import connection, keys
from products.events.backend.logic.queue.entry import OVERHEAD_BYTES
from products.events.backend.logic.queue.guard import QueueGuard, guard
from products.events.backend.logic.queue.partition import Partition
from products.events.backend.tests.conftest import Row, work_off_the_queue

Stored = Callable[..., list[Row]]


@pytest.fixture(autouse=True)
def _measured_anew() -> Any:
    guard.look_again()
    yield
    guard.look_again()


def batch(team: TeamContext, *texts: str) -> bytes:
    events = [
        {"event": "e", "distinct_id": f"u{number}", "properties": {"text": text}} for number, text in enumerate(texts)
    ]
    return json.dumps({"api_key": team.api_token, "batch": events}).encode()


def post(client: Client, body: bytes) -> tuple[int, dict[str, Any]]:
    response = client.post("/batch/", body, content_type="application/json")
    return response.status_code, json.loads(response.content)


def queued() -> dict[int, int]:
    return {int(team): int(size) for team, size in connection.client().hgetall(keys.queued(0)).items()}


def noise(size: int) -> str:
    """Text that cannot be packed to less than half."""
    return os.urandom(size // 2).hex()


@pytest.mark.parametrize("looks", [False, True])
def test_who_floods_the_queue_is_refused_and_others_are_not(
    client: Client, team: TeamContext, other_team: TeamContext, settings: Settings, stored: Stored, looks: bool
) -> None:
    settings.EVENT_QUEUE_MAX_BYTES = 400_000
    answers = []
    for _ in range(30):
        if looks:
            # What other processes have added counts as well.
            guard.look_again()
        answers.append(post(client, batch(team, noise(12_000))))
    accepted = [answer for answer in answers if answer[0] == 200]
    assert 14 <= len(accepted) <= 18
    status, answer = answers[-1]
    assert (status, answer["code"]) == (503, "project_queue_full")
    assert "This project's events fill its share" in answer["detail"]
    # Anybody else goes on.
    assert post(client, batch(other_team, "x" * 1000))[0] == 200
    work_off_the_queue()
    guard.look_again()
    assert post(client, batch(team, noise(12_000)))[0] == 200
    work_off_the_queue()
    assert len(stored("uuid")) == len(accepted) + 1
    assert queued() == {}


def fill(bound: int, *, request: int, projects: int, together: bool) -> list[int]:
    """What so many projects get into a queue when each sends as long as it may: one after the other, or in turns."""
    full = QueueGuard()
    full._looked_at, full._bound = time.monotonic() + 1000, bound
    held = [0] * projects

    def send(number: int) -> bool:
        try:
            full.admit(request, team_id=number + 1)
        except ProjectQueueFullError:
            return False
        held[number] += request
        return True

    if together:
        while sum(send(number) for number in range(projects)):
            pass
    else:
        for number in range(projects):
            while send(number):
                pass
    return held


def test_there_is_always_room_for_one_more_project() -> None:
    """Two that might have half each filled it for everybody."""
    assert fill(8_000, request=1, projects=3, together=False) == [4_000, 2_000, 1_000]
    assert fill(8_000, request=1, projects=3, together=True) == [2_000, 2_000, 2_000]
    assert fill(8_000, request=1, projects=1, together=True) == [4_000]
    # Nobody with more than a part of a thousandth is refused before ten others have taken what they could.
    assert fill(1_024_000, request=100, projects=10, together=False)[-1] >= 900
    assert sum(fill(1_100, request=1, projects=10, together=True)) == 1_000


def test_a_mistake_in_the_count_goes_with_the_project_s_last_entry(
    client: Client, team: TeamContext, other_team: TeamContext, settings: Settings
) -> None:
    """A web process that dies over an entry can leave it uncounted; a queue that is never empty must not keep that."""
    settings.EVENT_BATCH_MAX_EVENTS = 1
    for whose in (team, team, other_team):
        assert post(client, batch(whose, "x"))[0] == 200
    connection.client().hincrby(keys.queued(0), str(team.id), -100)
    before = queued()
    with Partition.leased(0) as partition:
        assert partition is not None
        for left in (before[team.id] // 2, None):
            found = partition.next_batch()
            assert found is not None
            partition.commit(found, [])
            if left is None:
                assert queued() == {other_team.id: before[other_team.id]}
            else:
                assert abs(queued()[team.id] - left) <= 100
    work_off_the_queue()
    assert queued() == {}


def test_what_is_counted_is_what_is_there(client: Client, team: TeamContext, other_team: TeamContext) -> None:
    assert post(client, batch(team, "x"))[0] == 200
    assert post(client, batch(team, *["x" * 1000] * 100))[0] == 200
    assert post(client, batch(other_team, "y"))[0] == 200
    entries = connection.client().xrange(keys.stream(0))
    sizes = [OVERHEAD_BYTES + len(fields.get(b"z") or fields[b"b"]) for _, fields in entries]
    assert queued() == {team.id: sizes[0] + sizes[1], other_team.id: sizes[2]}
    assert sizes[1] < 5_000
    work_off_the_queue()
    assert queued() == {}


def test_twenty_megabytes_that_repeat_themselves_take_kilobytes(
    client: Client, team: TeamContext, stored: Stored
) -> None:
    """A few hundred bytes each, 31 such requests filled the queue of everybody."""
    body = batch(team, *["x" * 900_000] * 20)
    before = connection.client().info("memory")["used_memory"]
    for _ in range(3):
        assert post(client, gzip.compress(gzip.compress(body)))[0] == 200
    assert connection.client().info("memory")["used_memory"] - before < 1_000_000
    assert work_off_the_queue() == 60
    assert {len(row["text"]) for row in stored("properties.text::String AS text")} == {900_000}


def test_packed_entries_make_batches_by_what_they_unpack_to(
    client: Client, team: TeamContext, settings: Settings
) -> None:
    """Else a worker would read hundreds of megabytes at once, because they were small in the queue."""
    settings.EVENT_BATCH_MAX_BYTES = 1_000_000
    for _ in range(6):
        assert post(client, batch(team, *["x" * 20_000] * 20))[0] == 200
    with Partition.leased(0) as partition:
        assert partition is not None
        found = partition.next_batch()
        assert found is not None
        assert [len(fields[b"b"]) > 400_000 for _, fields in found.entries] == [True] * 3
        assert found.is_full
    assert work_off_the_queue() == 120


def test_entries_of_before_an_upgrade_are_read(client: Client, team: TeamContext, stored: Stored) -> None:
    """They were neither packed nor counted."""
    body = batch(team, *["x" * 1000] * 100)
    assert post(client, body)[0] == 200
    redis = connection.client()
    [(entry_id, fields)] = redis.xrange(keys.stream(0))
    redis.xdel(keys.stream(0), entry_id)
    redis.delete(keys.queued(0))
    redis.xadd(keys.stream(0), {b"m": fields[b"m"], b"b": body})
    assert post(client, batch(team, "new"))[0] == 200
    assert work_off_the_queue() == 101
    assert queued() == {}
    assert len(stored("uuid")) == 101
