"""Many events of people with very large profiles: each event has a copy, and all of them together must not be a flood."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest
from django.db import OperationalError
from django.test.client import Client

from posthog.contracts import TeamContext
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.logic.ingestion import insert
from products.events.backend.logic.persons import copies, store
from products.events.backend.logic.queue import connection, keys
from products.events.backend.models import Person
from products.events.backend.tests.conftest import Row, queue_length, work_off_the_queue

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]


def event(name: str, properties: Row, *, who: str = "u") -> Row:
    return {"event": name, "distinct_id": who, "properties": properties}


def post(client: Client, team: TeamContext, events: list[Row]) -> None:
    body = json.dumps({"api_key": team.api_token, "batch": events})
    assert client.post("/batch/", body, content_type="application/json").status_code == 200


def profiles(stored: Stored) -> dict[str, Row]:
    """The person's properties by event, without those that ClickHouse gives every row."""
    rows = stored("event, person_properties")
    return {
        row["event"]: {key: value for key, value in row["person_properties"].items() if value is not None}
        for row in rows
    }


@contextmanager
def grown_by() -> Iterator[list[int]]:
    """How much more this process took than at first, again and again. What is only reserved does not count."""
    process, ended = psutil.Process(), threading.Event()
    before = process.memory_info().rss
    sizes = [0]

    def look() -> None:
        while not ended.wait(0.005):
            sizes.append(process.memory_info().rss - before)

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield sizes
    finally:
        ended.set()
        watch.join()


def test_events_beyond_the_room_of_a_batch_get_the_small_properties(
    send: Send, stored: Stored, warnings: Warnings, team: TeamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MAX_LARGE_BYTES", 100_000)
    bio = "x" * 30_000
    send(
        event("make", {"$set": {"plan": "free", "bio": bio, "list": [{"a": 1}]}}),
        *[event(f"e{number}", {"$set": {"n": number}}) for number in range(5)],
        event("small", {"$set": {"plan": "pro"}}, who="other"),
        event("no profile", {"$process_person_profile": False}),
    )
    small = {"plan": "free", "list": [{"a": 1}]}
    assert profiles(stored) == {
        "make": {**small, "bio": bio},
        "e0": {**small, "bio": bio, "n": 0},
        "e1": {**small, "bio": bio, "n": 1},
        "e2": {**small, "n": 2},
        "e3": {**small, "n": 3},
        "e4": {**small, "n": 4},
        "small": {"plan": "pro"},
        "no profile": {**small, "n": 4},
    }
    # Told once of each person, who is complete.
    [(kind, details, _)] = warnings()
    assert (kind, details["distinct_id"]) == ("person_properties_not_copied", "u")
    assert details["bytes"] > 30_000
    person = Person.objects.for_team(team.id).get(properties__has_key="bio")
    assert person.properties == {**small, "bio": bio, "n": 4}


def test_small_properties_are_bounded_as_well(send: Send, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MAX_LARGE_BYTES", 0)
    send(event("make", {"$set": {f"name{number}": "x" * 100 for number in range(3000)}}))
    kept = profiles(stored)["make"]
    assert 60 < len(kept) < 100
    assert len(json.dumps(kept)) <= copies.SMALL_BYTES + 2 * len(kept)


def test_parts_survive_a_crash_between_them_and_a_change_of_the_person(
    client: Client, team: TeamContext, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes together depends on the person, who may be another by then; no event is lost or stored twice for that."""
    monkeypatch.setattr(insert, "MAX_PROFILE_BYTES_PER_INSERT", 100_000)
    events = [event(f"e{number}", {"$set": {"bio": "x" * 30_000, "n": number}}) for number in range(12)]
    post(client, team, events)
    original = insert._insert
    sizes: list[int] = []

    def dies_at_the_third(part: Any, token: str) -> Any:
        sizes.append(len(part))
        if len(sizes) == 3:
            raise OperationalError
        return original(part, token)

    monkeypatch.setattr(insert, "_insert", dies_at_the_third)
    assert IngestionAPI.drain_partition(0).outcome is DrainOutcome.FAILED
    assert len(stored("uuid")) == 6
    person = Person.objects.for_team(team.id).get()
    person.properties["more"] = "y" * 10_000
    person.version += 1
    person.save()

    assert work_off_the_queue() == 6
    assert sizes == [3, 3, 3, 2, 2, 2]
    assert sorted(row["event"] for row in stored("event")) == sorted(f"e{number}" for number in range(12))


def test_a_request_about_more_people_than_there_is_room_for_is_put_aside_and_the_others_go_on(
    client: Client, team: TeamContext, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each worker that took it would have been ended for its memory, and the partition have stood still meanwhile."""
    who = [f"u{number}" for number in range(20)]
    post(client, team, [event("make", {"$set": {"bio": "x" * 10_000}}, who=each) for each in who])
    work_off_the_queue()
    monkeypatch.setattr(store, "MAX_LOADED_BYTES", 150_000)
    monkeypatch.setattr(store, "LOADED_AT_ONCE", 5)
    post(client, team, [event("before", {}, who=each) for each in who[:10]])
    post(client, team, [event("too many", {}, who=each) for each in who])
    post(client, team, [event("after", {}, who=each) for each in who[10:]])
    failures = 0
    while queue_length():
        try:
            work_off_the_queue()
        except store.TooLargePeopleError:
            failures += 1
            assert failures < 20
    counts = Counter(row["event"] for row in stored("event"))
    assert counts == {"make": 20, "before": 10, "after": 10}
    [(_, entry)] = connection.client().xrange(keys.DEAD)
    assert entry[b"b"].count(b"too many") == 20


def test_memory_does_not_grow_with_the_number_of_events(client: Client, team: TeamContext, stored: Stored) -> None:
    """A thousand events of 450 kB each, made of a request of 100 kB: 1.8 GB it was."""
    post(client, team, [event("make", {"$set": {"bio": "x" * 450_000}})])
    work_off_the_queue()
    post(client, team, [event("visit", {"$current_url": f"https://example.com/{number}"}) for number in range(1000)])
    with grown_by() as sizes:
        assert work_off_the_queue() == 1000
    assert max(sizes) < 250_000_000
    [(rows, urls, bios)] = [
        tuple(row.values())
        for row in stored(
            "count(), uniq(person_properties.`$current_url`::String), countIf(length(person_properties.bio::String) > 0)",
            where="event = 'visit'",
        )
    ]
    assert (rows, urls) == (1000, 1000)
    assert 140 <= bios <= 150
