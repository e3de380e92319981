"""Walking and rebuilding syntax trees without naming every kind of node."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from posthog.hogql.ast import AST

N = TypeVar("N", bound=AST)

_known_fields: dict[type[AST], tuple[str, ...]] = {}


def children(node: AST) -> Iterator[AST]:
    """The nodes directly inside `node`, in the order of its fields."""
    for name in _field_names(type(node)):
        yield from _nodes_in(getattr(node, name))


def walk(node: AST) -> Iterator[AST]:
    """`node` and everything inside it, outermost first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))


def rebuild(node: N, change: Callable[[AST], AST]) -> N:
    """`node` with every direct child replaced by `change(child)`; the very same node when nothing changed."""
    changed: dict[str, Any] = {}
    for name in _field_names(type(node)):
        value = getattr(node, name)
        result = _rebuild_value(value, change)
        if result is not value:
            changed[name] = result
    return replace(node, **changed) if changed else node


def _field_names(kind: type[AST]) -> tuple[str, ...]:
    known = _known_fields.get(kind)
    if known is None:
        known = _known_fields[kind] = tuple(item.name for item in fields(kind) if item.name != "span")
    return known


def _nodes_in(value: object) -> Iterator[AST]:
    if isinstance(value, AST):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def _rebuild_value(value: object, change: Callable[[AST], AST]) -> object:
    if isinstance(value, AST):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_rebuild_value(item, change) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    return value
