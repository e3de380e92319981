"""What any HTTP client may expect, asked of a real server."""

import gzip
import http.client
import json
import socket
import subprocess
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import lz4.frame
import pytest
import zstandard

from posthog.clickhouse.embedded.tests.process import PASSWORD, USER, Reply, ServerProcess, authorization


def test_get_and_post_ask_in_every_place(server: ServerProcess) -> None:
    in_url = server.request("GET", "/?query=" + quote("SELECT 1, 'ä'"))
    in_body = server.request("POST", "/", "SELECT 1, 'ä'".encode())
    split = server.request("POST", "/?query=" + quote("SELECT 1,"), "'ä'".encode())
    in_both_chunked = server.request("POST", "/", iter([b"SELECT 1, ", "'ä'".encode()]))
    assert [reply.body.decode() for reply in (in_url, in_body, split, in_both_chunked)] == ["1\tä\n"] * 4


def test_server_says_that_it_is_there_without_a_password(server: ServerProcess) -> None:
    for path in ("/ping", "/replicas_status"):
        reply = server.request("GET", path, authenticate=False)
        assert (reply.status, reply.text) == (200, "Ok.\n")
    assert server.request("GET", "/").text == "Ok.\n"
    assert server.request("GET", "/play").status == 404


CREDENTIALS = [
    ({"X-ClickHouse-User": USER, "X-ClickHouse-Key": PASSWORD}, {}, 200),
    (authorization(), {}, 200),
    ({}, {"user": USER, "password": PASSWORD}, 200),
    ({}, {}, 403),
    ({}, {"user": USER}, 403),
    ({}, {"user": USER, "password": ""}, 403),
    ({}, {"user": USER, "password": PASSWORD + "x"}, 403),
    ({}, {"user": "default", "password": PASSWORD}, 403),
    ({"X-ClickHouse-User": USER}, {"user": USER, "password": PASSWORD}, 403),
    ({"Authorization": "Basic !!!"}, {}, 403),
    ({"Authorization": "Basic " + "/w=="}, {}, 403),
    ({"Authorization": "Bearer x"}, {}, 403),
]


@pytest.mark.parametrize(("headers", "parameters", "status"), CREDENTIALS)
def test_only_the_right_password_gets_an_answer(
    server: ServerProcess, headers: dict[str, str], parameters: dict[str, str], status: int
) -> None:
    path = "/?" + urlencode({"query": "SELECT 1", **parameters})
    reply = server.request("GET", path, headers=headers, authenticate=False)
    assert reply.status == status
    if status == 403:
        assert reply.headers["x-clickhouse-exception-code"] == "516"
        assert PASSWORD not in reply.text


ERRORS = [
    ("SELECT FROM WHERE", 62, 400),
    ("SELEC 1", 62, 400),
    ("SELECT 1; SELECT 2", 62, 400),
    ("SELECT * FROM no_such_table", 60, 404),
    ("SELECT no_such_column", 47, 404),
    ("SELECT no_such_function(1)", 46, 404),
    ("SELECT 1 FORMAT NoSuchFormat", 73, 404),
    ("SELECT toUInt8('x')", 6, 400),
    ("SELECT 'x' + 1", 43, 400),
    ("SELECT CAST('x' AS NoSuchType)", 50, 404),
    ("SELECT throwIf(1)", 395, 500),
    (
        "SELECT sleep(1) SETTINGS max_execution_time = 0.2, function_sleep_max_microseconds_per_block = 9000000",
        159,
        408,
    ),
    ("SELECT 1 SETTINGS no_such_setting = 1", 115, 404),
    ("USE no_such_database", 81, 404),
    ("INSERT INTO no_such_table FORMAT CSV\n1", 60, 404),
    ("SELECT file('/etc/passwd')", 497, 403),
    ("SELECT '" + "x" * 300_000 + "'", 62, 400),
]


@pytest.mark.parametrize(("sql", "code", "status"), ERRORS, ids=[sql[:40] for sql, _, _ in ERRORS])
def test_error_has_the_code_and_status_of_clickhouse(server: ServerProcess, sql: str, code: int, status: int) -> None:
    reply = server.ask(sql)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (status, str(code))
    assert reply.text.startswith(f"Code: {code}. DB::Exception: ")
    assert server.value("SELECT 1") == "1"


