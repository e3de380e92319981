"""The rules of events, one concern a module or package. Called by the facade only."""
