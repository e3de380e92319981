"""What cohorts does regularly, and why that often."""

from common.schedules import Schedule

SCHEDULES: tuple[Schedule, ...] = ()
