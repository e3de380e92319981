"""`manage.py import_events`: against a live server, with the real file of commits, interrupted and repeated."""

import gzip
import io
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from posthog.contracts import TeamContext
from posthog.supervisor.engines import RedisEngine, runtime_dir
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.importing import waiting
from products.events.backend.importing.progress import progress_of
from products.events.backend.importing.reading import read_parts
from products.events.backend.logic.queue import connection, keys
from products.events.backend.management.commands import import_events
from products.events.backend.models import Person
from products.events.backend.tests.conftest import Row, queue_length, work_off_the_queue
from products.events.backend.wire.names import COPIED_TO_PERSON

Stored = Callable[..., list[Row]]
COMMITS = Path(__file__).resolve().parents[4] / "tests" / "data" / "oss-commits.jsonl.gz"
pytestmark = pytest.mark.django_db(transaction=True)


def run_import(file: Path, team: TeamContext, server: LiveServer, *options: str) -> str:
    out = io.StringIO()
    call_command(
        "import_events", str(file), "--project-id", str(team.id), "--url", server.url, *options, stdout=out, stderr=out
    )
    return out.getvalue()


@pytest.mark.slow
def test_commits_are_imported_exactly_and_a_second_time_changes_nothing(
    team: TeamContext, live_server: LiveServer, stored: Stored
) -> None:
    """The true counts are those of the file itself, taken here without the code that is tested."""
    events = [json.loads(line) for line in gzip.decompress(COMMITS.read_bytes()).splitlines()]
    people = {event["distinct_id"] for event in events}
    assert (len(events), len(people)) == (85_442, 1_984)
    for _ in range(2):
        said = run_import(COMMITS, team, live_server, "--no-wait")
        assert "85,442 events are accepted" in said
        work_off_the_queue()
        [counts] = stored("count() AS rows, uniqExact(uuid) AS events, uniqExact(person_id) AS people")
        assert counts == {"rows": 85_442, "events": 85_442, "people": 1_984}
        assert Person.objects.for_team(team.id).count() == 1_984
    by_month: dict[str, int] = {}
    for event in events:
        by_month[event["timestamp"][:7]] = by_month.get(event["timestamp"][:7], 0) + 1
    months = stored("sumMap(map(formatDateTime(timestamp, '%Y-%m'), 1)) AS events")
    assert months == [{"events": by_month}]
    assert stored("type", "ingestion_warnings") == []
    assert not COPIED_TO_PERSON.intersection(events[0]["properties"])


