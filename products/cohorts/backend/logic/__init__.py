"""The verbs of cohorts, by concern. Called by the facade only."""
