"""The unmodified driver, as the rest of the project uses it and as anybody else would."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from posthog.clickhouse.embedded.tests.process import ServerProcess


@pytest.fixture(params=[True, False], ids=["packed", "plain"])
def driver(server: ServerProcess, request: pytest.FixtureRequest) -> Iterator[Client]:
    client = server.driver(compress=request.param, tz_mode="aware")
    yield client
    client.close()


def test_values_survive_the_way_there_and_back(driver: Client) -> None:
    table = f"t_{uuid.uuid4().hex}"
    driver.command(
        f"CREATE TABLE {table} (id UUID, at DateTime64(6, 'UTC'), name LowCardinality(String), tags Array(String), "
        "amount Nullable(Float64), j JSON) ENGINE = MergeTree ORDER BY id"
    )
    rows = [
        (
            uuid.uuid4(),
            datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
            "ä",
            ["x", "y'"],
            1.5,
            {"a": 1, "b": {"c": "d"}},
        ),
        (uuid.uuid4(), datetime(1999, 12, 31, tzinfo=UTC), "", [], None, {}),
    ]
    written = driver.insert(table, rows, column_names=["id", "at", "name", "tags", "amount", "j"])
    assert written.written_rows == 2
    found = driver.query(f"SELECT * FROM {table} ORDER BY at DESC")
    assert [tuple(row) for row in found.result_rows] == rows
    assert found.column_names == ("id", "at", "name", "tags", "amount", "j")
    driver.command(f"DROP TABLE {table}")


def test_parameters_are_bound_on_the_server(driver: Client) -> None:
    hostile = "'; DROP TABLE x; --\\ \t\n ä"
    result = driver.query(
        "SELECT {text:String}, {number:Int64}, {list:Array(String)}, {at:DateTime64(6)}",
        parameters={"text": hostile, "number": -5, "list": ["a'b", "c"], "at": datetime(2026, 1, 2, tzinfo=UTC)},
    )
    assert result.result_rows[0][:3] == (hostile, -5, ["a'b", "c"])


def test_large_parameter_goes_through(driver: Client) -> None:
    values = [str(number) for number in range(50_000)]
    assert driver.query("SELECT length({values:Array(String)})", parameters={"values": values}).result_rows == [
        (50_000,)
    ]


def test_large_insert_and_result(driver: Client) -> None:
    table = f"t_{uuid.uuid4().hex}"
    driver.command(f"CREATE TABLE {table} (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
    driver.insert(table, [(number, f"row {number}") for number in range(300_000)], column_names=["a", "b"])
    result = driver.query(f"SELECT a, b FROM {table} ORDER BY a")
    assert result.row_count == 300_000
    assert result.result_rows[299_999] == (299_999, "row 299999")
    with driver.query_rows_stream(f"SELECT a FROM {table}") as stream:
        assert sum(row[0] for row in stream) == 300_000 * 299_999 // 2
    driver.command(f"DROP TABLE {table}")


def test_errors_carry_their_code(driver: Client) -> None:
    with pytest.raises(DatabaseError) as refused:
        driver.query("SELECT * FROM no_such_table")
    assert (refused.value.code, refused.value.name) == (60, "UNKNOWN_TABLE")
    with pytest.raises(DatabaseError) as refused:
        driver.insert("no_such_table", [(1,)], column_names=["a"])
    assert refused.value.code == 60


def test_error_in_the_middle_of_a_stream_is_raised(driver: Client) -> None:
    sql = "SELECT throwIf(number = 3000000, 'too late') FROM numbers(4000000) SETTINGS max_threads = 1"
    with pytest.raises(DatabaseError, match="too late"), driver.query_column_block_stream(sql) as stream:
        for _ in stream:
            pass


def test_commands_answer(driver: Client) -> None:
    assert driver.command("SELECT 1") == 1
    assert driver.command("SELECT 'x' WHERE 0") == ""
    assert driver.command("SELECT currentDatabase()") == "prickle"
    assert driver.ping()


def test_settings_reach_the_query(driver: Client) -> None:
    assert driver.query("SELECT getSetting('max_block_size')", settings={"max_block_size": 5}).result_rows == [(5,)]
    with pytest.raises(DatabaseError) as refused:
        driver.query("SELECT number FROM numbers(10000)", settings={"max_result_rows": 10})
    assert refused.value.code == 396


def test_session_of_the_driver_keeps_a_temporary_table(server: ServerProcess) -> None:
    client = server.driver(session_id=uuid.uuid4().hex)
    client.command("CREATE TEMPORARY TABLE mine (a UInt8)")
    client.insert("mine", [(1,), (2,)], column_names=["a"])
    assert client.query("SELECT sum(a) FROM mine").result_rows == [(3,)]
    client.close()


def test_many_threads_share_the_server(server: ServerProcess) -> None:
    """Every thread reads back exactly what it wrote, while the others do the same."""
    client = server.driver(autogenerate_session_id=False)
    client.command("CREATE TABLE shared (thread UInt8, a UInt64) ENGINE = MergeTree ORDER BY (thread, a)")
    failures: list[BaseException] = []

    def work(thread: int) -> None:
        try:
            for round_number in range(10):
                client.insert("shared", [(thread, number) for number in range(1000)], column_names=["thread", "a"])
                sql = "SELECT count(), uniq(a) FROM shared WHERE thread = {t:UInt8}"
                rows = client.query(sql, parameters={"t": thread}).result_rows
                assert rows == [((round_number + 1) * 1000, 1000)]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert client.query("SELECT count() FROM shared").result_rows == [(120_000,)]
    client.close()
