"""Conversions, and functions over numbers and texts that need a guard."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from posthog.hogql import ast, plan, types
from posthog.hogql.errors import QueryError
from posthog.hogql.resolver import casts
from posthog.hogql.resolver.properties import as_number, as_text
from posthog.hogql.resolver.special.signature import Handler, Special, word
from posthog.hogql.types import Kind

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def _conversion(convert: Callable[..., plan.Node]) -> Handler:
    return lambda resolver, call: convert(resolver.resolve(call.args[0]), resolver.context)


def _cast(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return casts.cast(resolver.resolve(call.args[0]), word(call.args[1]), resolver.context)


def _to_decimal(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    scale = call.args[1].value if isinstance(call.args[1], ast.Constant) else None
    if type(scale) is not int:
        raise QueryError("The scale of toDecimal must be a number, written out.").at(call.args[1].span)
    return casts.cast(resolver.resolve(call.args[0]), f"decimal(38, {scale})", resolver.context)


def _assume_not_null(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    node = resolver.resolve(call.args[0])
    return plan.Func("assumeNotNull", (node,), type=node.type.not_null())


def _concat(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    nodes = resolver.resolve_all(call.args)
    if nodes and nodes[0].type.kind is Kind.ARRAY:
        return plan.Func("arrayConcat", nodes, type=nodes[0].type)
    args = tuple(as_text(node) for node in nodes)
    return plan.Func("concat", args, type=types.STRING.or_null(any(arg.type.nullable for arg in args)))


def _modulo(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.Arithmetic(ast.ArithmeticOp.MODULO, call.args[0], call.args[1], span=call.span))


def _int_div(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """Whole division; NULL when divided by zero, where ClickHouse would stop the query."""
    left, right = (as_number(resolver.resolve(arg)) for arg in call.args)
    if isinstance(right, plan.Param) and right.value:
        return plan.Func("intDiv", (left, right), type=types.INTEGER.or_null(left.type.nullable))
    return plan.Func("intDivOrNull", (left, right), type=types.INTEGER.or_null())


CONVERSIONS: dict[str, Special] = {
    "assumeNotNull": Special(1, 1, _assume_not_null),
    "cast": Special(2, 2, _cast),
    "toString": Special(1, 1, _conversion(casts.to_text)),
    "toInt": Special(1, 1, _conversion(casts.to_integer)),
    "toInteger": Special(1, 1, _conversion(casts.to_integer)),
    "toInt64": Special(1, 1, _conversion(casts.to_integer)),
    "toFloat": Special(1, 1, _conversion(casts.to_float)),
    "toFloat64": Special(1, 1, _conversion(casts.to_float)),
    "toFloatOrDefault": Special(1, 1, _conversion(casts.to_float)),
    "toDecimal": Special(2, 2, _to_decimal),
    "toBool": Special(1, 1, _conversion(casts.to_boolean)),
    "toBoolean": Special(1, 1, _conversion(casts.to_boolean)),
    "toUUID": Special(1, 1, _conversion(casts.to_uuid)),
    "toDate": Special(1, 1, _conversion(casts.to_date)),
    "toDateTime": Special(1, 1, _conversion(casts.to_moment)),
    "toDateTime64": Special(1, 1, _conversion(casts.to_moment)),
    "concat": Special(1, None, _concat),
    "modulo": Special(2, 2, _modulo),
    "mod": Special(2, 2, _modulo),
    "intDiv": Special(2, 2, _int_div),
}
