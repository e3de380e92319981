"""The body of a request to the query endpoint, around the query itself."""

from typing import Annotated, Any, Literal

from pydantic import Field

from posthog.queries.modes import RefreshMode
from posthog.queries.nodes.base import Node
from posthog.queries.nodes.rows import HogQLVariable
from posthog.queries.nodes.shared import DashboardFilters
from posthog.queries.nodes.wrappers import QUERY_SCHEMA

Query = Annotated[dict[str, Any], QUERY_SCHEMA]


class QueryRequest(Node):
    """A query and how to answer it."""

    query: Query
    refresh: RefreshMode = Field(
        default=RefreshMode.BLOCKING,
        description="What to do about a cached answer: compute in the request, in the background, or never.",
    )
    client_query_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = Field(
        default=None, description="The client's own id for this run, with which it can be followed or cancelled."
    )
    filters_override: DashboardFilters | None = Field(
        default=None, description="Filters of the dashboard around the query."
    )
    variables_override: Annotated[dict[str, HogQLVariable], Field(max_length=100)] | None = None
    name: Annotated[str, Field(max_length=128)] | None = Field(default=None, description="What to call it in logs.")
    limit_context: Literal["query", "query_async"] | None = None
