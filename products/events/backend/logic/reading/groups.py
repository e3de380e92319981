"""Groups and their kinds."""

from products.events.backend.facade.errors import GroupNotFoundError
from products.events.backend.models import Group, GroupTypeMapping


def list_group_types(*, team_id: int) -> list[GroupTypeMapping]:
    return list(GroupTypeMapping.objects.for_team(team_id).order_by("group_type_index"))


def list_groups(
    *, team_id: int, group_type_index: int, search: str, limit: int, offset: int
) -> tuple[list[Group], int]:
    """(groups of the page, newest first; how many there are in all). `search` is a part of the key or the name."""
    groups = Group.objects.for_team(team_id).filter(group_type_index=group_type_index)
    if text := search.strip().replace("\x00", "\ufffd"):
        groups = groups.filter(group_key__icontains=text) | groups.filter(group_properties__name__icontains=text)
    return list(groups.order_by("-created_at", "-id")[offset : offset + limit]), groups.count()


def get_group(*, team_id: int, group_type_index: int, group_key: str) -> Group:
    group = (
        Group.objects.for_team(team_id)
        .filter(group_type_index=group_type_index, group_key=group_key.replace("\x00", "\ufffd"))
        .first()
    )
    if group is None:
        raise GroupNotFoundError(f"No group '{group_key}' of type {group_type_index} in this project.")
    return group
