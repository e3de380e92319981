"""The syntax tree of HogQL: small frozen nodes, equal when they mean the same text.

Runners build these trees directly (see the constructors at the end), the parser builds them from text, the resolver
turns them into the physical tree of `posthog.hogql.plan`. Nothing here knows tables, types or SQL.

Every node carries `span`, its (start, end) offsets in the text it came from; it does not take part in comparison.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as option
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

Span = tuple[int, int]
ConstantValue = None | bool | int | float | str | date | datetime | UUID | Decimal


@dataclass(frozen=True, slots=True)
class AST:
    """Any node."""

    span: Span | None = option(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Expr(AST):
    """Anything that has a value."""


# Expressions


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expr):
    """A value. `1`, `1.0` and `true` are equal in Python and are three different constants here."""

    value: ConstantValue

    def _key(self) -> tuple[type, str]:
        return type(self.value), repr(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


@dataclass(frozen=True, slots=True)
class Field(Expr):
    """A name with its path: `event`, `e.properties.$browser`, and in FROM a table."""

    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Star(Expr):
    """`*`, `e.*` or `* EXCLUDE (a, b)`."""

    table: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns(Expr):
    """`COLUMNS('regex')` and `COLUMNS(a, b)`."""

    regex: str | None = None
    columns: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias(Expr):
    """`expr AS alias`."""

    expr: Expr
    alias: str


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """`name(params)(args)`, with DISTINCT, FILTER (WHERE …) and ORDER BY inside aggregates."""

    name: str
    args: tuple[Expr, ...] = ()
    params: tuple[Expr, ...] | None = option(default=None, kw_only=True)
    distinct: bool = option(default=False, kw_only=True)
    filter: Expr | None = option(default=None, kw_only=True)
    order_by: tuple["OrderExpr", ...] = option(default=(), kw_only=True)


class ArithmeticOp(StrEnum):
    """Arithmetic between two values."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    MODULO = "%"


@dataclass(frozen=True, slots=True)
class Arithmetic(Expr):
    """`left op right`."""

    op: ArithmeticOp
    left: Expr
    right: Expr


