"""A list of people counts in queries and flags as soon as it is uploaded. Over HTTP, with transactions that really end."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.celery import app
from posthog.contracts import TeamContext

# Flags read members over a connection of their own.
pytestmark = pytest.mark.django_db(transaction=True)
NOBODY_LISTENS = "http://default:@127.0.0.1:9/default"


@pytest.fixture(autouse=True)
def people(send: Callable[..., None]) -> None:
    send(
        *({"event": "$identify", "distinct_id": name, "properties": {"$set": {}}} for name in ("ada", "grace", "alan"))
    )


class Asking:
    """What people and SDKs see of one static cohort."""

    def __init__(self, client: APIClient, team: TeamContext) -> None:
        self.client, self.team = client, team
        self.base = f"/api/projects/{team.id}"
        self.cohort_id = self._post("cohorts/", {"name": "Listed", "is_static": True})["id"]
        self.path = f"{self.base}/cohorts/{self.cohort_id}/"
        condition = {"properties": [{"type": "cohort", "key": "id", "value": self.cohort_id, "operator": "in"}]}
        self._post("feature_flags/", {"key": "beta", "filters": {"groups": [condition]}})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        response = self.client.post(f"{self.base}/{path}", body, format="json")
        assert response.status_code < 300, response.content
        return response.json()

    def upload(self, *names: str) -> None:
        csv = SimpleUploadedFile("people.csv", "\n".join(names).encode())
        response = self.client.post(f"{self.path}upload/", {"csv": csv}, format="multipart")
        assert (response.status_code, response.json()["added"]) == (200, len(names)), response.content

    def members(self, condition: str = "person_id IN COHORT {id}") -> list[str]:
        """Through a query that is answered from the cache when it may be."""
        hogql = f"SELECT DISTINCT distinct_id FROM events WHERE {condition} ORDER BY distinct_id"
        query = {"kind": "HogQLQuery", "query": hogql.replace("{id}", str(self.cohort_id))}
        return [row[0] for row in self._post("query/", {"query": query, "refresh": "blocking"})["results"]]

    def flagged(self) -> list[str]:
        def is_on(name: str) -> bool:
            body = json.dumps({"token": self.team.api_token, "distinct_id": name})
            answer = Client().post("/flags/?v=2", body, content_type="application/json").json()
            assert answer["errorsWhileComputingFlags"] is False
            return bool(answer["flags"]["beta"]["enabled"])

        return [name for name in ("ada", "alan", "grace") if is_on(name)]

    def is_calculating(self) -> bool:
        return bool(self.client.get(self.path).json()["is_calculating"])


@pytest.fixture
def asking(api_client: APIClient, team: TeamContext) -> Asking:
    return Asking(api_client, team)


def test_who_was_uploaded_counts_with_the_answer(asking: Asking) -> None:
    assert asking.members() == asking.flagged() == []
    asking.upload("ada", "grace")
    assert asking.members() == asking.members("person_id IN COHORT 'Listed'") == asking.flagged() == ["ada", "grace"]
    assert asking.members("person_id NOT IN COHORT {id}") == ["alan"]
    assert not asking.is_calculating()
    asking.upload("alan")
    assert asking.members() == asking.flagged() == ["ada", "alan", "grace"]

    found = asking.client.get(f"{asking.base}/persons/", {"distinct_id": "ada"}).json()["results"]
    removal = {"person_id": found[0]["id"]}
    removed = asking.client.patch(f"{asking.path}remove_person_from_static_cohort/", removal, format="json")
    assert removed.json() == {"removed": True}
    assert asking.members() == asking.flagged() == ["alan", "grace"]
    # Came, went and came again within moments: the last word counts.
    asking.upload("ada")
    assert asking.members() == asking.flagged() == ["ada", "alan", "grace"]


def test_cohort_says_that_it_is_not_complete_while_clickhouse_is_away(asking: Asking, settings: Any) -> None:
    reachable = settings.CLICKHOUSE_URL
    settings.CLICKHOUSE_URL = NOBODY_LISTENS
    asking.upload("ada")
    # Flags do not need ClickHouse; queries will, and are told by the cohort to wait.
    assert asking.flagged() == ["ada"]
    assert asking.is_calculating()
    settings.CLICKHOUSE_URL = reachable
    assert asking.members() == []
    app.tasks["cohorts.flush_changes"].run()
    assert not asking.is_calculating()
    assert asking.members() == ["ada"]
