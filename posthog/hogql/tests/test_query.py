"""Whole answers: text in, rows out, on the real engine."""

import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from posthog.clickhouse.client import QueryTimeoutError
from posthog.hogql import ast, overrides
from posthog.hogql.context import PersonOverrides
from posthog.hogql.errors import ExposedHogQLError, QueryError, ResolutionError
from posthog.hogql.overrides import choose_overrides
from posthog.hogql.query import execute_hogql
from posthog.hogql.taxonomy import PropertyType
from posthog.hogql.tests import data
from posthog.hogql.tests.data import (
    ask,
    event,
    given_events,
    given_group,
    given_override,
    given_person,
    new_team,
    person_uuid,
    rows_of,
    taxonomy,
    value_of,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_events(
        team,
        event(
            "signed up",
            by="ada",
            at="2026-03-01T22:30:00Z",
            properties={"plan": "pro", "amount": 10, "vip": True, "tags": ["x", "y"], "o": {"k": {"z": 1}}, "a.b": 1},
            person_properties={"email": "ada@old.com"},
            groups={0: "acme"},
            session="s1",
        ),
        event("paid", by="ada", at="2026-03-02T10:00:00Z", properties={"plan": "pro", "amount": 2.5, "vip": "false"}),
        event("paid", by="bob", at="2026-03-03T10:00:00Z", properties={"amount": "7", "plan": 5}, groups={0: "none"}),
        event("paid", by="anonymous", at="2026-03-04T10:00:00Z", properties={"amount": "much", "vip": False}),
    )
    given_person(team, "ada", properties={"email": "ada@new.com"}, distinct_ids=["ada", "anonymous"], version=2)
    given_person(team, "ada", properties={"email": "ada@older.com"}, version=1)
    given_person(team, "bob", properties={"email": "bob@x.com"}, distinct_ids=["bob"])
    given_person(team, "gone", properties={"email": "gone@x.com"}, distinct_ids=["gone"])
    given_person(team, "gone", version=9, deleted=True)
    given_override(team, "anonymous", "ada")
    given_group(team, 0, "acme", {"seats": 5, "name": "Acme"}, version=2)
    given_group(team, 0, "acme", {"seats": 4}, version=1)
    return team


DEFINITIONS = taxonomy({"amount": PropertyType.NUMERIC, "vip": PropertyType.BOOLEAN}, groups=["company"])

ANSWERS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("select event, count() from events group by event order by event", [("paid", 3), ("signed up", 1)]),
    # 1, 1.0 and "1" add up; what is no number counts for nothing.
    ("select sum(properties.amount), avg(properties.amount), count(properties.amount) from events", [(19.5, 6.5, 3)]),
    ("select properties.plan, count() from events group by 1 order by 2 desc, 1", [("pro", 2), ("5", 1), (None, 1)]),
    ("select properties.vip, count() from events group by 1 order by 1", [(False, 2), (True, 1), (None, 1)]),
    # NULL: = is false, != is true, and each is the opposite of the other.
    ("select countIf(properties.plan = 'pro'), countIf(properties.plan != 'pro'), countIf(not properties.plan = 'pro') from events", [(2, 2, 2)]),
    ("select countIf(properties.plan in ('pro', '5')), countIf(properties.plan not in ('pro')) from events", [(3, 2)]),
    ("select countIf(properties.plan like 'p%'), countIf(properties.plan not like 'p%') from events", [(2, 2)]),
    ("select countIf(properties.plan is null), countIf(properties.plan is not null), countIf(properties.o is not null) from events", [(1, 3, 1)]),
    ("select countIf(properties.plan = 5), countIf(properties.plan = '5'), countIf(properties.amount = '10') from events", [(1, 1, 1)]),
    ("select 1 = null, null = null, null is null, 1 != null, null is not distinct from null", [(0, 1, 1, 1, 1)]),
    # Deep paths, keys with dots, lists, objects.
    ("select properties.o.k.z, properties['a.b'], properties.a.b, properties.tags[2], properties.tags, properties.o from events where event = 'signed up'", [("1", "1", None, "y", '["x","y"]', '{"k":{"z":1}}')]),
    ("select tag from events array join JSONExtractArrayRaw(properties.tags) as tag order by tag", [('"x"',), ('"y"',)]),
    # People: merged ones count once; stored properties are those of the time.
    ("select count(distinct person_id), count(distinct distinct_id) from events", [(2, 3)]),
    ("select person.properties.email, pdi.person.properties.email from events where event = 'signed up'", [("ada@old.com", "ada@new.com")]),
    ("select properties.email from persons order by 1", [("ada@new.com",), ("bob@x.com",)]),
    ("select distinct_id from person_distinct_ids order by 1", [("ada",), ("anonymous",), ("bob",), ("gone",)]),
    ("select p.properties.email, count() from events e join persons p on p.id = e.person_id group by 1 order by 1", [("ada@new.com", 3), ("bob@x.com", 1)]),
    ("select properties.email, groupArray(pdi.distinct_id) from persons group by 1 order by 1", [("ada@new.com", ["ada", "anonymous"]), ("bob@x.com", ["bob"])]),
    # Groups as they are now.
    ("select company.properties.seats, group_0.properties.name, group_0.key, $group_0 from events order by timestamp limit 3", [("5", "Acme", "acme", "acme"), (None, None, None, None), (None, None, "none", "none")]),
    ("select key, properties.seats from groups where index = 0", [("acme", "5")]),
    # Joins without a match give NULL, not an empty text.
    ("select a.x, b.y from (select 1 as x union all select 2) as a left join (select 1 as k, 'one' as y) as b on a.x = b.k order by 1", [(1, "one"), (2, None)]),
    ("select a.x, b.y from (select 1 as x) as a full join (select 2 as y) as b on a.x = b.y order by 1 nulls last", [(1, None), (None, 2)]),
    ("select x from (select 1 as x union all select 2) as a anti left join (select 1 as k) as b on a.x = b.k", [(2,)]),
    # Sets.
    ("select 1 union all select 1 order by 1", [(1,), (1,)]),
    ("select 1 union distinct select 1", [(1,)]),
    ("select 1 union all select 2 intersect select 3", [(1,)]),
    ("(select 1 union all select 2) except select 1", [(2,)]),
    # CTEs, also under the names of tables.
    ("with events as (select event from events where event = 'paid') select count() from events", [(3,)]),
    ("with a as (select 1 as x), b as (select x + 1 as y from a) select x, y from a cross join b", [(1, 2)]),
    ("with 5 as five, (select max(properties.amount) from events) as top select five, top", [(5, 10.0)]),
    ("with paid as (select distinct_id from events where event = 'paid') select count() from events where distinct_id in paid", [(4,)]),
    ("with q(a, b) as (select 1, 2) select b from q", [(2,)]),
    # Aliases.
    ("select event as timestamp, count() from events where timestamp > '2026-03-02' group by timestamp", [("paid", 3)]),
    ("select (count() as n) * 2, n from events", [(8, 4)]),
    ("select length(event) as l, l * 2 as m from events order by m desc limit 1", [(9, 18)]),
    # Windows, lambdas, arrays, tuples, maps.
    ("select event, row_number() over (partition by event order by timestamp) from events order by timestamp", [("signed up", 1), ("paid", 1), ("paid", 2), ("paid", 3)]),
    ("select lag(event) over (order by timestamp) from events order by timestamp limit 2", [(None,), ("signed up",)]),
    ("select sum(properties.amount) over w from events window w as (order by timestamp rows between unbounded preceding and current row) order by timestamp", [(10.0,), (12.5,), (19.5,), (19.5,)]),
    ("select event from events qualify row_number() over (order by timestamp desc) = 1", [("paid",)]),
    ("select arrayMap(x -> x + 1, [1, 2]), arrayFilter((x, y) -> y > 1, [1, 2], [1, 2]), arraySort(x -> -x, [1, 3])", [([2, 3], [2], [3, 1])]),
    ("select (1, 'a').2, [5, 6][1], {'k': 1}['k'], [1, 2, 3, 4][2:3], (1, 2) in ((1, 2), (3, 4))", [("a", 5, 1, [2, 3], 1)]),
    # Choice.
    ("select case when 1 = 2 then 'a' else 'b' end, case 3 when 3 then 'x' end, 1 = 1 ? 'y' : 'n', null ?? 'd', f'n{1 + 1}'", [("b", "x", "y", "d", "n2")]),
    ("select if(properties.vip, 'vip', 'other'), count() from events group by 1 order by 1", [("other", 3), ("vip", 1)]),
    # Division by zero, odd conversions: NULL instead of an end.
    ("select 5 % 0, intDiv(5, 0), toInt('x'), toFloat('1e3'), toInt(7.9), toDate(concat('no', 'pe')), toUUID('x'), '5'::int + 1, try_cast('x' as Int)", [(None, None, None, 1000.0, 7, None, None, 6, None)]),
    # Grouping.
    ("select event, count() from events group by rollup(event) order by 2 desc, 1", [(None, 4), ("paid", 3), ("signed up", 1)]),
    ("select event, distinct_id, count() from events group by all having count() > 1 order by 1", []),
    ("select event from events limit 1 by event", [("signed up",), ("paid",)]),
    ("select distinct event from events order by event desc", [("signed up",), ("paid",)]),
    ("select event, timestamp from events order by properties.amount desc nulls first limit 1", [("paid", datetime(2026, 3, 4, 10, tzinfo=UTC))]),
    ("select number * 2 from numbers(2, 2)", [(4,), (6,)]),
    ("select quantile(0.5)(properties.amount), countIf(event = 'paid'), argMax(event, timestamp) from events", [(7.0, 3, "paid")]),
    ("select uniq(event) from events where 1 = 2", [(0,)]),
    ("select event from events where 1 = 2", []),
    ("select $session_id, count() from events group by 1 order by 2", [("s1", 1), (None, 3)]),
    ("select semverKey('1.10.0') > semverKey('1.9'), notEmpty(semverKey('latest'))", [(1, 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), ANSWERS, ids=[query[:60] for query, _ in ANSWERS])
def test_query_answers(team_id: int, query: str, expected: list[tuple[Any, ...]]) -> None:
    found = [
        tuple(sorted(cell) if isinstance(cell, list) and cell and isinstance(cell[0], str) else cell for cell in row)
        for row in rows_of(team_id, query, taxonomy=DEFINITIONS)
    ]
    assert found == expected


@pytest.mark.parametrize("mode", list(PersonOverrides))
def test_merged_persons_count_once_however_overrides_are_applied(team_id: int, mode: PersonOverrides) -> None:
    found = value_of(team_id, "select count(distinct person_id) from events", person_overrides=mode)
    assert found == (3 if mode is PersonOverrides.IGNORE else 2)


def test_newest_override_wins_and_a_deleted_one_is_none() -> None:
    team = new_team()
    given_events(team, event(by="x", person="first"))
    given_override(team, "x", "second", version=1)
    given_override(team, "x", "third", version=3)
    given_override(team, "x", "never", version=2)
    for mode in (PersonOverrides.LOOKUP, PersonOverrides.JOIN):
        assert value_of(team, "select person_id from events", person_overrides=mode) == person_uuid(team, "third")
    given_override(team, "x", "third", version=4, deleted=True)
    for mode in (PersonOverrides.LOOKUP, PersonOverrides.JOIN):
        assert value_of(team, "select person_id from events", person_overrides=mode) == person_uuid(team, "first")


def test_team_with_many_overrides_has_them_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    team = new_team()
    given_events(team, event(by="x"), event(by="y", person="y"))
    given_override(team, "x", "y")
    query = "select count(distinct person_id) from events"
    assert "transform" in ask(team, query).sql
    monkeypatch.setattr(overrides, "MAX_LOOKED_UP", 0)
    monkeypatch.setattr(overrides, "_counts", {})
    result = ask(team, query)
    assert "LEFT ANY JOIN" in result.sql
    assert result.rows == [(1,)]
    context = data.context(new_team())
    assert choose_overrides(context) is context


def test_moments_are_shown_and_cut_in_the_zone_of_the_team() -> None:
    team = new_team()
    # Around the night in which clocks in Berlin go forward: that day has 23 hours.
    for hour in range(48):
        given_events(team, event(at=f"2026-03-{28 + hour // 24}T{hour % 24:02}:30:00Z"))
    query = "select toStartOfDay(timestamp) as day, count() from events group by day order by day"
    found = rows_of(team, query, timezone="Europe/Berlin")
    assert [(day.isoformat(), count) for day, count in found] == [
        ("2026-03-28T00:00:00+01:00", 23),
        ("2026-03-29T00:00:00+01:00", 23),
        ("2026-03-30T00:00:00+02:00", 2),
    ]
    first = value_of(team, "select min(timestamp) from events", timezone="Europe/Berlin")
    assert first == datetime(2026, 3, 28, 0, 30, tzinfo=UTC)
    assert first.utcoffset() == BERLIN.utcoffset(datetime(2026, 3, 28, 1, 30))  # noqa: DTZ001 - wall-clock time is what is asked
    assert (
        value_of(
            team,
            "select count() from events where timestamp >= '2026-03-29' and timestamp < '2026-03-30'",
            timezone="Europe/Berlin",
        )
        == 23
    )
    assert (
        value_of(team, "select count() from events where toDate(timestamp) = '2026-03-29'", timezone="Europe/Berlin")
        == 23
    )
    assert (
        value_of(team, "select countIf(timestamp >= toDate('2026-03-29')) from events", timezone="Europe/Berlin") == 25
    )
    assert value_of(team, "select toDate('2026-03-29 23:59:59') from events limit 1", timezone="Asia/Tokyo") == date(
        2026, 3, 29
    )


@pytest.mark.parametrize("day", ["0001-01-01", "1899-01-01", "1900-01-01", "1969-12-31", "2299-12-31", "9999-12-31"])
def test_dates_at_the_ends_of_the_calendar_compare(team_id: int, day: str) -> None:
    before = day < "2000"
    query = (
        f"select countIf(timestamp > '{day}'), countIf(toDate(timestamp) >= '{day}'), countIf(timestamp < toDate('{day}')), "
        f"countIf(timestamp > toDateTime('{day} 10:00:00')), countIf(toDate(timestamp) = '{day}') from events"
    )
    assert rows_of(team_id, query, timezone="Europe/Berlin") == [(4, 4, 0, 4, 0) if before else (0, 0, 4, 0, 0)]


@pytest.mark.parametrize(("week_start_day", "expected"), [(0, "2026-03-08"), (1, "2026-03-09")])
def test_weeks_begin_on_the_day_of_the_team(team_id: int, week_start_day: int, expected: str) -> None:
    for call in ("toStartOfWeek(toDate('2026-03-11'))", "dateTrunc('week', toDateTime('2026-03-11'))"):
        assert value_of(team_id, f"select {call}", week_start_day=week_start_day).isoformat() == expected


def test_subquery_in_another_zone_keeps_its_moments(team_id: int) -> None:
    query = (
        "with days as (select timestamp as ts, toStartOfDay(timestamp) as day from events) "
        "select day, min(ts) from days where ts > '2026-03-02 00:00' group by day order by day limit 1"
    )
    [(day, first)] = rows_of(team_id, query, timezone="Asia/Tokyo")
    assert (day.isoformat(), first.isoformat()) == ("2026-03-02T00:00:00+09:00", "2026-03-02T07:30:00+09:00")


def test_result_names_types_and_texts(team_id: int) -> None:
    result = ask(
        team_id,
        "select event, count() as n, uuid, properties, timestamp from events group by all order by timestamp limit 1",
    )
    assert result.columns == ("event", "n", "uuid", "properties", "timestamp")
    assert result.types == ("LowCardinality(String)", "UInt64", "UUID", "JSON", "DateTime64(6, 'UTC')")
    [(name, count, identifier, properties, moment)] = result.rows
    assert (name, count, type(identifier)) == ("signed up", 1, UUID)
    assert properties == {
        "$session_id": "s1",
        "plan": "pro",
        "amount": 10,
        "vip": True,
        "tags": ["x", "y"],
        "o": {"k": {"z": 1}},
        "a.b": 1,
    }
    assert moment == datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    assert (
        result.hogql
        == "SELECT event, count() AS n, uuid, properties, timestamp FROM events GROUP BY ALL ORDER BY timestamp ASC LIMIT 1"
    )
    assert set(result.timings) == {"parse", "print", "clickhouse"}


def test_answer_without_rows_still_has_columns_and_types(team_id: int) -> None:
    result = ask(team_id, "select event, count() as n from events where 1 = 2 group by event")
    assert (result.columns, result.types, result.rows) == (("event", "n"), ("String", "Integer"), [])


def test_query_without_limit_gets_one_and_says_that_there_is_more() -> None:
    team = new_team()
    result = ask(team, "select number from numbers(150)")
    assert (len(result.rows), result.limit, result.has_more) == (100, 100, True)
    result = ask(team, "select number from numbers(100)")
    assert (len(result.rows), result.has_more) == (100, False)
    result = ask(team, "select number from numbers(150) limit 120")
    assert (len(result.rows), result.limit, result.has_more) == (120, 120, False)
    result = ask(team, "select number from numbers(150) limit 120", max_limit=50)
    assert (len(result.rows), result.limit, result.has_more) == (50, 50, True)
    result = ask(team, "select number from numbers(150)", default_limit=None, max_limit=None)
    assert (len(result.rows), result.limit, result.has_more) == (150, None, False)
    assert len(ask(team, "select number from numbers(60000) limit 60000").rows) == 50_000
    assert len(ask(team, "select number from numbers(80) union all select number from numbers(80)").rows) == 100


def test_placeholders_are_values_or_trees(team_id: int) -> None:
    query = "select count() from events where event = {name} and {filters} and distinct_id in {ids} and timestamp > {range.from}"
    given = {
        "name": "paid",
        "filters": ast.eq(ast.field("properties", "plan"), ast.constant("pro")),
        "ids": ["ada", "it's"],
        "range": {"from": datetime(2026, 1, 1, tzinfo=UTC)},
    }
    assert value_of(team_id, query, placeholders=given) == 1
    with pytest.raises(ResolutionError, match=r"No value for the placeholder \{range\.to\}") as refused:
        ask(team_id, "select {range.to}", placeholders=given)
    assert (refused.value.start, refused.value.end) == (7, 17)


def test_tree_is_asked_like_its_text(team_id: int) -> None:
    tree = ast.SelectQuery(
        (ast.field("event"), ast.alias(ast.call("count"), "n")),
        select_from=ast.from_("events"),
        group_by=(ast.field("event"),),
        order_by=(ast.OrderExpr(ast.field("n"), ast.Order.DESC),),
    )
    assert rows_of(team_id, tree) == [("paid", 3), ("signed up", 1)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select nope from events", "Unknown column 'nope'."),
        ("select event from evnts", "Unknown table 'evnts'. Did you mean 'events'?"),
        ("select e.nope from events e", "Unknown column of 'e' 'nope'."),
        ("select person.nope from events", "Unknown column of 'person' 'nope'."),
        ("select person from events", "'person' is not a value by itself; name one of its columns, as in person.id."),
        ("select event.x from events", "A value of type String has no 'x' inside."),
        (
            "select event from events a, events b",
            "Column 'event' is ambiguous: 'a' and 'b' have one. Write the table before it.",
        ),
        ("select 1 from events, events", "Two tables are called 'events'; give one of them another name with AS."),
        ("select a as b, b as a from events", "The alias 'a' refers to itself."),
        (
            "select event, count() from events",
            "'event' is neither in GROUP BY nor inside an aggregate. Add it to GROUP BY, or take any of its values with any(…).",
        ),
        ("select 1 union all select 1, 2", "The first query has 1 columns, this one 2."),
        ("select (select 1, 2)", "A subquery used as a value has one column, this one has 2."),
        ("select 1 in (select 1, 2)", "The query on the right of IN needs 1 column(s), it has 2."),
        ("select event from events limit event", "LIMIT takes a whole number."),
        ("select event from events limit -1", "LIMIT takes a whole number."),
        ("select event from events order by 5", "There is no column 5; the query has 1."),
        ("select * from (select 1) as q(a, b)", "2 names are given for 1 columns."),
        ("select uuid from events where uuid = 'x'", "'x' is not a UUID."),
        (
            "select 1 from events where timestamp > 'yesterday'",
            "'yesterday' is not a date. Write it as '2026-03-01' or '2026-03-01 10:00:00'.",
        ),
        ("select 1 from events where length(event) > 'x'", "A number cannot be compared with the text 'x'."),
        ("select toTimeZone(now(), 'Mars/Base')", "There is no time zone 'Mars/Base'."),
        (
            "select dateDiff('fortnight', now(), now())",
            "'fortnight' is not a unit of time. Use one of second, minute, hour, day, week, month, quarter, year.",
        ),
        (
            "select event::Banana from events",
            "Values cannot be cast to 'banana'. Use String, Int64, Float64, Decimal, Bool, Date, DateTime or UUID.",
        ),
        ("select 1 from persons sample 0.1", "SAMPLE works on events only."),
        ("select 1 from events sample 2", "SAMPLE takes a share between 0 and 1."),
        ("select 1 from numbers(event)", "numbers takes a count, or a start and a count, as plain numbers."),
        ("select 1 from numbers(100000000)", "numbers gives at most 10,000,000 numbers."),
        ("select {x}", "No value for the placeholder {x}. Known ones: none."),
        ("select properties[event] from events", "The name of a property must be written out: properties['name']."),
        ("select properties[''] from events", "The name of a property cannot be empty."),
        ("select columns('^e') from events", "COLUMNS with a pattern is not supported. List the columns."),
        ("with a as (select 1), a as (select 2) select 1", "Two queries in WITH are called 'a'."),
        ("with a as (select 1) select a", "'a' is a query; read it with FROM a or IN a."),
        ("select sum(1) over nope from events", "Unknown window 'nope'."),
        ("select x -> x", "A lambda stands only as the first argument of functions such as arrayMap."),
        ("select *", "* needs a FROM."),
    ],
)
def test_mistake_is_explained_where_it_is(team_id: int, query: str, message: str) -> None:
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query)
    assert refused.value.message == message
    assert refused.value.query == query or refused.value.start is None


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select event + 1 from events", "types that do not go together"),
        ("select arrayMap((x, y) -> x, [1], [1, 2])", "Arrays of different lengths"),
        ("select sum(event) from events", "types that do not go together"),
        ("select toDateTime('2026-01-01') + 'x'", "types that do not go together"),
        ("select (select event from events)", "more than one row"),
    ],
)
def test_complaint_of_clickhouse_is_put_into_our_words(team_id: int, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as refused:
        ask(team_id, query)
    for inside in ("t0", "c_0", "DB::Exception", "team_id", "__table", "_CAST", "signed up"):
        assert inside not in refused.value.message


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("select event, event + 1 from events", "event + 1"),
        ("select event from events where abs(event) > 1", "abs(event)"),
        ("select sum(event) over () from events", "sum(event) over ()"),
        ("select ceiling(event) from events", "ceiling(event)"),
        ("select repeat('a', toInt(length(event) + 5000)) from events", "repeat('a', toInt(length(event) + 5000))"),
        # Either of them may be meant.
        ("select abs(event), abs(uuid) from events", None),
        # Of each IN the resolver may make an equality.
        ("select [event] = 1, event in ('a', distinct_id) from events", None),
    ],
)
def test_complaint_of_clickhouse_stands_where_its_function_is(team_id: int, query: str, place: str | None) -> None:
    with pytest.raises(QueryError) as refused:
        ask(team_id, query)
    assert refused.value.query == query
    start, end = refused.value.start, refused.value.end
    assert (None if start is None else query[start:end]) == place


