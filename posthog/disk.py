"""How full the disk of this instance is, for capture, health and metrics. The rules are in common/disk.py."""

from django.conf import settings

from common import disk
from common.disk import Level
from posthog import metrics

# Where a client should not hurry: room is made by a person, or by retention.
RETRY_AFTER_SECONDS = 30


def _ask() -> disk.Usage:
    usage = disk.measure(settings.DATA_DIR, max_bytes=settings.DISK_LIMITS.max_bytes)
    metrics.disk_used_ratio.set(usage.percent / 100)
    return usage


_watch = disk.Watch(_ask)


def level() -> Level:
    """What the fill of the disk means now; a moment old at most."""
    return _watch.usage().level(settings.DISK_LIMITS)


def look_again() -> None:
    """Measure at the next question, because a limit has just changed."""
    _watch.look_again()
