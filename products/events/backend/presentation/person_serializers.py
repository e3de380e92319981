"""The JSON of people. Shapes only; no rules."""

from typing import Any

from rest_framework import serializers

from products.events.backend.facade.contracts import (
    KnownId,
    MergedPerson,
    NameCount,
    Person,
    PersonHistory,
)
from products.events.backend.presentation.serializers import JsonTextField, ValueChangeSerializer


class PersonSerializer(serializers.Serializer[Person]):
    id = serializers.UUIDField(source="uuid", help_text="The same as `uuid`; what the person is found by.")
    uuid = serializers.UUIDField()
    name = serializers.CharField(help_text="An e-mail address, a name, or else the best distinct id.")
    distinct_ids = serializers.ListField(child=serializers.CharField())
    properties = JsonTextField(help_text="As they are now.")
    is_identified = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ListPersonsSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(
        required=False,
        max_length=400,
        allow_blank=True,
        help_text="A part of a distinct id or of the value of any property; or a whole uuid.",
    )
    distinct_id = serializers.CharField(required=False, max_length=400, help_text="Exactly this id.")
    email = serializers.CharField(required=False, max_length=400, help_text="Exactly this address, in any case.")
    properties = serializers.CharField(required=False, help_text="A JSON list of property filters.")
    cohort = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, source="cohort_id", help_text="Only members of this cohort."
    )


class ChangePersonSerializer(serializers.Serializer[Any]):
    properties = serializers.DictField(
        child=serializers.JSONField(allow_null=True), help_text="Properties to set; others stay as they are."
    )


class UpdatePropertySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=400, trim_whitespace=False)
    value = serializers.JSONField(allow_null=True, help_text="Any JSON.")


class DeletePropertySerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # The name that PostHog's clients send is none that Python could give an attribute.
        return {
            "$unset": serializers.CharField(max_length=400, trim_whitespace=False, help_text="The property's name.")
        }


class SplitPersonSerializer(serializers.Serializer[Any]):
    main_distinct_id = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=400,
        help_text="The id that stays, with the properties. Without one the first id stays and the properties go.",
    )


class DeletePersonSerializer(serializers.Serializer[Any]):
    delete_events = serializers.BooleanField(required=False, default=False, help_text="Whether their events go too.")


class BulkDeleteSerializer(DeletePersonSerializer):
    ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=1000)
    distinct_ids = serializers.ListField(
        child=serializers.CharField(max_length=400), required=False, default=list, max_length=1000
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["ids"] and not attrs["distinct_ids"]:
            raise serializers.ValidationError({"ids": "Name the people: give ids, or distinct_ids."})
        return attrs


class NameCountSerializer(serializers.Serializer[NameCount]):
    name = serializers.CharField()
    count = serializers.IntegerField()


class KnownIdSerializer(serializers.Serializer[KnownId]):
    distinct_id = serializers.CharField()
    added_at = serializers.DateTimeField(allow_null=True, help_text="Null for ids older than the record.")


class MergedPersonSerializer(serializers.Serializer[MergedPerson]):
    from_person = serializers.UUIDField()
    into_person = serializers.UUIDField()
    distinct_ids = serializers.ListField(child=serializers.CharField(), help_text="The ids that came along.")
    merged_at = serializers.DateTimeField()


class PersonHistorySerializer(serializers.Serializer[PersonHistory]):
    distinct_ids = KnownIdSerializer(many=True, help_text="All ids, the oldest first.")
    merges = MergedPersonSerializer(many=True, help_text="Who became this person, the latest first.")


class PropertyChangeSerializer(ValueChangeSerializer):
    event = serializers.CharField(help_text="The event that said so.")
    event_uuid = serializers.UUIDField()
    distinct_id = serializers.CharField()
