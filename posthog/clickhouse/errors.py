"""What ClickHouse's failures mean to the rest of the project, in sentences for the person who asked.

A message never holds an address, a user name or a stack; `clickhouse_code` is ClickHouse's own number, for callers
that know more about the query than this module does.
"""

import re

from clickhouse_connect.driver.exceptions import ClickHouseError as DriverError
from clickhouse_connect.driver.exceptions import StreamFailureError
from urllib3.exceptions import HTTPError

from common.errors import ErrorKind, ProductError


class ClickHouseError(ProductError):
    """ClickHouse refused the statement, or failed at it."""

    code = "clickhouse_error"
    kind = ErrorKind.INVALID

    def __init__(self, message: str, *, clickhouse_code: int = 0, retry_after_seconds: int | None = None) -> None:
        super().__init__(message, retry_after_seconds=retry_after_seconds)
        self.clickhouse_code = clickhouse_code


class QuerySyntaxError(ClickHouseError):
    """The text is not a statement."""

    code = "query_syntax"


class QueryTimeoutError(ClickHouseError):
    """The query ran longer than it may."""

    code = "query_timeout"
    kind = ErrorKind.TIMED_OUT


class QueryMemoryError(ClickHouseError):
    """The query needed more memory than it may have."""

    code = "query_memory_limit"
    kind = ErrorKind.OVER_LIMIT


class QueryTooLargeError(ClickHouseError):
    """The query reads or returns more than it may."""

    code = "query_too_large"
    kind = ErrorKind.OVER_LIMIT


class QueryCancelledError(ClickHouseError):
    """Somebody stopped the query."""

    code = "query_cancelled"
    kind = ErrorKind.CONFLICT


class ClickHouseUnavailableError(ClickHouseError):
    """ClickHouse cannot answer now; asking again later may work. Whether an insert was stored is not known."""

    code = "clickhouse_unavailable"
    kind = ErrorKind.UNAVAILABLE


RETRY_AFTER_SECONDS = 5

_KINDS: tuple[tuple[type[ClickHouseError], frozenset[int], str], ...] = (
    (QueryTimeoutError, frozenset({159, 160}), "The query took too long. Ask for a shorter time range."),
    (
        QueryMemoryError,
        frozenset({173, 241}),
        "The query needs too much memory. Ask for fewer rows or breakdown values.",
    ),
    (QueryTooLargeError, frozenset({158, 307}), "The query would read too much data. Ask for a shorter time range."),
    (QueryTooLargeError, frozenset({396}), "The result is too large. Ask for fewer rows or columns."),
    (QueryCancelledError, frozenset({394}), "The query was cancelled."),
)
# Not the statement's fault: connections, disks, queues, replicas and credentials.
_UNAVAILABLE: dict[int, str] = {
    81: "The ClickHouse database does not exist yet. Run manage.py migrate_clickhouse.",
    202: "ClickHouse has too many queries at once. Try again in a moment.",
    242: "ClickHouse has made the table read-only for now. Try again in a moment.",
    243: "The disk of ClickHouse is full. Free some space.",
    252: "ClickHouse is busy merging. Try again in a moment.",
    516: "ClickHouse refuses the account in CLICKHOUSE_URL.",
    **dict.fromkeys((193, 194, 192), "ClickHouse refuses the account in CLICKHOUSE_URL."),
    **dict.fromkeys(
        (209, 210, 225, 279, 285, 319, 439, 999), "ClickHouse cannot reach its own servers. Try again in a moment."
    ),
}
_SYNTAX = frozenset({62})

_CODE = re.compile(r"Code:\s*(\d+)", re.IGNORECASE)
_TEXT = re.compile(r"DB::Exception:\s*(?P<text>.*)", re.DOTALL)
# What ClickHouse adds for its own developers: every word its parser would have taken, the statement as it rewrote it,
# the step it was at, the error's name and the version.
_TAIL = re.compile(
    r"(?:\. Expected one of: |:? ?\(in query: |[:.]? In scope |: [Ww]hile (?:executing|processing) |\s*\([A-Z_0-9]+\)|\s*\(version )"
    r".*",
    re.DOTALL,
)
_MAX_MESSAGE = 500


def translate(error: Exception) -> Exception:
    """The driver's error as one of ours; any other error as it is, because it is a mistake in the program."""
    if not isinstance(error, DriverError | HTTPError | OSError):
        return error
    number = _code(error)
    for kind, codes, sentence in _KINDS:
        if number in codes:
            return kind(sentence, clickhouse_code=number)
    if number in _UNAVAILABLE:
        return ClickHouseUnavailableError(
            _UNAVAILABLE[number], clickhouse_code=number, retry_after_seconds=RETRY_AFTER_SECONDS
        )
    if number:
        return (QuerySyntaxError if number in _SYNTAX else ClickHouseError)(_message(error), clickhouse_code=number)
    if isinstance(error, StreamFailureError):
        sentence = "ClickHouse stopped in the middle of its answer. Try again in a moment."
    elif "timed out" in str(error).lower():
        sentence = "ClickHouse took too long to answer. Try again in a moment."
    else:
        sentence = "ClickHouse does not answer. Try again in a moment."
    return ClickHouseUnavailableError(sentence, retry_after_seconds=RETRY_AFTER_SECONDS)


def _code(error: Exception) -> int:
    known = getattr(error, "code", None)
    if isinstance(known, int):
        return known
    found = _CODE.search(str(error))
    return int(found[1]) if found else 0


def _message(error: Exception) -> str:
    found = _TEXT.search(str(error))
    text = _TAIL.sub("", found["text"] if found else str(error)).strip()
    text = " ".join(text[:_MAX_MESSAGE].split()).rstrip(" .:")
    return f"{text}." if text else "ClickHouse refused the statement."
