"""The JSON of cohorts. Shapes only; no rules.

Names in the OpenAPI document are shared by all products, so these carry the product's.
"""

from typing import Any

from rest_framework import serializers

from common.json import loads
from products.cohorts.backend.facade.contracts import Cohort, CohortMember
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
    definition_version = serializers.IntegerField(help_text="Rises by one with each change of what is said here.")
    version = serializers.IntegerField(allow_null=True, help_text="The membership that counts; null before the first.")
    pending_version = serializers.IntegerField(allow_null=True, help_text="The membership being calculated.")
    count = serializers.IntegerField(allow_null=True, help_text="How many people; null before the first calculation.")
    is_calculating = serializers.BooleanField(
        help_text="Whether queries will soon see other members: filters are being calculated, or a list is being carried over."
    )
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


class CohortsOfPersonSerializer(serializers.Serializer[Any]):
    person_id = serializers.UUIDField()


class CohortResultsSerializer(serializers.Serializer[Any]):
    results = CohortSerializer(many=True)


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
    csv = serializers.FileField(
        required=False, write_only=True, help_text="People of a static cohort, in a multipart form."
    )
    query = serializers.DictField(required=False, help_text="People of a static cohort, as a HogQLQuery.")


class ChangeCohortSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400, required=False)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    filters = serializers.DictField(required=False, help_text="As in a new cohort.")
    deleted = serializers.BooleanField(required=False, help_text="True deletes, false restores.")
    csv = serializers.FileField(required=False, write_only=True, help_text="People to add to a static cohort.")
    definition_version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The one the change was made from. When somebody changed the cohort since, the answer is 409.",
    )


class EstimateCohortSerializer(serializers.Serializer[Any]):
    filters = serializers.DictField(help_text="As in a new cohort.")


class CohortEstimateSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="How many people meet the criteria now.")


class ListMembersSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(
        required=False, max_length=400, help_text="A part of an id, a name or an e-mail address."
    )


class CohortMemberSerializer(serializers.Serializer[CohortMember]):
    id = serializers.UUIDField(source="uuid")
    uuid = serializers.UUIDField()
    name = serializers.CharField(help_text="The best thing to call them by.")
    distinct_ids = serializers.ListField(child=serializers.CharField())
    properties = serializers.SerializerMethodField()
    is_identified = serializers.BooleanField()
    created_at = serializers.DateTimeField()

    def get_properties(self, person: CohortMember) -> dict[str, Any]:
        return dict(loads(person.properties))


class UploadPeopleSerializer(serializers.Serializer[Any]):
    csv = serializers.FileField(help_text="UTF-8, one person a row: a distinct id, an e-mail address or a person id.")


class RejectedRowSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    value = serializers.CharField()
    reason = serializers.CharField()


class UploadReportSerializer(serializers.Serializer[Any]):
    column = serializers.CharField(help_text="The header of the column that was read; empty without one.")
    rows = serializers.IntegerField()
    added = serializers.IntegerField(help_text="People who were not in the cohort before.")
    already = serializers.IntegerField(help_text="People who were in it already.")
    rejected_count = serializers.IntegerField(help_text="Rows that name nobody.")
    rejected = RejectedRowSerializer(many=True, help_text="The first of them.")


class AddPersonsSerializer(serializers.Serializer[Any]):
    person_ids = serializers.ListField(
        child=serializers.CharField(max_length=400),
        max_length=10_000,
        help_text="Person ids, distinct ids or e-mail addresses.",
    )


class RemovePersonSerializer(serializers.Serializer[Any]):
    person_id = serializers.UUIDField()


class RemovedPersonSerializer(serializers.Serializer[Any]):
    removed = serializers.BooleanField(help_text="False when the person was not in the cohort.")


class CohortCalculationSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    count = serializers.IntegerField(allow_null=True, help_text="How many people; null when the calculation failed.")
    error = serializers.CharField(help_text="Why it failed; empty when it did not.")


class CohortUserSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(
        help_text="cohort, feature_flag, scheduled_change (a plan of a flag), test_account_filters or insight."
    )
    id = serializers.CharField(help_text="How its page is addressed; of an insight the short id, of a plan the flag's.")
    name = serializers.CharField()
    active = serializers.BooleanField(help_text="False for a flag that is off.")
    blocks_deletion = serializers.BooleanField(help_text="Whether the cohort must stay as long as this is so.")
