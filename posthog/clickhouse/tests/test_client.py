"""The client against the test run's ClickHouse."""

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from clickhouse_connect.driver.httpclient import HttpClient
from prometheus_client import REGISTRY
from pytest_django.fixtures import Settings

from posthog.clickhouse import client
from posthog.clickhouse.client import QueryTag

pytestmark = pytest.mark.usefixtures("clickhouse_database")


@pytest.fixture
def table() -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex}"
    client.command(
        f"CREATE TABLE {name} (a Int64, b String, at DateTime64(6, 'UTC'), j JSON) ENGINE = MergeTree ORDER BY a "
        "SETTINGS non_replicated_deduplication_window = 100"
    )
    yield name
    client.command(f"DROP TABLE {name}")


def test_rows_come_with_names_types_and_costs() -> None:
    rows = client.query("SELECT number AS n, {text:String} AS t FROM numbers(2)", {"text": "ä'\\\n"})
    assert (rows.columns, rows.types) == (("n", "t"), ("UInt64", "String"))
    assert rows.rows == [(0, "ä'\\\n"), (1, "ä'\\\n")]
    assert rows.read_rows == 2
    assert 0 < rows.elapsed_seconds < 10


def test_values_keep_their_types() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=2)))
    parameters = {"at": moment, "list": ["a'", "\\"], "none": None, "yes": True, "id": uuid.UUID(int=5), "n": -(2**62)}
    rows = client.query(
        "SELECT {at:DateTime64(6)}, {list:Array(String)}, {none:Nullable(String)}, {yes:Bool}, {id:UUID}, {n:Int64}",
        parameters,
    )
    assert rows.rows == [(moment.astimezone(UTC), ["a'", "\\"], None, True, uuid.UUID(int=5), -(2**62))]


def test_parameter_can_never_become_text_of_the_statement() -> None:
    # Without a placeholder the driver would format the text itself.
    assert client.query("SELECT '%(a)s {}'", {"a": "x"}).rows == [("%(a)s {}",)]


def test_reading_cannot_write(table: str) -> None:
    for sql in (f"INSERT INTO {table} (a) SELECT 1", f"DROP TABLE {table}", f"ALTER TABLE {table} DELETE WHERE 1"):
        with pytest.raises(client.ClickHouseError) as refused:
            client.query(sql)
        assert refused.value.clickhouse_code == 164
    assert client.query(f"SELECT count() FROM {table}").rows == [(0,)]


def test_statement_cannot_lift_its_limits() -> None:
    with pytest.raises(client.ClickHouseError) as refused:
        client.query("SELECT 1 SETTINGS max_execution_time = 1000", settings={"max_execution_time": 1})
    assert refused.value.clickhouse_code == 164


@pytest.mark.parametrize(
    ("sql", "settings", "error"),
    [
        (
            "SELECT sum(sipHash64(number)) FROM numbers(100000000000)",
            {"max_execution_time": 1},
            client.QueryTimeoutError,
        ),
        (
            "SELECT groupArray(number) FROM numbers(100000000)",
            {"max_memory_usage": 30_000_000},
            client.QueryMemoryError,
        ),
        ("SELECT number FROM numbers(1000)", {"max_result_rows": 10}, client.QueryTooLargeError),
        ("SELECT count() FROM numbers(1000) WHERE number > 5", {"max_rows_to_read": 10}, client.QueryTooLargeError),
        ("SELEC", {}, client.QuerySyntaxError),
    ],
)
def test_limits_end_a_query_with_an_error_of_their_own(
    sql: str, settings: dict[str, object], error: type[client.ClickHouseError]
) -> None:
    with pytest.raises(error):
        client.query(sql, settings=settings)


def test_tag_travels_with_the_query() -> None:
    tag = QueryTag(team_id=7, product="events", kind="test_tag", query_id="q-1")
    rows = client.query("SELECT getSetting('log_comment')", tag=tag)
    assert json.loads(rows.rows[0][0]) == {"team_id": 7, "product": "events", "kind": "test_tag", "query_id": "q-1"}
    assert REGISTRY.get_sample_value("prickle_clickhouse_query_seconds_count", {"kind": "test_tag"}) == 1


def test_time_of_a_failed_query_is_measured_too() -> None:
    with pytest.raises(client.ClickHouseError):
        client.query("SELECT throwIf(1)", tag=QueryTag(kind="test_failed"))
    assert REGISTRY.get_sample_value("prickle_clickhouse_query_seconds_count", {"kind": "test_failed"}) == 1


def test_json_rows_are_stored(table: str) -> None:
    payload = b'{"a": 1, "b": "x", "at": "2026-01-02T03:04:05.678Z", "j": {"k": 1}}\n{"a": 2, "unknown": 5}'
    client.insert_json_rows(table, payload)
    rows = client.query(f"SELECT a, b, at, j FROM {table} ORDER BY a").rows
    assert rows[0] == (1, "x", datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC), {"k": 1})
    assert rows[1][:2] == (2, "")


