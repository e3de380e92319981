"""What runs regularly."""

from common.schedules import Schedule

SCHEDULES = (
    # The net under capture's own calls: what a killed worker left behind waits this much longer, plus its lease.
    Schedule(name="events.call_ingestion", task="events.call_ingestion", every_seconds=2.0),
)
