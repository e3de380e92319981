"""Whatever is asked, the answer holds nothing of another team.

The other team's rows carry a mark in every column, are far more numerous than ours, hold huge numbers and lie in the
far future, so that a leak shows in any kind of result, a count included.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthog.clickhouse.client import ClickHouseError
from posthog.hogql import ast, plan
from posthog.hogql.ast import JoinKind
from posthog.hogql.context import HogQLContext, PersonOverrides
from posthog.hogql.database.tables import EVENTS_TABLE
from posthog.hogql.database.typed_paths import EVENT_TYPED_PATHS, PERSON_TYPED_PATHS
from posthog.hogql.errors import ExposedHogQLError, InternalHogQLError
from posthog.hogql.parser import parse_expr, parse_select
from posthog.hogql.printer import print_clickhouse, print_plan
from posthog.hogql.query import HogQLResult
from posthog.hogql.tests import data
from posthog.hogql.tests.data import ask, event, given_events, given_group, given_override, given_person, new_team
from posthog.hogql.tests.queries import queries

MARK = "CANARY"
LARGE = 1_000
PHYSICAL = ("events", "person", "person_distinct_id", "person_distinct_id_overrides", "groups")
GUARDED = re.compile(
    r"FROM (?P<table>\w+) AS (?P<name>[tg]\d+)(?: FINAL)?(?: (?:LEFT )?ARRAY JOIN (?:(?!PREWHERE).)*)?"
    r" PREWHERE (?:and\()?equals\((?P=name)\.team_id, \{team_id:Int64\}\)"
)


@pytest.fixture(scope="module")
def team_id() -> int:
    ours, theirs = new_team(), new_team()
    for index in range(3):
        name = f"u{index}"
        person = {"email": f"{name}@x.com", "n": index}
        given_events(
            ours,
            event(
                "seen",
                by=name,
                properties={"n": index, "s": "a", "nested": {"k": 1}},
                person_properties=person,
                groups={0: "acme"},
            ),
        )
        given_person(ours, name, properties=person, distinct_ids=[name])
    given_override(ours, "u2", "u0")
    given_group(ours, 0, "acme", {"s": "a", "n": 1})
    huge = 987_654_321_987
    mark = {
        "n": huge,
        "s": MARK,
        "$browser": MARK,
        "a.b": MARK,
        "we`ird": MARK,
        "nested": {"k": MARK},
        "email": MARK,
        "team_id": huge,
    }
    given_events(
        theirs,
        *(
            event(
                f"{MARK}{index}",
                by=f"{MARK}{index}",
                at="2099-01-01T00:00:00Z",
                person="u0",
                properties=mark,
                person_properties=mark,
                groups={0: MARK},
            )
            for index in range(3_000)
        ),
        # The same names as ours, for whoever joins on them.
        event("seen", by="u0", at="2099-01-01T00:00:00Z", properties=mark, person_properties=mark, groups={0: "acme"}),
    )
    for name in ("u0", "u1", MARK):
        given_person(theirs, name, properties=mark, distinct_ids=[name])
        given_override(theirs, name, MARK)
    given_group(theirs, 0, "acme", mark)
    given_group(theirs, 0, MARK, mark)
    return ours


def is_foreign(value: Any) -> bool:
    """Whether a value cannot have come from our own three rows."""
    if isinstance(value, dict):
        return any(is_foreign(each) for item in value.items() for each in item)
    if isinstance(value, list | tuple):
        return any(is_foreign(each) for each in value)
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return abs(value) >= LARGE
    if isinstance(value, datetime | date):
        return value.year > 2090
    return MARK in str(value).upper() or "YRANAC" in str(value).upper() or "987654321" in str(value)


def answer_to(team_id: int, query: str, **options: Any) -> HogQLResult | Exception:
    """The result of a query, or the error it ended in."""
    try:
        return ask(team_id, query, **options)
    except (ExposedHogQLError, ClickHouseError) as error:
        return error


def assert_guarded(sql: str) -> None:
    """Every physical table in the text is followed by its team."""
    guarded = Counter(match["table"] for match in GUARDED.finditer(sql))
    named = Counter(match[1] for match in re.finditer(r"(?:FROM|JOIN) ([a-z_]+) AS [tg]\d+", sql))
    assert named == guarded
    assert set(named) <= set(PHYSICAL)
    for table in PHYSICAL:
        # Nor does a table appear anywhere else, as a name of something or behind another word.
        assert len(re.findall(rf"(?<![\w`']){table}(?![\w`'])(?! AS [tg]\d)", _without_columns(sql))) == 0


def _without_columns(sql: str) -> str:
    return re.sub(r"`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|\.\w+", "", sql)


@given(queries(2))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_table_in_the_sql_of_any_query_is_guarded(query: str) -> None:
    for overrides in PersonOverrides:
        try:
            printed = print_clickhouse(parse_select(query), data.context(7, person_overrides=overrides))
        except ExposedHogQLError:
            continue
        assert_guarded(printed.sql)
        assert printed.parameters["team_id"] == 7


def test_no_query_answers_with_rows_of_another_team(team_id: int) -> None:
    outcomes: Counter[str] = Counter()

    @given(queries(2), st.sampled_from(list(PersonOverrides)))
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    def check(query: str, overrides: PersonOverrides) -> None:
        answer = answer_to(team_id, query, person_overrides=overrides)
        if isinstance(answer, Exception):
            outcomes[type(answer).__name__] += 1
            assert not is_foreign(str(answer).replace(query, ""))
            return
        outcomes["answered"] += 1
        outcomes["with rows"] += bool(answer.rows)
        assert not any(is_foreign(value) for row in answer.rows for value in row)

    check()
    # The test means nothing when hardly any query is answered.
    assert outcomes["answered"] > sum(outcomes.values()) * 0.35
    assert outcomes["with rows"] > 30


ATTACKS = [
    "select * from events where 1 = 1 or 1 = 1",
    "select * from events where team_id != 0",
    "select team_id from events",
    "select events.team_id from events",
    "select e.team_id from events e",
    "select person.team_id, pdi.team_id from events",
    "with events as (select * from events) select * from events",
    "with team_id as (select 1) select * from events where 1 in team_id",
    "with 0 as team_id select count() from events where team_id = 0",
    "select 1 as team_id, count() from events group by team_id",
    "select (select 2) as team_id, event from events where team_id = 2",
    "select tuple(1) as t0, event from events where t0.1 = 1",
    "select map('team_id', 1) as t0, event from events",
    "select arrayMap(team_id -> team_id, [1, 2]), event from events",
    "select arrayFilter(t0 -> 1, [1]), count() from events",
    "select t0.event from events as t0",
    "select t0.event from (select 1 as team_id) as t0, events as t1",
    "select `t0.team_id` from (select 1 as `t0.team_id`) cross join events",
    "select event from events e right join (select 1 as x) f on 1 = 1",
    "select event from (select 1 as x) f left join events e on 1 = 1",
    "select event from events e full join (select 'zzz' as k) f on e.event = f.k",
    "select e.event, f.event from events e cross join events f",
    "select event from events union all select event from events",
    "(select event from events) except (select event from events)",
    "select count() from events array join [1, 2] as team_id",
    "select count() from events group by cube(event, distinct_id)",
    "select max(timestamp), sum(properties.n), groupArray(properties.s), any(properties) from events",
    "select id, properties from persons",
    "select * from person_distinct_ids",
    "select * from groups",
    "select pdi.person.properties.email, person.created_at, group_0.properties.s from events",
    "select p.properties.email from events e join persons p on p.id = e.person_id",
    "select d.distinct_id from events e join person_distinct_ids d on d.person_id = e.person_id",
    "select (select max(timestamp) from events), (select count() from persons)",
    "select event in (select event from events), 'CANARY1' in (select event from events)",
    "select count() over (), row_number() over (order by timestamp) from events",
    "select lagInFrame(event) over (order by timestamp rows between 5 preceding and 5 following) from events",
    "select event from events order by timestamp desc limit 3 with ties",
    "select event from events final",
    "select uniqMerge(s) from (select uniqState(distinct_id) as s from events)",
    "select quantile(1)(toFloat(properties.n)) from events",
    "select topK(5)(event) from events",
]


@pytest.mark.parametrize("query", ATTACKS)
def test_attack_sees_nothing_of_another_team(team_id: int, query: str) -> None:
    answer = answer_to(team_id, query)
    if isinstance(answer, Exception):
        assert not is_foreign(str(answer).replace(query, ""))
        return
    assert_guarded(answer.sql)
    assert not any(is_foreign(value) for row in answer.rows for value in row)


REFUSED = [
    "select * from system.tables",
    "select * from system.numbers limit 1",
    "select * from information_schema.tables",
    "select * from default.events",
    "select * from person",
    "select * from person_distinct_id_overrides",
    "select * from ingestion_warnings",
    "select * from merge('default', '.*')",
    "select * from url('http://127.0.0.1/')",
    "select * from file('/etc/passwd')",
    "select * from numbers(1e9)",
    "select * from (select * from remote('localhost', 'default.events'))",
    "select 1 from events settings max_execution_time = 0",
    "select 1 into outfile '/tmp/x'",
    "select 1 format Native",
    "select 1; drop table events",
    "insert into events values (1)",
    "drop table events",
    "alter table events delete where 1",
    "create table x (a Int8) engine = Memory",
    "set max_threads = 1",
    "show tables",
    "explain select 1",
    "describe table events",
    "select dictGet('d', 'a', 1)",
    "select getSetting('max_threads')",
    "select inserted_at, is_deleted, version from events",
    "select person_properties from events",
    "select _part, _partition_id from events",
]


@pytest.mark.parametrize("query", REFUSED)
def test_query_that_leaves_its_place_is_refused(team_id: int, query: str) -> None:
    with pytest.raises(ExposedHogQLError):
        ask(team_id, query)


# Declared paths have a column of their own type and are printed in another way; their names are ours.
DECLARED = frozenset(EVENT_TYPED_PATHS) | frozenset(PERSON_TYPED_PATHS)


@given(st.text(min_size=1, max_size=40).filter(lambda key: key not in DECLARED))
@settings(max_examples=300, deadline=None)
def test_key_of_a_property_stays_one_quoted_name(key: str) -> None:
    query = ast.SelectQuery(
        (
            ast.field("properties", key),
            ast.field("person", "properties", key),
            ast.call("sum", ast.field("properties", key, "deep")),
        ),
        select_from=ast.from_("events"),
        where=ast.eq(ast.field("properties", key), ast.constant(key)),
        group_by=(ast.field("properties", key), ast.field("person", "properties", key)),
    )
    printed = print_clickhouse(query, data.context(7))
    assert_guarded(printed.sql)
    # Without the quoted names nothing of the key is left, whatever is in it.
    outside = re.sub(r"`(?:[^`\\]|\\.)*`", "`", printed.sql)
    assert outside == re.sub(r"`(?:[^`\\]|\\.)*`", "`", print_clickhouse(_with_key(query, "x"), data.context(7)).sql)


def _with_key(query: ast.SelectQuery, key: str) -> ast.SelectQuery:
    """The same query about another property that is not declared either, compared with a text of the same kind."""
    field = ast.field("properties", key)
    comparison = query.where
    assert isinstance(comparison, ast.Compare)
    return ast.SelectQuery(
        (field, ast.field("person", "properties", key), ast.call("sum", ast.field("properties", key, "deep"))),
        select_from=query.select_from,
        where=ast.eq(field, comparison.right),
        group_by=(field, ast.field("person", "properties", key)),
    )


HOSTILE = [
    "`", "\\", "\\`", "`;--", "'", "\"", "a`b\\c'd\"e", "{team_id:Int64}", "{p0:String}", "%s %(x)s", "/* */", "-- x", "#",
    "\n", "\t", "\0", "a.b", ".", "..", "^", "^a", ":Int64", ".:`String`", "a.:`Int64`", "*", "é😀", "\u202e", "x" * 400,
    "` FROM events --", "team_id", "$", "@", "[1]", "%2E", "a%2Eb", " ", "null", "true",
]  # fmt: skip


def test_hostile_keys_read_back_what_was_stored() -> None:
    team = new_team()
    given_events(team, event(properties={key: f"value {index}" for index, key in enumerate(HOSTILE)}))
    # ClickHouse stores a dot as %2E, so these two names are one to it.
    twins = {"a.b", "a%2Eb", ".", "%2E"}
    for index, key in enumerate(HOSTILE):
        query = ast.SelectQuery((ast.field("properties", key),), select_from=ast.from_("events"))
        [(value,)] = data.rows_of(team, query)
        assert value == f"value {index}" or (
            key in twins and value in {f"value {HOSTILE.index(twin)}" for twin in twins}
        ), key


def test_hostile_constants_come_back_unchanged(team_id: int) -> None:
    values = [*HOSTILE, "", "\\N", "NULL", "a\\tb", "line\nline", "\r", "''", "\\x00"]
    query = ast.SelectQuery(tuple(ast.constant(value) for value in values))
    assert data.rows_of(team_id, query) == [tuple(values)]
    listed = ast.SelectQuery(tuple(ast.in_(ast.constant(value), ast.constants(values)) for value in values))
    assert data.rows_of(team_id, listed) == [tuple(1 for _ in values)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_any_text_is_bound_as_itself(values: list[str]) -> None:
    query = ast.SelectQuery(tuple(ast.constant(value) for value in values))
    assert data.rows_of(1, query) == [tuple(values)]


@pytest.mark.parametrize("team", [None, 0, -1, True, False, "1", 1.0])
def test_context_without_a_team_is_a_mistake(team: Any) -> None:
    with pytest.raises(InternalHogQLError):
        HogQLContext(team_id=team)


def test_printer_refuses_a_context_that_lost_its_team() -> None:
    context = data.context(1)
    object.__setattr__(context, "team_id", None)
    with pytest.raises(InternalHogQLError, match="without a team"):
        print_clickhouse(parse_select("select 1"), context)


SCAN = plan.Scan(0, EVENTS_TABLE)


@pytest.mark.parametrize(
    "tree",
    [
        plan.Select(columns=(plan.Column(0, "team_id"),), source=SCAN),
        plan.Select(columns=(plan.Column(0, "event FROM events --"),), source=SCAN),
        plan.Select(columns=(plan.Func("sleep", (plan.Integer(3),)),)),
        plan.Select(columns=(plan.Func("lower) FROM events --", ()),)),
        plan.Select(columns=(plan.TRUE,), source=plan.Joined(SCAN, JoinKind.CROSS, plan.Scan(1, EVENTS_TABLE))),
        plan.Select(columns=(plan.TRUE,), source=plan.Joined(plan.Numbers(1, 0, 1), JoinKind.CROSS, SCAN)),
        plan.Select(columns=(plan.TRUE,), prewhere=(plan.TRUE,)),
        plan.Select(columns=(plan.Param("x", "String) FROM events --"),)),
        plan.Select(columns=(plan.Param("x", "Enum8('a' = 1)"),)),
        plan.Select(columns=(plan.Cast(plan.TRUE, "String`"),)),
        plan.Select(columns=(plan.Number(float("nan")),)),
        plan.Select(columns=(plan.PersonId(3),)),
        plan.Select(columns=(plan.TRUE,), source=plan.Scan(0, plan.PhysicalTable(name="system.tables", columns=()))),
        plan.Select(columns=(plan.Property(plan.Column(0, "properties"), (), plan.Read.TEXT),), source=SCAN),
    ],
)
def test_printer_refuses_a_tree_it_should_never_get(tree: plan.Select) -> None:
    with pytest.raises(InternalHogQLError):
        print_plan(tree, data.context(1))


def test_condition_that_may_fail_waits_for_the_team(team_id: int) -> None:
    """Their rows would make this fail; computed on them, the error would tell that they exist."""
    query = "select count() from events where arrayMap((x, y) -> 1, [1, 2, 3], splitByString(',', ifNull(properties.s, ''))) != [0]"
    printed = print_clickhouse(parse_select(query), data.context(team_id)).sql
    assert "arrayMap" not in printed.split("PREWHERE")[1].split("WHERE")[0]
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query)
    assert not is_foreign(refused.value.message)


def test_placeholder_cannot_bring_a_table(team_id: int) -> None:
    query = "select count() from events where {condition}"
    condition = parse_expr("event in (select event from events)")
    result = ask(team_id, query, placeholders={"condition": condition})
    assert_guarded(result.sql)
    assert result.rows == [(3,)]
    with pytest.raises(ExposedHogQLError):
        ask(team_id, "select 1 from {table}", placeholders={"table": "person"})


def test_now_is_one_moment_in_the_whole_query(team_id: int) -> None:
    assert ask(team_id, "select now(), (select now())").rows == [(datetime(2026, 3, 15, 12, tzinfo=UTC),) * 2]
