"""The first of a view's four moves: parse, call, render, status."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer


def parse(serializer_class: type[BaseSerializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The validated body of a request; raises a 400 that names the first wrong field."""
    serializer = serializer_class(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def parse_query(serializer_class: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query parameters of a request; raises a 400 that names the first wrong one."""
    serializer = serializer_class(data=request.query_params.dict())
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
