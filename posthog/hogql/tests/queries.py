"""Hypothesis strategies for HogQL queries: varied, mostly valid, and hostile in their choice of names.

Numbers stay small and texts short, so that anything large or strange in a result came from somewhere else.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st

# Names that mean something elsewhere: tables, columns, what the printer generates, what guards a query.
NAMES = st.sampled_from(
    [
        "events", "persons", "groups", "person", "t0", "t1", "t2", "c0", "c_0", "c1_0", "o1", "x0", "j0", "q1",
        "event", "distinct_id", "properties", "timestamp", "a", "b", "`odd name`", "`t0.team_id`", "`x`` = 1 OR 1`",
        "person_distinct_id_overrides", "`{team_id:Int64}`", "`'; --`", "number", "system",
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["n", "s", "$browser", "`a.b`", "`we``ird`", "`back\\\\slash`", "team_id", "nested.k", "`%s`", "`{p0}`"]
)
TEXTS = st.sampled_from(["'a'", "'seen'", "''", "'it''s'", "'\\\\'", "'%'", "'{p0:String}'", "'t0.team_id'"])
NUMBERS = st.sampled_from(["0", "1", "2", "-1", "1.5"])


@dataclass(frozen=True)
class Columns:
    """What can be read in one FROM: expressions of texts, of numbers, and JSON columns."""

    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()


TABLES = {
    "events": Columns(
        texts=(
            "event",
            "distinct_id",
            "toString(person_id)",
            "$group_0",
            "pdi.person.properties.email",
            "group_0.properties.s",
        ),
        numbers=("length(event)",),
        json=("properties", "person.properties"),
        moments=("timestamp",),
    ),
    "persons": Columns(texts=("toString(id)", "pdi.distinct_id"), json=("properties",), moments=("created_at",)),
    "groups": Columns(texts=("key",), numbers=("index",), json=("properties",)),
    "person_distinct_ids": Columns(texts=("distinct_id", "toString(person_id)", "person.properties.email")),
    "numbers(3)": Columns(numbers=("number",)),
}


@dataclass
class Scope:
    """The sources of a SELECT, by the prefix that reads them, and the CTEs that may be named."""

    columns: Columns
    ctes: tuple[str, ...] = field(default=())


def _prefixed(prefix: str, columns: Columns) -> Columns:
    def rename(text: str) -> str:
        for function in ("toString(", "length("):
            if text.startswith(function):
                return f"{function}{prefix}.{text.removeprefix(function)}"
        return f"{prefix}.{text}"

    return Columns(
        texts=tuple(map(rename, columns.texts)),
        numbers=tuple(map(rename, columns.numbers)),
        json=tuple(map(rename, columns.json)),
        moments=tuple(map(rename, columns.moments)),
    )


@st.composite
def text_exprs(draw: st.DrawFn, columns: Columns, depth: int) -> str:
    choices = [TEXTS]
    if columns.texts:
        choices += [st.sampled_from(columns.texts)] * 3
    if columns.json:
        choices.append(st.tuples(st.sampled_from(columns.json), KEYS).map(".".join))
    if depth > 0:
        inner = text_exprs(columns, depth - 1)
        choices += [
            st.tuples(st.sampled_from(["lower", "upper", "reverse", "toString", "concat", "domain"]), inner).map(_call),
            st.tuples(inner, inner).map(lambda pair: f"ifNull({pair[0]}, {pair[1]})"),
            st.tuples(bool_exprs(columns, depth - 1), inner, inner).map(
                lambda each: f"if({each[0]}, {each[1]}, {each[2]})"
            ),
            NAMES.flatmap(
                lambda name: inner.map(lambda text: f"arrayMap({name} -> concat(toString({name}), {text}), ['z'])[1]")
            ),
        ]
        if columns.json:
            choices.append(
                st.tuples(st.sampled_from(columns.json), KEYS).map(lambda pair: f"JSONExtractRaw({pair[0]}, 'n')")
            )
    return draw(st.one_of(choices))


@st.composite
def number_exprs(draw: st.DrawFn, columns: Columns, depth: int) -> str:
    choices = [NUMBERS, text_exprs(columns, 0).map(lambda text: f"length({text})")]
    if columns.numbers:
        choices.append(st.sampled_from(columns.numbers))
    if columns.json:
        choices.append(st.tuples(st.sampled_from(columns.json), KEYS).map(lambda pair: f"toFloat({'.'.join(pair)})"))
    if depth > 0:
        inner = number_exprs(columns, depth - 1)
        choices.append(
            st.tuples(inner, st.sampled_from("+-"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})")
        )
        choices.append(queries(depth - 1, single_number=True).map(lambda query: f"({query})"))
    return draw(st.one_of(choices))


@st.composite
def bool_exprs(draw: st.DrawFn, columns: Columns, depth: int) -> str:
    texts, numbers = text_exprs(columns, max(depth - 1, 0)), number_exprs(columns, max(depth - 1, 0))
    choices = [
        st.tuples(texts, st.sampled_from(["=", "!=", "like", "not ilike", "<"]), texts).map(" ".join),
        st.tuples(numbers, st.sampled_from(["=", ">", "<=", "!="]), numbers).map(" ".join),
        texts.map(lambda text: f"{text} is not null"),
        texts.map(lambda text: f"{text} in ('a', 'seen', 'x')"),
        st.sampled_from(["1 = 1", "1 = 1 or 1 = 1", "true", "not false"]),
    ]
    if columns.moments:
        choices.append(st.sampled_from(columns.moments).map(lambda moment: f"{moment} > '2026-01-01'"))
        choices.append(st.sampled_from(columns.moments).map(lambda moment: f"toStartOfDay({moment}) <= now()"))
    if depth > 0:
        inner = bool_exprs(columns, depth - 1)
        choices += [
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda each: f"({each[0]} {each[1]} {each[2]})"
            ),
            inner.map(lambda condition: f"not ({condition})"),
            st.tuples(texts, queries(depth - 1, single_text=True)).map(lambda pair: f"{pair[0]} in ({pair[1]})"),
            queries(depth - 1).map(lambda query: f"exists({query})"),
        ]
    return draw(st.one_of(choices))


@st.composite
def sources(draw: st.DrawFn, depth: int, ctes: tuple[str, ...]) -> tuple[str, Columns]:
    """One source with an alias, and what can be read from it."""
    alias = draw(NAMES)
    kinds = ["table"] * 3 + (["query"] if depth > 0 else []) + (["cte"] if ctes else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "table":
        table = draw(st.sampled_from(list(TABLES)))
        sample = " sample 0.999" if table == "events" and draw(st.booleans()) else ""
        return f"{table} as {alias}{sample}", _prefixed(alias, TABLES[table])
    columns = Columns(texts=("`first`",), numbers=("`second`",))
    if kind == "cte":
        return f"{draw(st.sampled_from(ctes))} as {alias}", _prefixed(alias, columns)
    inner = draw(queries(depth - 1, named=True))
    return f"({inner}) as {alias}", _prefixed(alias, columns)


@st.composite
def queries(
    draw: st.DrawFn,
    depth: int = 2,
    *,
    named: bool = False,
    single_text: bool = False,
    single_number: bool = False,
) -> str:
    """A query. `named` ones have the columns `first`, a text, and `second`, a number."""
    ctes: list[str] = []
    definitions: list[str] = []
    if depth > 0:
        for name in draw(st.lists(NAMES, max_size=2, unique=True)):
            definitions.append(f"{name} as ({draw(queries(depth - 1, named=True))})")
            ctes.append(name)
    source, columns = draw(sources(depth, tuple(ctes)))
    if depth > 0 and draw(st.integers(0, 3)) == 0:
        kind = draw(st.sampled_from(["join", "left join", "any left join", "right join", "full join", "cross join"]))
        other, more = draw(sources(0, tuple(ctes)))
        on = "" if kind == "cross join" else f" on {_first(columns)} = {_first(more)}"
        source += f" {kind} {other}{on}"
        columns = Columns(
            columns.texts + more.texts, columns.numbers + more.numbers, columns.json + more.json, columns.moments
        )
    where = f" where {draw(bool_exprs(columns, depth))}" if draw(st.booleans()) else ""
    text, number = draw(text_exprs(columns, depth)), draw(number_exprs(columns, depth))
    aggregate = draw(
        st.sampled_from(["count()", f"sum({number})", f"uniq({text})", f"max({number})", f"countIf({text} != 'q')"])
    )
    end = ""
    if single_number:
        select = f"{aggregate} as {draw(NAMES)}"
    elif single_text:
        select = text
    elif draw(st.booleans()):
        first, second = ("`first`", "`second`") if named else (draw(NAMES), draw(NAMES))
        select = f"{text} as {first}, {aggregate} as {second}"
        end = f" group by {draw(st.sampled_from([text, '1', 'all']))}"
        end += draw(st.sampled_from(["", f" having {aggregate} >= 0", f" order by {aggregate} desc", " limit 5"]))
    else:
        first, second = ("`first`", "`second`") if named else (draw(NAMES), draw(NAMES))
        extra = (
            draw(st.sampled_from(["", f", row_number() over (partition by {text} order by {number})", ", *"]))
            if not named
            else ""
        )
        select = f"{text} as {first}, {number} as {second}{extra}"
        end = draw(st.sampled_from(["", " order by 1", " limit 3", " limit 1 by 1"]))
    query = f"select {select} from {source}{where}{end}"
    if definitions:
        query = f"with {', '.join(definitions)} {query}"
    if depth > 0 and named and not definitions and draw(st.integers(0, 3)) == 0:
        query = (
            f"({query}) {draw(st.sampled_from(['union all', 'intersect', 'except']))} ({draw(queries(0, named=True))})"
        )
    return query


def _first(columns: Columns) -> str:
    """Something to join on."""
    return columns.texts[0] if columns.texts else f"toString({columns.numbers[0]})"


def _call(pair: tuple[str, str]) -> str:
    return f"{pair[0]}({pair[1]})"
