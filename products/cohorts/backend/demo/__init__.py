"""The cohorts of `bin/hogli demo`."""
