"""Reads the queries of the parser's JSON tree into ours."""

from dataclasses import replace

from posthog.hogql import ast
from posthog.hogql.errors import NotImplementedError, SyntaxError
from posthog.hogql.parser import forgotten
from posthog.hogql.parser.expressions import ExpressionReader, Json, span_of

_JOIN_KINDS: dict[str, ast.JoinKind] = {
    "JOIN": ast.JoinKind.INNER,
    "INNER JOIN": ast.JoinKind.INNER,
    "LEFT JOIN": ast.JoinKind.LEFT,
    "LEFT OUTER JOIN": ast.JoinKind.LEFT,
    "RIGHT JOIN": ast.JoinKind.RIGHT,
    "RIGHT OUTER JOIN": ast.JoinKind.RIGHT,
    "FULL JOIN": ast.JoinKind.FULL,
    "FULL OUTER JOIN": ast.JoinKind.FULL,
    "FULL ALL JOIN": ast.JoinKind.FULL,
    "CROSS JOIN": ast.JoinKind.CROSS,
    "ANY INNER JOIN": ast.JoinKind.ANY_INNER,
    "ALL INNER JOIN": ast.JoinKind.ALL_INNER,
    "ASOF INNER JOIN": ast.JoinKind.ASOF_INNER,
    "LEFT ASOF JOIN": ast.JoinKind.ASOF_LEFT,
} | {
    kind.value: kind
    for kind in (
        ast.JoinKind.ANY_LEFT,
        ast.JoinKind.ANY_RIGHT,
        ast.JoinKind.ALL_LEFT,
        ast.JoinKind.ALL_RIGHT,
        ast.JoinKind.SEMI_LEFT,
        ast.JoinKind.SEMI_RIGHT,
        ast.JoinKind.ANTI_LEFT,
        ast.JoinKind.ANTI_RIGHT,
    )
}

# What a clause is called in the parser's tree, and to a person.
_UNSUPPORTED_CLAUSES = {"interpolate": "INTERPOLATE", "limit_percent": "LIMIT with a percentage"}


