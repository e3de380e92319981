"""What is counted: a series of events and the math applied to it."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from posthog.queries.nodes.base import Node
from posthog.queries.nodes.properties import Properties
from posthog.queries.nodes.shared import ActionId, GroupTypeIndex, HogQLText, Name, PropertyKey


class Math(StrEnum):
    """What a series computes from its events, for each bucket of time."""

    TOTAL = "total"
    DAU = "dau"
    WEEKLY_ACTIVE = "weekly_active"
    MONTHLY_ACTIVE = "monthly_active"
    UNIQUE_SESSION = "unique_session"
    UNIQUE_GROUP = "unique_group"
    FIRST_TIME_FOR_USER = "first_time_for_user"
    FIRST_MATCHING_EVENT_FOR_USER = "first_matching_event_for_user"
    AVG = "avg"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"
    AVG_COUNT_PER_ACTOR = "avg_count_per_actor"
    MIN_COUNT_PER_ACTOR = "min_count_per_actor"
    MAX_COUNT_PER_ACTOR = "max_count_per_actor"
    MEDIAN_COUNT_PER_ACTOR = "median_count_per_actor"
    P75_COUNT_PER_ACTOR = "p75_count_per_actor"
    P90_COUNT_PER_ACTOR = "p90_count_per_actor"
    P95_COUNT_PER_ACTOR = "p95_count_per_actor"
    P99_COUNT_PER_ACTOR = "p99_count_per_actor"
    HOGQL = "hogql"


PROPERTY_MATH = frozenset({Math.AVG, Math.SUM, Math.MIN, Math.MAX, Math.MEDIAN, Math.P75, Math.P90, Math.P95, Math.P99})
COUNT_PER_ACTOR_MATH = frozenset(math for math in Math if math.endswith("_count_per_actor"))


class MathPropertyType(StrEnum):
    """Whose property is aggregated."""

    EVENT = "event_properties"
    PERSON = "person_properties"


class SeriesNode(Node):
    """What every kind of series has: a name, filters, and the math applied to its events."""

    name: Name | None = Field(default=None, description="What the series is called by default.")
    custom_name: Name | None = Field(default=None, description="What the person who made it calls the series.")
    properties: Properties | None = None
    fixed_properties: Properties | None = Field(
        default=None, alias="fixedProperties", description="Filters the interface may not change."
    )
    math: Math = Math.TOTAL
    math_property: PropertyKey | None = Field(default=None, description="The property that sum, avg, … are about.")
    math_property_type: MathPropertyType = MathPropertyType.EVENT
    math_multiplier: float | None = Field(default=None, description="Values of the property are multiplied by this.")
    math_hogql: HogQLText | None = Field(default=None, description="An aggregation, for the math 'hogql'.")
    math_group_type_index: GroupTypeIndex | None = None

    @model_validator(mode="after")
    def _math_is_complete(self) -> Self:
        if self.math in PROPERTY_MATH and self.math_property is None:
            raise ValueError(f"The math '{self.math}' needs math_property")
        if self.math is Math.HOGQL and self.math_hogql is None:
            raise ValueError("The math 'hogql' needs math_hogql")
        if self.math is Math.UNIQUE_GROUP and self.math_group_type_index is None:
            raise ValueError("The math 'unique_group' needs math_group_type_index")
        return self


class EventsNode(SeriesNode):
    """A series of events of one name, or of all names when `event` is null."""

    kind: Literal["EventsNode"] = "EventsNode"
    event: Name | None = None

    @property
    def title(self) -> str:
        """What the series is called in answers."""
        return self.event if self.event is not None else "All events"


class ActionsNode(SeriesNode):
    """A series of the events that an action matches. Answers call it what the action is called now."""

    kind: Literal["ActionsNode"] = "ActionsNode"
    id: ActionId

    @property
    def title(self) -> str:
        """What the series is called where the action's own name is not known."""
        return self.name if self.name is not None else f"Action {self.id}"


Series = Annotated[EventsNode | ActionsNode, Field(discriminator="kind")]
