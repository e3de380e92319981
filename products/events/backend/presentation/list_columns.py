"""The columns a person chose for a list, over HTTP."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import ErrorKind, ProductError
from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import ColumnsAPI
from products.events.backend.facade.enums import ListName

MAX_COLUMNS = 40
LIST_NAME = OpenApiParameter(
    "list_name", OpenApiTypes.STR, OpenApiParameter.PATH, enum=[name.value for name in ListName]
)


class ListNotFoundError(ProductError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class ChosenColumnsSerializer(serializers.Serializer[Any]):
    columns = serializers.ListField(
        child=serializers.CharField(max_length=420),
        allow_null=True,
        max_length=MAX_COLUMNS,
        min_length=1,
        help_text="In the order they are shown; null stands for the list's own columns.",
    )


class ListColumnsViewSet(TeamViewSet):
    """Belongs to whoever asks: nobody sees or changes another person's choice."""

    scope_object = "project"
    lookup_field = "list_name"
    lookup_value_converter = "str"

    @extend_schema(parameters=[LIST_NAME], responses=ChosenColumnsSerializer)
    def retrieve(self, request: Request, list_name: str, **_: str) -> Response:
        """The columns you chose for this list."""
        chosen = ColumnsAPI.get_columns(_known(list_name), team_id=self.team_id, user_id=self.actor.user_id)
        return Response({"columns": chosen})

    @extend_schema(parameters=[LIST_NAME], request=ChosenColumnsSerializer, responses=ChosenColumnsSerializer)
    def partial_update(self, request: Request, list_name: str, **_: str) -> Response:
        """Choose the columns of this list, or return to its own with null."""
        name = _known(list_name)
        chosen = parse(ChosenColumnsSerializer, request)["columns"]
        if chosen is None:
            ColumnsAPI.reset_columns(name, team_id=self.team_id, user_id=self.actor.user_id)
            return Response({"columns": None})
        kept = ColumnsAPI.choose_columns(tuple(chosen), name, team_id=self.team_id, user_id=self.actor.user_id)
        return Response({"columns": kept})


def _known(list_name: str) -> ListName:
    try:
        return ListName(list_name)
    except ValueError as error:
        raise ListNotFoundError(f"There is no list '{list_name}'. There are {', '.join(ListName)}.") from error
