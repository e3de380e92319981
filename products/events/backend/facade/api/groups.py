"""The groups of a project and their kinds. Values in, values out."""

from datetime import datetime

from common.json import loads
from common.pages import Page
from posthog.contracts import Actor
from products.events.backend.facade.contracts import (
    DescribeGroupType,
    Group,
    GroupErasure,
    GroupPropertyChange,
    GroupType,
    Related,
)
from products.events.backend.facade.mappers import to_group, to_group_erasure, to_group_type
from products.events.backend.logic import group_editing, group_history
from products.events.backend.logic.erasure import groups as group_erasure
from products.events.backend.logic.reading import events, groups, profiles


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
