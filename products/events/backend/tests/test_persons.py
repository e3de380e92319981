"""Who events belong to: creation, properties, identify, alias, merges, and events without a profile."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.client import Client

from posthog.contracts import TeamContext
from products.events.backend.models import ClickHouseOutbox, Person, PersonDistinctId
from products.events.backend.tests.conftest import Row, work_off_the_queue
from products.events.backend.wire.identifiers import person_uuid

Send = Callable[..., None]
Stored = Callable[..., list[Row]]
Warnings = Callable[[], list[tuple[str, Row, str]]]


def event(name: str, distinct_id: str, properties: Row | None = None, **top: Any) -> Row:
    return {"event": name, "distinct_id": distinct_id, "properties": properties or {}, **top}


def identify(distinct_id: str, anonymous: str, **top: Any) -> Row:
    return event("$identify", distinct_id, {"$anon_distinct_id": anonymous}, **top)


def alias(distinct_id: str, other: str, name: str = "$create_alias") -> Row:
    return event(name, distinct_id, {"alias": other})


def people(team: TeamContext) -> dict[frozenset[str], Person]:
    """Postgres' truth: who has which distinct ids."""
    found: dict[int, set[str]] = {}
    for row in PersonDistinctId.objects.for_team(team.id).select_related("person"):
        found.setdefault(row.person.pk, set()).add(row.distinct_id)
    return {frozenset(found[person.pk]): person for person in Person.objects.for_team(team.id)}


def people_in_clickhouse(stored: Stored) -> dict[frozenset[str], Row]:
    """What ClickHouse makes of the rows it got: the highest version of each, without the deleted."""
    by_person: dict[str, set[str]] = {}
    for row in stored("distinct_id, toString(person_id) AS p", "person_distinct_id", "is_deleted = 0", final=True):
        by_person.setdefault(str(row["p"]), set()).add(row["distinct_id"])
    columns = "toString(id) AS id, toJSONString(properties) AS properties, is_identified, version"
    return {
        frozenset(by_person.get(row["id"], set())): row
        for row in stored(columns, "person", "is_deleted = 0", final=True)
    }


def check_stores_agree(team: TeamContext, stored: Stored) -> None:
    """Both stores know the same people by the same ids, and nothing waits to be told."""
    in_postgres = {
        ids: (str(person.uuid), person.properties, person.is_identified, person.version)
        for ids, person in people(team).items()
    }
    in_clickhouse = {
        ids: (row["id"], _present(json.loads(row["properties"])), row["is_identified"], row["version"])
        for ids, row in people_in_clickhouse(stored).items()
    }
    assert in_clickhouse == in_postgres
    assert not ClickHouseOutbox.objects.exists()


def _present(properties: Row) -> Row:
    return {name: value for name, value in properties.items() if value is not None}


def person_of_events(stored: Stored) -> dict[str, set[str]]:
    """The person each event belongs to once overrides are applied, by distinct id."""
    overrides = {
        row["distinct_id"]: row["p"]
        for row in stored("distinct_id, toString(person_id) AS p", "person_distinct_id_overrides", final=True)
    }
    found: dict[str, set[str]] = {}
    for row in stored("distinct_id, toString(person_id) AS p"):
        found.setdefault(row["distinct_id"], set()).add(str(overrides.get(row["distinct_id"], row["p"])))
    return found


@pytest.mark.parametrize(
    ("updates", "properties"),
    [
        ([{"$set": {"a": 1}}, {"$set": {"a": 2, "b": 3}}], {"a": 2, "b": 3}),
        ([{"$set_once": {"a": 1}}, {"$set_once": {"a": 2}}], {"a": 1}),
        ([{"$set_once": {"a": None}}, {"$set_once": {"a": 2}}], {"a": 2}),
        ([{"$set": {"a": None}}, {"$set_once": {"a": 2}}], {"a": None}),
        ([{"$set": {"a": 1}, "$set_once": {"a": 2, "b": 2}}], {"a": 1, "b": 2}),
        ([{"$set": {"a": 1, "b": 1}}, {"$unset": ["a", "missing"]}], {"b": 1}),
        ([{"$set": {"a": 1, "b": 1}}, {"$unset": {"a": ""}}], {"b": 1}),
        ([{"$set": {"a": 1}, "$unset": ["a"]}], {}),
        ([{"$set": {"a": 1}}, {"$set": {"a": True}}], {"a": True}),
        ([{"$set": {"a": 1}}, {"$set": {"a": 1.5}}], {"a": 1.5}),
        ([{"$set": "nonsense", "$set_once": ["nonsense"], "$unset": 7}], {}),
        ([{"$set": {"nul": "a\x00b", "k\x00": 1}}], {"nul": "a\ufffdb", "k\ufffd": 1}),
        ([{"$set": {"deep": {"a": [1, {"b": None}]}}}], {"deep": {"a": [1, {"b": None}]}}),
        ([{"$set": {"big": 10**20}}], {"big": 10**20}),
    ],
)
def test_person_properties_follow_the_updates(
    send: Send, team: TeamContext, updates: list[Row], properties: Row
) -> None:
    for together in (True, False):
        name = f"user-{together}"
        events = [event("x", name, update) for update in updates]
        if together:
            send(*events)
        else:
            for one in events:
                send(one)
        assert people(team)[frozenset({name})].properties == properties


