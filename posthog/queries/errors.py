"""What can be wrong with a question, and how a failure travels from one process to another."""

from typing import Any

from common.errors import ErrorKind, ProductError


class InvalidQueryError(ProductError):
    """The query is not one of the known kinds, or a field of it is missing, unknown or of the wrong form."""

    code = "invalid_query"


class QueryNotFoundError(ProductError):
    """There is no query of this id in this project, or it was too long ago."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class RelayedError(ProductError):
    """A failure that happened in another process."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(
            content["message"], attr=content.get("attr"), retry_after_seconds=content.get("retry_after_seconds")
        )
        self.code = content["code"]
        self.kind = ErrorKind(content["kind"])
        self.extra: dict[str, Any] | None = content.get("extra")


def to_failure(error: ProductError) -> dict[str, Any]:
    """A failure as JSON."""
    return {
        "message": error.message,
        "code": error.code,
        "kind": error.kind.value,
        "attr": error.attr,
        "retry_after_seconds": error.retry_after_seconds,
        "extra": getattr(error, "extra", None),
    }


def from_failure(content: dict[str, Any]) -> RelayedError:
    """The failure again, to be raised."""
    return RelayedError(content)
