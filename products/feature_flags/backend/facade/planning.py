"""Everything other code may ask of scheduled changes, early access, and of flags as a document. Values in, values out."""

from uuid import UUID

from common.json import dumps
from common.pages import Page
from posthog.contracts import Actor
from products.feature_flags.backend.facade.contracts import (
    ChangeOffer,
    ChangeSchedule,
    EarlyAccessFeature,
    ImportedFlags,
    OfferFeature,
    ScheduleChange,
    ScheduledChange,
)
from products.feature_flags.backend.facade.enums import EarlyAccessStage
from products.feature_flags.backend.facade.mappers import to_early_access_feature, to_scheduled_change
from products.feature_flags.backend.logic.management import early_access, scheduling, transfer


class ScheduledChangesAPI:
    """Changes of flags that happen by themselves."""

    @staticmethod
    def list_scheduled_changes(
        *, team_id: int, flag_id: int | None = None, limit: int = 100, offset: int = 0
    ) -> Page[ScheduledChange]:
        """One page of the team's scheduled changes, done ones too, the next first."""
        rows = scheduling.find_scheduled_changes(team_id=team_id, flag_id=flag_id)
        return Page(items=tuple(to_scheduled_change(row) for row in rows[offset : offset + limit]), total=rows.count())

    @staticmethod
    def get_scheduled_change(*, team_id: int, change_id: int) -> ScheduledChange:
        """One scheduled change; raises ScheduledChangeNotFoundError."""
        return to_scheduled_change(scheduling.get_scheduled_change(team_id=team_id, change_id=change_id))

    @staticmethod
    def schedule_change(new: ScheduleChange, *, team_id: int, actor: Actor | None) -> ScheduledChange:
        """Have something done to a flag later; raises InvalidFlagError, also for what would be refused when its time comes.

        Without an actor the system asks for it.
        """
        return to_scheduled_change(scheduling.schedule_change(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_schedule(change: ChangeSchedule, *, team_id: int, actor: Actor) -> ScheduledChange:
        """Change what waits; raises InvalidFlagError for what has been done."""
        return to_scheduled_change(scheduling.change_schedule(change, team_id=team_id, actor=actor))

    @staticmethod
    def cancel_scheduled_change(*, team_id: int, change_id: int, actor: Actor) -> None:
        """Forget what waits; raises ScheduledChangeNotFoundError, and InvalidFlagError for what has been done."""
        scheduling.cancel_scheduled_change(team_id=team_id, change_id=change_id, actor=actor)


class EarlyAccessAPI:
    """Features that people may opt into."""

    @staticmethod
    def list_features(*, team_id: int, limit: int = 100, offset: int = 0) -> Page[EarlyAccessFeature]:
        """One page of the team's early access features, the newest first."""
        rows = early_access.find_features(team_id=team_id)
        items = tuple(to_early_access_feature(row) for row in rows[offset : offset + limit])
        return Page(items=items, total=rows.count())

    @staticmethod
    def list_offered(*, team_id: int, stages: tuple[EarlyAccessStage, ...] = ()) -> tuple[EarlyAccessFeature, ...]:
        """What people may opt into in these stages, beta when none is named; never drafts."""
        return tuple(to_early_access_feature(row) for row in early_access.list_offered(team_id=team_id, stages=stages))

    @staticmethod
    def get_feature(*, team_id: int, feature_id: UUID) -> EarlyAccessFeature:
        """One early access feature; raises EarlyAccessFeatureNotFoundError."""
        return to_early_access_feature(early_access.get_feature(team_id=team_id, feature_id=feature_id))

    @staticmethod
    def offer_feature(new: OfferFeature, *, team_id: int, actor: Actor | None) -> EarlyAccessFeature:
        """Offer a feature, with a flag that follows people's choices; raises InvalidFlagError. Without an actor the system does."""
        return to_early_access_feature(early_access.offer_feature(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_feature(change: ChangeOffer, *, team_id: int, actor: Actor) -> EarlyAccessFeature:
        """Change an offer; unchanged input changes nothing. Raises OfferConflictError."""
        return to_early_access_feature(early_access.change_feature(change, team_id=team_id, actor=actor))

    @staticmethod
    def withdraw_feature(*, team_id: int, feature_id: UUID, actor: Actor) -> None:
        """Take an offer away; its flag stays and follows its conditions again."""
        early_access.withdraw_feature(team_id=team_id, feature_id=feature_id, actor=actor)


class FlagTransferAPI:
    """Flags as a JSON document."""

    @staticmethod
    def export_flags(*, team_id: int) -> str:
        """All flags that are not deleted, as JSON text. Encrypted payloads are redacted."""
        return dumps(transfer.export_flags(team_id=team_id)).decode()

    @staticmethod
    def import_flags(text: str, *, team_id: int) -> ImportedFlags:
        """Make or update the flags of an export; raises InvalidFlagError for a text that is none."""
        return transfer.import_flags(text, team_id=team_id)
