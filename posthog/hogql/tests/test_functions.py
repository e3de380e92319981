"""Every function of the allow-list works on the engine, and the list holds nothing that it should not."""

from itertools import product

import pytest

from posthog.clickhouse import client
from posthog.hogql.errors import ExposedHogQLError, ResolutionError
from posthog.hogql.functions import internal, registry
from posthog.hogql.functions.aggregates import AGGREGATES, WINDOW_ONLY
from posthog.hogql.functions.lambdas import LAMBDAS
from posthog.hogql.functions.registry import FUNCTIONS
from posthog.hogql.resolver.special import SPECIAL
from posthog.hogql.tests.data import ask, event, given_events, new_team, rows_of, value_of

# What arguments may look like; every function accepts some combination of them.
ARGUMENTS = (
    "'a,b'",
    "2",
    "toDateTime('2026-03-01 10:00:00')",
    "['a', 'b']",
    "[1, 2]",
    "1.5",
    "{'k': 1}",
    "'{\"a\":[1]}'",
)
SPECIALLY = {
    "formatDateTime": "formatDateTime(now(), '%Y')",
    "dateTrunc": "dateTrunc('day', now())",
    "date_trunc": "date_trunc('week', now())",
    "dateDiff": "dateDiff('day', now(), now())",
    "date_diff": "date_diff('day', now(), now())",
    "age": "age('day', now(), now())",
    "dateAdd": "dateAdd('day', 1, now())",
    "date_add": "date_add(now(), interval 1 day)",
    "dateSub": "dateSub('month', 1, now())",
    "date_sub": "date_sub(now(), interval 1 day)",
    "dateName": "dateName('month', now())",
    "toTimeZone": "toTimeZone(now(), 'Asia/Tokyo')",
    "toStartOfInterval": "toStartOfInterval(now(), interval 15 minute)",
    "parseDateTime": "parseDateTime('2026-01-01', '%Y-%m-%d')",
    "cast": "cast('5', 'Int64')",
    "exists": "exists(select 1)",
    "tupleElement": "tupleElement((1, 2), 2)",
    "in": "in(1, (1, 2))",
    "notIn": "notIn(1, (1, 2))",
    "caseWithExpression": "caseWithExpression('a', 'a', 1, 2)",
    "range": "range(1, 10, 2)",
    "if": "if(1 = 1, 'a', 'b')",
    "multiIf": "multiIf(1 = 1, 'a', 1 = 2, 'b', 'c')",
    "retention": "retention(event = 'a', event = 'b')",
    "substringIndex": "substringIndex('a.b', '.', 1)",
    "arrayDotProduct": "arrayDotProduct([1.5, 2.5], [2.5, 3.5])",
    "appendTrailingCharIfAbsent": "appendTrailingCharIfAbsent('abc', '/')",
    "hasToken": "hasToken('a b', 'a')",
    "hasTokenCaseInsensitive": "hasTokenCaseInsensitive('a b', 'A')",
    "geoDistance": "geoDistance(1.5, 2.5, 3.5, 4.5)",
    "greatCircleDistance": "greatCircleDistance(1.5, 2.5, 3.5, 4.5)",
    "greatCircleAngle": "greatCircleAngle(1.5, 2.5, 3.5, 4.5)",
    "mapFilter": "mapFilter((k, v) -> v > 0, {'k': 1})",
    "mapApply": "mapApply((k, v) -> (k, v + 1), {'k': 1})",
    "arraySplit": "arraySplit(x -> x > 1, [1, 2])",
    "isIPAddressInRange": "isIPAddressInRange('10.0.0.1', '10.0.0.0/8')",
    "extractGroups": "extractGroups('a=b', '(a)=(b)')",
    "extractAllGroups": "extractAllGroups('a=b', '(a)=(b)')",
    "regexpExtract": "regexpExtract('ab', 'a(b)', 1)",
    "format": "format('{} and {}', 'a', 'b')",
    "translate": "translate('abc', 'a', 'b')",
    "windowFunnel": "windowFunnel(3600)(timestamp, event = 'a', event = 'b')",
    "sequenceMatch": "sequenceMatch('(?1).*(?2)')(timestamp, event = 'a', event = 'b')",
    "sequenceCount": "sequenceCount('(?1).*(?2)')(timestamp, event = 'a', event = 'b')",
    "histogram": "histogram(5)(1.5)",
    "groupConcat": "groupConcat(', ')(event)",
    "sumMap": "sumMap({'k': 1})",
    "ntile": "ntile(2)",
    "deltaSum": "deltaSum(1)",
}


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_events(team, event("a", properties={"n": 1}), event("b", properties={"n": 2}))
    return team


