"""What feature flags does regularly, and why that often."""

from common.schedules import Schedule

SCHEDULES: tuple[Schedule, ...] = (
    # One small query a project; "stale" counts in days, and people look at "last called" in minutes.
    Schedule(name="feature_flags.sync_last_called", task="feature_flags.sync_last_called", every_seconds=600.0),
    # People schedule to the minute.
    Schedule(
        name="feature_flags.run_scheduled_changes", task="feature_flags.run_scheduled_changes", every_seconds=30.0
    ),
    # The net under the calls of those that began: a worker may have ended on the way.
    Schedule(name="feature_flags.gather_people", task="feature_flags.gather_people", every_seconds=30.0),
)
