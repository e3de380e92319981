"""One page of a longer list, as facades return it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """`items` from the asked offset on; `total` counts the whole list."""

    items: tuple[T, ...]
    total: int
