"""Work on the cohorts of all projects at once, for tasks and management commands alone."""

from django.conf import settings

from products.cohorts.backend.logic import calculation
from products.cohorts.backend.logic.membership import columns


class CohortsSystemAPI:
    """What the product does for itself. No other product can import this."""

    @staticmethod
    def list_due_cohorts() -> tuple[tuple[int, int], ...]:
        """(team id, cohort id) of what should be calculated now, the longest overdue first."""
        return tuple(calculation.due_cohorts(settings.COHORT_PARALLEL_CALCULATIONS))

    @staticmethod
    def calculate_cohort(*, team_id: int, cohort_id: int) -> bool:
        """Calculate a cohort that is due; False when there was nothing to do or it failed, which is noted at it."""
        return calculation.calculate(team_id=team_id, cohort_id=cohort_id)

    @staticmethod
    def flush_changes() -> int:
        """Carry members that came or went in Postgres to ClickHouse; how many."""
        return columns.flush_changes()

    @staticmethod
    def remove_old_versions() -> None:
        """Remove members from ClickHouse that no query reads any more."""
        columns.remove_old_versions()