def test_expensive_query_is_stopped(team_id: int) -> None:
    started = time.perf_counter()
    with pytest.raises(QueryTimeoutError):
        execute_hogql(
            "select count() from numbers(10000000) a cross join numbers(10000000) b where a.number + b.number = -1",
            context=data.context(team_id),
            settings={"max_execution_time": 1},
        )
    assert time.perf_counter() - started < 15


@pytest.mark.parametrize(
    "query",
    [
        "with a as (select 1 as x), " + ", ".join(f"a{i} as (select * from {'a' if i == 0 else f'a{i - 1}'} as p cross join {'a' if i == 0 else f'a{i - 1}'} as q)" for i in range(12)) + " select 1 from a11",
        "select " + ", ".join(f"e{i}.event" for i in range(70)) + " from events e0 " + " ".join(f"join events e{i} on e{i}.event = e0.event" for i in range(1, 70)),
    ],
)  # fmt: skip
def test_query_that_multiplies_itself_is_refused(team_id: int, query: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ExposedHogQLError):
        ask(team_id, query)
    assert time.perf_counter() - started < 10


def test_long_list_is_one_parameter(team_id: int) -> None:
    query = ast.SelectQuery(
        (ast.call("count"),),
        select_from=ast.from_("events"),
        where=ast.in_(ast.field("distinct_id"), ast.constants([f"user {index}" for index in range(20_000)] + ["ada"])),
    )
    assert value_of(team_id, query) == 2


def test_tree_with_the_same_placeholder_twice_binds_one_value(team_id: int) -> None:
    result = ask(team_id, "select 'x', 'x', 'y'")
    assert result.sql.count("{p0:String}") == 2
    assert result.rows == [("x", "x", "y")]
