"""Refuses texts that would keep the parser busy for seconds, before it sees them.

`hogql-parser` holds the GIL while it works, and its time grows with the square of the nesting. The estimate below was
fitted to measurements (milliseconds, warm, on the reference machine) and errs on the high side:

    f(f(f(…)))      2.1 × depth for each call            (select (select …))   3.0 × depth for each query
    ((( … )))       0.35 × depth for each parenthesis    case, not             0.5 × depth for each word
    'a', 'b', …     0.2 for each constant                a, f(b), …           1.2 for each other item of a list
    a.b.c.d…        0.045 × n for the n-th name          a or b or c …         0.005 × n for the n-th operator
"""

from posthog.hogql.errors import TooComplexError
from posthog.hogql.parser.tokens import Token, TokenKind

MAX_LENGTH = 64_000
MAX_DEPTH = 48
MAX_ESTIMATE_MS = 2_000.0

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_OPERATORS = frozenset({"AND", "OR", "+", "-", "*", "/", "%", "||", "??", "?", "->", "::"})
_BEFORE_GROUP = frozenset({"AND", "OR", "NOT", "IN", "ON", "WHERE", "BY", "AS", "THEN", "ELSE", "WHEN", "FROM", "JOIN"})


def check_length(text: str) -> None:
    """Raise TooComplexError for a text that is too long to be looked at."""
    if len(text) > MAX_LENGTH:
        raise TooComplexError(f"A query may have {MAX_LENGTH:,} characters, this one has {len(text):,}.")


def check(text: str, tokens: tuple[Token, ...]) -> None:
    """Raise TooComplexError for a text that is too deep or too costly to parse."""
    estimate = 0.0
    depth = dots = operators = 0
    previous: Token | None = None
    for token in tokens:
        depth += _depth_change(token)
        if depth > MAX_DEPTH:
            raise TooComplexError(
                f"The query is nested more than {MAX_DEPTH} levels deep. Split it with WITH.",
                start=token.start,
                end=token.end,
                query=text,
            )
        dots = dots + 1 if token.text == "." else dots if _continues_chain(token) else 0
        operators += token.text in _OPERATORS
        estimate += _cost(token, previous, depth, dots, operators)
        previous = token
    if estimate > MAX_ESTIMATE_MS:
        raise TooComplexError("The query is too complex. Make it shorter or nest less; WITH helps.", query=text)


def _depth_change(token: Token) -> int:
    if token.kind is TokenKind.SIGN:
        return (token.text in _OPENING) - (token.text in _CLOSING)
    if token.kind is TokenKind.WORD:
        return (token.text == "CASE") - (token.text == "END")
    return 0


def _continues_chain(token: Token) -> bool:
    return token.kind in (TokenKind.WORD, TokenKind.QUOTED_NAME)


def _cost(token: Token, previous: Token | None, depth: int, dots: int, operators: int) -> float:
    if token.text == "(":
        return (2.1 if _is_call(previous) else 0.35) * depth
    if token.text == "SELECT":
        return 3.0 * max(depth, 1)
    if token.text in ("CASE", "NOT"):
        return 0.5 * max(depth, 1) + 0.005 * operators
    if token.text == ".":
        return 0.045 * dots
    if token.text == ",":
        return 0.2 if previous is not None and previous.kind in (TokenKind.STRING, TokenKind.NUMBER) else 1.2
    return 0.005 * operators if token.text in _OPERATORS else 0.01


def _is_call(previous: Token | None) -> bool:
    if previous is None:
        return False
    if previous.kind is TokenKind.WORD:
        return previous.text not in _BEFORE_GROUP
    return previous.kind is TokenKind.QUOTED_NAME or previous.text in (")", "]")
