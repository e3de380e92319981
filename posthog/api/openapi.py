"""The OpenAPI document: generated from the views, without warnings, and the source of the front end's types."""

from typing import Any

from django.core.management.base import CommandError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[Any]):
    """What every failed request answers."""

    type = serializers.CharField(help_text="The class of the error, such as validation_error.")
    code = serializers.CharField(help_text="A stable machine-readable reason.")
    detail = serializers.CharField(help_text="What went wrong and what to do, for a person.")
    attr = serializers.CharField(allow_null=True, help_text="The input field at fault, if it is one.")


class AutoSchema(SpectacularAutoSchema):
    """Adds the shared error answer to every operation."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        responses = super()._get_response_bodies(direction)
        if direction == "response" and "default" not in responses:
            error = OpenApiResponse(ErrorSerializer, description="The request failed.")
            responses["default"] = self._get_response_for_code(error, "default")
        return responses


def build_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document; raises CommandError naming every warning, because a warning is a missing type."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        document = SchemaGenerator().get_schema(request=None, public=True)
    problems = [*GENERATOR_STATS._error_cache, *GENERATOR_STATS._warn_cache]
    if problems:
        raise CommandError("The OpenAPI document has gaps:\n" + "\n".join(str(problem) for problem in problems))
    return dict(document)
