from typing import Any

import pytest

from posthog.api.openapi import build_document
from posthog.queries import registry


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    return dict(build_document()["components"]["schemas"])


def test_document_holds_every_registered_query_with_its_fields(schemas: dict[str, Any]) -> None:
    for node in registry.all_nodes():
        fields = {field.alias or name for name, field in node.model_fields.items()}
        assert set(schemas[node.__name__]["properties"]) == fields
        assert "kind" in schemas[node.__name__]["required"]
        assert schemas[node.__name__]["properties"]["kind"]["const"] == registry.kind_of(node)


def test_unions_follow_the_registry(schemas: dict[str, Any]) -> None:
    for name, nodes in (("QuerySource", registry.source_nodes()), ("QuerySchema", registry.all_nodes())):
        kinds = {registry.kind_of(node): f"#/components/schemas/{node.__name__}" for node in nodes}
        assert schemas[name]["discriminator"] == {"propertyName": "kind", "mapping": kinds}
    assert schemas["QueryRequest"]["properties"]["query"] == {"$ref": "#/components/schemas/QuerySchema"}
    assert schemas["InsightVizNode"]["properties"]["source"] == {"$ref": "#/components/schemas/QuerySource"}


def test_every_reference_leads_somewhere(schemas: dict[str, Any]) -> None:
    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(item) for item in value.values()))
        return set().union(*(references(item) for item in value)) if isinstance(value, list) else set()

    missing = {reference.rsplit("/", 1)[1] for reference in references(schemas)} - set(schemas)
    assert missing == set()
