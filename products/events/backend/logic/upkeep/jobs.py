"""Jobs of which one process at a time does one (`posthog.alone`)."""

# Constants that no other advisory lock in this Postgres database uses.
ERASE, SQUASH, RETAIN, ERASE_GROUPS = 7_026_914_011, 7_026_914_012, 7_026_914_013, 7_026_914_014
