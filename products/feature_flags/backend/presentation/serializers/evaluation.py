"""The JSON of answers that people look at."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.json import loads
from products.feature_flags.backend.facade.contracts import AsOf, FlagExplanation, PropertyTrace
from products.feature_flags.backend.facade.enums import FromNow, Reason
from products.feature_flags.backend.presentation.serializers.flags import FeatureFlagSerializer

REASONS = [reason.value for reason in Reason]
FROM_NOW = [each.value for each in FromNow]


class FlagTestSerializer(serializers.Serializer[Any]):
    distinct_id = serializers.CharField(required=False, max_length=400)
    person_id = serializers.UUIDField(required=False, help_text="Instead of distinct_id.")
    groups = serializers.DictField(
        child=serializers.CharField(max_length=400), required=False, help_text="Keys of groups by kind."
    )
    person_properties = serializers.DictField(
        child=serializers.JSONField(), required=False, help_text="These go before what is stored."
    )

    timestamp = serializers.DateTimeField(
        required=False,
        help_text=(
            "As of when; now without it. The flag and those it depends on as they stood, the person's and groups' "
            "properties as events told until then. What is taken as it is now stands in as_of.from_now."
        ),
    )

    def validate(self, form: dict[str, Any]) -> dict[str, Any]:
        if ("distinct_id" in form) == ("person_id" in form):
            raise serializers.ValidationError({"distinct_id": "Give either distinct_id or person_id."})
        return form


class FlagPropertyTraceSerializer(serializers.Serializer[PropertyTrace]):
    type = serializers.CharField()
    key = serializers.CharField()
    operator = serializers.CharField()
    value = serializers.SerializerMethodField("read_value", help_text="What the condition wants.")
    actual = serializers.SerializerMethodField(help_text="What the person, group, cohort or flag has.")
    is_missing = serializers.BooleanField(help_text="Whether there is no such property.")
    matched = serializers.BooleanField(allow_null=True, help_text="Null when a store did not answer.")

    @extend_schema_field(serializers.JSONField(allow_null=True))
    def read_value(self, trace: PropertyTrace) -> Any:
        return loads(trace.value)

    @extend_schema_field(serializers.JSONField(allow_null=True))
    def get_actual(self, trace: PropertyTrace) -> Any:
        return loads(trace.actual)


class FlagConditionTraceSerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    description = serializers.CharField()
    has_subject = serializers.BooleanField(help_text="False when the group it is about was not given.")
    properties_match = serializers.BooleanField(allow_null=True)
    rollout_percentage = serializers.FloatField()
    place = serializers.FloatField(
        allow_null=True, help_text="Where the person stands, 0 to 100; a share lets in who stands at or below it."
    )
    is_in_rollout = serializers.BooleanField()
    variant = serializers.CharField(allow_null=True)
    properties = FlagPropertyTraceSerializer(many=True)


class FlagAsOfSerializer(serializers.Serializer[AsOf]):
    timestamp = serializers.DateTimeField()
    flag_version = serializers.IntegerField(help_text="The version the flag had then.")
    person_known_from = serializers.DateTimeField(
        allow_null=True,
        help_text="The time of the event whose properties of the person were taken; null when there was none by then.",
    )
    from_now = serializers.ListField(
        child=serializers.ChoiceField(choices=FROM_NOW),
        help_text="What was taken as it is now: cohorts (their members and definitions), kept_ids (of logins).",
    )


class FlagExplanationSerializer(serializers.Serializer[FlagExplanation]):
    key = serializers.CharField()
    value = serializers.SerializerMethodField("read_value", help_text="true, false or a variant.")
    is_known = serializers.BooleanField(help_text="False when a store that was needed did not answer.")
    reason = serializers.ChoiceField(choices=REASONS)
    condition_index = serializers.IntegerField(allow_null=True)
    description = serializers.CharField()
    payload = serializers.CharField(allow_null=True)
    conditions = FlagConditionTraceSerializer(many=True)
    as_of = FlagAsOfSerializer(allow_null=True, help_text="Null for the answer of this moment.")

    @extend_schema_field(serializers.JSONField())
    def read_value(self, explanation: FlagExplanation) -> Any:
        return loads(explanation.value)


class EvaluationReasonsQuerySerializer(serializers.Serializer[Any]):
    distinct_id = serializers.CharField(max_length=400)
    groups = serializers.CharField(required=False, max_length=10_000, help_text="A JSON object: keys by kind.")

    def validate_groups(self, text: str) -> dict[str, str]:
        try:
            groups = loads(text)
        except ValueError as error:
            raise serializers.ValidationError("This is not JSON.") from error
        if not isinstance(groups, dict):
            raise serializers.ValidationError("This is a JSON object of keys by kind of group.")
        return {str(kind): str(key) for kind, key in groups.items()}


class MyFlagSerializer(serializers.Serializer[Any]):
    feature_flag = FeatureFlagSerializer()
    value = serializers.JSONField(help_text="true, false or a variant.")
