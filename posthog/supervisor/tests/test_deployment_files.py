"""Dockerfile, .dockerignore and docker-compose.yml, as far as they can be checked without a container engine."""

import fnmatch
import json
import re
import shlex
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from common.hogli import node as hogli_node
from posthog.supervisor.__main__ import COMMANDS
from posthog.supervisor.datadir import CHECKOUT
from posthog.supervisor.frontend import DIST, OLDEST_NODE

DOCKERFILE = CHECKOUT / "Dockerfile"
ONE_SHOT = {"migrate", "object-storage-setup"}
OUR_IMAGE = "prickle"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text()))


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return dict(compose["services"])


def ours(services: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: service for name, service in services.items() if service["image"] == OUR_IMAGE}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, arguments), comments and continuations resolved."""
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    pairs = (line.split(None, 1) for line in text.splitlines() if line.strip())
    return [(name.upper(), arguments.strip()) for name, arguments in pairs]


def settings_read() -> set[str]:
    """Every environment variable our code reads through common.env."""
    pattern = re.compile(r"""env\.(?:text|integer|number|boolean|words)\(\s*"([A-Z0-9_]+)\"""")
    return {name for path in (CHECKOUT / "posthog").rglob("*.py") for name in pattern.findall(path.read_text())}


def test_every_part_of_the_design_is_there(services: dict[str, dict[str, Any]]) -> None:
    assert {"web", "worker", "beat", "migrate", "postgres", "clickhouse", "redis", "object-storage"} <= set(services)
    assert set(ours(services)) == {"web", "worker", "beat", "migrate"}


def test_every_variable_given_to_our_processes_is_one_they_read(services: dict[str, dict[str, Any]]) -> None:
    known = settings_read()
    assert {"DATABASE_URL", "SECRET_KEY"} <= known, "the search itself works"
    for name, service in ours(services).items():
        unknown = set(service["environment"]) - known
        assert not unknown, f"{name} is given {unknown}, which nothing reads"


def test_no_secret_has_a_default_and_none_is_written_down(services: dict[str, dict[str, Any]]) -> None:
    secret = re.compile(r"PASSWORD|SECRET|ACCESS_KEY")
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable) or "@" in str(value):
                given = re.findall(r"\$\{(\w+)(:\?|:-|-)?", str(value))
                assert given, f"{name}: {variable} holds a literal"
                assert all(operator == ":?" for _, operator in given), f"{name}: {variable} has a default"


def test_every_required_variable_is_listed_at_the_top() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text()
    top = text.split("\nname:")[0]
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert {name for name in required if name not in top} == set()
    operations = (CHECKOUT / "docs" / "operations.md").read_text()
    assert {name for name in required if name not in operations} == set()


def test_urls_name_services_of_this_file(services: dict[str, dict[str, Any]]) -> None:
    environment = services["web"]["environment"]
    for variable in ("DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL", "OBJECT_STORAGE_ENDPOINT"):
        plain = re.sub(r"\$\{[^}]*\}", "x", environment[variable])
        assert urlsplit(plain).hostname in services, variable


def test_each_account_and_database_is_the_one_its_server_makes(services: dict[str, dict[str, Any]]) -> None:
    environment = services["web"]["environment"]
    postgres, clickhouse = services["postgres"]["environment"], services["clickhouse"]["environment"]
    for variable, user, database, password in (
        ("DATABASE_URL", postgres["POSTGRES_USER"], postgres["POSTGRES_DB"], postgres["POSTGRES_PASSWORD"]),
        (
            "CLICKHOUSE_URL",
            clickhouse["CLICKHOUSE_USER"],
            clickhouse["CLICKHOUSE_DB"],
            clickhouse["CLICKHOUSE_PASSWORD"],
        ),
    ):
        url = environment[variable]
        assert f"//{user}:{password}@" in url
        assert url.endswith(f"/{database}")
    assert environment["OBJECT_STORAGE_BUCKET"] in services["object-storage-setup"]["command"][0]


def test_only_the_web_port_is_published(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, service in services.items() if service.get("ports")] == ["web"]
    (port,) = services["web"]["ports"]
    assert port.endswith(":8000")


