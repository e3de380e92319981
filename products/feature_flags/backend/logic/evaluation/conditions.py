"""Conditions as functions: each answers True, False, or None when the stores did not say enough.

A filter that cannot be understood never matches, whichever way it is turned; the write path refuses such filters, so
only rows that bypassed it have one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.property_matching import (
    FLAG_RULES,
    MISSING,
    InvalidFilterError,
    Operator,
    PropertyFilter,
    PropertyGroup,
    compile_filter,
    parse_filter,
)
from products.feature_flags.backend.logic.evaluation.sources import CohortSource
from products.feature_flags.backend.logic.evaluation.values import TOO_LARGE, Asked, Properties

Predicate = Callable[[Asked, Properties], bool | None]

# Cohorts within cohorts beyond this are taken for a circle.
MAX_COHORT_DEPTH = 20


@dataclass(slots=True, kw_only=True)
class Needs:
    """What has to be known to decide something: property keys, memberships, other flags."""

    keys: set[str] = field(default_factory=set)
    cohort_ids: set[int] = field(default_factory=set)
    flag_ids: set[int] = field(default_factory=set)


def never(_asked: Asked, _properties: Properties) -> bool | None:
    return False


def unknown(_asked: Asked, _properties: Properties) -> bool | None:
    return None


def all_of(predicates: tuple[Predicate, ...]) -> Predicate:
    """True when all are; one that is false decides, whatever is not known."""
    if not predicates:
        return lambda _asked, _properties: True
    if len(predicates) == 1:
        return predicates[0]

    def check(asked: Asked, properties: Properties) -> bool | None:
        answer: bool | None = True
        for predicate in predicates:
            found = predicate(asked, properties)
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return check


def any_of(predicates: tuple[Predicate, ...]) -> Predicate:
    """True when one is, whatever is not known; an empty group holds always."""
    if not predicates:
        return lambda _asked, _properties: True

    def check(asked: Asked, properties: Properties) -> bool | None:
        answer: bool | None = False
        for predicate in predicates:
            found = predicate(asked, properties)
            if found:
                return True
            if found is None:
                answer = None
        return answer

    return check


def negated(predicate: Predicate) -> Predicate:
    def check(asked: Asked, properties: Properties) -> bool | None:
        found = predicate(asked, properties)
        return None if found is None else not found

    return check


class ConditionCompiler:
    """Turns filters into predicates and notes in `needs` what they will ask for. The same filter is compiled once."""

    def __init__(self, cohorts: Mapping[int, CohortSource]) -> None:
        self._cohorts = cohorts
        self._known: dict[tuple[str, str, str], Predicate] = {}

    def compile(self, data: Any, needs: Needs, *, depth: int = 0) -> Predicate:
        """One filter of a condition set or of a cohort."""
        kind = data.get("type") if isinstance(data, dict) else None
        if kind == "cohort":
            return self._cohort(data, needs, depth)
        if kind == "flag":
            return _flag(data, needs)
        try:
            return self._compiled(parse_filter(data), needs)
        except InvalidFilterError:
            return never

    def _compiled(self, condition: PropertyFilter, needs: Needs) -> Predicate:
        needs.keys.add(condition.key)
        # As text, because 1 and true are equal.
        name = (condition.key, condition.operator.value, repr(condition.value))
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = _compiled(condition)
        return known

    def _cohort(self, data: dict[str, Any], needs: Needs, depth: int) -> Predicate:
        operator = data.get("operator") or "in"
        if operator not in ("exact", "in", "not_in", "is_not"):
            return never
        inside = self._members(_whole_number(data.get("value")), needs, depth)
        return negated(inside) if operator in ("not_in", "is_not") else inside

    def _members(self, cohort_id: int | None, needs: Needs, depth: int) -> Predicate:
        source = self._cohorts.get(cohort_id) if cohort_id is not None else None
        if source is None or depth > MAX_COHORT_DEPTH:
            # Deleted, not read, or in a circle: nobody can say who is in it.
            return unknown
        if source.filters is not None:
            return self._group(source.filters, needs, depth + 1)
        member_of = source.id
        needs.cohort_ids.add(member_of)

        def is_member(asked: Asked, _properties: Properties) -> bool | None:
            return None if asked.cohort_ids is None else member_of in asked.cohort_ids

        return is_member

    def _group(self, group: PropertyGroup, needs: Needs, depth: int) -> Predicate:
        predicates = tuple(self._entry(value, needs, depth) for value in group.values)
        return any_of(predicates) if group.any_of else all_of(predicates)

    def _entry(self, entry: PropertyFilter | PropertyGroup, needs: Needs, depth: int) -> Predicate:
        if isinstance(entry, PropertyGroup):
            return self._group(entry, needs, depth)
        if entry.type == "cohort":
            inside = self._members(_whole_number(entry.value), needs, depth)
            predicate = negated(inside) if entry.operator is Operator.NOT_IN else inside
        else:
            predicate = self._compiled(entry, needs)
        return negated(predicate) if entry.negation else predicate


def _compiled(condition: PropertyFilter) -> Predicate:
    try:
        matcher = compile_filter(condition, rules=FLAG_RULES)
    except (InvalidFilterError, ValueError):
        return never
    key = condition.key

    def check(asked: Asked, properties: Properties) -> bool | None:
        known = properties.matched.get(matcher)
        if known is not None:
            return known
        value = properties.values.get(key, MISSING)
        if value is TOO_LARGE or (value is MISSING and not properties.complete):
            return None
        found = properties.matched[matcher] = matcher(value, asked.now)
        return found

    return check


def _flag(data: dict[str, Any], needs: Needs) -> Predicate:
    """What another flag answers. It has been decided before: flags are evaluated in the order of their dependencies."""
    flag_id, wanted = _whole_number(data.get("key")), data.get("value")
    if data.get("operator") != "flag_evaluates_to" or flag_id is None or wanted is None:
        return never
    needs.flag_ids.add(flag_id)

    def check(asked: Asked, _properties: Properties) -> bool | None:
        answer = asked.answers.get(flag_id)
        if answer is None or answer.failed:
            return None
        return satisfies_dependency(answer.value, wanted)

    return check


def satisfies_dependency(value: str | bool, wanted: object) -> bool:
    """Any variant is true; a variant is itself in exactly this spelling."""
    if isinstance(value, str):
        return wanted if isinstance(wanted, bool) else value == wanted
    return isinstance(wanted, bool) and value is wanted


def _whole_number(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19 else None
