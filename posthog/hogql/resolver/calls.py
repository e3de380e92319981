"""Calls of functions: found in the allow-list, arguments counted and read as the function wants them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from posthog.hogql import ast, plan, types
from posthog.hogql.errors import NotImplementedError, QueryError, ResolutionError
from posthog.hogql.functions import registry
from posthog.hogql.functions.aggregates import conditions_of
from posthog.hogql.functions.lambdas import GIVES_ELEMENT, KEEPS_ARRAY, LAMBDAS, TAKES_CONDITION
from posthog.hogql.functions.signature import Function, FunctionKind, result_type
from posthog.hogql.plan import Read
from posthog.hogql.resolver import casts
from posthog.hogql.resolver.compare import check_pattern
from posthog.hogql.resolver.conditions import as_boolean
from posthog.hogql.resolver.constants import read_as
from posthog.hogql.resolver.properties import as_number, as_text, json_as_text
from posthog.hogql.resolver.special import SPECIAL, find_special
from posthog.hogql.types import Kind, Type

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver

# Functions whose second argument is a regular expression or a fixed set of signs.
CONSTANT_PATTERN = frozenset(
    {
        "match",
        "extract",
        "regexpExtract",
        "extractAll",
        "extractAllGroups",
        "extractGroups",
        "replaceRegexpAll",
        "replaceRegexpOne",
        "countMatches",
        "countMatchesCaseInsensitive",
    }
)

# Functions that ask for the time of day, which a day alone does not have.
CLOCK = frozenset(
    {
        "toHour",
        "toMinute",
        "toSecond",
        "toMillisecond",
        "toUnixTimestamp",
        "toUnixTimestamp64Milli",
        "timeSlot",
        "toStartOfFiveMinute",
        "toStartOfTenMinutes",
        "toStartOfFifteenMinutes",
    }
)

# Modes and patterns that aggregates take as parameters. They are printed as literals, so no quote may be in them.
_SAFE_PARAMETER = re.compile(r"[\w ()?.*<>=!,t-]{0,1000}\Z")


def resolve_call(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """The node of a function call, window functions apart."""
    special = find_special(call.name)
    if special is not None:
        _check_plain(call)
        _check_count(call, special.min_args, special.max_args)
        return special.resolve(resolver, call)
    function = find(call)
    if function.kind is FunctionKind.WINDOW:
        raise QueryError(f"{function.name} is a window function. Write {function.name}(…) OVER (…).")
    if function.is_aggregate:
        return _aggregate(resolver, call, function)
    _check_plain(call)
    _check_count(call, function.min_args, function.max_args)
    if function.name in LAMBDAS and call.args and isinstance(call.args[0], ast.Lambda):
        return _with_lambda(resolver, call, function, call.args[0])
    if function.name in CONSTANT_PATTERN:
        check_pattern(call.args[1])
    args = tuple(json_as_text(node) for node in read_arguments(function, resolver.resolve_all(call.args)))
    if function.reads is Read.DATETIME:
        convert = casts.to_moment if function.clickhouse in CLOCK else casts.to_moment_or_date
        args = (convert(args[0], resolver.context), *args[1:])
    result = result_type(function, args)
    if result.kind is Kind.ARRAY and function.reads is Read.TEXT:
        # An array cannot be NULL, so neither may the text that it is made from.
        args = tuple(_never_null(arg) for arg in args)
    return plan.Func(function.clickhouse, args, type=result)


def find(call: ast.Call | ast.WindowCall) -> Function:
    """The function of this name; raises ResolutionError with a hint when there is none."""
    function = registry.find(call.name)
    if function is None:
        close = registry.similar(call.name, tuple(SPECIAL))
        hint = f" Did you mean {close!r}?" if close else ""
        raise ResolutionError(f"Unknown function {call.name[:60]!r}.{hint}").at(call.span)
    return function


def read_arguments(function: Function, nodes: Sequence[plan.Node]) -> tuple[plan.Node, ...]:
    """The arguments, read as the function wants them."""
    if function.reads is Read.NUMBER:
        return tuple(as_number(node) for node in nodes)
    if function.reads is Read.TEXT:
        # Only the first argument is surely a text; others may be places and lengths.
        return tuple(
            as_text(node) if index == 0 or isinstance(node, plan.Property) else node for index, node in enumerate(nodes)
        )
    return tuple(nodes)


def resolve_params(call: ast.Call | ast.WindowCall, function: Function) -> tuple[plan.Node, ...]:
    """The parameters in the first pair of parentheses: numbers and words only."""
    params = call.params or ()
    if not function.min_params <= len(params) <= function.max_params:
        expected = _count_text(function.min_params, function.max_params, "parameter")
        raise QueryError(f"{function.name} takes {expected} before its arguments, got {len(params)}.")
    return tuple(_param(expr) for expr in params)


def aggregate_arguments(
    resolver: "ExpressionResolver", call: ast.Call | ast.WindowCall, function: Function, *, nested: bool = True
) -> tuple[plan.Node, ...]:
    """The arguments of an aggregate, without the star of count(*); `nested` when no other aggregate may be in them."""
    exprs = call.args
    if function.clickhouse in ("count", "countIf") and exprs and isinstance(exprs[0], ast.Star):
        exprs = exprs[1:]
        if function.clickhouse == "countIf":
            function = replace(function, min_args=1)
    _check_arity(function, len(exprs))
    with resolver.scope.using(inside_aggregate=nested):
        nodes = read_arguments(function, resolver.resolve_all(exprs))
    conditions = conditions_of(function.clickhouse, len(nodes))
    nodes = tuple(
        as_boolean(node, function.name, exprs[index].span) if index in conditions else node
        for index, node in enumerate(nodes)
    )
    if function.clickhouse.startswith(("windowFunnel", "sequence")) and nodes[0].type.kind is Kind.DATETIME:
        nodes = (plan.Func("toDateTime", nodes[:1], type=nodes[0].type), *nodes[1:])
    if function.clickhouse.startswith(("quantileExactWeighted", "topKWeighted")):
        # Weights must be unsigned, and constants are not.
        weight = plan.Func("toUInt64", nodes[1:2], type=types.INTEGER.or_null(nodes[1].type.nullable))
        nodes = (nodes[0], weight, *nodes[2:])
    return tuple(_orderable(node) for node in nodes)


def _aggregate(resolver: "ExpressionResolver", call: ast.Call, function: Function) -> plan.Node:
    if not resolver.scope.aggregates_allowed:
        raise QueryError(f"The aggregate {function.name} cannot stand here. Filter groups with HAVING.")
    if resolver.scope.inside_aggregate:
        raise QueryError(f"The aggregate {function.name} stands inside another one. Use a subquery.")
    if call.order_by:
        raise NotImplementedError("ORDER BY inside an aggregate is not supported. Use arraySort over groupArray.")
    function, call = _with_clauses(function, call)
    params = resolve_params(call, function)
    args = aggregate_arguments(resolver, call, function)
    return plan.Func(function.clickhouse, args, params, type=result_type(function, args))


def _with_clauses(function: Function, call: ast.Call) -> tuple[Function, ast.Call]:
    """DISTINCT and FILTER as the suffixes that ClickHouse has for them."""
    name = function.name
    if call.distinct:
        name = "uniqExact" if function.clickhouse == "count" else f"{name}Distinct"
        name = "uniqExactIf" if function.clickhouse == "countIf" else name
    args = call.args
    if call.filter is not None:
        name, args = f"{name}If", (*args, call.filter)
    if name == function.name:
        return function, call
    changed = registry.find(name)
    if changed is None:
        raise QueryError(f"{function.name} does not go with DISTINCT or FILTER.")
    return changed, ast.Call(name, args, params=call.params, span=call.span)


def _with_lambda(resolver: "ExpressionResolver", call: ast.Call, function: Function, first: ast.Lambda) -> plan.Node:
    arrays = resolver.resolve_all(call.args[1:])
    if not arrays:
        raise QueryError(f"{function.name} needs an array behind the lambda.")
    numbers = tuple(resolver.scope.session.environment.numbering.take() for _ in first.args)
    items = _item_types(arrays, len(numbers))
    names: dict[str, plan.Node] = {
        name: plan.LambdaArg(number, type=item) for name, number, item in zip(first.args, numbers, items, strict=True)
    }
    resolver.scope.lambdas.append(names)
    try:
        body = resolver.resolve(first.body)
        if function.name in TAKES_CONDITION:
            body = as_boolean(body, function.name, first.body.span)
    finally:
        resolver.scope.lambdas.pop()
    node = plan.Lambda(numbers, body, type=body.type)
    return plan.Func(function.clickhouse, (node, *arrays), type=_lambda_result(function, body, arrays))


def _item_types(arrays: Sequence[plan.Node], count: int) -> tuple[Type, ...]:
    known = [
        array.type.items[0] if array.type.kind is Kind.ARRAY and array.type.items else types.UNKNOWN for array in arrays
    ]
    return tuple(known[index] if index < len(known) else types.UNKNOWN for index in range(count))


def _lambda_result(function: Function, body: plan.Node, arrays: Sequence[plan.Node]) -> Type:
    if function.name == "arrayMap":
        return types.array_of(body.type)
    if function.name in KEEPS_ARRAY:
        return arrays[0].type
    if function.name in GIVES_ELEMENT:
        return _item_types(arrays, 1)[0]
    return function.result([])


def _never_null(node: plan.Node) -> plan.Node:
    if node.type.kind is not Kind.STRING or not node.type.nullable:
        return node
    return plan.Func("ifNull", (node, plan.Param("", "String", type=types.STRING)), type=types.STRING)


def _orderable(node: plan.Node) -> plan.Node:
    return read_as(node, Read.TEXT) if isinstance(node, plan.Property) and node.guessed else node


def _param(expr: ast.Expr) -> plan.Node:
    value = expr.value if isinstance(expr, ast.Constant) else None
    if type(value) in (int, float) and abs(float(str(value))) < 1e15:
        return plan.Number(value if isinstance(value, int | float) else 0)
    if isinstance(value, str) and _SAFE_PARAMETER.match(value):
        return plan.Word(value)
    raise QueryError("A parameter in front of the arguments is a plain number or word.").at(expr.span)


def _check_plain(call: ast.Call) -> None:
    if call.params is not None:
        raise QueryError(f"{call.name} takes no parameters before its arguments.")
    if call.distinct or call.filter is not None or call.order_by:
        raise QueryError(f"DISTINCT, FILTER and ORDER BY belong to aggregates, and {call.name} is none.")


def _check_count(call: ast.Call, minimum: int, maximum: int | None) -> None:
    if len(call.args) < minimum or (maximum is not None and len(call.args) > maximum):
        raise QueryError(f"{call.name} takes {_count_text(minimum, maximum, 'argument')}, got {len(call.args)}.")


def _check_arity(function: Function, count: int) -> None:
    if count < function.min_args or (function.max_args is not None and count > function.max_args):
        expected = _count_text(function.min_args, function.max_args, "argument")
        raise QueryError(f"{function.name} takes {expected}, got {count}.")


def _count_text(minimum: int, maximum: int | None, word: str) -> str:
    if maximum is None:
        return f"at least {minimum} {word}{'' if minimum == 1 else 's'}"
    if minimum == maximum:
        return f"{minimum or 'no'} {word}{'' if minimum == 1 else 's'}"
    return f"{minimum} to {maximum} {word}s"
