"""What cohorts does regularly, and why that often."""

from common.schedules import Schedule

SCHEDULES = (
    # A new cohort is calculated at once; this finds what became stale, and what a worker dropped.
    Schedule(name="cohorts.call_calculations", task="cohorts.call_calculations", every_seconds=10.0),
    # The net under the calls that follow each change: merges come with ingestion and make none.
    Schedule(name="cohorts.flush_changes", task="cohorts.flush_changes", every_seconds=10.0),
    # Rewriting parts is dear, and old versions cost only room.
    Schedule(name="cohorts.remove_old_versions", task="cohorts.remove_old_versions", every_seconds=1800),
)
