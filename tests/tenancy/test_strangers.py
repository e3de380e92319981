"""A project full of real things, and a member of another one who knows all their ids.

In their own project's address such an id must be the same as one that never existed: same status, same words, whatever
the method; no list and no search may show anything of it; and naming it in a body must not touch it either.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.test.client import Client
from rest_framework.test import APIClient

from posthog.contracts import TeamContext
from posthog.models import Team
from products.events.backend.facade.enums import DrainOutcome
from products.events.backend.facade.system import IngestionAPI
from tests.tenancy.test_routes import ALL, METHODS, PROJECT, fill, named

pytestmark = pytest.mark.django_db
# In everything of the stranger's, so that a leak is seen wherever it is.
CANARY = "canaryx7q"
ON_CANARY = {
    "properties": {
        "type": "AND",
        "values": [
            {"type": "AND", "values": [{"key": CANARY, "type": "person", "value": CANARY, "operator": "exact"}]}
        ],
    }
}
# What is not made by anybody, and so cannot be somebody else's: names that every project has.
EVERYBODYS = {"list_columns": "events"}


class Stranger:
    """Somebody else, their project, and one of everything in it."""

    def __init__(self, team: TeamContext) -> None:
        self.team = team
        organization = Team.objects.get(pk=team.id).organization
        self.client = APIClient()
        membership = organization.memberships.get()
        self.client.force_login(membership.user)
        self._send(team.api_token)
        # By resource: the id of a thing that is there.
        self.ids: dict[str, Any] = {
            "actions": self.make("actions", {"name": CANARY, "steps": [{"event": CANARY}]}),
            "annotations": self.make("annotations", {"content": CANARY, "date_marker": "2026-01-01T00:00:00Z"}),
            "cohorts": self.make("cohorts", {"name": CANARY, "filters": ON_CANARY}),
            "feature_flags": self.make("feature_flags", {"key": CANARY, "name": CANARY}),
            "early_access_feature": self.make("early_access_feature", {"name": CANARY, "stage": "beta"}),
            "insights": self.make(
                "insights",
                {"name": CANARY, "query": {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": CANARY}]}},
            ),
            "secret_keys": (secret := self._post(self.address("secret_keys"), {"label": CANARY}))["id"],
        }
        self.secret_key: str = secret["value"]
        schedule = {"operation": "update_status", "value": True}
        self.ids |= {
            "scheduled_changes": self.make(
                "scheduled_changes",
                {"record_id": self.ids["feature_flags"], "payload": schedule, "scheduled_at": "2040-01-01T00:00:00Z"},
            ),
            "persons": self.listed("persons", 1)[0]["id"],
            "events": self.listed("events")[0]["id"],
            "event_definitions": self.listed("event_definitions")[0]["id"],
            "property_definitions": self.listed("property_definitions")[0]["id"],
            "erasures": self._erase(),
            "group_erasures": self._erase_group(),
            "query": self._ask(),
        }
        self.organization = {
            "organization_id": organization.id,
            "user_uuid": membership.user.uuid,
            "invite_id": self._post("/api/organizations/@current/invites/", {"target_email": f"{CANARY}@example.com"})[
                "id"
            ],
        }
        self.key = self._post("/api/personal_api_keys/", {"label": CANARY, "scopes": ["person:read"]})["id"]

    def address(self, resource: str) -> str:
        return f"/api/projects/{self.team.id}/{resource}/"

    def make(self, resource: str, body: Mapping[str, Any]) -> Any:
        return self._post(self.address(resource), body)["id"]

    def listed(self, resource: str, least: int = 1) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.client.get(self.address(resource)).json()["results"]
        assert len(rows) >= least, resource
        return rows

    def everything(self) -> dict[str, Any]:
        """All they have, as they see it: what nobody else may change."""
        resources = [*sorted(set(self.ids) - {"query"}), "activity_log", "groups_types"]
        seen = {resource: self.client.get(self.address(resource)).json() for resource in resources}
        seen["groups"] = self.client.get(self.address("groups"), {"group_type_index": 0}).json()
        seen["query"] = self.client.get(f"{self.address('query')}{self.ids['query']}/").json()
        seen["keys"] = self.client.get("/api/personal_api_keys/").json()
        without_use = re.sub(r'"last_used_at": "[^"]*"', '"last_used_at": null', json.dumps(seen))
        found: dict[str, Any] = json.loads(without_use)
        return found

    def _post(self, address: str, body: Mapping[str, Any]) -> Any:
        response = self.client.post(address, body, format="json")
        assert response.status_code in {200, 201, 202}, (address, response.content)
        return response.json()

    def _send(self, token: str) -> None:
        def event(name: str, who: str, **properties: Any) -> dict[str, Any]:
            return {"event": name, "distinct_id": who, "properties": properties}

        batch = [
            event(CANARY, CANARY, **{"$set": {CANARY: CANARY, "email": f"{CANARY}@example.com"}, CANARY: CANARY}),
            event("page", f"gone-{CANARY}"),
            event(
                "$groupidentify",
                CANARY,
                **{"$group_type": "company", "$group_key": CANARY, "$group_set": {CANARY: CANARY}},
            ),
            event("$delete_person", CANARY),
        ]
        body = json.dumps({"api_key": token, "batch": batch})
        assert Client().post("/batch/", body, content_type="application/json").status_code == 200
        while IngestionAPI.list_neglected_partitions():
            for partition in IngestionAPI.list_neglected_partitions():
                assert IngestionAPI.drain_partition(partition).outcome != DrainOutcome.FAILED

    def _erase(self) -> Any:
        [person] = self.client.get(self.address("persons"), {"distinct_id": f"gone-{CANARY}"}).json()["results"]
        assert self.client.delete(f"{self.address('persons')}{person['id']}/?delete_events=true").status_code < 300
        return self.listed("erasures")[0]["id"]

    def _erase_group(self) -> Any:
        which = {"group_type_index": 0, "group_key": f"gone-{CANARY}"}
        self._post(self.address("groups"), which)
        response = self.client.delete(f"{self.address('groups')}find/", query_params=which)
        assert response.status_code == 202, response.content
        return response.json()["id"]

    def _ask(self) -> Any:
        query = {"kind": "HogQLQuery", "query": f"SELECT '{CANARY}'"}
        return self._post(self.address("query"), {"query": query, "refresh": "force_async"})["query_status"]["id"]


@pytest.fixture
def stranger(other_team: TeamContext, settings: Any) -> Stranger:
    settings.EVENT_BATCH_SECONDS = 0
    return Stranger(other_team)


def with_ids() -> Iterator[tuple[str, str]]:
    """(address, resource) of every route of a project that names a thing in it."""
    for address in PROJECT:
        below = address.removeprefix("/api/projects/<str:project_id>/")
        resource, _, rest = below.partition("/")
        if "<" in rest and resource not in EVERYBODYS:
            yield address, resource


def filled(address: str, project: int, wanted: Any) -> str:
    """The address with the thing's id in the place of the first name, whatever it is called there."""
    below = fill(address.split("/<", 2)[0] + "/<str:project_id>/", project_id=project)
    rest = address.removeprefix("/api/projects/<str:project_id>/")
    return below + fill(re.sub(r"<[^>]+>", str(wanted), rest, count=1))


