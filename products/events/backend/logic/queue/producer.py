"""Appending to the queue: one round trip that also learns whether a worker has to be called.

Written against a redis-py connection instead of its client: the client's bookkeeping costs more than the command.
"""

import os
import threading
from typing import Any
from zlib import crc32

import redis
from django.conf import settings

from products.events.backend.logic.queue import connection, keys
from products.events.backend.logic.queue.entry import META_FIELD, Received, body_fields, encode_meta, stored_bytes
from products.events.backend.logic.queue.guard import guard, unavailable

# Should the call be lost (the worker dies with it), the next request calls again after this.
WAKE_SECONDS = 10
# A body of this size is sent on its own, as copying it into the command would cost more than a second write.
SEPARATE_BODY_BYTES = 64 * 1024


class _PerThread(threading.local):
    connection: Any = None
    # What the connection belongs to: a forked child must not use its parent's.
    belongs_to: tuple[int, str] = (0, "")


_local = _PerThread()
_announced: set[int] = set()


def partition_of(token: str, distinct_id: str) -> int:
    """Requests of one person follow one another in one partition."""
    return crc32(f"{token}:{distinct_id}".encode("utf-8", "replace")) % settings.EVENT_PARTITIONS


def append(partition: int, received: Received, body: bytes) -> bool:
    """Put a request's events into the queue; True when a worker has to be called for the partition.

    Raises QueueUnavailableError when Redis refuses or cannot be reached. A connection that broke is tried once more:
    should the first attempt have succeeded after all, both entries make the same events.
    """
    fields = {META_FIELD: encode_meta(received), **body_fields(body)}
    size = stored_bytes(fields)
    guard.admit(size, team_id=received.team_id)
    chunks = _commands(partition, fields, team_id=received.team_id, size=size)
    try:
        if partition not in _announced:
            connection.client().sadd(keys.PARTITIONS, partition)
            _announced.add(partition)
        try:
            return _send(chunks)
        except (redis.ConnectionError, redis.TimeoutError):
            return _send(chunks)
    except redis.RedisError as error:
        raise unavailable(error) from error


def _send(chunks: list[bytes]) -> bool:
    here = (os.getpid(), settings.REDIS_URL)
    if _local.belongs_to != here:
        _local.connection = connection.new_connection()
        _local.belongs_to = here
    channel = _local.connection
    try:
        channel.send_packed_command(chunks, check_health=False)
        appended, counted, woken = _reply(channel), _reply(channel), _reply(channel)
    except BaseException:
        # Also for a timeout: a late answer must not be taken for that of the next command.
        channel.disconnect()
        raise
    for answer in (appended, counted, woken):
        if isinstance(answer, redis.RedisError):
            raise answer
    return woken is not None


def _reply(channel: Any) -> Any:
    """The next answer; an error answer is returned, so that the one after it can still be read."""
    try:
        return channel.read_response()
    except redis.ResponseError as error:
        return error


def _commands(partition: int, fields: dict[bytes, bytes], *, team_id: int, size: int) -> list[bytes]:
    """`XADD stream * field value …`, `HINCRBY queued team size` and `SET wake 1 NX EX n` in Redis' protocol."""
    *small, (name, body) = sorted(fields.items(), key=lambda field: len(field[1]))
    appended = b"*%d\r\n" % (3 + 2 * len(fields)) + _words(b"XADD", keys.stream(partition).encode(), b"*")
    appended += b"".join(_words(*field) for field in small)
    head = appended + _words(name) + b"$%d\r\n" % len(body)
    counted = b"\r\n*4\r\n" + _words(b"HINCRBY", keys.queued(partition).encode(), b"%d" % team_id, b"%d" % size)
    tail = counted + b"*6\r\n" + _words(b"SET", keys.wake(partition).encode(), b"1", b"NX", b"EX", b"%d" % WAKE_SECONDS)
    return [head + body + tail] if len(body) < SEPARATE_BODY_BYTES else [head, body, tail]


def _words(*words: bytes) -> bytes:
    return b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)