def test_statement_longer_than_any_setting_allows_is_413(server: ServerProcess) -> None:
    reply = server.ask("SELECT '" + "x" * 17_000_000 + "'", max_query_size=100_000_000)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (413, "276")


def test_long_statement_runs_when_the_setting_allows_it(server: ServerProcess) -> None:
    assert server.value("SELECT length('" + "x" * 1_000_000 + "')", max_query_size=2_000_000) == "1000000"


def test_parameters_are_bound_by_the_server(server: ServerProcess) -> None:
    hostile = "'; DROP TABLE x; -- ` \" \u2028 ä {b:String}"
    assert server.value("SELECT {a:String} = unhex({h:String})", param_a=hostile, param_h=hostile.encode().hex()) == "1"
    assert server.value("SELECT {a:Array(UInt8)}[2] + {b:Float64}", param_a="[1,2]", param_b="0.5") == "2.5"
    # As with ClickHouse, the value of a String parameter is written in TSV's escapes.
    assert server.value("SELECT {a:String} = char(9, 92, 39)", param_a="\\t\\\\'") == "1"
    missing = server.ask("SELECT {a:String}")
    assert (missing.status, missing.headers["x-clickhouse-exception-code"]) == (500, "456")


def test_settings_and_database_hold_for_one_request(server: ServerProcess) -> None:
    server.ask("CREATE DATABASE IF NOT EXISTS elsewhere")
    assert (
        server.value("SELECT getSetting('max_block_size'), currentDatabase()", max_block_size=77, database="elsewhere")
        == "77\telsewhere"
    )
    assert server.value("SELECT getSetting('max_block_size') = 77, currentDatabase()") == "0\tprickle"
    header = server.request("POST", "/", b"SELECT currentDatabase()", headers={"X-ClickHouse-Database": "elsewhere"})
    assert header.text == "elsewhere\n"


@pytest.mark.parametrize("name", ["no_such_setting", "a = 1, b", "a'"])
def test_unknown_setting_is_refused(server: ServerProcess, name: str) -> None:
    reply = server.ask("SELECT 1", **{name: "1"})
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (404, "115")


def test_a_link_changes_nothing(server: ServerProcess) -> None:
    reply = server.request("GET", "/?query=" + quote("CREATE TABLE from_a_link (a Int8) ENGINE = MergeTree ORDER BY a"))
    assert reply.headers["x-clickhouse-exception-code"] == "164"
    assert server.value("EXISTS from_a_link") == "0"
    # A reader may still choose settings, as with ClickHouse's readonly = 2 …
    assert server.request("GET", "/?max_threads=1&query=" + quote("SELECT getSetting('max_threads')")).text == "1\n"
    # … but not when it asked for more.
    assert server.ask("SELECT 1 SETTINGS max_threads = 1", readonly=1).headers["x-clickhouse-exception-code"] == "164"


def test_query_id_comes_back_and_is_unique_while_it_runs(server: ServerProcess) -> None:
    assert server.ask("SELECT 1", query_id="my id").headers["x-clickhouse-query-id"] == "my id"
    assert (
        server.ask("SELECT 1").headers["x-clickhouse-query-id"]
        != server.ask("SELECT 1").headers["x-clickhouse-query-id"]
    )
    assert "\n" not in server.ask("SELECT 1", query_id="a\r\nX-Evil: 1").headers["x-clickhouse-query-id"]
    assert "x-evil" not in server.ask("SELECT 1", query_id="a\r\nX-Evil: 1").headers


FORMATS = [
    ("JSONEachRow", "application/x-ndjson", b'{"a":1,"b":"x"}\n'),
    ("CSVWithNames", "text/csv", b'"a","b"\n1,"x"\n'),
    ("TabSeparated", "text/tab-separated-values", b"1\tx\n"),
    ("Native", "application/octet-stream", b"\x02\x01\x01a\x05UInt8\x01\x01b\x06String\x01x"),
    ("RowBinary", "application/octet-stream", b"\x01\x01x"),
    ("Null", "text/plain", b""),
]


