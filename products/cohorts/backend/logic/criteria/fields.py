"""Typed reading of the fields of one criterion. Every complaint names the field and what would be right."""

from collections.abc import Collection, Mapping
from typing import Any

from products.cohorts.backend.facade.errors import InvalidCohortError

# What clients of the API add for themselves; it means nothing here and is not kept.
_IGNORED = frozenset({"type", "bytecode", "conditionHash", "label", "cohort_name", "sort_key", "index"})


class Fields:
    """One criterion's fields. Raises InvalidCohortError for a field that is not in `known`."""

    def __init__(self, data: Mapping[str, Any], attr: str, known: Collection[str]) -> None:
        self._data = data
        self._attr = attr
        unknown = sorted(str(name) for name in data if name not in known and name not in _IGNORED)
        if unknown:
            raise self.error(unknown[0][:60], f"Unknown field. Such a criterion has {', '.join(sorted(known))}.")

    def error(self, name: str, message: str) -> InvalidCohortError:
        return InvalidCohortError(message, attr=f"{self._attr}__{name}")

    def get(self, name: str) -> Any:
        return self._data.get(name)

    def has(self, name: str) -> bool:
        return self._data.get(name) is not None

    def flag(self, name: str) -> bool:
        value = self._data.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.error(name, f"{name} is true or false, got {str(value)[:60]!r}.")
        return value

    def text(self, name: str, *, default: str | None = None, longest: int = 400) -> str:
        value = self._data.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value or len(value) > longest:
            raise self.error(name, f"{name} is a text of 1 to {longest} characters.")
        return value

    def choice(self, name: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
        value = self._data.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value not in choices:
            raise self.error(name, f"{name} is one of {', '.join(choices)}, got {str(value)[:60]!r}.")
        return value

    def whole(self, name: str, *, low: int, high: int) -> int:
        """A whole number, which forms also send as text."""
        value = self._data.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
            value = int(value)
        if type(value) is not int or not low <= value <= high:
            shown = "nothing" if value is None else str(value)[:60]
            raise self.error(name, f"{name} is a whole number from {low:,} to {high:,}, got {shown}.")
        return value
