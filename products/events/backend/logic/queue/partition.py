"""Working on one partition: the lease, the batch in flight, and the commit (docs/adr/0003-offset-consumer.md).

A batch is a range of entries from the head of the stream. Its end is written down before anything is done with it, so
that after a crash the next worker takes exactly the same batch, knows that it is a repetition, and looks before it
inserts. The commit removes the entries and remembers their events in one transaction.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import redis
import structlog
import zstandard
from django.conf import settings

from products.events.backend.logic.queue import connection, keys, resend_window
from products.events.backend.logic.queue.entry import (
    BODY_FIELD,
    COUNT_FIELD,
    META_FIELD,
    decode_meta,
    estimate_events,
    position,
    stored_bytes,
    unpacked,
)
from products.events.backend.logic.queue.producer import WAKE_SECONDS

# How long a partition rests after its worker died without a word.
LEASE_SECONDS = 10
RENEW_EVERY_SECONDS = 3
_FIRST_READ = 20
_LARGEST_READ = 2000
# Tries with the whole batch after which its entries are taken one by one, to find the one that kills workers.
WHOLE_BATCH_ATTEMPTS = 3
# What `events:dead` may hold.
DEAD_ENTRIES = 10_000
DEAD_BYTES = 64 * 1024 * 1024

logger = structlog.get_logger(__name__)

# A lease can only last longer than one was ever given when the clock was set back meanwhile. Its owner, if it lives, has
# renewed it since; whoever died would otherwise keep the partition for as long as the clock was moved.
_ACQUIRE = """
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
return redis.call('INCR', KEYS[2])
"""
_RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
"""

# A web process that dies between an entry and its count leaves the entry uncounted: never more is counted than is there.
# Such a mistake is forgotten with the project's last entry, when less than nothing would be left.
_FORGET_WHAT_IS_GONE = """
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('XLEN', KEYS[1]) == 0 then return redis.call('DEL', KEYS[2]) end
local counts = redis.call('HGETALL', KEYS[2])
for i = 1, #counts, 2 do
    if tonumber(counts[i + 1]) <= 0 then redis.call('HDEL', KEYS[2], counts[i]) end
end
return 1
"""

RawEntry = tuple[bytes, dict[bytes, bytes]]


@dataclass(slots=True)
class _State:
    """What `events:state:<p>` says about the batch in flight. `single_until`: take entries one by one up to there."""

    end: str
    attempt: int
    check_until: int
    single_until: str

    @classmethod
    def read(cls, stored: dict[bytes, bytes]) -> "_State":
        return cls(
            end=stored.get(b"end", b"").decode(),
            attempt=int(stored.get(b"attempt", 0)),
            check_until=int(stored.get(b"check_until", 0)),
            single_until=stored.get(b"single_until", b"").decode(),
        )


class LeaseLostError(Exception):
    """Somebody else works on the partition by now; whatever was being done must not be committed."""


@dataclass(slots=True)
class RawBatch:
    """Entries to be worked on together, unpacked. `sizes` is what they take in the queue, by project.

    `attempt` counts from 1. `check_until` is a moment in Redis' milliseconds: events of entries up to it may have been
    inserted by an earlier attempt.
    """

    entries: list[RawEntry]
    attempt: int
    check_until: int
    is_full: bool
    sizes: dict[int, int]

    @property
    def first_id(self) -> str:
        return self.entries[0][0].decode()

    @property
    def last_id(self) -> str:
        return self.entries[-1][0].decode()


