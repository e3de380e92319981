"""The functions of higher order: their first argument is a lambda, the others are the arrays or maps it runs over.

With several arrays all of them can fail on a row, when the lengths differ.
"""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, table

LAMBDAS: dict[str, Function] = (
    table("arrayMap 2+")
    | table(
        """
    arrayFilter 2+
    arrayFill 2+
    arrayReverseFill 2+
    arraySort 1+
    arrayReverseSort 1+
    """
    )
    | table("arraySplit 2+")
    | table("mapFilter 2")
    | table("mapApply 2")
    | table(
        """
    arrayExists 1+
    arrayAll 1+
    """,
        types.BOOLEAN,
    )
    | table(
        """
    arrayCount 1+
    arrayFirstIndex 2+
    arrayLastIndex 2+
    """,
        types.INTEGER,
    )
    | table(
        """
    arrayFirst 2+
    arrayLast 2+
    arrayMin 1+
    arrayMax 1+
    arraySum 1+
    arrayAvg 1+
    arrayProduct 1+
    """
    )
    | table(
        """
    arrayCumSum 1+
    arrayCumSumNonNegative 1+
    arrayDifference 1+
    """
    )
)

# Those whose lambda is a condition.
TAKES_CONDITION = frozenset(
    [
        "arrayFilter",
        "arrayFill",
        "arrayReverseFill",
        "arraySplit",
        "mapFilter",
        "arrayExists",
        "arrayAll",
        "arrayCount",
        "arrayFirst",
        "arrayLast",
        "arrayFirstIndex",
        "arrayLastIndex",
    ]
)
# Those whose result is the array they were given, perhaps shorter or in another order.
KEEPS_ARRAY = frozenset({"arrayFilter", "arrayFill", "arrayReverseFill", "arraySort", "arrayReverseSort", "mapFilter"})
# Those whose result is an element of it.
GIVES_ELEMENT = frozenset({"arrayFirst", "arrayLast"})
