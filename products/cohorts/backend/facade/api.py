"""Everything other code may ask of cohorts. Thin: delegate to logic, map rows to contracts. No HTTP."""

from uuid import UUID

from common.pages import Page
from posthog.contracts import Actor
from products.cohorts.backend.facade.contracts import ChangeCohort, Cohort, CreateCohort, EvaluableCohort
from products.cohorts.backend.facade.mappers import to_cohort
from products.cohorts.backend.logic import changes, cohorts, evaluation


class CohortsAPI:
    """Sets of people. Values in, values out."""

    @staticmethod
    def list_cohorts(
        *, team_id: int, search: str = "", is_static: bool | None = None, limit: int = 100, offset: int = 0
    ) -> Page[Cohort]:
        """One page of the team's cohorts that are not deleted, the newest first."""
        rows = cohorts.find_cohorts(team_id=team_id, search=search, is_static=is_static)
        return Page(items=tuple(to_cohort(row) for row in rows[offset : offset + limit]), total=rows.count())

    @staticmethod
    def get_cohort(*, team_id: int, cohort_id: int) -> Cohort:
        """The team's cohort, also a deleted one; raises CohortNotFoundError."""
        return to_cohort(cohorts.get_cohort(team_id=team_id, cohort_id=cohort_id))

    @staticmethod
    def create_cohort(new: CreateCohort, *, team_id: int, actor: Actor) -> Cohort:
        """Define a cohort; raises InvalidCohortError naming the field, or TooManyCohortsError."""
        return to_cohort(cohorts.create_cohort(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_cohort(change: ChangeCohort, *, team_id: int, actor: Actor) -> Cohort:
        """Change, delete or restore a cohort; unchanged input changes nothing. Raises CohortInUseError."""
        return to_cohort(cohorts.change_cohort(change, team_id=team_id, actor=actor))

    @staticmethod
    def list_for_evaluation(*, team_id: int) -> tuple[EvaluableCohort, ...]:
        """All cohorts of a team that are not deleted, as flags need them."""
        return evaluation.list_for_evaluation(team_id=team_id)

    @staticmethod
    def memberships(*, team_id: int, person_uuid: UUID, cohort_ids: tuple[int, ...]) -> frozenset[int]:
        """Which of these cohorts a person is in, as last calculated. One indexed look-up in Postgres, nothing else."""
        return evaluation.memberships(team_id=team_id, person_uuid=person_uuid, cohort_ids=cohort_ids)

    @staticmethod
    def version(*, team_id: int) -> int:
        """A number that rises with every change of the team's cohorts; raises redis.RedisError."""
        return changes.version(team_id)
