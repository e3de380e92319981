"""Properties: values inside JSON columns, with the types that the team's definitions give them."""

from dataclasses import replace

from posthog.hogql import plan, types
from posthog.hogql.context import HogQLContext
from posthog.hogql.database.typed_paths import EVENT_TYPED_PATHS, PERSON_TYPED_PATHS
from posthog.hogql.errors import QueryError
from posthog.hogql.plan import Read
from posthog.hogql.resolver.constants import read_as
from posthog.hogql.taxonomy import PropertyKind, PropertyType
from posthog.hogql.types import Kind, PropertyScope

MAX_PATH = 32

_TYPED_PATHS = {PropertyKind.EVENT: EVENT_TYPED_PATHS, PropertyKind.PERSON: PERSON_TYPED_PATHS}
_READS = {
    PropertyType.STRING: Read.TEXT,
    PropertyType.NUMERIC: Read.NUMBER,
    PropertyType.DURATION: Read.NUMBER,
    PropertyType.BOOLEAN: Read.BOOLEAN,
    PropertyType.DATETIME: Read.DATETIME,
}


def property_of(base: plan.Node, path: tuple[str | int, ...], context: HogQLContext) -> plan.Property:
    """The value at `path` inside `base`, or below it when `base` is a property itself."""
    if isinstance(base, plan.Property):
        return property_of(base.base, (*base.path, *path), context)
    if len(path) > MAX_PATH:
        raise QueryError(f"A property may be nested {MAX_PATH} levels deep.")
    if "" in path:
        raise QueryError("The name of a property cannot be empty.")
    scope = base.type.scope
    defined = _definition(scope, path, context)
    found = plan.Property(
        base,
        path,
        Read.TEXT,
        typed=scope is not None and path[0] in _TYPED_PATHS.get(scope.kind, {}),
        zone=context.timezone,
        type=types.STRING.or_null(),
    )
    if defined is None:
        return replace(found, guessed=True)
    return read_as(found, _READS[defined])


def as_text(node: plan.Node) -> plan.Node:
    """`node` as text, the way functions over text want it."""
    if isinstance(node, plan.Property):
        return read_as(node, Read.TEXT)
    kind = node.type.kind
    if kind is Kind.JSON:
        return plan.Func("toJSONString", (node,), type=types.STRING.or_null(node.type.nullable))
    if kind in (Kind.INTEGER, Kind.FLOAT, Kind.UUID, Kind.DATE, Kind.DATETIME, Kind.BOOLEAN):
        return plan.Func("toString", (node,), type=types.STRING.or_null(node.type.nullable))
    return node


def as_number(node: plan.Node) -> plan.Node:
    """A property that nothing is known about, read as a number; anything else unchanged."""
    return read_as(node, Read.NUMBER) if isinstance(node, plan.Property) and node.guessed else node


def json_as_text(node: plan.Node) -> plan.Node:
    """A whole JSON column as text, anything else unchanged."""
    return as_text(node) if node.type.kind is Kind.JSON else node


def _definition(scope: PropertyScope | None, path: tuple[str | int, ...], context: HogQLContext) -> PropertyType | None:
    if scope is None or len(path) != 1 or not isinstance(path[0], str):
        return None
    return context.definitions.property_type(scope.kind, path[0], scope.group_type_index)
