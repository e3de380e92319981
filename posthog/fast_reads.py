"""Single reads from Postgres on paths that must answer in milliseconds, whatever state Postgres is in.

A statement is prepared once per connection and sent over the thread's own Django connection, so a transaction that is
open sees its rows and a test its own. What Django adds (building the query, a health check before the first one of a
request) costs more than the read. A read that takes longer than READ_SECONDS is given up. After a failure nobody is
sent to Postgres until one thread in the background has seen it answer, so an outage costs a request nothing.
"""

import select
import threading
import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
import structlog
from django.db import DatabaseError, connection
from psycopg import pq

from common.errors import ErrorKind, ProductError

READ_SECONDS = 0.5
PROBE_EVERY_SECONDS = 0.25
_UNKNOWN_STATEMENT = b"26000"
logger = structlog.get_logger(__name__)


class ReadFailedError(ProductError):
    """Postgres does not answer, or not in time."""

    code = "store_unavailable"
    kind = ErrorKind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The database does not answer now; try again in a moment.", retry_after_seconds=1)


@dataclass(frozen=True, slots=True)
class Statement:
    """A read with parameters `$1`, `$2` … and the types that Postgres shall take their texts for."""

    name: str
    sql: str


Row = tuple[bytes | None, ...]


def read(statement: Statement, *params: str) -> list[Row]:
    """The rows as texts in UTF-8; raises ReadFailedError."""
    if _breaker.is_open:
        raise ReadFailedError
    values = [param.encode("utf-8", "replace") for param in params]
    for attempt in (1, 2):
        try:
            return _run(_connect(), statement, values)
        except (_BrokenError, DatabaseError, psycopg.Error) as error:
            # A connection that died while it was not used breaks at once, and a new one may work.
            connection.close()
            if attempt == 2:
                _breaker.open(error)
        except TimeoutError as error:
            connection.close()
            _breaker.open(error)
            break
    raise ReadFailedError


class _BrokenError(Exception):
    """The connection is not usable any more."""


_prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


def _connect() -> Any:
    connection.ensure_connection()
    return connection.connection


def _run(channel: Any, statement: Statement, values: list[bytes]) -> list[Row]:
    known = _prepared.get(channel)
    if known is None:
        known = _prepared[channel] = set()
    deadline = time.monotonic() + READ_SECONDS
    pgconn = channel.pgconn
    if statement.name not in known:
        pgconn.send_prepare(statement.name.encode(), statement.sql.encode())
        _check(_result(pgconn, deadline), pq.ExecStatus.COMMAND_OK)
        known.add(statement.name)
    pgconn.send_query_prepared(statement.name.encode(), values)
    result = _result(pgconn, deadline)
    if (
        result.status == pq.ExecStatus.FATAL_ERROR
        and result.error_field(pq.DiagnosticField.SQLSTATE) == _UNKNOWN_STATEMENT
    ):
        # A pool between us and Postgres has given us another session.
        known.discard(statement.name)
        raise _BrokenError
    _check(result, pq.ExecStatus.TUPLES_OK)
    return [tuple(result.get_value(row, column) for column in range(result.nfields)) for row in range(result.ntuples)]


def _result(pgconn: Any, deadline: float) -> Any:
    """The last result of what was sent; waits for the socket no longer than until `deadline`."""
    poll = select.poll()
    poll.register(pgconn.socket, select.POLLIN)
    while pgconn.flush():
        if time.monotonic() > deadline:
            raise TimeoutError
    last = None
    while True:
        while pgconn.is_busy():
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise TimeoutError
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            if last is None:
                raise _BrokenError
            return last
        last = result


def _check(result: Any, wanted: pq.ExecStatus) -> None:
    if result.status == wanted:
        return
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    # 57… and 08… are Postgres going away, and no state at all is a connection that was cut; the rest are our mistakes.
    if not state or state[:2] in ("57", "08", "53"):
        raise _BrokenError
    raise RuntimeError(f"The read failed with {state}: {result.error_message.decode(errors='replace')[:300]}")


class _Breaker:
    """Open while Postgres is known not to answer. Closed by a thread in the background, never by a request."""

    def __init__(self) -> None:
        self.is_open = False
        self._lock = threading.Lock()

    def open(self, error: BaseException) -> None:
        with self._lock:
            if self.is_open:
                return
            self.is_open = True
        logger.warning("postgres.reads_paused", error=type(error).__name__)
        threading.Thread(target=self._probe, name="postgres-probe", daemon=True).start()

    def _probe(self) -> None:
        params = {**connection.get_connection_params(), "connect_timeout": 2}
        params.pop("cursor_factory", None)
        params.pop("context", None)
        while True:
            time.sleep(PROBE_EVERY_SECONDS)
            try:
                # Connecting is itself a conversation with the server, bounded by connect_timeout.
                psycopg.connect(**params).close()
            except psycopg.Error:
                continue
            self.is_open = False
            logger.info("postgres.reads_resumed")
            return


_breaker = _Breaker()


def is_paused() -> bool:
    """Whether Postgres is known not to answer now."""
    return _breaker.is_open
