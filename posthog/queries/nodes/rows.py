"""Queries whose answer is rows: events as a list, and free HogQL."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, JsonValue

from posthog.hogql.parser.limits import MAX_LENGTH
from posthog.queries.nodes.base import CamelNode, QueryNode
from posthog.queries.nodes.properties import Properties
from posthog.queries.nodes.shared import ActionId, DashboardFilters, DateRange, HogQLText, Name, both

DateText = Annotated[str, Field(max_length=64)]
Limit = Annotated[int, Field(ge=0)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]
Texts = Annotated[tuple[HogQLText, ...], Field(max_length=100)]


class EventsQuery(QueryNode):
    """A page of events, newest first unless `orderBy` says otherwise.

    `select` holds HogQL expressions; `*` is the whole event and `person` who did it. `nextCursor` of an answer, given
    back as `cursor`, continues exactly after its last row.
    """

    kind: Literal["EventsQuery"] = "EventsQuery"
    select: Annotated[tuple[HogQLText, ...], Field(min_length=1, max_length=100)] = ("*",)
    where: Texts = ()
    properties: Properties = ()
    fixed_properties: Properties = Field(default=(), alias="fixedProperties")
    filter_test_accounts: bool = Field(default=False, alias="filterTestAccounts")
    event: Name | None = None
    events: Annotated[tuple[Name, ...], Field(max_length=500)] | None = None
    action_id: ActionId | None = Field(
        default=None, alias="actionId", description="Only events that this action matches."
    )
    person_id: UUID | None = Field(default=None, alias="personId")
    after: DateText | None = Field(default=None, description="Only events after this date, absolute or relative.")
    before: DateText | None = Field(default=None, description="Only events before this date, absolute or relative.")
    order_by: Texts = Field(default=(), alias="orderBy")
    limit: Limit | None = None
    offset: Offset | None = None
    cursor: Annotated[str, Field(max_length=200)] | None = None

    def with_dashboard_filters(self, filters: DashboardFilters) -> Self:
        """The dashboard's dates replace the query's own, its property filters are added."""
        changes: dict[str, Any] = {"properties": both(self.properties, filters.properties)}
        if filters.date_range is not None:
            changes |= {"after": filters.date_from, "before": filters.date_to}
        return self.model_copy(update=changes)


class HogQLFilters(CamelNode):
    """What the placeholder `{filters}` of a HogQL query becomes."""

    date_range: DateRange | None = None
    properties: Properties = ()
    filter_test_accounts: bool = False


class HogQLVariable(CamelNode):
    """A value for `{variables.code_name}`."""

    code_name: Annotated[str, Field(alias="code_name", min_length=1, max_length=100)]
    variable_id: Name | None = None
    value: JsonValue = None
    is_null: bool = Field(default=False, alias="isNull")


class HogQLQuery(QueryNode):
    """A SELECT in HogQL. `values` fill placeholders such as `{name}`; a LIMIT above the maximum is lowered to it."""

    NOT_IN_CACHE_KEY = QueryNode.NOT_IN_CACHE_KEY | {"name"}

    kind: Literal["HogQLQuery"] = "HogQLQuery"
    query: Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
    filters: HogQLFilters | None = None
    values: dict[str, JsonValue] | None = None
    variables: dict[str, HogQLVariable] | None = None
    name: Annotated[str, Field(max_length=128)] | None = None
    limit: Limit | None = Field(default=None, description="Rows when the query itself has no LIMIT.")
    offset: Offset | None = Field(default=None, description="Rows to skip when the query itself has no OFFSET.")

    def with_dashboard_filters(self, filters: DashboardFilters) -> Self:
        """The dashboard's filters reach a query that has a place for them, and leave any other alone."""
        if "{filters" not in self.query.replace(" ", ""):
            return self
        own = self.filters or HogQLFilters()
        changes: dict[str, Any] = {"properties": both(own.properties, filters.properties)}
        if filters.date_range is not None:
            changes["date_range"] = filters.date_range
        return self.model_copy(update={"filters": own.model_copy(update=changes)})

    def with_variables(self, variables: Mapping[str, HogQLVariable]) -> Self:
        """The query with these values in place of its own for variables of the same name."""
        names = {variable.code_name for variable in variables.values()}
        kept = {key: own for key, own in (self.variables or {}).items() if own.code_name not in names}
        return self.model_copy(update={"variables": {**kept, **variables}})


class HogQLMetadata(QueryNode):
    """Checks a piece of HogQL without running it: the mistakes with their positions, the tables it reads."""

    kind: Literal["HogQLMetadata"] = "HogQLMetadata"
    language: Literal["hogQL", "hogQLExpr"] = "hogQL"
    query: Annotated[str, Field(max_length=MAX_LENGTH)]
    filters: HogQLFilters | None = None
    variables: dict[str, HogQLVariable] | None = None


class DatabaseSchemaQuery(QueryNode):
    """The tables of HogQL with their columns, for editors."""

    kind: Literal["DatabaseSchemaQuery"] = "DatabaseSchemaQuery"