def calls_of(name: str, minimum: int, maximum: int | None) -> list[str]:
    """Calls that might work, the likely ones first."""
    if name in SPECIALLY:
        return [SPECIALLY[name]]
    if name in LAMBDAS:
        return [f"{name}(x -> x > 1, [1, 2])", f"{name}(x -> x * 2, [1, 2])"]
    count = minimum if maximum is None or maximum < 3 or minimum else 1
    return [f"{name}({', '.join(args)})" for args in product(ARGUMENTS, repeat=count)][:600]


def works(team_id: int, select: str) -> bool:
    try:
        ask(team_id, select)
    except ExposedHogQLError:
        return False
    return True


# Asks for actions, which the core has none of; the product that provides them tests it.
PROVIDED = {"matchesAction"}
SCALAR_NAMES = sorted(((set(FUNCTIONS) - set(AGGREGATES) - set(WINDOW_ONLY)) | set(SPECIAL)) - PROVIDED)


@pytest.mark.parametrize("name", SCALAR_NAMES)
def test_scalar_function_works_on_the_engine(team_id: int, name: str) -> None:
    known = SPECIAL.get(name) or FUNCTIONS[name]
    assert any(works(team_id, f"select {call}") for call in calls_of(name, known.min_args, known.max_args))


PARAMETERS = {"uniqUpTo": "(3)", "quantiles": "(0.1, 0.9)", "quantilesExact": "(0.5)", "quantilesTDigest": "(0.5)"}
PARAMETERS |= {"quantilesExactExclusive": "(0.5)", "quantilesExactInclusive": "(0.5)"}
PARAMETERS |= dict.fromkeys(("groupArraySample", "groupArraySorted", "topK", "topKWeighted"), "(2)")


@pytest.mark.parametrize("name", sorted(AGGREGATES))
def test_aggregate_works_on_the_engine(team_id: int, name: str) -> None:
    known = FUNCTIONS[name]
    arguments = ("properties.n::int", "timestamp", "1", "event", "toDate(timestamp)", "1.5")
    calls = (
        [SPECIALLY[name]]
        if name in SPECIALLY
        else [
            f"{name}{PARAMETERS.get(name, '')}({', '.join(args)})" for args in product(arguments, repeat=known.min_args)
        ]
    )
    assert any(works(team_id, f"select {call} from events") for call in calls)


@pytest.mark.parametrize("name", sorted(WINDOW_ONLY))
def test_window_function_works_on_the_engine(team_id: int, name: str) -> None:
    arguments = {"ntile": "2", "nth_value": "event, 1"}.get(name, "event" if FUNCTIONS[name].min_args else "")
    framed = name in ("ntile", "nth_value", "lagInFrame", "leadInFrame")
    frame = "rows between unbounded preceding and unbounded following" if framed else ""
    assert len(rows_of(team_id, f"select {name}({arguments}) over (order by timestamp {frame}) from events")) == 2


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("sumIf(toInt(properties.n), event = 'b')", 2),
        ("countIf(event = 'a')", 1),
        ("countIf(*, event = 'a')", 1),
        ("uniqArray([1, 2, 2])", 2),
        ("sumDistinct(1)", 1),
        ("count(distinct event)", 2),
        ("count(distinct event) filter (where event = 'a')", 1),
        ("sum(toInt(properties.n)) filter (where event = 'b')", 2),
        ("avgOrNull(toInt(properties.missing))", None),
        ("sumForEach([1, 2])", [2, 4]),
        ("COUNT(*)", 2),
        ("Count()", 2),
    ],
)
def test_aggregate_with_a_suffix_computes(team_id: int, call: str, expected: object) -> None:
    assert value_of(team_id, f"select {call} from events") == expected


def test_state_is_merged_in_an_outer_query(team_id: int) -> None:
    assert value_of(team_id, "select uniqMerge(s) from (select uniqState(event) as s from events group by event)") == 2


