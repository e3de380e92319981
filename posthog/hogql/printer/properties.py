"""How a property is read from a JSON column.

A path that the column declares is `LowCardinality(Nullable(String))` or `Nullable(String)`. Every other path is
`Dynamic`: a number sits in its `Int64` or its `Float64` part, whichever it looked like when it arrived, a text in
`String`. Reading only one part would lose the others, which for sums means wrong totals. An object is not at its path
at all but spread over the paths below; `^` puts it together again.

Keys are written as identifiers, with backslash and backtick escaped. A dot inside a key is stored as `%2E`, so
`properties.a.b` is `b` inside `a`, and properties.`a.b` is the one key with a dot in it.
"""

from collections.abc import Callable
from itertools import takewhile

from posthog.hogql import plan
from posthog.hogql.errors import InternalHogQLError
from posthog.hogql.plan import Param, Read
from posthog.hogql.types import STRING

_JSON_TYPES = {
    Read.TEXT: "Nullable(String)",
    Read.ONLY_TEXT: "Nullable(String)",
    Read.SHOWN: "Nullable(String)",
    Read.EXACT: "Nullable(String)",
    Read.NUMBER: "Nullable(Float64)",
    Read.BOOLEAN: "Nullable(Bool)",
}


def quote_identifier(name: str) -> str:
    """A name in backticks, whatever is in it."""
    escaped = name.replace("\\", "\\\\").replace("`", "\\`").replace("\0", "\\0")
    return f"`{escaped}`"


def _any_text(path: str) -> str:
    """Any value as text. ClickHouse writes a list in its own notation, where a person expects JSON.

    Looking for `.:String` first, which most values are, costs more than it saves: 49 against 47 ms of processor time.
    """
    return f"if(startsWith(dynamicType({path}), 'Array'), toJSONString({path}), {path}::Nullable(String))"


class PropertyPrinter:
    """Prints properties; `print_node` prints what they are read from, `bind` binds a constant."""

    def __init__(self, print_node: Callable[[plan.Node], str], bind: Callable[[Param], str]) -> None:
        self._print_node = print_node
        self._bind = bind

    def print(self, node: plan.Property) -> str:
        names = tuple(takewhile(lambda part: isinstance(part, str), node.path))
        if node.typed and len(node.path) > 1:
            return self._inside_text(node, self._path(node, names[:1]), node.path[1:])
        if len(names) < len(node.path):
            return self._inside_text(node, self._as_json(node, names), node.path[len(names) :])
        if node.typed:
            return self._typed(node, self._path(node, names))
        return self._dynamic(node, names)

    def _typed(self, node: plan.Property, path: str) -> str:
        if node.read is Read.NUMBER:
            return f"toFloat64OrNull({path})"
        if node.read is Read.BOOLEAN:
            return f"multiIf(equals({path}, 'true'), true, equals({path}, 'false'), false, NULL)"
        if node.read is Read.DATETIME:
            return f"parseDateTime64BestEffortOrNull({path}, 6, {self._zone(node)})"
        if node.read is Read.PRESENCE:
            return f"isNotNull({path})"
        return f"if(isNull({path}), NULL, toJSONString({path}))" if node.read is Read.JSON else path

    def _dynamic(self, node: plan.Property, names: tuple[object, ...]) -> str:
        path = self._path(node, names)
        if node.read is Read.NUMBER:
            return f"coalesce({path}.:`Float64`, toFloat64({path}.:`Int64`), toFloat64OrNull({path}.:`String`))"
        if node.read is Read.BOOLEAN:
            text = f"{path}.:`String`"
            return (
                f"ifNull({path}.:`Bool`, multiIf(equals({text}, 'true'), true, equals({text}, 'false'), false, NULL))"
            )
        if node.read is Read.DATETIME:
            return f"parseDateTime64BestEffortOrNull({path}::Nullable(String), 6, {self._zone(node)})"
        if node.read is Read.ONLY_TEXT:
            return f"{path}.:`String`"
        if node.read is Read.PRESENCE:
            return f"or(isNotNull({path}), notEquals(toJSONString({self._path(node, names, whole=True)}), '{{}}'))"
        if node.read is Read.JSON:
            return self._as_json(node, names)
        if node.read is Read.EXACT:
            return self._exact(path, self._path(node, names, whole=True))
        text = _any_text(path)
        if node.read is Read.SHOWN:
            return f"if(isNull({path}), nullIf(toJSONString({self._path(node, names, whole=True)}), '{{}}'), {text})"
        return text

    def _exact(self, path: str, whole: str) -> str:
        # A float without fraction loses its `.0`, and JSON its slashes' plainness, when ClickHouse writes them.
        number = f"replaceRegexpOne({path}::Nullable(String), '^-?[0-9]+$', '\\\\0.0')"
        items, keys = (f"replaceAll(toJSONString({each}), '\\\\/', '/')" for each in (path, whole))
        return (
            f"multiIf(isNull({path}), nullIf({keys}, '{{}}'), equals(dynamicType({path}), 'Float64'), {number}, "
            f"startsWith(dynamicType({path}), 'Array'), {items}, {path}::Nullable(String))"
        )

    def _as_json(self, node: plan.Property, names: tuple[object, ...]) -> str:
        path, whole = self._path(node, names), f"toJSONString({self._path(node, names, whole=True)})"
        return f"if(isNotNull({path}), toJSONString({path}), nullIf({whole}, '{{}}'))"

    def _inside_text(self, node: plan.Property, text: str, rest: tuple[str | int, ...]) -> str:
        """A value inside a list, or below a declared path, both of which are only at hand as JSON text."""
        keys = ", ".join(self._key(key) for key in rest)
        source = f"ifNull({text}, '')"
        if node.read is Read.PRESENCE:
            return f"JSONHas({source}, {keys})"
        if node.read is Read.JSON:
            return f"nullIf(JSONExtractRaw({source}, {keys}), '')"
        if node.read is Read.DATETIME:
            text = f"JSONExtract({source}, {keys}, 'Nullable(String)')"
            return f"parseDateTime64BestEffortOrNull({text}, 6, {self._zone(node)})"
        return f"JSONExtract({source}, {keys}, '{_JSON_TYPES[node.read]}')"

    def _key(self, key: str | int) -> str:
        return str(int(key)) if isinstance(key, int) else self._bind(Param(key, "String", type=STRING))

    def _path(self, node: plan.Property, names: tuple[object, ...], *, whole: bool = False) -> str:
        if not names or not all(names):
            raise InternalHogQLError("A property has no name.")
        quoted = ".".join(quote_identifier(str(name).replace(".", "%2E")) for name in names)
        return f"{self._base(node.base)}.{'^' if whole else ''}{quoted}"

    def _base(self, base: plan.Node) -> str:
        text = self._print_node(base)
        return text if isinstance(base, plan.Column) else f"({text})"

    def _zone(self, node: plan.Property) -> str:
        return self._print_node(plan.Word(node.zone))