@pytest.mark.parametrize(("name", "content_type", "body"), FORMATS)
def test_format_may_be_asked_for_in_three_ways(
    server: ServerProcess, name: str, content_type: str, body: bytes
) -> None:
    sql = "SELECT 1 AS a, 'x' AS b"
    replies: list[Reply] = [
        server.ask(f"{sql} FORMAT {name}"),
        server.ask(sql, default_format=name),
        server.request("POST", "/", sql.encode(), headers={"X-ClickHouse-Format": name}),
    ]
    for reply in replies:
        assert reply.body == body
        assert reply.headers["content-type"].startswith(content_type)
        assert reply.headers["x-clickhouse-format"] == name


def test_json_result_is_whole(server: ServerProcess) -> None:
    result = json.loads(server.value("SELECT number AS n FROM numbers(100000) FORMAT JSON"))
    assert [column["name"] for column in result["meta"]] == ["n"]
    assert [int(row["n"]) for row in result["data"]] == list(range(100_000))
    assert result["rows"] == 100_000


WHOLE_FORMATS = ["JSONCompact", "CSVWithNames", "TSVWithNamesAndTypes", "XML", "Values", "Markdown", "JSONColumns"]


@pytest.mark.parametrize("name", WHOLE_FORMATS)
def test_format_with_a_head_or_an_end_is_written_once(server: ServerProcess, name: str) -> None:
    """The engine streams each piece as a document of its own, which these must not be."""
    sql = f"SELECT number AS n FROM numbers(200000) ORDER BY n FORMAT {name} SETTINGS max_block_size = 1000"
    text = server.value(sql, output_format_write_statistics=0)
    one_block = f"SELECT number AS n FROM numbers(200000) ORDER BY n FORMAT {name} SETTINGS max_block_size = 300000"
    assert text == server.value(one_block, output_format_write_statistics=0)
    assert text.count("199999") == 1


def test_rows_in_an_array_are_one_array(server: ServerProcess) -> None:
    sql = "SELECT number AS n FROM numbers(200000) FORMAT JSONEachRow"
    assert len(json.loads(server.value(sql, output_format_json_array_of_rows=1))) == 200_000


def test_result_too_big_to_be_held_is_refused(server: ServerProcess) -> None:
    for readonly in (0, 1):
        reply = server.ask("SELECT repeat('x', 1000 + number % 2) FROM numbers(400000) FORMAT JSON", readonly=readonly)
        assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (500, "396")


def test_statements_without_a_stream_answer_too(server: ServerProcess) -> None:
    server.ask("CREATE TABLE IF NOT EXISTS described (a Int8) ENGINE = MergeTree ORDER BY a")
    assert server.value("DESCRIBE described").split("\t")[:2] == ["a", "Int8"]
    assert "described" in server.value("SHOW TABLES")
    assert server.value("EXISTS described") == "1"
    assert "ReadFromSystemNumbers" in server.value("EXPLAIN SELECT * FROM system.numbers LIMIT 1")
    assert "x-clickhouse-format" not in server.ask("DROP TABLE described").headers


