"""The one path from this project to ClickHouse: queries, commands and inserts over HTTP.

Works alike against the embedded server and a real one. Values never become SQL text: a statement holds
`{name:Type}` and the server binds the parameter. Reads are `readonly`, so that a mistake upstream cannot write.
What a statement means belongs to its caller; who may ask belongs above it. Errors are those of `errors.py`.
"""

import ipaddress
import logging
import os
import re
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import clickhouse_connect
import lz4.frame
import urllib3
from clickhouse_connect.driver import options as driver_options
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.httputil import get_pool_manager
from django.conf import settings as django_settings

from common import json
from posthog import metrics
from posthog.clickhouse.errors import (
    ClickHouseError,
    ClickHouseUnavailableError,
    QueryCancelledError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    translate,
)

__all__ = [
    "ClickHouseError",
    "ClickHouseUnavailableError",
    "QueryCancelledError",
    "QueryMemoryError",
    "QuerySyntaxError",
    "QueryTag",
    "QueryTimeoutError",
    "QueryTooLargeError",
    "Rows",
    "command",
    "database",
    "insert_json_rows",
    "insert_rows",
    "ping",
    "query",
]

# The driver looks for pandas and numpy at the first insert to see whether it was given one of theirs. chDB brings both,
# and loading them takes a process seconds and some 60 MB; here rows are always Python's own.
for _library in ("np", "pd", "pd_time_test"):
    setattr(driver_options, _library, None)

CONNECT_SECONDS = 5
# Above what any query may take: its own `max_execution_time` ends it with a better error.
ANSWER_SECONDS = 650
PING_SECONDS = 2.0
POOLED_CONNECTIONS = 32

# Acknowledged means stored, by every shard that the rows belong to.
_INSERT_SETTINGS: dict[str, object] = {
    "async_insert": 0,
    "distributed_foreground_insert": 1,
    # Times as JSON writes them, 2026-01-02T03:04:05Z; the default reads only ClickHouse's own form.
    "date_time_input_format": "best_effort",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTag:
    """Who asks and why; stored with the query as JSON in `log_comment`. `kind` has few values: it labels metrics."""

    team_id: int | None = None
    product: str = ""
    kind: str = ""
    query_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A whole result: `rows` are tuples in the order of `columns`, with aware times in UTC where they name no zone.

    A result without rows may come without columns and types too: ClickHouse's Native format has no head.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    read_rows: int
    read_bytes: int
    elapsed_seconds: float


# The driver logs every failure it raises, with its whole stack; whoever handles the error logs it once.
logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL)

_TAG = QueryTag()
_PLACEHOLDER = re.compile(r"\{[A-Za-z_]\w*:")
_lock = threading.Lock()
_clients: dict[tuple[int, str, str], Client] = {}


def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    tag: QueryTag = _TAG,
    use_database: bool = True,
) -> Rows:
    """Run a read and return its whole result. `sql` holds `{name:Type}` for each parameter.

    Limits are ClickHouse settings such as `max_execution_time`, `max_result_rows` and `max_memory_usage`; the statement
    itself cannot change them. Asked again once when ClickHouse closed the connection without an answer.
    """
    with _measured(tag.kind or "query") as watch:
        result = _client(use_database).query(
            sql, parameters=_bound(sql, parameters), settings=_settings({"readonly": 1, **(settings or {})}, tag)
        )
        rows = [tuple(row) for row in result.result_rows]
    return Rows(
        columns=tuple(result.column_names),
        types=tuple(column.name for column in result.column_types),
        rows=rows,
        read_rows=int(result.summary.get("read_rows", 0)),
        read_bytes=int(result.summary.get("read_bytes", 0)),
        elapsed_seconds=watch.seconds,
    )


def command(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    tag: QueryTag = _TAG,
    use_database: bool = True,
) -> None:
    """Run a statement that changes something and returns nothing, such as DDL. Never repeated by itself."""
    with _measured(tag.kind or "command"):
        _client(use_database).command(sql, parameters=_bound(sql, parameters), settings=_settings(settings or {}, tag))


def insert_json_rows(
    table: str,
    payload: bytes,
    *,
    settings: Mapping[str, object] | None = None,
    deduplication_token: str = "",
    tag: QueryTag = _TAG,
) -> None:
    """Insert newline-separated JSON objects; returns when they are stored. `table` is SQL, of our own making.

    With a `deduplication_token` the same insert may be repeated without storing anything twice, for as long as the
    table remembers tokens (`Table.deduplication_window`).
    """
    settings = _insert_settings(settings, deduplication_token)
    with _measured(tag.kind or "insert"):
        client = _client()
        if client.write_compression:
            packed = lz4.frame.compress(payload)
            client.raw_insert(
                table, insert_block=packed, fmt="JSONEachRow", compression="lz4", settings=_settings(settings, tag)
            )
        else:
            client.raw_insert(table, insert_block=payload, fmt="JSONEachRow", settings=_settings(settings, tag))


