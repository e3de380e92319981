"""What runs regularly: nothing yet. Cache warming of saved insights will be the first entry."""

from common.schedules import Schedule

SCHEDULES: tuple[Schedule, ...] = ()
