"""Arithmetic between series, such as `(A + B) / C * 100`: a parser and evaluator for exactly that and nothing else.

Letters are series by position, numbers are literals, the operators are + - * / % and parentheses. A formula comes from
a person, so length and nesting are limited, there are no names, calls or attributes, and dividing by zero gives 0.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from common.errors import ProductError

MAX_LENGTH = 500
MAX_DEPTH = 40
TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<letter>[A-Za-z])(?![A-Za-z0-9_.])|(?P<op>[-+*/%()]))")


class FormulaError(ProductError):
    """The formula cannot be read, or names a series that does not exist."""

    code = "invalid_formula"


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """The series at this position, from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Negated:
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Operation:
    op: str
    left: "Expression"
    right: "Expression"


Expression = Number | Series | Negated | Operation


def _divide(left: float, right: float) -> float:
    return left / right if right else 0.0


def _remainder(left: float, right: float) -> float:
    return math.fmod(left, right) if right else 0.0


OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "%": _remainder,
}


def parse_formula(text: str, *, series_count: int) -> Expression:
    """The tree of a formula over `series_count` series; raises FormulaError naming what is wrong and where."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"The formula is longer than {MAX_LENGTH} characters.")
    return _Parser(text, series_count).parse()


def evaluate(expression: Expression, values: tuple[float, ...]) -> float:
    """The value of a formula where series i is `values[i]`. Never raises; what has no finite value is 0."""
    result = _evaluate(expression, values)
    return result if math.isfinite(result) else 0.0


def _evaluate(expression: Expression, values: tuple[float, ...]) -> float:
    match expression:
        case Number(value):
            return value
        case Series(index):
            return values[index]
        case Negated(operand):
            return -_evaluate(operand, values)
        case Operation(op, left, right):
            return OPERATIONS[op](_evaluate(left, values), _evaluate(right, values))


class _Parser:
    """Recursive descent: sum := product (('+'|'-') product)*; product := factor (('*'|'/'|'%') factor)*."""

    def __init__(self, text: str, series_count: int) -> None:
        self._tokens = list(_tokenize(text))
        self._position = 0
        self._series_count = series_count

    def parse(self) -> Expression:
        expression = self._parse_sum(0)
        if self._peek():
            raise FormulaError(f"Did not expect '{self._peek()}' at this place of the formula.")
        return expression

    def _peek(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._position += 1
        return token

    def _parse_sum(self, depth: int) -> Expression:
        left = self._parse_product(depth)
        while self._peek() in ("+", "-"):
            left = Operation(self._take(), left, self._parse_product(depth))
        return left

    def _parse_product(self, depth: int) -> Expression:
        left = self._parse_factor(depth)
        while self._peek() in ("*", "/", "%"):
            left = Operation(self._take(), left, self._parse_factor(depth))
        return left

    def _parse_factor(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise FormulaError(f"The formula is nested more than {MAX_DEPTH} levels deep.")
        symbol = self._take()
        if symbol == "-":
            return Negated(self._parse_factor(depth + 1))
        if symbol == "+":
            return self._parse_factor(depth + 1)
        if symbol == "(":
            inner = self._parse_sum(depth + 1)
            if self._take() != ")":
                raise FormulaError("A parenthesis of the formula is not closed.")
            return inner
        if symbol.isalpha():
            return self._series(symbol)
        if symbol in ("", ")", "*", "/", "%"):
            raise FormulaError("The formula ends too early." if not symbol else f"Did not expect '{symbol}' there.")
        return Number(float(symbol))

    def _series(self, letter: str) -> Series:
        index = ord(letter.upper()) - ord("A")
        if index >= self._series_count:
            raise FormulaError(f"The formula names series {letter.upper()}, but there are only {self._series_count}.")
        return Series(index)


def _tokenize(text: str) -> list[str]:
    tokens = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if match is None:
            raise FormulaError(
                f"A formula may hold series letters, numbers, + - * / % and parentheses, not '{text[position:].strip()[:20]}'."
            )
        tokens.append(match.group(match.lastgroup or 0))
        position = match.end()
    return tokens
