"""Lists: `limit` and `offset`, 100 by default, `{count, next, previous, results}` with absolute links."""

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.urls import replace_query_param

from common.pages import Page

T = TypeVar("T")


class Pagination(LimitOffsetPagination):
    """Limits are clamped, not refused: a client that asks for more gets the largest page and a `next` link."""

    default_limit = 100
    max_limit = 1000
    # Where the next page begins, when that is not where this one ends by its limit.
    after: int | None = None

    def get_limit(self, request: Request) -> int:
        return min(_number(request, "limit", self.default_limit, least=1), self.max_limit)

    def get_offset(self, request: Request) -> int:
        return _number(request, "offset", 0, least=0)

    def respond(
        self, request: Request, fetch: Callable[[int, int], Page[T]], serializer_class: type[BaseSerializer[Any]]
    ) -> Response:
        """Answer one page: `fetch(limit, offset)` gives it, the serializer renders its items."""
        self.request = request
        self.limit = limit = self.get_limit(request)
        self.offset = offset = min(self.get_offset(request), 2**31)
        page = fetch(limit, offset)
        self.count = page.total
        # A page of large things may end before its limit; the next one begins after what is there.
        self.after = offset + (len(page.items) or limit)
        rendered = serializer_class(list(page.items), many=True).data
        return self.get_paginated_response(rendered)

    def get_next_link(self) -> str | None:
        if self.after is None:
            return super().get_next_link()
        if self.request is None or self.count is None or self.after >= self.count:
            return None
        url = replace_query_param(self.request.build_absolute_uri(), self.limit_query_param, self.limit)
        return replace_query_param(url, self.offset_query_param, self.after)


def _number(request: Request, name: str, default: int, *, least: int) -> int:
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) < 19 and int(value) >= least):
        raise ValidationError({name: [f"This must be a whole number, {least} or more."]})
    return int(value)


def paginate(
    request: Request, fetch: Callable[[int, int], Page[T]], serializer_class: type[BaseSerializer[Any]]
) -> Response:
    """The answer of a list endpoint: one page of contracts, rendered."""
    return Pagination().respond(request, fetch, serializer_class)
