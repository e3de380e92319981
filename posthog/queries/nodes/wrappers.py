"""What insights store around a query: how it is shown. The query inside is what gets asked."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, WithJsonSchema

from posthog.queries.nodes.base import CamelNode, QueryNode


def _parse_source(value: Any) -> Any:
    # Which queries exist is known to the registry, which products add to when they start.
    from posthog.queries.registry import parse_source

    return value if isinstance(value, QueryNode) else parse_source(value)


# A schema that stands for a component of the OpenAPI document; `posthog.queries.openapi` writes it from the registry.
# It is no `$ref`, because pydantic follows those and would not find it.
COMPONENT = "x-component"
QUERY_SOURCE = WithJsonSchema({COMPONENT: "QuerySource"})
QUERY_SCHEMA = WithJsonSchema({COMPONENT: "QuerySchema"})
Source = Annotated[SerializeAsAny[QueryNode], BeforeValidator(_parse_source), QUERY_SOURCE]
ColumnNames = Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=200)]


class WrapperNode(QueryNode):
    """A node that only shows another one."""

    source: Source


class InsightVizNode(WrapperNode, CamelNode):
    """An insight with its chart and controls."""

    kind: Literal["InsightVizNode"] = "InsightVizNode"
    full: bool | None = None
    embedded: bool | None = None
    show_header: bool | None = None
    show_table: bool | None = None
    show_filters: bool | None = None
    show_last_computation: bool | None = None
    show_last_computation_refresh: bool | None = None
    show_results: bool | None = None
    show_corrrelation_table: bool | None = None
    suppress_session_analysis_warning: bool | None = None
    hide_persons_modal: bool | None = None
    hide_tooltip_on_scroll: bool | None = None
    short_id: Annotated[str, Field(max_length=40)] | None = None


class DataTableNode(WrapperNode, CamelNode):
    """Rows as a table with chosen columns."""

    kind: Literal["DataTableNode"] = "DataTableNode"
    full: bool | None = None
    columns: ColumnNames | None = None
    hidden_columns: ColumnNames | None = None
    pinned_columns: ColumnNames | None = None
    allow_sorting: bool | None = None
    propagate_search: bool | None = None
    show_actions: bool | None = None
    show_column_configurator: bool | None = None
    show_date_range: bool | None = None
    show_elapsed_time: bool | None = None
    show_event_filter: bool | None = None
    show_export: bool | None = None
    show_open_editor_button: bool | None = None
    show_property_filter: bool | None = None
    show_reload: bool | None = None
    show_results_table: bool | None = None
    show_saved_queries: bool | None = None
    show_search: bool | None = None
    show_test_account_filters: bool | None = None
    show_timings: bool | None = None
    embedded: bool | None = None


class DataVisualizationNode(WrapperNode, CamelNode):
    """The rows of a HogQL query as a chart or a table."""

    kind: Literal["DataVisualizationNode"] = "DataVisualizationNode"
    display: Annotated[str, Field(max_length=60)] | None = None
    chart_settings: dict[str, Any] | None = None
    table_settings: dict[str, Any] | None = None
