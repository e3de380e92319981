"""Flags as the unmodified SDKs get them from a running instance: PostHog's own, and OpenFeature's by OFREP.

What is expected is worked out here by the published formula.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sdk.test_server_sdks import CLIENTS, NODE_VERSIONS, PYTHON_VERSIONS, UV, run
from tests.support.instance import Project, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

PEOPLE = [
    {
        "distinct_id": f"user-{number}",
        "person": {"plan": "pro" if number % 2 == 0 else "free"},
        "groups": {"company": "acme"},
        "group_properties": {"company": {"size": 10 * number}},
    }
    for number in range(6)
]
OPENFEATURE_PYTHON = ("openfeature-sdk==0.10.0", "openfeature-provider-ofrep==0.3.0")
OPENFEATURE_NODE = (
    "@openfeature/server-sdk@1.23.0",
    "@openfeature/web-sdk@1.10.0",
    "@openfeature/ofrep-provider@0.1.3",
    "@openfeature/ofrep-web-provider@0.4.3",
)


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


@pytest.fixture
def shop(project: Project) -> Project:
    """A project with one flag of each kind that SDKs decide."""
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


def secret_of(project: Project) -> str:
    """A secret key of the project; only people make them, so by a command instead of over HTTP."""
    code = (
        "from posthog.accounts import project_keys; from posthog.models import OrganizationMembership, Team;"
        f"team = Team.objects.get(pk={project.id});"
        "user = OrganizationMembership.objects.filter(organization=team.organization).first().user;"
        "form = project_keys.SecretKeyForm(label='sdk');"
        "print('KEY', project_keys.create_key(form, team_id=team.pk, user=user)[1])"
    )
    return project.instance.manage("shell", "-c", code).rpartition("KEY ")[2].strip()


@pytest.mark.parametrize(
    ("sdk", "version"),
    [*(("python", version) for version in PYTHON_VERSIONS), *(("node", version) for version in NODE_VERSIONS)],
)
def test_sdk_gets_and_decides_what_the_formula_says(sdk: str, version: str, shop: Project, tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))
    arguments = [shop.instance.url, shop.api_token, secret_of(shop), "people.json", "answers.json"]
    if sdk == "python":
        script = shutil.copy(CLIENTS / "ask_flags.py", tmp_path)
        uv = [str(UV), "run", "--isolated", "--no-project", "--python", sys.executable, "--with", f"posthog=={version}"]
        run([*uv, "python", str(script), *arguments], tmp_path)
    else:
        script = shutil.copy(CLIENTS / "ask_flags.mjs", tmp_path)
        run(["npm", "install", "--silent", "--ignore-scripts", "--no-save", f"posthog-node@{version}"], tmp_path)
        run(["node", str(script), *arguments], tmp_path)
    answers = json.loads((tmp_path / "answers.json").read_text())
    for number, answer in enumerate(answers["people"]):
        wanted = expected(number)
        payloads = [payload_of(side, "split") for side in (answer["remote"], answer["local"])]
        assert payloads == [{"color": "red"} if wanted["split"] == "a" else None] * 2
        assert answer["remote"]["featureFlags"] == wanted
        local = answer["local"]["featureFlags"]
        local.pop("browsers-only", None)
        # Older ones know no dependencies and leave such flags to the server.
        assert local == {key: value for key, value in wanted.items() if key in local}
        assert {"half", "plan", "split", "b2b"} <= local.keys()
    if answers["config"] is not None or version in (PYTHON_VERSIONS[-1], NODE_VERSIONS[-1]):
        config = answers["config"]
        assert (json.loads(config) if isinstance(config, str) else config) == {"limit": 5}


def payload_of(side: dict[str, Any], key: str) -> Any:
    payload = (side.get("featureFlagPayloads") or {}).get(key)
    return json.loads(payload) if isinstance(payload, str) else payload


@pytest.mark.parametrize("sdk", ["python", "node"])
def test_openfeature_gets_what_the_formula_says(sdk: str, shop: Project, tmp_path: Path) -> None:
    arguments = [shop.instance.url, shop.api_token, "answers.json"]
    if sdk == "python":
        script = shutil.copy(CLIENTS / "openfeature_client.py", tmp_path)
        uv = [str(UV), "run", "--isolated", "--no-project", "--python", sys.executable]
        run([*uv, *(f"--with={name}" for name in OPENFEATURE_PYTHON), "python", str(script), *arguments], tmp_path)
    else:
        script = shutil.copy(CLIENTS / "openfeature_client.mjs", tmp_path)
        run(["npm", "install", "--silent", "--ignore-scripts", "--no-save", *OPENFEATURE_NODE], tmp_path)
        run(["node", str(script), *arguments], tmp_path)
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