def test_top_level_updates_win_over_those_in_properties(send: Send, team: TeamContext) -> None:
    send(event("x", "u", {"$set": {"a": 1, "b": 1}}, **{"$set": {"a": 2}, "$set_once": {"c": 3}}))
    assert people(team)[frozenset({"u"})].properties == {"a": 2, "b": 1, "c": 3}


def test_ordinary_events_describe_their_person(send: Send, team: TeamContext, stored: Stored) -> None:
    send(event("$pageview", "u", {"$browser": "Firefox", "$current_url": "/a", "utm_source": "news", "x": 1}))
    first = people(team)[frozenset({"u"})]
    assert first.properties == {
        "$browser": "Firefox",
        "$initial_browser": "Firefox",
        "$current_url": "/a",
        "$initial_current_url": "/a",
        "utm_source": "news",
        "$initial_utm_source": "news",
    }
    send(event("$pageview", "u", {"$browser": "Firefox", "$current_url": "/b"}))
    # Where somebody is at the moment is on the event; it is not worth a write to the person.
    assert people(team)[frozenset({"u"})].version == first.version
    urls = stored(
        "person_properties.`$current_url`::String AS url, person_properties.`$initial_current_url`::String AS f"
    )
    assert [(row["url"], row["f"]) for row in urls] == [("/a", "/a"), ("/b", "/a")]


@pytest.mark.parametrize(
    ("name", "properties"),
    [("$exception", {"$browser": "Firefox", "$set": {"a": 1}}), ("x", {"$is_server": True, "$os": "Linux"})],
)
def test_crashes_and_servers_do_not_describe_a_person(
    send: Send, team: TeamContext, name: str, properties: Row
) -> None:
    send(event(name, "u", properties))
    assert people(team)[frozenset({"u"})].properties == {}


def test_events_carry_their_person_as_it_was(send: Send, stored: Stored) -> None:
    send(
        event("1", "u", {"$set": {"plan": "free"}}),
        event("2", "u"),
        event("3", "u", {"$set": {"plan": "pro"}}),
        event("4", "u", {"$unset": ["plan"]}),
    )
    rows = stored("event, person_properties.plan::Nullable(String) AS plan")
    assert [(row["event"], row["plan"]) for row in rows] == [("1", "free"), ("2", "free"), ("3", "pro"), ("4", None)]


def test_person_that_would_grow_too_large_stays_as_it_was(send: Send, team: TeamContext, warnings: Warnings) -> None:
    send(event("x", "u", {"$set": {"a": 1}}), event("y", "u", {"$set": {"a": "x" * 600_000}}))
    assert people(team)[frozenset({"u"})].properties == {"a": 1}
    assert [kind for kind, _, _ in warnings()] == ["person_properties_too_large"]