def never_existed(known: Any) -> Any:
    """An id of the same kind that nobody has."""
    if isinstance(known, int):
        return known + 1_000_000
    return str(uuid4()) if re.fullmatch(r"[0-9a-f-]{36}", str(known)) else "never" + str(known)[5:]


BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"name": "taken", "key": "taken", "content": "taken", "deleted": True, "description": "taken", "label": "taken"},
    {"key": "taken", "value": "taken", "$unset": CANARY, "main_distinct_id": CANARY},
)


def test_an_id_of_another_project_is_one_that_never_existed(
    api_client: APIClient, team: TeamContext, stranger: Stranger
) -> None:
    # So that a new resource with ids cannot be forgotten here.
    assert {resource for _, resource in with_ids()} == set(stranger.ids)
    before = stranger.everything()
    assert CANARY in json.dumps(before)
    wrong: list[object] = []
    tried = 0
    for address, resource in with_ids():
        real = CANARY if "<str:key>" in address else stranger.ids[resource]
        unreal = never_existed(real)
        for method in METHODS:
            for body in BODIES if method in {"POST", "PATCH", "PUT"} else BODIES[:1]:
                answers = []
                for each in (real, unreal):
                    path = filled(address, team.id, each)
                    response = api_client.generic(method, path, json.dumps(body), content_type="application/json")
                    answers.append((response.status_code, response.content.decode().replace(str(each), "…")))
                tried += 1
                # Nothing to cancel is cancelled.
                is_refused = 400 <= answers[0][0] < 500 or (resource == "query" and answers[0] == (204, ""))
                if answers[0] != answers[1] or not is_refused or CANARY in answers[0][1]:
                    wrong.append((method, named(address), body, answers))
                if answers[0][0] == 405:
                    break
    assert wrong == []
    assert tried > 150
    assert stranger.everything() == before


