from typing import Any, Literal

import pytest
from pydantic import ValidationError

from posthog.queries import registry
from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.base import QueryNode
from posthog.queries.nodes.shared import DashboardFilters
from posthog.queries.nodes.trends import TrendsQuery
from posthog.queries.parsing import parse_request
from posthog.queries.rows.hogql import HogQLQueryRunner
from posthog.queries.runner import QueryRunner
from posthog.queries.trends.runner import TrendsQueryRunner

TRENDS: dict[str, Any] = {"kind": "TrendsQuery", "series": [{"kind": "EventsNode", "event": "seen"}]}


class PingQuery(QueryNode):
    """A kind that a product might add."""

    kind: Literal["PingQuery"] = "PingQuery"


class PingRunner(QueryRunner[PingQuery]):
    def calculate(self) -> dict[str, Any]:
        return {"results": "pong"}


@pytest.fixture
def _ping_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is registered stays for good; this one goes with the copy that it is put into.
    monkeypatch.setattr(registry, "_runners", dict(registry._runners))
    registry.register(PingQuery, PingRunner)


@pytest.mark.usefixtures("_ping_registered")
def test_registered_kind_is_parsed_and_finds_its_runner() -> None:
    query = registry.parse_query({"kind": "PingQuery"})
    assert query == PingQuery()
    assert registry.runner_for(query) is PingRunner
    wrapped = registry.parse_query({"kind": "DataTableNode", "source": {"kind": "PingQuery"}})
    assert registry.unwrap(wrapped) == PingQuery()


def test_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidQueryError, match=r"must be one of .*TrendsQuery.*, got 'PingQuery'") as caught:
        registry.parse_query({"kind": "PingQuery"})
    assert caught.value.attr == "query__kind"


def test_only_runners_for_nodes_may_be_registered() -> None:
    with pytest.raises(TypeError, match="is not a QueryRunner"):
        registry.register(PingQuery, PingQuery)  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TypeError, match="is not a QueryNode"):
        registry.register(PingRunner, PingRunner)  # type: ignore[arg-type]  # the mistake under test


def test_kind_belongs_to_one_node() -> None:
    class AnotherTrendsQuery(QueryNode):
        kind: Literal["TrendsQuery"] = "TrendsQuery"

    with pytest.raises(ValueError, match="'TrendsQuery' is taken by TrendsQuery"):
        registry.register(AnotherTrendsQuery, PingRunner)


def with_series(**fields: Any) -> dict[str, Any]:
    return {**TRENDS, "series": [{"kind": "EventsNode", "event": "seen", **fields}]}


@pytest.mark.parametrize(
    ("query", "attr", "message"),
    [
        ([], "query", "A query is an object"),
        ({}, "query__kind", "got 'None'"),
        ({"kind": ["x"]}, "query__kind", "must be one of"),
        ({"kind": "TrendsQuery"}, "query__series", "this field is required"),
        ({**TRENDS, "series": []}, "query__series", "at least 1 item"),
        ({**TRENDS, "series": [{"kind": "EventsNode"}] * 27}, "query__series", "at most 26 items"),
        ({**TRENDS, "interval": "fortnight"}, "query__interval", "got 'fortnight'"),
        ({**TRENDS, "date_range": {}}, "query__date_range", "no such field"),
        ({**TRENDS, "nonsense": 1}, "query__nonsense", "no such field"),
        (with_series(math="sum"), "query__series__0", "needs math_property"),
        (with_series(math="hogql"), "query__series__0", "needs math_hogql"),
        (with_series(math="unique_group"), "query__series__0", "needs math_group_type_index"),
        (with_series(math="magic"), "query__series__0__math", "got 'magic'"),
        (with_series(properties=[{"key": "a", "value": 1}]), "query__series__0__properties__0", "'type'"),
        (with_series(properties=[{"type": "nope", "key": "a"}]), "query__series__0__properties__0", "'nope'"),
        (
            with_series(properties=[{"type": "event", "key": "a", "operator": "resembles", "value": 1}]),
            "query__series__0__properties__0__operator",
            "got 'resembles'",
        ),
        (
            with_series(properties=[{"type": "event", "key": "a", "operator": "gt", "value": "many"}]),
            "query__series__0__properties__0",
            "needs a number, got 'many'",
        ),
        (
            with_series(properties=[{"type": "event", "key": "a", "operator": "exact"}]),
            "query__series__0__properties__0",
            "got nothing",
        ),
        (
            {**TRENDS, "properties": {"type": "OR", "values": [{"type": "event", "key": "a", "vaule": 1}]}},
            "query__properties__values__0__vaule",
            "no such field",
        ),
        (
            {**TRENDS, "breakdownFilter": {"breakdown": "a", "breakdown_type": "group"}},
            "query__breakdownFilter",
            "needs breakdown_group_type_index",
        ),
        ({**TRENDS, "samplingFactor": 0}, "query__samplingFactor", "greater than 0"),
        ({"kind": "HogQLQuery", "query": ""}, "query__query", "at least 1 character"),
        ({"kind": "EventsQuery", "limit": -1}, "query__limit", "greater than or equal to 0"),
        ({"kind": "InsightVizNode", "source": {"kind": "InsightVizNode"}}, "query__source", "must be a query"),
        ({"kind": "InsightVizNode", "source": {"kind": "TrendsQuery"}}, "query__source", "series"),
    ],
)
def test_wrong_query_is_refused_at_the_field_that_is_wrong(query: Any, attr: str, message: str) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        registry.parse_query(query)
    assert caught.value.attr is not None
    assert caught.value.attr.startswith(attr)
    assert message in caught.value.message
    assert caught.value.message.endswith(".")


