"""The unmodified Python, Node and Go SDKs against a running instance: the oldest and newest versions that we promise,
in each of the ways that they can send.

All clients run at once, each in a project of its own; every test waits for one of them and looks at what arrived.
"""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from tests.sdk import environments
from tests.sdk.environments import CLIENTS
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

# Two cores, and clients that wait for answers most of the time.
AT_ONCE = 3
OWNER = "owner-of-sdks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A version of an SDK and a way of sending. `lacks` is what this version cannot do."""

    sdk: str
    version: str
    way: str = "plain"
    lacks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.sdk} {self.version} {self.way}"

    @property
    def library(self) -> str:
        return f"posthog-{self.sdk}"

    def use(self, project: Project, secret_key: str, folder: Path) -> dict[str, Any]:
        """Run it to its end; what it printed."""
        sdk = {"python": self._use_python, "node": self._use_node, "go": self._use_go}[self.sdk]
        told: dict[str, Any] = json.loads(sdk(project, secret_key, folder))
        return told

    def _use_python(self, project: Project, secret_key: str, folder: Path) -> str:
        arguments = [project.instance.url, project.api_token, self.way, secret_key]
        script = CLIENTS / "python_client.py"
        return environments.run(environments.python_argv(self.version, script, *arguments), folder)

    def _use_node(self, project: Project, secret_key: str, folder: Path) -> str:
        package = "posthog-node" if self.version == NODE_VERSIONS[-1] else "posthog-node-oldest"
        argv = ["node", str(CLIENTS / "node_client.mjs"), package, project.instance.url, project.api_token]
        env = {"POSTHOG_CAPTURE_MODE": "v1"} if self.way == "v1" else {}
        return environments.run([*argv, secret_key], environments.node_folder(), env=env)

    def _use_go(self, project: Project, secret_key: str, folder: Path) -> str:
        argv = [str(environments.go_client()), project.instance.url, project.api_token, self.way]
        return environments.run([*argv, secret_key], folder)


NODE_VERSIONS = ("4.18.0", "5.70.0")
CLIENTS_OF_SDKS = (
    Client(sdk="python", version="2.5.0", lacks=("exception", "settings")),
    Client(sdk="python", version="3.25.0", way="gzip"),
    Client(sdk="python", version="7.91.1"),
    Client(sdk="python", version="7.91.1", way="gzip"),
    Client(sdk="python", version="7.91.1", way="v1-gzip"),
    Client(sdk="python", version="7.91.1", way="v1-deflate"),
    Client(sdk="node", version="4.18.0"),
    Client(sdk="node", version="5.70.0"),
    Client(sdk="node", version="5.70.0", way="v1"),
    Client(sdk="go", version="1.23.1"),
    Client(sdk="go", version="1.23.1", way="gzip"),
    Client(sdk="go", version="1.23.1", way="v1-brotli"),
    Client(sdk="go", version="1.23.1", way="v1-zstd"),
)
Runs = dict[str, tuple[Project, "Future[dict[str, Any]]"]]


