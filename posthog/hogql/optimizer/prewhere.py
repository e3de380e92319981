"""Moves conditions that cannot fail into PREWHERE, behind the team.

ClickHouse may compute WHERE on rows it has not dropped yet, those of other teams among them. The printer therefore
filters the team in PREWHERE, which comes first, and everything that could fail on a row stays in WHERE behind it.
An explicit PREWHERE also stops ClickHouse from choosing one, so the conditions worth it are chosen here: measured on
1.5M events the same speed as its own choice (20 ms and 21 ms), against 30 ms with the team alone.
"""

from dataclasses import replace

from posthog.hogql import plan, planning
from posthog.hogql.functions import registry
from posthog.hogql.functions.lambdas import LAMBDAS

_ROW_PARTS = (plan.Column, plan.PersonId, plan.AliasRef, plan.ArrayItem, plan.LambdaArg, plan.WindowFunc)
_ARITHMETIC = frozenset({"plus", "minus", "multiply", "divide"})
_PATTERNS = frozenset({"like", "notLike", "ilike", "notILike"})


def filter_early(query: plan.Query) -> plan.Query:
    """The query with filters on physical tables split between PREWHERE and WHERE."""
    return planning.rewrite(query, lambda part: _split(part) if isinstance(part, plan.Select) else part)


def _split(select: plan.Select) -> plan.Select:
    # A table read with FINAL must not lose versions of a row before the newest is known.
    if not isinstance(select.source, plan.Scan) or select.source.table.final:
        return select
    scan = select.source
    everything = (*scan.where, *select.where)
    early: list[plan.Node] = []
    late: list[plan.Node] = []
    for node in everything:
        (early if _is_early(node) else late).append(node)
    early.sort(key=_cost)
    return replace(select, source=replace(scan, where=()), prewhere=tuple(early), where=tuple(late))


def _is_early(node: object) -> bool:
    if isinstance(node, plan.Func) and not _reads_rows(node):
        # Computed once, before any row is looked at.
        return True
    if not _cannot_fail(node):
        return False
    return all(_is_early(child) for child in planning.children(node) if not isinstance(child, planning.QUERIES))


def _reads_rows(node: plan.Func) -> bool:
    return any(isinstance(part, _ROW_PARTS) for part in planning.walk(node))


def _cannot_fail(part: object) -> bool:
    if isinstance(part, plan.Func):
        if part.name in _PATTERNS:
            return isinstance(part.args[1], plan.Param)
        if part.name in LAMBDAS and len(part.args) > 2:
            return False
        if part.name in _ARITHMETIC:
            # Numbers overflow quietly, moments and intervals do not.
            return all(arg.type.is_number for arg in part.args)
        return registry.is_total(part.name)
    # The lookup of persons brings a subquery along, an alias whatever it stands for.
    return not isinstance(
        part, plan.PersonId | plan.AliasRef | plan.ArrayItem | plan.WindowFunc | plan.Cast | plan.Limited
    )


def _cost(node: plan.Node) -> int:
    """Plain columns first, then declared paths, then the rest of the JSON."""
    properties = [part for part in planning.walk(node) if isinstance(part, plan.Property)]
    if not properties:
        return 0
    return 1 if all(each.typed for each in properties) else 2
