"""`manage.py import_events`: against a live server, with the real file of commits, interrupted and repeated."""

import gzip
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.live_server_helper import LiveServer

from posthog.contracts import TeamContext
from products.events.backend.importing.progress import progress_of
from products.events.backend.importing.reading import read_parts
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
