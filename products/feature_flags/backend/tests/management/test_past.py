"""Why somebody got what they got: a flag, the person and the group as they were at a moment that has passed."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import User
from products.feature_flags.backend.models import FeatureFlag
from products.feature_flags.backend.tests.factories import make_flag

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC).replace(microsecond=0)
Send = Callable[..., None]


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def is_on(key: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "person", "operator": "exact", "value": value, **more}


def reaching(*properties: dict[str, Any]) -> dict[str, Any]:
    return {"groups": [{"properties": list(properties), "rollout_percentage": 100}]}


class Past:
    """A flag that is changed on past days, and asked as of them."""

    def __init__(self, client: APIClient, team: TeamContext, user: User, patch: pytest.MonkeyPatch) -> None:
        self.client, self.team, self.user, self._patch = client, team, user, patch
        self.base = f"/api/projects/{team.id}/feature_flags/"

    @contextmanager
    def at(self, days: float) -> Any:
        """Do something so many days ago."""
        with self._patch.context() as moved:
            moved.setattr(clock, "now", lambda: NOW - timedelta(days=days))
            yield

    def make(self, key: str, days: float, filters: dict[str, Any], **fields: Any) -> int:
        with self.at(days):
            flag = make_flag(self.team.id, self.user, key=key, filters=filters, **fields)
        rows = FeatureFlag.objects.for_team(self.team.id).filter(pk=flag.id)
        rows.update(created_at=NOW - timedelta(days=days))
        return flag.id

    def change(self, flag_id: int, days: float, **fields: Any) -> None:
        with self.at(days):
            changed = self.client.patch(f"{self.base}{flag_id}/", fields)
        assert changed.status_code == 200, changed.json()

    def ask(self, flag_id: int, timestamp: str, **body: Any) -> Any:
        form = {"distinct_id": "ada", **body, "timestamp": timestamp}
        return self.client.post(f"{self.base}{flag_id}/test_evaluation/", form)

    def answer(self, flag_id: int, days: float, **body: Any) -> Any:
        response = self.ask(flag_id, ago(days), **body)
        assert response.status_code == 200, response.json()
        return response.json()


@pytest.fixture
def past(api_client: APIClient, team: TeamContext, user: User, monkeypatch: pytest.MonkeyPatch) -> Past:
    return Past(api_client, team, user, monkeypatch)


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def test_flag_and_person_are_those_of_then(past: Past, send: Send) -> None:
    send(
        {"event": "$set", "distinct_id": "ada", "timestamp": ago(9), "properties": {"$set": {"plan": "free"}}},
        {"event": "$set", "distinct_id": "ada", "timestamp": ago(5), "properties": {"$set": {"plan": "pro"}}},
        {"event": "visit", "distinct_id": "ada", "timestamp": ago(4), "properties": {"$process_person_profile": False}},
        {"event": "$set", "distinct_id": "ada", "timestamp": ago(1), "properties": {"$set": {"plan": "team"}}},
    )
    flag_id = past.make("beta", 10, reaching(is_on("plan", "pro")))
    past.change(flag_id, 3, filters=reaching(is_on("plan", "team")))
    past.change(flag_id, 0.5, active=False)

    def seen(days: float) -> tuple[Any, ...]:
        found = past.answer(flag_id, days)
        (trace,) = found["conditions"][0]["properties"]
        return (
            found["value"],
            found["as_of"]["flag_version"],
            trace["value"],
            None if trace["is_missing"] else trace["actual"],
        )

    assert {days: seen(days) for days in (9.5, 8, 3.5, 2, 0.9, 0.1)} == {
        9.5: (False, 1, "pro", None),
        8: (False, 1, "pro", "free"),
        3.5: (True, 1, "pro", "pro"),
        2: (False, 2, "team", "pro"),
        0.9: (True, 2, "team", "team"),
        0.1: (False, 3, "team", "team"),
    }
    found = past.answer(flag_id, 4.5)["as_of"]
    assert (moment(found["timestamp"]), moment(found["person_known_from"])) == (
        NOW - timedelta(days=4.5),
        NOW - timedelta(days=5),
    )
    assert found["from_now"] == []
    assert past.answer(flag_id, 9.5)["as_of"]["person_known_from"] is None
    assert past.answer(flag_id, 0.1)["reason"] == "flag_disabled"
    pretended = past.answer(flag_id, 8, person_properties={"plan": "pro"})
    assert pretended["value"] is True
    now = past.client.post(f"{past.base}{flag_id}/test_evaluation/", {"distinct_id": "ada"}).json()
    assert (now["as_of"], now["reason"]) == (None, "flag_disabled")


def test_what_the_flag_depended_on_and_its_group_are_those_of_then(past: Past, send: Send) -> None:
    def described(days: float, size: int) -> dict[str, Any]:
        about = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": size}}
        return {"event": "$groupidentify", "distinct_id": "ada", "timestamp": ago(days), "properties": about}

    send(described(9, 5), described(2, 500))
    base_id = past.make("base", 8, reaching(), active=False)
    past.change(base_id, 4, active=True)
    depends = {"type": "flag", "key": str(base_id), "operator": "flag_evaluates_to", "value": True}
    large = {"key": "size", "type": "group", "operator": "gt", "value": 100, "group_type_index": 0}
    filters = reaching(large, depends) | {"aggregation_group_type_index": 0}
    flag_id = past.make("top", 7, filters)
    found = {days: past.answer(flag_id, days, groups={"company": "acme"}) for days in (6, 3, 1)}
    traces = {
        days: [(trace["actual"], trace["matched"]) for trace in one["conditions"][0]["properties"]]
        for days, one in found.items()
    }
    assert traces == {
        6: [(5, False), (False, False)],
        3: [(5, False), (True, True)],
        1: [(500, True), (True, True)],
    }
    assert [one["value"] for one in found.values()] == [False, False, True]


def test_what_people_changed_about_a_group_is_of_its_time(past: Past, send: Send) -> None:
    about = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": 5, "plan": "free"}}
    send({"event": "$groupidentify", "distinct_id": "ada", "timestamp": ago(9), "properties": about})
    group = f"/api/projects/{past.team.id}/groups/{{}}/?group_type_index=0&group_key=acme"
    with past.at(4):
        changed = past.client.post(group.format("update_property"), {"key": "size", "value": 50})
        assert changed.status_code == 200, changed.json()
    with past.at(2):
        changed = past.client.post(group.format("delete_property"), {"$unset": "size"})
        assert changed.status_code == 200, changed.json()
    large = {"key": "size", "type": "group", "operator": "gt", "value": 1, "group_type_index": 0}
    flag_id = past.make("per-company", 8, reaching(large) | {"aggregation_group_type_index": 0})
    found = {days: past.answer(flag_id, days, groups={"company": "acme"}) for days in (6, 3, 1)}
    traces = {days: one["conditions"][0]["properties"][0] for days, one in found.items()}
    assert {days: (trace["actual"], trace["is_missing"]) for days, trace in traces.items()} == {
        6: (5, False),
        3: (50, False),
        1: (None, True),
    }
    # Of a group that nobody has described nothing was known.
    unknown = past.answer(flag_id, 3, groups={"company": "elsewhere"})
    assert unknown["conditions"][0]["properties"][0]["is_missing"] is True


def test_what_has_no_past_is_named(past: Past, send: Send) -> None:
    send({"event": "$set", "distinct_id": "ada", "timestamp": ago(5), "properties": {"$set": {"plan": "pro"}}})
    made = past.client.post(f"/api/projects/{past.team.id}/cohorts/", {"name": "Listed", "is_static": True}).json()
    listed = {"type": "cohort", "key": "id", "value": made["id"], "operator": "in"}
    flag_id = past.make("beta", 4, reaching(listed), ensure_experience_continuity=True)
    assert past.answer(flag_id, 1)["as_of"]["from_now"] == ["cohorts", "kept_ids"]


def test_moment_at_which_there_was_no_such_flag_is_refused(past: Past) -> None:
    flag_id = past.make("beta", 4, reaching())
    past.change(flag_id, 3, deleted=True)
    past.change(flag_id, 1, deleted=False)
    cases = {
        ago(5): "was made at",
        ago(2): "was deleted at that time",
        ago(-1): "is to come",
        "yesterday": "Datetime has wrong format",
    }
    for timestamp, words in cases.items():
        refused = past.ask(flag_id, timestamp)
        assert (refused.status_code, refused.json()["attr"]) == (400, "timestamp")
        assert words in refused.json()["detail"]
    assert past.answer(flag_id, 3.5)["value"] is True
    assert past.answer(flag_id, 0.5)["value"] is True


def test_deleted_flag_can_be_asked_for_the_time_before(past: Past) -> None:
    flag_id = past.make("beta", 4, reaching())
    past.change(flag_id, 1, deleted=True)
    assert past.answer(flag_id, 2)["value"] is True
