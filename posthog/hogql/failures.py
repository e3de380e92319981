"""What ClickHouse complains about, in words for the person who wrote the query.

Its own messages are not passed on: they speak of generated names, and may quote a value from a row.
"""

import re

import structlog

from posthog.clickhouse.errors import ClickHouseError, QuerySyntaxError
from posthog.hogql.errors import ExposedHogQLError, QueryError, TooComplexError

logger = structlog.get_logger(__name__)

_FUNCTION = re.compile(r"(?:function|aggregate function) '?([A-Za-z_][A-Za-z0-9_]*)'?")
_TYPE_WORDS = re.compile(r"types? ((?:[A-Z][A-Za-z0-9]*(?:\([A-Za-z0-9, ()']*\))?(?:, (?!because))?)+)")

_WRONG_TYPES = frozenset({43, 53, 44, 70, 386, 130, 349})
_MESSAGES: dict[int, str] = {
    6: "A text could not be read as the type it was converted to.",
    26: "A text could not be read as the type it was converted to.",
    27: "A text could not be read as the type it was converted to.",
    36: "An argument of a function has a value that it does not take.",
    38: "A text could not be read as a date.",
    41: "A text could not be read as a date with time.",
    42: "A function got the wrong number of arguments.",
    68: "A value has the wrong size for a function.",
    69: "An argument of a function is outside of its range.",
    72: "A text could not be read as a number.",
    128: "An array would become too large.",
    131: "A text would become too long.",
    135: "A JOIN needs an equality between both sides in ON.",
    153: "A number was divided by zero.",
    158: "The query would read too many rows. Ask for a shorter time range.",
    184: "An aggregate stands where it cannot: inside another aggregate, or in WHERE.",
    321: "An argument of a function is outside of its range.",
    190: "Arrays of different lengths were combined.",
    207: "A name in the query is ambiguous.",
    # The resolver finds nearly all of these before, but not properties that GROUP BY reads as something else.
    215: (
        "A column is selected that is neither in GROUP BY nor inside an aggregate. "
        "A property counts where it is read as in GROUP BY: name it in SELECT with AS, and group by the name."
    ),
    307: "The query would read too much data. Ask for a shorter time range.",
    396: "The result is too large. Ask for fewer rows or columns.",
    403: "The condition of a JOIN is not supported. Use equalities between both sides in ON.",
    407: "A number is too large.",
    427: "A regular expression is not valid.",
    48: "ClickHouse does not support this combination.",
    171: "The queries of a UNION have different columns.",
    258: "The queries of a UNION have different columns.",
    125: "A subquery used as a value gave more than one row.",
}
# Errors of ClickHouse itself; every other class says that it took too long, needed too much, was cancelled or is away.
_ITS_OWN = (ClickHouseError, QuerySyntaxError)
# throwIf, which queries hold only where `plan.Limited` puts it, with a sentence of its own.
_THROWN = 395
_TOO_COMPLEX = frozenset({62, 167, 168, 306, 191})


def explain(error: ClickHouseError) -> ExposedHogQLError | None:
    """The error as a mistake in the query, or None when it is none: a timeout, no memory, no answer, cancelled."""
    return _translated(error) if type(error) in _ITS_OWN else None


def function_in(error: ClickHouseError) -> str | None:
    """The function that the error is about, as ClickHouse calls it."""
    if error.clickhouse_code == _THROWN:
        return error.message.partition(" ")[0]
    found = _FUNCTION.search(error.message)
    return found[1] if found else None


def _translated(error: ClickHouseError) -> ExposedHogQLError:
    code = error.clickhouse_code
    if code in _WRONG_TYPES:
        return QueryError(_about_types(error.message))
    if code == _THROWN:
        return QueryError(error.message)
    if code in _TOO_COMPLEX:
        return TooComplexError("The query is too large or too deep for ClickHouse. Make it shorter.")
    if code not in _MESSAGES:
        logger.warning("hogql.unexplained_failure", clickhouse_code=code)
    return QueryError(_MESSAGES.get(code, f"ClickHouse cannot answer this query (its error {code})."))


def _about_types(message: str) -> str:
    """Names of functions and types are ours or ClickHouse's own, so they may be told."""
    function, known_types = _FUNCTION.search(message), _TYPE_WORDS.search(message)
    about = f" of {function[1]}" if function else ""
    which = f": {known_types[1]}" if known_types else ""
    return f"The arguments{about} have types that do not go together{which}. Convert one with toString, toFloat or toDateTime."
