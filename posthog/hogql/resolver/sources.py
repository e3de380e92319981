"""FROM and its joins: which table or query each name stands for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from posthog.hogql import ast, plan, types
from posthog.hogql.ast import JoinKind
from posthog.hogql.database.tables import TABLES
from posthog.hogql.errors import QueryError, ResolutionError
from posthog.hogql.resolver.bindings import Binding, QueryBinding, TableBinding, equals
from posthog.hogql.resolver.scope import Scope, unknown_name

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver
    from posthog.hogql.resolver.queries import ResolvedQuery

QueryResolver = Callable[[ast.Query, Scope], "ResolvedQuery"]

MAX_NUMBERS = 10_000_000

_LEFT_MAY_MISS = frozenset(
    {JoinKind.RIGHT, JoinKind.ANY_RIGHT, JoinKind.ALL_RIGHT, JoinKind.SEMI_RIGHT, JoinKind.ANTI_RIGHT, JoinKind.FULL}
)
_RIGHT_MAY_MISS = frozenset(
    {JoinKind.LEFT, JoinKind.ANY_LEFT, JoinKind.ALL_LEFT, JoinKind.ANTI_LEFT, JoinKind.ASOF_LEFT, JoinKind.FULL}
)


class FromResolver:
    """Binds the sources of one SELECT into its scope, and later builds the tree of joins."""

    def __init__(self, scope: Scope, expressions: "ExpressionResolver", resolve_query: QueryResolver) -> None:
        self.scope = scope
        self.expressions = expressions
        self.resolve_query = resolve_query
        self._joins: list[tuple[JoinKind, Binding, plan.Node | None]] = []
        self._first: Binding | None = None

    def bind(self, clause: ast.From) -> None:
        """Make the sources known to the scope, from left to right."""
        self._first = self._bind_table(clause.table)
        for join in clause.joins:
            self._bind_join(join)

    def source(self) -> plan.Source | None:
        """The tree of joins. Called last, when it is known which linked tables are needed."""
        if self._first is None:
            return None
        result = self._first.source()
        for kind, binding, condition in self._joins:
            result = plan.Joined(result, kind, binding.source(), condition)
        return result

    def _bind_join(self, join: ast.Join) -> None:
        before = [binding for _, binding in self.scope.bindings]
        binding = self._bind_table(join.table)
        # Conditions see the columns before the join can make them NULL.
        condition = self._using(join, before, binding) if join.using else self._on(join)
        if join.kind in _RIGHT_MAY_MISS:
            binding.nullable = True
        if join.kind in _LEFT_MAY_MISS:
            for each in before:
                each.nullable = True
        self._joins.append((join.kind, binding, condition))

    def _on(self, join: ast.Join) -> plan.Node | None:
        if join.on is None:
            return None
        with self.scope.using(aggregates_allowed=False, alias_refs=False):
            return self.expressions.condition(join.on)

    def _using(self, join: ast.Join, before: list[Binding], right: Binding) -> plan.Node:
        conditions = []
        for name in join.using:
            left = next((found for each in before if isinstance(found := each.member(name), plan.Node)), None)
            found = right.member(name)
            if left is None or not isinstance(found, plan.Node):
                raise ResolutionError(f"USING needs the column {name!r} on both sides.").at(join.span)
            self.scope.merged.add(name)
            conditions.append(equals(left, found))
        return conditions[0] if len(conditions) == 1 else plan.Func("and", tuple(conditions), type=types.BOOLEAN)

    def _bind_table(self, table: ast.Table) -> Binding:
        self.scope.session.count_table(table.span)
        name, binding = self._resolve_table(table)
        alias = table.alias or name
        if alias is not None and self.scope.table(alias) is not None:
            raise QueryError(f"Two tables are called {alias!r}; give one of them another name with AS.").at(table.span)
        self.scope.bindings.append((alias, binding))
        return binding

    def _resolve_table(self, table: ast.Table) -> tuple[str | None, Binding]:
        source = table.source
        if isinstance(source, ast.SelectQuery | ast.SelectSetQuery):
            return None, self._query(source, Scope(self.scope.session, self.scope.ctes), table)
        if not isinstance(source, ast.Field):
            raise QueryError("FROM takes a table or a query.").at(table.span)
        name = ".".join(source.chain)
        frame = self.scope.find_cte(name)
        if frame is not None and table.args is None:
            expr = frame.definition.expr
            if not isinstance(expr, ast.SelectQuery | ast.SelectSetQuery):
                raise QueryError(f"{name!r} is a value, not a query.").at(table.span)
            columns = table.column_aliases or frame.definition.columns
            return name, self._query(expr, Scope(self.scope.session, frame.parent), table, columns)
        if table.args is not None:
            return name, self._function(name, table)
        known = TABLES.get(name)
        if known is None:
            names = (*TABLES, *self._cte_names())
            raise unknown_name("table", name, names, table.span)
        return name, self._table(TableBinding(known, self.scope.session.environment), table)

    def _cte_names(self) -> list[str]:
        names, frame = [], self.scope.ctes
        while frame is not None:
            names.append(frame.definition.name)
            frame = frame.parent
        return names

    def _query(
        self, query: ast.Query, scope: Scope, table: ast.Table, names: tuple[str, ...] | None = None
    ) -> QueryBinding:
        if table.final or table.sample is not None:
            raise QueryError("FINAL and SAMPLE belong to tables, not to queries.").at(table.span)
        resolved = self.resolve_query(query, scope)
        names = table.column_aliases if names is None else names
        if names and len(names) != len(resolved.columns):
            raise QueryError(f"{len(names)} names are given for {len(resolved.columns)} columns.").at(table.span)
        columns = tuple(
            (names[index] if names else column.name, column.type) for index, column in enumerate(resolved.columns)
        )
        number = self.scope.session.environment.numbering.take()
        return QueryBinding(number, plan.Derived(number, resolved.plan), columns)

    def _table(self, binding: TableBinding, table: ast.Table) -> TableBinding:
        if table.column_aliases:
            raise QueryError("Columns of a table cannot be renamed in FROM.").at(table.span)
        binding.final = table.final
        if table.sample is not None:
            self._sample(binding, table.sample)
        return binding

    def _sample(self, binding: TableBinding, sample: ast.Sample) -> None:
        """A share of the distinct ids, the same ones in every query."""
        if binding.table is not TABLES["events"]:
            raise QueryError("SAMPLE works on events only.").at(sample.span)
        offset = sample.offset or 0.0
        if not 0 < sample.ratio <= 1 or not 0 <= offset < 1:
            raise QueryError("SAMPLE takes a share between 0 and 1.").at(sample.span)
        hashed = plan.Func(
            "cityHash64", (plan.Column(binding.id, "distinct_id", type=types.STRING),), type=types.INTEGER
        )
        for name, bound in (("greaterOrEquals", offset), ("less", min(offset + sample.ratio, 1.0))):
            if 0 < bound < 1:
                value = plan.Param(int(bound * 2**64), "UInt64", type=types.INTEGER)
                binding.where.append(plan.Func(name, (hashed, value), type=types.BOOLEAN))

    def _function(self, name: str, table: ast.Table) -> QueryBinding:
        """`numbers(count)` and `numbers(start, count)`; no other table function exists."""
        if name != "numbers":
            raise ResolutionError(f"Unknown table function {name[:60]!r}. Only numbers(count) exists.").at(table.span)
        values = [arg.value for arg in table.args or () if isinstance(arg, ast.Constant) and type(arg.value) is int]
        counts = [int(str(value)) for value in values]
        if len(counts) != len(table.args or ()) or not 1 <= len(counts) <= 2:
            raise QueryError("numbers takes a count, or a start and a count, as plain numbers.").at(table.span)
        start, count = (0, counts[0]) if len(counts) == 1 else (counts[0], counts[1])
        if not 0 <= count <= MAX_NUMBERS or not 0 <= start < 2**62:
            raise QueryError(f"numbers gives at most {MAX_NUMBERS:,} numbers.").at(table.span)
        number = self.scope.session.environment.numbering.take()
        return QueryBinding(number, plan.Numbers(number, start, count), (("number", types.INTEGER),))
