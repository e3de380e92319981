"""Fixtures of this product's tests."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog.celery import app
from posthog.contracts import TeamContext
from posthog.redis import get_client
from products.feature_flags.backend.logic.evaluation.store import store


@pytest.fixture(autouse=True)
def _empty_definition_store() -> Iterator[None]:
    """Rows are rolled back after a test, and with them what was compiled from them."""
    store.forget()
    yield
    store.forget()


@pytest.fixture
def send(client: Client, team: TeamContext, settings: Settings) -> Callable[..., None]:
    """Send events as an SDK does, and work off the queue."""
    import posthog.worker  # noqa: F401  # registers the tasks

    settings.EVENT_BATCH_SECONDS = 0
    settings.EVENT_PARTITIONS = 1
    get_client().flushdb()

    def _send(*events: dict[str, Any]) -> None:
        body = {"api_key": team.api_token, "batch": list(events)}
        response = client.post("/batch/", json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
        app.tasks["events.ingest"].run(0)

    return _send
