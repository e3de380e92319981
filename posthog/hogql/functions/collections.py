"""Functions over arrays and maps that need no lambda. See `signature` for the notation."""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, table

COLLECTIONS: dict[str, Function] = (
    table(
        """
    length 1
    arrayUniq 1+
    indexOf 2
    countEqual 2
    arrayDotProduct 2 partial
    """,
        types.INTEGER,
    )
    | table(
        """
    empty 1
    notEmpty 1
    has 2
    hasAll 2
    hasAny 2
    hasSubstr 2
    mapContains 2
    """,
        types.BOOLEAN,
    )
    | table(
        """
    arrayElement 2 element nullable partial
    arrayElementOrNull 2 element nullable partial
    arrayConcat 1+ first
    arrayDistinct 1 first
    arrayIntersect 1+ first
    arrayReverse 1 first
    arrayCompact 1 first
    arrayPopBack 1 first
    arrayPopFront 1 first
    arrayPushBack 2 first
    arrayPushFront 2 first
    arraySlice 2-3 first
    arrayFlatten 1
    arrayEnumerate 1
    arrayEnumerateUniq 1+ partial
    arrayZip 1+ partial
    arrayJoin 1 element
    arrayRotateLeft 2 first partial
    arrayRotateRight 2 first partial
    arrayShuffle 1 first
    mapKeys 1
    mapValues 1
    mapAdd 2 partial
    """
    )
    | table(
        """
    arrayStringConcat 1-2
    """,
        types.STRING,
    )
)
