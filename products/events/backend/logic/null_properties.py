"""Which properties are null, for the column of ClickHouse beside JSON, which keeps nothing of them."""

from collections.abc import Mapping

import orjson


def null_names(properties: Mapping[str, object] | bytes) -> list[str]:
    """The names of properties, a mapping or its JSON text, whose value is null."""
    if isinstance(properties, bytes):
        # Most people have none, and then their text need not be read.
        properties = orjson.loads(properties) if b"null" in properties else {}
    return [name for name, value in properties.items() if value is None]
