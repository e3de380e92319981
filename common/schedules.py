"""How a product declares what runs regularly; the core collects these into Celery beat."""

from dataclasses import dataclass

# How often the worker shows that it works (posthog/heartbeat.py).
HEARTBEAT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Send the task `task` every `every_seconds`; a message not picked up after 1.5 intervals is dropped."""

    name: str
    task: str
    every_seconds: float
