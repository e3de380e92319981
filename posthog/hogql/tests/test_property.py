from datetime import datetime
from typing import Any, Literal

import pytest

from common.property_matching import FLAG_RULES, InvalidFilterError, matches, parse_filter
from common.property_matching import MISSING as ABSENT
from common.tests.property_cases import CASES, NOW, Case
from posthog.hogql import ast
from posthog.hogql.errors import QueryError
from posthog.hogql.property import property_to_expr
from posthog.hogql.taxonomy import PropertyType
from posthog.hogql.tests import data
from posthog.hogql.tests.data import event, given_events, given_group, given_person, new_team, rows_of, taxonomy

AT = datetime.fromisoformat(NOW)
CONTEXT_OPTIONS: dict[str, Any] = {"now": AT}
KEY = "odd key.with `dots' & \\ quotes\""


def names_matching(team_id: int, filters: Any, **options: Any) -> list[str]:
    """The events that filters leave, by name."""
    context = data.context(team_id, **options)
    query = ast.SelectQuery(
        (ast.field("event"),),
        select_from=ast.from_("events"),
        where=property_to_expr(filters, context),
        order_by=(ast.OrderExpr(ast.field("event")),),
    )
    return [name for (name,) in rows_of(team_id, query, **options)]


def values_of_the_table() -> list[Any]:
    values: list[Any] = []
    for case in CASES:
        for value in (*case.matches, *case.rejects, *case.memory_only, *case.query_only):
            if not any(type(value) is type(known) and value == known for known in values):
                values.append(value)
    return values


@pytest.fixture(scope="module")
def team_of_values() -> tuple[int, list[Any]]:
    """A team with one event for each value in the table of cases, under a declared, an odd and a nested property."""
    values = values_of_the_table()
    team_id = new_team()
    given_events(
        team_id,
        *(
            event(f"{index:03}", properties={} if value is ABSENT else {KEY: value, "$current_url": value})
            for index, value in enumerate(values)
        ),
    )
    return team_id, values


@pytest.mark.parametrize("key", [KEY, "$current_url"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_operator_matches_as_the_table_says(team_of_values: tuple[int, list[Any]], case: Case, key: str) -> None:
    team_id, values = team_of_values
    found = names_matching(team_id, [{"key": key, "operator": case.operator, "value": case.value}], **CONTEXT_OPTIONS)
    matched = [values[int(name)] for name in found]
    for value in (*case.matches, *case.query_only):
        assert _among(value, matched), f"{value!r} should match"
    for value in (*case.rejects, *case.memory_only):
        assert not _among(value, matched), f"{value!r} should not match"


@pytest.fixture(scope="module")
def people_of_values() -> tuple[int, list[Any]]:
    """A team with one person and one group for each value in the table, null among them as ingestion writes it."""
    values = values_of_the_table()
    team = new_team()
    for index, value in enumerate(values):
        properties = {} if value is ABSENT else {KEY: value, "$browser": value}
        given_person(team, f"{index:03}", properties=properties, distinct_ids=[f"{index:03}"])
        given_group(team, 0, f"{index:03}", properties)
    return team, values


@pytest.mark.parametrize(("scope", "key"), [("persons", KEY), ("persons", "$browser"), ("groups", KEY)])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rules_of_flags_are_those_of_the_table(
    people_of_values: tuple[int, list[Any]], case: Case, scope: Literal["persons", "groups"], key: str
) -> None:
    team, values = people_of_values
    found = names_by_the_rules_of_flags(team, scope, key=key, operator=case.operator, value=case.value)
    condition = parse_filter({"key": KEY, "operator": case.operator, "value": case.value})
    # What the column declares it keeps as text, and a number is the text of it.
    shown = [value for value in values if key == KEY or type(value) not in (int, float)]
    wanted = [value for value in shown if matches(condition, value, now=AT, rules=FLAG_RULES)]
    assert [value for name in found if _among(value := values[int(name)], shown)] == wanted


def names_by_the_rules_of_flags(team: int, scope: Literal["persons", "groups"], **item: Any) -> list[str]:
    context = data.context(team, now=AT, timezone="Pacific/Auckland")
    item |= {"type": "person"} if scope == "persons" else {"type": "group", "group_type_index": 0}
    query = ast.SelectQuery(
        (ast.field("pdi", "distinct_id") if scope == "persons" else ast.field("key"),),
        select_from=ast.from_(scope),
        where=property_to_expr([item], context, scope=scope, rules=FLAG_RULES),
        order_by=(ast.OrderExpr(ast.field("pdi", "distinct_id") if scope == "persons" else ast.field("key")),),
        limit=ast.constant(5000),
    )
    return [name for (name,) in rows_of(team, query)]


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"type": "person", "key": "distinct_id", "value": ["ada-phone", "eve"]}, ["ada"]),
        ({"type": "person", "key": "distinct_id", "operator": "not_icontains", "value": "ada"}, ["bob"]),
        ({"type": "person", "key": "distinct_id", "operator": "is_set"}, ["ada", "bob"]),
        ({"type": "group", "key": "$group_key", "value": "ACME", "group_type_index": 0}, ["acme"]),
    ],
)
def test_ids_are_properties_to_flags(item: dict[str, Any], found: list[str]) -> None:
    team = new_team()
    given_person(team, "ada", properties={"name": "ada"}, distinct_ids=["ada-laptop", "ada-phone"])
    given_person(team, "bob", properties={"name": "bob"}, distinct_ids=["bob"])
    given_group(team, 0, "acme", {"name": "acme"})
    scope: Literal["persons", "groups"] = "persons" if item["type"] == "person" else "groups"
    query = ast.SelectQuery(
        (ast.field("properties", "name"),),
        select_from=ast.from_(scope),
        where=property_to_expr([item], data.context(team), scope=scope, rules=FLAG_RULES),
        order_by=(ast.OrderExpr(ast.field("properties", "name")),),
    )
    assert rows_of(team, query) == [(name,) for name in found]


