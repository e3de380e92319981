"""Everything other code may ask of events, people, groups and definitions. Values in, values out."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from common.json import loads
from common.pages import Page
from posthog.contracts import Actor, Reference
from posthog.references import Used, list_references
from products.events.backend import models
from products.events.backend.facade.contracts import (
    Action,
    ActionStep,
    CaptureEvents,
    CaptureProtection,
    ChangeAction,
    ChangeEventsSettings,
    ChangeProtection,
    CreateAction,
    DayCount,
    DescribeEvent,
    DescribeGroupType,
    DescribeMany,
    DescribeProperty,
    Erasure,
    Event,
    EventDefinition,
    EventsSettings,
    Group,
    GroupErasure,
    GroupPropertyChange,
    GroupType,
    IdentitySecret,
    IngestionHistory,
    IngestionWarnings,
    ListEventDefinitions,
    ListEvents,
    ListPersons,
    ListPropertyDefinitions,
    MonthRows,
    NameCount,
    PastProperties,
    PeopleNamed,
    Person,
    PersonHistory,
    PersonKey,
    Profile,
    PropertyChange,
    PropertyDefinition,
    Related,
    RetentionRun,
)
from products.events.backend.facade.enums import ListName
from products.events.backend.facade.mappers import (
    to_action,
    to_erasure,
    to_event_definition,
    to_group,
    to_group_erasure,
    to_group_type,
    to_person,
    to_property_definition,
    to_retention_run,
)
from products.events.backend.logic import capture, columns, group_editing, group_history, settings
from products.events.backend.logic.actions import managing as actions
from products.events.backend.logic.erasure import deletion
from products.events.backend.logic.erasure import groups as group_erasure
from products.events.backend.logic.persons import editing, history
from products.events.backend.logic.protection import rules
from products.events.backend.logic.reading import (
    definitions,
    events,
    groups,
    ingestion,
    lookup,
    persons,
    profiles,
    warnings,
)
from products.events.backend.logic.upkeep import retention


class EventsAPI:
    """Sending events in and asking for them."""

    @staticmethod
    def capture(request: CaptureEvents, *, team_id: int) -> None:
        """Take events into the queue; they are safe when this returns. Raises QueueUnavailableError.

        `team_id` may be 0 when the token could not be checked; the worker then finds the project or drops the events.
        """
        capture.accept(request, team_id=team_id)

    @staticmethod
    def list_events(asked: ListEvents, *, team_id: int, limit: int, offset: int) -> Page[Event]:
        """Events of the project, the newest first unless asked otherwise."""
        found, total = events.list_events(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(found), total=total)

    @staticmethod
    def export_events(asked: ListEvents, *, team_id: int, limit: int) -> Iterator[tuple[Event, ...]]:
        """The same list up to `limit` events, some at a time, so that it need not be in memory at once.

        What arrives after the call is not among them. Raises what `list_events` does, before the first are taken.
        """
        return events.export_events(asked, team_id=team_id, limit=limit)

    @staticmethod
    def get_event(*, team_id: int, event_uuid: UUID) -> Event:
        """One event; raises EventNotFoundError."""
        return events.get_event(team_id=team_id, event_uuid=event_uuid)

    @staticmethod
    def list_event_values(*, team_id: int, key: str, value: str = "", event_name: str = "") -> tuple[str, ...]:
        """Values of an event property seen in the last 30 days, the most frequent first."""
        return tuple(events.list_event_values(team_id=team_id, key=key, value=value, event_name=event_name))

    @staticmethod
    def list_ingestion_warnings(*, team_id: int) -> tuple[IngestionWarnings, ...]:
        """What was refused, repaired or ignored in the last 30 days, by type."""
        return tuple(warnings.list_warnings(team_id=team_id))

    @staticmethod
    def get_ingestion_history(*, team_id: int, hours: int, now: datetime) -> IngestionHistory:
        """How ingestion went in the last 1, 6 or 24 hours; the queue is that of the whole instance."""
        return ingestion.history(team_id=team_id, hours=hours, now=now)


class ProtectionAPI:
    """What a project does about misuse of its token."""

    @staticmethod
    def get_protection(*, team_id: int) -> CaptureProtection:
        """The settings, the defaults where nothing was changed. The secret itself is never among them."""
        return rules.get_protection(team_id=team_id)

    @staticmethod
    def change_protection(change: ChangeProtection, *, team_id: int, actor: Actor | None = None) -> CaptureProtection:
        """Change the settings that are named; raises InvalidProtectionError."""
        return rules.change_protection(change, team_id=team_id, actor=actor)

    @staticmethod
    def rotate_identity_secret(*, team_id: int, actor: Actor | None = None) -> IdentitySecret:
        """Make the secret that a backend signs distinct ids with; the one before counts for a day more."""
        return rules.rotate_secret(team_id=team_id, actor=actor)


class PersonsAPI:
    """The people of a project."""

    @staticmethod
    def get_person(*, team_id: int, person_uuid: UUID) -> Person:
        """One person; raises PersonNotFoundError, also for one who was merged into another."""
        return _to_persons([persons.get_person(team_id=team_id, person_uuid=person_uuid)], team_id)[0]

    @staticmethod
    def find_person_by_distinct_id(*, team_id: int, distinct_id: str) -> Person | None:
        """The person known by this id, if anybody is."""
        found = persons.find_person_by_distinct_id(team_id=team_id, distinct_id=distinct_id)
        return _to_persons([found], team_id)[0] if found else None

    @staticmethod
    def find_profile(*, team_id: int, distinct_id: str) -> Profile | None:
        """The person known by this id, in one fast read; raises posthog.fast_reads.ReadFailedError within its limit."""
        return profiles.find_profile(team_id=team_id, distinct_id=distinct_id)

    @staticmethod
    def find_past_properties(*, team_id: int, person_uuid: UUID, at: datetime) -> PastProperties | None:
        """The person's properties at a moment, as their newest event until then has them; None before their first."""
        return history.properties_at(team_id=team_id, person_uuid=person_uuid, at=at)

    @staticmethod
    def list_persons(asked: ListPersons, *, team_id: int, limit: int, offset: int) -> Page[Person]:
        """People, the newest first."""
        found, total = persons.list_persons(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=_to_persons(found, team_id), total=total)

    @staticmethod
    def walk_people(*, team_id: int, after: UUID | None, limit: int) -> tuple[PersonKey, ...]:
        """The next people in the order of their uuids, for who goes through all of them; the last page is not full."""
        return persons.walk_people(team_id=team_id, after=after, limit=limit)

    @staticmethod
    def delete_person(
        *, team_id: int, person_uuid: UUID, delete_events: bool = False, actor: Actor | None = None
    ) -> Erasure:
        """Delete a person and, if asked, every event of theirs; raises PersonNotFoundError.

        The profile is gone when this returns, the rest within a minute or so: the receipt tells. Events of theirs that
        happened before now and arrive later are refused, if events were to go.
        """
        return to_erasure(
            deletion.delete_person(team_id=team_id, uuid=person_uuid, with_events=delete_events, actor=actor)
        )

    @staticmethod
    def delete_people(
        *, team_id: int, person_uuids: tuple[UUID, ...], delete_events: bool = False, actor: Actor | None = None
    ) -> tuple[Erasure, ...]:
        """The same for several people at once, all or none; those who do not exist are passed over."""
        found = deletion.delete_people(
            team_id=team_id, person_uuids=person_uuids, with_events=delete_events, actor=actor
        )
        return tuple(to_erasure(row) for row in found)

    @staticmethod
    def find_people(*, team_id: int, values: tuple[str, ...]) -> tuple[PeopleNamed, ...]:
        """The people whom distinct ids, uuids or e-mail addresses name; values that name nobody are left out."""
        found = lookup.find_people(team_id=team_id, values=values)
        return tuple(PeopleNamed(value=value, people=people) for value, people in found.items())

    @staticmethod
    def list_persons_by_uuid(*, team_id: int, uuids: tuple[UUID, ...]) -> tuple[Person, ...]:
        """These people, in this order; who is not there any more is left out."""
        found = persons.people_by_uuid(team_id=team_id, uuids=uuids)
        return _to_persons([found[uuid] for uuid in uuids if uuid in found], team_id)

    @staticmethod
    def find_person(*, team_id: int, person_id: str) -> Person:
        """The person of this uuid or distinct id; raises PersonNotFoundError."""
        return _to_persons([persons.find_person(team_id=team_id, person_id=person_id)], team_id)[0]

    @staticmethod
    def find_uuids(distinct_ids: tuple[str, ...], *, team_id: int) -> tuple[UUID, ...]:
        """The people with these ids; ids of nobody are passed over."""
        return persons.find_uuids(distinct_ids, team_id=team_id)

    @staticmethod
    def set_properties(properties: str, *, team_id: int, person_uuid: UUID, actor: Actor) -> Person:
        """Set the properties of a JSON object, visibly at once; raises ChangeRefusedError or PersonNotFoundError."""
        editing.set_properties(loads(properties), team_id=team_id, person_uuid=person_uuid, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def unset_property(name: str, *, team_id: int, person_uuid: UUID, actor: Actor) -> Person:
        """Remove a property, visibly at once; raises ChangeRefusedError or PersonNotFoundError."""
        editing.unset_property(name, team_id=team_id, person_uuid=person_uuid, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def split_person(*, team_id: int, person_uuid: UUID, main_distinct_id: str = "", actor: Actor) -> Person:
        """Make every other id a person of its own; raises ChangeRefusedError or PersonNotFoundError."""
        editing.split_person(team_id=team_id, person_uuid=person_uuid, main_distinct_id=main_distinct_id, actor=actor)
        return PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def get_person_history(*, team_id: int, person_uuid: UUID) -> PersonHistory:
        """How the person came by their ids; raises PersonNotFoundError."""
        return history.person_history(team_id=team_id, person_uuid=person_uuid)

    @staticmethod
    def list_property_changes(
        *, team_id: int, person_uuid: UUID, name: str = "", limit: int
    ) -> tuple[PropertyChange, ...]:
        """What events changed about the person's properties, the newest first; raises PersonNotFoundError."""
        return tuple(history.property_history(team_id=team_id, person_uuid=person_uuid, name=name, limit=limit))

    @staticmethod
    def count_person_properties(*, team_id: int) -> tuple[NameCount, ...]:
        """Names of properties with how many people have them, over the newest 10,000 people."""
        return tuple(persons.count_properties(team_id=team_id))

    @staticmethod
    def list_person_values(*, team_id: int, key: str, value: str = "") -> tuple[str, ...]:
        """Values of a person property, the most frequent first."""
        return tuple(events.list_person_values(team_id=team_id, key=key, value=value))


class GroupsAPI:
    """The groups of a project and their kinds."""

    @staticmethod
    def list_group_types(*, team_id: int) -> tuple[GroupType, ...]:
        """The kinds of groups, by index; at most five."""
        return tuple(to_group_type(row) for row in groups.list_group_types(team_id=team_id))

    @staticmethod
    def list_groups(*, team_id: int, group_type_index: int, search: str = "", limit: int, offset: int) -> Page[Group]:
        """Groups of one kind, the newest first."""
        found, total = groups.list_groups(
            team_id=team_id, group_type_index=group_type_index, search=search, limit=limit, offset=offset
        )
        return Page(items=tuple(to_group(row) for row in found), total=total)

    @staticmethod
    def get_group(*, team_id: int, group_type_index: int, group_key: str) -> Group:
        """One group; raises GroupNotFoundError."""
        return to_group(groups.get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key))

    @staticmethod
    def find_group_properties(*, team_id: int, group_type_index: int, group_key: str) -> bytes | None:
        """A group's properties as a JSON object, in one fast read; raises posthog.fast_reads.ReadFailedError."""
        return profiles.find_group_properties(team_id=team_id, group_type_index=group_type_index, group_key=group_key)

    @staticmethod
    def find_past_properties(*, team_id: int, group_type_index: int, group_key: str, at: datetime) -> bytes | None:
        """The group's properties at a moment as a JSON object, by what was said until then; None for an unknown group."""
        return group_history.properties_at(
            team_id=team_id, group_type_index=group_type_index, group_key=group_key, at=at
        )

    @staticmethod
    def create_group(
        *, team_id: int, group_type_index: int, group_key: str, properties: str = "{}", actor: Actor
    ) -> Group:
        """A new group with the properties of a JSON object; raises ChangeRefusedError or GroupNotFoundError."""
        row = group_editing.create_group(
            team_id=team_id,
            group_type_index=group_type_index,
            group_key=group_key,
            properties=loads(properties),
            actor=actor,
        )
        return to_group(row)

    @staticmethod
    def set_group_properties(
        properties: str, *, team_id: int, group_type_index: int, group_key: str, actor: Actor
    ) -> Group:
        """Set the properties of a JSON object, visibly at once; raises GroupNotFoundError or ChangeRefusedError."""
        row = group_editing.set_group_properties(
            team_id=team_id,
            group_type_index=group_type_index,
            group_key=group_key,
            properties=loads(properties),
            actor=actor,
        )
        return to_group(row)

    @staticmethod
    def unset_group_property(name: str, *, team_id: int, group_type_index: int, group_key: str, actor: Actor) -> Group:
        """Remove a property, visibly at once; raises GroupNotFoundError."""
        row = group_editing.unset_group_property(
            team_id=team_id, group_type_index=group_type_index, group_key=group_key, name=name, actor=actor
        )
        return to_group(row)

    @staticmethod
    def delete_group(*, team_id: int, group_type_index: int, group_key: str, actor: Actor | None) -> GroupErasure:
        """Forget what is known about a group, and give a receipt; its events stay. Raises GroupNotFoundError."""
        row = group_erasure.delete_group(
            team_id=team_id, group_type_index=group_type_index, group_key=group_key, actor=actor
        )
        return to_group_erasure(row)

    @staticmethod
    def list_property_changes(
        *, team_id: int, group_type_index: int, group_key: str, name: str = "", limit: int
    ) -> tuple[GroupPropertyChange, ...]:
        """What events and people changed about the group's properties, the newest first; raises GroupNotFoundError."""
        found = group_history.property_history(
            team_id=team_id, group_type_index=group_type_index, group_key=group_key, name=name, limit=limit
        )
        return tuple(found)

    @staticmethod
    def describe_group_types(
        changes: tuple[DescribeGroupType, ...], *, team_id: int, actor: Actor
    ) -> tuple[GroupType, ...]:
        """Say what kinds of groups are called and which columns their lists show; raises GroupNotFoundError."""
        group_editing.describe_group_types(changes, team_id=team_id, actor=actor)
        return GroupsAPI.list_group_types(team_id=team_id)

    @staticmethod
    def list_related(*, team_id: int, group_type_index: int | None, key: str) -> Related:
        """Who and what occurs in the events of a group, or of a person when there is no index."""
        return group_editing.related_to(team_id=team_id, group_type_index=group_type_index, key=key)

    @staticmethod
    def list_group_values(*, team_id: int, group_type_index: int, key: str, value: str = "") -> tuple[str, ...]:
        """Values of a group property, the most frequent first."""
        return tuple(events.list_group_values(team_id=team_id, group_type_index=group_type_index, key=key, value=value))


class ActionsAPI:
    """Names for what events mean. Queries find actions through `posthog.hogql.actions`."""

    @staticmethod
    def list_actions(*, team_id: int, search: str = "", limit: int, offset: int) -> Page[Action]:
        """Actions that are not deleted, pinned ones first, then by name."""
        found, total = actions.list_actions(team_id=team_id, search=search, limit=limit, offset=offset)
        return Page(items=tuple(to_action(row) for row in found), total=total)

    @staticmethod
    def get_action(*, team_id: int, action_id: int) -> Action:
        """One action, deleted or not; raises ActionNotFoundError."""
        return to_action(actions.get_action(team_id=team_id, action_id=action_id))

    @staticmethod
    def create_action(new: CreateAction, *, team_id: int, actor: Actor | None) -> Action:
        """A new action; raises InvalidActionError or ActionNameTakenError. Without an actor the system makes it."""
        return to_action(actions.create_action(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_action(change: ChangeAction, *, team_id: int, action_id: int, actor: Actor) -> Action:
        """Change, delete or restore an action; raises as create_action, or ActionNotFoundError."""
        return to_action(actions.change_action(change, team_id=team_id, action_id=action_id, actor=actor))

    @staticmethod
    def preview_matches(steps: tuple[ActionStep, ...], *, team_id: int, limit: int) -> tuple[Event, ...]:
        """The newest events that these steps match; raises InvalidActionError."""
        return tuple(actions.preview_matches(steps, team_id=team_id, limit=limit))

    @staticmethod
    def list_action_references(*, team_id: int, action_id: int) -> tuple[Reference, ...]:
        """What uses the action, at most 50 of each kind; raises ActionNotFoundError."""
        row = actions.get_action(team_id=team_id, action_id=action_id)
        return list_references(Used(kind="action", team_id=team_id, id=row.pk, name=row.name))


class DefinitionsAPI:
    """The names of a project's events and properties."""

    @staticmethod
    def list_event_definitions(
        asked: ListEventDefinitions, *, team_id: int, limit: int, offset: int
    ) -> Page[EventDefinition]:
        """Event names in the order asked for."""
        found, total = definitions.list_event_definitions(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(to_event_definition(row) for row in found), total=total)

    @staticmethod
    def get_event_definition(*, team_id: int, definition_id: UUID) -> EventDefinition:
        """One event name; raises DefinitionNotFoundError."""
        return to_event_definition(definitions.get_event_definition(team_id=team_id, definition_id=definition_id))

    @staticmethod
    def find_event_definition(name: str, *, team_id: int) -> EventDefinition:
        """The event of exactly this name; raises DefinitionNotFoundError."""
        return to_event_definition(definitions.find_event_definition(name, team_id=team_id))

    @staticmethod
    def create_event_definition(
        name: str, change: DescribeEvent, *, team_id: int, actor: Actor | None = None
    ) -> EventDefinition:
        """Announce an event before it is seen; raises DefinitionExistsError or InvalidDefinitionError."""
        return to_event_definition(definitions.create_event_definition(name, change, team_id=team_id, actor=actor))

    @staticmethod
    def describe_event(
        change: DescribeEvent, *, team_id: int, definition_id: UUID, actor: Actor | None = None
    ) -> EventDefinition:
        """Change what is said about an event name; raises DefinitionNotFoundError or InvalidDefinitionError."""
        return to_event_definition(
            definitions.describe_event(change, team_id=team_id, definition_id=definition_id, actor=actor)
        )

    @staticmethod
    def describe_events(change: DescribeMany, *, team_id: int, actor: Actor | None = None) -> int:
        """Tags and verification of several events, all or none; how many. Raises DefinitionNotFoundError."""
        return definitions.describe_events(change, team_id=team_id, actor=actor)

    @staticmethod
    def describe_properties(change: DescribeMany, *, team_id: int, actor: Actor | None = None) -> int:
        """The same for properties."""
        return definitions.describe_properties(change, team_id=team_id, actor=actor)

    @staticmethod
    def get_event_volume(*, team_id: int, definition_id: UUID) -> tuple[DayCount, ...]:
        """How often the event happened on each of the last 30 days; raises DefinitionNotFoundError."""
        return tuple(definitions.event_volume(team_id=team_id, definition_id=definition_id))

    @staticmethod
    def delete_event_definition(*, team_id: int, definition_id: UUID, actor: Actor | None = None) -> None:
        """Forget an event name until it is seen again; raises DefinitionNotFoundError."""
        definitions.delete_event_definition(team_id=team_id, definition_id=definition_id, actor=actor)

    @staticmethod
    def list_property_definitions(
        asked: ListPropertyDefinitions, *, team_id: int, limit: int, offset: int
    ) -> Page[PropertyDefinition]:
        """Property names, those seen on the asked events first, then by name."""
        found, total = definitions.list_property_definitions(asked, team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(to_property_definition(row) for row in found), total=total)

    @staticmethod
    def get_property_definition(*, team_id: int, definition_id: UUID) -> PropertyDefinition:
        """One property name; raises DefinitionNotFoundError."""
        return to_property_definition(definitions.get_property_definition(team_id=team_id, definition_id=definition_id))

    @staticmethod
    def describe_property(
        change: DescribeProperty, *, team_id: int, definition_id: UUID, actor: Actor | None = None
    ) -> PropertyDefinition:
        """Change what is said about a property, its type among it; raises DefinitionNotFoundError."""
        row = definitions.describe_property(change, team_id=team_id, definition_id=definition_id, actor=actor)
        return to_property_definition(row)

    @staticmethod
    def delete_property_definition(*, team_id: int, definition_id: UUID, actor: Actor | None = None) -> None:
        """Forget a property name until it is seen again; raises DefinitionNotFoundError."""
        definitions.delete_property_definition(team_id=team_id, definition_id=definition_id, actor=actor)


class EventsSettingsAPI:
    """What a project says about its events."""

    @staticmethod
    def get_settings(*, team_id: int) -> EventsSettings:
        """The project's settings; the defaults when it never said anything."""
        return settings.get_settings(team_id=team_id)

    @staticmethod
    def change_settings(change: ChangeEventsSettings, *, team_id: int, actor: Actor | None) -> EventsSettings:
        """Change what is given; raises InvalidSettingsError."""
        return settings.change_settings(change, team_id=team_id, actor=actor)

    @staticmethod
    def preview_retention(*, team_id: int, days: int) -> tuple[MonthRows, ...]:
        """How many events of which months a retention of so many days would delete now. Deletes nothing."""
        return tuple(retention.preview(team_id=team_id, days=days))

    @staticmethod
    def list_retention_runs(*, team_id: int, limit: int, offset: int) -> Page[RetentionRun]:
        """Receipts of deletions of outdated events, the newest first."""
        found, total = retention.list_runs(team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(to_retention_run(row) for row in found), total=total)


def _to_persons(rows: list[models.Person], team_id: int) -> tuple[Person, ...]:
    distinct_ids = persons.distinct_ids_of(rows, team_id=team_id)
    properties = persons.name_properties(team_id=team_id)
    return tuple(
        to_person(
            row,
            distinct_ids=distinct_ids[row.pk],
            name=persons.name_of(row, distinct_ids[row.pk], properties),
        )
        for row in rows
    )


class ColumnsAPI:
    """One choice per person, project and list."""

    @staticmethod
    def get_columns(list_name: ListName, *, team_id: int, user_id: int) -> tuple[str, ...] | None:
        """The chosen columns in their order, or None where the person left the list as it is."""
        return columns.get_columns(list_name, team_id=team_id, user_id=user_id)

    @staticmethod
    def choose_columns(chosen: tuple[str, ...], list_name: ListName, *, team_id: int, user_id: int) -> tuple[str, ...]:
        """Remember a choice; a column that is named twice is shown once."""
        return columns.choose_columns(chosen, list_name, team_id=team_id, user_id=user_id)

    @staticmethod
    def reset_columns(list_name: ListName, *, team_id: int, user_id: int) -> None:
        """Back to the list's own columns."""
        columns.reset_columns(list_name, team_id=team_id, user_id=user_id)
