"""The feature flags of `bin/hogli demo`, and what hangs on them."""
