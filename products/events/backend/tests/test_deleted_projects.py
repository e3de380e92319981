"""A project that vanishes while its events wait, with transactions that really end: what hangs on its row is refused."""

import time
from collections.abc import Callable

import orjson
import pytest
from django.test.client import Client

from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.logic.queue import connection, keys
from products.events.backend.tests.conftest import Row, queue_length, work_off_the_queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("properties", [{}, {"$groups": {"company": "acme"}}])
def test_what_a_worker_still_knows_of_a_deleted_project_holds_up_nobody(
    client: Client,
    team: TeamContext,
    other_team: TeamContext,
    stored: Callable[..., list[Row]],
    properties: Row,
) -> None:
    def post(to: TeamContext, distinct_id: str) -> None:
        event = {"event": "x", "distinct_id": distinct_id, "properties": {"fresh": 1, **properties}}
        body = orjson.dumps({"api_key": to.api_token, "batch": [event]})
        assert client.post("/batch/", body, content_type="application/json").status_code == 200

    # The worker has met both, and believes for a minute that they are there.
    post(other_team, "before")
    post(team, "before")
    assert work_off_the_queue() == 2

    post(other_team, "after")
    post(team, "after")
    Team.objects.filter(pk=other_team.id).delete()
    began = time.monotonic()
    assert work_off_the_queue() == 1

    assert time.monotonic() - began < 10
    assert queue_length() == 0
    assert connection.client().xlen(keys.DEAD) == 0
    assert [row["distinct_id"] for row in stored("distinct_id")] == ["after", "before"]
