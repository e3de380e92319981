"""The operators of property filters, and what each needs to be complete.

A negative operator is the exact opposite of its positive one, so it is satisfied by a missing property. The operators
over dates, numbers and versions have no opposite: where they cannot compare, they are not satisfied.
"""

from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """All operators of the API."""

    EXACT = "exact"
    IS_NOT = "is_not"
    ICONTAINS = "icontains"
    NOT_ICONTAINS = "not_icontains"
    ICONTAINS_MULTI = "icontains_multi"
    NOT_ICONTAINS_MULTI = "not_icontains_multi"
    STARTS_WITH = "starts_with"
    NOT_STARTS_WITH = "not_starts_with"
    ENDS_WITH = "ends_with"
    NOT_ENDS_WITH = "not_ends_with"
    REGEX = "regex"
    NOT_REGEX = "not_regex"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    NOT_BETWEEN = "not_between"
    MIN = "min"
    MAX = "max"
    IS_SET = "is_set"
    IS_NOT_SET = "is_not_set"
    IS_DATE_EXACT = "is_date_exact"
    IS_DATE_BEFORE = "is_date_before"
    IS_DATE_AFTER = "is_date_after"
    SEMVER_EQ = "semver_eq"
    SEMVER_NEQ = "semver_neq"
    SEMVER_GT = "semver_gt"
    SEMVER_GTE = "semver_gte"
    SEMVER_LT = "semver_lt"
    SEMVER_LTE = "semver_lte"
    SEMVER_TILDE = "semver_tilde"
    SEMVER_CARET = "semver_caret"
    SEMVER_WILDCARD = "semver_wildcard"
    IS_CLEANED_PATH_EXACT = "is_cleaned_path_exact"
    IN = "in"
    NOT_IN = "not_in"
    FLAG_EVALUATES_TO = "flag_evaluates_to"


class ValueKind(StrEnum):
    """What the value of a filter must be."""

    NOTHING = "no value"
    SCALARS = "a value or a list of values"
    TEXTS = "a text or a list of texts"
    PATTERNS = "a regular expression (RE2) or a list of them"
    NUMBER = "a number"
    RANGE = "a list of two numbers, the smaller one first"
    DATE = "an ISO date or a relative one such as '-7d'"
    VERSION = "a version such as '1.2.3'"
    VERSION_WILDCARD = "a version with a star, such as '1.2.*'"
    COHORT = "the id of a cohort"
    FLAG = "true, false or the key of a variant"


@dataclass(frozen=True, slots=True)
class OperatorRule:
    """What an operator needs. `positive` is the operator whose opposite it is."""

    value: ValueKind
    positive: Operator | None = None


OPERATORS: dict[Operator, OperatorRule] = {
    Operator.EXACT: OperatorRule(ValueKind.SCALARS),
    Operator.IS_NOT: OperatorRule(ValueKind.SCALARS, Operator.EXACT),
    Operator.ICONTAINS: OperatorRule(ValueKind.TEXTS),
    Operator.NOT_ICONTAINS: OperatorRule(ValueKind.TEXTS, Operator.ICONTAINS),
    Operator.ICONTAINS_MULTI: OperatorRule(ValueKind.TEXTS),
    Operator.NOT_ICONTAINS_MULTI: OperatorRule(ValueKind.TEXTS, Operator.ICONTAINS_MULTI),
    Operator.STARTS_WITH: OperatorRule(ValueKind.TEXTS),
    Operator.NOT_STARTS_WITH: OperatorRule(ValueKind.TEXTS, Operator.STARTS_WITH),
    Operator.ENDS_WITH: OperatorRule(ValueKind.TEXTS),
    Operator.NOT_ENDS_WITH: OperatorRule(ValueKind.TEXTS, Operator.ENDS_WITH),
    Operator.REGEX: OperatorRule(ValueKind.PATTERNS),
    Operator.NOT_REGEX: OperatorRule(ValueKind.PATTERNS, Operator.REGEX),
    Operator.GT: OperatorRule(ValueKind.NUMBER),
    Operator.GTE: OperatorRule(ValueKind.NUMBER),
    Operator.LT: OperatorRule(ValueKind.NUMBER),
    Operator.LTE: OperatorRule(ValueKind.NUMBER),
    Operator.BETWEEN: OperatorRule(ValueKind.RANGE),
    Operator.NOT_BETWEEN: OperatorRule(ValueKind.RANGE, Operator.BETWEEN),
    Operator.MIN: OperatorRule(ValueKind.NUMBER),
    Operator.MAX: OperatorRule(ValueKind.NUMBER),
    Operator.IS_SET: OperatorRule(ValueKind.NOTHING),
    Operator.IS_NOT_SET: OperatorRule(ValueKind.NOTHING, Operator.IS_SET),
    Operator.IS_DATE_EXACT: OperatorRule(ValueKind.DATE),
    Operator.IS_DATE_BEFORE: OperatorRule(ValueKind.DATE),
    Operator.IS_DATE_AFTER: OperatorRule(ValueKind.DATE),
    Operator.SEMVER_EQ: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_NEQ: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_GT: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_GTE: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_LT: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_LTE: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_TILDE: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_CARET: OperatorRule(ValueKind.VERSION),
    Operator.SEMVER_WILDCARD: OperatorRule(ValueKind.VERSION_WILDCARD),
    Operator.IS_CLEANED_PATH_EXACT: OperatorRule(ValueKind.TEXTS),
    Operator.IN: OperatorRule(ValueKind.COHORT),
    Operator.NOT_IN: OperatorRule(ValueKind.COHORT, Operator.IN),
    Operator.FLAG_EVALUATES_TO: OperatorRule(ValueKind.FLAG),
}
