"""Words that `hogql-parser` accepts and leaves out of its tree.

Each of them would silently change an answer, so it is either read here from the text or refused.
"""

from posthog.hogql import ast
from posthog.hogql.errors import NotImplementedError, SyntaxError
from posthog.hogql.parser.tokens import Token

_GROUPING_WORDS = ("TOTALS", "ROLLUP", "CUBE")


def check(tokens: tuple[Token, ...]) -> None:
    """Refuse what the tree would not show and what cannot be read back."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None:
            return
        if token.text == "WITH":
            _check_with(token, following, tokens[index + 2 : index + 3])
        elif token.text in ("IGNORE", "RESPECT") and following.text == "NULLS":
            raise _refuse("IGNORE NULLS is not supported: aggregates skip NULL anyway.", token, following)
        elif token.text == "COLLATE" and following.text.startswith("'"):
            raise _refuse("COLLATE is not supported: text is ordered by its bytes.", token, following)
        elif token.text == "FILTER" and following.text == "(":
            _check_filter(tokens, index)


def nulls_order(tokens: tuple[Token, ...], start: int, end: int) -> ast.Nulls | None:
    """NULLS FIRST or LAST at the end of the ORDER BY item that spans `start` to `end`."""
    words = [token.text for token in tokens if start <= token.start and token.end <= end]
    if len(words) >= 3 and words[-2] == "NULLS" and words[-1] in ("FIRST", "LAST"):
        return ast.Nulls(words[-1])
    return None


def is_skip_then_take(tokens: tuple[Token, ...], limit_end: int, offset_start: int) -> bool:
    """Whether it was `LIMIT skip, take`, whose two numbers the parser gives in that order as limit and offset."""
    return any(token.text == "," for token in tokens if limit_end <= token.start and token.end <= offset_start)


def check_set_order(tokens: tuple[Token, ...], last_query_end: int, set_end: int) -> None:
    """Refuse ORDER BY behind the closing parenthesis of a set's last query, which the parser drops."""
    for token in tokens:
        if last_query_end <= token.start and token.end <= set_end and token.text == "ORDER":
            raise NotImplementedError(
                "ORDER BY after a parenthesis of UNION is not supported. Write SELECT * FROM (… UNION …) ORDER BY …",
                start=token.start,
                end=token.end,
            )


def is_parenthesized_with(tokens: tuple[Token, ...], set_start: int, with_start: int) -> bool:
    """Whether a WITH belongs to the first query of a set alone, because a parenthesis encloses both."""
    return any(token.text == "(" for token in tokens if set_start <= token.start < with_start)


def _check_with(token: Token, following: Token, after: tuple[Token, ...]) -> None:
    if following.text == "RECURSIVE":
        raise _refuse("WITH RECURSIVE is not supported.", token, following)
    names_a_query = bool(after) and after[0].text in ("AS", "(")
    if following.text in _GROUPING_WORDS and not names_a_query:
        hint = "Leave it out." if following.text == "TOTALS" else f"Write GROUP BY {following.text}(a, b) instead."
        raise _refuse(f"WITH {following.text} is not supported. {hint}", token, following)


def _check_filter(tokens: tuple[Token, ...], index: int) -> None:
    depth = 0
    for position in range(index + 1, len(tokens)):
        depth += (tokens[position].text == "(") - (tokens[position].text == ")")
        if depth == 0:
            if position + 1 < len(tokens) and tokens[position + 1].text == "OVER":
                raise _refuse(
                    "FILTER before OVER is not supported. Use the -If form, as in countIf(condition) OVER (…).",
                    tokens[index],
                    tokens[position + 1],
                )
            return
    raise SyntaxError("FILTER ( is never closed.", start=tokens[index].start, end=tokens[index].end)


def _refuse(message: str, first: Token, last: Token) -> NotImplementedError:
    return NotImplementedError(message, start=first.start, end=last.end)
