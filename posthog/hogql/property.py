"""Property filters as HogQL expressions.

The same operators as `common.property_matching.matching`, which is the in-memory back-end, by either set of rules: those of
queries (`property_operators`), or those of flags (`flag_operators`), by which people are counted whom a flag reaches.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from common.property_matching import (
    FLAG_RULES,
    OPERATORS,
    QUERY_RULES,
    InvalidFilterError,
    Operator,
    PropertyFilter,
    PropertyGroup,
    Rules,
    parse_properties,
)
from common.property_matching.rendering import render
from posthog.hogql import ast
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext
from posthog.hogql.elements import element_values, matches_selector
from posthog.hogql.flag_operators import flag_condition
from posthog.hogql.parser import parse_expr
from posthog.hogql.property_operators import QUERY_CONDITIONS, query_condition

Scope = Literal["events", "persons", "groups"]

_EVENT_METADATA = frozenset(
    {"event", "uuid", "distinct_id", "timestamp", "created_at", "person_id", "elements_chain", "person_mode"}
    | {"$session_id", "$window_id", *(f"$group_{index}" for index in range(5))}
)
_PERSON_METADATA = frozenset({"id", "created_at", "is_identified"})
_ELEMENT_KEYS = frozenset({"tag_name", "text", "href", "selector"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Whose filters they are, the table they are for, and the rules they follow."""

    context: HogQLContext
    scope: Scope
    rules: Rules


def property_to_expr(
    filters: object,
    context: HogQLContext,
    *,
    scope: Scope = "events",
    attr: str = "properties",
    rules: Rules = QUERY_RULES,
) -> ast.Expr:
    """The condition that filters express: a list, a group `{type: AND|OR, values}`, one filter, or parsed ones.

    `scope` is the table that the condition is for. With FLAG_RULES it holds for exactly those people or groups for
    whom a flag with these filters would be on. No filters at all are true. Raises InvalidFilterError, naming the field
    under `attr`, for everything that cannot be understood.
    """
    if rules is FLAG_RULES and scope == "events":
        raise ValueError("Flags ask about people and groups, not about events.")
    view = _View(context=context, scope=scope, rules=rules)
    if isinstance(filters, PropertyFilter | PropertyGroup):
        return _item(filters, view, attr)
    return _item(parse_properties(filters, attr=attr), view, attr)


def _item(item: PropertyFilter | PropertyGroup, view: _View, attr: str) -> ast.Expr:
    if isinstance(item, PropertyGroup):
        exprs = [_item(each, view, f"{attr}__{index}") for index, each in enumerate(item.values)]
        # An empty group holds always, whichever way it combines.
        return ast.or_(*exprs) if item.any_of and exprs else ast.and_(*exprs)
    expr = _TYPES.get(item.type, _unknown_type)(item, view, attr)
    return ast.not_(expr) if item.negation else expr


# Types


def _event(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope != "events":
        raise _misplaced(item, view.scope, attr)
    return query_condition(item, ast.field("properties", item.key), view.context, attr)


def _person(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope == "groups":
        raise _misplaced(item, view.scope, attr)
    if view.rules is FLAG_RULES and item.key == "distinct_id":
        return _distinct_id(item, view, attr)
    chain = ("properties", item.key) if view.scope == "persons" else ("person", "properties", item.key)
    return _property(item, ast.Field(chain), view, attr)


def _group(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope == "persons" or item.group_type_index is None:
        raise _misplaced(item, view.scope, attr)
    chain: tuple[str, ...] = (
        ("properties", item.key)
        if view.scope == "groups"
        else (f"group_{item.group_type_index}", "properties", item.key)
    )
    if view.rules is FLAG_RULES and item.key == "$group_key":
        # To flags a group's key is one of its properties.
        chain = ("key",)
    return _property(item, ast.Field(chain), view, attr)


def _distinct_id(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    """To flags the id that is asked with is a property, so it is about people with one such id, or with none."""
    positive = OPERATORS[item.operator].positive
    asked = replace(item, operator=positive or item.operator)
    with_id = ast.SelectQuery(
        (ast.field("person_id"),),
        select_from=ast.from_("person_distinct_ids"),
        where=flag_condition(asked, ast.field("distinct_id"), view.context, attr),
    )
    return ast.compare(CompareOp.NOT_IN if positive else CompareOp.IN, ast.field("id"), with_id)


def _property(item: PropertyFilter, value: ast.Field, view: _View, attr: str) -> ast.Expr:
    condition = flag_condition if view.rules is FLAG_RULES else query_condition
    return condition(item, value, view.context, attr)


def _event_metadata(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope != "events" or item.key not in _EVENT_METADATA:
        raise _unknown_key(item, _EVENT_METADATA, attr)
    return query_condition(item, ast.field(item.key), view.context, attr)


def _person_metadata(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope == "groups" or item.key not in _PERSON_METADATA:
        raise _unknown_key(item, _PERSON_METADATA, attr)
    chain = (item.key,) if view.scope == "persons" else ("person", item.key)
    return query_condition(item, ast.Field(chain), view.context, attr)


def _element(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope != "events" or item.key not in _ELEMENT_KEYS:
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
        inner = QUERY_CONDITIONS[positive or item.operator](item, ast.field("value"), view.context, attr)
        found = ast.call("arrayExists", ast.Lambda(("value",), inner), element_values(item.key))
    return ast.not_(found) if negative else found


def _cohort(item: PropertyFilter, view: _View, attr: str) -> ast.Expr:
    if view.scope == "groups" or item.operator not in (Operator.IN, Operator.NOT_IN):
        raise _misplaced(item, view.scope, attr)
    person = ast.field("id" if view.scope == "persons" else "person_id")
    op = CompareOp.IN_COHORT if item.operator is Operator.IN else CompareOp.NOT_IN_COHORT
    return ast.compare(op, person, ast.constant(int(render(item.values[0]))))


def _hogql(item: PropertyFilter, _view: _View, _attr: str) -> ast.Expr:
    return parse_expr(item.key)


def _unknown_type(item: PropertyFilter, _view: _View, attr: str) -> ast.Expr:
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


_TYPES: dict[str, Callable[[PropertyFilter, _View, str], ast.Expr]] = {
    "event": _event,
    "person": _person,
    "group": _group,
    "event_metadata": _event_metadata,
    "person_metadata": _person_metadata,
    "element": _element,
    "cohort": _cohort,
    "hogql": _hogql,
}
