"""Property filters: what they may say, and whether a value satisfies one.

`operators` is the one table of operators. It has two back-ends: `matching` compares in memory, for flags and webhooks;
`posthog/hogql/property.py` makes HogQL of it, for queries and for counting whom a flag reaches. Both are tested against
`common/tests/property_cases.py`, by either set of rules.
"""

from common.property_matching.filters import (
    InvalidFilterError,
    PropertyFilter,
    PropertyGroup,
    Scalar,
    parse_filter,
    parse_properties,
)
from common.property_matching.matching import FLAG_RULES, MISSING, QUERY_RULES, Matcher, Rules, compile_filter, matches
from common.property_matching.operators import OPERATORS, Operator, ValueKind

__all__ = [
    "FLAG_RULES",
    "MISSING",
    "OPERATORS",
    "QUERY_RULES",
    "InvalidFilterError",
    "Matcher",
    "Operator",
    "PropertyFilter",
    "PropertyGroup",
    "Rules",
    "Scalar",
    "ValueKind",
    "compile_filter",
    "matches",
    "parse_filter",
    "parse_properties",
]
