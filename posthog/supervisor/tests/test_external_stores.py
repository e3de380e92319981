"""The URLs in the environment: Debian's PostgreSQL and Redis servers, and a ClickHouse server that somebody else runs."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
import yaml

from posthog.supervisor import probes
from posthog.supervisor.datadir import CHECKOUT, DataDir
from posthog.supervisor.engines import ClickHouseEngine, runtime_dir
from posthog.supervisor.engines.base import free_port, supervised
from posthog.supervisor.errors import ExitCode
from posthog.supervisor.launch import Account
from posthog.supervisor.tests.conftest import NOT_INHERITED, Running, environment, wait_until

pytestmark = [pytest.mark.slow]

PASSWORD = "of the owner's choosing: 100%"
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
INSTALL = "Install it with `apt-get install postgresql redis-server`; .ci/run does."
Serve = Callable[..., None]


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture
def serve(place: Path) -> Iterator[Serve]:
    """Runs a server until the test is over, as an account that is not root."""
    started: list[subprocess.Popen[bytes]] = []

    def serve(argv: list[str], *, env: dict[str, str] | None = None, account: Account | None = None) -> None:
        with (place / "servers.log").open("ab") as log:
            wrapped = supervised(argv, death_signal=signal.SIGINT if account is None else None, account=account)
            started.append(subprocess.Popen(wrapped, env={**os.environ, **(env or {})}, stdout=log, stderr=log))

    yield serve
    for process in started:
        process.send_signal(signal.SIGINT)
        process.wait(10)


@pytest.fixture
def account(place: Path) -> Account | None:
    """Whom PostgreSQL runs as: it refuses root."""
    if os.getuid() != 0:
        return None
    entry = pwd.getpwnam("postgres")
    os.chown(place, entry.pw_uid, entry.pw_gid)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


@pytest.fixture
def postgres_url(place: Path, serve: Serve, account: Account | None) -> str:
    """Debian's PostgreSQL on a port, with a role that asks for its password."""
    installed = sorted(DEBIAN_POSTGRES.glob("*/bin/postgres"))
    assert installed, f"Debian's PostgreSQL is missing. {INSTALL}"
    binaries = installed[-1].parent
    cluster, port = place / "cluster", free_port()
    (place / "password").write_text(PASSWORD)
    (place / "password").chmod(0o644)
    initdb = [str(binaries / "initdb"), "-D", str(cluster), "-U", "owner", "-A", "scram-sha-256", "-E", "UTF8"]
    initdb += [f"--pwfile={place / 'password'}"]
    subprocess.run(supervised(initdb, death_signal=None, account=account), check=True, capture_output=True)
    listen = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={place}"]
    serve([str(binaries / "postgres"), "-D", str(cluster), *listen], account=account)
    secret = PASSWORD.replace("%", "%25").replace(" ", "%20").replace(":", "%3A").replace("'", "%27")
    administration = f"postgres://owner:{secret}@127.0.0.1:{port}/postgres"
    wait_until(lambda: answers(probes.postgres, administration), seconds=20, what="Debian's PostgreSQL")
    with psycopg.connect(administration, autocommit=True) as connection:
        connection.execute("CREATE DATABASE analytics")
    return administration.replace("/postgres", "/analytics").replace("analytics://", "postgres://")


@pytest.fixture
def redis_url(place: Path, serve: Serve) -> str:
    """Debian's Redis on a port, with a password."""
    binary = shutil.which("redis-server", path="/usr/bin")
    assert binary is not None, f"Debian's Redis is missing. {INSTALL}"
    port = free_port()
    serve([binary, "--port", str(port), "--requirepass", "open-sesame", "--save", "", "--dir", str(place)])
    url = f"redis://:open-sesame@127.0.0.1:{port}/3"
    wait_until(lambda: answers(probes.redis_server, url), seconds=20, what="Debian's Redis")
    return url


@pytest.fixture
def clickhouse_url(place: Path, serve: Serve) -> str:
    """A ClickHouse server that does not belong to the instance."""
    engine = ClickHouseEngine(data_dir=place / "clickhouse", run_dir=runtime_dir(place / "other"), password="elsewhere")
    engine.prepare()
    serve(engine.command(), env=engine.env())
    wait_until(engine.is_ready, seconds=20, what="ClickHouse")
    return engine.url


def answers(probe: Callable[[str], None], url: str) -> bool:
    try:
        probe(url)
    except probes.ProbeError:
        return False
    return True


def test_each_store_can_be_moved_on_its_own(
    place: Path, stopped_data: DataDir, postgres_url: str, redis_url: str, clickhouse_url: str
) -> None:
    urls = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "CLICKHOUSE_URL": clickhouse_url}
    names = {"DATABASE_URL": "postgres", "REDIS_URL": "redis", "CLICKHOUSE_URL": "clickhouse"}
    for moved in names:
        data = DataDir(root=place / f"data-{names[moved]}")
        subprocess.run(["cp", "-a", str(stopped_data.root), str(data.root)], check=True)
        shutil.rmtree(data.root / names[moved])
        running = Running(data, env={moved: urls[moved]})
        try:
            running.wait_ready()
            assert running.is_whole()
            assert environment(data)[moved] == urls[moved]
            assert not (data.root / names[moved]).exists(), "nothing is kept for a store that is elsewhere"
            embedded = {entry for variable, entry in names.items() if variable != moved}
            assert {name for name in names.values() if running.child(name)} == embedded
        finally:
            running.stop()


