"""Real engines for tests: Postgres, Redis and ClickHouse in a temporary directory, stopped at the end.

`python -m posthog.testing.engines DIR` keeps a set running while you work and prints how to use it; it stops on Ctrl-C.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from posthog.supervisor.engines import ClickHouseEngine, Engine, PostgresEngine, RedisEngine, runtime_dir

READY_TIMEOUT_SECONDS = 60


class TestEngines:
    """A running set of engines. `urls` are the environment variables that point at them."""

    __test__ = False  # not a test class, whatever its name suggests to pytest

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        run_dir = runtime_dir(directory)
        self._engines: tuple[tuple[str, Engine], ...] = (
            ("DATABASE_URL", PostgresEngine(data_dir=directory / "postgres", run_dir=run_dir, die_with_parent=True)),
            ("REDIS_URL", RedisEngine(data_dir=directory / "redis", run_dir=run_dir, die_with_parent=True)),
            (
                "CLICKHOUSE_URL",
                ClickHouseEngine(data_dir=directory / "clickhouse", run_dir=run_dir, die_with_parent=True),
            ),
        )
        self._processes: list[tuple[Engine, subprocess.Popen[bytes]]] = []

    @property
    def urls(self) -> dict[str, str]:
        return {name: engine.url for name, engine in self._engines} | {"POSTHOG_DATA_DIR": str(self.directory)}

    def start(self) -> None:
        """Start all engines at once and wait until each answers; raises RuntimeError with the end of a log."""
        for _, engine in self._engines:
            engine.prepare()
            log = (self.directory / f"{engine.name}.log").open("wb")
            process = subprocess.Popen(
                engine.command(), env={**os.environ, **engine.env()}, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
            self._processes.append((engine, process))
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        for engine, process in self._processes:
            while not engine.is_ready():
                if process.poll() is not None or time.monotonic() > deadline:
                    log_end = (self.directory / f"{engine.name}.log").read_text(errors="replace")[-3000:]
                    self.stop()
                    raise RuntimeError(f"{engine.name} did not become ready:\n{log_end}")
                time.sleep(0.05)

    def stop(self) -> None:
        for engine, process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(engine.stop_signal)
        for _, process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()


def start_temporary() -> TestEngines:
    """Engines in a new directory under the system's temporary one; the path is short because sockets need that."""
    engines = TestEngines(Path(tempfile.mkdtemp(prefix="prk-")))
    engines.start()
    return engines


def remove(engines: TestEngines) -> None:
    engines.stop()
    shutil.rmtree(engines.directory, ignore_errors=True)


def main(directory: Path) -> None:
    engines = TestEngines(directory)
    engines.start()
    path = directory / "urls.json"
    path.write_text(json.dumps(engines.urls))
    sys.stdout.write(f"Running. Use them with: PRICKLE_TEST_URLS={path} .venv/bin/pytest …\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    engines.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
