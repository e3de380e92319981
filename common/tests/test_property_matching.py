import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.property_matching import (
    FLAG_RULES,
    MISSING,
    OPERATORS,
    InvalidFilterError,
    Operator,
    PropertyFilter,
    PropertyGroup,
    Rules,
    compile_filter,
    matches,
    parse_filter,
    parse_properties,
)
from common.property_matching.rendering import render_exactly
from common.tests.property_cases import CASES, NOW, Case

AT = datetime.fromisoformat(NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_operator_matches_as_the_table_says(case: Case) -> None:
    condition = parse_filter({"key": "k", "operator": case.operator, "value": case.value})
    wanted = [(value, True) for value in (*case.matches, *case.memory_only)]
    wanted += [(value, False) for value in (*case.rejects, *case.query_only)]
    assert [(value, matches(condition, value, now=AT)) for value, _ in wanted] == wanted


def test_every_operator_over_properties_has_a_case() -> None:
    elsewhere = {Operator.IN, Operator.NOT_IN, Operator.FLAG_EVALUATES_TO}
    assert {case.operator for case in CASES} == set(OPERATORS) - elsewhere


@pytest.mark.parametrize("operator", ["in", "not_in", "flag_evaluates_to"])
def test_operator_that_belongs_elsewhere_is_no_silent_answer(operator: str) -> None:
    with pytest.raises(ValueError, match="does not compare"):
        matches(PropertyFilter(key="id", operator=Operator(operator), type="cohort", value=1), 1)


@pytest.mark.parametrize(
    ("value", "matching", "rejecting"),
    [
        # A list is true when no item of it is false, as in the SDKs; so an empty one is.
        (True, [True, "TRUE", [True, "true"], []], [False, "yes", 1, [True, False]]),
        ("false", [False, "no", 0, None], [True, "true", []]),
        (["false"], ["anything", 5], [True]),
        (["true", "yes"], [True, "YES"], [False]),
    ],
)
def test_boolean_text_asks_for_truth_when_told(value: Any, matching: list[Any], rejecting: list[Any]) -> None:
    condition = parse_filter({"key": "k", "value": value})
    assert [matches(condition, each, rules=Rules(boolean_texts=True)) for each in matching] == [True] * len(matching)
    assert [matches(condition, each, rules=Rules(boolean_texts=True)) for each in rejecting] == [False] * len(rejecting)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_flags_differ_from_queries_only_where_the_table_says(case: Case) -> None:
    condition = parse_filter({"key": "k", "operator": case.operator, "value": case.value})
    wanted = [(value, not _among(value, case.not_in_flags)) for value in (*case.matches, *case.memory_only)]
    wanted += [(value, _among(value, case.only_in_flags)) for value in (*case.rejects, *case.query_only)]
    assert [(value, matches(condition, value, now=AT, rules=FLAG_RULES)) for value, _ in wanted] == wanted


def _among(value: Any, values: tuple[Any, ...]) -> bool:
    return any(type(value) is type(known) and value == known for known in values)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5.0"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (0.00001, "0.00001"),
        (True, "true"),
        (None, "null"),
        ({"b": [1.0, None], "a": "é"}, '{"a":"é","b":[1.0,null]}'),
        ({"b": [1e-7, True, {}], "a": "pre-e-x"}, '{"a":"pre-e-x","b":[1e-7,true,{}]}'),
    ],
)
def test_flags_write_values_as_the_sdks_do(value: Any, text: str) -> None:
    assert render_exactly(value) == text


@pytest.mark.parametrize(
    ("date", "now", "moment"),
    [
        ("-2m", "2026-03-31T12:00:00+00:00", "2026-01-28T12:00:00+00:00"),
        ("-1m", "2024-03-31T12:00:00+00:00", "2024-02-29T12:00:00+00:00"),
        ("-13m", "2026-05-31T12:00:00+00:00", "2025-04-28T12:00:00+00:00"),
        ("-4y", "2024-02-29T12:00:00+00:00", "2020-02-28T12:00:00+00:00"),
        ("-7d", "2026-03-31T12:00:00+00:00", "2026-03-24T12:00:00+00:00"),
    ],
)
def test_flags_count_months_back_one_by_one(date: str, now: str, moment: str) -> None:
    condition = parse_filter({"key": "k", "operator": "is_date_before", "value": date})
    at, edge = datetime.fromisoformat(now), datetime.fromisoformat(moment)
    assert matches(condition, (edge - timedelta(seconds=1)).isoformat(), now=at, rules=FLAG_RULES)
    assert not matches(condition, edge.isoformat(), now=at, rules=FLAG_RULES)


