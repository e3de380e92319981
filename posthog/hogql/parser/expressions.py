"""Reads the expressions of the parser's JSON tree into ours."""

from typing import Any

from posthog.hogql import ast
from posthog.hogql.errors import NotImplementedError, ParsingError, SyntaxError
from posthog.hogql.parser import forgotten
from posthog.hogql.parser.tokens import Token

Json = dict[str, Any]


def span_of(node: Json) -> ast.Span | None:
    """The node's offsets, in characters."""
    if "start" not in node or "end" not in node:
        return None
    return int(node["start"]["offset"]), int(node["end"]["offset"])


class ExpressionReader:
    """One method for each kind of node, found by name."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens

    def read_expr(self, node: Json) -> ast.Expr:
        """Any expression, a subquery included."""
        method = getattr(self, f"_read_{node['node']}", None)
        if method is None:
            raise NotImplementedError(f"{node['node']} is not supported.").at(span_of(node))
        result: ast.Expr = method(node)
        return result

    def read_exprs(self, nodes: list[Json] | None) -> tuple[ast.Expr, ...]:
        return tuple(self.read_expr(node) for node in nodes or ())

    def read_optional(self, node: Json | None) -> ast.Expr | None:
        return None if node is None else self.read_expr(node)

    def read_order(self, node: Json) -> ast.OrderExpr:
        """One item of ORDER BY."""
        if node.get("with_fill") is not None:
            raise NotImplementedError("WITH FILL is not supported.").at(span_of(node))
        span = span_of(node)
        nulls = forgotten.nulls_order(self.tokens, *span) if span is not None else None
        return ast.OrderExpr(self.read_expr(node["expr"]), ast.Order(node["order"]), nulls, span=span)

    def _read_Constant(self, node: Json) -> ast.Expr:
        value = node["value"]
        if node.get("value_type") == "number":
            return ast.Constant(_number(value, span_of(node)), span=span_of(node))
        return ast.Constant(value, span=span_of(node))

    def _read_Field(self, node: Json) -> ast.Expr:
        chain = tuple(str(name) for name in node["chain"])
        if chain[-1] == "*":
            return ast.Star(chain[:-1], span=span_of(node))
        return ast.Field(chain, span=span_of(node))

    def _read_ColumnsExpr(self, node: Json) -> ast.Expr:
        span = span_of(node)
        if node.get("all_columns"):
            # The parser drops the table of `t.* EXCLUDE (…)`.
            if span is not None and not self.text.startswith("*", span[0]):
                raise NotImplementedError("EXCLUDE works on * alone. Use a subquery for one table's columns.").at(span)
            return ast.Star(exclude=tuple(node["exclude"]), span=span)
        if node.get("regex") is not None:
            return ast.Columns(regex=str(node["regex"]), span=span)
        return ast.Columns(columns=self.read_exprs(node["columns"]), span=span)

    def _read_Alias(self, node: Json) -> ast.Expr:
        return ast.Alias(self.read_expr(node["expr"]), str(node["alias"]), span=span_of(node))

    def _read_Call(self, node: Json) -> ast.Expr:
        if node.get("within_group"):
            raise NotImplementedError("WITHIN GROUP is not supported.").at(span_of(node))
        params = node.get("params")
        name = {"_caseWithExpression": "caseWithExpression"}.get(node["name"], str(node["name"]))
        if name.lower() == "not" and len(node["args"]) == 1 and params is None:
            # `NOT (a)` looks like a call to the parser.
            return ast.Not(self.read_expr(node["args"][0]), span=span_of(node))
        return ast.Call(
            name,
            self.read_exprs(node["args"]),
            params=None if params is None else self.read_exprs(params),
            distinct=bool(node.get("distinct")),
            filter=self.read_optional(node.get("filter_expr")),
            order_by=tuple(self.read_order(item) for item in node.get("order_by") or ()),
            span=span_of(node),
        )

    def _read_ExprCall(self, node: Json) -> ast.Expr:
        target = node["expr"]
        if target["node"] == "TypeCast":
            # `x::Decimal(10, 2)` arrives as a call of the cast.
            params = ", ".join(self._type_param(item) for item in node["args"])
            return ast.Cast(self.read_expr(target["expr"]), f"{target['type_name']}({params})", span=span_of(node))
        raise NotImplementedError("Only functions can be called, by their name.").at(span_of(node))

    def _type_param(self, node: Json) -> str:
        if node["node"] == "Field" and len(node["chain"]) == 1:
            return str(node["chain"][0]).lower()
        if node["node"] == "Constant" and type(node["value"]) is int:
            return str(node["value"])
        if node["node"] == "Constant" and type(node["value"]) is str:
            return "'" + node["value"].replace("\\", "\\\\").replace("'", "\\'") + "'"
        if node["node"] == "Call":
            return f"{node['name'].lower()}({', '.join(self._type_param(item) for item in node['args'])})"
        raise SyntaxError("This is not a type.").at(span_of(node))

    def _read_TypeCast(self, node: Json) -> ast.Expr:
        return ast.Cast(self.read_expr(node["expr"]), str(node["type_name"]), span=span_of(node))

    def _read_TryCast(self, node: Json) -> ast.Expr:
        return ast.Cast(self.read_expr(node["expr"]), str(node["type_name"]), safe=True, span=span_of(node))

    def _read_ArithmeticOperation(self, node: Json) -> ast.Expr:
        left, right = self.read_expr(node["left"]), self.read_expr(node["right"])
        return ast.Arithmetic(ast.ArithmeticOp(node["op"]), left, right, span=span_of(node))

    def _read_CompareOperation(self, node: Json) -> ast.Expr:
        left, right = self.read_expr(node["left"]), self.read_expr(node["right"])
        return ast.Compare(ast.CompareOp(node["op"]), left, right, span=span_of(node))

    def _read_IsDistinctFrom(self, node: Json) -> ast.Expr:
        op = ast.CompareOp.NOT_DISTINCT_FROM if node["negated"] else ast.CompareOp.DISTINCT_FROM
        return ast.Compare(op, self.read_expr(node["left"]), self.read_expr(node["right"]), span=span_of(node))

    def _read_And(self, node: Json) -> ast.Expr:
        return ast.And(self.read_exprs(node["exprs"]), span=span_of(node))

    def _read_Or(self, node: Json) -> ast.Expr:
        return ast.Or(self.read_exprs(node["exprs"]), span=span_of(node))

    def _read_Not(self, node: Json) -> ast.Expr:
        return ast.Not(self.read_expr(node["expr"]), span=span_of(node))

    def _read_BetweenExpr(self, node: Json) -> ast.Expr:
        expr, low, high = (self.read_expr(node[name]) for name in ("expr", "low", "high"))
        return ast.Between(expr, low, high, bool(node["negated"]), span=span_of(node))

    def _read_Lambda(self, node: Json) -> ast.Expr:
        return ast.Lambda(tuple(node["args"]), self.read_expr(node["expr"]), span=span_of(node))

    def _read_Array(self, node: Json) -> ast.Expr:
        return ast.Array(self.read_exprs(node["exprs"]), span=span_of(node))

    def _read_Tuple(self, node: Json) -> ast.Expr:
        return ast.Tuple(self.read_exprs(node["exprs"]), span=span_of(node))

    def _read_Dict(self, node: Json) -> ast.Expr:
        items = tuple((self.read_expr(key), self.read_expr(value)) for key, value in node["items"])
        return ast.Dict(items, span=span_of(node))

    def _read_ArrayAccess(self, node: Json) -> ast.Expr:
        array, key = self.read_expr(node["array"]), self.read_expr(node["property"])
        return ast.ArrayAccess(array, key, bool(node.get("nullish")), span=span_of(node))

    def _read_ArraySlice(self, node: Json) -> ast.Expr:
        start, end = self.read_optional(node.get("start_expr")), self.read_optional(node.get("end_expr"))
        return ast.ArraySlice(self.read_expr(node["array"]), start, end, span=span_of(node))

    def _read_TupleAccess(self, node: Json) -> ast.Expr:
        value = self.read_expr(node["tuple"])
        return ast.TupleAccess(value, int(node["index"]), bool(node.get("nullish")), span=span_of(node))

    def _read_Placeholder(self, node: Json) -> ast.Expr:
        return ast.Placeholder(self.read_expr(node["expr"]), span=span_of(node))

    def _read_NamedArgument(self, node: Json) -> ast.Expr:
        raise NotImplementedError("Arguments are passed by position, not by name.").at(span_of(node))

    def _read_HogQLXTag(self, node: Json) -> ast.Expr:
        raise NotImplementedError("Tags such as <Sparkline /> are not supported.").at(span_of(node))

    def _read_WindowFunction(self, node: Json) -> ast.Expr:
        # With one pair of parentheses its content is in `exprs`, with two that is in `args` and `exprs` are parameters.
        first, second = self.read_exprs(node["exprs"]), self.read_exprs(node["args"])
        args, params = (second, first) if second else (first, None)
        named = node.get("over_identifier")
        over = str(named) if named is not None else self.read_window(node["over_expr"])
        return ast.WindowCall(str(node["name"]), args, over, params=params, span=span_of(node))

    def read_window(self, node: Json) -> ast.Window:
        """The inside of OVER ( … )."""
        return ast.Window(
            self.read_exprs(node["partition_by"]),
            tuple(self.read_order(item) for item in node["order_by"] or ()),
            self._read_frame(node),
            span=span_of(node),
        )

    def _read_frame(self, node: Json) -> ast.Frame | None:
        if node.get("frame_method") is None:
            return None
        start, end = self._read_bound(node["frame_start"]), self._read_bound(node["frame_end"])
        if start is None:
            raise ParsingError("A window frame has no start.")
        return ast.Frame(ast.FrameMethod(node["frame_method"]), start, end)

    def _read_bound(self, node: Json | None) -> ast.FrameBound | None:
        if node is None:
            return None
        offset = node.get("frame_value")
        if offset is not None and type(offset) is not int:
            raise SyntaxError("A window frame counts in whole rows.").at(span_of(node))
        return ast.FrameBound(ast.FrameBoundKind(node["frame_type"]), offset, span=span_of(node))

    def _read_SelectQuery(self, node: Json) -> ast.Expr:
        return self.read_query(node)

    def _read_SelectSetQuery(self, node: Json) -> ast.Expr:
        return self.read_query(node)

    def read_query(self, node: Json) -> ast.Query:
        """A subquery; see QueryReader."""
        raise NotImplementedError("A query is not possible here.").at(span_of(node))


def _number(text: str, span: ast.Span | None) -> int | float:
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError as error:
        raise SyntaxError("This number is too long.").at(span) from error
