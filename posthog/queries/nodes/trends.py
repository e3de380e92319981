"""TrendsQuery: series of events over time."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from posthog.queries.nodes.base import CamelNode, Node, QueryNode
from posthog.queries.nodes.properties import Properties
from posthog.queries.nodes.series import Series
from posthog.queries.nodes.shared import (
    Breakdown,
    BreakdownFilter,
    CompareFilter,
    DashboardFilters,
    DateRange,
    GroupTypeIndex,
    Interval,
    Name,
    both,
)

MAX_SERIES = 26
MAX_FORMULAS = 20
FormulaText = Annotated[str, Field(min_length=1, max_length=500)]


class Display(StrEnum):
    """How the answer is drawn, which also decides whether it is a time series or one number per series."""

    LINE = "ActionsLineGraph"
    CUMULATIVE = "ActionsLineGraphCumulative"
    AREA = "ActionsAreaGraph"
    BAR = "ActionsBar"
    UNSTACKED_BAR = "ActionsUnstackedBar"
    BAR_VALUE = "ActionsBarValue"
    PIE = "ActionsPie"
    TABLE = "ActionsTable"
    BOLD_NUMBER = "BoldNumber"
    WORLD_MAP = "WorldMap"

    @property
    def is_total(self) -> bool:
        """One number over the whole period instead of one per bucket."""
        return self in TOTAL_DISPLAYS


TOTAL_DISPLAYS = frozenset({Display.BAR_VALUE, Display.PIE, Display.TABLE, Display.BOLD_NUMBER, Display.WORLD_MAP})


class AxisFormat(StrEnum):
    """How values are written."""

    NUMERIC = "numeric"
    DURATION = "duration"
    DURATION_MS = "duration_ms"
    PERCENTAGE = "percentage"
    PERCENTAGE_SCALED = "percentage_scaled"
    CURRENCY = "currency"
    SHORT = "short"


class GoalLine(CamelNode):
    """A horizontal line to reach."""

    label: Name
    value: float
    display_label: bool = True
    border_color: Annotated[str, Field(max_length=40)] | None = None


class FormulaNode(Node):
    """A formula with the name it is shown under."""

    formula: FormulaText
    custom_name: Name | None = None


class ChartPresentation(CamelNode):
    """How a chart is drawn. Stored with an insight; it never changes the numbers."""

    aggregation_axis_format: AxisFormat | None = None
    aggregation_axis_prefix: Annotated[str, Field(max_length=40)] | None = None
    aggregation_axis_postfix: Annotated[str, Field(max_length=40)] | None = None
    decimal_places: Annotated[int, Field(ge=0, le=10)] | None = None
    min_decimal_places: Annotated[int, Field(ge=0, le=10)] | None = None
    show_legend: bool | None = None
    show_values_on_series: bool | None = None
    show_labels_on_series: bool | None = None
    show_percent_stack_view: bool | None = None
    show_alert_threshold_lines: bool | None = None
    show_multiple_y_axes: bool | None = None
    show_trend_lines: bool | None = None
    goal_lines: Annotated[tuple[GoalLine, ...], Field(max_length=20)] | None = None
    hidden_legend_indexes: Annotated[tuple[int, ...], Field(max_length=1000)] | None = None
    result_customizations: dict[str, Any] | None = None
    result_customization_by: Literal["value", "position"] | None = None
    y_axis_scale_type: Literal["linear", "log10"] | None = None


class TrendsFilter(ChartPresentation):
    """Display, arithmetic between series, smoothing and presentation."""

    display: Display = Display.LINE
    formula: FormulaText | None = None
    formulas: Annotated[tuple[FormulaText, ...], Field(max_length=MAX_FORMULAS)] | None = None
    formula_nodes: Annotated[tuple[FormulaNode, ...], Field(max_length=MAX_FORMULAS)] | None = None
    smoothing_intervals: Annotated[int, Field(ge=1, le=365)] = 1

    @property
    def chosen_formulas(self) -> tuple[FormulaNode, ...]:
        """The formulas, whichever way they were spelled."""
        if self.formula_nodes:
            return self.formula_nodes
        texts = self.formulas or ((self.formula,) if self.formula else ())
        return tuple(FormulaNode(formula=text) for text in texts)


class TrendsQuery(QueryNode):
    """How often, by how many, how much: one or more series over time or in total."""

    kind: Literal["TrendsQuery"] = "TrendsQuery"
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=MAX_SERIES)]
    interval: Interval = Interval.DAY
    date_range: DateRange = Field(default=DateRange(), alias="dateRange")
    properties: Properties = ()
    filter_test_accounts: bool = Field(default=False, alias="filterTestAccounts")
    breakdown_filter: BreakdownFilter | None = Field(default=None, alias="breakdownFilter")
    compare_filter: CompareFilter | None = Field(default=None, alias="compareFilter")
    trends_filter: TrendsFilter = Field(default=TrendsFilter(), alias="trendsFilter")
    aggregation_group_type_index: GroupTypeIndex | None = Field(
        default=None, description="Count groups of this type wherever people would be counted."
    )
    sampling_factor: Annotated[float, Field(gt=0, le=1)] | None = Field(default=None, alias="samplingFactor")

    @property
    def breakdown(self) -> Breakdown | None:
        return self.breakdown_filter.chosen if self.breakdown_filter else None

    @property
    def display(self) -> Display:
        return self.trends_filter.display

    @property
    def compares(self) -> bool:
        return self.compare_filter is not None and self.compare_filter.compare

    def with_dashboard_filters(self, filters: DashboardFilters) -> Self:
        """The dashboard's dates and breakdown replace the query's own, its property filters are added."""
        changes: dict[str, Any] = {"properties": both(self.properties, filters.properties)}
        if filters.date_range is not None:
            changes["date_range"] = filters.date_range
        if filters.breakdown_filter is not None:
            changes["breakdown_filter"] = filters.breakdown_filter
        return self.model_copy(update=changes)

    def cache_payload(self) -> dict[str, Any]:
        """Presentation does not change the numbers: a line, an area and bars show the same ones."""
        payload = super().cache_payload()
        display = Display.TABLE if self.display.is_total else self.display
        if display is not Display.CUMULATIVE and not display.is_total:
            display = Display.LINE
        payload["trendsFilter"] = {
            "display": display,
            "formulas": [node.model_dump(mode="json") for node in self.trends_filter.chosen_formulas],
            "smoothing": self.trends_filter.smoothing_intervals,
        }
        return payload
