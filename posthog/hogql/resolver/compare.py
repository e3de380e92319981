"""Comparisons. They are never NULL: `=` and its like are false beside NULL, `!=` and its like are true.

So `a != b` is always the opposite of `a = b`, and a filter on a property with `!=` finds the events without it. That
is what PostHog's HogQL does; standard SQL would drop those rows. Guards that a filter does not need are removed later.
"""

from common.property_matching import InvalidFilterError
from common.property_matching.filters import compile_pattern
from posthog.hogql import ast, plan, types
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.resolver.casts import to_date, to_moment
from posthog.hogql.resolver.constants import fit, read_as, to_node
from posthog.hogql.resolver.properties import as_text
from posthog.hogql.types import Kind

_FUNCTIONS = {
    CompareOp.EQ: "equals",
    CompareOp.NOT_EQ: "notEquals",
    CompareOp.LT: "less",
    CompareOp.LT_EQ: "lessOrEquals",
    CompareOp.GT: "greater",
    CompareOp.GT_EQ: "greaterOrEquals",
    CompareOp.IN: "in",
    CompareOp.NOT_IN: "notIn",
}
_PATTERNS = {
    CompareOp.LIKE: "like",
    CompareOp.NOT_LIKE: "notLike",
    CompareOp.ILIKE: "ilike",
    CompareOp.NOT_ILIKE: "notILike",
}
_TRUE_BESIDE_NULL = frozenset(
    {CompareOp.NOT_EQ, CompareOp.NOT_IN, CompareOp.NOT_LIKE, CompareOp.NOT_ILIKE, CompareOp.DISTINCT_FROM}
)
_MIRRORED = {
    CompareOp.LT: CompareOp.GT,
    CompareOp.LT_EQ: CompareOp.GT_EQ,
    CompareOp.GT: CompareOp.LT,
    CompareOp.GT_EQ: CompareOp.LT_EQ,
}
_ORDERING = frozenset(_MIRRORED)

MAX_LIST = 50_000


def compare(op: CompareOp, left: plan.Node, right: plan.Node, context: HogQLContext) -> plan.Node:
    """Two values that are both no constants."""
    if op in _PATTERNS:
        return like(op, left, right)
    left, right = alike(left, right, context)
    return guarded(op, plan.Func(_FUNCTIONS[op], (left, right), type=_boolean(left, right)))


def compare_constant(
    op: CompareOp, left: plan.Node, value: ast.ConstantValue, context: HogQLContext, *, mirrored: bool = False
) -> plan.Node:
    """A value with a constant, which stands on the left when `mirrored`."""
    if value is None and op in (CompareOp.EQ, CompareOp.NOT_EQ):
        return is_null(left, negated=op is CompareOp.NOT_EQ)
    if op in _PATTERNS:
        pattern = to_node(value, context)
        return like(op, pattern, left) if mirrored else like(op, left, pattern)
    op = _MIRRORED.get(op, op) if mirrored else op
    if op in _ORDERING and left.type.kind is Kind.STRING and _is_number(value) and not isinstance(left, plan.Property):
        left = plan.Func("toFloat64OrNull", (left,), type=types.FLOAT.or_null())
    left, right = fit(value, left, context)
    if op in _ORDERING and isinstance(left, plan.Property) and left.read is Read.ONLY_TEXT:
        left = read_as(left, Read.TEXT)
    return guarded(op, plan.Func(_FUNCTIONS[op], (left, right), type=_boolean(left, right)))


def contained(
    op: CompareOp, left: plan.Node, values: tuple[ast.ConstantValue, ...], context: HogQLContext
) -> plan.Node:
    """A value among constants. All of them become one parameter where they are of one type."""
    if len(values) > MAX_LIST:
        raise QueryError(f"A list may have {MAX_LIST:,} values, this one has {len(values):,}.")
    # Keyed by type as well: 1 and true are equal in Python.
    known = tuple({(type(value), value): value for value in values if value is not None}.values())
    if not known:
        return plan.TRUE if op is CompareOp.NOT_IN else plan.FALSE
    left, items = _fit_all(left, known, context)
    found = plan.Func(_FUNCTIONS[op], (left, _one_parameter(items)), type=types.BOOLEAN.or_null(left.type.nullable))
    return guarded(op, found)


def is_null(node: plan.Node, *, negated: bool = False) -> plan.Node:
    """Whether there is no value; for a property, whether there is nothing at all, also no object."""
    if isinstance(node, plan.Property):
        # The row itself may be missing, where a join did not find it.
        there = guarded(CompareOp.EQ, read_as(node, Read.PRESENCE))
        return there if negated else plan.Func("not", (there,), type=types.BOOLEAN)
    return plan.Func("isNotNull" if negated else "isNull", (node,), type=types.BOOLEAN)


def like(op: CompareOp, left: plan.Node, right: plan.Node) -> plan.Node:
    """A text with a pattern of `%` and `_`."""
    left, right = as_text(left), as_text(right)
    return guarded(op, plan.Func(_PATTERNS[op], (left, right), type=_boolean(left, right)))


