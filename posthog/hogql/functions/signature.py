"""What is known about a function, and the small notation that the tables of functions are written in.

One line of a table declares one function:

    name[=clickhouse name] arity [flag …]

`arity` is `2`, `1-3` or `1+`. Flags:

    number      properties without a definition among the arguments are read as numbers
    text        arguments are read as text, whatever their type
    partial     may fail on a row; see `Function.total`
    nullable    the result may be NULL even when no argument is
    notnull     the result is never NULL
    first       the result has the type of the first argument; `last`, `common`, `array` (of the first), `element`
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from posthog.hogql import types
from posthog.hogql.plan import Node, Read
from posthog.hogql.types import Kind, Type

ResultRule = Callable[[Sequence[Type]], Type]


class FunctionKind(Enum):
    """Where a function may stand."""

    SCALAR = 1
    AGGREGATE = 2
    WINDOW = 3


class NullRule(Enum):
    """When a result may be NULL."""

    FROM_ARGUMENTS = 1
    ALWAYS = 2
    NEVER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of HogQL and how it is printed.

    `total` says that it gives a value for every row. ClickHouse may compute a filter on rows of other teams before it
    drops them; a function that can fail there would betray by its error what they hold, so it must come later.
    """

    name: str
    clickhouse: str
    min_args: int
    max_args: int | None
    result: ResultRule
    kind: FunctionKind = FunctionKind.SCALAR
    nulls: NullRule = NullRule.FROM_ARGUMENTS
    reads: Read | None = None
    total: bool = True
    min_params: int = 0
    max_params: int = 0

    @property
    def is_aggregate(self) -> bool:
        return self.kind is FunctionKind.AGGREGATE


def always(result: Type) -> ResultRule:
    """The same type, whatever the arguments."""
    return lambda _: result


def first(args: Sequence[Type]) -> Type:
    """The type of the first argument."""
    return args[0] if args else types.UNKNOWN


def last(args: Sequence[Type]) -> Type:
    """The type of the last argument."""
    return args[-1] if args else types.UNKNOWN


def common(args: Sequence[Type]) -> Type:
    """The type that all arguments share."""
    return types.common(tuple(args))


def array(args: Sequence[Type]) -> Type:
    """An array of the first argument."""
    return types.array_of(first(args))


def element(args: Sequence[Type]) -> Type:
    """The elements of the first argument, an array."""
    if args and args[0].kind is Kind.ARRAY and args[0].items:
        return args[0].items[0]
    return types.UNKNOWN


def result_type(function: Function, args: Sequence[Node]) -> Type:
    """What the function gives for these arguments."""
    given = [arg.type for arg in args]
    result = function.result(given)
    if function.reads is Read.NUMBER and result.kind is Kind.BOOLEAN and function.result in (first, common):
        # The sum of booleans is a number.
        result = types.INTEGER.or_null(result.nullable)
    if function.nulls is NullRule.NEVER:
        return result.not_null()
    return result.or_null(function.nulls is NullRule.ALWAYS or any(each.nullable for each in given))


_RULES: dict[str, ResultRule] = {"first": first, "last": last, "common": common, "array": array, "element": element}
_NULLS = {"nullable": NullRule.ALWAYS, "notnull": NullRule.NEVER}
_READS = {"number": Read.NUMBER, "text": Read.TEXT}


def table(
    lines: str,
    result: Type = types.UNKNOWN,
    *,
    kind: FunctionKind = FunctionKind.SCALAR,
    nulls: NullRule = NullRule.FROM_ARGUMENTS,
    reads: Read | None = None,
    params: tuple[int, int] = (0, 0),
) -> dict[str, Function]:
    """The functions that `lines` declare; the keywords hold for all of them unless a flag says otherwise."""
    functions = {}
    for line in lines.strip().splitlines():
        words = line.split()
        name, _, clickhouse = words[0].partition("=")
        flags = words[2:]
        minimum, maximum = _arity(words[1])
        unknown = [flag for flag in flags if flag not in {*_RULES, *_NULLS, *_READS, "partial"}]
        if unknown or name in functions:
            raise ValueError(f"Bad line in a table of functions: {line!r}")
        functions[name] = Function(
            name=name,
            clickhouse=clickhouse or name,
            min_args=minimum,
            max_args=maximum,
            result=next((_RULES[flag] for flag in flags if flag in _RULES), always(result)),
            kind=kind,
            nulls=next((_NULLS[flag] for flag in flags if flag in _NULLS), nulls),
            reads=next((_READS[flag] for flag in flags if flag in _READS), reads),
            total="partial" not in flags,
            min_params=params[0],
            max_params=params[1],
        )
    return functions


def _arity(text: str) -> tuple[int, int | None]:
    if text.endswith("+"):
        return int(text[:-1]), None
    low, _, high = text.partition("-")
    return int(low), int(high or low)
