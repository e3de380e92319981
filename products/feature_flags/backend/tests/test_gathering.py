"""The people of a flag become a cohort bit by bit, and nobody takes a part of them for all. Over HTTP, with real stores."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from products.feature_flags.backend.facade.system import FlagSystemAPI
from products.feature_flags.backend.logic.management import people
from products.feature_flags.backend.models import CohortGathering

# Lists are carried to ClickHouse when transactions end.
pytestmark = pytest.mark.django_db(transaction=True)
NAMES = tuple(f"p{index:02}" for index in range(12))


class Making:
    """A flag for half of those who pay, and the cohort of its people."""

    def __init__(self, client: APIClient, team: TeamContext) -> None:
        self.client, self.team = client, team
        self.base = f"/api/projects/{team.id}"
        paying = {"key": "plan", "type": "person", "operator": "exact", "value": "pro"}
        filters = {"groups": [{"properties": [paying], "rollout_percentage": 50}]}
        self.flag_id = self.send("post", "feature_flags/", {"key": "half", "filters": filters})["id"]
        self.on = {name for name in NAMES if self._is_on(name)}
        assert 0 < len(self.on) < 9

    def send(self, method: str, path: str, body: Any = None) -> Any:
        response = getattr(self.client, method)(f"{self.base}/{path}", body, format="json")
        assert response.status_code < 300, response.content
        return response.json()

    def _is_on(self, name: str) -> bool:
        body = json.dumps({"token": self.team.api_token, "distinct_id": name})
        answer = Client().post("/flags/?v=2", body, content_type="application/json").json()
        return bool(answer["flags"]["half"]["enabled"])

    def start(self) -> Any:
        return self.send("post", f"feature_flags/{self.flag_id}/create_static_cohort_for_flag/")["cohort"]

    def cohort(self, cohort_id: int) -> tuple[bool, int | None]:
        """(whether it is being calculated, how many are in it)."""
        found = self.send("get", f"cohorts/{cohort_id}/")
        return found["is_calculating"], found["count"]

    def members(self, cohort_id: int) -> Any:
        hogql = f"SELECT DISTINCT distinct_id FROM events WHERE person_id IN COHORT {cohort_id}"
        query = {"kind": "HogQLQuery", "query": hogql}
        response = self.client.post(f"{self.base}/query/", {"query": query, "refresh": "blocking"}, format="json")
        answer = response.json()
        return {row[0] for row in answer["results"]} if response.status_code == 200 else answer["detail"]


@pytest.fixture
def making(send: Callable[..., None], api_client: APIClient, team: TeamContext) -> Making:
    send(
        *(
            {
                "event": "$identify",
                "distinct_id": name,
                "properties": {"$set": {"plan": "pro" if index < 9 else "free"}},
            }
            for index, name in enumerate(NAMES)
        )
    )
    return Making(api_client, team)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page at a time, and no time for a second one."""
    monkeypatch.setattr(people, "PAGE", 5)
    monkeypatch.setattr(people, "WAITED_SECONDS", 0.0)


def test_few_people_are_there_with_the_answer(making: Making) -> None:
    made = making.start()
    assert (made["is_calculating"], made["count"]) == (False, len(making.on))
    assert making.members(made["id"]) == making.on
    assert not CohortGathering.objects.for_team(making.team.id).exists()


@pytest.mark.usefixtures("slowly")
def test_the_rest_follows_by_itself_as_the_flag_was(making: Making) -> None:
    made = making.start()
    assert (made["is_calculating"], making.cohort(made["id"])) == (True, (True, None))
    assert "has not been calculated yet" in making.members(made["id"])
    # What becomes of the flag is not of those who were asked for.
    making.send("patch", f"feature_flags/{making.flag_id}/", {"filters": {"groups": []}, "active": False})
    making.send("patch", f"feature_flags/{making.flag_id}/", {"deleted": True})
    assert FlagSystemAPI.gather_people() is False
    assert making.cohort(made["id"]) == (False, len(making.on))
    assert making.members(made["id"]) == making.on
    assert FlagSystemAPI.gather_people() is False


@pytest.mark.usefixtures("slowly")
def test_what_a_dead_worker_left_is_taken_up_where_it_was(making: Making) -> None:
    made = making.start()
    rows = CohortGathering.objects.for_team(making.team.id)
    (begun,) = rows.values_list("after", flat=True)
    assert begun is not None
    rows.update(held_until=clock.now() + timedelta(seconds=30))
    assert FlagSystemAPI.gather_people() is False
    assert making.cohort(made["id"]) == (True, None)
    rows.update(held_until=clock.now() - timedelta(seconds=1))
    FlagSystemAPI.gather_people()
    assert making.members(made["id"]) == making.on


@pytest.mark.usefixtures("slowly")
def test_list_that_is_deleted_meanwhile_ends_there(making: Making) -> None:
    made = making.start()
    making.send("patch", f"cohorts/{made['id']}/", {"deleted": True})
    FlagSystemAPI.gather_people()
    assert not CohortGathering.objects.for_team(making.team.id).exists()
    # Taken back, it is what had been gathered.
    restored = making.send("patch", f"cohorts/{made['id']}/", {"deleted": False})
    assert (restored["version"], making.cohort(made["id"])[0]) == (1, False)
    assert making.members(made["id"]) <= making.on
