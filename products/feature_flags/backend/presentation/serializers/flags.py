"""The JSON of flags themselves."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.json import loads
from products.feature_flags.backend.facade.contracts import FeatureFlag, FlagVersion
from products.feature_flags.backend.facade.enums import (
    BucketingIdentifier,
    EarlyAccessStage,
    EvaluationRuntime,
    FlagActivity,
    FlagOrder,
    FlagState,
    FlagType,
)

MAX_ID = 2**62
RUNTIMES = [word.value for word in EvaluationRuntime]
IDENTIFIERS = [word.value for word in BucketingIdentifier]
STATES = [word.value for word in FlagState]


class FlagAuthorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class FlagOfferSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    stage = serializers.ChoiceField(choices=[word.value for word in EarlyAccessStage])
    documentation_url = serializers.CharField()


class FeatureFlagSerializer(serializers.Serializer[FeatureFlag]):
    id = serializers.IntegerField()
    key = serializers.CharField(help_text="The name by which SDKs ask for the flag.")
    name = serializers.CharField(help_text="The flag's description.")
    filters = serializers.SerializerMethodField(help_text="Who gets what. Encrypted payloads are redacted.")
    active = serializers.BooleanField()
    archived = serializers.BooleanField()
    deleted = serializers.BooleanField()
    version = serializers.IntegerField(help_text="Rises by one with each change.")
    ensure_experience_continuity = serializers.BooleanField(
        help_text="Whether people keep their answer when they log in."
    )
    evaluation_runtime = serializers.ChoiceField(choices=RUNTIMES, help_text="Which SDKs get the flag.")
    evaluation_contexts = serializers.ListField(
        child=serializers.CharField(), help_text="Only SDKs that name one of these get the flag; none means all."
    )
    tags = serializers.ListField(child=serializers.CharField())
    bucketing_identifier = serializers.ChoiceField(choices=IDENTIFIERS, help_text="What a share counts.")
    is_remote_configuration = serializers.BooleanField()
    has_encrypted_payloads = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = FlagAuthorSerializer(allow_null=True)
    updated_at = serializers.DateTimeField()
    last_modified_by = FlagAuthorSerializer(allow_null=True)
    last_called_at = serializers.DateTimeField(
        allow_null=True, help_text="When an SDK last reported the flag, exact to about ten minutes."
    )
    status = serializers.ChoiceField(choices=STATES, source="status.state")
    status_reason = serializers.CharField(source="status.reason", help_text="Why the status is what it is.")
    features = FlagOfferSerializer(many=True, help_text="The early access feature whose flag it is, if there is one.")

    @extend_schema_field(serializers.DictField(child=serializers.JSONField()))
    def get_filters(self, flag: FeatureFlag) -> dict[str, Any]:
        return dict(loads(flag.filters))


class CreateFeatureFlagSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=400, help_text="Letters, digits, hyphens, underscores, dots and colons.")
    name = serializers.CharField(required=False, allow_blank=True, max_length=4000, help_text="The description.")
    filters = serializers.JSONField(
        required=False, help_text="Who gets what: `groups`, `multivariate`, `payloads` and more. See the README."
    )
    active = serializers.BooleanField(required=False)
    ensure_experience_continuity = serializers.BooleanField(required=False)
    evaluation_runtime = serializers.ChoiceField(choices=RUNTIMES, required=False)
    evaluation_contexts = serializers.ListField(child=serializers.CharField(max_length=255), required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=255), required=False)
    bucketing_identifier = serializers.ChoiceField(choices=IDENTIFIERS, required=False)
    is_remote_configuration = serializers.BooleanField(required=False)
    has_encrypted_payloads = serializers.BooleanField(required=False)


class ChangeFeatureFlagSerializer(CreateFeatureFlagSerializer):
    key = serializers.CharField(required=False, max_length=400)
    archived = serializers.BooleanField(required=False)
    deleted = serializers.BooleanField(required=False, help_text="True deletes, false restores.")
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The version the change was made from. When somebody changed the same fields since, the answer is 409.",
    )


class ListFeatureFlagsSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=400, help_text="Words in key, description or tags.")
    active = serializers.ChoiceField(choices=[word.value for word in FlagActivity], required=False)
    archived = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only archived flags, or only others."
    )
    type = serializers.ChoiceField(choices=[word.value for word in FlagType], required=False)
    tags = serializers.CharField(
        required=False, max_length=4000, help_text="Tags, separated by commas or as a JSON list; one is enough."
    )
    created_by_id = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    evaluation_runtime = serializers.ChoiceField(choices=RUNTIMES, required=False)
    has_evaluation_contexts = serializers.BooleanField(required=False, allow_null=True, default=None)
    order = serializers.ChoiceField(
        choices=[word.value for word in FlagOrder], required=False, help_text="The newest first unless said otherwise."
    )

    def validate_tags(self, value: str) -> list[str]:
        if not value.lstrip().startswith("["):
            return [tag.strip() for tag in value.split(",") if tag.strip()]
        try:
            tags = loads(value)
        except ValueError as error:
            raise serializers.ValidationError("This is neither words separated by commas nor a JSON list.") from error
        if not all(isinstance(tag, str) for tag in tags):
            raise serializers.ValidationError("Tags are texts.")
        return list(tags)


class FeatureFlagsQuerySerializer(ListFeatureFlagsSerializer):
    excluded_properties = serializers.CharField(
        required=False, max_length=1000, help_text="A JSON list of fields that the answer shall leave out."
    )

    def validate_excluded_properties(self, value: str) -> list[str]:
        try:
            names = loads(value)
        except ValueError as error:
            raise serializers.ValidationError("This is not JSON.") from error
        fields = [*FeatureFlagSerializer().fields]
        if not isinstance(names, list) or not all(name in fields for name in names):
            raise serializers.ValidationError("This is a list of a flag's fields.")
        return list(dict.fromkeys(names))


class FlagTagsSerializer(serializers.Serializer[Any]):
    tags = serializers.ListField(child=serializers.CharField())


class FlagIdsFoundSerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.IntegerField())
    total = serializers.IntegerField()


class FlagCohortSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_static = serializers.BooleanField()
    count = serializers.IntegerField(
        allow_null=True, help_text="How many people the flag is on for; null while they are being gathered."
    )
    is_calculating = serializers.BooleanField(
        help_text="Whether people are still being gathered; the cohort's own address tells when it is complete."
    )


class FlagCohortAnswerSerializer(serializers.Serializer[Any]):
    cohort = FlagCohortSerializer()


class FlagReferenceSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    active = serializers.BooleanField()


class ActiveDependentsSerializer(serializers.Serializer[Any]):
    has_active_dependents = serializers.BooleanField()
    dependent_flags = FlagReferenceSerializer(many=True)


class FlagStatusSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=STATES)
    reason = serializers.CharField()


class FlagVersionSerializer(serializers.Serializer[FlagVersion]):
    """The fields of a flag that have a history, as they were."""

    version = serializers.IntegerField()
    is_historical = serializers.BooleanField(help_text="Whether there is a newer version.")
    version_timestamp = serializers.DateTimeField(source="since")
    modified_by = FlagAuthorSerializer(allow_null=True)
    flag = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=serializers.JSONField()))
    def get_flag(self, version: FlagVersion) -> dict[str, Any]:
        return dict(loads(version.flag))


class CountReachedSerializer(serializers.Serializer[Any]):
    condition = serializers.DictField(child=serializers.JSONField(), help_text="One of a definition's groups.")
    group_type_index = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=4)


class BlastRadiusSerializer(serializers.Serializer[Any]):
    affected = serializers.IntegerField(help_text="People, or groups, whose properties satisfy the condition.")
    total = serializers.IntegerField(help_text="People, or groups, in all.")
    users_affected = serializers.IntegerField(source="affected", help_text="The same, as older clients call it.")
    total_users = serializers.IntegerField(source="total", help_text="The same, as older clients call it.")
