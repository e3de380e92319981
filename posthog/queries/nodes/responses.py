"""The form of answers, for the OpenAPI document and for tests. At run time answers are plain dictionaries."""

from typing import Any

from pydantic import ConfigDict, Field

from posthog.queries.nodes.base import ResponseModel


class Timing(ResponseModel):
    """How long one step took."""

    k: str = Field(description="The step.")
    t: float = Field(description="Seconds.")


class ResolvedDateRange(ResponseModel):
    """The range that was looked at, in the project's time zone."""

    date_from: str
    date_to: str


class QueryProgress(ResponseModel):
    """How much a running query has read."""

    rows_read: int = 0
    bytes_read: int = 0
    estimated_rows_total: int = 0
    time_elapsed: float = 0.0
    active_cpu_time: float = 0.0


class QueryStatus(ResponseModel):
    """Where a background query stands."""

    id: str
    query_async: bool = True
    team_id: int
    insight_id: int | None = None
    dashboard_id: int | None = None
    complete: bool = False
    error: bool = False
    error_message: str | None = None
    error_code: str | None = Field(default=None, description="As `code` in the answer to a query that is waited for.")
    error_extra: dict[str, int] | None = Field(
        default=None, description="As `extra` there: where the mistake is, as `start`, `end`, `line` and `column`."
    )
    results: Any = Field(default=None, description="The whole answer, once complete.")
    start_time: str | None = Field(default=None, description="When it was asked.")
    pickup_time: str | None = Field(default=None, description="When a worker began.")
    end_time: str | None = None
    expiration_time: str | None = Field(default=None, description="Until when this can be asked for.")
    task_id: str | None = None
    query_progress: QueryProgress | None = None
    labels: list[str] | None = None


class QueryStatusResponse(ResponseModel):
    """A background query's status, beside an old answer when there is one."""

    model_config = ConfigDict(extra="allow")

    query_status: QueryStatus


class QueryResponse(ResponseModel):
    """What every answer has. `results` depends on the kind of query."""

    results: Any = None
    timings: list[Timing] = Field(default_factory=list)
    hogql: str | None = Field(default=None, description="The HogQL that was asked.")
    error: str | None = None
    modifiers: dict[str, Any] = Field(default_factory=dict)
    resolved_date_range: ResolvedDateRange | None = None
    timezone: str | None = None
    is_cached: bool = False
    last_refresh: str | None = Field(default=None, description="When the answer was computed.")
    cache_key: str | None = None
    cache_target_age: str | None = Field(default=None, description="When the answer counts as stale.")
    next_allowed_client_refresh: str | None = None
    calculation_trigger: str | None = None
    query_status: QueryStatus | None = None
    hasMore: bool | None = None


class SeriesAction(ResponseModel):
    """Which series of the query a result belongs to."""

    id: str | int | None = Field(description="The event's name, or the action's id.")
    type: str = Field(description="events or actions")
    order: int
    name: str | None
    custom_name: str | None
    math: str
    math_property: str | None
    math_hogql: str | None
    math_group_type_index: int | None
    properties: Any
    days: list[str]


class TrendsResult(ResponseModel):
    """One line of a chart, or one number when `aggregated_value` is there."""

    data: list[float]
    labels: list[str]
    days: list[str]
    count: float
    label: str
    action: SeriesAction | None
    filter: dict[str, Any]
    aggregated_value: float | None = None
    compare: bool | None = None
    compare_label: str | None = None
    breakdown_value: str | None = None


class TrendsQueryResponse(QueryResponse):
    """The answer to a TrendsQuery."""

    results: list[TrendsResult]


class RowsResponse(QueryResponse):
    """An answer made of rows."""

    results: list[list[Any]]
    columns: list[str]
    types: list[list[str]] = Field(description="Pairs of column and ClickHouse type.")
    limit: int
    offset: int


class EventsQueryResponse(RowsResponse):
    """The answer to an EventsQuery."""

    nextCursor: str | None = None


class HogQLQueryResponse(RowsResponse):
    """The answer to a HogQLQuery."""

    query: str


class HogQLNotice(ResponseModel):
    """Something about a piece of a query."""

    message: str
    start: int | None = Field(description="Offset of the first character, if it is known.")
    end: int | None = None
    fix: str | None = None


class HogQLMetadataResponse(QueryResponse):
    """The answer to HogQLMetadata."""

    isValid: bool
    query: str
    errors: list[HogQLNotice]
    warnings: list[HogQLNotice]
    notices: list[HogQLNotice]
    table_names: list[str]


class SchemaField(ResponseModel):
    """A column of a table."""

    name: str
    type: str
    hogql_value: str = Field(description="How to write it in a query.")
    table: str | None = None
    fields: list[str] | None = None


class SchemaTable(ResponseModel):
    """A table of HogQL."""

    id: str
    name: str
    type: str = "posthog"
    fields: dict[str, SchemaField]


class DatabaseSchemaResponse(QueryResponse):
    """The answer to a DatabaseSchemaQuery."""

    tables: dict[str, SchemaTable]