def write_lines(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def line(number: int, **more: Any) -> bytes:
    return json.dumps({"event": "x", "distinct_id": f"u{number % 7}", "properties": {"n": number}, **more}).encode()


def test_events_without_uuid_are_recognised_and_odd_lines_passed_over(
    team: TeamContext, live_server: LiveServer, stored: Stored, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "a.jsonl", [line(1), b"", b"not json", b"[1]", line(2), line(2), b'{"event": "x"}'])
    said = run_import(file, team, live_server, "--no-wait")
    assert "2 lines hold no JSON object and were passed over: 3, 4." in said
    run_import(file, team, live_server, "--no-wait")
    work_off_the_queue()
    assert sorted(row["n"] for row in stored("properties.n::Int64 AS n")) == [1, 2]


def test_interrupted_import_goes_on_where_it_stopped(
    team: TeamContext, live_server: LiveServer, stored: Stored, tmp_path: Path, settings: Any
) -> None:
    file = write_lines(
        tmp_path / "a.jsonl", [line(number, uuid=f"01941f29-7c00-7000-8000-{number:012}") for number in range(60_000)]
    )
    argv = [sys.executable, "manage.py", "import_events", str(file), "--no-wait"]
    process = subprocess.Popen([*argv, "--project-id", str(team.id), "--url", live_server.url])
    progress = progress_of(file, team_id=team.id, data_dir=settings.DATA_DIR)
    deadline = time.monotonic() + 60
    while not progress.path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    stopped_at = progress_of(file, team_id=team.id, data_dir=settings.DATA_DIR).lines
    assert 0 < stopped_at < 60_000
    assert f"Going on after line {stopped_at:,}" in run_import(file, team, live_server, "--no-wait")
    work_off_the_queue()
    [counts] = stored("count() AS rows, uniqExact(uuid) AS events")
    assert counts == {"rows": 60_000, "events": 60_000}
    assert not progress.path.exists()


def test_waits_until_all_is_stored(team: TeamContext, live_server: LiveServer, tmp_path: Path, stored: Stored) -> None:
    from products.events.backend.tests.test_crashes import start_worker

    file = write_lines(tmp_path / "a.jsonl", [line(number) for number in range(2500)])
    process = subprocess.Popen(
        [
            sys.executable,
            "manage.py",
            "import_events",
            str(file),
            "--project-id",
            str(team.id),
            "--url",
            live_server.url,
        ],
        stdout=subprocess.PIPE,
    )
    while queue_length() < 3 and process.poll() is None:
        time.sleep(0.05)
    assert process.poll() is None
    assert start_worker().wait(60) == 0
    said, _ = process.communicate(timeout=60)
    assert b"2,500 events are stored" in said
    assert len(stored("uuid")) == 2500


@pytest.fixture
def redis_of_its_own(tmp_path: Path, settings: Settings) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a Redis that this test may kill, and start again, with the queue in it."""
    directory = tmp_path / "redis"
    engine = RedisEngine(data_dir=directory, run_dir=runtime_dir(directory), die_with_parent=True)
    engine.prepare()
    settings.REDIS_URL = engine.url
    running: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        running.append(subprocess.Popen(engine.command(), env={**os.environ, **engine.env()}))
        deadline = time.monotonic() + 20
        while not engine.is_ready():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.02)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_waiting_outlives_a_redis_that_dies(
    redis_of_its_own: Callable[[], "subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the first number is told, back when its absence is, emptied when the next number is."""
    monkeypatch.setattr(waiting, "RETRY_SECONDS", 0.05)
    process = redis_of_its_own()
    connection.client().xadd(keys.stream(0), {"x": "y"})
    told: list[int | None] = []

    def report(number: int | None) -> None:
        if not told:
            process.kill()
            process.wait()
        elif number is None and None not in told:
            redis_of_its_own()
        elif number is not None:
            connection.client().delete(keys.stream(0))
        told.append(number)

    waiting.wait_until_stored(IngestionAPI.count_waiting_requests, report, patience_seconds=60)
    assert [number for number, _ in itertools.groupby(told)] == [1, None, 1]


def test_waiting_for_a_redis_that_stays_away_ends_with_what_is_safe(
    team: TeamContext, live_server: LiveServer, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was imported before, so nothing is left to send; then Redis is gone."""
    monkeypatch.setattr(import_events, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(waiting, "RETRY_SECONDS", 0.05)
    file = write_lines(tmp_path / "a.jsonl", [b""])
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock?db=0"
    with pytest.raises(
        CommandError, match=r"^All events are accepted, .*Bring it back .*Nothing has to be imported again"
    ):
        run_import(file, team, live_server)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda path, team, url: (path, "--url", url), "There is no file"),
        (lambda path, team, url: (COMMITS, "--url", "ftp://x"), "is not an address"),
        (lambda path, team, url: (COMMITS, "--project-id", "999999999", "--url", url), "There is no project 999999999"),
        (lambda path, team, url: (write_lines(path, [b"\x1f\x8bbroken"]), "--url", url), "cannot be read"),
        (lambda path, team, url: (write_lines(path, [b"[]"]), "--url", url), "There are several projects"),
    ],
)
def test_import_that_cannot_work_says_why(
    team: TeamContext, other_team: TeamContext, live_server: LiveServer, tmp_path: Path, prepare: Any, message: str
) -> None:
    file, *options = prepare(tmp_path / "a.jsonl", team, live_server.url)
    if "--project-id" not in options and "several" not in message:
        options += ["--project-id", str(team.id)]
    with pytest.raises(CommandError, match=message):
        call_command("import_events", str(file), *options, stdout=io.StringIO())


def test_refused_token_stops_the_import(team: TeamContext, live_server: LiveServer, tmp_path: Path) -> None:
    from posthog.models import Team
    from products.events.backend.importing.errors import ImportFailedError
    from products.events.backend.importing.sending import Sender

    with pytest.raises(ImportFailedError, match="status 401: No project has this token"):
        Sender(live_server.url, token="phc_nobody").send([line(1)])
    assert Team.objects.filter(pk=team.id).exists()


def test_parts_say_how_far_they_reach(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a.jsonl", [line(number) for number in range(2500)])
    parts = list(read_parts(file))
    assert [(len(part.events), part.lines_until) for part in parts] == [(1000, 1000), (1000, 2000), (500, 2500)]
    assert parts[-1].bytes_until == file.stat().st_size
    assert [part.lines_until for part in read_parts(file, skip_lines=1500)] == [2500]
