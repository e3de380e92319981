"""Text to syntax tree: measure it, let `hogql-parser` parse it to JSON, read its tree into ours.

The grammar is PostHog's own, from PyPI; only the tree, the errors and the limits are ours. Parsing takes 10 to 50 ms
and holds the GIL, so results are cached and runners build trees instead of parsing text.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from textwrap import shorten
from typing import Any, TypeVar

import hogql_parser

from common import json
from posthog.hogql import ast
from posthog.hogql.errors import ExposedHogQLError, NotImplementedError, ParsingError, SyntaxError, TooComplexError
from posthog.hogql.parser import forgotten, limits
from posthog.hogql.parser.queries import QueryReader
from posthog.hogql.parser.tokens import tokenize

T = TypeVar("T")

CACHED_TEXTS = 512
_TOO_EARLY = "The query ends too early: something is missing at the end."


def parse_select(text: str) -> ast.Query:
    """The query that `text` spells. Raises SyntaxError, NotImplementedError or TooComplexError with a position."""
    return _parse_select(text)


def parse_expr(text: str) -> ast.Expr:
    """The expression that `text` spells."""
    return _parse_expr(text)


def parse_order_expr(text: str) -> ast.OrderExpr:
    """The ORDER BY item that `text` spells."""
    return _parse_order_expr(text)


@lru_cache(CACHED_TEXTS)
def _parse_select(text: str) -> ast.Query:
    return _parse(text, hogql_parser.parse_select_json, QueryReader.read_query)


@lru_cache(CACHED_TEXTS)
def _parse_expr(text: str) -> ast.Expr:
    return _parse(text, hogql_parser.parse_expr_json, QueryReader.read_expr)


@lru_cache(CACHED_TEXTS)
def _parse_order_expr(text: str) -> ast.OrderExpr:
    return _parse(text, hogql_parser.parse_order_expr_json, QueryReader.read_order)


def _parse(text: str, to_json: Callable[[str], str], read: Callable[[QueryReader, Any], T]) -> T:
    try:
        limits.check_length(text)
        tokens = tokenize(text)
        limits.check(text, tokens)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise SyntaxError("The query is not valid Unicode.")
        tree = json.loads(_call_parser(to_json, text))
        if tree.get("error"):
            raise _refusal(tree, text)
        forgotten.check(tokens)
        return read(QueryReader(text, tokens), tree)
    except RecursionError as error:
        raise TooComplexError("The query is nested too deeply. Split it with WITH.", query=text) from error
    except ExposedHogQLError as error:
        error.of(text)
        raise


def _call_parser(to_json: Callable[[str], str], text: str) -> str:
    try:
        return to_json(text)
    except ExposedHogQLError as error:
        # A few errors of its lexer arrive as exceptions, without a place.
        raise SyntaxError(_plain_message(error.message)) from error


def _refusal(tree: dict[str, Any], text: str) -> ExposedHogQLError:
    start, end = int(tree["start"]["offset"]), int(tree["end"]["offset"])
    start = min(start, len(text))
    if tree["message"] == "input too deeply nested":
        return TooComplexError("The query is nested too deeply. Split it with WITH.")
    if tree["type"] == "SyntaxError":
        # The parser marks everything up to the end of the text; the place where it got stuck is what helps.
        word = re.compile(r"\w+|.", re.DOTALL).match(text, start)
        message = _TOO_EARLY if start >= len(text.rstrip()) else _plain_message(str(tree["message"]))
        return SyntaxError(message, start=start, end=word.end() if word else start + 1)
    if tree["type"] == "NotImplementedError":
        return NotImplementedError(_plain_unsupported(str(tree["message"])), start=start, end=end or len(text))
    raise ParsingError(str(tree["message"]))


def _plain_message(message: str) -> str:
    """ANTLR's complaint without its list of a hundred words that would have been possible."""
    message = re.sub(r"^(mismatched|extraneous) input (.+?) expecting .*$", r"Unexpected \2", message, flags=re.DOTALL)
    message = re.sub(
        r"^no viable alternative at input .*$", "The query cannot be understood from here on", message, flags=re.DOTALL
    )
    message = re.sub(r"^missing (.+?) at (.+)$", r"Expected \1 before \2", message, flags=re.DOTALL)
    return shorten(message.rstrip("."), 200, placeholder=" …") + "."


def _plain_unsupported(message: str) -> str:
    part = re.sub(r"^Unsupported(?: rule)?: *(?:SelectStmt\.)?", "", message).removesuffix("()")
    part = part.removeprefix("ColumnExpr").removesuffix("Clause")
    return f"This part of the grammar is not supported: {part}."
