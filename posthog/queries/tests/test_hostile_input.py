"""Texts meant to break out of a query: never another project's rows, never an error that is not meant for people."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common import clock
from common.errors import ProductError
from posthog.contracts import TeamContext
from posthog.queries.encoding import encode
from posthog.queries.tests.given import Event, answer, given_events, make_team

pytestmark = pytest.mark.django_db

CANARY = "canary-of-another-project"
BREAKING = [
    "'",
    "\\'",
    '"',
    "`",
    "\\",
    "--",
    "/* ",
    "*/",
    ";",
    "\x00",
    "%",
    "{team_id:Int64}",
    "{p0:String}",
    "${x}",
    ")",
    "(",
    "]",
    "$$",
    "\n",
    "\u2028",
    "\U0001f600",
    " OR 1=1 ",
    " UNION ALL SELECT event FROM events ",
    "team_id",
    "system.tables",
    ".:String",
    ".^",
    "a.b",
    "__proto__",
    "NULL",
]
texts = st.lists(st.sampled_from(BREAKING) | st.text(max_size=5), min_size=1, max_size=5).map("".join)


def team_with_neighbour() -> TeamContext:
    mine, theirs = make_team(), make_team()
    at = clock.now() - timedelta(hours=1)
    secret = {"plan": CANARY, "'": CANARY, "a.b": CANARY, "team_id": CANARY}
    given_events(theirs, *(Event(event=name, at=at, who=CANARY, properties=secret) for name in ("seen", CANARY, "'")))
    given_events(mine, Event(event="seen", at=at, properties={"plan": "mine"}))
    return mine


def check(team: TeamContext, query: dict[str, Any]) -> None:
    refusal = ""
    try:
        body = answer(team, query)
    except ProductError as error:
        refusal = error.code
    # ClickHouse's own complaint would mean that a text has reached its parser.
    assert refusal not in ("query_syntax", "clickhouse_error")
    if refusal:
        return
    rows = json.loads(encode(body["results"]))
    if query["kind"] == "TrendsQuery":
        assert sum(result["count"] for result in rows) <= len(query["series"])
        rows = [[result["label"], result.get("breakdown_value")] for result in rows]
    assert CANARY not in json.dumps(rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, where=st.sampled_from(["event", "key", "value", "breakdown", "math", "person", "metadata", "hogql"]))
@example(text="x') OR team_id != 0 OR ('' = '", where="value")
@example(text="plan`) FROM events WHERE 1=1 -- ", where="breakdown")
@example(text="\ud800", where="event")
def test_hostile_text_in_a_trend_stays_a_text(text: str, where: str) -> None:
    series: dict[str, Any] = {"kind": "EventsNode", "event": "seen"}
    query: dict[str, Any] = {"kind": "TrendsQuery", "series": [series], "dateRange": {"date_from": "-1d"}}
    breakdowns = {"breakdown": ("event", text), "person": ("person", text), "hogql": ("hogql", text)}
    if where == "event":
        series["event"] = text
    elif where == "key":
        query["properties"] = [{"type": "event", "key": text, "operator": "is_set"}]
    elif where == "value":
        operators = ("exact", "is_not", "icontains", "starts_with", "regex")
        series["properties"] = [
            {"type": "event", "key": "plan", "operator": operator, "value": text} for operator in operators
        ]
    elif where == "math":
        series |= {"math": "sum", "math_property": text}
    elif where == "metadata":
        query["properties"] = [{"type": "event_metadata", "key": text, "operator": "exact", "value": text}]
    else:
        kind, prop = breakdowns[where]
        query["breakdownFilter"] = {"breakdowns": [{"type": kind, "property": prop}]}
    check(team_with_neighbour(), query)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, where=st.sampled_from(["select", "where", "order", "hogql", "value", "cursor", "after", "math"]))
@example(text="event) FROM events UNION ALL SELECT distinct_id FROM events -- ", where="select")
@example(text="1 OR team_id != 0", where="where")
@example(text="(SELECT properties.plan FROM system.events LIMIT 1)", where="select")
@example(text="SELECT * FROM url('http://127.0.0.1/', CSV)", where="hogql")
@example(text="SELECT * FROM remote('127.0.0.1', system.tables)", where="hogql")
@example(text="SELECT event FROM events SETTINGS readonly = 0", where="hogql")
@example(text="SELECT event FROM prickle.events", where="hogql")
@example(text="SELECT dictGet('x', 'y', 1)", where="hogql")
@example(text="SELECT event FROM events INTO OUTFILE '/tmp/x'", where="hogql")
def test_hostile_text_in_rows_stays_harmless(text: str, where: str) -> None:
    events: dict[str, Any] = {"kind": "EventsQuery", "select": ["event", "properties.plan"]}
    hogql: dict[str, Any] = {"kind": "HogQLQuery", "query": "SELECT event FROM events WHERE event != {value}"}
    queries: dict[str, dict[str, Any]] = {
        "select": {**events, "select": [text]},
        "where": {**events, "where": [text]},
        "order": {**events, "orderBy": [text]},
        "cursor": {**events, "cursor": text[:200]},
        "after": {**events, "after": text[:64]},
        "hogql": {**hogql, "query": text},
        "value": {**hogql, "values": {"value": text}},
        "math": {
            "kind": "TrendsQuery",
            "series": [{"kind": "EventsNode", "event": "seen", "math": "hogql", "math_hogql": text}],
        },
    }
    check(team_with_neighbour(), queries[where])
