"""Expressions of one SELECT: names looked up, constants bound, operators turned into functions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from posthog.hogql import ast, plan, types
from posthog.hogql.ast import ArithmeticOp, CompareOp
from posthog.hogql.errors import ExposedHogQLError, NotImplementedError, QueryError, ResolutionError
from posthog.hogql.resolver import casts, cohorts, compare
from posthog.hogql.resolver.bindings import Prefix
from posthog.hogql.resolver.calls import resolve_call
from posthog.hogql.resolver.conditions import as_boolean, as_condition, combine, modulo
from posthog.hogql.resolver.constants import in_zone, to_node
from posthog.hogql.resolver.properties import as_number, as_text, property_of
from posthog.hogql.resolver.scope import CteFrame, Preference, Scope, unknown_name
from posthog.hogql.resolver.windows import resolve_window_call
from posthog.hogql.types import Kind, Type

if TYPE_CHECKING:
    from posthog.hogql.resolver.queries import ResolvedQuery

QueryResolver = Callable[[ast.Query, Scope], "ResolvedQuery"]

_ARITHMETIC = {
    ArithmeticOp.ADD: "plus",
    ArithmeticOp.SUBTRACT: "minus",
    ArithmeticOp.MULTIPLY: "multiply",
    ArithmeticOp.DIVIDE: "divide",
}
_REGEX = {
    CompareOp.REGEX: (False, False),
    CompareOp.NOT_REGEX: (False, True),
    CompareOp.IREGEX: (True, False),
    CompareOp.NOT_IREGEX: (True, True),
}


class ExpressionResolver:
    """Resolves expressions in one scope. Errors get the position of the innermost node they arose in."""

    def __init__(self, scope: Scope, resolve_query: QueryResolver) -> None:
        self.scope = scope
        self.context = scope.session.context
        self.resolve_query = resolve_query

    def resolve(self, expr: ast.Expr) -> plan.Node:
        """The node that `expr` means."""
        self.scope.session.count_node(expr.span)
        method = _METHODS.get(type(expr))
        if method is None:
            raise NotImplementedError(f"{type(expr).__name__} is not possible here.").at(expr.span)
        try:
            return method(self, expr)
        except ExposedHogQLError as error:
            error.at(expr.span)
            raise

    def resolve_all(self, exprs: Sequence[ast.Expr]) -> tuple[plan.Node, ...]:
        return tuple(self.resolve(expr) for expr in exprs)

    # Names

    def _field(self, expr: ast.Field) -> plan.Node:
        found, rest = self._head(expr)
        while rest:
            if isinstance(found, plan.Node):
                return self._inside(found, rest, expr)
            member = found.member(rest[0])
            if member is None:
                raise unknown_name(
                    f"column of {'.'.join(expr.chain[: -len(rest)])!r}", rest[0], found.names(), expr.span
                )
            found, rest = member, rest[1:]
        if not isinstance(found, plan.Node):
            name = ".".join(expr.chain)
            raise ResolutionError(f"{name!r} is not a value by itself; name one of its columns, as in {name}.id.")
        return self.shown(found)

    def shown(self, node: plan.Node) -> plan.Node:
        """A column as a query sees it: moments in the team's zone."""
        return in_zone(node, self.context)

    def _head(self, expr: ast.Field) -> tuple["plan.Node | Prefix", tuple[str, ...]]:
        """The longest-lived meaning of the first name, and the names behind it."""
        name, rest = expr.chain[0], expr.chain[1:]
        argument = self.scope.lambda_arg(name)
        if argument is not None:
            return argument, rest
        if rest:
            table = self.scope.table(name)
            if table is not None and rest[0] in table.names():
                return table, rest
        for look in self._orders():
            found = look(name, expr.span)
            if found is not None:
                return found, rest
        if rest and (table := self.scope.table(name)) is not None:
            return table, rest
        raise self.scope.unknown(name, expr.span)

    def _orders(self) -> tuple[Callable[[str, ast.Span | None], "plan.Node | Prefix | None"], ...]:
        prefer_aliases = self.scope.preference is Preference.ALIASES and not self.scope.inside_aggregate
        if prefer_aliases:
            return self._alias, self._array_item, self.scope.column, self._constant_cte
        return self._array_item, self.scope.column, self._alias, self._constant_cte

    def _array_item(self, name: str, _span: ast.Span | None) -> plan.Node | None:
        known = self.scope.array_items.get(name)
        return None if known is None else plan.ArrayItem(known[0], type=known[1])

    def _alias(self, name: str, span: ast.Span | None) -> plan.Node | None:
        alias = self.scope.aliases.get(name)
        if alias is None:
            return None
        if alias.busy:
            raise ResolutionError(f"The alias {name!r} refers to itself.").at(span)
        if alias.index is not None and alias.index in self.scope.outputs and self.scope.alias_refs:
            return plan.AliasRef(alias.index, type=self.scope.outputs[alias.index].type)
        alias.busy = True
        try:
            # Written out in place, its own names mean what they mean in the SELECT.
            with self.scope.using(preference=Preference.COLUMNS):
                return self.resolve(alias.expr)
        finally:
            alias.busy = False

    def _constant_cte(self, name: str, span: ast.Span | None) -> plan.Node | None:
        frame = self.scope.find_cte(name)
        if frame is None:
            return None
        if frame.definition.is_query:
            raise QueryError(f"{name!r} is a query; read it with FROM {name} or IN {name}.").at(span)
        return self._in_frame(frame)

    def _in_frame(self, frame: CteFrame) -> plan.Node:
        before, self.scope.ctes = self.scope.ctes, frame.parent
        try:
            return self.resolve(frame.definition.expr)
        finally:
            self.scope.ctes = before

    def _inside(self, node: plan.Node, rest: Sequence[str | int], expr: ast.Expr) -> plan.Node:
        """What lies at `rest` inside a value: a property, an entry of a map, an item of an array or tuple."""
        if node.type.kind is Kind.JSON or isinstance(node, plan.Property):
            return property_of(node, tuple(rest), self.context)
        for key in rest:
            if node.type.kind not in (Kind.MAP, Kind.ARRAY, Kind.TUPLE, Kind.UNKNOWN) or (
                isinstance(key, str) and node.type.kind in (Kind.ARRAY, Kind.TUPLE)
            ):
                raise QueryError(f"A value of type {node.type.kind.value} has no {key!r} inside.").at(expr.span)
            node = self._element(node, to_node(key, self.context))
        return node

    # Values

    def _constant(self, expr: ast.Constant) -> plan.Node:
        return to_node(expr.value, self.context)

    def _star(self, expr: ast.Star) -> plan.Node:
        raise QueryError("* stands only in the SELECT list and in count(*).")

    def _alias_expr(self, expr: ast.Alias) -> plan.Node:
        return self.resolve(expr.expr)

    def _array(self, expr: ast.Array) -> plan.Node:
        items = self.resolve_all(expr.items)
        return plan.Func("array", items, type=types.array_of(types.common(tuple(item.type for item in items))))

    def _tuple(self, expr: ast.Tuple) -> plan.Node:
        items = self.resolve_all(expr.items)
        return plan.Func("tuple", items, type=types.tuple_of(*(item.type for item in items)))

    def _dict(self, expr: ast.Dict) -> plan.Node:
        items = self.resolve_all([part for item in expr.items for part in item])
        return plan.Func("map", items, type=Type(kind=Kind.MAP))

    def _access(self, expr: ast.ArrayAccess) -> plan.Node:
        value = self.resolve(expr.array)
        if value.type.kind is Kind.JSON or isinstance(value, plan.Property):
            if not isinstance(expr.key, ast.Constant) or type(expr.key.value) not in (str, int):
                raise QueryError("The name of a property must be written out: properties['name'].")
            return self._inside(value, (_key(expr.key.value),), expr)
        return self._element(value, self.resolve(expr.key))

    def _element(self, value: plan.Node, key: plan.Node) -> plan.Node:
        item = value.type.items[0] if value.type.kind is Kind.ARRAY and value.type.items else types.UNKNOWN
        if value.type.kind is Kind.TUPLE:
            raise QueryError("An item of a tuple is read with its number behind a point: value.1.")
        return plan.Func("arrayElement", (value, key), type=item.or_null())

    def _tuple_access(self, expr: ast.TupleAccess) -> plan.Node:
        value = self.resolve(expr.value)
        if value.type.kind is Kind.JSON or isinstance(value, plan.Property):
            return property_of(value, (expr.index,), self.context)
        if expr.index < 1 or (value.type.kind is Kind.TUPLE and expr.index > len(value.type.items) > 0):
            raise QueryError(f"The tuple has no item {expr.index}; they are counted from 1.")
        known = value.type.items if value.type.kind is Kind.TUPLE else ()
        item = known[expr.index - 1] if known else types.UNKNOWN
        return plan.Func("tupleElement", (value, plan.Integer(expr.index)), type=item)

    def _slice(self, expr: ast.ArraySlice) -> plan.Node:
        array = self.resolve(expr.array)
        start = plan.Param(1, "Int64", type=types.INTEGER) if expr.start is None else self.resolve(expr.start)
        if expr.end is None:
            return plan.Func("arraySlice", (array, start), type=array.type)
        one = plan.Param(1, "Int64", type=types.INTEGER)
        distance = plan.Func("minus", (self.resolve(expr.end), start), type=types.INTEGER)
        length = plan.Func("plus", (distance, one), type=types.INTEGER)
        return plan.Func("arraySlice", (array, start, length), type=array.type)

    def _cast(self, expr: ast.Cast) -> plan.Node:
        return casts.cast(self.resolve(expr.expr), expr.type_name, self.context)

    def _lambda(self, expr: ast.Lambda) -> plan.Node:
        raise QueryError("A lambda stands only as the first argument of functions such as arrayMap.")

    def _placeholder(self, expr: ast.Placeholder) -> plan.Node:
        raise ResolutionError("This placeholder has no value.")

    # Operators

    def _arithmetic(self, expr: ast.Arithmetic) -> plan.Node:
        left, right = (as_number(self.resolve(each)) for each in (expr.left, expr.right))
        if expr.op is ArithmeticOp.MODULO:
            return modulo(left, right)
        result = _arithmetic_type(expr.op, left.type, right.type)
        return plan.Func(_ARITHMETIC[expr.op], (left, right), type=result)

    def _and(self, expr: ast.And) -> plan.Node:
        return combine("and", self.resolve_all(expr.exprs))

    def _or(self, expr: ast.Or) -> plan.Node:
        return combine("or", self.resolve_all(expr.exprs))

    def _not(self, expr: ast.Not) -> plan.Node:
        node = self.condition(expr.expr)
        return plan.Func("not", (node,), type=types.BOOLEAN.or_null(node.type.nullable))

    def condition(self, expr: ast.Expr) -> plan.Node:
        """An expression that has to be true or false; a property of unknown type is read so."""
        return as_condition(self.resolve(expr))

    def boolean(self, expr: ast.Expr, of: str) -> plan.Node:
        """A condition of a function that takes nothing but booleans, called `of` by the person who wrote it."""
        return as_boolean(self.resolve(expr), of, expr.span)

    def _between(self, expr: ast.Between) -> plan.Node:
        low = ast.Compare(CompareOp.GT_EQ, expr.expr, expr.low, span=expr.span)
        high = ast.Compare(CompareOp.LT_EQ, expr.expr, expr.high, span=expr.span)
        both = combine("and", (self.resolve(low), self.resolve(high)))
        return plan.Func("not", (both,), type=types.BOOLEAN) if expr.negated else both

    def _compare(self, expr: ast.Compare) -> plan.Node:
        op = expr.op
        if op in (CompareOp.IN, CompareOp.NOT_IN):
            return self._in(expr)
        if op in (CompareOp.IN_COHORT, CompareOp.NOT_IN_COHORT):
            negated = op is CompareOp.NOT_IN_COHORT
            return self.resolve(cohorts.membership(expr.left, expr.right, self.context, negated=negated))
        if op in _REGEX:
            return self._regex(expr)
        if op in (CompareOp.DISTINCT_FROM, CompareOp.NOT_DISTINCT_FROM):
            left, right = self.resolve(expr.left), self.resolve(expr.right)
            return compare.distinct_from(left, right, self.context, negated=op is CompareOp.NOT_DISTINCT_FROM)
        if isinstance(expr.right, ast.Constant):
            return compare.compare_constant(op, self.resolve(expr.left), expr.right.value, self.context)
        if isinstance(expr.left, ast.Constant):
            right = self.resolve(expr.right)
            return compare.compare_constant(op, right, expr.left.value, self.context, mirrored=True)
        return compare.compare(op, self.resolve(expr.left), self.resolve(expr.right), self.context)

    def _regex(self, expr: ast.Compare) -> plan.Node:
        pattern = compare.check_pattern(expr.right)
        ignore_case, negated = _REGEX[expr.op]
        return compare.matches(self.resolve(expr.left), pattern, ignore_case=ignore_case, negated=negated)

    def _in(self, expr: ast.Compare) -> plan.Node:
        left, right = self.resolve(expr.left), expr.right
        query = self._query_named(right)
        if query is not None:
            return compare.guarded(expr.op, _in_query(expr.op, as_text_if_property(left), query))
        if isinstance(right, ast.Constant):
            return compare.contained(expr.op, left, (right.value,), self.context)
        if isinstance(right, ast.Tuple | ast.Array):
            constants = [item.value for item in right.items if isinstance(item, ast.Constant)]
            if len(constants) == len(right.items) and left.type.kind is Kind.TUPLE:
                return self._in_values(expr.op, left, (right,))
            if len(constants) == len(right.items):
                return compare.contained(expr.op, left, tuple(constants), self.context)
            return self._in_values(expr.op, left, right.items)
        array = self.resolve(right)
        if array.type.kind not in (Kind.ARRAY, Kind.UNKNOWN):
            raise QueryError("The right side of IN is a list, a query or an array.").at(right.span)
        found = plan.Func("has", (array, left), type=types.BOOLEAN)
        return found if expr.op is CompareOp.IN else plan.Func("not", (found,), type=types.BOOLEAN)

    def _in_values(self, op: CompareOp, left: plan.Node, items: Sequence[ast.Expr]) -> plan.Node:
        """A list that is not all constants: tuples stay a list, anything else becomes a chain of comparisons."""
        values = self.resolve_all(items)
        if left.type.kind is Kind.TUPLE:
            found: plan.Node = plan.Func("in", (left, plan.Func("tuple", values)), type=types.BOOLEAN)
        else:
            found = combine("or", [compare.compare(CompareOp.EQ, left, value, self.context) for value in values])
        return found if op is CompareOp.IN else plan.Func("not", (found,), type=types.BOOLEAN)

    def _query_named(self, expr: ast.Expr) -> "ResolvedQuery | None":
        """The query that the right side of IN is, written out or named in WITH."""
        if isinstance(expr, ast.SelectQuery | ast.SelectSetQuery):
            return self.resolve_query(expr, self._outside())
        if not isinstance(expr, ast.Field) or len(expr.chain) != 1:
            return None
        frame = self.scope.find_cte(expr.chain[0])
        if frame is None or not isinstance(frame.definition.expr, ast.SelectQuery | ast.SelectSetQuery):
            return None
        return self.resolve_query(frame.definition.expr, Scope(self.scope.session, frame.parent))

    def _outside(self) -> Scope:
        """The scope of a subquery: it sees the CTEs, but no columns of the query around it."""
        return Scope(self.scope.session, self.scope.ctes)

    def _subquery(self, expr: ast.SelectQuery | ast.SelectSetQuery) -> plan.Node:
        query = self.resolve_query(expr, self._outside())
        if len(query.columns) != 1:
            raise QueryError(f"A subquery used as a value has one column, this one has {len(query.columns)}.")
        # No row at all gives NULL.
        node = plan.Subquery(query.plan, type=query.columns[0].type.or_null())
        return in_zone(node, self.context)

    def exists(self, expr: ast.Expr) -> plan.Node:
        """`EXISTS (query)`."""
        if not isinstance(expr, ast.SelectQuery | ast.SelectSetQuery):
            raise QueryError("exists wants a query: exists(SELECT …).")
        return plan.Func("exists", (plan.Subquery(self.resolve_query(expr, self._outside()).plan),), type=types.BOOLEAN)

    def _call(self, expr: ast.Call) -> plan.Node:
        return resolve_call(self, expr)

    def _window_call(self, expr: ast.WindowCall) -> plan.Node:
        return resolve_window_call(self, expr)


