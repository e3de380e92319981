"""Functions over windows."""

from typing import TYPE_CHECKING

from posthog.hogql import ast, plan
from posthog.hogql.errors import QueryError, ResolutionError
from posthog.hogql.functions.signature import FunctionKind, result_type
from posthog.hogql.resolver.calls import aggregate_arguments, find, resolve_params

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def resolve_window_call(resolver: "ExpressionResolver", call: ast.WindowCall) -> plan.Node:
    """`name(…) OVER (…)` for aggregates and for functions that exist only over windows."""
    function = find(call)
    if function.kind is FunctionKind.SCALAR:
        raise QueryError(f"{function.name} is no aggregate, so it cannot stand before OVER.")
    if not resolver.scope.aggregates_allowed:
        raise QueryError("A window function cannot stand here. Filter its result with QUALIFY or in an outer query.")
    params = resolve_params(call, function)
    # Over a window an aggregate may hold another one, so unlike elsewhere this does not count as nested.
    args = aggregate_arguments(resolver, call, function, nested=resolver.scope.inside_aggregate)
    over = _over(resolver, call)
    if function.kind is FunctionKind.WINDOW:
        args = tuple(_literal(arg) for arg in args)
    if function.clickhouse in ("lag", "lead") and not args[0].type.nullable:
        # Without a row to look at the answer is NULL, not an empty text or zero.
        args = (plan.Func("toNullable", args[:1], type=args[0].type.or_null()), *args[1:])
    return plan.WindowFunc(function.clickhouse, args, params, over, type=result_type(function, args))


def resolve_window(resolver: "ExpressionResolver", window: ast.Window) -> plan.Window:
    """The inside of OVER ( … ) or of WINDOW name AS ( … )."""
    return plan.Window(
        resolver.resolve_all(window.partition_by),
        tuple(plan.OrderBy(resolver.resolve(item.expr), item.order, item.nulls) for item in window.order_by),
        window.frame,
    )


def _literal(node: plan.Node) -> plan.Node:
    """Offsets must be literals of an unsigned type."""
    is_offset = isinstance(node, plan.Param) and node.clickhouse_type == "Int64" and isinstance(node.value, int)
    return plan.Integer(int(str(node.value))) if is_offset and isinstance(node, plan.Param) else node


def _over(resolver: "ExpressionResolver", call: ast.WindowCall) -> plan.Window | int:
    if isinstance(call.over, ast.Window):
        return resolve_window(resolver, call.over)
    index = resolver.scope.windows.get(call.over)
    if index is None:
        raise ResolutionError(f"Unknown window {call.over[:60]!r}.").at(call.span)
    return index