def ids(*distinct_ids: str) -> frozenset[str]:
    return frozenset(distinct_ids)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # Neither is known: one person with both.
        ([identify("u", "anon")], {ids("u", "anon")}),
        ([alias("u", "other")], {ids("u", "other")}),
        # One is known: the other is attached.
        ([event("x", "anon"), identify("u", "anon")], {ids("u", "anon")}),
        ([event("x", "u"), identify("u", "anon")], {ids("u", "anon")}),
        # Both are known: the anonymous one is merged into the other.
        ([event("x", "anon"), event("x", "u"), identify("u", "anon")], {ids("u", "anon")}),
        ([event("x", "a"), event("x", "b"), alias("a", "b")], {ids("a", "b")}),
        # An identified person is not merged away, except dangerously.
        ([identify("u", "a1"), identify("v", "a2"), identify("u", "v")], {ids("u", "a1"), ids("v", "a2")}),
        ([identify("u", "a1"), identify("v", "a2"), alias("u", "v")], {ids("u", "a1"), ids("v", "a2")}),
        (
            [identify("u", "a1"), identify("v", "a2"), alias("u", "v", "$merge_dangerously")],
            {ids("u", "a1", "v", "a2")},
        ),
        # A new id is attached to whom the anonymous one has become: a device that is shared needs `reset()`.
        ([identify("u", "anon"), identify("v", "anon")], {ids("u", "anon", "v")}),
        # Chains, in any order.
        (
            [event("x", "a"), event("x", "b"), event("x", "c"), alias("b", "a"), alias("c", "b")],
            {ids("a", "b"), ids("c")},
        ),
        ([alias("a", "b"), alias("a", "c"), alias("a", "d")], {ids("a", "b", "c", "d")}),
        ([identify("u", "u")], {ids("u")}),
        ([identify("u", "")], {ids("u")}),
        ([alias("u", "")], {ids("u")}),
        ([event("$create_alias", "u")], {ids("u")}),
        ([event("$create_alias", "u", {"alias": 5})], {ids("u", "5")}),
    ],
)
def test_people_are_merged_by_the_rules(
    send: Send, team: TeamContext, stored: Stored, events: list[Row], expected: set[frozenset[str]], together: bool
) -> None:
    for batch in [events] if together else [[one] for one in events]:
        send(*batch)
    assert set(people(team)) == expected
    check_stores_agree(team, stored)
    for distinct_id, persons in person_of_events(stored).items():
        [owner] = [person for known, person in people(team).items() if distinct_id in known]
        assert persons == {str(owner.uuid)}, distinct_id


def test_merged_person_keeps_the_targets_properties_and_the_older_date(send: Send, team: TeamContext) -> None:
    send(event("x", "anon", {"$set": {"a": "anon", "b": "anon"}}, timestamp="2026-01-01T00:00:00Z"))
    send(event("x", "u", {"$set": {"b": "user", "c": "user"}}, timestamp="2026-02-01T00:00:00Z"))
    send(identify("u", "anon", **{"$set": {"c": "set"}, "$set_once": {"a": "once", "d": "once"}}))
    person = people(team)[ids("u", "anon")]
    assert person.properties == {"a": "anon", "b": "user", "c": "set", "d": "once"}
    assert person.is_identified
    assert person.created_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert person.uuid == person_uuid(team.id, "u")


def test_merged_away_person_leaves_a_tombstone_above_all_its_versions(
    send: Send, team: TeamContext, stored: Stored
) -> None:
    send(event("x", "anon", {"$set": {"a": 1}}), event("x", "u"))
    for number in range(3):
        send(event("x", "anon", {"$set": {"n": number}}))
    send(identify("u", "anon"))
    anonymous = str(person_uuid(team.id, "anon"))
    rows = stored("is_deleted, version", "person", f"id = '{anonymous}'", final=True)
    assert [row["is_deleted"] for row in rows] == [1]
    check_stores_agree(team, stored)


@pytest.mark.parametrize(
    "illegal", ["anonymous", "GUEST", "null", "[object Object]", "NaN", "0", "'undefined'", "distinct_id"]
)
@pytest.mark.parametrize("make", [lambda i: identify("u", i), lambda i: identify(i, "u"), lambda i: alias("u", i)])
def test_placeholder_ids_merge_nobody(
    send: Send, team: TeamContext, warnings: Warnings, illegal: str, make: Callable[[str], Row]
) -> None:
    send(event("x", "u"), event("x", illegal), make(illegal))
    assert set(people(team)) == {ids("u"), ids(illegal)}
    assert [kind for kind, _, _ in warnings()] == ["cannot_merge_with_illegal_distinct_id"]


def test_refused_merge_is_a_warning_that_names_both(send: Send, warnings: Warnings) -> None:
    send(identify("u", "a1"), identify("v", "a2"), identify("u", "v"))
    [(kind, details, _)] = warnings()
    assert kind == "cannot_merge_already_identified"
    assert (details["source_distinct_id"], details["target_distinct_id"]) == ("v", "u")


def test_event_without_profile_makes_nobody(send: Send, team: TeamContext, stored: Stored) -> None:
    send(event("x", "anon", {"$process_person_profile": False, "$set": {"a": 1}, "$browser": "Firefox"}))
    assert people(team) == {}
    columns = "person_mode, toString(person_id) AS p, properties.`$set`.a::Nullable(Int64) AS a"
    assert stored(columns) == [{"person_mode": "propertyless", "p": str(person_uuid(team.id, "anon")), "a": None}]


