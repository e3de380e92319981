"""Somebody who left traces everywhere is erased: afterwards no table and no key of any store holds a word of them.

The stores are searched as they are, without any code of ours: every table of Postgres and of ClickHouse that there is,
whoever owns it, and every key in Redis. So a table that is new and forgotten about is found here.
"""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import zstandard
from django.db import connection
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.clickhouse import client as clickhouse
from posthog.contracts import TeamContext
from products.cohorts.backend.facade.system import CohortsSystemAPI
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI, UpkeepAPI
from products.events.backend.logic.queue import connection as queue
from products.events.backend.logic.queue import keys
from products.events.backend.logic.queue.entry import Received, encode_meta
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI

# What flags keep is read over a connection of its own.
pytestmark = pytest.mark.django_db(transaction=True)
NAME = "änna-q7x@example.com"
DEVICE = "device-q7x"
NEEDLES = ("nna-q7x", "device-q7x")
PASSED_ON = "bystander@example.com"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + offset)
    return move


def event(name: str, who: str, **properties: Any) -> dict[str, Any]:
    return {"event": name, "distinct_id": who, "properties": properties}


def send(team: TeamContext, *events: dict[str, Any]) -> None:
    body = json.dumps({"api_key": team.api_token, "batch": list(events)})
    assert Client().post("/batch/", body, content_type="application/json").status_code == 200


def work_off() -> None:
    while partitions := IngestionAPI.list_neglected_partitions():
        for partition in partitions:
            assert IngestionAPI.drain_partition(partition).outcome != DrainOutcome.FAILED


def put_aside(team: TeamContext, body: bytes) -> None:
    """A request that no worker could process."""
    received = Received(request_id="r", team_id=team.id, token=team.api_token, received_at=datetime.now(UTC))
    queue.client().xadd(keys.DEAD, {b"m": encode_meta(received), b"b": body, b"id": b"1-1"})


def traces_in_postgres() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} AS t")
            yield from (f"postgres {table}: {row[0][:300]}" for row in cursor.fetchall() if found_in(row[0]))


def traces_in_clickhouse(needles: tuple[str, ...] = NEEDLES) -> Iterator[str]:
    """In our tables, and in what ClickHouse remembers of statements: mutations that are done, and logs if it has any."""
    tables = clickhouse.query(
        "SELECT database, name FROM system.tables WHERE database = currentDatabase()"
        " OR (database = 'system' AND (name IN ('mutations', 'errors') OR name LIKE '%_log'))"
    )
    for database, table in tables.rows:
        rows = clickhouse.query(f"SELECT formatRow('JSONEachRow', *) FROM `{database}`.`{table}`").rows
        yield from (f"clickhouse {table}: {row[0][:300]}" for row in rows if found_in(row[0], needles))


def traces_in_redis() -> Iterator[str]:
    redis = queue.client()
    read = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"stream": redis.xrange,
    }
    for key in redis.scan_iter(count=1000):
        value = read[redis.type(key)](key)
        if isinstance(value, bytes) and value.startswith(b"\x28\xb5\x2f\xfd"):
            value = zstandard.decompress(value, max_output_size=10_000_000)
        if found_in(repr((key, value))):
            yield f"redis {key!r}: {repr(value)[:300]}"


def found_in(text: str, needles: tuple[str, ...] = NEEDLES) -> bool:
    packed = tuple(base64.b64encode(needle.encode()[start:]).decode()[:-3] for needle in needles for start in range(3))
    return any(needle in text for needle in (*needles, *packed))


def everywhere(person: str) -> list[str]:
    return [*traces_in_postgres(), *traces_in_clickhouse((*NEEDLES, person)), *traces_in_redis()]