def test_no_list_and_no_search_shows_anything_of_another_project(
    api_client: APIClient, team: TeamContext, stranger: Stranger
) -> None:
    lists = [address for address in PROJECT if "<" not in address.removeprefix("/api/projects/<str:project_id>/")]
    assert len(lists) > 30
    searches: tuple[dict[str, Any], ...] = (
        {},
        {"search": CANARY, "limit": 1000},
        {"distinct_id": CANARY, "key": CANARY, "value": CANARY, "event": CANARY},
        {"person_id": stranger.ids["persons"], "item_id": stranger.ids["feature_flags"], "scope": "FeatureFlag"},
        {"group_type_index": 0, "group_key": CANARY, "id": stranger.ids["persons"]},
        {"cohort": stranger.ids["cohorts"], "record_id": stranger.ids["feature_flags"], "name": CANARY},
    )
    wrong = []
    for address in lists:
        for search in searches:
            response = api_client.get(fill(address, project_id=team.id), search)
            whole = b"".join(response) if response.streaming else response.content
            text = whole.decode()
            # A refusal may repeat what was asked.
            for value in search.values():
                text = (
                    text.replace(f"'{value}'", "").replace(f'\\"{value}\\"', "")
                    if response.status_code >= 400
                    else text
                )
            if CANARY in text or response.status_code >= 500:
                wrong.append((named(address), search, response.status_code, text[:300]))
    assert wrong == []


def test_an_id_of_another_project_in_a_body_touches_nothing(
    api_client: APIClient, team: TeamContext, stranger: Stranger
) -> None:
    before = stranger.everything()
    ids = stranger.ids
    static = api_client.post(
        f"/api/projects/{team.id}/cohorts/", {"name": "Mine", "is_static": True}, format="json"
    ).json()
    in_their_cohort = {"type": "AND", "values": [{"key": "id", "type": "cohort", "value": ids["cohorts"]}]}
    attempts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "persons/bulk_delete", {"ids": [ids["persons"]], "delete_events": True}),
        ("POST", "persons/bulk_delete", {"distinct_ids": [CANARY]}),
        ("POST", "feature_flags/bulk_delete", {"ids": [ids["feature_flags"]]}),
        ("POST", "feature_flags/bulk_keys", {"ids": [ids["feature_flags"]]}),
        ("POST", "feature_flags/bulk_update_tags", {"ids": [ids["feature_flags"]], "action": "add", "tags": ["taken"]}),
        (
            "POST",
            "event_definitions/bulk_update_tags",
            {"ids": [ids["event_definitions"]], "action": "add", "tags": ["x"]},
        ),
        ("POST", "event_definitions/bulk_verify", {"ids": [ids["event_definitions"]], "verified": True}),
        (
            "POST",
            "property_definitions/bulk_update_tags",
            {"ids": [ids["property_definitions"]], "action": "add", "tags": ["x"]},
        ),
        ("POST", "property_definitions/bulk_verify", {"ids": [ids["property_definitions"]], "verified": True}),
        (
            "POST",
            "scheduled_changes",
            {
                "record_id": ids["feature_flags"],
                "payload": {"operation": "update_status", "value": False},
                "scheduled_at": "2040-01-01T00:00:00Z",
            },
        ),
        ("POST", "early_access_feature", {"name": "x", "stage": "beta", "feature_flag_id": ids["feature_flags"]}),
        ("PATCH", f"cohorts/{static['id']}/add_persons_to_static_cohort", {"person_ids": [ids["persons"]]}),
        ("PATCH", f"cohorts/{static['id']}/remove_person_from_static_cohort", {"person_id": ids["persons"]}),
        ("POST", "cohorts", {"name": "x", "filters": {"properties": {"type": "AND", "values": [in_their_cohort]}}}),
        ("POST", "cohorts/estimate", {"filters": {"properties": {"type": "AND", "values": [in_their_cohort]}}}),
        (
            "POST",
            "annotations",
            {"content": "x", "date_marker": "2026-01-01T00:00:00Z", "dashboard_item": ids["insights"]},
        ),
        ("POST", "groups/update_property", {"group_type_index": 0, "group_key": CANARY, "key": "x", "value": 1}),
        (
            "POST",
            "query",
            {"query": {"kind": "HogQLQuery", "query": f"SELECT * FROM persons WHERE id IN COHORT {ids['cohorts']}"}},
        ),
        (
            "POST",
            "query",
            {
                "query": {
                    "kind": "HogQLQuery",
                    "query": f"SELECT count() FROM events WHERE matchesAction({ids['actions']})",
                }
            },
        ),
        (
            "POST",
            "query",
            {"query": {"kind": "TrendsQuery", "series": [{"kind": "ActionsNode", "id": ids["actions"]}]}},
        ),
        (
            "POST",
            "query",
            {"query": {"kind": "HogQLQuery", "query": "SELECT * FROM events"}, "client_query_id": ids["query"]},
        ),
    ]
    for method, below, body in attempts:
        path = f"/api/projects/{team.id}/{below}/"
        response = api_client.generic(method, path, json.dumps(body), content_type="application/json")
        assert response.status_code < 500, (below, response.content)
        text = response.content.decode().replace(f"'{CANARY}'", "")
        assert CANARY not in text, (below, response.content)
    assert stranger.everything() == before
    members = api_client.get(f"/api/projects/{team.id}/cohorts/{static['id']}/persons/").json()
    assert members["results"] == []


