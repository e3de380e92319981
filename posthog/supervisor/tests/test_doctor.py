"""Each problem the doctor knows, made for real: it is found, named, and the way out is said."""

import os
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
import redis

from common import clock
from common.tests.geo_files import write_database
from posthog.supervisor import doctor, preflight
from posthog.supervisor.datadir import DataDir
from posthog.supervisor.doctor import Finding, Verdict
from posthog.supervisor.engines.base import free_port
from posthog.supervisor.files import write_json
from posthog.supervisor.lock import InstanceLock
from posthog.supervisor.secrets import load_or_create

STORES = ("DATABASE_URL", "REDIS_URL", "CLICKHOUSE_URL")


@pytest.fixture
def data(fresh_data: DataDir) -> DataDir:
    preflight.check_storage(fresh_data)
    return fresh_data


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing were set in the environment."""
    for name in STORES:
        monkeypatch.delenv(name)


def problems(data: DataDir, *, port: int | None = None) -> list[str]:
    return [finding.text for finding in examine(data, port=port) if finding.verdict is Verdict.PROBLEM]


def examine(data: DataDir, *, port: int | None = None) -> tuple[Finding, ...]:
    return doctor.examine(data, host="127.0.0.1", port=port or free_port())


@pytest.mark.usefixtures("embedded")
def test_a_machine_that_can_start_has_no_problem(data: DataDir) -> None:
    load_or_create(data.secrets)

    assert problems(data) == []


@pytest.mark.usefixtures("embedded")
def test_nothing_is_made_by_looking(fresh_data: DataDir) -> None:
    assert problems(fresh_data) == []
    assert not fresh_data.root.exists()


@pytest.mark.usefixtures("embedded")
def test_secrets_that_others_can_read_are_a_problem(data: DataDir) -> None:
    load_or_create(data.secrets)
    data.secrets.chmod(0o644)

    assert problems(data) == [f"{data.secrets} can be read by other accounts. Run `chmod 600 {data.secrets}`."]


@pytest.mark.usefixtures("embedded")
def test_a_directory_that_others_can_write_is_a_problem(data: DataDir) -> None:
    data.root.chmod(0o777)

    assert problems(data) == [f"Other accounts may write into {data.root}. Run `chmod go-w {data.root}`."]


@pytest.mark.usefixtures("embedded")
def test_data_of_a_newer_version_is_a_problem(data: DataDir) -> None:
    write_json(data.version, {"app": "99.0.0"})

    (problem,) = problems(data)
    assert "last used by Prickle 99.0.0" in problem


@pytest.mark.usefixtures("embedded")
def test_a_used_port_is_a_problem_unless_it_is_ours(data: DataDir) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (problem,) = problems(data, port=port)
        assert problem.startswith(f"Port {port} is used by")
        with InstanceLock(data):
            assert problems(data, port=port) == []


@pytest.mark.usefixtures("embedded")
def test_a_web_server_that_does_not_answer_is_a_problem(data: DataDir) -> None:
    with InstanceLock(data) as lock:
        lock.describe(url=f"http://127.0.0.1:{free_port()}")
        (problem,) = [text for text in problems(data) if "web server" in text]

    assert problem.endswith(f"does not answer. See {data.logs / 'web.log'}.")


@pytest.mark.parametrize(
    ("variable", "title", "url"),
    [
        ("DATABASE_URL", "Postgres", "postgres://me:very-secret@127.0.0.1:{port}/none"),
        ("REDIS_URL", "Redis", "redis://:very-secret@127.0.0.1:{port}/0"),
        ("CLICKHOUSE_URL", "ClickHouse", "http://me:very-secret@127.0.0.1:{port}/none"),
    ],
)
def test_a_server_that_does_not_answer_is_a_problem(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, variable: str, title: str, url: str
) -> None:
    monkeypatch.setenv(variable, url.format(port=free_port()))

    found = [text for text in problems(data) if text.startswith(title)]

    assert len(found) == 1
    assert f"Check {variable} and the server." in found[0]
    assert "very-secret" not in found[0]


@pytest.fixture
def long_queue() -> Iterator[None]:
    name = f"events:stream:of-the-doctor-{os.getpid()}"
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        pipeline = client.pipeline(transaction=False)
        for _ in range(doctor.LONG_QUEUE + 1):
            pipeline.xadd(name, {"b": "x"})
        pipeline.execute()
        yield
        client.delete(name)


@pytest.mark.usefixtures("long_queue")
def test_a_queue_that_only_grows_is_a_problem(data: DataDir) -> None:
    (problem,) = [text for text in problems(data) if "wait to be ingested" in text]

    assert "Is the worker running" in problem


def test_missing_migrations_are_a_problem(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    # A new and empty database on the same server.
    url = os.environ["DATABASE_URL"]
    name = f"empty_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            monkeypatch.setenv("DATABASE_URL", url.replace("/prickle?", f"/{name}?"))
            found = [text for text in problems(data) if "`manage.py migrate --check`" in text]
        finally:
            connection.execute(f"DROP DATABASE {name}")

    assert len(found) == 1
    assert "Restart the instance, which applies what is missing." in found[0]


@pytest.mark.usefixtures("embedded")
def test_a_check_that_breaks_does_not_hide_the_others(data: DataDir) -> None:
    # A directory where a file belongs.
    data.version.mkdir()

    found = examine(data)

    broken = [finding for finding in found if "itself failed" in finding.text]
    assert [finding.verdict for finding in broken] == [Verdict.PROBLEM]
    assert len(found) > 8


@pytest.mark.usefixtures("embedded")
def test_the_exit_code_tells(data: DataDir, capsys: pytest.CaptureFixture[str]) -> None:
    load_or_create(data.secrets)
    assert doctor.run(data, host="127.0.0.1", port=free_port()) == 0
    assert "No problem found." in capsys.readouterr().out

    data.secrets.chmod(0o640)
    assert doctor.run(data, host="127.0.0.1", port=free_port()) == 1
    said = capsys.readouterr().out
    assert f"✗ {data.secrets} can be read by other accounts" in said
    assert "1 problem found." in said


def test_the_readable_path_of_a_closed_directory(tmp_path: Path) -> None:
    # A path below a file can neither be made nor written.
    (tmp_path / "file").write_text("")

    found = doctor.examine(DataDir(root=tmp_path / "file" / "data"), host="127.0.0.1", port=free_port())

    assert any("--data-dir" in finding.text for finding in found if finding.verdict is Verdict.PROBLEM)


def test_the_geoip_database_is_judged(data: DataDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> list[tuple[Verdict, str]]:
        return [
            (finding.verdict, finding.text)
            for finding in examine(data)
            if "GeoIP" in finding.text or "GEOIP" in finding.text
        ]

    assert said() == []

    path = tmp_path / "city.mmdb"
    monkeypatch.setenv("GEOIP_DATABASE", str(path))
    ((verdict, text),) = said()
    assert (verdict, text.split(". ")[0]) == (
        Verdict.PROBLEM,
        f"{path} cannot be read (No such file or directory)",
    )
    assert text.endswith("Events are stored without where they come from.")

    write_database(path)
    today = clock.now()
    assert said() == [(Verdict.GOOD, f"The GeoIP database (Made-Up-City) is of {today:%d %B %Y}")]

    monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=100))
    ((verdict, text),) = said()
    assert (verdict, "put a newer one in its place" in text) == (Verdict.NOTE, True)


class _Bucket(BaseHTTPRequestHandler):
    """Answers a HEAD of a bucket with the status that is the bucket's name, as an S3 server answers: without a body."""

    def do_HEAD(self) -> None:
        self.send_response(int(self.path.strip("/").partition("-")[2]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (200, ""),
        (403, "it does not let this key into the bucket 'status-403'"),
        (404, "it has no bucket 'status-404'"),
        (500, "it answers 500 when asked for the bucket 'status-500'"),
    ],
)
@pytest.mark.usefixtures("embedded")
def test_bucket_that_cannot_be_used_is_a_problem(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, status: int, said: str
) -> None:
    with HTTPServer(("127.0.0.1", 0), _Bucket) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OBJECT_STORAGE_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OBJECT_STORAGE_BUCKET", f"status-{status}")
        monkeypatch.setenv("OBJECT_STORAGE_ACCESS_KEY_ID", "me")
        monkeypatch.setenv("OBJECT_STORAGE_SECRET_ACCESS_KEY", "very-secret")
        found = problems(data)
        server.shutdown()
    if said:
        (problem,) = found
        assert problem.startswith(
            f"The object storage at http://127.0.0.1:{server.server_port} cannot be used: {said}."
        )
        assert "very-secret" not in problem
    else:
        assert found == []


@pytest.mark.usefixtures("embedded")
def test_object_storage_that_does_not_answer_is_a_problem(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBJECT_STORAGE_ENDPOINT", f"http://127.0.0.1:{free_port()}")

    (problem,) = problems(data)
    assert problem.startswith("The object storage at http://127.0.0.1:")
