"""The one path from this project to ClickHouse: queries, commands and inserts over HTTP.

Works alike against the embedded server and a real one. Values never become SQL text: a statement holds
`{name:Type}` and the server binds the parameter. Reads are `readonly`, so that a mistake upstream cannot write.
What a statement means belongs to its caller; who may ask belongs above it.
"""

import os
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import clickhouse_connect
from clickhouse_connect.driver.exceptions import ClickHouseError as DriverError
from django.conf import settings as django_settings

from common import json
from common.errors import ErrorKind, ProductError
from posthog import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTag:
    """Who asks and why; stored with the query as JSON in `log_comment`."""

    team_id: int | None = None
    product: str = ""
    kind: str = ""
    query_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A whole result: `rows` are tuples in the order of `columns`."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    read_rows: int
    read_bytes: int
    elapsed_seconds: float


class ClickHouseError(ProductError):
    """ClickHouse refused or failed; `clickhouse_code` is its own error number."""

    code = "clickhouse_error"
    kind = ErrorKind.INVALID

    def __init__(self, message: str, *, clickhouse_code: int = 0) -> None:
        super().__init__(message)
        self.clickhouse_code = clickhouse_code


class QueryTimeoutError(ClickHouseError):
    code = "query_timeout"
    kind = ErrorKind.OVER_LIMIT


class QueryMemoryError(ClickHouseError):
    code = "query_memory_limit"
    kind = ErrorKind.OVER_LIMIT


class QuerySyntaxError(ClickHouseError):
    code = "query_syntax"


class ClickHouseUnavailableError(ClickHouseError):
    code = "clickhouse_unavailable"
    kind = ErrorKind.UNAVAILABLE


_TAG = QueryTag()
_CODE = re.compile(r"code:\s*(\d+)", re.IGNORECASE)
_lock = threading.Lock()
_clients: dict[tuple[int, str, str], Any] = {}


def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    tag: QueryTag = _TAG,
    use_database: bool = True,
) -> Rows:
    """Run a read and return its whole result. `sql` holds `{name:Type}` for each parameter."""
    started = time.monotonic()
    try:
        result = (_client() if use_database else _client_without_database()).query(
            sql,
            parameters=dict(parameters) if parameters else None,
            settings=_settings({"readonly": 2, **(settings or {})}, tag),
        )
    except Exception as error:
        raise _translate(error) from error
    elapsed = time.monotonic() - started
    metrics.clickhouse_query_seconds.labels(kind=tag.kind or "query").observe(elapsed)
    return Rows(
        columns=tuple(result.column_names),
        types=tuple(column.name for column in result.column_types),
        rows=list(result.result_rows),
        read_rows=int(result.summary.get("read_rows", 0)),
        read_bytes=int(result.summary.get("read_bytes", 0)),
        elapsed_seconds=elapsed,
    )


def command(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    tag: QueryTag = _TAG,
    use_database: bool = True,
) -> None:
    """Run a statement that changes something and returns nothing, such as DDL."""
    try:
        _client().command(
            sql,
            parameters=dict(parameters) if parameters else None,
            settings=_settings(settings or {}, tag),
            use_database=use_database,
        )
    except Exception as error:
        raise _translate(error) from error


def insert_json_rows(
    table: str, payload: bytes, *, settings: Mapping[str, object] | None = None, deduplication_token: str = ""
) -> None:
    """Insert newline-separated JSON objects as one block; acknowledged only when stored.

    With a `deduplication_token` a repeat of the same insert is ignored by the table.
    """
    chosen = dict(settings or {})
    if deduplication_token:
        chosen["insert_deduplication_token"] = deduplication_token
    try:
        _client().raw_insert(table, insert_block=payload, fmt="JSONEachRow", settings=_settings(chosen, _TAG))
    except Exception as error:
        raise _translate(error) from error


def insert_rows(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    settings: Mapping[str, object] | None = None,
) -> None:
    """Insert rows of Python values, in the order of `columns`."""
    try:
        _client().insert(
            table, [tuple(row) for row in rows], column_names=list(columns), settings=_settings(settings or {}, _TAG)
        )
    except Exception as error:
        raise _translate(error) from error


def ping() -> bool:
    """Whether ClickHouse answers."""
    try:
        return bool(_client().ping())
    except Exception:
        return False


def database() -> str:
    """The database named in CLICKHOUSE_URL."""
    return urlsplit(django_settings.CLICKHOUSE_URL).path.strip("/") or "default"


def _client() -> Any:
    return _client_for(database())


def _client_without_database() -> Any:
    """For the moment before the database exists."""
    return _client_for("")


def _client_for(name: str) -> Any:
    # A connection must not be shared with a forked child, so the process id is part of the key.
    key = (os.getpid(), django_settings.CLICKHOUSE_URL, name)
    if key not in _clients:
        with _lock:
            if key not in _clients:
                _clients[key] = _connect(django_settings.CLICKHOUSE_URL, name)
    return _clients[key]


def _connect(url: str, name: str) -> Any:
    parts = urlsplit(url)
    client = clickhouse_connect.get_client(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or (8443 if parts.scheme == "https" else 8123),
        username=unquote(parts.username or "default"),
        password=unquote(parts.password or ""),
        secure=parts.scheme == "https",
        autogenerate_session_id=False,
        connect_timeout=5,
        compress=False,
        query_limit=0,
    )
    # Set afterwards: the database may not exist yet when migrations open the first connection.
    client.database = name or None
    return client


def _settings(chosen: Mapping[str, object], tag: QueryTag) -> dict[str, Any]:
    comment = {"team_id": tag.team_id, "product": tag.product, "kind": tag.kind, "query_id": tag.query_id}
    comment = {name: value for name, value in comment.items() if value}
    return {**chosen, "log_comment": json.dumps(comment).decode()} if comment else dict(chosen)


def _translate(error: Exception) -> Exception:
    if not isinstance(error, DriverError | OSError):
        return error
    found = _CODE.search(str(error))
    code = int(found[1]) if found else 0
    match code:
        case 0:
            return ClickHouseUnavailableError("ClickHouse does not answer; the query was not run.")
        case 159 | 160:
            return QueryTimeoutError("The query took too long; ask for a shorter time range.", clickhouse_code=code)
        case 241:
            return QueryMemoryError("The query needs too much memory; ask for less data.", clickhouse_code=code)
        case 62:
            return QuerySyntaxError(str(error), clickhouse_code=code)
    return ClickHouseError(str(error), clickhouse_code=code)