def test_a_secret_key_opens_its_own_project_only(team: TeamContext, stranger: Stranger) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {stranger.secret_key}")
    definitions = "/api/feature_flag/local_evaluation/"
    assert CANARY in client.get(definitions, {"token": stranger.team.api_token}).content.decode(), "it is a key"
    assert client.get(definitions, {"token": team.api_token}).status_code in {401, 403, 404}
    for address in PROJECT:
        for method in ("GET", "POST"):
            response = client.generic(method, fill(address, project_id=team.id), "{}", content_type="application/json")
            assert response.status_code in {401, 403, 404}, (method, address, response.content)
            assert CANARY not in response.content.decode()


def test_a_secret_key_reads_definitions_of_its_own_project_and_does_nothing_else(stranger: Stranger) -> None:
    before = stranger.everything()
    key = APIClient()
    key.credentials(HTTP_AUTHORIZATION=f"Bearer {stranger.secret_key}")
    opened = set()
    for address in PROJECT:
        own = stranger.ids.get(address.split("/")[4], 1)
        names = dict.fromkeys(re.findall(r"<(?:[^:>]+:)?([^>]+)>", address), own)
        path = fill(address, **{**names, "project_id": stranger.team.id})
        for method in METHODS:
            answer = key.generic(method, path, json.dumps({"name": "taken"}), content_type="application/json")
            if answer.status_code not in {401, 405}:
                opened.add((method, named(address), answer.status_code))
    flags = "/api/projects/{project_id}/feature_flags/"
    # The flag is no remote configuration.
    assert opened == {
        ("GET", f"{flags}local_evaluation/", 200),
        ("GET", f"{flags}{{key}}/remote_config/", 404),
    }
    assert stranger.everything() == before


def test_organizations_and_keys_of_others_are_not_found(api_client: APIClient, stranger: Stranger) -> None:
    before = stranger.everything()
    addresses = [address for address in ALL if address.startswith("/api/organizations/<")]
    addresses += ["/api/projects/<str:pk>/", "/api/projects/<str:pk>/reset_token/"]
    assert len(addresses) >= 7
    unreal = {name: never_existed(known) for name, known in stranger.organization.items()}
    for address in addresses:
        for method in METHODS:
            for body in ({"name": "taken"}, {"target_email": "mallory@example.com"}):
                answers = []
                for known, team_id in (
                    (stranger.organization, stranger.team.id),
                    (unreal, stranger.team.id + 1_000_000),
                ):
                    pk = team_id if "projects" in address else known["organization_id"]
                    path = fill(address, pk=pk, key=CANARY, **known)
                    response = api_client.generic(method, path, json.dumps(body), content_type="application/json")
                    answers.append((response.status_code, response.content))
                assert answers[0] == answers[1], (method, address)
                assert 400 <= answers[0][0] < 500, (method, address, answers)
                assert CANARY.encode() not in answers[0][1]
    invites = f"/api/organizations/{stranger.organization['organization_id']}/invites/"
    assert api_client.post(invites, {"target_email": "mallory@example.com"}).status_code == 404
    for below, method in (("", "PATCH"), ("", "DELETE"), ("roll/", "POST")):
        path = f"/api/personal_api_keys/{stranger.key}/{below}"
        response = api_client.generic(method, path, '{"label": "taken"}', content_type="application/json")
        assert response.status_code in {404, 405}, (method, response.content)
    assert stranger.everything() == before
