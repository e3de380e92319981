"""What a project's events and properties are called, and of which type the properties are."""

from django.db import models

from common.ids import uuid7
from posthog.hogql.taxonomy import PropertyType
from posthog.models.scoping import TeamScopedModel

PROPERTY_TYPES = [(kind.value, kind.value) for kind in PropertyType]


class PropertyOwner(models.IntegerChoices):
    """Whose property it is. The numbers are PostHog's."""

    EVENT = 1, "event"
    PERSON = 2, "person"
    GROUP = 3, "group"


class EventDefinition(TeamScopedModel):
    """An event name that was seen, or announced by a person before it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=400)
    description = models.TextField(blank=True, default="")
    verified = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    tags = models.JSONField(default=list, blank=True)
    # Whom to ask about it.
    owner = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="event_definition_unique_per_team"),
            models.CheckConstraint(
                condition=~models.Q(verified=True, hidden=True), name="event_definition_not_verified_and_hidden"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PropertyDefinition(TeamScopedModel):
    """A property name and its type. `type_is_chosen`: a person set the type, so ingestion leaves it alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=400)
    owner = models.PositiveSmallIntegerField(choices=PropertyOwner.choices, default=PropertyOwner.EVENT)
    group_type_index = models.PositiveSmallIntegerField(null=True, blank=True)
    property_type = models.CharField(max_length=16, blank=True, default="", choices=PROPERTY_TYPES)
    type_is_chosen = models.BooleanField(default=False)
    description = models.TextField(blank=True, default="")
    verified = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    tags = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "owner", "group_type_index", "name"],
                name="property_definition_unique_per_team",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(owner=PropertyOwner.GROUP, group_type_index__isnull=False)
                | (~models.Q(owner=PropertyOwner.GROUP) & models.Q(group_type_index__isnull=True)),
                name="property_definition_index_for_groups_only",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventProperty(TeamScopedModel):
    """This property was seen on this event."""

    event = models.CharField(max_length=400)
    property = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "event", "property"], name="event_property_unique_per_team")
        ]
        indexes = [models.Index(fields=["team", "property"], name="event_property_by_property")]

    def __str__(self) -> str:
        return f"{self.property} of {self.event}"