def _among(value: Any, values: list[Any]) -> bool:
    return any(type(value) is type(known) and value == known for known in values)


@pytest.fixture(scope="module")
def team_id() -> int:
    team = new_team()
    given_events(
        team,
        event("by ada", by="ada", properties={"price": "7"}, person_properties={"plan": "pro"}, groups={0: "acme"}),
        event("by bob", by="bob", properties={"price": 12}, person_properties={"plan": "free"}),
    )
    given_person(team, "ada", properties={"plan": "pro", "age": 36}, distinct_ids=["ada"])
    given_person(team, "bob", properties={"plan": "free"}, distinct_ids=["bob"])
    given_group(team, 0, "acme", {"seats": 20})
    return team


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, ["by ada", "by bob"]),
        ([], ["by ada", "by bob"]),
        ({"type": "OR", "values": []}, ["by ada", "by bob"]),
        ([{"type": "person", "key": "plan", "value": "pro"}], ["by ada"]),
        ([{"type": "group", "key": "seats", "value": 10, "operator": "gt", "group_type_index": 0}], ["by ada"]),
        ([{"type": "group", "key": "seats", "operator": "is_not_set", "group_type_index": 0}], ["by bob"]),
        ([{"type": "event_metadata", "key": "distinct_id", "value": ["bob", "eve"]}], ["by bob"]),
        ([{"type": "event_metadata", "key": "timestamp", "operator": "is_date_after", "value": "2026-03-20"}], []),
        ([{"type": "event_metadata", "key": "$group_0", "operator": "is_set"}], ["by ada"]),
        ([{"type": "person_metadata", "key": "is_identified", "value": True}], ["by ada", "by bob"]),
        ([{"type": "hogql", "key": "toFloat(properties.price) > 10"}], ["by bob"]),
        ([{"key": "price", "value": "7", "negation": True}], ["by bob"]),
        (
            {
                "type": "OR",
                "values": [
                    {"type": "AND", "values": [{"key": "price", "value": "7"}, {"key": "price", "value": "8"}]},
                    {"key": "price", "value": 12},
                ],
            },
            ["by bob"],
        ),
    ],
)
def test_filter_finds_the_right_events(team_id: int, filters: Any, expected: list[str]) -> None:
    assert names_matching(team_id, filters) == expected


def test_definition_decides_how_a_value_is_read(team_id: int) -> None:
    numeric = taxonomy({"price": PropertyType.NUMERIC})
    exact = [{"key": "price", "value": ["7.0"]}]
    assert names_matching(team_id, exact, taxonomy=numeric) == ["by ada"]
    assert names_matching(team_id, exact) == []


