"""Puts query nodes and answers into the OpenAPI document, so that the interface's types come from the same models.

`QuerySchema` is everything an insight may store, `QuerySource` what can be asked, `QueryAnswer` any answer; all three
follow the registry, so a product that registers a kind documents it by that.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from posthog.queries import registry
from posthog.queries.nodes.base import Node, ResponseModel
from posthog.queries.nodes.wrappers import COMPONENT

REF = "#/components/schemas/"


class QueryAnswer:
    """Marks "the answer to any query" in a view's documentation."""


class NodeExtension(OpenApiSerializerExtension):
    """A node as a request or response body."""

    target_class = Node
    match_subclasses = True
    # drf-spectacular has an extension for any pydantic model, which knows nothing of the registry.
    priority = 1

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        # drf-spectacular puts "Request" behind the names of bodies of requests.
        name = str(self.target.__name__)
        return name.removesuffix("Request") if direction == "request" else name

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        add_query_components(auto_schema)
        return _map_model(auto_schema, self.target, "validation")


class ResponseModelExtension(OpenApiSerializerExtension):
    """A part of an answer as a response body."""

    target_class = ResponseModel
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return _map_model(auto_schema, self.target, "serialization")


class QueryAnswerExtension(OpenApiSerializerExtension):
    """Any answer."""

    target_class = QueryAnswer

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        return "QueryAnswer"

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        responses = tuple(dict.fromkeys(registry.runner_for_node(node).response for node in registry.source_nodes()))
        _add_models(auto_schema, responses, "serialization")
        return {"anyOf": [{"$ref": REF + response.__name__} for response in responses]}


def add_query_components(auto_schema: AutoSchema) -> None:
    """Add all registered nodes, and the unions over them that other nodes refer to."""
    _add_models(auto_schema, registry.all_nodes(), "validation")
    for name, nodes in (("QuerySource", registry.source_nodes()), ("QuerySchema", registry.all_nodes())):
        mapping = {registry.kind_of(node): REF + node.__name__ for node in nodes}
        union = {
            "oneOf": [{"$ref": reference} for reference in mapping.values()],
            "discriminator": {"propertyName": "kind", "mapping": mapping},
        }
        _add_component(auto_schema, name, union)


def _map_model(auto_schema: AutoSchema, model: type[BaseModel], mode: Any) -> dict[str, Any]:
    """The schema of the model, which drf-spectacular adds itself; what it refers to is added here."""
    definitions = _definitions((model,), mode)
    own = definitions.pop(model.__name__)
    _add_components(auto_schema, definitions)
    return own


def _add_models(auto_schema: AutoSchema, models: tuple[type[BaseModel], ...], mode: Any) -> None:
    """Add the models with everything they refer to."""
    _add_components(auto_schema, _definitions(models, mode))


def _definitions(models: tuple[type[BaseModel], ...], mode: Any) -> dict[str, dict[str, Any]]:
    _, schema = models_json_schema([(model, mode) for model in models], by_alias=True, ref_template=REF + "{model}")
    definitions: dict[str, dict[str, Any]] = _with_references(schema["$defs"])
    return definitions


def _add_components(auto_schema: AutoSchema, schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        _add_component(auto_schema, name, schema)


def _with_references(schema: Any) -> Any:
    """The schema with each stand-in for a component replaced by a reference to it."""
    if isinstance(schema, dict):
        if COMPONENT in schema:
            return {"$ref": REF + schema[COMPONENT]}
        return {key: _with_references(value) for key, value in schema.items()}
    return [_with_references(item) for item in schema] if isinstance(schema, list) else schema


def _add_component(auto_schema: AutoSchema, name: str, schema: dict[str, Any]) -> None:
    component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)
    auto_schema.registry.register_on_missing(component)
