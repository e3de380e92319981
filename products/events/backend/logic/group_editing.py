"""What people change about groups and their kinds by hand, and what belongs together with a group."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from posthog import definitions
from posthog.activity import Change, changes_between, record_activity
from posthog.contracts import Actor
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from products.events.backend.clickhouse import tables
from products.events.backend.facade.contracts import DescribeGroupType, Related, RelatedGroup
from products.events.backend.facade.errors import ChangeRefusedError, GroupNotFoundError
from products.events.backend.logic import outbox
from products.events.backend.logic.group_history import record
from products.events.backend.logic.groups import row_of
from products.events.backend.logic.ingesting_now import OUTBOX_PARTITION, describe_group_now, send_now
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.reading.groups import get_group
from products.events.backend.logic.reading.hogql import context_of, run
from products.events.backend.logic.taxonomy import definitions_changed
from products.events.backend.models import Group, GroupTypeMapping

RELATED_DAYS = 90
MAX_RELATED = 100
MAX_NAME_LENGTH = 400
_PEOPLE = "SELECT DISTINCT person_id FROM events WHERE {where} LIMIT {limit}"
_GROUPS = "SELECT DISTINCT {key} FROM events WHERE {where} AND isNotNull({key}) LIMIT {limit}"


def create_group(
    *, team_id: int, group_type_index: int, group_key: str, properties: Mapping[str, Any], actor: Actor
) -> Group:
    """A new group of a kind that is there; raises ChangeRefusedError when the group exists."""
    kind = get_group_type(team_id=team_id, group_type_index=group_type_index)
    if not group_key.strip():
        raise ChangeRefusedError("A group needs a key.", attr="group_key")
    if Group.objects.for_team(team_id).filter(group_type_index=group_type_index, group_key=group_key).exists():
        raise ChangeRefusedError(
            f"The group '{group_key[:100]}' is there already; change it instead.", attr="group_key"
        )
    _check_names(properties)
    describe_group_now(team_id=team_id, group_type=kind.group_type, group_key=group_key, properties=dict(properties))
    group = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
    record(group, "created", actor, changes=_changes({}, properties, properties))
    return group


def set_group_properties(
    *, team_id: int, group_type_index: int, group_key: str, properties: Mapping[str, Any], actor: Actor
) -> Group:
    """Set properties of a group, visibly at once; raises GroupNotFoundError."""
    before = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
    kind = get_group_type(team_id=team_id, group_type_index=group_type_index)
    _check_names(properties)
    describe_group_now(team_id=team_id, group_type=kind.group_type, group_key=group_key, properties=dict(properties))
    group = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
    record(group, "updated", actor, changes=_changes(before.group_properties, properties, properties))
    return group


def unset_group_property(*, team_id: int, group_type_index: int, group_key: str, name: str, actor: Actor) -> Group:
    """Remove a property of a group; one that is not there is removed already."""
    with transaction.atomic():
        known = get_group(team_id=team_id, group_type_index=group_type_index, group_key=group_key)
        group = Group.objects.for_team(team_id).select_for_update().get(pk=known.pk)
        if name not in group.group_properties:
            return group
        value = group.group_properties.pop(name)
        group.version += 1
        group.save(update_fields=["group_properties", "version"])
        rows = ClickHouseRows()
        rows.add(tables.GROUPS.name, row_of(group))
        record(group, "updated", actor, changes=_changes({name: value}, {}, (name,)))
        letters = outbox.save(OUTBOX_PARTITION, rows)
    send_now(letters)
    return group


def get_group_type(*, team_id: int, group_type_index: int) -> GroupTypeMapping:
    kind = GroupTypeMapping.objects.for_team(team_id).filter(group_type_index=group_type_index).first()
    if kind is None:
        raise GroupNotFoundError(f"This project has no group type {group_type_index}.")
    return kind


def describe_group_types(changes: tuple[DescribeGroupType, ...], *, team_id: int, actor: Actor) -> None:
    """Say what kinds of groups are called and which columns their lists show; all or none."""
    with transaction.atomic():
        for change in changes:
            kind = get_group_type(team_id=team_id, group_type_index=change.group_type_index)
            if change.name_singular is not None:
                kind.name_singular = change.name_singular
            if change.name_plural is not None:
                kind.name_plural = change.name_plural
            if change.default_columns is not None:
                kind.default_columns = list(change.default_columns)
            kind.save()
            record_activity(
                team_id=team_id,
                actor=actor,
                scope="GroupType",
                item_id=str(kind.group_type_index),
                activity="updated",
                name=kind.group_type,
            )
    definitions_changed(team_id)
    definitions.definitions_changed(team_id)


def related_to(*, team_id: int, group_type_index: int | None, key: str) -> Related:
    """The people and groups in the events of a group, or the groups in those of a person when there is no index."""
    context = context_of(team_id)
    owner = ast.field("person_id") if group_type_index is None else ast.field(f"$group_{group_type_index}")
    value: str | UUID = UUID(key) if group_type_index is None else key
    since = context.now - timedelta(days=RELATED_DAYS)
    where = ast.and_(
        ast.eq(owner, ast.constant(value)),
        ast.compare(ast.CompareOp.GT_EQ, ast.field("timestamp"), ast.constant(since)),
    )
    people = () if group_type_index is None else _distinct(_PEOPLE, context, where)
    others = GroupTypeMapping.objects.for_team(team_id).exclude(group_type_index=group_type_index or -1)
    groups = tuple(
        RelatedGroup(group_type_index=index, group_key=found)
        for index in others.order_by("group_type_index").values_list("group_type_index", flat=True)
        if index != group_type_index
        for found in _distinct(_GROUPS, context, where, key=ast.field(f"$group_{index}"))
    )
    return Related(people=people, groups=groups)


def _distinct(hogql: str, context: HogQLContext, where: ast.Expr, **more: ast.Expr) -> tuple[Any, ...]:
    rows = run(hogql, context, {"where": where, "limit": MAX_RELATED, **more})
    return tuple(row[0] for row in rows)


def _check_names(properties: Mapping[str, Any]) -> None:
    for name in properties:
        if not name.strip() or len(name) > MAX_NAME_LENGTH:
            raise ChangeRefusedError(f"A property's name has 1 to {MAX_NAME_LENGTH} characters.", attr="key")


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]) -> tuple[Change, ...]:
    """Lines for the log, with the values: no event tells of a change by hand, so the group's history is read from it."""
    return changes_between(
        {f"properties.{name}": before.get(name) for name in names},
        {f"properties.{name}": after.get(name) for name in names},
    )
