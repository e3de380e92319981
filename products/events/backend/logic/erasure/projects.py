"""What this product keeps of a deleted project besides tables: requests that were put aside."""

from products.events.backend.logic.queue import connection as queue
from products.events.backend.logic.queue import keys as queue_keys
from products.events.backend.logic.queue.entry import decode_entry


def forget_project(team_id: int) -> None:
    """Remove the project's requests from those that no attempt could process."""
    redis = queue.client()
    for entry_id, fields in redis.xrange(queue_keys.DEAD):
        try:
            received = decode_entry(entry_id, fields).received
        except (KeyError, ValueError, TypeError):
            # Nobody can say whose it is.
            continue
        if received.team_id == team_id:
            redis.xdel(queue_keys.DEAD, entry_id)
