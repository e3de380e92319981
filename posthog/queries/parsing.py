"""The body of a request to the query endpoint, turned into a query and how to ask it."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from posthog.queries import registry
from posthog.queries.errors import InvalidQueryError
from posthog.queries.modes import RefreshMode
from posthog.queries.nodes.base import QueryNode
from posthog.queries.nodes.request import QueryRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRequest:
    """A query with the dashboard's filters applied, and how to answer it."""

    query: QueryNode
    refresh: RefreshMode
    client_query_id: str


def parse_request(data: Any) -> ParsedRequest:
    """What a client asks; raises InvalidQueryError naming the first field that is wrong."""
    if not isinstance(data, dict):
        raise InvalidQueryError("The body must be an object with a 'query'.", attr="query")
    try:
        request = QueryRequest.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise registry.to_invalid_query(error, data, prefix="") from error
    query = registry.unwrap(registry.parse_query(request.query))
    if request.filters_override is not None:
        query = query.with_dashboard_filters(request.filters_override)
    if request.variables_override is not None:
        query = query.with_variables(request.variables_override)
    return ParsedRequest(query=query, refresh=request.refresh, client_query_id=request.client_query_id or "")
