"""What a definition is checked against, gathered from the project."""

from dataclasses import replace

from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.errors import CohortNotFoundError
from products.events.backend.facade import GroupsAPI
from products.feature_flags.backend.logic.management.dependencies import known_flags
from products.feature_flags.backend.logic.management.release_conditions import Surroundings
from products.feature_flags.backend.models import FeatureFlag


def surroundings_of(row: FeatureFlag) -> Surroundings:
    """The project around one of its flags, which may be about to be made."""
    return replace(surroundings_for(row.team_id), is_remote_configuration=row.is_remote_configuration)


def surroundings_for(team_id: int) -> Surroundings:
    """What the project has that a condition may speak of."""
    return Surroundings(
        group_types={kind.group_type_index: kind.group_type for kind in GroupsAPI.list_group_types(team_id=team_id)},
        flags=known_flags(team_id),
        why_not_cohort=lambda cohort_id: _why_not_cohort(team_id, cohort_id),
    )


def _why_not_cohort(team_id: int, cohort_id: int) -> str | None:
    try:
        cohort = CohortsAPI.get_cohort(team_id=team_id, cohort_id=cohort_id)
    except CohortNotFoundError:
        return f"There is no cohort {cohort_id} in this project."
    if cohort.deleted:
        return f"The cohort '{cohort.name}' has been deleted. Restore it or use another one."
    return None
