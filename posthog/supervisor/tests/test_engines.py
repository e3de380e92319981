"""The embedded stores themselves: who may connect, what survives, where they may lie."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from posthog.supervisor import probes
from posthog.supervisor.engines import ClickHouseEngine, Engine, EngineError, PostgresEngine, RedisEngine, runtime_dir
from posthog.supervisor.tests.conftest import wait_until

Start = Callable[[Engine], "subprocess.Popen[bytes]"]


@pytest.fixture
def base() -> Iterator[Path]:
    """A short path of our own: pytest's are too long for sockets, which is a case of its own below."""
    with tempfile.TemporaryDirectory(prefix="pk") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@pytest.fixture
def start(base: Path) -> Iterator[Start]:
    """Starts an engine and waits until it is ready; ends all of them after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def spawn(engine: Engine) -> "subprocess.Popen[bytes]":
        engine.prepare()
        with (base / f"{engine.name}.log").open("ab") as log:
            started.append(
                subprocess.Popen(engine.command(), env={**os.environ, **engine.env()}, stdout=log, stderr=log)
            )
        return started[-1]

    def start(engine: Engine) -> "subprocess.Popen[bytes]":
        spawn(engine)

        def ready() -> bool:
            # Sessions of a killed Postgres may outlive it for a moment, and a new one then ends at once; the
            # supervisor starts it again, and so does this.
            if started[-1].poll() is not None:
                time.sleep(0.2)
                spawn(engine)
            return engine.is_ready()

        wait_until(ready, seconds=20, what=f"{engine.name} ready")
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def postgres(base: Path, password: str = "") -> PostgresEngine:
    return PostgresEngine(data_dir=base / "postgres", run_dir=runtime_dir(base), password=password)


def test_postgres_answers_only_its_own_role_with_the_right_password(base: Path, start: Start) -> None:
    engine = postgres(base, "it's a \\ 100% secret")
    start(engine)

    with psycopg.connect(engine.url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        listening = connection.execute("SHOW listen_addresses").fetchone()
    assert row == (False,)
    assert listening == ("",)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"host={engine.socket_dir} dbname=prickle user=prickle password=guess")
    with pytest.raises(psycopg.OperationalError, match="reject"):
        psycopg.connect(f"host={engine.socket_dir} dbname=prickle user=postgres password=guess")


def test_postgres_takes_a_new_password_when_the_secrets_were_lost(base: Path, start: Start) -> None:
    first = postgres(base, "first")
    process = start(first)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    process.send_signal(first.stop_signal)
    assert process.wait(10) == 0

    second = postgres(base, "second")
    start(second)
    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.url)


def test_postgres_comes_back_after_kill_9_with_every_committed_row(base: Path, start: Start) -> None:
    engine = postgres(base)
    process = start(engine)
    with psycopg.connect(engine.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE numbers (n int)")
        for number in range(100):
            connection.execute("INSERT INTO numbers VALUES (%s)", [number])
    process.kill()
    process.wait()

    start(engine)
    with psycopg.connect(engine.url) as connection:
        assert connection.execute("SELECT count(*), sum(n) FROM numbers").fetchone() == (100, 4950)


def test_postgres_starts_although_its_old_process_id_belongs_to_somebody_else(base: Path, start: Start) -> None:
    # As after a container restart: the lock file names a living process that is no Postgres.
    engine = postgres(base)
    process = start(engine)
    lock = engine.cluster / "postmaster.pid"
    content = lock.read_text()
    process.kill()
    process.wait()
    stranger = str(os.getpid())
    lock.write_text(content.replace(str(process.pid), stranger, 1))

    again = start(engine)

    assert again.poll() is None
    assert lock.read_text().split("\n")[0] != stranger


def test_postgres_leaves_a_cluster_of_another_major_version_alone(base: Path) -> None:
    engine = postgres(base)
    engine.prepare()
    version = engine.cluster / "PG_VERSION"
    version.write_text("16\n")
    configuration = (engine.cluster / "postgresql.conf").stat().st_mtime_ns

    with pytest.raises(EngineError, match=r"written by Postgres 16.*brings Postgres 18"):
        engine.prepare()

    assert version.read_text() == "16\n"
    assert (engine.cluster / "postgresql.conf").stat().st_mtime_ns == configuration


def test_postgres_finishes_a_first_start_that_was_interrupted(base: Path, start: Start) -> None:
    engine = postgres(base)
    half_made = engine.data_dir / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")

    start(engine)

    assert not half_made.exists()


def test_postgres_works_below_directories_that_are_closed_to_others(base: Path, start: Start) -> None:
    closed = base / "home"
    closed.mkdir(mode=0o700)
    engine = PostgresEngine(data_dir=closed / "postgres", run_dir=runtime_dir(closed))

    start(engine)

    with psycopg.connect(engine.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert closed.stat().st_mode & 0o777 == 0o700, "the directory's own permissions are not ours to change"


def test_sockets_move_to_a_private_directory_when_the_path_is_too_long(base: Path, start: Start) -> None:
    deep = base / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    run_dir = runtime_dir(deep)
    try:
        assert deep not in run_dir.parents
        assert run_dir == runtime_dir(deep), "every process must find the same directory"
        assert run_dir.stat().st_mode & 0o066 == 0
        for engine in (
            PostgresEngine(data_dir=deep / "postgres", run_dir=run_dir),
            RedisEngine(data_dir=deep / "redis", run_dir=run_dir),
        ):
            start(engine)
    finally:
        subprocess.run(["rm", "-r", str(run_dir)], check=True)


def test_a_socket_directory_that_somebody_else_made_is_refused(base: Path) -> None:
    trap = base / "trap"
    trap.mkdir()
    (base / "run").symlink_to(trap)

    with pytest.raises(EngineError, match="belongs to somebody else"):
        runtime_dir(base)


def test_redis_keeps_every_answered_write_through_kill_9(base: Path, start: Start) -> None:
    engine = RedisEngine(data_dir=base / "redis", run_dir=runtime_dir(base))
    for round_number in range(1, 4):
        process = start(engine)
        client = redis.Redis.from_url(engine.url)
        for _ in range(2000):
            client.xadd("events", {"body": "x" * 200})
        process.kill()
        process.wait()
        again = start(engine)
        assert client.xlen("events") == 2000 * round_number
        again.kill()
        again.wait()
        client.close()


def test_redis_refuses_writes_when_full_and_listens_nowhere_else(base: Path, start: Start) -> None:
    engine = RedisEngine(data_dir=base / "redis", run_dir=runtime_dir(base))
    start(engine)
    with redis.Redis.from_url(engine.url) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        client.xadd("events", {"body": "kept"})
        client.config_set("maxmemory", 1)
        with pytest.raises(redis.exceptions.OutOfMemoryError):
            client.xadd("events", {"body": "refused"})
        assert client.xlen("events") == 1
    assert engine.socket.stat().st_mode & 0o077 == 0


def test_clickhouse_keeps_its_rows_and_asks_for_the_password(base: Path, start: Start) -> None:
    engine = ClickHouseEngine(data_dir=base / "clickhouse", run_dir=runtime_dir(base), password="right")
    process = start(engine)
    probes.clickhouse(engine.url)
    with pytest.raises(probes.ProbeError, match=r"ClickHouse answers 40[13]"):
        probes.clickhouse(engine.url.replace(":right@", ":wrong@"))

    process.send_signal(engine.stop_signal)
    assert process.wait(10) == 0
    start(engine)
    assert engine.is_ready()
