"""What erasures of people and of groups have in common: when they are due."""

from datetime import datetime, timedelta
from typing import TypeVar

from products.events.backend.facade.enums import ErasureStatus
from products.events.backend.models import ClickHouseOutbox, Receipt

# A batch that was under way at the deletion may still write what is to go; batches take seconds.
SETTLE = timedelta(seconds=20)
# By then even a worker that was frozen has either lost its lease or finished.
SECOND_LOOK = timedelta(minutes=10)
MAX_AT_ONCE = 1000
R = TypeVar("R", bound=Receipt)


def due(model: type[R], status: ErasureStatus, until: datetime) -> list[R]:
    """Receipts of all projects that were asked for until then, the oldest first."""
    waiting = model.objects.unscoped().filter(status=status.value, requested_at__lte=until)
    # A letter written before the erasure may hold what is to go; it has to arrive before that can be removed for good.
    oldest_letter = ClickHouseOutbox.objects.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest_letter is not None:
        waiting = waiting.filter(requested_at__lt=oldest_letter)
    return list(waiting.order_by("requested_at")[:MAX_AT_ONCE])
