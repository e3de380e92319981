"""What the Celery tasks do with what the facade answers, and that beat knows them by their names."""

from typing import Any

import orjson
import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog.celery import app
from posthog.contracts import TeamContext
from products.events.backend.logic.queue.partition import Partition
from products.events.backend.tasks.schedules import SCHEDULES
from products.events.backend.tasks.tasks import call_ingestion, ingest
from products.events.backend.tests.conftest import queue_length

Sent = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Messages that would go to the broker."""
    messages: Sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: messages.append((name, options)))
    return messages


def capture(client: Client, team: TeamContext) -> None:
    body = orjson.dumps({"api_key": team.api_token, "event": "x", "distinct_id": "u"})
    assert client.post("/e/", body, content_type="text/plain").status_code == 200


def test_capture_calls_the_worker_that_then_empties_the_queue(client: Client, team: TeamContext, sent: Sent) -> None:
    capture(client, team)
    assert [(name, options["args"]) for name, options in sent] == [(ingest.name, [0])]
    ingest.apply(args=(0,), throw=True)
    assert queue_length() == 0
    assert len(sent) == 1


def test_resting_partition_is_called_again_after_its_rest(
    client: Client, team: TeamContext, sent: Sent, settings: Settings
) -> None:
    settings.EVENT_BATCH_SECONDS = 30
    capture(client, team)
    ingest.apply(args=(0,), throw=True)
    capture(client, team)
    sent.clear()
    ingest.apply(args=(0,), throw=True)
    [(name, options)] = sent
    assert (name, options["args"]) == (ingest.name, [0])
    assert 20 < options["countdown"] <= 30
    assert options["expires"] > options["countdown"]


def test_net_calls_for_partitions_without_worker_only(client: Client, team: TeamContext, sent: Sent) -> None:
    call_ingestion.apply(throw=True)
    assert sent == []
    capture(client, team)
    sent.clear()
    with Partition.leased(0):
        call_ingestion.apply(throw=True)
    assert sent == []
    call_ingestion.apply(throw=True)
    assert [(name, options["args"]) for name, options in sent] == [(ingest.name, [0])]


def test_schedules_name_tasks_that_exist() -> None:
    from posthog.worker import app as worker

    assert {schedule.task for schedule in SCHEDULES} <= set(worker.tasks)
    assert ingest.name in worker.tasks
