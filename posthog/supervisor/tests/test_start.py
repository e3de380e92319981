"""`python -m posthog.supervisor` with everything real: started, killed piece by piece, stopped, started again.

Node is hidden from these instances, so they also show that Prickle starts without it.
"""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
import requests

from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.errors import ExitCode
from posthog.supervisor.files import read_json, write_json
from posthog.supervisor.migrations import IDENTITY_FILE
from posthog.supervisor.tests.conftest import STOP_SECONDS, Running, environment, is_alive, kill, wait_until

MEMORY_BUDGET_BYTES = 1024 * 1024 * 1024
pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def instance(stopped_data: DataDir) -> Iterator[Running]:
    """One instance for all tests that leave it whole."""
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        subprocess.run(["cp", "-a", str(stopped_data.root), directory], check=True)
        running = Running(DataDir(root=Path(directory) / stopped_data.root.name))
        running.wait_ready()
        yield running
        running.stop()


def test_it_is_ready_and_says_where(instance: Running) -> None:
    assert instance.is_whole()
    assert instance.get("/_livez").text == "ok"
    health = instance.get("/_health").json()
    # Whoever runs this may be short of disk; a full one is tested elsewhere.
    assert health.pop("disk") in ("ok", "warning")
    assert health == {"status": "ok", "stores": {"redis": "ok"}}
    said = instance.output
    assert f"Prickle is ready at {instance.url}" in said
    assert "--host 0.0.0.0 opens it to others" in said
    assert "Stop: Ctrl-C" in said


def test_without_node_and_pages_it_serves_the_api_and_says_how_to_get_them(own_data: DataDir, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    # As cloned, without anything that was installed or built.
    unwanted = shutil.ignore_patterns("node_modules", "dist", "__pycache__", ".*")
    for name in ("common", "frontend", "posthog", "products"):
        shutil.copytree(CHECKOUT / name, checkout / name, ignore=unwanted)
    for name in ("manage.py", "package.json", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, checkout / name)

    running = Running(own_data, checkout=checkout)
    try:
        running.wait_ready()
        assert running.is_whole()
        assert running.get("/_preflight/").status_code == 200
        said = running.output
    finally:
        running.stop()

    assert "Node is not installed. Install Node 20.19 or newer" in said
    assert "Only the API is served, because the pages are not built" in said


def test_secrets_and_stores_are_closed_to_others(instance: Running) -> None:
    data = instance.data
    for path in (data.secrets, data.environment, data.lock, data.children):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for path in (data.postgres, data.redis, data.clickhouse, data.logs):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    known = read_json(data.secrets) or {}
    assert not any(secret in instance.output for secret in known.values())
    arguments = " ".join(" ".join(process.cmdline()) for process in instance.processes())
    assert not any(secret in arguments for secret in known.values())


def test_only_the_web_port_listens_beyond_loopback(instance: Running) -> None:
    listening = {
        (connection.laddr.ip, connection.laddr.port)
        for process in instance.processes()
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN and connection.laddr
    }
    assert {ip for ip, _ in listening} == {"127.0.0.1"}, "without --host nothing is open to others"
    assert len(listening) == 2, f"web and ClickHouse, not {listening}"


def test_a_second_start_on_the_same_directory_is_refused(instance: Running) -> None:
    second = Running(instance.data)

    code, said = second.wait_end()

    assert code == ExitCode.ALREADY_RUNNING
    assert f"Prickle is already running at {instance.url}" in said
    assert instance.is_whole()


def test_a_used_port_is_refused_before_anything_is_made(instance: Running, fresh_data: DataDir) -> None:
    code, said = Running(fresh_data, port=instance.port).wait_end()

    assert code == ExitCode.PORT_TAKEN
    assert f"Port {instance.port} is used by" in said
    assert not fresh_data.root.exists()


def test_a_directory_of_a_newer_version_is_refused_untouched(fresh_data: DataDir) -> None:
    fresh_data.root.mkdir()
    write_json(fresh_data.version, {"app": "99.0.0"})

    code, said = Running(fresh_data).wait_end()

    assert code == ExitCode.NEWER_DATA
    assert "was last used by Prickle 99.0.0" in said
    assert read_json(fresh_data.version) == {"app": "99.0.0"}
    assert list(fresh_data.root.iterdir()) == [fresh_data.version]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--host", "203.0.113.7"], ExitCode.PORT_TAKEN, "203.0.113.7 is not an address of this machine"),
        (["--port", "70000"], ExitCode.USAGE, "70000 is no port; use one from 1 to 65535."),
        (["--data-dir", "/dev/null/x"], ExitCode.STORAGE, "/dev/null/x is no directory"),
    ],
)
def test_wrong_arguments_get_a_sentence(
    fresh_data: DataDir, arguments: list[str], code: ExitCode, message: str
) -> None:
    found, said = Running(fresh_data, *arguments).wait_end()

    assert found == code
    assert message in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["start", "doctor"])
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "x", "PORT has a value that cannot be used. Set it to a whole number from 1 to 65535."),
        ("PORT", "0", "PORT has a value that cannot be used. Set it to a whole number from 1 to 65535."),
        ("WEB_THREADS", "0", "WEB_THREADS has a value that cannot be used. Set it to a whole number of at least 1."),
        ("WEB_WORKERS", "two", "WEB_WORKERS has a value that cannot be used. Set it to a whole number of at least 1."),
        ("HANG_SECONDS", "nan", "HANG_SECONDS has a value that cannot be used. Set it to a number of at least 0."),
        ("EVENT_PARTITIONS", "abc", "EVENT_PARTITIONS has a value that cannot be used. Set it to a whole number of"),
        ("EVENT_PARTITIONS", "0", "EVENT_PARTITIONS has a value that cannot be used. Set it to a whole number of"),
        ("DISK_FULL_PERCENT", "950", "DISK_FULL_PERCENT has a value that cannot be used. Set it to a number from 1"),
        ("DEBUG", "perhaps", "DEBUG has a value that cannot be used. Set it to true or false."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is no level. Set it to debug, info, warning or error."),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 32 characters."),
        ("DATABASE_URL", "postgres://u:p@[h/x", "DATABASE_URL has a value that cannot be used. Set it to postgres://"),
        ("DATABASE_URL", "mysql://u:p@h/x", "DATABASE_URL has a value that cannot be used. Set it to postgres://"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL has a value that cannot be used. Set it to redis://"),
        ("CLICKHOUSE_URL", "http://h:port/x", "CLICKHOUSE_URL has a value that cannot be used. Set it to http://"),
        ("OBJECT_STORAGE_ENDPOINT", "nonsense", "OBJECT_STORAGE_ENDPOINT is no address."),
        ("FLAG_ENCRYPTION_KEYS", "x", "FLAG_ENCRYPTION_KEYS holds a value that is no Fernet key"),
    ],
)
def test_wrong_variables_get_a_sentence_before_anything_is_made(
    fresh_data: DataDir, command: str, name: str, value: str, message: str
) -> None:
    code, said = Running(fresh_data, command, env={name: value}).wait_end()

    # The doctor goes on and tells all that is wrong, unless it cannot know which instance is meant.
    refused = command == "start" or name == "PORT"
    assert code == (ExitCode.USAGE if refused else ExitCode.FAILED), said
    assert message in said
    assert "Traceback" not in said
    assert "itself failed" not in said
    assert not fresh_data.root.exists()


