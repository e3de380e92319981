"""Property filters as HogQL expressions, for queries.

The same operators as `common.property_matching.matching`, which is the in-memory back-end, with three differences that
the engine dictates: `exact` minds capitals (so that it can use an index), a property that is null is not there (null is
not stored), and a pattern or number that is none is refused when the filter is read instead of never matching.
"""

from collections.abc import Callable
from typing import Literal

from common.property_matching import (
    OPERATORS,
    InvalidFilterError,
    Operator,
    PropertyFilter,
    PropertyGroup,
    parse_properties,
)
from common.property_matching.filters import as_number
from common.property_matching.matching import date_bounds
from common.property_matching.rendering import render
from common.property_matching.versions import version_range
from posthog.hogql import ast
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext
from posthog.hogql.elements import element_values, matches_selector
from posthog.hogql.parser import parse_expr

Scope = Literal["events", "persons", "groups"]

_EVENT_METADATA = frozenset(
    {"event", "uuid", "distinct_id", "timestamp", "created_at", "person_id", "elements_chain", "person_mode"}
    | {"$session_id", "$window_id", *(f"$group_{index}" for index in range(5))}
)
_PERSON_METADATA = frozenset({"id", "created_at", "is_identified"})
_ELEMENT_KEYS = frozenset({"tag_name", "text", "href", "selector"})


def property_to_expr(
    filters: object, context: HogQLContext, *, scope: Scope = "events", attr: str = "properties"
) -> ast.Expr:
    """The condition that filters express: a list, a group `{type: AND|OR, values}`, one filter, or parsed ones.

    `scope` is the table that the condition is for. No filters at all are true. Raises InvalidFilterError, naming the
    field under `attr`, for everything that cannot be understood.
    """
    if isinstance(filters, PropertyFilter | PropertyGroup):
        return _item(filters, context, scope, attr)
    return _item(parse_properties(filters, attr=attr), context, scope, attr)


