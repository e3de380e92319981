"""Which kinds of query exist and who answers them. Products add theirs from `AppConfig.ready`.

The union of all nodes is built from what is registered, so JSON is validated, documented and dispatched by one table.
"""

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from posthog.queries.errors import InvalidQueryError
from posthog.queries.nodes.base import QueryNode
from posthog.queries.nodes.wrappers import DataTableNode, DataVisualizationNode, InsightVizNode, WrapperNode

if TYPE_CHECKING:
    from posthog.queries.runner import QueryRunner

WRAPPERS: tuple[type[WrapperNode], ...] = (InsightVizNode, DataTableNode, DataVisualizationNode)

# Pydantic's words for mistakes that are frequent, for people who do not know pydantic.
PLAIN_WORDS = {
    "extra_forbidden": "there is no such field here",
    "missing": "this field is required",
    "union_tag_not_found": "this needs a 'type' that says what kind of filter it is",
}

_runners: dict[type[QueryNode], "type[QueryRunner[Any]]"] = {}


def register(node: type[QueryNode], runner: "type[QueryRunner[Any]]") -> None:
    """Let `runner` answer queries of the class `node`; raises TypeError or ValueError when that cannot work."""
    from posthog.queries.runner import QueryRunner

    if not (isinstance(node, type) and issubclass(node, QueryNode)):
        raise TypeError(f"{node!r} is not a QueryNode.")
    if not (isinstance(runner, type) and issubclass(runner, QueryRunner)):
        raise TypeError(f"{runner!r} is not a QueryRunner.")
    kind = kind_of(node)
    taken = {kind_of(known): known for known in (*_runners, *WRAPPERS)}
    if taken.get(kind, node) is not node:
        raise ValueError(f"The kind '{kind}' is taken by {taken[kind].__name__}.")
    _runners[node] = runner
    _adapter.cache_clear()


def runner_for(query: QueryNode) -> "type[QueryRunner[Any]]":
    """The class that answers this query; raises InvalidQueryError when none is registered."""
    runner = _runners.get(type(query))
    if runner is None:
        raise InvalidQueryError(f"Queries of the kind '{query.kind}' cannot be run.", attr="query__kind")
    return runner


def runner_for_node(node: type[QueryNode]) -> "type[QueryRunner[Any]]":
    """The class that answers queries of a registered node class."""
    return _runners[node]


def kind_of(node: type[QueryNode]) -> str:
    """The value of `kind` that chooses this node."""
    return str(node.model_fields["kind"].default)


def source_nodes() -> tuple[type[QueryNode], ...]:
    """All registered nodes, ordered by kind."""
    return tuple(sorted(_runners, key=kind_of))


def all_nodes() -> tuple[type[QueryNode], ...]:
    """All registered nodes and the wrappers that insights store around them."""
    return (*source_nodes(), *WRAPPERS)


def parse_query(data: Any) -> QueryNode:
    """A query or a wrapped one from JSON; raises InvalidQueryError naming the first field that is wrong."""
    return _parse(data, all_nodes())


def parse_source(data: Any) -> QueryNode:
    """A query that can be run, from JSON, for a place where no wrapper is allowed."""
    kinds = {kind_of(node) for node in source_nodes()}
    if not isinstance(data, dict) or data.get("kind") not in kinds:
        raise ValueError(f"The source must be a query of one of the kinds {', '.join(sorted(kinds))}")
    return _validate(data, source_nodes())


def unwrap(query: QueryNode) -> QueryNode:
    """The query that is to be asked, without what shows it."""
    return query.source if isinstance(query, WrapperNode) else query


def _parse(data: Any, nodes: tuple[type[QueryNode], ...]) -> QueryNode:
    kinds = sorted(kind_of(node) for node in nodes)
    if not isinstance(data, dict):
        raise InvalidQueryError("A query is an object with a 'kind'.", attr="query")
    if data.get("kind") not in kinds:
        raise InvalidQueryError(
            f"The kind of a query must be one of {', '.join(kinds)}, got {str(data.get('kind'))[:60]!r}.",
            attr="query__kind",
        )
    try:
        return _validate(data, nodes)
    except ValidationError as error:
        raise to_invalid_query(error, data) from error


def _validate(data: dict[str, Any], nodes: tuple[type[QueryNode], ...]) -> QueryNode:
    # The names of Python fields are for Python; over the wire there is one spelling of everything.
    return _adapter(nodes).validate_python(data, by_alias=True, by_name=False)


@lru_cache(maxsize=4)
def _adapter(nodes: tuple[type[QueryNode], ...]) -> TypeAdapter[QueryNode]:
    union: Any = reduce(or_, nodes)
    form: Any = Annotated[union, Field(discriminator="kind")] if len(nodes) > 1 else union
    return TypeAdapter(form)


def to_invalid_query(error: ValidationError, data: Any, *, prefix: str = "query") -> InvalidQueryError:
    """The first problem in words, with the path to it, which begins with `prefix`."""
    problem = error.errors(include_url=False, include_context=False)[0]
    path = "__".join(_field_path(problem["loc"], data, missing=problem["type"] == "missing"))
    attr = "__".join(part for part in (prefix, path) if part) or None
    message = PLAIN_WORDS.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "value_error":
        return InvalidQueryError(f"{message}.", attr=attr)
    shown = problem["input"] if isinstance(problem["input"], str | int | float | bool) else None
    got = "" if shown is None or problem["type"] == "extra_forbidden" else f", got {str(shown)[:60]!r}"
    return InvalidQueryError(f"{path}: {message}{got}.", attr=attr)


def _field_path(location: tuple[int | str, ...], data: Any, *, missing: bool) -> Iterable[str]:
    """The parts of pydantic's location that are fields of the input. It also names the members of unions it tried."""
    for position, part in enumerate(location):
        in_object = isinstance(data, dict) and part in data
        in_list = isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
        if in_object or in_list:
            data = data[part]
            yield str(part)
        elif missing and position == len(location) - 1:
            yield str(part)