def test_null_means_that_a_field_is_left_out() -> None:
    nulls = {"interval": None, "properties": None, "breakdownFilter": None, "trendsFilter": {"display": None}}
    assert registry.parse_query({**TRENDS, **nulls}) == registry.parse_query(TRENDS)


def test_stored_query_survives_its_round_trip() -> None:
    data = {
        "kind": "InsightVizNode",
        "source": {
            **with_series(math="sum", math_property="amount", custom_name="Revenue"),
            "interval": "week",
            "dateRange": {"date_from": "-30d", "explicitDate": True},
            "properties": {
                "type": "OR",
                "values": [
                    {"type": "AND", "values": [{"type": "person", "key": "a", "operator": "is_set"}]},
                    {"type": "event", "key": "b", "operator": "between", "value": [1, 2.5]},
                ],
            },
            "trendsFilter": {"display": "ActionsBar", "showLegend": True, "goalLines": [{"label": "x", "value": 3}]},
            "compareFilter": {"compare": True, "compare_to": "-1w"},
        },
        "full": True,
    }
    query = registry.parse_query(data)
    stored = query.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert registry.parse_query(stored) == query
    assert stored["source"]["series"][0]["custom_name"] == "Revenue"
    assert stored["source"]["dateRange"] == {"date_from": "-30d", "explicitDate": True}


def test_nodes_cannot_be_changed() -> None:
    query = registry.parse_query(TRENDS)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(query, "kind", "HogQLQuery")  # noqa: B010  # mypy already refuses the plain form
    assert hash(query) == hash(registry.parse_query(TRENDS))


def test_presentation_does_not_change_the_name_of_an_answer() -> None:
    def payload(**fields: Any) -> dict[str, Any]:
        return registry.parse_query({**TRENDS, **fields}).cache_payload()

    line = payload()
    assert payload(trendsFilter={"display": "ActionsBar", "showLegend": True}) == line
    assert payload(tags={"scene": "Insight"}, version=2) == line
    assert payload(trendsFilter={"display": "BoldNumber"}) == payload(trendsFilter={"display": "ActionsPie"}) != line
    assert payload(trendsFilter={"display": "ActionsLineGraphCumulative"}) != line
    assert payload(trendsFilter={"formula": "A*2"}) != line
    assert payload(interval="week") != line


def test_dashboard_filters_replace_dates_and_add_conditions() -> None:
    own = {"type": "event", "key": "a", "value": "1", "operator": "exact"}
    added = {"type": "person", "key": "b", "value": "2", "operator": "exact"}
    parsed = parse_request(
        {
            "query": {**TRENDS, "properties": [own], "dateRange": {"date_from": "-7d"}},
            "filters_override": {"date_from": "-90d", "properties": [added]},
        }
    ).query
    assert isinstance(parsed, TrendsQuery)
    assert parsed.date_range.date_from == "-90d"
    shown = parsed.model_dump(mode="json", by_alias=True, exclude_none=True)["properties"]
    assert shown == {"type": "AND", "values": [{"type": "AND", "values": [each]} for each in (own, added)]}
    assert DashboardFilters().date_range is None


def test_variables_of_the_request_replace_those_of_the_query() -> None:
    query = {
        "kind": "HogQLQuery",
        "query": "SELECT {variables.a}, {variables.b}",
        "variables": {"1": {"code_name": "a", "value": 1}, "2": {"code_name": "b", "value": 2}},
    }
    parsed = parse_request({"query": query, "variables_override": {"9": {"code_name": "b", "value": 3}}}).query
    values = {each.code_name: each.value for each in parsed.variables.values()}  # type: ignore[attr-defined]  # a HogQLQuery
    assert values == {"a": 1, "b": 3}


def test_builtin_kinds_are_registered_when_the_core_starts() -> None:
    kinds = {registry.kind_of(node): registry.runner_for_node(node) for node in registry.source_nodes()}
    assert kinds["TrendsQuery"] is TrendsQueryRunner
    assert kinds["HogQLQuery"] is HogQLQueryRunner
