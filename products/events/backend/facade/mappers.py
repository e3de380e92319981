"""From rows to contracts, in one place."""

from collections.abc import Sequence

from common.json import dumps
from posthog.models import User
from products.events.backend import models
from products.events.backend.facade.contracts import (
    Action,
    Author,
    Erasure,
    EventDefinition,
    Group,
    GroupErasure,
    GroupType,
    MonthRows,
    Person,
    ProofQuery,
    PropertyDefinition,
    RetentionRun,
    RowCount,
)
from products.events.backend.facade.enums import ErasureStatus, PropertyOwnerKind
from products.events.backend.logic.actions.steps import from_stored


def to_person(row: models.Person, *, distinct_ids: Sequence[str], name: str) -> Person:
    return Person(
        uuid=row.uuid,
        team_id=row.team_id,
        name=name,
        distinct_ids=tuple(distinct_ids),
        properties=dumps(row.properties).decode(),
        is_identified=row.is_identified,
        created_at=row.created_at,
    )


def to_group_type(row: models.GroupTypeMapping) -> GroupType:
    return GroupType(
        team_id=row.team_id,
        group_type=row.group_type,
        group_type_index=row.group_type_index,
        name_singular=row.name_singular,
        name_plural=row.name_plural,
        default_columns=tuple(row.default_columns),
        created_at=row.created_at,
    )


def to_group(row: models.Group) -> Group:
    return Group(
        team_id=row.team_id,
        group_type_index=row.group_type_index,
        group_key=row.group_key,
        group_properties=dumps(row.group_properties).decode(),
        created_at=row.created_at,
    )


def to_event_definition(row: models.EventDefinition) -> EventDefinition:
    return EventDefinition(
        id=row.id,
        team_id=row.team_id,
        name=row.name,
        description=row.description,
        verified=row.verified,
        hidden=row.hidden,
        tags=tuple(row.tags),
        owner=to_author(row.owner),
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        last_updated_at=row.last_updated_at,
        action_id=getattr(row, "action_id", None),
    )


def to_property_definition(row: models.PropertyDefinition) -> PropertyDefinition:
    return PropertyDefinition(
        id=row.id,
        team_id=row.team_id,
        name=row.name,
        owner=PropertyOwnerKind(row.owner),
        group_type_index=row.group_type_index,
        property_type=row.property_type,
        description=row.description,
        verified=row.verified,
        hidden=row.hidden,
        tags=tuple(row.tags),
        is_seen_on_filtered_events=getattr(row, "is_seen", None),
    )


def to_author(user: User | None) -> Author | None:
    return Author(id=user.pk, uuid=user.uuid, first_name=user.first_name, email=user.email) if user else None


def to_action(row: models.Action) -> Action:
    return Action(
        id=row.pk,
        team_id=row.team_id,
        name=row.name,
        description=row.description,
        tags=tuple(row.tags),
        steps=tuple(from_stored(step) for step in row.steps),
        pinned_at=row.pinned_at,
        deleted=row.deleted,
        created_by=to_author(row.created_by),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def to_erasure(row: models.Erasure) -> Erasure:
    return Erasure(
        id=row.pk,
        team_id=row.team_id,
        person_uuid=row.person_uuid,
        with_events=row.with_events,
        requested_by=row.requested_by.email if row.requested_by else None,
        requested_at=row.requested_at,
        status=ErasureStatus(row.status),
        distinct_id_count=len(row.fingerprints),
        removed=_removed(row),
        proof=_proof(row),
        completed_at=row.completed_at,
        checked_at=row.checked_at,
    )


def to_group_erasure(row: models.GroupErasure) -> GroupErasure:
    return GroupErasure(
        id=row.pk,
        team_id=row.team_id,
        group_type_index=row.group_type_index,
        group_key=row.group_key,
        requested_by=row.requested_by.email if row.requested_by else None,
        requested_at=row.requested_at,
        status=ErasureStatus(row.status),
        removed=_removed(row),
        proof=_proof(row),
        completed_at=row.completed_at,
        checked_at=row.checked_at,
    )


def _removed(row: models.Receipt) -> tuple[RowCount, ...]:
    return tuple(RowCount(table=table, rows=rows) for table, rows in sorted(row.removed.items()))


def _proof(row: models.Receipt) -> tuple[ProofQuery, ...]:
    return tuple(
        ProofQuery(table=table, sql=query["sql"], parameters=query["parameters"], rows=query["rows"])
        for table, query in sorted(row.proof.items())
    )


def to_retention_run(row: models.RetentionRun) -> RetentionRun:
    return RetentionRun(
        id=row.pk,
        team_id=row.team_id,
        retention_days=row.retention_days,
        cutoff=row.cutoff,
        rows=row.rows,
        months=tuple(MonthRows(month=int(month), rows=rows) for month, rows in sorted(row.months.items())),
        dropped_months=tuple(row.dropped_months),
        started_at=row.started_at,
        completed_at=row.completed_at,
    )
