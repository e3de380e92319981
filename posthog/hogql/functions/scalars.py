"""The functions that give one value for each row, and need nothing but their arguments. See `signature` for notation.

Left out on purpose: everything that reads files, networks, dictionaries, settings or other tables, that sleeps, that
throws on demand, that tells about the server, and whatever can make much from little (arrayWithConstant, arrayResize).
"""

from posthog.hogql import types
from posthog.hogql.functions.collections import COLLECTIONS
from posthog.hogql.functions.moments import MOMENTS
from posthog.hogql.functions.signature import Function, NullRule, table
from posthog.hogql.functions.texts import TEXTS
from posthog.hogql.plan import Read

_NUMBERS = (
    table(
        """
    abs 1 first
    negate 1 first
    plus 2 common
    minus 2 common
    multiply 2 common
    intDivOrZero 2 partial
    gcd 2 partial
    lcm 2 partial
    bitAnd 2
    bitOr 2
    bitXor 2
    bitNot 1
    bitShiftLeft 2 partial
    bitShiftRight 2 partial
    bitCount 1
    sign 1
    """,
        types.INTEGER,
        reads=Read.NUMBER,
    )
    | table(
        """
    divide 2
    floor 1-2
    ceil 1-2
    ceiling=ceil 1-2
    trunc 1-2
    truncate=trunc 1-2
    round 1-2
    roundBankers 1-2
    roundDown 2 partial
    exp 1
    exp2 1
    exp10 1
    ln=log 1
    log 1
    log2 1
    log10 1
    log1p 1
    sqrt 1
    cbrt 1
    pow 2
    power=pow 2
    sin 1
    cos 1
    tan 1
    asin 1
    acos 1
    atan 1
    atan2 2
    sinh 1
    cosh 1
    tanh 1
    hypot 2
    erf 1
    degrees 1
    radians 1
    sigmoid 1
    ifNotFinite 2
    """,
        types.FLOAT,
        reads=Read.NUMBER,
    )
    | table(
        """
    e 0
    pi 0
    randCanonical 0
    """,
        types.FLOAT,
    )
    | table(
        """
    rand 0
    rand64 0
    """,
        types.INTEGER,
    )
)

_LOGIC = table(
    """
    xor 2+
    isFinite 1 number
    isInfinite 1 number
    isNaN 1 number
    """,
    types.BOOLEAN,
) | table(
    """
    nullIf 2 first nullable partial
    toNullable 1 first nullable
    greatest 2+ common number
    least 2+ common number
    identity 1 first
    materialize 1 first
    """
)

_HASHES = table(
    """
    cityHash64 1+
    sipHash64 1+
    xxHash64 1+
    murmurHash3_64 1+
    farmHash64 1+
    intHash32 1 partial
    intHash64 1 partial
    halfMD5 1+
    """,
    types.INTEGER,
    nulls=NullRule.NEVER,
) | table(
    """
    MD5 1
    SHA1 1
    SHA224 1
    SHA256 1
    """,
    types.STRING,
    reads=Read.TEXT,
)

_IDS = table(
    """
    generateUUIDv4 0
    generateUUIDv7 0
    """,
    types.UUID,
)

_GEO = table(
    """
    greatCircleDistance 4
    geoDistance 4
    greatCircleAngle 4
    """,
    types.FLOAT,
    reads=Read.NUMBER,
)

SCALARS: dict[str, Function] = _NUMBERS | _LOGIC | TEXTS | _HASHES | _IDS | _GEO | COLLECTIONS | MOMENTS
