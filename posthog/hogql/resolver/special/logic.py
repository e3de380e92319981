"""Comparison, logic and choice, written as functions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from posthog.hogql import ast, plan, types
from posthog.hogql.ast import CompareOp
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.resolver import compare
from posthog.hogql.resolver.constants import read_as
from posthog.hogql.resolver.properties import as_number
from posthog.hogql.resolver.special.signature import Handler, Special
from posthog.hogql.types import Kind

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver

# The parser has one tree for several ways of writing it.
_WRITTEN = {"if": "if, CASE or ? :", "multiif": "multiIf or CASE"}


def _comparison(op: CompareOp) -> Handler:
    return lambda resolver, call: resolver.resolve(ast.Compare(op, call.args[0], call.args[1], span=call.span))


def _and(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.And(call.args, span=call.span))


def _or(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.Or(call.args, span=call.span))


def _not(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.Not(call.args[0], span=call.span))


def _is_null(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return compare.is_null(resolver.resolve(call.args[0]), negated=call.name.lower() == "isnotnull")


def _if(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return _multi_if(resolver, call)


def _multi_if(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    if len(call.args) % 2 == 0:
        raise QueryError(f"{call.name} takes pairs of condition and value, and a last value for all other cases.")
    args: list[plan.Node] = []
    of = _WRITTEN.get(call.name.lower(), call.name)
    for index, expr in enumerate(call.args):
        is_condition = index % 2 == 0 and index < len(call.args) - 1
        args.append(resolver.boolean(expr, of) if is_condition else resolver.resolve(expr))
    branches = [index for index in range(len(args)) if index % 2 == 1 or index == len(args) - 1]
    _align(args, branches)
    return plan.Func("multiIf" if len(args) > 3 else "if", tuple(args), type=_common([args[i] for i in branches]))


def _case(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """`CASE x WHEN 1 THEN …`: the same as comparing x with each value in turn."""
    subject, rest = call.args[0], call.args[1:]
    pairs = len(rest) // 2
    args: list[ast.Expr] = []
    for index in range(pairs):
        args += [ast.Compare(CompareOp.EQ, subject, rest[2 * index], span=call.span), rest[2 * index + 1]]
    args.append(rest[-1] if len(rest) % 2 else ast.Constant(None))
    return _multi_if(resolver, ast.Call("multiIf", tuple(args), span=call.span))


def _coalesce(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    args = list(resolver.resolve_all(call.args))
    _align(args, list(range(len(args))))
    result = _common(args)
    result = replace(result, nullable=all(arg.type.nullable for arg in args))
    return plan.Func("ifNull" if len(args) == 2 else "coalesce", tuple(args), type=result)


def _align(args: list[plan.Node], branches: list[int]) -> None:
    """Let properties of unknown type follow their neighbours, so that all branches are of one type."""
    others = [args[i].type for i in branches if not _is_guess(args[i]) and args[i].type.kind is not Kind.NULL]
    if others and all(each.is_number for each in others):
        for index in branches:
            args[index] = as_number(args[index])
    elif others and all(each.kind is Kind.BOOLEAN for each in others):
        for index in branches:
            node = args[index]
            args[index] = read_as(node, Read.BOOLEAN) if isinstance(node, plan.Property) and node.guessed else node


def _is_guess(node: plan.Node) -> bool:
    return isinstance(node, plan.Property) and node.guessed


def _common(nodes: list[plan.Node]) -> types.Type:
    return types.common(tuple(node.type for node in nodes))


def _exists(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.exists(call.args[0])


LOGIC: dict[str, Special] = {
    "equals": Special(2, 2, _comparison(CompareOp.EQ)),
    "notEquals": Special(2, 2, _comparison(CompareOp.NOT_EQ)),
    "less": Special(2, 2, _comparison(CompareOp.LT)),
    "lessOrEquals": Special(2, 2, _comparison(CompareOp.LT_EQ)),
    "greater": Special(2, 2, _comparison(CompareOp.GT)),
    "greaterOrEquals": Special(2, 2, _comparison(CompareOp.GT_EQ)),
    "in": Special(2, 2, _comparison(CompareOp.IN)),
    "notIn": Special(2, 2, _comparison(CompareOp.NOT_IN)),
    "like": Special(2, 2, _comparison(CompareOp.LIKE)),
    "notLike": Special(2, 2, _comparison(CompareOp.NOT_LIKE)),
    "ilike": Special(2, 2, _comparison(CompareOp.ILIKE)),
    "notILike": Special(2, 2, _comparison(CompareOp.NOT_ILIKE)),
    "isNotDistinctFrom": Special(2, 2, _comparison(CompareOp.NOT_DISTINCT_FROM)),
    "match": Special(2, 2, _comparison(CompareOp.REGEX)),
    "and": Special(2, None, _and),
    "or": Special(2, None, _or),
    "not": Special(1, 1, _not),
    "isNull": Special(1, 1, _is_null),
    "isNotNull": Special(1, 1, _is_null),
    "if": Special(3, 3, _if),
    "multiIf": Special(3, None, _multi_if),
    "caseWithExpression": Special(3, None, _case),
    "ifNull": Special(2, 2, _coalesce),
    "coalesce": Special(1, None, _coalesce),
    "exists": Special(1, 1, _exists),
}
