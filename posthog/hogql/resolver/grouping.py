"""Whether the columns of a SELECT that aggregates are grouped, said before ClickHouse says it: with name and place.

Where ClickHouse might see more than can be seen here, an expression passes and ClickHouse decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from posthog.hogql import ast, plan, planning, types
from posthog.hogql.errors import ExposedHogQLError, QueryError
from posthog.hogql.functions import registry
from posthog.hogql.hogql_printer import print_hogql
from posthog.hogql.plan import Read
from posthog.hogql.resolver.scope import Preference
from posthog.hogql.visitor import children

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver

# Expressions with their aliases written out may grow without bound; larger ones are left to ClickHouse.
MAX_PARTS = 10_000

_OF_A_ROW = (plan.Column, plan.PersonId, plan.ArrayItem)
# ClickHouse computes these without looking at rows, where one of these arguments is a constant, or where the type of a
# column says enough.
_FOLDED_BY_CONSTANTS: dict[str, slice] = {
    "if": slice(0, 1),
    "multiIf": slice(0, -1, 2),
    "ifNull": slice(0, 1),
    "coalesce": slice(0, 1),
    "and": slice(None),
    "or": slice(None),
}
_FOLDED_BY_TYPES = frozenset({"isNull", "isNotNull", "toTypeName"})


class Grouping:
    """What a SELECT groups by, and what follows from it. `outputs` are its columns, which aliases stand for."""

    def __init__(self, outputs: Mapping[int, plan.Node], group_by: Sequence[Sequence[plan.Node]]) -> None:
        self._outputs = outputs
        self._parts = 0
        self._keys = frozenset(each for keys in group_by for key in keys for each in _with_items(self._comparable(key)))

    def covers(self, node: plan.Node) -> bool:
        """Whether `node` has one value per group; also when it cannot be told."""
        try:
            return self._follows(self._comparable(node))
        except _TooLargeError:
            return True

    def _follows(self, part: Any) -> bool:
        if part in self._keys:
            return True
        if isinstance(part, _OF_A_ROW):
            return False
        if isinstance(part, plan.Func) and (_is_aggregate(part) or _may_be_constant(part)):
            return True
        return all(self._follows(child) for child in planning.children(part) if not isinstance(child, planning.QUERIES))

    def _comparable(self, part: Any) -> Any:
        """The same for everything that ClickHouse takes for the same, and for a few things more."""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise _TooLargeError
        if isinstance(part, planning.QUERIES):
            return part
        if isinstance(part, plan.AliasRef):
            return self._comparable(self._outputs[part.index])
        if isinstance(part, plan.Func) and part.name == "toTimeZone":
            return self._comparable(part.args[0])
        part = planning.rebuild(part, self._comparable)
        if isinstance(part, plan.Property):
            part = replace(part, read=Read.TEXT, guessed=False)
        return replace(part, type=types.UNKNOWN) if isinstance(part, plan.Node) else part


class _TooLargeError(Exception):
    """There is more to look at than the check is worth."""


@dataclass(frozen=True, slots=True)
class Clause:
    """An expression that is computed for groups: as resolved, as written, and how names were looked up in it."""

    node: plan.Node
    written: ast.Expr
    preference: Preference


def check_grouping(
    clauses: Sequence[Clause], group_by: Sequence[Sequence[plan.Node]], resolver: "ExpressionResolver"
) -> None:
    """Raise QueryError for the first of `clauses` that needs a column which is not grouped."""
    if not group_by and not any(planning.contains_aggregate(clause.node) for clause in clauses):
        return
    try:
        grouping = Grouping(resolver.scope.outputs, group_by)
        for clause in clauses:
            if not grouping.covers(clause.node):
                with resolver.scope.using(preference=clause.preference):
                    raise _error(_culprit(clause.written, grouping, resolver) or clause.written)
    except (_TooLargeError, RecursionError):
        return


def _culprit(written: ast.AST, grouping: Grouping, resolver: "ExpressionResolver") -> ast.Expr | None:
    """The innermost expression in `written` that is not grouped, the first when there are several."""
    if isinstance(written, ast.SelectQuery | ast.SelectSetQuery):
        return None
    known = False
    if isinstance(written, ast.Expr):
        try:
            if grouping.covers(resolver.resolve(written)):
                return None
            known = True
        except ExposedHogQLError:
            # No value by itself: a lambda, or what speaks of its arguments.
            pass
    found = (_culprit(child, grouping, resolver) for child in children(written))
    inner = next((each for each in found if each is not None), None)
    return inner if inner is not None or not known or not isinstance(written, ast.Expr) else written


def _error(written: ast.Expr) -> QueryError:
    name = ".".join(written.chain) if isinstance(written, ast.Field) else print_hogql(written)[:60]
    error = QueryError(
        f"{name!r} is neither in GROUP BY nor inside an aggregate. "
        "Add it to GROUP BY, or take any of its values with any(…)."
    )
    error.at(written.span)
    return error


def _with_items(key: plan.Node) -> Iterator[plan.Node]:
    """A key, and what it is a tuple of: the group has one value of each."""
    yield key
    if isinstance(key, plan.Func) and key.name == "tuple":
        for item in key.args:
            yield from _with_items(item)


def _is_aggregate(node: plan.Func) -> bool:
    function = registry.find(node.name)
    return function is not None and function.is_aggregate


def _may_be_constant(node: plan.Func) -> bool:
    if node.name in _FOLDED_BY_TYPES or any(isinstance(arg, plan.Null) for arg in node.args):
        return True
    deciding = node.args[_FOLDED_BY_CONSTANTS.get(node.name, slice(0))]
    return not all(map(_reads_rows, deciding))


def _reads_rows(node: plan.Node) -> bool:
    return any(isinstance(part, _OF_A_ROW) for part in planning.walk(node))
