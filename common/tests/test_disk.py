"""How full a disk is: measured on real directories and file systems, judged at the borders."""

import subprocess
import time
from pathlib import Path

import pytest

from common import disk
from common.disk import Limits, Usage, Watch

MEGABYTE = 1024 * 1024
LIMITS = Limits(warning_percent=80, full_percent=95)


@pytest.mark.parametrize(
    ("percent", "level"),
    [(0, "ok"), (79.99, "ok"), (80, "warning"), (94.99, "warning"), (95, "full"), (100, "full"), (130, "full")],
)
def test_the_level_changes_exactly_at_its_limits(percent: float, level: str) -> None:
    assert Usage(percent=percent, free_bytes=0).level(LIMITS) == level


def test_the_disk_is_measured_as_df_measures_it(tmp_path: Path) -> None:
    said = subprocess.run(["df", "--output=pcent,avail", "-B1", str(tmp_path)], capture_output=True, text=True)
    percent, free = said.stdout.splitlines()[1].replace("%", "").split()
    usage = disk.measure(tmp_path / "not" / "there" / "yet")
    # df rounds up, and others write meanwhile.
    assert usage.percent == pytest.approx(int(percent), abs=1.1)
    assert usage.free_bytes == pytest.approx(int(free), rel=0.05)


def test_a_directory_of_its_own_size_is_measured_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "a").write_bytes(b"x" * 3 * MEGABYTE)
    (tmp_path / "deep" / "er" / "b").write_bytes(b"x" * 5 * MEGABYTE)
    # Neither counted twice nor followed out of the directory.
    (tmp_path / "link").symlink_to("/usr")

    assert disk.size_of(tmp_path) == pytest.approx(8 * MEGABYTE, rel=0.01)
    usage = disk.measure(tmp_path, max_bytes=10 * MEGABYTE)
    assert usage.percent == pytest.approx(80, abs=1)
    assert usage.free_bytes == pytest.approx(2 * MEGABYTE, rel=0.05)


def test_the_disk_counts_when_it_is_nearer_to_its_end_than_the_directory(tmp_path: Path) -> None:
    whole = disk.measure(tmp_path)
    assert disk.measure(tmp_path, max_bytes=2**60).percent == pytest.approx(whole.percent, abs=1)


def test_a_watch_looks_now_and_then_and_sees_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LOOK_EVERY_SECONDS", 0.05)
    looks: list[float] = []
    percent = 99.0

    def ask() -> Usage:
        looks.append(percent)
        return Usage(percent=percent, free_bytes=0)

    watch = Watch(ask)
    assert [watch.usage().percent for _ in range(100)] == [99.0] * 100
    assert len(looks) <= 2, "asking is cheap"
    percent = 10.0
    time.sleep(0.06)
    assert watch.usage().percent == 10.0


def test_a_disk_that_cannot_be_asked_counts_as_it_was() -> None:
    answers = iter([Usage(percent=85, free_bytes=1)])

    def ask() -> Usage:
        for answer in answers:
            return answer
        raise OSError("gone")

    watch = Watch(ask)
    assert watch.usage().percent == 85
    watch.look_again()
    assert watch.usage().percent == 85
