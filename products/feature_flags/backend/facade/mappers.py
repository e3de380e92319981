"""Rows to contracts."""

from common.json import dumps
from posthog.models import User
from products.feature_flags.backend import models
from products.feature_flags.backend.facade.contracts import (
    EarlyAccessFeature,
    FeatureFlag,
    FlagAuthor,
    FlagOffer,
    FlagReference,
    FlagVersion,
    ScheduledChange,
)
from products.feature_flags.backend.facade.enums import (
    BucketingIdentifier,
    EarlyAccessStage,
    EvaluationRuntime,
    RecurrenceInterval,
    ScheduledOperation,
)
from products.feature_flags.backend.logic.encryption import redacted
from products.feature_flags.backend.logic.management.history import PastVersion
from products.feature_flags.backend.logic.management.status import status_of


def to_feature_flag(row: models.FeatureFlag) -> FeatureFlag:
    return FeatureFlag(
        id=row.pk,
        team_id=row.team_id,
        key=row.key,
        name=row.name,
        filters=dumps(redacted(row.filters) if row.has_encrypted_payloads else row.filters).decode(),
        active=row.active,
        archived=row.archived,
        deleted=row.deleted,
        version=row.version,
        ensure_experience_continuity=row.ensure_experience_continuity,
        evaluation_runtime=EvaluationRuntime(row.evaluation_runtime),
        evaluation_contexts=tuple(row.evaluation_contexts),
        tags=tuple(row.tags),
        bucketing_identifier=BucketingIdentifier(row.bucketing_identifier),
        is_remote_configuration=row.is_remote_configuration,
        has_encrypted_payloads=row.has_encrypted_payloads,
        created_at=row.created_at,
        created_by=_to_author(row.created_by),
        updated_at=row.updated_at,
        last_modified_by=_to_author(row.last_modified_by),
        last_called_at=row.last_called_at,
        status=status_of(row),
        features=_to_offers(row),
    )


def _to_offers(row: models.FeatureFlag) -> tuple[FlagOffer, ...]:
    offer = getattr(row, "offer", None)
    if offer is None:
        return ()
    return (
        FlagOffer(
            id=offer.pk,
            name=offer.name,
            description=offer.description,
            stage=EarlyAccessStage(offer.stage),
            documentation_url=offer.documentation_url,
        ),
    )


def to_flag_reference(row: models.FeatureFlag) -> FlagReference:
    return FlagReference(id=row.pk, key=row.key, name=row.name, active=row.active)


def to_flag_version(past: PastVersion, *, current: int) -> FlagVersion:
    by, version = past.by, int(past.values["version"])
    return FlagVersion(
        version=version,
        is_historical=version != current,
        since=past.since,
        modified_by=FlagAuthor(id=by.id, uuid=by.uuid, first_name=by.first_name, email=by.email) if by else None,
        flag=dumps(past.values).decode(),
    )


def to_scheduled_change(row: models.ScheduledChange) -> ScheduledChange:
    return ScheduledChange(
        id=row.pk,
        team_id=row.team_id,
        flag_id=row.flag_id,
        operation=ScheduledOperation(row.operation),
        value=dumps(row.value).decode(),
        scheduled_at=row.scheduled_at,
        timezone=row.timezone,
        recurrence_interval=RecurrenceInterval(row.recurrence_interval) if row.recurrence_interval else None,
        cron_expression=row.cron_expression,
        end_date=row.end_date,
        executed_at=row.executed_at,
        last_executed_at=row.last_executed_at,
        failure_reason=row.failure_reason,
        created_at=row.created_at,
        created_by=_to_author(row.created_by),
        updated_at=row.updated_at,
    )


def to_early_access_feature(row: models.EarlyAccessFeature) -> EarlyAccessFeature:
    return EarlyAccessFeature(
        id=row.pk,
        team_id=row.team_id,
        flag=to_flag_reference(row.flag),
        name=row.name,
        description=row.description,
        stage=EarlyAccessStage(row.stage),
        documentation_url=row.documentation_url,
        payload=dumps(row.payload).decode(),
        version=row.version,
        created_at=row.created_at,
    )


def _to_author(user: User | None) -> FlagAuthor | None:
    return FlagAuthor(id=user.pk, uuid=user.uuid, first_name=user.first_name, email=user.email) if user else None
