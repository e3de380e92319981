"""Flags as the unmodified SDKs get them from a running instance: PostHog's own, and OpenFeature's by OFREP.

What is expected is worked out here by the published formula.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sdk import environments
from tests.sdk.environments import CLIENTS
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

OWNER = "owner-of-flags"
PEOPLE = [
    {
        "distinct_id": f"user-{number}",
        "person": {"plan": "pro" if number % 2 == 0 else "free"},
        "groups": {"company": "acme"},
        "group_properties": {"company": {"size": 10 * number}},
    }
    for number in range(6)
]


def place(key: str, distinct_id: str, salt: str = "") -> float:
    digest = hashlib.sha1(f"{key}.{distinct_id}{salt}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16) / 0xFFFFFFFFFFFFFFF


def expected(number: int) -> dict[str, Any]:
    distinct_id = f"user-{number}"
    split = "a" if place("split", distinct_id, "variant") < 0.5 else "b"
    return {
        "half": place("half", distinct_id) <= 0.5,
        "plan": number % 2 == 0,
        "split": split,
        "b2b": 10 * number > 25,
        "needs-a": split == "a",
        "config": False,
    }


def given(project: Project, path: str, **body: Any) -> dict[str, Any]:
    answer = requests.post(
        f"{project.instance.url}/api/projects/{project.id}/{path}/", json=body, headers=project.headers, timeout=30
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def flag(project: Project, key: str, *properties: dict[str, Any], rollout: int = 100, **fields: Any) -> int:
    more = fields.pop("filters", {})
    groups = [{"properties": list(properties), "rollout_percentage": rollout}]
    return int(given(project, "feature_flags", key=key, filters={"groups": groups, **more}, **fields)["id"])


@pytest.fixture(scope="module")
def shop(instance: Instance) -> Project:
    """A project with one flag of each kind that SDKs decide."""
    project = instance.project(OWNER)
    company = {"$group_type": "company", "$group_key": "acme", "$group_set": {"size": 0}}
    event = {"event": "$groupidentify", "distinct_id": "setup", "properties": company}
    sent = requests.post(
        f"{project.instance.url}/batch/", json={"api_key": project.api_token, "batch": [event]}, timeout=30
    )
    assert sent.status_code == 200
    assert eventually(lambda: project.get("groups_types/"), bool)
    flag(project, "half", rollout=50)
    flag(project, "plan", {"key": "plan", "type": "person", "operator": "exact", "value": ["pro"]})
    variants = [{"key": key, "rollout_percentage": 50} for key in ("a", "b")]
    split = flag(
        project, "split", filters={"multivariate": {"variants": variants}, "payloads": {"a": '{"color": "red"}'}}
    )
    size = {"key": "size", "type": "group", "operator": "gt", "value": "25", "group_type_index": 0}
    flag(project, "b2b", size, filters={"aggregation_group_type_index": 0})
    flag(project, "needs-a", {"key": str(split), "type": "flag", "operator": "flag_evaluates_to", "value": "a"})
    flag(
        project,
        "config",
        rollout=0,
        filters={"payloads": {"true": '{"limit": 5}'}},
        is_remote_configuration=True,
        has_encrypted_payloads=True,
    )
    flag(project, "browsers-only", evaluation_runtime="client")
    return project


@pytest.fixture(scope="module")
def secret(shop: Project) -> str:
    """A secret key, which only people can make."""
    url = f"{shop.instance.url}/api/projects/{shop.id}/secret_keys/"
    made = shop.instance.signed_in(OWNER).post(url, json={"label": "sdk"}, timeout=30)
    assert made.status_code == 201, made.text
    return str(made.json()["value"])


@pytest.mark.parametrize("sdk", ["python", "node"])
def test_sdk_gets_and_decides_what_the_formula_says(sdk: str, shop: Project, secret: str, tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))
    arguments = [shop.instance.url, shop.api_token, secret]
    arguments += [str(tmp_path / "people.json"), str(tmp_path / "answers.json")]
    if sdk == "python":
        environments.run(environments.python_argv("7.91.1", CLIENTS / "ask_flags.py", *arguments), tmp_path)
    else:
        environments.run(["node", str(CLIENTS / "ask_flags.mjs"), *arguments], environments.node_folder())
    answers = json.loads((tmp_path / "answers.json").read_text())
    for number, answer in enumerate(answers["people"]):
        wanted = expected(number)
        payloads = [payload_of(side, "split") for side in (answer["remote"], answer["local"])]
        assert payloads == [{"color": "red"} if wanted["split"] == "a" else None] * 2
        assert answer["remote"]["featureFlags"] == wanted
        local = answer["local"]["featureFlags"]
        local.pop("browsers-only", None)
        assert local == wanted
    config = answers["config"]
    assert (json.loads(config) if isinstance(config, str) else config) == {"limit": 5}


def payload_of(side: dict[str, Any], key: str) -> Any:
    payload = (side.get("featureFlagPayloads") or {}).get(key)
    return json.loads(payload) if isinstance(payload, str) else payload


@pytest.mark.parametrize("sdk", ["python", "node"])
def test_openfeature_gets_what_the_formula_says(sdk: str, shop: Project, tmp_path: Path) -> None:
    arguments = [shop.instance.url, shop.api_token, str(tmp_path / "answers.json")]
    if sdk == "python":
        environments.run(environments.openfeature_argv(CLIENTS / "openfeature_client.py", *arguments), tmp_path)
    else:
        environments.run(
            ["node", str(CLIENTS / "openfeature_client.mjs"), *arguments], environments.openfeature_folder()
        )
    answers = json.loads((tmp_path / "answers.json").read_text())
    for number in range(6):
        assert answers["people"][f"user-{number}"] == as_openfeature(number)
    codes = {name: (details[0], details[3]) for name, details in answers["refused"].items()}
    assert codes == {
        "missing": (True, "FLAG_NOT_FOUND"),
        "of another type": (True, "TYPE_MISMATCH"),
        "for nobody": (True, "TARGETING_KEY_MISSING"),
        "without a token": (True, "GENERAL"),
    }
    if sdk == "node":
        missing = answers["browser"].pop("missing")
        assert (missing[0], missing[3]) == (True, "FLAG_NOT_FOUND")
        assert answers["browser"] == as_openfeature(0)
        assert answers["statuses"] == [200, 304, 304]


def as_openfeature(number: int) -> dict[str, list[Any]]:
    wanted = expected(number)
    half, plan = wanted["half"], wanted["plan"]
    return {
        "half": [half, "on" if half else "off", "TARGETING_MATCH" if half else "SPLIT", None],
        "plan": [plan, "on" if plan else "off", "TARGETING_MATCH" if plan else "DEFAULT", None],
        "split": [wanted["split"], wanted["split"], "TARGETING_MATCH", None],
    }


def test_answer_survives_a_login(project: Project) -> None:
    """As a browser does it: flags before, `$identify`, flags with both ids, and flags from another device later."""
    flag(project, "half", rollout=50, ensure_experience_continuity=True)

    def ask(distinct_id: str, **more: str) -> Any:
        body = {"token": project.api_token, "distinct_id": distinct_id, **more}
        answer = requests.post(f"{project.instance.url}/flags/?v=2", json=body, timeout=30).json()
        return answer["flags"]["half"]["enabled"]

    user = "ada@example.com"
    own = place("half", user) <= 0.5
    anonymous = next(f"device-{n}" for n in range(50) if (place("half", f"device-{n}") <= 0.5) is not own)
    assert ask(anonymous) is not own
    event = {
        "event": "$identify",
        "distinct_id": user,
        "properties": {"token": project.api_token, "$anon_distinct_id": anonymous, "$set": {"plan": "pro"}},
    }
    sent = requests.post(
        f"{project.instance.url}/e/", json={"api_key": project.api_token, "batch": [event]}, timeout=30
    )
    assert sent.status_code == 200
    assert eventually(lambda: project.get("persons/", distinct_id=user)["results"], bool)
    assert ask(user, **{"$anon_distinct_id": anonymous}) is not own
    assert eventually(lambda: ask(user), lambda answer: answer is not own) is not own
