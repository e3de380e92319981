"""The columns that people chose for lists: kept as they are written, because only pages know what they can draw."""

from products.events.backend.facade.enums import ListName
from products.events.backend.models import ListColumns


def get_columns(list_name: ListName, *, team_id: int, user_id: int) -> tuple[str, ...] | None:
    choice = ListColumns.objects.for_team(team_id).filter(user_id=user_id, list_name=list_name).first()
    return tuple(choice.columns) if choice else None


def choose_columns(chosen: tuple[str, ...], list_name: ListName, *, team_id: int, user_id: int) -> tuple[str, ...]:
    columns = list(dict.fromkeys(name.replace("\x00", "\ufffd") for name in chosen))
    ListColumns.objects.for_team(team_id).update_or_create(
        team_id=team_id, user_id=user_id, list_name=list_name, defaults={"columns": columns}
    )
    return tuple(columns)


def reset_columns(list_name: ListName, *, team_id: int, user_id: int) -> None:
    ListColumns.objects.for_team(team_id).filter(user_id=user_id, list_name=list_name).delete()
