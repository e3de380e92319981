"""The JSON of events, people, groups and definitions. Shapes only; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.json import loads
from posthog.hogql.taxonomy import PropertyType
from products.events.backend.facade.contracts import (
    Event,
    EventDefinition,
    Group,
    GroupPropertyChange,
    IngestionWarning,
    IngestionWarnings,
    PropertyChange,
    PropertyDefinition,
)
from products.events.backend.facade.enums import PropertyOwnerKind, WarningKind
from products.events.backend.wire.elements import parse_chain
from products.events.backend.wire.identifiers import is_uuid

PROPERTY_TYPES = [kind.value for kind in PropertyType]
EVENT_ORDERS = [f"{sign}{column}" for column in ("timestamp", "event", "distinct_id") for sign in ("", "-")]
DEFINITION_ORDERS = ("name", "last_seen_at", "last_seen_at::date", "created_at", "created_at::date")
OWNERS = [kind.name.lower() for kind in PropertyOwnerKind]


@extend_schema_field({"type": "object", "additionalProperties": {}})
class JsonTextField(serializers.Field[Any, Any, Any, Any]):
    """A JSON object that a contract carries as text."""

    def to_representation(self, value: str) -> Any:
        return loads(value)


class JsonListField(serializers.ListField):
    """A list that a query parameter carries as JSON."""

    default_error_messages = {"not_a_list": 'Send a JSON list, such as ["one", "two"].'}

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, str):
            try:
                data = loads(data)
            except ValueError:
                self.fail("not_a_list", input_type="str")
        return list(super().to_internal_value(data))

    def get_value(self, dictionary: Any) -> Any:
        return dictionary.get(self.field_name, serializers.empty)


class ValuesSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=400, help_text="The property's name.")
    value = serializers.CharField(required=False, allow_blank=True, max_length=400, help_text="A part of the values.")


class EventValuesSerializer(ValuesSerializer):
    event_name = serializers.CharField(required=False, allow_blank=True, max_length=400)


class PropertyValueSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The value, as text.")


class EventPersonSerializer(serializers.Serializer[Event]):
    uuid = serializers.UUIDField(source="person_id")
    distinct_ids = serializers.ListField(source="person_distinct_ids", child=serializers.CharField())
    is_identified = serializers.BooleanField(source="person_is_identified")
    properties = JsonTextField(source="person_properties", help_text="As they were at the time of the event.")


class ElementSerializer(serializers.Serializer[Any]):
    tag_name = serializers.CharField()
    attr_class = serializers.ListField(child=serializers.CharField(), help_text="Its classes.")
    attr_id = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    href = serializers.CharField(allow_null=True)
    nth_child = serializers.IntegerField(allow_null=True)
    nth_of_type = serializers.IntegerField(allow_null=True)
    attributes = serializers.DictField(child=serializers.CharField(), help_text="All others, with `attr__` in front.")
    order = serializers.IntegerField(help_text="0 is what was clicked, then what it is in.")


class EventSerializer(serializers.Serializer[Event]):
    id = serializers.UUIDField(source="uuid")
    uuid = serializers.UUIDField()
    event = serializers.CharField(help_text="The event's name.")
    distinct_id = serializers.CharField()
    timestamp = serializers.DateTimeField()
    properties = JsonTextField()
    elements_chain = serializers.CharField(help_text="The clicked element and its ancestors.")
    elements = serializers.SerializerMethodField(help_text="The same, read: at most 200 of them.")
    person_id = serializers.UUIDField(help_text="The person as they are now, merges applied.")
    person_properties = JsonTextField(help_text="The person's properties at the time of the event.")
    person = EventPersonSerializer(source="*")

    @extend_schema_field(ElementSerializer(many=True))
    def get_elements(self, event: Event) -> list[dict[str, Any]]:
        return parse_chain(event.elements_chain)


class ExportEventsSerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(
        required=False, default=3_500, min_value=1, max_value=100_000, help_text="How many events at most."
    )


class ListEventsSerializer(serializers.Serializer[Any]):
    event = serializers.CharField(required=False, max_length=400)
    distinct_id = serializers.CharField(required=False, max_length=400)
    person_id = serializers.UUIDField(required=False)
    after = serializers.DateTimeField(required=False)
    before = serializers.DateTimeField(required=False)
    properties = serializers.CharField(required=False, help_text="A JSON list of property filters.")
    where = JsonListField(
        required=False,
        child=serializers.CharField(max_length=10_000),
        max_length=20,
        help_text="A JSON list of conditions in HogQL that must all hold.",
    )
    select = serializers.CharField(required=False, help_text="Refused: ask the query endpoint for columns.")
    orderBy = serializers.ChoiceField(
        required=False,
        choices=[text for name in EVENT_ORDERS for text in (f'["{name}"]', name)],
        help_text="A column, behind a `-` the other way round; the newest come first without.",
    )

    def validate_select(self, _: str) -> str:
        raise serializers.ValidationError(
            "This list answers whole events. For columns send a query of kind EventsQuery, with the same `select` and "
            "`where`, to the query endpoint."
        )


class GroupTypeSerializer(serializers.Serializer[Any]):
    group_type = serializers.CharField()
    group_type_index = serializers.IntegerField(help_text="The column, 0 to 4.")
    name_singular = serializers.CharField()
    name_plural = serializers.CharField()
    default_columns = serializers.ListField(child=serializers.CharField(), help_text="Of lists; empty for the usual.")
    created_at = serializers.DateTimeField()


class GroupSerializer(serializers.Serializer[Group]):
    group_type_index = serializers.IntegerField()
    group_key = serializers.CharField()
    group_properties = JsonTextField()
    created_at = serializers.DateTimeField()


class ListGroupsSerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(min_value=0, max_value=4)
    search = serializers.CharField(required=False, allow_blank=True, max_length=400)


class FindGroupSerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(min_value=0, max_value=4)
    group_key = serializers.CharField(max_length=400)


class CreateGroupSerializer(FindGroupSerializer):
    group_properties = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False, default=dict)


class UpdateGroupPropertySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=400, trim_whitespace=False)
    value = serializers.JSONField(allow_null=True, help_text="Any JSON.")


class DeleteGroupPropertySerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # The name that PostHog's clients send is none that Python could give an attribute.
        return {
            "$unset": serializers.CharField(max_length=400, trim_whitespace=False, help_text="The property's name.")
        }


class PropertyHistorySerializer(serializers.Serializer[Any]):
    property = serializers.CharField(required=False, allow_blank=True, max_length=400, help_text="Only this property.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=100)


class GroupPropertyHistorySerializer(FindGroupSerializer, PropertyHistorySerializer):
    pass


class ValueChangeSerializer(serializers.Serializer[Any]):
    """What changed about a property; derived ones say who or what did it."""

    property = serializers.CharField()
    before = serializers.SerializerMethodField(help_text="The value until then; null without one.")
    after = serializers.SerializerMethodField(help_text="The value since then; null when it was removed.")
    was_set = serializers.SerializerMethodField(help_text="False when the property was removed.")
    changed_at = serializers.DateTimeField()

    def get_before(self, change: PropertyChange | GroupPropertyChange) -> Any:
        return None if change.before is None else loads(change.before)

    def get_after(self, change: PropertyChange | GroupPropertyChange) -> Any:
        return None if change.after is None else loads(change.after)

    def get_was_set(self, change: PropertyChange | GroupPropertyChange) -> bool:
        return change.after is not None


class GroupPropertyChangeSerializer(ValueChangeSerializer):
    event_uuid = serializers.UUIDField(allow_null=True, help_text="The event that said so; null for a change by hand.")
    distinct_id = serializers.CharField(help_text="Of that event.")
    changed_by = serializers.EmailField(allow_null=True, help_text="Who changed it by hand, if their account is there.")


class FindGroupActivitySerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(required=False, min_value=0, max_value=4)
    group_key = serializers.CharField(required=False, max_length=400)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) == 1:
            raise serializers.ValidationError("Name a group by group_type_index and group_key, or neither.")
        return attrs


class RelatedQuerySerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(
        required=False, min_value=0, max_value=4, help_text="Of the group; without one, `id` is a person's uuid."
    )
    id = serializers.CharField(max_length=400, help_text="The group's key, or the person's uuid.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "group_type_index" not in attrs and not is_uuid(attrs["id"]):
            raise serializers.ValidationError({"id": "Without group_type_index this is a person's uuid."})
        return attrs


class RelatedGroupSerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField()
    group_key = serializers.CharField()


class RelatedSerializer(serializers.Serializer[Any]):
    people = serializers.ListField(child=serializers.UUIDField(), help_text="At most 100.")
    groups = RelatedGroupSerializer(many=True, help_text="At most 100 of each kind.")


class GroupValuesSerializer(ValuesSerializer):
    group_type_index = serializers.IntegerField(min_value=0, max_value=4)


class DescribeGroupTypeSerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(min_value=0, max_value=4)
    name_singular = serializers.CharField(required=False, allow_blank=True, allow_null=True, max_length=400)
    name_plural = serializers.CharField(required=False, allow_blank=True, allow_null=True, max_length=400)


class DefaultColumnsSerializer(serializers.Serializer[Any]):
    group_type_index = serializers.IntegerField(min_value=0, max_value=4)
    default_columns = serializers.ListField(child=serializers.CharField(max_length=1000), max_length=100)


class OwnerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class EventDefinitionSerializer(serializers.Serializer[EventDefinition]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    verified = serializers.BooleanField()
    hidden = serializers.BooleanField()
    tags = serializers.ListField(child=serializers.CharField())
    owner = OwnerSerializer(allow_null=True, help_text="Whom to ask about it.")
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField(allow_null=True, help_text="Exact to about an hour.")
    last_updated_at = serializers.DateTimeField()
    is_action = serializers.SerializerMethodField(help_text="Whether an action has the same name.")
    action_id = serializers.IntegerField(allow_null=True, help_text="That action's id.")

    def get_is_action(self, definition: EventDefinition) -> bool:
        return definition.action_id is not None


class DescribedSerializer(serializers.Serializer[Any]):
    """What people have said about a definition, to choose by."""

    exclude_hidden = serializers.BooleanField(required=False, default=False)
    verified = serializers.BooleanField(required=False, allow_null=True, default=None)
    tags = JsonListField(
        required=False,
        child=serializers.CharField(),
        default=list,
        help_text="Those with any of these, as a JSON list.",
    )


class ListEventDefinitionsSerializer(DescribedSerializer):
    search = serializers.CharField(
        required=False, allow_blank=True, max_length=400, help_text="Words, all in the name."
    )
    event_type = serializers.ChoiceField(
        required=False, choices=["event", "event_custom", "event_posthog"], default="event"
    )
    ordering = serializers.ChoiceField(
        required=False,
        choices=[f"{sign}{name}" for name in DEFINITION_ORDERS for sign in ("", "-")],
        default="name",
        help_text="With `::date` by the day, and by name within it.",
    )


class DescribeEventSerializer(serializers.Serializer[Any]):
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    verified = serializers.BooleanField(required=False)
    hidden = serializers.BooleanField(required=False)
    tags = serializers.ListField(required=False, child=serializers.CharField(max_length=200), max_length=100)


class ChangeEventSerializer(DescribeEventSerializer):
    owner = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1, help_text="A member's id; null for nobody."
    )


class CreateEventSerializer(ChangeEventSerializer):
    name = serializers.CharField(max_length=200, trim_whitespace=False)


class EventNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400, trim_whitespace=False)


class BulkTagsSerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=1000, allow_empty=False)
    action = serializers.ChoiceField(choices=["add", "remove", "set"])
    tags = serializers.ListField(child=serializers.CharField(max_length=200), max_length=100)


class BulkVerifySerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=1000, allow_empty=False)
    verified = serializers.BooleanField(required=False, default=True)


class ChangedSerializer(serializers.Serializer[Any]):
    changed = serializers.IntegerField(help_text="How many definitions there were.")


class DayCountSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    count = serializers.IntegerField()


class EventMetricsSerializer(serializers.Serializer[Any]):
    volume_30_day = serializers.IntegerField()
    days = DayCountSerializer(many=True, help_text="The last 30 days, today last.")


class PropertyDefinitionSerializer(serializers.Serializer[PropertyDefinition]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    property_type = serializers.SerializerMethodField(help_text="Null while no value has told.")
    is_numerical = serializers.SerializerMethodField()
    group_type_index = serializers.IntegerField(allow_null=True)
    description = serializers.CharField()
    verified = serializers.BooleanField()
    hidden = serializers.BooleanField()
    tags = serializers.ListField(child=serializers.CharField())
    is_seen_on_filtered_events = serializers.BooleanField(allow_null=True)

    @extend_schema_field(serializers.ChoiceField(choices=PROPERTY_TYPES, allow_null=True))
    def get_property_type(self, definition: PropertyDefinition) -> str | None:
        return definition.property_type or None

    def get_is_numerical(self, definition: PropertyDefinition) -> bool:
        return definition.property_type == PropertyType.NUMERIC.value


class ListPropertyDefinitionsSerializer(DescribedSerializer):
    type = serializers.ChoiceField(required=False, choices=OWNERS, default="event")
    group_type_index = serializers.IntegerField(required=False, min_value=0, max_value=4)
    search = serializers.CharField(
        required=False, allow_blank=True, max_length=400, help_text="Words, all in the name."
    )
    properties = serializers.CharField(required=False, help_text="Only these names, separated by commas.")
    excluded_properties = JsonListField(
        required=False, child=serializers.CharField(), help_text="Not these names, as a JSON list."
    )
    event_names = JsonListField(
        required=False, child=serializers.CharField(), help_text="Those seen on these events first, as a JSON list."
    )
    filter_by_event_names = serializers.BooleanField(
        required=False, default=False, help_text="Only those seen on `event_names`."
    )
    is_numerical = serializers.BooleanField(required=False, allow_null=True, default=None)
    is_feature_flag = serializers.BooleanField(required=False, allow_null=True, default=None)
    exclude_core_properties = serializers.BooleanField(
        required=False, default=False, help_text="Not those that begin with $."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["type"] == "group") != ("group_type_index" in attrs):
            raise serializers.ValidationError(
                {"group_type_index": "Say it for properties of groups, and only for them."}
            )
        return attrs


class DescribePropertySerializer(DescribeEventSerializer):
    property_type = serializers.ChoiceField(
        required=False, choices=PROPERTY_TYPES, allow_blank=True, help_text="Kept whatever values come; '' to learn it."
    )


class IngestionWarningSerializer(serializers.Serializer[IngestionWarning]):
    timestamp = serializers.DateTimeField()
    details = JsonTextField(help_text="What happened, for a person to read.")
    raw = serializers.CharField(help_text="The event as it was sent, as JSON; empty when it was stored all the same.")


class IngestionWarningsSerializer(serializers.Serializer[IngestionWarnings]):
    type = serializers.ChoiceField(choices=[(kind.value, kind.name) for kind in WarningKind])
    count = serializers.IntegerField(help_text="In the last 30 days.")
    lastSeen = serializers.DateTimeField(source="last_seen_at")
    warnings = IngestionWarningSerializer(many=True, source="newest", help_text="The newest ten.")
