"""Fields that several kinds of query have in common: dates, breakdown, comparison, sampling."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from posthog.queries.nodes.base import Node
from posthog.queries.nodes.properties import GroupOperator, Properties, PropertyGroup

DEFAULT_BREAKDOWN_LIMIT = 25
MAX_BREAKDOWN_LIMIT = 300

Name = Annotated[str, Field(max_length=400)]
PropertyKey = Annotated[str, Field(min_length=1, max_length=400)]
GroupTypeIndex = Annotated[int, Field(ge=0, le=4)]
ActionId = Annotated[int, Field(ge=1, lt=2**63)]
HogQLText = Annotated[str, Field(min_length=1, max_length=20_000)]


class Interval(StrEnum):
    """The grain of a time series."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class DateRange(Node):
    """From when to when, each an ISO date or time in the project's time zone, or relative such as `-7d`, `mStart`.

    Without `date_from` it is the last 7 days, without `date_to` until now; `all` begins at the first event.
    With `explicitDate` the first and the last bucket are cut at exactly these moments.
    """

    date_from: Annotated[str, Field(max_length=64)] | None = None
    date_to: Annotated[str, Field(max_length=64)] | None = None
    explicit_date: bool = Field(default=False, alias="explicitDate")


class CompareFilter(Node):
    """Show the period before as well: the equally long one just before, or the same one shifted by `compare_to`."""

    compare: bool = False
    compare_to: Annotated[str, Field(pattern=r"^-\d{1,4}[hdwmqy]$")] | None = Field(
        default=None, description="A relative shift such as -1w or -1y."
    )


class BreakdownType(StrEnum):
    """Where the value of a breakdown comes from."""

    EVENT = "event"
    PERSON = "person"
    GROUP = "group"
    EVENT_METADATA = "event_metadata"
    HOGQL = "hogql"


class Breakdown(Node):
    """One property whose values split a series."""

    property: Annotated[str, Field(min_length=1, max_length=2000)]
    type: BreakdownType = BreakdownType.EVENT
    group_type_index: GroupTypeIndex | None = None
    histogram_bin_count: Annotated[int, Field(ge=1, le=100)] | None = None
    normalize_url: bool = False

    @model_validator(mode="after")
    def _group_is_named(self) -> Self:
        if self.type == BreakdownType.GROUP and self.group_type_index is None:
            raise ValueError("A breakdown by a group property needs group_type_index")
        return self


class BreakdownFilter(Node):
    """How series are split. The old spelling (`breakdown`, `breakdown_type`, …) and the new one (`breakdowns`) are both
    understood; `chosen` is what they amount to.
    """

    breakdown: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    breakdown_type: BreakdownType | None = None
    breakdown_group_type_index: GroupTypeIndex | None = None
    breakdown_histogram_bin_count: Annotated[int, Field(ge=1, le=100)] | None = None
    breakdown_normalize_url: bool = False
    breakdowns: Annotated[tuple[Breakdown, ...], Field(max_length=1)] | None = None
    breakdown_limit: Annotated[int, Field(ge=1, le=MAX_BREAKDOWN_LIMIT)] | None = None
    breakdown_hide_other_aggregation: bool = False

    @model_validator(mode="after")
    def _spelled_once(self) -> Self:
        if self.breakdown is not None and self.breakdowns:
            raise ValueError("Give either breakdown or breakdowns, not both")
        if self.breakdown is None and self.breakdown_type == BreakdownType.GROUP:
            raise ValueError("A breakdown by a group property needs a property")
        if self.breakdown_type == BreakdownType.GROUP and self.breakdown_group_type_index is None:
            raise ValueError("A breakdown by a group property needs breakdown_group_type_index")
        return self

    @property
    def chosen(self) -> Breakdown | None:
        """The breakdown, whichever way it was spelled."""
        if self.breakdowns:
            return self.breakdowns[0]
        if self.breakdown is None:
            return None
        return Breakdown(
            property=self.breakdown,
            type=self.breakdown_type or BreakdownType.EVENT,
            group_type_index=self.breakdown_group_type_index,
            histogram_bin_count=self.breakdown_histogram_bin_count,
            normalize_url=self.breakdown_normalize_url,
        )

    @property
    def limit(self) -> int:
        """How many values are shown on their own; the rest becomes one series "other"."""
        return self.breakdown_limit or DEFAULT_BREAKDOWN_LIMIT


class DashboardFilters(Node):
    """Filters of a dashboard: they replace the dates of its queries, and add to their property filters."""

    date_from: Annotated[str, Field(max_length=64)] | None = None
    date_to: Annotated[str, Field(max_length=64)] | None = None
    explicit_date: bool = Field(default=False, alias="explicitDate")
    properties: Properties = ()
    breakdown_filter: BreakdownFilter | None = None

    @property
    def date_range(self) -> DateRange | None:
        """The dates, if there are any."""
        if self.date_from is None and self.date_to is None:
            return None
        return DateRange(date_from=self.date_from, date_to=self.date_to, explicit_date=self.explicit_date)


def both(first: Properties, second: Properties) -> Properties:
    """Property filters that hold when both hold."""
    if not first or not second:
        return first or second
    groups = tuple(
        filters if isinstance(filters, PropertyGroup) else PropertyGroup(type=GroupOperator.AND, values=filters)
        for filters in (first, second)
    )
    return PropertyGroup(type=GroupOperator.AND, values=groups)