def test_all_three_elsewhere_are_used_and_outlive_the_instance(
    place: Path, postgres_url: str, redis_url: str, clickhouse_url: str
) -> None:
    data = DataDir(root=place / "data")
    urls = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "CLICKHOUSE_URL": clickhouse_url}
    running = Running(data, env=urls)
    try:
        running.wait_ready()
        assert running.is_whole()
        made = running.manage("bootstrap_project", "--email", "a@example.com", "--organization", "Moved", "--json")
        assert '"api_token"' in made
    finally:
        running.stop()

    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM posthog_team").fetchone() == (1,)
        assert connection.info.server_version < 180000, "Debian's, not ours"
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
        assert client.dbsize() > 0, "the worker's queue bindings"
    probes.clickhouse(clickhouse_url)


def test_readyz_tells_which_store_is_gone_and_when_it_is_back(place: Path, serve: Serve) -> None:
    binary = shutil.which("redis-server", path="/usr/bin")
    assert binary is not None, f"Debian's Redis is missing. {INSTALL}"
    port = free_port()
    command = [binary, "--port", str(port), "--save", "", "--dir", str(place)]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_until(lambda: answers(probes.redis_server, f"redis://127.0.0.1:{port}"), seconds=20, what="Redis")
    running = Running(DataDir(root=place / "data"), env={"REDIS_URL": f"redis://127.0.0.1:{port}/0"})
    try:
        running.wait_ready()
        assert "The Redis of REDIS_URL writes nothing to its disk" in running.output
        first.kill()
        first.wait()
        wait_until(lambda: running.stores().get("redis") == "down", seconds=10, what="seen as down")
        assert running.get("/_readyz").status_code == 503
        assert running.get("/_readyz").headers["Retry-After"] == "5"
        assert running.stores() == {"postgres": "ok", "redis": "down", "clickhouse": "ok"}
        assert running.get("/_health").status_code == 503, "without Redis no event can be accepted"
        assert running.get("/_livez").status_code == 200, "restarting the web server would not help"

        serve(command)
        wait_until(running.is_whole, seconds=10, what="whole again")
        assert running.get("/_health").status_code == 200
    finally:
        running.stop()
        first.kill()
        first.wait()


def test_a_server_that_does_not_answer_is_named_without_its_password(place: Path) -> None:
    port = free_port()
    url = f"redis://:very-secret@127.0.0.1:{port}/0"
    running = Running(DataDir(root=place / "data"), env={"REDIS_URL": url})

    code, said = running.wait_end()

    assert code == ExitCode.SERVICE_FAILED
    assert f"Redis at redis://:***@127.0.0.1:{port}/0 does not answer" in said
    assert "unset REDIS_URL to use the embedded one" in said
    assert "very-secret" not in said


def test_containers_run_each_process_on_its_own(
    place: Path, postgres_url: str, redis_url: str, clickhouse_url: str
) -> None:
    """What docker-compose.yml starts, without the containers: the same commands and the same health checks."""
    compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    urls = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url, "CLICKHOUSE_URL": clickhouse_url}
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    env = {**inherited, **urls, "SECRET_KEY": "k" * 64, "HOSTNAME": socket.gethostname(), "LOG_LEVEL": "warning"}
    env |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(CHECKOUT)}
    started: list[subprocess.Popen[bytes]] = []
    log = place / "containers.log"

    def run(*arguments: str, data: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "posthog.supervisor", *arguments, "--data-dir", str(data)]
        with log.open("ab") as output:
            started.append(subprocess.Popen(command, cwd=place, env=env, stdout=output, stderr=subprocess.STDOUT))
        return started[-1]

    try:
        assert run("migrate", data=place / "migrate").wait(120) == 0, log.read_text()
        port = free_port()
        run("web", "--port", str(port), data=place / "web")
        run("worker", data=place / "worker")
        run("beat", data=place / "beat")

        wait_until(lambda: probes.http_status(f"http://127.0.0.1:{port}/_readyz") == 200, seconds=60, what="web")
        ping = compose["worker"]["healthcheck"]["test"][1].replace("$$", "$")
        wait_until(lambda: shell(ping, env, cwd=CHECKOUT), seconds=60, what="the worker answers a ping")
        beats = compose["beat"]["healthcheck"]["test"][1].replace("/data", str(place / "beat"))
        wait_until(lambda: shell(beats, env, cwd=place), seconds=60, what="the beat keeps its schedule")
        assert [process.poll() for process in started[1:]] == [None, None, None], log.read_text()
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def shell(command: str, env: dict[str, str], *, cwd: Path) -> bool:
    return subprocess.run(["sh", "-c", command], env=env, cwd=cwd, capture_output=True, check=False).returncode == 0


def test_a_single_process_without_stores_says_what_is_missing(place: Path) -> None:
    running = Running(DataDir(root=place / "data"), "worker", env={"REDIS_URL": "redis://127.0.0.1:1/0"})

    code, said = running.wait_end()

    assert code == ExitCode.USAGE
    assert "DATABASE_URL, CLICKHOUSE_URL, SECRET_KEY must be set to run only the worker process" in said
    assert not (place / "data").exists()
