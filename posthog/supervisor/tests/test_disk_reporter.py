"""What the owner is told about the disk at the terminal, and that nobody is told the same thing all the time."""

import time
from pathlib import Path

import pytest

from common import disk
from common.disk import Limits, Usage
from posthog.supervisor.disk import DiskReporter
from posthog.supervisor.tests.conftest import RecordedConsole


@pytest.fixture
def console() -> RecordedConsole:
    return RecordedConsole()


def test_each_change_is_told_once(console: RecordedConsole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LOOK_EVERY_SECONDS", 0.0)
    percents = iter([50, 80, 81, 90, 95, 99, 96, 60, 61])
    reporter = DiskReporter(
        Path("/srv/x"),
        console,
        limits=Limits(warning_percent=80, full_percent=95),
        ask=lambda: Usage(percent=next(percents), free_bytes=5 * 2**20),
    )
    for _ in range(9):
        reporter.look()
        # A moment, so that the next question is answered by a new look.
        time.sleep(0.01)

    lines = console.text.splitlines()
    assert len(lines) == 3, console.text
    assert lines[0].startswith("! The disk of /srv/x is 80 % full (5 MB are left). Free some space soon: from 95 %")
    assert lines[1].startswith("! The disk of /srv/x is 95 % full (5 MB are left), so new events are refused")
    assert lines[2] == "The disk of /srv/x is 60 % full (5 MB are left) and has room again."
