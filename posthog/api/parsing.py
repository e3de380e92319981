"""The first of a view's four moves: parse, call, render, status."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer

# What every list takes besides what it says itself.
_OF_LISTS = ("limit", "offset", "format")


def parse(
    serializer_class: type[BaseSerializer[Any]],
    request: Request,
    *,
    partial: bool = False,
    ignored: Collection[str] | None = None,
) -> dict[str, Any]:
    """The validated body of a request; raises a 400 that names the first wrong field.

    With `ignored`, a field that is neither the form's nor among these is wrong too, so that a misspelled one does not
    look as if it had done something. Usually they are `fields_of` the answer, which clients change and send back.
    """
    serializer = serializer_class(data=request.data, partial=partial)
    if ignored is not None and isinstance(serializer, Serializer) and isinstance(request.data, Mapping):
        _refuse_unknown(request.data, serializer, ignored)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def parse_query(serializer_class: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """The validated query parameters of a request; raises a 400 that names the first wrong one."""
    serializer = serializer_class(data=request.query_params.dict())
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def parse_list_query(serializer_class: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The same for a list; refuses what it does not know, since a filter that is misspelt would list everything."""
    _refuse_unknown(request.query_params, serializer_class(), _OF_LISTS, what="parameter")
    return parse_query(serializer_class, request)


def fields_of(serializer_class: type[Serializer[Any]]) -> frozenset[str]:
    """The names of what a serializer shows."""
    return frozenset(serializer_class().fields)


def _refuse_unknown(
    data: Mapping[str, Any], serializer: Serializer[Any], ignored: Collection[str], *, what: str = "field"
) -> None:
    for name in data:
        if name in serializer.fields or name in ignored:
            continue
        close = get_close_matches(str(name), serializer.fields, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(serializer.fields)}."
        raise ValidationError({str(name)[:200]: [f"There is no such {what}. {hint}"]})
