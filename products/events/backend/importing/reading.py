"""A file of events, one JSON object a line, plain or gzip, read once from front to end whatever its size."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from common.sdk import lenient_json
from common.sdk.errors import RequestError
from products.events.backend.importing.errors import ImportFailedError
from products.events.backend.wire.identifiers import derived_event_uuid

GZIP_MAGIC = b"\x1f\x8b"
EVENTS_PER_PART = 1000
BYTES_PER_PART = 4 * 1024 * 1024


@dataclass(slots=True)
class Part:
    """Some lines, ready to be sent. `lines_until` and `bytes_until` say how far in the file they reach."""

    events: list[bytes]
    lines_until: int
    bytes_until: int
    # Line numbers of what is no JSON object.
    unreadable: list[int]


def read_parts(path: Path, *, skip_lines: int = 0) -> Iterator[Part]:
    """The file in parts of at most EVENTS_PER_PART events; raises ImportFailedError when it cannot be read."""
    try:
        with path.open("rb") as raw:
            lines: IO[bytes] = raw if raw.peek(2)[:2] != GZIP_MAGIC else gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]
            yield from _parts(lines, raw, skip_lines)
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFailedError(f"{path} cannot be read: {error}.") from error


def _parts(lines: IO[bytes], raw: IO[bytes], skip_lines: int) -> Iterator[Part]:
    part = Part(events=[], lines_until=skip_lines, bytes_until=0, unreadable=[])
    size = 0
    for number, line in enumerate(lines, 1):
        if number <= skip_lines:
            continue
        part.lines_until = number
        text = line.strip()
        if not text:
            continue
        event = _event(text)
        if event is None:
            part.unreadable.append(number)
            continue
        part.events.append(event)
        size += len(event)
        if len(part.events) >= EVENTS_PER_PART or size >= BYTES_PER_PART:
            part.bytes_until = raw.tell()
            yield part
            part, size = Part(events=[], lines_until=number, bytes_until=0, unreadable=[]), 0
    part.bytes_until = raw.tell()
    if part.events or part.unreadable:
        yield part


def _event(text: bytes) -> bytes | None:
    """The line as it is; with a uuid that follows from its content when it has none, so that repeats are known."""
    try:
        event = lenient_json.loads(text)
    except (ValueError, RequestError):
        return None
    if not isinstance(event, dict):
        return None
    if event.get("uuid"):
        return text
    return orjson.dumps({**event, "uuid": str(derived_event_uuid("import", text.decode("utf-8", "replace")))})
