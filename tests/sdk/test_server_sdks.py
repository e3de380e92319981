"""The unmodified Python and Node SDKs against a running instance, oldest and newest of the versions we promise."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.instance import CHECKOUT, Project, clean_environment, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

CLIENTS = Path(__file__).parent / "clients"
PYTHON_VERSIONS = ("3.25.0", "7.91.1")
NODE_VERSIONS = ("4.18.0", "5.70.0")
UV = CHECKOUT / ".venv" / "bin" / "uv"


def run(argv: list[str], cwd: Path) -> None:
    environment = clean_environment()
    # The SDK installs a package named like our core; it must find its own, not ours.
    environment.pop("PYTHONPATH")
    result = subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert result.returncode == 0, f"{argv} failed:\n{result.stdout}\n{result.stderr}"


def run_python_client(version: str, project: Project, cwd: Path) -> None:
    script = shutil.copy(CLIENTS / "python_client.py", cwd)
    uv = [str(UV), "run", "--isolated", "--no-project", "--python", sys.executable, "--with", f"posthog=={version}"]
    run([*uv, "python", str(script), project.instance.url, project.api_token], cwd)


def run_node_client(version: str, project: Project, cwd: Path) -> None:
    script = shutil.copy(CLIENTS / "node_client.mjs", cwd)
    run(["npm", "install", "--silent", "--ignore-scripts", "--no-save", f"posthog-node@{version}"], cwd)
    run(["node", str(script), project.instance.url, project.api_token], cwd)


@pytest.mark.parametrize(
    ("sdk", "version"),
    [*(("python", version) for version in PYTHON_VERSIONS), *(("node", version) for version in NODE_VERSIONS)],
)
def test_sdk_events_people_and_groups_arrive(sdk: str, version: str, project: Project, tmp_path: Path) -> None:
    client = run_python_client if sdk == "python" else run_node_client
    client(version, project, tmp_path)

    # 1 order, 250 pages, 1 identify or set, 1 groupidentify, 1 alias, 1 return.
    assert eventually(project.count_events, lambda count: count >= 255) == 255
    order = project.sql(
        "SELECT toString(toStartOfMinute(timestamp)), properties.amount, properties.items, properties.paid, properties.tags, $group_0"
        " FROM events WHERE event = 'order placed'"
    )
    assert order == [["2026-03-01 12:30:00", 12.5, 3, True, '["a","b"]', "acme"]]
    pages = project.sql(
        "SELECT count(), uniq(person_id), sum(properties.number) FROM events WHERE event = 'page opened'"
    )
    assert pages == [[250, 10, sum(range(250))]]
    user = f"{sdk}-user"
    people = project.get("persons/", distinct_id=user)["results"]
    assert [person["properties"]["plan"] for person in people] == ["pro"]
    # The alias joined the two ids, so the return belongs to the same person.
    assert sorted(people[0]["distinct_ids"]) == sorted(["anonymous-before", user])
    returned = project.sql("SELECT toString(person_id) FROM events WHERE event = 'came back'")
    assert returned == [[people[0]["id"]]]
    groups = project.get("groups/", group_type_index=0)["results"]
    assert [(group["group_key"], group["group_properties"]["seats"]) for group in groups] == [("acme", 5)]