@pytest.mark.parametrize("name", ["web", "worker", "redis", "clickhouse", "postgres"])
def test_a_killed_process_is_back_and_everything_works_again(instance: Running, name: str) -> None:
    wait_until(instance.is_whole, seconds=20, what="whole before")
    killed = kill(instance.child(name))
    died = time.monotonic()

    wait_until(lambda: instance.child(name) not in (0, killed), seconds=3, what=f"{name} is started again")
    restarted = time.monotonic() - died
    wait_until(instance.is_whole, seconds=10, what="whole again")

    assert restarted < 2.0
    assert f"{name} was killed by SIGKILL; starting it again." in instance.output


def test_a_killed_server_process_below_the_web_server_is_replaced(instance: Running) -> None:
    wait_until(instance.is_whole, seconds=20, what="whole before")
    web = instance.child("web")
    (server,) = psutil.Process(web).children()

    kill(server.pid)

    wait_until(instance.is_whole, seconds=10, what="whole again")
    assert instance.child("web") == web


def test_all_processes_together_stay_within_the_memory_budget(instance: Running) -> None:
    wait_until(instance.is_whole, seconds=20, what="whole")
    time.sleep(2)
    # PSS shares what several processes hold in common among them: the sum is what the machine really gives.
    shares = {process.pid: process.memory_full_info().pss for process in instance.processes()}

    assert sum(shares.values()) <= MEMORY_BUDGET_BYTES, shares
    assert sum(1 for _ in shares) < 25


