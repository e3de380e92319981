"""Conditions are true or false; where a function takes one, a number is true unless it is 0, as in WHERE."""

import pytest

from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.taxonomy import PropertyType
from posthog.hogql.tests.data import ask, event, given_events, new_team, taxonomy, value_of


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_events(team, *(event(properties={"plan": "pro", "paid": paid, "seats": paid}) for paid in (0, 2, None)))
    return team


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("CASE WHEN 1 THEN 2 ELSE 3 END", 2),
        ("CASE WHEN 0 THEN 1 WHEN 2 THEN 2 ELSE 3 END", 2),
        ("1 ? 2 : 3", 2),
        ("if(0, 2, 3)", 3),
        ("if(0.5, 2, 3)", 2),
        ("if(NULL, 2, 3)", 3),
        ("if(toNullable(0), 2, 3)", 3),
        ("multiIf(0, 2, 5 % 2, 3, 4)", 3),
        ("sumIf(1, 1)", 3),
        ("countIf(1)", 3),
        ("countIf(*, 0)", 0),
        ("count() FILTER (WHERE 1)", 3),
        ("countIf(toFloat(properties.paid))", 1),
        ("countIf(properties.seats)", 1),
        ("sumIfOrNull(1, 0)", None),
        ("if(sum(event != ''), 2, 3)", 2),
        ("uniqIf(event, length(event))", 1),
        ("arrayFilter(x -> x % 2, [1, 2, 3])", [1, 3]),
        ("arrayExists(x -> x - 1, [1, 2])", True),
        ("retention(1, 0)", [1, 0]),
        ("windowFunnel(60)(timestamp, 1, 0)", 1),
    ],
)
def test_number_is_a_condition(team_id: int, expression: str, expected: object) -> None:
    known = taxonomy(event={"seats": PropertyType.NUMERIC})
    assert value_of(team_id, f"select {expression} from events limit 1", taxonomy=known) == expected


@pytest.mark.parametrize(
    ("expression", "place", "of"),
    [
        ("if(event, 2, 3)", "event", "if, CASE or ? :"),
        ("CASE WHEN 1 THEN 1 WHEN now() THEN 2 END", "now()", "multiIf or CASE"),
        ("sumIf(1, [1])", "[1]", "sumIf"),
        ("count() FILTER (WHERE uuid)", "uuid", "countIf"),
        ("arrayFilter(x -> upper(x), ['a'])", "upper(x)", "arrayFilter"),
        ("windowFunnel(60)(timestamp, event)", "event", "windowFunnel"),
    ],
)
def test_value_that_is_no_condition_is_refused_where_it_stands(
    team_id: int, expression: str, place: str, of: str
) -> None:
    query = f"select {expression} from events"
    with pytest.raises(ExposedHogQLError) as refused:
        ask(team_id, query)
    assert refused.value.message.startswith(f"A condition of {of} is true, false or a number, and this is ")
    assert query[refused.value.start : refused.value.end] == place
