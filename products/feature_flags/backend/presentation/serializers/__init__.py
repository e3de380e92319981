"""The JSON of feature flags. Shapes only; no rules."""
