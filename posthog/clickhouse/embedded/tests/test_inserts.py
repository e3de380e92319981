"""Data on its way in: every format, every packing, whole or not at all."""

import gzip
import http.client
import json
import socket
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import quote

import lz4.frame
import pytest
import zstandard

from posthog.clickhouse.embedded.tests.process import ServerProcess, authorization, wait_until

ROWS = 50_000


@pytest.fixture
def table(server: ServerProcess, request: pytest.FixtureRequest) -> str:
    name = f"t_{abs(hash(request.node.nodeid))}"
    reply = server.ask(f"CREATE TABLE {name} (a UInt64, b String, j JSON) ENGINE = MergeTree ORDER BY a")
    assert reply.status == 200, reply.text
    return name


def _json_rows(count: int = ROWS) -> bytes:
    return b"".join(b'{"a": %d, "b": "row %d", "j": {"n": %d}}\n' % (n, n, n) for n in range(count))


def _check_rows(server: ServerProcess, table: str, count: int = ROWS) -> None:
    found = server.value(
        f"SELECT count(), sum(a), sum(j.n.:Int64), countIf(b = concat('row ', toString(a))) FROM {table}"
    )
    total = count * (count - 1) // 2
    assert found == f"{count}\t{total}\t{total}\t{count}"


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "lz4": lz4.frame.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("encoding", PACKINGS)
@pytest.mark.parametrize("place", ["url", "body", "chunked"])
def test_rows_arrive_however_they_are_packed(server: ServerProcess, table: str, encoding: str, place: str) -> None:
    sql = f"INSERT INTO {table} FORMAT JSONEachRow"
    data = _json_rows() if place != "body" else sql.encode() + b"\n" + _json_rows()
    packed = PACKINGS[encoding](data)
    path = "/" if place == "body" else "/?query=" + quote(sql)
    body: bytes | Iterator[bytes] = packed
    if place == "chunked":
        body = iter([packed[start : start + 10_007] for start in range(0, len(packed), 10_007)])
    reply = server.request("POST", path, body, headers={"Content-Encoding": encoding})
    assert reply.status == 200, reply.text
    _check_rows(server, table)


