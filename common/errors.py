"""The one base of every error that a caller is meant to understand.

Nothing here knows HTTP: `posthog/api/errors.py` turns a kind into a status. A message is written for the person who
must act: it names the value, the rule and the way out, and ends with a full stop.
"""

from enum import StrEnum


class ErrorKind(StrEnum):
    """What sort of thing went wrong, as far as a caller can act on it."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    OVER_LIMIT = "over_limit"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"


class ProductError(Exception):
    """An expected failure. Subclasses set `code` and `kind`; `attr` names the offending input field, if there is one."""

    code: str = "error"
    kind: ErrorKind = ErrorKind.INVALID

    def __init__(self, message: str, *, attr: str | None = None, retry_after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.attr = attr
        self.retry_after_seconds = retry_after_seconds
