"""The JSON of feature flags. Shapes only; no rules."""

from typing import Any

from rest_framework import serializers

from common.json import loads
from products.feature_flags.backend.facade.contracts import FeatureFlag
from products.feature_flags.backend.facade.enums import BucketingIdentifier, EvaluationRuntime


class FlagAuthorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class FeatureFlagSerializer(serializers.Serializer[FeatureFlag]):
    id = serializers.IntegerField()
    key = serializers.CharField(help_text="The name by which SDKs ask for the flag.")
    name = serializers.CharField(help_text="The flag's description.")
    filters = serializers.SerializerMethodField(help_text="Who gets what.")
    active = serializers.BooleanField()
    archived = serializers.BooleanField()
    deleted = serializers.BooleanField()
    version = serializers.IntegerField(help_text="Rises by one with each change.")
    ensure_experience_continuity = serializers.BooleanField()
    evaluation_runtime = serializers.ChoiceField(choices=[word.value for word in EvaluationRuntime])
    evaluation_contexts = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    bucketing_identifier = serializers.ChoiceField(choices=[word.value for word in BucketingIdentifier])
    is_remote_configuration = serializers.BooleanField()
    has_encrypted_payloads = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = FlagAuthorSerializer(allow_null=True)
    updated_at = serializers.DateTimeField()
    last_modified_by = FlagAuthorSerializer(allow_null=True)
    last_called_at = serializers.DateTimeField(allow_null=True)

    def get_filters(self, flag: FeatureFlag) -> dict[str, Any]:
        return dict(loads(flag.filters))


class CreateFeatureFlagSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=400)
    name = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    filters = serializers.DictField(required=False)
    active = serializers.BooleanField(required=False)
