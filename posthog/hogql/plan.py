"""The physical tree: what the resolver makes of a syntax tree, and the only thing the printer can print.

Every name in it is either generated (`t0` for sources, `c0` for columns, `x0` for lambda arguments, `w0` for windows)
or a column of a table that is known here; the one thing a user may name is a path inside a JSON column. So no alias in
a query can capture a name that the team filter relies on.

A `Scan` reads a physical table. The printer accepts it only as the sole source of a `Select`, whose filter then begins
with the team; `optimizer.isolate` brings every other tree into that shape.
"""

from dataclasses import dataclass
from dataclasses import field as option
from enum import StrEnum

from posthog.hogql.ast import Frame, JoinKind, Nulls, Order, SetOperator
from posthog.hogql.types import BOOLEAN, INTEGER, STRING, UNKNOWN, Type


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression."""

    type: Type = option(default=UNKNOWN, kw_only=True)


ParamValue = bool | int | float | str | tuple[str, ...] | tuple[int, ...] | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Param(Node):
    """A constant, bound by the server: `{p0:String}`. `clickhouse_type` comes from our code only."""

    value: ParamValue
    clickhouse_type: str


@dataclass(frozen=True, slots=True)
class Null(Node):
    """NULL, which has no type to be bound with."""


@dataclass(frozen=True, slots=True)
class Integer(Node):
    """A whole number where the syntax wants a literal: tuple indexes, interval lengths, window offsets."""

    value: int
    type: Type = option(default=INTEGER, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A finite number where the syntax wants a literal: parameters of aggregate functions."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A text from our own code where the syntax wants a literal: units, zones, format strings."""

    value: str
    type: Type = option(default=STRING, kw_only=True)


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A column of a source: of a physical table, or `c<n>` of a subquery."""

    source: int
    name: str


class Read(StrEnum):
    """As what a property is read."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    # Only values that arrived as text: enough, and a third faster, beside a constant that no other value can equal.
    ONLY_TEXT = "only_text"
    # The value in JSON notation, also of objects and lists.
    JSON = "json"
    # As text, an object as JSON: for values that are only shown, because it reads all paths below.
    SHOWN = "shown"
    # As `SHOWN`, and 5.0 stays `5.0`: what tells values apart that other readings do not.
    EXACT = "exact"
    # Whether there is any value at all, also an object.
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Property(Node):
    """A value inside a JSON column. `typed` means that the column declares the path's first name as text.

    Whole numbers in `path` are places in lists, from 1. `guessed` says that there is no definition, so that a
    neighbour may decide what it is read as. `zone` is where a moment without offset was meant.
    """

    base: Node
    path: tuple[str | int, ...]
    read: Read
    typed: bool = False
    guessed: bool = False
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class PersonId(Node):
    """`events.person_id` with merges applied, by looking `distinct_id` up in the team's overrides."""

    source: int


@dataclass(frozen=True, slots=True)
class Func(Node):
    """A ClickHouse function; the printer knows which exist."""

    name: str
    args: tuple[Node, ...]
    params: tuple[Node, ...] = ()
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Cast(Node):
    """`CAST(expr, 'type')`, or `accurateCastOrNull` when `safe`. The type comes from our code only."""

    expr: Node
    clickhouse_type: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Limited(Node):
    """The whole number `expr`, of a query that fails with `message` on a row where `amount` is above `limit`."""

    expr: Node
    amount: Node
    limit: int
    message: str


@dataclass(frozen=True, slots=True)
class LambdaArg(Node):
    """An argument of a lambda, `x<n>`."""

    index: int


@dataclass(frozen=True, slots=True)
class Lambda(Node):
    """`(x0, x1) -> body`."""

    args: tuple[int, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class AliasRef(Node):
    """A column of the same SELECT by its output name."""

    index: int


@dataclass(frozen=True, slots=True)
class ArrayItem(Node):
    """The current element of an ARRAY JOIN of the same SELECT."""

    index: int


@dataclass(frozen=True, slots=True)
class Subquery(Node):
    """A query as a value or as the right side of IN."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One item of ORDER BY."""

    expr: Node
    order: Order = Order.ASC
    nulls: Nulls | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A window, written out."""

    partition_by: tuple[Node, ...] = ()
    order_by: tuple[OrderBy, ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class WindowFunc(Node):
    """A function over a window, which is written out or one of the select's own."""

    name: str
    args: tuple[Node, ...]
    params: tuple[Node, ...]
    over: Window | int


# Sources


@dataclass(frozen=True, slots=True)
class PhysicalTable:
    """A table of ClickHouse with a `team_id`. `final` reads only the newest version of each row.

    `deleted_column` marks deleted rows, which no query sees.
    """

    name: str
    columns: tuple[str, ...]
    final: bool = False
    deleted_column: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A physical table in FROM, guarded by the printer. `where` is part of what the table is."""

    id: int
    table: PhysicalTable
    where: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A subquery in FROM."""

    id: int
    query: "Query"


@dataclass(frozen=True, slots=True)
class Numbers:
    """`numbers(start, count)`, whose only column is `number`."""

    id: int
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Two sources joined."""

    left: "Source"
    kind: JoinKind
    right: "Source"
    on: Node | None = None


Source = Scan | Derived | Numbers | Joined


# Queries


@dataclass(frozen=True, slots=True)
class ArrayJoin:
    """`[LEFT] ARRAY JOIN expr AS j<n>, …`, whose elements are the `ArrayItem`s of these numbers."""

    items: tuple[int, ...]
    arrays: tuple[Node, ...]
    left: bool = False


class Grouping(StrEnum):
    """How GROUP BY combines its items."""

    PLAIN = ""
    ROLLUP = "ROLLUP"
    CUBE = "CUBE"
    SETS = "GROUPING SETS"


@dataclass(frozen=True, slots=True)
class LimitBy:
    """`LIMIT count OFFSET offset BY exprs`."""

    count: int
    exprs: tuple[Node, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Select:
    """One SELECT; its columns are called `c0`, `c1`, … in order."""

    columns: tuple[Node, ...]
    distinct: bool = False
    source: Source | None = None
    array_join: ArrayJoin | None = None
    prewhere: tuple[Node, ...] = ()
    where: tuple[Node, ...] = ()
    group_by: tuple[tuple[Node, ...], ...] = ()
    grouping: Grouping = Grouping.PLAIN
    having: Node | None = None
    windows: tuple[Window, ...] = ()
    qualify: Node | None = None
    order_by: tuple[OrderBy, ...] = ()
    limit_by: LimitBy | None = None
    limit: int | None = None
    with_ties: bool = False
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class SelectSet:
    """Several selects whose rows are combined; their columns match by position."""

    first: "Query"
    rest: tuple[tuple[SetOperator, "Query"], ...]
    order_by: tuple[OrderBy, ...] = ()
    limit: int | None = None
    offset: int | None = None


Query = Select | SelectSet

TRUE = Param(True, "Bool", type=BOOLEAN)
FALSE = Param(False, "Bool", type=BOOLEAN)