def test_answer_is_packed_as_the_client_accepts(server: ServerProcess) -> None:
    unpack = {
        "lz4": lz4.frame.decompress,
        "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
        "gzip": gzip.decompress,
    }
    expected = b"".join(b"%d\n" % number for number in range(300_000))
    for waits in ("0", "1"):
        path = f"/?enable_http_compression=1&wait_end_of_query={waits}"
        for name, open_it in unpack.items():
            reply = server.request(
                "POST", path, b"SELECT number FROM numbers(300000)", headers={"Accept-Encoding": name}
            )
            assert reply.headers["content-encoding"] == name
            assert len(reply.body) < len(expected)
            assert open_it(reply.body) == expected
    plain = server.request("POST", "/", b"SELECT 1", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert plain.body == b"1\n"


@pytest.mark.parametrize("name", ["compress", "decompress"])
def test_clients_own_block_format_is_refused_and_never_reaches_the_engine(server: ServerProcess, name: str) -> None:
    reply = server.ask("SELECT 1", **{name: "1"})
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (501, "48")


def test_summary_counts_what_was_read(server: ServerProcess) -> None:
    server.ask("CREATE TABLE summed (a UInt64) ENGINE = MergeTree ORDER BY a")
    written = json.loads(server.ask("INSERT INTO summed FORMAT CSV\n1\n2\n3").headers["x-clickhouse-summary"])
    assert written["written_rows"] == "3"
    read = json.loads(server.ask("SELECT sum(a) FROM summed WHERE a > 1").headers["x-clickhouse-summary"])
    assert (read["read_rows"], read["result_rows"]) == ("3", "1")


def test_small_answer_is_one_write_and_the_connection_is_kept(server: ServerProcess) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.connect()
    sock = connection.sock
    for number in range(5):
        connection.request("POST", "/", f"SELECT {number}", authorization())
        assert sock.recv(65536, socket.MSG_PEEK).endswith(b"\r\n\r\n%d\n" % number)
        response = connection.getresponse()
        assert response.read() == b"%d\n" % number
        assert connection.sock is sock
    connection.close()


def test_keep_alive_costs_no_delayed_acknowledgement(server: ServerProcess) -> None:
    """Head and body in two writes would cost 40 ms each."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    started = time.monotonic()
    for _ in range(50):
        connection.request("POST", "/", "SELECT 1", authorization())
        connection.getresponse().read()
    connection.close()
    assert time.monotonic() - started < 50 * 0.035


def test_pipelined_requests_are_answered_in_order(server: ServerProcess) -> None:
    head = f"Host: x\r\nAuthorization: {authorization()['Authorization']}\r\n"
    requests = b"".join(
        f"POST / HTTP/1.1\r\n{head}Content-Length: {len(sql)}\r\n\r\n{sql}".encode()
        for sql in ("SELECT sleep(0.2) + 1", "SELECT 2", "SELECT 'three'")
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(requests)
        received = b""
        while b"three" not in received:
            received += connection.recv(65536)
    assert [part.partition(b"\r\n\r\n")[2] for part in received.split(b"HTTP/1.1 200 OK")[1:]] == [
        b"1\n",
        b"2\n",
        b"three\n",
    ]


def test_http_1_0_client_gets_an_answer_without_chunks(server: ServerProcess) -> None:
    head = f"Authorization: {authorization()['Authorization']}\r\n\r\n"
    path = "/?query=" + quote("SELECT number FROM numbers(200000)")
    answer = server.raw(f"GET {path} HTTP/1.0\r\n{head}".encode())
    body = answer.partition(b"\r\n\r\n")[2]
    assert b"Transfer-Encoding" not in answer[:1000]
    assert body == b"".join(b"%d\n" % number for number in range(200_000))


def test_client_that_asks_first_may_continue(server: ServerProcess) -> None:
    head = f"Authorization: {authorization()['Authorization']}\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\n{head}".encode())
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"SELECT 7")
        assert connection.recv(10_000).endswith(b"\r\n\r\n7\n")


def test_head_request_has_no_body(server: ServerProcess) -> None:
    reply = server.request("HEAD", "/?query=" + quote("SELECT number FROM numbers(1000)"))
    assert (reply.status, reply.body) == (200, b"")


def test_big_result_is_streamed_and_not_held(start_server: Callable[..., ServerProcess]) -> None:
    """400 MB pass through a server that may hold far less."""
    server = start_server()
    server.value("SELECT 1")
    before = server.resident_bytes()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/", "SELECT number, repeat('x', 90) FROM numbers(4000000)", authorization())
    response = connection.getresponse()
    assert response.getheader("Transfer-Encoding") == "chunked"
    size, peak = 0, 0
    while piece := response.read(1 << 20):
        size += len(piece)
        peak = max(peak, server.resident_bytes())
    connection.close()
    assert size == sum(len(str(number)) + 92 for number in range(4_000_000))
    assert peak - before < 150_000_000


def test_result_waited_for_is_held_on_disk(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server()
    server.value("SELECT 1")
    before = server.resident_bytes()
    reply = server.request("POST", "/?wait_end_of_query=1", b"SELECT number, repeat('x', 90) FROM numbers(2000000)")
    assert reply.headers["content-length"] == str(len(reply.body))
    assert reply.body.count(b"\n") == 2_000_000
    assert server.resident_bytes() - before < 150_000_000
    assert list((server.directory / "tmp").iterdir()) == []


def test_error_before_the_end_is_a_clean_error_when_waited_for(server: ServerProcess) -> None:
    sql = "SELECT throwIf(number = 3000000, 'too late'), repeat('x', 50) FROM numbers(4000000)"
    reply = server.ask(sql, wait_end_of_query=1, max_threads=1)
    assert (reply.status, reply.headers["x-clickhouse-exception-code"]) == (500, "395")
    assert "too late" in reply.text


def test_error_in_the_middle_breaks_the_answer_off(server: ServerProcess) -> None:
    sql = (
        b"SELECT throwIf(number = 3000000, 'too late'), repeat('x', 50) FROM numbers(4000000) SETTINGS max_threads = 1"
    )
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/", sql, authorization())
    response = connection.getresponse()
    assert response.status == 200
    with pytest.raises(http.client.IncompleteRead) as broken:
        response.read()
    tail = broken.value.partial[-2000:]
    tag = response.headers["X-ClickHouse-Exception-Tag"].encode()
    assert b"too late" in tail
    assert tail.endswith(b" " + tag + b"\r\n__exception__\r\n")
    connection.close()


def test_large_parameters_come_in_a_form(server: ServerProcess) -> None:
    value = "x" * 500_000
    body = (
        '--b\r\nContent-Disposition: form-data; name="query"\r\n\r\nSELECT length({a:String})\r\n'
        f'--b\r\nContent-Disposition: form-data; name="param_a"\r\n\r\n{value}\r\n--b--\r\n'
    )
    reply = server.request("POST", "/", body.encode(), headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert reply.text == "500000\n"


def test_session_keeps_settings_and_temporary_tables(server: ServerProcess) -> None:
    assert server.ask("SET max_block_size = 123", session_id="s1").status == 200
    assert server.value("SELECT getSetting('max_block_size')", session_id="s1") == "123"
    assert server.value("SELECT getSetting('max_block_size')", session_id="s2") != "123"
    server.ask("CREATE TEMPORARY TABLE kept (a Int8)", session_id="s1")
    server.ask("INSERT INTO kept VALUES (5)", session_id="s1")
    assert server.value("SELECT a FROM kept", session_id="s1", readonly=1) == "5"
    assert server.request("GET", "/?session_id=s1&query=" + quote("SELECT a FROM kept")).text == "5\n"
    # A reader's restriction must not stick to the session.
    assert server.ask("INSERT INTO kept VALUES (6)", session_id="s1").status == 200
    assert server.ask("SELECT a FROM kept", session_id="s2").status == 404
    assert server.ask("SELECT 1", session_id="s3", session_check=1).headers["x-clickhouse-exception-code"] == "372"


def test_curl_asks_and_inserts(server: ServerProcess) -> None:
    def curl(*arguments: str, data: bytes = b"") -> str:
        url = f"http://127.0.0.1:{server.port}/"
        command = ["curl", "-sS", "--user", f"{USER}:{PASSWORD}", *arguments, url]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()

    assert curl("-d", "SELECT 1 + 1") == "2\n"
    curl("-d", "CREATE TABLE by_curl (a UInt64) ENGINE = MergeTree ORDER BY a")
    rows = b"\n".join(b'{"a": %d}' % number for number in range(200_000))
    # More than a megabyte: curl asks for permission to continue first.
    assert curl("--data-binary", "@-", "--url-query", "query=INSERT INTO by_curl FORMAT JSONEachRow", data=rows) == ""
    assert curl("-d", "SELECT count(), sum(a) FROM by_curl") == "200000\t19999900000\n"
    assert (
        curl("--compressed", "-d", "SELECT count() FROM by_curl", "--url-query", "enable_http_compression=1")
        == "200000\n"
    )
