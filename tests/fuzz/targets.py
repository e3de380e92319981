"""What fuzzers call with arbitrary bytes: all that capture does with a request before it asks a store.

A target may refuse (those errors are answers to the client); anything else that it raises is a bug, and so is an answer
that does not hold together.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from common.errors import ProductError
from common.sdk.body import decode_body
from products.events.backend.wire.capture_v1 import as_batch, open_v1
from products.events.backend.wire.envelope import check_events, find_token, open_envelope

# Small, so that a fuzzer reaches it.
MAX_BYTES = 64 * 1024
# What clients announce, by header or query; the first byte of the input chooses.
HINTS = ("", "gzip", "gzip-js", "br", "zstd", "deflate", "base64", "lz64", "compress", "nonsense")
RECORDED = Path(__file__).resolve().parents[1] / "data" / "recorded"
CORPUS = Path(__file__).parent / "corpus"


def capture(data: bytes) -> None:
    """A body of the older addresses, then of the newer protocol."""
    hint = HINTS[data[0] % len(HINTS)] if data else ""
    try:
        text = decode_body(data[1:], hint=hint, max_bytes=MAX_BYTES)
    except ProductError:
        return
    assert len(text) <= MAX_BYTES, f"{len(text)} bytes came out"
    with suppress(ProductError):
        envelope = open_envelope(text)
        distinct_id = check_events(envelope, as_identify=len(data) % 2 == 0)
        assert distinct_id.strip()
        assert "\x00" not in find_token(envelope)
    with suppress(ProductError):
        opened = open_v1(text, sdk="fuzz/1")
        if opened.events:
            # What one address makes of a request, the other must take.
            again = open_envelope(as_batch(opened, token="phc_fuzz", sent_at=""))
            assert len(again.events) == len(opened.events)
            assert check_events(again)


def seeds() -> Iterator[bytes]:
    """Every recorded body that was packed in its own way, and the inputs that once found something."""
    seen = set()
    for path in sorted(RECORDED.glob("*.json")):
        for request in json.loads(path.read_text())["requests"]:
            body = base64.b64decode(request["body_base64"])
            # One of each kind, not too long to be changed in interesting places.
            kind = (request["path"], tuple(request["body_encoding"]), len(body).bit_length())
            if 0 < len(body) < 8192 and kind not in seen:
                seen.add(kind)
                yield b"\x00" + body
    for path in sorted(CORPUS.glob("*.bin")):
        yield path.read_bytes()
