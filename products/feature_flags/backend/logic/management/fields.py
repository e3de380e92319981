"""Reads the fields of a definition's JSON. Every mistake is an InvalidFlagError with the place and what is possible."""

from collections.abc import Mapping
from typing import Any

from products.feature_flags.backend.facade.errors import InvalidFlagError


def percentage(data: object, attr: str) -> float | int | None:
    if data is None:
        return None
    if isinstance(data, bool) or not isinstance(data, int | float) or not 0 <= data <= 100:
        raise InvalidFlagError(f"{shown(data)} is not a share. Use a number from 0 to 100.", attr=attr)
    return data


def boolean(data: object, attr: str) -> bool:
    if data is None:
        return False
    if not isinstance(data, bool):
        raise InvalidFlagError(f"{shown(data)} is neither true nor false.", attr=attr)
    return data


def short_text(data: object, attr: str, most: int) -> str:
    if data is None:
        return ""
    if not isinstance(data, str) or len(data) > most:
        raise InvalidFlagError(f"This is a text of at most {most:,} characters.", attr=attr)
    return data


def json_object(data: object, attr: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidFlagError(f"Expected a JSON object, got {shown(data)}.", attr=attr)
    return data


def json_list(data: object, attr: str, most: int, what: str) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list):
        raise InvalidFlagError(f"Expected a list, got {shown(data)}.", attr=attr)
    if len(data) > most:
        raise InvalidFlagError(f"At most {most} {what} are possible, got {len(data):,}.", attr=attr)
    return data


def refuse_other_keys(given: Mapping[str, Any], allowed: frozenset[str], attr: str) -> None:
    for name in given:
        if name not in allowed:
            raise InvalidFlagError(
                f"{shown(name)} is not known here. Use {', '.join(sorted(allowed))}.", attr=f"{attr}__{name}"[:200]
            )


def choice(lead: str, words: tuple[str, ...]) -> str:
    if not words:
        return f"{lead} none."
    return f"{lead} {', '.join(words[:10])}{' and more' if len(words) > 10 else ''}."


def shown(value: object) -> str:
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