def test_every_service_is_watched_and_its_log_bounded(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        options = service["logging"]["options"]
        assert options["max-size"], name
        assert options["max-file"], name
        assert service["restart"] == ("on-failure" if name in ONE_SHOT else "unless-stopped"), name
        if name not in ONE_SHOT | {"web"}:
            assert service["healthcheck"]["test"], name
    assert any(name == "HEALTHCHECK" for name, _ in instructions()), "web uses the image's"


def test_what_must_be_kept_lies_in_named_volumes(compose: dict[str, Any], services: dict[str, dict[str, Any]]) -> None:
    kept = {name: service["volumes"] for name, service in services.items() if service.get("volumes")}
    assert set(kept) == {"postgres", "clickhouse", "redis", "object-storage"}
    assert {volume.split(":")[0] for volumes in kept.values() for volume in volumes} == set(compose["volumes"])


def test_dependencies_exist_and_wait_for_the_right_thing(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in services, f"{name} waits for {needed}"
            expected = "service_completed_successfully" if needed in ONE_SHOT else "service_healthy"
            assert how["condition"] == expected, f"{name} waits for {needed}"


def test_our_containers_run_commands_that_exist(services: dict[str, dict[str, Any]]) -> None:
    for name, service in ours(services).items():
        command = service.get("command", json.loads(dict(instructions())["CMD"]))
        assert command[:3] == ["python", "-m", "posthog.supervisor"], name
        assert command[3] in COMMANDS, name


def test_our_containers_cannot_gain_rights(services: dict[str, dict[str, Any]]) -> None:
    for name, service in ours(services).items():
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
    users = [arguments for name, arguments in instructions() if name == "USER"]
    assert users == ["prickle"]


def test_clickhouse_configuration_is_xml_that_bounds_its_own_logs(compose: dict[str, Any]) -> None:
    root = ET.fromstring(compose["configs"]["clickhouse"]["content"])  # noqa: S314 - our own file
    assert root.tag == "clickhouse"
    for table in root:
        if table.tag.endswith("_log"):
            assert table.get("remove") == "1" or table.findtext("ttl"), table.tag


def test_every_image_has_a_version(services: dict[str, dict[str, Any]]) -> None:
    bases = [arguments.split()[0] for name, arguments in instructions() if name == "FROM"]
    foreign = [service["image"] for service in services.values() if service["image"] != OUR_IMAGE]
    for image in (*bases, *foreign):
        assert re.fullmatch(r"[\w./-]+:\d[\w.-]*", image), f"{image} may change under us"


def test_what_the_dockerfile_copies_exists_and_reaches_the_builder() -> None:
    stages = {arguments.split()[-1] for name, arguments in instructions() if name == "FROM" and " AS " in arguments}
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    copied: set[str] = set()
    for name, arguments in instructions():
        if name != "COPY":
            continue
        words = shlex.split(arguments)
        if words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages
            continue
        copied.update(words[:-1])
    for source in copied:
        assert (CHECKOUT / source).exists(), source
        assert source in sent, f"{source} is kept from the builder by .dockerignore"
    assert sent == copied, "nothing is sent that is not used"


def test_nothing_secret_or_built_is_sent_to_the_builder() -> None:
    patterns = [line for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("**/")]
    for path in ("posthog/.env", "frontend/.env.local", "products/x/node_modules", "frontend/dist", "posthog/.posthog"):
        assert any(fnmatch.fnmatch(f"x/{path}", pattern) for pattern in patterns), path


def test_tools_in_the_image_have_the_versions_the_checkout_pins() -> None:
    text = DOCKERFILE.read_text()
    package = json.loads((CHECKOUT / "package.json").read_text())
    assert f"npm install --global {package['packageManager'].split('+')[0]}\n" in text
    locked = re.search(r"^uv==(\S+)", (CHECKOUT / "requirements.lock").read_text(), flags=re.MULTILINE)
    assert locked is not None
    assert f"pip install --no-cache-dir uv=={locked[1]}\n" in text
    node = re.search(r"^FROM node:(\d+)", text, flags=re.MULTILINE)
    assert node is not None
    assert int(node[1]) >= OLDEST_NODE[0]


def test_everybody_asks_for_the_same_node() -> None:
    """The packages, both commands, and the documents."""
    package = json.loads((CHECKOUT / "package.json").read_text())
    wanted = ".".join(map(str, OLDEST_NODE))
    assert package["engines"]["node"] == f">={wanted}"
    assert hogli_node.OLDEST_NODE == OLDEST_NODE
    for name in ("README.md", "CONTRIBUTING.md", "docs/operations.md", "posthog/api/dashboard.py", ".ci/run"):
        assert set(re.findall(r"Node (\d+[.\d]*\d)", (CHECKOUT / name).read_text())) == {wanted}, name


def test_the_pages_are_where_the_server_looks_for_them() -> None:
    assert f"COPY --from=pages /src/{DIST} {DIST}" in DOCKERFILE.read_text()


def test_shell_in_instructions_is_free_of_the_usual_traps() -> None:
    for name, arguments in instructions():
        if name in ("CMD", "ENTRYPOINT"):
            assert isinstance(json.loads(arguments), list), "the exec form, so that signals arrive"
        if name == "RUN":
            assert "sudo" not in arguments
            assert not re.search(r"\bcurl\b.*\|", arguments), "nothing is piped from the network into a shell"
            assert not re.search(r"\bcd\b", arguments), "WORKDIR is for that"
        assert name != "ADD", "COPY does what is needed"
    assert all(Path(a).is_absolute() for n, a in instructions() if n == "WORKDIR")
