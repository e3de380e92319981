"""What was acknowledged is there: after `kill -9`, after a stop, after a restart."""

import contextlib
import http.client
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from posthog.clickhouse.embedded.tests.process import ServerProcess, free_port

TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (writer UInt8, batch UInt32, a UInt64) ENGINE = ReplacingMergeTree "
    "ORDER BY (writer, batch, a) SETTINGS non_replicated_deduplication_window = 1000"
)
BATCH_ROWS = 500


class Writer(threading.Thread):
    """Inserts batch after batch, each until it is acknowledged, through every death of the server."""

    def __init__(self, server: ServerProcess, number: int) -> None:
        super().__init__()
        self.server = server
        self.number = number
        self.acknowledged = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            data = b"".join(b"%d,%d,%d\n" % (self.number, self.acknowledged, row) for row in range(BATCH_ROWS))
            token = f"{self.number}-{self.acknowledged}"
            try:
                reply = self.server.ask("INSERT INTO kept FORMAT CSV", data, insert_deduplication_token=token)
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            if reply.status == 200:
                self.acknowledged += 1


def test_every_acknowledged_insert_survives_kill_9_exactly_once(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    server.ask(TABLE)
    writers = [Writer(server, number) for number in range(6)]
    for writer in writers:
        writer.start()
    for _ in range(6):
        time.sleep(0.7)
        server.kill()
        at_death = {writer.number: writer.acknowledged for writer in writers}
        server.start()
        for number, batches in at_death.items():
            found = server.count("SELECT uniqExact(batch) FROM kept WHERE writer = {w:UInt8}", param_w=number)
            assert found >= batches
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join()
    assert min(writer.acknowledged for writer in writers) > 5
    for writer in writers:
        # Counted without FINAL: the repeat of a batch whose answer was lost must not have been stored twice.
        row = server.value(
            "SELECT count(), uniqExact(batch), max(a) FROM kept WHERE writer = {w:UInt8}", param_w=writer.number
        )
        assert row == f"{writer.acknowledged * BATCH_ROWS}\t{writer.acknowledged}\t{BATCH_ROWS - 1}"


def test_stop_finishes_what_runs_and_refuses_what_is_new(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    server.ask("CREATE TABLE slow (a UInt64, b UInt8 DEFAULT sleepEachRow(0.002)) ENGINE = MergeTree ORDER BY a")
    replies = []
    rows = b"".join(b'{"a": %d}\n' % number for number in range(500))
    insert = "INSERT INTO slow SETTINGS function_sleep_max_microseconds_per_block = 9000000 FORMAT JSONEachRow"
    thread = threading.Thread(target=lambda: replies.append(server.ask(insert, rows)))
    thread.start()
    time.sleep(0.4)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 5
    thread.join()
    assert replies[0].status == 200
    server.start()
    assert server.count("SELECT count() FROM slow") == 500


def test_stop_does_not_wait_for_ever(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    thread = threading.Thread(
        target=_ignore_errors(lambda: server.ask("SELECT sum(sipHash64(number)) FROM numbers(100000000000)"))
    )
    thread.start()
    time.sleep(0.5)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 10
    thread.join()


def test_idle_connections_do_not_delay_a_stop(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/ping")
    connection.getresponse().read()
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 1.5
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_server_with_success(
    start_server: Callable[..., ServerProcess], number: signal.Signals
) -> None:
    server = start_server()
    assert server.process is not None
    server.process.send_signal(number)
    assert server.process.wait(timeout=10) == 0


def test_start_is_fast(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    server.kill()
    times = []
    for _ in range(3):
        started = time.monotonic()
        server.start()
        times.append(time.monotonic() - started)
        server.kill()
    # Half a second on an idle machine; the bound leaves room for a busy one.
    assert min(times) < 1.5


def test_second_server_on_the_same_directory_says_who_has_it(start_server: Callable[..., ServerProcess]) -> None:
    first = start_server()
    second = ServerProcess(first.directory)
    second.start(wait=False)
    assert second.process is not None
    assert second.process.wait(timeout=20) == 2
    assert f"is in use by another ClickHouse (process {first.pid}). Stop it or choose another --data-dir." in second.log
    assert first.value("SELECT 1") == "1"


def _refusal(directory: Path, *arguments: str) -> str:
    process = ServerProcess(directory, arguments)
    process.start(wait=False)
    assert process.process is not None
    assert process.process.wait(timeout=20) == 2
    assert "Traceback" not in process.log
    return process.log


def test_used_port_is_named(start_server: Callable[..., ServerProcess], tmp_path: Path) -> None:
    first = start_server()
    other = ServerProcess(tmp_path / "other")
    other.port = first.port
    other.start(wait=False)
    assert other.process is not None
    assert other.process.wait(timeout=20) == 2
    assert f"Cannot listen on 127.0.0.1:{first.port}" in other.log


def test_newer_data_is_left_alone(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    directory.mkdir()
    (directory / "version").write_text("99.1.0\n")
    assert "was written by ClickHouse 99.1.0" in _refusal(directory)
    assert not (directory / "engine").exists()


def test_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written (Not a directory)" in _refusal(tmp_path / "file" / "data")


def test_missing_password_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "password"
    empty.write_text("\n")
    assert "No password." in _refusal(tmp_path / "data", "--password-file", str(empty))
    assert "cannot be read" in _refusal(tmp_path / "data", "--password-file", str(tmp_path / "missing"))


def test_data_outlives_a_change_of_port(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    server.ask("CREATE TABLE moved (a UInt8) ENGINE = MergeTree ORDER BY a")
    server.ask("INSERT INTO moved VALUES (1)")
    server.stop()
    server.port = free_port()
    server.start()
    assert server.value("SELECT a FROM moved") == "1"


def _ignore_errors(call: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            call()

    return run
