"""What a project settles about its events: what is taken in, from whom, and how long it is kept. Values in, values out."""

from common.pages import Page
from posthog.contracts import Actor
from products.events.backend.facade.contracts import (
    CaptureProtection,
    ChangeEventsSettings,
    ChangeProtection,
    EventsSettings,
    IdentitySecret,
    MonthRows,
    RetentionRun,
)
from products.events.backend.facade.mappers import to_retention_run
from products.events.backend.logic import settings
from products.events.backend.logic.protection import rules
from products.events.backend.logic.upkeep import retention


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