def as_text_if_property(node: plan.Node) -> plan.Node:
    """A property beside a list of unknown type is compared as text."""
    return as_text(node) if isinstance(node, plan.Property) and node.guessed else node


def _in_query(op: CompareOp, left: plan.Node, query: "ResolvedQuery") -> plan.Node:
    width = len(left.type.items) if left.type.kind is Kind.TUPLE else 1
    if len(query.columns) != width:
        raise QueryError(f"The query on the right of IN needs {width} column(s), it has {len(query.columns)}.")
    name = "in" if op is CompareOp.IN else "notIn"
    if width == 1 and {left.type.kind, query.columns[0].type.kind} == {Kind.UUID, Kind.STRING}:
        raise QueryError("A UUID is compared with a list of texts. Convert one side with toString or toUUID.")
    return plan.Func(name, (left, plan.Subquery(query.plan)), type=types.BOOLEAN.or_null(left.type.nullable))


def _arithmetic_type(op: ArithmeticOp, left: Type, right: Type) -> Type:
    nullable = left.nullable or right.nullable
    kinds = {left.kind, right.kind}
    if Kind.INTERVAL in kinds:
        other = left if right.kind is Kind.INTERVAL else right
        # A day plus an hour is a moment.
        return replace(types.DATETIME if other.kind is Kind.DATE else other, nullable=nullable)
    if op is ArithmeticOp.DIVIDE or Kind.FLOAT in kinds:
        return types.FLOAT.or_null(nullable)
    if kinds == {Kind.INTEGER}:
        return types.INTEGER.or_null(nullable)
    if Kind.DATE in kinds and Kind.INTEGER in kinds:
        return types.DATE.or_null(nullable)
    return types.UNKNOWN


