from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from posthog.contracts import TeamContext
from posthog.hogql.errors import ExposedHogQLError
from posthog.queries.errors import InvalidQueryError
from posthog.queries.rows import events
from posthog.queries.tests.given import Event, answer, given_events, make_team, person_id

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def events_query(**fields: Any) -> dict[str, Any]:
    return {"kind": "EventsQuery", "select": ["event"], **fields}


def hogql(query: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "HogQLQuery", "query": query, **fields}


def first_column(body: dict[str, Any]) -> list[Any]:
    return [row[0] for row in body["results"]]


def test_page_of_events_has_chosen_columns_newest_first() -> None:
    team = make_team(timezone="Europe/Berlin")
    newest = Event(
        event="paid", at=ago(hours=1), who="ada", properties={"n": 2, "list": [1]}, person_properties={"plan": "pro"}
    )
    given_events(team, Event(event="seen", at=ago(days=3), who="bob"), newest)
    select = ["*", "person", "properties.n -- Number", "toHour(timestamp)"]
    body = answer(team, events_query(select=select, limit=1), now=NOW)
    whole, person, number, hour = body["results"][0]
    assert body["columns"] == select
    assert {key: whole[key] for key in ("uuid", "event", "distinct_id", "properties", "elements_chain")} == {
        "uuid": newest.uuid,
        "event": "paid",
        "distinct_id": "ada",
        "properties": {"n": 2, "list": [1]},
        "elements_chain": "",
    }
    assert whole["timestamp"].isoformat() == "2026-03-11T12:00:00+01:00"
    assert person == {
        "id": person_id("ada"),
        "uuid": person_id("ada"),
        "distinct_id": "ada",
        "properties": {"plan": "pro"},
    }
    assert (float(number), hour) == (2, 12)
    assert (body["hasMore"], body["limit"], body["offset"]) == (True, 1, 0)
    assert [name for name, _ in body["types"]] == select


def test_cursor_walks_through_all_events_even_when_they_share_a_moment() -> None:
    team = make_team()
    moments = (
        [ago(minutes=1)] * 7 + [ago(days=2)] * 5 + [ago(days=20)] * 3 + [ago(days=400)] * 4 + [NOW + timedelta(hours=1)]
    )
    given = [Event(event=f"e{number}", at=moment) for number, moment in enumerate(moments)]
    given_events(team, *given)
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        body = answer(team, events_query(limit=3, **({"cursor": cursor} if cursor else {})), now=NOW)
        seen += first_column(body)
        cursor = body["nextCursor"]
        assert body["hasMore"] is (cursor is not None)
        if cursor is None:
            break
    assert sorted(seen) == sorted(event.event for event in given)