def insert_native(
    table: str,
    columns: Sequence[str],
    block: bytes,
    *,
    settings: Mapping[str, object] | None = None,
    deduplication_token: str = "",
    tag: QueryTag = _TAG,
) -> None:
    """Insert a block in ClickHouse's format Native, as columns; otherwise like `insert_json_rows`."""
    settings = _insert_settings(settings, deduplication_token)
    with _measured(tag.kind or "insert"):
        client = _client()
        compression = "lz4" if client.write_compression else None
        client.raw_insert(
            table,
            column_names=list(columns),
            insert_block=lz4.frame.compress(block) if compression else block,
            fmt="Native",
            compression=compression,
            settings=_settings(settings, tag),
        )


def insert_rows(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    settings: Mapping[str, object] | None = None,
    deduplication_token: str = "",
    tag: QueryTag = _TAG,
) -> None:
    """Insert rows of Python values, in the order of `columns`; returns when they are stored."""
    data = [tuple(row) for row in rows]
    settings = _insert_settings(settings, deduplication_token)
    with _measured(tag.kind or "insert"):
        _client().insert(table, data, column_names=list(columns), settings=_settings(settings, tag))


def ping() -> bool:
    """Whether a ClickHouse listens at CLICKHOUSE_URL; says nothing about its account or tables."""
    parts = urlsplit(django_settings.CLICKHOUSE_URL)
    url = f"{parts.scheme}://{parts.hostname}:{_port(django_settings.CLICKHOUSE_URL)}/ping"
    try:
        with urllib3.PoolManager(num_pools=1) as pool:
            return bool(pool.request("GET", url, timeout=PING_SECONDS, retries=False).status == 200)
    except (urllib3.exceptions.HTTPError, OSError):
        return False


def database() -> str:
    """The database named in CLICKHOUSE_URL."""
    return urlsplit(django_settings.CLICKHOUSE_URL).path.strip("/") or "default"


def _client(use_database: bool = True) -> Client:
    """This process's client: safe to share between threads, each call taking a connection from its pool."""
    # Connections must not be shared with a forked child, so the process is part of the key. Without a database for the
    # moment before it exists.
    key = (os.getpid(), django_settings.CLICKHOUSE_URL, database() if use_database else "")
    if key not in _clients:
        with _lock:
            if key not in _clients:
                _clients[key] = _connect(django_settings.CLICKHOUSE_URL, key[2])
    return _clients[key]


def _connect(url: str, name: str) -> Client:
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    client = clickhouse_connect.get_client(
        host=host,
        port=_port(url),
        username=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        secure=parts.scheme == "https",
        autogenerate_session_id=False,
        connect_timeout=CONNECT_SECONDS,
        send_receive_timeout=ANSWER_SECONDS,
        # Packing costs more than it saves where nothing leaves the machine.
        compress=False if _is_this_machine(host) else "lz4",
        query_limit=0,
        query_retries=1,
        show_clickhouse_errors="scrub",
        tz_mode="aware",
        pool_mgr=get_pool_manager(maxsize=POOLED_CONNECTIONS, num_pools=1),
    )
    # Set afterwards: the driver's first questions must work before the database exists.
    client.database = name or None
    return client


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (8443 if parts.scheme == "https" else 8123)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bound(sql: str, parameters: Mapping[str, object] | None) -> dict[str, object] | None:
    # The driver falls back to pasting values into the text when it sees no placeholder.
    return dict(parameters) if parameters and _PLACEHOLDER.search(sql) else None


def _insert_settings(chosen: Mapping[str, object] | None, token: str) -> dict[str, object]:
    # The driver repeats an insert when the connection is closed before the answer, which is only safe under a token.
    return {**_INSERT_SETTINGS, "insert_deduplication_token": token or uuid.uuid4().hex, **(chosen or {})}


def _settings(chosen: Mapping[str, object], tag: QueryTag) -> dict[str, Any]:
    comment = {"team_id": tag.team_id, "product": tag.product, "kind": tag.kind, "query_id": tag.query_id}
    comment = {name: value for name, value in comment.items() if value}
    return {**chosen, "log_comment": json.dumps(comment).decode()} if comment else dict(chosen)


class _Watch:
    seconds: float = 0.0


@contextmanager
def _measured(kind: str) -> Iterator[_Watch]:
    watch = _Watch()
    started = time.monotonic()
    try:
        yield watch
    except Exception as error:
        translated = translate(error)
        if translated is error:
            raise
        raise translated from error
    finally:
        watch.seconds = time.monotonic() - started
        metrics.clickhouse_query_seconds.labels(kind=kind).observe(watch.seconds)