class QueryReader(ExpressionReader):
    """Reads a tree that belongs to one text."""

    def read_query(self, node: Json) -> ast.Query:
        """A select, or several of them combined."""
        if node["node"] == "SelectQuery":
            return self._read_select(node)
        if node["node"] == "SelectSetQuery":
            return self._read_set(node)
        raise NotImplementedError("This is not a SELECT.").at(span_of(node))

    def _read_select(self, node: Json) -> ast.SelectQuery:
        for key, name in _UNSUPPORTED_CLAUSES.items():
            if node.get(key):
                raise NotImplementedError(f"{name} is not supported.").at(span_of(node))
        limit, offset = self._read_limit(node)
        return ast.SelectQuery(
            self.read_exprs(node["select"]),
            ctes=self._read_ctes(node.get("ctes")),
            distinct=bool(node.get("distinct")),
            select_from=self._read_from(node.get("select_from")),
            array_join=self._read_array_join(node),
            prewhere=self.read_optional(node.get("prewhere")),
            where=self.read_optional(node.get("where")),
            group_by=self._read_group_by(node.get("group_by")),
            group_by_mode=self._read_group_by_mode(node),
            having=self.read_optional(node.get("having")),
            windows=tuple(
                (name, self.read_window(window)) for name, window in (node.get("window_exprs") or {}).items()
            ),
            qualify=self.read_optional(node.get("qualify")),
            order_by=tuple(self.read_order(item) for item in node.get("order_by") or ()),
            limit_by=self._read_limit_by(node.get("limit_by")),
            limit=limit,
            limit_with_ties=bool(node.get("limit_with_ties")),
            offset=offset,
            span=span_of(node),
        )

    def _read_set(self, node: Json) -> ast.SelectSetQuery:
        first = self.read_query(node["initial_select_query"])
        rest = tuple(self._read_set_operation(item) for item in node["subsequent_select_queries"])
        span, last = span_of(node), rest[-1].query.span
        if span is not None and last is not None:
            forgotten.check_set_order(self.tokens, last[1], span[1])
        ctes: tuple[ast.CTE, ...] = ()
        if isinstance(first, ast.SelectQuery) and first.ctes and self._with_belongs_to_set(span, first):
            first, ctes = replace(first, ctes=()), first.ctes
        limit, offset = self._read_limit(node)
        return ast.SelectSetQuery(first, rest, ctes=ctes, limit=limit, offset=offset, span=span)

    def _with_belongs_to_set(self, span: ast.Span | None, first: ast.SelectQuery) -> bool:
        """The parser hangs the WITH of a whole set on its first query."""
        start = first.ctes[0].span
        return span is None or start is None or not forgotten.is_parenthesized_with(self.tokens, span[0], start[0])

    def _read_set_operation(self, node: Json) -> ast.SetOperation:
        try:
            operator = ast.SetOperator(node["set_operator"])
        except ValueError as error:
            raise NotImplementedError(f"{node['set_operator']} is not supported.") from error
        return ast.SetOperation(operator, self.read_query(node["select_query"]))

    def _read_limit(self, node: Json) -> tuple[ast.Expr | None, ast.Expr | None]:
        limit, offset = self.read_optional(node.get("limit")), self.read_optional(node.get("offset"))
        if limit is None or offset is None or limit.span is None or offset.span is None:
            return limit, offset
        if forgotten.is_skip_then_take(self.tokens, limit.span[1], offset.span[0]):
            return offset, limit
        return limit, offset

    def _read_limit_by(self, node: Json | None) -> ast.LimitBy | None:
        if node is None:
            return None
        offset = self.read_optional(node.get("offset_value"))
        return ast.LimitBy(self.read_expr(node["n"]), self.read_exprs(node["exprs"]), offset, span=span_of(node))

    def _read_ctes(self, nodes: list[Json] | None) -> tuple[ast.CTE, ...]:
        return tuple(self._read_cte(node) for node in nodes or ())

    def _read_cte(self, node: Json) -> ast.CTE:
        if node.get("using_key"):
            raise NotImplementedError("USING KEY is not supported.").at(span_of(node))
        return ast.CTE(
            str(node["name"]),
            self.read_expr(node["expr"]),
            node["cte_type"] == "subquery",
            tuple(node.get("columns") or ()),
            span=span_of(node),
        )

    def _read_group_by(self, nodes: list[Json] | None) -> tuple[ast.Expr, ...]:
        return tuple(
            ast.GroupingSet(self.read_exprs(node["exprs"]), span=span_of(node))
            if node["node"] == "GroupingSet"
            else self.read_expr(node)
            for node in nodes or ()
        )

    def _read_group_by_mode(self, node: Json) -> ast.GroupByMode:
        return ast.GroupByMode(node.get("group_by_mode") or "plain")

    def _read_array_join(self, node: Json) -> ast.ArrayJoin | None:
        if node.get("array_join_op") is None:
            return None
        left = node["array_join_op"] == "LEFT ARRAY JOIN"
        return ast.ArrayJoin(self.read_exprs(node["array_join_list"]), left)

    def _read_from(self, node: Json | None) -> ast.From | None:
        if node is None:
            return None
        joins, following = [], node.get("next_join")
        while following is not None:
            joins.append(self._read_join(following))
            following = following.get("next_join")
        return ast.From(self._read_table(node), tuple(joins))

    def _read_table(self, node: Json) -> ast.Table:
        source = node["table"]
        if source["node"] not in ("Field", "SelectQuery", "SelectSetQuery", "Placeholder"):
            raise NotImplementedError(f"{source['node']} is not supported in FROM.").at(span_of(node))
        args = node.get("table_args")
        return ast.Table(
            self.read_expr(source),
            node.get("alias"),
            None if args is None else self.read_exprs(args),
            tuple(node.get("column_aliases") or ()),
            bool(node.get("table_final")),
            self._read_sample(node.get("sample")),
            span=span_of(node),
        )

    def _read_join(self, node: Json) -> ast.Join:
        kind = _JOIN_KINDS.get(node["join_type"])
        if kind is None:
            raise NotImplementedError(f"{node['join_type']} is not supported.").at(span_of(node))
        table, constraint = self._read_table(node), node.get("constraint")
        if constraint is None:
            if kind is not ast.JoinKind.CROSS:
                raise SyntaxError("A join needs ON or USING, or should be a CROSS JOIN.").at(span_of(node))
            return ast.Join(kind, table, span=span_of(node))
        condition = self.read_expr(constraint["expr"])
        if constraint["constraint_type"] == "ON":
            return ast.Join(kind, table, condition, span=span_of(node))
        return ast.Join(kind, table, using=_column_names(condition), span=span_of(node))

    def _read_sample(self, node: Json | None) -> ast.Sample | None:
        if node is None:
            return None
        ratio, offset = self._read_ratio(node["sample_value"]), node.get("offset_value")
        return ast.Sample(ratio, None if offset is None else self._read_ratio(offset), span=span_of(node))

    def _read_ratio(self, node: Json) -> float:
        numerator = _plain_number(self.read_expr(node["left"]))
        denominator = 1.0 if node.get("right") is None else _plain_number(self.read_expr(node["right"]))
        if numerator is None or not denominator:
            raise SyntaxError("SAMPLE wants a share such as 0.1 or 1/10.").at(span_of(node))
        return numerator / denominator


def _plain_number(expr: ast.Expr) -> float | None:
    if isinstance(expr, ast.Constant) and isinstance(expr.value, int | float):
        return float(expr.value)
    return None


def _column_names(expr: ast.Expr) -> tuple[str, ...]:
    items = expr.items if isinstance(expr, ast.Tuple) else (expr,)
    names = [item.chain[0] for item in items if isinstance(item, ast.Field) and len(item.chain) == 1]
    if len(names) != len(items):
        raise SyntaxError("USING wants names of columns that both sides have.").at(expr.span)
    return tuple(names)
