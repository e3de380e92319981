"""A real server process for the tests, on a port of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posthog.clickhouse.embedded.tests.process import ServerProcess


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for all tests that leave it running; each uses tables of its own name."""
    process = ServerProcess(tmp_path_factory.mktemp("clickhouse"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts servers that the test may kill; all share the test's directory unless told otherwise."""
    started: list[ServerProcess] = []

    def start(*arguments: str, directory: Path = tmp_path) -> ServerProcess:
        process = ServerProcess(directory / "data", arguments)
        started.append(process)
        process.start()
        return process

    yield start
    for process in started:
        process.kill()
