"""The base of every node: immutable, strict about unknown fields, camelCase on the wire where PostHog's names are."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

if TYPE_CHECKING:
    from posthog.queries.nodes.rows import HogQLVariable
    from posthog.queries.nodes.shared import DashboardFilters


class Node(BaseModel):
    """A value of the query language. Lists are tuples, so that a node is hashable and can never change."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    @model_validator(mode="before")
    @classmethod
    def _null_means_absent(cls, value: Any) -> Any:
        """Clients write null for what they leave out; every field that may be null is null by default."""
        return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """`kind` and `type` have defaults in Python, yet a client must send them: they choose the model."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        properties: dict[str, Any] = schema.get("properties", {})
        tags = [name for name in ("kind", "type") if "const" in properties.get(name, {})]
        if tags:
            schema["required"] = sorted({*schema.get("required", []), *tags})
        return schema


class CamelNode(Node):
    """A node whose fields are camelCase on the wire."""

    model_config = ConfigDict(alias_generator=to_camel)


class QueryModifiers(Node):
    """Reserved for switches that change how a query is answered; there are none yet."""


class QueryTags(Node):
    """Where in the product a query was asked; it does not change the answer."""

    scene: str | None = Field(default=None, max_length=200)
    product_key: str | None = Field(default=None, alias="productKey", max_length=200)
    name: str | None = Field(default=None, max_length=200)


class QueryNode(Node):
    """A question that can be sent to the query endpoint. Each subclass has a `kind` of its own."""

    # Fields that never change the answer, so that they do not belong to the name under which it is cached.
    NOT_IN_CACHE_KEY: ClassVar[frozenset[str]] = frozenset({"modifiers", "tags", "version"})

    kind: str
    modifiers: QueryModifiers | None = None
    tags: QueryTags | None = None
    version: int | None = Field(default=None, description="The version of the node's form; there is one so far.")

    def cache_payload(self) -> dict[str, Any]:
        """What decides the answer, as JSON: queries with equal payloads have equal answers."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=set(self.NOT_IN_CACHE_KEY))

    def with_dashboard_filters(self, filters: "DashboardFilters") -> Self:
        """The query as a dashboard with these filters shows it; unchanged where filters mean nothing."""
        return self

    def with_variables(self, variables: Mapping[str, "HogQLVariable"]) -> Self:
        """The query with these values for its variables; unchanged where there are none."""
        return self


class ResponseModel(BaseModel):
    """A part of an answer, as the OpenAPI document describes it. Answers are plain dictionaries at run time."""

    model_config = ConfigDict(extra="forbid")
