"""Property filters: one condition each, or a group of them joined by AND or OR.

An operator without the value it needs, an unknown operator or an unknown type is refused here: a filter that cannot be
understood must never be silently true.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from common.property_matching import InvalidFilterError, Operator, parse_filter
from posthog.queries.nodes.base import Node

MAX_VALUES = 10_000
MAX_FILTERS = 200
Scalar = Annotated[str, Field(max_length=10_000)] | bool | int | float
FilterValue = Scalar | Annotated[tuple[Scalar, ...], Field(max_length=MAX_VALUES)]
Key = Annotated[str, Field(min_length=1, max_length=400)]


class _ValueFilter(Node):
    """A condition on the value of one property."""

    key: Key
    operator: Operator = Operator.EXACT
    value: FilterValue | None = None
    label: Annotated[str, Field(max_length=400)] | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        """The rules of operators are those of the one matcher that queries, flags and webhooks share."""
        try:
            parse_filter(self.model_dump(exclude_none=True))
        except InvalidFilterError as error:
            raise ValueError(error.message.removesuffix(".")) from error
        return self


class EventPropertyFilter(_ValueFilter):
    """A condition on a property of the event."""

    type: Literal["event"] = "event"


class EventMetadataPropertyFilter(_ValueFilter):
    """A condition on a column of the event, such as distinct_id."""

    type: Literal["event_metadata"] = "event_metadata"


class PersonPropertyFilter(_ValueFilter):
    """A condition on a property of the person, as it was at the time of the event."""

    type: Literal["person"] = "person"


class PersonMetadataPropertyFilter(_ValueFilter):
    """A condition on the person itself, such as when it was first seen."""

    type: Literal["person_metadata"] = "person_metadata"


class GroupPropertyFilter(_ValueFilter):
    """A condition on a property of the group of the given type."""

    type: Literal["group"] = "group"
    group_type_index: Annotated[int, Field(ge=0, le=4)]


class ElementPropertyFilter(_ValueFilter):
    """A condition on what was clicked."""

    type: Literal["element"] = "element"
    key: Literal["tag_name", "text", "href", "selector"]


class CohortPropertyFilter(_ValueFilter):
    """Whether the person is in a cohort: `value` is its id."""

    type: Literal["cohort"] = "cohort"
    key: Literal["id"] = "id"
    operator: Operator = Operator.IN
    cohort_name: Annotated[str, Field(max_length=400)] | None = None


class HogQLPropertyFilter(Node):
    """A condition written in HogQL, in `key`."""

    type: Literal["hogql"] = "hogql"
    key: Annotated[str, Field(min_length=1, max_length=20_000)]
    value: FilterValue | None = None
    label: Annotated[str, Field(max_length=400)] | None = None


PropertyFilter = Annotated[
    EventPropertyFilter
    | EventMetadataPropertyFilter
    | PersonPropertyFilter
    | PersonMetadataPropertyFilter
    | GroupPropertyFilter
    | ElementPropertyFilter
    | CohortPropertyFilter
    | HogQLPropertyFilter,
    Field(discriminator="type"),
]


class GroupOperator(StrEnum):
    """How the conditions of a group combine."""

    AND = "AND"
    OR = "OR"


def _is_group(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "group_of_filters" if kind in ("AND", "OR") else "filter"


class PropertyGroup(Node):
    """Conditions of which all (AND) or any (OR) must hold."""

    type: GroupOperator
    values: Annotated[
        tuple[
            Annotated[
                Annotated[PropertyFilter, Tag("filter")] | Annotated["PropertyGroup", Tag("group_of_filters")],
                Discriminator(_is_group),
            ],
            ...,
        ],
        Field(max_length=MAX_FILTERS),
    ]


def _is_list(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "group_of_filters"


Properties = Annotated[
    Annotated[Annotated[tuple[PropertyFilter, ...], Field(max_length=MAX_FILTERS)], Tag("list")]
    | Annotated[PropertyGroup, Tag("group_of_filters")],
    Discriminator(_is_list),
]
"""A list of conditions that must all hold, or a group."""