def test_manage_works_with_the_environment_the_supervisor_wrote(instance: Running) -> None:
    result = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), "migrate", "--check"],
        env={"PATH": os.environ["PATH"], **environment(instance.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_metrics_of_the_web_server_also_tell_what_the_worker_did(instance: Running) -> None:
    wait_until(instance.is_whole, seconds=20, what="whole")
    made = json.loads(instance.manage("bootstrap_project", "--email", "m@example.com", "--organization", "M", "--json"))
    event = {"api_key": made["api_token"], "event": "counted", "distinct_id": "somebody"}
    assert requests.post(f"{instance.url}/i/v0/e/", json=event, timeout=10).status_code == 200

    wait_until(
        lambda: "prickle_events_ingested_total 1.0" in instance.get("/_metrics").text, seconds=30, what="counted"
    )


def test_doctor_finds_nothing_wrong_with_a_running_instance(instance: Running) -> None:
    wait_until(instance.is_whole, seconds=20, what="whole")

    code, said = Running(instance.data, "doctor", port=instance.port, env={"PATH": os.environ["PATH"]}).wait_end()

    assert (code, "No problem found." in said) == (0, True), said
    for line in ("Postgres answers", "Redis answers", "ClickHouse answers", "requests wait", "all applied"):
        assert f"✓ {line}" in said or line in said, said


def test_stopping_leaves_no_process_and_the_next_start_finds_everything(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    known = environment(own_data)
    with psycopg.connect(known["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    with redis.Redis.from_url(known["REDIS_URL"]) as client:
        client.xadd("kept", {"body": "event"})
    everyone = [process.pid for process in first.processes()]

    took = first.stop()

    assert first.process.returncode == 0
    assert took < STOP_SECONDS
    assert "Stopped after" in first.output
    assert [pid for pid in everyone if is_alive(pid)] == []
    assert not own_data.environment.exists()

    second = Running(own_data)
    try:
        # 15 s is promised; on a busy machine of two cores it takes about 3.
        assert second.wait_ready() < 15
        assert "Database tables up to date" not in second.output, "the stamp still fits"
        known = environment(own_data)
        with psycopg.connect(known["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (7,)
        with redis.Redis.from_url(known["REDIS_URL"]) as client:
            assert client.xlen("kept") == 1
    finally:
        second.stop()


def test_a_second_ctrl_c_hurries_and_harms_nothing(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    with psycopg.connect(environment(own_data)["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 100000) AS n")
    everyone = [process.pid for process in first.processes()]

    first.process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    first.process.send_signal(signal.SIGINT)
    code, _ = first.wait_end()

    assert code == 0
    assert [pid for pid in everyone if is_alive(pid)] == []
    log = (own_data.logs / "postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down"), "a clean end, not a crash"


def test_a_killed_supervisor_leaves_nothing_and_the_next_one_recovers(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    with psycopg.connect(environment(own_data)["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    everyone = [process.pid for process in first.processes()]

    kill(first.process.pid)
    first.process.wait()
    # At once, while the orphans are still ending.
    second = Running(own_data)
    try:
        second.wait_ready()
        assert [pid for pid in everyone if is_alive(pid)] == []
        with psycopg.connect(environment(own_data)["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (7,)
    finally:
        second.stop()


def test_processes_of_a_killed_supervisor_end_by_themselves(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    everyone = [process.pid for process in first.processes()]

    kill(first.process.pid)
    first.process.wait()

    wait_until(lambda: not any(is_alive(pid) for pid in everyone), seconds=2 * STOP_SECONDS, what="all gone")


def test_a_stop_while_starting_is_clean(fresh_data: DataDir) -> None:
    running = Running(fresh_data)
    wait_until(lambda: fresh_data.children.exists(), seconds=10, what="first child")
    everyone = [process.pid for process in running.processes()]

    took = running.stop()

    assert running.process.returncode == 0
    assert took < STOP_SECONDS
    assert [pid for pid in everyone if is_alive(pid)] == []
    assert "Traceback" not in running.output
    again = Running(fresh_data)
    try:
        again.wait_ready()
    finally:
        again.stop()


def test_a_failing_migration_is_reported_and_stops_the_start(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    # Tables are there that Django knows nothing of, so it cannot make them.
    with psycopg.connect(environment(own_data)["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM django_migrations")
    first.stop()
    (own_data.clickhouse / IDENTITY_FILE).write_text("another one, which no stamp is about")

    code, said = Running(own_data).wait_end()

    assert code == ExitCode.SERVICE_FAILED
    assert "`manage.py migrate` failed and says" in said
    assert re.search(r"relation .* already exists", said)


def test_a_removed_store_is_filled_again_although_a_stamp_says_it_was_migrated(own_data: DataDir) -> None:
    first = Running(own_data)
    first.wait_ready()
    first.stop()
    shutil.rmtree(own_data.postgres)

    second = Running(own_data)
    try:
        second.wait_ready()
        assert "Database tables up to date" in second.output
        with psycopg.connect(environment(own_data)["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT count(*) FROM posthog_team").fetchone() == (0,)
    finally:
        second.stop()


def test_what_is_in_env_json_is_complete_json(instance: Running) -> None:
    known = json.loads(instance.data.environment.read_text())
    assert {"DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL", "SECRET_KEY", "POSTHOG_DATA_DIR"} <= set(known)
