"""The only place that queues the tasks of queries, by name."""

from kombu.exceptions import OperationalError

from common.errors import ErrorKind, ProductError
from posthog.celery import app


class QueueUnavailableError(ProductError):
    """Background work cannot be queued at the moment."""

    code = "queue_unavailable"
    kind = ErrorKind.UNAVAILABLE


def execute_query(team_id: int, query_id: str) -> str:
    """Queue the background run of a query whose request is stored; the id of the task."""
    try:
        return str(app.send_task("queries.execute", args=[team_id, query_id]).id)
    except OperationalError as error:
        raise QueueUnavailableError("The query cannot be queued right now.", retry_after_seconds=5) from error