def check_pattern(expr: ast.Expr) -> str:
    """The regular expression that `expr` is; raises QueryError when it is not written out, or none that RE2 knows."""
    if not isinstance(expr, ast.Constant) or not isinstance(expr.value, str):
        raise QueryError("A regular expression must be written out as a text.").at(expr.span)
    try:
        compile_pattern(expr.value)
    except InvalidFilterError as error:
        raise QueryError(error.message).at(expr.span) from error
    return expr.value


def matches(node: plan.Node, pattern: str, *, ignore_case: bool = False, negated: bool = False) -> plan.Node:
    """A text with a regular expression (RE2, unanchored)."""
    text = as_text(node)
    bound = plan.Param(f"(?i){pattern}" if ignore_case else pattern, "String", type=types.STRING)
    found = plan.Func("match", (text, bound), type=types.BOOLEAN.or_null(text.type.nullable))
    if not negated:
        return guarded(CompareOp.EQ, found)
    return guarded(CompareOp.NOT_EQ, plan.Func("not", (found,), type=found.type))


def distinct_from(left: plan.Node, right: plan.Node, context: HogQLContext, *, negated: bool) -> plan.Node:
    """`IS DISTINCT FROM`: like `!=`, but two NULLs are the same."""
    left, right = alike(left, right, context)
    same = plan.Func("isNotDistinctFrom", (left, right), type=types.BOOLEAN)
    return same if negated else plan.Func("not", (same,), type=types.BOOLEAN)


def alike(left: plan.Node, right: plan.Node, context: HogQLContext) -> tuple[plan.Node, plan.Node]:
    """Both sides in types that ClickHouse can compare; a property of unknown type follows its neighbour."""
    left, right = _follow(left, right), _follow(right, left)
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.UUID, Kind.STRING} or (Kind.STRING in kinds and _has_number(kinds)):
        return as_text(left), as_text(right)
    if kinds == {Kind.STRING, Kind.BOOLEAN} or Kind.JSON in kinds:
        return as_text(left), as_text(right)
    if Kind.DATETIME in kinds and kinds & {Kind.STRING, Kind.DATE}:
        # ClickHouse would begin the day in the zone of the other side, which may be UTC.
        return to_moment(left, context), to_moment(right, context)
    if kinds == {Kind.STRING, Kind.DATE}:
        return to_date(left, context), to_date(right, context)
    return left, right


def guarded(op: CompareOp, node: plan.Node) -> plan.Node:
    """The comparison with what it is beside NULL."""
    if not node.type.nullable:
        return node
    default = plan.TRUE if op in _TRUE_BESIDE_NULL else plan.FALSE
    return plan.Func("ifNull", (node, default), type=types.BOOLEAN)


def _follow(node: plan.Node, other: plan.Node) -> plan.Node:
    if not isinstance(node, plan.Property) or not node.guessed:
        return node
    if other.type.is_number:
        return read_as(node, Read.NUMBER)
    if other.type.kind in (Kind.DATE, Kind.DATETIME):
        return read_as(node, Read.DATETIME)
    return read_as(node, Read.BOOLEAN) if other.type.kind is Kind.BOOLEAN else node


def _fit_all(
    left: plan.Node, values: tuple[ast.ConstantValue, ...], context: HogQLContext
) -> tuple[plan.Node, tuple[plan.Node, ...]]:
    """All constants fitted to one reading of `left`: to that of the first, or to text when they differ."""
    pairs = [fit(value, left, context) for value in values]
    readings = {(pair[0].read if isinstance(pair[0], plan.Property) else None) for pair in pairs}
    if len(readings) == 1:
        return pairs[0][0], tuple(pair[1] for pair in pairs)
    if not isinstance(left, plan.Property) or readings - {Read.TEXT, Read.ONLY_TEXT}:
        texts = tuple(_rendered(value) for value in values)
        return as_text(left), tuple(to_node(text, context) for text in texts)
    return read_as(left, Read.TEXT), tuple(pair[1] for pair in pairs)


def _one_parameter(items: tuple[plan.Node, ...]) -> plan.Node:
    params = [item for item in items if isinstance(item, plan.Param)]
    kinds = {param.clickhouse_type for param in params}
    if len(params) != len(items) or kinds == {"Bool"}:
        return plan.Func("tuple", items)
    if kinds <= {"Int64"}:
        return plan.Param(tuple(int(_scalar(param)) for param in params), "Array(Int64)")
    if kinds <= {"Int64", "UInt64", "Float64"}:
        return plan.Param(tuple(float(_scalar(param)) for param in params), "Array(Float64)")
    if len(kinds) == 1:
        return plan.Param(tuple(str(param.value) for param in params), f"Array({kinds.pop()})")
    return plan.Func("tuple", items)


def _scalar(param: plan.Param) -> int | float:
    if isinstance(param.value, int | float):
        return param.value
    raise QueryError("A list of numbers holds something else.")


def _rendered(value: ast.ConstantValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _boolean(*nodes: plan.Node) -> types.Type:
    return types.BOOLEAN.or_null(any(node.type.nullable for node in nodes))


def _is_number(value: ast.ConstantValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_number(kinds: set[Kind]) -> bool:
    return bool(kinds & {Kind.INTEGER, Kind.FLOAT})
