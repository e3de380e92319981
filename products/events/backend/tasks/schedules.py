"""What runs regularly."""

from common.schedules import Schedule

SCHEDULES = (
    # The net under capture's own calls: what a killed worker left behind waits this much longer, plus its lease.
    Schedule(name="events.call_ingestion", task="events.call_ingestion", every_seconds=2.0),
    Schedule(name="events.erase_people", task="events.erase_people", every_seconds=30.0),
    Schedule(name="events.squash_overrides", task="events.squash_overrides", every_seconds=3600.0),
    Schedule(name="events.delete_outdated", task="events.delete_outdated", every_seconds=3600.0),
)
