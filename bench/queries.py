"""What insights cost: their SQL against the best we can write by hand, and everything around the SQL.

A whole instance runs; the same question goes in turns to its query endpoint and, as hand-written SQL, to its ClickHouse.
"Around" is the time of the request minus that of its statement: HTTP, parsing, printing, shaping.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from bench.instance import BenchProject, RunningInstance, start_instance

SQL_BUDGET_RATIO = 1.3
AROUND_BUDGET_MS = 25.0
DAYS = 90
# Twenty events of different frequency, 50,000 people, five plans, five hundred paths, amounts that are often integers.
GENERATE = """
INSERT INTO events (uuid, team_id, event, distinct_id, person_id, timestamp, properties, person_properties, person_mode,
                    created_at)
SELECT generateUUIDv4(number),
       {team_id:Int64},
       'event ' || toString(least(cityHash64(number, 1) % 20, cityHash64(number, 2) % 20)),
       'user ' || toString(cityHash64(number, 3) % 50000 AS who),
       toUUID('00000000-0000-4000-8000-' || lpad(toString(who), 12, '0')),
       toDateTime64({start:String}, 6, 'UTC') + toIntervalSecond(intDiv(number * {days:Int64} * 86400, {rows:Int64})) AS at,
       ('{"plan":"plan ' || toString(who % 5) || '","$current_url":"https://example.com/' ||
        toString(cityHash64(number, 4) % 500) || '","amount":' ||
        if(number % 3 = 0, toString(cityHash64(number, 5) % 1000), toString((cityHash64(number, 5) % 100000) / 100)) ||
        ',"$browser":"' || ['Chrome', 'Firefox', 'Safari'][cityHash64(who) % 3 + 1] ||
        '","$session_id":"session ' || toString(intDiv(number, 8)) || '"}')::JSON,
       ('{"company":"company ' || toString(who % 40) || '"}')::JSON,
       'full',
       at
FROM numbers({rows:Int64})
"""
WHERE = """team_id = {team_id:Int64} AND event = 'event 0' AND timestamp >= toDateTime64({start:String}, 6, 'UTC')
AND timestamp < toDateTime64({start:String}, 6, 'UTC') + toIntervalDay({days:Int64})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The same question twice: as a query node, and as SQL by hand."""

    name: str
    series: dict[str, Any]
    sql: str
    extra: dict[str, Any]


def run(quick: bool) -> list[dict[str, Any]]:
    """Two lines for each question: its statement against SQL by hand, and the time around it."""
    rows, repeats = (100_000, 15) if quick else (1_500_000, 40)
    with tempfile.TemporaryDirectory(prefix="prk-") as directory, start_instance(Path(directory)) as instance:
        project = instance.make_project()
        clickhouse = ClickHouse(Path(directory))
        start = time.strftime("%Y-%m-%d", time.gmtime(time.time() - DAYS * 86400))
        facts = {"team_id": project.id, "start": start, "days": DAYS, "rows": rows}
        clickhouse.ask(GENERATE, facts, {"type_json_skip_duplicated_paths": 1, "max_partitions_per_insert_block": 0})
        clickhouse.ask("OPTIMIZE TABLE events FINAL", {})
        return [
            line for question in QUESTIONS for line in _compare(question, instance, project, clickhouse, facts, repeats)
        ]


class ClickHouse:
    """The instance's ClickHouse, asked directly over one kept connection."""

    def __init__(self, data_dir: Path) -> None:
        url = urlsplit(json.loads((data_dir / "run" / "env.json").read_text())["CLICKHOUSE_URL"])
        self._session = requests.Session()
        self._session.headers.update({"X-ClickHouse-User": url.username or "", "X-ClickHouse-Key": url.password or ""})
        self._url = f"http://{url.hostname}:{url.port}/"
        self._database = url.path.strip("/")

    def ask(self, sql: str, facts: dict[str, Any], settings: dict[str, Any] | None = None) -> bytes:
        parameters = {"database": self._database, **(settings or {})}
        parameters |= {f"param_{name}": value for name, value in facts.items()}
        response = self._session.post(self._url, params=parameters, data=sql.encode(), timeout=600)
        if not response.ok:
            raise RuntimeError(response.text[:2000])
        return response.content


