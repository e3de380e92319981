"""Property filters: what they may say, and whether a value satisfies one.

`operators` is the one table of operators. It has two back-ends: `matching` compares in memory, for flags and webhooks;
`posthog/hogql/property.py` makes HogQL of it, for queries. Both are tested against `common/tests/property_cases.py`.
"""

from common.property_matching.filters import (
    InvalidFilterError,
    PropertyFilter,
    PropertyGroup,
    Scalar,
    parse_filter,
    parse_properties,
)
from common.property_matching.matching import MISSING, matches
from common.property_matching.operators import OPERATORS, Operator, ValueKind

__all__ = [
    "MISSING",
    "OPERATORS",
    "InvalidFilterError",
    "Operator",
    "PropertyFilter",
    "PropertyGroup",
    "Scalar",
    "ValueKind",
    "matches",
    "parse_filter",
    "parse_properties",
]
