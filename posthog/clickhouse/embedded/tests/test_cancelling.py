"""Queries that must end early: their client left, somebody killed them, or a limit was reached."""

import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest

from posthog.clickhouse.embedded.tests.process import Reply, ServerProcess, authorization, wait_until

ENDLESS = "SELECT sum(sipHash64(number)) FROM numbers(100000000000) SETTINGS max_threads = 1"
ENDLESS_ROWS = "SELECT number, sipHash64(number) FROM numbers(100000000000) SETTINGS max_threads = 1"
RUNNING = (
    "SELECT count() FROM system.processes WHERE query LIKE '%100000000000%' AND query NOT LIKE '%system.processes%'"
)


def _send(server: ServerProcess, sql: str, path: str = "/") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = f"POST {path} HTTP/1.1\r\nAuthorization: {authorization()['Authorization']}\r\n"
    connection.sendall(f"{head}Content-Length: {len(sql)}\r\n\r\n{sql}".encode())
    return connection


def _ask_in_background(server: ServerProcess, sql: str, **parameters: object) -> tuple[threading.Thread, list[Reply]]:
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(server.ask(sql, **parameters)))
    thread.start()
    return thread, replies


@pytest.mark.parametrize(
    "sql", [ENDLESS, ENDLESS_ROWS, "INSERT INTO endless SELECT sipHash64(number) FROM numbers(100000000000)"]
)
@pytest.mark.parametrize("path", ["/", "/?wait_end_of_query=1"])
def test_query_stops_when_its_client_goes_away(server: ServerProcess, sql: str, path: str) -> None:
    server.ask("CREATE TABLE IF NOT EXISTS endless (a UInt64) ENGINE = Null")
    connection = _send(server, sql, path)
    wait_until(lambda: server.count(RUNNING) == 1)
    connection.close()
    wait_until(lambda: server.count(RUNNING) == 0, seconds=5)
    before = server.cpu_seconds()
    time.sleep(0.5)
    assert server.cpu_seconds() - before < 0.3


def test_client_that_stops_reading_slows_the_query_down(server: ServerProcess) -> None:
    """Neither the engine nor the buffers run ahead of a client that does not read."""
    before = server.resident_bytes()
    with _send(server, ENDLESS_ROWS):
        wait_until(lambda: server.count(RUNNING) == 1)
        time.sleep(2.0)
        assert server.resident_bytes() - before < 100_000_000
        used = server.cpu_seconds()
        time.sleep(1.0)
        assert server.cpu_seconds() - used < 0.5
    wait_until(lambda: server.count(RUNNING) == 0, seconds=5)


def test_query_is_killed_by_its_id(server: ServerProcess) -> None:
    thread, replies = _ask_in_background(server, ENDLESS, query_id="it's me")
    wait_until(lambda: server.count(RUNNING) == 1)
    again = server.ask("SELECT 1", query_id="it's me")
    assert again.headers["x-clickhouse-exception-code"] == "216"
    assert server.ask("KILL QUERY WHERE query_id = 'somebody else' SYNC").status == 200
    assert server.count(RUNNING) == 1
    assert server.ask("KILL QUERY WHERE query_id = {id:String} SYNC", param_id="it\\'s me").status == 200
    thread.join(timeout=10)
    assert (replies[0].status, replies[0].headers["x-clickhouse-exception-code"]) == (500, "394")
    assert server.count(RUNNING) == 0


def test_time_limit_ends_a_query(server: ServerProcess) -> None:
    started = time.monotonic()
    reply = server.ask(ENDLESS, max_execution_time=1)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (408, "159")
    assert time.monotonic() - started < 5


HUNGRY = "SELECT count() FROM (SELECT number FROM numbers(100000000) GROUP BY number)"


def test_memory_limit_ends_a_query(server: ServerProcess) -> None:
    reply = server.ask(HUNGRY, max_memory_usage=50_000_000, max_bytes_ratio_before_external_group_by=0)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (500, "241")


def test_server_memory_limit_ends_queries_and_spares_the_server(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server("--max-memory", "400")
    asked = [
        _ask_in_background(server, HUNGRY, max_memory_usage=0, max_bytes_ratio_before_external_group_by=0)
        for _ in range(3)
    ]
    peak = 0
    while any(thread.is_alive() for thread, _ in asked):
        peak = max(peak, server.resident_bytes())
        time.sleep(0.01)
    codes = [replies[0].headers.get("x-clickhouse-exception-code") for _, replies in asked]
    assert codes == ["241"] * 3
    assert server.value("SELECT 1") == "1"
    # What is mapped of the engine's own code counts as resident as well.
    assert peak < 1_000_000_000
    wait_until(lambda: server.resident_bytes() < 400_000_000, seconds=20)


def test_insert_that_arrived_whole_is_finished_for_a_client_that_left(server: ServerProcess) -> None:
    server.ask("CREATE TABLE finished (a UInt64, b UInt8 DEFAULT sleepEachRow(0.001)) ENGINE = MergeTree ORDER BY a")
    rows = "\n".join(f'{{"a": {number}}}' for number in range(1000))
    path = "/?function_sleep_max_microseconds_per_block=9000000&query=" + quote(
        "INSERT INTO finished FORMAT JSONEachRow"
    )
    connection = _send(server, rows, path)
    wait_until(
        lambda: server.count("SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO finished%'") == 1
    )
    connection.close()
    wait_until(lambda: server.count("SELECT count() FROM finished") == 1000)


def test_slow_reports_do_not_keep_rows_from_being_stored(server: ServerProcess) -> None:
    """More endless readers than the server runs at once: writers have threads of their own."""
    server.ask("CREATE TABLE beside (a UInt64) ENGINE = MergeTree ORDER BY a")
    connections = [
        _send(server, "SELECT sleepEachRow(0.1) FROM numbers(100000) SETTINGS max_block_size = 1, max_threads = 1")
        for _ in range(20)
    ]
    time.sleep(1.0)
    started = time.monotonic()
    assert server.ask("INSERT INTO beside FORMAT CSV", b"1\n2\n").status == 200
    assert time.monotonic() - started < 2.0
    for connection in connections:
        connection.close()
    wait_until(lambda: server.count("SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%'") <= 1)
    assert server.count("SELECT count() FROM beside") == 2
