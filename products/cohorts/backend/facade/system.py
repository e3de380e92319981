"""Work on the cohorts of all projects at once, for tasks and management commands alone."""


class CohortsSystemAPI:
    """What the product does for itself. No other product can import this."""
