"""Operators of property filters as HogQL expressions, by the rules of queries.

Three differences from memory are dictated by the engine: `exact` minds capitals (so that it can use an index), a
property that is null is not there (null is not stored), and a pattern or number that is none is refused when the filter
is read instead of never matching.
"""

from collections.abc import Callable

from common.property_matching import OPERATORS, InvalidFilterError, Operator, PropertyFilter
from common.property_matching.filters import as_number
from common.property_matching.matching import date_bounds
from common.property_matching.rendering import render
from common.property_matching.versions import version_range
from posthog.hogql import ast
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext

Build = Callable[[PropertyFilter, ast.Expr, HogQLContext, str], ast.Expr]
"""An operator without its negation, as an expression over the value; the text names the filter's place."""


def query_condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
    """Whether `value` satisfies the filter, by the rules of queries."""
    positive = OPERATORS[item.operator].positive
    build = QUERY_CONDITIONS.get(positive or item.operator)
    if build is None:
        raise InvalidFilterError(
            f"The operator {item.operator} does not compare the value of a property.", attr=f"{attr}__operator"
        )
    if item.operator is Operator.IS_NOT:
        # Written as != and NOT IN, which say the same and read better than NOT (… = …).
        return _any_of(CompareOp.NOT_EQ, CompareOp.NOT_IN, item, value)
    found = build(item, value, context, attr)
    return found if positive is None else ast.not_(found)


def _exact(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    return _any_of(CompareOp.EQ, CompareOp.IN, item, value)


def _any_of(one: CompareOp, many: CompareOp, item: PropertyFilter, value: ast.Expr) -> ast.Expr:
    if len(item.values) == 1:
        return ast.compare(one, value, ast.constant(item.values[0]))
    return ast.compare(many, value, ast.constants(item.values))


def _on_text(build: Callable[[ast.Expr, str], ast.Expr]) -> Build:
    """A condition over a text, of which one of several is enough; false where there is no text."""

    def condition(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
        return ast.or_(*(build(value, render(each)) for each in item.values))

    return condition


def _contains(value: ast.Expr, part: str) -> ast.Expr:
    place = ast.call("positionCaseInsensitive", value, ast.constant(part))
    return ast.compare(CompareOp.GT, place, ast.constant(0))


def _starts(value: ast.Expr, part: str) -> ast.Expr:
    return _false_if_null(ast.call("startsWith", ast.call("lower", value), ast.call("lower", ast.constant(part))))


def _ends(value: ast.Expr, part: str) -> ast.Expr:
    return _false_if_null(ast.call("endsWith", ast.call("lower", value), ast.call("lower", ast.constant(part))))


def _false_if_null(expr: ast.Expr) -> ast.Expr:
    return ast.call("ifNull", expr, ast.constant(False))


def _matches(value: ast.Expr, pattern: str) -> ast.Expr:
    return ast.compare(CompareOp.REGEX, value, ast.constant(pattern))


def _on_number(op: CompareOp) -> Build:
    def condition(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
        return ast.compare(op, ast.call("toFloat", value), ast.constant(as_number(item.values[0])))

    return condition


def _between(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    low, high = (ast.constant(as_number(each)) for each in item.values)
    return ast.Between(ast.call("toFloat", value), low, high)


def _is_set(_item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    return ast.compare(CompareOp.NOT_EQ, value, ast.constant(None))


def _date_exact(item: PropertyFilter, value: ast.Expr, context: HogQLContext, _attr: str) -> ast.Expr:
    date = date_bounds(render(item.values[0]), now=context.now, zone=context.zone)
    moment = ast.call("toDateTime", value)
    return ast.and_(
        ast.compare(CompareOp.GT_EQ, moment, ast.constant(date.start)),
        ast.compare(CompareOp.LT, moment, ast.constant(date.end)),
    )


def _on_date(op: CompareOp) -> Build:
    def condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, _attr: str) -> ast.Expr:
        date = date_bounds(render(item.values[0]), now=context.now, zone=context.zone)
        return ast.compare(op, ast.call("toDateTime", value), ast.constant(date.moment))

    return condition


def _on_version(op: CompareOp) -> Build:
    def condition(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
        version, bound = ast.call("semverKey", value), ast.call("semverKey", ast.constant(render(item.values[0])))
        return ast.and_(ast.call("notEmpty", version), ast.compare(op, version, bound))

    return condition


def _version_range(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, attr: str) -> ast.Expr:
    bounds = version_range(item.operator, render(item.values[0]))
    if bounds is None:
        raise InvalidFilterError(f"{item.values[0]!r} is not a version.", attr=f"{attr}__value")
    version = ast.call("semverKey", value)
    low, high = (ast.call("semverKey", ast.constant(".".join(map(str, bound)))) for bound in bounds)
    # No version at all is an empty array, which lies before every other.
    return ast.and_(ast.compare(CompareOp.GT_EQ, version, low), ast.compare(CompareOp.LT, version, high))


def _cleaned_path(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    cleaned = ast.call("replaceRegexpOne", value, ast.constant(r"(?s)[?#].*\z"), ast.constant(""))
    cleaned = ast.call("replaceRegexpOne", cleaned, ast.constant(r"/+\z"), ast.constant(""))
    wanted = [render(each).split("#", 1)[0].split("?", 1)[0].rstrip("/") for each in item.values]
    return ast.in_(cleaned, ast.constants(wanted))


QUERY_CONDITIONS: dict[Operator, Build] = {
    Operator.EXACT: _exact,
    Operator.ICONTAINS: _on_text(_contains),
    Operator.ICONTAINS_MULTI: _on_text(_contains),
    Operator.STARTS_WITH: _on_text(_starts),
    Operator.ENDS_WITH: _on_text(_ends),
    Operator.REGEX: _on_text(_matches),
    Operator.GT: _on_number(CompareOp.GT),
    Operator.GTE: _on_number(CompareOp.GT_EQ),
    Operator.LT: _on_number(CompareOp.LT),
    Operator.LTE: _on_number(CompareOp.LT_EQ),
    Operator.MIN: _on_number(CompareOp.GT_EQ),
    Operator.MAX: _on_number(CompareOp.LT_EQ),
    Operator.BETWEEN: _between,
    Operator.IS_SET: _is_set,
    Operator.IS_DATE_EXACT: _date_exact,
    Operator.IS_DATE_BEFORE: _on_date(CompareOp.LT),
    Operator.IS_DATE_AFTER: _on_date(CompareOp.GT),
    Operator.SEMVER_EQ: _on_version(CompareOp.EQ),
    Operator.SEMVER_NEQ: _on_version(CompareOp.NOT_EQ),
    Operator.SEMVER_GT: _on_version(CompareOp.GT),
    Operator.SEMVER_GTE: _on_version(CompareOp.GT_EQ),
    Operator.SEMVER_LT: _on_version(CompareOp.LT),
    Operator.SEMVER_LTE: _on_version(CompareOp.LT_EQ),
    Operator.SEMVER_TILDE: _version_range,
    Operator.SEMVER_CARET: _version_range,
    Operator.SEMVER_WILDCARD: _version_range,
    Operator.IS_CLEANED_PATH_EXACT: _cleaned_path,
}
