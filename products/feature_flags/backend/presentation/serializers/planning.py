"""The JSON of scheduled changes and early access."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.json import loads
from products.feature_flags.backend.facade.contracts import EarlyAccessFeature, ScheduledChange
from products.feature_flags.backend.facade.enums import EarlyAccessStage, RecurrenceInterval, ScheduledOperation
from products.feature_flags.backend.presentation.serializers.flags import (
    MAX_ID,
    FlagAuthorSerializer,
    FlagReferenceSerializer,
)

OPERATIONS = [word.value for word in ScheduledOperation]
INTERVALS = [word.value for word in RecurrenceInterval]
STAGES = [word.value for word in EarlyAccessStage]


class ScheduledPayloadSerializer(serializers.Serializer[Any]):
    operation = serializers.ChoiceField(choices=OPERATIONS)
    value = serializers.JSONField(
        help_text="update_status: true or false. add_release_condition: {groups}. update_variants: {variants, payloads}."
    )


class ScheduledChangeSerializer(serializers.Serializer[ScheduledChange]):
    id = serializers.IntegerField()
    team_id = serializers.IntegerField()
    record_id = serializers.SerializerMethodField(help_text="The id of the flag.")
    model_name = serializers.SerializerMethodField(help_text="Always FeatureFlag.")
    payload = serializers.SerializerMethodField()
    scheduled_at = serializers.DateTimeField(help_text="The next time, or the last one of what has been done.")
    timezone = serializers.CharField()
    is_recurring = serializers.SerializerMethodField()
    recurrence_interval = serializers.ChoiceField(choices=INTERVALS, allow_null=True)
    cron_expression = serializers.CharField(allow_blank=True)
    end_date = serializers.DateTimeField(allow_null=True)
    executed_at = serializers.DateTimeField(allow_null=True, help_text="When it was done for good.")
    last_executed_at = serializers.DateTimeField(allow_null=True)
    failure_reason = serializers.CharField(allow_blank=True, help_text="Why the last attempt changed nothing.")
    created_at = serializers.DateTimeField()
    created_by = FlagAuthorSerializer(allow_null=True)
    updated_at = serializers.DateTimeField()

    def get_record_id(self, change: ScheduledChange) -> str:
        return str(change.flag_id)

    def get_model_name(self, _change: ScheduledChange) -> str:
        return "FeatureFlag"

    @extend_schema_field(ScheduledPayloadSerializer)
    def get_payload(self, change: ScheduledChange) -> dict[str, Any]:
        return {"operation": change.operation.value, "value": loads(change.value)}

    def get_is_recurring(self, change: ScheduledChange) -> bool:
        return change.recurrence_interval is not None or bool(change.cron_expression)


class _RhythmSerializer(serializers.Serializer[Any]):
    timezone = serializers.CharField(
        required=False, max_length=64, help_text="IANA name; days begin and clocks change in it."
    )
    is_recurring = serializers.BooleanField(required=False)
    recurrence_interval = serializers.ChoiceField(choices=INTERVALS, required=False, allow_null=True)
    cron_expression = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=100,
        help_text="Five fields, instead of an interval.",
    )
    end_date = serializers.DateTimeField(required=False, allow_null=True)

    def validate(self, form: dict[str, Any]) -> dict[str, Any]:
        rhythm = form.get("recurrence_interval") or form.get("cron_expression")
        if form.get("is_recurring") and not rhythm:
            raise serializers.ValidationError(
                {"recurrence_interval": "What recurs needs an interval or a cron expression."}
            )
        if rhythm and form.get("is_recurring") is False:
            raise serializers.ValidationError({"is_recurring": "With an interval or a cron expression it recurs."})
        return form


class ScheduleChangeSerializer(_RhythmSerializer):
    record_id = serializers.IntegerField(min_value=1, max_value=MAX_ID, help_text="The id of the flag.")
    model_name = serializers.ChoiceField(choices=["FeatureFlag"], required=False)
    payload = ScheduledPayloadSerializer()
    scheduled_at = serializers.DateTimeField()


class ChangeScheduleSerializer(_RhythmSerializer):
    payload = ScheduledPayloadSerializer(required=False)
    scheduled_at = serializers.DateTimeField(required=False)


class ListScheduledChangesSerializer(serializers.Serializer[Any]):
    record_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    model_name = serializers.ChoiceField(choices=["FeatureFlag"], required=False)


class EarlyAccessFeatureSerializer(serializers.Serializer[EarlyAccessFeature]):
    id = serializers.UUIDField()
    feature_flag = FlagReferenceSerializer(source="flag")
    name = serializers.CharField()
    description = serializers.CharField()
    stage = serializers.ChoiceField(choices=STAGES)
    documentation_url = serializers.CharField()
    payload = serializers.SerializerMethodField(help_text="Anything that the page that shows the offer needs.")
    version = serializers.IntegerField(help_text="Rises by one with each change.")
    created_at = serializers.DateTimeField()

    @extend_schema_field(serializers.DictField(child=serializers.JSONField()))
    def get_payload(self, feature: EarlyAccessFeature) -> dict[str, Any]:
        return dict(loads(feature.payload))


class OfferFeatureSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    stage = serializers.ChoiceField(choices=STAGES, help_text="Drafts and archived ones are offered to nobody.")
    description = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    documentation_url = serializers.URLField(required=False, allow_blank=True, max_length=800)
    payload = serializers.DictField(child=serializers.JSONField(), required=False)
    feature_flag_id = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MAX_ID, help_text="Without one a flag is made."
    )


class ChangeOfferSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, max_length=200)
    stage = serializers.ChoiceField(choices=STAGES, required=False)
    description = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    documentation_url = serializers.URLField(required=False, allow_blank=True, max_length=800)
    payload = serializers.DictField(child=serializers.JSONField(), required=False)
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The one the change was made from. When somebody changed the feature since, the answer is 409.",
    )
