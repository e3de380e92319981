"""Values with something inside: JSON, tuples, arrays, maps, versions."""

from typing import TYPE_CHECKING

from common.property_matching.versions import VERSION_PATTERN
from posthog.hogql import ast, plan, types
from posthog.hogql.errors import QueryError
from posthog.hogql.functions import registry
from posthog.hogql.functions.signature import result_type
from posthog.hogql.plan import Read
from posthog.hogql.resolver.constants import read_as
from posthog.hogql.resolver.properties import as_text, property_of
from posthog.hogql.resolver.special.signature import Handler, Special
from posthog.hogql.types import Kind

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver


def _json(read: Read) -> Handler:
    """JSONExtract… on a column of properties reads the one property instead of the whole JSON text."""

    def handle(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
        first = resolver.resolve(call.args[0])
        path = [arg.value for arg in call.args[1:] if isinstance(arg, ast.Constant)]
        keys = tuple(key for key in path if isinstance(key, str) or type(key) is int)
        inside = first.type.kind is Kind.JSON or isinstance(first, plan.Property)
        if inside and keys and len(keys) == len(call.args) - 1:
            return _converted(call.name.lower(), read_as(property_of(first, keys, resolver.context), read))
        function = registry.find(call.name)
        if function is None:
            raise QueryError(f"Unknown function {call.name!r}.")
        text = read_as(first, Read.JSON) if isinstance(first, plan.Property) else as_text(first)
        args = (text, *resolver.resolve_all(call.args[1:]))
        return plan.Func(function.clickhouse, args, type=result_type(function, args))

    return handle


def _converted(name: str, node: plan.Property) -> plan.Node:
    if name in ("jsonextractint", "jsonextractuint"):
        return plan.Func("toInt64", (node,), type=types.INTEGER.or_null())
    if name == "jsonhas":
        return node
    return node


def _tuple_element(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    index = call.args[1].value if isinstance(call.args[1], ast.Constant) else None
    if type(index) is not int:
        raise QueryError("tupleElement takes the number of an item, written out.").at(call.args[1].span)
    return resolver.resolve(ast.TupleAccess(call.args[0], index, span=call.span))


def _array(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.Array(call.args, span=call.span))


def _tuple(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    return resolver.resolve(ast.Tuple(call.args, span=call.span))


def _map(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    if len(call.args) % 2:
        raise QueryError("map takes pairs of key and value.")
    items = tuple(zip(call.args[::2], call.args[1::2], strict=True))
    return resolver.resolve(ast.Dict(items, span=call.span))


def _semver_key(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """A version as an array of three numbers, which compare as versions do; empty for what is no version."""
    text = as_text(resolver.resolve(call.args[0]))
    pattern = plan.Param(f"(?s)^{VERSION_PATTERN}$", "String", type=types.STRING)
    groups = plan.Func("extractGroups", (plan.Func("ifNull", (text, plan.Param("", "String"))), pattern))
    number = resolver.scope.session.environment.numbering.take()
    to_int = plan.Func("toUInt32OrZero", (plan.LambdaArg(number),), type=types.INTEGER)
    return plan.Func("arrayMap", (plan.Lambda((number,), to_int), groups), type=types.array_of(types.INTEGER))


def _exact_text(resolver: "ExpressionResolver", call: ast.Call) -> plan.Node:
    """A property as the JSON it came as, texts without quotes: 5.0 is `5.0`, which as text is `5`."""
    node = resolver.resolve(call.args[0])
    exact = read_as(node, Read.EXACT) if isinstance(node, plan.Property) else as_text(node)
    # A property by itself would be read anew by what stands around it.
    return plan.Func("toString", (exact,), type=types.STRING.or_null(exact.type.nullable))


VALUES: dict[str, Special] = {
    "JSONExtractString": Special(1, None, _json(Read.TEXT)),
    "JSONExtractInt": Special(1, None, _json(Read.NUMBER)),
    "JSONExtractUInt": Special(1, None, _json(Read.NUMBER)),
    "JSONExtractFloat": Special(1, None, _json(Read.NUMBER)),
    "JSONExtractBool": Special(1, None, _json(Read.BOOLEAN)),
    "JSONExtractRaw": Special(1, None, _json(Read.JSON)),
    "JSONHas": Special(1, None, _json(Read.PRESENCE)),
    "tupleElement": Special(2, 2, _tuple_element),
    "array": Special(0, None, _array),
    "tuple": Special(1, None, _tuple),
    "map": Special(0, None, _map),
    "semverKey": Special(1, 1, _semver_key),
    "exactText": Special(1, 1, _exact_text),
}
