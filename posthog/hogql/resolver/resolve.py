"""The entrance to the resolver: a whole query, with the limits that hold for it."""

from dataclasses import dataclass, replace

from posthog.hogql import ast, plan, planning
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import TooComplexError
from posthog.hogql.resolver.bindings import Environment, Numbering
from posthog.hogql.resolver.constants import in_zone, read_as
from posthog.hogql.resolver.queries import OutputColumn, ResolvedQuery, resolve_query, select_all
from posthog.hogql.resolver.scope import Scope, Session
from posthog.hogql.types import Kind


@dataclass(frozen=True, slots=True)
class Resolved:
    """A whole query, ready to be optimised. `limit` is how many rows its caller gets at most.

    Where that limit is ours and not the query's own, the plan asks for one row more, to know whether there are more.
    """

    plan: plan.Query
    columns: tuple[OutputColumn, ...]
    limit: int | None
    probes_for_more: bool


def resolve(query: ast.Query, context: HogQLContext) -> Resolved:
    """Every name found, every type known, limits applied. Raises ExposedHogQLError subclasses with positions."""
    groups = {group.name: f"group_{group.index}" for group in context.definitions.group_types()}
    session = Session(context, Environment(Numbering(), context.person_overrides, groups))
    try:
        resolved = resolve_query(query, Scope(session))
    except RecursionError as error:
        raise TooComplexError("The query is nested too deeply. Split it with WITH.").at(query.span) from error
    select = resolved.plan if isinstance(resolved.plan, plan.Select) else select_all(resolved, session)
    limit, probes = _limit(select.limit, context)
    select = replace(select, limit=None if limit is None else limit + probes)
    return Resolved(_shown(select, context), _column_types(resolved), limit, probes)


def _limit(own: int | None, context: HogQLContext) -> tuple[int | None, bool]:
    if own is None:
        return context.default_limit, context.default_limit is not None
    if context.max_limit is not None and own > context.max_limit:
        return context.max_limit, True
    return own, False


def _shown(select: plan.Select, context: HogQLContext) -> plan.Select:
    """Moments in the team's zone and JSON as text: how values leave the engine."""
    is_list = not select.group_by and not select.distinct
    is_list = is_list and not any(planning.contains_aggregate(node) for node in select.columns)
    columns = tuple(_shown_column(node, context, is_list=is_list) for node in select.columns)
    return replace(select, columns=columns)


def _shown_column(node: plan.Node, context: HogQLContext, *, is_list: bool) -> plan.Node:
    if node.type.kind is Kind.JSON:
        return plan.Func("toJSONString", (node,), type=node.type)
    if is_list and isinstance(node, plan.Property) and node.read is plan.Read.TEXT and not node.typed:
        return read_as(node, plan.Read.SHOWN)
    return in_zone(node, context)


def _column_types(resolved: ResolvedQuery) -> tuple[OutputColumn, ...]:
    return tuple(
        replace(column, type=replace(column.type, stored=False)) if column.type.kind is Kind.DATETIME else column
        for column in resolved.columns
    )
