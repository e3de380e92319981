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
from products.events.backend.logic.queue.entry import Received, encode_meta
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
    guard.admit(len(body) + 200)
    chunks = _command(partition, encode_meta(received), body)
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
        appended, woken = _reply(channel), _reply(channel)
    except BaseException:
        # Also for a timeout: a late answer must not be taken for that of the next command.
        channel.disconnect()
        raise
    for answer in (appended, woken):
        if isinstance(answer, redis.RedisError):
            raise answer
    return woken is not None


def _reply(channel: Any) -> Any:
    """The next answer; an error answer is returned, so that the one after it can still be read."""
    try:
        return channel.read_response()
    except redis.ResponseError as error:
        return error


def _command(partition: int, meta: bytes, body: bytes) -> list[bytes]:
    """`XADD stream * m meta b body` and `SET wake 1 NX EX n` in Redis' protocol."""
    stream, wake = keys.stream(partition).encode(), keys.wake(partition).encode()
    head = b"*7\r\n$4\r\nXADD\r\n$%d\r\n%b\r\n$1\r\n*\r\n$1\r\nm\r\n$%d\r\n%b\r\n$1\r\nb\r\n$%d\r\n" % (
        len(stream),
        stream,
        len(meta),
        meta,
        len(body),
    )
    seconds = b"%d" % WAKE_SECONDS
    tail = b"\r\n*6\r\n$3\r\nSET\r\n$%d\r\n%b\r\n$1\r\n1\r\n$2\r\nNX\r\n$2\r\nEX\r\n$%d\r\n%b\r\n" % (
        len(wake),
        wake,
        len(seconds),
        seconds,
    )
    return [head + body + tail] if len(body) < SEPARATE_BODY_BYTES else [head, body, tail]