def walk(team: TeamContext, query: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages of a query, one after the other by their cursors."""
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["nextCursor"]:
        assert len(pages) < 100
        cursor = {"cursor": pages[-1]["nextCursor"]} if pages else {}
        pages.append(answer(team, {**query, **cursor}, now=NOW))
    return pages


@pytest.mark.parametrize(
    "select", [["uuid", "*"], ["uuid", "properties"], ["uuid", "person"], ["uuid", "properties.text"]]
)
def test_pages_end_before_they_are_too_large_and_go_on(monkeypatch: pytest.MonkeyPatch, select: list[str]) -> None:
    """A hundred events of a megabyte made one answer of 100 MB."""
    monkeypatch.setattr(events, "MAX_ANSWER_BYTES", 400_000)
    monkeypatch.setattr(events, "MAX_PAGE_BYTES", 100_000)
    team = make_team()
    # The first alone is more than a page. When no more than eleven of the next are left, they fit into one answer.
    sizes = [300_000, *[30_000] * 20, *[10] * 40]
    given = [
        Event(event="e", at=ago(minutes=number), properties={"text": "x" * size}, person_properties={"bio": "y" * size})
        for number, size in enumerate(sizes)
    ]
    given_events(team, *given)

    pages = walk(team, events_query(select=select, limit=50))

    assert [row[0] for page in pages for row in page["results"]] == [event.uuid for event in given]
    assert [len(page["results"]) for page in pages] == [1, 3, 3, 3, 50, 1]
    assert [page["limit"] for page in pages] == [1, 3, 3, 3, 50, 50]
    assert [page["hasMore"] for page in pages] == [True] * 5 + [False]


def test_pages_in_another_order_end_early_too_and_aggregates_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_ANSWER_BYTES", 400_000)
    monkeypatch.setattr(events, "MAX_PAGE_BYTES", 100_000)
    team = make_team()
    given = [
        Event(event=f"e{number:02}", at=ago(minutes=number), properties={"text": "x" * 30_000}) for number in range(20)
    ]
    given_events(team, *given)

    query = events_query(select=["event", "properties"], orderBy=["event"])
    first = answer(team, query, now=NOW)
    assert (first_column(first), first["hasMore"], first["limit"]) == (["e00", "e01", "e02"], True, 3)
    second = answer(team, {**query, "offset": 3}, now=NOW)
    assert first_column(second) == ["e03", "e04", "e05"]

    whole = answer(team, events_query(select=["groupArray(properties.text)"]), now=NOW)
    assert len(whole["results"][0][0]) == 20


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 10])
def test_looking_further_back_only_when_needed_never_changes_the_page(limit: int) -> None:
    team = make_team()
    ages = [0.5, 0.9, 3, 6.5, 20, 400]
    given_events(team, *(Event(event=str(age), at=ago(days=age)) for age in ages))
    body = answer(team, events_query(limit=limit), now=NOW)
    assert first_column(body) == [str(age) for age in ages][:limit]
    assert body["hasMore"] is (limit < len(ages))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event": "a"}, ["a"]),
        ({"events": ["a", "c"]}, ["c", "a"]),
        ({"personId": str(person_id("bob"))}, ["b"]),
        ({"after": "-2d"}, ["c", "b"]),
        ({"before": "-2d"}, ["a"]),
        ({"after": "2026-03-07", "before": "2026-03-10T00:00:01"}, ["b", "a"]),
        ({"where": ["properties.n > 1", "event != 'c'"]}, ["b"]),
        ({"properties": [{"type": "event", "key": "n", "operator": "lte", "value": 2}]}, ["b", "a"]),
        ({"fixedProperties": [{"type": "person", "key": "vip", "operator": "is_set"}]}, ["a"]),
        ({"orderBy": ["properties.n ASC"]}, ["a", "b", "c"]),
        ({"orderBy": ["event DESC"], "limit": 1, "offset": 1}, ["b"]),
        ({"limit": 0}, []),
        ({"event": "nothing"}, []),
    ],
)
def test_events_are_filtered_and_ordered(fields: dict[str, Any], expected: list[str]) -> None:
    team = make_team()
    given_events(
        team,
        Event(event="a", at=ago(days=3), who="ada", properties={"n": 1}, person_properties={"vip": True}),
        Event(event="b", at=ago(days=1.5), who="bob", properties={"n": 2}),
        Event(event="c", at=ago(hours=1), who="cyd", properties={"n": 3}),
    )
    assert first_column(answer(team, events_query(**fields), now=NOW)) == expected


def test_aggregates_in_the_selection_group_by_the_rest() -> None:
    team = make_team()
    given_events(team, *(Event(event=name, at=ago(days=age)) for name, age in (("a", 1), ("a", 200), ("b", 3))))
    query = events_query(select=["event", "count()"], orderBy=["count() DESC"])
    assert answer(team, query, now=NOW)["results"] == [["a", 2], ["b", 1]]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"after": "soon"}, "'soon' is not a date"),
        ({"cursor": "rubbish"}, "not a cursor"),
        ({"cursor": "MjAyNg", "orderBy": ["event"]}, "default order only"),
    ],
)
def test_events_query_that_means_nothing_is_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidQueryError, match=problem):
        answer(make_team(), events_query(**fields), now=NOW)


def test_hogql_answers_with_columns_types_and_text() -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=ago(hours=hour), properties={"n": hour}) for hour in (1, 2, 3)))
    body = answer(team, hogql("SELECT event, count() AS many, sum(properties.n) FROM events GROUP BY event"), now=NOW)
    assert body["results"] == [["seen", 3, 6]]
    assert body["columns"] == ["event", "many", "sum(properties.n)"]
    assert [name for name, _ in body["types"]] == body["columns"]
    assert "count() AS many" in body["hogql"]
    assert (body["hasMore"], body["limit"], body["offset"]) == (False, 100, 0)


def test_hogql_values_variables_and_filters_fill_the_placeholders() -> None:
    team = make_team(timezone="America/New_York")
    given_events(
        team,
        *(Event(event=name, at=ago(days=age), properties={"n": age}) for name, age in (("a", 0), ("a", 5), ("b", 0))),
    )
    query = hogql(
        "SELECT event, {variables.plan}, {filters.dateRange.from} FROM events WHERE {filters} AND event IN {names}",
        values={"names": ["a", "'; DROP TABLE events; --"]},
        variables={"1": {"code_name": "plan", "variableId": "1", "value": "pro"}},
        filters={
            "dateRange": {"date_from": "-2d"},
            "properties": [{"type": "event", "key": "n", "operator": "exact", "value": 0}],
        },
    )
    rows = answer(team, query, now=NOW)["results"]
    assert [(event, plan, start.isoformat()) for event, plan, start in rows] == [
        ("a", "pro", "2026-03-09T00:00:00-04:00")
    ]


def test_filters_without_a_place_in_the_query_are_refused() -> None:
    query = hogql("SELECT count() FROM events", filters={"dateRange": {"date_from": "-1d"}})
    with pytest.raises(InvalidQueryError, match="in its text to put them"):
        answer(make_team(), query)
    assert answer(make_team(), {**query, "filters": {}})["results"] == [[0]]


def test_hogql_limit_is_lowered_to_the_maximum_and_tells_of_more() -> None:
    team = make_team()
    given_events(team, *(Event(event="seen", at=ago(hours=1)) for _ in range(5)))
    body = answer(team, hogql("SELECT event FROM events", limit=3, offset=1))
    assert (len(body["results"]), body["limit"], body["offset"], body["hasMore"]) == (3, 3, 1, True)
    assert answer(team, hogql("SELECT event FROM events LIMIT 1000000"))["limit"] == 50_000


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("SELECT evnt FROM events", "evnt"),
        ("SELECT event FROM evnts", "evnts"),
        ("SELECT event FRO events", "events"),
        ("SELECT nosuchfunction(event) FROM events", "nosuchfunction(event)"),
    ],
)
def test_mistakes_in_hogql_carry_their_position(text: str, marked: str) -> None:
    with pytest.raises(ExposedHogQLError) as caught:
        answer(make_team(), hogql(text))
    assert caught.value.start is not None
    metadata = answer(make_team(), {"kind": "HogQLMetadata", "query": text})
    assert metadata["isValid"] is False
    error = metadata["errors"][0]
    assert (error["message"], error["start"], error["end"]) == (
        caught.value.message,
        caught.value.start,
        caught.value.end,
    )
    assert text[error["start"] : error["end"]] == marked


def test_metadata_of_a_right_query_names_its_tables() -> None:
    text = "WITH recent AS (SELECT * FROM events) SELECT p.id FROM recent JOIN persons AS p ON p.id = recent.person_id"
    body = answer(make_team(), {"kind": "HogQLMetadata", "query": text})
    assert (body["isValid"], body["errors"], body["table_names"]) == (True, [], ["events", "persons"])
    assert answer(make_team(), {"kind": "HogQLMetadata", "language": "hogQLExpr", "query": "properties.n + 1"})[
        "isValid"
    ]


def test_schema_lists_tables_with_columns_and_what_follows_them() -> None:
    tables = answer(make_team(), {"kind": "DatabaseSchemaQuery"})["tables"]
    assert {"events", "persons", "groups"} <= set(tables)
    fields = tables["events"]["fields"]
    assert fields["timestamp"] == {
        "name": "timestamp",
        "type": "datetime",
        "hogql_value": "timestamp",
        "table": None,
        "fields": None,
    }
    assert fields["properties"]["type"] == "json"
    assert {"id", "properties", "created_at"} <= set(fields["person"]["fields"])
    assert "team_id" not in fields


def test_rows_of_other_projects_stay_unseen() -> None:
    mine, theirs = make_team(), make_team()
    secret = Event(event="secret", at=ago(hours=1), who="eve")
    given_events(theirs, secret)
    given_events(mine, Event(event="mine", at=ago(hours=1)))
    queries = [
        events_query(where=["1 = 1 OR event = 'secret'"]),
        events_query(personId=str(person_id("eve"))),
        hogql("SELECT event FROM events"),
        hogql("SELECT event FROM events WHERE uuid = {id} OR event = 'mine'", values={"id": str(secret.uuid)}),
        hogql("SELECT a.event FROM events a CROSS JOIN events b"),
        hogql("SELECT event FROM (SELECT event FROM events UNION ALL SELECT event FROM events)"),
    ]
    for query in queries:
        assert set(first_column(answer(mine, query, now=NOW))) <= {"mine"}, query
    assert UUID(str(secret.uuid)) not in first_column(answer(mine, events_query(select=["uuid"]), now=NOW))