FORMATS = [
    "JSONEachRow",
    "Native",
    "RowBinary",
    "CSV",
    "CSVWithNames",
    "TSV",
    "Values",
    "Parquet",
    "JSONCompactEachRow",
    "MsgPack",
]


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_wrote_it_reads(server: ServerProcess, table: str, name: str) -> None:
    reply = server.request("POST", "/", f"INSERT INTO {table} FORMAT JSONEachRow\n".encode() + _json_rows(2000))
    assert reply.status == 200, reply.text
    # Without the JSON column, which not every format can write.
    data = server.request("POST", "/", f"SELECT a, b FROM {table} ORDER BY a FORMAT {name}".encode()).body
    server.ask(f"CREATE TABLE {table}_copy (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
    reply = server.request("POST", "/", f"INSERT INTO {table}_copy (a, b) FORMAT {name}\n".encode() + data)
    assert reply.status == 200, reply.text
    assert server.value(f"SELECT count(), sum(cityHash64(a, b)) FROM {table}_copy") == server.value(
        f"SELECT count(), sum(cityHash64(a, b)) FROM {table}"
    )


def test_values_may_be_expressions(server: ServerProcess, table: str) -> None:
    server.ask(f"INSERT INTO {table} (a, b) VALUES (1 + 1, upper('x')), ({{p:UInt64}}, 'y')", param_p=7)
    assert server.value(f"SELECT a, b FROM {table} ORDER BY a") == "2\tX\n7\ty"


def test_insert_from_a_select_needs_no_data(server: ServerProcess, table: str) -> None:
    server.ask(f"INSERT INTO {table} (a) SELECT number FROM numbers(10)")
    assert server.count(f"SELECT count() FROM {table}") == 10


def test_table_may_be_a_parameter(server: ServerProcess, table: str) -> None:
    path = f"/?param_t={table}&query=" + quote("INSERT INTO {t:Identifier} FORMAT CSV")
    assert server.request("POST", path, b'1,"x","{}"\n').status == 200
    assert server.count(f"SELECT count() FROM {table}") == 1


def test_insert_of_nothing_stores_nothing(server: ServerProcess, table: str) -> None:
    assert server.ask(f"INSERT INTO {table} FORMAT JSONEachRow").status == 200
    assert server.ask(f"INSERT INTO {table} FORMAT JSONEachRow", b"").status == 200
    assert server.count(f"SELECT count() FROM {table}") == 0


BROKEN = [
    ("JSONEachRow", b'{"a": 1}\n{"a": "x"}\n'),
    ("JSONEachRow", b'{"a": 1}\n{"a": 2'),
    ("Native", b"\x01\xff\xff\xff\xff\x0f\x01a\x06UInt64"),
    ("Native", b"\xff" * 1000),
    ("CSV", b"1,2,3,4,5\n"),
    ("Parquet", b"PAR1" + bytes(100)),
    ("Values", b"(1, 'x'"),
]


@pytest.mark.parametrize(("name", "data"), BROKEN, ids=[f"{name}-{index}" for index, (name, _) in enumerate(BROKEN)])
def test_broken_data_is_refused_whole(server: ServerProcess, table: str, name: str, data: bytes) -> None:
    reply = server.ask(f"INSERT INTO {table} FORMAT {name}", data)
    assert reply.status in (400, 500)
    assert reply.text.startswith("Code: ")
    assert server.count(f"SELECT count() FROM {table}") == 0


def test_error_late_in_a_long_body_is_told_and_the_server_goes_on(server: ServerProcess, table: str) -> None:
    data = _json_rows(200_000) + b'{"a": "not a number"}\n'
    reply = server.ask(f"INSERT INTO {table} FORMAT JSONEachRow", data)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (400, "27")
    assert server.count(f"SELECT count() FROM {table}") == 0


def test_error_early_in_a_long_body_reaches_a_client_that_is_still_sending(server: ServerProcess, table: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    data = b'{"a": "no number"}\n' + _json_rows(300_000)
    for _ in range(3):
        path = "/?query=" + quote(f"INSERT INTO {table} FORMAT JSONEachRow")
        connection.request("POST", path, data, authorization())
        response = connection.getresponse()
        assert (response.status, response.headers["X-ClickHouse-Exception-Code"]) == (400, "27")
        response.read()
    connection.close()
    assert server.count(f"SELECT count() FROM {table}") == 0


def test_sender_that_goes_away_in_the_middle_leaves_nothing(server: ServerProcess, table: str) -> None:
    data = _json_rows(100_000)
    query = quote(f"INSERT INTO {table} FORMAT JSONEachRow")
    head = f"POST /?query={query} HTTP/1.1\r\nAuthorization: {authorization()['Authorization']}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data[:-1000])
    wait_until(lambda: server.count("SELECT count() FROM system.processes WHERE query LIKE 'INSERT%'") == 0)
    assert server.count(f"SELECT count() FROM {table}") == 0


def test_packed_body_cut_off_stores_nothing(server: ServerProcess, table: str) -> None:
    packed = lz4.frame.compress(_json_rows())
    path = "/?query=" + quote(f"INSERT INTO {table} FORMAT JSONEachRow")
    reply = server.request("POST", path, packed[:-20], headers={"Content-Encoding": "lz4"})
    assert reply.headers["x-clickhouse-exception-code"] == "271"
    assert server.count(f"SELECT count() FROM {table}") == 0


def test_deduplication_token_makes_a_repeat_harmless(server: ServerProcess) -> None:
    server.ask(
        "CREATE TABLE deduplicated (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100"
    )
    for token in ("one", "one", "two"):
        server.ask("INSERT INTO deduplicated FORMAT CSV", b"1\n2\n", insert_deduplication_token=token)
    assert server.count("SELECT count() FROM deduplicated") == 4


def test_json_settings_of_the_design_hold(server: ServerProcess, table: str) -> None:
    """The traps of the JSON type: dates stay text, dots in keys do not clash, duplicate paths do not fail."""
    settings = {
        "input_format_try_infer_dates": 0,
        "input_format_try_infer_datetimes": 0,
        "json_type_escape_dots_in_keys": 1,
        "type_json_skip_duplicated_paths": 1,
    }
    row = {"a": 1, "j": {"day": "2026-01-01", "a.b": 1, "a": {"b": 2}}}
    reply = server.ask(f"INSERT INTO {table} FORMAT JSONEachRow", json.dumps(row).encode(), **settings)
    assert reply.status == 200, reply.text
    assert server.value(f"SELECT j.day.:String, j.a.b.:Int64 FROM {table}") == "2026-01-01\t2"
