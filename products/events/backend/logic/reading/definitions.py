"""Definitions: listing them, and what people say about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils.datastructures import OrderedSet

from posthog import teams
from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from posthog.hogql.taxonomy import PropertyType
from posthog.models import User
from posthog.queries.cache import meaning_changed
from products.events.backend.facade.contracts import (
    DayCount,
    DescribeEvent,
    DescribeMany,
    DescribeProperty,
    ListEventDefinitions,
    ListPropertyDefinitions,
)
from products.events.backend.facade.enums import PropertyOwnerKind
from products.events.backend.facade.errors import DefinitionExistsError, DefinitionNotFoundError, InvalidDefinitionError
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.taxonomy import definitions_changed
from products.events.backend.models import Action, EventDefinition, EventProperty, PropertyDefinition
from products.events.backend.wire.names import NOT_DEFINED

VOLUME_DAYS = 30
_VOLUME = """
SELECT toDate(timestamp) AS day, count() FROM events WHERE event = {event} AND timestamp >= {since} GROUP BY day
"""
ORDERS = {
    "name": ("name",),
    "-name": ("-name",),
    "last_seen_at": (F("last_seen_at").asc(nulls_last=True), "name"),
    "-last_seen_at": (F("last_seen_at").desc(nulls_last=True), "name"),
    "created_at": ("created_at", "name"),
    "-created_at": ("-created_at", "name"),
    "last_seen_at::date": (TruncDate("last_seen_at", tzinfo=UTC).asc(nulls_last=True), "name"),
    "-last_seen_at::date": (TruncDate("last_seen_at", tzinfo=UTC).desc(nulls_last=True), "name"),
    "created_at::date": (TruncDate("created_at", tzinfo=UTC).asc(), "name"),
    "-created_at::date": (TruncDate("created_at", tzinfo=UTC).desc(), "name"),
}


def list_event_definitions(
    asked: ListEventDefinitions, *, team_id: int, limit: int, offset: int
) -> tuple[list[EventDefinition], int]:
    """(definitions of the page, how many there are in all)."""
    found = _events_of(team_id)
    for word in _words(asked.search):
        found = found.filter(name__icontains=word)
    if asked.kind == "event_posthog":
        found = found.filter(name__startswith="$")
    elif asked.kind == "event_custom":
        found = found.exclude(name__startswith="$")
    found = _described_as(found, asked)
    page = found.order_by(*ORDERS[asked.order])
    return list(page[offset : offset + limit]), found.count()


def _events_of(team_id: int) -> QuerySet[EventDefinition]:
    """The project's definitions of events, each with its owner and the action of the same name."""
    action = Action.objects.for_team(team_id).filter(name=OuterRef("name"), deleted=False)
    rows: QuerySet[EventDefinition] = EventDefinition.objects.for_team(team_id)
    return rows.select_related("owner").annotate(action_id=Subquery(action.values("pk")[:1]))


def create_event_definition(name: str, change: DescribeEvent, *, team_id: int, actor: Actor | None) -> EventDefinition:
    """Announce an event before it is seen, so that it can be described; raises DefinitionExistsError."""
    if not name.strip() or "\x00" in name:
        raise InvalidDefinitionError("An event needs a name.", attr="name")
    with transaction.atomic():
        definition, is_new = EventDefinition.objects.for_team(team_id).get_or_create(name=name, team_id=team_id)
        if not is_new:
            raise DefinitionExistsError(f"The event '{name[:100]}' is there already; change it instead.", attr="name")
        _record(definition, "created", {}, actor)
    return describe_event(change, team_id=team_id, definition_id=definition.pk, actor=actor)


def find_event_definition(name: str, *, team_id: int) -> EventDefinition:
    found = _events_of(team_id).filter(name=name).first()
    if found is None:
        raise DefinitionNotFoundError(f"There is no event '{name[:100]}' in this project.")
    return found


def event_volume(*, team_id: int, definition_id: UUID) -> list[DayCount]:
    """How often the event happened on each of the last 30 days, days without it included; today is the last."""
    definition = get_event_definition(team_id=team_id, definition_id=definition_id)
    context = context_of(team_id)
    today = context.now.astimezone(context.zone).date()
    first = today - timedelta(days=VOLUME_DAYS - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=context.zone)
    counts = dict(run(_VOLUME, context, {"event": definition.name, "since": since}))
    days = [first + timedelta(days=number) for number in range(VOLUME_DAYS)]
    return [DayCount(day=day.isoformat(), count=counts.get(day, 0)) for day in days]


def get_event_definition(*, team_id: int, definition_id: UUID) -> EventDefinition:
    found = _events_of(team_id).filter(pk=definition_id).first()
    if found is None:
        raise DefinitionNotFoundError("There is no such event definition in this project.")
    return found


