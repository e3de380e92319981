"""Groups and definitions, changed by hand over REST: in both stores at once, strictly, and with a line in the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from posthog.models import User
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.tests.test_persons import event
from products.events.backend.wire.identifiers import person_uuid

Row = dict[str, Any]
Send = Callable[..., None]
Ask = Callable[..., Any]


@pytest.fixture
def ask(api_client: APIClient, team: TeamContext) -> Ask:
    """A request below the project; asserts the status and returns the JSON."""

    def _ask(method: str, path: str, body: Any = None, status: int = 200, **params: Any) -> Any:
        address = f"/api/projects/{team.id}/{path}"
        if method == "get":
            response = api_client.get(address, params)
        else:
            response = getattr(api_client, method)(address, body, format="json", query_params=params)
        assert response.status_code == status, response.content
        return response.json() if response.content else None

    return _ask


def acme(**properties: Any) -> Row:
    stated = {"$group_type": "company", "$group_key": "acme", "$group_set": properties}
    return event("$groupidentify", "ada", stated)


def in_clickhouse(team: TeamContext) -> Row:
    return {key: dict(found) for key, found in run("SELECT key, properties FROM groups", context_of(team.id), {})}


def test_group_is_made_and_changed_in_both_stores_at_once(send: Send, ask: Ask, team: TeamContext) -> None:
    send(acme(seats=5, plan="free"))
    which = {"group_type_index": 0, "group_key": "acme"}
    changed = ask("post", "groups/update_property/", {"key": "plan", "value": ["pro", 1]}, **which)
    assert changed["group_properties"] == {"seats": 5, "plan": ["pro", 1]}
    assert ask("get", "groups/find/", **which) == changed
    made = ask("post", "groups/", {**which, "group_key": "new", "group_properties": {"seats": 7}}, 201)
    assert made["group_properties"] == {"seats": 7}
    assert in_clickhouse(team) == {"acme": {"seats": 5, "plan": ["pro", 1]}, "new": {"seats": 7}}
    ask("post", "groups/delete_property/", {"$unset": "plan"}, **which)
    assert in_clickhouse(team)["acme"] == {"seats": 5}
    # Nobody becomes a person by being in a list, and what ingestion says next goes on from here.
    assert ask("get", "persons/")["count"] == 1
    send(acme(city="Berlin"))
    assert in_clickhouse(team)["acme"] == {"seats": 5, "city": "Berlin"}
    assert ask("get", "groups/property_values/", group_type_index=0, key="seats") == [{"name": "5"}, {"name": "7"}]
    assert ask("get", "groups/property_definitions/") == {"0": [{"name": name} for name in ("city", "plan", "seats")]}
    assert ask("post", "groups/", {**which, "group_key": "new"}, 400)["attr"] == "group_key"
    ask("post", "groups/", {"group_type_index": 3, "group_key": "x"}, 404)
    ask("post", "groups/update_property/", {"key": "a", "value": 1}, 404, group_type_index=0, group_key="nobody")


def test_kinds_of_groups_are_named_and_get_columns(send: Send, ask: Ask) -> None:
    send(acme())
    named = ask(
        "patch",
        "groups_types/update_metadata/",
        [{"group_type_index": 0, "name_singular": "Company", "name_plural": "Companies"}],
    )
    assert (named[0]["name_singular"], named[0]["name_plural"]) == ("Company", "Companies")
    columns = {"group_type_index": 0, "default_columns": ["key", "properties.seats"]}
    assert ask("put", "groups_types/set_default_columns/", columns)[0]["default_columns"] == columns["default_columns"]
    assert ask("get", "groups_types/")[0]["name_plural"] == "Companies"
    # One that is not there spoils all.
    wrong = [{"group_type_index": 0, "name_plural": "X"}, {"group_type_index": 4, "name_plural": "Y"}]
    ask("patch", "groups_types/update_metadata/", wrong, 404)
    assert ask("get", "groups_types/")[0]["name_plural"] == "Companies"


def test_related_people_and_groups_occur_in_the_same_events(send: Send, ask: Ask, team: TeamContext) -> None:
    send(
        event("x", "ada", {"$groups": {"company": "acme", "board": "b1"}}),
        event("x", "grace", {"$groups": {"company": "acme", "board": "b2"}}),
        event("x", "alan", {"$groups": {"company": "other", "board": "b3"}}),
    )
    found = ask("get", "groups/related/", group_type_index=0, id="acme")
    assert set(found["people"]) == {str(person_uuid(team.id, name)) for name in ("ada", "grace")}
    assert sorted(each["group_key"] for each in found["groups"]) == ["b1", "b2"]
    mine = ask("get", "groups/related/", id=str(person_uuid(team.id, "alan")))
    assert (mine["people"], sorted(each["group_key"] for each in mine["groups"])) == ([], ["b3", "other"])
    assert ask("get", "groups/related/", status=400, id="acme")["attr"] == "id"


def test_event_is_announced_owned_and_found_by_name(ask: Ask, user: User) -> None:
    made = ask("post", "event_definitions/", {"name": "soon", "description": "When it is there."}, 201)
    assert (made["name"], made["description"], made["owner"], made["last_seen_at"]) == (
        "soon",
        "When it is there.",
        None,
        None,
    )
    owned = ask("patch", f"event_definitions/{made['id']}/", {"owner": user.pk})
    assert owned["owner"]["email"] == user.email
    assert ask("get", "event_definitions/by_name/", name="soon") == owned
    assert ask("patch", f"event_definitions/{made['id']}/", {"owner": None})["owner"] is None
    ask("get", "event_definitions/by_name/", status=404, name="Soon")
    assert ask("post", "event_definitions/", {"name": "soon"}, 400)["code"] == "unique"
    assert ask("post", "event_definitions/", {"name": " "}, 400)["attr"] == "name"
    refused = ask("patch", f"event_definitions/{made['id']}/", {"verified": True, "hidden": True}, 400)
    assert refused["attr"] == "hidden"


def test_owner_must_be_a_member(ask: Ask, other_team: TeamContext) -> None:
    stranger = User.objects.get(memberships__organization_id=other_team.organization_id)
    made = ask("post", "event_definitions/", {"name": "soon"}, 201)
    assert ask("patch", f"event_definitions/{made['id']}/", {"owner": stranger.pk}, 400)["attr"] == "owner"


def test_volume_counts_each_day_of_the_last_30(send: Send, ask: Ask) -> None:
    now = clock.now()
    send(
        *(event("x", "ada", timestamp=(now - timedelta(days=days)).isoformat()) for days in (0, 0, 3, 29, 31)),
        event("y", "ada"),
    )
    definition = ask("get", "event_definitions/by_name/", name="x")
    found = ask("get", f"event_definitions/{definition['id']}/metrics/")
    assert found["volume_30_day"] == 4
    assert len(found["days"]) == 30
    assert found["days"][-1] == {"day": now.date().isoformat(), "count": 2}
    counted = {(now - timedelta(days=days)).date().isoformat(): count for days, count in ((0, 2), (3, 1), (29, 1))}
    assert {day["day"]: day["count"] for day in found["days"] if day["count"]} == counted


@pytest.mark.parametrize(("kind", "scope"), [("event", "EventDefinition"), ("property", "PropertyDefinition")])
def test_many_are_tagged_and_verified_all_or_none(kind: str, scope: str, send: Send, ask: Ask) -> None:
    send(event("a", "ada", {"a": 1, "b": 2}), event("b", "ada"))
    path = f"{kind}_definitions/"
    ids = [each["id"] for each in ask("get", path)["results"] if each["name"] in ("a", "b")]
    assert len(ids) == 2
    assert ask("post", f"{path}bulk_update_tags/", {"ids": ids, "action": "set", "tags": ["x", "y"]}) == {"changed": 2}
    ask("post", f"{path}bulk_update_tags/", {"ids": ids[:1], "action": "add", "tags": ["z", "y"]})
    ask("post", f"{path}bulk_update_tags/", {"ids": ids[:1], "action": "remove", "tags": ["x"]})
    ask("post", f"{path}bulk_verify/", {"ids": ids[1:]})
    first, second = (ask("get", f"{path}{one}/") for one in ids)
    assert (first["tags"], second["tags"]) == (["y", "z"], ["x", "y"])
    assert (first["verified"], second["verified"]) == (False, True)
    assert [each["id"] for each in ask("get", path, tags='["z", "nothing"]')["results"]] == ids[:1]
    assert [each["id"] for each in ask("get", path, verified="true")["results"]] == ids[1:]
    # A hidden one cannot be verified, so nothing is.
    ask("patch", f"{path}{ids[0]}/", {"hidden": True})
    ask("post", f"{path}bulk_verify/", {"ids": [ids[1], ids[0]], "verified": False})
    ask("post", f"{path}bulk_verify/", {"ids": [ids[1], ids[0]]}, 400)
    assert ask("get", f"{path}{ids[1]}/")["verified"] is False
    assert ids[0] not in [each["id"] for each in ask("get", path, exclude_hidden="true")["results"]]
    ask("post", f"{path}bulk_verify/", {"ids": [ids[1], "0190163e-d694-7a52-8d5e-1ba8a8a8a8a8"]}, 404)
    lines = ask("get", "activity_log/", scope=scope)["results"]
    assert [change["field"] for change in lines[-1]["detail"]["changes"]] == ["tags"]


def test_type_of_a_property_changes_kept_answers_at_once(send: Send, ask: Ask) -> None:
    send(event("x", "ada", {"size": "9"}), event("x", "ada", {"size": "10"}))
    definition = ask("get", "property_definitions/", search="size")["results"][0]
    question = {"query": {"kind": "HogQLQuery", "query": "SELECT max(properties.size) FROM events"}}

    def largest() -> Any:
        return ask("post", "query/", question)["results"][0][0]

    ask("patch", f"property_definitions/{definition['id']}/", {"property_type": "String"})
    assert largest() == "9"
    ask("patch", f"property_definitions/{definition['id']}/", {"property_type": "Numeric"})
    assert largest() == 10
