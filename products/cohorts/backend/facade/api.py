"""Everything other code may ask of cohorts. Thin: delegate to logic, map rows to contracts. No HTTP."""

from uuid import UUID

from common.pages import Page
from posthog.contracts import Actor
from products.cohorts.backend.facade.contracts import (
    BroughtCohort,
    ChangeCohort,
    Cohort,
    CohortCalculation,
    CohortMember,
    CohortUser,
    CreateCohort,
    EvaluableCohort,
    UploadReport,
)
from products.cohorts.backend.facade.mappers import to_calculation, to_cohort, to_member
from products.cohorts.backend.logic import (
    calculation,
    changes,
    cohorts,
    copying,
    evaluation,
    gathering,
    members,
    static,
    usage,
)


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
    def create_cohort(new: CreateCohort, *, team_id: int, actor: Actor | None) -> Cohort:
        """Define a cohort; raises InvalidCohortError naming the field, or TooManyCohortsError.

        Without an actor the system does it.
        """
        is_filled = new.csv is not None or bool(new.query)
        create = static.create_filled if is_filled else cohorts.create_cohort
        return to_cohort(create(new, team_id=team_id, actor=actor))

    @staticmethod
    def change_cohort(change: ChangeCohort, *, team_id: int, actor: Actor) -> Cohort:
        """Change, delete or restore a cohort; unchanged input changes nothing. Raises CohortInUseError, CohortConflictError."""
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

    @staticmethod
    def estimate_size(filters: str, *, team_id: int) -> int:
        """How many people filters (JSON text) find now, without keeping them; raises InvalidCohortError."""
        return calculation.estimate(filters, team_id=team_id)

    @staticmethod
    def recalculate(*, team_id: int, cohort_id: int) -> Cohort:
        """Have a dynamic cohort calculated as soon as a worker is free."""
        return to_cohort(cohorts.recalculate(team_id=team_id, cohort_id=cohort_id))

    @staticmethod
    def list_members(*, team_id: int, cohort_id: int, search: str = "", limit: int, offset: int) -> Page[CohortMember]:
        """The people in a cohort, as last calculated."""
        page = members.list_members(team_id=team_id, cohort_id=cohort_id, search=search, limit=limit, offset=offset)
        return Page(items=tuple(to_member(person) for person in page.items), total=page.total)

    @staticmethod
    def list_cohorts_of_person(*, team_id: int, person_uuid: UUID) -> tuple[Cohort, ...]:
        """The cohorts a person is in, as last calculated, by name."""
        rows = members.cohorts_of_person(team_id=team_id, person_uuid=person_uuid)
        return tuple(to_cohort(row) for row in rows)

    @staticmethod
    def list_calculations(*, team_id: int, cohort_id: int, limit: int, offset: int) -> Page[CohortCalculation]:
        """The calculations of a cohort, failed ones too, the newest first; those of the last 180 days are kept."""
        rows = members.find_calculations(team_id=team_id, cohort_id=cohort_id)
        return Page(items=tuple(to_calculation(row) for row in rows[offset : offset + limit]), total=rows.count())

    @staticmethod
    def list_users(*, team_id: int, cohort_id: int) -> tuple[CohortUser, ...]:
        """What asks for this cohort: what keeps it from being deleted, then the rest (flags that are off, insights)."""
        return usage.users_of(cohorts.get_cohort(team_id=team_id, cohort_id=cohort_id))

    @staticmethod
    def upload_people(content: bytes, *, team_id: int, cohort_id: int, actor: Actor) -> UploadReport:
        """Add the people of a CSV file to a static cohort; raises InvalidUploadError or InvalidCohortError."""
        return static.upload_people(content, team_id=team_id, cohort_id=cohort_id, actor=actor)

    @staticmethod
    def add_people(names: tuple[str, ...], *, team_id: int, cohort_id: int, actor: Actor) -> UploadReport:
        """Add people to a static cohort by distinct id, uuid or e-mail address."""
        return static.add_people(names, team_id=team_id, cohort_id=cohort_id, actor=actor)

    @staticmethod
    def begin_list(new: CreateCohort, *, team_id: int, actor: Actor | None) -> Cohort:
        """A static cohort whose people are gathered bit by bit; it `is_calculating` until `complete_list`.

        Raises InvalidCohortError or TooManyCohortsError.
        """
        return to_cohort(gathering.begin_list(new, team_id=team_id, actor=actor))

    @staticmethod
    def gather_people(people: tuple[UUID, ...], *, team_id: int, cohort_id: int) -> bool:
        """Put people into a list that has begun; False when it was deleted or completed, so that nobody goes on."""
        return gathering.gather(people, team_id=team_id, cohort_id=cohort_id)

    @staticmethod
    def complete_list(*, team_id: int, cohort_id: int) -> None:
        """Let queries see a list that has begun. A repeat changes nothing."""
        gathering.complete_list(team_id=team_id, cohort_id=cohort_id)

    @staticmethod
    def remove_person(person_uuid: UUID, *, team_id: int, cohort_id: int, actor: Actor) -> bool:
        """Take a person out of a static cohort; False when they were not in it."""
        return static.remove_person(person_uuid, team_id=team_id, cohort_id=cohort_id, actor=actor)

    @staticmethod
    def duplicate_as_static(*, team_id: int, cohort_id: int, actor: Actor) -> Cohort:
        """A new static cohort with the people who are in this one now."""
        return to_cohort(static.duplicate_as_static(team_id=team_id, cohort_id=cohort_id, actor=actor))

    @staticmethod
    def bring_cohort(*, team_id: int, cohort_id: int, target_team_id: int, actor: Actor) -> BroughtCohort:
        """The cohort of the same name in another project, made there of this one's criteria if there is none.

        The cohorts it asks for likewise; one of the name with other criteria is taken as it is. The caller has checked
        that the actor may change the other project, and opened a transaction. Raises InvalidCohortError for a list of
        people, which cannot be copied, and for what the other project lacks.
        """
        there, made = copying.bring_cohort(cohort_id, team_id=team_id, target_team_id=target_team_id, actor=actor)
        return BroughtCohort(id=there, made=tuple(to_cohort(row) for row in made))