def describe_event(
    change: DescribeEvent, *, team_id: int, definition_id: UUID, actor: Actor | None = None
) -> EventDefinition:
    with transaction.atomic():
        definition = get_event_definition(team_id=team_id, definition_id=definition_id)
        before = _shown(definition)
        _apply(definition, change)
        if change.owner_id is not None:
            definition.owner = _member(change.owner_id, team_id) if change.owner_id else None
        definition.save()
        _record(definition, "updated", before, actor)
    return definition


def describe_events(change: DescribeMany, *, team_id: int, actor: Actor | None) -> int:
    """Tags and verification of several definitions, all or none; returns how many there are."""
    with transaction.atomic():
        rows = EventDefinition.objects.for_team(team_id).filter(pk__in=change.ids)
        return _describe_many(list(rows.select_for_update(of=("self",)).order_by("pk")), change, actor)


def describe_properties(change: DescribeMany, *, team_id: int, actor: Actor | None) -> int:
    """The same for properties."""
    with transaction.atomic():
        rows = PropertyDefinition.objects.for_team(team_id).filter(pk__in=change.ids)
        return _describe_many(list(rows.select_for_update().order_by("pk")), change, actor)


def _describe_many(
    found: Sequence[EventDefinition | PropertyDefinition], change: DescribeMany, actor: Actor | None
) -> int:
    if len(found) < len(set(change.ids)):
        raise DefinitionNotFoundError("Some of these definitions are not in this project; nothing was changed.")
    for definition in found:
        before = _shown(definition)
        tags = list(definition.tags if change.set_tags is None else change.set_tags) + list(change.add_tags)
        kept = tuple(tag for tag in tags if tag not in change.remove_tags)
        _apply(definition, DescribeEvent(tags=kept, verified=change.verified))
        definition.save()
        _record(definition, "updated", before, actor)
    return len(found)


def delete_event_definition(*, team_id: int, definition_id: UUID, actor: Actor | None = None) -> None:
    """Forget the name. It comes back with the next event of that name."""
    definition = get_event_definition(team_id=team_id, definition_id=definition_id)
    with transaction.atomic():
        EventProperty.objects.for_team(team_id).filter(event=definition.name).delete()
        _record(definition, "deleted", _shown(definition), actor)
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
    found = _described_as(found, asked)
    if asked.exclude_core:
        found = found.exclude(name__startswith="$")
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


def describe_property(
    change: DescribeProperty, *, team_id: int, definition_id: UUID, actor: Actor | None = None
) -> PropertyDefinition:
    with transaction.atomic():
        definition = get_property_definition(team_id=team_id, definition_id=definition_id)
        before = _shown(definition)
        _apply(definition, change)
        if change.property_type is not None:
            definition.property_type = change.property_type
            definition.type_is_chosen = bool(change.property_type)
        definition.save()
        _record(definition, "updated", before, actor)
    definitions_changed(team_id)
    if before["property_type"] != definition.property_type:
        # Queries read the property differently from now on.
        meaning_changed(team_id)
    return definition


def delete_property_definition(*, team_id: int, definition_id: UUID, actor: Actor | None = None) -> None:
    """Forget the name and its type. It comes back with the next value."""
    with transaction.atomic():
        definition = get_property_definition(team_id=team_id, definition_id=definition_id)
        _record(definition, "deleted", _shown(definition), actor)
        definition.delete()
    definitions_changed(team_id)
    meaning_changed(team_id)


Definition = TypeVar("Definition", EventDefinition, PropertyDefinition)


def _described_as(
    found: QuerySet[Definition], asked: ListEventDefinitions | ListPropertyDefinitions
) -> QuerySet[Definition]:
    """Those that people have described in the way asked for."""
    if not asked.include_hidden:
        found = found.filter(hidden=False)
    if asked.verified is not None:
        found = found.filter(verified=asked.verified)
    if asked.tags:
        tagged = Q()
        for tag in asked.tags:
            tagged |= Q(tags__contains=[tag])
        found = found.filter(tagged)
    return found


def _member(user_id: int, team_id: int) -> User:
    organization_id = teams.get_team(team_id).organization_id
    user = User.objects.filter(pk=user_id, memberships__organization_id=organization_id).first()
    if user is None:
        raise InvalidDefinitionError("The owner must be a member of the project.", attr="owner")
    return user


def _shown(definition: EventDefinition | PropertyDefinition) -> dict[str, Any]:
    """What the log keeps of a definition."""
    shown: dict[str, Any] = {name: getattr(definition, name) for name in ("description", "verified", "hidden", "tags")}
    if isinstance(definition, PropertyDefinition):
        return {**shown, "property_type": definition.property_type}
    return {**shown, "owner": definition.owner_id}


def _record(
    definition: EventDefinition | PropertyDefinition, activity: str, before: dict[str, Any], actor: Actor | None
) -> None:
    changes = changes_between(before, {} if activity == "deleted" else _shown(definition))
    if activity == "updated" and not changes:
        return
    record_activity(
        team_id=definition.team_id,
        actor=actor,
        scope=type(definition).__name__,
        item_id=str(definition.pk),
        activity=activity,
        name=definition.name,
        changes=changes,
    )


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
