"""Every error of HogQL. The names `SyntaxError`, `NotImplementedError` and `ParsingError` are what the package
`hogql-parser` imports from here, so they shadow the builtins on purpose.

An *exposed* error is meant for the person who wrote the query and becomes a 400. An *internal* one is a programming
mistake in a runner or in HogQL itself and stays a 500.
"""

from common.errors import ErrorKind, ProductError


class ExposedHogQLError(ProductError):
    """A mistake in a query. `start` and `end` are offsets in characters into `query`, when they are known."""

    code = "invalid_query"
    kind = ErrorKind.INVALID

    def __init__(
        self,
        message: str,
        *,
        start: int | None = None,
        end: int | None = None,
        query: str | None = None,
        attr: str | None = None,
    ) -> None:
        super().__init__(message, attr=attr)
        self.start = start
        self.end = end
        self.query = query

    def at(self, span: tuple[int, int] | None) -> "ExposedHogQLError":
        """The same error with a position, unless it has one already."""
        if span is not None and self.start is None:
            self.start, self.end = span
        return self

    def of(self, query: str) -> "ExposedHogQLError":
        """The same error, knowing the text that its position belongs to."""
        if self.query is None:
            self.query = query
        return self

    @property
    def line(self) -> int | None:
        """Line of the mistake, from 1."""
        if self.query is None or self.start is None:
            return None
        return self.query.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int | None:
        """Column of the mistake in characters, from 1."""
        if self.query is None or self.start is None:
            return None
        return self.start - (self.query.rfind("\n", 0, self.start) + 1) + 1

    @property
    def extra(self) -> dict[str, int] | None:
        """What the error body tells besides the message: where the mistake is."""
        if self.start is None:
            return None
        end = self.start if self.end is None else self.end
        place = {"start": self.start, "end": end}
        return (
            place if self.line is None or self.column is None else {**place, "line": self.line, "column": self.column}
        )

    @property
    def pointer(self) -> str:
        """The offending line with carets under the mistake, or an empty text when the position is unknown."""
        if self.query is None or self.start is None or self.line is None or self.column is None:
            return ""
        text = self.query.split("\n")[self.line - 1].replace("\t", " ")
        end = self.start + 1 if self.end is None else self.end
        width = max(1, min(end - self.start, len(text) - self.column + 1))
        return f"{text}\n{' ' * (self.column - 1)}{'^' * width}"

    def __str__(self) -> str:
        return f"{self.message}\n{self.pointer}" if self.pointer else self.message


class SyntaxError(ExposedHogQLError):
    """The text is not HogQL."""

    code = "syntax_error"


class NotImplementedError(ExposedHogQLError):
    """Valid HogQL that this implementation does not answer."""

    code = "not_supported"


class ResolutionError(ExposedHogQLError):
    """A name in the query means nothing: no such table, column, function or placeholder."""

    code = "unknown_name"


class QueryError(ExposedHogQLError):
    """The names are right, but what is asked of them is not: wrong arguments, wrong types, no permission."""


class TooComplexError(ExposedHogQLError):
    """Longer, deeper or wider than the limits allow."""

    code = "query_too_complex"


class InternalHogQLError(Exception):
    """A mistake in our own code: a tree that cannot be printed, a guard that would be skipped."""


class ParsingError(InternalHogQLError):
    """The parser itself failed."""
