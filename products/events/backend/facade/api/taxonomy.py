"""What names mean: definitions of events and properties, actions, and which columns lists show. Values in, values out."""

from uuid import UUID

from common.pages import Page
from posthog.contracts import Actor, Reference
from posthog.references import Used, list_references
from products.events.backend.facade.contracts import (
    Action,
    ActionStep,
    ChangeAction,
    CreateAction,
    DayCount,
    DescribeEvent,
    DescribeMany,
    DescribeProperty,
    Event,
    EventDefinition,
    ListEventDefinitions,
    ListPropertyDefinitions,
    PropertyDefinition,
)
from products.events.backend.facade.enums import ListName
from products.events.backend.facade.mappers import to_action, to_event_definition, to_property_definition
from products.events.backend.logic import columns
from products.events.backend.logic.actions import managing as actions
from products.events.backend.logic.reading import definitions


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