# What an attacker would like to call: other tables, files, networks, the server, time and memory.
FORBIDDEN = [
    "url",
    "s3",
    "file",
    "remote",
    "remoteSecure",
    "mysql",
    "postgresql",
    "sqlite",
    "mongodb",
    "redis",
    "jdbc",
    "odbc",
    "hdfs",
    "executable",
    "input",
    "cluster",
    "merge",
    "view",
    "azureBlobStorage",
    "deltaLake",
    "iceberg",
    "hudi",
    "dictionary",
    "generateRandom",
    "zeros",
    "values",
    "null",
    "loop",
    "fuzzJSON",
    "dictGet",
    "dictGetString",
    "dictGetOrDefault",
    "dictHas",
    "joinGet",
    "sleep",
    "sleepEachRow",
    "throwIf",
    "currentUser",
    "user",
    "hostName",
    "version",
    "currentDatabase",
    "getSetting",
    "serverUUID",
    "getMacro",
    "uptime",
    "tcpPort",
    "file",
    "fileCluster",
    "filesystemAvailable",
    "filesystemCapacity",
    "initializeAggregation",
    "finalizeAggregation",
    "runningAccumulate",
    "arrayReduce",
    "arrayReduceInRanges",
    "arrayWithConstant",
    "arrayResize",
    "evalMLMethod",
    "catboostEvaluate",
    "modelEvaluate",
    "addressToLine",
    "addressToSymbol",
    "demangle",
    "logTrace",
    "reinterpretAsString",
    "untuple",
    "indexHint",
    "ignore",
    "blockNumber",
    "rowNumberInBlock",
    "neighbor",
    "runningDifference",
    "getSubcolumn",
    "transform",
    "JSONExtract",
    "queryID",
    "initialQueryID",
    "connectionId",
    "authenticatedUser",
    "showCertificate",
    "structureToProtobufSchema",
    "formatRow",
    "formatRowNoNewline",
    "encrypt",
    "decrypt",
    "aes_encrypt_mysql",
    "base58Decode",
    "__bitWrapperFunc",
    "__getScalar",
    "_CAST",
    "CAST",
    "getClientHTTPHeader",
    "hasColumnInTable",
    "partitionId",
    "shardNum",
    "lowCardinalityIndices",
    "toColumnTypeName",
    "dumpColumnStructure",
    "defaultValueOfArgumentType",
    "byteSize",
    "getTypeSerializationStreams",
]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden_function_does_not_exist(team_id: int, name: str) -> None:
    if name.lower() in ("cast", "values", "null", "input", "ignore"):
        # Parts of the grammar, or unknown in any other way; none of them reaches the engine as a function.
        assert not registry.is_printable(name)
        return
    with pytest.raises(ResolutionError, match="Unknown function"):
        ask(team_id, f"select {name}('x')")
    with pytest.raises(ResolutionError, match="Unknown table function"):
        ask(team_id, f"select 1 from {name}('x')")
    assert not registry.is_printable(name)


def test_internal_functions_exist_in_the_engine() -> None:
    # `exists` belongs to the grammar of ClickHouse.
    names = sorted((internal.TOTAL | internal.PARTIAL) - {"exists"})
    rows = client.query("SELECT name FROM system.functions WHERE name IN {names:Array(String)}", {"names": names}).rows
    assert sorted(name for (name,) in rows) == names


def test_functions_with_two_arrays_may_fail_on_a_row() -> None:
    partial = [name for name, function in FUNCTIONS.items() if not function.total]
    assert "arrayZip" in partial
    assert not registry.is_total("modulo")
    assert registry.is_total("equals")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select evnt from events", "Unknown column 'evnt'. Did you mean 'event'?"),
        ("select toStartOfDya(timestamp) from events", "Unknown function 'toStartOfDya'. Did you mean 'toStartOfDay'?"),
        ("select lower() from events", "lower takes 1 argument, got 0."),
        ("select count(1, 2) from events", "count takes 0 to 1 arguments, got 2."),
        ("select quantile(0.5, 0.6)(1)", "quantile takes 0 to 1 parameters before its arguments, got 2."),
        ("select lower(distinct 'a')", "DISTINCT, FILTER and ORDER BY belong to aggregates, and lower is none."),
        ("select sum(count()) from events", "The aggregate count stands inside another one. Use a subquery."),
        ("select 1 from events where count() > 1", "The aggregate count cannot stand here. Filter groups with HAVING."),
        ("select rank() from events", "rank is a window function. Write rank(…) OVER (…)."),
        ("select lower('a') over ()", "lower is no aggregate, so it cannot stand before OVER."),
        (
            "select groupArray(event order by timestamp) from events",
            "ORDER BY inside an aggregate is not supported. Use arraySort over groupArray.",
        ),
        ("select match('a', event) from events", "A regular expression must be written out as a text."),
        ("select 'a' =~ '('", "'(' is not a regular expression that RE2 knows."),
        ("select extract('a', '(')", "'(' is not a regular expression that RE2 knows."),
    ],
)
def test_wrong_call_says_what_is_wrong(team_id: int, query: str, message: str) -> None:
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query)
    assert refused.value.message == message
    assert refused.value.start is not None
