"""Definitions: listing them, and what people say about them."""

from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, F, OuterRef, QuerySet, Value
from django.utils.datastructures import OrderedSet

from posthog.hogql.taxonomy import PropertyType
from products.events.backend.facade.contracts import (
    DescribeEvent,
    DescribeProperty,
    ListEventDefinitions,
    ListPropertyDefinitions,
)
from products.events.backend.facade.enums import PropertyOwnerKind
from products.events.backend.facade.errors import DefinitionNotFoundError, InvalidDefinitionError
from products.events.backend.logic.taxonomy import definitions_changed
from products.events.backend.models import EventDefinition, EventProperty, PropertyDefinition
from products.events.backend.wire.names import NOT_DEFINED

ORDERS = {
    "name": ("name",),
    "-name": ("-name",),
    "last_seen_at": (F("last_seen_at").asc(nulls_last=True), "name"),
    "-last_seen_at": (F("last_seen_at").desc(nulls_last=True), "name"),
    "created_at": ("created_at", "name"),
    "-created_at": ("-created_at", "name"),
}


def list_event_definitions(
    asked: ListEventDefinitions, *, team_id: int, limit: int, offset: int
) -> tuple[list[EventDefinition], int]:
    """(definitions of the page, how many there are in all)."""
    found: QuerySet[EventDefinition] = EventDefinition.objects.for_team(team_id)
    for word in _words(asked.search):
        found = found.filter(name__icontains=word)
    if asked.kind == "event_posthog":
        found = found.filter(name__startswith="$")
    elif asked.kind == "event_custom":
        found = found.exclude(name__startswith="$")
    if not asked.include_hidden:
        found = found.filter(hidden=False)
    return list(found.order_by(*ORDERS[asked.order])[offset : offset + limit]), found.count()


def get_event_definition(*, team_id: int, definition_id: UUID) -> EventDefinition:
    found = EventDefinition.objects.for_team(team_id).filter(pk=definition_id).first()
    if found is None:
        raise DefinitionNotFoundError("There is no such event definition in this project.")
    return found


def describe_event(change: DescribeEvent, *, team_id: int, definition_id: UUID) -> EventDefinition:
    with transaction.atomic():
        definition = get_event_definition(team_id=team_id, definition_id=definition_id)
        _apply(definition, change)
        definition.save()
    return definition


def delete_event_definition(*, team_id: int, definition_id: UUID) -> None:
    """Forget the name. It comes back with the next event of that name."""
    definition = get_event_definition(team_id=team_id, definition_id=definition_id)
    with transaction.atomic():
        EventProperty.objects.for_team(team_id).filter(event=definition.name).delete()
        definition.delete()


def list_property_definitions(
    asked: ListPropertyDefinitions, *, team_id: int, limit: int, offset: int
) -> tuple[list[PropertyDefinition], int]:
    """(definitions of the page, those seen on the asked events first; how many there are in all)."""
    found: QuerySet[PropertyDefinition] = PropertyDefinition.objects.for_team(team_id).filter(
        owner=asked.owner.value, group_type_index=asked.group_type_index
    )
    if asked.owner == PropertyOwnerKind.EVENT:
        found = found.exclude(name__in=NOT_DEFINED)
    for word in _words(asked.search):
        found = found.filter(name__icontains=word)
    if asked.names:
        found = found.filter(name__in=asked.names)
    if asked.excluded_names:
        found = found.exclude(name__in=asked.excluded_names)
    if asked.is_numerical is not None:
        numeric = {"property_type": PropertyType.NUMERIC.value}
        found = found.filter(**numeric) if asked.is_numerical else found.exclude(**numeric)
    if asked.is_feature_flag is not None:
        flag = {"name__startswith": "$feature/"}
        found = found.filter(**flag) if asked.is_feature_flag else found.exclude(**flag)
    if asked.event_names:
        seen = EventProperty.objects.for_team(team_id).filter(event__in=asked.event_names, property=OuterRef("name"))
        found = found.annotate(is_seen=Exists(seen)).order_by("-is_seen", "name")
        if asked.only_seen_on_events:
            found = found.filter(is_seen=True)
    else:
        found = found.annotate(is_seen=Value(None, output_field=BooleanField(null=True))).order_by("name")
    return list(found[offset : offset + limit]), found.count()


def get_property_definition(*, team_id: int, definition_id: UUID) -> PropertyDefinition:
    found = PropertyDefinition.objects.for_team(team_id).filter(pk=definition_id).first()
    if found is None:
        raise DefinitionNotFoundError("There is no such property definition in this project.")
    return found


def describe_property(change: DescribeProperty, *, team_id: int, definition_id: UUID) -> PropertyDefinition:
    with transaction.atomic():
        definition = get_property_definition(team_id=team_id, definition_id=definition_id)
        _apply(definition, change)
        if change.property_type is not None:
            definition.property_type = change.property_type
            definition.type_is_chosen = bool(change.property_type)
        definition.save()
    definitions_changed(team_id)
    return definition


def delete_property_definition(*, team_id: int, definition_id: UUID) -> None:
    """Forget the name and its type. It comes back with the next value."""
    get_property_definition(team_id=team_id, definition_id=definition_id).delete()
    definitions_changed(team_id)


def _apply(definition: EventDefinition | PropertyDefinition, change: DescribeEvent | DescribeProperty) -> None:
    if change.description is not None:
        definition.description = change.description
    if change.verified is not None:
        definition.verified = change.verified
    if change.hidden is not None:
        definition.hidden = change.hidden
    if change.tags is not None:
        definition.tags = list(OrderedSet(change.tags))
    if definition.verified and definition.hidden:
        raise InvalidDefinitionError("A definition cannot be verified and hidden at once; choose one.", attr="hidden")


def _words(search: str) -> list[str]:
    return search.replace("\x00", "\ufffd").split()