@pytest.fixture(scope="module")
def runs(
    instance: Instance, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runs]:
    """The clients of the chosen tests, all started."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    asked = [
        cast("Client", function.callspec.params["client"]) for function in functions if function.path == request.path
    ]
    first = instance.project(OWNER)
    session = instance.signed_in(OWNER)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started: Runs = {}
        for client in dict.fromkeys(asked):
            project = first.sibling(str(client))
            define_flags(project)
            url = f"{instance.url}/api/projects/{project.id}/secret_keys/"
            made = session.post(url, json={"label": "backend"}, timeout=30)
            assert made.status_code == 201, made.text
            run = pool.submit(client.use, project, made.json()["value"], tmp_path_factory.mktemp("client"))
            started[str(client)] = (project, run)
        yield started


def define_flags(project: Project) -> None:
    for body in (
        {"key": "pro-only", "filters": {"groups": [{"properties": [IS_PRO], "rollout_percentage": 100}]}},
        {"key": "off", "filters": {"groups": [{"properties": [], "rollout_percentage": 0}]}},
        {
            "key": "button",
            "filters": {
                "groups": [{"properties": [], "rollout_percentage": 100}],
                "multivariate": {"variants": [{"key": "blue", "rollout_percentage": 100}]},
                "payloads": {"blue": json.dumps({"text": "Go"})},
            },
        },
        {
            "key": "settings",
            "is_remote_configuration": True,
            "filters": {
                "groups": [{"properties": [], "rollout_percentage": 100}],
                "payloads": {"true": json.dumps({"colour": "dark"})},
            },
        },
    ):
        url = f"{project.instance.url}/api/projects/{project.id}/feature_flags/"
        made = requests.post(url, json=body, headers=project.headers, timeout=30)
        assert made.status_code == 201, made.text


IS_PRO = {"key": "plan", "type": "person", "value": "pro", "operator": "exact"}
DECIDED = {"pro-only": True, "off": False, "button": "blue", "settings": True}


@pytest.mark.parametrize("client", CLIENTS_OF_SDKS, ids=str)
def test_what_an_sdk_sends_arrives_and_flags_are_decided(client: Client, runs: Runs) -> None:
    project, run = runs[str(client)]
    told = run.result(timeout=280)

    # 1 order, 250 pages, 1 identify or set, 1 groupidentify, 1 alias, 1 return, 1 exception.
    count = 255 if "exception" in client.lacks else 256
    # What Node asks a payload for counts as a call of the flag; it has no way to be silent about that.
    ours = "event != '$feature_flag_called'"
    arrived = eventually(
        lambda: project.sql(f"SELECT count(), uniq(uuid) FROM events WHERE {ours}"), lambda rows: rows[0][0] >= count
    )
    assert arrived == [[count, count]]
    versions = project.sql(f"SELECT DISTINCT properties.$lib, properties.$lib_version FROM events WHERE {ours}")
    assert versions == [[client.library, client.version]]
    order = project.sql(
        "SELECT toString(toStartOfMinute(timestamp)), properties.amount, properties.items, properties.paid,"
        " properties.tags, $group_0 FROM events WHERE event = 'order placed'"
    )
    assert order == [["2026-03-01 12:30:00", 12.5, 3, True, '["a","b"]', "acme"]]
    pages = project.sql(
        "SELECT count(), uniq(person_id), sum(properties.number) FROM events WHERE event = 'page opened'"
    )
    assert pages == [[250, 10, sum(range(250))]]
    user = f"{client.sdk}-user"
    people = project.get("persons/", distinct_id=user)["results"]
    assert [person["properties"]["plan"] for person in people] == ["pro"]
    # The alias joined the two ids, so the return belongs to the same person.
    assert sorted(people[0]["distinct_ids"]) == sorted(["anonymous-before", user])
    returned = project.sql("SELECT toString(person_id) FROM events WHERE event = 'came back'")
    assert returned == [[people[0]["id"]]]
    groups = project.get("groups/", group_type_index=0)["results"]
    assert [(group["group_key"], group["group_properties"]["seats"]) for group in groups] == [("acme", 5)]
    if "exception" not in client.lacks:
        exceptions = project.sql("SELECT toString(properties.$exception_list) FROM events WHERE event = '$exception'")
        assert "card refused" in exceptions[0][0]
    # No SDK was made to send anything that had to be refused or changed.
    assert project.get("ingestion_warnings/")["results"] == []

    assert told["remote"] == DECIDED
    assert told["local"] == DECIDED
    assert told["payload"] == {"text": "Go"}
    if "settings" not in client.lacks:
        # A payload is text; Node's newest SDK reads the JSON in it, others leave that to the application.
        settings = json.loads(told["settings"]) if isinstance(told["settings"], str) else told["settings"]
        assert settings == {"colour": "dark"}
