import pytest
from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError, ProgrammingError, StreamFailureError

from common.errors import ErrorKind, ProductError
from posthog.clickhouse import errors

CASES = [
    (159, errors.QueryTimeoutError, ErrorKind.TIMED_OUT, "The query took too long. Ask for a shorter time range."),
    (
        241,
        errors.QueryMemoryError,
        ErrorKind.OVER_LIMIT,
        "The query needs too much memory. Ask for fewer rows or breakdown values.",
    ),
    (
        158,
        errors.QueryTooLargeError,
        ErrorKind.OVER_LIMIT,
        "The query would read too much data. Ask for a shorter time range.",
    ),
    (396, errors.QueryTooLargeError, ErrorKind.OVER_LIMIT, "The result is too large. Ask for fewer rows or columns."),
    (394, errors.QueryCancelledError, ErrorKind.CONFLICT, "The query was cancelled."),
    (
        516,
        errors.ClickHouseUnavailableError,
        ErrorKind.UNAVAILABLE,
        "ClickHouse refuses the account in CLICKHOUSE_URL.",
    ),
    (243, errors.ClickHouseUnavailableError, ErrorKind.UNAVAILABLE, "The disk of ClickHouse is full. Free some space."),
]


@pytest.mark.parametrize(("code", "error", "kind", "message"), CASES)
def test_known_failure_becomes_a_sentence(
    code: int, error: type[errors.ClickHouseError], kind: ErrorKind, message: str
) -> None:
    raw = DatabaseError(
        f"Received ClickHouse exception, code: {code}, server response: Code: {code}. DB::Exception: x", code=code
    )
    translated = errors.translate(raw)
    assert isinstance(translated, error)
    assert (translated.message, translated.kind, translated.clickhouse_code) == (message, kind, code)


MESSAGES = [
    (
        "Unknown expression identifier `nope`. In scope SELECT nope. (UNKNOWN_IDENTIFIER)",
        "Unknown expression identifier `nope`.",
    ),
    (
        "Syntax error: failed at position 1 (selec): selec\n FORMAT Native. Expected one of: Query, SELECT. (SYNTAX_ERROR)",
        "Syntax error: failed at position 1 (selec): selec FORMAT Native.",
    ),
    (
        "Illegal types UInt8 and String of arguments of function plus: In scope SELECT 1 + 'x'. (ILLEGAL_TYPE_OF_ARGUMENT)",
        "Illegal types UInt8 and String of arguments of function plus.",
    ),
    ("Division by zero: while executing 'FUNCTION intDiv(1, 0)'. (ILLEGAL_DIVISION)", "Division by zero."),
    ("Table a.b does not exist. (UNKNOWN_TABLE) (version 26.9.2.1 (official build))", "Table a.b does not exist."),
    ("Cannot parse input: expected '\"' before: 'x' (CANNOT_PARSE)", "Cannot parse input: expected '\"' before: 'x'."),
]


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_message_keeps_what_a_person_can_use(text: str, message: str) -> None:
    raw = DatabaseError(f"Received ClickHouse exception, code: 47, server response: Code: 47. DB::Exception: {text}")
    translated = errors.translate(raw)
    assert isinstance(translated, ProductError)
    assert translated.message == message


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("Error HTTPConnectionPool(host='10.0.0.1', port=8123): refused (http://10.0.0.1:8123)"),
        ConnectionResetError("peer"),
        StreamFailureError("Stream failed during read"),
        OperationalError("Read timed out"),
    ],
)
def test_no_answer_means_unavailable_and_names_no_address(error: Exception) -> None:
    translated = errors.translate(error)
    assert isinstance(translated, errors.ClickHouseUnavailableError)
    assert (translated.clickhouse_code, translated.retry_after_seconds) == (0, 5)
    assert "10.0.0.1" not in translated.message
    assert translated.message.endswith("Try again in a moment.")


def test_mistake_in_the_program_stays_what_it_is() -> None:
    error = TypeError("x")
    assert errors.translate(error) is error


def test_code_is_found_in_the_text_when_the_driver_gives_none() -> None:
    translated = errors.translate(ProgrammingError("Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR)"))
    assert isinstance(translated, errors.QuerySyntaxError)
    assert translated.clickhouse_code == 62
