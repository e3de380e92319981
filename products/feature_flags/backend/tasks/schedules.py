"""What feature flags does regularly, and why that often."""

from common.schedules import Schedule

SCHEDULES: tuple[Schedule, ...] = ()
