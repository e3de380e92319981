"""Work above teams: for this product's open endpoints, tasks and commands, and for nobody else."""

from products.events.backend.facade.contracts import DrainResult
from products.events.backend.logic import capture
from products.events.backend.logic.erasure import groups, work
from products.events.backend.logic.ingestion import drain
from products.events.backend.logic.upkeep import retention, squash


class IngestionAPI:
    """The door to the queue, which holds the events of all projects."""

    @staticmethod
    def authorize_token(token: str) -> int:
        """The id of the project with this token, 0 when Postgres cannot tell now; raises InvalidTokenError."""
        return capture.authorize(token)

    @staticmethod
    def note_refusal(*, token: str, reason: str, detail: str, origin: str) -> None:
        """Tell the owner of the token, if there is one, that a request was not accepted; never fails, never waits."""
        capture.note_refusal(token, reason=reason, detail=detail, origin=origin)

    @staticmethod
    def drain_partition(partition: int) -> DrainResult:
        """Bring what waits in a partition into the stores, for a few seconds at most."""
        return drain.drain_partition(partition)

    @staticmethod
    def list_neglected_partitions() -> tuple[int, ...]:
        """Partitions that hold entries and have no worker."""
        return tuple(drain.partitions_to_drain())

    @staticmethod
    def count_waiting_requests() -> int:
        """How many requests wait in the queue, over all projects; raises QueueUnavailableError while nobody can tell."""
        return drain.count_waiting()


class UpkeepAPI:
    """What is done with stored rows of all projects, regularly."""

    @staticmethod
    def work_on_erasures() -> int:
        """Remove what is left of deleted people and groups; returns how many erasures got further."""
        return work.work_on_erasures() + groups.work_on_group_erasures()

    @staticmethod
    def squash_overrides() -> int:
        """Write merges that have rested into the events; returns how many distinct ids that were."""
        return squash.squash_overrides()

    @staticmethod
    def delete_outdated_events() -> int:
        """Delete what is older than projects keep; returns how many events that were."""
        return retention.delete_outdated()
