"""One entry of the queue: a request's body as it was sent (decompressed), and what only the web server knew.

The body is passed on unparsed: writing it again would cost more than reading it later, and could change it. A large one
is packed, whatever the client had done: events repeat themselves, so ten times as many fit, and Redis writes each twice.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
import zstandard

META_FIELD = b"m"
BODY_FIELD = b"b"
# Instead of it: the packed body, and how many events there may be, for who only counts.
PACKED_FIELD = b"z"
COUNT_FIELD = b"n"
# Packing this much takes ten microseconds, which is what Redis saves by it.
PACKED_FROM_BYTES = 16 * 1024
# What an entry takes in Redis beside its body.
OVERHEAD_BYTES = 200
_PACKING_LEVEL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is known about a request besides its body.

        `request_id` is random: events without a uuid get theirs from it, so an entry that was appended twice makes them
        once. `team_id` is 0 when the token could not be checked at the time. `sent_at_ms` is the client's clock from the
        query, 0 when it said nothing. `as_identify`: an event without a name is an `$identify` (very old snippets). `bot`: the
    kind of bot that the user agent belongs to.
    """

    request_id: str
    team_id: int
    token: str
    received_at: datetime
    ip: str = ""
    sent_at_ms: int = 0
    as_identify: bool = False
    bot: str = ""


@dataclass(slots=True)
class Entry:
    """An entry as read from the stream; `id` is Redis' `<milliseconds>-<number>`."""

    id: str
    received: Received
    body: bytes


class _PerThread(threading.local):
    """Packers are no use to two threads at once."""

    def __init__(self) -> None:
        self.packer = zstandard.ZstdCompressor(level=_PACKING_LEVEL)
        self.unpacker = zstandard.ZstdDecompressor()


_local = _PerThread()


def body_fields(body: bytes) -> dict[bytes, bytes]:
    """The body as it is appended."""
    if len(body) < PACKED_FROM_BYTES:
        return {BODY_FIELD: body}
    return {PACKED_FIELD: _local.packer.compress(body), COUNT_FIELD: b"%d" % estimate_events(body)}


def unpacked(fields: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """The same entry with its body as it was sent. Raises zstandard.ZstdError for what `body_fields` did not write."""
    if PACKED_FIELD not in fields:
        return fields
    return {META_FIELD: fields[META_FIELD], BODY_FIELD: _local.unpacker.decompress(fields[PACKED_FIELD])}


def stored_bytes(fields: dict[bytes, bytes]) -> int:
    """What the entry takes in the queue, as it is appended."""
    return OVERHEAD_BYTES + len(fields.get(PACKED_FIELD) or fields.get(BODY_FIELD, b""))


def estimate_events(body: bytes) -> int:
    """How many events there are, without parsing: every event names itself once."""
    return max(1, body.count(b'"event"'))


def position(entry_id: str) -> tuple[int, int]:
    """An entry's id as numbers, which sort as entries do."""
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence)


def encode_meta(received: Received) -> bytes:
    microseconds = int(received.received_at.timestamp() * 1_000_000)
    return orjson.dumps(
        (
            received.request_id,
            received.team_id,
            received.token,
            microseconds,
            received.ip,
            received.sent_at_ms,
            received.as_identify,
            received.bot,
        )
    )


def decode_meta(fields: dict[bytes, bytes]) -> Received:
    """Raises ValueError, TypeError or KeyError when the entry was not written by `encode_meta`."""
    # What was queued before an upgrade ends earlier.
    request_id, team_id, token, microseconds, ip, sent_at_ms, as_identify, *more = orjson.loads(fields[META_FIELD])
    return Received(
        request_id=request_id,
        team_id=team_id,
        token=token,
        received_at=datetime.fromtimestamp(microseconds / 1_000_000, UTC),
        ip=ip,
        sent_at_ms=sent_at_ms,
        as_identify=as_identify,
        bot=more[0] if more else "",
    )


def decode_entry(entry_id: bytes, fields: dict[bytes, bytes]) -> Entry:
    """An entry that is unpacked; raises like `decode_meta`."""
    return Entry(id=entry_id.decode(), received=decode_meta(fields), body=fields[BODY_FIELD])
