"""Making, changing and finding flags: validation, invariants, side effects. Called by the facade only."""