def test_repeat_under_the_same_token_stores_nothing(table: str) -> None:
    for token in ("one", "one", "two"):
        client.insert_json_rows(table, b'{"a": 1}\n{"a": 2}', deduplication_token=token)
        client.insert_rows(table, ["a"], [(3,)], deduplication_token=f"{token}-rows")
    assert client.query(f"SELECT a, count() FROM {table} GROUP BY a ORDER BY a").rows == [(1, 2), (2, 2), (3, 2)]


def test_equal_inserts_without_a_token_are_all_stored(table: str) -> None:
    for _ in range(3):
        client.insert_json_rows(table, b'{"a": 1}')
        client.insert_rows(table, ["a", "b"], [(1, "x")])
    assert client.query(f"SELECT count() FROM {table}").rows == [(6,)]


def test_bad_rows_are_refused_whole(table: str) -> None:
    with pytest.raises(client.ClickHouseError) as refused:
        client.insert_json_rows(table, b'{"a": 1}\n{"a": "x"}')
    assert refused.value.clickhouse_code == 27
    assert client.query(f"SELECT count() FROM {table}").rows == [(0,)]


def test_packed_insert_and_answer_work_as_well(table: str, settings: Settings) -> None:
    """What is done for a server on another machine, here against the same one by another name."""
    settings.CLICKHOUSE_URL = settings.CLICKHOUSE_URL.replace("127.0.0.1", "127.1")
    rows = b"\n".join(b'{"a": %d, "b": "some text"}' % number for number in range(10_000))
    client.insert_json_rows(table, rows)
    assert client.query(f"SELECT count(), sum(a) FROM {table}").rows == [(10_000, 49_995_000)]
    assert client.query("SELECT number FROM numbers(100000)").rows[-1] == (99_999,)


def test_threads_share_one_client(table: str) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(20):
                assert client.query("SELECT {n:Int64}, sleep(0.001)", {"n": number}).rows == [(number, 0)]
                client.insert_json_rows(table, b'{"a": %d}' % number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert client.query(f"SELECT count(), uniq(a) FROM {table}").rows == [(320, 16)]


def _query_in_child(results: "multiprocessing.SimpleQueue[tuple[int, int]]") -> None:
    results.put((os.getpid(), client.query("SELECT 41 + 1").rows[0][0]))


def test_forked_child_opens_connections_of_its_own() -> None:
    """As Celery's workers do: a connection used by two processes would mix up their answers."""
    client.query("SELECT 1")
    context = multiprocessing.get_context("fork")
    results: multiprocessing.SimpleQueue[tuple[int, int]] = context.SimpleQueue()
    children = [context.Process(target=_query_in_child, args=(results,)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    answers = [results.get() for _ in children]
    assert {answer for _, answer in answers} == {42}
    assert len({pid for pid, _ in answers}) == 4
    assert client.query("SELECT 1").rows == [(1,)]


def test_server_that_is_away_is_unavailable(settings: Settings) -> None:
    settings.CLICKHOUSE_URL = "http://default:secret@127.0.0.1:1/prickle"
    assert client.ping() is False
    with pytest.raises(client.ClickHouseUnavailableError) as away:
        client.query("SELECT 1")
    assert "127.0.0.1" not in away.value.message
    assert "secret" not in away.value.message


def test_wrong_password_is_told_as_such(settings: Settings) -> None:
    settings.CLICKHOUSE_URL = settings.CLICKHOUSE_URL.replace("@", "wrong@")
    with pytest.raises(client.ClickHouseUnavailableError, match="refuses the account in CLICKHOUSE_URL"):
        client.query("SELECT 1")


def test_server_that_is_there_answers_a_ping() -> None:
    assert client.ping() is True


def test_connection_survives_the_servers_patience(table: str) -> None:
    """A pooled connection that the server closed meanwhile is replaced, for reads and for inserts."""
    client.query("SELECT 1")
    driver = client._client()
    assert isinstance(driver, HttpClient)
    pool = driver.http.connection_from_url(driver.url).pool
    assert pool is not None
    closed = pool.get()
    closed.sock.shutdown(socket.SHUT_RDWR)
    pool.put(closed)
    assert client.query("SELECT 2").rows == [(2,)]
    client.insert_json_rows(table, b'{"a": 1}')
    assert client.query(f"SELECT count() FROM {table}").rows == [(1,)]


def test_inserting_rows_does_not_load_pandas() -> None:
    """It is there, because chDB needs it; the driver would load it to look at rows, which costs a worker 60 MB."""
    ask = (
        "import sys; from posthog.clickhouse import client; from clickhouse_connect.driver.insert import InsertContext; "
        "from clickhouse_connect.datatypes.registry import get_from_name; "
        "InsertContext('t', ['a'], [get_from_name('Int64')], data=[(1,)]); print('pandas' in sys.modules, 'numpy' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["False", "False"]