class CompareOp(StrEnum):
    """Comparison of two values, in the parser's spelling."""

    EQ = "=="
    NOT_EQ = "!="
    LT = "<"
    LT_EQ = "<="
    GT = ">"
    GT_EQ = ">="
    LIKE = "like"
    NOT_LIKE = "not like"
    ILIKE = "ilike"
    NOT_ILIKE = "not ilike"
    IN = "in"
    NOT_IN = "not in"
    REGEX = "=~"
    NOT_REGEX = "!~"
    IREGEX = "=~*"
    NOT_IREGEX = "!~*"
    IN_COHORT = "in cohort"
    NOT_IN_COHORT = "not in cohort"
    DISTINCT_FROM = "is distinct from"
    NOT_DISTINCT_FROM = "is not distinct from"


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """`left op right`. `x IS NULL` is `x = NULL`; comparisons are never NULL themselves (see the resolver)."""

    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class And(Expr):
    """All of them; true when empty."""

    exprs: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """Any of them; false when empty."""

    exprs: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """The opposite."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Between(Expr):
    """`expr [NOT] BETWEEN low AND high`, both ends included."""

    expr: Expr
    low: Expr
    high: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Lambda(Expr):
    """`(args) -> body`."""

    args: tuple[str, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Array(Expr):
    """`[a, b]`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Tuple(Expr):
    """`(a, b)`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Dict(Expr):
    """`{'key': value}`, a map."""

    items: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True, slots=True)
class ArrayAccess(Expr):
    """`array[key]`, counted from 1, or a property in brackets. `nullish` is `?.`."""

    array: Expr
    key: Expr
    nullish: bool = False


@dataclass(frozen=True, slots=True)
class ArraySlice(Expr):
    """`array[start:end]`, both counted from 1 and included."""

    array: Expr
    start: Expr | None = None
    end: Expr | None = None


@dataclass(frozen=True, slots=True)
class TupleAccess(Expr):
    """`value.1`, counted from 1."""

    value: Expr
    index: int
    nullish: bool = False


@dataclass(frozen=True, slots=True)
class Cast(Expr):
    """`CAST(expr AS type)`, `expr::type`; `safe` is TRY_CAST, which gives NULL where it cannot convert.

    `type_name` is lower-case and includes its parameters: `decimal(10, 2)`, `nullable(string)`.
    """

    expr: Expr
    type_name: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Placeholder(Expr):
    """`{expr}`, replaced by a value or a tree before anything else happens."""

    expr: Expr


class FrameMethod(StrEnum):
    """How a window frame counts."""

    ROWS = "ROWS"
    RANGE = "RANGE"


class FrameBoundKind(StrEnum):
    """Where a window frame begins or ends."""

    CURRENT_ROW = "CURRENT ROW"
    PRECEDING = "PRECEDING"
    FOLLOWING = "FOLLOWING"


@dataclass(frozen=True, slots=True)
class FrameBound(AST):
    """`offset` rows before or after the current one; without an offset, UNBOUNDED."""

    kind: FrameBoundKind
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Frame(AST):
    """`ROWS start` or `ROWS BETWEEN start AND end`."""

    method: FrameMethod
    start: FrameBound
    end: FrameBound | None = None


@dataclass(frozen=True, slots=True)
class Window(AST):
    """`(PARTITION BY … ORDER BY … frame)`."""

    partition_by: tuple[Expr, ...] = ()
    order_by: tuple["OrderExpr", ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class WindowCall(Expr):
    """`name(params)(args) OVER window`, where the window is written out or named."""

    name: str
    args: tuple[Expr, ...]
    over: Window | str
    params: tuple[Expr, ...] | None = option(default=None, kw_only=True)


# Queries


class Order(StrEnum):
    """Direction of a sort."""

    ASC = "ASC"
    DESC = "DESC"


class Nulls(StrEnum):
    """Where NULL sorts."""

    FIRST = "FIRST"
    LAST = "LAST"


@dataclass(frozen=True, slots=True)
class OrderExpr(AST):
    """One item of ORDER BY."""

    expr: Expr
    order: Order = Order.ASC
    nulls: Nulls | None = None


@dataclass(frozen=True, slots=True)
class CTE(AST):
    """`name AS (query)` or `expr AS name` in WITH; which of them follows from what `expr` is and `is_query` says."""

    name: str
    expr: Expr
    is_query: bool
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample(AST):
    """`SAMPLE ratio OFFSET offset`, both as shares from 0 to 1."""

    ratio: float
    offset: float | None = None


@dataclass(frozen=True, slots=True)
class Table(AST):
    """One source in FROM: a name, a subquery or a placeholder. `args` are those of a table function."""

    source: Expr
    alias: str | None = None
    args: tuple[Expr, ...] | None = None
    column_aliases: tuple[str, ...] = ()
    final: bool = False
    sample: Sample | None = None


class JoinKind(StrEnum):
    """All kinds of join."""

    INNER = "INNER JOIN"
    LEFT = "LEFT JOIN"
    RIGHT = "RIGHT JOIN"
    FULL = "FULL JOIN"
    CROSS = "CROSS JOIN"
    ANY_INNER = "INNER ANY JOIN"
    ANY_LEFT = "LEFT ANY JOIN"
    ANY_RIGHT = "RIGHT ANY JOIN"
    ALL_INNER = "INNER ALL JOIN"
    ALL_LEFT = "LEFT ALL JOIN"
    ALL_RIGHT = "RIGHT ALL JOIN"
    SEMI_LEFT = "LEFT SEMI JOIN"
    SEMI_RIGHT = "RIGHT SEMI JOIN"
    ANTI_LEFT = "LEFT ANTI JOIN"
    ANTI_RIGHT = "RIGHT ANTI JOIN"
    ASOF_INNER = "INNER ASOF JOIN"
    ASOF_LEFT = "LEFT ASOF JOIN"


@dataclass(frozen=True, slots=True)
class Join(AST):
    """`kind table ON on` or `kind table USING (using)`."""

    kind: JoinKind
    table: Table
    on: Expr | None = None
    using: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class From(AST):
    """`table join join …`, applied from left to right."""

    table: Table
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrayJoin(AST):
    """`[LEFT] ARRAY JOIN array AS name, …`: one row for each element."""

    arrays: tuple[Expr, ...]
    left: bool = False


class GroupByMode(StrEnum):
    """How the items of GROUP BY combine."""

    PLAIN = "plain"
    ROLLUP = "rollup"
    CUBE = "cube"
    GROUPING_SETS = "grouping_sets"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class GroupingSet(Expr):
    """One parenthesis of GROUPING SETS."""

    exprs: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class LimitBy(AST):
    """`LIMIT count OFFSET offset BY exprs`."""

    count: Expr
    exprs: tuple[Expr, ...]
    offset: Expr | None = None


@dataclass(frozen=True, slots=True)
class SelectQuery(Expr):
    """One SELECT."""

    select: tuple[Expr, ...]
    ctes: tuple[CTE, ...] = option(default=(), kw_only=True)
    distinct: bool = option(default=False, kw_only=True)
    select_from: From | None = option(default=None, kw_only=True)
    array_join: ArrayJoin | None = option(default=None, kw_only=True)
    prewhere: Expr | None = option(default=None, kw_only=True)
    where: Expr | None = option(default=None, kw_only=True)
    group_by: tuple[Expr, ...] = option(default=(), kw_only=True)
    group_by_mode: GroupByMode = option(default=GroupByMode.PLAIN, kw_only=True)
    having: Expr | None = option(default=None, kw_only=True)
    windows: tuple[tuple[str, Window], ...] = option(default=(), kw_only=True)
    qualify: Expr | None = option(default=None, kw_only=True)
    order_by: tuple[OrderExpr, ...] = option(default=(), kw_only=True)
    limit_by: LimitBy | None = option(default=None, kw_only=True)
    limit: Expr | None = option(default=None, kw_only=True)
    limit_with_ties: bool = option(default=False, kw_only=True)
    offset: Expr | None = option(default=None, kw_only=True)


class SetOperator(StrEnum):
    """How the rows of two queries combine."""

    UNION_ALL = "UNION ALL"
    UNION_DISTINCT = "UNION DISTINCT"
    INTERSECT = "INTERSECT"
    INTERSECT_DISTINCT = "INTERSECT DISTINCT"
    EXCEPT = "EXCEPT"
    EXCEPT_DISTINCT = "EXCEPT DISTINCT"


@dataclass(frozen=True, slots=True)
class SetOperation(AST):
    """One further query of a set, with the operator before it."""

    operator: SetOperator
    query: "SelectQuery | SelectSetQuery"


@dataclass(frozen=True, slots=True)
class SelectSetQuery(Expr):
    """`first UNION ALL second …`; its own order and limit hold for all rows together."""

    first: "SelectQuery | SelectSetQuery"
    rest: tuple[SetOperation, ...]
    ctes: tuple[CTE, ...] = option(default=(), kw_only=True)
    order_by: tuple[OrderExpr, ...] = option(default=(), kw_only=True)
    limit: Expr | None = option(default=None, kw_only=True)
    offset: Expr | None = option(default=None, kw_only=True)


Query = SelectQuery | SelectSetQuery


# Constructors, so that trees in runners read like the queries they are


def constant(value: ConstantValue) -> Constant:
    """A value."""
    return Constant(value)


def constants(values: Iterable[ConstantValue]) -> Tuple:
    """Values for the right side of IN; they become one parameter."""
    return Tuple(tuple(Constant(value) for value in values))


def field(*chain: str) -> Field:
    """A name: `ast.field("properties", "$browser")`."""
    return Field(chain)


def call(name: str, *args: Expr, params: tuple[Expr, ...] | None = None, distinct: bool = False) -> Call:
    """A function: `ast.call("count")`."""
    return Call(name, args, params=params, distinct=distinct)


def alias(expr: Expr, name: str) -> Alias:
    """`expr AS name`."""
    return Alias(expr, name)


def compare(op: CompareOp, left: Expr, right: Expr) -> Compare:
    """`left op right`."""
    return Compare(op, left, right)


def eq(left: Expr, right: Expr) -> Compare:
    """`left = right`."""
    return Compare(CompareOp.EQ, left, right)


def in_(left: Expr, right: Expr) -> Compare:
    """`left IN right`."""
    return Compare(CompareOp.IN, left, right)


def and_(*exprs: Expr) -> Expr:
    """All of them, flattened; a single one stands alone and none is true."""
    flat = tuple(item for expr in exprs for item in (expr.exprs if isinstance(expr, And) else (expr,)))
    return flat[0] if len(flat) == 1 else And(flat) if flat else Constant(True)


def or_(*exprs: Expr) -> Expr:
    """Any of them, flattened; a single one stands alone and none is false."""
    flat = tuple(item for expr in exprs for item in (expr.exprs if isinstance(expr, Or) else (expr,)))
    return flat[0] if len(flat) == 1 else Or(flat) if flat else Constant(False)


def not_(expr: Expr) -> Not:
    """The opposite."""
    return Not(expr)


def from_(source: str | Query, alias: str | None = None, *joins: Join) -> From:
    """`FROM source AS alias join …`, with a table's name or a subquery."""
    return From(table(source, alias), joins)


def table(source: str | Query, alias: str | None = None) -> Table:
    """A source for FROM or a join."""
    return Table(Field((source,)) if isinstance(source, str) else source, alias)
