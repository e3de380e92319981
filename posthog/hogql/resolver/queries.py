"""Queries: each clause of a SELECT in the order in which its names become known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from posthog.hogql import ast, plan, planning, types
from posthog.hogql.ast import GroupByMode, SetOperator
from posthog.hogql.errors import ExposedHogQLError, NotImplementedError, QueryError
from posthog.hogql.hogql_printer import print_hogql
from posthog.hogql.resolver.bindings import QueryBinding
from posthog.hogql.resolver.expressions import ExpressionResolver
from posthog.hogql.resolver.grouping import Clause, check_grouping
from posthog.hogql.resolver.scope import Alias, CteFrame, Preference, Scope, Session, unknown_name
from posthog.hogql.resolver.sources import FromResolver
from posthog.hogql.resolver.windows import resolve_window
from posthog.hogql.types import Kind, Type
from posthog.hogql.visitor import children

MAX_COLUMNS = 1_000

_GROUPINGS = {
    GroupByMode.PLAIN: plan.Grouping.PLAIN,
    GroupByMode.ALL: plan.Grouping.PLAIN,
    GroupByMode.ROLLUP: plan.Grouping.ROLLUP,
    GroupByMode.CUBE: plan.Grouping.CUBE,
    GroupByMode.GROUPING_SETS: plan.Grouping.SETS,
}
_INTERSECTIONS = (SetOperator.INTERSECT, SetOperator.INTERSECT_DISTINCT)


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of a result: its name as the query gives it, and its type."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """A physical query with the names of its columns."""

    plan: plan.Query
    columns: tuple[OutputColumn, ...]


def resolve_query(query: ast.Query, scope: Scope) -> ResolvedQuery:
    """The query in a scope that holds nothing but the CTEs it can see."""
    if isinstance(query, ast.SelectSetQuery):
        return _resolve_set(query, scope)
    scope.ctes = _with_ctes(query.ctes, scope)
    try:
        return SelectResolver(query, scope).resolve()
    except ExposedHogQLError as error:
        error.at(query.span)
        raise


def _with_ctes(definitions: Sequence[ast.CTE], scope: Scope) -> CteFrame | None:
    """Each CTE sees those before it, never itself."""
    frame, names = scope.ctes, set()
    for definition in definitions:
        if definition.name in names:
            raise QueryError(f"Two queries in WITH are called {definition.name!r}.").at(definition.span)
        names.add(definition.name)
        frame = CteFrame(definition, frame)
    return frame


class SelectResolver:
    """Resolves one SELECT. `_outputs` are its columns so far, also known to the scope, so that aliases can be used."""

    def __init__(self, query: ast.SelectQuery, scope: Scope) -> None:
        self.query = query
        self.scope = scope
        self.expressions = ExpressionResolver(scope, resolve_query)
        self.sources = FromResolver(scope, self.expressions, resolve_query)
        self.names: list[str] = []

    def resolve(self) -> ResolvedQuery:
        query, scope = self.query, self.scope
        if query.select_from is not None:
            self.sources.bind(query.select_from)
        items = self._select_items()
        self._collect_aliases(items)
        array_join = self._array_join()
        where = [self._filter(expr) for expr in (query.prewhere, query.where) if expr is not None]
        scope.windows = {name: index for index, (name, _) in enumerate(query.windows)}
        with scope.using(alias_refs=True):
            for index, (_, item) in enumerate(items):
                node = item if isinstance(item, plan.Node) else self.expressions.resolve(item)
                scope.outputs[index] = _as_stored(node)
        with scope.using(alias_refs=True, preference=Preference.ALIASES):
            built = self._build(array_join, tuple(where))
            check_grouping(self._grouped_clauses(items, built), built.group_by, self.expressions)
        columns = tuple(OutputColumn(name, scope.outputs[index].type) for index, (name, _) in enumerate(items))
        return ResolvedQuery(built, columns)

    def _build(self, array_join: plan.ArrayJoin | None, where: tuple[plan.Node, ...]) -> plan.Select:
        query, scope = self.query, self.scope
        group_by = self._group_by()
        having = self._optional(query.having)
        windows = tuple(resolve_window(self.expressions, window) for _, window in query.windows)
        qualify, order_by, limit_by = self._optional(query.qualify), self._order_by(), self._limit_by()
        return plan.Select(
            columns=tuple(scope.outputs[index] for index in range(len(scope.outputs))),
            distinct=query.distinct,
            source=self.sources.source(),
            array_join=array_join,
            where=where,
            group_by=group_by,
            grouping=_GROUPINGS[query.group_by_mode],
            having=having,
            windows=windows,
            qualify=qualify,
            order_by=order_by,
            limit_by=limit_by,
            limit=whole_number(query.limit, "LIMIT"),
            with_ties=query.limit_with_ties,
            offset=whole_number(query.offset, "OFFSET"),
        )

    # The SELECT list

    def _select_items(self) -> list[tuple[str, ast.Expr | plan.Node]]:
        """Names and expressions of all columns, stars written out."""
        items: list[tuple[str, ast.Expr | plan.Node]] = []
        for expr in self.query.select:
            if isinstance(expr, ast.Star):
                items += self._star(expr)
            elif isinstance(expr, ast.Columns):
                items += self._columns(expr)
            else:
                items.append((column_name(expr), expr))
        if len(items) > MAX_COLUMNS:
            raise QueryError(f"A query may have {MAX_COLUMNS:,} columns, this one has {len(items):,}.")
        return items

    def _star(self, star: ast.Star) -> list[tuple[str, ast.Expr | plan.Node]]:
        bindings = self.scope.bindings
        if star.table:
            name = ".".join(star.table)
            bindings = [(known, binding) for known, binding in bindings if known == name]
            if not bindings:
                known_tables = [known for known, _ in self.scope.bindings if known]
                raise unknown_name("table", name, known_tables, star.span)
        if not bindings:
            raise QueryError("* needs a FROM.").at(star.span)
        items: list[tuple[str, ast.Expr | plan.Node]] = []
        seen = set()
        for _, binding in bindings:
            for name, node in binding.star():
                if name in star.exclude or (name in self.scope.merged and name in seen):
                    continue
                seen.add(name)
                items.append((name, self.expressions.shown(node)))
        return items

    def _columns(self, expr: ast.Columns) -> list[tuple[str, ast.Expr | plan.Node]]:
        if expr.regex is not None:
            raise NotImplementedError("COLUMNS with a pattern is not supported. List the columns.").at(expr.span)
        return [(column_name(each), each) for each in expr.columns]

    def _collect_aliases(self, items: list[tuple[str, ast.Expr | plan.Node]]) -> None:
        for index, (_, item) in enumerate(items):
            if isinstance(item, ast.Alias):
                self.scope.aliases.setdefault(item.alias, Alias(item.expr, index))
                self._collect_inner_aliases(item.expr)
            elif isinstance(item, ast.Expr):
                self._collect_inner_aliases(item)

    def _collect_inner_aliases(self, expr: ast.AST) -> None:
        """Names given in the middle of an expression, as `(count() AS n) * 2`."""
        if isinstance(expr, ast.SelectQuery | ast.SelectSetQuery | ast.Lambda):
            return
        if isinstance(expr, ast.Alias):
            self.scope.aliases.setdefault(expr.alias, Alias(expr.expr, None))
        for child in children(expr):
            self._collect_inner_aliases(child)

    # Clauses

    def _filter(self, expr: ast.Expr) -> plan.Node:
        with self.scope.using(aggregates_allowed=False, alias_refs=False):
            return self.expressions.condition(expr)

    def _optional(self, expr: ast.Expr | None) -> plan.Node | None:
        return None if expr is None else self.expressions.condition(expr)

    def _array_join(self) -> plan.ArrayJoin | None:
        clause = self.query.array_join
        if clause is None:
            return None
        arrays, names = [], []
        with self.scope.using(aggregates_allowed=False, alias_refs=False):
            for expr in clause.arrays:
                if not isinstance(expr, ast.Alias):
                    raise QueryError("ARRAY JOIN needs a name for each element: ARRAY JOIN tags AS tag.").at(expr.span)
                arrays.append(self.expressions.resolve(expr.expr))
                names.append(expr.alias)
        for name, array in zip(names, arrays, strict=True):
            number = self.scope.session.environment.numbering.take()
            item = array.type.items[0] if array.type.kind is Kind.ARRAY and array.type.items else types.UNKNOWN
            self.scope.array_items[name] = (number, item)
        numbers = tuple(self.scope.array_items[name][0] for name in names)
        return plan.ArrayJoin(numbers, tuple(arrays), clause.left)

    def _group_by(self) -> tuple[tuple[plan.Node, ...], ...]:
        query = self.query
        with self.scope.using(aggregates_allowed=False):
            if query.group_by_mode is GroupByMode.ALL:
                return self._all_keys()
            return tuple(
                tuple(self._key(each) for each in (expr.exprs if isinstance(expr, ast.GroupingSet) else (expr,)))
                for expr in query.group_by
            )

    def _all_keys(self) -> tuple[tuple[plan.Node, ...], ...]:
        outputs = self.scope.outputs
        keys = [index for index in outputs if not planning.contains_aggregate(outputs[index])]
        return tuple((plan.AliasRef(index, type=outputs[index].type),) for index in keys)

    def _key(self, expr: ast.Expr) -> plan.Node:
        """A key of GROUP BY or ORDER BY; a number is the place of a column."""
        if isinstance(expr, ast.Constant) and type(expr.value) is int:
            place = int(str(expr.value))
            if not 1 <= place <= len(self.scope.outputs):
                raise QueryError(f"There is no column {place}; the query has {len(self.scope.outputs)}.").at(expr.span)
            return plan.AliasRef(place - 1, type=self.scope.outputs[place - 1].type)
        return self.expressions.resolve(expr)

    def _grouped_clauses(self, items: list[tuple[str, ast.Expr | plan.Node]], built: plan.Select) -> list[Clause]:
        """What is computed for groups once there are any, in the order in which a person would look at it."""
        query = self.query
        star = next((expr.span for expr in query.select if isinstance(expr, ast.Star)), None)
        written = [item if isinstance(item, ast.Expr) else ast.Field((name,), span=star) for name, item in items]
        clauses = [Clause(*each, Preference.COLUMNS) for each in zip(built.columns, written, strict=True)]
        later: list[tuple[plan.Node | None, ast.Expr | None]] = [
            (built.having, query.having),
            (built.qualify, query.qualify),
            *((key.expr, item.expr) for key, item in zip(built.order_by, query.order_by, strict=True)),
        ]
        if built.limit_by is not None and query.limit_by is not None:
            later += zip(built.limit_by.exprs, query.limit_by.exprs, strict=True)
        return clauses + [
            Clause(node, expr, Preference.ALIASES) for node, expr in later if node is not None and expr is not None
        ]

    def _order_by(self) -> tuple[plan.OrderBy, ...]:
        return tuple(plan.OrderBy(self._key(item.expr), item.order, item.nulls) for item in self.query.order_by)

    def _limit_by(self) -> plan.LimitBy | None:
        clause = self.query.limit_by
        if clause is None:
            return None
        keys = tuple(self._key(expr) for expr in clause.exprs)
        count, offset = whole_number(clause.count, "LIMIT BY"), whole_number(clause.offset, "OFFSET")
        return plan.LimitBy(count or 0, keys, offset or 0)


def _resolve_set(query: ast.SelectSetQuery, scope: Scope) -> ResolvedQuery:
    ctes = _with_ctes(query.ctes, scope)
    branches = [resolve_query(each, Scope(scope.session, ctes)) for each in (query.first, *_queries(query))]
    width = len(branches[0].columns)
    for branch, node in zip(branches[1:], _queries(query), strict=True):
        if len(branch.columns) != width:
            raise QueryError(f"The first query has {width} columns, this one {len(branch.columns)}.").at(node.span)
    columns = tuple(
        OutputColumn(column.name, types.common(tuple(branch.columns[index].type for branch in branches)))
        for index, column in enumerate(branches[0].columns)
    )
    combined = _combine([branch.plan for branch in branches], [operation.operator for operation in query.rest])
    result = ResolvedQuery(combined, columns)
    if query.order_by or query.limit is not None or query.offset is not None:
        return _ordered(result, query, scope.session, ctes)
    return result


def _queries(query: ast.SelectSetQuery) -> list[ast.Query]:
    return [operation.query for operation in query.rest]


def _combine(queries: list[plan.Query], operators: list[SetOperator]) -> plan.Query:
    """One tree of sets, in which INTERSECT binds closer than UNION and EXCEPT, as standard SQL has it."""
    terms, between = [queries[0]], []
    for operator, following in zip(operators, queries[1:], strict=True):
        if operator in _INTERSECTIONS:
            terms[-1] = plan.SelectSet(terms[-1], ((operator, following),))
        else:
            between.append(operator)
            terms.append(following)
    if not between:
        return terms[0]
    if all(operator is SetOperator.UNION_ALL for operator in between):
        return plan.SelectSet(terms[0], tuple(zip(between, terms[1:], strict=True)))
    result = terms[0]
    for operator, following in zip(between, terms[1:], strict=True):
        result = plan.SelectSet(result, ((operator, following),))
    return result


def _ordered(
    resolved: ResolvedQuery, query: ast.SelectSetQuery, session: Session, ctes: CteFrame | None
) -> ResolvedQuery:
    """A set with an order or a limit of its own becomes a SELECT from it."""
    scope, outer = Scope(session, ctes), select_all(resolved, session)
    if not isinstance(outer.source, plan.Derived):
        raise QueryError("A set of queries cannot be ordered here.")
    columns = tuple((column.name, column.type) for column in resolved.columns)
    scope.bindings.append((None, QueryBinding(outer.source.id, outer.source, columns)))
    expressions = ExpressionResolver(scope, resolve_query)
    order_by = tuple(
        plan.OrderBy(_place(item.expr, outer) or expressions.resolve(item.expr), item.order, item.nulls)
        for item in query.order_by
    )
    limit, offset = whole_number(query.limit, "LIMIT"), whole_number(query.offset, "OFFSET")
    return ResolvedQuery(replace(outer, order_by=order_by, limit=limit, offset=offset), resolved.columns)


def select_all(resolved: ResolvedQuery, session: Session) -> plan.Select:
    """`SELECT * FROM (query)`."""
    number = session.environment.numbering.take()
    columns = tuple(plan.Column(number, f"c{index}", type=column.type) for index, column in enumerate(resolved.columns))
    return plan.Select(columns=columns, source=plan.Derived(number, resolved.plan))


def _place(expr: ast.Expr, query: plan.Select) -> plan.Node | None:
    if isinstance(expr, ast.Constant) and type(expr.value) is int and 1 <= int(str(expr.value)) <= len(query.columns):
        return query.columns[int(str(expr.value)) - 1]
    return None


def _as_stored(node: plan.Node) -> plan.Node:
    """A moment that was only turned into the team's zone, as it is stored; whoever reads the column turns it again."""
    if isinstance(node, plan.Func) and node.name == "toTimeZone" and node.args[0].type.stored:
        return node.args[0]
    return node


def column_name(expr: ast.Expr) -> str:
    """What a column without an alias is called: the last name of a path, else the text of the expression."""
    if isinstance(expr, ast.Alias):
        return expr.alias
    if isinstance(expr, ast.Field):
        return expr.chain[-1]
    return print_hogql(expr)[:200]


def whole_number(expr: ast.Expr | None, clause: str) -> int | None:
    """The number behind LIMIT or OFFSET."""
    if expr is None:
        return None
    value = expr.value if isinstance(expr, ast.Constant) else None
    if type(value) is not int or not 0 <= int(value) < 2**62:
        raise QueryError(f"{clause} takes a whole number.").at(expr.span)
    return int(value)
