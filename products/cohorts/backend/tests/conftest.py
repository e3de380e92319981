"""What the tests of cohorts share: people who arrive as they do in life, through capture and ingestion."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog.celery import app
from posthog.contracts import TeamContext
from posthog.redis import get_client
from products.events.backend.facade import PersonsAPI


@pytest.fixture(autouse=True)
def _queue_of_its_own(settings: Settings) -> None:
    """No test finds events of another one or waits for a batch to grow."""
    settings.EVENT_BATCH_SECONDS = 0
    settings.EVENT_PARTITIONS = 1
    get_client().flushdb()


@pytest.fixture
def ingest(client: Client, team: TeamContext) -> Callable[..., None]:
    """Send events in one batch and work off the queue."""
    import posthog.worker  # noqa: F401  # registers the tasks

    def _ingest(*events: dict[str, Any]) -> None:
        body = {"api_key": team.api_token, "batch": list(events)}
        response = client.post("/batch/", json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
        app.tasks["events.ingest"].run(0)

    return _ingest


@pytest.fixture
def arrive(ingest: Callable[..., None], team: TeamContext) -> Callable[..., list[UUID]]:
    """Let people arrive, each by their distinct id with properties; their uuids."""

    def _arrive(**people: dict[str, Any]) -> list[UUID]:
        ingest(
            *(
                {"event": "$identify", "distinct_id": name, "properties": {"$set": {"name": name, **properties}}}
                for name, properties in people.items()
            )
        )
        found = PersonsAPI.find_people(team_id=team.id, values=tuple(people))
        uuids = {each.value: each.people[0] for each in found}
        return [uuids[name] for name in people]

    return _arrive
