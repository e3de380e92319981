"""Finds a function by name, suffixes of aggregates included. What is not here cannot be printed."""

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from posthog.hogql import types
from posthog.hogql.functions import internal
from posthog.hogql.functions.aggregates import AGGREGATES, SUFFIXES, WINDOW_ONLY
from posthog.hogql.functions.lambdas import LAMBDAS
from posthog.hogql.functions.scalars import SCALARS
from posthog.hogql.functions.signature import Function, NullRule, always

FUNCTIONS: dict[str, Function] = SCALARS | LAMBDAS | AGGREGATES | WINDOW_ONLY
_BY_LOWER_CASE: dict[str, str] = {name.lower(): name for name in FUNCTIONS}


@lru_cache(2048)
def find(name: str) -> Function | None:
    """The function of this name, in any capitals; None when there is none."""
    exact = FUNCTIONS.get(name) or FUNCTIONS.get(_BY_LOWER_CASE.get(name.lower(), ""))
    return exact or _with_suffix(name)


def similar(name: str, others: tuple[str, ...] = ()) -> str | None:
    """A known name that `name` may have been meant to be."""
    candidates = {known.lower(): known for known in (*FUNCTIONS, *others)}
    close = get_close_matches(name.lower(), candidates, n=1, cutoff=0.75)
    return candidates[close[0]] if close else None


def _with_suffix(name: str) -> Function | None:
    for suffix in SUFFIXES:
        if not name.endswith(suffix) or name == suffix:
            continue
        base = find(name.removesuffix(suffix))
        if base is not None and base.is_aggregate:
            return _SUFFIX_RULES[suffix](replace(base, name=name, clickhouse=base.clickhouse + suffix))
    return None


def _one_more_argument(function: Function) -> Function:
    maximum = None if function.max_args is None else function.max_args + 1
    return replace(function, min_args=function.min_args + 1, max_args=maximum)


def _of_unknown_result(function: Function) -> Function:
    return replace(function, result=always(types.UNKNOWN), nulls=NullRule.FROM_ARGUMENTS)


_SUFFIX_RULES: dict[str, Callable[[Function], Function]] = {
    "If": _one_more_argument,
    "Array": _of_unknown_result,
    "ForEach": _of_unknown_result,
    "Distinct": lambda function: function,
    "OrDefault": lambda function: function,
    "OrNull": lambda function: replace(function, nulls=NullRule.ALWAYS),
    "State": lambda function: replace(function, result=always(types.STATE), nulls=NullRule.NEVER),
    "Merge": lambda function: replace(function, min_args=1, max_args=1, result=always(types.UNKNOWN)),
}


@lru_cache(4096)
def is_printable(clickhouse: str) -> bool:
    """Whether a function of ClickHouse may appear in SQL at all."""
    return (
        clickhouse in _CLICKHOUSE
        or clickhouse in internal.TOTAL
        or clickhouse in internal.PARTIAL
        or _is_suffixed(clickhouse)
    )


@lru_cache(4096)
def is_total(clickhouse: str) -> bool:
    """Whether a function of ClickHouse gives a value for every row; see `Function.total`."""
    return clickhouse in internal.TOTAL or (clickhouse in _CLICKHOUSE_TOTAL and clickhouse not in internal.PARTIAL)


def _is_suffixed(clickhouse: str) -> bool:
    function = _with_suffix(clickhouse)
    return function is not None and function.clickhouse == clickhouse


_CLICKHOUSE = frozenset(function.clickhouse for function in FUNCTIONS.values())
_CLICKHOUSE_TOTAL = _CLICKHOUSE - frozenset(
    function.clickhouse for function in FUNCTIONS.values() if not function.total
)
