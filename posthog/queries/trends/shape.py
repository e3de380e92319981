"""From numbers to the published form of a trends answer. Pure: no queries, no clock.

The numbers of a series come as one list per breakdown value, one number per bucket; a total has a list of one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any

from posthog.queries.nodes.series import ActionsNode, EventsNode
from posthog.queries.nodes.shared import Interval
from posthog.queries.nodes.trends import Display, FormulaNode, TrendsQuery
from posthog.queries.period import SECONDS, Period
from posthog.queries.trends.breakdown import NULL, OTHER
from posthog.queries.trends.formula import evaluate, parse_formula

CURRENT, PREVIOUS = "current", "previous"
# What the two special breakdown values are called where a person reads them.
NAMES = {NULL: "none", OTHER: "Other"}

Numbers = tuple[float, ...]
Lines = Mapping[str, Numbers]


@dataclass(frozen=True, kw_only=True)
class PeriodValues:
    """The numbers of all series in one period: for each series, lines by breakdown value."""

    label: str
    period: Period
    series: tuple[Lines, ...]

    @cached_property
    def axis(self) -> "Axis":
        """The names of the buckets, written once for however many lines there are."""
        buckets, interval = self.period.buckets(), self.period.interval
        return Axis(
            days=[_day(bucket, interval) for bucket in buckets],
            labels=[_label(bucket, interval) for bucket in buckets],
            moments=[bucket.isoformat() for bucket in buckets],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The buckets of a period in the three ways that a result names them."""

    days: list[str]
    labels: list[str]
    moments: list[str]


NO_AXIS = Axis(days=[], labels=[], moments=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result: a series, or a formula over series, for one breakdown value in one period."""

    name: str
    breakdown: str
    values: PeriodValues
    numbers: Numbers
    order: int
    series: EventsNode | ActionsNode | None


def to_results(query: TrendsQuery, periods: tuple[PeriodValues, ...]) -> list[dict[str, Any]]:
    """The list of results: by series or formula, then the largest breakdown value first, then current before previous."""
    formulas = query.trends_filter.chosen_formulas
    lines = _formula_lines(formulas, periods, len(query.series)) if formulas else _series_lines(query, periods)
    return [_to_result(query, line, has_several=len(formulas or query.series) > 1) for line in _in_order(lines)]


def _series_lines(query: TrendsQuery, periods: tuple[PeriodValues, ...]) -> Iterable[Line]:
    for values in periods:
        for order, (series, lines) in enumerate(zip(query.series, values.series, strict=True)):
            for breakdown, numbers in lines.items():
                yield Line(
                    name=series.title,
                    breakdown=breakdown,
                    values=values,
                    numbers=numbers,
                    order=order,
                    series=series,
                )


def _formula_lines(
    formulas: tuple[FormulaNode, ...], periods: tuple[PeriodValues, ...], series_count: int
) -> Iterable[Line]:
    """A formula is evaluated bucket by bucket; a series without a breakdown value counts as 0 there."""
    for order, node in enumerate(formulas):
        expression = parse_formula(node.formula, series_count=series_count)
        for values in periods:
            breakdowns = dict.fromkeys(name for lines in values.series for name in lines)
            for breakdown in breakdowns:
                present = [lines.get(breakdown) for lines in values.series]
                length = max(len(numbers) for numbers in present if numbers is not None)
                columns = [numbers if numbers is not None else (0.0,) * length for numbers in present]
                yield Line(
                    name=node.custom_name or f"Formula ({node.formula})",
                    breakdown=breakdown,
                    values=values,
                    numbers=tuple(evaluate(expression, row) for row in zip(*columns, strict=True)),
                    order=order,
                    series=None,
                )


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Null and other come last. A previous period follows the current one that it is compared with."""
    collected = list(lines)
    size = {(line.order, line.breakdown): sum(line.numbers) for line in reversed(collected)}
    return sorted(
        collected,
        key=lambda line: (
            line.order,
            (NULL, OTHER).index(line.breakdown) + 1 if line.breakdown in (NULL, OTHER) else 0,
            -size[line.order, line.breakdown],
            line.breakdown,
            line.values.label == PREVIOUS,
        ),
    )


def _to_result(query: TrendsQuery, line: Line, *, has_several: bool) -> dict[str, Any]:
    is_total = query.display.is_total
    axis = NO_AXIS if is_total else line.values.axis
    result: dict[str, Any] = {
        "data": [],
        "labels": axis.labels,
        "days": axis.days,
        "count": 0.0,
        "label": _title(query, line, has_several=has_several),
        "action": _action(line.series, line.order, axis) if line.series is not None else None,
        "filter": _filter(query, line.values.period),
    }
    if is_total:
        result["aggregated_value"] = line.numbers[0]
    else:
        result["data"] = list(_drawn(query, line.numbers))
        cumulative = query.display is Display.CUMULATIVE
        result["count"] = result["data"][-1] if cumulative and result["data"] else sum(line.numbers)
    if query.compares:
        result |= {"compare": True, "compare_label": line.values.label}
    if query.breakdown is not None:
        result["breakdown_value"] = line.breakdown
    return result


def _drawn(query: TrendsQuery, numbers: Numbers) -> Numbers:
    """The numbers as they are drawn: summed up so far, or smoothed."""
    if query.display is Display.CUMULATIVE:
        return tuple(accumulate(numbers))
    return smoothed(numbers, query.trends_filter.smoothing_intervals)


def smoothed(numbers: Numbers, intervals: int) -> Numbers:
    """The mean of each number and those before it, `intervals` altogether, or as many as there are."""
    if intervals == 1:
        return numbers
    windows = (numbers[max(0, index - intervals + 1) : index + 1] for index in range(len(numbers)))
    return tuple(sum(window) / len(window) for window in windows)


def _title(query: TrendsQuery, line: Line, *, has_several: bool) -> str:
    if query.breakdown is None:
        return line.name
    value = NAMES.get(line.breakdown, line.breakdown)
    return f"{line.name} - {value}" if has_several else value


def _day(bucket: datetime, interval: Interval) -> str:
    return bucket.strftime("%Y-%m-%d %H:%M:%S" if interval in SECONDS else "%Y-%m-%d")


def _label(bucket: datetime, interval: Interval) -> str:
    if interval is Interval.MONTH:
        return bucket.strftime("%b %Y")
    return f"{bucket.day}-{bucket.strftime('%b %H:%M' if interval in SECONDS else '%b-%Y')}"


def _action(series: EventsNode | ActionsNode, order: int, axis: Axis) -> dict[str, Any]:
    properties = series.model_dump(mode="json", by_alias=True, exclude_none=True, include={"properties"})
    return {
        "id": series.id if isinstance(series, ActionsNode) else series.event,
        "type": "actions" if isinstance(series, ActionsNode) else "events",
        "order": order,
        "name": series.name or series.title,
        "custom_name": series.custom_name,
        "math": series.math.value,
        "math_property": series.math_property,
        "math_hogql": series.math_hogql,
        "math_group_type_index": series.math_group_type_index,
        "properties": properties.get("properties", []),
        "days": axis.moments,
    }


def _filter(query: TrendsQuery, period: Period) -> dict[str, Any]:
    breakdown = query.breakdown
    return {
        "insight": "TRENDS",
        "interval": query.interval.value,
        "date_from": period.start.isoformat(),
        "date_to": period.end.isoformat(),
        "breakdown": breakdown.property if breakdown else None,
        "breakdown_type": breakdown.type.value if breakdown else None,
    }
