"""Names and texts as HogQL has to write them."""

import re

_PLAIN_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")

# Words that the grammar would take for something else where a name stands. Quoting one too many is harmless.
_KEYWORDS = """
    ALL AND ANTI ANY ARRAY AS ASC ASCENDING ASOF BETWEEN BOTH BY CASE CAST COHORT COLLATE COLUMNS CROSS CUBE
    CURRENT DESC DESCENDING DISTINCT ELSE END EXCEPT EXCLUDE EXTRACT FALSE FILTER FINAL FN FOLLOWING FOR FROM FULL
    FUN GROUP GROUPING HAVING IF IGNORE ILIKE IN INCLUDE INF INFINITY INNER INTERPOLATE INTERSECT INTERVAL IS JOIN
    LAMBDA LEADING LEFT LET LIKE LIMIT MATERIALIZED NAN NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER
    PARTITION PIVOT POSITIONAL PRECEDING PREWHERE QUALIFY RECURSIVE REPLACE RETURN RIGHT ROLLUP SAMPLE SELECT SEMI
    SETTINGS SUBSTRING THEN TOTALS TRAILING TRIM TRUE TRUNCATE TRY_CAST UNBOUNDED UNION UNPIVOT USING WHEN WHERE
    WINDOW WITH WITHIN
"""
# The same where a name is followed by a parenthesis.
_FUNCTION_KEYWORDS = """
    COLUMNS EXCEPT FN FUN INF INFINITY INTERSECT LET MATERIALIZED NAN NULL WITHIN
"""
KEYWORDS = frozenset(_KEYWORDS.split())
FUNCTION_KEYWORDS = frozenset(_FUNCTION_KEYWORDS.split())


def quote_name(name: str) -> str:
    """A name as it has to be written, in backticks where it needs them."""
    if _PLAIN_NAME.match(name) and name.upper() not in KEYWORDS:
        return name
    return "`" + name.replace("\\", "\\\\").replace("`", "``") + "`"


def quote_function_name(name: str) -> str:
    """The name of a function; fewer words need backticks there."""
    return name if _PLAIN_NAME.match(name) and name.upper() not in FUNCTION_KEYWORDS else quote_name(name)


def quote_text(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
