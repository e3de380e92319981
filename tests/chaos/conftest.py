"""One instance for all of chaos: what one test does to it, the next one must not notice."""

import shutil
from collections.abc import Iterator

import pytest

from tests.chaos.judge import stop_merges
from tests.support.instance import Instance


@pytest.fixture(scope="package")
def victim() -> Iterator[Instance]:
    """A running instance with a project whose rows are never merged."""
    running = Instance()
    running.start()
    stop_merges(running)
    yield running
    assert running.stop() == 0, "it stops as cleanly as any"
    shutil.rmtree(running.data_dir, ignore_errors=True)