def test_filter_on_persons_reads_current_properties(team_id: int) -> None:
    condition = property_to_expr(
        {"type": "person", "key": "age", "operator": "gte", "value": 30}, data.context(team_id), scope="persons"
    )
    query = ast.SelectQuery((ast.field("properties", "plan"),), select_from=ast.from_("persons"), where=condition)
    assert rows_of(team_id, query) == [("pro",)]


def test_filter_on_groups_reads_their_properties(team_id: int) -> None:
    condition = property_to_expr(
        {"type": "group", "key": "seats", "value": 20, "group_type_index": 0}, data.context(team_id), scope="groups"
    )
    query = ast.SelectQuery((ast.field("key"),), select_from=ast.from_("groups"), where=condition)
    assert rows_of(team_id, query) == [("acme",)]


@pytest.mark.parametrize(
    ("filters", "attr"),
    [
        ([{"type": "session", "key": "$entry", "value": 1}], "properties__0__type"),
        ([{"type": "empty", "key": "x", "value": 1}], "properties__0__type"),
        ([{"type": "flag", "key": "beta", "operator": "flag_evaluates_to", "value": True}], "properties__0__type"),
        ([{"key": "x", "operator": "flag_evaluates_to", "value": True}], "properties__0__operator"),
        ([{"key": "x", "operator": "in", "value": 4}], "properties__0__operator"),
        ([{"type": "event_metadata", "key": "team_id", "value": 1}], "properties__0__key"),
        ([{"type": "element", "key": "style", "value": "x"}], "properties__0__key"),
        ([{"key": "x", "value": "1"}, {"key": "y"}], "properties__1__value"),
        (
            {"type": "AND", "values": [{"type": "OR", "values": [{"key": "x", "operator": "?"}]}]},
            "properties__values__0__values__0__operator",
        ),
    ],
)
def test_filter_that_cannot_be_understood_names_its_field(filters: Any, attr: str) -> None:
    with pytest.raises(InvalidFilterError) as refused:
        property_to_expr(filters, data.context(1))
    assert refused.value.attr == attr


@pytest.mark.django_db
def test_filter_on_an_unknown_cohort_says_so(team_id: int) -> None:
    with pytest.raises(QueryError, match="no cohort 1 in this project"):
        names_matching(team_id, [{"type": "cohort", "key": "id", "value": 1}])


CHAIN = (
    'button.btn.primary:attr__class="btn primary"attr__data-x="1;2"attr_id="buy"nth-child="2"nth-of-type="1"text="Buy \\"now\\"; quick";'
    'a:attr__href="/shop"href="/shop"nth-child="1"nth-of-type="1"text="";'
    'div.page:nth-child="1"nth-of-type="1"'
)


@pytest.mark.parametrize(
    ("key", "operator", "value", "found"),
    [
        ("tag_name", "exact", "button", True),
        ("tag_name", "exact", ["form", "a"], True),
        ("tag_name", "exact", "quick", False),
        ("tag_name", "is_not", "form", True),
        ("text", "exact", 'Buy "now"; quick', True),
        ("text", "icontains", "NOW", True),
        ("text", "icontains", "primary", False),
        ("text", "not_icontains", "now", False),
        ("href", "exact", "/shop", True),
        ("href", "regex", "^/sh", True),
        ("href", "exact", "/other", False),
        ("href", "is_set", None, True),
        ("selector", "exact", "button", True),
        ("selector", "exact", "button.primary", True),
        ("selector", "exact", ".primary.btn", True),
        ("selector", "exact", "#buy", True),
        ("selector", "exact", "button:nth-child(2)", True),
        ("selector", "exact", "button:nth-child(3)", False),
        ("selector", "exact", '[data-x="1;2"]', True),
        ("selector", "exact", "div button", True),
        ("selector", "exact", "div > button", False),
        ("selector", "exact", "a > button", True),
        ("selector", "exact", "div.page > a[href='/shop'] > .btn#buy", True),
        ("selector", "exact", "button a", False),
        ("selector", "is_not", ".secondary", True),
    ],
)
def test_filter_on_elements_reads_the_chain(key: str, operator: str, value: Any, found: bool) -> None:
    team = new_team()
    given_events(team, event("clicked", elements=CHAIN), event("other", elements='span:nth-child="1"text="x"'))
    filters = [{"type": "element", "key": key, "operator": operator, "value": value}]
    assert ("clicked" in names_matching(team, filters)) is found