def _item(item: PropertyFilter | PropertyGroup, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if isinstance(item, PropertyGroup):
        exprs = [_item(each, context, scope, f"{attr}__{index}") for index, each in enumerate(item.values)]
        # An empty group holds always, whichever way it combines.
        return ast.or_(*exprs) if item.any_of and exprs else ast.and_(*exprs)
    expr = _TYPES.get(item.type, _unknown_type)(item, context, scope, attr)
    return ast.not_(expr) if item.negation else expr


# Types


def _event(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope != "events":
        raise _misplaced(item, scope, attr)
    return _condition(item, ast.field("properties", item.key), context, attr)


def _person(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope == "groups":
        raise _misplaced(item, scope, attr)
    chain = ("properties", item.key) if scope == "persons" else ("person", "properties", item.key)
    return _condition(item, ast.Field(chain), context, attr)


def _group(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope == "persons" or item.group_type_index is None:
        raise _misplaced(item, scope, attr)
    chain = (
        ("properties", item.key) if scope == "groups" else (f"group_{item.group_type_index}", "properties", item.key)
    )
    return _condition(item, ast.Field(chain), context, attr)


def _event_metadata(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope != "events" or item.key not in _EVENT_METADATA:
        raise _unknown_key(item, _EVENT_METADATA, attr)
    return _condition(item, ast.field(item.key), context, attr)


def _person_metadata(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope == "groups" or item.key not in _PERSON_METADATA:
        raise _unknown_key(item, _PERSON_METADATA, attr)
    return _condition(item, ast.Field((item.key,) if scope == "persons" else ("person", item.key)), context, attr)


def _element(item: PropertyFilter, context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope != "events" or item.key not in _ELEMENT_KEYS:
        raise _unknown_key(item, _ELEMENT_KEYS, attr)
    positive = OPERATORS[item.operator].positive
    negative = positive is not None
    if item.key == "selector":
        if (positive or item.operator) is not Operator.EXACT:
            raise InvalidFilterError("A selector is compared with exact or is_not.", attr=f"{attr}__operator")
        found = ast.or_(*(matches_selector(render(value)) for value in item.values))
    elif (positive or item.operator) is Operator.IS_SET:
        found = ast.call("notEmpty", element_values(item.key))
    else:
        inner = _CONDITIONS[positive or item.operator](item, ast.field("value"), context, attr)
        found = ast.call("arrayExists", ast.Lambda(("value",), inner), element_values(item.key))
    return ast.not_(found) if negative else found


def _cohort(item: PropertyFilter, _context: HogQLContext, scope: Scope, attr: str) -> ast.Expr:
    if scope == "groups" or item.operator not in (Operator.IN, Operator.NOT_IN):
        raise _misplaced(item, scope, attr)
    person = ast.field("id" if scope == "persons" else "person_id")
    op = CompareOp.IN_COHORT if item.operator is Operator.IN else CompareOp.NOT_IN_COHORT
    return ast.compare(op, person, ast.constant(int(render(item.values[0]))))


def _hogql(item: PropertyFilter, _context: HogQLContext, _scope: Scope, _attr: str) -> ast.Expr:
    return parse_expr(item.key)


def _unknown_type(item: PropertyFilter, _context: HogQLContext, _scope: Scope, attr: str) -> ast.Expr:
    known = ", ".join(_TYPES)
    raise InvalidFilterError(
        f"Filters of type {item.type[:60]!r} cannot be used in queries. Use one of {known}.", attr=f"{attr}__type"
    )


def _misplaced(item: PropertyFilter, scope: Scope, attr: str) -> InvalidFilterError:
    return InvalidFilterError(f"A filter of type {item.type!r} does not apply to {scope}.", attr=f"{attr}__type")


def _unknown_key(item: PropertyFilter, known: frozenset[str], attr: str) -> InvalidFilterError:
    return InvalidFilterError(
        f"A filter of type {item.type!r} has one of the keys {', '.join(sorted(known))}.", attr=f"{attr}__key"
    )


_TYPES: dict[str, Callable[[PropertyFilter, HogQLContext, Scope, str], ast.Expr]] = {
    "event": _event,
    "person": _person,
    "group": _group,
    "event_metadata": _event_metadata,
    "person_metadata": _person_metadata,
    "element": _element,
    "cohort": _cohort,
    "hogql": _hogql,
}


# Operators


def _condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
    positive = OPERATORS[item.operator].positive
    build = _CONDITIONS.get(positive or item.operator)
    if build is None:
        raise InvalidFilterError(
            f"The operator {item.operator} does not compare the value of a property.", attr=f"{attr}__operator"
        )
    if item.operator is Operator.IS_NOT:
        # Written as != and NOT IN, which say the same and read better than NOT (… = …).
        return _any_of(CompareOp.NOT_EQ, CompareOp.NOT_IN, item, value)
    found = build(item, value, context, attr)
    return found if positive is None else ast.not_(found)


_Build = Callable[[PropertyFilter, ast.Expr, HogQLContext, str], ast.Expr]


def _exact(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    return _any_of(CompareOp.EQ, CompareOp.IN, item, value)


def _any_of(one: CompareOp, many: CompareOp, item: PropertyFilter, value: ast.Expr) -> ast.Expr:
    if len(item.values) == 1:
        return ast.compare(one, value, ast.constant(item.values[0]))
    return ast.compare(many, value, ast.constants(item.values))


def _on_text(build: Callable[[ast.Expr, str], ast.Expr]) -> _Build:
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


def _on_number(op: CompareOp) -> _Build:
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


def _on_date(op: CompareOp) -> _Build:
    def condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, _attr: str) -> ast.Expr:
        date = date_bounds(render(item.values[0]), now=context.now, zone=context.zone)
        return ast.compare(op, ast.call("toDateTime", value), ast.constant(date.moment))

    return condition


def _on_version(op: CompareOp) -> _Build:
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


_CONDITIONS: dict[Operator, _Build] = {
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
