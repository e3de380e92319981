"""Clients that are broken or malicious. Whatever they send, the server answers the next one."""

import contextlib
import gzip
import http.client
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import zstandard

from posthog.clickhouse.embedded.tests.process import ServerProcess, authorization, wait_until

AUTHORIZED = f"Host: x\r\nAuthorization: {authorization()['Authorization']}\r\n"


@pytest.fixture(autouse=True)
def _answers_afterwards(server: ServerProcess) -> Iterator[None]:
    pid = server.pid
    yield
    assert server.value("SELECT 1") == "1"
    assert server.pid == pid
    assert "Traceback" not in server.log


MALFORMED = [
    (b"\x00" * 100 + b"\r\n\r\n", b"400"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
    (b"GET\r\n\r\n", b"400"),
    (b"GET / HTTP/9.9\r\n\r\n", b"505"),
    (b"GET /\xff HTTP/1.1\r\n\r\n", b"400"),
    (b"GET /?query=%ff HTTP/1.1\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nA b: c\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000, b"431"),
    (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", b"431"),
    (b"GET /?" + b"&".join(b"p%d=1" % n for n in range(2000)) + b" HTTP/1.1\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
    (f"POST / HTTP/1.1\r\n{AUTHORIZED}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(), b"400"),
    (f"POST / HTTP/1.1\r\n{AUTHORIZED}Transfer-Encoding: chunked\r\n\r\n{'1' * 5000}".encode(), b"400"),
    (f"DELETE / HTTP/1.1\r\n{AUTHORIZED}\r\n".encode(), b"501"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"505"),
]


@pytest.mark.parametrize(("data", "status"), MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_request_is_refused_with_a_status(server: ServerProcess, data: bytes, status: bytes) -> None:
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(data)
        with contextlib.suppress(OSError):
            while piece := connection.recv(65536):
                received += piece
    # A reset may swallow the answer when the client is still sending; a wrong answer may not come.
    assert received == b"" or received.split(b" ")[1] == status


def test_random_bytes_never_hurt(server: ServerProcess) -> None:
    rng = random.Random(20261121)
    template = f"POST /?query=SELECT%201 HTTP/1.1\r\n{AUTHORIZED}Content-Length: 3\r\n\r\nabc".encode()
    for _ in range(300):
        data = bytearray(template)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(bytes(data[: rng.randrange(1, len(data) + 1)]))
            connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                connection.recv(65536)


DEEP = [
    "SELECT " + "(" * 10_000 + "1" + ")" * 10_000,
    "SELECT " + "[" * 100_000 + "1" + "]" * 100_000,
    "SELECT " + "not " * 60_000 + "1",
    "SELECT " + "-" * 1 + "- " * 50_000,
    "SELECT * FROM (" * 5_000 + "SELECT 1" + ")" * 5_000,
    "SELECT " + "a." * 100_000 + "b",
    "SELECT 1" + " UNION ALL SELECT 1" * 10_000,
    "SELECT " + "1 + " * 50_000 + "1",
    "SELECT '" + "\\" * 99_999,
    "SELECT CAST('' AS " + "Array(" * 2000 + "String" + ")" * 2000 + ")",
    "SELECT " + "x -> " * 5000 + "1",
    "SELECT repeat(repeat(repeat('x', 1000000), 1000000), 1000000)",
    "SELECT '" + "[" * 100_000 + "'::JSON",
    "SELECT arrayMap(x -> x, range(10000000000))",
    "SELECT groupArray(number) FROM numbers(10000000000) SETTINGS max_memory_usage = 100000000",
    "SELECT extract('" + "a" * 30_000 + "', '(a+)+$')",
]


@pytest.mark.parametrize("sql", DEEP, ids=range(len(DEEP)))
def test_hostile_statement_is_answered_in_time(server: ServerProcess, sql: str) -> None:
    started = time.monotonic()
    reply = server.ask(sql, max_execution_time=5)
    assert reply.status in (200, 400, 404, 408, 500)
    assert time.monotonic() - started < 15


def test_bomb_in_a_query_is_refused_without_unfolding(server: ServerProcess) -> None:
    before = server.resident_bytes()
    bombs = {
        "gzip": gzip.compress(b"SELECT '" + b"x" * 100_000_000),
        "zstd": zstandard.ZstdCompressor(level=3).compress(b"SELECT '" + b"x" * 100_000_000),
    }
    for encoding, bomb in bombs.items():
        assert len(bomb) < 500_000
        reply = server.request("POST", "/", bomb, headers={"Content-Encoding": encoding})
        assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (413, "276")
    assert server.resident_bytes() - before < 80_000_000


def test_bomb_of_one_endless_row_meets_the_memory_limit(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server("--max-memory", "300")
    server.ask("CREATE TABLE bombed (a String) ENGINE = MergeTree ORDER BY a")
    bomb = gzip.compress(b'{"a": "' + b"x" * 700_000_000, compresslevel=1)
    path = "/?query=" + quote("INSERT INTO bombed FORMAT JSONEachRow")
    reply = server.request("POST", path, bomb, headers={"Content-Encoding": "gzip"})
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) in ((400, "117"), (500, "241"))
    assert server.count("SELECT count() FROM bombed") == 0
    wait_until(lambda: server.resident_bytes() < 450_000_000, seconds=20)


def test_a_thousand_idle_connections_leave_room(server: ServerProcess) -> None:
    """More than the limit: the rest is refused at once, and those who are in are served."""
    inside = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    inside.request("POST", "/", "SELECT 1", authorization())
    inside.getresponse().read()
    before = server.resident_bytes()
    others = []
    for _ in range(1200):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.sendall(b"POST / HT")
        others.append(connection)
    refused = others[-1].recv(1000)
    assert refused.startswith(b"HTTP/1.1 503 ")
    inside.request("POST", "/", "SELECT 2", authorization())
    assert inside.getresponse().read() == b"2\n"
    inside.close()
    assert server.resident_bytes() - before < 60_000_000
    for connection in others:
        connection.close()
    wait_until(lambda: _can_connect(server))


def _can_connect(server: ServerProcess) -> bool:
    return server.request("GET", "/ping").status == 200


def test_stranger_without_a_password_gets_nothing_stored(server: ServerProcess) -> None:
    """The body of a request that is not allowed is never read into memory."""
    before = server.resident_bytes()
    head = b"POST /?query=SELECT%201 HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n"
    connections = []
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.settimeout(0.05)
        connection.sendall(head)
        with contextlib.suppress(OSError):
            connection.sendall(bytes(4_000_000))
        connections.append(connection)
    assert server.resident_bytes() - before < 60_000_000
    for connection in connections:
        connection.close()


def test_slow_senders_hold_no_thread(server: ServerProcess) -> None:
    """Forty bodies that never end, more than there are threads, and a query beside them."""
    head = f"POST / HTTP/1.1\r\n{AUTHORIZED}Content-Length: 100000\r\n\r\nSELECT".encode()
    connections = []
    for _ in range(40):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.sendall(head)
        connections.append(connection)
    started = time.monotonic()
    assert server.value("SELECT 3") == "3"
    assert time.monotonic() - started < 2
    for connection in connections:
        connection.close()


def test_storm_of_clients_that_hang_up_is_survived(server: ServerProcess) -> None:
    def storm(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(40):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
                sql = b"SELECT number, toString(number) FROM numbers(1000000)"
                connection.sendall(f"POST / HTTP/1.1\r\n{AUTHORIZED}Content-Length: {len(sql)}\r\n\r\n".encode() + sql)
                time.sleep(rng.random() * 0.02)
                if rng.random() < 0.5:
                    connection.recv(1000)

    threads = [threading.Thread(target=storm, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until(lambda: server.count("SELECT count() FROM system.processes") == 1)


def test_flood_of_requests_in_one_connection_is_not_buffered(server: ServerProcess) -> None:
    before = server.resident_bytes()
    request = f"POST / HTTP/1.1\r\n{AUTHORIZED}Content-Length: 15\r\n\r\nSELECT sleep(1)".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.settimeout(0.5)
        with contextlib.suppress(OSError):
            for _ in range(1000):
                connection.sendall(request * 1000)
        assert server.resident_bytes() - before < 60_000_000
