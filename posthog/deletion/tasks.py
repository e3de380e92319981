"""The task behind deleted projects, and how often it runs."""

from celery import shared_task

from common.schedules import Schedule
from posthog.deletion.work import work_on_deleted_projects

TASK = "projects.erase_deleted"
SCHEDULES = (Schedule(name=TASK, task=TASK, every_seconds=60.0),)


@shared_task(name=TASK)
def erase_deleted_projects() -> None:
    """Remove what is left of deleted projects. Does nothing when none was deleted, and never twice at once."""
    work_on_deleted_projects()