def _key(value: Any) -> str | int:
    return value if isinstance(value, str) else int(value)


_METHODS: dict[type[ast.Expr], Callable[[ExpressionResolver, Any], plan.Node]] = {
    ast.Constant: ExpressionResolver._constant,
    ast.Field: ExpressionResolver._field,
    ast.Star: ExpressionResolver._star,
    ast.Alias: ExpressionResolver._alias_expr,
    ast.Array: ExpressionResolver._array,
    ast.Tuple: ExpressionResolver._tuple,
    ast.Dict: ExpressionResolver._dict,
    ast.ArrayAccess: ExpressionResolver._access,
    ast.TupleAccess: ExpressionResolver._tuple_access,
    ast.ArraySlice: ExpressionResolver._slice,
    ast.Cast: ExpressionResolver._cast,
    ast.Lambda: ExpressionResolver._lambda,
    ast.Placeholder: ExpressionResolver._placeholder,
    ast.Arithmetic: ExpressionResolver._arithmetic,
    ast.And: ExpressionResolver._and,
    ast.Or: ExpressionResolver._or,
    ast.Not: ExpressionResolver._not,
    ast.Between: ExpressionResolver._between,
    ast.Compare: ExpressionResolver._compare,
    ast.SelectQuery: ExpressionResolver._subquery,
    ast.SelectSetQuery: ExpressionResolver._subquery,
    ast.Call: ExpressionResolver._call,
    ast.WindowCall: ExpressionResolver._window_call,
}
