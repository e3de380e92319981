"""Reads the `filters` of a cohort, strictly: what is unknown, incomplete or out of bounds names its field.

    {"properties": {"type": "OR", "values": [{"type": "AND", "values": [criterion, …]}, …]}}

Depth and number are checked on the way down, before anything is built from them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from common.property_matching import InvalidFilterError, parse_filter
from products.cohorts.backend.facade.errors import InvalidCohortError
from products.cohorts.backend.logic.criteria.behavior import parse_behavior
from products.cohorts.backend.logic.criteria.fields import Fields
from products.cohorts.backend.logic.criteria.tree import (
    BehaviorCriterion,
    CohortCriterion,
    CriteriaGroup,
    Criterion,
    PersonCriterion,
    criteria_of,
)

MAX_DEPTH = 8
MAX_CRITERIA = 200
# Each reads the events of its window once.
MAX_BEHAVIORS = 25
# Each is one more table that the query reads.
MAX_COHORTS_ASKED = 20

_PERSON_FIELDS = frozenset({"key", "value", "operator", "negation"})
_COHORT_FIELDS = frozenset({"key", "value", "operator", "negation"})


def parse_filters(data: object, *, attr: str = "filters") -> CriteriaGroup:
    """The criteria that `filters` spell; raises InvalidCohortError with the path of the field in `attr`."""
    if not isinstance(data, Mapping) or not isinstance(data.get("properties"), Mapping):
        raise InvalidCohortError(
            'Filters are an object with \'properties\', a group such as {"type": "OR", "values": […]}.', attr=attr
        )
    unknown = sorted(set(map(str, data)) - {"properties"})
    if unknown:
        raise InvalidCohortError(f"Unknown field {unknown[0][:60]!r} beside 'properties'.", attr=attr)
    reader = _Reader()
    group = reader.group(data["properties"], f"{attr}__properties", 0)
    if all(criterion.negated for criterion in criteria_of(group)):
        raise InvalidCohortError(
            "A cohort cannot consist of negations alone. Add at least one criterion that people must meet.",
            attr=f"{attr}__properties",
        )
    return group


class _Reader:
    """Counts while it reads."""

    def __init__(self) -> None:
        self.criteria = 0
        self.behaviors = 0
        self.cohorts = 0

    def group(self, data: Mapping[str, Any], attr: str, depth: int) -> CriteriaGroup:
        if depth >= MAX_DEPTH:
            raise InvalidCohortError(f"Groups may be nested {MAX_DEPTH} levels deep.", attr=attr)
        kind, values = data.get("type"), data.get("values")
        if kind not in ("AND", "OR"):
            raise InvalidCohortError(f"The type of a group is AND or OR, got {str(kind)[:60]!r}.", attr=f"{attr}__type")
        if not isinstance(values, Sequence) or isinstance(values, str | bytes) or not values:
            raise InvalidCohortError("A group needs a list of values that is not empty.", attr=f"{attr}__values")
        if len(values) > MAX_CRITERIA:
            raise self._too_many(f"{attr}__values")
        items = tuple(self.item(value, f"{attr}__values__{index}", depth + 1) for index, value in enumerate(values))
        return CriteriaGroup(any_of=kind == "OR", values=items, attr=attr)

    def item(self, data: object, attr: str, depth: int) -> Criterion | CriteriaGroup:
        if not isinstance(data, Mapping):
            raise InvalidCohortError("A criterion is an object with a type.", attr=attr)
        kind = data.get("type")
        if kind in ("AND", "OR"):
            return self.group(data, attr, depth)
        self.criteria += 1
        if self.criteria > MAX_CRITERIA:
            raise self._too_many(attr)
        if kind == "person":
            return _person(data, attr)
        if kind == "cohort":
            return self.cohort(data, attr)
        if kind == "behavioral":
            return self.behavior(data, attr)
        raise InvalidCohortError(
            f"Unknown type {str(kind)[:60]!r}. A criterion is of type person, behavioral or cohort; "
            "a group of type AND or OR.",
            attr=f"{attr}__type",
        )

    def behavior(self, data: Mapping[str, Any], attr: str) -> BehaviorCriterion:
        self.behaviors += 1
        if self.behaviors > MAX_BEHAVIORS:
            raise InvalidCohortError(
                f"A cohort may ask for {MAX_BEHAVIORS} kinds of behaviour. Put some of them into a cohort of their own.",
                attr=attr,
            )
        return parse_behavior(data, attr)

    def cohort(self, data: Mapping[str, Any], attr: str) -> CohortCriterion:
        self.cohorts += 1
        if self.cohorts > MAX_COHORTS_ASKED:
            raise InvalidCohortError(f"A cohort may ask for {MAX_COHORTS_ASKED} other cohorts.", attr=attr)
        return _cohort(data, attr)

    def _too_many(self, attr: str) -> InvalidCohortError:
        return InvalidCohortError(
            f"A cohort may have {MAX_CRITERIA} criteria. Put some of them into a cohort of their own.", attr=attr
        )


def _person(data: Mapping[str, Any], attr: str) -> PersonCriterion:
    fields = Fields(data, attr, _PERSON_FIELDS)
    try:
        parsed = parse_filter({**data, "negation": fields.flag("negation")}, attr=attr)
    except InvalidFilterError as error:
        raise InvalidCohortError(error.message, attr=error.attr) from error
    return PersonCriterion(filter=parsed)


def _cohort(data: Mapping[str, Any], attr: str) -> CohortCriterion:
    fields = Fields(data, attr, _COHORT_FIELDS)
    operator = fields.choice("operator", ("in", "not_in", "exact", "is_not"), default="in")
    if fields.text("key", default="id") != "id":
        raise fields.error("key", "The key of a criterion about another cohort is 'id'.")
    negated = fields.flag("negation") != (operator in ("not_in", "is_not"))
    return CohortCriterion(cohort_id=fields.whole("value", low=1, high=2**31 - 1), negated=negated, attr=attr)
