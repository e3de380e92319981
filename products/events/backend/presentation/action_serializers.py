"""The JSON of actions. Shapes only; no rules."""

from typing import Any

from rest_framework import serializers

from common.json import dumps, loads
from products.events.backend.facade.contracts import Action, ActionStep
from products.events.backend.facade.enums import TextMatching

MATCHING = [matching.value for matching in TextMatching]


class PropertyFiltersField(serializers.ListField):
    """A list of property filters, which a contract carries as text."""

    child = serializers.DictField()

    def to_representation(self, data: Any) -> Any:
        return loads(data)


def _text(help_text: str = "", max_length: int = 1000) -> serializers.CharField:
    return serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        trim_whitespace=False,
        max_length=max_length,
        help_text=help_text,
    )


def _matching(default: TextMatching) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=MATCHING, required=False, allow_null=True, help_text=f"{default.value} without it."
    )


class ActionStepSerializer(serializers.Serializer[ActionStep]):
    event = _text("The event's name.", max_length=400)
    properties = PropertyFiltersField(required=False, allow_null=True, help_text="Filters that must all hold.")
    url = _text("The address of the page, `$current_url`.")
    url_matching = _matching(TextMatching.CONTAINS)
    selector = _text("A CSS selector of the clicked element or one around it.", max_length=500)
    selector_regex = serializers.CharField(read_only=True, help_text="The pattern that the selector becomes.")
    tag_name = _text("The tag of the clicked element or one around it.", max_length=100)
    text = _text("The text of the clicked element or one around it.")
    text_matching = _matching(TextMatching.EXACT)
    href = _text("The target of the clicked link or one around.", max_length=2048)
    href_matching = _matching(TextMatching.EXACT)

    def to_internal_value(self, data: Any) -> ActionStep:
        form = {name: value for name, value in super().to_internal_value(data).items() if value is not None}
        if "properties" in form:
            form["properties"] = dumps(form["properties"]).decode()
        return ActionStep(
            **{name: TextMatching(value) if name.endswith("_matching") else value for name, value in form.items()}
        )

    def to_representation(self, instance: ActionStep) -> dict[str, Any]:
        shown = super().to_representation(instance)
        # What is not given is null, as clients know it.
        return {name: None if value == "" else value for name, value in shown.items()}


class ActionAuthorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class ActionSerializer(serializers.Serializer[Action]):
    id = serializers.IntegerField()
    team_id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    steps = ActionStepSerializer(many=True, help_text="Alternatives: an event matches when any step does.")
    pinned_at = serializers.DateTimeField(allow_null=True)
    deleted = serializers.BooleanField()
    created_by = ActionAuthorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    is_action = serializers.SerializerMethodField(help_text="True; tells actions from events in mixed lists.")

    def get_is_action(self, _action: Action) -> bool:
        return True


class ListActionsSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(
        required=False, allow_blank=True, max_length=400, help_text="Words, all in the name."
    )


class ActionFormSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400, help_text="Unique in the project.")
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    tags = serializers.ListField(required=False, child=serializers.CharField(max_length=200), max_length=100)
    steps = ActionStepSerializer(many=True, required=False)
    pinned_at = serializers.DateTimeField(required=False, allow_null=True)
    post_to_slack = serializers.BooleanField(required=False, help_text="Only false: there are no messages to Slack.")

    def validate_post_to_slack(self, value: bool) -> bool:
        if value:
            raise serializers.ValidationError("Actions cannot write to Slack; leave this out or say false.")
        return value


class ChangeActionSerializer(ActionFormSerializer):
    deleted = serializers.BooleanField(required=False)


class PreviewActionSerializer(serializers.Serializer[Any]):
    steps = ActionStepSerializer(many=True)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=20)


class ReferenceSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="insight, cohort, …")
    id = serializers.CharField()
    name = serializers.CharField()
