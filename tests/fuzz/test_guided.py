"""The coverage-guided fuzzer at work for a few seconds: nothing is raised, nothing hangs, memory stays small.

FUZZ_SECONDS=600 lets it look for longer.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import targets
from tests.sdk.environments import atheris_folder
from tests.support.instance import CHECKOUT, clean_environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SECONDS = int(os.environ.get("FUZZ_SECONDS", "12"))
# libFuzzer's own watchdogs: it samples the peak all the while, and each input has so long.
PEAK_MB, INPUT_SECONDS = 600, 5
# Plants a bug where only a body that can be read gets, to see that the fuzzer would tell.
PLANT = """
from tests.fuzz import targets
def broken(envelope, **_):
    raise IndexError("a bug")
targets.check_events = broken
"""


def fuzz(folder: Path, *, seconds: int, planted: str = "") -> "subprocess.CompletedProcess[str]":
    """Run it in `folder`, where it leaves the input that it failed on."""
    start = f"import atheris, sys\nimport tests.fuzz.guided as guided\n{planted}\nguided.main()"
    options = [f"-max_total_time={seconds}", f"-rss_limit_mb={PEAK_MB}", f"-timeout={INPUT_SECONDS}"]
    return subprocess.run(
        [sys.executable, "-c", start, str(folder / "corpus"), *options, "-seed=7"],
        cwd=folder,
        env={**clean_environment(), "PYTHONPATH": f"{CHECKOUT}:{atheris_folder()}"},
        capture_output=True,
        text=True,
        timeout=seconds + 120,
        check=False,
    )


def test_the_guided_fuzzer_finds_nothing(tmp_path: Path) -> None:
    assert list(targets.CORPUS.glob("*.bin"))
    told = fuzz(tmp_path, seconds=SECONDS)
    assert told.returncode == 0, told.stderr[-4000:]
    done = re.search(r"Done (\d+) runs", told.stderr)
    assert done is not None
    assert int(done[1]) > 500
    # It was led by what the code does: new inputs were kept because they got further.
    assert "NEW" in told.stderr


def test_the_guided_fuzzer_sees_a_bug(tmp_path: Path) -> None:
    told = fuzz(tmp_path, seconds=SECONDS, planted=PLANT)
    assert told.returncode != 0
    assert "IndexError: a bug" in told.stdout + told.stderr
    assert list(tmp_path.glob("crash-*"))
