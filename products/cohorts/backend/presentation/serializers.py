"""The JSON of cohorts. Shapes only; no rules.

Names in the OpenAPI document are shared by all products, so these carry the product's.
"""

from typing import Any

from rest_framework import serializers

from common.json import loads
from products.cohorts.backend.facade.contracts import Cohort
from products.cohorts.backend.facade.enums import CohortType


class CohortAuthorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class CohortSerializer(serializers.Serializer[Cohort]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    groups = serializers.SerializerMethodField(help_text="Always empty; a form of filters that is no longer used.")
    filters = serializers.SerializerMethodField(help_text="What people must meet; null for a static cohort.")
    query = serializers.SerializerMethodField(help_text="What a static cohort was made from, if it was a query.")
    is_static = serializers.BooleanField()
    cohort_type = serializers.ChoiceField(choices=[kind.value for kind in CohortType])
    version = serializers.IntegerField(allow_null=True, help_text="The membership that counts; null before the first.")
    pending_version = serializers.IntegerField(allow_null=True, help_text="The membership being calculated.")
    count = serializers.IntegerField(allow_null=True, help_text="How many people; null before the first calculation.")
    is_calculating = serializers.BooleanField()
    last_calculation = serializers.DateTimeField(allow_null=True)
    errors_calculating = serializers.IntegerField(help_text="How many calculations in a row have failed.")
    last_error = serializers.CharField(help_text="Why the last calculation failed; empty when it did not.")
    deleted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = CohortAuthorSerializer(allow_null=True)

    def get_groups(self, _cohort: Cohort) -> list[Any]:
        return []

    def get_filters(self, cohort: Cohort) -> dict[str, Any] | None:
        return dict(loads(cohort.filters)) if cohort.filters else None

    def get_query(self, cohort: Cohort) -> dict[str, Any] | None:
        return dict(loads(cohort.query)) if cohort.query else None


class ListCohortsSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=400, help_text="A part of the name or description.")
    is_static = serializers.BooleanField(required=False, allow_null=True, default=None)


class CreateCohortSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    is_static = serializers.BooleanField(required=False, help_text="A list of people instead of filters.")
    filters = serializers.DictField(
        required=False, allow_null=True, help_text="`{properties: {type: OR, values: [{type: AND, values: […]}]}}`."
    )


class ChangeCohortSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400, required=False)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    filters = serializers.DictField(required=False, help_text="As in a new cohort.")
    deleted = serializers.BooleanField(required=False, help_text="True deletes, false restores.")
