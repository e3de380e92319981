"""The task behind asynchronous queries."""

from typing import Any

from celery import shared_task

from posthog.queries import background


@shared_task(name="queries.execute", bind=True)
def execute_query(self: Any, team_id: int, query_id: str) -> None:
    """Runs once per asynchronous query, when it is asked; a repeat finds it done or taken and does nothing."""
    background.execute(team_id, query_id, task_id=self.request.id)