def test_nothing_of_an_erased_person_is_left_anywhere(
    api_client: APIClient, team: TeamContext, settings: Any, later: Callable[[timedelta], None]
) -> None:
    settings.EVENT_BATCH_SECONDS = 0
    base = f"/api/projects/{team.id}"

    def post(path: str, body: dict[str, Any]) -> Any:
        response = api_client.post(f"{base}/{path}", body, format="json")
        assert response.status_code < 300, response.content
        return response.json()

    send(
        team,
        event("page", DEVICE, **{"$set": {"email": NAME}}),
        event("page", NAME, **{"$set": {"email": NAME}, "note": f"by {NAME}"}),
        event("page", PASSED_ON),
    )
    work_off()
    # A merge, with its override and history; refusals that quote them: without a profile, and by somebody else.
    send(
        team,
        event("$identify", NAME, **{"$anon_distinct_id": DEVICE}),
        event("$groupidentify", NAME, **{"$process_person_profile": False}),
        event("$identify", "null", **{"$anon_distinct_id": NAME}),
        {"event": "no id but a name", "properties": {"distinct_id": None, "$set": {"email": NAME}}},
    )
    work_off()
    [person] = api_client.get(f"{base}/persons/", {"distinct_id": NAME}).json()["results"]
    # By hand, which is noted in the log; a split and a merge back.
    post(f"persons/{person['id']}/update_property/", {"key": "nick", "value": NAME})
    # Cohorts: one that is computed and one that is a list.
    filters = {
        "properties": {
            "type": "AND",
            "values": [
                {
                    "type": "AND",
                    "values": [{"key": "email", "type": "person", "value": "@example.com", "operator": "icontains"}],
                }
            ],
        }
    }
    computed = post("cohorts/", {"name": "computed", "filters": filters})
    listed = post("cohorts/", {"name": "listed", "is_static": True})
    api_client.patch(
        f"{base}/cohorts/{listed['id']}/add_persons_to_static_cohort/", {"person_ids": [person["id"]]}, format="json"
    )
    for team_id, cohort_id in CohortsSystemAPI.list_due_cohorts():
        CohortsSystemAPI.calculate_cohort(team_id=team_id, cohort_id=cohort_id)
    CohortsSystemAPI.flush_changes()
    for cohort in (computed, listed):
        members = api_client.get(f"{base}/cohorts/{cohort['id']}/persons/").json()["results"]
        assert [member["id"] for member in members] == [person["id"]], cohort["name"]
    # A flag whose answer is to survive the login.
    post(
        "feature_flags/",
        {"key": "sticky", "ensure_experience_continuity": True, "filters": {"groups": [{"rollout_percentage": 50}]}},
    )
    assert FlagEvaluationAPI.keep_hash_keys(team_id=team.id, distinct_id=NAME, anonymous_id=DEVICE)
    # Answers that are kept for a while.
    query = {"kind": "HogQLQuery", "query": "SELECT distinct_id, person.properties.email, properties FROM events"}
    assert NAME in json.dumps(post("query/", {"query": query}), ensure_ascii=False)
    # Requests that were put aside, in several spellings, and one of somebody else.
    body = {"api_key": team.api_token, "batch": [event("poison", NAME)]}
    put_aside(team, json.dumps(body).encode())
    put_aside(team, json.dumps(body, ensure_ascii=False).encode())
    put_aside(team, json.dumps({"api_key": team.api_token, "batch": [event("poison", PASSED_ON)]}).encode())
    # A request that is still in the queue when they are erased, and one that comes later from a device that was offline.
    send(team, event("in flight", DEVICE))
    later(timedelta(seconds=1))
    traces = everywhere(person["id"])
    for store in (
        "events_person",
        "events_persondistinctid",
        "hashkey",
        "cohort_people",
        "ingestion_warnings",
        "events:dead",
        "events:stream",
        "queries:",
    ):
        assert any(store in trace for trace in traces), f"there is nothing to erase in {store}"

    response = api_client.delete(f"{base}/persons/{person['id']}/?delete_events=true")
    assert response.status_code < 300, response.content
    later(timedelta(seconds=1))
    work_off()
    send(team, {**event("from a device that was offline", DEVICE), "timestamp": "2026-01-01T00:00:00Z"})
    work_off()
    CohortsSystemAPI.flush_changes()
    later(timedelta(minutes=1))
    assert UpkeepAPI.work_on_erasures() == 1
    later(timedelta(minutes=20))
    assert UpkeepAPI.work_on_erasures() == 1
    left = everywhere(person["id"])
    assert not left, "\n".join(left)

    # Who was beside them is untouched.
    [other] = api_client.get(f"{base}/persons/", {"distinct_id": PASSED_ON}).json()["results"]
    assert [row["distinct_id"] for row in api_client.get(f"{base}/events/").json()["results"]] == [PASSED_ON]
    assert other["distinct_ids"] == [PASSED_ON]
    assert len(queue.client().xrange(keys.DEAD)) == 1
    [receipt] = api_client.get(f"{base}/erasures/").json()["results"]
    assert receipt["status"] == "verified"
    assert post(f"erasures/{receipt['id']}/verify/", {})["is_clean"]
