"""A person's properties as they were at an event and as they are now: HogQL has both, and they answer different questions."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from posthog.contracts import TeamContext
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.tests.conftest import Row
from products.events.backend.tests.test_persons import event, identify

Send = Callable[..., None]


def ask(team: TeamContext, sql: str) -> Any:
    return json.loads(json.dumps(run(sql, context_of(team.id), {})))


@pytest.fixture
def customer(send: Send) -> None:
    """Free at the first event, pays at the second one."""
    send(event("1", "u", {"$set": {"plan": "free"}}))
    send(event("2", "u", {"$set": {"plan": "pro", "seats": 5}}))


@pytest.mark.usefixtures("customer")
def test_events_know_how_their_person_was_and_persons_how_they_are(team: TeamContext) -> None:
    sql = """
        SELECT event, person.properties.plan, poe.properties.plan, pdi.person.properties.plan, pdi.person.properties.seats
        FROM events ORDER BY event
    """
    assert ask(team, sql) == [["1", "free", "free", "pro", 5], ["2", "pro", "pro", "pro", 5]]
    assert ask(team, "SELECT properties.plan FROM persons") == [["pro"]]


@pytest.mark.usefixtures("customer")
def test_the_same_filter_asks_two_questions(team: TeamContext) -> None:
    counts = "SELECT countIf(person.properties.plan = 'free'), countIf(pdi.person.properties.plan = 'free') FROM events"
    assert ask(team, counts) == [[1, 0]]
    # Without a row about the past: an event cannot know what was said later.
    assert ask(team, "SELECT event, person.properties.seats FROM events WHERE person.properties.seats IS NULL") == [
        ["1", None]
    ]


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize(
    ("update", "now"),
    [({"$unset": ["plan"]}, None), ({"$set": {"plan": "team"}}, "team"), ({"$set_once": {"plan": "x"}}, "pro")],
)
def test_later_changes_reach_the_person_and_no_earlier_event(
    send: Send, team: TeamContext, update: Row, now: str | None
) -> None:
    send(event("3", "u", update))
    sql = "SELECT event, person.properties.plan, pdi.person.properties.plan FROM events ORDER BY event"
    assert ask(team, sql) == [["1", "free", now], ["2", "pro", now], ["3", now, now]]


def test_a_merge_changes_who_events_belong_to_but_not_what_was_known_then(send: Send, team: TeamContext) -> None:
    send(
        event("1", "anon", {"$set": {"plan": "free", "seen": "ad"}}),
        event("2", "anon", {"$process_person_profile": False}),
    )
    send(event("3", "user", {"$set": {"plan": "pro"}}))
    send(identify("user", "anon"))
    sql = """
        SELECT event, person.properties.plan, person.properties.seen, pdi.person.properties.plan, pdi.person.properties.seen
        FROM events WHERE event != '$identify' ORDER BY event
    """
    assert ask(team, sql) == [
        ["1", "free", "ad", "pro", "ad"],
        # Stored without a profile of its own, it shows the one there was.
        ["2", "free", "ad", "pro", "ad"],
        ["3", "pro", None, "pro", "ad"],
    ]
    assert ask(team, "SELECT uniq(person_id), uniq(pdi.person.id) FROM events") == [[1, 1]]
