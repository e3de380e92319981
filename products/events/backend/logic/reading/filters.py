"""Property filters of list endpoints, which come as JSON text in the query."""

from typing import Any

from common.json import loads
from common.property_matching import InvalidFilterError


def read_filters(text: str, *, default_type: str) -> Any:
    """The filters in `text`; one that does not say whose property it means gets the type. Empty without any.

    Raises InvalidFilterError when the text is no JSON; what is in it is judged where it becomes a condition.
    """
    try:
        filters = loads(text or "[]")
    except ValueError as error:
        raise InvalidFilterError("The property filters are not valid JSON.", attr="properties") from error
    if not isinstance(filters, list):
        return filters
    return [{"type": default_type, **each} if isinstance(each, dict) else each for each in filters]
