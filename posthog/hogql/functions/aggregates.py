"""The functions over many rows, the suffixes that change them, and those that exist only over windows."""

import re

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, FunctionKind, NullRule, table
from posthog.hogql.plan import Read

_AGGREGATE = FunctionKind.AGGREGATE

AGGREGATES: dict[str, Function] = (
    table(
        """
    count 0-1
    uniq 1+
    uniqExact 1+
    uniqCombined 1+
    uniqCombined64 1+
    uniqHLL12 1+
    """,
        types.INTEGER,
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
    )
    | table(
        "uniqUpTo 1+",
        types.INTEGER,
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
        params=(1, 1),
    )
    | table(
        """
    min 1 first
    max 1 first
    any 1 first
    anyLast 1 first
    first_value 1 first
    last_value 1 first
    anyHeavy 1 first
    argMin 2 first
    argMax 2 first
    """,
        kind=_AGGREGATE,
    )
    | table(
        """
    sum 1 first
    sumKahan 1
    sumWithOverflow 1 first
    deltaSum 1 first
    groupBitAnd 1
    groupBitOr 1
    groupBitXor 1
    """,
        types.INTEGER,
        kind=_AGGREGATE,
        reads=Read.NUMBER,
    )
    | table(
        """
    avg 1
    avgWeighted 2
    stddevPop 1
    stddevSamp 1
    varPop 1
    varSamp 1
    skewPop 1
    skewSamp 1
    kurtPop 1
    kurtSamp 1
    covarPop 2
    covarSamp 2
    corr 2
    entropy 1
    simpleLinearRegression 2
    """,
        types.FLOAT,
        kind=_AGGREGATE,
        reads=Read.NUMBER,
    )
    | table(
        """
    median 1
    medianExact 1
    medianTDigest 1
    quantile 1
    quantileExact 1
    quantileExactExclusive 1
    quantileExactInclusive 1
    quantileExactLow 1
    quantileExactHigh 1
    quantileExactWeighted 2
    quantileTDigest 1
    quantileTiming 1
    """,
        types.FLOAT,
        kind=_AGGREGATE,
        reads=Read.NUMBER,
        params=(0, 1),
    )
    | table(
        """
    quantiles 1
    quantilesExact 1
    quantilesExactExclusive 1
    quantilesExactInclusive 1
    quantilesTDigest 1
    """,
        types.array_of(types.FLOAT),
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
        reads=Read.NUMBER,
        params=(1, 50),
    )
    | table(
        """
    groupArray 1 array
    groupUniqArray 1 array
    """,
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
        params=(0, 1),
    )
    | table(
        """
    groupArraySample 1 array
    groupArraySorted 1 array
    topK 1 array
    topKWeighted 2 array
    """,
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
        params=(1, 2),
    )
    | table(
        """
    groupArrayMovingSum 1
    groupArrayMovingAvg 1
    """,
        kind=_AGGREGATE,
        nulls=NullRule.NEVER,
        reads=Read.NUMBER,
        params=(0, 1),
    )
    | table("histogram 1", kind=_AGGREGATE, reads=Read.NUMBER, params=(1, 1))
    | table("groupConcat 1", types.STRING, kind=_AGGREGATE, reads=Read.TEXT, params=(0, 2))
    | table("windowFunnel 2+", types.INTEGER, kind=_AGGREGATE, nulls=NullRule.NEVER, params=(1, 5))
    | table("sequenceMatch 3+", types.BOOLEAN, kind=_AGGREGATE, nulls=NullRule.NEVER, params=(1, 1))
    | table("sequenceCount 3+", types.INTEGER, kind=_AGGREGATE, nulls=NullRule.NEVER, params=(1, 1))
    | table("retention 1+", types.array_of(types.INTEGER), kind=_AGGREGATE, nulls=NullRule.NEVER)
    | table("sumMap 1", kind=_AGGREGATE)
)

WINDOW_ONLY: dict[str, Function] = (
    table(
        """
    row_number 0
    rank 0
    dense_rank 0
    ntile 1
    """,
        types.INTEGER,
        kind=FunctionKind.WINDOW,
        nulls=NullRule.NEVER,
    )
    | table(
        """
    percent_rank 0
    cume_dist 0
    """,
        types.FLOAT,
        kind=FunctionKind.WINDOW,
        nulls=NullRule.NEVER,
    )
    | table(
        """
    lag 1-3 first nullable
    lead 1-3 first nullable
    lagInFrame 1-3 first nullable
    leadInFrame 1-3 first nullable
    nth_value 2 first nullable
    """,
        kind=FunctionKind.WINDOW,
    )
)

# Suffixes of aggregates, as `sumIf` or `uniqArrayIf`. `If` takes one argument more, its condition.
SUFFIXES = ("If", "Array", "Distinct", "OrNull", "OrDefault", "ForEach", "State", "Merge")

# Those whose arguments are conditions, from this one on.
_CONDITIONS_FROM = {"windowFunnel": 1, "sequenceMatch": 1, "sequenceCount": 1, "retention": 0}
# Suffixes that leave the arguments as they are; behind `If` they leave its condition the last one.
_LIKE_BEFORE = "(?:OrNull|OrDefault|State|Distinct)*"
_CONDITION_LAST = re.compile(rf"If{_LIKE_BEFORE}\Z")
_SUFFIXED = re.compile(rf"(?:If)?{_LIKE_BEFORE}\Z")


def conditions_of(clickhouse: str, count: int) -> frozenset[int]:
    """The places, from 0, of those of `count` arguments of an aggregate that are conditions."""
    first = _CONDITIONS_FROM.get(_SUFFIXED.sub("", clickhouse, count=1), count)
    last = (count - 1,) if _CONDITION_LAST.search(clickhouse) else ()
    return frozenset((*range(first, count), *last))