def test_event_without_profile_is_linked_to_a_known_person_and_changes_nothing(
    send: Send, team: TeamContext, stored: Stored
) -> None:
    send(event("x", "u", {"$set": {"a": 1}}))
    send(event("y", "u", {"$process_person_profile": False, "$set": {"a": 2}}))
    assert people(team)[ids("u")].properties == {"a": 1}
    assert stored("person_mode, person_properties.a::Int64 AS a", where="event = 'y'") == [
        {"person_mode": "force_upgrade", "a": 1}
    ]


@pytest.mark.parametrize("together", [True, False])
def test_events_without_profile_join_the_person_who_identifies_later(
    send: Send, team: TeamContext, stored: Stored, together: bool
) -> None:
    """The usual life of a web visitor: pages without a profile, then a sign-up."""
    events = [
        event("$pageview", "anon", {"$process_person_profile": False}),
        event("$pageview", "anon", {"$process_person_profile": False}),
        identify("u", "anon"),
        event("$pageview", "u"),
    ]
    for batch in [events] if together else [[one] for one in events]:
        send(*batch)
    [(known, person)] = people(team).items()
    assert known == {"u", "anon"}
    assert person_of_events(stored) == {"u": {str(person.uuid)}, "anon": {str(person.uuid)}}


@pytest.mark.parametrize("name", ["$identify", "$create_alias", "$merge_dangerously", "$groupidentify"])
def test_identity_event_without_profile_is_refused(
    send: Send, team: TeamContext, stored: Stored, warnings: Warnings, name: str
) -> None:
    properties = {"$process_person_profile": False, "$anon_distinct_id": "a", "alias": "a"}
    send(event(name, "u", properties), event("x", "u"))
    assert set(people(team)) == {ids("u")}
    assert [row["event"] for row in stored("event")] == ["x"]
    [(kind, details, raw)] = warnings()
    assert kind == "invalid_event_when_process_person_profile_is_false"
    assert json.loads(raw)["event"] == details["event"] == name


@pytest.mark.parametrize("value", [None, True, "false", 0])
def test_only_the_boolean_false_switches_the_profile_off(send: Send, team: TeamContext, value: Any) -> None:
    send(event("x", "u", {"$process_person_profile": value}))
    assert set(people(team)) == {ids("u")}


def test_teams_share_distinct_ids_but_no_people(
    send: Send, client: Client, team: TeamContext, other_team: TeamContext
) -> None:
    send(event("x", "u", {"$set": {"secret": 1}}))
    body = {"api_key": other_team.api_token, "batch": [event("x", "u"), identify("u", "v")]}
    client.post("/batch/", json.dumps(body), content_type="application/json")
    work_off_the_queue()
    assert people(team)[ids("u")].properties == {"secret": 1}
    assert people(other_team)[ids("u", "v")].properties == {}
    assert people(team)[ids("u")].uuid != people(other_team)[ids("u", "v")].uuid


@pytest.mark.django_db(transaction=True)
def test_workers_that_meet_at_the_same_people_lose_nothing(
    client: Client, team: TeamContext, stored: Stored, settings: Any
) -> None:
    """Many partitions are worked on at once, all with updates and merges of the same few people."""
    from products.events.backend.facade.enums import DrainOutcome
    from products.events.backend.facade.system import IngestionAPI

    partitions = settings.EVENT_PARTITIONS = 4
    settings.EVENT_BATCH_MAX_EVENTS = 10
    rounds = 40
    for number in range(rounds):
        for lane in range(partitions * 2):
            batch = [
                event("count", f"lane-{lane}-{number}", {"$set": {f"lane_{lane}": number}}),
                event("touch", "shared", {"$set": {f"lane_{lane}_{number}": True}}),
                alias("shared", f"lane-{lane}-{number}"),
            ]
            body = {"api_key": team.api_token, "batch": batch}
            assert client.post("/batch/", json.dumps(body), content_type="application/json").status_code == 200

    barrier = threading.Barrier(partitions)

    def work(partition: int) -> int:
        barrier.wait()
        events = 0
        try:
            while True:
                result = IngestionAPI.drain_partition(partition)
                events += result.events
                assert result.outcome != DrainOutcome.FAILED
                if result.outcome == DrainOutcome.EMPTY:
                    return events
        finally:
            connection.close()

    with ThreadPoolExecutor(partitions) as pool:
        assert sum(pool.map(work, range(partitions))) == rounds * partitions * 2 * 3

    [(known, person)] = people(team).items()
    assert len(known) == 1 + rounds * partitions * 2
    expected = {f"lane_{lane}_{number}" for lane in range(partitions * 2) for number in range(rounds)}
    assert expected <= set(person.properties)
    check_stores_agree(team, stored)
    assert set(map(frozenset, person_of_events(stored).values())) == {frozenset({str(person.uuid)})}
