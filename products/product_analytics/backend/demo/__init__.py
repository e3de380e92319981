"""The saved insights and annotations of `bin/hogli demo`."""
