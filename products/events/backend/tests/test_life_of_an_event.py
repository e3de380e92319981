"""From an HTTP request to rows in both stores, through every stage, with real engines."""

import json
from collections.abc import Callable
from typing import Any

from django.test.client import Client

from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.models import Person, PersonDistinctId
from products.events.backend.tests.conftest import queue_length, work_off_the_queue
from products.events.backend.wire.identifiers import person_uuid

UUID = "01941f29-7c00-7000-8000-000000000001"


def test_event_is_queued_then_stored_with_its_person(
    client: Client, team: TeamContext, stored: Callable[..., list[dict[str, Any]]]
) -> None:
    body = {
        "api_key": team.api_token,
        "batch": [
            {
                "event": "user signed up",
                "uuid": UUID,
                "distinct_id": "user-1",
                "timestamp": "2025-01-02T03:04:05.678901Z",
                "properties": {"plan": "pro", "n": 1, "$set": {"email": "ada@example.com"}, "$session_id": "s-1"},
            }
        ],
    }
    response = client.post("/batch/", json.dumps(body), content_type="application/json")
    assert (response.status_code, response.content) == (200, b'{"status": 1}')
    assert queue_length() == 1

    assert work_off_the_queue() == 1
    assert queue_length() == 0

    rows = stored(
        "toString(uuid) AS uuid, event, distinct_id, toString(timestamp) AS timestamp, toString(person_id) AS person,"
        " properties.plan::String AS plan, properties.n::Int64 AS n, session_id, person_mode,"
        " person_properties.email AS email"
    )
    person = str(person_uuid(team.id, "user-1"))
    assert rows == [
        {
            "uuid": UUID,
            "event": "user signed up",
            "distinct_id": "user-1",
            "timestamp": "2025-01-02 03:04:05.678901",
            "person": person,
            "plan": "pro",
            "n": 1,
            "session_id": "s-1",
            "person_mode": "full",
            "email": "ada@example.com",
        }
    ]
    row = Person.objects.for_team(team.id).get()
    assert (str(row.uuid), row.properties, row.version) == (person, {"email": "ada@example.com"}, 0)
    assert list(PersonDistinctId.objects.for_team(team.id).values_list("distinct_id", "version")) == [("user-1", 0)]
    assert stored("toString(id) AS id, version, is_deleted", table="person") == [
        {"id": person, "version": 0, "is_deleted": 0}
    ]
    assert stored("distinct_id, toString(person_id) AS p, version", table="person_distinct_id") == [
        {"distinct_id": "user-1", "p": person, "version": 0}
    ]
    assert stored("distinct_id", table="person_distinct_id_overrides") == []
    assert Team.objects.get(pk=team.id).ingested_event is True
