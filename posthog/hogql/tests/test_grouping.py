"""What is not grouped is named where it stands; what ClickHouse answers is never refused."""

import pytest

from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.tests.data import ask, event, given_events, given_person, new_team

BERLIN = "Europe/Berlin"


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_person(team, "ann", properties={"plan": "pro"})
    given_events(team, *(event(by="ann", properties={"plan": plan, "seats": 2, "tags": ["a"]}) for plan in "ab"))
    return team


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT event, count() FROM events", "event"),
        ("SELECT count(), upper(event) FROM events", "event"),
        ("SELECT lower(event), lower(event) || event, count() FROM events GROUP BY lower(event)", "event, count"),
        ("SELECT properties.plan AS plan, count() FROM events GROUP BY event", "properties.plan"),
        ("SELECT properties.plan = 'pro', count() FROM events GROUP BY event", "properties.plan"),
        ("SELECT person.properties.plan, count() FROM events GROUP BY event", "person.properties.plan"),
        ("SELECT timestamp, count() FROM events GROUP BY toDate(timestamp)", "timestamp"),
        ("SELECT event FROM events GROUP BY event HAVING distinct_id = 'a'", "distinct_id"),
        ("SELECT event FROM events GROUP BY event ORDER BY timestamp", "timestamp"),
        ("SELECT event FROM events GROUP BY event LIMIT 1 BY distinct_id", "distinct_id"),
        ("SELECT count() FROM events ORDER BY event", "event"),
        ("SELECT arrayMap(x -> concat(x, event), ['a']), count() FROM events", "event"),
        ("SELECT *, count() FROM events", "*"),
        ("SELECT 1, (SELECT distinct_id FROM events GROUP BY event LIMIT 1)", "distinct_id"),
        ("SELECT event FROM events GROUP BY ROLLUP(event) ORDER BY uuid", "uuid"),
        ("SELECT sum(count()) OVER (PARTITION BY distinct_id) FROM events GROUP BY event", "distinct_id"),
        ("SELECT tag, count() FROM events ARRAY JOIN ['a'] AS tag GROUP BY event", "tag"),
        ("SELECT toInt(properties.seats) + 1 AS seats, count() FROM events GROUP BY seats + 1", "properties.seats"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", BERLIN])
def test_column_that_is_not_grouped_is_named_where_it_stands(team_id: int, query: str, place: str, zone: str) -> None:
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query, timezone=zone)
    assert "is neither in GROUP BY nor inside an aggregate. Add it to GROUP BY" in refused.value.message
    start, end = refused.value.start, refused.value.end
    assert start is not None
    assert end is not None
    assert query[start:].startswith(place)
    if place != "*":
        assert refused.value.message.startswith(f"{query[start:end]!r} ")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT event, count() FROM events GROUP BY event",
        "SELECT event, count() FROM events GROUP BY 1",
        "SELECT event, count() FROM events GROUP BY ALL",
        "SELECT event AS e, upper(e), count() FROM events GROUP BY event",
        "SELECT event AS e, upper(event), count() FROM events GROUP BY e",
        "SELECT lower(event) AS event, count() FROM events GROUP BY event",
        "SELECT lower(event), upper(lower(event)), count() FROM events GROUP BY lower(event) ORDER BY lower(event)",
        "SELECT timestamp, count() FROM events GROUP BY timestamp ORDER BY timestamp",
        "SELECT toDate(timestamp) AS day, count() FROM events GROUP BY day ORDER BY day",
        "SELECT toStartOfDay(timestamp), count() FROM events GROUP BY toStartOfDay(timestamp)",
        "SELECT properties.plan, count() FROM events GROUP BY properties.plan HAVING properties.plan = 'a'",
        "SELECT properties.plan AS plan, plan || 'x', count() FROM events GROUP BY plan",
        "SELECT person.properties.plan, count() FROM events GROUP BY person.properties.plan",
        "SELECT pdi.person.properties.plan, count() FROM events GROUP BY pdi.person.properties.plan",
        "SELECT person_id, count() FROM events GROUP BY person_id",
        "SELECT event, distinct_id, count() FROM events GROUP BY (event, distinct_id)",
        "SELECT event, distinct_id, count() FROM events GROUP BY GROUPING SETS ((event), (distinct_id))",
        "SELECT event, upper(event), count() FROM events GROUP BY ROLLUP(event)",
        "SELECT event, count() FROM events GROUP BY CUBE(event)",
        "SELECT 1, 'a', now(), count() FROM events",
        "SELECT if(1 = 1, 'a', event), count() FROM events",
        "SELECT isNull(event), count() FROM events",
        "SELECT event = NULL, count() FROM events",
        "SELECT event, sum(count()) OVER (), rank() OVER (ORDER BY count()) FROM events GROUP BY event",
        "SELECT event, count() OVER () FROM events",
        "SELECT event, count() AS n FROM events GROUP BY event HAVING n > 0 QUALIFY row_number() OVER (ORDER BY n) = 1",
        "SELECT arrayMap(x -> x || event, ['a']), count() FROM events GROUP BY event",
        "SELECT arraySum(arrayMap(x -> x * 2, groupArray(toInt(properties.seats)))) FROM events",
        "SELECT (SELECT count() FROM events), count() FROM events",
        "SELECT event, count() FROM events WHERE distinct_id IN (SELECT distinct_id FROM events) GROUP BY event",
        "SELECT tag, count() FROM events ARRAY JOIN ['a'] AS tag GROUP BY tag",
        "SELECT event FROM events ORDER BY timestamp",
        "SELECT event FROM events HAVING event != ''",
        "SELECT DISTINCT event FROM events GROUP BY event, distinct_id",
        "SELECT * FROM (SELECT event, count() FROM events GROUP BY event)",
        "SELECT e.event, count() FROM events AS e JOIN events AS f ON e.uuid = f.uuid GROUP BY e.event ORDER BY e.event",
        "WITH day AS (SELECT toDate(timestamp) AS d FROM events) SELECT d, count() FROM day GROUP BY d",
        "SELECT countIf(event = 'a') / count(), any(distinct_id) FROM events",
        "SELECT timestamp - interval 1 day AS before, count() FROM events GROUP BY before ORDER BY before",
        "SELECT event, properties.seats + 1, count() FROM events GROUP BY event, properties.seats + 1",
        "SELECT tuple(event, 1).1, count() FROM events GROUP BY event",
        "SELECT number % 3, count() FROM numbers(9) GROUP BY number % 3",
    ],
)
@pytest.mark.parametrize("zone", ["UTC", BERLIN])
def test_what_clickhouse_answers_is_not_refused(team_id: int, query: str, zone: str) -> None:
    assert ask(team_id, query, timezone=zone).rows


def test_aliases_that_double_are_left_to_clickhouse(team_id: int) -> None:
    doubled = ", ".join(f"x{number} + x{number} AS x{number + 1}" for number in range(12))
    assert ask(team_id, f"SELECT count() AS x0, {doubled} FROM events").rows


def test_property_that_is_grouped_can_be_filtered(team_id: int) -> None:
    query = "SELECT properties.plan, properties.plan = 'b', count() FROM events GROUP BY 1 HAVING properties.plan = 'b'"
    assert ask(team_id, query).rows == [("b", True, 1)]


def test_window_over_groups_may_sum_what_they_count(team_id: int) -> None:
    query = "SELECT properties.plan AS plan, count() / sum(count()) OVER () FROM events GROUP BY plan ORDER BY plan"
    assert ask(team_id, query).rows == [("a", 0.5), ("b", 0.5)]