def _compare(
    question: Question,
    instance: RunningInstance,
    project: BenchProject,
    clickhouse: ClickHouse,
    facts: dict[str, Any],
    repeats: int,
) -> list[dict[str, Any]]:
    query = {
        "kind": "TrendsQuery",
        "series": [{"kind": "EventsNode", "event": "event 0", **question.series}],
        "dateRange": {"date_from": facts["start"], "date_to": "-1d"},
        **question.extra,
    }
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {project.personal_api_key}"
    address = f"{instance.url}/api/projects/{project.id}/query/"

    def ask() -> dict[str, Any]:
        response = session.post(address, json={"query": query, "refresh": "force_blocking"}, timeout=60)
        response.raise_for_status()
        return dict(response.json())

    statements, arounds, by_hand = [], [], []
    for _ in range(repeats):
        whole, body = _timed(ask)
        statement = sum(step["t"] for step in body["timings"] if step["k"] == "clickhouse")
        statements.append(statement)
        arounds.append(whole - statement)
        by_hand.append(_timed(lambda: clickhouse.ask(question.sql, facts))[0])
    ratio = statistics.median(statements) / statistics.median(by_hand)
    around = statistics.median(arounds) * 1000
    return [
        {
            "name": f"{question.name}: statement, median of {repeats}, {facts['rows']:,} events",
            "value": statistics.median(statements) * 1000,
            "unit": "ms",
            "baseline": "SQL by hand",
            "baseline_value": statistics.median(by_hand) * 1000,
            "budget": f"≤ {SQL_BUDGET_RATIO} × baseline",
            "ok": ratio <= SQL_BUDGET_RATIO,
        },
        {
            "name": f"{question.name}: around the statement, median",
            "value": around,
            "unit": "ms",
            "budget": f"≤ {AROUND_BUDGET_MS:.0f} ms",
            "ok": around <= AROUND_BUDGET_MS,
        },
    ]


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = ask()
    return time.perf_counter() - started, answer


# Not `.:String`: by hand, too, a number or a boolean must show up as a value.
TEXT = "properties.plan::Nullable(String)"
NUMBER = "coalesce(properties.amount.:Float64, toFloat64(properties.amount.:Int64))"
QUESTIONS = (
    Question(
        name="events by day",
        series={},
        sql=f"SELECT toDate(timestamp) AS day, count() FROM events WHERE {WHERE} GROUP BY day",
        extra={},
    ),
    Question(
        name="people by day",
        series={"math": "dau"},
        sql=f"SELECT toDate(timestamp) AS day, uniqExact(person_id) FROM events WHERE {WHERE} GROUP BY day",
        extra={},
    ),
    Question(
        name="sum of a property by week",
        series={"math": "sum", "math_property": "amount"},
        sql=f"SELECT toStartOfWeek(timestamp) AS week, sum({NUMBER}) FROM events WHERE {WHERE} GROUP BY week",
        extra={"interval": "week"},
    ),
    Question(
        name="events by day and plan",
        series={},
        sql=f"SELECT {TEXT} AS plan, toDate(timestamp) AS day, count() FROM events WHERE {WHERE} GROUP BY plan, day",
        extra={"breakdownFilter": {"breakdown": "plan"}},
    ),
    Question(
        name="events by day and address, with other",
        series={},
        sql=f"""
        SELECT if(url IN (SELECT properties.$current_url FROM events WHERE {WHERE} GROUP BY 1 ORDER BY count() DESC LIMIT 25),
                  url, 'other') AS shown, day, sum(many)
        FROM (SELECT properties.$current_url AS url, toDate(timestamp) AS day, count() AS many
              FROM events WHERE {WHERE} GROUP BY url, day)
        GROUP BY shown, day""",
        extra={"breakdownFilter": {"breakdown": "$current_url"}},
    ),
    Question(
        name="filtered people by week",
        series={"math": "dau"},
        sql=f"""SELECT toStartOfWeek(timestamp) AS week, uniqExact(person_id) FROM events WHERE {WHERE}
        AND properties.$browser = 'Firefox' AND person_properties.company.:String ILIKE '%company 1%' GROUP BY week""",
        extra={
            "interval": "week",
            "properties": [
                {"type": "event", "key": "$browser", "operator": "exact", "value": ["Firefox"]},
                {"type": "person", "key": "company", "operator": "icontains", "value": "company 1"},
            ],
        },
    ),
)
