"""range and repeat make what they are asked for or fail; they never make less."""

import pytest

from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.resolver.special.series import MAX_RANGE
from posthog.hogql.tests.data import ask, event, given_events, new_team, value_of
from posthog.queries.period import MAX_BUCKETS


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_events(team, event(properties={"few": 3, "many": 2_000_000}))
    return team


def test_range_has_room_for_every_bucket_of_an_insight() -> None:
    assert MAX_RANGE >= MAX_BUCKETS


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("length(range(22000))", 22_000),
        ("length(range(5, 22005))", 22_000),
        ("length(range(0, 110000, 5))", 22_000),
        ("length(range(10, -65990, -3))", 22_000),
        ("range(10, 0, -4)", [10, 6, 2]),
        ("range(toInt(properties.few))", [0, 1, 2]),
        ("range(1, toInt(properties.few))", [1, 2]),
        ("range(toInt(properties.none))", []),
        ("repeat('ab', toInt(properties.few))", "ababab"),
        ("repeat('ab', toInt(properties.none))", None),
        ("length(repeat('x', 1000))", 1_000),
        ("if(toInt(properties.many) < 10, length(range(toInt(properties.many))), -1)", -1),
    ],
)
def test_up_to_the_limit_everything_is_there(team_id: int, expression: str, expected: object) -> None:
    assert value_of(team_id, f"select {expression} from events") == expected


@pytest.mark.parametrize(
    "call",
    [
        "repeat('x', 3000000)",
        "range(2000000)",
        "range(22001)",
        "range(0, 1000000000000)",
        "range(0, 1000000000000, 3)",
        "range(10, -1000000000000, -1)",
        "range(-9223372036854775807, 9223372036854775807)",
    ],
)
def test_constant_above_the_limit_is_refused_where_it_stands(team_id: int, call: str) -> None:
    query = f"select length({call})"
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query)
    assert " at most " in refused.value.message
    assert query[refused.value.start : refused.value.end] == call


@pytest.mark.parametrize(
    "call",
    [
        "range(toInt(properties.many))",
        "range(5, toInt(properties.many))",
        "range(0, toInt(properties.many), 2)",
        "range(toInt(properties.many), 5, -2)",
        "repeat('x', toInt(properties.many))",
    ],
)
def test_computed_number_above_the_limit_fails_with_the_limit(team_id: int, call: str) -> None:
    messages = {
        "range": "range makes at most 22,000 numbers. Ask for fewer, or read them FROM numbers(start, count).",
        "repeat": "repeat repeats a text at most 1,000 times. Ask for fewer.",
    }
    for query in (f"select length({call}) from events", f"select 1 from events where length({call}) > 1"):
        with pytest.raises(ExposedHogQLError) as refused:
            ask(team_id, query)
        assert refused.value.message == messages[call.partition("(")[0]]


def test_step_that_is_no_number_is_refused(team_id: int) -> None:
    for step in ("0", "1.5", "length('a')"):
        with pytest.raises(ExposedHogQLError, match="The step of range must be a whole number"):
            ask(team_id, f"select range(1, 5, {step})")
