"""The query endpoint: POST asks, GET follows what runs in the background, DELETE stops it.

Routed by the core under `/api/projects/:project_id/query/`. Asking is reading, whatever the HTTP method, so a key needs
the scope `query:read` only.
"""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.viewsets import TeamViewSet
from posthog.queries import background
from posthog.queries.cancellation import QUERY_ID
from posthog.queries.computation import Question
from posthog.queries.errors import InvalidQueryError, QueryNotFoundError
from posthog.queries.nodes.request import QueryRequest
from posthog.queries.nodes.responses import QueryStatusResponse
from posthog.queries.openapi import QueryAnswer
from posthog.queries.parsing import parse_request
from posthog.queries.service import ask

ID = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The id of the query.")
KIND = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The kind of the query.")


class QueryViewSet(TeamViewSet):
    """Questions about the project's data."""

    scope_object = "query"
    read_actions = ("create", "create_of_kind", "destroy")

    @extend_schema(
        operation_id="query_create", request=QueryRequest, responses={200: QueryAnswer, 202: QueryStatusResponse}
    )
    def create(self, request: Request, **_: Any) -> Response:
        """Answer a query: from the cache, by computing it, or later in the background, as `refresh` says."""
        return self._answer(request.data)

    @extend_schema(
        operation_id="query_create_of_kind",
        parameters=[KIND],
        request=QueryRequest,
        responses={200: QueryAnswer, 202: QueryStatusResponse},
    )
    def create_of_kind(self, request: Request, id: str, **_: Any) -> Response:
        """The same, with the kind of the query repeated in the address, which helps reading logs."""
        query = request.data.get("query") if isinstance(request.data, dict) else None
        if isinstance(query, dict) and query.get("kind") != id:
            raise InvalidQueryError(f"The address says '{id[:60]}', the query is of another kind.", attr="query__kind")
        return self._answer(request.data)

    @extend_schema(operation_id="query_retrieve", parameters=[ID], responses={200: QueryStatusResponse})
    def retrieve(self, request: Request, id: str, **_: Any) -> Response:
        """Where a background query stands: 202 while it runs, 200 with the answer, 400 or 500 when it failed."""
        found = background.get_status(self.team_id, _checked(id))
        return Response({"query_status": found.as_json()}, status=_status_of(found))

    @extend_schema(operation_id="query_destroy", parameters=[ID], responses={204: None})
    def destroy(self, request: Request, id: str, **_: Any) -> Response:
        """Stop a query of this project, by its id or by the `client_query_id` it was asked with."""
        background.cancel(self.team_id, _checked(id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _answer(self, data: Any) -> Response:
        parsed = parse_request(data)
        question = Question(
            query=parsed.query,
            mode=parsed.refresh,
            query_id=parsed.client_query_id,
            user_id=self.actor.user_id,
        )
        answer = ask(question, self.team)
        return Response(answer.body, status=status.HTTP_202_ACCEPTED if answer.pending else status.HTTP_200_OK)


def _checked(query_id: str) -> str:
    if QUERY_ID.fullmatch(query_id) is None:
        raise QueryNotFoundError("There is no query with this id.")
    return query_id


def _status_of(found: background.Status) -> int:
    if not found.complete:
        return status.HTTP_202_ACCEPTED
    if not found.error:
        return status.HTTP_200_OK
    return status.HTTP_500_INTERNAL_SERVER_ERROR if found.is_our_fault else status.HTTP_400_BAD_REQUEST
