"""The task behind asynchronous queries."""

from typing import Any

from celery import shared_task
from django.conf import settings

from posthog.queries import background
from posthog.queries.concurrency import background_place

PAUSE_SECONDS = 0.5


@shared_task(name="queries.execute", bind=True, max_retries=None)
def execute_query(self: Any, team_id: int, query_id: str) -> None:
    """Runs once per asynchronous query, when it is asked; a repeat finds it done or taken and does nothing.

    When other queries take all places that the worker has for them, it comes back a moment later.
    """
    if not background.is_waiting(team_id, query_id):
        return
    with background_place(seconds=settings.QUERY_BACKGROUND_TIMEOUT_SECONDS) as may_run:
        if may_run:
            background.execute(team_id, query_id, task_id=self.request.id)
            return
    raise self.retry(countdown=PAUSE_SECONDS)
