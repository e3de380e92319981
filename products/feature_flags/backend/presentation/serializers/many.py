"""The JSON of actions on many flags, and of flags in many projects."""

from typing import Any

from rest_framework import serializers

from products.feature_flags.backend.facade.enums import StateAction, TagAction
from products.feature_flags.backend.presentation.serializers.flags import (
    MAX_ID,
    FeatureFlagSerializer,
    ListFeatureFlagsSerializer,
)

MAX_FLAGS = 500


def _ids(**options: Any) -> serializers.ListField:
    child = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    return serializers.ListField(child=child, max_length=MAX_FLAGS, **options)


class FlagIdsSerializer(serializers.Serializer[Any]):
    ids = _ids()


class BulkDeleteFlagsSerializer(serializers.Serializer[Any]):
    ids = _ids(required=False, help_text="These flags, at most 500.")
    filters = ListFeatureFlagsSerializer(required=False, help_text="Or all that the list shows with these parameters.")

    def validate(self, form: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in form) == ("filters" in form):
            raise serializers.ValidationError({"ids": "Give either ids or filters."})
        return form


class FlagKeySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    key = serializers.CharField()


class FailedFlagSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    reason = serializers.CharField()


class BulkDeletedFlagsSerializer(serializers.Serializer[Any]):
    deleted = FlagKeySerializer(many=True)
    errors = FailedFlagSerializer(many=True)  # type: ignore[assignment]  # the API's name; DRF has errors too


class BulkUpdateFlagStateSerializer(serializers.Serializer[Any]):
    ids = _ids()
    action = serializers.ChoiceField(
        choices=[word.value for word in StateAction],
        help_text="archive also disables; what comes out of the archive stays off; restore is for deleted flags.",
    )


class UpdatedFlagStatesSerializer(serializers.Serializer[Any]):
    updated = FlagKeySerializer(many=True)
    unchanged = FlagKeySerializer(many=True, help_text="Those that were in this state already.")
    errors = FailedFlagSerializer(many=True)  # type: ignore[assignment]  # the API's name; DRF has errors too


class FlagKeysSerializer(serializers.Serializer[Any]):
    keys = serializers.DictField(child=serializers.CharField(), help_text="Keys by id.")


class BulkUpdateFlagTagsSerializer(serializers.Serializer[Any]):
    ids = _ids()
    action = serializers.ChoiceField(choices=[word.value for word in TagAction])
    tags = serializers.ListField(child=serializers.CharField(max_length=255), max_length=100)


class TaggedFlagSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.CharField())


class TaggedFlagsSerializer(serializers.Serializer[Any]):
    updated = TaggedFlagSerializer(many=True)
    errors = FailedFlagSerializer(many=True)  # type: ignore[assignment]  # the API's name; DRF has errors too


class CopyFlagsSerializer(serializers.Serializer[Any]):
    feature_flag_key = serializers.CharField(max_length=400)
    from_project = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    target_project_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MAX_ID), min_length=1, max_length=50
    )
    disable_copied_flag = serializers.BooleanField(required=False, default=False)
    copy_schedule = serializers.BooleanField(
        required=False, default=False, help_text="Plan there what waits here too; what is planned there stays."
    )


class CopyFailureSerializer(serializers.Serializer[Any]):
    project_id = serializers.IntegerField(source="team_id")
    error_message = serializers.CharField(source="reason")


class CopiedFlagSerializer(FeatureFlagSerializer):
    team_id = serializers.IntegerField(help_text="The project that has the copy.")


class MadeCohortSerializer(serializers.Serializer[Any]):
    project_id = serializers.IntegerField(source="team_id")
    id = serializers.IntegerField()
    name = serializers.CharField()


class CopiedFlagsSerializer(serializers.Serializer[Any]):
    success = CopiedFlagSerializer(many=True, source="copied")
    failed = CopyFailureSerializer(many=True)
    cohorts_created = MadeCohortSerializer(
        many=True,
        source="cohorts",
        help_text="Cohorts that the copies ask for and a project had none of by name, made of the same criteria.",
    )


class ProjectFlagSerializer(serializers.Serializer[Any]):
    flag_id = serializers.IntegerField(source="id")
    team_id = serializers.IntegerField(help_text="The project.")
    key = serializers.CharField()
    active = serializers.BooleanField()
    version = serializers.IntegerField()
    status = serializers.CharField(source="status.state")
    created_at = serializers.DateTimeField()
    filters = serializers.SerializerMethodField(help_text="Who gets what.")

    get_filters = FeatureFlagSerializer.get_filters