BROKEN = [
    ({"operator": "exact", "value": "x"}, "f__key"),
    ({"key": "", "value": "x"}, "f__key"),
    ({"key": "k", "operator": "almost", "value": "x"}, "f__operator"),
    ({"key": "k", "operator": "exact"}, "f__value"),
    ({"key": "k", "operator": "exact", "value": []}, "f__value"),
    ({"key": "k", "operator": "exact", "value": {"a": 1}}, "f__value"),
    ({"key": "k", "operator": "exact", "value": [["x"]]}, "f__value"),
    ({"key": "k", "operator": "exact", "value": float("nan")}, "f__value"),
    ({"key": "k", "operator": "icontains", "value": True}, "f__value"),
    ({"key": "k", "operator": "regex", "value": "("}, "f__value"),
    ({"key": "k", "operator": "regex", "value": "(?=x)"}, "f__value"),
    ({"key": "k", "operator": "regex", "value": "x" * 2_000}, "f__value"),
    ({"key": "k", "operator": "regex", "value": "[^é]{900}"}, "f__value"),
    ({"key": "k", "operator": "regex", "value": ["a"] * 101}, "f__value"),
    ({"key": "k", "operator": "icontains", "value": ["a"] * 1_001}, "f__value"),
    ({"key": "k", "operator": "gt", "value": "many"}, "f__value"),
    ({"key": "k", "operator": "gt", "value": True}, "f__value"),
    ({"key": "k", "operator": "gt", "value": [1, 2]}, "f__value"),
    ({"key": "k", "operator": "between", "value": [3, 1]}, "f__value"),
    ({"key": "k", "operator": "between", "value": 3}, "f__value"),
    ({"key": "k", "operator": "is_date_before", "value": "soon"}, "f__value"),
    ({"key": "k", "operator": "semver_gt", "value": "latest"}, "f__value"),
    ({"key": "k", "operator": "semver_wildcard", "value": "1.2"}, "f__value"),
    ({"key": "id", "type": "cohort", "value": "mine"}, "f__value"),
    ({"key": "k", "type": "group", "value": "x"}, "f__group_type_index"),
    ({"key": "k", "type": "group", "group_type_index": 5, "value": "x"}, "f__group_type_index"),
    ({"key": "k", "type": ["event"], "value": "x"}, "f__type"),
    ("nonsense", "f"),
    (None, "f"),
]


@pytest.mark.parametrize(("data", "attr"), BROKEN)
def test_broken_filter_is_refused_and_names_the_field(data: Any, attr: str) -> None:
    with pytest.raises(InvalidFilterError) as refused:
        parse_filter(data, attr=attr.split("__")[0])
    assert refused.value.attr == attr
    assert refused.value.message.endswith(".")


def test_groups_of_filters_are_parsed_with_nesting() -> None:
    parsed = parse_properties(
        {"type": "OR", "values": [{"key": "a", "value": 1}, {"type": "AND", "values": [{"key": "b", "value": ["x"]}]}]}
    )
    assert parsed == PropertyGroup(
        any_of=True,
        values=(
            PropertyFilter(key="a", operator=Operator.EXACT, type="event", value=1),
            PropertyGroup(
                any_of=False,
                values=(PropertyFilter(key="b", operator=Operator.EXACT, type="event", value=("x",)),),
            ),
        ),
    )


def test_broken_filter_deep_in_a_group_is_named_by_its_path() -> None:
    with pytest.raises(InvalidFilterError) as refused:
        parse_properties([{"type": "AND", "values": [{"key": "a", "value": 1}, {"key": "b"}]}])
    assert refused.value.attr == "properties__0__values__1__value"


def test_groups_nested_without_end_are_refused() -> None:
    data: dict[str, Any] = {"key": "a", "value": 1}
    for _ in range(20):
        data = {"type": "AND", "values": [data]}
    with pytest.raises(InvalidFilterError, match="nested"):
        parse_properties(data)


def test_membership_in_a_cohort_may_be_written_as_equality() -> None:
    assert parse_filter({"key": "id", "type": "cohort", "value": 5}).operator is Operator.IN
    assert parse_filter({"key": "id", "type": "cohort", "value": "5", "operator": "is_not"}).operator is Operator.NOT_IN


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
VALUES = [(case.operator, case.value) for case in CASES]


@given(st.sampled_from(VALUES), JSON_VALUES)
def test_negative_operator_is_the_opposite_for_any_value(filter_value: tuple[str, Any], value: Any) -> None:
    operator, wanted = filter_value
    condition = parse_filter({"key": "k", "operator": operator, "value": wanted})
    positive = OPERATORS[condition.operator].positive
    answer = matches(condition, value, now=AT)
    if positive is not None:
        opposite = PropertyFilter(key="k", operator=positive, type="event", value=condition.value)
        assert answer is not matches(opposite, value, now=AT)
    assert matches(condition, MISSING, now=AT) is (positive is not None)


def test_pattern_that_explodes_elsewhere_is_answered_at_once() -> None:
    condition = parse_filter({"key": "k", "operator": "regex", "value": "^(a+)+$"})
    started = datetime.now(UTC)
    assert not matches(condition, "a" * 100_000 + "b")
    assert (datetime.now(UTC) - started).total_seconds() < 1


@pytest.mark.parametrize("value", ["É" * 500_000, ["x"] * 200_000, ["true"] * 200_000, "1.2." + "3" * 1_000_000])
@pytest.mark.parametrize(
    ("operator", "wanted"),
    [
        ("exact", "pro"),
        ("exact", "true"),
        ("icontains", "@x"),
        ("regex", "(x+x+)+y"),
        ("gt", 5),
        ("semver_gt", "1.2.3"),
    ],
)
def test_large_value_costs_little(operator: str, wanted: Any, value: Any) -> None:
    matcher = compile_filter(parse_filter({"key": "k", "operator": operator, "value": wanted}), rules=FLAG_RULES)
    started = time.process_time()
    matcher(value, AT)
    assert time.process_time() - started < 0.5
