"""Real data against independent counts: 85,442 commits to 17 public repositories from 2014 to 2026, as events.

Expected values are counted here from the file itself. The rows are written straight into the table; that the import
through the capture endpoint gives the same events is proven where ingestion is.
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from posthog.contracts import TeamContext
from posthog.queries.tests.brute_force import OTHER
from posthog.queries.tests.given import Event, answer, insert_rows, make_team, to_row

pytestmark = pytest.mark.django_db

FILE = Path(__file__).resolve().parents[3] / "tests" / "data" / "oss-commits.jsonl.gz"
WHOLE = {"date_from": "2014-01-01", "date_to": "2026-12-31"}
ROWS_PER_INSERT = 20_000


@pytest.fixture(scope="module")
def commits() -> list[Event]:
    with gzip.open(FILE, "rt") as lines:
        return [_to_event(json.loads(line)) for line in lines]


def _to_event(data: dict[str, Any]) -> Event:
    at = datetime.fromisoformat(data["timestamp"])
    groups = ((0, data["properties"]["repository"]),)
    return Event(event=data["event"], at=at, who=data["distinct_id"], properties=data["properties"], groups=groups)


@pytest.fixture(scope="module")
def project(commits: list[Event], django_db_setup: None) -> TeamContext:
    """A project in New York with all commits, loaded once."""
    team = make_team(timezone="America/New_York", week_start_day=1)
    for start in range(0, len(commits), ROWS_PER_INSERT):
        # Sorted by time, so that no insert touches more partitions than ClickHouse takes at once.
        insert_rows(to_row(team.id, commit) for commit in commits[start : start + ROWS_PER_INSERT])
    return team


def local_day(commit: Event) -> date:
    return commit.at.astimezone(ZoneInfo("America/New_York")).date()


def counts(commits: Iterable[Event], key: Any) -> Counter[str]:
    return Counter(key(commit) for commit in commits)


def trends(series: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", **series}], "dateRange": WHOLE, **fields}


def by_day(result: dict[str, Any]) -> dict[str, float]:
    return {day: value for day, value in zip(result["days"], result["data"], strict=True) if value}


def test_commits_by_month(project: TeamContext, commits: list[Event]) -> None:
    result = answer(project, trends({"event": None}, interval="month"))["results"][0]
    expected = counts(commits, lambda commit: local_day(commit).replace(day=1).isoformat())
    assert by_day(result) == expected
    assert result["count"] == 85_442
    assert len(result["data"]) == 13 * 12


def test_commits_by_week_of_one_kind(project: TeamContext, commits: list[Event]) -> None:
    result = answer(project, trends({"event": "commit_fix"}, interval="week"))["results"][0]
    fixes = [commit for commit in commits if commit.event == "commit_fix"]
    expected = counts(
        fixes, lambda commit: (local_day(commit) - timedelta(days=local_day(commit).weekday())).isoformat()
    )
    assert by_day(result) == expected


def test_people_in_total_and_by_month(project: TeamContext, commits: list[Event]) -> None:
    whole = trends({"event": None, "math": "dau"}, trendsFilter={"display": "BoldNumber"})
    assert answer(project, whole)["results"][0]["aggregated_value"] == 1_984
    people = defaultdict(set)
    for commit in commits:
        people[local_day(commit).replace(day=1).isoformat()].add(commit.who)
    result = answer(project, trends({"event": None, "math": "dau"}, interval="month"))["results"][0]
    assert by_day(result) == {month: len(who) for month, who in people.items()}


@pytest.mark.parametrize(("limit", "other"), [(25, False), (5, True)])
def test_commits_by_repository(project: TeamContext, commits: list[Event], limit: int, other: bool) -> None:
    query = trends({"event": None}, breakdownFilter={"breakdown": "repository", "breakdown_limit": limit})
    body = answer(project, query)
    totals = counts(commits, lambda commit: commit.properties["repository"])
    shown = sorted(totals, key=lambda name: (-totals[name], name))[:limit]
    expected = {name: totals[name] for name in shown}
    if other:
        expected[OTHER] = sum(totals.values()) - sum(expected.values())
    assert {result["breakdown_value"]: result["count"] for result in body["results"]} == expected
    assert [result["breakdown_value"] for result in body["results"]][: len(shown)] == shown
    assert body["hasMore"] is other


def test_people_by_repository_as_group(project: TeamContext, commits: list[Event]) -> None:
    people = defaultdict(set)
    for commit in commits:
        people[commit.properties["repository"]].add(commit.who)
    query = trends(
        {"event": None, "math": "dau"},
        trendsFilter={"display": "ActionsTable"},
        breakdownFilter={"breakdown": "$group_0", "breakdown_type": "event_metadata"},
    )
    found = {result["breakdown_value"]: result["aggregated_value"] for result in answer(project, query)["results"]}
    assert found == {repository: len(who) for repository, who in people.items()}


def test_newcomers_by_year_are_counted_at_their_first_commit(project: TeamContext, commits: list[Event]) -> None:
    first: dict[str, datetime] = {}
    for commit in commits:
        first[commit.who] = min(commit.at, first.get(commit.who, commit.at))
    zone = ZoneInfo("America/New_York")
    expected = Counter(moment.astimezone(zone).date().replace(day=1).isoformat() for moment in first.values())
    query = trends({"event": None, "math": "first_time_for_user"}, interval="month")
    assert by_day(answer(project, query)["results"][0]) == expected


def test_numbers_filters_and_formula(project: TeamContext, commits: list[Event]) -> None:
    humans = [commit for commit in commits if not commit.properties["is_bot"]]
    large = [commit for commit in humans if commit.properties["files_changed"] >= 10]
    no_bots = [{"type": "event", "key": "is_bot", "operator": "exact", "value": "false"}]
    many_files = [{"type": "event", "key": "files_changed", "operator": "gte", "value": 10}]
    query = {
        "kind": "TrendsQuery",
        "series": [
            {"kind": "EventsNode", "event": None, "math": "sum", "math_property": "files_changed"},
            {"kind": "EventsNode", "event": None, "properties": many_files},
            {"kind": "EventsNode", "event": None, "math": "p90", "math_property": "files_changed"},
        ],
        "dateRange": WHOLE,
        "properties": no_bots,
        "trendsFilter": {"display": "ActionsTable"},
    }
    files = sorted(commit.properties["files_changed"] for commit in humans)
    position = 0.9 * (len(files) - 1)
    p90 = files[int(position)] + (files[int(position) + 1] - files[int(position)]) * (position % 1)
    found = [result["aggregated_value"] for result in answer(project, query)["results"]]
    assert found == [sum(files), len(large), pytest.approx(p90)]
    formula = {**query, "trendsFilter": {"display": "BoldNumber", "formula": "B / A * 100"}}
    share = answer(project, formula)["results"][0]["aggregated_value"]
    assert share == pytest.approx(len(large) / sum(files) * 100)


def test_all_reaches_back_to_the_first_commit(project: TeamContext, commits: list[Event]) -> None:
    query = trends({"event": None}, interval="month", dateRange={"date_from": "all", "date_to": "2026-12-31"})
    result = answer(project, query)["results"][0]
    assert result["days"][0] == local_day(min(commits, key=lambda commit: commit.at)).replace(day=1).isoformat()
    assert result["count"] == 85_442


def test_events_page_through_history_newest_first(project: TeamContext, commits: list[Event]) -> None:
    query = {"kind": "EventsQuery", "select": ["timestamp", "uuid"], "limit": 1000, "where": ["event = 'commit_test'"]}
    body = answer(project, query)
    expected = sorted((commit.at for commit in commits if commit.event == "commit_test"), reverse=True)
    assert [row[0].astimezone(UTC) for row in body["results"]] == expected


def test_hogql_counts_the_same(project: TeamContext, commits: list[Event]) -> None:
    query = "SELECT properties.repository AS r, count(), count(DISTINCT person_id) FROM events GROUP BY r ORDER BY r"
    people = defaultdict(set)
    for commit in commits:
        people[commit.properties["repository"]].add(commit.who)
    totals = counts(commits, lambda commit: commit.properties["repository"])
    expected = [[name, totals[name], len(people[name])] for name in sorted(totals)]
    assert answer(project, {"kind": "HogQLQuery", "query": query})["results"] == expected
