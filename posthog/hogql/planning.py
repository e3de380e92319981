"""Walking and rebuilding physical trees without naming every kind of node."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from posthog.hogql import plan
from posthog.hogql.functions import registry

P = TypeVar("P")

_known_fields: dict[type, tuple[str, ...]] = {}
_PARTS = (
    plan.Node,
    plan.OrderBy,
    plan.Window,
    plan.ArrayJoin,
    plan.LimitBy,
    plan.Scan,
    plan.Derived,
    plan.Numbers,
    plan.Joined,
    plan.Select,
    plan.SelectSet,
)
QUERIES = (plan.Select, plan.SelectSet)


def children(part: object) -> Iterator[Any]:
    """The parts directly inside, in order."""
    for name in _field_names(type(part)):
        yield from _parts_in(getattr(part, name))


def walk(part: object, *, into_queries: bool = False) -> Iterator[Any]:
    """`part` and everything inside it; subqueries, which have names of their own, only when asked for."""
    stack = [part]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(child for child in children(current) if into_queries or not isinstance(child, QUERIES))


def rebuild(part: P, change: Callable[[Any], Any]) -> P:
    """`part` with each direct child replaced by `change(child)`; the very same when nothing changed."""
    changed: dict[str, Any] = {}
    for name in _field_names(type(part)):
        value = getattr(part, name)
        result = _rebuild_value(value, change)
        if result is not value:
            changed[name] = result
    return cast(P, replace(cast(Any, part), **changed)) if changed else part


def rewrite(part: P, change: Callable[[Any], Any]) -> P:
    """`part` with `change` applied to everything inside it, subqueries included, innermost first, and to itself."""
    return cast(P, change(rebuild(part, lambda child: rewrite(child, change))))


def contains_aggregate(node: plan.Node) -> bool:
    """Whether an aggregate that is not over a window is in `node`."""
    for part in walk(node):
        if isinstance(part, plan.Func):
            function = registry.find(part.name)
            if function is not None and function.is_aggregate:
                return True
    return False


def sources_of(node: object) -> frozenset[int]:
    """The numbers of the sources that `node` reads columns of."""
    return frozenset(part.source for part in walk(node) if isinstance(part, plan.Column | plan.PersonId))


def _field_names(kind: type) -> tuple[str, ...]:
    known = _known_fields.get(kind)
    if known is None:
        names = (item.name for item in fields(kind))
        known = _known_fields[kind] = tuple(name for name in names if name not in ("type", "table"))
    return known


def _parts_in(value: object) -> Iterator[Any]:
    if isinstance(value, _PARTS):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts_in(item)


def _rebuild_value(value: object, change: Callable[[Any], Any]) -> object:
    if isinstance(value, _PARTS):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_rebuild_value(item, change) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    return value