class Partition:
    """One partition while this process holds its lease. Use `leased()`."""

    def __init__(self, number: int, owner: str, fence: int) -> None:
        self.number = number
        self._owner = owner
        self._fence = fence
        self._client = connection.client()
        self._stop = threading.Event()
        self._lost = threading.Event()

    @classmethod
    @contextmanager
    def leased(cls, number: int) -> Iterator["Partition | None"]:
        """The partition, ours until the end of the block; None when somebody else has it."""
        owner = secrets.token_hex(8)
        client = connection.client()
        fence = int(client.eval(_ACQUIRE, 2, keys.lease(number), keys.fence(number), owner, int(LEASE_SECONDS * 1000)))
        if not fence:
            yield None
            return
        partition = cls(number, owner, fence)
        renewal = threading.Thread(target=partition._keep_renewing, name=f"lease-{number}", daemon=True)
        renewal.start()
        try:
            partition._note_restart_of_redis()
            yield partition
        finally:
            partition._stop.set()
            renewal.join()
            with suppress(redis.RedisError):
                client.eval(_RELEASE, 1, keys.lease(number), owner)

    def check_still_ours(self) -> None:
        """Raises LeaseLostError unless the lease is ours at this moment. Called before what cannot be undone."""
        if self._lost.is_set() or self._client.get(keys.lease(self.number)) != self._owner.encode():
            raise LeaseLostError(f"partition {self.number}")

    def next_batch(self) -> RawBatch | None:
        """The batch in flight if there is one, else a new one from the head of the stream; None when it is empty.

        After WHOLE_BATCH_ATTEMPTS its entries come one by one, so that one that kills workers stands alone.
        """
        state = _State.read(self._client.hgetall(keys.state(self.number)))
        if state.end:
            state.check_until = self._look_before_inserting()
            if state.attempt >= WHOLE_BATCH_ATTEMPTS and not state.single_until:
                state.single_until, state.end, state.attempt = state.end, "", 0
        if state.single_until:
            entries, is_full, sizes = self._read("+", limit=1)
            if entries and position(entries[0][0].decode()) > position(state.single_until):
                state.single_until = ""
                entries, is_full, sizes = self._read("+")
        else:
            entries, is_full, sizes = self._read(state.end or "+")
        if not entries:
            self._client.hdel(keys.state(self.number), "end", "attempt", "single_until")
            return None
        batch = RawBatch(
            entries=entries,
            attempt=state.attempt + 1,
            check_until=state.check_until,
            is_full=is_full,
            sizes=sizes,
        )
        note = {
            "end": batch.last_id,
            "attempt": batch.attempt,
            "single_until": state.single_until,
            "started_at": _clock(self._client),
        }
        self._client.hset(keys.state(self.number), mapping=note)
        return batch

    def forgive_attempt(self) -> None:
        """The last attempt failed through no fault of its entries (a store is down), so it does not count."""
        self._client.hset(keys.state(self.number), "attempt", 0)

    def commit(self, batch: RawBatch, members: Sequence[bytes]) -> None:
        """Remove the batch's entries and remember its events; all or nothing. Raises LeaseLostError."""
        generation = resend_window.current_generation()
        with self._client.pipeline(transaction=True) as transaction:
            self._commit_in(transaction, batch, generation, members)
        resend_window.rotate_if_full(generation)

    def bury(self, batch: RawBatch) -> None:
        """Put entries that no attempt could process aside, where a person can look at them, and go on.

        What lies there is bounded: it shares Redis' memory with the queue. The oldest make room.
        """
        with self._client.pipeline(transaction=True) as transaction:
            for entry_id, fields in batch.entries:
                transaction.xadd(keys.DEAD, {**fields, b"id": entry_id}, maxlen=DEAD_ENTRIES, approximate=True)
            self._remove(transaction, batch)
            transaction.execute()
        while (self._client.memory_usage(keys.DEAD, samples=0) or 0) > DEAD_BYTES:
            self._client.xtrim(keys.DEAD, maxlen=self._client.xlen(keys.DEAD) // 2, approximate=False)

    def waiting(self) -> int:
        """How many entries are in the stream."""
        return int(self._client.xlen(keys.stream(self.number)))

    def let_captures_call(self) -> None:
        """From now on the next request calls a worker. Look once more whether the stream is empty after this."""
        self._client.delete(keys.wake(self.number))

    def keep_captures_quiet(self, seconds: float) -> None:
        """A worker will come by itself within `seconds`; nobody need be called until a little later."""
        self._client.set(keys.wake(self.number), 1, px=int(seconds * 1000) + WAKE_SECONDS * 1000)

    def rest_seconds(self) -> float:
        """How long to let the stream grow before the next batch: 0 after a pause, or when a whole batch waits.

        Counted from the start of the batch before, so that an event waits for this and one insert at most.
        """
        started_at = float(self._client.hget(keys.state(self.number), "started_at") or 0)
        passed = _clock(self._client) - started_at
        # Less than nothing when the clock was set back since: resting until then could take hours.
        if not 0 <= passed < settings.EVENT_BATCH_SECONDS:
            return 0.0
        sample: list[RawEntry] = self._client.xrange(keys.stream(self.number), count=_FIRST_READ)
        per_entry = sum(_estimate_events(fields) for _, fields in sample) / max(1, len(sample))
        is_worth_it = self.waiting() * per_entry >= settings.EVENT_BATCH_MAX_EVENTS
        return 0.0 if is_worth_it else settings.EVENT_BATCH_SECONDS - passed

    def _read(self, end: str, *, limit: int = 0) -> tuple[list[RawEntry], bool, dict[int, int]]:
        """Entries from the head up to `end`; without an end, as many as make a batch.

        And whether there may be more, and what they take in the queue by project.
        """
        entries: list[RawEntry] = []
        sizes: Counter[int] = Counter()
        size = events = 0
        start, count = "-", limit or _FIRST_READ
        while True:
            chunk: list[RawEntry] = self._client.xrange(keys.stream(self.number), min=start, max=end, count=count)
            for entry_id, stored in chunk:
                fields = _readable(stored)
                entries.append((entry_id, fields))
                sizes[_project_of(fields)] += stored_bytes(stored)
                size += len(fields.get(BODY_FIELD, b""))
                events += _estimate_events(stored)
                if end == "+" and (limit or _is_enough(events, size)):
                    return entries, True, sizes
            if len(chunk) < count:
                return entries, False, sizes
            start = "(" + entries[-1][0].decode()
            # As many as probably fit, so that neither many small nor a few large requests are read at once in vain.
            room = settings.EVENT_BATCH_MAX_BYTES - size
            count = max(1, min(_LARGEST_READ, room * len(entries) // max(size, 1)))

    def _commit_in(self, transaction: Any, batch: RawBatch, generation: int, members: Sequence[bytes]) -> None:
        transaction.watch(keys.fence(self.number))
        if self._lost.is_set() or int(transaction.get(keys.fence(self.number)) or 0) != self._fence:
            raise LeaseLostError(f"partition {self.number}")
        transaction.multi()
        resend_window.remember(transaction, generation, members)
        self._remove(transaction, batch)
        try:
            transaction.execute()
        except redis.WatchError as error:
            raise LeaseLostError(f"partition {self.number}") from error

    def _remove(self, transaction: Any, batch: RawBatch) -> None:
        milliseconds, sequence = position(batch.last_id)
        transaction.xtrim(keys.stream(self.number), minid=f"{milliseconds}-{sequence + 1}", approximate=False)
        transaction.hdel(keys.state(self.number), "end", "attempt")
        for team_id, size in batch.sizes.items():
            transaction.hincrby(keys.queued(self.number), str(team_id), -size)
        transaction.eval(_FORGET_WHAT_IS_GONE, 2, keys.stream(self.number), keys.queued(self.number))

    def _note_restart_of_redis(self) -> None:
        """After a restart Redis may have forgotten the last commits, so entries that are done may be back."""
        run_id = str(self._client.info("server")["run_id"])
        known = self._client.hget(keys.state(self.number), "run_id")
        if known is None:
            self._client.hset(keys.state(self.number), "run_id", run_id)
        elif known != run_id.encode():
            self._look_before_inserting(run_id=run_id)

    def _look_before_inserting(self, **also: str) -> int:
        """Note that everything in the stream by now may have been inserted already; returns up to when."""
        last: list[Any] = self._client.xrevrange(keys.stream(self.number), count=1)
        until = position(last[0][0].decode())[0] if last else 0
        self._client.hset(keys.state(self.number), mapping={"check_until": until, **also})
        return until

    def _keep_renewing(self) -> None:
        """Runs beside the work, so that a slow insert does not cost the lease."""
        while not self._stop.wait(RENEW_EVERY_SECONDS):
            try:
                renewed = self._client.eval(
                    _RENEW,
                    2,
                    keys.lease(self.number),
                    keys.wake(self.number),
                    self._owner,
                    int(LEASE_SECONDS * 1000),
                    WAKE_SECONDS,
                )
            except redis.RedisError:
                continue
            if not renewed:
                self._lost.set()
                return


def known_partitions() -> list[int]:
    """Every partition that may hold entries, also those of a former, larger EVENT_PARTITIONS."""
    stored = connection.client().smembers(keys.PARTITIONS)
    return sorted({int(number) for number in stored} | set(range(settings.EVENT_PARTITIONS)))


def _clock(client: Any) -> float:
    """Redis' own time in seconds: workers' clocks may differ."""
    seconds, microseconds = client.time()
    return float(seconds) + float(microseconds) / 1e6


def _is_enough(events: int, size: int) -> bool:
    return events >= settings.EVENT_BATCH_MAX_EVENTS or size >= settings.EVENT_BATCH_MAX_BYTES


def _estimate_events(stored: dict[bytes, bytes]) -> int:
    """How many events an entry holds, without parsing or unpacking it."""
    if META_FIELD not in stored:
        return 1
    count = stored.get(COUNT_FIELD)
    return int(count) if count else estimate_events(stored.get(BODY_FIELD, b""))


def _readable(stored: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """Unpacked where it can be; what cannot be read is noticed when the entry is decoded."""
    try:
        return unpacked(stored)
    except (zstandard.ZstdError, KeyError):
        return {}


def _project_of(fields: dict[bytes, bytes]) -> int:
    try:
        return decode_meta(fields).team_id
    except (KeyError, ValueError, TypeError):
        return 0
